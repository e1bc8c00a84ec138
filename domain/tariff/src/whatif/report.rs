//! What comes out: who is hit, by how much, what is raised, what stops; and all that was assumed.

use super::effect::THOUSAND;
use super::tally::{BANDS, Raised, Sums, Tally, permille};
use super::{Assumptions, Study};
use crate::answer::Measure;
use crate::reason::Reason;
use jiff::civil::Date;
use sampan_money::{Currency, Decimal, Money};
use serde::{Deserialize, Serialize};

/// A draft's effect on a catalogue. An offer is a listing in a market.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The draft's name.
    pub draft: String,
    /// The day whose law was taken.
    pub date: Date,
    /// The version of the present book.
    pub book: String,
    /// The version of the book with the draft.
    pub book_with_draft: String,
    /// The currency of all sums.
    pub currency: String,
    /// What was assumed.
    pub assumptions: Assumptions,
    /// Listings looked at.
    pub listings: u64,
    /// Offers looked at.
    pub offers: u64,
    /// Offers that a row of the draft could touch, and that were quoted twice.
    pub touched: u64,
    /// All of it together.
    pub total: Impact,
    /// By destination, the most touched first; so below.
    pub by_destination: Vec<Group>,
    /// By the seller's US state.
    pub by_state: Vec<Group>,
    /// By the first four digits of the code.
    pub by_heading: Vec<Group>,
    /// By seller.
    pub by_seller: Vec<Group>,
    /// How many offers change by how much.
    pub bands: Vec<Band>,
    /// What is raised in a year, by measure.
    pub measures: Vec<MeasureChange>,
    /// The rows of rates that the draft brings, and how many offers each is charged on. A row that is charged on none
    /// may be one that no regime asks for.
    pub rows: Vec<RowUse>,
    /// Offers with another price, the largest change first.
    pub changed: Vec<Changed>,
    /// Offers that are sold no more, with the reason.
    pub stopped: Vec<Changed>,
    /// Offers that are sold only with the draft.
    pub started: Vec<Changed>,
}

/// What happens to a group. Sums that cannot be counted are absent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Impact {
    /// Listings with at least one offer that changes.
    pub listings: u64,
    /// Offers quoted twice.
    pub touched: u64,
    /// Offers that are dearer.
    pub dearer: u64,
    /// Offers that are cheaper.
    pub cheaper: u64,
    /// Offers that are sold no more.
    pub stops: u64,
    /// Offers that are sold only with the draft.
    pub starts: u64,
    /// How landed prices move, in per cent with one decimal, over one piece of each offer sold by both laws that changes;
    /// none where there is none.
    pub price_change: Option<Decimal>,
    /// Duty and tax on one piece of each of them by the present law.
    pub charges_before: Option<Money>,
    /// The same with the draft.
    pub charges_after: Option<Money>,
    /// Pieces a year of all offers that change or stop, as known or assumed.
    pub pieces: u64,
    /// Duty and tax on them in a year by the present law.
    pub year_before: Option<Money>,
    /// The same with the draft, were demand not to change; what stops raises nothing.
    pub year_after: Option<Money>,
    /// Sellers' sales of them in a year.
    pub sales_before: Option<Money>,
    /// What demand would be, by the elasticities assumed; none where none is.
    pub demand: Option<Demand>,
}

/// What demand would be, by what was assumed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Demand {
    /// Pieces a year, with one decimal.
    pub pieces: Decimal,
    /// Duty and tax in a year.
    pub year: Option<Money>,
    /// Sellers' sales in a year.
    pub sales: Option<Money>,
    /// What sales change by.
    pub sales_change: Option<Money>,
    /// What jobs change by, with one decimal; none where nothing is assumed about jobs.
    pub jobs: Option<Decimal>,
    /// Offers with sales for which no elasticity is assumed; their demand is taken to stay.
    pub without_elasticity: u64,
}

/// A group by its key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Seller, state, heading or destination.
    pub key: String,
    /// What happens to it.
    pub impact: Impact,
}

/// Offers whose price changes by so much.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Band {
    /// From so many per cent; none: all below `below`.
    pub from: Option<i64>,
    /// Below so many per cent; none: all from `from`.
    pub below: Option<i64>,
    /// How many.
    pub offers: u64,
}

/// What one measure raises in a year from the offers that change or stop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasureChange {
    /// The measure.
    pub measure: Measure,
    /// By the present law.
    pub before: Option<Money>,
    /// With the draft, were demand not to change.
    pub after: Option<Money>,
    /// With the draft and the demand expected; none where no elasticity is assumed.
    pub expected: Option<Money>,
}

/// A row of the draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowUse {
    /// Its name in answers.
    pub rule: String,
    /// Offers it is charged on.
    pub offers: u64,
}

/// One offer that changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// The listing.
    pub listing: String,
    /// Its seller.
    pub seller: String,
    /// The seller's state.
    pub state: String,
    /// The code's digits.
    pub hs: String,
    /// The market.
    pub destination: String,
    /// One piece landed by the present law; none: not sold.
    pub before: Option<Money>,
    /// The same with the draft.
    pub after: Option<Money>,
    /// The change in thousandths.
    pub permille: Option<i64>,
    /// Why it is sold no more.
    pub reason: Option<Reason>,
}

