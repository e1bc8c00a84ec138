//! A row's goods, amounts and people as a request.

use super::Example;
use crate::book::Market;
use crate::regimes::REGIMES;
use crate::request::{Buyer, Importer, Line, Mode, Request, Settings};
use sampan_money::{Currency, Decimal, ExchangeRate, Money, Rounding};
use serde_json::Value;

/// The code of rows that name none: no restriction and no rate of its own stands on it.
pub(super) const NO_CODE: &str = "96999900";
/// What the goods are worth where a row asks for a rate alone: within the limits of every low-value regime.
const WORTH: i64 = 5_000;

/// Names of the value of goods without freight, and of values that hold everything to the border.
const GOODS: [&str; 7] = ["goods", "fob", "retail_price", "liquor_value", "value", "price", "goods_value"];
const TO_THE_BORDER: [&str; 7] =
    ["cif", "dutiable_value", "customs_value", "taxable_value", "assessable_value", "dpv", "cif_value"];

/// Round rates to a dollar, for rows that give amounts in another currency than the market's and no rate, and for
/// thresholds in dollars. Figures are turned back by the same rate.
const TO_THE_DOLLAR: [(Currency, i64, u32); 14] = [
    (Currency::CNY, 7, 0),
    (Currency::HKD, 8, 0),
    (Currency::MOP, 8, 0),
    (Currency::TWD, 32, 0),
    (Currency::SGD, 125, 2),
    (Currency::MYR, 4, 0),
    (Currency::THB, 32, 0),
    (Currency::VND, 25_000, 0),
    (Currency::IDR, 16_000, 0),
    (Currency::PHP, 60, 0),
    (Currency::JPY, 150, 0),
    (Currency::KRW, 1_400, 0),
    (Currency::INR, 80, 0),
    (Currency::AUD, 16, 1),
];

/// Words of a row's regime, the names that regimes of markets may have for it, and the way of carriage.
const WORDS: [(&str, &[&str], Option<Mode>); 16] = [
    ("cbec", &["cbec"], Some(Mode::Express)),
    ("postal", &["post", "parcel", "personal"], Some(Mode::Post)),
    ("lvg", &["lvg"], Some(Mode::Express)),
    ("lvig", &["lvig", "lvg"], Some(Mode::Express)),
    ("ovr", &["lvg"], Some(Mode::Express)),
    ("informal", &["informal", "express", "parcel"], Some(Mode::Express)),
    ("parcel", &["parcel", "consignment", "express", "post", "personal"], None),
    ("personal", &["personal", "parcel", "post", "import"], None),
    ("commercial", &["general", "commercial", "import", "formal"], None),
    ("formal", &["formal", "general", "import"], Some(Mode::Cargo)),
    ("tax_only", &["parcel", "personal", "express", "post", "list"], None),
    ("general", &["general", "formal", "import"], Some(Mode::Cargo)),
    ("import", &["import", "general", "formal"], None),
    ("liquor", &["import", "general", "formal"], None),
    ("bcd", &["general", "formal", "import"], None),
    ("duty", &["general", "formal", "import"], None),
];

impl Example {
    /// The codes that the row is about; drinks that name none stand on the code of their kind.
    pub(super) fn codes(&self) -> Vec<String> {
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        let named = ["hs", "hs_code", "code"].into_iter().find_map(|name| match self.inputs.get(name)? {
            Value::Array(codes) => Some(codes.iter().filter_map(Value::as_str).map(digits).collect()),
            Value::String(code) => Some(vec![digits(code)]),
            _ => None,
        });
        let codes: Vec<String> = named.unwrap_or_default();
        let codes: Vec<String> = codes.into_iter().filter(|code| code.len() >= 4).collect();
        if !codes.is_empty() {
            return codes;
        }
        vec![self.drink().map_or(NO_CODE, |(code, _)| code).to_owned()]
    }

    /// The kind of a drink with its usual strength, where the row is about one.
    fn drink(&self) -> Option<(&'static str, Decimal)> {
        let (beer, wine, spirits) = (("22030000", 5), ("22042100", 13), ("22083000", 40));
        let has = |word: &str| self.regime.contains(word) || self.inputs.keys().any(|key| key.contains(word));
        let kind = match self.figure("abv_pct") {
            _ if has("beer") || has("stout") => beer,
            _ if has("wine") => wine,
            _ if has("spirit") || has("over_30") => spirits,
            Some(abv) if abv <= Decimal::from(9) => beer,
            Some(abv) if abv <= Decimal::from(22) => wine,
            Some(_) => spirits,
            None if has("alcohol") => spirits,
            None if has("liquor") => beer,
            None => return None,
        };
        Some((kind.0, Decimal::from(kind.1)))
    }

    pub(super) fn settings(&self) -> Settings {
        let words = ["lvg", "lvig", "ovr"];
        let registered = self.says("seller_registered") || words.iter().any(|word| self.regime.contains(word));
        let registered = registered.then(|| self.destination.clone()).into_iter().collect();
        Settings { sell_to_verify: true, continue_last_known: true, registered }
    }

    /// The market's regime that the row's word means, and the way of carriage; none: what the market would take.
    fn way(&self, market: &Market) -> (Option<&'static str>, Option<Mode>) {
        let of_market = |name: &str| REGIMES.iter().find(|r| r.market == market.destination.code && r.name == name);
        let meant = WORDS.iter().filter(|(word, _, _)| self.regime.contains(word));
        let found = meant.filter_map(|(_, names, mode)| {
            let regime = names.iter().find_map(|name| of_market(name))?;
            Some((Some(regime.name), mode.filter(|mode| regime.modes.contains(mode)).or(Some(regime.modes[0]))))
        });
        found.into_iter().next().unwrap_or((None, None))
    }

