//! Where the reader's prices are for, and in which currency they are shown.

use super::shown::Reader;
use crate::look;
use crate::pricing::{Landed, Pricing};
use sampan_money::{Currency, Money, Rounding};
use sampan_web::Shell;
use serde::{Deserialize, Serialize};

/// The place that prices are for.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Place {
    /// Its code, ISO 3166.
    pub destination: String,
    /// Its name in the reader's language.
    pub name: String,
    /// The currency that is charged there.
    pub currency: String,
    /// The currency that the reader wants to see.
    pub shown: String,
    /// Whether there are rules for the place; where there are none nothing is sold.
    pub sells: bool,
}

/// A programme's own choice of place and currency, in place of the reader's kept one.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub struct Asked<'a> {
    /// The place's code.
    pub destination: Option<&'a str>,
    /// The currency's code.
    pub currency: Option<&'a str>,
}

impl Place {
    /// The place of a reader.
    pub fn of(s: &Shell, pricing: &Pricing, asked: Asked<'_>) -> Place {
        let known = |code: &&str| sampan_tariff::destination(code).is_some();
        let destination = asked.destination.filter(known).unwrap_or_else(|| look::destination(s));
        let own = sampan_tariff::destination(destination).map_or("USD", |d| d.currency.code());
        let known = |code: &&str| look::frame::CURRENCIES.contains(code);
        let shown = match (asked.currency.filter(known), asked.destination) {
            (Some(currency), _) => currency,
            (None, Some(_)) => own,
            (None, None) => look::currency(s),
        };
        Place {
            destination: destination.to_owned(),
            name: crate::explain::place(destination, s),
            currency: own.to_owned(),
            shown: shown.to_owned(),
            sells: pricing.book.market(destination).is_some(),
        }
    }

    /// Whom prices are for, as far as they depend on it.
    pub(super) fn reader(&self, s: &Shell) -> Reader {
        Reader { lang: s.lang, destination: self.destination.clone(), currency: self.shown.clone() }
    }

    /// An amount in the currency that the reader wants to see, at the present rate, where that is another one.
    pub fn about(&self, amount: Money, pricing: &Pricing) -> Option<Money> {
        let shown: Currency = sampan_money::currency(&self.shown).ok().filter(|shown| *shown != amount.currency())?;
        let rate = pricing.rates.between(amount.currency(), shown, pricing.now).ok()?;
        rate.convert(amount, Rounding::HalfUp).ok()
    }
}

/// A landed price as it is shown.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Price {
    /// What is charged, in the currency of the place.
    #[schema(value_type = Object)]
    pub charged: Money,
    /// The same in the currency that the reader wants to see, about; none where that is the one charged.
    #[schema(value_type = Option<Object>)]
    pub about: Option<Money>,
    /// Its parts and, on a product's page, every line with rate, base, rule and source.
    #[schema(value_type = Object)]
    pub anatomy: look::Anatomy,
}

impl Price {
    /// A price with every line explained.
    pub fn explained(landed: &Landed, place: &Place, pricing: &Pricing, s: &Shell) -> Price {
        Price {
            charged: landed.total,
            about: place.about(landed.total, pricing),
            anatomy: crate::explain::anatomy(landed, s),
        }
    }

    /// A price with its parts alone, for lists.
    pub fn short(landed: &Landed, place: &Place, pricing: &Pricing) -> Price {
        use look::Kind;
        let line = |(kind, amount): (Kind, Money)| look::Line {
            kind,
            label: String::new(),
            amount,
            rate: String::new(),
            base: String::new(),
            rule: String::new(),
            source: None,
            confidence: look::Confidence::Official,
        };
        let parts = [
            (Kind::Goods, landed.goods),
            (Kind::Delivery, landed.carriage),
            (Kind::Duty, landed.duty),
            (Kind::Tax, landed.tax),
        ];
        let total = landed.total;
        let of = look::Anatomy::of(total.currency(), parts.map(line).into(), String::new());
        let anatomy = match of {
            Some(anatomy) => look::Anatomy { lines: Vec::new(), ..anatomy },
            None => {
                look::Anatomy { total, covers: String::new(), parts: vec![], lines: vec![], rate_note: String::new() }
            }
        };
        Price { charged: total, about: place.about(total, pricing), anatomy }
    }
}
