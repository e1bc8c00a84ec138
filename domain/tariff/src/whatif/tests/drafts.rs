//! What drafts read as, and what they come to.

use super::*;
use crate::Verdict;
use jiff::civil::date;
use sampan_money::{Currency, Money};

fn usd(minor: i64) -> Option<Money> {
    Some(Money::new(minor, Currency::USD))
}

/// The rows that a draft in short form stands for, without citation, confidence and note.
fn rows(draft: &str) -> Vec<String> {
    let change = Change::read("A draft", draft, &Book::built_in()).unwrap();
    let rates = change.files().filter(|(path, _)| path.ends_with("rates.csv"));
    let row = |(path, line): (&str, &str)| {
        let cells = line.split(',').take(7).collect::<Vec<_>>().join(",");
        format!("{} {cells}", &path[..2])
    };
    rates.flat_map(|(path, text)| text.lines().skip(1).map(move |line| row((path, line)))).collect()
}

#[test]
fn a_raise_is_written_over_the_rows_it_meets() {
    for (draft, wanted) in [
        // An additional duty is one more layer; its name is that of the draft.
        (
            "market,measure,regime,hs,origin,rate,from\nCN,additional_duty,general,0809.29,US,+10%,2027-01-01\n",
            vec!["cn additional_duty,general,0809.29,US,10%,2027-01-01,"],
        ),
        // A row as it is stays as it is.
        ("market,measure,hs,rate\nSG,gst,0809,12%\n", vec!["sg gst,,0809,,12%,,"]),
        // The row for all goods is written for the draft's code; those that have ended are left alone.
        (
            "market,measure,hs,rate,from\nsg,gst,0809.29,+3%,2027-01-01\n",
            vec!["sg gst,lvg|import,080929,,9% + 3%,2027-01-01,"],
        ),
        // Longer codes keep their own rates; a shorter one's is written for the draft's code, by regime.
        (
            "market,measure,hs,origin,rate,from\nCN,duty,080929,US,+5%,2027-01-01\n",
            vec!["cn duty,cbec,080929,US,0% + 5%,2027-01-01,", "cn duty,general,08092900,US,10% + 5%,2027-01-01,"],
        ),
        // Only the regime that is asked for.
        (
            "market,measure,regime,hs,rate,from\nCN,duty,general,080929,+5%,2027-01-01\n",
            vec!["cn duty,general,08092900,,10% + 5%,2027-01-01,"],
        ),
    ] {
        let mut found = rows(draft);
        found.retain(|row| !row.contains("general,080929,") || draft.contains("additional"));
        assert_eq!(found, wanted, "{draft}");
    }
}

#[test]
fn a_mistake_in_a_draft_is_told_with_row_and_column() {
    for (draft, wanted) in [
        ("", "draft, row 1, market: is missing"),
        ("market,measure,rate\n", "draft, row 2, row: there is no row"),
        ("market,measure,rate,price\nSG,gst,9%,1\n", "draft, row 1, price: is no column of a draft"),
        ("market,measure,rate\nXX,gst,9%\n", "draft, row 2, market: \"XX\" is no market of the book"),
        ("# a remark\nmarket,measure,rate\nSG,gst,9%\nSG,tax,+9%\n", "draft, row 3, measure: \"tax\" is no measure"),
        (
            "market,measure,rate\nSG,liquor_tax,+9%\n",
            "draft, row 2, rate: nothing to raise: the book has no known liquor_tax here",
        ),
        ("market,measure,rate\nSG,gst,9\n", "sg/rates.csv, row 2, rate: column 2: wanted %, found \"\""),
        ("market,measure,rate,from\nSG,gst,+9%,soon\n", "draft, row 2, from: wanted a day such as 2026-01-31"),
        ("=== a\nx\n=== a\n", "draft, row 3, path: \"a\" stands twice"),
        (
            "=== xx/rates.csv\nx\n",
            "xx/rates.csv, row 0, path: wanted a file in a folder named for a destination, such as cn/rates.csv",
        ),
    ] {
        let error = Change::read("x", draft, &Book::built_in()).unwrap_err();
        assert_eq!(error.to_string(), wanted, "{draft}");
    }
}

#[test]
fn a_draft_reads_again_as_what_it_stands_for() {
    let book = Book::built_in();
    let draft = "market,measure,hs,rate,from\nSG,gst,0809.29,+3%,2027-01-01\nCN,vat,0809,+1%,2027-03-01\n";
    let change = Change::read("Two \"taxes\"", draft, &book).unwrap();
    let again = Change::read("Two \"taxes\"", &change.text(), &book).unwrap();
    assert_eq!(change.over(&book).unwrap().version().len(), again.over(&book).unwrap().version().len());
    assert_eq!(again.text(), change.text());
    assert_eq!((change.first_day(), change.day()), (Some(date(2027, 1, 1)), Some(date(2027, 3, 1))));
    // Laid over a book that holds it already, a raise of the same text is not raised again.
    let once = again.over(&change.over(&book).unwrap()).unwrap();
    assert!(once.market("SG").unwrap().rates.rows().all(|row| !row.text.contains("3% + 3%")));
}

