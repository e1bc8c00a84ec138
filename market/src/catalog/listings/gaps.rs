//! Every variant that lacks a weight, a code, an origin or an answer that some destination's law must have, in one table, filled in and saved at once.

use super::commands::{Fill, Particulars};
use super::facts::{Asking, Question};
use super::find::{self, Wanted};
use super::list::language_of;
use super::parse::Typed;
use super::refused;
use crate::App;
use crate::catalog::StoredListing;
use crate::look::Pager;
use crate::page;
use crate::policy::SellerWho;
use sampan_ids::{ListingId, VariantId};
use sampan_trade::listing::{Category, Fact, Missing, Variant};
use sampan_web::{Cx, Error, FieldErrors, Reply, Shell};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Variants of one table.
const SHOWN: usize = 100;
/// Listings looked at for one table; most of a seller's have no gap once the first import is filled in.
const LOOKED_AT: usize = 1_000;

/// What is missing of a seller's goods.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct GapsView {
    /// The variants that lack something.
    pub gaps: Vec<Gap>,
    /// Whether some are of wine, which needs volume and alcohol content besides.
    pub wine: bool,
    /// Whether the law asks more about some of them.
    pub asked: bool,
    /// Where to look on, for `after`; none at the end.
    pub next: Option<String>,
}

page!(GapsView, "catalog/pages/gaps.html");

/// A variant that lacks something. What is there already stands in its fields.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Gap {
    /// Its listing.
    #[schema(value_type = String)]
    pub listing: ListingId,
    /// The variant.
    #[schema(value_type = String)]
    pub variant: VariantId,
    /// The listing's title.
    pub title: String,
    /// Which variant: its options, or its SKU.
    pub name: String,
    /// Tariff code.
    pub hs: String,
    /// Country of origin.
    pub origin: String,
    /// Net grams.
    pub net: String,
    /// Gross grams.
    pub gross: String,
    /// Whether it is wine.
    pub wine: bool,
    /// Millilitres.
    pub volume: String,
    /// Alcohol by volume.
    pub abv: String,
    /// What must be told besides before it is sold in some places.
    pub questions: Vec<Question>,
}

impl Gap {
    /// The name of a field of this row.
    pub fn field(&self, what: &str) -> String {
        format!("{what}.{}.{}", self.listing, self.variant)
    }

    /// The name of the field of a question.
    pub fn asked(&self, fact: &str) -> String {
        self.field(&format!("fact.{fact}"))
    }
}

impl GapsView {
    /// The way on.
    pub fn pager(&self) -> Pager {
        let next = self.next.as_deref().map(|after| format!("/seller/listings/gaps?after={after}"));
        Pager { next: next.unwrap_or_default(), ..Pager::default() }
    }
}

/// Which part of the table.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct Which {
    /// Behind this listing.
    #[schema(value_type = Option<String>)]
    after: Option<ListingId>,
}

/// Shows the table.
pub async fn show(cx: Cx<App>, who: SellerWho, which: Which) -> Result<Reply<GapsView>, Error> {
    Ok(Reply::show(table(&cx, who, which.after).await?))
}

/// The table from a place on: rows until it is full or every listing has been looked at.
async fn table(cx: &Cx<App>, who: SellerWho, after: Option<ListingId>) -> Result<GapsView, Error> {
    let wanted = Wanted { goods: true, after, ..Wanted::default() };
    let listings = find::page(&cx.site, who.seller, &wanted, LOOKED_AT + 1).await?;
    let mut view = GapsView { gaps: Vec::new(), wine: false, asked: false, next: None };
    let mut asking = Asking::of(&cx.site);
    let mut last = None;
    for (n, stored) in listings.iter().enumerate() {
        if view.gaps.len() >= SHOWN || n == LOOKED_AT {
            view.next = last.map(|id: ListingId| id.to_string());
            break;
        }
        last = Some(stored.listing.id);
        view.gaps.extend(gaps(stored, &mut asking, &cx.site, &cx.shell));
    }
    view.wine = view.gaps.iter().any(|gap| gap.wine);
    view.asked = view.gaps.iter().any(|gap| !gap.questions.is_empty());
    Ok(view)
}

fn gaps(stored: &StoredListing, asking: &mut Asking, app: &App, s: &Shell) -> Vec<Gap> {
    let asked = |m: &Missing| !matches!(m, Missing::Price { .. });
    let lacking: Vec<VariantId> =
        stored.listing.missing(app.now()).iter().filter(|m| asked(m)).filter_map(Missing::variant).collect();
    let mut gaps = Vec::new();
    for variant in &stored.listing.variants {
        if lacking.contains(&variant.id) || asking.is_open(variant) {
            let questions = asking.questions(variant, s).into_iter().filter(|q| q.needed).collect();
            gaps.push(gap(stored, variant, questions, s));
        }
    }
    gaps
}

