//! Services: no parcel and no customs, but tax where the law reaches a seller abroad.

use crate::answer::{Answer, Charge, Eligibility, LineAnswer, Verdict};
use crate::basis::{add, exchange, money};
use crate::book::{Book, Confidence, Law, Market, RoundTo, ServiceRow};
use crate::destinations::destination;
use crate::export;
use crate::rate::{Content, Ground, Lack};
use crate::reason::{Code, Reason};
use crate::request::{AMOUNT_MAX, Settings};
use crate::text::Text;
use jiff::civil::Date;
use sampan_money::{Decimal, ExchangeRate, Money, Rounding};
use serde::{Deserialize, Serialize};

/// What kind of service it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceKind {
    /// A file to download, a subscription to use online.
    DigitalDownload,
    /// A course over the network.
    OnlineCourse,
    /// Advice from afar.
    RemoteConsulting,
    /// A tour, a tasting, a class on the spot in the United States.
    OnSite,
    /// A ticket to an event attended in the United States.
    EventOnSite,
    /// A ticket to an event over the network.
    EventOnline,
}

impl ServiceKind {
    /// The name in JSON and in the book.
    pub fn name(self) -> &'static str {
        match self {
            ServiceKind::DigitalDownload => "digital_download",
            ServiceKind::OnlineCourse => "online_course",
            ServiceKind::RemoteConsulting => "remote_consulting",
            ServiceKind::OnSite => "on_site",
            ServiceKind::EventOnSite => "event_on_site",
            ServiceKind::EventOnline => "event_online",
        }
    }
}

/// A question about a service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceRequest {
    /// The country of the buyer, ISO 3166 alpha-2.
    pub destination: String,
    /// The day whose law holds.
    pub date: Date,
    /// The caller's own name for it.
    pub id: String,
    /// What kind of service.
    pub kind: ServiceKind,
    /// The price, all of it.
    pub price: Money,
    /// Exchange rates for the currencies that occur.
    #[serde(default)]
    pub rates: Vec<ExchangeRate>,
}

/// What a service comes to with the tax on it. Where the law has the buyer account for the tax, none is charged and a
/// warning says so.
pub fn quote_service(book: &Book, settings: &Settings, request: &ServiceRequest) -> Answer {
    let to = request.destination.as_str();
    let blank = Answer::blank(book, &request.destination, request.date);
    let mut answer = Answer { regime: Some(Text::fixed(&"service")), ..blank };
    let outcome = match (export::closed(book, to, request.date), destination(to), book.market(to)) {
        (Some(closed), ..) => Err(closed),
        (_, None, _) => Err((Verdict::NotSold, Reason::new(Code::UnknownDestination, &[("destination", to)]))),
        (_, _, None) => Err((Verdict::NotSold, Reason::new(Code::NoRulesYet, &[("destination", to)]))),
        (_, _, Some(market)) => work(market, settings, request, &mut answer),
    };
    if let Err((verdict, reason)) = outcome {
        answer.charges.clear();
        answer.lines.clear();
        answer.eligibility = Eligibility { verdict, reasons: vec![reason], papers: vec![], missing: vec![] };
    }
    answer
}

type Refused = (Verdict, Reason);

fn work(market: &Market, settings: &Settings, request: &ServiceRequest, answer: &mut Answer) -> Result<(), Refused> {
    let kind = request.kind.name();
    let params = [("kind", kind), ("destination", market.destination.code)];
    let rows = market.services.iter().filter(|row| row.kind == kind && row.period.holds(request.date));
    let row = rows.max_by_key(|row| (row.overlay, row.period.from));
    let row = row.ok_or_else(|| (Verdict::Unknown, Reason::new(Code::ServiceTaxUnknown, &params)))?;
    if row.confidence == Confidence::Verify {
        if !settings.sell_to_verify {
            let reason = Reason::new(Code::ServiceTaxUnknown, &params).by(&row.citation, row.confidence);
            return Err((Verdict::Unknown, reason));
        }
        answer.warnings.push(Reason::new(Code::UsesRowsToVerify, &[("rules", &row.rule)]));
    }
    let (price, tax) = amounts(market, request, row).map_err(|lack| (Verdict::Unknown, said(lack)))?;
    let due = if !row.rate.is_free() && row.by_buyer {
        let reason = Reason::new(Code::AccountedByBuyer, &[("rate", &row.rate.to_string())]);
        answer.warnings.push(reason.by(&row.citation, row.confidence));
        None
    } else if !row.rate.is_free() && !settings.registered.contains(market.destination.code) {
        answer.warnings.push(Reason::new(Code::NotRegistered, &[]).by(&row.citation, row.confidence));
        None
    } else {
        Some(tax)
    };
    let charged = due.unwrap_or(Money::zero(price.currency()));
    let landed = add(price, charged).map_err(|lack| (Verdict::Unknown, said(lack)))?;
    if let Some(amount) = due {
        answer.charges.push(charge(request, row, price, amount));
    }
    answer.lines.push(line(request, price, charged, landed));
    answer.total_charges = Some(charged);
    answer.landed_total = Some(landed);
    answer.valid_until = row.period.to;
    Ok(())
}

/// The price and the tax on it, in the destination's currency.
fn amounts(market: &Market, request: &ServiceRequest, row: &ServiceRow) -> Result<(Money, Money), Lack> {
    if !(0..=AMOUNT_MAX).contains(&request.price.minor()) {
        return Err(Lack::OutOfRange);
    }
    let to = market.destination.currency;
    let rounding = RoundTo { unit: Decimal::new(1, sampan_money::exponent(to)), way: Rounding::HalfUp };
    let convert = |amount, from| exchange(amount, from, to, &request.rates);
    let price = money(convert(request.price.decimal(), request.price.currency())?, to, rounding)?;
    let ground = Ground { value: price.decimal(), content: &Content::default(), convert: &convert };
    let tax = row.rate.settle(price.decimal(), &ground)?.on(price.decimal())?;
    Ok((price, money(tax, to, rounding)?))
}

fn said(lack: Lack) -> Reason {
    match lack {
        Lack::Exchange(base, quote) => {
            Reason::new(Code::NoExchangeRate, &[("base", base.code()), ("quote", quote.code())])
        }
        Lack::Field(_) | Lack::OutOfRange => Reason::new(Code::OutOfRange, &[("field", "price")]),
    }
}

fn charge(request: &ServiceRequest, row: &ServiceRow, base: Money, amount: Money) -> Charge {
    Charge {
        line: Some((&*request.id).into()),
        base,
        rate: row.rate.to_string().into(),
        amount,
        law: Law {
            measure: row.measure,
            rule: (&*row.rule).into(),
            citation: row.citation.clone(),
            confidence: row.confidence,
        }
        .into(),
    }
}

fn line(request: &ServiceRequest, price: Money, charges: Money, landed: Money) -> LineAnswer {
    LineAnswer {
        id: (&*request.id).into(),
        hs: None,
        goods: price,
        delivery: Money::zero(price.currency()),
        customs_value: Money::zero(price.currency()),
        charges: Some(charges),
        landed: Some(landed),
        verdict: Verdict::Sold,
    }
}
