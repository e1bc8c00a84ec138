//! The ways to send an order: what each costs, or why it cannot go so.

use super::priced::PricedLot;
use crate::explain::{self, Why};
use crate::pricing::{Landed, NoPrice, Pricing};
use sampan_money::Money;
use sampan_trade::rates::DeliveryQuote;
use sampan_web::Shell;
use serde::Serialize;

/// One way of delivery.
#[derive(Serialize, utoipa::ToSchema)]
pub struct DeliveryChoiceView {
    /// The code that is sent back.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// Fewest days on the way.
    pub days_min: u16,
    /// Most days on the way.
    pub days_max: u16,
    /// What it costs the buyer; none where it cannot go this way.
    #[schema(value_type = Option<Object>)]
    pub price: Option<Money>,
    /// Why it cannot go this way, as far as that is not said of the whole order.
    pub why_not: Vec<Why>,
    /// Whether it is the one.
    pub chosen: bool,
}

impl DeliveryChoiceView {
    /// Its name and how long it takes, in words.
    pub fn says(&self, s: &Shell) -> String {
        s.tn("checkout-way", &[("name", &self.name), ("from", &self.days_min), ("to", &self.days_max)])
    }

    /// How long it takes, in words.
    pub fn days(&self, s: &Shell) -> String {
        s.t2("checkout-days", "from", self.days_min, "to", self.days_max)
    }
}

/// The ways to send an order, each with what it costs or why it cannot go so; and why the order cannot go at all. What
/// stands against every way is said of the order; what one carrier or one way alone does not take, beside that way.
pub fn choices(priced: &PricedLot<'_>, pricing: &Pricing, to: &str, s: &Shell) -> (Vec<DeliveryChoiceView>, Vec<Why>) {
    let quotes = priced.lot.deliveries(pricing, to).unwrap_or_default();
    let mut ways: Vec<DeliveryChoiceView> =
        quotes.into_iter().map(|quote| way(quote, priced, pricing, to, s)).collect();
    let why_not = match &priced.landed {
        Ok(_) => Vec::new(),
        Err(no) if priced.option.is_some() || ways.len() < 2 => explain::reasons(no, s),
        Err(no) => of_all(&ways, no, s),
    };
    for way in &mut ways {
        // The first reason decides; what follows may ask for no more than a paper.
        way.why_not.truncate(1);
        way.why_not.retain(|why| !why_not.contains(why));
    }
    (ways, why_not)
}

/// One way; the price of the chosen one is known already.
fn way(quote: DeliveryQuote, priced: &PricedLot<'_>, pricing: &Pricing, to: &str, s: &Shell) -> DeliveryChoiceView {
    let landed: Option<&Landed> = priced.landed.as_ref().ok();
    let chosen = landed.and_then(|landed| landed.delivery.as_ref()).map(|delivery| delivery.code.as_str());
    let chosen = chosen.or(priced.option) == Some(quote.code.as_str());
    let price = match landed {
        Some(landed) if chosen => Ok(landed.carriage),
        _ => priced.lot.price(pricing, to, Some(&quote.code), &priced.had).map(|landed| landed.carriage),
    };
    let (price, why_not) = match price {
        Ok(price) => (Some(price), Vec::new()),
        Err(no) => (None, explain::reasons(&no, s)),
    };
    let DeliveryQuote { code, name, days_min, days_max, .. } = quote;
    let name = explain::delivery_name(&name, s);
    DeliveryChoiceView { code, name, days_min, days_max, price, why_not, chosen }
}

/// What stands against every way; where what decides is another thing for each, that it is said beside it.
fn of_all(ways: &[DeliveryChoiceView], no: &NoPrice, s: &Shell) -> Vec<Why> {
    let of_each = |why: &Why| ways.iter().all(|way| way.why_not.contains(why));
    if !ways.iter().filter_map(|way| way.why_not.first()).any(of_each) {
        return vec![Why::plain("no_way", s.t("checkout-no-way"))];
    }
    explain::reasons(no, s).into_iter().filter(of_each).collect()
}
