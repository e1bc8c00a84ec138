//! From a cell to a value: each function says what it wants when it refuses.

use crate::{Code, limits};
use sampan_money::{Currency, Decimal, Money, MoneyError, Rounding};

/// Why a value is refused, and what is wanted instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The kind.
    pub code: Code,
    /// What is wanted, in plain English.
    pub wanted: String,
}

impl Fault {
    /// A fault.
    pub fn new(code: Code, wanted: impl Into<String>) -> Fault {
        Fault { code, wanted: wanted.into() }
    }
}

/// A text for showing in a reason: one line, cut to a readable length.
pub(crate) fn excerpt(text: &str) -> String {
    const SHOWN: usize = 80;
    let text = text.trim();
    let start: String = text.chars().take(SHOWN).collect();
    if start.len() < text.len() { line(&start) + "…" } else { line(&start) }
}

/// A text of one line: control characters become spaces, spaces at the ends go.
pub(crate) fn line(text: &str) -> String {
    let text = text.trim();
    if text.chars().any(|letter| letter.is_control()) {
        text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect::<String>().trim().to_owned()
    } else {
        text.to_owned()
    }
}

/// A text of several lines: control characters but line ends and tabs go.
pub(crate) fn lines(text: &str) -> String {
    let kept = |letter: &char| !letter.is_control() || matches!(letter, '\n' | '\t');
    text.trim().chars().filter(kept).collect()
}

/// A short text, none where blank.
pub(crate) fn short(text: &str, limit: usize) -> Result<Option<String>, Fault> {
    let text = line(text);
    if text.chars().nth(limit).is_some() {
        return Err(Fault::new(Code::TextTooLong, format!("at most {limit} characters")));
    }
    Ok((!text.is_empty()).then_some(text))
}

/// A price in dollars, not below zero; none where blank.
pub(crate) fn price(text: &str) -> Result<Option<Money>, Fault> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let beyond = || Fault::new(Code::PriceOutOfRange, "an amount from 0 to 1000000.00 dollars");
    let money = Money::parse(text, Currency::USD).map_err(|error| match error {
        MoneyError::OutOfRange => beyond(),
        _ => Fault::new(
            Code::PriceNotAnAmount,
            "an amount in dollars with a point and at most two decimals, such as 12.30",
        ),
    })?;
    if money.is_negative() || money.minor() > limits::PRICE_CENTS { Err(beyond()) } else { Ok(Some(money)) }
}

/// Pieces in stock; none where blank.
pub(crate) fn quantity(text: &str) -> Result<Option<i64>, Fault> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let not_whole = || Fault::new(Code::QuantityNotWhole, "a whole number of pieces, such as 12");
    let beyond = || Fault::new(Code::QuantityOutOfRange, format!("a number of pieces from 0 to {}", limits::QUANTITY));
    if !is_number(text) {
        return Err(not_whole());
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if fraction.bytes().any(|digit| digit != b'0') {
        return Err(not_whole());
    }
    match whole.parse::<i64>() {
        Ok(quantity) if (0..=limits::QUANTITY).contains(&quantity) => Ok(Some(quantity)),
        _ => Err(beyond()),
    }
}

/// Digits with at most one point among them, perhaps behind a minus.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    !(whole.is_empty() && fraction.is_empty())
        && whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit())
        && digits.len() <= 40
}

/// A unit of weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Gram,
    Kilogram,
    Pound,
    Ounce,
}

impl Unit {
    /// The unit of a word such as `kg` or `lbs`.
    pub fn named(word: &str) -> Option<Unit> {
        match word.trim().trim_end_matches('.').to_ascii_lowercase().as_str() {
            "g" | "gr" | "gram" | "grams" => Some(Unit::Gram),
            "kg" | "kgs" | "kilogram" | "kilograms" => Some(Unit::Kilogram),
            "lb" | "lbs" | "pound" | "pounds" => Some(Unit::Pound),
            "oz" | "ounce" | "ounces" => Some(Unit::Ounce),
            _ => None,
        }
    }

