//! What both books share is worked out once, and comes to what two whole quotes come to.

use super::*;
use crate::outcome::Outcome;
use crate::whatif::synthetic::Synthetic;
use crate::{Mode, Request};
use proptest::prelude::*;
use sampan_money::{Currency, Money};

/// Codes that some market gives a rate for, whole and cut short.
fn code() -> impl Strategy<Value = String> {
    let book = Book::built_in();
    let rows = book.markets().flat_map(|market| market.rates.rows()).filter(|row| row.hs.len() >= 4);
    let codes: Vec<String> = rows.map(|row| row.hs.clone()).collect();
    (proptest::sample::select(codes), 4usize..12).prop_map(|(hs, length)| hs[..length.min(hs.len())].to_owned())
}

/// A row of a draft about goods of a code, or of what its code begins with, or of longer codes.
fn row(code: &str) -> impl Strategy<Value = String> + use<> {
    let market = proptest::sample::select(vec!["CN", "SG", "KR", "JP", "AU", "*", "*"]);
    let measure = proptest::sample::select(vec![
        "duty",
        "duty",
        "vat",
        "gst",
        "excise",
        "additional_duty",
        "consumption_tax",
        "liquor_tax",
        "sales_tax",
        "parcel_tax",
        "income_tax",
        "fee",
        "duty/korus",
        "excise/bottle",
    ]);
    let regime = proptest::sample::select(vec!["", "", "general", "cbec", "import", "lvg", "parcel", "personal"]);
    let longer = format!("{code}90");
    let codes = [0, 2, 4, 6, 8].map(|length| longer[..longer.len().min(length)].to_owned());
    let hs = proptest::sample::select([codes.as_slice(), &[longer.chars().take(10).collect()]].concat());
    let origin = proptest::sample::select(vec!["", "US", "US", "JP"]);
    let rate = proptest::sample::select(vec!["5%", "25%", "0%", "unknown", "USD 2/kg", "max(3%, USD 1/kg)"]);
    let from = proptest::sample::select(vec!["", "2020-01-01", "2026-06-01", "2027-01-01", "2030-01-01"]);
    let to = proptest::sample::select(vec!["", "", "2026-12-31"]);
    (market, measure, regime, hs, origin, rate, from, to).prop_map(
        |(market, measure, regime, hs, origin, rate, from, to)| {
            let to = if from > to { "" } else { to };
            format!("{market},{measure},{regime},{hs},{origin},\"{rate}\",{from},{to}\n")
        },
    )
}

/// Goods of a code, and a draft of a few rows about them.
fn asked() -> impl Strategy<Value = (String, Vec<String>, u64)> {
    code().prop_flat_map(|code| {
        let rows = proptest::collection::vec(row(&code), 1..4);
        (Just(code), rows, 0u64..1_000_000)
    })
}

/// The first way that a law lets through, by a whole quote each; if it lets none, the usual one.
fn by_whole_quotes(book: &Book, settings: &Settings, request: &Request, offer: &Offer) -> Outcome {
    let none = [Way::default()];
    let ways = if offer.ways.is_empty() { &none[..] } else { &offer.ways };
    let by = |way: &Way| {
        let asked = Request { mode: way.mode, freight: way.freight, ..request.clone() };
        Outcome::from(crate::quote(book, settings, &asked))
    };
    let mut all = ways.iter().map(by);
    let usual = all.next().unwrap();
    if usual.verdict.sells() { usual } else { all.find(|outcome| outcome.verdict.sells()).unwrap_or(usual) }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn what_both_books_share_comes_to_what_two_whole_quotes_do(
        (code, rows, number) in asked(),
        origin in proptest::sample::select(vec![Some("US"), Some("US"), Some("JP"), None]),
        date in proptest::sample::select(vec!["2024-05-01", "2026-08-01", "2027-02-01", "2028-06-01"]),
        used in proptest::option::of(0i64..3_000_000),
        attribute in proptest::sample::select(vec!["", "", "origin_proof", "hemp", "retail_price"]),
        strict in any::<bool>(),
    ) {
        let settings = if strict { Settings::default() } else { Settings::demo() };
        let draft = format!("market,measure,regime,hs,origin,rate,from,to\n{}", rows.concat());
        let book = Book::built_in();
        let change = Change::read("A draft", &draft, &book).unwrap();
        let date = Some(date.parse().unwrap());
        let study = Study::new(&book, &change, &settings, date, rates(), Assumptions::default()).unwrap();
        let mut listing = Synthetic::new(&book, 1_000).listing(number);
        listing.line.hs = Some(code);
        listing.line.origin = origin.map(str::to_owned);
        listing.line.attributes = [(attribute.to_owned(), "3".to_owned())].into_iter().filter(|(name, _)| !name.is_empty()).collect();
        let mut request = study.request();
        request.lines.push(listing.line.clone());
        request.buyer.allowance_used = used.map(|used| Money::new(used, Currency::CNY));
        let freight = listing.offers[0].ways[0].freight;
        let by = |mode| Way { mode, freight };
        let ways = [
            vec![],
            vec![by(None)],
            vec![by(Some(Mode::Cargo))],
            vec![by(Some(Mode::Post)), by(Some(Mode::Express)), by(Some(Mode::Cargo))],
        ];
        for offer in &listing.offers {
            for ways in &ways {
                let offer = Offer { ways: ways.clone(), ..offer.clone() };
                request.destination.clone_from(&offer.destination);
                let (before, after) = study.quoted(&mut request, &offer);
                prop_assert_eq!(&before, &by_whole_quotes(&study.before, &settings, &request, &offer));
                let after = after.unwrap_or(before);
                prop_assert_eq!(&after, &by_whole_quotes(&study.after, &settings, &request, &offer));
            }
        }
    }
}
