//! Papers that a seller has for goods: permits, certificates, licences, each with the days on which it holds. Noted once,
//! it serves every later order until it runs out. A paper of a lot or of one parcel is noted with the order that it goes
//! with. A parcel leaves when every paper that it needs holds on that day.

use crate::order::Order;
use sampan_ids::{Date, FileId, ListingId, SellerId};
use serde::{Deserialize, Serialize};

/// Papers of a listing at most.
const PAPERS: usize = 60;
/// Characters of a number or an issuer at most.
const TEXT: usize = 120;

/// What a paper's file is, by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// A document as it is printed.
    Pdf,
    /// A photograph.
    Jpeg,
    /// A drawing or a scan.
    Png,
}

impl FileKind {
    /// All kinds that are taken.
    pub const ALL: [FileKind; 3] = [FileKind::Pdf, FileKind::Jpeg, FileKind::Png];

    /// What a file's first bytes show; none of what is not taken. What the sender says it is is not asked.
    pub fn of(bytes: &[u8]) -> Option<FileKind> {
        match bytes {
            [b'%', b'P', b'D', b'F', b'-', b'1' | b'2', b'.', ..] => Some(FileKind::Pdf),
            [0xff, 0xd8, 0xff, ..] => Some(FileKind::Jpeg),
            [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some(FileKind::Png),
            _ => None,
        }
    }

    /// The text it is stored as, and the ending of its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            FileKind::Pdf => "pdf",
            FileKind::Jpeg => "jpeg",
            FileKind::Png => "png",
        }
    }

    /// What people call it.
    pub const fn name(self) -> &'static str {
        match self {
            FileKind::Pdf => "PDF",
            FileKind::Jpeg => "JPEG",
            FileKind::Png => "PNG",
        }
    }

    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            FileKind::Pdf => "application/pdf",
            FileKind::Jpeg => "image/jpeg",
            FileKind::Png => "image/png",
        }
    }
}

/// The file of a paper; its bytes are kept elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperFile {
    /// What finds it.
    pub id: FileId,
    /// What it is.
    pub kind: FileKind,
    /// How large it is.
    pub bytes: u32,
}

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
    /// Its file, where the seller gave one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<PaperFile>,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "standing", rename_all = "snake_case")]
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

/// A paper that an order's parcel does not leave without.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeededPaper {
    /// Which paper it is, by its code in the book of tariffs.
    pub kind: String,
    /// The line it is for, from 0; none: every line.
    pub line: Option<usize>,
    /// Whether each order has one of its own; else one that is noted with the listing serves.
    pub each_order: bool,
}

/// A paper that goes with one order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderPaper {
    /// The line it is for, from 0; none: every line.
    pub line: Option<usize>,
    /// The paper.
    pub paper: HeldPaper,
}

/// The papers of one order: of its lots and of its parcel.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderPapers {
    /// What there is.
    pub held: Vec<OrderPaper>,
}

/// A paper that keeps a parcel from leaving.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LackingPaper {
    /// Which paper.
    pub kind: String,
    /// The line it is for, from 0.
    pub line: usize,
    /// How it stands.
    pub standing: Standing,
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
    fn check(&self) -> Result<(), PaperRefusal> {
        if let Some(to) = self.to.filter(|to| *to < self.from) {
            return Err(PaperRefusal::EndsBefore { from: self.from, to });
        }
        let fits = |text: &str| (1..=TEXT).contains(&text.chars().count());
        let all = [&self.kind, &self.number, &self.issuer].into_iter().all(|text| fits(text));
        if all { Ok(()) } else { Err(PaperRefusal::Text { limit: TEXT }) }
    }

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

    /// The papers with another; one of the same kind and number is replaced, and its file stays unless another comes.
    pub fn with(&self, mut paper: HeldPaper) -> Result<ListingPapers, PaperRefusal> {
        paper.check()?;
        let mut next = self.clone();
        let same = self.held.iter().find(|known| (&known.kind, &known.number) == (&paper.kind, &paper.number));
        paper.file = paper.file.or(same.and_then(|known| known.file));
        next.held.retain(|known| (&known.kind, &known.number) != (&paper.kind, &paper.number));
        if next.held.len() >= PAPERS {
            return Err(PaperRefusal::TooMany { limit: PAPERS });
        }
        next.held.push(paper);
        Ok(next)
    }

    /// The files of the papers.
    pub fn files(&self) -> Vec<PaperFile> {
        self.held.iter().filter_map(|paper| paper.file).collect()
    }

    /// The papers without one.
    pub fn without(&self, kind: &str, number: &str) -> ListingPapers {
        let mut next = self.clone();
        next.held.retain(|known| known.kind != kind || known.number != number);
        next
    }
}

