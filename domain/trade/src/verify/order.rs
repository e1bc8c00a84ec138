//! What one order says, worked out again from its stored figures with 128-bit integers.

use super::Fault;
use crate::allowance::Counted;
use crate::order::{Line, Order, OrderKind, Refund, RefundState, State};
use rust_decimal::prelude::{FromPrimitive, ToPrimitive};
use rust_decimal::{Decimal, RoundingStrategy};
use sampan_ids::VariantId;
use sampan_ledger::Account;
use sampan_money::{Currency, Money};

/// Checks the order against itself.
pub(super) fn check(order: &Order, faults: &mut Vec<Fault>) {
    let a = &order.amounts;
    let of = |part: fn(&Line) -> Money| order.lines.iter().map(|line| minor(part(line))).sum::<i128>();
    let delivery = order.delivery.as_ref().map_or(0, |delivery| minor(delivery.price));
    let parts = [a.goods, a.delivery, a.duty, a.tax];
    for (part, holds) in [
        ("goods", minor(a.goods) == of(|line| line.goods)),
        ("delivery", minor(a.delivery) == delivery),
        ("duty", minor(a.duty) == of(|line| line.duty)),
        ("tax", minor(a.tax) == of(|line| line.tax)),
        ("total", minor(a.total) == parts.iter().copied().map(minor).sum()),
        ("currency", parts.iter().all(|part| part.currency() == order.rate.quote)),
    ] {
        if !holds {
            faults.push(Fault::OrderSumMismatch { order: order.id, part: part.to_owned() });
        }
    }
    for what in refund_faults(order) {
        faults.push(Fault::RefundMismatch { order: order.id, what: what.to_owned() });
    }
    if let Some(why) = state_fault(order) {
        let state = order.state.name().to_owned();
        faults.push(Fault::StateMismatch { order: order.id, state, why: why.to_owned() });
    }
}

fn refund_faults(order: &Order) -> Vec<&'static str> {
    let back = |part: fn(&Refund) -> Money| order.refunds.iter().map(|refund| minor(part(refund))).sum::<i128>();
    let share = |part: fn(&Line) -> Money| -> i128 {
        let line = |line: &Line| {
            minor(part(line)) * i128::from(order.returned(line.variant)) / i128::from(line.quantity.max(1))
        };
        order.lines.iter().map(line).sum()
    };
    let pieces = |line: &Line| order.returned(line.variant) <= line.quantity;
    let known = |refund: &Refund| refund.lines.iter().all(|back| order.lines.iter().any(|l| l.variant == back.variant));
    let sum = |refund: &Refund| {
        let parts = [refund.parts.goods, refund.parts.delivery, refund.parts.duty, refund.parts.tax];
        minor(refund.total) == parts.into_iter().map(minor).sum()
    };
    let delivery_usd = order.delivery.as_ref().map_or(0, |delivery| minor(delivery.price_usd));
    let (done, whole) = weights(order);
    let fee = match gross_usd(order) {
        0 => fee_usd(order),
        gross => fee_usd(order) * (back(|r| r.parts.goods_usd) + back(|r| r.parts.delivery_usd)) / gross,
    };
    let checks = [
        ("more pieces than were bought", order.lines.iter().all(pieces)),
        ("pieces that were not bought", order.refunds.iter().all(known)),
        ("a total that is not the sum of its parts", order.refunds.iter().all(sum)),
        ("numbers out of order", order.refunds.iter().zip(1..).all(|(refund, n)| refund.number == n)),
        ("goods", back(|r| r.parts.goods) == share(|line| line.goods)),
        ("duty", back(|r| r.parts.duty) == share(|line| line.duty)),
        ("tax", back(|r| r.parts.tax) == share(|line| line.tax)),
        ("delivery", back(|r| r.parts.delivery) == minor(order.amounts.delivery) * done / whole),
        ("goods in dollars", back(|r| r.parts.goods_usd) == dollars(order, |line| order.returned(line.variant))),
        ("delivery in dollars", back(|r| r.parts.delivery_usd) == delivery_usd * done / whole),
        ("fee", back(|r| r.parts.fee_usd) == if order.refunds.is_empty() { 0 } else { fee }),
    ];
    checks.into_iter().filter(|(_, holds)| !holds).map(|(what, _)| what).collect()
}

