//! What is taxed: the request's amounts in the destination's currency, shared out to lines to the last minor unit.

use crate::book::{Goods, Limit, Market, Packed, Pair, Place, RoundTo, digits};
use crate::figure;
use crate::rate::{Content, Lack, Unit};
use crate::request::{Line, Request};
use crate::text::Text;
use sampan_money::{Currency, Decimal, ExchangeRate, Money, Rounding, exponent, split};
use smallvec::SmallVec;
use std::cell::Cell;
use std::ops::{Deref, DerefMut, RangeInclusive};

/// A request in the destination's currency. Lines stand in an order of their own, so that the order of the request
/// does not decide who bears a rounding.
#[derive(Clone)]
pub(crate) struct Basis<'a> {
    pub currency: Currency,
    pub items: Items<'a>,
    /// What all lines cost to the border: goods and delivery.
    pub value: Money,
}

/// The lines; most requests have one, which needs no memory of its own.
#[derive(Clone)]
pub(crate) enum Items<'a> {
    One([Item<'a>; 1]),
    Many(Vec<Item<'a>>),
}

impl<'a> Deref for Items<'a> {
    type Target = [Item<'a>];
    #[inline]
    fn deref(&self) -> &[Item<'a>] {
        match self {
            Items::One(one) => one,
            Items::Many(many) => many,
        }
    }
}

impl DerefMut for Items<'_> {
    #[inline]
    fn deref_mut(&mut self) -> &mut Self::Target {
        match self {
            Items::One(one) => one,
            Items::Many(many) => many,
        }
    }
}

/// One line of goods with its share of everything.
#[derive(Clone)]
pub(crate) struct Item<'a> {
    pub line: &'a Line,
    /// Its place in the request.
    pub place: usize,
    /// Its id as answers hold it.
    pub id: Text,
    /// The code's digits, where it is one.
    pub code: Option<Text>,
    /// The same in one number.
    pub packed: Packed,
    /// What rates are looked for by; where the code stands among them is set once it is complete.
    pub sought: Goods<'a>,
    /// Price times quantity, less the share of the discount.
    pub goods: Money,
    /// The share of freight and insurance.
    pub delivery: Money,
    /// Goods and delivery: what it costs to the border, and the value for customs unless a regime sets another.
    pub value: Money,
}

impl<'a> Basis<'a> {
    /// Reads a request.
    pub fn read(&mut self, request: &'a Request, market: &Market, rounding: &Rounded, on: i32) -> Result<(), Lack> {
        let home = Home { to: self.currency, rates: &request.rates, rounding, known: Cell::new(None) };
        let at = (market.rates.anything(), on);
        if let [line] = &request.lines[..] {
            let goods = home.price(line)?;
            let goods = if let Some(off) = request.discount { minus(goods, home.of(off)?)? } else { goods };
            let delivery = home.sum(request.freight, request.insurance)?;
            self.value = add(goods, delivery)?;
            self.items = Items::One([Item::of((0, line), at, goods, delivery, self.value)]);
            return Ok(());
        }
        let mut lines: Lines<'a> = request.lines.iter().enumerate().collect();
        lines.sort_by(|(_, a), (_, b)| key(a).cmp(&key(b)));
        let mut goods = lines.iter().map(|(_, line)| home.price(line)).collect::<Result<Amounts, _>>()?;
        let off = shared(home.sum(request.discount, None)?, &goods);
        for (goods, off) in goods.iter_mut().zip(off) {
            *goods = minus(*goods, off)?;
        }
        let delivery = shared(home.sum(request.freight, request.insurance)?, &goods);
        let mut items = Vec::with_capacity(lines.len());
        for ((line, goods), delivery) in lines.into_iter().zip(goods).zip(delivery) {
            let value = add(goods, delivery)?;
            self.value = add(self.value, value)?;
            items.push(Item::of(line, at, goods, delivery, value));
        }
        self.items = Items::Many(items);
        Ok(())
    }
}

impl<'a> Item<'a> {
    /// A line by its place in the request on a day, whose code is not looked for yet.
    #[inline(always)]
    fn of(
        (at, line): (usize, &'a Line),
        (place, on): (Place, i32),
        goods: Money,
        delivery: Money,
        value: Money,
    ) -> Item<'a> {
        let (code, packed) = line.hs.as_deref().and_then(code_of).unzip();
        let (packed, origin) = (packed.unwrap_or_default(), line.origin.as_deref());
        let sought = Goods { place, origin, pair: Pair::of(origin), on };
        Item { line, place: at, id: Text::from(&*line.id), code, packed, sought, goods, delivery, value }
    }

    /// What all its pieces hold.
    pub fn content(&self) -> Content {
        content(self.line)
    }
}

/// What all pieces of a line hold.
pub(crate) fn content(line: &Line) -> Content {
    Content {
        pieces: line.quantity.into(),
        net_g: all(line, line.net_weight_g),
        ml: all(line, line.volume_ml),
        abv: line.abv_percent,
        packs: all(line, line.retail_packs.map(Decimal::from)),
        sheets: all(line, sheets(line)),
    }
}

/// How many of a unit all pieces of a line hold.
pub(crate) fn content_in(line: &Line, unit: Unit) -> Result<Decimal, Lack> {
    let nothing = Content { pieces: line.quantity.into(), ..Content::default() };
    let content = match unit {
        Unit::Tonne | Unit::Kilogram | Unit::Gram => Content { net_g: all(line, line.net_weight_g), ..nothing },
        Unit::Litre | Unit::Millilitre | Unit::Hectolitre | Unit::Kilolitre | Unit::LitreOfAlcohol => {
            Content { ml: all(line, line.volume_ml), abv: line.abv_percent, ..nothing }
        }
        Unit::Piece => nothing,
        Unit::Pack => Content { packs: all(line, line.retail_packs.map(Decimal::from)), ..nothing },
        Unit::Sheet => Content { sheets: all(line, sheets(line)), ..nothing },
    };
    content.of(unit)
}

/// What all pieces of a line have of what one has. Within what a request may say no product leaves the range.
fn all(line: &Line, one: Option<Decimal>) -> Option<Decimal> {
    match line.quantity {
        1 => one,
        pieces => one.map(|one| one.checked_mul(pieces.into()).unwrap_or(Decimal::MAX)),
    }
}

fn sheets(line: &Line) -> Option<Decimal> {
    let sheets = line.attributes.get("sheets").and_then(|text| text.parse::<u32>().ok());
    sheets.filter(|n| *n > 0).map(Decimal::from)
}

/// Changes amounts to a currency, rounded as the law says.
struct Home<'a> {
    to: Currency,
    rates: &'a [ExchangeRate],
    rounding: &'a Rounded,
    /// The last rate that was found.
    known: Cell<Option<Straight>>,
}

