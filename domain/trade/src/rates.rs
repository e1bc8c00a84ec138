//! A seller's rate card: what delivery costs, by destination and gross weight.

use crate::Country;
use sampan_money::{Currency, Money};
use serde::{Deserialize, Serialize};

/// How a parcel travels, which decides the papers it needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// By the postal services, with CN22 or CN23.
    Post,
    /// By an express carrier, with a commercial invoice.
    Express,
}

impl Mode {
    /// The text it is stored as.
    pub const fn as_str(self) -> &'static str {
        match self {
            Mode::Post => "post",
            Mode::Express => "express",
        }
    }
}

/// Who carries a parcel, as far as rules name carriers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Carrier {
    /// The United States Postal Service.
    Usps,
    /// UPS.
    Ups,
    /// FedEx.
    Fedex,
    /// DHL.
    Dhl,
}

impl Carrier {
    /// All of them.
    pub const ALL: [Carrier; 4] = [Carrier::Usps, Carrier::Ups, Carrier::Fedex, Carrier::Dhl];

    /// The text it is stored as, and named by in rules.
    pub const fn as_str(self) -> &'static str {
        match self {
            Carrier::Usps => "usps",
            Carrier::Ups => "ups",
            Carrier::Fedex => "fedex",
            Carrier::Dhl => "dhl",
        }
    }

    /// The carrier of a stored text.
    pub fn named(text: &str) -> Option<Carrier> {
        Carrier::ALL.into_iter().find(|carrier| carrier.as_str() == text)
    }

    /// Whether it carries parcels this way.
    pub const fn goes(self, mode: Mode) -> bool {
        matches!(
            (self, mode),
            (Carrier::Usps, Mode::Post) | (Carrier::Ups | Carrier::Fedex | Carrier::Dhl, Mode::Express)
        )
    }
}

/// What delivery costs everywhere a seller sends to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RateCard {
    /// Groups of destinations with the same options. A destination is in one group at most.
    pub zones: Vec<Zone>,
}

/// Destinations that are served alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zone {
    /// The countries.
    pub destinations: Vec<Country>,
    /// The ways to send there, the default first.
    pub options: Vec<DeliveryOption>,
}

/// One way to send.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryOption {
    /// A short stable code of the seller's.
    pub code: String,
    /// What the buyer reads.
    pub name: String,
    /// By post or by express.
    pub mode: Mode,
    /// Who carries it; none where the seller has not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier: Option<Carrier>,
    /// Prices by gross weight: up to so many grams, so many dollars; both rising.
    pub steps: Vec<Step>,
    /// Fewest days on the way.
    pub days_min: u16,
    /// Most days on the way.
    pub days_max: u16,
}

/// A price up to a weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The heaviest parcel at this price, in grams.
    pub up_to_g: u32,
    /// The price in US dollars.
    pub price: Money,
}

/// What one way to send costs for one parcel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryQuote {
    /// The option's code.
    pub code: String,
    /// What the buyer reads.
    pub name: String,
    /// By post or by express.
    pub mode: Mode,
    /// Who carries it; none where the seller has not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier: Option<Carrier>,
    /// The price in US dollars.
    pub price: Money,
    /// Fewest days on the way.
    pub days_min: u16,
    /// Most days on the way.
    pub days_max: u16,
}

/// Why nothing can be sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "refusal", rename_all = "snake_case")]
pub enum NoDelivery {
    /// The seller does not send there.
    #[error("the seller does not send to {destination}")]
    NotServed {
        /// Where to.
        destination: Country,
    },
    /// Heavier than any option takes.
    #[error("{gross_g} g is too heavy; at most {max_g} g can be sent to {destination}")]
    TooHeavy {
        /// Where to.
        destination: Country,
        /// The parcel's gross weight.
        gross_g: u64,
        /// The heaviest that any option takes.
        max_g: u32,
    },
}

impl NoDelivery {
    /// The stable code of the fact.
    pub const fn code(&self) -> &'static str {
        match self {
            NoDelivery::NotServed { .. } => "destination_not_served",
            NoDelivery::TooHeavy { .. } => "parcel_too_heavy",
        }
    }
}

