//! The book of rules: what each market's law says, as data with dates, sources and how sure each row is.
//!
//! A folder a market (`cn/`, `sg/`, …) and `common/` for what holds everywhere. The files that come with the crate are
//! compiled in; an operator's files are laid over them and win where they say otherwise.

mod agreements;
mod beginnings;
mod check;
mod closed;
mod condition;
mod diff;
mod files;
mod headings;
mod kept;
mod law;
mod limits;
mod list;
mod names;
mod nomenclature;
mod prices;
mod rates;
mod restrictions;
mod services;
mod table;

pub use agreements::Agreement;
pub(crate) use beginnings::Packed;
pub use check::{Finding, Report};
pub use closed::Closed;
pub use condition::{Above, Condition, Of, Over};
pub use diff::{Cells, Difference};
pub use headings::Heading;
pub use kept::Kept;
pub use law::Law;
pub(crate) use limits::Usual;
pub use limits::{Limit, LimitValue, RoundTo};
pub use list::Listed;
pub(crate) use names::{mark, same_pair};
pub use nomenclature::{CodeCheck, Entry, Nomenclature};
pub use prices::CustomsPrice;
pub(crate) use rates::{Goods, Measures, Pair, Place, date, day, last_day};
pub use rates::{RateRow, RateTable};
pub use restrictions::{Giver, PaperKind, Passage, Restriction, Ruling};
pub use services::ServiceRow;
pub use table::{BookError, Period, digits};

use crate::destinations::{Destination, destination};
use crate::regimes::{self, Regime};
use crate::request::Line;
use crate::text::Text;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

/// How sure a row is; the later, the less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Read in the law itself.
    Law,
    /// Read on a page of the authority.
    Official,
    /// Read elsewhere.
    Secondary,
    /// Not found in a source that can be named; someone must check it.
    Verify,
}

impl Confidence {
    /// The confidence of a name.
    pub fn named(name: &str) -> Option<Confidence> {
        Some(match name {
            "law" => Confidence::Law,
            "official" => Confidence::Official,
            "secondary" => Confidence::Secondary,
            "verify" => Confidence::Verify,
            _ => return None,
        })
    }

    /// The name in the book.
    pub fn name(self) -> &'static str {
        match self {
            Confidence::Law => "law",
            Confidence::Official => "official",
            Confidence::Secondary => "secondary",
            Confidence::Verify => "verify",
        }
    }
}

/// Where a row is from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// The id that rows name it by.
    pub id: String,
    /// What it is.
    pub title: String,
    /// The number of the law or notice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// When it was made or read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Where it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// Citations by their id.
pub type Citations = HashMap<String, Kept<Citation>>;

/// One market's rules.
#[derive(Debug)]
pub struct Market {
    /// The destination.
    pub destination: &'static Destination,
    /// Rates of duty and tax.
    pub rates: RateTable,
    limits: Arc<limits::Limits>,
    restrictions: Arc<restrictions::Restrictions>,
    papers: restrictions::Papers,
    list: Arc<list::List>,
    /// Customs' own prices for personal articles.
    pub prices: Arc<Vec<CustomsPrice>>,
    /// Descriptions of codes.
    pub headings: Arc<Vec<Heading>>,
    /// Tax on services.
    pub services: Arc<Vec<ServiceRow>>,
    citations: Citations,
    /// The ways its law has of taxing.
    pub(crate) regimes: &'static [Regime],
    /// How many books lie beneath the one that brought the last of its files.
    laid: u32,
}

/// The book: cheap to clone, the same for ever.
#[derive(Debug, Clone)]
pub struct Book(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    sources: Vec<Source>,
    common: Arc<Common>,
    markets: BTreeMap<String, Arc<Market>>,
    /// The same by their two letters.
    by_letters: Letters,
    /// Whether a row says of a country that it is closed, by its two letters.
    closed_letters: Vec<bool>,
    citations: BTreeMap<String, Kept<Citation>>,
    version: Text,
}

/// A file of the book.
#[derive(Debug, Clone)]
struct Source {
    path: Cow<'static, str>,
    text: Cow<'static, str>,
    overlay: bool,
    /// How many books lie beneath it.
    laid: u32,
    /// Whether it is read once for as long as the program runs.
    forever: bool,
}

