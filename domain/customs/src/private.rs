//! A personal text that does not print itself.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A name, phone or address of a person. `serde` writes it, [`Private::reveal`] gives it; `Debug` and `Display` cover
/// all of it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Private(String);

impl Private {
    /// Covers a text.
    pub fn new(text: impl Into<String>) -> Private {
        Private(text.into())
    }

    /// The text.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Private {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl fmt::Debug for Private {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}
