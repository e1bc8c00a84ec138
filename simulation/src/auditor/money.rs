//! Money: entry by entry, what each order and each checkout has in, held and out, in every currency.

use super::finding::{About, Finding};
use super::rows::{Checkout, Order};
use sampan_db::Row;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What is held, by account and currency.
type Accounts = BTreeMap<(String, String), i128>;

/// The auditor's own ledger.
#[derive(Default)]
pub(super) struct Ledger {
    about: BTreeMap<Uuid, Accounts>,
    entries: BTreeSet<(Uuid, i64)>,
    postings: BTreeMap<Uuid, BTreeMap<String, i128>>,
}

impl Ledger {
    /// An entry as it was committed. Returns what it is about.
    pub fn entry(&mut self, row: Option<&Row>, found: &mut Vec<Finding>) -> Option<Uuid> {
        let Some(row) = row else {
            found.push(Finding::new(About::Money, "an entry was taken out of the ledger"));
            return None;
        };
        let (posting, about) = (row.id("posting_id"), row.id("order_id"));
        if !self.entries.insert((posting, row.int("line"))) {
            found.push(Finding::new(About::Money, format!("an entry of posting {posting} was changed")));
        }
        let (account, currency, amount) = (row.text("account"), row.text("currency"), i128::from(row.int("amount")));
        // Sellers, destinations and providers are one account each to an order.
        let account = account.split(':').next().unwrap_or_default().to_owned();
        *self.about.entry(about).or_default().entry((account, currency.to_owned())).or_default() += amount;
        *self.postings.entry(posting).or_default().entry(currency.to_owned()).or_default() += amount;
        Some(about)
    }

    /// Postings of a commit that do not sum to zero.
    pub fn check_postings(&mut self, found: &mut Vec<Finding>) {
        for (posting, sums) in std::mem::take(&mut self.postings) {
            for (currency, sum) in sums.into_iter().filter(|(_, sum)| *sum != 0) {
                found.push(Finding::new(About::Money, format!("posting {posting} is out by {sum} {currency}")));
            }
        }
    }

    fn held(&self, about: Uuid, account: &str, currency: &str) -> i128 {
        let accounts = self.about.get(&about);
        accounts.and_then(|held| held.get(&(account.to_owned(), currency.to_owned()))).copied().unwrap_or(0)
    }

    /// What the ledger holds for an order against what its states and refunds say.
    pub fn check_order(&self, order: &Order, found: &mut Vec<Finding>) {
        let buyers = order.amounts.total.currency.as_str();
        let held = |account: &str, currency: &str| self.held(order.id, account, currency);
        let total = if order.paid() { order.amounts.total.minor } else { 0 };
        let back: i128 = order.refunds.iter().map(|refund| refund.total.minor).sum();
        let owed: i128 = order.refunds.iter().filter(|r| r.sent.owed()).map(|refund| refund.total.minor).sum();
        let completed = order.was(&["completed"]);
        let mut need = |what: &str, found_there: i128, expected: i128| {
            if found_there != expected {
                let text =
                    format!("order {} ({}): {what} {found_there}, expected {expected}", order.id, order.state.state);
                found.push(Finding::new(About::Money, text));
            }
        };
        let escrow = if completed { 0 } else { total - back };
        let (tax, exchanged) = (held("tax_payable", buyers), held("exchange", buyers));
        let (seller, fee, dollars) = (held("seller", "USD"), held("platform_fee", "USD"), held("exchange", "USD"));
        need("escrow", held("escrow", buyers), escrow);
        need("owed back", held("buyer_refunds", buyers), owed);
        need("from the provider", -held("provider", buyers), total - (back - owed));
        need("in = held + out", total, escrow + owed + (back - owed) + tax + exchanged);
        need("dollars in and out", seller + fee + dollars, 0);
        let whole = completed && order.refunds.is_empty();
        let (due, gross) = (order.amounts.duty.minor + order.amounts.tax.minor, order.gross_usd());
        let Some(full_fee) = order.fee_usd() else { return need("a fee that can be read", 0, 1) };
        if whole {
            need("duty and tax", tax, due);
            need("seller and fee", seller + fee, gross);
            need("fee", fee, full_fee);
        } else if !completed || order.all_back() {
            need("duty and tax", tax, 0);
            need("seller", seller, 0);
            need("fee", fee, 0);
        } else {
            need("duty and tax out of bounds", i128::from(!(0..=due).contains(&tax)), 0);
            need("fee out of bounds", i128::from(!(0..=full_fee).contains(&fee)), 0);
            need("seller out of bounds", i128::from(!(0..=gross).contains(&(seller + fee))), 0);
        }
        if order.is(&["cancelled", "refunded"]) {
            need("given back", back, total);
        }
    }

    /// What the ledger holds for a checkout: payments that no order could take, until they are sent back.
    pub fn check_checkout(&self, checkout: &Checkout, found: &mut Vec<Finding>) {
        let mut owed: BTreeMap<&str, i128> = BTreeMap::new();
        for surplus in &checkout.surplus {
            let minor = if surplus.sent.owed() { surplus.amount.minor } else { 0 };
            *owed.entry(&surplus.amount.currency).or_default() += minor;
        }
        for (currency, owed) in owed {
            for (account, expected) in [("buyer_refunds", owed), ("provider", -owed)] {
                let held = self.held(checkout.id, account, currency);
                if held != expected {
                    let what = format!("checkout {}: {account} {held} {currency}, expected {expected}", checkout.id);
                    found.push(Finding::new(About::Money, what));
                }
            }
        }
    }

    /// What all entries of an account add up to, by currency.
    pub fn total(&self, account: &str) -> BTreeMap<String, i128> {
        let mut sums = BTreeMap::new();
        for ((_, currency), amount) in self.about.values().flatten().filter(|((name, _), _)| name == account) {
            *sums.entry(currency.clone()).or_default() += amount;
        }
        sums.retain(|_, sum| *sum != 0);
        sums
    }
}
