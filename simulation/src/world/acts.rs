//! What people do about an order, and what they ask for when they do it.

use super::{Event, World};
use crate::auditor::Promise;
use crate::customs::Ruling;
use crate::requests::{Ask, Cart, operator};
use crate::wares::{Ware, addressee};
use sampan_customs::Country;
use sampan_customs::identity::{Document, Kind};
use sampan_ids::{Date, OrderId};
use sampan_market::checkout::payments::Step;
use sampan_market::orders::{Asker, voucher};
use sampan_money::Money;
use sampan_trade::order::{By, Command, Order, OrderKind, ReturnLine};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Something that someone does about an order, whatever has become of it meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    /// The seller notes the parcel and sends it.
    Ship,
    /// The buyer, the seller or the operator calls it off.
    Cancel(By),
    /// The carrier says that it is there.
    Deliver,
    /// The buyer says so.
    Confirm,
    /// The buyer says that nothing came.
    Claim,
    /// An operator decides.
    Decide(bool),
    /// The seller takes pieces back.
    Return,
    /// A parcel that customs sent back or destroyed: the seller takes back what has come, or gives the money back.
    Back {
        /// Whether the goods can be sold again.
        restock: bool,
    },
    /// The seller tells the buyer that customs want to see a paper.
    Tell,
    /// The seller types in the code, or a wrong one.
    Redeem(bool),
}

/// What customs of a country know an invented person by; check characters fit.
fn document(country: Country, today: Date) -> Option<Document> {
    let (kind, name, number) = match country {
        Country::CN => (Kind::ResidentId, "诸葛测试", "519999190101019990"),
        Country::KR => (Kind::Pccc, "", "P123456789012"),
        Country::TW => (Kind::TaiwanId, "", "A123456789"),
        _ => return None,
    };
    Document::check(kind, name, number, today).ok()
}