/// Why a rate card cannot be kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "refusal", rename_all = "snake_case")]
pub enum RateCardRefusal {
    /// A destination is in two zones.
    #[error("{destination} is in two zones")]
    DestinationTwice {
        /// Which.
        destination: Country,
    },
    /// A zone without options, an option without prices, or too many of either.
    #[error("a rate card has 1 to {limit} {what}")]
    Count {
        /// Of what.
        what: String,
        /// How many there may be.
        limit: usize,
    },
    /// Weights or prices do not rise, or a price is not in US dollars or below zero.
    #[error("option {code}: weights and prices in US dollars must rise step by step")]
    Steps {
        /// The option.
        code: String,
    },
    /// A code or name is missing, too long or used twice in a zone, or days run backwards.
    #[error("option {code}: code and name of 1 to 80 characters, each code once in a zone, days from fewer to more")]
    Option {
        /// The option.
        code: String,
    },
}

impl RateCard {
    /// Every way to send a parcel of a gross weight somewhere, in the seller's order, or why there is none.
    pub fn options(&self, destination: Country, gross_g: u64) -> Result<Vec<DeliveryQuote>, NoDelivery> {
        let zone = self.zones.iter().find(|zone| zone.destinations.contains(&destination));
        let zone = zone.ok_or(NoDelivery::NotServed { destination })?;
        let quotes: Vec<DeliveryQuote> = zone.options.iter().filter_map(|option| option.quote(gross_g)).collect();
        if quotes.is_empty() {
            let max_g = zone.options.iter().filter_map(DeliveryOption::max_g).max().unwrap_or(0);
            return Err(NoDelivery::TooHeavy { destination, gross_g, max_g });
        }
        Ok(quotes)
    }

    /// Every country the seller sends to.
    pub fn destinations(&self) -> impl Iterator<Item = Country> {
        self.zones.iter().flat_map(|zone| zone.destinations.iter().copied())
    }

    /// Whether the card can be kept as it is.
    pub fn check(&self) -> Result<(), RateCardRefusal> {
        let count = |what: &str, found: usize, limit| match found {
            found if (1..=limit).contains(&found) => Ok(()),
            _ => Err(RateCardRefusal::Count { what: what.to_owned(), limit }),
        };
        count("zones", self.zones.len(), 60)?;
        let mut seen = Vec::new();
        for zone in &self.zones {
            count("destinations", zone.destinations.len(), 250)?;
            count("options", zone.options.len(), 10)?;
            for destination in &zone.destinations {
                if seen.contains(destination) {
                    return Err(RateCardRefusal::DestinationTwice { destination: *destination });
                }
                seen.push(*destination);
            }
            for (i, option) in zone.options.iter().enumerate() {
                count("weight steps", option.steps.len(), 60)?;
                option.check(&zone.options[..i])?;
            }
        }
        Ok(())
    }

    /// The card that a seller starts with: the platform's own figures for small parcels from anywhere in the United
    /// States, to be changed by the seller.
    pub fn standard() -> RateCard {
        use Country as C;
        use Mode::{Express, Post};
        let zone = |destinations: &[Country], options: Vec<DeliveryOption>| Zone {
            destinations: destinations.to_vec(),
            options,
        };
        let near: &[(u32, i64)] = &[(250, 995), (500, 1495), (1000, 2295), (1500, 2895), (2000, 3495)];
        let far: &[(u32, i64)] = &[(250, 1095), (500, 1645), (1000, 2545), (1500, 3245), (2000, 3945)];
        let fast: &[(u32, i64)] =
            &[(500, 1890), (1000, 2490), (2000, 3590), (5000, 6890), (10_000, 11_900), (20_000, 21_900)];
        let faster: &[(u32, i64)] =
            &[(500, 2990), (1000, 3690), (2000, 4990), (5000, 8990), (10_000, 14_900), (20_000, 26_900)];
        RateCard {
            zones: vec![
                zone(&[C::CN], vec![DeliveryOption::of("express", "Express", Express, fast, (6, 14))]),
                zone(
                    &[C::SG, C::HK, C::MO, C::TW, C::JP, C::KR],
                    vec![
                        DeliveryOption::of("post", "International post", Post, near, (8, 21)),
                        DeliveryOption::of("express", "Express", Express, faster, (3, 7)),
                    ],
                ),
                zone(
                    &[C::MY, C::TH, C::VN, C::ID, C::PH, C::IN, C::AU],
                    vec![
                        DeliveryOption::of("post", "International post", Post, far, (10, 28)),
                        DeliveryOption::of("express", "Express", Express, faster, (4, 9)),
                    ],
                ),
            ],
        }
    }
}

