//! Bad input, item by item: each gets a clear answer, and no row is lost.

use super::{Outcome, take};
use crate::{Code, FileError, Format, NoticeCode, read};
use std::fmt::Write;
use std::io::Cursor;

const HEADER: &str = "Handle,Title,Body (HTML),Option1 Name,Option1 Value,Variant SKU,Variant Grams,\
    Variant Inventory Qty,Variant Price,Image Src,Gift Card,Status";

/// A Shopify file with these rows under [`HEADER`].
fn rows(rows: &[&str]) -> String {
    rows.iter().fold(format!("{HEADER}\n"), |mut file, row| {
        let _ = writeln!(file, "{row}");
        file
    })
}

fn shopify(file: &str) -> Outcome {
    take(file, Format::Shopify)
}

fn error(bytes: impl AsRef<[u8]>) -> FileError {
    read(Cursor::new(bytes), Format::Shopify).err().expect("refused as a whole")
}

#[test]
fn files_that_are_no_product_file_say_why() {
    assert_eq!(error(""), FileError::Empty);
    assert_eq!(error("\u{feff}"), FileError::Empty);
    assert_eq!(error("\n\r\n\n"), FileError::Empty);
    assert_eq!(error(format!("{HEADER}\n")), FileError::NoRows);
    assert!(matches!(error(b"PK\x03\x04\x14\x00"), FileError::NotText { .. }));
    assert_eq!(error("\"Handle,Title\na,b\n"), FileError::HeaderBroken);
    let wide = (0..501).map(|at| format!("c{at}")).collect::<Vec<_>>().join(",");
    assert_eq!(error(format!("{wide}\n1\n")), FileError::TooManyColumns { found: 501, limit: 500 });
    let FileError::ColumnsMissing { found, wanted, missing, looks_like } = error("Name,Cost\nx,1\n") else { panic!() };
    assert_eq!((found, looks_like), (vec!["Name".to_owned(), "Cost".to_owned()], None));
    assert_eq!(wanted, ["Handle", "Title", "Variant Price"]);
    assert_eq!(missing, wanted);
    let text = error("Handle,Title\na,b\n").to_string();
    assert_eq!(text, "the header lacks Variant Price; it has Handle, Title");
}

/// A source that claims to be longer than is taken.
struct Long(u64);

impl std::io::Read for Long {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = buffer.len().min(usize::try_from(self.0).unwrap_or(usize::MAX));
        buffer[..length].fill(b'\n');
        self.0 -= length as u64;
        Ok(length)
    }
}

#[test]
fn a_file_that_is_too_large_says_what_is_taken() {
    let error = crate::decode::detect(&mut Long(3_000_000), 2_000_000).unwrap_err();
    assert!(matches!(error, FileError::TooLarge { limit: 2_000_000, .. }));
    assert!(crate::decode::detect(&mut Long(2_000_000), 2_000_000).is_ok());
}

#[test]
fn whatever_the_encoding_the_words_arrive() {
    let file = rows(&["kase,Käse für “Müller”,<p>Crème brûlée</p>,,,K-1,500,3,9.50,,,active"]);
    let utf16 = |wide: fn(u16) -> [u8; 2], mark: bool| {
        let mark = if mark { Some(0xfeff) } else { None };
        mark.into_iter().chain(file.encode_utf16()).flat_map(wide).collect::<Vec<u8>>()
    };
    let marked = [b"\xef\xbb\xbf", file.as_bytes()].concat();
    let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(&file);
    let cases: [(Vec<u8>, Option<NoticeCode>); 7] = [
        (file.clone().into_bytes(), None),
        (marked, None),
        (utf16(u16::to_le_bytes, true), Some(NoticeCode::Encoding)),
        (utf16(u16::to_be_bytes, true), Some(NoticeCode::Encoding)),
        (utf16(u16::to_le_bytes, false), Some(NoticeCode::Encoding)),
        (utf16(u16::to_be_bytes, false), Some(NoticeCode::Encoding)),
        (latin.into_owned(), Some(NoticeCode::Encoding)),
    ];
    for (bytes, notice) in cases {
        let outcome = take(bytes, Format::Shopify);
        assert_eq!(outcome.product("kase").title, "Käse für “Müller”");
        assert_eq!(outcome.product("kase").body_html, "<p>Crème brûlée</p>");
        assert_eq!(outcome.notices.first().map(|notice| notice.code), notice);
    }
}

