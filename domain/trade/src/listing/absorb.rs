//! A file is imported again: what it says replaces what it said before, what it is silent on stays.

use super::{Category, Listing, Text, Variant};
use sampan_ids::VariantId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What an import does to a listing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Change {
    /// It is new.
    Created,
    /// Some of it is new.
    Updated {
        /// Which fields.
        fields: Vec<Field>,
    },
    /// Nothing is new.
    Unchanged,
}

/// A field that an import may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Field {
    Title,
    Body,
    Category,
    Options,
    Variants,
    Pictures,
    Ingredients,
    Price,
    Sku,
    Barcode,
    HsCode,
    Origin,
    NetWeight,
    GrossWeight,
    Volume,
    Alcohol,
    Facts,
}

/// A listing after an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absorbed {
    /// The listing as it is to be kept.
    pub listing: Listing,
    /// What is new about it.
    pub change: Change,
    /// Variants that the file no longer has. They are gone from the listing; their stock row remains.
    pub removed: Vec<VariantId>,
}

/// What becomes of a listing when a file brings it again. The file's texts, prices, pictures and variants replace the
/// old ones; ids, status, texts in other languages and whatever the file leaves empty (tariff code, origin, weights,
/// ingredients, facts) stay as the seller has them. A variant is the same one when its option values are, or else its number.
pub fn absorb(existing: Option<&Listing>, incoming: Listing) -> Absorbed {
    let Some(existing) = existing else {
        return Absorbed { listing: incoming, change: Change::Created, removed: Vec::new() };
    };
    let mut fields = BTreeSet::new();
    let mut listing = existing.clone();
    for (language, text) in incoming.texts {
        absorb_text(listing.texts.entry(language).or_insert_with(|| empty(&text)), text, &mut fields);
    }
    if incoming.category != Category::Other {
        replace(&mut listing.category, incoming.category, Field::Category, &mut fields);
    }
    replace(&mut listing.options, incoming.options, Field::Options, &mut fields);
    if !incoming.pictures.is_empty() {
        replace(&mut listing.pictures, incoming.pictures, Field::Pictures, &mut fields);
    }
    fill(&mut listing.ingredients, incoming.ingredients, Field::Ingredients, &mut fields);
    let before: Vec<VariantId> = existing.variants.iter().map(|variant| variant.id).collect();
    listing.variants = absorb_variants(&existing.variants, incoming.variants, &mut fields);
    let after: Vec<VariantId> = listing.variants.iter().map(|variant| variant.id).collect();
    if before != after {
        fields.insert(Field::Variants);
    }
    let removed = before.into_iter().filter(|id| !after.contains(id)).collect();
    let fields: Vec<Field> = fields.into_iter().collect();
    let change = if fields.is_empty() { Change::Unchanged } else { Change::Updated { fields } };
    Absorbed { listing, change, removed }
}

/// The text with nothing in it yet, so that all of what comes is new.
fn empty(text: &Text) -> Text {
    Text { title: String::new(), body_html: String::new(), ..text.clone() }
}

/// The same words again leave source and state as they are: someone may have checked them.
fn absorb_text(known: &mut Text, text: Text, fields: &mut BTreeSet<Field>) {
    let (title, body) = (known.title != text.title, known.body_html != text.body_html);
    if title {
        fields.insert(Field::Title);
    }
    if body {
        fields.insert(Field::Body);
    }
    if title || body {
        *known = text;
    }
}

fn absorb_variants(known: &[Variant], incoming: Vec<Variant>, fields: &mut BTreeSet<Field>) -> Vec<Variant> {
    let mut left: Vec<&Variant> = known.iter().collect();
    let mut absorbed = Vec::with_capacity(incoming.len());
    let mut unmatched = Vec::new();
    // Option values first, over all variants, so that a swapped number does not swap variants.
    for (place, new) in incoming.into_iter().enumerate() {
        match left.iter().position(|old| old.options == new.options) {
            Some(i) => absorbed.push((place, absorb_variant(left.remove(i), new, fields))),
            None => unmatched.push((place, new)),
        }
    }
    for (place, new) in unmatched {
        let same = |old: &&Variant| old.sku.is_some() && old.sku == new.sku;
        match left.iter().position(same) {
            Some(i) => absorbed.push((place, absorb_variant(left.remove(i), new, fields))),
            None => absorbed.push((place, new)),
        }
    }
    absorbed.sort_by_key(|(place, _)| *place);
    absorbed.into_iter().map(|(_, variant)| variant).collect()
}

fn absorb_variant(old: &Variant, new: Variant, fields: &mut BTreeSet<Field>) -> Variant {
    let mut variant = old.clone();
    replace(&mut variant.options, new.options, Field::Options, fields);
    replace(&mut variant.price, new.price, Field::Price, fields);
    fill(&mut variant.sku, new.sku, Field::Sku, fields);
    fill(&mut variant.hs, new.hs, Field::HsCode, fields);
    fill(&mut variant.origin, new.origin, Field::Origin, fields);
    fill(&mut variant.net_weight_g, new.net_weight_g, Field::NetWeight, fields);
    fill(&mut variant.gross_weight_g, new.gross_weight_g, Field::GrossWeight, fields);
    fill(&mut variant.volume_ml, new.volume_ml, Field::Volume, fields);
    fill(&mut variant.abv_percent, new.abv_percent, Field::Alcohol, fields);
    fill(&mut variant.barcode, new.barcode, Field::Barcode, fields);
    for (fact, told) in new.facts.iter().filter(|(fact, told)| old.facts.get(*fact) != Some(*told)) {
        variant.facts.tell(fact, Some(told));
        fields.insert(Field::Facts);
    }
    variant
}

fn replace<T: PartialEq>(known: &mut T, new: T, field: Field, fields: &mut BTreeSet<Field>) {
    if *known != new {
        *known = new;
        fields.insert(field);
    }
}

fn fill<T: PartialEq>(known: &mut Option<T>, new: Option<T>, field: Field, fields: &mut BTreeSet<Field>) {
    if new.is_some() {
        replace(known, new, field, fields);
    }
}
