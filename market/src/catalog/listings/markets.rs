//! Ready for which market: for each destination whether a listing is sold there, why not, what the buyer would pay and
//! what the seller would get.

use super::find;
use super::gaps::variant_name;
use super::list::language_of;
use crate::App;
use crate::catalog::StoredListing;
use crate::explain::{self, NeededPaper, Why};
use crate::look::{Anatomy, Choice};
use crate::page;
use crate::policy::SellerWho;
use crate::pricing::{Landed, NoPrice, Pricing};
use crate::sellers::Sellers;
use rust_decimal::Decimal;
use sampan_ids::{ListingId, VariantId};
use sampan_money::Money;
use sampan_trade::listing::{Kind, Variant};
use sampan_trade::seller::Seller;
use sampan_web::{Cx, Error, Reply, Shell};
use serde::{Deserialize, Serialize};

/// Where a listing is sold.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct MarketsView {
    /// The listing.
    #[schema(value_type = String)]
    pub listing: ListingId,
    /// Its title.
    pub title: String,
    /// The variant that prices are of.
    #[schema(value_type = String)]
    pub variant: VariantId,
    /// The variants to choose from.
    #[schema(value_type = Vec<Object>)]
    pub variants: Vec<Choice>,
    /// Each destination.
    pub markets: Vec<Market>,
}

page!(MarketsView, "catalog/pages/markets.html");

/// One destination.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Market {
    /// ISO 3166 alpha-2.
    pub destination: String,
    /// Its name.
    pub place: String,
    /// `sold`, `missing` (something must be told first) or `not_sold`.
    pub state: String,
    /// What must be told, in words.
    pub missing: Vec<String>,
    /// Why it is not sold, each with where that is written.
    pub reasons: Vec<Why>,
    /// Papers that must be there.
    pub papers: Vec<NeededPaper>,
    /// What else one should know.
    pub warnings: Vec<Why>,
    /// What the buyer pays, part by part.
    #[schema(value_type = Option<Object>)]
    pub price: Option<Anatomy>,
    /// What the seller gets.
    pub proceeds: Option<Proceeds>,
}

/// What the seller gets of one sale, in dollars.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Proceeds {
    /// For the goods.
    #[schema(value_type = Object)]
    pub goods: Money,
    /// For carriage, by the seller's own card.
    #[schema(value_type = Option<Object>)]
    pub delivery: Option<Money>,
    /// The marketplace's fee, in per cent.
    pub fee_percent: String,
    /// The same as an amount.
    #[schema(value_type = Object)]
    pub fee: Money,
    /// What is left.
    #[schema(value_type = Object)]
    pub left: Money,
}

impl Market {
    /// The key of the state's word.
    pub fn key(&self) -> &'static str {
        match self.state.as_str() {
            "sold" => "catalog-market-sold",
            "missing" => "catalog-market-missing",
            _ => "catalog-market-not-sold",
        }
    }
}

impl Proceeds {
    /// How it comes about, in a line.
    pub fn sum(&self, s: &Shell) -> String {
        let written = |amount| crate::look::filters::written(amount, s);
        let (goods, fee) = (written(self.goods), written(self.fee));
        match self.delivery.map(written) {
            Some(delivery) => s.tn(
                "catalog-market-sum",
                &[("goods", &goods), ("delivery", &delivery), ("fee", &fee), ("percent", &self.fee_percent)],
            ),
            None => {
                s.tn("catalog-market-sum-service", &[("goods", &goods), ("fee", &fee), ("percent", &self.fee_percent)])
            }
        }
    }
}

/// Which listing, and which of its variants.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct Which {
    /// The listing.
    #[schema(value_type = String)]
    listing: ListingId,
    /// The variant; the first if none.
    #[schema(value_type = Option<String>)]
    variant: Option<VariantId>,
}

/// Shows every destination for one variant.
pub async fn show(cx: Cx<App>, who: SellerWho, which: Which) -> Result<Reply<MarketsView>, Error> {
    let stored = find::listing(&cx.site, who.seller, which.listing).await?;
    let seller = cx.site.find::<Sellers>(who.seller).await?;
    let chosen = which.variant.and_then(|id| stored.listing.variant(id)).or(stored.listing.variants.first());
    let variant = chosen.ok_or(Error::NotFound)?;
    let choice = |v: &Variant| Choice::new(v.id.to_string(), variant_name(v), v.id == variant.id);
    Ok(Reply::show(MarketsView {
        listing: stored.listing.id,
        title: stored.listing.title(language_of(&cx.shell)).to_owned(),
        variant: variant.id,
        variants: stored.listing.variants.iter().map(choice).collect(),
        markets: markets(&cx.site, &seller, &stored, variant, &cx.shell),
    }))
}

/// Every destination for one variant.
pub fn markets(app: &App, seller: &Seller, stored: &StoredListing, variant: &Variant, s: &Shell) -> Vec<Market> {
    let pricing = app.pricing();
    let fee = seller.fee_percent.unwrap_or(app.operator_settings().fee_percent);
    let one = |to: &sampan_tariff::Destination| market(&pricing, seller, stored, variant, to.code, fee, s);
    sampan_tariff::destinations().iter().map(one).collect()
}

fn market(
    pricing: &Pricing,
    seller: &Seller,
    stored: &StoredListing,
    variant: &Variant,
    to: &str,
    fee: Decimal,
    s: &Shell,
) -> Market {
    let blank = Market {
        destination: to.to_owned(),
        place: explain::place(to, s),
        state: "sold".to_owned(),
        missing: Vec::new(),
        reasons: Vec::new(),
        papers: Vec::new(),
        warnings: Vec::new(),
        price: None,
        proceeds: None,
    };
    // A price of zero is one that nobody has set.
    if variant.price.minor() <= 0 {
        let missing = vec![s.t("catalog-missing-price")];
        return Market { state: "missing".to_owned(), missing, ..blank };
    }
    match pricing.one(&seller.rate_card, stored, variant, to) {
        Ok(landed) => Market {
            papers: explain::papers(&landed.answer, s),
            warnings: explain::warnings(&landed.answer, s),
            price: Some(explain::anatomy(&landed, s)),
            proceeds: proceeds(&landed, stored, variant, fee),
            ..blank
        },
        Err(no) => {
            let missing: Vec<String> = explain::missing(&no, s).into_iter().map(|(_, words)| words).collect();
            let papers = if let NoPrice::Law(answer) = &no { explain::papers(answer, s) } else { Vec::new() };
            let reasons = explain::reasons(&no, s).into_iter();
            // What is missing is said once, not as a reason again.
            let reasons = reasons
                .filter(|why| missing.is_empty() || !matches!(why.code.as_str(), "missing" | "untold"))
                .collect();
            let state = if missing.is_empty() { "not_sold" } else { "missing" };
            Market { state: state.to_owned(), missing, reasons, papers, ..blank }
        }
    }
}

/// Goods and carriage less the marketplace's fee on both; duty and tax pass through.
fn proceeds(landed: &Landed, stored: &StoredListing, variant: &Variant, fee: Decimal) -> Option<Proceeds> {
    let goods = variant.price;
    let delivery = landed.delivery.as_ref().map(|d| d.price).filter(|_| matches!(stored.listing.kind, Kind::Goods));
    let whole = delivery.map_or(Ok(goods), |delivery| goods.plus(delivery)).ok()?;
    let (kept, left) = whole.split_off(fee);
    Some(Proceeds { goods, delivery, fee_percent: fee.normalize().to_string(), fee: kept, left })
}
