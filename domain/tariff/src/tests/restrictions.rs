//! What rows of restrictions may ask: attributes, quantities, where a parcel leaves from; and what papers say.

use super::cases::{request, sgd};
use crate::book::{Packed, Passage, Restriction};
use crate::*;
use jiff::civil::date;
use proptest::prelude::*;
use serde_json::{Value, json};

const HEAD: &str =
    "code,hs,needs,channel,mode,verdict,papers,from,to,citation,confidence,en,zh,above,issuer,when,ships_from\n";

/// Singapore with one more rule on caps (6505), of which a piece weighs 100 g.
fn with(needs: &str, verdict: &str, above: &str, rest: &str) -> Book {
    let row =
        format!("{HEAD}cap,6505,{needs},,,{verdict},,,,general-knowledge,secondary,A rule.,规则。,{above},{rest}\n");
    Book::built_in().overlay(vec![("sg/restrictions.csv".to_owned(), row)]).unwrap()
}

fn caps(changes: Value, quantity: u32, attributes: Value) -> Request {
    let line = json!({ "hs": "650500", "quantity": quantity, "unit_price": sgd("10"), "net_weight_g": 100,
                       "attributes": attributes });
    request("SG", changes, line)
}

#[test]
fn a_row_holds_for_attributes_as_it_asks() {
    for (needs, attributes, wanted) in [
        ("fur", json!({}), Verdict::Sold),
        ("fur", json!({ "fur": "no" }), Verdict::Sold),
        ("fur", json!({ "fur": "yes" }), Verdict::NotSold),
        ("!fur", json!({}), Verdict::NotSold),
        ("!fur", json!({ "fur": "yes" }), Verdict::Sold),
        ("carrier=ups", json!({}), Verdict::Sold),
        ("carrier=ups", json!({ "carrier": "fedex" }), Verdict::Sold),
        ("carrier=ups", json!({ "carrier": "UPS" }), Verdict::NotSold),
        ("fur;carrier=ups", json!({ "carrier": "ups" }), Verdict::Sold),
        ("fur;carrier=ups", json!({ "carrier": "ups", "fur": "yes" }), Verdict::NotSold),
    ] {
        let book = with(needs, "not_allowed", "", ",,");
        let answer = quote(&book, &Settings::demo(), &caps(json!({}), 1, attributes.clone()));
        assert_eq!(answer.eligibility.verdict, wanted, "{needs} {attributes}");
    }
}

#[test]
fn a_row_holds_above_its_quantity_and_not_at_it() {
    for (above, quantity, attributes, wanted) in [
        ("1 kg", 10, json!({}), Verdict::Sold),
        ("1 kg", 11, json!({}), Verdict::NotSold),
        ("12 unit", 12, json!({}), Verdict::Sold),
        ("12 unit", 13, json!({}), Verdict::NotSold),
        ("SGD 120", 12, json!({}), Verdict::Sold),
        ("SGD 120", 13, json!({}), Verdict::NotSold),
        // Of one piece, so pieces do not add up; and what nobody said is asked for.
        ("100 wh", 9, json!({ "watt_hours": "100" }), Verdict::Sold),
        ("100 wh", 1, json!({ "watt_hours": "100.1" }), Verdict::NotSold),
        ("100 wh", 1, json!({}), Verdict::Unknown),
        ("100 wh", 1, json!({ "watt_hours": "many" }), Verdict::Unknown),
        ("1 l", 1, json!({}), Verdict::Unknown),
    ] {
        let book = with("", "not_allowed", above, ",,");
        let answer = quote(&book, &Settings::demo(), &caps(json!({}), quantity, attributes.clone()));
        assert_eq!(answer.eligibility.verdict, wanted, "{above} {quantity} {attributes}");
        assert_eq!(answer.eligibility.missing.is_empty(), wanted != Verdict::Unknown, "{above} {attributes}");
    }
}