#[test]
fn rows_that_do_not_say_when_they_begin_are_counted() {
    for (draft, wanted) in [
        ("market,measure,hs,rate,from\nSG,gst,0809,+3%,2027-01-01\n", 0),
        ("market,measure,hs,rate\nSG,gst,0809,12%\nSG,gst,0810,12%\n", 2),
        ("=== cn/headings.csv\nhs,en,zh\n0809,Cherries,樱桃\n", 0),
        (
            "=== sg/limits.toml\n[[limit]]\nname = \"import.relief\"\nvalue = \"SGD 500\"\ncitation = \"general-knowledge\"\nconfidence = \"verify\"\n",
            1,
        ),
    ] {
        let change = Change::read("x", draft, &Book::built_in()).unwrap();
        assert_eq!(change.without_day(), wanted, "{draft}");
    }
}

#[test]
fn the_first_way_that_the_law_lets_through_is_taken() {
    let way = |mode, cents| Way { mode: Some(mode), freight: usd(cents) };
    let ways = vec![way(crate::Mode::Bonded, 100), way(crate::Mode::Express, 1_000), way(crate::Mode::Post, 500)];
    let offer = Offer { ways, ..Offer::to("SG") };
    let draft = "market,measure,hs,rate,from\nSG,gst,0809,+3%,2027-01-01\n";
    let report = report(draft, Assumptions::default(), &[listing("a", json!({}), vec![offer])]);
    // 120 SGD with express at 10 USD; 9 % GST makes 130.80, 12 % makes 134.40. Nothing goes out of a bonded warehouse.
    let told = |money: Option<Money>| money.unwrap().to_string();
    assert_eq!(
        (told(report.changed[0].before), told(report.changed[0].after)),
        ("130.80 SGD".into(), "134.40 SGD".into())
    );
}

#[test]
fn every_touched_offer_is_told_by_what_becomes_of_it() {
    let head = "=== sg/restrictions.csv\ncode,hs,needs,channel,mode,verdict,papers,from,to,citation,confidence,en,zh\n";
    let ban = format!("{head}ban,0809,,,,not_allowed,,2027-01-01,,general-knowledge,secondary,no cherries,禁\n");
    for (draft, wanted) in [
        // 50 USD are 100 SGD; GST 9 % makes 109, 12 % makes 112: 2.8 % more.
        ("market,measure,hs,rate,from\nSG,gst,0809.29,+3%,2027-01-01\n", "2 touched 1, 1 dearer 2.8%"),
        ("market,measure,hs,rate,from\nSG,gst,,7%,2027-01-01\n", "2 touched 1, 1 cheaper -1.8%"),
        ("market,measure,hs,rate,from\nSG,gst,,9%,2027-01-01\n", "2 touched 1"),
        // Goods of another origin or another code are not touched; nor are they by a row for longer codes.
        ("market,measure,hs,origin,rate\nSG,gst,0809.29,JP,20%\n", "2 touched 0"),
        ("market,measure,hs,rate\nSG,gst,0810,20%\n", "2 touched 0"),
        // The demo goes on with the last known rate, which is the 8 % that ended with 2023.
        ("market,measure,hs,rate,from\nSG,gst,,unknown,2027-01-01\n", "2 touched 1, 1 cheaper -0.9%"),
        (&ban, "2 touched 1, 1 stops Restricted"),
    ] {
        let report =
            report(draft, Assumptions::default(), &[listing("a", json!({}), vec![Offer::to("SG"), Offer::to("CN")])]);
        let mut told = format!("{} touched {}", report.offers, report.touched);
        let impact = &report.total;
        for (count, name) in [(impact.dearer, "dearer"), (impact.cheaper, "cheaper")] {
            if count > 0 {
                told += &format!(", {count} {name} {}%", impact.price_change.unwrap());
            }
        }
        if impact.stops > 0 {
            told += &format!(", {} stops {:?}", impact.stops, report.stopped[0].reason.as_ref().unwrap().code);
        }
        assert_eq!(told, wanted, "{draft}");
        assert_eq!(impact.listings, u64::from(impact.dearer + impact.cheaper + impact.stops > 0), "{draft}");
    }
}

#[test]
fn what_was_not_sold_may_start() {
    // Cider: the excise is not known to the present book.
    let cider =
        listing("cider", json!({ "hs": "22060090", "volume_ml": "1000", "abv_percent": "5" }), vec![sold("SG", 9)]);
    let draft = "market,measure,regime,hs,rate,from\nSG,excise,import,2206,SGD 60/l_alcohol,2027-01-01\n";
    let report = report(draft, Assumptions::default(), &[cider]);
    assert_eq!((report.total.starts, report.total.listings), (1, 1));
    assert_eq!((report.started[0].before, report.total.pieces), (None, 0));
    // 100 SGD, excise 0.05 l × 60 = 3, GST 9 % of 103 = 9.27.
    assert_eq!(report.started[0].after.unwrap().to_string(), "112.27 SGD");
}

