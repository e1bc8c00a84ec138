//! Faults planted on purpose: each makes one rule or one promise of the database untrue, so that it can be shown that the
//! auditor sees it. Nothing here is used but by tests.

use crate::requests::Ask;
use sampan_customs::papers::PaperKind;
use sampan_db::{Command, Moment, Needs, Rows};
use sampan_ids::{OrderId, PostingId};
use sampan_ledger::{Account, Entry, Posting, Reason};
use sampan_market::books::{self, Entries, Posted};
use sampan_market::catalog::Stocks;
use sampan_market::checkout::payments::Step;
use sampan_market::checkout::{Allowances, Checkouts, allowance_id};
use sampan_market::orders::{Orders, Papers, StoredOrder};
use sampan_money::{Currency, Money};
use sampan_trade::allowance::Counted;
use sampan_trade::order::{self, Completion, Order, RefundState, State};
use sampan_trade::stock::Stock;

/// A planted fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plant {
    /// What an expired or cancelled checkout had reserved stays reserved.
    GiveBackSkipped,
    /// More is sold than there is.
    StockNotChecked,
    /// A payment is posted twice.
    PostedTwice,
    /// An entry stands alone.
    PostingUnbalanced,
    /// An order is sent and completed at once, its money stays in escrow.
    ArrowSkipped,
    /// A refund counts as sent that was never sent.
    RefundNotSent,
    /// Answers are not kept, so that a repeated request is done again.
    AnswerForgotten,
    /// What a paid order uses of a person's year is forgotten.
    RoomForgotten,
    /// What a paid order uses of a person's limited quantities is forgotten.
    QuantityForgotten,
    /// Pieces that went back still count against a person's limited quantities.
    QuantityKept,
    /// The law's limits by quantity are forgotten.
    LimitForgotten,
    /// A parcel leaves, and its papers are not kept.
    PapersForgotten,
    /// A code may be used again.
    CodeNotUsedUp,
    /// The database saves over what changed meanwhile.
    VersionsIgnored,
    /// The database says that it has committed, and has not.
    CommitForgotten,
}

impl Plant {
    /// All of them.
    pub const ALL: [Plant; 15] = [
        Plant::GiveBackSkipped,
        Plant::StockNotChecked,
        Plant::PostedTwice,
        Plant::PostingUnbalanced,
        Plant::ArrowSkipped,
        Plant::RefundNotSent,
        Plant::AnswerForgotten,
        Plant::RoomForgotten,
        Plant::QuantityForgotten,
        Plant::QuantityKept,
        Plant::LimitForgotten,
        Plant::PapersForgotten,
        Plant::CodeNotUsedUp,
        Plant::VersionsIgnored,
        Plant::CommitForgotten,
    ];
}

/// A command in whose decision a fault is planted.
pub struct Planted<C> {
    pub command: C,
    pub plant: Option<Plant>,
    pub ask: Ask,
}

impl<C: Command> Command for Planted<C> {
    type Reply = C::Reply;
    type Refusal = C::Refusal;

    fn needs(&self, rows: &Rows) -> Needs {
        self.command.needs(rows)
    }

    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<C::Reply, C::Refusal> {
        let Some(plant) = self.plant else { return self.command.decide(rows, at) };
        let before = stored(rows, &self.ask);
        if plant == Plant::StockNotChecked {
            self.shift(rows, 1_000, 0);
        }
        let done = self.command.decide(rows, at)?;
        if plant == Plant::StockNotChecked {
            self.shift(rows, -1_000, 0);
        }
        self.spoil(plant, rows, at, before.as_ref());
        Ok(done)
    }
}

/// The order that is asked something, if it is one.
fn stored(rows: &Rows, ask: &Ask) -> Option<StoredOrder> {
    match ask {
        Ask::Act(order, ..) | Ask::Ship(_, order) => rows.peek::<Orders>(order).cloned(),
        _ => None,
    }
}

impl<C> Planted<C> {
    /// Moves the figures of every shelf of a basket.
    fn shift(&self, rows: &mut Rows, on_hand: i64, reserved: i64) {
        let Ask::Place(cart) = &self.ask else { return };
        for (variant, _) in &cart.items {
            if let Some(stock) = rows.peek::<Stocks>(variant).cloned() {
                let on_hand = (i64::from(stock.on_hand) + on_hand).max(0) as u32;
                let reserved = (i64::from(stock.reserved) + reserved).max(0) as u32;
                rows.put::<Stocks>(Stock { on_hand, reserved, ..stock });
            }
        }
    }

