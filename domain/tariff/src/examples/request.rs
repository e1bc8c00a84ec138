//! A row's goods, amounts and people as a request.

use super::Example;
use super::given::Given;
use super::words::{Amount, Content, Flag, How, Tax, Text, Word};
use crate::book::Market;
use crate::rate::Unit;
use crate::request::{Buyer, Importer, Line, Request, Settings};
use rust_decimal::prelude::ToPrimitive;
use sampan_money::{Currency, Decimal, ExchangeRate, Money, Rounding};
use serde_json::Value;
use std::collections::BTreeMap;

/// The code of rows that name none: no restriction and no rate of its own stands on it.
pub(super) const NO_CODE: &str = "96999900";
/// What the goods are worth where a row asks for a rate alone: within the limits of every low-value regime.
const WORTH: i64 = 5_000;

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

impl Example {
    /// The codes that the row is about; drinks that name none stand on the code of their kind.
    pub(super) fn codes(&self) -> Vec<String> {
        let given = Given::of(self);
        let codes = match given.value(Word::Text(Text::Code)) {
            Some(Value::Array(codes)) => codes.iter().filter_map(code_of).collect(),
            Some(code) => code_of(code).into_iter().collect(),
            None => Vec::new(),
        };
        if codes.is_empty() { vec![self.drink(given).map_or(NO_CODE, |(code, _)| code).to_owned()] } else { codes }
    }

    /// The code of each line, where the row as a whole stands on one. A line without a code has a code of its own, on
    /// which no rule stands, so that it has rates of its own.
    pub(super) fn line_codes(&self, whole: &str) -> Vec<String> {
        let lines = Given::lines(self);
        let one = |(n, given): (usize, &Given)| {
            let own = given.own().find(|(word, _)| *word == Word::Text(Text::Code));
            let drink = || self.drink(*given).map(|(code, _)| code.to_owned());
            match own.and_then(|(_, code)| code_of(code)) {
                Some(code) if given.is_line() => code,
                _ if given.is_line() && whole == NO_CODE => drink().unwrap_or_else(|| format!("9699{:04}", n + 1)),
                _ => whole.to_owned(),
            }
        };
        lines.iter().enumerate().map(one).collect()
    }

    /// The kind of a drink with its usual strength, where the row is about one.
    fn drink(&self, given: Given) -> Option<(&'static str, Decimal)> {
        let (beer, wine, spirits) = (("22030000", 5), ("22042100", 13), ("22083000", 40));
        let names = |word: &str| {
            let line = given.is_line().then(|| given.text(Text::Description)).flatten();
            self.regime.contains(word) || self.inputs.keys().any(|key| key.contains(word)) || line == Some(word)
        };
        let of_drinks = given.entries().any(|(word, _)| {
            matches!(word, Word::Rate(Tax::Liquor, _) | Word::Rate(_, How::By(Unit::LitreOfAlcohol, _, _)))
        });
        let kind = match given.content(Content::Strength) {
            _ if names("beer") || names("stout") => beer,
            _ if names("wine") || names("wet") => wine,
            _ if ["spirit", "over_30", "whisk", "vodka", "brandy"].into_iter().any(names) => spirits,
            Some(abv) if abv <= Decimal::from(9) => beer,
            Some(abv) if abv <= Decimal::from(22) => wine,
            Some(_) => spirits,
            None if names("liquor") && !names("alcohol") => beer,
            None if of_drinks || names("alcohol") => spirits,
            None => return None,
        };
        Some((kind.0, Decimal::from(kind.1)))
    }

    pub(super) fn settings(&self) -> Settings {
        let words = ["lvg", "lvig", "ovr", "low_value"];
        let said = Given::of(self).flag(Flag::SellerRegistered);
        let registered = said.unwrap_or(words.iter().any(|word| self.regime.contains(word)));
        let registered = registered.then(|| self.destination.clone()).into_iter().collect();
        Settings { sell_to_verify: true, continue_last_known: true, registered }
    }

