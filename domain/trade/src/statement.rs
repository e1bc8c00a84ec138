//! A seller's statement: the account's lines in dollars, with a balance that adds up line by line.

use sampan_ids::Timestamp;
use sampan_ledger::Reason;
use sampan_money::{Money, MoneyError};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One entry of a seller's account, as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Booked {
    /// When it was posted.
    pub at: Timestamp,
    /// What the posting is about: the order.
    pub about: Uuid,
    /// Why it was posted.
    pub reason: Reason,
    /// Received, or given when negative.
    pub amount: Money,
}

/// A line of a statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementLine {
    /// When.
    pub at: Timestamp,
    /// Of which order.
    pub order: Uuid,
    /// What for.
    pub kind: LineKind,
    /// Received, or given when negative.
    pub amount: Money,
    /// What the seller has after it.
    pub balance: Money,
}

/// What a line is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// Goods and delivery sold.
    Sale,
    /// The platform's fee.
    Fee,
    /// Goods and delivery given back.
    Refund,
    /// The fee on what was given back.
    FeeReturned,
    /// Anything else that ever touches the account.
    Other,
}

impl LineKind {
    /// The kind that a posting's reason makes on a seller's account.
    pub const fn of(reason: Reason) -> LineKind {
        match reason {
            Reason::Sale => LineKind::Sale,
            Reason::Fee => LineKind::Fee,
            Reason::Refund => LineKind::Refund,
            Reason::FeeReturned => LineKind::FeeReturned,
            Reason::Paid | Reason::PaidInVain | Reason::TaxCollected => LineKind::Other,
            Reason::TaxReturned | Reason::RefundSent => LineKind::Other,
        }
    }
}

/// A stretch of a seller's account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// What the seller had before it.
    pub opening: Money,
    /// The lines, in the order they were given in.
    pub lines: Vec<StatementLine>,
    /// What the seller has after it.
    pub closing: Money,
}

/// The statement of entries in the order they were posted, from an opening balance; entries of another currency than
/// that are refused.
pub fn statement(opening: Money, entries: impl IntoIterator<Item = Booked>) -> Result<Statement, MoneyError> {
    let (mut lines, mut balance) = (Vec::new(), opening);
    for Booked { at, about, reason, amount } in entries {
        balance = balance.plus(amount)?;
        lines.push(StatementLine { at, order: about, kind: LineKind::of(reason), amount, balance });
    }
    Ok(Statement { opening, lines, closing: balance })
}

impl Statement {
    /// The sum of the lines of one kind.
    pub fn sum(&self, kind: LineKind) -> Result<Money, MoneyError> {
        let amounts = self.lines.iter().filter(|line| line.kind == kind).map(|line| line.amount);
        Money::sum(self.opening.currency(), amounts)
    }
}

#[cfg(test)]
#[allow(clippy::inconsistent_digit_grouping, reason = "cents are set apart")]
mod tests {
    use super::*;
    use sampan_money::Currency;

    #[test]
    fn each_balance_is_the_one_before_and_the_line() {
        let at = Timestamp::from_second(1).unwrap();
        let booked =
            |reason, minor| Booked { at, about: Uuid::nil(), reason, amount: Money::new(minor, Currency::USD) };
        let opening = Money::new(10_00, Currency::USD);
        let statement = statement(
            opening,
            [
                booked(Reason::Sale, 100_00),
                booked(Reason::Fee, -5_00),
                booked(Reason::Refund, -40_00),
                booked(Reason::FeeReturned, 2_00),
            ],
        )
        .unwrap();
        let balances: Vec<i64> = statement.lines.iter().map(|line| line.balance.minor()).collect();
        assert_eq!(balances, [110_00, 105_00, 65_00, 67_00]);
        assert_eq!(statement.closing, Money::new(67_00, Currency::USD));
        assert_eq!(statement.sum(LineKind::Sale), Ok(Money::new(100_00, Currency::USD)));
        assert_eq!(statement.sum(LineKind::Other), Ok(Money::zero(Currency::USD)));
        assert!(
            super::statement(opening, [Booked { amount: Money::new(1, Currency::CNY), ..booked(Reason::Sale, 1) }])
                .is_err()
        );
    }
}
