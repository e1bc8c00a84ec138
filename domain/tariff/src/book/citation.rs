//! Where rows are from, and how sure they are.

use super::Kept;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

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
