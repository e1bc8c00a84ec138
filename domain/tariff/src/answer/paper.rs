//! A paper that goods need, with its kind's fields as its own.
#![expect(clippy::disallowed_types, reason = "what is derived for a flattened field can read any number")]

use crate::book::{Confidence, Kept, PaperKind};
use crate::text::Text;
use serde::{Deserialize, Serialize};
use std::ops::Deref;

/// A paper that must be there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Paper {
    /// The line it is for; none: the whole parcel.
    pub line: Option<Text>,
    /// Which paper it is, by whom and by when: read its fields as those of the paper.
    #[serde(flatten)]
    pub kind: Kept<PaperKind>,
    /// Where that is from.
    pub citation: Text,
    /// How sure that is.
    pub confidence: Confidence,
}

impl Deref for Paper {
    type Target = PaperKind;
    fn deref(&self) -> &PaperKind {
        &self.kind
    }
}

/// Papers in order, each kind once for a line: where several rows ask for it, as the surest of them says it.
pub(crate) fn one_of_a_kind(mut papers: Vec<Paper>) -> Vec<Paper> {
    if papers.len() < 2 {
        return papers;
    }
    let of_a_kind = |a: &Paper, b: &Paper| match a.kind.is(&b.kind) {
        true => a.line.cmp(&b.line),
        false => a.line.cmp(&b.line).then_with(|| a.kind.code.cmp(&b.kind.code)),
    };
    papers.sort_by(|a, b| of_a_kind(a, b).then_with(|| a.confidence.cmp(&b.confidence)).then_with(|| a.cmp(b)));
    papers.dedup_by(|later, first| of_a_kind(later, first).is_eq());
    papers
}