/// One broken byte in a long file of UTF-8 does not spoil the other characters, wherever it stands.
#[test]
fn one_broken_byte_spoils_nothing_else() {
    let good = (0..20_000).map(|at| format!("k{at},Käse {at},ÄÖÜ,,,,5,3,9.50,,,active")).collect::<Vec<_>>();
    let good = rows(&good.iter().map(String::as_str).collect::<Vec<_>>());
    let bytes = [good.as_bytes(), b"bad,Br\xffken,,,,,5,3,9.50,,,active\n"].concat();
    let outcome = take(bytes, Format::Shopify);
    assert_eq!(outcome.noted(), [NoticeCode::UnreadableCharacters]);
    assert_eq!(outcome.product("k19999").title, "Käse 19999");
    assert_eq!(outcome.product("bad").title, "Br\u{fffd}ken");
}

#[test]
fn cells_may_be_parted_by_other_signs() {
    let file = "Handle,Title,Variant Price\na,\"One; with | all, signs\",5\n";
    for sign in [';', '\t', '|'] {
        let file = format!("Handle{sign}Title{sign}Variant Price\na{sign}\"One; with | all, signs\"{sign}5\n");
        let outcome = shopify(&file);
        assert_eq!(outcome.product("a").title, "One; with | all, signs");
        assert_eq!(outcome.noted(), [NoticeCode::Delimiter, NoticeCode::WeightMissing]);
    }
    for mark in ["sep=,\n", "sep=,\r\n", "\u{feff}sep=,\n\n"] {
        let outcome = shopify(&format!("{mark}{file}"));
        assert_eq!(outcome.product("a").title, "One; with | all, signs");
        assert_eq!(outcome.noted(), [NoticeCode::WeightMissing]);
    }
}

#[test]
fn line_ends_of_every_kind_part_rows() {
    for end in ["\n", "\r\n", "\r", "\n\n"] {
        let file = ["Handle,Title,Variant Price", "a,One,5", "b,\"Two\nlines\",6", "c,Three,free"].join(end);
        let outcome = shopify(&file);
        assert_eq!((outcome.rows, outcome.products.len()), (3, 2), "{end:?}");
        assert_eq!(outcome.refused[0].line, if end == "\n\n" { 8 } else { 5 }, "{end:?}");
        assert_eq!(outcome.product("b").title, "Two lines");
    }
}

#[test]
fn a_row_with_too_many_or_too_few_cells_is_refused() {
    let outcome = shopify(&rows(&[
        "a,One,,Size,S,A-1,5,1,5,,,active",
        "a,,,,M,A-2,5",
        "a,,,,L,A-3,5,1,5,,,,extra",
        "a,,,,XL,A-4,5,1,5,,,,, ,",
        "b,Two,short",
        "b,,,,,,,,,https://example.com/b.jpg,,",
        "alone",
        ",,,,,,,,,,,",
        ",No handle,,,,,5,1,5,,,",
    ]));
    assert_eq!(
        outcome.refusals(),
        [
            "2  \"7 cells\" CellCount",
            "3  \"13 cells\" CellCount",
            "5  \"3 cells\" CellCount",
            "6  \"row 5 of the same product refused (Found 3 cells; wanted 12 cells, as the header has)\" ProductRefused",
            "7  \"1 cells\" CellCount",
            "8  \"a row without a word in it\" RowEmpty",
            "9 Handle \"\" KeyMissing",
        ]
    );
    assert_eq!(outcome.refused[0].wanted, "12 cells, as the header has");
    assert_eq!(outcome.product("a").rows, [1, 4]);
}

#[test]
fn a_quote_that_never_closes_costs_one_row() {
    let outcome = shopify(&rows(&[
        "a,One,,,,A-1,5,1,5,,,active",
        "b,\"Two,,,,B-1,5,1,5,,,active",
        "c,Three,,,,C-1,5,1,5,,,active",
        "d,Four,,,,D-1,5,1,5,,,active",
    ]));
    assert_eq!(outcome.products.iter().map(|p| p.key.as_str()).collect::<Vec<_>>(), ["a", "c", "d"]);
    let refused = &outcome.refused[0];
    assert_eq!((refused.row, refused.line, refused.code), (2, 3, Code::QuoteNeverCloses));
    assert_eq!(refused.cells[1], "\"Two");
}

