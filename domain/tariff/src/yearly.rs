//! What the law counts of a person over a year: goods that are limited by quantity, parcels that come in free of tax.

use crate::answer::Answer;
use crate::basis;
use crate::book::{Book, Of, Over};
use crate::reason::Code;
use crate::request::Request;
use sampan_money::Decimal;
use std::collections::BTreeMap;

/// Whether a destination's law counts anything of a person over a year besides what the goods are worth.
pub fn counts_persons(book: &Book, destination: &str) -> bool {
    let Some(market) = book.market(destination) else { return false };
    let yearly = |rule: &crate::book::Restriction| rule.above.as_ref().is_some_and(|above| above.over == Over::Year);
    market.restrictions().iter().any(yearly) || market.limits().any(|limit| limit.name == FREE_PARCELS)
}

/// The limit of parcels free of tax.
const FREE_PARCELS: &str = "relief.parcels";

/// The quantities that a request counts with against limits of a year, in the unit of the limit, by the code of its row:
/// what the next request gives as [`crate::Buyer::quantities_used`]. What is not known counts with nothing; such goods are
/// not sold.
pub fn yearly_quantities(book: &Book, request: &Request) -> BTreeMap<String, Decimal> {
    let mut sums: BTreeMap<String, Decimal> = BTreeMap::new();
    let Some(market) = book.market(&request.destination) else { return sums };
    for rule in market.restrictions().iter().filter(|rule| rule.period.holds(request.date)) {
        let Some(above) = rule.above.as_ref().filter(|above| above.over == Over::Year) else { continue };
        let Of::Content(unit) = above.of else { continue };
        let named = |hs: &Option<String>| hs.as_deref().and_then(crate::book::digits).is_some_and(|hs| rule.names(&hs));
        let meets =
            request.lines.iter().filter(|line| named(&line.hs) && rule.needs.iter().all(|need| need.holds(line)));
        for quantity in meets.filter_map(|line| basis::content_in(line, unit).ok()) {
            let sum = sums.entry(rule.code.to_string()).or_default();
            *sum = sum.saturating_add(quantity);
        }
    }
    sums
}

/// Whether an answer is of a parcel that comes in free of tax and counts against a limit of such parcels.
pub fn is_free_parcel(book: &Book, answer: &Answer) -> bool {
    let limited = book.market(&answer.destination).and_then(|market| market.limit(FREE_PARCELS, answer.date)).is_some();
    limited && answer.warnings.iter().any(|reason| reason.code == Code::BelowRelief)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Settings, quote};
    use serde_json::json;

    fn request(to: &str, currency: &str, hs: &str, net_g: u32, price: &str) -> Request {
        let price = json!({ "amount": price, "currency": currency });
        let line =
            json!({ "id": "a", "hs": hs, "origin": "US", "quantity": 3, "unit_price": price, "net_weight_g": net_g });
        serde_json::from_value(json!({ "destination": to, "date": "2026-11-22", "ship_from": "US", "lines": [line] }))
            .unwrap()
    }

    #[test]
    fn quantities_of_a_year_are_counted_by_their_row() {
        let book = Book::built_in();
        for (to, currency, hs, wanted) in [
            ("CN", "CNY", "10063020", Some(("rice.cbec.most", "6"))),
            ("CN", "CNY", "17019910", Some(("sugar.cbec.most", "6"))),
            ("JP", "JPY", "100630", Some(("grain.parcel.over", "6"))),
            ("CN", "CNY", "08134090", None),
            ("SG", "SGD", "100630", None),
        ] {
            let found = yearly_quantities(&book, &request(to, currency, hs, 2_000, "50"));
            let found: Vec<(String, Decimal)> = found.into_iter().collect();
            let wanted: Vec<(String, Decimal)> =
                wanted.into_iter().map(|(code, kg)| (code.to_owned(), kg.parse().unwrap())).collect();
            assert_eq!(found, wanted, "{to} {hs}");
        }
        for (to, counts) in [("CN", true), ("JP", true), ("TW", true), ("SG", false), ("XX", false)] {
            assert_eq!(counts_persons(&book, to), counts, "{to}");
        }
    }

    #[test]
    fn the_last_free_parcel_is_free_and_the_next_is_taxed() {
        let book = Book::built_in();
        let mut request = request("TW", "TWD", "610910", 200, "300");
        let mut ask = |used: u32, price: &str| {
            request.buyer.free_parcels = Some(used);
            request.lines[0].unit_price = sampan_money::Money::parse(price, sampan_money::Currency::TWD).unwrap();
            let answer = quote(&book, &Settings::demo(), &request);
            (is_free_parcel(&book, &answer), answer.total_charges.is_some_and(|charges| charges.is_zero()))
        };
        assert_eq!(ask(5, "300"), (true, true));
        assert_eq!(ask(6, "300"), (false, false));
        assert_eq!(ask(0, "3000"), (false, false), "above the relief nothing is free");
    }
}