/// Two letters of a code as a number.
const LETTERS: usize = 26;

/// Markets by the letters of their codes; none where no market has them.
type Letters = Vec<Option<Arc<Market>>>;

fn letters(code: &str) -> Option<usize> {
    let [a, b] = code.as_bytes() else { return None };
    let letter = |byte: &u8| byte.checked_sub(b'A').map(usize::from).filter(|n| *n < LETTERS);
    Some(letter(a)? * LETTERS + letter(b)?)
}

impl Book {
    /// The book that comes with the crate; read once, then shared.
    pub fn built_in() -> Book {
        static BUILT_IN: OnceLock<Book> = OnceLock::new();
        let read = || {
            let source = |&(path, text): &(&'static str, &'static str)| Source {
                path: Cow::Borrowed(path),
                text: Cow::Borrowed(text),
                overlay: false,
                laid: 0,
                forever: true,
            };
            Book::read(files::FILES.iter().map(source).collect(), None).expect("the built-in book is read by a test")
        };
        BUILT_IN.get_or_init(read).clone()
    }

    /// This book with an operator's files laid over it. A path ends in `cn/rates.csv` or the like; where a row of the
    /// files holds, it wins over the row beneath it, and the answer names it with `overlay:`.
    pub fn overlay(&self, files: Vec<(String, String)>) -> Result<Book, BookError> {
        let laid = self.0.sources.iter().map(|source| source.laid).max().unwrap_or_default() + 1;
        let over = |(path, text)| Source {
            path: Cow::Owned(path),
            text: Cow::Owned(text),
            overlay: true,
            laid,
            forever: false,
        };
        let mut sources = self.0.sources.clone();
        sources.iter_mut().for_each(|source| source.forever = false);
        let mut added: Vec<Source> = files.into_iter().map(over).collect();
        added.sort_by(|a, b| a.path.cmp(&b.path));
        sources.append(&mut added);
        Book::read(sources, Some(&self.0))
    }

    /// Reads files; markets of a book beneath whose files are the same are taken over as they are.
    fn read(sources: Vec<Source>, beneath: Option<&Inner>) -> Result<Book, BookError> {
        let mut folders: BTreeMap<String, Vec<(&Source, &str)>> = BTreeMap::new();
        for source in &sources {
            let (folder, name) = place(source)?;
            folders.entry(folder).or_default().push((source, name));
        }
        let files = folders.remove("common").unwrap_or_default();
        let known = sources[..beneath.map_or(0, |beneath| beneath.sources.len())].iter().map(place);
        let mut same: BTreeMap<String, usize> = BTreeMap::new();
        for place in known {
            *same.entry(place?.0).or_default() += 1;
        }
        let is_same = |folder: &str, files: &[_]| same.get(folder) == Some(&files.len());
        let common = match beneath.filter(|_| is_same("common", &files)) {
            Some(beneath) => beneath.common.clone(),
            None => Arc::new(Common::read(&files, beneath.map(|beneath| &*beneath.common))?),
        };
        // Other rules for all may be rules of any market.
        let beneath = beneath.filter(|beneath| Arc::ptr_eq(&beneath.common.rules, &common.rules));
        let mut markets = BTreeMap::new();
        let mut all = beneath.map_or_else(BTreeMap::new, |beneath| beneath.citations.clone());
        all.extend(sorted(&common.citations));
        for (code, own) in folders {
            let old = beneath.and_then(|beneath| beneath.markets.get(&code));
            let market = match old.filter(|_| is_same(&code, &own)) {
                Some(market) => market.clone(),
                None => {
                    let mut citations = citations(&own, &common.citations)?;
                    let old = old.filter(|old| keeps(&old.citations, &mut citations));
                    let market = Market::read(&code, &own, &files, &common, citations, old.map(|old| &**old))?;
                    all.extend(market.citations.iter().map(|(id, citation)| (id.clone(), citation.clone())));
                    Arc::new(market)
                }
            };
            markets.insert(code, market);
        }
        let version = Text::kept(&version(&sources), beneath.is_none());
        let mut by_letters = vec![None; LETTERS * LETTERS];
        for (code, market) in &markets {
            if let Some(place) = letters(code).and_then(|n| by_letters.get_mut(n)) {
                *place = Some(market.clone());
            }
        }
        let mut closed_letters = vec![false; LETTERS * LETTERS];
        for place in common.rules.closed.iter().filter_map(|row| letters(&row.place)) {
            closed_letters[place] = true;
        }
        let citations = all;
        Ok(Book(Arc::new(Inner { sources, common, markets, by_letters, closed_letters, citations, version })))
    }