#[test]
fn lines_of_the_same_goods_are_counted_together_unless_the_row_counts_lines() {
    for (above, wanted) in [("1 kg", Verdict::NotSold), ("1 kg/line", Verdict::Sold), ("1.2 kg", Verdict::Sold)] {
        let second = json!({ "id": "b", "hs": "65050020", "origin": "US", "quantity": 6, "unit_price": sgd("10"),
                             "net_weight_g": 100 });
        let other = json!({ "id": "c", "hs": "95030060", "origin": "US", "quantity": 9, "unit_price": sgd("10"),
                            "net_weight_g": 100 });
        let ask = caps(json!({ "lines": [second, other] }), 6, json!({}));
        let answer = quote(&with("", "not_allowed", above, ",,"), &Settings::demo(), &ask);
        assert_eq!(answer.eligibility.verdict, wanted, "{above}");
    }
}

#[test]
fn a_limit_of_a_year_counts_what_the_buyer_has_had() {
    for (used, wanted, untested) in [
        (json!({}), Verdict::Sold, true),
        (json!({ "cap": "19" }), Verdict::Sold, false),
        (json!({ "cap": "19.5" }), Verdict::NotSold, false),
        (json!({ "hat": "19.5" }), Verdict::Sold, true),
    ] {
        let ask = caps(json!({ "buyer": { "quantities_used": used } }), 10, json!({}));
        let answer = quote(&with("", "not_allowed", "20 kg/year", ",,"), &Settings::demo(), &ask);
        assert_eq!(answer.eligibility.verdict, wanted, "{used}");
        assert_eq!(answer.warnings.iter().any(|w| w.code == Code::QuantityNotTested), untested, "{used}");
    }
}

#[test]
fn rules_of_the_way_out_hold_for_what_leaves_from_there() {
    let book = with("", "not_allowed", "", ",,US");
    for (changes, wanted) in [
        (json!({}), Verdict::NotSold),
        (json!({ "ship_from": "US" }), Verdict::NotSold),
        (json!({ "ship_from": "HK" }), Verdict::Sold),
    ] {
        let answer = quote(&book, &Settings::demo(), &caps(changes.clone(), 1, json!({})));
        assert_eq!(answer.eligibility.verdict, wanted, "{changes}");
    }
}

#[test]
fn a_paper_says_who_issues_it_when_and_for_how_long() {
    let papers = "code,issuer,when,en,zh,valid,lead_days\nstamp,an office,once,a stamp,印章,P6M,60\n";
    let row = format!(
        "{HEAD}cap,6505,,,,papers,stamp,,,general-knowledge,secondary,A rule.,规则。,,another office,per_lot,\n"
    );
    let files = [("common/papers.csv", papers), ("sg/restrictions.csv", &*row)];
    let files = files.map(|(path, text)| (path.to_owned(), text.to_owned())).to_vec();
    let book = Book::built_in().overlay(files).unwrap();
    let answer = quote(&book, &Settings::demo(), &caps(json!({}), 1, json!({})));
    assert_eq!(answer.eligibility.verdict, Verdict::SoldWithPapers);
    let paper = answer.eligibility.papers.first().unwrap();
    let said = (&*paper.code, &*paper.issuer, &*paper.when, paper.valid.as_deref(), paper.lead_days);
    assert_eq!(said, ("stamp", "another office", "per_lot", Some("P6M"), Some(60)));
    assert_eq!((paper.line.as_deref(), &*paper.citation), (Some("a"), "general-knowledge"));
}

