//! What may go where: rulings on goods by code, way and condition, and the papers they ask for.

use super::beginnings::{Packed, SHARED_DIGITS};
use super::condition::{Above, Condition};
use super::names::mark;
use super::rates::{day, days};
use super::{Citation, Citations, Confidence, Kept, Period, Source, table};
use crate::book::BookError;
use crate::reason::{Code, Said};
use crate::request::{Line, Mode};
use crate::text::Text;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

/// The columns of `restrictions.csv`; a file may leave out those from `above` on.
const COLUMNS: [&str; 18] = [
    "code",
    "hs",
    "needs",
    "channel",
    "mode",
    "verdict",
    "papers",
    "from",
    "to",
    "citation",
    "confidence",
    "en",
    "zh",
    "above",
    "issuer",
    "when",
    "ships_from",
    "destinations",
];
const COLUMNS_REQUIRED: usize = 13;
/// The columns of `papers.csv`; a file may leave out those from `valid` on.
const PAPER_COLUMNS: [&str; 8] = ["code", "issuer", "when", "en", "zh", "valid", "lead_days", "giver"];
const PAPER_COLUMNS_REQUIRED: usize = 5;

/// What a restriction says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ruling {
    /// They may go.
    Allowed,
    /// They may go with papers.
    Papers,
    /// They may not go.
    NotAllowed,
    /// It is not known.
    Unknown,
}

/// Who brings a paper.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Giver {
    /// The seller, before the parcel leaves.
    #[default]
    Seller,
    /// The buyer, to the seller, before the parcel leaves.
    Buyer,
    /// The marketplace: it is a matter of its own pages.
    Market,
    /// It is made or asked for when the parcel arrives.
    Border,
}

impl Giver {
    /// Whether it is the seller.
    pub fn is_seller(&self) -> bool {
        *self == Giver::Seller
    }

    /// Whether the parcel does not leave without the paper.
    pub const fn holds_the_parcel(self) -> bool {
        matches!(self, Giver::Seller | Giver::Buyer)
    }

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Giver::Seller => "seller",
            Giver::Buyer => "buyer",
            Giver::Market => "market",
            Giver::Border => "border",
        }
    }
}

/// A paper that a restriction asks for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PaperKind {
    /// The stable code.
    pub code: String,
    /// What it is, in English.
    pub en: String,
    /// What it is, in Simplified Chinese.
    pub zh: String,
    /// Who issues it.
    pub issuer: String,
    /// By when or how often: `at_listing`, `once`, `per_lot`, `per_shipment`.
    pub when: String,
    /// How long it holds once issued, as a duration of ISO 8601 (`P6M`, `P5Y`); none: without end, or not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid: Option<String>,
    /// Days that one should allow for getting it; none: not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead_days: Option<u32>,
    /// Who brings it.
    #[serde(default, skip_serializing_if = "Giver::is_seller")]
    pub giver: Giver,
}

impl PaperKind {
    /// Whether each order has one of its own, for its lot or its parcel; else one serves them all.
    pub fn is_for_each_order(&self) -> bool {
        matches!(self.when.as_str(), "per_lot" | "per_shipment")
    }
}

/// One row of `restrictions.csv`.
#[derive(Debug, Clone)]
pub struct Restriction {
    /// The stable name of the goods and the rule.
    pub code: Text,
    /// First and last digits that a code must begin with; several of them.
    pub hs: Vec<(String, String)>,
    /// What must be so of the goods for the row to hold; none: it always holds.
    pub needs: Vec<Condition>,
    /// The quantity that there must be more of for the row to hold; none: any.
    pub above: Option<Above>,
    /// The channel: `cbec`, `cargo`, `parcel`; none: all.
    pub channel: Option<String>,
    /// The way of carriage; none: all.
    pub mode: Option<Mode>,
    /// The country that the parcel must leave from; none: any. A request that names none leaves from the United States.
    pub ships_from: Option<String>,
    /// The destinations that a row common to all holds for; none: all.
    pub destinations: Vec<String>,
    /// What it says.
    pub ruling: Ruling,
    /// The papers it asks for, with the issuer and the time of this row where it names them.
    pub papers: Vec<Kept<PaperKind>>,
    /// The days it holds.
    pub period: Period,
    /// Where it is from.
    pub citation: Kept<Citation>,
    /// How sure it is.
    pub confidence: Confidence,
    /// The rule in English.
    pub en: String,
    /// The rule in Simplified Chinese.
    pub zh: String,
    /// The id of its citation as answers hold it.
    pub(crate) cited: Text,
    /// `hs` in numbers.
    ranges: Vec<(Packed, Packed)>,
    said: [Said; 3],
}

