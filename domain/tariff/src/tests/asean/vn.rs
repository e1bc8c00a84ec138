use super::*;

fn vnd(amount: &str) -> Value {
    money(amount, "VND")
}

fn shirt(price: &str) -> Value {
    json!({ "hs": "610910", "unit_price": vnd(price) })
}

#[test]
fn vietnam() {
    for (changes, line, wanted) in [
        // 1,200,000 × 20 % = 240,000; 1,440,000 × 8 % = 115,200.
        (
            json!({}),
            shirt("1200000"),
            "import Sold [] [duty 20% on 1200000 = 240000; vat 8% on 1440000 = 115200] 1555200",
        ),
        // From 2027 the usual 10 %.
        (
            json!({ "date": "2027-01-01" }),
            shirt("1200000"),
            "import Sold [] [duty 20% on 1200000 = 240000; vat 10% on 1440000 = 144000] 1584000",
        ),
        // Up to a million by express nothing was due until 2025-02-17; since then VAT, and duty, which is disputed.
        (json!({ "date": "2025-02-17" }), shirt("1000000"), "import Sold [] [] 1000000"),
        (
            json!({ "date": "2025-02-17" }),
            shirt("1000001"),
            "import Sold [] [duty 20% on 1000001 = 200000; vat 8% on 1200001 = 96000] 1296001",
        ),
        (
            json!({ "date": "2025-02-17", "mode": "post" }),
            shirt("1000000"),
            "import Sold [] [duty 20% on 1000000 = 200000; vat 8% on 1200000 = 96000] 1296000",
        ),
        (
            json!({ "date": "2025-02-18" }),
            shirt("1000000"),
            "import Sold [] [duty 20% on 1000000 = 200000; vat 8% on 1200000 = 96000] 1296000",
        ),
        // The decree lowered the duty on cherries; their VAT is between 0 % and 10 %, so nobody knows.
        (
            json!({ "mode": "cargo" }),
            json!({ "hs": "080929", "unit_price": vnd("1000000") }),
            "import Unknown [RateUnknown] [duty 5% on 1000000 = 50000] –",
        ),
        (
            json!({ "mode": "cargo", "date": "2025-03-30" }),
            json!({ "hs": "080929", "unit_price": vnd("1000000") }),
            "import Unknown [RateUnknown] [duty 10% on 1000000 = 100000] –",
        ),
    ] {
        assert_eq!(told_to("VN", &[], changes.clone(), line.clone()), wanted, "{changes} {line}");
    }
    let disputed =
        |price: &str, mode: &str| warned("VN", json!({ "mode": mode }), shirt(price)).contains(&Code::ReliefDisputed);
    assert!(disputed("1000000", "express") && !disputed("1000001", "express") && !disputed("1000000", "post"));
}

#[test]
fn drinks_in_vietnam_bear_tax_by_their_strength() {
    let drink =
        |hs: &str, abv: &str| json!({ "hs": hs, "unit_price": vnd("500000"), "volume_ml": 750, "abv_percent": abv });
    let wine = "import SoldWithPapers [] [duty 50% on 500000 = 250000; ";
    for (date, line, wanted) in [
        // 750,000 × 35 % = 262,500; 1,012,500 × 10 % = 101,250.
        (
            "2026-12-31",
            drink("220421", "13"),
            format!("{wine}excise 35% on 750000 = 262500; vat 10% on 1012500 = 101250] 1113750"),
        ),
        (
            "2027-01-01",
            drink("220421", "13"),
            format!("{wine}excise 40% on 750000 = 300000; vat 10% on 1050000 = 105000] 1155000"),
        ),
        (
            "2031-01-01",
            drink("220421", "19.9"),
            format!("{wine}excise 60% on 750000 = 450000; vat 10% on 1200000 = 120000] 1320000"),
        ),
        // From 20 % on the higher rate: 750,000 × 65 % = 487,500.
        (
            "2026-12-31",
            drink("220421", "20"),
            format!("{wine}excise 65% on 750000 = 487500; vat 10% on 1237500 = 123750] 1361250"),
        ),
        // Whisky: 500,000 × 45 % = 225,000; 725,000 × 65 % = 471,250; 1,196,250 × 10 % = 119,625.
        (
            "2026-12-31",
            drink("220830", "40"),
            "import SoldWithPapers [] [duty 45% on 500000 = 225000; excise 65% on 725000 = 471250; vat 10% on 1196250 = 119625] 1315875".into(),
        ),
        // Beer whatever its strength: 500,000 × 35 % = 175,000; 675,000 × 90 % = 607,500; × 10 % = 128,250.
        (
            "2031-06-01",
            json!({ "hs": "220300", "unit_price": vnd("500000") }),
            "import SoldWithPapers [] [duty 35% on 500000 = 175000; excise 90% on 675000 = 607500; vat 10% on 1282500 = 128250] 1410750".into(),
        ),
        // Wine of unknown strength, and of days before the law that is known.
        ("2026-12-31", json!({ "hs": "220421", "unit_price": vnd("500000") }), format!("import Unknown [Missing] [{}] –", "duty 50% on 500000 = 250000")),
        ("2017-12-31", drink("220421", "13"), format!("import Unknown [RateUnknown] [{}] –", "duty 50% on 500000 = 250000")),
    ] {
        assert_eq!(told_to("VN", &[], json!({ "date": date, "mode": "cargo" }), line.clone()), wanted, "{date} {line}");
    }
}
