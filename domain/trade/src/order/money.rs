//! The money of an order: into escrow, out of it, and back.

use super::{Line, Order, Refund, Refusal, Returned};
use sampan_ids::VariantId;
use sampan_ledger::{Account, Posting, Reason};
use sampan_money::{Currency, Money, MoneyError, Rounding};
use serde::{Deserialize, Serialize};

/// What some pieces of an order are worth, to each side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parts {
    /// Goods, in the buyer's currency.
    pub goods: Money,
    /// The share of delivery, in the buyer's currency.
    pub delivery: Money,
    /// Duty, in the buyer's currency.
    pub duty: Money,
    /// Tax, in the buyer's currency.
    pub tax: Money,
    /// Goods, in dollars.
    pub goods_usd: Money,
    /// The share of delivery, in dollars.
    pub delivery_usd: Money,
    /// The platform's fee on both, in dollars.
    pub fee_usd: Money,
}

impl Parts {
    /// What the buyer paid for the pieces.
    pub fn total(&self) -> Result<Money, MoneyError> {
        Money::sum(self.goods.currency(), [self.goods, self.delivery, self.duty, self.tax])
    }

    /// What the seller has for them before the fee, in dollars.
    pub fn gross_usd(&self) -> Result<Money, MoneyError> {
        self.goods_usd.plus(self.delivery_usd)
    }

    fn minus(&self, other: &Parts) -> Result<Parts, MoneyError> {
        Ok(Parts {
            goods: self.goods.minus(other.goods)?,
            delivery: self.delivery.minus(other.delivery)?,
            duty: self.duty.minus(other.duty)?,
            tax: self.tax.minus(other.tax)?,
            goods_usd: self.goods_usd.minus(other.goods_usd)?,
            delivery_usd: self.delivery_usd.minus(other.delivery_usd)?,
            fee_usd: self.fee_usd.minus(other.fee_usd)?,
        })
    }
}

impl Order {
    /// What the seller earns before the fee: listed prices and delivery, in dollars.
    pub fn gross_usd(&self) -> Result<Money, MoneyError> {
        let goods = self.lines.iter().map(|line| line.unit_price.times(line.quantity.into()));
        let goods = goods.collect::<Result<Vec<Money>, _>>()?;
        Money::sum(Currency::USD, goods.into_iter().chain(self.delivery_usd()))
    }

    /// The platform's fee on the whole order, in dollars, rounded half up.
    pub fn fee_usd(&self) -> Result<Money, MoneyError> {
        self.gross_usd()?.percent(self.fee_percent, Rounding::HalfUp)
    }

    /// What the pieces that have not gone back are worth.
    pub fn remaining(&self) -> Result<Parts, MoneyError> {
        self.parts(|line| line.quantity)?.minus(&self.parts(|line| self.returned(line.variant))?)
    }

    fn delivery_usd(&self) -> Option<Money> {
        self.delivery.as_ref().map(|delivery| delivery.price_usd)
    }

    /// What the first so many pieces of each line are worth. Shares grow with the pieces and end at the whole, so the
    /// difference of two of these is what the pieces in between bear, to the last minor unit. Delivery is shared by
    /// gross weight, or by pieces where a weight is not known.
    pub(super) fn parts(&self, pieces: impl Fn(&Line) -> u32) -> Result<Parts, MoneyError> {
        let currency = self.rate.quote;
        let weighed = self.gross_g().is_some_and(|grams| grams > 0);
        let (mut done, mut whole) = (0, 0);
        let zero = Money::zero(currency);
        let (mut goods, mut duty, mut tax, mut goods_usd) = (zero, zero, zero, Money::zero(Currency::USD));
        for line in &self.lines {
            let (n, of) = (i64::from(pieces(line)), i64::from(line.quantity));
            let weight = if weighed { i64::from(line.gross_weight_g.unwrap_or(0)) } else { 1 };
            (done, whole) = (done + n * weight, whole + of * weight);
            goods = goods.plus(line.goods.share(n, of))?;
            duty = duty.plus(line.duty.share(n, of))?;
            tax = tax.plus(line.tax.share(n, of))?;
            goods_usd = goods_usd.plus(line.unit_price.times(n)?)?;
        }
        let delivery = self.amounts.delivery.share(done, whole);
        let delivery_usd = self.delivery_usd().unwrap_or(Money::zero(Currency::USD)).share(done, whole);
        let worth = goods_usd.plus(delivery_usd)?;
        let fee_usd = self.fee_usd()?.share(worth.minor(), self.gross_usd()?.minor());
        Ok(Parts { goods, delivery, duty, tax, goods_usd, delivery_usd, fee_usd })
    }
}