impl OrderPapers {
    /// How the best paper of a kind for a line stands on a day.
    pub fn on(&self, kind: &str, line: usize, day: Date) -> Standing {
        let of_line = |one: &&OrderPaper| one.paper.kind == kind && one.line.is_none_or(|known| known == line);
        self.held.iter().filter(of_line).map(|one| one.paper.on(day)).max().unwrap_or(Standing::Missing)
    }

    /// The files of the papers.
    pub fn files(&self) -> Vec<PaperFile> {
        self.held.iter().filter_map(|one| one.paper.file).collect()
    }

    /// The papers with another; one of the same kind, line and number is replaced, and its file stays unless another comes.
    pub fn with(&self, mut paper: OrderPaper) -> Result<OrderPapers, PaperRefusal> {
        paper.paper.check()?;
        let mut next = self.clone();
        let same = |known: &OrderPaper| {
            known.line == paper.line
                && (&known.paper.kind, &known.paper.number) == (&paper.paper.kind, &paper.paper.number)
        };
        let file = self.held.iter().find(|known| same(known)).and_then(|known| known.paper.file);
        next.held.retain(|known| !same(known));
        paper.paper.file = paper.paper.file.or(file);
        if next.held.len() >= PAPERS {
            return Err(PaperRefusal::TooMany { limit: PAPERS });
        }
        next.held.push(paper);
        Ok(next)
    }

    /// How a paper that an order needs stands on a day, line by line: among the order's own papers, and, where one serves
    /// every order, among those of the line's listing.
    pub fn standings(
        &self,
        order: &Order,
        needed: &NeededPaper,
        listings: &[ListingPapers],
        day: Date,
    ) -> Vec<(usize, Standing)> {
        let kind = needed.kind.as_str();
        let standing = |(n, line): (usize, &crate::order::Line)| {
            let listing = listings.iter().find(|papers| papers.listing == line.listing && !needed.each_order);
            (n, self.on(kind, n, day).max(listing.map_or(Standing::Missing, |papers| papers.on(kind, day))))
        };
        let lines = order.lines.iter().enumerate();
        lines.filter(|(n, _)| needed.line.is_none_or(|line| line == *n)).map(standing).collect()
    }

