//! What may go where: rulings on goods by code, way and condition, and the papers they ask for.

mod index;
mod papers;
mod read;

pub(super) use index::Restrictions;
pub use papers::{Giver, PaperKind};
pub(super) use papers::{Papers, papers};
pub(super) use read::read;

use super::beginnings::{Packed, SHARED_DIGITS};
use super::condition::{Above, Condition};
use super::{Citation, Confidence, Kept, Period};
use crate::reason::{Code, Said};
use crate::request::{Line, Mode};
use crate::text::Text;
use jiff::civil::Date;

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
    /// The last day it holds as a number.
    pub(crate) last: i32,
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