#[test]
fn a_year_is_worked_out_with_the_pieces_known_and_the_demand_assumed() {
    let draft = "market,measure,hs,rate,from\nSG,gst,0809,+9%,2027-01-01\n";
    let cherries = listing("a", json!({}), vec![sold("SG", 1_000)]);
    let unknown = listing("b", json!({}), vec![Offer::to("SG")]);
    let known = report(draft, Assumptions::default(), std::slice::from_ref(&cherries));
    // 9 SGD = 4.50 USD of tax on 1,000 pieces of 50 USD; twice that with the draft.
    let total = &known.total;
    assert_eq!((total.pieces, total.year_before, total.year_after), (1_000, usd(450_000), usd(900_000)));
    assert_eq!((total.sales_before, &total.demand), (usd(5_000_000), &None));
    assert_eq!(
        (known.measures[0].before, known.measures[0].after, known.measures[0].expected),
        (usd(450_000), usd(900_000), None)
    );

    // The price goes from 109 to 118: 8.26 % more. At −2 demand falls by 16.51 % to 834.862 pieces.
    let elasticities = Assumptions::elasticities("-1, 0809=-2, 0810=-3").unwrap();
    let assumed = Assumptions { elasticities, jobs_per_million: Some("8".parse().unwrap()), pieces_a_year: Some(10) };
    let expected = report(draft, assumed.clone(), std::slice::from_ref(&cherries));
    let demand = expected.total.demand.unwrap();
    assert_eq!(demand.pieces.to_string(), "834.9");
    // 834.862 × 9.00 = 7,513.76 of tax; sales fall by 165.138 × 50 = 8,256.90, jobs by 8 × 0.0082569 = 0.1.
    assert_eq!((demand.year, demand.sales_change), (usd(751_376), usd(-825_690)));
    assert_eq!((demand.jobs.unwrap().to_string(), demand.without_elasticity), ("-0.1".to_owned(), 0));
    assert_eq!(expected.assumptions, assumed);

    // Where sales are not known the assumption takes their place; where there is none they are nothing and say so.
    assert_eq!(report(draft, assumed, std::slice::from_ref(&unknown)).total.pieces, 10);
    assert_eq!(report(draft, Assumptions::default(), &[unknown]).total.pieces, 0);
}

#[test]
fn what_cannot_be_assumed_is_refused() {
    for text in ["x", "0809=", "08a=1", "1=2=3", "=-1x"] {
        assert!(Assumptions::elasticities(text).is_err(), "{text}");
    }
    let with =
        |text: &str| Assumptions { elasticities: Assumptions::elasticities(text).unwrap(), ..Default::default() };
    assert!(with("-20.0").checked().is_ok() && with("-20.1").checked().is_err());
    let jobs = |jobs: &str| Assumptions { jobs_per_million: Some(jobs.parse().unwrap()), ..Default::default() };
    assert!(jobs("1000").checked().is_ok() && jobs("1000.1").checked().is_err() && jobs("-1").checked().is_err());
}

#[test]
fn a_row_that_no_regime_asks_for_is_named_with_no_offers() {
    let draft = "market,measure,hs,rate,from\nSG,environment_tax,0809,5%,2027-01-01\nSG,gst,0809,10%,2027-01-01\n";
    let report = report(draft, Assumptions::default(), &[listing("a", json!({}), vec![Offer::to("SG")])]);
    let uses: Vec<(&str, u64)> = report.rows.iter().map(|row| (row.rule.as_str(), row.offers)).collect();
    assert_eq!(
        uses,
        [("overlay:sg/all/environment_tax/0809@2027-01-01", 0), ("overlay:sg/all/gst/0809@2027-01-01", 1)]
    );
}

#[test]
fn the_same_goods_by_another_law_line_by_line() {
    let book = Book::built_in();
    let request = crate::tests::request(
        "SG",
        json!({}),
        json!({ "hs": "080929", "unit_price": { "amount": "100.00", "currency": "SGD" } }),
    );
    let other = crate::Request { date: date(2023, 6, 1), ..request.clone() };
    let (now, then) =
        (crate::quote(&book, &Settings::demo(), &request), crate::quote(&book, &Settings::demo(), &other));
    let again = again(&now, &then);
    assert_eq!((again.verdict_before.sells(), again.verdict_after.sells()), (true, true));
    let gst = again.differences.iter().find(|d| d.measure == crate::Measure::Gst).unwrap();
    assert_eq!((gst.rate_before.as_str(), gst.rate_after.as_str()), ("9%", "8%"));
    assert_eq!(gst.more.unwrap().to_string(), "-1.00 SGD");
    assert_eq!(again.more.unwrap().to_string(), "-1.00 SGD");
    let closed = crate::Request { destination: "??".into(), ..request };
    let nowhere = super::again(&now, &crate::quote(&book, &Settings::demo(), &closed));
    assert_eq!((nowhere.verdict_after, nowhere.more), (Verdict::NotSold, None));
}
