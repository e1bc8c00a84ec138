//! What holds for every draft and catalogue.

use super::*;
use crate::whatif::synthetic::Synthetic;
use proptest::prelude::*;

/// A draft of one row that may be about anything.
fn draft() -> impl Strategy<Value = String> {
    let market = proptest::sample::select(vec!["CN", "SG", "*"]);
    let measure = proptest::sample::select(vec!["duty", "vat", "gst", "excise", "additional_duty", "consumption_tax"]);
    let regime = proptest::sample::select(vec!["", "general", "cbec", "import"]);
    let codes: Vec<String> =
        Book::built_in().markets().flat_map(|market| market.headings.iter()).map(|h| h.hs.clone()).collect();
    let hs =
        (proptest::sample::select(codes), 0usize..10).prop_map(|(hs, length)| hs[..length.min(hs.len())].to_owned());
    let origin = proptest::sample::select(vec!["", "US", "JP"]);
    let rate = proptest::sample::select(vec!["5%", "25%", "0%", "unknown", "USD 2/kg"]);
    let from = proptest::sample::select(vec!["", "2020-01-01", "2026-06-01", "2027-01-01"]);
    (market, measure, regime, hs, origin, rate, from).prop_map(|(market, measure, regime, hs, origin, rate, from)| {
        format!("market,measure,regime,hs,origin,rate,from\n{market},{measure},{regime},{hs},{origin},{rate},{from}\n")
    })
}

fn catalogue(numbers: std::ops::Range<u64>) -> Vec<Listing> {
    Synthetic::new(&Book::built_in(), 400).listings(numbers)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn what_a_draft_cannot_touch_costs_the_same_by_both_books(draft in draft(), start in 0u64..100_000) {
        let study = study(&draft, Assumptions::default());
        for listing in catalogue(start..start + 4) {
            let code = listing.line.hs.as_deref().and_then(crate::book::digits);
            for offer in &listing.offers {
                if study.scope().touches(&offer.destination, code.as_deref(), &listing.line) {
                    continue;
                }
                let mut request = crate::tests::request(&offer.destination, json!({}), json!({ "unit_price": { "amount": "1", "currency": "USD" } }));
                (request.lines, request.rates, request.date) = (vec![listing.line.clone()], rates(), study.date());
                request.freight = offer.ways[0].freight;
                let mut before = crate::quote(&study.before, &Settings::demo(), &request);
                let after = crate::quote(&study.after, &Settings::demo(), &request);
                before.book_version.clone_from(&after.book_version);
                prop_assert_eq!(before, after);
            }
        }
    }

    #[test]
    fn however_a_catalogue_is_cut_the_report_is_the_same(draft in draft(), cut in 1u64..23) {
        let elasticities = Assumptions::elasticities("-1.3").unwrap();
        let study = study(&draft, Assumptions { elasticities, ..Assumptions::default() });
        let whole = study.report(study.look(&catalogue(0..24)));
        let mut tally = study.look(&catalogue(cut..24));
        tally.merge(study.look(&catalogue(0..cut)));
        prop_assert_eq!(&study.report(tally), &whole);
        // The groups of each kind add up to the total.
        for groups in [&whole.by_seller, &whole.by_state, &whole.by_heading, &whole.by_destination] {
            let sum = |figure: fn(&Impact) -> u64| groups.iter().map(|group| figure(&group.impact)).sum::<u64>();
            prop_assert_eq!(sum(|i| i.touched), whole.total.touched);
            prop_assert_eq!(sum(|i| i.dearer + i.cheaper + i.stops), whole.total.dearer + whole.total.cheaper + whole.total.stops);
            prop_assert_eq!(sum(|i| i.pieces), whole.total.pieces);
        }
        let banded: u64 = whole.bands.iter().map(|band| band.offers).sum();
        prop_assert!(banded >= whole.total.dearer + whole.total.cheaper);
    }

    #[test]
    fn no_text_is_too_strange_for_a_draft(text in "(=== [a-z]{2}/rates.csv\n)?(market,measure,hs,rate,from\n)?\\PC{0,60}\n?\\PC{0,60}") {
        let _ = Change::read("x", &text, &Book::built_in());
        let _ = Assumptions::elasticities(&text);
    }
}

#[test]
fn long_lists_keep_the_largest_changes() {
    let study = study("market,measure,rate,from\nSG,gst,+3%,2027-01-01\n", Assumptions::default());
    let prices = (0..LISTED_MAX as u64 * 2 + 500).map(|n| {
        let price = format!("{}.00", 1 + n % 150);
        let freight = serde_json::from_value(json!({ "amount": "20.00", "currency": "USD" })).unwrap();
        let offer = Offer { ways: vec![Way { mode: None, freight: Some(freight) }], ..Offer::to("SG") };
        listing(&format!("{n:05}"), json!({ "unit_price": { "amount": price, "currency": "USD" } }), vec![offer])
    });
    let listings: Vec<Listing> = prices.collect();
    let whole = study.report(study.look(&listings));
    let mut tally = Tally::default();
    listings.chunks(700).rev().for_each(|chunk| tally.merge(study.look(chunk)));
    assert_eq!(study.report(tally), whole);
    assert_eq!(whole.changed.len(), LISTED_MAX);
    assert!(whole.changed.windows(2).all(|pair| pair[0].permille >= pair[1].permille));
    assert_eq!(whole.total.dearer, listings.len() as u64);
}
