//! The rate card as it is typed: texts, with empty rows to fill in; and how it becomes the card again.

use sampan_ledger::Country;
use sampan_money::{Currency, Money};
use sampan_trade::rates::{Carrier, DeliveryOption, Mode, RateCard, RateCardRefusal, Step, Zone};
use sampan_web::FieldErrors;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Empty weight rows that a way to send gets.
const SPARE: usize = 2;

/// A rate card in texts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TypedRates {
    /// The zones.
    #[serde(default)]
    pub zones: Vec<TypedZone>,
}

/// Destinations that are served alike.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TypedZone {
    /// Country codes with commas or spaces between: `SG, HK`.
    #[serde(default)]
    pub destinations: String,
    /// The ways to send there, the default first.
    #[serde(default)]
    pub options: Vec<TypedOption>,
}

/// A way to send.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TypedOption {
    /// A short stable code; empty leaves the way out.
    #[serde(default)]
    pub code: String,
    /// What the buyer reads.
    #[serde(default)]
    pub name: String,
    /// `post` or `express`.
    #[serde(default)]
    pub mode: String,
    /// `usps`, `ups`, `fedex` or `dhl`; empty where it is another, or one that is chosen parcel by parcel.
    #[serde(default)]
    pub carrier: String,
    /// Fewest days on the way.
    #[serde(default)]
    pub days_min: String,
    /// Most days on the way.
    #[serde(default)]
    pub days_max: String,
    /// Prices by gross weight; empty rows are left out.
    #[serde(default)]
    pub steps: Vec<TypedStep>,
}

/// A price up to a weight.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TypedStep {
    /// The heaviest parcel at this price, in grams.
    #[serde(default)]
    pub up_to_g: String,
    /// The price in US dollars: `18.90`.
    #[serde(default)]
    pub price: String,
}

impl TypedStep {
    fn is_empty(&self) -> bool {
        self.up_to_g.trim().is_empty() && self.price.trim().is_empty()
    }
}

impl TypedOption {
    fn is_empty(&self) -> bool {
        self.code.trim().is_empty() && self.name.trim().is_empty() && self.steps.iter().all(TypedStep::is_empty)
    }
}

impl TypedZone {
    fn is_empty(&self) -> bool {
        self.destinations.trim().is_empty() && self.options.iter().all(TypedOption::is_empty)
    }
}

impl From<&RateCard> for TypedRates {
    fn from(card: &RateCard) -> TypedRates {
        let step = |step: &Step| TypedStep { up_to_g: step.up_to_g.to_string(), price: step.price.amount() };
        let option = |option: &DeliveryOption| TypedOption {
            code: option.code.clone(),
            name: option.name.clone(),
            mode: option.mode.as_str().to_owned(),
            carrier: option.carrier.map(|carrier| carrier.as_str().to_owned()).unwrap_or_default(),
            days_min: option.days_min.to_string(),
            days_max: option.days_max.to_string(),
            steps: option.steps.iter().map(step).collect(),
        };
        let zone = |zone: &Zone| TypedZone {
            destinations: zone.destinations.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
            options: zone.options.iter().map(option).collect(),
        };
        TypedRates { zones: card.zones.iter().map(zone).collect() }
    }
}

impl TypedRates {
    /// The same with empty rows to fill in: weights for each way, a way for each zone, a zone.
    pub fn with_room(mut self) -> TypedRates {
        self.zones.retain(|zone| !zone.is_empty());
        self.zones.push(TypedZone::default());
        for zone in &mut self.zones {
            zone.options.retain(|option| !option.is_empty());
            zone.options.push(TypedOption::default());
            for option in &mut zone.options {
                option.steps.retain(|step| !step.is_empty());
                option.steps.extend(std::iter::repeat_n(TypedStep::default(), SPARE));
            }
        }
        self
    }

    /// The card, or what is wrong with it, field by field (`zones.0.options.1.name`). Empty rows are left out.
    pub fn card(&self) -> Result<RateCard, FieldErrors> {
        let mut wrong = FieldErrors::new();
        let zones = self.zones.iter().enumerate().filter(|(_, zone)| !zone.is_empty());
        let zones = zones.map(|(n, zone)| zone.read(&format!("zones.{n}"), &mut wrong)).collect();
        let card = RateCard { zones };
        if wrong.is_empty()
            && let Err(why) = card.check()
        {
            let (field, found, code) = self.at_fault(&why);
            wrong.add(field, &found, why.to_string(), code);
        }
        if wrong.is_empty() { Ok(card) } else { Err(wrong) }
    }