/// A rate that fits a machine word, with the step of the rounding in the unit of what it is multiplied with.
#[derive(Clone, Copy)]
struct Straight {
    from: Currency,
    whole: u64,
    step: u64,
}

impl Home<'_> {
    fn of(&self, amount: Money) -> Result<Money, Lack> {
        match self.whole(amount) {
            Some(minor) => Ok(Money::new(minor, self.to)),
            None => convert(amount, self.to, self.rates, self.rounding.to),
        }
    }

    /// Two amounts together, where they are there.
    fn sum(&self, one: Option<Money>, other: Option<Money>) -> Result<Money, Lack> {
        let whole = |money: Option<Money>| money.map_or(Ok(Money::zero(self.to)), |money| self.of(money));
        if other.is_none() { whole(one) } else { add(whole(one)?, whole(other)?) }
    }

    /// What all pieces of a line cost.
    fn price(&self, line: &Line) -> Result<Money, Lack> {
        self.of(line.unit_price.times(line.quantity.into()).map_err(|_| Lack::OutOfRange)?)
    }

    /// Minor units of an amount, where whole numbers of one machine word say what they are.
    #[inline]
    fn whole(&self, amount: Money) -> Option<i64> {
        let (minor, step) = (u64::try_from(amount.minor()).ok()?, self.rounding.step.as_ref()?);
        if minor == 0 || amount.currency() == self.to {
            return step.round(minor, 0);
        }
        let known = match self.known.get() {
            Some(known) if known.from == amount.currency() => known,
            _ => self.straight(amount.currency(), step)?,
        };
        step.steps(minor.checked_mul(known.whole)?, known.step)
    }

    fn straight(&self, from: Currency, step: &figure::Step) -> Option<Straight> {
        let rate = straight(from, self.to, self.rates)?;
        let decimals = exponent(from) + rate.scale();
        // Decimals have no more.
        let more = decimals.checked_sub(step.exponent).filter(|_| decimals <= 28)?;
        let known = Straight { from, whole: figure::word(rate)?, step: step.step_in(more)? };
        self.known.set(Some(known));
        Some(known)
    }
}

/// A rounding, and the same in whole numbers where they can say it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rounded {
    pub to: RoundTo,
    pub step: Option<figure::Step>,
}

impl Rounded {
    /// A rounding of amounts with so many decimals.
    pub fn new(to: RoundTo, exponent: u32) -> Rounded {
        Rounded { to, step: figure::Step::of(to, exponent) }
    }

    /// To the minor unit, half up.
    pub fn to_the_minor_unit(currency: Currency) -> Rounded {
        let exponent = exponent(currency);
        Rounded::new(RoundTo { unit: Decimal::new(1, exponent), way: Rounding::HalfUp }, exponent)
    }

    /// The rounding of a row; none: the row is of something else.
    pub fn by(limit: &Limit) -> Option<&Rounded> {
        limit.rounded.as_ref()
    }

