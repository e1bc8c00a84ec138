//! The folders of an index on disk.
//!
//! One folder a format (`v3`), in it one a filling (`1`, `2`, …), and the file `current` that names the one that is
//! searched. A rebuild fills the next; naming it is one rename, so whatever is interrupted leaves the old one in place.

use crate::index::Error;
use crate::schema::FORMAT;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The folders of one index.
#[derive(Clone, Debug)]
pub(crate) struct Folders {
    root: PathBuf,
}

impl Folders {
    /// The folders in a folder that is the index's alone; those of other versions are removed. Gives whether there were
    /// any.
    pub fn open(root: &Path) -> Result<(Folders, bool), Error> {
        let current = root.join(format!("v{FORMAT}"));
        let folders = Folders { root: current.clone() };
        let mut others = false;
        for other in numbered(root, "v").map_err(|source| folders.error(source))? {
            if other != current {
                fs::remove_dir_all(&other).map_err(|source| folders.error(source))?;
                others = true;
            }
        }
        fs::create_dir_all(&current).map_err(|source| folders.error(source))?;
        Ok((folders, others))
    }

    /// The filling that is searched, if one was ever named.
    pub fn current(&self) -> Option<PathBuf> {
        let name = fs::read_to_string(self.root.join("current")).ok()?;
        name.trim().parse::<u64>().ok().map(|number| self.root.join(number.to_string()))
    }

    /// Names the filling that is searched.
    pub fn name(&self, filling: &Path) -> Result<(), Error> {
        let name = filling.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let write = || {
            let new = self.root.join("current.new");
            let mut file = File::create(&new)?;
            file.write_all(name.as_bytes())?;
            file.sync_all()?;
            fs::rename(&new, self.root.join("current"))?;
            File::open(&self.root)?.sync_all()
        };
        write().map_err(|source| self.error(source))
    }

    /// A new folder for a filling.
    pub fn next(&self) -> Result<PathBuf, Error> {
        let last = self.fillings().iter().filter_map(|path| number(path, "")).max().unwrap_or(0);
        let next = self.root.join((last + 1).to_string());
        // Made and not found: of two who ask at once only one gets it.
        fs::create_dir(&next).map_err(|source| self.error(source))?;
        Ok(next)
    }

    /// All fillings, whole or not.
    pub fn fillings(&self) -> Vec<PathBuf> {
        numbered(&self.root, "").unwrap_or_default()
    }

    pub fn error(&self, source: io::Error) -> Error {
        Error::Folder { folder: self.root.clone(), source }
    }
}

/// The folders in a folder whose names are a number after some letters.
fn numbered(folder: &Path, letters: &str) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if number(&path, letters).is_some() && path.is_dir() {
            found.push(path);
        }
    }
    Ok(found)
}

fn number(path: &Path, letters: &str) -> Option<u64> {
    path.file_name()?.to_str()?.strip_prefix(letters)?.parse().ok()
}
