use super::*;
use jiff::civil::date;

fn overlay(path: &str, text: &str) -> Result<Book, BookError> {
    Book::built_in().overlay(vec![(path.to_owned(), text.to_owned())])
}

const HEAD: &str = "measure,regime,hs,origin,rate,from,to,citation,confidence,note\n";

#[test]
fn the_built_in_book_reads_and_every_market_with_rules_is_in_it() {
    let book = Book::built_in();
    for destination in crate::destinations() {
        assert_eq!(book.market(destination.code).is_some(), destination.has_rules, "{}", destination.code);
    }
    assert_eq!(book.version().len(), 16);
    assert_eq!(book.version(), Book::built_in().version());
}

#[test]
fn the_built_in_book_has_no_overlaps_gaps_or_unused_citations() {
    let report = Book::built_in().check(date(2026, 6, 1));
    let bad = |finding: &&Finding| !matches!(finding, Finding::Unknown { .. } | Finding::Ends { .. });
    let bad: Vec<&Finding> = report.findings.iter().filter(bad).collect();
    assert!(bad.is_empty(), "{bad:#?}");
    let ends = Book::built_in().check(date(2026, 9, 1)).findings;
    let reciprocal = "cn/general/additional_duty.reciprocal/all/US@2025-05-14";
    assert!(ends.contains(&Finding::Ends { rule: reciprocal.into(), on: date(2026, 11, 10) }));
}

#[test]
fn a_mistake_is_told_with_file_row_and_column() {
    for (path, text, wanted) in [
        (
            "x/cn/rates.csv",
            format!("{HEAD}vat,,2204,,13,,,htshub,secondary,"),
            "x/cn/rates.csv, row 2, rate: column 3: wanted %, found \"\"",
        ),
        (
            "cn/rates.csv",
            format!("{HEAD}tax,,2204,,13%,,,htshub,secondary,"),
            "cn/rates.csv, row 2, measure: found \"tax\", wanted a measure such as duty, vat or excise",
        ),
        (
            "cn/rates.csv",
            format!("{HEAD}vat,,22.0x,,13%,,,htshub,secondary,"),
            "cn/rates.csv, row 2, hs: found \"22.0x\", wanted digits, with points or without",
        ),
        (
            "cn/rates.csv",
            format!("{HEAD}vat,,,,13%,2026-02-30,,htshub,secondary,"),
            "cn/rates.csv, row 2, from: found \"2026-02-30\", wanted a day such as 2026-01-31",
        ),
        (
            "cn/rates.csv",
            format!("{HEAD}vat,,,,13%,2026-02-03,2026-02-01,htshub,secondary,"),
            "cn/rates.csv, row 2, to: found \"2026-02-01\", wanted a day from 2026-02-03 on",
        ),
        (
            "cn/rates.csv",
            format!("{HEAD}vat,,,,13%,,,nobody,secondary,"),
            "cn/rates.csv, row 2, citation: found \"nobody\", wanted the id of a citation of this book",
        ),
        (
            "cn/rates.csv",
            format!("{HEAD}vat,,,,13%,,,htshub,sure,"),
            "cn/rates.csv, row 2, confidence: found \"sure\", wanted law, official, secondary or verify",
        ),
        (
            "cn/rates.csv",
            format!("{HEAD}vat,,,,,,,htshub,secondary,"),
            "cn/rates.csv, row 2, rate: is empty; write unknown where it is not known",
        ),
        ("cn/rates.csv", "measure,hs\nvat,22\n".into(), "cn/rates.csv, row 1, regime: is missing"),
        (
            "cn/limits.toml",
            "[[limit]]\nname = \"a\"\nvalue = \"CNY x\"\ncitation = \"htshub\"\nconfidence = \"verify\"\n".into(),
            "cn/limits.toml, row 1, value: found \"CNY x\", wanted a figure such as CNY 5000 or 70%",
        ),
        (
            "xx/rates.csv",
            HEAD.into(),
            "xx/rates.csv, row 0, path: wanted a file in a folder named for a destination, such as cn/rates.csv",
        ),
    ] {
        assert_eq!(overlay(path, &text).unwrap_err().to_string(), wanted);
    }
}

