//! Australia, case by case.

use super::cases::{request, told};
use crate::*;
use serde_json::{Value, json};

fn aud(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "AUD" })
}

fn bicycle(price: &str) -> Value {
    json!({ "hs": "871200", "unit_price": aud(price) })
}

fn drink(hs: &str, origin: &str, quantity: u32, price: &str, ml: u32, abv: &str) -> Value {
    json!({ "hs": hs, "origin": origin, "quantity": quantity, "unit_price": aud(price), "volume_ml": ml, "abv_percent": abv })
}

fn ask(registered: bool, changes: Value, line: Value) -> Answer {
    let registered = registered.then(|| "AU".to_owned()).into_iter().collect();
    let settings = Settings { registered, ..Settings::demo() };
    quote(&Book::built_in(), &settings, &request("AU", changes, line))
}

#[test]
fn goods_to_australia() {
    let by = |freight: &str| json!({ "mode": "express", "freight": aud(freight) });
    let proven =
        |price: &str| json!({ "hs": "871200", "unit_price": aud(price), "attributes": { "origin_proof": "ausfta" } });
    for (registered, changes, line, wanted) in [
        (true, by("20"), bicycle("500"), "lvg Sold [] [gst 10% on 520.00 = 52.00] 572.00"),
        // The threshold is on the value free on board: at it, a cent above, a cent below.
        (true, by("50"), bicycle("999.99"), "lvg Sold [] [gst 10% on 1049.99 = 105.00] 1154.99"),
        (true, by("50"), bicycle("1000"), "lvg Sold [] [gst 10% on 1050.00 = 105.00] 1155.00"),
        // Duty 5 % of 1000.01 = 50.00; taxable import 1000.01 + 50.00 + 50 = 1100.01.
        (
            true,
            by("50"),
            bicycle("1000.01"),
            "import Sold [] [duty 5% on 1000.01 = 50.00; gst 10% on 1100.01 = 110.00] 1210.01",
        ),
        (
            true,
            by("50"),
            proven("1000.01"),
            "import SoldWithPapers [PreferenceClaimed] [duty 0% on 1000.01 = 0.00; gst 10% on 1050.01 = 105.00] 1155.01",
        ),
        (false, by("50"), bicycle("1000"), "import Sold [] [] 1050.00"),
        (
            false,
            by("50"),
            bicycle("1000.01"),
            "import Sold [] [duty 5% on 1000.01 = 50.00; gst 10% on 1100.01 = 110.00] 1210.01",
        ),
        // Before the law on low-value goods nothing was collected at the sale.
        (true, json!({ "date": "2018-06-30", "mode": "express" }), bicycle("500"), "import Sold [] [] 500.00"),
        (
            true,
            json!({ "date": "2018-07-01", "mode": "express" }),
            bicycle("500"),
            "lvg Sold [] [gst 10% on 500.00 = 50.00] 550.00",
        ),
        // Basic food is free of the tax.
        (
            true,
            by("0"),
            json!({ "hs": "170220", "unit_price": aud("30") }),
            "lvg Sold [] [gst 0% on 30.00 = 0.00] 30.00",
        ),
        (
            true,
            by("0"),
            json!({ "hs": "021020", "unit_price": aud("30") }),
            "lvg NotSold [] [gst 10% on 30.00 = 3.00] –",
        ),
    ] {
        assert_eq!(told(&ask(registered, changes, line.clone())), wanted, "{line}");
    }
}

