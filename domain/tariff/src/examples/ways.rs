//! The regime that a row's word means, and the way of carriage.

use super::Example;
use super::given::Given;
use super::words::{Text, Word};
use crate::book::Market;
use crate::regimes::REGIMES;
use crate::request::Mode;

/// Words of a row's regime, the names that regimes of markets may have for it, and the way of carriage. The first that a
/// market has is taken.
const WORDS: [(&str, &[&str], Option<Mode>); 29] = [
    ("over_year", &["general"], Some(Mode::Cargo)),
    ("yearly_limit_exceeded", &["general"], Some(Mode::Cargo)),
    ("1210", &["cbec"], Some(Mode::Bonded)),
    ("9610", &["cbec"], Some(Mode::Express)),
    ("cbec", &["cbec"], Some(Mode::Express)),
    ("postal", &["post", "parcel", "personal", "informal", "import"], Some(Mode::Post)),
    ("lvg", &["lvg"], Some(Mode::Express)),
    ("lvig", &["lvig", "lvg"], Some(Mode::Express)),
    ("ovr", &["lvg"], Some(Mode::Express)),
    ("low_value", &["lvg"], Some(Mode::Express)),
    ("simplified", &["simplified"], Some(Mode::Express)),
    ("list_clear", &["list"], Some(Mode::Express)),
    ("9804", &["personal"], Some(Mode::Express)),
    ("tax_only", &["parcel", "personal", "express", "post", "list"], None),
    ("one_bottle", &["personal"], None),
    ("waived", &["personal"], None),
    ("informal", &["informal", "express", "parcel"], Some(Mode::Express)),
    ("parcel", &["parcel", "consignment", "express", "post", "personal", "import"], None),
    ("personal", &["personal", "parcel", "post", "import"], None),
    ("commercial", &["general", "commercial", "import", "formal"], None),
    ("formal", &["formal", "general", "import"], Some(Mode::Cargo)),
    ("general", &["general", "formal", "import"], Some(Mode::Cargo)),
    ("express", &["informal", "parcel", "import"], Some(Mode::Express)),
    ("courier", &["informal", "parcel", "personal", "import"], Some(Mode::Express)),
    ("import", &["import", "general", "formal"], None),
    ("liquor", &["import", "general", "formal"], None),
    ("wine", &["import", "general", "formal"], None),
    ("bcd", &["general", "formal", "import"], None),
    ("duty", &["general", "formal", "import"], None),
];

impl Example {
    /// The market's regime that the row's word means, and the way of carriage; none: what the market would take.
    pub(super) fn way(&self, market: &Market) -> (Option<&'static str>, Option<Mode>) {
        let of_market = |name: &str| REGIMES.iter().find(|r| r.market == market.destination.code && r.name == name);
        let said = Given::of(self).value(Word::Text(Text::Mode));
        let said: Option<Mode> = said.and_then(|mode| serde_json::from_value(mode.clone()).ok());
        let meant = WORDS.iter().filter(|(word, _, _)| self.regime.contains(word));
        let mut found = meant.filter_map(|(_, names, mode)| {
            let regime = names.iter().find_map(|name| of_market(name))?;
            let usual = mode.filter(|mode| regime.modes.contains(mode)).unwrap_or(regime.modes[0]);
            Some((Some(regime.name), said.or(Some(usual))))
        });
        found.next().unwrap_or((None, said))
    }
}
