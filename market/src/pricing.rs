//! What a parcel or a service comes to at the buyer's door: the seller's price and rate card, the book of tariffs, the
//! exchange rate, put together. Worked out whenever it is shown, never stored but in an order.

use crate::App;
use crate::catalog::StoredListing;
use crate::rates::{NoRate, Rates};
use rust_decimal::Decimal;
use sampan_ids::{Date, Timestamp, VariantId};
use sampan_money::{Currency, ExchangeRate, Money, Rounding};
use sampan_tariff::{Answer, Book, Line, Measure, Mode, Request, ServiceKind, ServiceRequest, Settings};
use sampan_trade::Country;
use sampan_trade::allowance::Counted;
use sampan_trade::listing::{Fact, Kind, Listing, Variant};
use sampan_trade::order;
use sampan_trade::rates::{Carrier, DeliveryQuote, NoDelivery, RateCard};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What prices depend on besides the goods; the same pricing gives the same price.
#[derive(Clone)]
pub struct Pricing {
    /// The law.
    pub book: Arc<Book>,
    /// Which rows of it may be used.
    pub law: Settings,
    /// Exchange rates.
    pub rates: Arc<Rates>,
    /// When.
    pub now: Timestamp,
    /// The day whose law holds, where it is not today's: for what would be on another day.
    pub law_of: Option<Date>,
    /// Where in the destination it goes, as its law names places: the region of an address, where that makes a difference.
    pub deliver_to: Option<String>,
}

/// Pieces of a variant.
#[derive(Clone, Copy)]
pub struct Piece<'a> {
    /// Its listing.
    pub listing: &'a StoredListing,
    /// The variant.
    pub variant: &'a Variant,
    /// How many.
    pub quantity: u32,
}

/// What the buyer pays for a parcel or a service, part by part.
#[derive(Clone, Debug)]
pub struct Landed {
    /// The law's answer: every charge with rate, base, rule and source.
    pub answer: Answer,
    /// How it is sent; nothing for a service.
    pub delivery: Option<DeliveryQuote>,
    /// Dollars to the buyer's currency.
    pub rate: ExchangeRate,
    /// The goods.
    pub goods: Money,
    /// Their carriage.
    pub carriage: Money,
    /// Duty of every kind.
    pub duty: Money,
    /// Taxes of every kind, and fees at the border.
    pub tax: Money,
    /// All of it.
    pub total: Money,
    /// Each line's goods, duty and tax, in the order of the pieces.
    pub lines: Vec<LandedLine>,
}

/// One line's part of a landed price.
#[derive(Clone, Copy, Debug)]
pub struct LandedLine {
    /// The goods.
    pub goods: Money,
    /// Duty on them.
    pub duty: Money,
    /// Tax on them.
    pub tax: Money,
}

impl LandedLine {
    /// The line of an order for so many of a variant at these figures.
    pub fn ordered(&self, listing: &Listing, variant: &Variant, quantity: u32) -> order::Line {
        order::Line {
            listing: listing.id,
            variant: variant.id,
            title: listing.texts.iter().map(|(language, text)| (*language, text.title.clone())).collect(),
            options: variant.options.clone(),
            sku: variant.sku.clone(),
            quantity,
            unit_price: variant.price,
            goods: self.goods,
            duty: self.duty,
            tax: self.tax,
            hs: variant.hs.clone(),
            origin: variant.origin,
            net_weight_g: variant.net_weight_g,
            gross_weight_g: variant.gross_weight_g,
            volume_ml: variant.volume_ml,
            abv_percent: variant.abv_percent,
            facts: variant.facts.clone(),
        }
    }
}

/// What a person has had in the year of what the law limits by quantity or by parcels; none: not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Had {
    /// Quantities by the code of the limit's row; one that is not named is nothing.
    pub quantities: Option<BTreeMap<String, Decimal>>,
    /// Parcels free of tax in the half-year.
    pub free_parcels: Option<u32>,
}

impl Had {
    /// The same after another parcel.
    pub fn add(&mut self, counted: &Counted) {
        if let Some(known) = &mut self.quantities {
            for (code, quantity) in &counted.quantities {
                let sum = known.entry(code.clone()).or_default();
                *sum = sum.saturating_add(*quantity);
            }
        }
        if let (Some(free), Some(_)) = (&mut self.free_parcels, counted.free_in_half) {
            *free = free.saturating_add(1);
        }
    }
}

