//! The way out of the United States: when an export filing is due, where nothing may go, and what codes the post asks for.

use crate::answer::Verdict;
use crate::basis::{Basis, exchange};
use crate::book::{Book, Closed, Limit, LimitValue, Market, Usual, day};
use crate::case::Draft;
use crate::rate::Field;
use crate::reason::{Code, Reason};
use crate::request::{Line, Mode, Request};
use jiff::civil::Date;
use sampan_money::{Currency, Decimal, Money, Rounding};
use std::collections::BTreeMap;

/// Why nothing goes to a place; none: the book knows of nothing.
#[inline]
pub(crate) fn closed(book: &Book, place: &str, on: Date) -> Option<(Verdict, Reason)> {
    book.closed(place, on).map(|row| closed_by(row, place))
}

#[cold]
fn closed_by(row: &Closed, place: &str) -> (Verdict, Reason) {
    let params = [("destination", place), ("text", row.en.as_str()), ("text_zh", row.zh.as_str())];
    let reason = Reason::new(Code::ClosedDestination, &params).by(&row.citation, row.confidence);
    (if row.by_licence { Verdict::Unknown } else { Verdict::NotSold }, reason)
}

/// A warning for every kind of goods that needs an export filing.
pub(crate) fn filings(market: &Market, request: &Request, basis: &Basis, on: i32, due: &mut Vec<Reason>) {
    if !leaves_the_states(request) {
        return;
    }
    if let Some(limit) = market.usual(Usual::ExportFiling, on)
        && let LimitValue::Amount(most) = limit.value
        && !is_small(request, most)
    {
        due.extend(filings_by_value(limit, most, request, basis));
    }
    if basis.items.iter().any(|item| !item.line.attributes.is_empty()) {
        due.extend(filings_of_controlled_goods(market, request, basis));
    }
}

/// A request that does not say where the parcel leaves from means the United States.
fn leaves_the_states(request: &Request) -> bool {
    request.ship_from.as_deref().is_none_or(|from| from == "US")
}

/// Goods of one line of Schedule B above a value, by the six digits that it shares with the code. Without a rate to
/// dollars nothing can be tested; goods priced in dollars need none.
#[inline(never)]
fn filings_by_value(limit: &Limit, most: Money, request: &Request, basis: &Basis) -> Vec<Reason> {
    let mut worth: BTreeMap<&str, Decimal> = BTreeMap::new();
    for item in basis.items.iter() {
        let Some(begin) = item.code.as_deref().and_then(|code| code.get(..6)) else { continue };
        let price = item.line.unit_price;
        let usd = exchange(price.decimal(), price.currency(), Currency::USD, &request.rates);
        let Some(usd) = usd.ok().and_then(|usd| usd.checked_mul(item.line.quantity.into())) else { continue };
        let sum = worth.entry(begin).or_default();
        *sum = sum.saturating_add(usd);
    }
    let over = worth.into_iter().filter(|(_, usd)| *usd > most.decimal());
    over.map(|(code, usd)| {
        let value = Money::from_decimal(usd, Currency::USD, Rounding::HalfUp).map_or("more".into(), |m| m.to_string());
        let most = most.to_string();
        let params = [("hs", code), ("value", value.as_str()), ("limit", &most)];
        Reason::new(Code::ExportFilingDue, &params).by(&limit.citation, limit.confidence)
    })
    .collect()
}

/// Whether all goods together, priced in the limit's currency, are not above it: then no kind of them is.
fn is_small(request: &Request, most: Money) -> bool {
    let nothing = Money::zero(most.currency());
    let whole = request
        .lines
        .iter()
        .try_fold(nothing, |sum, line| sum.plus(line.unit_price.times(line.quantity.into()).ok()?).ok());
    whole.is_some_and(|whole| whole.minor() <= most.minor())
}

/// Goods on the control list to destinations for which a filing is due whatever the value, and goods under a licence.
#[inline(never)]
fn filings_of_controlled_goods(market: &Market, request: &Request, basis: &Basis) -> Vec<Reason> {
    let Some(limit) = market.usual(Usual::ControlledFiling, day(request.date)) else { return Vec::new() };
    let LimitValue::Word(places) = &limit.value else { return Vec::new() };
    let strict = places.split(';').any(|place| place == request.destination);
    let due = basis.items.iter().filter(|item| item.line.has("export_licence") || strict && is_controlled(item.line));
    due.map(|item| {
        let eccn: String = item.line.attributes.get("eccn").map_or("–", String::as_str).chars().take(20).collect();
        let params = [("eccn", eccn.as_str()), ("destination", &request.destination)];
        Reason::new(Code::ControlledFilingDue, &params).of(&item.line.id).by(&limit.citation, limit.confidence)
    })
    .collect()
}

/// Whether goods stand on the control list: they have a number there, and not the one for all that do not.
fn is_controlled(line: &Line) -> bool {
    line.has("eccn") && !line.attributes.get("eccn").is_some_and(|eccn| eccn.eq_ignore_ascii_case("EAR99"))
}

/// By post every item needs a code of so many digits; what is missing is entered in the draft.
#[inline]
pub(crate) fn postal_codes(market: &Market, request: &Request, basis: &Basis, mode: Mode, draft: &mut Draft) {
    if mode == Mode::Post && leaves_the_states(request) {
        posted(market, request, basis, draft);
    }
}

fn posted(market: &Market, request: &Request, basis: &Basis, draft: &mut Draft) {
    let Some(limit @ Limit { value: LimitValue::Count(digits), .. }) =
        market.usual(Usual::PostalCode, day(request.date))
    else {
        return;
    };
    for (n, item) in basis.items.iter().enumerate() {
        // A line without any code is told of already.
        let Some(code) = item.code.as_ref().filter(|code| code.length() < *digits as usize) else { continue };
        draft.lacks(Some(item.id.clone()), Field::Hs);
        draft.line(n, Verdict::Unknown, || {
            let params = [("hs", code.as_str()), ("digits", &digits.to_string())];
            let reason = Reason::new(Code::PostalCodeTooShort, &params).of(&item.id);
            reason.by(&limit.citation, limit.confidence)
        });
    }
}
