//! Where a marketplace keeps its data in a test, and the program's commands on it.

use sampan_db::Location;
use sampan_db::testing::{TestDatabase, databases};
use serde_json::Value;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// A data folder, and the database if it is not in the folder. All of it goes when this is dropped.
pub struct Place {
    folder: tempfile::TempDir,
    /// The address of the PostgreSQL database, if it is one.
    pub database: Option<String>,
    _database: Option<TestDatabase>,
}

/// One place on each engine: SQLite always, PostgreSQL where the environment names a server.
pub async fn places() -> Vec<Place> {
    let mut places = vec![Place::new()];
    for database in databases().await {
        if let Location::Postgres(url) = &database.location {
            places.push(Place { database: Some(url.clone()), _database: Some(database), ..Place::new() });
        }
    }
    places
}

impl Place {
    /// An empty folder with its own SQLite database.
    pub fn new() -> Place {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Place { folder, database: None, _database: None }
    }

    /// An empty folder beside a PostgreSQL database that is somebody else's to remove.
    pub fn on(database: &str) -> Place {
        Place { database: Some(database.to_owned()), ..Place::new() }
    }

    /// Another data folder for a second process on the same database, with the same key.
    pub fn beside(&self) -> Place {
        let other = Place { database: self.database.clone(), ..Place::new() };
        let key = |place: &Place| place.folder.path().join("data.key");
        std::fs::copy(key(self), key(&other)).expect("the first process has made a key");
        other
    }

    /// The data folder. Its key lies beside it, in the same temporary folder.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// A file beside the data.
    pub fn file(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).expect("the temporary folder can be written to");
        path
    }

    /// The program with this place's options, ready for more.
    pub fn program(&self, args: &[&str]) -> Command {
        let mut program = Command::new(env!("CARGO_BIN_EXE_sampan"));
        for name in ["SAMPAN_DATA", "SAMPAN_DATABASE", "SAMPAN_LOG"] {
            program.env_remove(name);
        }
        program.args(args).arg("--data").arg(self.data()).stdin(Stdio::null());
        if let Some(url) = &self.database {
            program.args(["--database", url]);
        }
        program
    }

    /// Runs a command to its end.
    pub fn run(&self, args: &[&str]) -> Output {
        self.program(args).output().expect("the program starts")
    }

    /// Runs a command that succeeds and answers in JSON.
    pub fn json(&self, args: &[&str]) -> Value {
        let output = self.program(args).arg("--json").output().expect("the program starts");
        let (out, err) = (text(&output.stdout), text(&output.stderr));
        assert!(output.status.success(), "sampan {args:?}: {}\n{out}\n{err}", output.status);
        serde_json::from_str(&out).unwrap_or_else(|e| panic!("sampan {args:?} did not answer in JSON ({e}):\n{out}"))
    }

    /// Re-adds everything; fails if anything does not agree.
    pub fn verify(&self) -> Value {
        let report = self.json(&["verify"]);
        assert_eq!(report["faults"].as_array().map(Vec::len), Some(0), "{report:#}");
        report
    }

    /// Goes over the history of every shelf; fails if there was a moment at which more was claimed than there was, or a claim
    /// let go twice or never.
    pub fn check_history(&self) {
        let report = self.json(&["check-history"]);
        assert_eq!(report["findings"].as_array().map(Vec::len), Some(0), "{report:#}");
    }
}

/// Bytes of the program's output as text.
pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
