//! What a seller sees of its account.

use super::month::Month;
use crate::look::{Pager, Tab};
use crate::operators::cursor::address;
use crate::page;
use sampan_ids::Timestamp;
use sampan_money::Money;
use sampan_trade::statement::LineKind;
use sampan_web::Shell;
use serde::Serialize;
use utoipa::ToSchema;

/// What a seller has.
#[derive(Serialize, ToSchema)]
pub struct BalanceView {
    /// What the platform owes the seller.
    #[schema(value_type = Object)]
    pub balance: Money,
    /// The seller's prices of what has been paid and not yet released, before fees.
    #[schema(value_type = Object)]
    pub in_escrow: Money,
    /// How many orders that is.
    pub orders_in_escrow: i64,
}
page!(BalanceView, "books/pages/balance.html");

/// A month of a seller's account, or a part of it.
#[derive(Serialize, ToSchema)]
pub struct StatementView {
    /// The business name.
    pub seller: String,
    /// Where it is.
    pub place: String,
    /// The month, such as `2026-11`.
    pub month: String,
    /// Every month in which something may have moved, the newest first.
    pub months: Vec<String>,
    /// What the seller had before the first line.
    #[schema(value_type = Object)]
    pub opening: Money,
    /// The lines, the oldest first.
    pub lines: Vec<StatementRow>,
    /// What the seller has after the last line.
    #[schema(value_type = Object)]
    pub closing: Money,
    /// The month's sums by what they are for.
    pub sums: Vec<StatementSum>,
    /// Where the month goes on, for `after`.
    pub next: Option<String>,
    /// When it was drawn up.
    #[schema(value_type = String)]
    pub drawn_up: Timestamp,
}
page!(StatementView, "books/pages/statement.html");

/// A line.
#[derive(Serialize, ToSchema)]
pub struct StatementRow {
    /// When.
    #[schema(value_type = String)]
    pub at: Timestamp,
    /// The order's id.
    pub order: String,
    /// The order's number.
    pub number: String,
    /// `sale`, `fee`, `refund`, `fee_returned` or `other`.
    pub kind: &'static str,
    /// Received, or given when negative.
    #[schema(value_type = Object)]
    pub amount: Money,
    /// What the seller has after it.
    #[schema(value_type = Object)]
    pub balance: Money,
}

/// What the lines of one kind come to.
#[derive(Serialize, ToSchema)]
pub struct StatementSum {
    /// The kind.
    pub kind: &'static str,
    /// The sum.
    #[schema(value_type = Object)]
    pub amount: Money,
}

/// The code of a kind.
pub const fn code(kind: LineKind) -> &'static str {
    match kind {
        LineKind::Sale => "sale",
        LineKind::Fee => "fee",
        LineKind::Refund => "refund",
        LineKind::FeeReturned => "fee_returned",
        LineKind::Other => "other",
    }
}

fn key(kind: &str) -> String {
    format!("books-line-{}", kind.replace('_', "-"))
}

impl StatementRow {
    /// The key of its kind in words.
    pub fn kind_key(&self) -> String {
        key(self.kind)
    }
}

impl StatementSum {
    /// The key of its kind in words.
    pub fn kind_key(&self) -> String {
        key(self.kind)
    }
}

impl StatementView {
    /// The newest months as tabs.
    pub fn tabs(&self, s: &Shell) -> Vec<Tab> {
        let tab = |month: &String| Tab {
            label: written(month, s),
            href: self.href(month, ""),
            count: None,
            current: self.month == *month,
        };
        self.months.iter().take(13).map(tab).collect()
    }

    fn href(&self, month: &str, after: &str) -> String {
        address("/seller/statement", &[("month", month), ("after", after)])
    }

    /// The way on in the month.
    pub fn pager(&self) -> Pager {
        let next = self.next.as_deref().map(|after| self.href(&self.month, after));
        Pager { next: next.unwrap_or_default(), ..Pager::default() }
    }

    /// The title.
    pub fn title(&self, s: &Shell) -> String {
        s.t1("books-statement-of", "month", written(&self.month, s))
    }
}

/// A month as it is read: `November 2026`, `2026年11月`.
fn written(month: &str, s: &Shell) -> String {
    let Some(day) = Month::read(month).map(Month::first_day) else { return month.to_owned() };
    s.t2("books-month", "month", i64::from(day.month()), "year", day.year().to_string())
}

/// The whole month for paper.
#[derive(Serialize, ToSchema)]
pub struct PrintedStatementView {
    /// The statement.
    pub statement: StatementView,
}
page!(PrintedStatementView, "books/pages/printed.html");
