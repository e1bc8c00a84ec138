//! Postings: moves between accounts for one reason, and the signed entries they are stored as.

use crate::Account;
use sampan_money::Money;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// Why money moved. Each reason is a line's kind on a statement, so a posting has just one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// A buyer's payment came into escrow.
    Paid,
    /// A payment that no order can take any more (late, twice, wrong amount) is owed back.
    PaidInVain,
    /// Goods and delivery were earned by the seller.
    Sale,
    /// The platform's fee on a sale.
    Fee,
    /// Duty and tax of a delivered order are now owed to the country.
    TaxCollected,
    /// Goods and delivery go back to the buyer.
    Refund,
    /// The fee on what went back is returned to the seller.
    FeeReturned,
    /// Duty and tax on what went back are owed to the buyer again.
    TaxReturned,
    /// A refund was sent through the provider.
    RefundSent,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Reason; 9] = [
        Reason::Paid,
        Reason::PaidInVain,
        Reason::Sale,
        Reason::Fee,
        Reason::TaxCollected,
        Reason::Refund,
        Reason::FeeReturned,
        Reason::TaxReturned,
        Reason::RefundSent,
    ];

    /// The text it is stored as.
    pub const fn as_str(self) -> &'static str {
        match self {
            Reason::Paid => "paid",
            Reason::PaidInVain => "paid_in_vain",
            Reason::Sale => "sale",
            Reason::Fee => "fee",
            Reason::TaxCollected => "tax_collected",
            Reason::Refund => "refund",
            Reason::FeeReturned => "fee_returned",
            Reason::TaxReturned => "tax_returned",
            Reason::RefundSent => "refund_sent",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Reason {
    type Err = LedgerError;
    fn from_str(text: &str) -> Result<Reason, LedgerError> {
        let known = Reason::ALL.into_iter().find(|reason| reason.as_str() == text);
        known.ok_or_else(|| LedgerError::NotAReason(text.chars().take(40).collect()))
    }
}

/// Why something cannot be posted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LedgerError {
    /// Less than nothing cannot move; turn the move round instead.
    #[error("{0} cannot be moved")]
    Negative(Money),
    /// From an account to itself.
    #[error("a move from {0} to itself")]
    SameAccount(Account),
    /// The text is no reason.
    #[error("{0:?} is no reason of a posting")]
    NotAReason(String),
}

/// An amount that goes from one account to another; above zero.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Move {
    from: Account,
    to: Account,
    amount: Money,
}

#[derive(Serialize, Deserialize)]
struct Written {
    from: Account,
    to: Account,
    amount: Money,
}

impl TryFrom<Written> for Move {
    type Error = LedgerError;
    fn try_from(written: Written) -> Result<Move, LedgerError> {
        Move::new(written.from, written.to, written.amount)
    }
}

impl From<Move> for Written {
    fn from(it: Move) -> Written {
        Written { from: it.from, to: it.to, amount: it.amount }
    }
}

impl Move {
    fn new(from: Account, to: Account, amount: Money) -> Result<Move, LedgerError> {
        if amount.is_negative() {
            Err(LedgerError::Negative(amount))
        } else if from == to {
            Err(LedgerError::SameAccount(from))
        } else {
            Ok(Move { from, to, amount })
        }
    }

    /// The account that gives.
    pub fn from(&self) -> &Account {
        &self.from
    }

    /// The account that receives.
    pub fn to(&self) -> &Account {
        &self.to
    }

    /// How much.
    pub fn amount(&self) -> Money {
        self.amount
    }
}

/// Moves that are made together for one reason. It balances because nothing but moves can be put in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posting {
    reason: Reason,
    about: Uuid,
    moves: Vec<Move>,
}

impl Posting {
    /// A posting without moves yet, about an order or (for money paid in vain) a checkout.
    pub const fn new(reason: Reason, about: Uuid) -> Posting {
        Posting { reason, about, moves: Vec::new() }
    }

    /// The posting with one more move. Nothing (zero) leaves it as it is.
    pub fn moving(mut self, from: Account, to: Account, amount: Money) -> Result<Posting, LedgerError> {
        let it = Move::new(from, to, amount)?;
        if !amount.is_zero() {
            self.moves.push(it);
        }
        Ok(self)
    }

    /// Why.
    pub const fn reason(&self) -> Reason {
        self.reason
    }

    /// The order or checkout that it is about.
    pub const fn about(&self) -> Uuid {
        self.about
    }

    /// The moves in the order they were put in.
    pub fn moves(&self) -> &[Move] {
        &self.moves
    }

    /// Whether nothing moves.
    pub fn is_empty(&self) -> bool {
        self.moves.is_empty()
    }

    /// Two entries a move: what the one gives, what the other receives.
    pub fn entries(&self) -> Vec<Entry> {
        let pair = |it: &Move| {
            [
                Entry { account: it.from.clone(), amount: it.amount.negated() },
                Entry { account: it.to.clone(), amount: it.amount },
            ]
        };
        self.moves.iter().flat_map(pair).collect()
    }
}

/// One line of the ledger: an account received an amount, or gave it (negative).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Whose line it is.
    pub account: Account,
    /// Received, or given when negative.
    pub amount: Money,
}