    /// Grams in one: exact by the international yard and pound agreement of 1959 (1 lb = 453.59237 g, 1 oz = 1/16 lb).
    pub fn grams(self) -> Decimal {
        match self {
            Unit::Gram => Decimal::ONE,
            Unit::Kilogram => Decimal::ONE_THOUSAND,
            Unit::Pound => Decimal::new(45_359_237, 5),
            Unit::Ounce => Decimal::new(28_349_523_125, 9),
        }
    }
}

/// A weight in whole grams, a half rounded up; a unit in the cell itself (`1.5 lb`) comes before the column's.
///
/// None where blank, and where it is below one gram: shops put 0 or 0.1 there when nobody has weighed the thing, and
/// unknown is not nothing.
pub(crate) fn weight(text: &str, unit: Option<Unit>) -> Result<Option<u32>, Fault> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let unreadable =
        || Fault::new(Code::WeightNotANumber, "a number with a point and a unit of g, kg, lb or oz, such as 1.5 lb");
    let split = text.find(|letter: char| letter.is_alphabetic()).unwrap_or(text.len());
    let (number, word) = (text[..split].trim(), &text[split..]);
    let unit = if word.is_empty() { unit } else { Unit::named(word) };
    if !is_number(number) {
        return Err(unreadable());
    }
    let beyond = || Fault::new(Code::WeightOutOfRange, format!("a weight from 0 to {} grams", limits::GRAMS));
    let amount: Decimal = number.parse().map_err(|_| beyond())?;
    if amount.is_zero() {
        return Ok(None);
    }
    let grams = amount.checked_mul(unit.ok_or_else(unreadable)?.grams()).ok_or_else(beyond)?;
    if grams.is_sign_negative() || grams > Decimal::from(limits::GRAMS) {
        return Err(beyond());
    }
    if grams < Decimal::ONE {
        return Ok(None);
    }
    Rounding::HalfUp.apply(grams).try_into().map(Some).map_err(|_| beyond())
}

/// Yes or no; none where blank.
pub(crate) fn yes(text: &str) -> Result<Option<bool>, Fault> {
    match text.trim().to_ascii_lowercase().as_str() {
        "" => Ok(None),
        "true" | "yes" | "1" | "y" => Ok(Some(true)),
        "false" | "no" | "0" | "n" => Ok(Some(false)),
        _ => Err(Fault::new(Code::NotYesOrNo, "true or false")),
    }
}

/// A barcode as printed: letters and digits, no longer than any in use; spreadsheets turn long ones into `1.2E+12`.
pub(crate) fn barcode(text: &str) -> Result<Option<String>, ()> {
    let text = line(text);
    let text = text.trim_start_matches('\'');
    let good = text.len() <= 64 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b' '));
    match text {
        "" => Ok(None),
        _ if good => Ok(Some(text.to_owned())),
        _ => Err(()),
    }
}

/// The digits of an HS code: 6 to 13 of them, perhaps parted by points or spaces.
pub(crate) fn hs_code(text: &str) -> Result<Option<String>, ()> {
    let text = line(text);
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let good = text.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, '.' | ' ' | '-'));
    match digits.len() {
        0 if text.is_empty() => Ok(None),
        6..=13 if good => Ok(Some(digits)),
        _ => Err(()),
    }
}

/// A country's two letters.
pub(crate) fn origin(text: &str) -> Result<Option<String>, ()> {
    match line(text).to_ascii_uppercase() {
        text if text.is_empty() => Ok(None),
        text if text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase()) => Ok(Some(text)),
        _ => Err(()),
    }
}

/// The parts of a cell that commas divide, each once; a comma behind a backslash divides nothing.
pub(crate) fn list(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = vec![String::new()];
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' if letters.peek() == Some(&',') => parts.last_mut().expect("one at least").extend(letters.next()),
            ',' => parts.push(String::new()),
            other => parts.last_mut().expect("one at least").push(other),
        }
    }
    let mut seen = std::collections::HashSet::new();
    parts.into_iter().map(|part| line(&part)).filter(|part| !part.is_empty() && seen.insert(part.clone())).collect()
}