/// Why the order cannot be in its state, if it cannot.
fn state_fault(order: &Order) -> Option<&'static str> {
    let was = |name: &str| order.states().any(|state| state.name() == name);
    let paid = was("paid") || was("booked");
    let all_back = order.lines.iter().all(|line| order.returned(line.variant) == line.quantity);
    let begins = matches!(order.states().next(), Some(State::AwaitingPayment { .. }));
    let service = matches!(order.kind, OrderKind::Service { .. });
    let why = match &order.state {
        _ if !begins => "it did not begin with awaiting payment",
        State::AwaitingPayment { .. } | State::Expired { .. } if paid || !order.refunds.is_empty() => "it was paid",
        State::Paid { .. } | State::Booked { .. } if !order.refunds.is_empty() => "something went back",
        State::Paid { .. } if service => "it is a service",
        State::Booked { .. } if !service => "it is not a service",
        State::Shipped { .. } | State::Delivered { .. } | State::ClaimOpen { .. } if !paid => "it was not paid",
        State::Delivered { .. } | State::ClaimOpen { .. } if !was("shipped") => "it was not shipped",
        State::Completed { .. } if !service && !was("shipped") => "it was not shipped",
        State::Completed { .. } | State::Refunded { .. } if !paid => "it was not paid",
        State::Cancelled { .. } if paid != all_back => "what was paid is not what went back",
        State::Cancelled { .. } if was("shipped") || was("completed") => "it was shipped or had",
        State::Refunded { .. } if !all_back => "not everything went back",
        State::AwaitingPayment { .. } | State::Expired { .. } | State::Paid { .. } | State::Booked { .. } => {
            return None;
        }
        State::Shipped { .. } | State::Delivered { .. } | State::ClaimOpen { .. } | State::Completed { .. } => {
            return None;
        }
        State::Cancelled { .. } | State::Refunded { .. } => return None,
    };
    Some(why)
}

/// What each account should hold because of this order: provider, escrow, refunds owed; after the release seller, fee,
/// tax and exchange.
pub(super) fn accounts(order: &Order) -> Vec<(Account, Currency, i128)> {
    let (buyers, usd) = (order.rate.quote, Currency::USD);
    let was_paid = order.states().any(|state| matches!(state, State::Paid { .. } | State::Booked { .. }));
    if !was_paid {
        return Vec::new();
    }
    let back = |part: fn(&Refund) -> Money| order.refunds.iter().map(|refund| minor(part(refund))).sum::<i128>();
    let total = minor(order.amounts.total);
    let returned = back(|refund| refund.total);
    let sent = order.refunds.iter().filter(|refund| refund.sent != RefundState::Owed);
    let sent: i128 = sent.map(|refund| minor(refund.total)).sum();
    let mut expected = vec![
        (Account::Provider(order.provider.clone()), buyers, sent - total),
        (Account::BuyerRefunds, buyers, returned - sent),
    ];
    let completed = order.states().any(|state| matches!(state, State::Completed { .. }));
    if completed {
        let back_usd = back(|refund| refund.parts.goods_usd) + back(|refund| refund.parts.delivery_usd);
        let gross = gross_usd(order) - back_usd;
        let fee = fee_usd(order) - back(|refund| refund.parts.fee_usd);
        let state = minor(order.amounts.duty) + minor(order.amounts.tax);
        let state = state - back(|refund| refund.parts.duty) - back(|refund| refund.parts.tax);
        let goods = minor(order.amounts.goods) + minor(order.amounts.delivery);
        let goods = goods - back(|refund| refund.parts.goods) - back(|refund| refund.parts.delivery);
        expected.extend([
            (Account::Seller(order.seller), usd, gross - fee),
            (Account::PlatformFee, usd, fee),
            (Account::TaxPayable(order.destination), buyers, state),
            (Account::Exchange, buyers, goods),
            (Account::Exchange, usd, -gross),
        ]);
    } else {
        let over = matches!(order.state, State::Cancelled { .. } | State::Refunded { .. });
        expected.push((Account::Escrow(order.id), buyers, if over { 0 } else { total - returned }));
    }
    expected
}

