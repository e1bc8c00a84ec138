//! A row's rates as files to lay over the book.

use super::Example;
use crate::answer::Measure;
use crate::book::{LimitValue, Market};
use jiff::civil::Date;
use sampan_money::Decimal;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

const RATES: &str = "measure,regime,hs,origin,rate,from,to,citation,confidence,note\n";
const LIST: &str = "hs,eligible,only,from,to,citation,confidence,note\n";
/// The citation of what a row says; every book has it.
const CITATION: &str = "general-knowledge";

/// Inputs that are a share of the base of a measure. Of several for one measure the first that is given counts.
const SHARES: [(&str, Measure); 18] = [
    ("mfn_pct", Measure::Duty),
    ("duty_pct", Measure::Duty),
    ("duty_ad_valorem_pct", Measure::Duty),
    ("bcd_pct", Measure::Duty),
    ("import_duty_pct", Measure::Duty),
    ("ct_pct", Measure::ConsumptionTax),
    ("ct_ad_valorem_pct", Measure::ConsumptionTax),
    ("excise_pct", Measure::Excise),
    ("liquor_tax_pct", Measure::LiquorTax),
    ("education_tax_pct", Measure::EducationTax),
    ("education_tax_pct_of_liquor_tax", Measure::EducationTax),
    ("income_tax_pct", Measure::IncomeTax),
    ("anti_dumping_pct", Measure::AntiDumping),
    ("sales_tax_pct", Measure::SalesTax),
    ("alcohol_tax_pct", Measure::LiquorTax),
    ("commodity_tax_pct", Measure::Excise),
    ("trade_promotion_fee_pct", Measure::Fee),
    ("rate_pct", Measure::ParcelTax),
];

/// Inputs that are amounts, whatever the base.
const AMOUNTS: [(&str, Measure); 10] = [
    ("duty", Measure::Duty),
    ("duty_specific", Measure::Duty),
    ("additional_duty_specific", Measure::AdditionalDuty),
    ("additional_duty", Measure::AdditionalDuty),
    ("anti_dumping", Measure::AntiDumping),
    ("environment_tax", Measure::EnvironmentTax),
    ("excise_specific", Measure::Excise),
    ("alcohol_tax", Measure::LiquorTax),
    ("commodity_tax", Measure::Excise),
    ("trade_promotion_fee", Measure::Fee),
];

/// Inputs by the litre or the litre of alcohol; the name may hold the currency.
const BY_CONTENT: [(&str, &str, Measure); 8] = [
    ("ct_per_litre", "l", Measure::ConsumptionTax),
    ("excise_per_litre", "l", Measure::Excise),
    ("excise_per_litre_alcohol", "l_alcohol", Measure::Excise),
    ("duty_per_litre", "l", Measure::Duty),
    ("duty_per_litre_alcohol", "l_alcohol", Measure::Duty),
    ("excise_per_stick", "unit", Measure::Excise),
    ("alcohol_tax_per_litre", "l", Measure::LiquorTax),
    ("consumption_tax_per_litre", "l", Measure::ConsumptionTax),
];

/// Inputs by the litre and degree: a hundred times as much by the litre of alcohol.
const BY_DEGREE: [&str; 3] =
    ["alcohol_tax_per_degree_per_litre", "alcohol_tax_per_litre_per_degree", "alcohol_tax_per_degree_litre"];

/// Names of the tax on the value added.
const VALUE_ADDED: [&str; 6] = ["vat_pct", "gst_pct", "igst_pct", "consumption_tax_pct", "sst_pct", "business_tax_pct"];

/// Rates by measure and layer, as the book writes them.
type Rates = BTreeMap<(Measure, String), Vec<String>>;

/// The files for one code.
pub(super) fn files(example: &Example, market: &Market, code: &str) -> Vec<(String, String)> {
    let folder = example.destination.to_ascii_lowercase();
    let mut rates = named(example, market);
    if !rates.is_empty() {
        complete(&mut rates, example, market);
    }
    let mut rows = RATES.to_owned();
    for ((measure, layer), parts) in &rates {
        let layer = if layer.is_empty() { String::new() } else { format!("/{layer}") };
        let _ = writeln!(rows, "{measure}{layer},,{code},,{},,,{CITATION},secondary,", parts.join(" + "));
    }
    let mut files =
        vec![(format!("{folder}/rates.csv"), rows), (format!("{folder}/limits.toml"), limits(example, market))];
    if market.list().next().is_some() {
        let list = format!("{LIST}{code},yes,,,,{CITATION},secondary,\n");
        files.push((format!("{folder}/positive-list.csv"), list));
    }
    files
}

