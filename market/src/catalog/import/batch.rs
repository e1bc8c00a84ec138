//! Some products of a file, decided and saved in one commit.

use super::plan;
use super::report::{Changed, Counts, Noted, RefusedRow, name};
use super::store::{Imports, State};
use crate::accounts::Names;
use crate::catalog::handles::{handle_id, handle_name};
use crate::catalog::{Listings, Stocks, StoredListing, shelf_counts};
use sampan_db::{Command, Moment, Needs, Rows};
use sampan_ids::{ImportId, ListingId, SellerId, VariantId};
use sampan_intake::Incoming;
use sampan_trade::listing::{Category, Change, ListingRefusal, absorb};
use sampan_trade::stock::{Stock, StockRefusal};
use uuid::Uuid;

/// Products of one seller's file, each whole: all its rows are saved together or not at all.
pub(super) struct Batch {
    pub seller: SellerId,
    pub us_state: String,
    /// Each with the id of the name that its key has.
    pub products: Vec<(Uuid, Incoming)>,
    /// Only tells what it would do.
    pub dry_run: bool,
    /// The import that this is a part of, and how many products it had decided before. Progress is saved with the
    /// products, so that whoever goes on after a crash begins behind them, and two who try do it once.
    pub part_of: Option<(ImportId, u64)>,
}

/// What a batch did or would do.
#[derive(Default)]
pub(super) struct Outcome {
    pub counts: Counts,
    pub changed: Vec<Changed>,
    pub refused: Vec<RefusedRow>,
    pub notices: Vec<Noted>,
}

/// Why a batch was not saved.
pub(super) enum NotSaved {
    /// It was to be tried alone.
    Tried(Outcome),
    /// The import was stopped, or someone else goes on with it.
    NotOurs,
}

impl Command for Batch {
    type Reply = Outcome;
    type Refusal = NotSaved;

    /// Keys first, then the listings they name, then the stock of their variants.
    fn needs(&self, rows: &Rows) -> Needs {
        let mut needs = Needs::none().all::<Names>(self.products.iter().map(|(id, _)| *id));
        if let Some((import, _)) = self.part_of {
            needs = needs.and::<Imports>(import);
        }
        for (id, _) in &self.products {
            let Some(name) = rows.peek::<Names>(id) else { continue };
            needs = needs.and::<Listings>(ListingId(name.target));
            if let Some(stored) = rows.peek::<Listings>(&ListingId(name.target)) {
                needs = needs.all::<Stocks>(stored.listing.variants.iter().map(|v| v.id));
            }
        }
        needs
    }

    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<Outcome, NotSaved> {
        let mut outcome = Outcome::default();
        for (id, product) in &self.products {
            self.take(rows, at, *id, product, &mut outcome);
        }
        if self.dry_run {
            return Err(NotSaved::Tried(outcome));
        }
        if let Some((import, from)) = self.part_of {
            let mut run = rows.get::<Imports>(&import).cloned().ok_or(NotSaved::NotOurs)?;
            match &mut run.state {
                State::Applying { counts, .. } if counts.products == from => *counts = counts.plus(outcome.counts),
                _ => return Err(NotSaved::NotOurs),
            }
            rows.put::<Imports>(run);
        }
        Ok(outcome)
    }
}

impl Batch {
    /// Decides one product.
    fn take(&self, rows: &mut Rows, at: &Moment, id: Uuid, product: &Incoming, outcome: &mut Outcome) {
        outcome.counts.products += 1;
        let named = rows.get::<Names>(&id).map(|name| ListingId(name.target));
        let existing = named.and_then(|listing| rows.get::<Listings>(&listing)).cloned();
        let existing = existing.filter(|stored| stored.listing.seller == self.seller);
        let mut wanted = plan::listing(product, self.seller, at);
        if existing.is_some() {
            // The shelf is a guess; where there is a listing the seller may have chosen another.
            wanted.category = Category::Other;
        }
        let absorbed = absorb(existing.as_ref().map(|stored| &stored.listing), wanted);
        if let Err(refusal) = absorbed.listing.check() {
            outcome.refused.extend(refused(product, &refusal));
            outcome.counts.not_kept += 1;
            return;
        }
        let listing = absorbed.listing;
        let mut fields: Vec<String> = match &absorbed.change {
            Change::Updated { fields } => fields.iter().map(name).collect(),
            Change::Created | Change::Unchanged => Vec::new(),
        };
        // What an import makes of a product has its variants in the file's order.
        let variants: Vec<VariantId> = listing.variants.iter().map(|v| v.id).collect();
        let mut counted = false;
        for (variant, from) in variants.into_iter().zip(&product.variants) {
            let known = existing.as_ref().is_some_and(|stored| stored.listing.variant(variant).is_some());
            let known = known.then(|| rows.get::<Stocks>(&variant).cloned()).flatten();
            let stock = known.unwrap_or_else(|| Stock::new(variant, listing.id, self.seller));
            let pieces = from.quantity.and_then(|pieces| u32::try_from(pieces).ok()).unwrap_or(stock.on_hand);
            match shelf_counts::count(rows, at, &stock, pieces) {
                Ok(changed) => counted |= changed,
                Err(refusal) => outcome.notices.push(below(from.row, &refusal)),
            }
        }
        if counted {
            fields.push("stock".to_owned());
        }
        let created = absorbed.change == Change::Created;
        if !created && fields.is_empty() {
            outcome.counts.unchanged += 1;
            return;
        }
        let count = if created { &mut outcome.counts.created } else { &mut outcome.counts.updated };
        *count += 1;
        outcome.changed.push(Changed {
            row: product.row_first,
            handle: product.key.clone(),
            title: product.title.clone(),
            listing: (!(created && self.dry_run)).then_some(listing.id),
            created,
            fields,
        });
        if created {
            rows.put::<Names>(handle_name(self.seller, &product.key, listing.id));
        }
        let (us_state, service_kind) = match existing {
            Some(stored) => (stored.us_state, stored.service_kind),
            None => (self.us_state.clone(), None),
        };
        rows.put::<Listings>(StoredListing { listing, us_state, service_kind, changed_at: at.now });
    }
}

/// Products with the ids of the names of their keys.
pub(super) fn keyed(seller: SellerId, products: Vec<Incoming>) -> Vec<(Uuid, Incoming)> {
    products.into_iter().map(|product| (handle_id(seller, &product.key), product)).collect()
}

/// Each row of a product that cannot be kept.
fn refused(product: &Incoming, refusal: &ListingRefusal) -> impl Iterator<Item = RefusedRow> {
    let (field, wanted) = match refusal {
        ListingRefusal::TooLarge { what, limit } => (what.clone(), format!("at most {limit}")),
        other => (String::new(), other.to_string()),
    };
    let line = product.line;
    let first = product.row_first;
    product.rows.clone().into_iter().map(move |row| RefusedRow {
        row,
        line: line + row.saturating_sub(first),
        field: field.clone(),
        found: "a product larger than can be kept".to_owned(),
        wanted: wanted.clone(),
        code: "listing_too_large".to_owned(),
    })
}

fn below(row: u64, refusal: &StockRefusal) -> Noted {
    Noted { row: Some(row), field: None, code: refusal.code().to_owned(), text: refusal.to_string() }
}
