//! What an audit finds.

use serde::Serialize;
use std::fmt;

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// Pieces on a shelf: oversold, or promised to nobody.
    Stock,
    /// Money in is not money held and money out.
    Money,
    /// A state that no arrow leads to.
    Arrow,
    /// A request that took effect twice, or was answered and did not.
    Promise,
    /// A person's yearly room.
    Room,
    /// A parcel that left without a paper.
    Papers,
    /// A code that was used twice.
    Code,
    /// A claim whose record is not what its order says.
    Claim,
    /// A committed row that does not lie there as it was committed.
    Lost,
    /// Something that stays as it is for ever.
    Stuck,
    /// A row that cannot be read.
    Unreadable,
    /// A command that panicked.
    Panic,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// About what.
    pub about: About,
    /// What.
    pub what: String,
}

impl Finding {
    pub(crate) fn new(about: About, what: impl Into<String>) -> Finding {
        Finding { about, what: what.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.about, self.what)
    }
}