fn gap(stored: &StoredListing, variant: &Variant, questions: Vec<Question>, s: &Shell) -> Gap {
    let text = |number: Option<u32>| number.map(|n| n.to_string()).unwrap_or_default();
    Gap {
        listing: stored.listing.id,
        variant: variant.id,
        title: stored.listing.title(language_of(s)).to_owned(),
        name: variant_name(variant),
        hs: variant.hs.as_ref().map(ToString::to_string).unwrap_or_default(),
        origin: variant.origin.map(|c| c.to_string()).unwrap_or_default(),
        net: text(variant.net_weight_g),
        gross: text(variant.gross_weight_g),
        wine: stored.listing.category == Category::Wine,
        volume: text(variant.volume_ml),
        abv: variant.abv_percent.map(|abv| abv.normalize().to_string()).unwrap_or_default(),
        questions,
    }
}

/// What a seller knows a variant by.
pub fn variant_name(variant: &Variant) -> String {
    let options: Vec<&str> = variant.options.iter().map(String::as_str).filter(|o| !o.is_empty()).collect();
    if options.is_empty() { variant.sku.clone().unwrap_or_default() } else { options.join(" / ") }
}

/// A column of the table: what was typed, by listing and variant.
type Column = BTreeMap<String, BTreeMap<String, Option<String>>>;

/// The table as it was filled in. Each column goes by listing and variant: `net.<listing>.<variant>`.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct Filled {
    /// Behind which listing the table began.
    #[schema(value_type = Option<String>)]
    after: Option<ListingId>,
    /// Tariff codes.
    #[serde(default)]
    hs: Column,
    /// Countries of origin.
    #[serde(default)]
    origin: Column,
    /// Net grams.
    #[serde(default)]
    net: Column,
    /// Gross grams.
    #[serde(default)]
    gross: Column,
    /// Millilitres.
    #[serde(default)]
    volume: Column,
    /// Alcohol by volume.
    #[serde(default)]
    abv: Column,
    /// Answers to what the law asks, by the question: `fact.wild.<listing>.<variant>`.
    #[serde(default)]
    fact: BTreeMap<String, Column>,
    /// What goes into every blank field of a column: `rest.origin`.
    #[serde(default)]
    rest: BTreeMap<String, Option<String>>,
}

/// Saves the whole table.
pub async fn fill(cx: Cx<App>, who: SellerWho, filled: Filled) -> Result<Reply<GapsView>, Error> {
    let (told, errors) = filled.read();
    if !errors.is_empty() {
        return Ok(Reply::again(table(&cx, who, filled.after).await?, errors));
    }
    let fill = Fill { seller: who.seller, told };
    let changed = cx.site.perform(who.seller, cx.once.as_ref(), fill).await?.map_err(refused)?;
    let view = table(&cx, who, None).await?;
    let notice = cx.shell.t1("catalog-said-changed", "count", changed);
    Ok(Reply::done(view, "/seller/listings/gaps").notice(notice))
}

impl Filled {
    /// What is told of each variant; a blank field tells what the rest of its column does, or nothing.
    fn read(&self) -> (Vec<(ListingId, Option<VariantId>, Particulars)>, FieldErrors) {
        let mut typed = Typed::default();
        let mut told: BTreeMap<(ListingId, VariantId), Particulars> = BTreeMap::new();
        let columns = [
            ("hs", &self.hs),
            ("origin", &self.origin),
            ("net", &self.net),
            ("gross", &self.gross),
            ("volume", &self.volume),
            ("abv", &self.abv),
        ];
        for (name, column) in columns {
            for (listing, variants) in column {
                for (variant, text) in variants {
                    let field = format!("{name}.{listing}.{variant}");
                    let (Ok(listing), Ok(variant)) = (listing.parse(), variant.parse()) else {
                        typed.errors.add(field, "", "a listing and a variant", "invalid");
                        continue;
                    };
                    let row = told.entry((listing, variant)).or_default();
                    let blank = text.as_deref().is_none_or(|text| text.trim().is_empty());
                    let rest = self.rest.get(name).and_then(Option::as_deref);
                    let text = if blank { rest } else { text.as_deref() };
                    match name {
                        "hs" => row.hs = typed.hs(&field, text),
                        "origin" => row.origin = typed.origin(&field, text),
                        "net" => row.net_g = typed.measure(&field, text),
                        "gross" => row.gross_g = typed.measure(&field, text),
                        "volume" => row.volume_ml = typed.measure(&field, text),
                        _ => row.abv = typed.percent(&field, text),
                    }
                }
            }
        }
        for (fact, column) in &self.fact {
            for (listing, variants) in column {
                let field = |variant: &str| format!("fact.{fact}.{listing}.{variant}");
                for (variant, text) in variants {
                    let known = typed.word::<Fact>(&field(variant), Some(fact));
                    let (Some(known), Ok(listing), Ok(id)) = (known, listing.parse(), variant.parse()) else {
                        continue;
                    };
                    if let Some(answer) = typed.fact(&field(variant), known, text.as_deref()) {
                        told.entry((listing, id)).or_default().facts.insert(known, Some(answer));
                    }
                }
            }
        }
        for ((listing, variant), row) in &told {
            if let (Some(net), Some(gross)) = (row.net_g, row.gross_g)
                && net > gross
            {
                let wanted = "a gross weight not below the net weight";
                typed.errors.add(format!("gross.{listing}.{variant}"), &gross.to_string(), wanted, "catalog_gross");
            }
        }
        told.retain(|_, row| *row != Particulars::default());
        (told.into_iter().map(|((l, v), row)| (l, Some(v), row)).collect(), typed.errors)
    }
}