    pub(super) fn request(&self, market: &Market, code: &str) -> Request {
        let money = |(figure, currency)| Money::from_decimal(figure, currency, Rounding::HalfUp).ok();
        let (mut worth, mut freight) =
            (None, self.amount(&["freight", "transport_insurance", "shipping", "transport"]));
        if let Some(value) = self.amount(&TO_THE_BORDER) {
            worth = Some(value);
        } else if let Some(value) = self.amount(&GOODS) {
            worth = Some(value);
        }
        let asks_for_a_rate = self.regime.contains("composite_rate");
        let worth = worth.unwrap_or((Decimal::from(if asks_for_a_rate { WORTH } else { 20 * WORTH }), self.currency()));
        let more = |share: Decimal| (worth.0.saturating_mul(share), worth.1);
        if let Some(factor) = self.figure("freight_allocation_factor") {
            freight = Some(more(factor - Decimal::ONE));
        }
        let insurance = self.figure("insurance_pct_of_fob").map(|share| more(share / Decimal::ONE_HUNDRED));
        let insurance = self.amount(&["insurance"]).or(insurance);
        let (regime, mode) = self.way(market);
        let personal = self.says("personal_use") || self.regime.contains("personal");
        Request {
            destination: self.destination.clone(),
            date: self.date,
            regime: regime.map(str::to_owned),
            ship_from: None,
            mode,
            lines: vec![self.line(code, money(worth).unwrap_or(Money::zero(worth.1)), self.retail_price(worth))],
            freight: freight.and_then(money),
            insurance: insurance.and_then(money),
            discount: None,
            rates: self.rates(),
            buyer: Buyer {
                personal_use: if self.regime.contains("commercial") { Some(false) } else { personal.then_some(true) },
                has_tax_id: self.says("has_npwp") || self.says("has_tax_id"),
                ..Buyer::default()
            },
            importer: Importer {
                exclusions: self.says("s301_exclusion").then(|| "s301".to_owned()).into_iter().collect(),
            },
        }
    }

    /// The price at retail in the market's currency, for excise that is a share of it. A row that gives none takes value
    /// and duty for it.
    fn retail_price(&self, worth: (Decimal, Currency)) -> Option<Decimal> {
        let names = ["net_retail_price", "suggested_retail_price", "retail_price", "srp"];
        let duty = ["duty_pct", "mfn_pct", "import_duty_pct"].into_iter().find_map(|name| self.figure(name));
        let dutied = || {
            let share = duty.unwrap_or_default().checked_add(Decimal::ONE_HUNDRED)?;
            Some((worth.0.checked_mul(share)?.checked_div(Decimal::ONE_HUNDRED)?, worth.1))
        };
        let (figure, currency) = self.amount(&names).or_else(dutied)?;
        if currency == self.home() {
            return Some(figure);
        }
        let given = self.exchange().filter(|(base, _)| *base == currency).map(|(_, rate)| rate);
        figure.checked_mul(given.unwrap_or_else(|| self.round_rate(currency)))
    }

    fn line(&self, code: &str, unit_price: Money, retail_price: Option<Decimal>) -> Line {
        let thousand = Decimal::ONE_THOUSAND;
        let litres = ["litres", "litres_max", "liters"].into_iter().find_map(|name| self.figure(name));
        let kilograms = ["kg", "net_kg", "kilograms"].into_iter().find_map(|name| self.figure(name));
        let drink = self.drink();
        let volume = litres.map(|l| l.saturating_mul(thousand)).or_else(|| self.figure("ml"));
        Line {
            id: "a".into(),
            hs: Some(code.to_owned()),
            description: String::new(),
            origin: Some(self.inputs.get("origin").and_then(Value::as_str).unwrap_or("US").to_owned()),
            quantity: 1,
            unit_price,
            net_weight_g: self.figure("grams").or_else(|| kilograms.map(|kg| kg.saturating_mul(thousand))),
            gross_weight_g: None,
            volume_ml: volume.or_else(|| drink.map(|_| thousand)),
            abv_percent: self.figure("abv_pct").or_else(|| drink.map(|(_, abv)| abv)),
            retail_packs: None,
            attributes: retail_price.map(|price| ("retail_price".to_owned(), price.to_string())).into_iter().collect(),
        }
    }

    /// The row's own rate, and round ones for what else may need one.
    fn rates(&self) -> Vec<ExchangeRate> {
        let home = self.home();
        let rate = |base, rate| ExchangeRate { base, quote: home, rate, date: self.date, source: "example".into() };
        let own = self.exchange();
        let mut rates: Vec<ExchangeRate> = own.map(|(base, figure)| rate(base, figure)).into_iter().collect();
        for base in [Currency::USD, self.currency()] {
            if base != home && !rates.iter().any(|rate| rate.base == base) {
                rates.push(rate(base, self.round_rate(base)));
            }
        }
        rates
    }

    /// Units of the market's currency for one of another, round.
    pub(super) fn round_rate(&self, other: Currency) -> Decimal {
        to_the_dollar(self.home()).checked_div(to_the_dollar(other)).unwrap_or(Decimal::ONE)
    }
}

/// A round figure of a currency for a dollar; for one that is not in the list, one.
pub fn to_the_dollar(currency: Currency) -> Decimal {
    let known = TO_THE_DOLLAR.iter().find(|(one, _, _)| *one == currency);
    known.map_or(Decimal::ONE, |(_, figure, scale)| Decimal::new(*figure, *scale))
}
