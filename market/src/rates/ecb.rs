//! The reference rates of the European Central Bank: its daily and 90-day files (XML) and its history (CSV). Both say
//! what one euro is worth; the marketplace counts from the US dollar, so each day's rates are divided by the dollar's.

use sampan_ids::Date;
use sampan_money::{Currency, Decimal, ExchangeRate};

/// Who publishes the rates.
pub const SOURCE: &str = "European Central Bank reference rate, by way of the euro";

/// Most decimals of a rate.
const DECIMALS: u32 = 10;

/// Why a file could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotRates {
    /// It is neither of the two kinds.
    #[error("this is no file of reference rates: wanted XML with Cube elements, or CSV that begins with Date,USD")]
    Kind,
    /// Something in it makes no sense.
    #[error("line {line}, {field}: found {found:?}, wanted {wanted}")]
    Field {
        /// The line, from 1.
        line: usize,
        /// The column or attribute.
        field: String,
        /// What stood there.
        found: String,
        /// What is wanted.
        wanted: &'static str,
    },
}

/// Every rate of a file: units of a currency for one euro, in the order of the file. Currencies that ended and have no
/// figure are left out, and so are codes that ISO 4217 no longer knows.
pub fn read(text: &str) -> Result<Vec<ExchangeRate>, NotRates> {
    let text = text.trim_start_matches('\u{feff}');
    match text.trim_start() {
        csv if csv.starts_with("Date,") => read_csv(text),
        xml if xml.starts_with('<') && xml.contains("<Cube") => read_xml(text),
        _ => Err(NotRates::Kind),
    }
}

/// A day's rates counted from the US dollar; none where the day has no rate of the dollar.
pub fn in_dollars(day: &[ExchangeRate]) -> Vec<ExchangeRate> {
    let Some(dollar) = day.iter().find(|rate| rate.quote == Currency::USD) else { return Vec::new() };
    let euro = ExchangeRate { quote: Currency::EUR, rate: Decimal::ONE, ..dollar.clone() };
    let others = day.iter().filter(|rate| rate.quote != Currency::USD && rate.date == dollar.date);
    let turned = |rate: &ExchangeRate| {
        let figure = rate.rate.checked_div(dollar.rate)?.round_dp(DECIMALS);
        Some(ExchangeRate { base: Currency::USD, rate: figure, ..rate.clone() })
    };
    others.chain([&euro]).filter_map(turned).collect()
}

fn read_csv(text: &str) -> Result<Vec<ExchangeRate>, NotRates> {
    let mut lines = text.lines().enumerate();
    let (_, head) = lines.next().ok_or(NotRates::Kind)?;
    let codes: Vec<&str> = head.split(',').map(str::trim).collect();
    let mut rates = Vec::new();
    for (n, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        let mut cells = line.split(',').map(str::trim);
        let day = date(cells.next().unwrap_or_default(), n + 1, "Date")?;
        for (code, cell) in codes.iter().skip(1).zip(cells) {
            if !cell.is_empty() && cell != "N/A" {
                rates.extend(rate(code, cell, day, n + 1)?);
            }
        }
    }
    Ok(rates)
}

/// The file has one kind of element: `<Cube time='…'>` opens a day, `<Cube currency='…' rate='…'/>` is a rate of it.
fn read_xml(text: &str) -> Result<Vec<ExchangeRate>, NotRates> {
    let mut rates = Vec::new();
    let mut day: Option<Date> = None;
    for (at, _) in text.match_indices("<Cube") {
        let line = text[..at].matches('\n').count() + 1;
        let tag = text[at..].split('>').next().unwrap_or_default();
        if let Some(time) = attribute(tag, "time") {
            day = Some(date(time, line, "time")?);
        }
        if let (Some(code), Some(figure)) = (attribute(tag, "currency"), attribute(tag, "rate")) {
            let wanted = "a day before the first rate";
            let missing = || NotRates::Field { line, field: "time".to_owned(), found: String::new(), wanted };
            rates.extend(rate(code, figure, day.ok_or_else(missing)?, line)?);
        }
    }
    Ok(rates)
}

/// The value of an attribute, in either kind of quotes.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let rest = tag.split_once(&format!(" {name}="))?.1;
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest[1..].split_once(quote).map(|(value, _)| value)
}

