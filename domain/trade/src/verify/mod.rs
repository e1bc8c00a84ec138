//! The auditor: re-adds ledger, stock, orders, payments and yearly room against each other.
//!
//! It works from stored facts alone and uses none of the code that decided them, so an error in a rule shows as a
//! contradiction. Facts are fed one by one in any order; what is kept between them is a few figures an account, an open
//! order, a checkout and a variant.
//!
//! ```
//! use sampan_ledger::{Account, Entry};
//! use sampan_money::{Currency, Money};
//! use sampan_trade::verify::{Auditor, Fault};
//!
//! let mut auditor = Auditor::default();
//! let one = Money::new(1, Currency::CNY);
//! auditor.add_entry(&Entry { account: Account::Exchange, amount: one });
//! let faults = auditor.finish();
//! assert!(faults.contains(&Fault::LedgerNotZero { amount: one }));
//! ```

mod fault;
mod order;

pub use fault::Fault;

use crate::allowance::{Allowance, Counted};
use crate::checkout::{Checkout, PaymentState};
use crate::order::{Order, RefundState, State};
use crate::stock::Stock;
use sampan_ids::{CheckoutId, OrderId, VariantId};
use sampan_ledger::{Account, Entry};
use sampan_money::{Currency, Money};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Two figures that should be one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Pair {
    found: i128,
    expected: i128,
}

/// What is known of a checkout from both sides.
#[derive(Clone, Debug, Default)]
struct Tally {
    checkout: Option<Known>,
    orders: usize,
    total: BTreeMap<Currency, i128>,
    waiting: usize,
    paid: usize,
}

/// What the checkout itself says.
#[derive(Clone, Debug)]
struct Known {
    orders: usize,
    total: Money,
    open: bool,
    paid: bool,
}

/// An audit under way.
#[derive(Clone, Debug, Default)]
pub struct Auditor {
    faults: Vec<Fault>,
    totals: BTreeMap<Currency, i128>,
    accounts: BTreeMap<(Account, Currency), Pair>,
    checkouts: BTreeMap<CheckoutId, Tally>,
    stock: BTreeMap<VariantId, [Pair; 3]>,
    allowances: BTreeMap<(OrderId, Currency), Pair>,
    /// What orders count with besides money, by one side only.
    counted: BTreeMap<OrderId, Counted>,
}

/// The figures of a variant's stock that orders add up to, in the order they are kept in.
const FIGURES: [&str; 3] = ["reserved", "sold", "returned"];

impl Auditor {
    /// Adds all entries of one posting, which must balance by themselves.
    pub fn add_posting(&mut self, posting: Uuid, entries: &[Entry]) {
        let mut sums: BTreeMap<Currency, i128> = BTreeMap::new();
        for entry in entries {
            *sums.entry(entry.amount.currency()).or_default() += i128::from(entry.amount.minor());
            self.add_entry(entry);
        }
        for (currency, sum) in sums.into_iter().filter(|(_, sum)| *sum != 0) {
            self.faults.push(Fault::PostingNotZero { posting, amount: money(sum, currency) });
        }
    }

    /// Adds one entry of the ledger.
    pub fn add_entry(&mut self, entry: &Entry) {
        let (currency, minor) = (entry.amount.currency(), i128::from(entry.amount.minor()));
        *self.totals.entry(currency).or_default() += minor;
        self.account(entry.account.clone(), currency, |pair| pair.found += minor);
    }

    /// Adds an order: its own sums are checked, and what it says of money, stock and room is expected of the others.
    pub fn add_order(&mut self, order: &Order) {
        order::check(order, &mut self.faults);
        for (account, currency, minor) in order::accounts(order) {
            self.account(account, currency, |pair| pair.expected += minor);
        }
        for (variant, figures) in order::stock(order) {
            let pairs = self.stock.entry(variant).or_default();
            for (pair, figure) in pairs.iter_mut().zip(figures) {
                pair.expected += i128::from(figure);
            }
        }
        let tally = self.checkouts.entry(order.checkout).or_default();
        tally.orders += 1;
        let total = tally.total.entry(order.amounts.total.currency()).or_default();
        *total += i128::from(order.amounts.total.minor());
        tally.waiting += usize::from(matches!(order.state, State::AwaitingPayment { .. }));
        tally.paid += usize::from(order.paid_at().is_some());
        if let Some(counts) = order::allowance(order) {
            self.allowance(order.id, counts.currency(), |pair| pair.expected += i128::from(counts.minor()));
        }
        if let Some(counted) = order::counted(order) {
            self.counts(order.id, &counted);
        }
    }

    /// Adds a checkout: what came in for nothing, and what its orders should add up to.
    pub fn add_checkout(&mut self, checkout: &Checkout) {
        for surplus in &checkout.surplus {
            let (currency, minor) = (surplus.amount.currency(), i128::from(surplus.amount.minor()));
            if surplus.sent == RefundState::Owed {
                let provider = Account::Provider(checkout.provider.clone());
                self.account(provider, currency, |pair| pair.expected -= minor);
                self.account(Account::BuyerRefunds, currency, |pair| pair.expected += minor);
            }
        }
        self.checkouts.entry(checkout.id).or_default().checkout = Some(Known {
            orders: checkout.orders.len(),
            total: checkout.total,
            open: checkout.payment.open(),
            paid: matches!(checkout.payment, PaymentState::Paid { .. }),
        });
    }

