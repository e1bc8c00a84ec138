//! Placing: an order made from its figures, which are added up here and nowhere else.

use super::{AllowanceUse, Amounts, Delivery, Line, Order, OrderKind, Refusal, State};
use crate::stock::{Effect, StockEffect};
use rust_decimal::Decimal;
use sampan_ids::{AccountId, CheckoutId, OrderId, SellerId, Timestamp};
use sampan_ledger::{Country, Provider};
use sampan_money::{Currency, ExchangeRate, Money};

/// Lines an order may have.
const LINES: usize = 100;
/// Pieces a line may have.
const PIECES: u32 = 10_000;
/// Bytes that the stored quote may have.
const QUOTE: usize = 200_000;

/// Everything that an order is placed with; see [`Order`] for each field. The sums and the number are worked out.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Placing {
    pub id: OrderId,
    pub checkout: CheckoutId,
    pub seller: SellerId,
    pub buyer: AccountId,
    pub kind: OrderKind,
    pub lines: Vec<Line>,
    pub delivery: Option<Delivery>,
    pub destination: Country,
    pub rate: ExchangeRate,
    pub fee_percent: Decimal,
    pub provider: Provider,
    pub regime: String,
    pub book_version: String,
    pub quote: String,
    pub allowance: Option<AllowanceUse>,
    pub placed_at: Timestamp,
    /// Until when it may be paid: the end of its checkout.
    pub until: Timestamp,
}

impl Order {
    /// An order that waits for its payment, and the stock it reserves.
    pub fn place(placing: Placing) -> Result<(Order, Vec<StockEffect>), Refusal> {
        check(&placing)?;
        let amounts = add_up(&placing)?;
        let reserve =
            |line: &Line| StockEffect { variant: line.variant, quantity: line.quantity, effect: Effect::Reserve };
        let reserved = placing.lines.iter().map(reserve).collect();
        let order = Order {
            id: placing.id,
            number: order_number(placing.id),
            checkout: placing.checkout,
            seller: placing.seller,
            buyer: placing.buyer,
            kind: placing.kind,
            lines: placing.lines,
            delivery: placing.delivery,
            destination: placing.destination,
            amounts,
            rate: placing.rate,
            fee_percent: placing.fee_percent,
            provider: placing.provider,
            regime: placing.regime,
            book_version: placing.book_version,
            quote: placing.quote,
            allowance: placing.allowance,
            placed_at: placing.placed_at,
            state: State::AwaitingPayment { until: placing.until },
            history: Vec::new(),
            refunds: Vec::new(),
        };
        order.gross_usd()?;
        Ok((order, reserved))
    }
}

/// A short number for people: ten letters and digits in two groups, from the id's random bits, without those that are
/// easily mistaken for each other.
pub fn order_number(id: OrderId) -> String {
    const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let bits = id.0.as_u128();
    let letter = |at: u32| char::from(LETTERS[(bits >> (5 * at) & 31) as usize]);
    let group = |from: u32| (from..from + 5).rev().map(letter).collect::<String>();
    format!("{}-{}", group(5), group(0))
}

fn check(placing: &Placing) -> Result<(), Refusal> {
    let wanted = |sound: bool, field: &str, wanted: &str| match sound {
        true => Ok(()),
        false => Err(Refusal::placing(field, wanted)),
    };
    let buyers = placing.rate.quote;
    let paid = |amount: Money| amount.currency() == buyers && !amount.is_negative();
    let dollars = |amount: Money| amount.currency() == Currency::USD && !amount.is_negative();
    wanted((1..=LINES).contains(&placing.lines.len()), "lines", "1 to 100 lines")?;
    for (i, line) in placing.lines.iter().enumerate() {
        let again = placing.lines[..i].iter().any(|other| other.variant == line.variant);
        wanted(!again, "variant", "each variant once")?;
        wanted((1..=PIECES).contains(&line.quantity), "quantity", "1 to 10,000 pieces")?;
        wanted(dollars(line.unit_price), "unit_price", "a price in US dollars")?;
        let sound = paid(line.goods) && paid(line.duty) && paid(line.tax);
        wanted(sound, "line", "amounts in the buyer's currency, none below zero")?;
    }
    if let Some(delivery) = &placing.delivery {
        wanted(dollars(delivery.price_usd) && paid(delivery.price), "delivery", "a price in both currencies")?;
    }
    let parcel = matches!(placing.kind, OrderKind::Goods) == placing.delivery.is_some();
    wanted(parcel, "delivery", "a delivery for goods, none for a service")?;
    wanted(placing.rate.base == Currency::USD, "rate", "a rate from US dollars")?;
    let fee = Decimal::ZERO..=Decimal::ONE_HUNDRED;
    wanted(fee.contains(&placing.fee_percent), "fee_percent", "0 to 100 per cent")?;
    if let Some(allowance) = &placing.allowance {
        wanted(!allowance.amount.is_negative(), "allowance", "an amount not below zero")?;
    }
    wanted(placing.quote.len() <= QUOTE, "quote", "at most 200,000 bytes")?;
    let short = placing.regime.len() <= 100 && placing.book_version.len() <= 100;
    wanted(short, "regime", "regime and book version of at most 100 bytes")?;
    wanted(placing.placed_at < placing.until, "until", "an end after the beginning")
}

fn add_up(placing: &Placing) -> Result<Amounts, Refusal> {
    let currency = placing.rate.quote;
    let sum = |part: fn(&Line) -> Money| Money::sum(currency, placing.lines.iter().map(part));
    let goods = sum(|line| line.goods)?;
    let delivery = placing.delivery.as_ref().map_or(Money::zero(currency), |delivery| delivery.price);
    let (duty, tax) = (sum(|line| line.duty)?, sum(|line| line.tax)?);
    let total = Money::sum(currency, [goods, delivery, duty, tax])?;
    match total.minor() {
        1.. => Ok(Amounts { goods, delivery, duty, tax, total }),
        _ => Err(Refusal::placing("total", "something to pay")),
    }
}