    /// The field at which a card is wrong whose every field makes sense by itself: what stands there, and what is said of it.
    fn at_fault(&self, why: &RateCardRefusal) -> (String, String, &'static str) {
        let alone = |(_, zone): &(usize, &TypedZone)| {
            let zone = zone.read("", &mut FieldErrors::new());
            RateCard { zones: vec![zone] }.check().as_ref() == Err(why)
        };
        let mut zones = self.zones.iter().enumerate();
        let option = |code: &str| {
            let (z, zone) = self.zones.iter().enumerate().find(alone)?;
            let (o, option) = zone.options.iter().enumerate().rfind(|(_, option)| option.code.trim() == code)?;
            Some((format!("zones.{z}.options.{o}.name"), option.name.clone()))
        };
        let whole = || ("zones".to_owned(), String::new());
        let ((field, found), code) = match why {
            RateCardRefusal::DestinationTwice { destination } => {
                let twice = |(_, zone): &(usize, &TypedZone)| {
                    zone.read("", &mut FieldErrors::new()).destinations.contains(destination)
                };
                let at = zones.rfind(twice).map(|(z, _)| (format!("zones.{z}.destinations"), destination.to_string()));
                (at.unwrap_or_else(whole), "rates_twice")
            }
            RateCardRefusal::Count { .. } => {
                let at = zones.find(alone).map(|(z, _)| (format!("zones.{z}.destinations"), String::new()));
                (at.unwrap_or_else(whole), "rates_count")
            }
            RateCardRefusal::Steps { code } => (option(code).unwrap_or_else(whole), "rates_steps"),
            RateCardRefusal::Option { code } => (option(code).unwrap_or_else(whole), "rates_option"),
        };
        (field, found, code)
    }
}

impl TypedZone {
    fn read(&self, at: &str, wrong: &mut FieldErrors) -> Zone {
        let codes = self.destinations.split([',', ' ', ';', '、', '，']).map(str::trim).filter(|code| !code.is_empty());
        let mut destinations = Vec::new();
        for code in codes {
            match code.to_ascii_uppercase().parse::<Country>() {
                Ok(country) => destinations.push(country),
                Err(_) => {
                    wrong.add(format!("{at}.destinations"), code, "country codes such as CN, SG", "rates_country")
                }
            }
        }
        if destinations.is_empty() && self.destinations.trim().is_empty() {
            wrong.add(format!("{at}.destinations"), "", "country codes such as CN, SG", "missing");
        }
        let options = self.options.iter().enumerate().filter(|(_, option)| !option.is_empty());
        let options = options.map(|(n, option)| option.read(&format!("{at}.options.{n}"), wrong)).collect();
        Zone { destinations, options }
    }
}

impl TypedOption {
    fn read(&self, at: &str, wrong: &mut FieldErrors) -> DeliveryOption {
        let text = |field: &str, found: &str, wrong: &mut FieldErrors| {
            let found = found.trim();
            if !(1..=80).contains(&found.chars().count()) || found.chars().any(char::is_control) {
                wrong.add(format!("{at}.{field}"), found, "1 to 80 characters", "rates_text");
            }
            found.to_owned()
        };
        let (code, name) = (text("code", &self.code, wrong), text("name", &self.name, wrong));
        let mut days = |field: &str, found: &str| match found.trim().parse::<u16>() {
            Ok(days) if days <= 365 => days,
            _ => {
                wrong.add(format!("{at}.{field}"), found, "0 to 365 days", "rates_days");
                0
            }
        };
        let (days_min, days_max) = (days("days_min", &self.days_min), days("days_max", &self.days_max));
        let mode = match self.mode.trim() {
            "post" => Mode::Post,
            "express" => Mode::Express,
            found => {
                wrong.add(format!("{at}.mode"), found, "post or express", "rates_mode");
                Mode::Post
            }
        };
        let found = self.carrier.trim();
        let carrier = Carrier::named(found).filter(|carrier| carrier.goes(mode));
        if carrier.is_none() && !found.is_empty() {
            wrong.add(format!("{at}.carrier"), found, "a carrier that goes this way", "rates_carrier");
        }
        let steps = self.steps.iter().enumerate().filter(|(_, step)| !step.is_empty());
        let steps = steps.map(|(n, step)| step.read(&format!("{at}.steps.{n}"), wrong)).collect();
        DeliveryOption { code, name, mode, carrier, steps, days_min, days_max }
    }
}