/// Why there is no price, and so no sale.
#[derive(Clone, Debug)]
pub enum NoPrice {
    /// The destination is none of those that can be chosen.
    UnknownDestination(String),
    /// The law says no, or does not say, or something about the goods is missing: the answer says which.
    Law(Box<Answer>),
    /// The seller has not told what the destination's law must know.
    Untold {
        /// What.
        fact: Fact,
        /// Which place asks.
        destination: String,
    },
    /// It cannot be sent.
    Delivery(NoDelivery),
    /// The parcel's weight is not known.
    NoWeight,
    /// The seller's rate card has no such option.
    NoSuchOption,
    /// There is no exchange rate, or none that is new enough.
    Rate(NoRate),
    /// The amounts leave what can be counted.
    OutOfRange,
}

impl App {
    /// What prices depend on, now.
    pub fn pricing(&self) -> Pricing {
        let set = self.operator_settings();
        let law = Settings {
            sell_to_verify: set.sell_to_verify,
            continue_last_known: set.continue_last_known,
            ..Settings::demo()
        };
        Pricing { book: self.book(), law, rates: self.rates(), now: self.now(), law_of: None, deliver_to: None }
    }
}

/// The mode of a way to send, as the law calls it.
pub const fn mode(mode: sampan_trade::rates::Mode) -> Mode {
    match mode {
        sampan_trade::rates::Mode::Post => Mode::Post,
        sampan_trade::rates::Mode::Express => Mode::Express,
    }
}

/// Whether a charge is a duty; else it is a tax or a fee.
pub const fn is_duty(measure: Measure) -> bool {
    matches!(measure, Measure::Duty | Measure::AdditionalDuty | Measure::AntiDumping)
}

impl Pricing {
    /// The day whose law holds.
    pub fn today(&self) -> Date {
        self.law_of.unwrap_or_else(|| self.now.to_zoned(jiff::tz::TimeZone::UTC).date())
    }

    /// The same for a place in the destination, where the law there tells places apart.
    pub fn delivered_to(self, destination: &str, region: Option<&str>) -> Pricing {
        let region = region.filter(|region| !region.is_empty());
        let known = region.filter(|_| sampan_tariff::reads(&self.book, destination, "deliver_to"));
        Pricing { deliver_to: known.map(str::to_owned), ..self }
    }

    /// The currency of a destination.
    pub fn currency(&self, destination: &str) -> Result<Currency, NoPrice> {
        sampan_tariff::destination(destination)
            .map(|d| d.currency)
            .ok_or_else(|| NoPrice::UnknownDestination(destination.to_owned()))
    }

