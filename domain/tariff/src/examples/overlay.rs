//! A row's rates as files to lay over the book.

use super::given::Given;
use super::words::{Amount, Content, How, Limit, Tax, Word};
use super::{Example, number};
use crate::answer::Measure;
use crate::book::{LimitValue, Market};
use jiff::civil::Date;
use sampan_money::{Currency, Decimal};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

const RATES: &str = "measure,regime,hs,origin,rate,from,to,citation,confidence,note\n";
const LIST: &str = "hs,eligible,only,from,to,citation,confidence,note\n";
const PRICES: &str = "hs,unit,price,abv_from,abv_below,from,to,citation,confidence,en,zh\n";
/// The citation of what a row says; every book has it.
const CITATION: &str = "general-knowledge";
/// The layer of additional duties that a row does not name, and of a fee where the market has none.
const OTHER: &str = "example";
const FEE: &str = "example_fee";

/// Rates by measure and layer, as the book writes them.
type Rates = BTreeMap<(Measure, String), Vec<String>>;

/// The files for one code; where the row has lines of goods, each has its own.
pub(super) fn files(example: &Example, market: &Market, code: &str) -> Vec<(String, String)> {
    let folder = example.destination.to_ascii_lowercase();
    let (mut rows, mut list, mut prices) = (RATES.to_owned(), LIST.to_owned(), PRICES.to_owned());
    let mut named_any = false;
    for (given, code) in Given::lines(example).into_iter().zip(example.line_codes(code)) {
        let mut rates = named(example, given, market);
        if !rates.is_empty() {
            named_any = true;
            complete(&mut rates, market);
        }
        for ((measure, layer), parts) in &rates {
            let layer = if layer.is_empty() { String::new() } else { format!("/{layer}") };
            // Within the limits of retail import China takes no duty, whatever the line's.
            let dutied = matches!(measure, Measure::Duty | Measure::AdditionalDuty);
            let regime = if folder == "cn" && dutied { "general" } else { "" };
            let _ = writeln!(rows, "{measure}{layer},{regime},{code},,{},,,{CITATION},secondary,", parts.join(" + "));
        }
        let _ = writeln!(list, "{code},yes,,,,{CITATION},secondary,");
        if let Some((price, _)) = given.amount(Amount::CustomsPrice) {
            let _ = writeln!(prices, "{code},unit,{price},,,,,{CITATION},secondary,example,example");
        }
    }
    let limits = limits(example, market, named_any);
    let mut files = vec![(format!("{folder}/rates.csv"), rows), (format!("{folder}/limits.toml"), limits)];
    if market.list().next().is_some() {
        files.push((format!("{folder}/positive-list.csv"), list));
    }
    if prices.len() > PRICES.len() {
        files.push((format!("{folder}/parcel-prices.csv"), prices));
    }
    files
}

/// What the row names for a line.
fn named(example: &Example, given: Given, market: &Market) -> Rates {
    let mut rates = Rates::new();
    let mut shares = BTreeSet::new();
    let mut duty = Decimal::ZERO;
    let pieces = given.content(Content::Pieces).filter(|pieces| !pieces.is_zero()).unwrap_or(Decimal::ONE);
    let mut surcharges = Vec::new();
    let mut put = |(measure, layer): (Measure, String), text: String| {
        rates.entry((measure, layer)).or_default().push(text);
    };
    for (word, value) in given.entries() {
        let Word::Rate(tax, how) = word else { continue };
        let (Some(figure), key) = (number(value), measure(tax, market)) else { continue };
        let money = |currency: Option<Currency>| currency.unwrap_or(example.currency()).code();
        match how {
            // A share that is given twice, by the line and by the row or by two names, counts once.
            How::Share if !shares.insert(key.clone()) => {}
            How::Share => {
                if tax == Tax::Duty {
                    duty = figure;
                }
                let free = given.amount(Amount::TaxFree).filter(|_| tax == Tax::Consumption);
                put(
                    key,
                    match free {
                        Some((free, currency)) => {
                            format!("tiers(first {} {free}/unit: 0%; rest: {figure}%)", currency.code())
                        }
                        None => format!("{figure}%"),
                    },
                );
            }
            How::ShareOfTax => surcharges.push((tax, key, figure)),
            How::Sum(currency) => {
                let one = figure.checked_div(pieces).unwrap_or(figure).round_dp(9).normalize();
                put(key, format!("{} {one}/unit", money(currency)));
            }
            How::By(unit, times, currency) => {
                let one = figure.saturating_mul(times).normalize();
                put(key, format!("{} {one}/{}", money(currency), unit.name()));
            }
        }
    }
    for (tax, key, share) in surcharges {
        // A share of the duty is a share of its base, but where the law has a layer for such.
        let of_duty = tax == Tax::Additional;
        let share =
            if of_duty { share.saturating_mul(duty).saturating_mul(Decimal::new(1, 2)).normalize() } else { share };
        put(key, format!("{share}%"));
    }
    for (layer, share) in layers(given) {
        put((Measure::AdditionalDuty, layer), format!("{share}%"));
    }
    rates
}

