//! Papers that a seller has for goods: permits, certificates, licences, each with the days on which it holds. Noted once,
//! it serves every later order until it runs out.

use sampan_ids::{Date, ListingId, SellerId};
use serde::{Deserialize, Serialize};

/// Papers of a listing at most.
const PAPERS: usize = 60;
/// Characters of a number or an issuer at most.
const TEXT: usize = 120;

/// A paper that a seller has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldPaper {
    /// Which paper it is, by its code in the book of tariffs.
    pub kind: String,
    /// Its number.
    pub number: String,
    /// Who issued it.
    pub issuer: String,
    /// The first day on which it holds.
    pub from: Date,
    /// The last one; none: without end.
    pub to: Option<Date>,
}

/// The papers of a listing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingPapers {
    /// The listing.
    pub listing: ListingId,
    /// Whose it is.
    pub seller: SellerId,
    /// What there is.
    pub held: Vec<HeldPaper>,
}

/// Whether a paper is there on a day; the later in this list, the better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// There is none.
    Missing,
    /// It has run out.
    Expired {
        /// Its last day.
        to: Date,
    },
    /// It does not hold yet.
    NotYet {
        /// Its first day.
        from: Date,
    },
    /// It holds until a day.
    Until {
        /// Its last day.
        to: Date,
    },
    /// It holds without end.
    Held,
}

impl Standing {
    /// Whether it holds.
    pub const fn holds(&self) -> bool {
        matches!(self, Standing::Until { .. } | Standing::Held)
    }

    /// The stable name.
    pub const fn name(&self) -> &'static str {
        match self {
            Standing::Missing => "missing",
            Standing::Expired { .. } => "expired",
            Standing::NotYet { .. } => "not_yet",
            Standing::Until { .. } => "until",
            Standing::Held => "held",
        }
    }
}

/// Why a paper is not noted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "refusal", rename_all = "snake_case")]
pub enum PaperRefusal {
    /// It ends before it begins.
    #[error("the paper ends on {to}, before it begins on {from}")]
    EndsBefore {
        /// The first day.
        from: Date,
        /// The last day.
        to: Date,
    },
    /// There are as many as a listing can have.
    #[error("at most {limit} papers")]
    TooMany {
        /// How many that is.
        limit: usize,
    },
    /// A text is empty or too long.
    #[error("1 to {limit} characters")]
    Text {
        /// How long it may be.
        limit: usize,
    },
}

impl PaperRefusal {
    /// The stable code of the fact.
    pub const fn code(&self) -> &'static str {
        match self {
            PaperRefusal::EndsBefore { .. } => "paper_ends_before",
            PaperRefusal::TooMany { .. } => "papers_too_many",
            PaperRefusal::Text { .. } => "paper_text",
        }
    }
}

impl HeldPaper {
    /// How it stands on a day.
    pub fn on(&self, day: Date) -> Standing {
        match self.to {
            _ if day < self.from => Standing::NotYet { from: self.from },
            Some(to) if to < day => Standing::Expired { to },
            Some(to) => Standing::Until { to },
            None => Standing::Held,
        }
    }
}

impl ListingPapers {
    /// A listing without papers.
    pub const fn none(listing: ListingId, seller: SellerId) -> ListingPapers {
        ListingPapers { listing, seller, held: Vec::new() }
    }

    /// How the best paper of a kind stands on a day.
    pub fn on(&self, kind: &str, day: Date) -> Standing {
        let of_kind = self.held.iter().filter(|paper| paper.kind == kind);
        of_kind.map(|paper| paper.on(day)).max().unwrap_or(Standing::Missing)
    }

    /// The papers with another; one of the same kind and number is replaced.
    pub fn with(&self, paper: HeldPaper) -> Result<ListingPapers, PaperRefusal> {
        let mut next = self.clone();
        if let Some(to) = paper.to.filter(|to| *to < paper.from) {
            return Err(PaperRefusal::EndsBefore { from: paper.from, to });
        }
        let fits = |text: &str| (1..=TEXT).contains(&text.chars().count());
        if ![&paper.kind, &paper.number, &paper.issuer].into_iter().all(|text| fits(text)) {
            return Err(PaperRefusal::Text { limit: TEXT });
        }
        next.held.retain(|known| (&known.kind, &known.number) != (&paper.kind, &paper.number));
        if next.held.len() >= PAPERS {
            return Err(PaperRefusal::TooMany { limit: PAPERS });
        }
        next.held.push(paper);
        Ok(next)
    }

    /// The papers without one.
    pub fn without(&self, kind: &str, number: &str) -> ListingPapers {
        let mut next = self.clone();
        next.held.retain(|known| known.kind != kind || known.number != number);
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sampan_ids::Cell;

    fn day(day: i8) -> Date {
        jiff::civil::date(2026, 11, day)
    }

    fn paper(number: &str, from: i8, to: Option<i8>) -> HeldPaper {
        let text = str::to_owned;
        HeldPaper {
            kind: text("cites_export"),
            number: text(number),
            issuer: text("FWS"),
            from: day(from),
            to: to.map(day),
        }
    }

    #[test]
    fn a_paper_holds_from_its_first_day_to_its_last() {
        let none = ListingPapers::none(ListingId::compose(1, Cell::new(0), 1), SellerId::compose(1, Cell::new(0), 2));
        let one = none.with(paper("A", 10, Some(20))).unwrap();
        for (on, standing) in [
            (9, Standing::NotYet { from: day(10) }),
            (10, Standing::Until { to: day(20) }),
            (20, Standing::Until { to: day(20) }),
            (21, Standing::Expired { to: day(20) }),
        ] {
            assert_eq!(one.on("cites_export", day(on)), standing, "{on}");
            assert_eq!(standing.holds(), (10..=20).contains(&on));
        }
        assert_eq!(one.on("dealer_licence", day(10)), Standing::Missing);
        let two = one.with(paper("B", 15, None)).unwrap();
        assert_eq!(two.on("cites_export", day(21)), Standing::Held, "the best of a kind counts");
        assert_eq!(two.without("cites_export", "B"), one);
        let again = one.with(paper("A", 10, Some(25))).unwrap();
        assert_eq!((again.held.len(), again.on("cites_export", day(25)).holds()), (1, true));
    }

    #[test]
    fn what_makes_no_paper_is_refused() {
        let none = ListingPapers::none(ListingId::compose(1, Cell::new(0), 1), SellerId::compose(1, Cell::new(0), 2));
        let ends = none.with(paper("A", 10, Some(9)));
        assert_eq!(ends, Err(PaperRefusal::EndsBefore { from: day(10), to: day(9) }));
        assert_eq!(none.with(paper("", 10, None)), Err(PaperRefusal::Text { limit: TEXT }));
        assert_eq!(none.with(paper(&"x".repeat(TEXT + 1), 10, None)), Err(PaperRefusal::Text { limit: TEXT }));
        let full = (0..PAPERS).try_fold(none, |papers, n| papers.with(paper(&n.to_string(), 1, None))).unwrap();
        assert_eq!(full.with(paper("more", 1, None)), Err(PaperRefusal::TooMany { limit: PAPERS }));
    }
}