    /// The orders of the checkout that something happens to.
    fn of_checkout(&self, rows: &Rows) -> Vec<StoredOrder> {
        let Ask::Payment(checkout, _) = &self.ask else { return Vec::new() };
        let orders = rows.peek::<Checkouts>(checkout).map(|placed| placed.checkout.orders.clone()).unwrap_or_default();
        orders.iter().filter_map(|order| rows.peek::<Orders>(order).cloned()).collect()
    }

    fn spoil(&self, plant: Plant, rows: &mut Rows, at: &Moment, before: Option<&StoredOrder>) {
        let of_checkout = self.of_checkout(rows);
        let just_paid = || {
            let paid = of_checkout.iter().filter(|stored| stored.order.history.len() == 1);
            paid.filter(|stored| stored.order.paid_at().is_some())
        };
        match (plant, &self.ask) {
            (Plant::GiveBackSkipped, Ask::Payment(_, Step::Expire | Step::Cancel(_))) => {
                for line in of_checkout.iter().flat_map(|stored| &stored.order.lines) {
                    if let Some(stock) = rows.peek::<Stocks>(&line.variant).cloned() {
                        rows.put::<Stocks>(Stock { reserved: stock.reserved + line.quantity, ..stock });
                    }
                }
            }
            (Plant::PostedTwice, Ask::Payment(..)) => {
                for order in just_paid().map(|stored| &stored.order) {
                    let (from, to) = (Account::Provider(order.provider.clone()), Account::Escrow(order.id));
                    let posting = Posting::new(Reason::Paid, order.id.0).moving(from, to, order.amounts.total);
                    books::post(rows, &posting.into_iter().collect::<Vec<_>>(), at);
                }
            }
            (Plant::PostingUnbalanced, Ask::Payment(..)) => {
                for order in just_paid().map(|stored| stored.order.id) {
                    rows.put::<Entries>(alone(order, at));
                }
            }
            (Plant::RoomForgotten, Ask::Payment(..)) => {
                for order in just_paid().map(|stored| &stored.order) {
                    let Some(used) = &order.allowance else { continue };
                    if let Some(year) = rows.peek::<Allowances>(&allowance_id(used.holder, used.year)).cloned() {
                        rows.put::<Allowances>(year.give_back(order.id));
                    }
                }
            }
            (Plant::QuantityForgotten, Ask::Payment(..)) => {
                for order in just_paid().map(|stored| &stored.order) {
                    counting(rows, order, Counted::default());
                }
            }
            (Plant::QuantityKept, Ask::Act(order, _, order::Command::Return { .. })) => {
                let now = rows.peek::<Orders>(order).cloned();
                if let (Some(before), Some(now)) = (before, now.filter(|now| !now.order.is_undone())) {
                    counting(rows, &now.order, before.order.allowance_counted());
                }
            }
            (Plant::PapersForgotten, Ask::Ship(_, order)) => {
                for kind in PaperKind::ALL {
                    rows.remove::<Papers>(&(*order, kind.code().to_owned()));
                }
            }
            (Plant::ArrowSkipped, Ask::Ship(_, order)) => change(rows, *order, |stored| {
                stored.order.state = State::Completed { at: at.now, how: Completion::Clock };
            }),
            (
                Plant::RefundNotSent,
                Ask::Act(order, _, order::Command::Return { .. } | order::Command::Cancel { .. }),
            ) => {
                change(rows, *order, |stored| {
                    let sent = RefundState::Sent { at: at.now, reference: "never".to_owned() };
                    stored.order.refunds.iter_mut().for_each(|refund| refund.sent = sent.clone());
                });
            }
            (Plant::CodeNotUsedUp, Ask::Act(order, _, order::Command::Redeem { .. })) => {
                if let Some(before) = before {
                    change(rows, *order, |stored| *stored = before.clone());
                }
            }
            _ => {}
        }
    }
}

/// An order counts with something against its buyer's year, besides money.
fn counting(rows: &mut Rows, order: &Order, counted: Counted) {
    let Some(used) = &order.allowance else { return };
    if let Some(mut year) = rows.peek::<Allowances>(&allowance_id(used.holder, used.year)).cloned() {
        year.counted.remove(&order.id);
        if !counted.is_empty() {
            year.counted.insert(order.id, counted);
        }
        rows.put::<Allowances>(year);
    }
}

fn change(rows: &mut Rows, order: OrderId, how: impl FnOnce(&mut StoredOrder)) {
    if let Some(mut stored) = rows.peek::<Orders>(&order).cloned() {
        how(&mut stored);
        rows.put::<Orders>(stored);
    }
}

fn alone(order: OrderId, at: &Moment) -> Posted {
    let entry = Entry { account: Account::PlatformFee, amount: Money::new(1, Currency::USD) };
    let posting = PostingId::compose(at.millis(), order.cell(), at.random());
    Posted { posting, line: 0, entry, about: order.0, reason: Reason::Fee, at: at.now }
}
