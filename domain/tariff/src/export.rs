//! The way out of the United States: above a value of one line of Schedule B an export filing is due.

use crate::basis::{Basis, exchange};
use crate::book::{LimitValue, Market};
use crate::reason::{Code, Reason};
use crate::request::Request;
use sampan_money::{Currency, Decimal, Money, Rounding};
use std::collections::BTreeMap;

/// A warning for every kind of goods that needs an export filing, by the six digits that Schedule B shares with the
/// code. Without a rate to dollars nothing can be tested; goods priced in dollars need none.
pub(crate) fn filings(market: &Market, request: &Request, basis: &Basis) -> Vec<Reason> {
    if request.ship_from.as_deref().is_some_and(|from| from != "US") {
        return Vec::new();
    }
    let Some(limit) = market.limit("us.export_filing", request.date) else { return Vec::new() };
    let LimitValue::Amount(most) = limit.value else { return Vec::new() };
    let mut worth: BTreeMap<&str, Decimal> = BTreeMap::new();
    for item in &basis.items {
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
