//! Papers: no parcel leaves without those that its way out needs, made in its name, and those that the law asked for when
//! it was ordered.

use super::finding::{About, Finding};
use super::rows::{Order, body};
use sampan_db::Row;
use sampan_db::stepping::Change;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What an answer of the law asks for.
#[derive(Debug, Deserialize)]
struct Answer {
    eligibility: Eligibility,
}

#[derive(Debug, Deserialize)]
struct Eligibility {
    #[serde(default)]
    papers: Vec<Asked>,
}

/// A paper that is asked for: which, by when, by whom (nobody named: by the seller), for which line (none: all).
#[derive(Debug, Deserialize)]
struct Asked {
    code: String,
    when: String,
    giver: Option<String>,
    line: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Held {
    listing: Uuid,
    held: Vec<Paper>,
}

#[derive(Debug, Deserialize)]
struct Paper {
    kind: String,
}

/// The auditor's own view of all papers.
#[derive(Default)]
pub(super) struct Papers {
    /// Kinds of papers kept with each order.
    kept: BTreeMap<Uuid, BTreeSet<String>>,
    /// What the law asked for of each.
    asked: BTreeMap<Uuid, Vec<Asked>>,
    /// Kinds that are noted with each listing.
    held: BTreeMap<Uuid, BTreeSet<String>>,
}

impl Papers {
    /// A row of one of the tables that hold papers.
    pub fn row(&mut self, change: &Change) -> Result<(), String> {
        let row = |row: &Option<Row>| row.clone().ok_or_else(|| "the row was taken out".to_owned());
        match change.table.name {
            "papers" => {
                let row = row(&change.row)?;
                self.kept.entry(row.id("order_id")).or_default().insert(row.text("kind").to_owned());
            }
            "quotes" => {
                let row = row(&change.row)?;
                let answer: Answer = serde_json::from_str(row.text("quote")).map_err(|error| error.to_string())?;
                self.asked.insert(row.id("order_id"), answer.eligibility.papers);
            }
            "held_papers" => {
                let Held { listing, held } = body(&row(&change.row)?)?;
                self.held.insert(listing, held.into_iter().map(|paper| paper.kind).collect());
            }
            _ => {}
        }
        Ok(())
    }

    /// What an order's parcel left without, if it has left just now.
    pub fn check(&self, before: Option<&Order>, order: &Order, found: &mut Vec<Finding>) {
        let left = |order: &Order| order.was(&["shipped"]);
        if !left(order) || before.is_some_and(left) {
            return;
        }
        let mut say =
            |what: &str| found.push(Finding::new(About::Papers, format!("order {} left without {what}", order.id)));
        let none = BTreeSet::new();
        let kept = self.kept.get(&order.id).unwrap_or(&none);
        let post = order.delivery.as_ref().is_some_and(|delivery| delivery.mode == "post");
        let mut needed: Vec<&[&str]> = vec![&["parcel"], &["packing_slip"]];
        needed.push(if post { &["cn22", "cn23"] } else { &["commercial_invoice"] });
        if order.regime == "cbec" {
            needed.extend::<[&[&str]; 3]>([&["cbec_order"], &["cbec_payment"], &["cbec_waybill"]]);
        }
        for one_of in needed.into_iter().filter(|one_of| !one_of.iter().any(|kind| kept.contains(*kind))) {
            say(&one_of.join(" or "));
        }
        let Some(asked) = self.asked.get(&order.id) else { return say("an answer of the law") };
        for paper in
            asked.iter().filter(|paper| !matches!(paper.giver.as_deref(), Some("checkout" | "market" | "border")))
        {
            let is_for = |place: usize| paper.line.as_ref().is_none_or(|line| *line == place.to_string());
            let lines = order.lines.iter().enumerate().filter(|(place, _)| is_for(*place)).map(|(_, line)| line);
            let noted = |listing: &Uuid| self.held.get(listing).is_some_and(|held| held.contains(&paper.code));
            let there = match paper.when.as_str() {
                // What is noted with an order lies sealed: that there is something is all that can be seen.
                "per_lot" | "per_shipment" => kept.contains("attached"),
                _ => lines.map(|line| &line.listing).all(noted),
            };
            if !there {
                say(&paper.code);
            }
        }
    }
}