impl Report {
    pub(super) fn of(study: &Study, tally: Tally) -> Report {
        let terms = Terms { currency: study.worth.currency, assumptions: &study.assumptions };
        let rows = study.uses(&tally.used).into_iter().map(|(rule, offers)| RowUse { rule, offers }).collect();
        Report {
            draft: study.name.clone(),
            date: study.date,
            book: study.before.version().to_owned(),
            book_with_draft: study.after.version().to_owned(),
            currency: study.worth.currency.code().to_owned(),
            assumptions: study.assumptions.clone(),
            listings: tally.listings,
            offers: tally.offers,
            touched: tally.total.touched,
            by_destination: terms.groups(tally.by_destination.groups.iter().map(|(key, sums)| (key, sums))),
            by_state: terms.groups(tally.by_state.iter()),
            by_heading: terms.groups(tally.by_heading.iter()),
            by_seller: terms.groups(tally.by_seller.iter()),
            bands: bands(&tally),
            measures: tally.measures.iter().map(|(measure, raised)| terms.measure(*measure, raised)).collect(),
            rows,
            total: terms.impact(&tally.total),
            changed: tally.dearer.into_sorted(),
            stopped: tally.stopped.into_sorted(),
            started: tally.started.into_sorted(),
        }
    }
}

fn bands(tally: &Tally) -> Vec<Band> {
    let edge = |at: Option<usize>| at.and_then(|at| BANDS.get(at)).copied();
    let band =
        |(at, offers): (usize, &u64)| Band { from: edge(at.checked_sub(1)), below: edge(Some(at)), offers: *offers };
    tally.bands.iter().enumerate().map(band).collect()
}

/// What sums become figures by.
struct Terms<'a> {
    currency: Currency,
    assumptions: &'a Assumptions,
}

impl Terms<'_> {
    fn money(&self, minor: i128) -> Option<Money> {
        i64::try_from(minor).ok().map(|minor| Money::new(minor, self.currency))
    }

    /// A sum over thousandths of pieces.
    fn expected(&self, thousandths: i128) -> Option<Money> {
        self.money(divided(thousandths, THOUSAND.into()))
    }

    fn groups<'s>(&self, groups: impl Iterator<Item = (&'s String, &'s Sums)>) -> Vec<Group> {
        let mut sorted: Vec<_> = groups.collect();
        sorted.sort_by(|(a, x), (b, y)| (y.changes(), y.touched).cmp(&(x.changes(), x.touched)).then_with(|| a.cmp(b)));
        sorted.into_iter().map(|(key, sums)| Group { key: key.clone(), impact: self.impact(sums) }).collect()
    }

    fn impact(&self, sums: &Sums) -> Impact {
        Impact {
            listings: sums.listings,
            touched: sums.touched,
            dearer: sums.dearer,
            cheaper: sums.cheaper,
            stops: sums.stops,
            starts: sums.starts,
            price_change: change(sums.before, sums.after),
            charges_before: self.money(sums.charges_before),
            charges_after: self.money(sums.charges_after),
            pieces: u64::try_from(sums.pieces).unwrap_or(u64::MAX),
            year_before: self.money(sums.year_before),
            year_after: self.money(sums.year_after),
            sales_before: self.money(sums.sales),
            demand: self.demand(sums),
        }
    }

    fn demand(&self, sums: &Sums) -> Option<Demand> {
        if self.assumptions.elasticities.is_empty() {
            return None;
        }
        let sales = self.expected(sums.sales_expected);
        let sales_change = self.expected(sums.sales_expected - sums.sales * i128::from(THOUSAND));
        let jobs = |per_million: Decimal| {
            let jobs = sales_change?.decimal().checked_mul(per_million)?.checked_div(Decimal::from(1_000_000))?;
            Some(jobs.round_dp(1))
        };
        Some(Demand {
            pieces: tenths(divided(sums.pieces_expected, i128::from(THOUSAND) / 10))?,
            year: self.expected(sums.year_expected),
            sales,
            sales_change,
            jobs: self.assumptions.jobs_per_million.and_then(jobs),
            without_elasticity: sums.without_elasticity,
        })
    }

    fn measure(&self, measure: Measure, raised: &Raised) -> MeasureChange {
        MeasureChange {
            measure,
            before: self.money(raised.before),
            after: self.money(raised.after),
            expected: (!self.assumptions.elasticities.is_empty()).then(|| self.expected(raised.expected)).flatten(),
        }
    }
}

impl Sums {
    fn changes(&self) -> u64 {
        self.dearer + self.cheaper + self.stops + self.starts
    }
}

/// How a sum of prices moves, in per cent with one decimal.
fn change(before: i128, after: i128) -> Option<Decimal> {
    let scale = |sum: i128, by: i128| i64::try_from(sum / by).ok();
    // Sums beyond 64 bits are compared by their leading digits.
    let by =
        (1..).map(|n| 10_i128.saturating_pow(n - 1)).take(20).find(|by| scale(before.max(after), *by).is_some())?;
    tenths(permille(scale(before, by)?, scale(after, by)?)?.into())
}

fn tenths(tenths: i128) -> Option<Decimal> {
    Decimal::try_from_i128_with_scale(tenths, 1).ok()
}

/// Divided and rounded to the nearest, a half away from nothing.
fn divided(sum: i128, by: i128) -> i128 {
    let half = if sum < 0 { -by / 2 } else { by / 2 };
    (sum + half) / by
}
