//! No page goes through a whole table: every statement that any page sends is planned by SQLite, which plans without
//! counting rows, so as it would for millions of them.

use super::world::World;
use std::collections::BTreeSet;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use tracing::field::{Field, Visit};
use tracing::span;

/// Tables that stay small however large the market is.
const SMALL: [&str; 6] = ["rates", "settings", "leases", "drafts", "registrations", "closings"];

/// Columns of which very many rows have the same value.
const COMMON: [&str; 6] = ["status", "state", "kind", "topic", "role", "destination"];

/// Indexes of the few rows of a table that wait or stand aside.
const FEW: [&str; 4] = ["outbox_due", "outbox_again", "outbox_aside", "listings_aside"];

/// What may go through many rows, by a part of the statement, and why.
const MAY: &[(&str, &str)] = &[
    (" as place, ", "the operator's figures of a span of days are worked out when they are asked for"),
    ("from entries ) e", "books that were never closed are added up once"),
    ("select distinct act", "the operator's own acts"),
    ("and o.state not in", "a what-if counts what a year sold, page by page, in a worker"),
    ("from listings l join sellers s on s.cell", "a what-if counts once how many listings it will look at"),
    ("t.state in ('reading', 'applying')", "imports under way are few"),
];

/// Takes down the statements that are sent.
#[derive(Clone, Default)]
struct Sent(Arc<Mutex<BTreeSet<String>>>);

impl Visit for Sent {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.record_str(field, &format!("{value:?}"));
    }
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "statement" {
            self.0.lock().unwrap().insert(value.to_owned());
        }
    }
}

impl tracing::Subscriber for Sent {
    fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
        metadata.target() == "sampan_db::statements"
    }
    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }
    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn event(&self, event: &tracing::Event<'_>) {
        event.record(&mut self.clone());
    }
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}

/// Whether a plan goes through very many rows. Rows that come in the order that is asked for are read only until there are
/// enough; those that have to be sorted first are all read. The keys that are asked for go by the name `k`, the few rows that
/// are counted by `counted`.
fn many(plan: &[&str], statement: &str) -> bool {
    let sorts = ["FOR ORDER BY", "FOR GROUP BY", "FOR DISTINCT"];
    let sorted = plan.iter().any(|line| sorts.iter().any(|sort| line.ends_with(sort)));
    let enough = statement.contains("limit") && !sorted;
    let line = |line: &&str| {
        if let Some(of) = line.strip_prefix("SCAN ") {
            let few = FEW.iter().any(|index| of.ends_with(index));
            return !(few
                || of.contains("VIRTUAL TABLE")
                || matches!(of, "CONSTANT ROW" | "k" | "counted")
                || (enough && of.contains("INDEX")));
        }
        let Some((_, by)) = line.split_once(" (").filter(|_| line.starts_with("SEARCH ")) else { return false };
        let common = |test: &str| COMMON.iter().any(|column| test == format!("{column}=?"));
        !enough && by.trim_end_matches(')').split(" AND ").all(common)
    };
    plan.iter().any(line)
}

#[tokio::test]
async fn no_page_goes_through_a_whole_table() {
    let world = World::new().await;
    let sent = Sent::default();
    let recording = tracing::subscriber::set_default(sent.clone());
    for route in crate::routes().list().into_iter().filter(|route| route.method == "GET") {
        let path = world.fill(&route.path).unwrap();
        for role in ["nobody", "buyer", "owner", "operator"] {
            world.who(role).get(&path).await;
        }
    }
    for more in
        ["/shops?state=MI", "/search?q=cherries", "/operator/sellers?status=approved", "/operator/sellers?status=all"]
    {
        world.who("operator").get(more).await;
    }
    crate::work::round(world.app()).await;
    drop(recording);

    let sent = sent.0.lock().unwrap().clone();
    assert!(sent.len() > 60, "{} statements", sent.len());
    let mut wrong = Vec::new();
    for statement in sent {
        let small = SMALL.iter().any(|table| statement.contains(&format!("from {table} ")));
        if small || MAY.iter().any(|(part, _)| statement.contains(part)) {
            continue;
        }
        let plan = world.app().db().query(&format!("explain query plan {statement}"), vec![]).await.unwrap();
        let lines: Vec<&str> = plan.iter().map(|row| row.text("detail")).collect();
        if many(&lines, &statement) {
            wrong.push(format!("{statement}\n    {}", lines.join("\n    ")));
        }
    }
    assert!(wrong.is_empty(), "{} statements\n{}", wrong.len(), wrong.join("\n"));
}
