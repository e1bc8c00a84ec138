//! The law asked once more when a parcel is packed: by the carrier whose number it has, on the day it leaves, for the
//! place it goes to. What the buyer paid stays as it is; whether the goods may go so, and with what papers, is the law's of
//! that day. The papers that were asked for when the order was placed are asked for still.

use super::Papers;
use crate::App;
use crate::declarations::{self, Facts, PARCEL, ParcelNote};
use crate::pricing::{Pricing, mode};
use sampan_db::DbError;
use sampan_ids::{Date, Timestamp, VariantId};
use sampan_tariff::{Answer, Buyer, Code, Line, Paper, Reason, Request, Verdict};
use sampan_trade::listing::Variant;
use sampan_trade::order::{self, Order, State};
use sampan_trade::rates::{Carrier, Mode};

/// How a parcel goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Way {
    /// By post or by express.
    pub mode: Mode,
    /// Who carries it; none where rules name no such carrier.
    pub carrier: Option<Carrier>,
}

impl Way {
    /// How an order's parcel goes, as its number or else the carrier's name tells; one that tells nothing goes the way that
    /// was paid for.
    pub fn of(order: &Order, note: &ParcelNote) -> Way {
        let name = note.carrier.to_ascii_lowercase();
        let words: Vec<&str> = name.split(|c: char| !c.is_ascii_alphanumeric()).collect();
        let named = Carrier::ALL.into_iter().find(|carrier| words.contains(&carrier.as_str()));
        let post = ["post", "postal", "ems"].iter().any(|word| words.contains(word));
        // The last two letters of a post's number are the country whose post gave it.
        let american = post && note.recognised && note.number.ends_with("US");
        let carrier = named.or(american.then_some(Carrier::Usps));
        let mode = match carrier {
            Some(carrier) if carrier.goes(Mode::Express) => Mode::Express,
            Some(_) => Mode::Post,
            None if post => Mode::Post,
            None => paid(order),
        };
        Way { mode, carrier }
    }
}

/// The way of carriage that a buyer paid for.
fn paid(order: &Order) -> Mode {
    order.delivery.as_ref().map_or(Mode::Post, |delivery| delivery.mode)
}

/// What an order's parcel is asked about on a day, sent the way that was paid for. What an order of old does not know of
/// its goods is taken from what its listings know.
pub fn request<'a>(order: &Order, on: Date, known: impl Fn(VariantId) -> Option<&'a Variant>) -> Request {
    let line = |(n, line): (usize, &order::Line)| {
        let variant = known(line.variant);
        let facts = Some(&line.facts).filter(|facts| !facts.is_empty()).or(variant.map(|variant| &variant.facts));
        Line {
            id: n.to_string(),
            hs: line.hs.as_ref().map(ToString::to_string),
            description: String::new(),
            origin: line.origin.map(|origin| origin.to_string()),
            quantity: line.quantity,
            unit_price: line.unit_price,
            net_weight_g: line.net_weight_g.map(Into::into),
            gross_weight_g: line.gross_weight_g.map(Into::into),
            volume_ml: line.volume_ml.or(variant.and_then(|variant| variant.volume_ml)).map(Into::into),
            abv_percent: line.abv_percent.or(variant.and_then(|variant| variant.abv_percent)),
            retail_packs: facts.and_then(|facts| facts.retail_packs()),
            attributes: facts.map(|facts| facts.attributes()).unwrap_or_default(),
        }
    };
    Request {
        destination: order.destination.to_string(),
        date: on,
        regime: None,
        ship_from: Some("US".to_owned()),
        mode: order.delivery.as_ref().map(|delivery| mode(delivery.mode)),
        lines: order.lines.iter().enumerate().map(line).collect(),
        freight: order.delivery.as_ref().map(|delivery| delivery.price_usd),
        insurance: None,
        discount: None,
        rates: vec![order.rate.clone()],
        buyer: Buyer { personal_use: Some(true), ..Buyer::default() },
        importer: Default::default(),
    }
}

/// The law's answer for an order's parcel that goes a way; none for a service.
pub fn answer(pricing: &Pricing, facts: &Facts, way: Way) -> Option<Answer> {
    let order = &facts.order;
    order.delivery.as_ref()?;
    let region = facts.consignee.as_ref().and_then(|to| to.address.region.as_ref()).map(|region| region.code.as_str());
    let pricing = pricing.clone().delivered_to(order.destination.as_str(), region);
    let variant = |id| facts.listings.iter().find_map(|stored| stored.listing.variant(id));
    let mut asked = request(order, pricing.today(), variant);
    asked.mode = Some(mode(way.mode));
    // Duty and tax were paid under one regime; a way that was not paid for may have none of that name.
    asked.regime = Some(order.regime.clone()).filter(|regime| way.mode == paid(order) && !regime.is_empty());
    pricing.tell(&mut asked, way.carrier);
    Some(sampan_tariff::quote(&pricing.book, &pricing.law, &asked))
}

/// Why goods may not go, if they may not. A rate that is not known keeps nothing here: what is due was paid with the order.
pub fn against(answer: &Answer) -> Option<&Reason> {
    let said = &answer.eligibility;
    let open = |reason: &&Reason| {
        use Code::{HsTooShort, Missing, RestrictionToVerify, RestrictionUnknown};
        matches!(reason.code, RestrictionUnknown | RestrictionToVerify | Missing | HsTooShort)
    };
    match said.verdict {
        Verdict::Sold | Verdict::SoldWithPapers => None,
        Verdict::Unknown => said.reasons.iter().find(open),
        Verdict::NotSold => said.reasons.first(),
    }
}

/// What the law says of the parcel that was noted, as it would leave at a moment; none before there is one and once it
/// has left.
pub fn of_note(pricing: &Pricing, facts: &Facts, at: Timestamp) -> Option<Answer> {
    let note = facts.parcel.as_ref().filter(|_| matches!(facts.order.state, State::Paid { .. }))?;
    answer(&Pricing { now: at, ..pricing.clone() }, facts, Way::of(&facts.order, note))
}

/// The carriers that take a parcel the way that was paid for, of those that rules tell apart.
pub fn takers(pricing: &Pricing, facts: &Facts) -> Vec<Carrier> {
    let mode = paid(&facts.order);
    let takes = |carrier: &Carrier| {
        let answer = answer(pricing, facts, Way { mode, carrier: Some(*carrier) });
        carrier.goes(mode) && answer.is_some_and(|answer| against(&answer).is_none())
    };
    Carrier::ALL.into_iter().filter(takes).collect()
}

/// The papers that the law asks of the parcel that was noted; of one that has left, those that it left with besides the ones
/// of its order.
pub fn papers(pricing: &Pricing, facts: &Facts, at: Timestamp) -> Vec<Paper> {
    match of_note(pricing, facts, at) {
        Some(answer) => answer.eligibility.papers,
        None => facts.parcel.as_ref().map(|note| note.papers.clone()).unwrap_or_default(),
    }
}

/// The same for an order's page.
pub async fn papers_of(app: &App, order: &Order) -> Result<Vec<Paper>, DbError> {
    let noted = app.db().find::<Papers>(&(order.id, PARCEL.to_owned())).await?;
    let Some(note) = noted.and_then(|paper| declarations::parcel_note(app.vault(), &paper)) else {
        return Ok(Vec::new());
    };
    if !matches!(order.state, State::Paid { .. }) {
        return Ok(note.papers);
    }
    let facts = Facts::find(app, order.clone()).await?;
    Ok(papers(&app.pricing(), &facts, app.now()))
}
