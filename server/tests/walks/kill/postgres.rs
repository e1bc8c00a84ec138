//! PostgreSQL itself dies under a server that goes on; and a standby takes its place.

use super::{Moments, buyers::Buyers, number};
use crate::support::{Place, Running};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A cluster of the test's own; it goes when this is dropped.
struct Cluster {
    folder: PathBuf,
    /// `postgres://user@host:port/postgres`
    address: String,
}

fn script(args: &[&str]) -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts/postgres");
    let output = Command::new(script).args(args).output().expect("a shell");
    let said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    assert!(output.status.success(), "{args:?}: {said}\n{}", String::from_utf8_lossy(&output.stderr));
    said
}

impl Cluster {
    fn start(name: &str) -> Cluster {
        let folder = std::env::temp_dir().join(format!("sampan-{name}-{}", std::process::id()));
        let address = script(&["start", folder.to_str().expect("a path")]);
        Cluster { folder, address }
    }

    fn path(&self) -> &str {
        self.folder.to_str().expect("a path")
    }

    /// Another one that follows this.
    fn standby(&self) -> Cluster {
        let folder = PathBuf::from(format!("{}-standby", self.path()));
        let address = script(&["standby", folder.to_str().expect("a path"), self.path()]);
        Cluster { folder, address }
    }

    /// Host and port.
    fn host(&self) -> &str {
        self.address.split(['@', '/']).nth(3).expect("a host")
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts/postgres");
        // What is left lies in the temporary folder.
        let _ = Command::new(script).args(["stop", self.path()]).output();
    }
}

/// Whether PostgreSQL is wanted at all: `scripts/test` names a server where it is installed.
fn wanted() -> bool {
    let wanted = std::env::var(sampan_db::testing::POSTGRES).is_ok();
    if !wanted {
        eprintln!("{} is not set: PostgreSQL is left out", sampan_db::testing::POSTGRES);
    }
    wanted
}

#[tokio::test]
async fn a_database_that_is_killed_while_people_buy_loses_no_order_and_makes_none_twice() {
    if !wanted() {
        return;
    }
    let kills = number("SAMPAN_PG_KILLS", 2);
    let cluster = Cluster::start("killed");
    let place = Place::on(&cluster.address);
    let running = Running::demo(&place);
    let buyers = Buyers::begin(&place, &running.address).await;
    let mut moments = Moments::new();
    for _ in 0..kills {
        buyers.wait_for_one_more();
        moments.pass();
        script(&["kill", cluster.path()]);
        script(&["again", cluster.path()]);
    }
    buyers.wait_for_one_more();
    let report = buyers.end(&place).await;
    println!("PostgreSQL {kills} times killed under a server that went on: {report}");
    drop(running);
    place.verify();
    place.check_history();
}

#[tokio::test]
async fn a_standby_takes_the_place_of_a_database_that_is_lost_while_people_buy() {
    if !wanted() {
        return;
    }
    let primary = Cluster::start("primary");
    let standby = primary.standby();
    let both =
        format!("postgres://sampan@{},{}/postgres?target_session_attrs=read-write", primary.host(), standby.host());
    let place = Place::on(&both);
    let running = Running::demo(&place);
    let buyers = Buyers::begin(&place, &running.address).await;
    for _ in 0..5 {
        buyers.wait_for_one_more();
    }
    Moments::new().pass();
    script(&["kill", primary.path()]);
    script(&["promote", standby.path()]);
    for _ in 0..5 {
        buyers.wait_for_one_more();
    }
    let report = buyers.end(&place).await;
    println!("PostgreSQL's primary lost, its standby promoted: {report}");
    drop(running);
    place.verify();
    place.check_history();
}