/// A quote that closes only because another row opens one is found by the text behind it.
#[test]
fn a_stray_quote_does_not_swallow_the_next_rows() {
    let outcome = shopify(&rows(&[
        "a,\"5 inch nail,,,,A-1,5,1,5,,,active",
        "b,Two,,,,B-1,5,1,5,,,active",
        "c,\"Three\",\"<p>first\nsecond</p>\",,,C-1,5,1,5,,,active",
        "d,\"Fo\"ur,,,,D-1,5,1,5,,,active",
        "e,\"F \"\"i\"\" ve\" ,,,,E-1,5,1,5,,,active",
        "f,6 \" six,,,,F-1,5,1,5,,,active",
    ]));
    assert_eq!(
        outcome.products.iter().map(|p| p.title.as_str()).collect::<Vec<_>>(),
        ["Two", "Three", "F \"i\" ve", "6 \" six"]
    );
    let codes: Vec<_> = outcome.refused.iter().map(|refused| (refused.row, refused.line, refused.code)).collect();
    assert_eq!(codes, [(1, 2, Code::QuoteBroken), (4, 6, Code::QuoteBroken)]);
}

#[test]
fn an_open_quote_in_a_long_file_costs_one_row() {
    let body = "x".repeat(400);
    let many: Vec<_> = (0..20_000).map(|at| format!("p{at},Name,{body},,,S{at},5,1,5,,,active")).collect();
    let mut all: Vec<_> = many.iter().map(String::as_str).collect();
    all.insert(100, "open,\"Open,,,,,5,1,5,,,active");
    let outcome = shopify(&rows(&all));
    assert_eq!((outcome.rows, outcome.products.len()), (20_001, 20_000));
    assert_eq!(outcome.refusals().len(), 1);
    assert_eq!((outcome.refused[0].row, outcome.refused[0].code), (101, Code::QuoteNeverCloses));
}

#[test]
fn cells_and_rows_beyond_all_measure_are_refused() {
    let long = "x".repeat(crate::limits::CELL_BYTES + 1);
    let endless = "y".repeat(crate::limits::RECORD_BYTES * 2);
    let outcome = shopify(&rows(&[
        &format!("a,One,{long},,,A-1,5,1,5,,,active"),
        &format!("b,{endless},,,,B-1,5,1,5,,,active"),
        "c,Three,,,,C-1,5,1,5,,,active",
        &format!("d,{},,,,D-1,5,1,5,,,active", "t".repeat(301)),
        &format!("e,Five,{},,,E-1,5,1,5,,,active", "t".repeat(300 * 1024)),
    ]));
    assert_eq!(
        outcome.codes(),
        [(1, Code::CellTooLarge), (2, Code::RowTooLarge), (4, Code::TextTooLong), (5, Code::TextTooLong)]
    );
    assert_eq!(outcome.products.len(), 1);
}

#[test]
fn prices_quantities_and_weights_that_are_none_are_refused() {
    // The cell, then what becomes of it as a price, as a quantity and as a weight in grams.
    let cases = [
        ("12.30", "12.30", "QuantityNotWhole", "12"),
        ("1.234,56", "PriceNotAnAmount", "QuantityNotWhole", "WeightNotANumber"),
        ("1,234.56", "PriceNotAnAmount", "QuantityNotWhole", "WeightNotANumber"),
        ("free", "PriceNotAnAmount", "QuantityNotWhole", "WeightNotANumber"),
        ("-5", "PriceOutOfRange", "QuantityOutOfRange", "WeightOutOfRange"),
        ("1e9", "PriceNotAnAmount", "QuantityNotWhole", "WeightNotANumber"),
        ("$5", "PriceNotAnAmount", "QuantityNotWhole", "WeightNotANumber"),
        ("99999999999999999999999", "PriceNotAnAmount", "QuantityOutOfRange", "WeightOutOfRange"),
        ("1000001", "PriceOutOfRange", "QuantityOutOfRange", "WeightOutOfRange"),
        ("1000000", "1000000.00", "1000000", "1000000"),
        ("2.5", "2.50", "QuantityNotWhole", "3"),
        ("12.345", "PriceNotAnAmount", "QuantityNotWhole", "12"),
        ("12.3000", "12.30", "QuantityNotWhole", "12"),
        ("3.0", "3.00", "3", "3"),
        ("0", "0.00", "0", "none"),
        ("0.1", "0.10", "QuantityNotWhole", "none"),
        ("", "PriceMissing", "none", "none"),
        (" 7 ", "7.00", "7", "7"),
        ("٣", "PriceNotAnAmount", "QuantityNotWhole", "WeightNotANumber"),
        ("NaN", "PriceNotAnAmount", "QuantityNotWhole", "WeightNotANumber"),
        (".", "PriceNotAnAmount", "QuantityNotWhole", "WeightNotANumber"),
        ("-", "PriceNotAnAmount", "QuantityNotWhole", "WeightNotANumber"),
    ];
    for (cell, price, quantity, weight) in cases {
        let result = |outcome: Outcome, value: fn(&crate::IncomingVariant) -> String| match outcome.products.first() {
            Some(product) => value(&product.variants[0]),
            None => format!("{:?}", outcome.refused[0].code),
        };
        let outcome = shopify(&rows(&[&format!("a,One,,,,,5,1,\"{cell}\",,,")]));
        assert_eq!(result(outcome, |variant| variant.price.amount()), price, "price {cell}");
        let outcome = shopify(&rows(&[&format!("a,One,,,,,5,\"{cell}\",5,,,")]));
        let found = result(outcome, |variant| variant.quantity.map_or("none".into(), |quantity| quantity.to_string()));
        assert_eq!(found, quantity, "quantity {cell}");
        let outcome = shopify(&rows(&[&format!("a,One,,,,,\"{cell}\",1,5,,,")]));
        let found = result(outcome, |variant| variant.grams.map_or("none".into(), |grams| grams.to_string()));
        assert_eq!(found, weight, "weight {cell}");
    }
}