/// What the row names.
fn named(example: &Example, market: &Market) -> Rates {
    let mut rates = Rates::new();
    let home = example.home().code();
    let mut put = |measure, layer: &str, text: String| {
        rates.entry((measure, layer.to_owned())).or_default().push(text);
    };
    let mut seen = BTreeSet::new();
    for (name, measure) in SHARES {
        if let Some(share) = example.figure(name).filter(|_| seen.insert(measure)) {
            put(measure, "", format!("{share}%"));
        }
    }
    for name in VALUE_ADDED {
        if let Some(share) = example.figure(name) {
            put(value_added(market), "", format!("{share}%"));
        }
    }
    for (name, measure) in AMOUNTS {
        if let Some((amount, currency)) = example.amount(&[name]) {
            let layer = if measure == Measure::AdditionalDuty { "example" } else { "" };
            // A row has one piece, so an amount for the whole is one for a piece.
            put(measure, layer, format!("{} {amount}/unit", currency.code()));
        }
    }
    let code = example.currency().code().to_ascii_lowercase();
    for (name, unit, measure) in BY_CONTENT {
        let with_code = name.replacen("_per_", &format!("_{code}_per_"), 1);
        if let Some(amount) = example.figure(name).or_else(|| example.figure(&with_code)) {
            put(measure, "", format!("{home} {amount}/{unit}"));
        }
    }
    for amount in BY_DEGREE.into_iter().filter_map(|name| example.figure(name)) {
        let litre = amount.saturating_mul(Decimal::ONE_HUNDRED);
        put(Measure::LiquorTax, "", format!("{home} {litre}/l_alcohol"));
    }
    for (layer, share) in example.layers() {
        put(Measure::AdditionalDuty, &layer, format!("{share}%"));
    }
    for (name, value) in &example.inputs {
        if let (Some(share), Some((measure, layer))) = (super::number(value), surcharge(market, name)) {
            put(measure, &layer, format!("{share}%"));
        }
    }
    rates
}

/// A surcharge on a duty or tax, such as India's for social welfare or Thailand's interior tax: the layer of the book
/// whose name stands in the input's.
fn surcharge(market: &Market, name: &str) -> Option<(Measure, String)> {
    let word = name.split_once("_pct_of_").map(|(word, _)| word)?;
    let word = ["sws", "interior"].into_iter().find(|known| word.starts_with(known))?;
    let row = market.rates.rows().find(|row| row.layer.contains(word) || row.rule.contains(word));
    Some(row.map_or((Measure::AdditionalDuty, word.to_owned()), |row| (row.measure, row.layer.to_string())))
}

/// The measure that a market's book has for the tax on the value added.
pub(super) fn value_added(market: &Market) -> Measure {
    let has = |measure: &Measure| market.rates.rows().any(|row| row.measure == *measure);
    [Measure::Vat, Measure::Gst, Measure::SalesTax, Measure::ConsumptionTax]
        .into_iter()
        .find(has)
        .unwrap_or(Measure::Vat)
}

/// What the row does not name is nothing; other layers of a duty that it names are the same duty, since of those the
/// lowest is taken.
fn complete(rates: &mut Rates, example: &Example, market: &Market) {
    let duty = rates.get(&(Measure::Duty, String::new())).cloned();
    let flat = ["cbec_w", "cbec_c"].iter().any(|begin| example.regime.starts_with(begin));
    let duty = duty.filter(|_| !flat).unwrap_or_else(|| vec!["0%".to_owned()]);
    rates.insert((Measure::Duty, String::new()), duty.clone());
    for row in market.rates.rows() {
        let nothing = || if row.measure == Measure::Duty { duty.clone() } else { vec!["0%".to_owned()] };
        rates.entry((row.measure, row.layer.to_string())).or_insert_with(nothing);
    }
}

impl Example {
    /// Additional duties, by the names of the book's layers or in their order.
    fn layers(&self) -> Vec<(String, Decimal)> {
        const IN_ORDER: [&str; 4] = ["s232", "s301", "reciprocal", "march2025"];
        let by_place = self.inputs.get("additional_pct").and_then(Value::as_array).into_iter().flatten();
        let by_place = by_place.enumerate().filter_map(|(n, rate)| {
            let name = IN_ORDER.get(n).map_or_else(|| format!("example{n}"), |name| (*name).to_owned());
            Some((name, super::number(rate)?))
        });
        let by_name = self.inputs.get("layers_pct").and_then(Value::as_object).into_iter().flatten();
        let by_name = by_name.filter_map(|(given, rate)| {
            let fentanyl = given.starts_with("fentanyl").then_some("march2025");
            let name = fentanyl.or_else(|| IN_ORDER.into_iter().find(|name| given.starts_with(name)));
            Some((name.unwrap_or(given).to_owned(), super::number(rate)?))
        });
        by_place.chain(by_name).collect()
    }
}

/// Thresholds and fees that the row names by a word of their name.
fn limits(example: &Example, market: &Market) -> String {
    let mut text = String::new();
    for (key, value) in &example.inputs {
        let word = ["relief", "doc_stamp", "brokerage", "de_minimis"].into_iter().find(|word| key.starts_with(word));
        let (Some(word), Some(figure)) = (word, super::number(value)) else { continue };
        let meant = word.trim_start_matches("doc_");
        let limit = market.limits().filter(|l| l.name.contains(meant) && l.period.holds(example.date));
        if let Some(limit) = limit.min_by_key(|limit| &limit.name) {
            let value = match &limit.value {
                LimitValue::Amount(amount) => format!("{} {figure}", amount.code()),
                LimitValue::Percent(_) => format!("{figure}%"),
                LimitValue::Content(_, unit) => format!("{figure} {}", unit.name()),
                LimitValue::Count(_) => figure.to_string(),
                LimitValue::Rounding(_) | LimitValue::Word(_) => continue,
            };
            entry(&mut text, &limit.name, &value, None);
        }
    }
    text
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
