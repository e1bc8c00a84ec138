//! A question about one kind of goods in plain words, as a form or a command line has it, made a request of the law.

use sampan_ids::Date;
use sampan_money::{Currency, Decimal, ExchangeRate, Money};
use sampan_tariff::{Buyer, Importer, Line, Mode, QUANTITY_MAX, Request, destinations};
use sampan_web::FieldErrors;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The name of the one line.
const LINE: &str = "1";

/// What was typed. What is left out is not known; only the place, the code or description, and the price must be there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct Asked {
    /// The country of the buyer, ISO 3166 alpha-2.
    pub to: Option<String>,
    /// The day whose law holds; none: today.
    pub date: Option<String>,
    /// How it goes: post, express, cargo or bonded; none: every way is compared.
    pub mode: Option<String>,
    /// The regime; none: all that are lawful are compared.
    pub regime: Option<String>,
    /// The country the parcel leaves from; none: it is not said.
    pub ship_from: Option<String>,
    /// The code of the goods.
    pub hs: Option<String>,
    /// What the goods are, in words.
    pub description: Option<String>,
    /// The country of origin.
    pub origin: Option<String>,
    /// The price of a piece: `30`, `30USD` or `USD 30`.
    pub price: Option<String>,
    /// The currency of amounts that name none; none: US dollars.
    pub currency: Option<String>,
    /// Pieces; none: one.
    pub quantity: Option<String>,
    /// What delivery costs, for the whole parcel.
    pub freight: Option<String>,
    /// What insurance costs, for the whole parcel.
    pub insurance: Option<String>,
    /// What is taken off, for the whole order.
    pub discount: Option<String>,
    /// Net weight of a piece in grams.
    pub net_weight_g: Option<String>,
    /// Gross weight of a piece in grams.
    pub gross_weight_g: Option<String>,
    /// Volume of a piece in millilitres.
    pub volume_ml: Option<String>,
    /// Alcohol by volume in per cent.
    pub abv_percent: Option<String>,
    /// Retail packs in a piece.
    pub retail_packs: Option<String>,
    /// What else the law asks about: `name=value`, or the name alone for yes; commas between several.
    pub attributes: Vec<String>,
    /// What the buyer has used of a yearly allowance.
    pub allowance_used: Option<String>,
    /// Whether it is not for the buyer's own use.
    pub for_trade: bool,
    /// Whether the buyer is a business registered for tax.
    pub registered_business: bool,
    /// Whether the buyer has a tax number.
    pub has_tax_id: bool,
    /// Parcels that the buyer has had free of tax in the period that the law counts.
    pub free_parcels: Option<String>,
    /// What the buyer has had this year of goods limited by quantity: `row=quantity`.
    pub quantities_used: Vec<String>,
    /// Layers of additional duty that the importer has an exclusion from.
    pub exclusions: Vec<String>,
}

impl Asked {
    /// The request, or every field that makes no sense. Exchange rates are the asker's to add.
    pub fn request(&self, today: Date, rates: Vec<ExchangeRate>) -> Result<Request, FieldErrors> {
        let mut wrong = FieldErrors::new();
        let destination = self.place(&mut wrong);
        let date = match text(&self.date) {
            None => today,
            Some(day) => day.parse().unwrap_or_else(|_| {
                wrong.add("date", day, "a day such as 2026-01-31", "tariff_date");
                today
            }),
        };
        let currency = self.currency(&mut wrong);
        let price = text(&self.price);
        if price.is_none() {
            wrong.add("price", "", "an amount such as 30 or 30USD", "missing");
        }
        let mut money = |name: &str, typed: &Option<String>| amount(name, text(typed), currency, &mut wrong);
        let (price, freight) = (money("price", &self.price), money("freight", &self.freight));
        let (insurance, discount) = (money("insurance", &self.insurance), money("discount", &self.discount));
        let allowance_used = money("allowance_used", &self.allowance_used);
        let line = self.line(price.unwrap_or(Money::zero(currency)), &mut wrong);
        let regime = text(&self.regime).map(str::to_owned);
        let ship_from = country("ship_from", text(&self.ship_from), &mut wrong);
        let mode = self.mode(&mut wrong);
        let buyer = Buyer { allowance_used, ..self.buyer(&mut wrong) };
        let importer = Importer { exclusions: self.exclusions.iter().cloned().collect::<BTreeSet<_>>() };
        let lines = vec![line];
        let request = Request {
            destination,
            date,
            regime,
            ship_from,
            mode,
            lines,
            freight,
            insurance,
            discount,
            rates,
            buyer,
            importer,
        };
        if wrong.is_empty() { Ok(request) } else { Err(wrong) }
    }