/// How goods go: what a row may ask besides the goods themselves.
#[derive(Debug, Clone, Copy)]
pub struct Passage<'a> {
    /// The channel of the regime: `cbec`, `cargo`, `parcel`.
    pub channel: &'a str,
    /// The way of carriage.
    pub mode: Option<Mode>,
    /// The country it leaves from, where that is said.
    pub ship_from: Option<&'a str>,
    /// The day.
    pub on: Date,
}

impl<'a> Passage<'a> {
    /// Where it leaves from: as said, or else the United States. Out of a bonded warehouse it is already abroad.
    fn leaves_from(&self) -> Option<&'a str> {
        self.ship_from.or((self.mode != Some(Mode::Bonded)).then_some("US"))
    }
}

impl Restriction {
    /// What the row says as a restriction, where its ruling is not known, and where it is still to be verified.
    pub(crate) fn said(&self, code: Code) -> &Said {
        match code {
            Code::RestrictionUnknown => &self.said[1],
            Code::RestrictionToVerify => &self.said[2],
            _ => &self.said[0],
        }
    }

    /// Whether the row speaks of a line that goes this way, whatever there is of it.
    pub fn meets(&self, line: &Line, code: &str, way: Passage) -> bool {
        self.speaks_of(line, Packed::of(code), way)
    }

    /// The same of a code in one number.
    pub(crate) fn speaks_of(&self, line: &Line, code: Packed, way: Passage) -> bool {
        self.is_on(code) && self.holds(line, way)
    }

    /// Whether a code is one of the goods that the row is about, whatever else it asks.
    pub fn names(&self, code: &str) -> bool {
        self.is_on(Packed::of(code))
    }

    fn is_on(&self, code: Packed) -> bool {
        let named = |(first, last): &(Packed, Packed)| code.is_within(*first, *last);
        self.ranges.is_empty() || self.ranges.iter().any(named)
    }

    /// Whether the row may speak of a line whose code is too short to tell: it forbids or asks something of goods whose
    /// six digits begin with the code.
    pub fn may_meet(&self, line: &Line, code: &str, way: Passage) -> bool {
        let short = |(first, last): &(String, String)| may_be_within(code, first, last);
        let is_short = code.len() < SHARED_DIGITS;
        is_short && self.ruling != Ruling::Allowed && self.hs.iter().any(short) && self.holds(line, way)
    }

    /// Whether it holds for what goes this way, whatever its code.
    pub(crate) fn holds(&self, line: &Line, way: Passage) -> bool {
        self.mode.is_none_or(|m| Some(m) == way.mode)
            && self.channel.as_deref().is_none_or(|c| c == way.channel)
            && self.needs.iter().all(|condition| condition.holds(line))
            && self.period.holds(way.on)
            && self.ships_from.as_deref().is_none_or(|from| Some(from) == way.leaves_from())
    }

    /// The codes it names that a shorter one may stand for, as the file writes them.
    pub fn codes_of(&self, code: &str) -> impl Iterator<Item = String> {
        let meant = self.hs.iter().filter(move |(first, last)| may_be_within(code, first, last));
        meant.map(|(first, last)| if first == last { first.clone() } else { format!("{first}-{last}") })
    }
}

/// Whether six digits that a shorter code may stand for lie between two beginnings.
fn may_be_within(code: &str, first: &str, last: &str) -> bool {
    let begin = |of: &str| of.get(..code.len()).unwrap_or("").to_owned();
    let longer = code.len() < first.len() && first.len() <= SHARED_DIGITS;
    !code.is_empty() && longer && begin(first).as_str() <= code && code <= begin(last).as_str()
}