    /// The ways to send pieces somewhere.
    pub fn deliveries(
        &self,
        card: &RateCard,
        pieces: &[Piece<'_>],
        destination: &str,
    ) -> Result<Vec<DeliveryQuote>, NoPrice> {
        let gross = |p: &Piece<'_>| Some(u64::from(p.variant.gross_weight_g?) * u64::from(p.quantity));
        let gross: Option<u64> = pieces.iter().map(gross).sum();
        let country: Country = destination.parse().map_err(|_| NoPrice::UnknownDestination(destination.to_owned()))?;
        card.options(country, gross.ok_or(NoPrice::NoWeight)?).map_err(NoPrice::Delivery)
    }

    /// The landed price of pieces of goods in one parcel. `option` is a code of the rate card; none takes the default,
    /// which is the card's first that the law lets through, else its first.
    pub fn parcel(
        &self,
        card: &RateCard,
        pieces: &[Piece<'_>],
        destination: &str,
        option: Option<&str>,
        had: &Had,
    ) -> Result<Landed, NoPrice> {
        let currency = self.currency(destination)?;
        self.has_rules(pieces, destination, currency)?;
        self.is_told(pieces, destination)?;
        let deliveries = match self.deliveries(card, pieces, destination) {
            // The law is asked all the same: what is missing besides the weight should be known too.
            Err(NoPrice::NoWeight) => return Err(self.without_weight(pieces, destination)),
            other => other?,
        };
        let rate = self.rates.between(Currency::USD, currency, self.now).map_err(NoPrice::Rate)?;
        let mut first = None;
        for delivery in deliveries.into_iter().filter(|d| option.is_none_or(|o| o == d.code)) {
            let priced = self.priced(pieces, destination, delivery, &rate, had);
            if priced.is_ok() || option.is_some() {
                return priced;
            }
            first = first.or(Some(priced));
        }
        first.unwrap_or(Err(NoPrice::NoSuchOption))
    }

    /// A place without rules is said to be one before anything else is asked, a rate of exchange among it.
    fn has_rules(&self, pieces: &[Piece<'_>], destination: &str, currency: Currency) -> Result<(), NoPrice> {
        if self.book.market(destination).is_some() {
            return Ok(());
        }
        let rate = ExchangeRate::same(currency, self.today());
        let request = self.request(pieces, destination, None, None, &rate, &Had::default());
        Err(NoPrice::Law(Box::new(sampan_tariff::quote(&self.book, &self.law, &request))))
    }

    /// What must be told about the goods is.
    fn is_told(&self, pieces: &[Piece<'_>], destination: &str) -> Result<(), NoPrice> {
        for (variant, hs) in pieces.iter().filter_map(|p| Some((p.variant, p.variant.hs.as_ref()?))) {
            let untold = |fact: &&Fact| fact.must_be_told(hs) && variant.facts.get(**fact).is_none();
            for fact in Fact::ALL.iter().filter(untold) {
                let asked = sampan_tariff::asked(&self.book, destination, hs.as_str(), self.today());
                if asked.iter().any(|asked| asked.attribute == fact.as_str()) {
                    return Err(NoPrice::Untold { fact: *fact, destination: destination.to_owned() });
                }
            }
        }
        Ok(())
    }

    fn without_weight(&self, pieces: &[Piece<'_>], destination: &str) -> NoPrice {
        let rate = self.currency(destination).ok().and_then(|c| self.rates.between(Currency::USD, c, self.now).ok());
        let Some(rate) = rate else { return NoPrice::NoWeight };
        let request = self.request(pieces, destination, None, None, &rate, &Had::default());
        let answer = sampan_tariff::quote(&self.book, &self.law, &request);
        if answer.eligibility.verdict.sells() { NoPrice::NoWeight } else { NoPrice::Law(Box::new(answer)) }
    }

    fn request(
        &self,
        pieces: &[Piece<'_>],
        destination: &str,
        mode: Option<Mode>,
        freight: Option<Money>,
        rate: &ExchangeRate,
        had: &Had,
    ) -> Request {
        let line = |(i, p): (usize, &Piece<'_>)| Line {
            id: i.to_string(),
            hs: p.variant.hs.as_ref().map(ToString::to_string),
            description: String::new(),
            origin: p.variant.origin.map(|c| c.to_string()),
            quantity: p.quantity,
            unit_price: p.variant.price,
            net_weight_g: p.variant.net_weight_g.map(Into::into),
            gross_weight_g: p.variant.gross_weight_g.map(Into::into),
            volume_ml: p.variant.volume_ml.map(Into::into),
            abv_percent: p.variant.abv_percent,
            retail_packs: p.variant.facts.retail_packs(),
            attributes: p.variant.facts.attributes(),
        };
        let mut request = Request {
            destination: destination.to_owned(),
            date: self.today(),
            regime: None,
            ship_from: Some("US".to_owned()),
            mode,
            lines: pieces.iter().enumerate().map(line).collect(),
            freight,
            insurance: None,
            discount: None,
            rates: vec![rate.clone()],
            buyer: sampan_tariff::Buyer {
                personal_use: Some(true),
                free_parcels: had.free_parcels,
                ..Default::default()
            },
            importer: Default::default(),
        };
        if let Some(known) = &had.quantities {
            let asked = sampan_tariff::yearly_quantities(&self.book, &request).into_keys();
            let of = |code: String| (known.get(&code).copied().unwrap_or_default(), code);
            request.buyer.quantities_used = asked.map(of).map(|(quantity, code)| (code, quantity)).collect();
        }
        request
    }

    /// The half of the year, 1 or 2.
    pub fn half(&self) -> u8 {
        if self.today().month() <= 6 { 1 } else { 2 }
    }

    /// What a parcel counts with against its addressee's year, besides money.
    pub fn counted(&self, pieces: &[Piece<'_>], landed: &Landed) -> Counted {
        let to = landed.answer.destination.as_str();
        if !sampan_tariff::counts_persons(&self.book, to) {
            return Counted::default();
        }
        let request = self.request(pieces, to, None, None, &landed.rate, &Had::default());
        let free = sampan_tariff::is_free_parcel(&self.book, &landed.answer);
        Counted {
            quantities: sampan_tariff::yearly_quantities(&self.book, &request),
            free_in_half: free.then(|| self.half()),
        }
    }

    /// What one piece of each variant bears of quantities that are limited; those that bear none are left out.
    pub fn bears(&self, pieces: &[Piece<'_>], landed: &Landed) -> BTreeMap<VariantId, BTreeMap<String, Decimal>> {
        let to = landed.answer.destination.as_str();
        let one = |piece: &Piece<'_>| {
            let request =
                self.request(&[Piece { quantity: 1, ..*piece }], to, None, None, &landed.rate, &Had::default());
            (piece.variant.id, sampan_tariff::yearly_quantities(&self.book, &request))
        };
        pieces.iter().map(one).filter(|(_, bears)| !bears.is_empty()).collect()
    }

    /// Tells a request who carries the parcel and where in the country it goes. What is not known is not named: the law
    /// answers as it does for any carrier and place.
    pub fn tell(&self, request: &mut Request, carrier: Option<Carrier>) {
        let told = [("carrier", carrier.map(Carrier::as_str)), ("deliver_to", self.deliver_to.as_deref())];
        for (name, value) in told.iter().filter_map(|(name, value)| Some((name, (*value)?))) {
            request.lines.iter_mut().for_each(|line| {
                line.attributes.insert((*name).to_owned(), value.to_owned());
            });
        }
    }

    fn priced(
        &self,
        pieces: &[Piece<'_>],
        destination: &str,
        delivery: DeliveryQuote,
        rate: &ExchangeRate,
        had: &Had,
    ) -> Result<Landed, NoPrice> {
        let mut request = self.request(pieces, destination, Some(mode(delivery.mode)), Some(delivery.price), rate, had);
        self.tell(&mut request, delivery.carrier);
        let answer = sampan_tariff::quote(&self.book, &self.law, &request);
        add_up(answer, Some(delivery), rate.clone())
    }

    /// The price of pieces of a service.
    pub fn service(&self, piece: Piece<'_>, destination: &str) -> Result<Landed, NoPrice> {
        let currency = self.currency(destination)?;
        self.has_rules(&[piece], destination, currency)?;
        let rate = self.rates.between(Currency::USD, currency, self.now).map_err(NoPrice::Rate)?;
        let price = piece.variant.price.times(piece.quantity.into()).map_err(|_| NoPrice::OutOfRange)?;
        let request = ServiceRequest {
            destination: destination.to_owned(),
            date: self.today(),
            id: "0".to_owned(),
            kind: piece.listing.service_kind.unwrap_or(ServiceKind::OnSite),
            price,
            rates: vec![rate.clone()],
        };
        add_up(sampan_tariff::quote_service(&self.book, &self.law, &request), None, rate)
    }

    /// One piece of a listing's variant to a destination, by the default delivery: what lists and product pages show.
    pub fn one(
        &self,
        card: &RateCard,
        listing: &StoredListing,
        variant: &Variant,
        to: &str,
    ) -> Result<Landed, NoPrice> {
        let piece = Piece { listing, variant, quantity: 1 };
        match listing.listing.kind {
            Kind::Goods => self.parcel(card, &[piece], to, None, &Had::default()),
            Kind::Service(_) => self.service(piece, to),
        }
    }
}

/// Splits the law's answer into what an order keeps. Every part is the answer's own figure: nothing is rounded twice.
fn add_up(answer: Answer, delivery: Option<DeliveryQuote>, rate: ExchangeRate) -> Result<Landed, NoPrice> {
    let (true, Some(total)) = (answer.eligibility.verdict.sells(), answer.landed_total) else {
        return Err(NoPrice::Law(Box::new(answer)));
    };
    let currency = total.currency();
    let sum = |amounts: Vec<Money>| Money::sum(currency, amounts).map_err(|_| NoPrice::OutOfRange);
    let charged = |line: &str, duty: bool| {
        let of = answer.charges.iter().filter(|c| c.line.as_deref() == Some(line) && is_duty(c.measure) == duty);
        sum(of.map(|c| c.amount).collect())
    };
    let mut lines = Vec::with_capacity(answer.lines.len());
    for line in &answer.lines {
        lines.push(LandedLine { goods: line.goods, duty: charged(&line.id, true)?, tax: charged(&line.id, false)? });
    }
    let goods = sum(lines.iter().map(|l| l.goods).collect())?;
    let carriage = sum(answer.lines.iter().map(|l| l.delivery).collect())?;
    // A charge on the whole order belongs to no line; it is shared out by the goods' value, to the last minor unit.
    let weights: Vec<u64> = lines.iter().map(|l| l.goods.minor().max(0) as u64).collect();
    for charge in answer.charges.iter().filter(|c| c.line.is_none()) {
        for (line, part) in lines.iter_mut().zip(sampan_money::split(charge.amount, &weights)) {
            let of = if is_duty(charge.measure) { &mut line.duty } else { &mut line.tax };
            *of = of.plus(part).map_err(|_| NoPrice::OutOfRange)?;
        }
    }
    let duty = sum(lines.iter().map(|l| l.duty).collect())?;
    let tax = sum(lines.iter().map(|l| l.tax).collect())?;
    let whole = sum(vec![goods, carriage, duty, tax])?;
    if whole != total {
        return Err(NoPrice::OutOfRange);
    }
    Ok(Landed { answer, delivery, rate, goods, carriage, duty, tax, total, lines })
}

/// An amount in dollars at an order's or a price's rate, half up.
pub fn in_buyers_currency(amount: Money, rate: &ExchangeRate) -> Result<Money, NoPrice> {
    rate.convert(amount, Rounding::HalfUp).map_err(|_| NoPrice::OutOfRange)
}
