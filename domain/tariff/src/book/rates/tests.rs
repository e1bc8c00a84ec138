use crate::book::Book;
use crate::text::Text;
use proptest::prelude::*;
use std::collections::BTreeMap;

use super::*;

/// What the file says, row by row.
fn read_through<'a>(
    table: &'a RateTable,
    measure: Measure,
    regime: &str,
    code: &str,
    origin: Option<&str>,
    on: Date,
) -> Vec<&'a Text> {
    let mut best: BTreeMap<&str, &RateRow> = BTreeMap::new();
    let holds = |row: &&RateRow| {
        let regime = row.regimes.is_empty() || row.regimes.iter().any(|of| of == regime);
        let origin = row.origin.is_none() || row.origin.as_deref() == origin;
        row.measure == measure && regime && origin && code.starts_with(&row.hs) && row.period.holds(on)
    };
    for row in table.rows().filter(holds) {
        let known = best.entry(&row.layer).or_insert(row);
        if (known.hs.len(), known.rank()) < (row.hs.len(), row.rank()) {
            *known = row;
        }
    }
    best.into_values().map(|row| &row.rule).collect()
}

proptest! {
    #[test]
    fn rows_are_found_that_reading_through_finds(
        market in 0usize..14, row in any::<prop::sample::Index>(), other in any::<prop::sample::Index>(),
        more in "[0-9]{0,4}", origin in prop::sample::select(vec![None, Some("US"), Some("JP"), Some("Utopia")]),
        year in 2018i16..2030, month in 1i8..=12,
    ) {
        let book = Book::built_in();
        let market = book.markets().nth(market).unwrap();
        let rows: Vec<&RateRow> = market.rates.rows().collect();
        let (row, other) = (row.get(&rows), other.get(&rows));
        let code: String = row.hs.chars().chain(more.chars()).take(12).collect();
        let on = Date::constant(year, month, 15);
        for regime in other.regimes.iter().map(String::as_str).chain(["general", "none of them"]) {
            let found = market.rates.find(row.measure, regime, &code, origin, on);
            let found: Vec<&Text> = found.map(|row| &row.rule).collect();
            prop_assert_eq!(found, read_through(&market.rates, row.measure, regime, &code, origin, on));
        }
    }
}