    /// The built-in book with the rows of every file in the opposite order.
    #[cfg(test)]
    pub(crate) fn turned() -> Book {
        let turn = |source: &Source| {
            let text = match source.path.ends_with(".csv") {
                true => {
                    let mut lines: Vec<&str> = source.text.lines().collect();
                    lines[1..].reverse();
                    lines.join("\n")
                }
                false => {
                    let mut entries: Vec<&str> = source.text.split("[[").skip(1).collect();
                    entries.reverse();
                    entries.iter().map(|entry| format!("[[{entry}\n")).collect()
                }
            };
            Source { text: Cow::Owned(text), ..source.clone() }
        };
        let sources = Book::built_in().0.sources.iter().map(turn).collect();
        Book::read(sources, None).expect("the same rows in another order")
    }

    /// The book's version: a hash of all its files.
    pub fn version(&self) -> &str {
        &self.0.version
    }

    /// The same as answers hold it.
    pub(crate) fn version_text(&self) -> Text {
        self.0.version.clone()
    }

    /// The rules of a market, where there are any.
    pub fn market(&self, code: &str) -> Option<&Market> {
        self.0.by_letters.get(letters(code)?)?.as_deref()
    }

    /// Every market with rules.
    pub fn markets(&self) -> impl Iterator<Item = &Market> {
        self.0.markets.values().map(|market| &**market)
    }

    /// What the book says of a place that nothing, or nothing without a licence, may go to from the United States; a
    /// place is a country (`CU`) or a region of one (`UA-43`).
    pub fn closed(&self, place: &str, on: jiff::civil::Date) -> Option<&Closed> {
        if letters(place).is_some_and(|place| !self.0.closed_letters[place]) {
            return None;
        }
        closed::find(&self.0.common.rules.closed, place, on)
    }

    /// Every such place.
    pub fn closed_places(&self) -> impl Iterator<Item = &Closed> {
        self.0.common.rules.closed.iter()
    }

    /// Whether this book has everything of a market from another book but rates, and has laid rates over those of the
    /// other.
    pub(crate) fn lies_over(&self, other: &Book, market: &str) -> bool {
        let (Some(upper), Some(lower)) = (self.market(market), other.market(market)) else { return false };
        Arc::ptr_eq(&self.0.common.rules, &other.0.common.rules)
            && Arc::ptr_eq(&upper.limits, &lower.limits)
            && Arc::ptr_eq(&upper.restrictions, &lower.restrictions)
            && Arc::ptr_eq(&upper.list, &lower.list)
            && Arc::ptr_eq(&upper.prices, &lower.prices)
            && upper.rates.lies_over(&lower.rates)
    }

    /// The citation of an id.
    pub fn citation(&self, id: &str) -> Option<&Kept<Citation>> {
        self.0.citations.get(id)
    }

    /// Every citation.
    pub fn citations(&self) -> impl Iterator<Item = &Kept<Citation>> {
        self.0.citations.values()
    }
}

/// What holds everywhere.
#[derive(Debug)]
struct Common {
    citations: Citations,
    rules: Arc<Everywhere>,
    /// How many books lie beneath the one that brought the last of its files.
    laid: u32,
}

/// The rules that hold everywhere.
#[derive(Debug)]
struct Everywhere {
    papers: restrictions::Papers,
    restrictions: Vec<Restriction>,
    closed: Vec<Closed>,
}

