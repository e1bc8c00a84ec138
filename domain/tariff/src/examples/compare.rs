//! What an answer says of the figures that a row expects.

use super::Example;
use crate::answer::{Answer, Charge, Measure};
use crate::reason::Code;
use rust_decimal::RoundingStrategy;
use sampan_money::{Currency, Decimal, exponent};
use serde_json::Value;

/// How a figure came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// To the minor unit.
    Same,
    /// Within the rounding or tolerance that the row itself gives.
    WithinItsOwn,
    /// The law rounds where the row does not; without the law's rounding it is the same.
    LawRounds,
    /// Otherwise.
    Differs,
    /// The row names a figure that answers do not give.
    NotRead,
}

/// One figure of a row.
#[derive(Debug, Clone)]
pub struct Figure {
    /// Its name.
    pub name: String,
    /// What the row expects.
    pub expected: Decimal,
    /// What the answer says.
    pub got: Option<Decimal>,
    /// How they compare.
    pub outcome: Outcome,
}

const DUTIES: [Measure; 2] = [Measure::Duty, Measure::AdditionalDuty];
const VALUE_ADDED: [Measure; 3] = [Measure::Vat, Measure::Gst, Measure::SalesTax];

impl Example {
    /// Each expected figure against an answer; `unrounded` is the answer without the law's rounding.
    pub fn compare(&self, answer: &Answer, unrounded: &Answer) -> Vec<Figure> {
        let figures = self.expected.iter().filter(|(name, _)| !name.starts_with('_'));
        let figures = figures.filter_map(|(name, value)| Some((name, super::number(value)?)));
        figures
            .map(|(name, expected)| {
                let got = self.got(name, answer);
                let outcome = got.map_or(Outcome::NotRead, |got| {
                    let plain = self.got(name, unrounded).unwrap_or(got);
                    self.outcome(expected, got, plain, self.decimals(name))
                });
                Figure { name: name.clone(), expected, got, outcome }
            })
            .collect()
    }

    fn outcome(&self, expected: Decimal, got: Decimal, plain: Decimal, decimals: u32) -> Outcome {
        let same = |a: Decimal, decimals| half_up(a, decimals) == half_up(expected, decimals);
        let own = |name: &str| self.expected.get(name);
        let tolerance = own("_tolerance").and_then(super::number).unwrap_or_default();
        let rounding = own("_rounding").and_then(Value::as_str).and_then(|text| text.split(' ').next()?.parse().ok());
        match () {
            () if same(got, decimals) => Outcome::Same,
            () if (got - expected).abs() <= tolerance => Outcome::WithinItsOwn,
            () if rounding.is_some_and(|decimals| same(got, decimals)) => Outcome::WithinItsOwn,
            // Without the law's rounding a sum may still be off by a minor unit for each of its parts.
            () if same(plain, decimals) || (plain - expected).abs() <= Decimal::new(2, decimals) => Outcome::LawRounds,
            () => Outcome::Differs,
        }
    }

    /// To how many decimals a figure is compared: those of its currency; of shares two.
    fn decimals(&self, name: &str) -> u32 {
        if is_share(name) { 2 } else { exponent(self.currency_of(name)) }
    }

    /// The currency of an expected figure: that of its name, of the row's expectation, of the row unless it gives a
    /// rate, or else the market's.
    fn currency_of(&self, name: &str) -> Currency {
        let of_name = name.rsplit_once('_').filter(|(_, code)| code.len() == 3);
        let of_name = of_name.and_then(|(_, code)| sampan_money::currency(code).ok());
        let said = || self.expected.get("currency").and_then(Value::as_str);
        let said = of_name.or_else(|| said().and_then(|code| sampan_money::currency(code).ok()));
        said.unwrap_or_else(|| if self.exchange().is_some() { self.home() } else { self.currency() })
    }

    /// A figure of an answer in the currency that the row expects it in.
    fn got(&self, name: &str, answer: &Answer) -> Option<Decimal> {
        let currency = self.currency_of(name);
        let code = format!("_{}", currency.code().to_ascii_lowercase());
        let figure = self.at_home(name.strip_suffix(&code).unwrap_or(name), answer)?;
        if currency == self.home() || is_share(name) {
            return Some(figure);
        }
        let given = self.exchange().filter(|(base, _)| *base == currency).map(|(_, rate)| rate);
        figure.checked_div(given.unwrap_or_else(|| self.round_rate(currency)))
    }