/// The measure and layer that a market has for a duty or tax.
pub(super) fn measure(tax: Tax, market: &Market) -> (Measure, String) {
    let has = |measure: &Measure| market.rates.rows().any(|row| row.measure == *measure);
    let first = |all: &[Measure]| all.iter().copied().find(has).unwrap_or(all[0]);
    let plain = |measure: Measure| (measure, String::new());
    match tax {
        Tax::Duty => plain(Measure::Duty),
        Tax::Provisional => (Measure::Duty, "provisional".to_owned()),
        Tax::Additional => (Measure::AdditionalDuty, OTHER.to_owned()),
        Tax::Surcharge => (Measure::AdditionalDuty, "sws".to_owned()),
        Tax::Layer(layer) => (Measure::AdditionalDuty, layer.to_owned()),
        Tax::AntiDumping => plain(Measure::AntiDumping),
        Tax::Consumption => plain(first(&[Measure::ConsumptionTax, Measure::Excise])),
        Tax::Excise => plain(first(&[Measure::Excise, Measure::ConsumptionTax])),
        Tax::Liquor => plain(first(&[Measure::LiquorTax, Measure::Excise, Measure::ConsumptionTax])),
        Tax::Education => plain(Measure::EducationTax),
        Tax::Environment => plain(Measure::EnvironmentTax),
        Tax::Income => plain(Measure::IncomeTax),
        Tax::ValueAdded => plain(first(&[Measure::Vat, Measure::Gst, Measure::SalesTax, Measure::ConsumptionTax])),
        Tax::Interior => (Measure::Excise, "interior".to_owned()),
        Tax::Fee if has(&Measure::Fee) => plain(Measure::Fee),
        Tax::Fee => (Measure::AdditionalDuty, FEE.to_owned()),
        Tax::Parcel => plain(Measure::ParcelTax),
    }
}

/// What the row does not name is nothing; other layers of a duty that it names are the same duty, since of those the
/// lowest is taken.
fn complete(rates: &mut Rates, market: &Market) {
    let duty = rates.get(&(Measure::Duty, String::new())).cloned().unwrap_or_else(|| vec!["0%".to_owned()]);
    rates.entry((Measure::Duty, String::new())).or_insert_with(|| duty.clone());
    for row in market.rates.rows() {
        let nothing = || if row.measure == Measure::Duty { duty.clone() } else { vec!["0%".to_owned()] };
        rates.entry((row.measure, row.layer.to_string())).or_insert_with(nothing);
    }
}

/// Additional duties, by the names of the book's layers or in their order.
fn layers(given: Given) -> Vec<(String, Decimal)> {
    const IN_ORDER: [&str; 4] = ["s232", "s301", "reciprocal", "march2025"];
    let of_place = |n: usize| IN_ORDER.get(n).map_or_else(|| format!("{OTHER}{n}"), |name| (*name).to_owned());
    let of_name = |given: &str| {
        let fentanyl = given.starts_with("fentanyl").then_some("march2025");
        let name = fentanyl.or_else(|| IN_ORDER.into_iter().find(|name| given.starts_with(name)));
        name.unwrap_or(given).to_owned()
    };
    match given.value(Word::Layers) {
        Some(Value::Array(all)) => {
            all.iter().enumerate().filter_map(|(n, rate)| Some((of_place(n), number(rate)?))).collect()
        }
        Some(Value::Object(all)) => {
            all.iter().filter_map(|(name, rate)| Some((of_name(name), number(rate)?))).collect()
        }
        Some(one) => number(one).map(|rate| (OTHER.to_owned(), rate)).into_iter().collect(),
        None => Vec::new(),
    }
}