    fn place(&self, wrong: &mut FieldErrors) -> String {
        let to = text(&self.to).unwrap_or_default().to_ascii_uppercase();
        if sampan_tariff::destination(&to).is_none() {
            let known = destinations().iter().map(|d| d.code).collect::<Vec<_>>().join(", ");
            let code = if to.is_empty() { "missing" } else { "tariff_place" };
            wrong.add("to", &to, format!("one of {known}"), code);
        }
        to
    }

    fn currency(&self, wrong: &mut FieldErrors) -> Currency {
        let Some(code) = text(&self.currency) else { return Currency::USD };
        sampan_money::currency(code).unwrap_or_else(|_| {
            wrong.add("currency", code, "a currency such as USD", "tariff_currency");
            Currency::USD
        })
    }

    fn buyer(&self, wrong: &mut FieldErrors) -> Buyer {
        let free_parcels = text(&self.free_parcels).and_then(|typed| {
            let number = typed.parse::<u32>().ok();
            if number.is_none() {
                wrong.add("free_parcels", typed, "a whole number, such as 3", "number");
            }
            number
        });
        let mut quantities_used = BTreeMap::new();
        for typed in self.quantities_used.iter().filter(|typed| !typed.trim().is_empty()) {
            let pair = typed.split_once('=').and_then(|(row, figure)| {
                let figure = figure.trim().parse::<Decimal>().ok().filter(|figure| *figure >= Decimal::ZERO)?;
                Some((row.trim().to_owned(), figure))
            });
            match pair {
                Some((row, figure)) => drop(quantities_used.insert(row, figure)),
                None => wrong.add("quantities_used", typed, "a row and a number, such as grain.cbec=2.5", "invalid"),
            }
        }
        Buyer {
            free_parcels,
            quantities_used,
            personal_use: Some(!self.for_trade),
            registered_business: self.registered_business,
            has_tax_id: self.has_tax_id,
            ..Buyer::default()
        }
    }

    fn mode(&self, wrong: &mut FieldErrors) -> Option<Mode> {
        let name = text(&self.mode)?;
        let mode = [Mode::Post, Mode::Express, Mode::Cargo, Mode::Bonded].into_iter().find(|m| m.name() == name);
        if mode.is_none() {
            wrong.add("mode", name, "post, express, cargo or bonded", "tariff_mode");
        }
        mode
    }

    fn line(&self, unit_price: Money, wrong: &mut FieldErrors) -> Line {
        let origin = country("origin", text(&self.origin), wrong);
        let mut whole = |name: &str, typed: &Option<String>| {
            let typed = text(typed)?;
            let number = typed.parse::<u32>().ok().filter(|n| (1..=QUANTITY_MAX).contains(n));
            if number.is_none() {
                wrong.add(name, typed, format!("a whole number from 1 to {QUANTITY_MAX}"), "tariff_quantity");
            }
            number
        };
        let quantity = whole("quantity", &self.quantity).unwrap_or(1);
        let retail_packs = whole("retail_packs", &self.retail_packs);
        let mut figure = |name: &str, typed: &Option<String>, most: i64| {
            let typed = text(typed)?;
            let figure = typed.parse::<Decimal>().ok().filter(|f| *f >= Decimal::ZERO && *f <= Decimal::from(most));
            if figure.is_none() {
                wrong.add(name, typed, format!("0–{}", sampan_web::grouped(most)), "tariff_figure");
            }
            figure
        };
        let most = sampan_tariff::CONTENT_MAX;
        Line {
            id: LINE.to_owned(),
            hs: text(&self.hs).map(str::to_owned),
            description: text(&self.description).unwrap_or_default().to_owned(),
            origin,
            quantity,
            unit_price,
            net_weight_g: figure("net_weight_g", &self.net_weight_g, most),
            gross_weight_g: figure("gross_weight_g", &self.gross_weight_g, most),
            volume_ml: figure("volume_ml", &self.volume_ml, most),
            abv_percent: figure("abv_percent", &self.abv_percent, 100),
            retail_packs,
            attributes: attributes(&self.attributes),
        }
    }
}