#[test]
fn a_refusal_names_row_field_found_and_wanted() {
    let outcome = shopify(&rows(&["a,One,,Size,S,A-1,5,1,5,,,active", "a,,,,M,A-2,5,1,\"1.234,56\",,,"]));
    let json = serde_json::to_value(&outcome.refused[0]).unwrap();
    let wanted = serde_json::json!({
        "row": 2, "line": 3, "field": "Variant Price", "found": "1.234,56", "code": "price_not_an_amount",
        "wanted": "an amount in dollars with a point and at most two decimals, such as 12.30",
    });
    assert_eq!(json, wanted);
    assert_eq!(
        outcome.refused[0].reason(),
        "Variant Price: found \"1.234,56\"; wanted an amount in dollars with a point and at most two decimals, such as 12.30"
    );
}

#[test]
fn a_zero_price_keeps_a_product_off_sale() {
    let outcome = shopify(&rows(&["a,One,,,,,5,1,0.00,,,active", "b,Two,,,,,5,1,1.00,,,active"]));
    assert_eq!(outcome.noted(), [NoticeCode::PriceZero]);
    assert!(!outcome.product("a").published && outcome.product("b").published);
}

#[test]
fn rows_of_one_handle_are_joined_wherever_they_stand() {
    let outcome = shopify(&rows(&[
        "a,One,,Size,S,A-1,5,1,5,,,active",
        "b,Two,,,,B-1,5,1,5,,,active",
        "A ,,,,M,A-2,5,1,6,,,",
        "c,Three,,,,C-1,5,1,5,,,active",
        "a,,,,,,,,,https://example.com/a.jpg,,",
        "d,Four,,,,D-1,5,1,5,,,active",
    ]));
    assert_eq!(outcome.products.iter().map(|p| p.key.as_str()).collect::<Vec<_>>(), ["b", "c", "a", "d"]);
    let joined = outcome.product("a");
    assert_eq!((&joined.rows[..], joined.variants.len(), joined.images.len()), (&[1, 3, 5][..], 2, 1));
    assert_eq!(outcome.noted(), [NoticeCode::RowsApart]);
}

/// A source whose third reading, the one that hands out products, breaks off.
struct Failing {
    bytes: Cursor<String>,
    starts: u32,
}

impl std::io::Read for Failing {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.starts == 3 && self.bytes.position() > 600_000 {
            return Err(std::io::Error::other("the disk is gone"));
        }
        self.bytes.read(buffer)
    }
}

impl std::io::Seek for Failing {
    fn seek(&mut self, to: std::io::SeekFrom) -> std::io::Result<u64> {
        self.starts += 1;
        self.bytes.seek(to)
    }
}

#[test]
fn a_source_that_fails_on_the_way_says_so_once() {
    let many: Vec<_> = (0..30_000).map(|at| format!("p{at},Name,,,,,5,1,5,,,active")).collect();
    let file = rows(&many.iter().map(String::as_str).collect::<Vec<_>>());
    let source = Failing { bytes: Cursor::new(file), starts: 0 };
    let items: Vec<_> = read(source, Format::Shopify).unwrap().collect();
    let (last, before) = items.split_last().unwrap();
    let why = "the disk is gone".to_owned();
    assert_eq!(*last, crate::Item::Stopped(FileError::Unreadable { why }));
    assert!(!before.is_empty() && before.iter().all(|item| matches!(item, crate::Item::Product(_))));
}