impl Common {
    /// Reads files; the rules of a book beneath are taken over where only citations are new and none is another.
    fn read(files: &[(&Source, &str)], beneath: Option<&Common>) -> Result<Common, BookError> {
        let mut citations = citations(files, &Citations::new())?;
        let is_kept = |beneath: &Common| {
            files.iter().all(|(source, name)| source.laid <= beneath.laid || *name == "citations.toml")
        };
        let kept = beneath.filter(|beneath| is_kept(beneath) && keeps(&beneath.citations, &mut citations));
        let rules = match kept {
            Some(beneath) => beneath.rules.clone(),
            None => {
                let papers = restrictions::papers(files)?;
                let restrictions = restrictions::read(files, &citations, &papers)?;
                let closed = closed::read(files, &citations)?;
                Arc::new(Everywhere { papers, restrictions, closed })
            }
        };
        Ok(Common { citations, rules, laid: last_laid(files) })
    }
}

/// How many books lie beneath the one that brought the last of some files.
fn last_laid(files: &[(&Source, &str)]) -> u32 {
    files.iter().map(|(source, _)| source.laid).max().unwrap_or_default()
}

/// Whether citations say of all that are known what those do; then the known ones are put in their place.
fn keeps(known: &Citations, citations: &mut Citations) -> bool {
    let same = known.iter().all(|(id, known)| citations.get(id) == Some(known));
    if same {
        citations.extend(known.iter().map(|(id, known)| (id.clone(), known.clone())));
    }
    same
}

fn sorted(citations: &Citations) -> BTreeMap<String, Kept<Citation>> {
    citations.iter().map(|(id, citation)| (id.clone(), citation.clone())).collect()
}

impl Market {
    fn read(
        code: &str,
        files: &[(&Source, &str)],
        everywhere: &[(&Source, &str)],
        common: &Common,
        citations: Citations,
        beneath: Option<&Market>,
    ) -> Result<Market, BookError> {
        let under = beneath;
        // Of a market beneath only the kinds of files are read again that there are more of.
        let beneath = |name: &str| {
            let is_new =
                |(source, file): &(&Source, &str)| *file == name && beneath.is_some_and(|b| source.laid > b.laid);
            beneath.filter(|_| !files.iter().any(is_new))
        };
        let cited = &citations;
        let restrictions = || {
            let mut rules = restrictions::read(files, cited, &common.rules.papers)?;
            let here =
                |rule: &&Restriction| rule.destinations.is_empty() || rule.destinations.iter().any(|to| to == code);
            rules.extend(common.rules.restrictions.iter().filter(here).cloned());
            Ok::<_, BookError>(Arc::new(restrictions::Restrictions::of(rules)))
        };
        Ok(Market {
            destination: destination(code).ok_or_else(|| foreign(files[0].0))?,
            rates: Market::rates(code, files, cited, under)?,
            limits: match beneath("limits.toml") {
                Some(beneath) => beneath.limits.clone(),
                None => Arc::new(limits::read(code, &[everywhere, files].concat(), cited)?),
            },
            restrictions: beneath("restrictions.csv").map_or_else(restrictions, |b| Ok(b.restrictions.clone()))?,
            papers: common.rules.papers.clone(),
            list: match beneath("positive-list.csv") {
                Some(beneath) => beneath.list.clone(),
                None => Arc::new(list::read(files, cited)?),
            },
            prices: match beneath("parcel-prices.csv") {
                Some(beneath) => beneath.prices.clone(),
                None => Arc::new(prices::read(files, cited)?),
            },
            headings: match beneath("headings.csv") {
                Some(beneath) => beneath.headings.clone(),
                None => Arc::new(headings::read(files)?),
            },
            services: match beneath("services.csv") {
                Some(beneath) => beneath.services.clone(),
                None => Arc::new(services::read(code, files, cited)?),
            },
            laid: last_laid(files),
            regimes: regimes::of(code),
            citations,
        })
    }

    /// The rates of a market's files; those of a market beneath are taken over.
    fn rates(
        code: &str,
        files: &[(&Source, &str)],
        citations: &Citations,
        beneath: Option<&Market>,
    ) -> Result<RateTable, BookError> {
        let is_new = |source: &&Source| beneath.is_none_or(|beneath| source.laid > beneath.laid);
        let files = files.iter().filter(|(_, name)| *name == "rates.csv").map(|(source, _)| *source);
        rates::read(code, files.filter(is_new), citations, beneath.map(|beneath| &beneath.rates))
    }

