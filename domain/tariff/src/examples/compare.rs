//! What an answer says of the figures that a row expects.

use super::Example;
use super::given::Given;
use super::names::tax;
use super::words::{Amount, Content, Tax, Word, known_currency, word};
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
        let figures = self.expected.iter().filter(|(name, _)| !is_remark(name));
        let figures = figures.filter_map(|(name, value)| Some((name, expected(value)?)));
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
        let rounding = own("_rounding").and_then(rounded_to);
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
        let of_name = name.rsplit_once('_').and_then(|(_, code)| known_currency(code));
        let said = || self.expected.get("currency").and_then(Value::as_str);
        let said = of_name.or_else(|| said().and_then(known_currency));
        said.unwrap_or_else(|| if self.exchanges().is_empty() { self.currency() } else { self.home() })
    }

    /// A figure of an answer in the currency that the row expects it in.
    fn got(&self, name: &str, answer: &Answer) -> Option<Decimal> {
        let currency = self.currency_of(name);
        let code = format!("_{}", currency.code().to_ascii_lowercase());
        let figure = self.at_home(name.strip_suffix(&code).unwrap_or(name), answer)?;
        let plain = currency == self.home() || is_share(name) || is_flag(name);
        if plain { Some(figure) } else { self.exchange_of(currency).away(figure) }
    }

    fn at_home(&self, name: &str, answer: &Answer) -> Option<Decimal> {
        let all = sum(answer, |_| true);
        let value = answer.customs_value?.decimal();
        let share = |part: Decimal| part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(value);
        let litre = |whole: Decimal| whole.checked_div(Given::of(self).content(Content::Litres)?);
        let yes = |so: bool| Some(if so { Decimal::ONE } else { Decimal::ZERO });
        match name {
            "total_tax"
            | "tax"
            | "total"
            | "total_due"
            | "total_charges"
            | "total_payable"
            | "taxes"
            | "total_taxes"
            | "total_duty_and_tax"
            | "total_duties_and_taxes"
            | "amount_payable"
            | "parcel_tax" => Some(all),
            "landed_total" | "landed_cost" | "landed" => answer.landed_total.map(|landed| landed.decimal()),
            "composite_rate_pct" | "total_tax_pct_of_cif" | "total_tax_pct" | "total_pct" | "effective_rate_pct" => {
                share(all)
            }
            "duty_pct" | "total_duty_pct" => share(sum(answer, |c| DUTIES.contains(&c.measure))),
            "value_per_litre" => litre(value),
            "duty_per_litre" => litre(self.duty(answer)),
            "total_duty" | "total_duties" | "duties" | "duties_payable" | "duty_payable" => {
                let more = [Measure::Excise, Measure::LiquorTax];
                Some(sum(answer, |c| DUTIES.contains(&c.measure) || more.contains(&c.measure)))
            }
            "value_with_freight" | "vfd" => Some(value),
            "value_plus_duty" => Some(value + sum(answer, |c| DUTIES.contains(&c.measure))),
            "gst_at_checkout_on_total_supply" => Some(sum(answer, |c| VALUE_ADDED.contains(&c.measure))),
            "import_gst" | "import_vat" => {
                let at_the_sale = answer.regime.as_deref().is_some_and(|regime| regime.starts_with("lv"));
                let border = |c: &Charge| VALUE_ADDED.contains(&c.measure) && !c.rule.contains("/lv");
                Some(if at_the_sale { Decimal::ZERO } else { sum(answer, border) })
            }
            "tax_before_exemption" => {
                let waived = answer.warnings.iter().find(|warning| warning.code == Code::BelowWaiver)?;
                waived.params.get("tax")?.split(' ').next()?.parse().ok()
            }
            "base" => base(answer, |c| c.measure == Measure::LiquorTax || c.measure == Measure::Excise),
            "voti" => base(answer, |c| VALUE_ADDED.contains(&c.measure)),
            "eligible" | "sold" => yes(answer.eligibility.verdict.sells()),
            "taxed" | "dutiable" => yes(!all.is_zero()),
            "exempt" | "free" => yes(all.is_zero()),
            name => match word(name) {
                Some(Word::Amount(Amount::ToTheBorder, _)) => Some(value),
                Some(Word::Amount(Amount::Goods, _)) => {
                    Some(answer.lines.iter().map(|line| line.goods.decimal()).sum())
                }
                _ => self.by_name(name, answer),
            },
        }
    }

    /// A figure named for a duty, a tax or a layer, or for the base of one.
    fn by_name(&self, name: &str, answer: &Answer) -> Option<Decimal> {
        let (word, wants_base) = name.strip_suffix("_base").map_or((name, false), |word| (word, true));
        let word = word.strip_suffix("_amount").unwrap_or(word);
        let part = match word {
            "national_consumption_tax" | "national_tax" => Some(0),
            "local_consumption_tax" | "local_tax" if self.destination == "JP" => Some(1),
            _ => None,
        };
        if let Some(part) = part {
            let mut parts = answer.charges.iter().filter(|c| c.measure == Measure::ConsumptionTax);
            return Some(parts.nth(part).map_or(Decimal::ZERO, |charge| charge.amount.decimal()));
        }
        let layer = word.strip_suffix("_tax").unwrap_or(word);
        let of_layer = |c: &Charge| c.rule.contains(&format!(".{layer}/"));
        let Some(tax) = tax(word) else {
            let found = answer.charges.iter().any(of_layer);
            return if wants_base { base(answer, of_layer) } else { found.then(|| sum(answer, of_layer)) };
        };
        // Interior tax lies in the excise unless the row names it apart.
        let apart = self.expected.keys().any(|key| key.starts_with("interior"));
        let measures = self.measures(tax, answer);
        let belongs = |c: &Charge| match tax {
            Tax::Surcharge => c.rule.contains(".sws/"),
            Tax::Layer(layer) => c.rule.contains(&format!(".{layer}/")),
            Tax::Interior => c.rule.contains(".interior/"),
            _ => measures.contains(&c.measure) && !(apart && c.rule.contains(".interior/")),
        };
        match (wants_base, tax) {
            (true, _) => base(answer, belongs),
            // Basic duty, by whatever name, is that alone.
            (false, Tax::Duty) if matches!(word, "bcd" | "basic_duty" | "basic_customs_duty") => {
                Some(sum(answer, belongs))
            }
            (false, Tax::Duty) => Some(self.duty(answer)),
            (false, _) => Some(sum(answer, belongs)),
        }
    }

    /// Whether the row expects a figure of one of these.
    fn expects(&self, known: &[Tax]) -> bool {
        self.expected.keys().any(|key| tax(key).is_some_and(|tax| known.contains(&tax)))
    }

    /// The measures that a name may stand for: the first that is charged. What the row expects by another name is not
    /// meant, and Japan's consumption tax is one on the value added.
    fn measures(&self, tax: Tax, answer: &Answer) -> Vec<Measure> {
        let meant = |measure: &&Measure| match **measure {
            Measure::LiquorTax => tax == Tax::Liquor || !self.expects(&[Tax::Liquor]),
            Measure::Excise => tax == Tax::Excise || !self.expects(&[Tax::Excise]),
            Measure::ConsumptionTax => {
                tax == Tax::Consumption || (self.destination != "JP" && !self.expects(&[Tax::Consumption]))
            }
            _ => true,
        };
        let first = |all: &[Measure]| {
            let charged = |measure: &&Measure| answer.charges.iter().any(|c| c.measure == **measure);
            vec![*all.iter().filter(meant).find(charged).unwrap_or(&all[0])]
        };
        match tax {
            Tax::Duty | Tax::Provisional => vec![Measure::Duty],
            Tax::Additional | Tax::Surcharge | Tax::Layer(_) => vec![Measure::AdditionalDuty],
            Tax::AntiDumping => vec![Measure::AntiDumping],
            Tax::Consumption => first(&[Measure::ConsumptionTax, Measure::Excise]),
            Tax::Excise | Tax::Interior => first(&[Measure::Excise, Measure::ConsumptionTax, Measure::LiquorTax]),
            Tax::Liquor => first(&[Measure::LiquorTax, Measure::Excise, Measure::ConsumptionTax]),
            Tax::Education => vec![Measure::EducationTax],
            Tax::Environment => vec![Measure::EnvironmentTax],
            Tax::Income => vec![Measure::IncomeTax],
            Tax::ValueAdded if self.destination == "JP" => vec![Measure::ConsumptionTax],
            Tax::ValueAdded => VALUE_ADDED.to_vec(),
            Tax::Fee => vec![Measure::Fee],
            Tax::Parcel => vec![Measure::ParcelTax],
        }
    }

    /// What a row calls duty: additional duties belong to it unless the row names them apart, and so does an excise
    /// where the row knows no other name for it.
    fn duty(&self, answer: &Answer) -> Decimal {
        let names = |known: &[Tax]| {
            let of = |(word, _): (Word, &Value)| matches!(word, Word::Rate(tax, _) if known.contains(&tax));
            Given::lines(self).into_iter().any(|line| line.entries().any(of)) || self.expects(known)
        };
        let named_apart = self.inputs.keys().any(|key| key.starts_with("additional_duty"));
        let apart = named_apart || names(&[Tax::Surcharge]) || self.expects(&[Tax::Additional]);
        let layer_apart = |c: &Charge| {
            let of = |layer| c.rule.contains(&format!(".{layer}/"));
            self.expected.keys().any(|key| matches!(tax(key), Some(Tax::Layer(layer)) if of(layer)))
        };
        // A row that says customs duty and excise and asks for the duty means both.
        let of_customs =
            self.inputs.keys().any(|key| key.starts_with("customs_") && matches!(word(key), Some(Word::Rate(..))));
        let together = of_customs && !self.expects(&[Tax::Excise, Tax::Liquor]);
        let excise = names(&[Tax::Excise, Tax::Liquor, Tax::Consumption]) && !together;
        sum(answer, |c| match c.measure {
            Measure::Duty => true,
            Measure::AdditionalDuty => !apart && !layer_apart(c) && !c.rule.contains("_fee/"),
            Measure::Excise | Measure::LiquorTax => !excise,
            _ => false,
        })
    }
}

