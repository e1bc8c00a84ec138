//! Adding up entries again, knowing nothing of what they were for.

use crate::{Account, Entry};
use sampan_money::Currency;
use std::collections::BTreeMap;

/// What every account holds in every currency, re-added from entries. Sums are 128 bits wide: no number of entries
/// can overflow them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Balances {
    sums: BTreeMap<(Account, Currency), i128>,
}

impl Balances {
    /// Adds an entry.
    pub fn add(&mut self, entry: &Entry) {
        let key = (entry.account.clone(), entry.amount.currency());
        *self.sums.entry(key).or_default() += i128::from(entry.amount.minor());
    }

    /// What an account holds in a currency, in minor units.
    pub fn of(&self, account: &Account, currency: Currency) -> i128 {
        self.sums.get(&(account.clone(), currency)).copied().unwrap_or(0)
    }

    /// Every account with its currency and balance, by account, zeros included.
    pub fn iter(&self) -> impl Iterator<Item = (&Account, Currency, i128)> {
        self.sums.iter().map(|((account, currency), sum)| (account, *currency, *sum))
    }

    /// The currencies whose accounts do not add up to zero, and what they add up to. In sound books: none.
    pub fn unbalanced(&self) -> Vec<(Currency, i128)> {
        let mut totals: BTreeMap<Currency, i128> = BTreeMap::new();
        for ((_, currency), sum) in &self.sums {
            *totals.entry(*currency).or_default() += sum;
        }
        totals.into_iter().filter(|(_, sum)| *sum != 0).collect()
    }
}

impl<'a> Extend<&'a Entry> for Balances {
    fn extend<I: IntoIterator<Item = &'a Entry>>(&mut self, entries: I) {
        entries.into_iter().for_each(|entry| self.add(entry));
    }
}
