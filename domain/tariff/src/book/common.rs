//! What holds everywhere, whatever the market.

use super::source::citations;
use super::{BookError, Citation, Citations, Closed, Kept, Restriction, Source, closed, restrictions};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What holds everywhere.
#[derive(Debug)]
pub(super) struct Common {
    pub citations: Citations,
    pub rules: Arc<Everywhere>,
    /// How many books lie beneath the one that brought the last of its files.
    pub laid: u32,
}

/// The rules that hold everywhere.
#[derive(Debug)]
pub(super) struct Everywhere {
    pub papers: restrictions::Papers,
    pub restrictions: Vec<Restriction>,
    pub closed: Vec<Closed>,
}

impl Common {
    /// Reads files; the rules of a book beneath are taken over where only citations are new and none is another.
    pub fn read(files: &[(&Source, &str)], beneath: Option<&Common>) -> Result<Common, BookError> {
        let mut citations = citations(files, &Citations::new())?;
        let is_kept = |beneath: &Common| {
            files.iter().all(|(source, name)| source.laid <= beneath.laid || *name == "citations.toml")
        };
        let kept = beneath.filter(|beneath| is_kept(beneath) && keeps(&beneath.citations, &mut citations));
        let rules = match kept {
            Some(beneath) => beneath.rules.clone(),
            None => {
                let papers = restrictions::papers(files)?;
                let restrictions = restrictions::read(files, &citations, &papers)?;
                let closed = closed::read(files, &citations)?;
                Arc::new(Everywhere { papers, restrictions, closed })
            }
        };
        Ok(Common { citations, rules, laid: last_laid(files) })
    }
}

/// How many books lie beneath the one that brought the last of some files.
pub(super) fn last_laid(files: &[(&Source, &str)]) -> u32 {
    files.iter().map(|(source, _)| source.laid).max().unwrap_or_default()
}

/// Whether citations say of all that are known what those do; then the known ones are put in their place.
pub(super) fn keeps(known: &Citations, citations: &mut Citations) -> bool {
    let same = known.iter().all(|(id, known)| citations.get(id) == Some(known));
    if same {
        citations.extend(known.iter().map(|(id, known)| (id.clone(), known.clone())));
    }
    same
}

/// The same in the order of their ids.
pub(super) fn sorted(citations: &Citations) -> BTreeMap<String, Kept<Citation>> {
    citations.iter().map(|(id, citation)| (id.clone(), citation.clone())).collect()
}
