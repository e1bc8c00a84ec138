//! Whatever a provider tells, in whatever order: one right state, and nothing kept that was not asked for.

use crate::world::{World, cherries, hours_after, tasting};
use sampan_ids::CheckoutId;
use sampan_ledger::{Account, Balances};
use sampan_money::{Currency, Money};
use sampan_trade::checkout::{self, CheckoutRefusal, Notification, NotificationKind, Verdict, Why};

/// One telling: `approve`, `approve:other` (another payment), `approve:short` (too little), `decline`, `again` (the
/// last telling once more), `hour` (time passes), `expire`, `cancel`, `sent` (the refund has left).
fn tell(world: &mut World, id: CheckoutId, word: &str, n: &mut usize) -> Result<Verdict, CheckoutRefusal> {
    let total = world.checkouts[&id].total;
    let approved = |amount, reference: &str| NotificationKind::Approved { amount, provider_ref: reference.to_owned() };
    let kind = match word {
        "hour" => {
            world.now = hours_after(world.now, 1);
            return Ok(Verdict::NothingNew);
        }
        "expire" => return world.pay(id, checkout::expire).map(|outcome| outcome.verdict),
        "cancel" => return world.pay(id, checkout::cancel).map(|outcome| outcome.verdict),
        "approve" | "again" => approved(total, "p-1"),
        "approve:other" => approved(total, "p-2"),
        "approve:short" => approved(total.minus(Money::new(1, total.currency())).unwrap(), "p-3"),
        "approve:dollars" => approved(Money::new(total.minor(), Currency::USD), "p-4"),
        "approve:nothing" => approved(Money::zero(total.currency()), "p-5"),
        "decline" => NotificationKind::Declined { provider_ref: "p-0".into() },
        "sent" => NotificationKind::RefundSent { provider_ref: "p-1".into(), reference: "r-1".into() },
        "sent:other" => NotificationKind::RefundSent { provider_ref: "p-2".into(), reference: "r-2".into() },
        other => panic!("{other} is no telling"),
    };
    *n += usize::from(word != "again");
    let event_id = format!("event {n}");
    world
        .pay(id, |c, now| checkout::notify(c, Notification { event_id: event_id.clone(), kind: kind.clone() }, now))
        .map(|o| o.verdict)
}

/// The payment's state after the tellings, what the orders are, what is held, what is owed back.
fn check(tellings: &str) -> String {
    let mut world = World::new();
    let mut second = tasting();
    second.checkout = 1;
    let id = world.place(&[cherries(), second]);
    let mut n = 0;
    let mut verdict = None;
    for word in tellings.split_whitespace() {
        verdict = Some(tell(&mut world, id, word, &mut n));
        assert_eq!(world.audit(), vec![], "{tellings}: after {word}");
    }
    let said = match verdict.unwrap() {
        Ok(Verdict::GivenBack(Why::Late)) => "late".to_owned(),
        Ok(Verdict::GivenBack(Why::Twice)) => "twice".to_owned(),
        Ok(Verdict::GivenBack(Why::WrongAmount)) => "wrong amount".to_owned(),
        Ok(verdict) => format!("{verdict:?}").to_lowercase(),
        Err(no) => no.code().to_owned(),
    };
    let mut books = Balances::default();
    world.ledger.iter().for_each(|entries| books.extend(entries));
    let held: i128 = world.orders.keys().map(|order| books.of(&Account::Escrow(*order), Currency::CNY)).sum();
    let owed = books.of(&Account::BuyerRefunds, Currency::CNY) + books.of(&Account::BuyerRefunds, Currency::USD);
    let orders: Vec<&str> = world.orders.values().map(|order| order.state.name()).collect();
    let part = |minor: i128| Money::new(minor as i64, Currency::CNY).amount();
    format!(
        "{} | {} | {} | held {} owed {}",
        said,
        world.checkouts[&id].payment.name(),
        orders.join(" "),
        part(held),
        part(owed)
    )
}

#[test]
fn however_it_is_told_it_ends_right() {
    for (tellings, expected) in [
        ("approve", "paid | paid | paid booked | held 887.21 owed 0.00"),
        ("approve again", "nothingnew | paid | paid booked | held 887.21 owed 0.00"),
        ("approve approve", "nothingnew | paid | paid booked | held 887.21 owed 0.00"),
        ("approve approve:other", "twice | paid | paid booked | held 887.21 owed 887.21"),
        ("approve approve:other approve:other", "nothingnew | paid | paid booked | held 887.21 owed 887.21"),
        ("approve approve:other sent:other", "refundsent | paid | paid booked | held 887.21 owed 0.00"),
        ("approve approve:other sent:other sent:other", "nothingnew | paid | paid booked | held 887.21 owed 0.00"),
        ("decline", "declined | declined | awaiting_payment awaiting_payment | held 0.00 owed 0.00"),
        ("decline approve", "paid | paid | paid booked | held 887.21 owed 0.00"),
        ("approve decline", "nothingnew | paid | paid booked | held 887.21 owed 0.00"),
        ("approve hour expire", "checkout_not_now | paid | paid booked | held 887.21 owed 0.00"),
        ("expire", "checkout_too_early | awaiting | awaiting_payment awaiting_payment | held 0.00 owed 0.00"),
        ("hour expire", "over | expired | expired expired | held 0.00 owed 0.00"),
        ("decline hour expire", "over | expired | expired expired | held 0.00 owed 0.00"),
        ("hour expire approve", "late | refunded_late | expired expired | held 0.00 owed 887.21"),
        ("hour expire approve approve", "nothingnew | refunded_late | expired expired | held 0.00 owed 887.21"),
        ("hour expire approve sent", "refundsent | refunded_late | expired expired | held 0.00 owed 0.00"),
        ("hour approve", "late | refunded_late | expired expired | held 0.00 owed 887.21"),
        ("hour approve expire", "checkout_not_now | refunded_late | expired expired | held 0.00 owed 887.21"),
        ("hour decline", "nothingnew | awaiting | awaiting_payment awaiting_payment | held 0.00 owed 0.00"),
        ("cancel", "over | cancelled | cancelled cancelled | held 0.00 owed 0.00"),
        ("cancel approve", "late | cancelled | cancelled cancelled | held 0.00 owed 887.21"),
        ("approve cancel", "checkout_not_now | paid | paid booked | held 887.21 owed 0.00"),
        ("approve:short", "wrong amount | awaiting | awaiting_payment awaiting_payment | held 0.00 owed 887.20"),
        ("approve:short approve", "paid | paid | paid booked | held 887.21 owed 887.20"),
        ("approve:dollars", "wrong amount | awaiting | awaiting_payment awaiting_payment | held 0.00 owed 887.21"),
        ("approve:nothing", "wrong_amount | awaiting | awaiting_payment awaiting_payment | held 0.00 owed 0.00"),
        ("sent", "no_such_payment | awaiting | awaiting_payment awaiting_payment | held 0.00 owed 0.00"),
    ] {
        assert_eq!(check(tellings), expected, "{tellings}");
    }
}
