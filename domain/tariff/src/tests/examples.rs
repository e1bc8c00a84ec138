//! Examples worked out by published sources, through the public types. The rates of their day come from the row's own
//! inputs, laid over the book.

use crate::*;
use jiff::civil::Date;
use sampan_money::{Currency, Decimal, ExchangeRate, Money, Rounding};
use serde_json::{Value, json};
use std::path::PathBuf;

const RATES: &str = "measure,regime,hs,origin,rate,from,to,citation,confidence,note\n";
const LIST: &str = "hs,eligible,only,from,to,citation,confidence,note\n";
/// The code of rows that name none.
const NO_CODE: &str = "96999900";

struct Example {
    id: String,
    date: Date,
    regime: String,
    inputs: Value,
    wanted: Value,
}

/// The folder of facts, where this machine has one.
fn facts() -> Option<PathBuf> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let data = std::env::var_os("SAMPAN_SHARED_DATA").map_or_else(|| root.join("../shared/data"), PathBuf::from);
    Some(data.join("../facts")).filter(|folder| folder.is_dir())
}

fn examples() -> Vec<Example> {
    let Some(folder) = facts() else {
        println!("skipped: no folder of facts beside SAMPAN_SHARED_DATA");
        return Vec::new();
    };
    let mut all = Vec::new();
    for file in ["landed-cost-examples.csv", "landed-cost-computed.csv"] {
        let mut reader = csv::Reader::from_path(folder.join(file)).unwrap();
        for record in reader.records() {
            let record = record.unwrap();
            // A year alone stands for its middle; only China and Singapore have rules.
            let date = if record[2].len() == 4 { format!("{}-07-01", &record[2]) } else { record[2].to_owned() };
            if matches!(&record[1], "CN" | "SG") {
                all.push(Example {
                    id: record[0].to_owned(),
                    date: date.parse().unwrap(),
                    regime: record[3].to_owned(),
                    inputs: serde_json::from_str(&record[4]).unwrap(),
                    wanted: serde_json::from_str(&record[5]).unwrap(),
                });
            }
        }
    }
    all
}

impl Example {
    fn figure(&self, name: &str) -> Option<Decimal> {
        self.inputs.get(name).and_then(Value::as_number).map(|n| n.to_string().parse().unwrap())
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.inputs.get(name)?.as_str()
    }