/// The payment comes into escrow.
pub(super) fn pay(order: &Order) -> Result<Vec<Posting>, Refusal> {
    let posting = Posting::new(Reason::Paid, order.id.0);
    Ok(vec![posting.moving(
        Account::Provider(order.provider.clone()),
        Account::Escrow(order.id),
        order.amounts.total,
    )?])
}

/// Escrow is released: what has not gone back is earned.
pub(super) fn release(order: &Order) -> Result<Vec<Posting>, Refusal> {
    let (escrow, seller) = (Account::Escrow(order.id), Account::Seller(order.seller));
    let rest = order.remaining()?;
    let tax = Posting::new(Reason::TaxCollected, order.id.0).moving(
        escrow.clone(),
        Account::TaxPayable(order.destination),
        rest.duty.plus(rest.tax)?,
    )?;
    let sale = Posting::new(Reason::Sale, order.id.0)
        .moving(escrow, Account::Exchange, rest.goods.plus(rest.delivery)?)?
        .moving(Account::Exchange, seller.clone(), rest.gross_usd()?)?;
    let fee = Posting::new(Reason::Fee, order.id.0).moving(seller, Account::PlatformFee, rest.fee_usd)?;
    Ok(only_moving([tax, sale, fee]))
}

/// Some pieces go back: the refund, and the moves that take each part where it came from. Before the release that is
/// escrow; after it the seller, the fee, the tax and the exchange.
pub(super) fn refund(order: &Order, lines: &[Returned]) -> Result<(Parts, Vec<Posting>), Refusal> {
    let now =
        |variant: VariantId| lines.iter().filter(|line| line.variant == variant).map(|line| line.quantity).sum::<u32>();
    let before = order.parts(|line| order.returned(line.variant))?;
    let parts = order.parts(|line| order.returned(line.variant) + now(line.variant))?.minus(&before)?;
    let id = order.id.0;
    if order.completed_at().is_none() {
        let back = Posting::new(Reason::Refund, id).moving(
            Account::Escrow(order.id),
            Account::BuyerRefunds,
            parts.total()?,
        )?;
        return Ok((parts, only_moving([back])));
    }
    let seller = Account::Seller(order.seller);
    let goods = Posting::new(Reason::Refund, id)
        .moving(seller.clone(), Account::Exchange, parts.gross_usd()?)?
        .moving(Account::Exchange, Account::BuyerRefunds, parts.goods.plus(parts.delivery)?)?;
    let tax = Account::TaxPayable(order.destination);
    let tax = Posting::new(Reason::TaxReturned, id).moving(tax, Account::BuyerRefunds, parts.duty.plus(parts.tax)?)?;
    let fee = Posting::new(Reason::FeeReturned, id).moving(Account::PlatformFee, seller, parts.fee_usd)?;
    Ok((parts, only_moving([goods, tax, fee])))
}

/// The provider has sent a refund on.
pub(super) fn refund_sent(order: &Order, refund: &Refund) -> Result<Vec<Posting>, Refusal> {
    let provider = Account::Provider(order.provider.clone());
    let posting = Posting::new(Reason::RefundSent, order.id.0);
    Ok(only_moving([posting.moving(Account::BuyerRefunds, provider, refund.total)?]))
}

fn only_moving<const N: usize>(postings: [Posting; N]) -> Vec<Posting> {
    postings.into_iter().filter(|posting| !posting.is_empty()).collect()
}