    pub(super) fn request(&self, market: &Market, code: &str) -> Request {
        let given = Given::of(self);
        let worth: Vec<Worth> = Given::lines(self).into_iter().map(|line| self.worth(line)).collect();
        let lines = Given::lines(self).into_iter().zip(self.line_codes(code)).zip(&worth).enumerate();
        let lines = lines.map(|(n, ((line, code), worth))| self.line(n, line, &code, worth)).collect();
        let goods = worth.iter().try_fold((Decimal::ZERO, self.currency()), |sum, worth| {
            let all = worth.one.0.checked_mul(Decimal::from(worth.pieces))?;
            Some((sum.0.checked_add(all)?, worth.one.1))
        });
        let goods = goods.unwrap_or((Decimal::ZERO, self.currency()));
        let share_of = |amount| {
            let share = given.share(amount)?.checked_div(Decimal::ONE_HUNDRED)?;
            Some((goods.0.checked_mul(share)?, goods.1))
        };
        let beyond = worth.iter().find_map(|worth| worth.to_the_border);
        let either = |amount| given.amount(amount).or_else(|| share_of(amount));
        let factor = || Some((goods.0.checked_mul(given.figure(Word::Factor)?.checked_sub(Decimal::ONE)?)?, goods.1));
        let freight = if beyond.is_some() { beyond } else { either(Amount::Freight).or_else(factor) };
        let insurance = if beyond.is_some() { None } else { either(Amount::Insurance) };
        let (regime, mode) = self.way(market);
        let personal = given.flag(Flag::PersonalUse).or(self.regime.contains("personal").then_some(true));
        let for_trade = given.says(Flag::ForTrade) || self.regime.contains("commercial");
        Request {
            destination: self.destination.clone(),
            date: self.date,
            regime: regime.map(str::to_owned),
            ship_from: given.text(Text::ShipFrom).map(str::to_owned),
            mode,
            lines,
            freight: freight.and_then(money),
            insurance: insurance.and_then(money),
            discount: either(Amount::Discount).and_then(money),
            rates: self.rates(),
            buyer: Buyer {
                allowance_used: given.amount(Amount::AllowanceUsed).and_then(money),
                personal_use: if for_trade { Some(false) } else { personal },
                has_tax_id: given.says(Flag::TaxNumber),
                registered_business: given.says(Flag::RegisteredBusiness),
                free_parcels: given.content(Content::FreeParcels).and_then(|count| count.to_u32()),
                ..Buyer::default()
            },
            importer: Importer {
                exclusions: given.says(Flag::Exclusion).then(|| "s301".to_owned()).into_iter().collect(),
            },
        }
    }

    /// What a line is worth. A row that asks for a rate alone is asked on a round sum.
    fn worth(&self, given: Given) -> Worth {
        let pieces = given.content(Content::Pieces).and_then(|pieces| pieces.to_u32()).filter(|pieces| *pieces > 0);
        let pieces = match given.flag(Flag::OnePiece) {
            Some(true) => 1,
            Some(false) => pieces.unwrap_or(2),
            None => pieces.unwrap_or(1),
        };
        let asks_for_a_rate = self.regime.contains("composite_rate");
        let round = (Decimal::from(if asks_for_a_rate { WORTH } else { 20 * WORTH }), self.currency());
        let own = |amount| if given.is_line() { given.own_amount(amount) } else { given.amount(amount) };
        let border = own(Amount::ToTheBorder);
        let each =
            |(all, currency): (Decimal, Currency)| (all.checked_div(Decimal::from(pieces)).unwrap_or(all), currency);
        let goods = own(Amount::Goods).map(each).or_else(|| own(Amount::Piece));
        // Both are given: what lies between them is freight and insurance.
        let between = goods.zip(border).and_then(|(goods, border)| {
            let rest = border.0.checked_sub(goods.0.checked_mul(Decimal::from(pieces))?)?;
            (goods.1 == border.1 && !rest.is_sign_negative()).then_some((rest, border.1))
        });
        let one = match (goods, border) {
            (Some(goods), None) => goods,
            (Some(goods), Some(_)) if between.is_some() => goods,
            (_, Some(border)) => each(border),
            (None, None) => own(Amount::Retail).unwrap_or(each(round)),
        };
        Worth { one, pieces, to_the_border: between }
    }

    /// The price at retail in the market's currency, for excise that is a share of it. A row that gives none takes value
    /// and duty for it.
    fn retail_price(&self, given: Given, worth: (Decimal, Currency)) -> Option<Decimal> {
        let duty = given.figure(Word::Rate(Tax::Duty, How::Share));
        let dutied = || {
            let share = duty.unwrap_or_default().checked_add(Decimal::ONE_HUNDRED)?;
            Some((worth.0.checked_mul(share)?.checked_div(Decimal::ONE_HUNDRED)?, worth.1))
        };
        let (figure, currency) = given.amount(Amount::Retail).or_else(dutied)?;
        if currency == self.home() { Some(figure) } else { self.exchange_of(currency).home(figure) }
    }