#[test]
fn a_paper_says_who_brings_it() {
    use crate::book::Giver;
    let book = Book::built_in();
    let market = book.market("CN").unwrap();
    for (code, giver, holds) in [
        ("phytosanitary", Giver::Seller, true),
        ("customs_form", Giver::Buyer, true),
        ("pccc", Giver::Checkout, false),
        ("e_label", Giver::Market, false),
        ("entry_inspection", Giver::Border, false),
    ] {
        let paper = market.paper(code).unwrap();
        assert_eq!((paper.giver, paper.giver.holds_the_parcel()), (giver, holds), "{code}");
        let json = serde_json::to_value(&**paper).unwrap();
        let said = json.get("giver").and_then(|giver| giver.as_str()).unwrap_or("seller");
        assert_eq!(said, giver.name());
    }
    for (giver, read) in [("", true), ("seller", true), ("border", true), ("nobody", false)] {
        let papers =
            format!("code,issuer,when,en,zh,valid,lead_days,giver\nstamp,an office,once,a stamp,印章,,,{giver}\n");
        let files = vec![("common/papers.csv".to_owned(), papers)];
        assert_eq!(Book::built_in().overlay(files).is_ok(), read, "{giver:?}");
    }
}

#[test]
fn a_quantity_that_is_none_is_told_with_its_place() {
    for above in ["5", "5 miles", "l 5", "5 l/day", "-5 l", "USD many", "5  l l"] {
        let row = format!("{HEAD}cap,6505,,,,not_allowed,,,,general-knowledge,secondary,,,{above},,,\n");
        let error = Book::built_in().overlay(vec![("sg/restrictions.csv".to_owned(), row)]).unwrap_err();
        assert_eq!((error.row, &*error.column), (2, "above"), "{above}");
    }
}

/// A code that is too short to tell whether a rule is meant does not slip through.
#[test]
fn a_short_code_does_not_escape_a_rule_of_more_digits() {
    for (hs, rule, verdict, wanted) in [
        ("6505", "650500", "not_allowed", Verdict::Unknown),
        ("6505", "650400-650600", "not_allowed", Verdict::Unknown),
        ("6505", "650600-650700", "not_allowed", Verdict::Sold),
        ("6505", "650500", "allowed", Verdict::Sold),
        ("6505", "65050020", "not_allowed", Verdict::Sold),
        ("6505", "6505", "not_allowed", Verdict::NotSold),
        ("650500", "650500", "not_allowed", Verdict::NotSold),
        ("650500", "65050020", "not_allowed", Verdict::Sold),
    ] {
        let row = format!("{HEAD}cap,{rule},,,,{verdict},,,,general-knowledge,secondary,,,,,,\n");
        let book = Book::built_in().overlay(vec![("sg/restrictions.csv".to_owned(), row)]).unwrap();
        let line = json!({ "hs": hs, "unit_price": sgd("10") });
        let answer = quote(&book, &Settings::demo(), &request("SG", json!({}), line));
        assert_eq!(answer.eligibility.verdict, wanted, "{hs} {rule}");
        let told = answer.eligibility.reasons.iter().any(|reason| reason.code == Code::HsTooShort);
        assert_eq!(told, wanted == Verdict::Unknown, "{hs} {rule}");
    }
}

/// A row with several papers names the issuer of each, and rows that ask for the same paper ask for it once.
#[test]
fn papers_have_issuers_of_their_own_and_are_asked_for_once() {
    let issuers = |issuer: &str, more: &str| {
        let rows = format!(
            "{HEAD}cap,6505,,,,papers,phytosanitary;plant_licence,,,general-knowledge,verify,,,,{issuer},,\n{more}"
        );
        let book = Book::built_in().overlay(vec![("sg/restrictions.csv".to_owned(), rows)]).unwrap();
        let answer = quote(&book, &Settings::demo(), &caps(json!({}), 1, json!({})));
        answer.eligibility.papers.iter().map(|paper| paper.issuer.to_string()).collect::<Vec<_>>()
    };
    let kinds = ["USDA APHIS", "plant authority of the destination"];
    assert_eq!(issuers("", ""), kinds);
    assert_eq!(issuers("One office;Another", ""), ["One office", "Another"]);
    assert_eq!(issuers("One office;", ""), ["One office", kinds[1]]);
    assert_eq!(issuers("One office", ""), ["One office", "One office"]);
    // Of two rows the surer is told.
    let surer = "hat,6505,,,,papers,phytosanitary,,,sfa-personal,official,,,,A third,,\n";
    assert_eq!(issuers("One office;Another", surer), ["A third", "Another"]);
}