/// What each variant's stock should say because of this order: reserved, sold, returned.
pub(super) fn stock(order: &Order) -> Vec<(VariantId, [u64; 3])> {
    let waiting = match &order.state {
        State::AwaitingPayment { .. } | State::Paid { .. } | State::Booked { .. } => true,
        State::Shipped { .. } | State::Delivered { .. } | State::ClaimOpen { .. } | State::Completed { .. } => false,
        State::Cancelled { .. } | State::Expired { .. } | State::Refunded { .. } => false,
    };
    let out = order.states().any(|state| matches!(state, State::Shipped { .. } | State::Completed { .. }));
    let figures = |line: &Line| {
        let quantity = u64::from(line.quantity);
        let restocked = order.refunds.iter().flat_map(|refund| &refund.lines);
        let restocked = restocked.filter(|back| back.variant == line.variant && back.restocked);
        let restocked = restocked.map(|back| u64::from(back.quantity)).sum();
        (line.variant, [if waiting { quantity } else { 0 }, if out { quantity } else { 0 }, restocked])
    };
    order.lines.iter().map(figures).collect()
}

/// What the order should count with against its buyer's yearly room once it has been paid.
pub(super) fn allowance(order: &Order) -> Option<Money> {
    let used = order.allowance.as_ref()?;
    let paid = order.states().any(|state| matches!(state, State::Paid { .. } | State::Booked { .. }));
    let over = matches!(order.state, State::Cancelled { .. } | State::Refunded { .. });
    if !paid || over {
        return Some(Money::zero(used.amount.currency()));
    }
    let priced = minor(order.amounts.goods) + minor(order.amounts.delivery);
    let back: i128 = order.refunds.iter().map(|r| minor(r.parts.goods) + minor(r.parts.delivery)).sum();
    let gone = if back >= priced { minor(used.amount) } else { minor(used.amount) * back / priced };
    Some(super::money(minor(used.amount) - gone, used.amount.currency()))
}

/// What the order should count with besides money: of each quantity what its pieces bear that are still out; all of it
/// where that is not known piece by piece.
pub(super) fn counted(order: &Order) -> Option<Counted> {
    let paid = order.states().any(|state| matches!(state, State::Paid { .. } | State::Booked { .. }));
    let over = matches!(order.state, State::Cancelled { .. } | State::Refunded { .. });
    let used = order.allowance.as_ref().filter(|_| paid && !over)?;
    let mut counted = used.counted.clone();
    if !used.each.is_empty() {
        counted.quantities.clear();
    }
    for line in &order.lines {
        let back = order.refunds.iter().flat_map(|refund| &refund.lines).filter(|back| back.variant == line.variant);
        let out = i64::from(line.quantity) - back.map(|back| i64::from(back.quantity)).sum::<i64>();
        for (code, piece) in used.each.get(&line.variant).into_iter().flatten().filter(|_| out > 0) {
            *counted.quantities.entry(code.clone()).or_default() += *piece * Decimal::from(out);
        }
    }
    // What weighs nothing counts with nothing.
    counted.quantities.retain(|_, quantity| *quantity > Decimal::ZERO);
    Some(counted).filter(|counted| !counted.is_empty())
}

/// Weight that went back, and all of it; pieces where a weight is not known.
fn weights(order: &Order) -> (i128, i128) {
    let grams = |line: &Line| i128::from(line.gross_weight_g.unwrap_or(0));
    let all_known = order.lines.iter().all(|line| line.gross_weight_g.is_some());
    let weigh = all_known && order.lines.iter().any(|line| grams(line) > 0);
    let weight = |line: &Line| if weigh { grams(line) } else { 1 };
    let done = order.lines.iter().map(|line| weight(line) * i128::from(order.returned(line.variant))).sum();
    let whole: i128 = order.lines.iter().map(|line| weight(line) * i128::from(line.quantity)).sum();
    (done, whole.max(1))
}

fn dollars(order: &Order, pieces: impl Fn(&Line) -> u32) -> i128 {
    order.lines.iter().map(|line| minor(line.unit_price) * i128::from(pieces(line))).sum()
}

fn gross_usd(order: &Order) -> i128 {
    dollars(order, |line| line.quantity) + order.delivery.as_ref().map_or(0, |delivery| minor(delivery.price_usd))
}

fn fee_usd(order: &Order) -> i128 {
    let exact = Decimal::from_i128(gross_usd(order)).and_then(|gross| gross.checked_mul(order.fee_percent));
    let cents = exact.map(|exact| exact / Decimal::ONE_HUNDRED);
    let rounded = cents.map(|cents| cents.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero));
    rounded.and_then(|rounded| rounded.to_i128()).unwrap_or(0)
}

fn minor(amount: Money) -> i128 {
    i128::from(amount.minor())
}