#[test]
fn drinks_to_australia() {
    let express = || json!({ "mode": "express" });
    let wine = |origin| drink("220421", origin, 1, "30", 750, "13");
    for (changes, line, wanted) in [
        // Free of duty by origin, which needs no proof up to AUD 1,000. 29 % of 40 = 11.60; 10 % of 51.60.
        (
            json!({ "mode": "express", "freight": aud("10") }),
            wine("US"),
            "import SoldWithPapers [] [duty 0% on 30.00 = 0.00; liquor_tax 29% on 40.00 = 11.60; gst 10% on 51.60 = 5.16] 56.76",
        ),
        // 30 + 1.50 + 10 = 41.50; 29 % = 12.035; 10 % of 53.54 = 5.354.
        (
            json!({ "mode": "express", "freight": aud("10") }),
            wine("FR"),
            "import SoldWithPapers [] [duty 5% on 30.00 = 1.50; liquor_tax 29% on 41.50 = 12.04; gst 10% on 53.54 = 5.35] 58.89",
        ),
        // 0.28 litres of alcohol: 30.2372; brandy 100.85: 28.238.
        (
            express(),
            drink("220830", "GB", 1, "100", 700, "40"),
            "import SoldWithPapers [] [duty 5% on 100.00 = 5.00; excise AUD 107.99/l_alcohol on 100.00 = 30.24; gst 10% on 135.24 = 13.52] 148.76",
        ),
        (
            express(),
            drink("220820", "FR", 1, "100", 700, "40"),
            "import SoldWithPapers [] [duty 5% on 100.00 = 5.00; excise AUD 100.85/l_alcohol on 100.00 = 28.24; gst 10% on 133.24 = 13.32] 146.56",
        ),
        // 24 × 330 ml = 7.92 l. At 5 %: 3.85 % above what is free = 0.30492 l × 63.75 = 19.439.
        (
            express(),
            drink("220300", "DE", 24, "2", 330, "5"),
            "import SoldWithPapers [] [duty 0% on 48.00 = 0.00; excise AUD 63.75/l_alcohol on 48.00 = 19.44; gst 10% on 67.44 = 6.74] 74.18",
        ),
        // 1.85 % of 7.92 l × 54.74 = 8.0205; a tenth of a degree more: 1.95 % × 63.75 = 9.8456.
        (
            express(),
            drink("220300", "DE", 24, "2", 330, "3"),
            "import SoldWithPapers [] [duty 0% on 48.00 = 0.00; excise AUD 54.74/l_alcohol on 48.00 = 8.02; gst 10% on 56.02 = 5.60] 61.62",
        ),
        (
            express(),
            drink("220300", "DE", 24, "2", 330, "3.1"),
            "import SoldWithPapers [] [duty 0% on 48.00 = 0.00; excise AUD 63.75/l_alcohol on 48.00 = 9.85; gst 10% on 57.85 = 5.79] 63.64",
        ),
        // Below what is free nothing is due.
        (
            express(),
            drink("220300", "DE", 24, "2", 330, "1.1"),
            "import SoldWithPapers [] [duty 0% on 48.00 = 0.00; excise AUD 54.74/l_alcohol on 48.00 = 0.00; gst 10% on 48.00 = 4.80] 52.80",
        ),
        // A keg from 8 litres: 0.188 l × 33.11 = 6.2247; a tenth more 0.196 × 43.39 = 8.5044; a millilitre less is no keg.
        (
            express(),
            drink("220300", "DE", 1, "50", 8000, "3.5"),
            "import SoldWithPapers [] [duty 0% on 50.00 = 0.00; excise AUD 33.11/l_alcohol on 50.00 = 6.22; gst 10% on 56.22 = 5.62] 61.84",
        ),
        (
            express(),
            drink("220300", "DE", 1, "50", 8000, "3.6"),
            "import SoldWithPapers [] [duty 0% on 50.00 = 0.00; excise AUD 43.39/l_alcohol on 50.00 = 8.50; gst 10% on 58.50 = 5.85] 64.35",
        ),
        (
            express(),
            drink("220300", "DE", 1, "50", 7999, "3.5"),
            "import SoldWithPapers [] [duty 0% on 50.00 = 0.00; excise AUD 63.75/l_alcohol on 50.00 = 11.98; gst 10% on 61.98 = 6.20] 68.18",
        ),
        // By the US post no alcohol; cider has no known rate; beer without a strength none either.
        (
            json!({ "mode": "post" }),
            wine("US"),
            "import NotSold [] [duty 0% on 30.00 = 0.00; liquor_tax 29% on 30.00 = 8.70; gst 10% on 38.70 = 3.87] –",
        ),
        (
            express(),
            drink("220600", "US", 1, "30", 750, "5"),
            "import Unknown [RateUnknown] [duty 0% on 30.00 = 0.00] –",
        ),
        (
            express(),
            json!({ "hs": "220300", "unit_price": aud("30"), "volume_ml": 330 }),
            "import Unknown [Missing] [duty 0% on 30.00 = 0.00] –",
        ),
    ] {
        assert_eq!(told(&ask(true, changes, line.clone())), wanted, "{line}");
    }
}

#[test]
fn drinks_and_goods_in_one_parcel_to_australia() {
    // The bicycle bell is taxed at the sale, the wine at the border.
    let bell = json!({ "id": "b", "hs": "871200", "origin": "US", "quantity": 1, "unit_price": aud("100") });
    let mut both = request("AU", json!({ "mode": "express" }), drink("220421", "US", 1, "100", 750, "13"));
    both.lines.push(serde_json::from_value(bell).unwrap());
    for (registered, wanted) in [
        // 29 % of 100 = 29; 10 % of 129 = 12.90; at the sale 10 % of 100.
        (
            true,
            "[duty 0% on 100.00 = 0.00; liquor_tax 29% on 100.00 = 29.00; gst 10% on 129.00 = 12.90; gst 10% on 100.00 = 10.00] 251.90",
        ),
        (false, "[duty 0% on 100.00 = 0.00; liquor_tax 29% on 100.00 = 29.00; gst 10% on 129.00 = 12.90] 241.90"),
    ] {
        let registered = if registered { ["AU".to_owned()].into() } else { Default::default() };
        let answer = quote(&Book::built_in(), &Settings { registered, ..Settings::demo() }, &both);
        assert_eq!(told(&answer), format!("import SoldWithPapers [] {wanted}"));
    }
}

#[test]
fn an_index_that_was_not_seen_goes_on_only_where_the_operator_says_so() {
    let whisky = drink("220830", "GB", 1, "100", 700, "40");
    let late = json!({ "mode": "express", "date": "2026-08-01" });
    let answer = ask(true, late.clone(), whisky.clone());
    assert!(answer.warnings.iter().any(|warning| warning.code == Code::LastKnownRate));
    let strict = Settings { continue_last_known: false, ..Settings::demo() };
    let answer = quote(&Book::built_in(), &strict, &request("AU", late, whisky));
    assert!(answer.eligibility.reasons.iter().any(|reason| reason.code == Code::RateEnded));
}
