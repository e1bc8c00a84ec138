//! The book of rules: what each market's law says, as data with dates, sources and how sure each row is.
//!
//! A folder a market (`cn/`, `sg/`, …) and `common/` for what holds everywhere. The files that come with the crate are
//! compiled in; an operator's files are laid over them and win where they say otherwise.

mod agreements;
mod beginnings;
mod check;
mod citation;
mod closed;
mod common;
mod condition;
mod diff;
mod files;
mod headings;
mod kept;
mod law;
mod limits;
mod list;
mod market;
mod names;
mod nomenclature;
mod prices;
mod rates;
mod restrictions;
mod services;
mod source;
mod table;

pub use agreements::Agreement;
pub(crate) use beginnings::Packed;
pub use check::{Finding, Report};
pub use citation::{Citation, Citations, Confidence};
pub use closed::Closed;
pub use condition::{Above, Condition, Of, Over};
pub use diff::{Cells, Difference};
pub use headings::Heading;
pub use kept::Kept;
pub use law::Law;
pub(crate) use limits::Usual;
pub use limits::{Limit, LimitValue, RoundTo};
pub use list::Listed;
pub use market::Market;
pub(crate) use names::{mark, same_pair};
pub use nomenclature::{CodeCheck, Entry, Nomenclature};
pub use prices::CustomsPrice;
pub(crate) use rates::{Goods, Measures, Pair, Place, Proof, date, day};
pub use rates::{RateRow, RateTable};
pub use restrictions::{Giver, PaperKind, Passage, Restriction, Ruling};
pub use services::ServiceRow;
pub use table::{BookError, Period, digits};

use crate::text::Text;
use common::{Common, keeps, sorted};
use source::{Source, citations, place, toml_file, version};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

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
    #[inline]
    pub fn market(&self, code: &str) -> Option<&Market> {
        self.0.by_letters.get(letters(code)?)?.as_deref()
    }

    /// Every market with rules.
    pub fn markets(&self) -> impl Iterator<Item = &Market> {
        self.0.markets.values().map(|market| &**market)
    }

    /// What the book says of a place that nothing, or nothing without a licence, may go to from the United States; a
    /// place is a country (`CU`) or a region of one (`UA-43`).
    #[inline]
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

#[cfg(test)]
mod tests;