/// Only so much is kept waiting for the rest of products; what is beyond is refused by name.
#[test]
fn products_too_far_apart_are_refused_not_kept() {
    let body = "x".repeat(900_000);
    let mut all: Vec<_> = (0..130).map(|at| format!("p{at},Name,{body},,,,5,1,5,,,active")).collect();
    all.extend((0..130).map(|at| format!("p{at},,,,,,,,,https://example.com/{at}.jpg,,")));
    let outcome = shopify(&rows(&all.iter().map(String::as_str).collect::<Vec<_>>()));
    assert!(outcome.products.is_empty());
    let count = |code| outcome.refused.iter().filter(|refused| refused.code == code).count();
    assert!(count(Code::TooFarApart) > 10 && count(Code::TextTooLong) > 100);
}

#[test]
fn one_sku_belongs_to_one_row() {
    let outcome = shopify(&rows(&[
        "a,One,,Size,S,SKU-1,5,1,5,,,active",
        "a,,,,M,SKU-1,5,1,5,,,",
        "b,Two,,Size,S,SKU-1,5,1,5,,,active",
        "b,,,,M,SKU-2,5,1,5,,,",
        "c,Three,,,,SKU-2,5,1,5,,,active",
    ]));
    assert_eq!(outcome.codes(), [(2, Code::SkuTaken), (3, Code::SkuTaken), (4, Code::ProductRefused)]);
    assert_eq!(outcome.refused[1].wanted, "a SKU of its own: row 1 has this one already");
    assert_eq!(outcome.products.len(), 2);
}

#[test]
fn options_that_do_not_fit_refuse_the_row() {
    let outcome = shopify(&rows(&[
        "a,One,,Size,S,,5,1,5,,,active",
        "a,,,,S,,5,1,5,,,",
        "a,,,,,,5,1,5,,,",
        "a,,,,M,,5,1,5,,,",
        "b,Two,,,Red,,5,1,5,,,active",
        "c,Three,,Title,Default Title,,5,1,5,,,active",
        "d,Four,,Title,Default,,5,1,5,,,active",
    ]));
    assert_eq!(outcome.codes(), [(2, Code::OptionRepeated), (3, Code::OptionMissing), (5, Code::OptionUnnamed)]);
    assert_eq!(outcome.product("c").options, Vec::<String>::new());
    assert_eq!(outcome.product("d").variants[0].options, Vec::<String>::new());
}

#[test]
fn scripts_formulas_and_private_pictures_do_no_harm() {
    let outcome = shopify(&rows(&[
        "a,\"=HYPERLINK(\"\"http://x\"\")\",<p>ok</p><script>alert(1)</script>,,,A-1,5,1,5,http://169.254.169.254/x,,active",
        "b,'=1+1,<p onmouseover=\"x()\">ok</p>,,,B-1,5,1,5,https://example.com/b.jpg,,active",
    ]));
    assert_eq!(outcome.product("a").title, "=HYPERLINK(\"http://x\")");
    assert_eq!(outcome.product("a").body_html, "<p>ok</p>");
    assert_eq!(outcome.product("a").images, Vec::<String>::new());
    assert_eq!(outcome.product("b").title, "=1+1");
    assert_eq!(outcome.product("b").images, ["https://example.com/b.jpg"]);
    assert_eq!(outcome.noted(), [NoticeCode::BodyCleaned, NoticeCode::ImageRefused, NoticeCode::BodyCleaned]);
}

#[test]
fn what_cannot_be_sold_here_is_refused_with_all_its_rows() {
    let outcome = shopify(&rows(&[
        "card,Gift card,,Value,10,,,,10,,true,active",
        "card,,,,20,,,,20,,,",
        "odd,Odd,,,,,5,1,5,,,sold out",
        "nameless,,,,,,5,1,5,,,active",
        "maybe,Maybe,,,,,5,1,5,,perhaps,active",
        "old,Old,,,,,5,1,5,,,archived",
    ]));
    assert_eq!(
        outcome.codes(),
        [
            (1, Code::GiftCard),
            (2, Code::ProductRefused),
            (3, Code::StatusUnknown),
            (4, Code::TitleMissing),
            (5, Code::NotYesOrNo),
        ]
    );
    assert!(!outcome.product("old").published);
}

#[test]
fn a_product_of_endless_rows_ends_at_the_limit() {
    let more: Vec<_> = (0..3_000).map(|at| format!("a,,,,V{at},,5,1,5,,,")).collect();
    let mut all = vec!["a,One,,Size,first,,5,1,5,,,active"];
    all.extend(more.iter().map(String::as_str));
    let outcome = shopify(&rows(&all));
    assert_eq!(outcome.product("a").rows.len(), crate::limits::PRODUCT_ROWS);
    assert!(outcome.refused.iter().all(|refused| refused.code == Code::ProductTooLarge));
}