    /// What keeps an order's parcel from leaving on a day: every paper that is not there, line by line.
    pub fn lacking(
        &self,
        order: &Order,
        needed: &[NeededPaper],
        listings: &[ListingPapers],
        day: Date,
    ) -> Vec<LackingPaper> {
        let lacks = |needed: &NeededPaper| {
            let standings = self.standings(order, needed, listings, day).into_iter();
            let lacking = |(line, standing)| LackingPaper { kind: needed.kind.clone(), line, standing };
            standings.filter(|(_, standing)| !standing.holds()).map(lacking).collect::<Vec<_>>()
        };
        let mut all: Vec<LackingPaper> = needed.iter().flat_map(lacks).collect();
        all.sort_by(|a, b| (a.line, &a.kind).cmp(&(b.line, &b.kind)));
        all.dedup();
        all
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
            file: None,
        }
    }

    #[test]
    fn a_file_is_what_its_first_bytes_say() {
        for (bytes, kind) in [
            (&b"%PDF-1.7\n"[..], Some(FileKind::Pdf)),
            (b"%PDF-2.0", Some(FileKind::Pdf)),
            (b"\xff\xd8\xff\xe0", Some(FileKind::Jpeg)),
            (b"\x89PNG\r\n\x1a\n", Some(FileKind::Png)),
            (b"\x89PNG\r\n", None),
            (b"%PDF", None),
            (b" %PDF-1.7", None),
            (b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>", None),
            (b"<!doctype html>", None),
            (b"PK\x03\x04", None),
            (b"", None),
        ] {
            assert_eq!(FileKind::of(bytes), kind, "{bytes:?}");
        }
    }

    #[test]
    fn a_paper_noted_again_keeps_its_file_unless_another_comes() {
        let (listing, seller) = (ListingId::compose(1, Cell::new(0), 1), SellerId::compose(1, Cell::new(0), 2));
        let file = |n| Some(PaperFile { id: FileId::compose(1, Cell::new(0), n), kind: FileKind::Pdf, bytes: 9 });
        let with = |number: &str, n: Option<u64>| HeldPaper { file: n.and_then(file), ..paper(number, 1, None) };
        let first = ListingPapers::none(listing, seller).with(with("A", Some(1))).unwrap();
        assert_eq!(first.with(with("A", None)).unwrap().files(), Vec::from_iter(file(1)));
        assert_eq!(first.with(with("A", Some(2))).unwrap().files(), Vec::from_iter(file(2)));
        assert_eq!(first.without("cites_export", "A").files(), []);
        let own = |line, n| OrderPaper { line, paper: with("A", n) };
        let both = OrderPapers::default().with(own(Some(0), Some(1))).unwrap().with(own(Some(1), None)).unwrap();
        assert_eq!(both.files(), Vec::from_iter(file(1)), "another line has papers of its own");
        assert_eq!(both.with(own(Some(0), None)).unwrap().files(), Vec::from_iter(file(1)));
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
    fn a_paper_of_an_order_is_for_its_line_or_for_all() {
        let own = |number: &str, line: Option<usize>, from: i8, to: Option<i8>| OrderPaper {
            line,
            paper: paper(number, from, to),
        };
        let none = OrderPapers::default();
        let second = none.with(own("A", Some(1), 10, Some(20))).unwrap();
        let all = second.with(own("B", None, 1, Some(12))).unwrap();
        for (papers, line, on, standing) in [
            (&none, 0, 10, Standing::Missing),
            (&second, 0, 10, Standing::Missing),
            (&second, 1, 9, Standing::NotYet { from: day(10) }),
            (&second, 1, 10, Standing::Until { to: day(20) }),
            (&second, 1, 21, Standing::Expired { to: day(20) }),
            (&all, 0, 12, Standing::Until { to: day(12) }),
            (&all, 0, 13, Standing::Expired { to: day(12) }),
            (&all, 1, 13, Standing::Until { to: day(20) }),
        ] {
            assert_eq!(papers.on("cites_export", line, day(on)), standing, "{line} {on}");
        }
        assert_eq!(all.on("dealer_licence", 0, day(10)), Standing::Missing);
        assert_eq!(all.with(own("B", None, 1, None)).unwrap().held.len(), 2, "the same number is replaced");
        assert_eq!(all.with(own("B", Some(0), 1, None)).unwrap().held.len(), 3, "for a line it is another");
        assert_eq!(none.with(own("", None, 1, None)), Err(PaperRefusal::Text { limit: TEXT }));
        let full = (0..PAPERS).try_fold(none, |papers, n| papers.with(own(&n.to_string(), None, 1, None))).unwrap();
        assert_eq!(full.with(own("more", None, 1, None)), Err(PaperRefusal::TooMany { limit: PAPERS }));
        assert_eq!(serde_json::from_str::<OrderPapers>(&serde_json::to_string(&all).unwrap()).unwrap(), all);
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