    fn line(&self, n: usize, given: Given, code: &str, worth: &Worth) -> Line {
        let (thousand, pieces) = (Decimal::ONE_THOUSAND, Decimal::from(worth.pieces));
        let of = |content, times: Decimal, by: Decimal| given.content(content)?.checked_mul(times)?.checked_div(by);
        let drink = self.drink(given);
        let volume = of(Content::PieceLitres, thousand, Decimal::ONE)
            .or_else(|| of(Content::PieceMillilitres, Decimal::ONE, Decimal::ONE))
            .or_else(|| of(Content::Litres, thousand, pieces))
            .or_else(|| of(Content::Millilitres, Decimal::ONE, pieces));
        let weight = of(Content::PieceGrams, Decimal::ONE, Decimal::ONE)
            .or_else(|| of(Content::Grams, Decimal::ONE, pieces))
            .or_else(|| of(Content::Kilograms, thousand, pieces));
        let told = given.value(Word::Attributes).and_then(Value::as_object).into_iter().flatten();
        let told = told.map(|(name, value)| (name.clone(), value.as_str().map_or(value.to_string(), str::to_owned)));
        let mut attributes: BTreeMap<String, String> = told.collect();
        if let Some(price) = self.retail_price(given, worth.one) {
            attributes.insert("retail_price".to_owned(), price.round_dp(4).normalize().to_string());
        }
        if let Some(sheets) = given.content(Content::Sheets) {
            attributes.insert("sheets".to_owned(), sheets.to_string());
        }
        let proof = given.text(Text::OriginProof).or(given.says(Flag::OriginProof).then_some("yes"));
        attributes.extend(proof.map(|proof| ("origin_proof".to_owned(), proof.to_owned())));
        let text = |wanted| given.text(wanted).map(str::to_owned);
        Line {
            id: if n == 0 { "a".to_owned() } else { format!("a{n}") },
            hs: Some(code.to_owned()),
            description: text(Text::Description).unwrap_or_default(),
            origin: Some(text(Text::Origin).unwrap_or_else(|| "US".to_owned())),
            quantity: worth.pieces,
            unit_price: money(worth.one).unwrap_or(Money::zero(worth.one.1)),
            net_weight_g: weight.map(|weight| weight.round_dp(9)),
            gross_weight_g: None,
            volume_ml: volume.or_else(|| drink.map(|_| thousand)).map(|volume| volume.round_dp(9)),
            abv_percent: given.content(Content::Strength).or_else(|| drink.map(|(_, abv)| abv)),
            retail_packs: given.content(Content::Packs).and_then(|packs| packs.to_u32()),
            attributes,
        }
    }

    /// The row's own rates, and round ones for what else may need one.
    fn rates(&self) -> Vec<ExchangeRate> {
        let home = self.home();
        let quoted = |exchange: super::given::Exchange| {
            let (base, quote, rate) = exchange.quoted(home);
            ExchangeRate { base, quote, rate, date: self.date, source: "example".into() }
        };
        let said = Given::lines(self).into_iter().flat_map(|line| line.entries()).filter_map(|(word, _)| match word {
            Word::Amount(_, currency) | Word::Rate(_, How::Sum(currency) | How::By(_, _, currency)) => currency,
            _ => None,
        });
        let mut needed: Vec<Currency> = [Currency::USD, self.currency()].into_iter().chain(said).collect();
        needed.extend(self.exchanges().into_iter().map(|exchange| exchange.other));
        needed.retain(|currency| *currency != home);
        needed.sort_by_key(|currency| currency.code());
        needed.dedup();
        needed.into_iter().map(|currency| quoted(self.exchange_of(currency))).collect()
    }

    /// Units of the market's currency for one of another, round.
    pub(super) fn round_rate(&self, other: Currency) -> Decimal {
        to_the_dollar(self.home()).checked_div(to_the_dollar(other)).unwrap_or(Decimal::ONE)
    }
}

/// What a line is worth: a piece, how many, and what comes to the border besides where the row says that.
struct Worth {
    one: (Decimal, Currency),
    pieces: u32,
    to_the_border: Option<(Decimal, Currency)>,
}

fn money((figure, currency): (Decimal, Currency)) -> Option<Money> {
    Money::from_decimal(figure, currency, Rounding::HalfUp).ok()
}

/// The digits of a code, as text or as a number.
fn code_of(code: &Value) -> Option<String> {
    let digits: String = match code {
        Value::String(code) => code.chars().filter(char::is_ascii_digit).collect(),
        Value::Number(code) => code.to_string(),
        _ => return None,
    };
    (digits.len() >= 4).then_some(digits)
}

/// A round figure of a currency for a dollar; for one that is not in the list, one.
pub fn to_the_dollar(currency: Currency) -> Decimal {
    let known = TO_THE_DOLLAR.iter().find(|(one, _, _)| *one == currency);
    known.map_or(Decimal::ONE, |(_, figure, scale)| Decimal::new(*figure, *scale))
}