    /// Money of a figure in major units, rounded as the law says.
    #[inline]
    pub fn money(&self, major: Decimal, currency: Currency) -> Result<Money, Lack> {
        match self.step.and_then(|step| step.figure(major)) {
            Some(minor) => Ok(Money::new(minor, currency)),
            None => money(major, currency, self.to),
        }
    }

    /// An amount rounded as the law says.
    pub fn amount(&self, amount: Money) -> Result<Money, Lack> {
        match self.step.and_then(|step| step.amount(amount)) {
            Some(rounded) => Ok(rounded),
            None => money(amount.decimal(), amount.currency(), self.to),
        }
    }
}

type Lines<'a> = SmallVec<[(usize, &'a Line); 4]>;
type Amounts = SmallVec<[Money; 4]>;

/// An amount shared out by what others are worth, to the last minor unit.
fn shared(amount: Money, by: &[Money]) -> Amounts {
    if amount.is_zero() { by.iter().map(|_| amount).collect() } else { split(amount, &weights(by)).into() }
}

/// How many digits a code has.
const DIGITS: RangeInclusive<usize> = 4..=12;

/// The digits of a code, and the same in one number; none where they are too few or too many, or of a chapter that there
/// is not.
#[inline(always)]
fn code_of(hs: &str) -> Option<(Text, Packed)> {
    let packed = Packed::of(hs);
    let found = if DIGITS.contains(&hs.len()) && packed.digits() == hs.len() {
        (Text::from(hs), packed)
    } else {
        let digits = digits_of(hs).filter(|digits| DIGITS.contains(&digits.length()))?;
        let packed = Packed::of(&digits);
        (digits, packed)
    };
    Some(found).filter(|(_, packed)| packed.is_of_goods())
}

/// The digits of a code with points and spaces; a short one lies in its place.
#[inline(never)]
fn digits_of(hs: &str) -> Option<Text> {
    let mut bytes = [0; 16];
    let mut length = 0;
    for byte in hs.bytes() {
        match byte {
            b'0'..=b'9' if length < bytes.len() => {
                bytes[length] = byte;
                length += 1;
            }
            b'.' | b' ' => {}
            _ => return digits(hs).map(Text::from),
        }
    }
    std::str::from_utf8(&bytes[..length]).ok().map(Text::from)
}

fn key(line: &Line) -> (&str, Option<&str>, &str, i64, u32) {
    (&line.id, line.hs.as_deref(), line.unit_price.code(), line.unit_price.minor(), line.quantity)
}

fn weights(amounts: &[Money]) -> Vec<u64> {
    amounts.iter().map(|m| m.minor().max(0) as u64).collect()
}

pub(crate) fn add(a: Money, b: Money) -> Result<Money, Lack> {
    a.plus(b).map_err(|_| Lack::OutOfRange)
}

/// A difference that is not below zero.
fn minus(a: Money, b: Money) -> Result<Money, Lack> {
    a.minus(b).ok().filter(|rest| !rest.is_negative()).ok_or(Lack::OutOfRange)
}

/// Money of a figure in major units, rounded as the law says.
pub(crate) fn money(figure: Decimal, currency: Currency, rounding: RoundTo) -> Result<Money, Lack> {
    if let Some(minor) = figure::minor(figure, rounding.unit, exponent(currency), rounding.way) {
        return Ok(Money::new(minor, currency));
    }
    let rounded = rounding.apply(figure).ok_or(Lack::OutOfRange)?;
    Money::from_decimal(rounded, currency, rounding.way).map_err(|_| Lack::OutOfRange)
}

#[inline(never)]
fn convert(amount: Money, to: Currency, rates: &[ExchangeRate], rounding: RoundTo) -> Result<Money, Lack> {
    money(exchange(amount.decimal(), amount.currency(), to, rates)?, to, rounding)
}

/// An amount in another currency by the latest rate between the two, exact.
pub(crate) fn exchange(amount: Decimal, from: Currency, to: Currency, rates: &[ExchangeRate]) -> Result<Decimal, Lack> {
    if from == to || amount.is_zero() {
        return Ok(amount);
    }
    if let Some(rate) = straight(from, to, rates) {
        return amount.checked_mul(rate).ok_or(Lack::OutOfRange);
    }
    let turned = rates.iter().filter(|r| r.base == to && r.quote == from);
    let rate = turned.max_by_key(|r| (r.date, r.rate)).ok_or(Lack::Exchange(from, to))?;
    amount.checked_div(rate.rate).ok_or(Lack::OutOfRange)
}

/// The latest rate from one currency to another.
fn straight(from: Currency, to: Currency, rates: &[ExchangeRate]) -> Option<Decimal> {
    let mut found = rates.iter().filter(|r| r.base == from && r.quote == to);
    let first = found.next()?;
    Some(found.fold(first, |best, r| if (r.date, r.rate) >= (best.date, best.rate) { r } else { best }).rate)
}