/// Rows that nothing would ask for are mistakes too: else an operator would believe in a rule that does nothing.
#[test]
fn what_would_do_nothing_is_refused() {
    let limit = |name: &str, value: &str| {
        format!("[[limit]]\nname = \"{name}\"\nvalue = \"{value}\"\ncitation = \"htshub\"\nconfidence = \"verify\"\n")
    };
    let row = |row: &str| format!("{HEAD}{row}");
    for (path, text, wanted) in [
        (
            "cn/rates.csv",
            row("vat,magic,22,,1%,,,htshub,verify,"),
            "row 2, regime: found \"magic\", wanted one of cbec",
        ),
        (
            "cn/rates.csv",
            row("vat,,22,USA,1%,,,htshub,verify,"),
            "row 2, origin: found \"USA\", wanted a country's two",
        ),
        ("cn/rates.csv", row("vat,,22,us,1%,,,htshub,verify,"), "row 2, origin: found \"us\""),
        ("cn/limits.toml", limit("cbec.ordr", "CNY 1"), "row 1, name: found \"cbec.ordr\", wanted one of cbec.order"),
        ("cn/limits.toml", limit("cbec.order", "lots"), "row 1, value: found \"lots\", wanted the like of CNY"),
        ("cn/limits.toml", limit("cbec.order", "70%"), "row 1, value: found \"70%\", wanted the like of CNY"),
        ("cn/limits.toml", limit("cbec.order", "SGD 5"), "row 1, value: found \"SGD 5.00\", wanted the like of CNY"),
        ("cn/limits.toml", limit("cbec.order", "CNY -5"), "row 1, value: found \"CNY -5.00\", wanted the like of CNY"),
        ("cn/ratse.csv", row(""), "row 0, path: found \"ratse.csv\", wanted one of citations.toml"),
    ] {
        let said = overlay(path, &text).unwrap_err().to_string();
        assert!(said.contains(wanted), "{said} should say {wanted}");
    }
    // A class of goods stands in the place of a regime, and one code is a list of codes.
    assert!(overlay("vn/rates.csv", &row("excise,strong,2208,,70%,2030-01-01,,general-knowledge,verify,")).is_ok());
    assert!(overlay("kr/limits.toml", &limit("list.except", "24").replace("htshub", "general-knowledge")).is_ok());
}

#[test]
fn an_overlay_wins_only_where_it_holds() {
    let rows = format!("{HEAD}vat,general|cbec,22042100,,17%,2018-01-01,2018-12-31,htshub,secondary,\n");
    let book = overlay("cn/rates.csv", &rows).unwrap();
    assert_ne!(book.version(), Book::built_in().version());
    let vat = |on| {
        let market = book.market("CN").unwrap();
        let row =
            market.rates.find(crate::Measure::Vat, "general", "22042100", None, on).next().map(|row| row.text.clone());
        row.unwrap_or_default()
    };
    assert_eq!(vat(date(2018, 6, 1)), "17%");
    assert_eq!(vat(date(2026, 6, 1)), "13%");
    assert_eq!(vat(date(2017, 6, 1)), "");
}

#[test]
fn the_order_of_rows_in_a_file_does_not_matter() {
    let rows = ["vat,,2204,,1%,2030-01-01,,htshub,secondary,\n", "vat,,22042100,,2%,2030-01-01,,htshub,secondary,\n"];
    let found = |a: usize, b: usize| {
        let book = overlay("cn/rates.csv", &format!("{HEAD}{}{}", rows[a], rows[b])).unwrap();
        let market = book.market("CN").unwrap();
        let found = market.rates.find(crate::Measure::Vat, "general", "22042100", None, date(2030, 1, 1));
        found.map(|row| row.text.clone()).collect::<Vec<_>>()
    };
    assert_eq!(found(0, 1), ["2%"]);
    assert_eq!(found(0, 1), found(1, 0));
}

#[test]
fn a_text_finds_its_code() {
    for (text, wanted) in [
        ("dried cherries", "08134090"),
        ("fresh cherries", "08092900"),
        ("red wine", "22042100"),
        ("葡萄酒", "22042100"),
        ("樱桃干", "08134090"),
        ("西洋参", "12112011"),
        ("candles", "34060000"),
        ("蜂蜜", "04090000"),
        ("maple syrup", "17022000"),
        ("0809.29", "08092900"),
        ("books", "49019900"),
        ("dog treats", "23091090"),
        ("vitamin supplement", "21069090"),
        ("毛绒玩具", "95030021"),
    ] {
        let found = crate::headings(&Book::built_in(), "CN", text, 3);
        assert_eq!(found.first().map(|heading| heading.hs.as_str()), Some(wanted), "{text}: {found:?}");
    }
    assert!(crate::headings(&Book::built_in(), "SG", "zzz", 3).is_empty());
    assert_eq!(crate::headings(&Book::built_in(), "SG", "honey", 3)[0].hs, "04090000");
}

#[test]
fn two_rows_of_a_list_on_one_code_and_day_are_found() {
    let head = "hs,eligible,only,from,to,citation,confidence,note\n";
    let rows =
        "99990000,yes,,2026-01-01,,general-knowledge,verify,\n99990000,no,,2026-06-01,,general-knowledge,verify,\n";
    let book = overlay("cn/positive-list.csv", &format!("{head}{rows}")).unwrap();
    let findings = book.check(date(2026, 6, 1)).findings;
    let name = "list/99990000".to_owned();
    assert!(findings.contains(&Finding::Overlap { rule: name.clone(), other: name }), "{findings:?}");
}