    fn market(&self) -> &'static str {
        if self.id.contains("SG") { "SG" } else { "CN" }
    }

    fn codes(&self) -> Vec<String> {
        match &self.inputs["hs"] {
            Value::Array(codes) => codes.iter().map(|c| c.as_str().unwrap().to_owned()).collect(),
            Value::String(code) => vec![code.clone()],
            _ if self.regime.contains("liquor") && self.inputs["excise_per_litre_alcohol"].is_null() => {
                vec!["22030000".into()]
            }
            _ if self.regime.contains("liquor") => vec!["22083000".into()],
            _ => vec![NO_CODE.into()],
        }
    }

    /// The row's rates as a book for one code.
    fn book(&self, code: &str) -> Book {
        let mut rows = RATES.to_owned();
        let mut row = |measure: &str, rate: String| {
            rows.push_str(&format!("{measure},,{code},,{rate},,,general-knowledge,secondary,\n"))
        };
        if self.market() == "CN" {
            let duty = self.figure("mfn_pct").or(self.figure("duty_pct")).unwrap_or_default();
            row(
                "duty",
                if self.regime.starts_with("cbec_w") || self.regime.starts_with("cbec_c") {
                    "0%".into()
                } else {
                    format!("{duty}%")
                },
            );
            row("vat", format!("{}%", self.figure("vat_pct").unwrap_or_default()));
            let ct = self.figure("ct_pct").or(self.figure("ct_ad_valorem_pct")).unwrap_or_default();
            row(
                "consumption_tax",
                self.figure("ct_per_litre").map_or(format!("{ct}%"), |s| format!("{ct}% + CNY {s}/l")),
            );
            row("parcel_tax", format!("{}%", self.figure("rate_pct").unwrap_or_default()));
            for (layer, rate) in self.layers() {
                row(&format!("additional_duty/{layer}"), format!("{rate}%"));
            }
        } else if let Some(gst) = self.figure("gst_pct") {
            row("gst", format!("{gst}%"));
        }
        let list = format!("{LIST}{code},yes,,,,general-knowledge,secondary,\n");
        let files = vec![("cn/rates.csv".to_owned(), rows.clone()), ("cn/positive-list.csv".to_owned(), list)];
        let files = if self.market() == "CN" { files } else { vec![("sg/rates.csv".to_owned(), rows)] };
        Book::built_in().overlay(files).unwrap()
    }

    /// Additional duties by the names of the book's layers; layers that the row does not name are nothing.
    fn layers(&self) -> Vec<(&'static str, Decimal)> {
        let names = ["s232", "s301", "reciprocal", "march2025"];
        let by_place = |n: usize| self.inputs["additional_pct"].get(n).and_then(Value::as_number);
        let by_name = |name: &str| {
            let key = if name == "march2025" { "fentanyl" } else { name };
            let layers = self.inputs["layers_pct"].as_object()?;
            layers.iter().find(|(given, _)| given.starts_with(key)).and_then(|(_, rate)| rate.as_number())
        };
        let rate =
            |(n, name)| by_place(n).or_else(|| by_name(name)).map_or(Decimal::ZERO, |r| r.to_string().parse().unwrap());
        names.into_iter().enumerate().map(|(n, name)| (name, rate((n, name)))).collect()
    }

    fn request(&self, code: &str) -> Request {
        let home = if self.market() == "CN" { Currency::CNY } else { Currency::SGD };
        let currency = self.text("currency").map_or(home, |code| sampan_money::currency(code).unwrap());
        let money = |figure: Decimal| Money::from_decimal(figure, currency, Rounding::HalfUp).unwrap();
        let names = ["dutiable_value", "cif", "goods"];
        let value = names.into_iter().find_map(|name| self.figure(name)).unwrap_or(Decimal::from(100_000));
        let (regime, mode) = match &*self.regime {
            r if r.starts_with("cbec") => ("cbec", Mode::Express),
            "postal_articles" => ("post", Mode::Post),
            r if r.starts_with("general") => ("general", Mode::Cargo),
            "ovr_lvg" => ("lvg", Mode::Express),
            _ => ("import", Mode::Express),
        };
        // A rate as such is asked on an order that is within the limits.
        let value = if self.regime == "cbec_composite_rate" { Decimal::from(5_000) } else { value };
        Request {
            destination: self.market().into(),
            date: self.date,
            regime: Some(regime.into()),
            ship_from: None,
            mode: Some(mode),
            lines: vec![Line {
                id: "a".into(),
                hs: Some(code.into()),
                description: String::new(),
                origin: Some("US".into()),
                quantity: 1,
                unit_price: money(value),
                net_weight_g: self.figure("grams"),
                gross_weight_g: None,
                volume_ml: self.figure("litres").map(|litres| litres * Decimal::from(1_000)),
                abv_percent: self.figure("abv_pct"),
                retail_packs: None,
                attributes: Default::default(),
            }],
            freight: self.figure("freight").map(money),
            insurance: None,
            discount: None,
            rates: vec![ExchangeRate {
                base: currency,
                quote: home,
                rate: Decimal::ONE,
                date: self.date,
                source: "even".into(),
            }],
            buyer: Buyer::default(),
            importer: Importer {
                exclusions: self.inputs["s301_exclusion"]
                    .as_bool()
                    .filter(|yes| *yes)
                    .map(|_| "s301".into())
                    .into_iter()
                    .collect(),
            },
        }
    }

    /// What the answer says of a figure that the row names.
    fn got(&self, name: &str, answer: &Answer) -> Option<Decimal> {
        let sum = |measures: &[Measure]| -> Decimal {
            answer.charges.iter().filter(|c| measures.contains(&c.measure)).map(|c| c.amount.decimal()).sum()
        };
        let duties = [Measure::Duty, Measure::AdditionalDuty];
        let value = answer.customs_value?.decimal();
        let all: Decimal = answer.charges.iter().map(|c| c.amount.decimal()).sum();
        let hundred = Decimal::ONE_HUNDRED;
        Some(match name {
            "total_tax" | "tax" => all,
            "composite_rate_pct" | "total_tax_pct_of_cif" => all / value * hundred,
            "duty" => sum(&duties),
            "duty_pct" => sum(&duties) / value * hundred,
            "ct" => sum(&[Measure::ConsumptionTax]),
            "vat" => sum(&[Measure::Vat]),
            "gst" | "gst_at_checkout_on_total_supply" => sum(&[Measure::Gst]),
            "excise" => sum(&[Measure::Excise]),
            "value_with_freight" => value,
            "value_plus_duty" => value + sum(&duties),
            "tax_before_exemption" => answer.warnings.iter().find(|w| w.code == Code::BelowWaiver)?.params["tax"]
                .split(' ')
                .next()?
                .parse()
                .ok()?,
            "import_gst" => {
                answer.charges.iter().filter(|c| c.rule.contains("/import/")).map(|c| c.amount.decimal()).sum()
            }
            _ => return None,
        })
    }
}

#[test]
fn examples_of_published_sources_come_out() {
    let mut wrong = Vec::new();
    for example in examples() {
        let registered = example.regime == "ovr_lvg";
        let settings =
            Settings { registered: ["SG".to_owned()].into_iter().filter(|_| registered).collect(), ..Settings::demo() };
        for code in example.codes() {
            let answer = quote(&example.book(&code), &settings, &example.request(&code));
            for (name, wanted) in example.wanted.as_object().unwrap().iter().filter(|(name, _)| !name.starts_with('_'))
            {
                let wanted: Decimal = wanted.to_string().parse().unwrap();
                let got =
                    example.got(name, &answer).unwrap_or_else(|| panic!("{} {name}: {}", example.id, json!(answer)));
                let decimals = if example.wanted["_rounding"].is_null() { 2 } else { 1 };
                let close = got.round_dp_with_strategy(decimals, half_up()) == wanted.round_dp(2);
                println!(
                    "{:8} {code:10} {name:32} wanted {wanted:>10} got {got:>10} {}",
                    example.id,
                    if close { "" } else { "WRONG" }
                );
                if !close {
                    wrong.push(format!("{} {name}: wanted {wanted}, got {got}", example.id));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn half_up() -> rust_decimal::RoundingStrategy {
    rust_decimal::RoundingStrategy::MidpointAwayFromZero
}
