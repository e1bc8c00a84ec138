//! Each kind of fact is broken by hand; the auditor says which.

use crate::world::{World, cherries, hours_after, tasting, variant};
use sampan_ledger::Entry;
use sampan_money::{Currency, Money};
use sampan_trade::checkout::{self, Notification, NotificationKind, PaymentState};
use sampan_trade::order::{Command, Completion, Order, Parcel, ReturnLine, State};
use sampan_trade::rates::Mode;

/// One order completed with a piece returned, one service booked, one order waiting.
fn sound() -> World {
    let mut world = World::new();
    for (plan, pay) in
        [(cherries(), true), (tasting(), true), (crate::world::Plan { n: 3, checkout: 3, ..cherries() }, false)]
    {
        let id = world.place(std::slice::from_ref(&plan));
        if pay {
            let approved = NotificationKind::Approved { amount: world.checkouts[&id].total, provider_ref: "p".into() };
            let told = Notification { event_id: "e".into(), kind: approved };
            world.pay(id, |c, now| checkout::notify(c, told.clone(), now)).unwrap();
        }
    }
    let id = crate::world::order_id(1);
    let parcel = Parcel { carrier: "Carrier".into(), number: "X1".into(), mode: Mode::Express };
    world.ask(id, Command::Ship { parcel, papers_complete: true }).unwrap();
    world.now = hours_after(world.now, 100);
    world.ask(id, Command::ConfirmReceipt).unwrap();
    let lines = vec![ReturnLine { variant: variant(1), quantity: 1 }];
    world.ask(id, Command::Return { lines, reason: "as agreed".into(), restock: true }).unwrap();
    world
}

fn first(world: &mut World) -> &mut Order {
    world.orders.get_mut(&crate::world::order_id(1)).unwrap()
}

fn cent(amount: &mut Money) {
    *amount = Money::new(amount.minor() + 1, amount.currency());
}

/// The codes of what is found once something is broken.
fn check(break_it: impl FnOnce(&mut World), expected: &str) {
    let mut world = sound();
    assert_eq!(world.audit(), vec![]);
    break_it(&mut world);
    let mut codes: Vec<&str> = world.audit().iter().map(|fault| fault.code()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.join(" "), expected);
    for fault in world.audit() {
        assert!(!fault.to_string().is_empty());
        let json = serde_json::to_string(&fault).unwrap();
        assert_eq!(serde_json::from_str::<sampan_trade::verify::Fault>(&json).unwrap(), fault);
    }
}

#[test]
fn an_entry_that_is_gone_or_changed_is_found() {
    check(|w| drop(w.ledger[0].pop()), "escrow_not_matching ledger_not_zero posting_not_zero");
    check(|w| cent(&mut w.ledger[0][0].amount), "account_not_matching ledger_not_zero posting_not_zero");
    check(|w| drop(w.ledger.pop()), "account_not_matching");
    check(|w| drop(w.ledger.remove(0)), "account_not_matching escrow_not_matching");
    check(
        |w| {
            let amount = Money::new(1, Currency::USD);
            let entry = |account, amount| Entry { account, amount };
            let seller = sampan_ledger::Account::Seller(crate::world::seller());
            w.ledger.push(vec![entry(sampan_ledger::Account::PlatformFee, amount.negated()), entry(seller, amount)]);
        },
        "account_not_matching",
    );
}