impl World<'_> {
    /// Someone comes, fills a basket and buys it at the price that was shown, or at any: the marketplace refuses and tells
    /// the right one. Now and then something lies in it that is not sold there.
    pub(super) fn visit(&mut self) {
        let buyer = self.dice.below(self.known.buyers.len() as u64) as usize;
        let Some(ware) = self.dice.pick(&self.known.shelf.wares).copied() else { return };
        let Some(country) = self.dice.pick(ware.places()).copied() else { return };
        let Some(destination) = sampan_tariff::destination(country.code()) else { return };
        let mut sold: Vec<_> = self.known.shelf.sold_to(country);
        if self.dice.percent(5) {
            sold.extend(self.known.shelf.stocks.iter().map(|stock| stock.variant));
        }
        let mut items: BTreeMap<_, u32> = BTreeMap::new();
        for _ in 0..self.dice.between(1, 3) {
            let pieces = self.dice.between(1, 3) as u32;
            if let Some(variant) = self.dice.pick(&sold) {
                items.insert(*variant, pieces);
            }
        }
        let parcel = items.keys().any(|variant| self.known.shelf.ware(*variant) != Some(Ware::Walk));
        let today = self.known.now().to_zoned(jiff::tz::TimeZone::UTC).date();
        let cart = Cart {
            basket: Uuid::from_u64_pair(self.dice.bits(), self.dice.bits()),
            buyer,
            items: items.into_iter().collect(),
            destination: destination.code,
            address: if parcel { addressee(country) } else { None },
            document: document(country, today),
            expected: Money::new(1, destination.currency),
        };
        self.buy(0, cart);
    }

    /// Buys a basket; in a hurry twice, under two keys.
    pub(super) fn buy(&mut self, seconds: i64, cart: Cart) {
        let basket = cart.basket;
        let guest = cart.buyer % 2 == 1;
        if guest && self.dice.percent(15) {
            self.ask(seconds, Ask::Place(Box::new(cart.clone())), Promise::Basket(basket), true);
        }
        self.ask(seconds, Ask::Place(Box::new(cart)), Promise::Basket(basket), true);
    }

    /// Someone acts on an order.
    pub(super) fn act(&mut self, id: OrderId, act: Act) {
        let Some(order) = self.orders.get(&id).cloned() else { return };
        let words = format!("request {}", self.requests.len());
        let (buyer, seller) = (Asker::Buyer(order.buyer), Asker::Seller(order.seller));
        let told = Promise::Words(id.0, words.clone());
        let (asker, command, promise) = match act {
            Act::Ship => {
                self.ask(0, Ask::Note(order.seller, id), Promise::Other, true);
                return;
            }
            Act::Cancel(by) => {
                let asker = match by {
                    By::Buyer => buyer,
                    By::Seller => seller,
                    By::Operator | By::Clock => Asker::Operator(operator()),
                };
                (asker, Command::Cancel { by, reason: words }, told)
            }
            Act::Deliver => (Asker::Market, Command::MarkDelivered, Promise::Other),
            Act::Confirm => (buyer, Command::ConfirmReceipt, Promise::Other),
            Act::Claim => (buyer, Command::Claim { text: words }, told),
            Act::Decide(for_buyer) => {
                let command = Command::DecideClaim { for_buyer, reason: words, by: operator() };
                (Asker::Operator(operator()), command, if for_buyer { told } else { Promise::Other })
            }
            Act::Return => (seller, self.some_back(&order, words), told),
            Act::Back { restock } => (seller, all_back(&order, words, restock), told),
            Act::Tell => {
                self.ask(0, Ask::Write(order.seller, id), Promise::Other, true);
                return;
            }
            Act::Redeem(right) => {
                let vault = &self.known.vault;
                let code = if right { voucher::code(vault, id) } else { "0000-0000".to_owned() };
                let command = Command::Redeem { code_hash: voucher::hash(vault, &code) };
                (seller, command, Promise::Code(id.0, self.requests.len()))
            }
        };
        self.ask(0, Ask::Act(id, asker, command), promise, true);
    }

    /// Some pieces of an order, now and then more than there are.
    fn some_back(&mut self, order: &Order, reason: String) -> Command {
        let all = self.dice.percent(40);
        let mut lines = Vec::new();
        for line in &order.lines {
            let left = i64::from(line.quantity.saturating_sub(order.returned(line.variant)));
            let most = left + i64::from(self.dice.percent(5));
            let quantity = if all { left } else { self.dice.between(0, most) } as u32;
            lines.push(ReturnLine { variant: line.variant, quantity });
        }
        Command::Return { lines, reason, restock: self.dice.percent(60) }
    }

    /// An order's parcel comes to the border, and people do what customs' ruling leaves them to do.
    fn cross(&mut self, order: OrderId) {
        const DAY: i64 = 24 * 3_600;
        let Some(ruling) = self.customs.rule(order, &mut self.dice) else { return };
        let (from, to) = ruling.days();
        let then = self.dice.between(from * DAY, to * DAY);
        if matches!(ruling, Ruling::PaperShown | Ruling::PaperWanting) {
            self.later(then / 3, Event::Act(order, Act::Tell));
        }
        if ruling.arrives() {
            self.later(then, Event::Act(order, Act::Deliver));
            if self.dice.percent(20) {
                let again = self.dice.between(0, 2 * DAY);
                self.later(then + again, Event::Act(order, Act::Deliver));
            }
        } else if self.dice.percent(75) {
            // Else the seller says nothing, and the buyer claims or the clock goes on.
            self.later(then, Event::Act(order, Act::Back { restock: ruling.comes_back() }));
        }
        if ruling == Ruling::TaxedMore && self.dice.percent(60) {
            let soon = self.dice.between(1, 10 * DAY);
            self.later(then + soon, Event::Act(order, Act::Claim));
        }
    }

    /// A seller counts a shelf: what is promised may be more than that, then it is refused.
    pub(super) fn count(&mut self) {
        let pieces = self.dice.between(0, 12) as u32;
        let variant = self.dice.pick(&self.known.shelf.stocks).map(|stock| stock.variant);
        if let Some(variant) = variant {
            self.ask(0, Ask::Count(variant, pieces), Promise::Other, true);
        }
    }

    /// A worker's round reaches a checkout whose time may be over.
    pub(super) fn expire(&mut self, id: sampan_ids::CheckoutId) {
        self.ask(0, Ask::Payment(id, Step::Expire), Promise::Other, false);
    }

    /// A worker's round reaches an order that may be due.
    pub(super) fn clock(&mut self, id: OrderId) {
        self.ask(0, Ask::Act(id, Asker::Market, Command::Clock), Promise::Other, false);
    }

    /// What people will do about an order that has just come to its state.
    pub(super) fn plan(&mut self, order: &Order) {
        const HOUR: i64 = 3_600;
        const DAY: i64 = 24 * HOUR;
        let service = matches!(order.kind, OrderKind::Service { .. });
        // Each: how likely in a hundred, from when to when, what.
        let plans: &[(u64, i64, i64, Act)] = match order.state.name() {
            "paid" => &[
                (80, HOUR, 8 * DAY, Act::Ship),
                (10, HOUR, 11 * DAY, Act::Ship),
                (10, 0, 9 * DAY, Act::Cancel(By::Buyer)),
                (6, 0, 9 * DAY, Act::Cancel(By::Seller)),
                (3, 0, 9 * DAY, Act::Cancel(By::Operator)),
                (5, 0, 2 * DAY, Act::Confirm),
            ],
            "booked" => &[
                (70, HOUR, 20 * DAY, Act::Redeem(true)),
                (30, HOUR, 20 * DAY, Act::Redeem(true)),
                (10, HOUR, 20 * DAY, Act::Redeem(false)),
                (12, HOUR, 20 * DAY, Act::Cancel(By::Buyer)),
                (5, HOUR, 5 * DAY, Act::Ship),
            ],
            "shipped" => &[
                (30, 3 * DAY, 30 * DAY, Act::Confirm),
                (25, 10 * DAY, 75 * DAY, Act::Claim),
                (8, 5 * DAY, 40 * DAY, Act::Return),
                (5, 0, 5 * DAY, Act::Cancel(By::Buyer)),
            ],
            "delivered" => &[
                (50, HOUR, 16 * DAY, Act::Confirm),
                (12, HOUR, 16 * DAY, Act::Claim),
                (20, HOUR, 16 * DAY, Act::Return),
                (10, HOUR, 16 * DAY, Act::Return),
            ],
            "claim_open" => &[
                (40, HOUR, 32 * DAY, Act::Decide(true)),
                (40, HOUR, 32 * DAY, Act::Decide(false)),
                (20, HOUR, 32 * DAY, Act::Confirm),
                (10, HOUR, 32 * DAY, Act::Return),
            ],
            "completed" => &[
                (25, HOUR, 33 * DAY, Act::Return),
                (15, HOUR, 33 * DAY, Act::Return),
                (10, HOUR, 10 * DAY, Act::Redeem(true)),
            ],
            _ => &[],
        };
        if order.state.name() == "shipped" {
            self.cross(order.id);
        }
        for (likely, from, to, act) in plans {
            if self.dice.percent(*likely) && !(service && *act == Act::Claim) {
                let at = self.dice.between(*from, *to);
                self.later(at, Event::Act(order.id, *act));
            }
        }
        if let Some(due) = order.due().filter(|_| order.state.name() != "awaiting_payment") {
            let early = self.dice.percent(10);
            let off = if early { self.dice.between(-HOUR, 0) } else { self.dice.between(0, 2 * HOUR) };
            self.at(due + sampan_ids::SignedDuration::from_secs(off), Event::Clock(order.id));
        }
    }
}

/// Every piece of an order that has not gone back.
fn all_back(order: &Order, reason: String, restock: bool) -> Command {
    let left = |line: &sampan_trade::order::Line| line.quantity.saturating_sub(order.returned(line.variant));
    let lines = order.lines.iter().map(|line| ReturnLine { variant: line.variant, quantity: left(line) });
    Command::Return { lines: lines.filter(|line| line.quantity > 0).collect(), reason, restock }
}