/// The restrictions of a market, found by the beginning of a code.
#[derive(Debug)]
pub(super) struct Restrictions {
    rules: Vec<Restriction>,
    /// What may speak of a code too short to tell, by its first two digits; the last is for codes that have none.
    by_chapter: Vec<Vec<Entry>>,
    /// For each chapter where in `by_heading` it begins, and the end.
    chapters: Vec<u32>,
    /// Runs of headings that the same rows speak of.
    by_heading: Vec<Run>,
    entries: Vec<Entry>,
}

/// Headings that the same rows speak of.
#[derive(Debug)]
struct Run {
    /// The last of them.
    last: u16,
    /// Where in `entries` the rows are, and where those of them are once more that ask for no attribute.
    rows: Range<u32>,
    bare: Range<u32>,
}

/// What tells most rows apart from a line, side by side in memory. A row that names several ranges has several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Entry {
    first: Packed,
    last: Packed,
    channel: Option<u64>,
    mode: Option<Mode>,
    /// The first and the last day.
    from: i32,
    to: i32,
    /// Whether an attribute must be set.
    needs: bool,
    /// Whether nothing else is asked of goods, and whether nothing else is of goods without attributes.
    plain: bool,
    plain_if_bare: bool,
    rule: u32,
}

const CHAPTERS: usize = 100;
const HEADINGS: usize = 100;

impl Restrictions {
    pub fn of(rules: Vec<Restriction>) -> Restrictions {
        let mut by_chapter: Vec<Vec<Entry>> = vec![Vec::new(); CHAPTERS + 1];
        for (n, rule) in rules.iter().enumerate() {
            let any = [(Packed::default(), Packed::LAST)];
            let ranges = if rule.ranges.is_empty() { &any[..] } else { &rule.ranges };
            for (first, last) in ranges.iter().copied() {
                let is_set = |condition: &Condition| !matches!(condition, Condition::HasNot(_));
                let needs = rule.needs.iter().any(is_set);
                let channel = rule.channel.as_deref().map(mark);
                let plain_if_bare = rule.ships_from.is_none();
                let plain = plain_if_bare && rule.needs.is_empty();
                let ((from, to), mode, rule_number) = (days(rule.period), rule.mode, n as u32);
                let entry =
                    Entry { first, last, channel, mode, from, to, needs, plain, plain_if_bare, rule: rule_number };
                let chapters = (0..CHAPTERS).filter(|n| Packed::of_chapter(*n).may_begin(first, last));
                let none = rule.ranges.is_empty().then_some(CHAPTERS);
                chapters.chain(none).for_each(|chapter| by_chapter[chapter].push(entry));
            }
        }
        let (mut chapters, mut by_heading, mut entries) = (vec![0], Vec::new(), Vec::new());
        for (chapter, of_chapter) in by_chapter[..CHAPTERS].iter().enumerate() {
            // A run begins where a row's codes begin, and after they end.
            let first = |entry: &Entry| entry.first.headings(chapter).map(|headings| headings.start);
            let after = |entry: &Entry| entry.last.headings(chapter).map(|headings| headings.end);
            let mut begins: BTreeSet<usize> = of_chapter.iter().flat_map(|e| [first(e), after(e)]).flatten().collect();
            begins.insert(0);
            begins.remove(&HEADINGS);
            let ends = begins.iter().skip(1).copied().chain([HEADINGS]);
            for (begin, end) in begins.iter().zip(ends) {
                let code = Packed::of_heading(chapter, *begin);
                let named = |entry: &&Entry| code.may_begin(entry.first, entry.last);
                let from = entries.len() as u32;
                entries.extend(of_chapter.iter().filter(named));
                let middle = entries.len() as u32;
                entries.extend(of_chapter.iter().filter(named).filter(|entry| !entry.needs));
                by_heading.push(Run { last: (end - 1) as u16, rows: from..middle, bare: middle..entries.len() as u32 });
            }
            chapters.push(by_heading.len() as u32);
        }
        Restrictions { rules, by_chapter, chapters, by_heading, entries }
    }

    pub fn rules(&self) -> &[Restriction] {
        &self.rules
    }

