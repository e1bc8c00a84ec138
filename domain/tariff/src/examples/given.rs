//! What a row gives, by what its names say: the row as a whole, or one line of its goods.

use super::words::{Amount, Content, Flag, Text, Word, known_currency, word};
use super::{Example, number};
use sampan_money::{Currency, Decimal};
use serde_json::{Map, Value};

/// The inputs of a row or of a line; what a line does not say the row may.
#[derive(Clone, Copy)]
pub(super) struct Given<'a> {
    example: &'a Example,
    line: Option<&'a Map<String, Value>>,
}

/// An exchange rate of a row: what one of another currency is worth in the market's.
#[derive(Debug, Clone, Copy)]
pub(super) struct Exchange {
    pub other: Currency,
    rate: Decimal,
    /// Whether the rate says what one of the market's is worth in the other.
    turned: bool,
}

impl Exchange {
    /// An amount of the other currency in the market's.
    pub fn home(&self, amount: Decimal) -> Option<Decimal> {
        if self.turned { amount.checked_div(self.rate) } else { amount.checked_mul(self.rate) }
    }

    /// An amount of the market's currency in the other.
    pub fn away(&self, amount: Decimal) -> Option<Decimal> {
        if self.turned { amount.checked_mul(self.rate) } else { amount.checked_div(self.rate) }
    }

    /// As a request has it: base, quote and rate.
    pub fn quoted(&self, home: Currency) -> (Currency, Currency, Decimal) {
        if self.turned { (home, self.other, self.rate) } else { (self.other, home, self.rate) }
    }
}

impl<'a> Given<'a> {
    pub fn of(example: &'a Example) -> Given<'a> {
        Given { example, line: None }
    }

    /// The lines of goods; one where the row names none.
    pub fn lines(example: &'a Example) -> Vec<Given<'a>> {
        let lines = Given::of(example).entries().find(|(word, _)| *word == Word::Lines);
        let lines = lines.and_then(|(_, value)| value.as_array()).into_iter().flatten().filter_map(Value::as_object);
        let lines: Vec<Given> = lines.map(|line| Given { example, line: Some(line) }).collect();
        if lines.is_empty() { vec![Given::of(example)] } else { lines }
    }

    /// Whether it is a line of its own.
    pub fn is_line(&self) -> bool {
        self.line.is_some()
    }

    /// What is said, with what the names say; a line first.
    pub fn entries(&self) -> impl Iterator<Item = (Word, &'a Value)> + use<'a> {
        let all = self.line.into_iter().flatten().chain(&self.example.inputs);
        all.filter_map(|(name, value)| Some((word(name)?, value)))
    }

    /// What the line alone says, or the row where it is its own line.
    pub fn own(&self) -> impl Iterator<Item = (Word, &'a Value)> + use<'a> {
        self.line.unwrap_or(&self.example.inputs).iter().filter_map(|(name, value)| Some((word(name)?, value)))
    }

    /// A sum of money in the currency that its name says, or else the row's.
    pub fn amount(&self, wanted: Amount) -> Option<(Decimal, Currency)> {
        self.entries().find_map(|(word, value)| match word {
            Word::Amount(amount, currency) if amount == wanted => {
                Some((number(value)?, currency.unwrap_or(self.example.currency())))
            }
            _ => None,
        })
    }

    /// The same where the line itself says it.
    pub fn own_amount(&self, wanted: Amount) -> Option<(Decimal, Currency)> {
        self.own().find_map(|(word, value)| match word {
            Word::Amount(amount, currency) if amount == wanted => {
                Some((number(value)?, currency.unwrap_or(self.example.currency())))
            }
            _ => None,
        })
    }

    pub fn share(&self, wanted: Amount) -> Option<Decimal> {
        self.figure(Word::Share(wanted))
    }

    pub fn content(&self, wanted: Content) -> Option<Decimal> {
        self.figure(Word::Content(wanted))
    }

    pub fn figure(&self, wanted: Word) -> Option<Decimal> {
        self.entries().find(|(word, _)| *word == wanted).and_then(|(_, value)| number(value))
    }

    pub fn flag(&self, wanted: Flag) -> Option<bool> {
        self.entries().find(|(word, _)| *word == Word::Flag(wanted)).and_then(|(_, value)| value.as_bool())
    }

    pub fn says(&self, wanted: Flag) -> bool {
        self.flag(wanted) == Some(true)
    }

    pub fn value(&self, wanted: Word) -> Option<&'a Value> {
        self.entries().find(|(word, _)| *word == wanted).map(|(_, value)| value)
    }

    pub fn text(&self, wanted: Text) -> Option<&'a str> {
        self.value(Word::Text(wanted)).and_then(Value::as_str)
    }
}

impl Example {
    /// The currency of the row's amounts.
    pub(super) fn currency(&self) -> Currency {
        let named = self.inputs.iter().find(|(name, _)| word(name) == Some(Word::Text(Text::Currency)));
        named.and_then(|(_, code)| known_currency(code.as_str()?)).unwrap_or(self.home())
    }

    /// The currency of the destination.
    pub(super) fn home(&self) -> Currency {
        crate::destination(&self.destination).map_or(Currency::USD, |destination| destination.currency)
    }

    /// The exchange rates that the row gives between the market's currency and others.
    pub(super) fn exchanges(&self) -> Vec<Exchange> {
        let home = self.home();
        let one = |(word, value): (Word, &Value)| {
            let Word::Exchange(pair) = word else { return None };
            let rate = number(value).filter(|rate| *rate > Decimal::ZERO)?;
            let unsaid = if self.currency() == home { Currency::USD } else { self.currency() };
            let (quote, base) = pair.unwrap_or((home, unsaid));
            match () {
                () if quote == home => Some(Exchange { other: base, rate, turned: false }),
                () if base == home => Some(Exchange { other: quote, rate, turned: true }),
                () => None,
            }
        };
        Given::of(self).entries().filter_map(one).collect()
    }

    /// The rate for a currency: the row's own, or a round one.
    pub(super) fn exchange_of(&self, other: Currency) -> Exchange {
        let own = self.exchanges().into_iter().find(|exchange| exchange.other == other);
        own.unwrap_or_else(|| Exchange { other, rate: self.round_rate(other), turned: false })
    }
}
