//! What a seller typed, read into types; what makes no sense is collected by field.

use rust_decimal::Decimal;
use sampan_ids::Date;
use sampan_money::{Currency, Money};
use sampan_trade::listing::{Fact, Told};
use sampan_trade::{Country, HsCode};
use sampan_web::FieldErrors;
use std::str::FromStr;

/// Cents of the dearest thing.
const MOST_CENTS: i64 = 100_000_000;
/// Grams or millilitres of the largest.
pub const MOST_GRAMS: u32 = 1_000_000;
/// Pieces on a shelf.
pub const MOST_PIECES: u32 = 1_000_000;

/// Reads fields one after another.
#[derive(Default)]
pub struct Typed {
    /// What makes no sense.
    pub errors: FieldErrors,
}

impl Typed {
    fn read<T>(
        &mut self,
        field: &str,
        text: Option<&str>,
        wanted: &str,
        code: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = text.map(str::trim).filter(|text| !text.is_empty())?;
        let read = parse(text);
        if read.is_none() {
            self.errors.add(field, text, wanted, code);
        }
        read
    }

    /// A price in dollars.
    pub fn price(&mut self, field: &str, text: Option<&str>) -> Option<Money> {
        let parse = |text: &str| {
            let price = Money::parse(text.strip_prefix('$').unwrap_or(text), Currency::USD).ok()?;
            (0..=MOST_CENTS).contains(&price.minor()).then_some(price)
        };
        self.read(field, text, "an amount in dollars, such as 12.30", "catalog_price", parse)
    }

    /// A whole number above zero: grams, millilitres.
    pub fn measure(&mut self, field: &str, text: Option<&str>) -> Option<u32> {
        let parse = |text: &str| text.parse().ok().filter(|n| (1..=MOST_GRAMS).contains(n));
        self.read(field, text, "a whole number from 1 to 1000000", "catalog_measure", parse)
    }

    /// Pieces on the shelf.
    pub fn pieces(&mut self, field: &str, text: Option<&str>) -> Option<u32> {
        let parse = |text: &str| text.parse().ok().filter(|n| *n <= MOST_PIECES);
        self.read(field, text, "a whole number from 0 to 1000000", "catalog_pieces", parse)
    }

    /// A tariff code.
    pub fn hs(&mut self, field: &str, text: Option<&str>) -> Option<HsCode> {
        self.read(field, text, "6 to 10 digits of a tariff code, such as 0813.40", "catalog_hs", |t| t.parse().ok())
    }

    /// A country.
    pub fn origin(&mut self, field: &str, text: Option<&str>) -> Option<Country> {
        self.read(field, text, "two letters of a country, such as US", "catalog_origin", |t| t.parse().ok())
    }

    /// Alcohol by volume.
    pub fn percent(&mut self, field: &str, text: Option<&str>) -> Option<Decimal> {
        let parse = |text: &str| {
            let percent = Decimal::from_str(text.trim_end_matches('%').trim()).ok()?;
            (percent >= Decimal::ZERO && percent <= Decimal::ONE_HUNDRED && percent.scale() <= 3).then_some(percent)
        };
        self.read(field, text, "per cent from 0 to 100, such as 13.5", "catalog_percent", parse)
    }

    /// What the law asks: yes or no, or a figure.
    pub fn fact(&mut self, field: &str, fact: Fact, text: Option<&str>) -> Option<Told> {
        let wanted = if fact.is_figure() { "a figure above zero, such as 20" } else { "yes or no" };
        self.read(field, text, wanted, "catalog_fact", |t| fact.read(t).ok())
    }

    /// A day.
    pub fn day(&mut self, field: &str, text: Option<&str>) -> Option<Date> {
        self.read(field, text, "a day such as 2027-09-30", "catalog_day", |t| t.parse().ok())
    }

    /// One of a few words.
    pub fn word<T: FromStr>(&mut self, field: &str, text: Option<&str>) -> Option<T> {
        self.read(field, text, "one of the list", "catalog_choice", |t| t.parse().ok())
    }

    /// Text of at most so many characters; blank is none.
    pub fn text(&mut self, field: &str, text: Option<&str>, most: usize) -> Option<String> {
        let text = text.map(str::trim).filter(|text| !text.is_empty())?;
        if text.chars().count() > most {
            self.errors.add(field, text, format!("at most {most} characters"), "catalog_long");
            return None;
        }
        Some(text.to_owned())
    }

    /// Something that must be there.
    pub fn need<T>(&mut self, field: &str, value: Option<T>) -> Option<T> {
        if value.is_none() && self.errors.get(field).is_none() {
            self.errors.add(field, "", "a value", "missing");
        }
        value
    }
}

/// A description as clean HTML: what was typed without any tag becomes paragraphs.
pub fn body(text: &str) -> String {
    if text.contains('<') {
        return sampan_intake::clean(text);
    }
    let escaped = text.replace('&', "&amp;").replace('>', "&gt;").replace("\r\n", "\n");
    let paragraphs = escaped.split("\n\n").map(str::trim).filter(|p| !p.is_empty());
    sampan_intake::clean(&paragraphs.map(|p| format!("<p>{}</p>", p.replace('\n', "<br>"))).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_or_named() {
        for (text, cents) in [
            ("12.30", Some(1230)),
            ("$5", Some(500)),
            (" 0 ", Some(0)),
            ("1.234,56", None),
            ("free", None),
            ("-5", None),
            ("1e9", None),
            ("1000001", None),
        ] {
            let mut typed = Typed::default();
            assert_eq!(typed.price("p", Some(text)).map(Money::minor), cents, "{text}");
            assert_eq!(typed.errors.get("p").is_some(), cents.is_none(), "{text}");
        }
        let mut typed = Typed::default();
        assert_eq!(
            (typed.measure("w", Some("450")), typed.measure("b", Some("")), typed.measure("n", None)),
            (Some(450), None, None)
        );
        assert!(typed.errors.is_empty());
        assert_eq!(
            (typed.measure("w", Some("0.5")), typed.pieces("q", Some("-1")), typed.hs("h", Some("08"))),
            (None, None, None)
        );
        assert_eq!((typed.origin("o", Some("XX")), typed.percent("a", Some("101"))), (None, None));
        assert_eq!(typed.errors.len(), 5);
        assert!(typed.percent("v", Some("13.5 %")).is_some());
        typed.need::<u8>("new", None);
        assert_eq!(typed.errors.len(), 6);
    }

    #[test]
    fn plain_text_becomes_paragraphs_and_html_is_cleaned() {
        assert_eq!(
            body("Tart & dark.\n\nFrom Michigan,\nby hand."),
            "<p>Tart &amp; dark.</p><p>From Michigan,<br>by hand.</p>"
        );
        assert_eq!(body("<p>Tart<script>alert(1)</script></p>"), "<p>Tart</p>");
        assert_eq!(body(" "), "");
    }
}
