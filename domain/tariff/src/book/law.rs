//! What a charge is by: the facts that rows of rates and limits have in common.

use super::{Citation, Confidence, Kept};
use crate::answer::Measure;
use crate::text::Text;

/// What is charged, by which row, where that is from and how sure it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Law {
    /// What is charged.
    pub measure: Measure,
    /// The name that an answer gives the row.
    pub rule: Text,
    /// Where the row is from.
    pub citation: Kept<Citation>,
    /// How sure the row is.
    pub confidence: Confidence,
}