/// What stands in a field, without the blanks around it; an empty field says nothing.
fn text(typed: &Option<String>) -> Option<&str> {
    typed.as_deref().map(str::trim).filter(|text| !text.is_empty())
}

fn attributes(typed: &[String]) -> BTreeMap<String, String> {
    let pair = |text: &str| {
        let (name, value) = text.split_once('=').unwrap_or((text, "yes"));
        (name.trim().to_owned(), value.trim().to_owned())
    };
    typed.iter().flat_map(|text| text.split([',', '，', ';'])).map(pair).filter(|(name, _)| !name.is_empty()).collect()
}

fn country(name: &str, typed: Option<&str>, wrong: &mut FieldErrors) -> Option<String> {
    let typed = typed?;
    let code = typed.to_ascii_uppercase();
    if code.len() != 2 || !code.bytes().all(|b| b.is_ascii_uppercase()) {
        wrong.add(name, typed, "a country's two letters, such as US", "tariff_country");
        return None;
    }
    Some(code)
}

/// `30`, `30.00 USD`, `USD30`: an amount that is not below zero.
fn amount(name: &str, typed: Option<&str>, usual: Currency, wrong: &mut FieldErrors) -> Option<Money> {
    let typed = typed?;
    match read_amount(typed, usual) {
        Some(money) => Some(money),
        None => {
            wrong.add(name, typed, "an amount such as 30 or 30.50USD", "tariff_amount");
            None
        }
    }
}

fn read_amount(typed: &str, usual: Currency) -> Option<Money> {
    let letter = |c: char| c.is_ascii_alphabetic();
    let figure = typed.trim_matches(|c: char| letter(c) || c == ' ');
    let code: String = typed.chars().filter(|c| letter(*c)).collect();
    let around = typed.strip_prefix(figure).or(typed.strip_suffix(figure))?;
    if around.trim() != code {
        return None;
    }
    let currency = if code.is_empty() { usual } else { sampan_money::currency(&code).ok()? };
    Money::parse(figure, currency).ok().filter(|money| !money.is_negative())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_may_carry_their_currency() {
        let of = |typed| read_amount(typed, Currency::USD).map(|money| money.to_string());
        for (typed, wanted) in [
            ("30", Some("30.00 USD")),
            ("30USD", Some("30.00 USD")),
            ("USD 30.5", Some("30.50 USD")),
            ("100 jpy", Some("100 JPY")),
            ("100.5 JPY", None),
            ("-5", None),
            ("1e9", None),
            ("free", None),
            ("30USD40", None),
            ("US30D", None),
            ("1,234.56", None),
            ("", None),
        ] {
            assert_eq!(of(typed).as_deref(), wanted, "{typed}");
        }
    }

    #[test]
    fn what_makes_no_sense_is_named_field_by_field() {
        let typed = |text: &str| Some(text.to_owned());
        let asked = Asked {
            to: typed("XX"),
            date: typed("tomorrow"),
            mode: typed("boat"),
            origin: typed("USA"),
            price: typed("free"),
            quantity: typed("0"),
            volume_ml: typed("-1"),
            abv_percent: typed("101"),
            ..Asked::default()
        };
        let today: Date = "2026-11-22".parse().unwrap();
        let wrong = asked.request(today, Vec::new()).unwrap_err();
        let fields: Vec<&str> = wrong.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["to", "date", "price", "origin", "quantity", "volume_ml", "abv_percent", "mode"]);
        let none = Asked::default().request(today, Vec::new()).unwrap_err();
        assert_eq!(
            none.iter().map(|e| (e.field.as_str(), &*e.code)).collect::<Vec<_>>(),
            [("to", "missing"), ("price", "missing")]
        );
    }
}