/// Thresholds and fees that the row names. Where it names rates, fees that it does not name are nothing; and a value that
/// holds everything to the border needs no insurance added.
fn limits(example: &Example, market: &Market, names_rates: bool) -> String {
    let mut text = String::new();
    let given = Given::of(example);
    let mut put = |meant: &dyn Fn(&str) -> bool, figure: Decimal, currency: Option<Currency>| {
        let known = market.limits().filter(|limit| meant(&limit.name) && limit.period.holds(example.date));
        for limit in known {
            if let Some(value) = written(example, &limit.value, figure, currency) {
                entry(&mut text, &limit.name, &value, None);
            }
        }
    };
    let mut named = BTreeSet::new();
    for (word, value) in given.entries() {
        if let (Word::Limit(limit, currency), Some(figure)) = (word, number(value)) {
            put(&|name| is_meant(limit, name), figure, currency);
            named.insert(limit);
        }
    }
    for fee in [Limit::Stamp, Limit::Brokerage, Limit::PostFee] {
        if names_rates && !named.contains(&fee) {
            put(&|name| is_meant(fee, name), Decimal::ZERO, None);
        }
    }
    if given.amount(Amount::ToTheBorder).is_some() {
        put(&|name| name.starts_with("informal.insurance"), Decimal::ZERO, None);
    }
    text
}

/// Whether a limit of the book is what a row's word stands for.
fn is_meant(word: Limit, name: &str) -> bool {
    match word {
        // The relief of a market, on duty and on tax; what counts bottles or lists codes is left as it is.
        Limit::Relief => {
            matches!(name, "relief" | "relief.value" | "list.us" | "list.other")
                || name.ends_with("duty_relief")
                || name.ends_with("vat_relief")
                || name.ends_with("tax_relief")
                || name.ends_with(".relief")
        }
        Limit::Order => name == "cbec.order",
        Limit::Year => name == "cbec.year",
        Limit::Parcel => name.starts_with("post.parcel"),
        Limit::Waiver => name == "post.waiver",
        Limit::Stamp => name.ends_with(".stamp"),
        Limit::Brokerage => name.ends_with(".brokerage"),
        Limit::PostFee => name == "fee.post",
    }
}

/// A figure in the place of a limit's, in the limit's currency.
fn written(example: &Example, value: &LimitValue, figure: Decimal, currency: Option<Currency>) -> Option<String> {
    match value {
        LimitValue::Amount(amount) => {
            let home = example.home();
            let figure = match currency {
                Some(other) if other != amount.currency() => {
                    let at_home = if other == home { figure } else { example.exchange_of(other).home(figure)? };
                    if amount.currency() == home {
                        at_home
                    } else {
                        example.exchange_of(amount.currency()).away(at_home)?
                    }
                }
                _ => figure,
            };
            let figure = figure.round_dp(sampan_money::exponent(amount.currency())).normalize();
            Some(format!("{} {figure}", amount.code()))
        }
        LimitValue::Percent(_) => Some(format!("{figure}%")),
        LimitValue::Content(_, unit) => Some(format!("{figure} {}", unit.name())),
        LimitValue::Count(_) => Some(figure.to_string()),
        LimitValue::Rounding(_) | LimitValue::Word(_) => None,
    }
}

fn entry(text: &mut String, name: &str, value: &str, to: Option<Date>) {
    let _ = write!(text, "[[limit]]\nname = \"{name}\"\nvalue = \"{value}\"\n");
    if let Some(to) = to {
        let _ = writeln!(text, "to = \"{to}\"");
    }
    let _ = write!(text, "citation = \"{CITATION}\"\nconfidence = \"verify\"\n\n");
}

/// Thresholds that began later than a day, carried back to it with their first figure.
pub(super) fn carry_back(files: &mut [(String, String)], market: &Market, date: Date) {
    let mut first: BTreeMap<&str, (Date, &LimitValue)> = BTreeMap::new();
    for limit in market.limits() {
        let Some(from) = limit.period.from else { continue };
        let earliest = first.entry(&limit.name).or_insert((from, &limit.value));
        if from < earliest.0 {
            *earliest = (from, &limit.value);
        }
    }
    for (name, (from, value)) in first {
        if from > date && market.limit(name, date).is_none() {
            add_limit(files, name, &value.to_string(), from.yesterday().ok());
        }
    }
}

/// Every rounding of the market down to the minor unit.
pub(super) fn unround(files: &mut [(String, String)], market: &Market) {
    let finest = Decimal::new(1, sampan_money::exponent(market.destination.currency));
    let roundings = market.limits().filter(|limit| matches!(limit.value, LimitValue::Rounding(_)));
    let names: BTreeSet<&str> = roundings.map(|limit| &*limit.name).collect();
    for name in names {
        add_limit(files, name, &format!("{finest} half_up"), None);
    }
}

fn add_limit(files: &mut [(String, String)], name: &str, value: &str, to: Option<Date>) {
    if let Some((_, text)) = files.iter_mut().find(|(path, _)| path.ends_with("limits.toml")) {
        entry(text, name, value, to);
    }
}
