//! What a reader should know besides the answer.

use crate::reason::{Code, Reason};
use crate::text::Text;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use smallvec::SmallVec;
use std::fmt;
use std::ops::Deref;
use std::sync::OnceLock;

/// The warnings of an answer; read them as a list. The one that names the rows still to be verified, which stands last, is
/// written out when the list is first read.
#[derive(Clone, Default)]
pub struct Warnings {
    said: Vec<Reason>,
    to_verify: ToVerify,
    /// All of them, where there are such rows.
    whole: OnceLock<Box<[Reason]>>,
}

/// Rows that were used and are still to be verified, in any order; a few need no memory of their own.
pub(crate) type ToVerify = SmallVec<[Text; 4]>;

impl Warnings {
    /// Warnings, and the rows still to be verified that were used.
    pub(crate) fn new(said: Vec<Reason>, to_verify: ToVerify) -> Warnings {
        Warnings { said, to_verify, whole: OnceLock::new() }
    }

    /// One more.
    pub(crate) fn push(&mut self, warning: Reason) {
        self.said.push(warning);
        self.whole.take();
    }
}

impl Deref for Warnings {
    type Target = [Reason];
    fn deref(&self) -> &[Reason] {
        if self.to_verify.is_empty() {
            return &self.said;
        }
        let last = || Reason::listing(Code::UsesRowsToVerify, "rules", self.to_verify.to_vec());
        self.whole.get_or_init(|| self.said.iter().cloned().chain([last()]).collect())
    }
}

impl From<Vec<Reason>> for Warnings {
    fn from(said: Vec<Reason>) -> Warnings {
        Warnings::new(said, ToVerify::new())
    }
}

impl<'a> IntoIterator for &'a Warnings {
    type Item = &'a Reason;
    type IntoIter = std::slice::Iter<'a, Reason>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl PartialEq for Warnings {
    fn eq(&self, other: &Warnings) -> bool {
        **self == **other
    }
}

impl Eq for Warnings {}

impl fmt::Debug for Warnings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl Serialize for Warnings {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(to)
    }
}

impl<'de> Deserialize<'de> for Warnings {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Warnings, D::Error> {
        Vec::deserialize(from).map(Warnings::from)
    }
}