#[test]
fn an_order_that_contradicts_itself_is_found() {
    check(|w| cent(&mut first(w).lines[0].goods), "order_sum_mismatch");
    check(|w| cent(&mut first(w).amounts.tax), "account_not_matching order_sum_mismatch");
    check(|w| cent(&mut first(w).refunds[0].parts.tax), "account_not_matching refund_mismatch");
    check(|w| first(w).refunds[0].lines[0].quantity = 3, "counted_mismatch refund_mismatch stock_mismatch");
    check(|w| first(w).refunds[0].number = 2, "refund_mismatch");
    check(|w| first(w).refunds.clear(), "account_not_matching allowance_mismatch counted_mismatch stock_mismatch");
    check(|w| first(w).fee_percent = "6".parse().unwrap(), "account_not_matching refund_mismatch");
    check(|w| first(w).history.retain(|state| state.name() != "shipped"), "state_mismatch");
    check(
        |w| {
            let at = w.now;
            let order = w.orders.get_mut(&crate::world::order_id(2)).unwrap();
            order.history.push(order.state.clone());
            order.state = State::Completed { at, how: Completion::Redeemed };
        },
        "account_not_matching escrow_not_matching stock_mismatch",
    );
    check(
        |w| {
            let at = w.now;
            let order = w.orders.get_mut(&crate::world::order_id(2)).unwrap();
            order.history.push(order.state.clone());
            order.state = State::Refunded { at };
        },
        "escrow_not_matching state_mismatch stock_mismatch",
    );
}

#[test]
fn stock_payments_and_room_that_disagree_are_found() {
    check(|w| w.stock.get_mut(&variant(1)).unwrap().reserved += 1, "stock_mismatch");
    check(|w| w.stock.get_mut(&variant(2)).unwrap().sold -= 1, "stock_mismatch");
    check(|w| w.stock.get_mut(&variant(1)).unwrap().on_hand = 0, "stock_overdrawn");
    check(|w| assert!(w.stock.remove(&variant(1)).is_some()), "stock_mismatch");
    check(|w| w.checkouts.values_mut().for_each(|c| cent(&mut c.total)), "payment_mismatch");
    check(|w| drop(w.checkouts.pop_first()), "payment_mismatch");
    check(|w| drop(w.orders.pop_last()), "payment_mismatch stock_mismatch");
    check(
        |w| {
            let at = w.now;
            w.checkouts.values_mut().for_each(|c| c.payment = PaymentState::Expired { at });
        },
        "payment_mismatch",
    );
    check(|w| w.room.used.clear(), "allowance_mismatch");
    check(|w| w.room.used.values_mut().for_each(cent), "allowance_mismatch");
    check(|w| w.room.counted.clear(), "counted_mismatch");
    check(|w| w.room.counted.values_mut().for_each(|counted| counted.free_in_half = Some(2)), "counted_mismatch");
    check(|w| w.room.counted.values_mut().for_each(|counted| counted.quantities.clear()), "counted_mismatch");
}

#[test]
fn what_goes_back_in_part_counts_no_more_against_the_year() {
    let mut world = sound();
    let id = crate::world::order_id(1);
    let rice = |world: &World| world.room.quantities(world.now).get("rice").map(ToString::to_string);
    let parcels = |world: &World| world.room.free_parcels(1, world.now);
    assert_eq!((rice(&world).as_deref(), parcels(&world)), (Some("0.500"), 1), "one bag of two is back");
    let back = |world: &mut World, n: u64| {
        let lines = vec![ReturnLine { variant: variant(n), quantity: 1 }];
        world.ask(id, Command::Return { lines, reason: "as agreed".into(), restock: false }).unwrap();
        assert_eq!(world.audit(), vec![]);
    };
    back(&mut world, 1);
    assert_eq!((rice(&world), parcels(&world)), (None, 1), "the parcel came in all the same");
    back(&mut world, 2);
    assert_eq!((rice(&world), parcels(&world)), (None, 0), "all of it has gone back");

    let mut late = sound();
    late.now = hours_after(late.now, 24 * 31);
    let lines = vec![ReturnLine { variant: variant(1), quantity: 1 }];
    let refused = late.ask(id, Command::Return { lines, reason: "as agreed".into(), restock: true });
    assert!(matches!(refused, Err(sampan_trade::order::Refusal::TooLate { .. })), "{refused:?}");
    assert_eq!(rice(&late).as_deref(), Some("0.500"), "what comes back too late still counts");
}