/// To how many decimals a source says that it rounds: `1 decimal`, `whole units`, or the number alone.
fn rounded_to(value: &Value) -> Option<u32> {
    let first =
        value.as_str().map_or_else(|| value.to_string(), |text| text.split(' ').next().unwrap_or("").to_owned());
    if matches!(&*first, "whole" | "integer" | "unit" | "units") { Some(0) } else { first.parse().ok() }
}

fn sum(answer: &Answer, belongs: impl Fn(&Charge) -> bool) -> Decimal {
    answer.charges.iter().filter(|c| belongs(c)).map(|c| c.amount.decimal()).sum()
}

fn base(answer: &Answer, belongs: impl Fn(&Charge) -> bool) -> Option<Decimal> {
    answer.charges.iter().find(|c| belongs(c)).map(|c| c.base.decimal())
}

fn is_share(name: &str) -> bool {
    name.ends_with("_pct") || name.contains("_pct_of_")
}

/// Whether an expected name is a remark, or the currency of the others.
pub(super) fn is_remark(name: &str) -> bool {
    name.starts_with('_') || name == "currency"
}

/// Whether an expected name is one for yes or no.
pub(super) fn is_flag(name: &str) -> bool {
    matches!(name, "eligible" | "sold" | "taxed" | "dutiable" | "exempt" | "free")
}

/// An expected figure; yes is one.
fn expected(value: &Value) -> Option<Decimal> {
    super::number(value).or_else(|| value.as_bool().map(|so| if so { Decimal::ONE } else { Decimal::ZERO }))
}

fn half_up(figure: Decimal, decimals: u32) -> Decimal {
    figure.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
}