    /// Adds a variant's stock.
    pub fn add_stock(&mut self, stock: &Stock) {
        let Stock { variant, on_hand, reserved, sold, returned, .. } = *stock;
        if reserved > on_hand {
            self.faults.push(Fault::StockOverdrawn { variant, on_hand, reserved });
        }
        let pairs = self.stock.entry(variant).or_default();
        for (pair, figure) in pairs.iter_mut().zip([u64::from(reserved), sold, returned]) {
            pair.found += i128::from(figure);
        }
    }

    /// Adds a person's year. Rows follow their orders with a delay where the two are saved apart, so audit when nothing
    /// is on its way between them.
    pub fn add_allowance(&mut self, allowance: &Allowance) {
        for (order, counts) in &allowance.used {
            self.allowance(*order, counts.currency(), |pair| pair.found += i128::from(counts.minor()));
        }
        for (order, counted) in &allowance.counted {
            self.counts(*order, counted);
        }
    }

    /// Everything that contradicts something else.
    pub fn finish(mut self) -> Vec<Fault> {
        for (currency, sum) in self.totals.into_iter().filter(|(_, sum)| *sum != 0) {
            self.faults.push(Fault::LedgerNotZero { amount: money(sum, currency) });
        }
        for ((account, currency), Pair { found, expected }) in self.accounts {
            let (found, expected) = (money(found, currency), money(expected, currency));
            match account {
                _ if found == expected => {}
                Account::Escrow(order) => self.faults.push(Fault::EscrowNotMatching { order, held: found, expected }),
                account => self.faults.push(Fault::AccountNotMatching { account, found, expected }),
            }
        }
        for (variant, pairs) in self.stock {
            for (pair, figure) in pairs.iter().zip(FIGURES).filter(|(pair, _)| pair.found != pair.expected) {
                let (found, expected) = (count(pair.found), count(pair.expected));
                self.faults.push(Fault::StockMismatch { variant, figure: figure.to_owned(), found, expected });
            }
        }
        for (checkout, tally) in self.checkouts {
            let what = tally.contradictions().into_iter();
            self.faults.extend(what.map(|what| Fault::PaymentMismatch { checkout, what: what.to_owned() }));
        }
        for ((order, currency), Pair { found, expected }) in self.allowances {
            let (found, expected) = (money(found, currency), money(expected, currency));
            self.faults.push(Fault::AllowanceMismatch { order, found, expected });
        }
        self.faults.extend(self.counted.into_keys().map(|order| Fault::CountedMismatch { order }));
        self.faults
    }

    /// Changes the figures of an account. Those that are zero on both sides are forgotten, so that the escrow of orders
    /// that are over takes no room.
    fn account(&mut self, account: Account, currency: Currency, change: impl FnOnce(&mut Pair)) {
        let key = (account, currency);
        let pair = self.accounts.entry(key.clone()).or_default();
        change(pair);
        if *pair == Pair::default() {
            self.accounts.remove(&key);
        }
    }

    /// What an order counts with besides money is told once by the order and once by the person's year; what both tell
    /// alike is forgotten.
    fn counts(&mut self, order: OrderId, counted: &Counted) {
        match self.counted.remove(&order) {
            Some(known) if known == *counted => {}
            _ => drop(self.counted.insert(order, counted.clone())),
        }
    }

    /// Changes the figures of an order's room. Those that agree are forgotten.
    fn allowance(&mut self, order: OrderId, currency: Currency, change: impl FnOnce(&mut Pair)) {
        let pair = self.allowances.entry((order, currency)).or_default();
        change(pair);
        if pair.found == pair.expected {
            self.allowances.remove(&(order, currency));
        }
    }
}

impl Tally {
    fn contradictions(&self) -> Vec<&'static str> {
        let Some(checkout) = &self.checkout else {
            return vec!["orders without their checkout"];
        };
        let total = self.total.get(&checkout.total.currency()).copied().unwrap_or(0);
        let sums = self.total.len() == 1 && total == i128::from(checkout.total.minor());
        let mut found = Vec::new();
        let mut need = |holds: bool, what| {
            if !holds {
                found.push(what);
            }
        };
        need(self.orders == checkout.orders, "not as many orders as it names");
        need(sums, "its total is not the sum of its orders");
        need(self.paid == if checkout.paid { self.orders } else { 0 }, "orders paid without it, or it without them");
        need(self.waiting == if checkout.open { self.orders } else { 0 }, "orders wait without it, or it without them");
        found
    }
}

/// A figure as an amount; beyond 64 bits, the nearest that fits.
fn money(minor: i128, currency: Currency) -> Money {
    Money::new(minor.clamp(i128::from(i64::MIN + 1), i128::from(i64::MAX)) as i64, currency)
}

fn count(figure: i128) -> u64 {
    figure.clamp(0, i128::from(u64::MAX)) as u64
}