    /// The rows that may speak of a line, each once: all that do, and of a code long enough none that speak of other codes.
    /// With each whether nothing else must be so for it to hold.
    #[inline]
    pub fn find<'a>(&'a self, line: &Line, code: Packed, way: Passage, mut found: impl FnMut(&'a Restriction, bool)) {
        // A code too short to tell is tested against every row of its chapter.
        let is_short = code.is_short();
        let (channel, bare, on) = (mark(way.channel), line.attributes.is_empty(), day(way.on));
        let may = move |entry: &&Entry| {
            entry.from <= on
                && on <= entry.to
                && !(bare && entry.needs)
                && entry.channel.is_none_or(|one| one == channel)
                && entry.mode.is_none_or(|one| Some(one) == way.mode)
                && (is_short || code.is_within(entry.first, entry.last))
        };
        let mut last = u32::MAX;
        for entry in self.entries_of(code, is_short, bare).iter().filter(may) {
            if let Some(rule) = self.rules.get(entry.rule as usize).filter(|_| entry.rule != last) {
                last = entry.rule;
                found(rule, entry.plain || bare && entry.plain_if_bare);
            }
        }
    }

    fn entries_of(&self, code: Packed, is_short: bool, bare: bool) -> &[Entry] {
        let chapter = code.chapter().unwrap_or(CHAPTERS);
        let Some(heading) = code.heading().filter(|_| !is_short) else { return &self.by_chapter[chapter] };
        let runs = &self.by_heading[span(&(self.chapters[chapter]..self.chapters[chapter + 1]))];
        let run = runs.iter().find(|run| heading <= usize::from(run.last));
        run.map_or(&[], |run| &self.entries[span(if bare { &run.bare } else { &run.rows })])
    }
}

fn span(run: &Range<u32>) -> Range<usize> {
    run.start as usize..run.end as usize
}

pub(super) type Papers = HashMap<String, Kept<PaperKind>>;

/// The kinds of papers in `common/papers.csv`.
pub(super) fn papers(files: &[(&Source, &str)]) -> Result<Papers, BookError> {
    let mut papers = Papers::new();
    for (source, _) in files.iter().filter(|(_, name)| *name == "papers.csv") {
        for row in table::rows_with(source, &PAPER_COLUMNS, PAPER_COLUMNS_REQUIRED)? {
            let paper = paper_kind(&row)?;
            papers.insert(paper.code.clone(), Kept::new(paper, source.forever));
        }
    }
    Ok(papers)
}

fn paper_kind(row: &table::Row) -> Result<PaperKind, BookError> {
    let text = |column| row.text(column).to_owned();
    let valid = row.some("valid");
    if valid.is_some_and(|valid| valid.parse::<jiff::Span>().is_err()) {
        return Err(row.error("valid", "wanted a duration such as P6M"));
    }
    let days = |text: &str| text.parse().map_err(|_| row.error("lead_days", "wanted a number of days"));
    Ok(PaperKind {
        code: text("code"),
        issuer: text("issuer"),
        when: when(row, row.text("when"))?,
        en: text("en"),
        zh: text("zh"),
        valid: valid.map(str::to_owned),
        lead_days: row.some("lead_days").map(days).transpose()?,
        giver: giver(row)?,
    })
}

fn giver(row: &table::Row) -> Result<Giver, BookError> {
    match row.text("giver") {
        "" | "seller" => Ok(Giver::Seller),
        "buyer" => Ok(Giver::Buyer),
        "market" => Ok(Giver::Market),
        "border" => Ok(Giver::Border),
        _ => Err(row.error("giver", "wanted seller, buyer, market, border or nothing")),
    }
}

fn when(row: &table::Row, text: &str) -> Result<String, BookError> {
    match text {
        "at_listing" | "once" | "per_lot" | "per_shipment" => Ok(text.to_owned()),
        _ => Err(row.error("when", "wanted at_listing, once, per_lot or per_shipment")),
    }
}

pub(super) fn read(
    files: &[(&Source, &str)],
    citations: &Citations,
    papers: &Papers,
) -> Result<Vec<Restriction>, BookError> {
    let mut all = Vec::new();
    for (source, _) in files.iter().filter(|(_, name)| *name == "restrictions.csv") {
        for row in table::rows_with(source, &COLUMNS, COLUMNS_REQUIRED)? {
            all.push(restriction(&row, citations, papers)?);
        }
    }
    Ok(all)
}