    /// What may go, on what papers; the market's own rows and those that hold everywhere.
    pub fn restrictions(&self) -> &[Restriction] {
        self.restrictions.rules()
    }

    /// The restrictions that may speak of a line with a code, in their order: all that do, and some that do not; with each
    /// whether nothing else must be so for it to hold.
    #[inline]
    pub(crate) fn restrictions_on<'a>(
        &'a self,
        line: &Line,
        code: Packed,
        way: Passage,
        found: impl FnMut(&'a Restriction, bool),
    ) {
        self.restrictions.find(line, code, way, found);
    }

    /// The limit of a name on a day.
    #[inline]
    pub fn limit(&self, name: &str, on: jiff::civil::Date) -> Option<&Limit> {
        self.limits.find(name, on)
    }

    /// The same of a name and a day as numbers.
    #[inline]
    pub(crate) fn limit_marked(&self, name: u64, on: i32) -> Option<&Limit> {
        self.limits.marked(name, on)
    }

    /// A limit that every quote asks for.
    #[inline]
    pub(crate) fn usual(&self, which: Usual, on: i32) -> Option<&Limit> {
        self.limits.usual(which, on)
    }

    /// The kind of paper of a code.
    pub fn paper(&self, code: &str) -> Option<&Kept<PaperKind>> {
        self.papers.get(code)
    }

    /// Every limit.
    pub fn limits(&self) -> impl Iterator<Item = &Limit> {
        self.limits.rows()
    }

    /// What the list of goods for cross-border e-commerce says of a code on a day.
    pub fn listed(&self, code: &str, on: jiff::civil::Date) -> Option<&Listed> {
        self.list.find(Packed::of(code), on)
    }

    /// Customs' own prices that may hold for a code on a day; several where they depend on the alcohol content.
    pub fn customs_prices(&self, code: &str, on: jiff::civil::Date) -> Vec<&CustomsPrice> {
        prices::find(&self.prices, code, on)
    }

    /// Every row of the list of goods for cross-border e-commerce.
    pub fn list(&self) -> impl Iterator<Item = &Listed> {
        self.list.rows()
    }
}

/// The folder of a file, in capitals but for `common`, and its name.
fn place(source: &Source) -> Result<(String, &str), BookError> {
    let mut parts = source.path.rsplit(['/', '\\']);
    match (parts.next(), parts.next()) {
        (Some(name), Some("common")) => Ok(("common".to_owned(), name)),
        (Some(name), Some(folder)) => Ok((folder.to_ascii_uppercase(), name)),
        _ => Err(foreign(source)),
    }
}

fn foreign(source: &Source) -> BookError {
    BookError {
        file: source.path.to_string(),
        row: 0,
        column: "path".into(),
        problem: "wanted a file in a folder named for a destination, such as cn/rates.csv".into(),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CitationFile {
    #[serde(default)]
    citation: Vec<Citation>,
}

fn citations(files: &[(&Source, &str)], known: &Citations) -> Result<Citations, BookError> {
    let mut all = known.clone();
    for (source, _) in files.iter().filter(|(_, name)| *name == "citations.toml") {
        for citation in toml_file::<CitationFile>(source)?.citation {
            all.insert(citation.id.clone(), Kept::new(citation, source.forever));
        }
    }
    Ok(all)
}

fn toml_file<T: for<'de> Deserialize<'de>>(source: &Source) -> Result<T, BookError> {
    toml::from_str(&source.text).map_err(|error| BookError {
        file: source.path.to_string(),
        row: error.span().map_or(0, |span| source.text[..span.start.min(source.text.len())].matches('\n').count() + 1),
        column: "entry".into(),
        problem: error.message().to_owned(),
    })
}

fn version(sources: &[Source]) -> String {
    let mut hasher = blake3::Hasher::new();
    for source in sources {
        for part in [source.path.as_bytes(), source.text.as_bytes()] {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
    }
    hasher.finalize().to_hex()[..16].to_owned()
}

#[cfg(test)]
mod tests;