fn date(text: &str, line: usize, field: &str) -> Result<Date, NotRates> {
    text.parse().map_err(|_| wrong(line, field, text, "a day such as 2026-10-30"))
}

fn rate(code: &str, figure: &str, date: Date, line: usize) -> Result<Option<ExchangeRate>, NotRates> {
    let Ok(quote) = sampan_money::currency(code) else { return Ok(None) };
    let rate = figure.parse::<Decimal>().ok().filter(|rate| *rate > Decimal::ZERO && rate.scale() <= DECIMALS);
    let rate = rate.ok_or_else(|| wrong(line, code, figure, "a number above zero"))?;
    Ok(Some(ExchangeRate { base: Currency::EUR, quote, rate, date, source: SOURCE.to_owned() }))
}

fn wrong(line: usize, field: &str, found: &str, wanted: &'static str) -> NotRates {
    let short = |text: &str| text.chars().take(40).collect::<String>();
    NotRates::Field { line, field: short(field), found: short(found), wanted }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAILY: &str = "<?xml version='1.0'?>\n<Envelope><Cube>\n<Cube time='2026-10-30'>\n\
                         <Cube currency='USD' rate='1.25'/>\n<Cube currency=\"CNY\" rate=\"8.00\"/>\n</Cube></Cube></Envelope>";
    const HISTORY: &str = "Date,USD,CNY,HRK,\n2026-10-30,1.25,8.00,N/A,\n2026-10-29,1.20,7.92,N/A,\n";

    #[test]
    fn both_files_say_the_same() {
        let (daily, history) = (read(DAILY).unwrap(), read(HISTORY).unwrap());
        assert_eq!(daily[..], history[..2]);
        assert_eq!(history.len(), 4);
        let of = |rates: &[ExchangeRate]| -> Vec<String> {
            rates.iter().map(|r| format!("{} {} {}", r.base.code(), r.quote.code(), r.rate.normalize())).collect()
        };
        assert_eq!(of(&in_dollars(&daily)), ["USD CNY 6.4", "USD EUR 0.8"]);
        assert_eq!(in_dollars(&daily[1..]), [], "a day without the dollar");
    }

    #[test]
    fn what_makes_no_sense_is_named_with_its_line() {
        for (text, wanted) in [
            ("", "no file of reference rates"),
            ("Handle,Title\n", "no file of reference rates"),
            ("Date,USD\n30.10.2026,1.25\n", "line 2, Date: found \"30.10.2026\""),
            ("Date,USD\n2026-10-30,1,25\n2026-10-29,-1\n", "line 3, USD: found \"-1\""),
            ("Date,USD\n2026-10-30,0\n", "line 2, USD: found \"0\""),
            ("<a>\n<Cube currency='USD' rate='1.2'/></a>", "line 2, time"),
        ] {
            let error = read(text).unwrap_err().to_string();
            assert!(error.contains(wanted), "{error}");
        }
    }

    /// The bank's own files, where this machine has them.
    #[test]
    fn the_banks_own_files_are_read() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data");
        let data = std::env::var("SAMPAN_SHARED_DATA").unwrap_or_else(|_| root.to_owned());
        let file = |name: &str| std::fs::read_to_string(format!("{data}/codes/{name}")).ok();
        for (name, rates, days) in [
            ("eurofxref-daily-2023-04.xml", 31, 1),
            ("eurofxref-hist-90d-2025.xml", 1830, 61),
            ("eurofxref-hist-2026-10-30.csv", 200_000, 7126),
        ] {
            let Some(text) = file(name) else {
                println!("skipped: {name} is not in {data}");
                continue;
            };
            let read = read(&text).unwrap();
            let known: std::collections::BTreeSet<Date> = read.iter().map(|rate| rate.date).collect();
            assert_eq!(known.len(), days, "{name}");
            // Withdrawn currencies are left out, so there may be fewer rates than figures.
            assert!(read.len() <= rates && read.len() >= days * 20, "{name}: {}", read.len());
            assert!(read.iter().all(|rate| rate.quote != Currency::VND && rate.quote != Currency::TWD));
        }
    }
}
