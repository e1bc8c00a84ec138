//! The regimes, one file each, and the list of them. A new regime is a file and a line here.

mod au;
mod border;
mod cn_cbec;
mod cn_general;
mod cn_post;
mod hk;
mod id;
mod india;
mod jp;
mod kr;
mod mo;
mod my;
mod ph;
mod sg;
mod th;
mod tw;
mod vn;

pub(crate) use border::retail_price_in;

use crate::case::{Case, Draft};
use crate::request::Mode;

/// A way the law has of taxing what crosses the border.
#[derive(Debug)]
pub(crate) struct Regime {
    /// The market it belongs to.
    pub market: &'static str,
    /// Its name in requests, answers and the book.
    pub name: &'static str,
    /// The ways of carriage it is open to; the first is the usual one.
    pub modes: &'static [Mode],
    /// Works it out.
    pub work: fn(&Case, &mut Draft),
}

/// Every regime; of equal outcomes the earlier is taken.
pub(crate) static REGIMES: &[Regime] = &[
    Regime { market: "CN", name: "cbec", modes: &[Mode::Express, Mode::Bonded], work: cn_cbec::work },
    Regime { market: "CN", name: "post", modes: &[Mode::Post], work: cn_post::work },
    Regime { market: "CN", name: "general", modes: &[Mode::Cargo, Mode::Express], work: cn_general::work },
    Regime { market: "HK", name: "import", modes: &[Mode::Express, Mode::Post, Mode::Cargo], work: hk::work },
    Regime { market: "MO", name: "import", modes: &[Mode::Express, Mode::Post, Mode::Cargo], work: mo::work },
    Regime { market: "TW", name: "import", modes: &[Mode::Express, Mode::Post, Mode::Cargo], work: tw::work },
    Regime { market: "SG", name: "lvg", modes: &[Mode::Express, Mode::Post], work: sg::at_the_sale },
    Regime { market: "SG", name: "import", modes: &[Mode::Express, Mode::Post, Mode::Cargo], work: sg::at_the_border },
    Regime { market: "MY", name: "lvg", modes: &[Mode::Express, Mode::Post], work: my::at_the_sale },
    Regime { market: "MY", name: "import", modes: &[Mode::Express, Mode::Post, Mode::Cargo], work: my::at_the_border },
    Regime { market: "TH", name: "import", modes: &[Mode::Express, Mode::Post, Mode::Cargo], work: th::work },
    Regime { market: "VN", name: "import", modes: &[Mode::Express, Mode::Post, Mode::Cargo], work: vn::work },
    Regime { market: "ID", name: "parcel", modes: &[Mode::Express, Mode::Post], work: id::parcel },
    Regime { market: "ID", name: "general", modes: &[Mode::Cargo, Mode::Express, Mode::Post], work: id::general },
    Regime { market: "PH", name: "informal", modes: &[Mode::Express, Mode::Post], work: ph::informal },
    Regime { market: "PH", name: "formal", modes: &[Mode::Cargo, Mode::Express, Mode::Post], work: ph::formal },
    Regime { market: "JP", name: "lvg", modes: &[Mode::Express, Mode::Post], work: jp::at_the_sale },
    Regime { market: "JP", name: "simplified", modes: &[Mode::Express, Mode::Post], work: jp::simplified },
    Regime { market: "JP", name: "general", modes: &[Mode::Express, Mode::Post, Mode::Cargo], work: jp::general },
    Regime { market: "KR", name: "list", modes: &[Mode::Express], work: kr::list },
    Regime { market: "KR", name: "personal", modes: &[Mode::Express, Mode::Post], work: kr::personal },
    Regime { market: "KR", name: "general", modes: &[Mode::Express, Mode::Post, Mode::Cargo], work: kr::general },
    Regime { market: "IN", name: "personal", modes: &[Mode::Express, Mode::Post], work: india::personal },
    Regime { market: "IN", name: "general", modes: &[Mode::Cargo, Mode::Express], work: india::general },
    Regime { market: "AU", name: "lvg", modes: &[Mode::Express, Mode::Post, Mode::Cargo], work: au::at_the_sale },
    Regime { market: "AU", name: "import", modes: &[Mode::Express, Mode::Post, Mode::Cargo], work: au::at_the_border },
];

/// The regimes of a market; they stand together.
pub(crate) fn of(market: &str) -> &'static [Regime] {
    let here = |regime: &Regime| regime.market == market;
    let first = REGIMES.iter().position(here).unwrap_or(REGIMES.len());
    let count = REGIMES[first..].iter().take_while(|regime| here(regime)).count();
    &REGIMES[first..first + count]
}

/// The channel that restrictions name: freight, or a parcel by post or express.
fn channel(case: &Case) -> &'static str {
    if case.mode == Mode::Cargo { "cargo" } else { "parcel" }
}
