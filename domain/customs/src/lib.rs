//! Papers, identifiers and addresses: what a parcel needs to cross a border, and whether it has it.

pub mod address;
mod country;
pub mod divisions;
pub mod identity;
pub mod parcel;
mod text;

pub use country::{Country, NotACountry};

/// A file of the data kept beside the workspace, for tests that try real vectors; says so when it is absent.
#[cfg(test)]
fn shared(path: &str) -> Option<String> {
    let beside = || std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("SAMPAN_SHARED_DATA").map_or_else(beside, Into::into);
    let text = std::fs::read_to_string(folder.join(path)).ok();
    if text.is_none() {
        eprintln!("{path} is not there: set SAMPAN_SHARED_DATA to try it");
    }
    text
}
