//! Worked examples of these markets, written as rows.

use crate::Book;
use crate::examples::{Outcome, read};
use crate::tests::examples::table;

const ROWS: &str = r#"id|destination|date|regime|inputs_json|expected_json
A|MY|2026-06-01|lvg|{"price":300,"sales_tax_pct":10}|{"sales_tax":30}
B|MY|2026-06-01|general|{"cif":400,"duty_pct":20,"sales_tax_pct":10}|{"duty":80,"sales_tax":48,"total_tax":128}
C|MY|2026-06-01|liquor_wine|{"cif":100,"litres":0.75,"abv_pct":12,"duty_per_litre":7,"excise_per_litre_alcohol":150,"sales_tax_pct":10}|{"duty":5.25,"excise":13.5,"sales_tax":11.88}
D|TH|2026-06-01|general|{"cif":1000,"duty_pct":20,"vat_pct":7}|{"duty":200,"vat":84}
E|TH|2026-06-01|general|{"cif":1000,"duty_pct":60,"excise_pct":20,"interior_tax_pct_of_excise":10,"vat_pct":7}|{"excise":352,"vat":136.64,"total_tax":1088.64}
E2|TH|2026-06-01|general|{"cif":1000,"duty_pct":60,"excise_pct":20,"interior_tax_pct_of_excise":10,"vat_pct":7}|{"excise":320,"interior_tax":32,"vat":136.64}
F|TH|2026-06-01|general|{"cif":1000,"retail_price":2000,"duty_pct":0,"excise_pct":5,"vat_pct":7}|{"excise":100,"vat":77}
G|VN|2026-06-01|general|{"cif":1000000,"duty_pct":50,"excise_pct":35,"vat_pct":10}|{"duty":500000,"excise":525000,"vat":202500}
H|ID|2026-06-01|parcel|{"goods_usd":100,"freight_usd":10,"fx_idr_per_usd":16000,"duty_pct":25,"vat_pct":11,"income_tax_pct":5}|{"duty":440000,"vat":242000,"income_tax":110000}
I|ID|2026-06-01|general|{"cif":10000000,"duty_pct":10,"vat_pct":11,"income_tax_pct":7.5,"has_npwp":true}|{"duty":1000000,"vat":1210000,"income_tax":825000}
J|PH|2026-06-01|informal_entry_express|{"fob":10000,"freight":1000}|{"duty":0,"vat":0,"total_tax":0}
K|PH|2026-06-01|formal_import|{"cif":100000,"duty_pct":15,"vat_pct":12}|{"duty":15000,"vat":13800}
"#;

#[test]
fn rows_of_these_markets_come_out() {
    let book = Book::built_in();
    let mut wrong = Vec::new();
    for example in read(&table(ROWS)).unwrap() {
        for prepared in example.prepare(&book).unwrap() {
            let figures = example.figures(&book, &prepared).unwrap();
            assert!(!figures.is_empty(), "{}", example.id);
            for figure in figures.into_iter().filter(|figure| figure.outcome != Outcome::Same) {
                wrong.push(format!("{} {figure:?}", example.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
