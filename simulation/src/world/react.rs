//! What people and workers do when they are answered, and when they see what has become of things.

use super::{Event, World};
use crate::auditor::Promise;
use crate::provider::Telling;
use crate::requests::{Answer, Ask, Cart};
use sampan_db::Record;
use sampan_db::outbox::Outbox;
use sampan_db::stepping::Change;
use sampan_ids::{CheckoutId, SignedDuration};
use sampan_market::checkout::Checkouts;
use sampan_market::checkout::payments::Step;
use sampan_market::checkout::place::NotPlaced;
use sampan_market::checkout::refunds::{Owed, TOPIC};
use sampan_market::orders::{Asker, Orders};
use sampan_trade::checkout::{Notification, NotificationKind};
use sampan_trade::order::{Command, RefundState};
use uuid::Uuid;

/// Seconds until something that was not answered is sent again, at most.
const AGAIN: i64 = 900;

impl World<'_> {
    /// Someone is answered.
    pub(super) fn react(&mut self, number: usize, answer: Answer) {
        let Some(request) = self.requests.get_mut(number) else { return };
        let first = !request.answered;
        let (ask, tries) = (request.ask.clone(), request.tries);
        if answer == Answer::Unknown {
            // Workers and providers always come again; people mostly.
            let machine = request.key.is_none();
            let again = !request.answered && (machine || tries < 3 || self.dice.percent(85));
            if again {
                let wait = self.dice.between(1, AGAIN);
                self.later(wait, Event::Send(number));
            }
            return;
        }
        request.answered = true;
        if first && self.dice.percent(8) {
            // The same once more, from a second window or a network that repeats.
            let wait = self.dice.between(0, 3 * AGAIN);
            self.later(wait, Event::Send(number));
        }
        if !first {
            return;
        }
        match (ask, answer) {
            (Ask::Place(cart), Answer::NotBought(why)) => self.not_bought(*cart, why),
            (Ask::Place(_), Answer::Bought(done)) => self.bought(done.checkout),
            (Ask::Note(seller, order), Answer::Done) => {
                self.ask(1, Ask::Ship(seller, order), Promise::Other, true);
            }
            // Most sellers get the papers and try again; the clock calls the others' orders off.
            (Ask::Ship(seller, order), Answer::Lacking(mut papers)) if self.dice.percent(85) => {
                papers.sort_unstable();
                papers.dedup();
                let wait = self.dice.between(60, 5 * 24 * 3_600);
                papers.into_iter().for_each(|kind| {
                    self.ask(wait, Ask::Attach(seller, order, kind), Promise::Other, true);
                });
                self.ask(wait + AGAIN, Ask::Ship(seller, order), Promise::Other, true);
            }
            _ => {}
        }
    }

    /// The buyer sees the price that holds now and buys at it, or gives up.
    fn not_bought(&mut self, cart: Cart, why: NotPlaced) {
        if let NotPlaced::PriceChanged { now, .. } = why {
            let wait = self.dice.between(1, 120);
            self.buy(wait, Cart { expected: now, ..cart });
        }
    }

    /// The buyer is led to the provider, or changes their mind. Whoever pressed twice is led there once.
    fn bought(&mut self, id: CheckoutId) {
        let Some(checkout) = self.checkouts.get(&id).cloned() else { return };
        if !self.visited.insert(id) {
            return;
        }
        let now = self.known.now();
        for telling in self.provider.visit(&checkout, &mut self.dice, now) {
            self.at(telling.at, Event::Told(telling));
        }
        if self.dice.percent(8) {
            let wait = self.dice.between(1, 2_000);
            self.ask(wait, Ask::Payment(id, Step::Cancel(checkout.buyer)), Promise::Other, true);
        }
    }

    /// A notification arrives; the provider repeats it until it is answered.
    pub(super) fn told(&mut self, telling: Telling) {
        let step = Step::Notify(telling.notification);
        self.ask(0, Ask::Payment(telling.checkout, step), Promise::Other, false);
    }

    /// What becomes of a row, as people and workers see it.
    pub(super) fn see(&mut self, change: &Change) {
        let Some(row) = &change.row else { return };
        match change.table.name {
            "checkouts" => {
                let Ok(placed) = Checkouts::read(row) else { return };
                let checkout = placed.checkout;
                if !self.checkouts.contains_key(&checkout.id) {
                    // A worker's round comes by soon after the end, now and then a little before it.
                    let off =
                        if self.dice.percent(15) { -self.dice.between(0, 60) } else { self.dice.between(0, 1_800) };
                    self.at(checkout.expires_at + SignedDuration::from_secs(off), Event::Expire(checkout.id));
                }
                self.checkouts.insert(checkout.id, checkout);
            }
            "orders" => {
                let Ok(stored) = Orders::read(row) else { return };
                let order = stored.order;
                let before = self.orders.insert(order.id, order.clone());
                if before.is_none_or(|before| before.state != order.state) {
                    self.plan(&order);
                }
            }
            "outbox" => {
                let Ok(event) = Outbox::read(row) else { return };
                if event.topic == TOPIC
                    && event.due.is_some()
                    && let Ok(owed) = serde_json::from_str(&event.body)
                {
                    let wait = self.dice.between(0, 24 * 3_600);
                    self.later(wait, Event::Refund(event.id, owed));
                }
            }
            _ => {}
        }
    }

    /// A worker sends a refund that is owed and writes down that it did. The provider's answer may be lost on the way: it
    /// is asked again, under the same name.
    pub(super) fn refund(&mut self, event: Uuid, owed: Owed) {
        let lost = self.dice.percent(10);
        match owed {
            Owed::Order { order, number } => {
                let refunds = self.orders.get(&order).map(|order| order.refunds.clone()).unwrap_or_default();
                let Some(refund) = refunds.into_iter().find(|refund| refund.number == number) else { return };
                if refund.sent == RefundState::Owed {
                    let reference = self.provider.refund(&format!("{order}/{number}"), refund.total);
                    let command = Command::RefundSent { number, reference };
                    if !lost {
                        self.ask(0, Ask::Act(order, Asker::Market, command), Promise::Other, false);
                    }
                }
            }
            Owed::Checkout { checkout, number } => {
                let surplus = self.checkouts.get(&checkout).and_then(|it| it.surplus.get(number as usize - 1).cloned());
                let Some(surplus) = surplus.filter(|surplus| surplus.sent == RefundState::Owed) else { return };
                let ours = format!("{checkout}/{number}");
                let reference = self.provider.refund(&ours, surplus.amount);
                let kind = NotificationKind::RefundSent { provider_ref: surplus.provider_ref, reference };
                let step = Step::Notify(Notification { event_id: format!("refund {ours}"), kind });
                if !lost {
                    self.ask(0, Ask::Payment(checkout, step), Promise::Other, false);
                }
            }
        }
        if lost {
            self.later(AGAIN, Event::Refund(event, owed));
        } else {
            self.ask(60, Ask::Settle(event), Promise::Other, false);
        }
    }
}