    fn at_home(&self, name: &str, answer: &Answer) -> Option<Decimal> {
        let of = |measures: &[Measure]| -> Decimal {
            answer.charges.iter().filter(|c| measures.contains(&c.measure)).map(|c| c.amount.decimal()).sum()
        };
        let all: Decimal = answer.charges.iter().map(|c| c.amount.decimal()).sum();
        let value = answer.customs_value?.decimal();
        let share = |part: Decimal| part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(value);
        let litre = |whole: Decimal| whole.checked_div(self.figure("litres")?);
        Some(match name {
            "total_tax" | "tax" | "total" | "total_due" => all,
            "composite_rate_pct" | "total_tax_pct_of_cif" | "total_tax_pct" => share(all)?,
            "duty_pct" => share(of(&DUTIES))?,
            "value_per_litre" => litre(value)?,
            "duty_per_litre" => litre(self.duty(answer))?,
            "value_with_freight" | "customs_value" | "taxable_value" | "dutiable_value" | "assessable_value"
            | "cif" | "vfd" => value,
            "value_plus_duty" => value + of(&DUTIES),
            "duty" | "bcd" | "import_duty" => self.duty(answer),
            "vat" | "gst" | "igst" | "gst_at_checkout_on_total_supply" => {
                if of(&VALUE_ADDED).is_zero() && self.destination != "CN" {
                    of(&[Measure::ConsumptionTax])
                } else {
                    of(&VALUE_ADDED)
                }
            }
            "ct" => of(&[Measure::ConsumptionTax]),
            "business_tax" => of(&VALUE_ADDED),
            "alcohol_tax" => of(&[Measure::LiquorTax]),
            "commodity_tax" => of(&[Measure::Excise]),
            "trade_promotion_fee" => of(&[Measure::Fee]),
            "consumption_tax" => of(&[Measure::ConsumptionTax, Measure::Vat, Measure::Gst]),
            "import_gst" | "import_vat" => {
                let at_the_border = |c: &&Charge| VALUE_ADDED.contains(&c.measure) && !c.rule.contains("/lv");
                let charges = answer.charges.iter().filter(at_the_border);
                if answer.regime.as_deref().is_some_and(|regime| regime.starts_with("lv")) {
                    Decimal::ZERO
                } else {
                    charges.map(|c| c.amount.decimal()).sum()
                }
            }
            "tax_before_exemption" => {
                let waived = answer.warnings.iter().find(|warning| warning.code == Code::BelowWaiver)?;
                waived.params.get("tax")?.split(' ').next()?.parse().ok()?
            }
            "base" => base(answer, |c| c.measure == Measure::LiquorTax || c.measure == Measure::Excise)?,
            "voti" => base(answer, |c| VALUE_ADDED.contains(&c.measure))?,
            name => return self.by_name(name, answer),
        })
    }

    /// A figure named for a measure or a layer, or for the base of one.
    fn by_name(&self, name: &str, answer: &Answer) -> Option<Decimal> {
        let (word, wants_base) = name.strip_suffix("_base").map_or((name, false), |word| (word, true));
        let measure = Measure::named(word);
        let value_added = matches!(word, "vat" | "gst" | "igst");
        // Interior tax lies in the excise unless the row names it apart.
        let layer = word.strip_suffix("_tax").unwrap_or(word);
        let apart = layer != "interior" && self.expected.keys().any(|key| key.starts_with("interior"));
        let belongs = |c: &Charge| {
            (Some(c.measure) == measure && !(apart && c.rule.contains(".interior/")))
                || (value_added && VALUE_ADDED.contains(&c.measure))
                || (measure.is_none() && c.rule.contains(&format!(".{layer}/")))
        };
        if wants_base {
            return base(answer, belongs);
        }
        let found: Vec<Decimal> = answer.charges.iter().filter(|c| belongs(c)).map(|c| c.amount.decimal()).collect();
        (measure.is_some() || !found.is_empty()).then(|| found.into_iter().sum())
    }

    /// What a row calls duty: additional duties belong to it unless the row names them apart, and so does an excise
    /// where the row knows no other name for it.
    fn duty(&self, answer: &Answer) -> Decimal {
        let names = |word: &str| self.inputs.keys().chain(self.expected.keys()).any(|key| key.starts_with(word));
        let apart = names("additional_duty") || names("sws");
        let excise = ["excise", "liquor_tax", "alcohol_tax", "commodity_tax"].into_iter().any(names);
        let counts = |c: &&Charge| match c.measure {
            Measure::Duty => true,
            Measure::AdditionalDuty => !apart,
            Measure::Excise | Measure::LiquorTax => !excise,
            _ => false,
        };
        answer.charges.iter().filter(counts).map(|c| c.amount.decimal()).sum()
    }
}

fn base(answer: &Answer, belongs: impl Fn(&Charge) -> bool) -> Option<Decimal> {
    answer.charges.iter().find(|c| belongs(c)).map(|c| c.base.decimal())
}

fn is_share(name: &str) -> bool {
    name.ends_with("_pct") || name.contains("_pct_of_")
}

fn half_up(figure: Decimal, decimals: u32) -> Decimal {
    figure.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
}