/// What a seller is asked depends on the code, the place and the day, and on nothing that only lets goods go.
#[test]
fn the_law_asks_about_goods_by_their_code() {
    let book = Book::built_in();
    let on = jiff::civil::date(2026, 11, 22);
    let names = |to: &str, hs: &str| -> Vec<String> {
        crate::asked(&book, to, hs, on).into_iter().map(|asked| asked.attribute).collect()
    };
    for (to, hs, wanted, not) in [
        ("CN", "12112011", vec!["wild", "powdered", "hemp"], vec!["spf", "watt_hours"]),
        ("HK", "1211.20", vec!["powdered", "medicinal"], vec!["wild", "halal"]),
        ("CN", "33049900", vec!["spf", "sheets", "hemp", "used"], vec!["wild"]),
        ("KR", "33049900", vec!["spf", "functional"], vec!["sheets"]),
        ("HK", "85076000", vec!["watt_hours"], vec!["wild", "used"]),
        ("SG", "95030089", vec!["weapon"], vec!["cooked"]),
        ("PH", "220860", vec!["retail_price_ph"], vec!["retail_price_th", "retail_price"]),
        ("PH", "220421", vec![], vec!["retail_price_ph"]),
        ("PH", "610910", vec![], vec!["retail_price_ph"]),
        ("TH", "220860", vec![], vec!["retail_price_th"]),
        ("XX", "12112011", vec![], vec!["wild"]),
        ("CN", "ginseng", vec![], vec!["wild"]),
    ] {
        let found = names(to, hs);
        for name in wanted {
            assert!(found.iter().any(|found| found == name), "{to} {hs} {name}: {found:?}");
        }
        for name in not {
            assert!(!found.iter().any(|found| found == name), "{to} {hs} {name}: {found:?}");
        }
    }
    let needed = crate::asked(&book, "HK", "850760", on).into_iter().find(|asked| asked.attribute == "watt_hours");
    assert!(needed.is_some_and(|asked| asked.needed && !asked.en.is_empty() && !asked.zh.is_empty()));
}

proptest! {
    #[test]
    fn rows_that_speak_of_goods_are_found(
        market in 0usize..14, row in any::<prop::sample::Index>(), more in "[0-9]{0,4}", random in "[0-9]{4,10}",
        channel in prop::sample::select(vec!["cbec", "cargo", "parcel"]), mode in 0usize..4, set in any::<bool>(),
    ) {
        let book = Book::built_in();
        let market = book.markets().nth(market).unwrap();
        let rules = market.restrictions();
        let first = row.get(rules).hs.first().map_or("", |(first, _)| first);
        let mode = Some([Mode::Post, Mode::Express, Mode::Cargo, Mode::Bonded][mode]);
        let way = Passage { channel, mode, ship_from: None, on: date(2026, 6, 1) };
        let mut line = request("CN", json!({}), json!({ "unit_price": sgd("1") })).lines.remove(0);
        line.attributes = if set { [("used".to_owned(), "yes".to_owned())].into() } else { Default::default() };
        for code in [format!("{first}{more}"), random, first.to_owned(), String::new()] {
            let code: String = code.chars().take(12).collect();
            let packed = Packed::of(&code);
            let mut found: Vec<*const Restriction> = Vec::new();
            market.restrictions_on(&line, packed, way, |rule, holds| {
                assert!(!holds || rule.holds(&line, way), "{}", rule.code);
                if rule.speaks_of(&line, packed, way) {
                    found.push(std::ptr::from_ref(rule));
                }
            });
            let all: Vec<*const Restriction> =
                rules.iter().filter(|rule| rule.meets(&line, &code, way)).map(std::ptr::from_ref).collect();
            prop_assert_eq!(found, all, "{}", code);
        }
    }
}