impl DeliveryOption {
    fn of(
        code: &str,
        name: &str,
        mode: Mode,
        steps: &[(u32, i64)],
        (days_min, days_max): (u16, u16),
    ) -> DeliveryOption {
        let step = |(up_to_g, cents): &(u32, i64)| Step { up_to_g: *up_to_g, price: Money::new(*cents, Currency::USD) };
        let steps = steps.iter().map(step).collect();
        DeliveryOption { code: code.to_owned(), name: name.to_owned(), mode, carrier: None, steps, days_min, days_max }
    }

    fn max_g(&self) -> Option<u32> {
        self.steps.last().map(|step| step.up_to_g)
    }

    fn quote(&self, gross_g: u64) -> Option<DeliveryQuote> {
        let step = self.steps.iter().find(|step| gross_g <= u64::from(step.up_to_g))?;
        Some(DeliveryQuote {
            code: self.code.clone(),
            name: self.name.clone(),
            mode: self.mode,
            carrier: self.carrier,
            price: step.price,
            days_min: self.days_min,
            days_max: self.days_max,
        })
    }

    fn check(&self, before: &[DeliveryOption]) -> Result<(), RateCardRefusal> {
        let code = || self.code.chars().take(80).collect::<String>();
        let short = |text: &str| (1..=80).contains(&text.chars().count());
        let again = before.iter().any(|other| other.code == self.code);
        if !short(&self.code) || !short(&self.name) || again || self.days_min > self.days_max {
            return Err(RateCardRefusal::Option { code: code() });
        }
        let dollars =
            |step: &Step| step.price.currency() == Currency::USD && !step.price.is_negative() && step.up_to_g > 0;
        let rising = |w: &[Step]| w[0].up_to_g < w[1].up_to_g && w[0].price.minor() <= w[1].price.minor();
        if !self.steps.iter().all(dollars) || !self.steps.windows(2).all(rising) {
            return Err(RateCardRefusal::Steps { code: code() });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standard_card_serves_every_destination() {
        let card = RateCard::standard();
        assert_eq!(card.check(), Ok(()));
        assert_eq!(card.destinations().count(), 14);
        for (destination, gross_g, expected) in [
            ("CN", 500, "express 18.90 USD"),
            ("CN", 501, "express 24.90 USD"),
            ("SG", 2000, "post 34.95 USD, express 49.90 USD"),
            ("SG", 2001, "express 89.90 USD"),
            ("CN", 20_001, "20001 g is too heavy; at most 20000 g can be sent to CN"),
            ("FR", 1, "the seller does not send to FR"),
        ] {
            let found = match card.options(destination.parse().unwrap(), gross_g) {
                Ok(quotes) => quotes.iter().map(|q| format!("{} {}", q.code, q.price)).collect::<Vec<_>>().join(", "),
                Err(no) => no.to_string(),
            };
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn a_card_that_contradicts_itself_is_refused() {
        let change = |f: &dyn Fn(&mut RateCard)| {
            let mut card = RateCard::standard();
            f(&mut card);
            card.check()
        };
        assert!(matches!(
            change(&|c| c.zones[1].destinations.push(Country::CN)),
            Err(RateCardRefusal::DestinationTwice { .. })
        ));
        assert!(matches!(change(&|c| c.zones.clear()), Err(RateCardRefusal::Count { .. })));
        assert!(matches!(change(&|c| c.zones[0].options[0].steps.clear()), Err(RateCardRefusal::Count { .. })));
        assert!(matches!(change(&|c| c.zones[0].options[0].steps.reverse()), Err(RateCardRefusal::Steps { .. })));
        assert!(matches!(
            change(&|c| c.zones[0].options[0].steps[0].price = Money::new(-1, Currency::USD)),
            Err(RateCardRefusal::Steps { .. })
        ));
        assert!(matches!(change(&|c| c.zones[1].options[1].code = "post".into()), Err(RateCardRefusal::Option { .. })));
        assert!(matches!(change(&|c| c.zones[0].options[0].days_min = 99), Err(RateCardRefusal::Option { .. })));
    }
}