impl TypedStep {
    fn read(&self, at: &str, wrong: &mut FieldErrors) -> Step {
        let up_to_g = self.up_to_g.trim().parse::<u32>().unwrap_or(0);
        if !(1..=1_000_000).contains(&up_to_g) {
            wrong.add(format!("{at}.up_to_g"), &self.up_to_g, "1 to 1000000 grams", "rates_weight");
        }
        let most = Money::new(10_000_000, Currency::USD);
        let price = Money::parse(self.price.trim(), Currency::USD).ok();
        let price = price.filter(|price| !price.is_negative() && price.minor() <= most.minor());
        if price.is_none() {
            wrong.add(format!("{at}.price"), &self.price, "dollars such as 18.90", "rates_price");
        }
        Step { up_to_g, price: price.unwrap_or(Money::zero(Currency::USD)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_is_typed_and_read_back_with_and_without_room() {
        let mut card = RateCard::standard();
        card.zones[0].options[0].carrier = Some(Carrier::Ups);
        let typed = TypedRates::from(&card);
        assert_eq!(typed.card(), Ok(card.clone()));
        assert_eq!(typed.with_room().with_room().card(), Ok(card));
    }

    #[test]
    fn each_field_that_makes_no_sense_is_named() {
        type Spoil = fn(&mut TypedRates);
        let cases: [(Spoil, &str); 20] = [
            (|r| r.zones[0].destinations = "CN, Mars".into(), "zones.0.destinations"),
            (|r| r.zones[1].destinations.clear(), "zones.1.destinations"),
            (|r| r.zones[1].options[1].name.clear(), "zones.1.options.1.name"),
            (|r| r.zones[1].options[1].code = "x".repeat(81), "zones.1.options.1.code"),
            (|r| r.zones[0].options[0].mode = "boat".into(), "zones.0.options.0.mode"),
            (|r| r.zones[0].options[0].carrier = "stork".into(), "zones.0.options.0.carrier"),
            (|r| r.zones[0].options[0].carrier = "usps".into(), "zones.0.options.0.carrier"),
            (|r| r.zones[0].options[0].days_max = "soon".into(), "zones.0.options.0.days_max"),
            (|r| r.zones[0].options[0].days_max = "-1".into(), "zones.0.options.0.days_max"),
            (|r| r.zones[0].options[0].steps[2].up_to_g = "2 kg".into(), "zones.0.options.0.steps.2.up_to_g"),
            (|r| r.zones[0].options[0].steps[2].price = "1.234,56".into(), "zones.0.options.0.steps.2.price"),
            (|r| r.zones[0].options[0].steps[2].price = "-5".into(), "zones.0.options.0.steps.2.price"),
            (|r| r.zones[0].options[0].steps[2].price = "1e9".into(), "zones.0.options.0.steps.2.price"),
            (|r| r.zones[0].options[0].steps[2].price = "1.00".into(), "zones.0.options.0.name"),
            (|r| r.zones[2].options[1].steps.swap(0, 1), "zones.2.options.1.name"),
            (|r| r.zones[1].options[1].code = "post".into(), "zones.1.options.1.name"),
            (|r| r.zones[1].options[0].days_max = "1".into(), "zones.1.options.0.name"),
            (|r| r.zones[1].options[0].steps.clear(), "zones.1.destinations"),
            (|r| r.zones[0].destinations = "CN, SG".into(), "zones.1.destinations"),
            (|r| r.zones.clear(), "zones"),
        ];
        for (n, (spoil, field)) in cases.into_iter().enumerate() {
            let mut typed = TypedRates::from(&RateCard::standard());
            spoil(&mut typed);
            let wrong = typed.card().expect_err("something is wrong");
            assert_eq!(wrong.iter().map(|e| e.field.as_str()).collect::<Vec<_>>(), [field], "case {n}");
        }
    }
}