fn restriction(row: &table::Row, citations: &Citations, papers: &Papers) -> Result<Restriction, BookError> {
    let parts = |column| row.text(column).split(';').map(str::trim).filter(|part: &&str| !part.is_empty());
    let params = [("rule", row.text("code")), ("text", row.text("en")), ("text_zh", row.text("zh"))];
    let codes = [Code::Restricted, Code::RestrictionUnknown, Code::RestrictionToVerify];
    let citation = row.citation(citations)?;
    let hs: Vec<(String, String)> = parts("hs").map(|part| range(row, part)).collect::<Result<_, _>>()?;
    Ok(Restriction {
        ranges: hs.iter().map(|(first, last)| (Packed::of(first), Packed::of(last))).collect(),
        code: row.kept(row.text("code")),
        hs,
        needs: Condition::list(row.text("needs")),
        above: row.some("above").map(|text| Above::read(row, text)).transpose()?,
        channel: row.some("channel").map(str::to_owned),
        mode: match row.text("mode") {
            "" => None,
            "post" => Some(Mode::Post),
            "express" => Some(Mode::Express),
            "cargo" => Some(Mode::Cargo),
            "bonded" => Some(Mode::Bonded),
            _ => return Err(row.error("mode", "wanted post, express, cargo, bonded or nothing")),
        },
        ships_from: row.some("ships_from").map(str::to_owned),
        destinations: parts("destinations").map(str::to_owned).collect(),
        ruling: match row.text("verdict") {
            "allowed" => Ruling::Allowed,
            "papers" => Ruling::Papers,
            "not_allowed" => Ruling::NotAllowed,
            "unknown" => Ruling::Unknown,
            _ => return Err(row.error("verdict", "wanted allowed, papers, not_allowed or unknown")),
        },
        papers: row_papers(row, papers)?,
        period: row.period()?,
        cited: row.kept(&citation.id),
        citation,
        confidence: row.confidence()?,
        en: row.text("en").to_owned(),
        zh: row.text("zh").to_owned(),
        said: codes.map(|code| Said::always(code, &params, row.is_forever())),
    })
}

/// The papers of a row, with the issuer and the time that it names. As many issuers as papers, with semicolons between
/// them, are each one's own, an empty one that of the kind; otherwise what is written is the issuer of all.
fn row_papers(row: &table::Row, papers: &Papers) -> Result<Vec<Kept<PaperKind>>, BookError> {
    let codes: Vec<&str> = row.text("papers").split(';').map(str::trim).filter(|code| !code.is_empty()).collect();
    let own: Vec<&str> = row.text("issuer").split(';').map(str::trim).collect();
    let issuer = |n: usize| if own.len() == codes.len() { own[n] } else { row.text("issuer") };
    codes.iter().enumerate().map(|(n, code)| paper(row, papers, code, issuer(n))).collect()
}

/// A paper by its code, with an issuer of its own where there is one, and the time that the row names.
fn paper(row: &table::Row, papers: &Papers, code: &str, issuer: &str) -> Result<Kept<PaperKind>, BookError> {
    let kind = papers.get(code).cloned();
    let kind = kind.ok_or_else(|| row.error("papers", format!("{code:?} is not in common/papers.csv")))?;
    if issuer.is_empty() && row.some("when").is_none() {
        return Ok(kind);
    }
    let mut own = PaperKind::clone(&kind);
    if !issuer.is_empty() {
        own.issuer = issuer.into();
    }
    if let Some(text) = row.some("when") {
        own.when = when(row, text)?;
    }
    Ok(Kept::new(own, row.is_forever()))
}

fn range(row: &table::Row, part: &str) -> Result<(String, String), BookError> {
    let (first, last) = part.split_once('-').unwrap_or((part, part));
    let read = |text| table::digits(text).filter(|digits| !digits.is_empty());
    match (read(first), read(last)) {
        (Some(first), Some(last)) if first <= last => Ok((first, last)),
        _ => Err(row.error("hs", format!("{part:?} is no code or range"))),
    }
}
