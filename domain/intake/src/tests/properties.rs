//! What holds for any bytes, any HTML, any cell.

use super::take;
use crate::export::{REASON, RefusedCsv, guarded, unguarded};
use crate::{Format, clean, plain, read, sample};
use proptest::prelude::*;
use std::io::{Cursor, Read};

/// Reads whatever it is, and sees that rows are accounted for where there are any.
fn try_take(bytes: &[u8]) {
    for format in Format::ALL {
        if read(Cursor::new(bytes), format).is_ok() {
            take(bytes, format);
        }
    }
}

/// Pieces that files are made of, so that chance finds the corners.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        ",",
        ",",
        ",",
        "\n",
        "\n",
        "\r\n",
        "\"",
        "\"\"",
        ",\"",
        "\",",
        "a",
        "b",
        "Title",
        "5",
        "free",
        "-5",
        "0.1 lb",
        "id:1",
        "variable",
        "variation",
        "simple",
        "é",
        "<p>",
        "https://example.com/x.jpg",
        "http://127.0.0.1/",
        "true",
        " ",
        "'=1",
    ]);
    prop::collection::vec(piece, 0..120).prop_map(|pieces| pieces.concat())
}

/// Rows with handles from a few, in any order.
fn shuffled() -> impl Strategy<Value = String> {
    let row = (0..6_u8, 0..4_u8, 0..6_u8, prop::sample::select(vec!["5", "free", "", "7.50"])).prop_map(
        |(handle, title, size, price)| {
            let title = if title == 0 { "Name" } else { "" };
            format!("h{handle},{title},Size,v{size},{price},SKU{}\n", handle * 6 + size)
        },
    );
    prop::collection::vec(row, 1..40).prop_map(|rows| {
        format!("Handle,Title,Option1 Name,Option1 Value,Variant Price,Variant SKU\n{}", rows.concat())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_bytes_are_read_without_harm(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        try_take(&bytes);
        try_take(&[b"Handle,Title,Variant Price\n", &bytes[..]].concat());
        try_take(&[b"ID,Type,SKU,Name,Regular price,Parent\n", &bytes[..]].concat());
    }

    #[test]
    fn any_pieces_are_read_and_every_row_told(text in pieces()) {
        try_take(format!("Handle,Title,Variant Price,Option1 Name,Option1 Value,Image Src\n{text}").as_bytes());
        try_take(format!("ID,Type,SKU,Name,Regular price,Parent,Attribute 1 name,Attribute 1 value(s)\n{text}").as_bytes());
    }

    #[test]
    fn shuffled_rows_are_joined_and_told(text in shuffled()) {
        let outcome = take(&text, Format::Shopify);
        let mut keys: Vec<_> = outcome.products.iter().map(|product| &product.key).collect();
        keys.sort_unstable();
        keys.dedup();
        prop_assert_eq!(keys.len(), outcome.products.len(), "one product a handle");
    }

    #[test]
    fn cleaning_twice_is_cleaning_once(html in tags()) {
        let once = clean(&html);
        prop_assert_eq!(clean(&once), once.clone());
        let lower = once.to_ascii_lowercase();
        for bad in ["<script", "<style", "<img", "<iframe", " on", "<svg"] {
            prop_assert!(!lower.contains(bad) || !lower.contains('<'), "{} in {}", bad, once);
        }
        prop_assert!(plain(&html, 50).chars().count() <= 50);
    }

    #[test]
    fn cleaning_any_text_twice_is_cleaning_it_once(html in "\\PC{0,80}|[<>&/\"' a-z]{0,80}") {
        let once = clean(&html);
        prop_assert_eq!(clean(&once), once);
    }

    #[test]
    fn no_cell_of_the_refused_rows_runs_and_each_comes_back(cell in "['=+@\\-\t\r\n＝a1 ]{0,6}", other in "\\PC{0,12}") {
        let name = cell.clone();
        let header = vec!["Handle".to_owned(), name];
        let refused = crate::Refused {
            row: 1, line: 2, field: other.clone(), found: cell.clone(), wanted: "x".into(),
            code: crate::Code::CellCount, cells: vec![cell.clone(), other.clone(), cell.clone()],
        };
        let mut out = RefusedCsv::new(Vec::new(), &header).unwrap();
        out.push(&refused).unwrap();
        let bytes = out.finish().unwrap();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(&bytes[..]);
        let records: Vec<_> = reader.records().collect::<Result<_, _>>().unwrap();
        for cell in records.iter().flatten() {
            prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{:?}", cell);
        }
        prop_assert_eq!(unguarded(&records[1][0]), cell.as_str());
        prop_assert_eq!(unguarded(&records[1][1]), other.as_str());
        prop_assert_eq!(unguarded(&guarded(&cell)).to_owned(), cell);
    }
}

/// HTML from pieces that go wrong together.
fn tags() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<i>",
        "</i>",
        "<a href=\"https://example.com/?a=1&b=2\">",
        "<a href='javascript:x'>",
        "</a>",
        "<table>",
        "</table>",
        "<tr>",
        "<td>",
        "</td>",
        "<th colspan=2>",
        "<ul>",
        "<li>",
        "</ul>",
        "<script>",
        "</script>",
        "<style>",
        "</style>",
        "<img src=x onerror=y>",
        "<svg>",
        "</svg>",
        "<math>",
        "<mtext>",
        "<form>",
        "<button>",
        "<select>",
        "<option>",
        "<textarea>",
        "<title>",
        "<noscript>",
        "<template>",
        "<iframe>",
        "</iframe>",
        "<!--",
        "-->",
        "<h1>",
        "<h2>",
        "</h2>",
        "<div>",
        "</div>",
        "<dl>",
        "<dt>",
        "<dd>",
        "<br>",
        "<hr/>",
        "<pre>",
        "\n",
        "\n\n",
        "&amp;",
        "&lt;",
        "&nbsp;",
        "&#0;",
        "&",
        "<",
        ">",
        "\"",
        "x",
        " ",
        "\u{a0}",
        "<caption>",
        "<tbody>",
        "<blockquote>",
        "<code>",
        "<p onclick=\"z\">",
        "<nobr>",
        "<font color=red>",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

#[test]
fn the_sample_is_good_to_its_last_row() {
    let mut file = Vec::new();
    sample::shopify(5_000, 7).read_to_end(&mut file).unwrap();
    let outcome = take(&file, Format::Shopify);
    assert_eq!(outcome.rows, 5_000);
    assert_eq!(outcome.refusals(), Vec::<String>::new());
    let mut again = Vec::new();
    sample::shopify(5_000, 7).read_to_end(&mut again).unwrap();
    assert!(file == again, "the same seed makes the same file");
}

/// The refused rows of a file, put right, are read as if they had been right at once.
#[test]
fn refused_rows_come_back_and_can_be_put_right() {
    let file = "Handle,Title,Variant Price\na,=Fine,free\nb,Two,5\nc,Short\n";
    let header: Vec<String> = ["Handle", "Title", "Variant Price"].map(String::from).to_vec();
    let outcome = take(file, Format::Shopify);
    let mut out = RefusedCsv::new(Vec::new(), &header).unwrap();
    outcome.refused.iter().for_each(|refused| out.push(refused).unwrap());
    let text = String::from_utf8(out.finish().unwrap()).unwrap();
    assert!(text.starts_with(&format!(
        "\"Handle\",\"Title\",\"Variant Price\",\"{REASON}\"\n\"a\",\"'=Fine\",\"free\",\"Variant Price: "
    )));
    let repaired = text.replace("\"free\"", "\"6\"").replace("\"Short\",\"\"", "\"Short\",\"7\"");
    let again = take(&repaired, Format::Shopify);
    assert_eq!(again.refusals(), Vec::<String>::new());
    assert_eq!(again.product("a").title, "=Fine");
    let second = take(text, Format::Shopify);
    let header: Vec<String> = ["Handle", "Title", "Variant Price", REASON].map(String::from).to_vec();
    let mut out = RefusedCsv::new(Vec::new(), &header).unwrap();
    second.refused.iter().for_each(|refused| out.push(refused).unwrap());
    let text = String::from_utf8(out.finish().unwrap()).unwrap();
    assert_eq!(text.matches("reason").count(), 1, "one reason column however often the file goes round");
}
