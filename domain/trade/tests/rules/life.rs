//! Random lives of orders: whatever is asked, whenever, every cent stays in its place and every piece of stock too.

use crate::world::{Piece, Plan, World, hours_after, operator, seller, variant};
use proptest::prelude::*;
use sampan_ids::OrderId;
use sampan_ledger::{Account, Balances, Country};
use sampan_money::{Currency, Money};
use sampan_trade::checkout::{self, Notification, NotificationKind};
use sampan_trade::order::{By, Command, Parcel, RefundState, ReturnLine};
use sampan_trade::rates::Mode;

const CURRENCIES: [(Currency, Country); 7] = [
    (Currency::CNY, Country::CN),
    (Currency::SGD, Country::SG),
    (Currency::JPY, Country::JP),
    (Currency::KRW, Country::KR),
    (Currency::IDR, Country::ID),
    (Currency::VND, Country::VN),
    (Currency::TWD, Country::TW),
];

/// Something that happens: which kind, to which order, with which figure, after so many hours.
type Happening = (u8, u64, u32, i64);

fn plan() -> impl Strategy<Value = Plan> {
    let piece = (1u32..6, 0i64..300_00, prop::option::of(0u32..3000), 0i64..9_999, 0i64..99_999);
    let pieces = prop::collection::vec(piece, 1..4);
    let delivery = prop::option::weighted(0.8, 0i64..60_00);
    (0usize..7, pieces, delivery, 0u32..3000, any::<bool>()).prop_map(
        |(currency, pieces, delivery_cents, fee, room)| {
            let (currency, destination) = CURRENCIES[currency];
            let piece = |(n, (quantity, cents, grams, duty, tax)): (usize, (u32, i64, Option<u32>, i64, i64))| Piece {
                variant: n as u64,
                quantity,
                cents: cents + i64::from(n == 0),
                grams,
                duty,
                tax: tax + 1,
            };
            Plan {
                n: 0,
                checkout: 0,
                currency,
                destination,
                pieces: pieces.into_iter().enumerate().map(piece).collect(),
                delivery_cents,
                fee: rust_decimal::Decimal::new(fee.into(), 2),
                room: (room && currency == Currency::CNY).then_some(500_00),
            }
        },
    )
}

fn happening() -> impl Strategy<Value = Happening> {
    (0u8..26, 0u64..3, 0u32..8, prop_oneof![Just(0i64), 1i64..48, 200i64..800])
}

fn happen(world: &mut World, (kind, n, figure, hours): Happening) {
    world.now = hours_after(world.now, hours);
    let (id, reason) = (crate::world::order_id(n), "as agreed".to_owned());
    let order = &world.orders[&id];
    let checkout = order.checkout;
    let (parcel, back) = (
        Parcel { carrier: "Carrier".into(), number: "X1".into(), mode: Mode::Express },
        order.lines.iter().map(|line| ReturnLine { variant: line.variant, quantity: figure.min(line.quantity) }),
    );
    let back: Vec<ReturnLine> = back.skip(figure as usize % 2).collect();
    // Kinds beyond the last are the natural next step, so that many lives come to their end and beyond it.
    let kind = match order.state.name() {
        _ if kind < 18 => kind,
        "awaiting_payment" => 0,
        "paid" => 3,
        "booked" => 14,
        "shipped" | "claim_open" => 7,
        "delivered" => 17,
        _ => 11,
    };
    let figure = if kind == 3 { figure + 1 } else { figure };
    let command = match kind {
        0 | 1 => {
            let total = world.checkouts[&checkout].total;
            let approved = NotificationKind::Approved { amount: total, provider_ref: format!("p-{}", figure % 3) };
            let event_id = format!("{kind}-{figure}-{hours}");
            let told = Notification { event_id, kind: approved };
            let _ = world.pay(checkout, |c, now| checkout::notify(c, told.clone(), now));
            return;
        }
        2 => {
            let _ =
                if figure == 0 { world.pay(checkout, checkout::cancel) } else { world.pay(checkout, checkout::expire) };
            return;
        }
        3 | 4 => Command::Ship { parcel, papers_complete: figure > 0 },
        5 | 6 => Command::MarkDelivered,
        7 => Command::ConfirmReceipt,
        8 => Command::Cancel { by: if figure > 3 { By::Buyer } else { By::Seller }, reason },
        9 => Command::Claim { text: reason },
        10 => Command::DecideClaim { for_buyer: figure > 3, reason, by: operator() },
        11..=13 => Command::Return { lines: back, reason, restock: figure % 3 > 0 },
        14 => Command::Redeem { code_hash: if figure == 0 { "wrong".into() } else { "open sesame".into() } },
        15 => Command::RefundSent { number: figure, reference: "r".into() },
        16 => Command::Return {
            lines: vec![ReturnLine { variant: variant(figure.into()), quantity: 1 }],
            reason,
            restock: true,
        },
        _ if matches!(order.state, sampan_trade::order::State::AwaitingPayment { .. }) => return,
        _ => Command::Clock,
    };
    let _ = world.ask(id, command);
}

/// Lets the clock do all that it does by itself, and the provider send all that is owed.
fn run_out(world: &mut World) {
    let orders: Vec<OrderId> = world.orders.keys().copied().collect();
    for id in orders {
        let checkout = world.orders[&id].checkout;
        if let Some(due) = world.checkouts[&checkout].due() {
            world.now = world.now.max(due);
            world.pay(checkout, checkout::expire).unwrap();
        }
        let mut steps = 0;
        while let Some(due) = world.orders[&id].due() {
            world.now = world.now.max(due);
            world.ask(id, Command::Clock).expect("the clock does what is due");
            steps += 1;
            assert!(steps < 5, "the clock comes to an end");
        }
        for refund in world.orders[&id].refunds.clone() {
            if refund.sent == RefundState::Owed {
                world.ask(id, Command::RefundSent { number: refund.number, reference: "r".into() }).unwrap();
            }
        }
        let surplus = world.checkouts[&checkout].surplus.clone();
        for payment in surplus.into_iter().filter(|payment| payment.sent == RefundState::Owed) {
            let kind =
                NotificationKind::RefundSent { provider_ref: payment.provider_ref.clone(), reference: "r".into() };
            let told = Notification { event_id: format!("sent {}", payment.provider_ref), kind };
            world.pay(checkout, |c, now| checkout::notify(c, told.clone(), now)).unwrap();
        }
    }
}

fn books(world: &World) -> Balances {
    let mut books = Balances::default();
    world.ledger.iter().for_each(|entries| books.extend(entries));
    books
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn every_cent_and_every_piece_is_accounted_for(
        plans in prop::collection::vec(plan(), 1..3),
        together in any::<bool>(),
        happenings in prop::collection::vec(happening(), 0..40),
    ) {
        let mut world = World::new();
        let currency = plans[0].currency;
        let plans: Vec<Plan> = plans.into_iter().enumerate().map(|(n, mut plan)| {
            (plan.n, plan.checkout) = (n as u64, if together { 0 } else { n as u64 });
            if together {
                (plan.currency, plan.room) = (currency, plan.room.filter(|_| currency == Currency::CNY));
            }
            plan
        }).collect();
        match together {
            true => { world.place(&plans); }
            false => plans.iter().for_each(|plan| { world.place(std::slice::from_ref(plan)); }),
        }
        let count = plans.len() as u64;
        for (kind, n, figure, hours) in happenings {
            happen(&mut world, (kind, n % count, figure, hours));
            prop_assert_eq!(world.audit(), vec![]);
            for order in world.orders.values() {
                let a = order.amounts;
                prop_assert_eq!(Money::sum(order.rate.quote, [a.goods, a.delivery, a.duty, a.tax]), Ok(a.total));
                prop_assert!(order.refunds.iter().all(|refund| !refund.total.is_negative()));
                let json = serde_json::to_string(order).unwrap();
                prop_assert_eq!(&serde_json::from_str::<sampan_trade::order::Order>(&json).unwrap(), order);
            }
        }
        run_out(&mut world);
        prop_assert_eq!(world.audit(), vec![]);
        let books = books(&world);
        prop_assert_eq!(books.unbalanced(), vec![]);
        for (account, currency, held) in books.iter() {
            match account {
                Account::Escrow(_) | Account::BuyerRefunds => prop_assert_eq!(held, 0, "{} {:?}", account, currency),
                Account::Seller(_) | Account::PlatformFee | Account::TaxPayable(_) => prop_assert!(held >= 0, "{} {}", account, held),
                Account::Provider(_) => prop_assert!(held <= 0),
                Account::Exchange => {}
            }
        }
        for stock in world.stock.values() {
            prop_assert_eq!(stock.reserved, 0, "nothing is promised to an order that is over");
        }
    }

    #[test]
    fn what_goes_back_piece_by_piece_is_exactly_the_whole(
        plan in plan(),
        order_of_pieces in prop::collection::vec((0usize..3, 1u32..3), 0..30),
        released in any::<bool>(),
    ) {
        let mut world = World::new();
        let plan = Plan { delivery_cents: plan.delivery_cents.or(Some(7_77)), ..plan };
        let checkout = world.place(std::slice::from_ref(&plan));
        let id = crate::world::order_id(plan.n);
        let total = world.orders[&id].amounts.total;
        let approved = NotificationKind::Approved { amount: total, provider_ref: "p".into() };
        let told = Notification { event_id: "e".into(), kind: approved };
        world.pay(checkout, |c, now| checkout::notify(c, told.clone(), now)).unwrap();
        let parcel = Parcel { carrier: "Carrier".into(), number: "X1".into(), mode: Mode::Express };
        world.ask(id, Command::Ship { parcel, papers_complete: true }).unwrap();
        if released {
            world.ask(id, Command::ConfirmReceipt).unwrap();
        }
        let all: Vec<(usize, u32)> = (0..3).flat_map(|n| [(n, 1); 5]).collect();
        for (n, quantity) in order_of_pieces.into_iter().chain(all) {
            let lines = vec![ReturnLine { variant: variant(n as u64), quantity }];
            let _ = world.ask(id, Command::Return { lines, reason: "as agreed".into(), restock: true });
            prop_assert_eq!(world.audit(), vec![]);
        }
        prop_assert_eq!(world.orders[&id].state.name(), "refunded");
        let books = books(&world);
        for (account, currency, held) in books.iter() {
            let expected = match account {
                Account::BuyerRefunds => i128::from(total.minor()),
                Account::Provider(_) => -i128::from(total.minor()),
                _ => 0,
            };
            prop_assert_eq!(held, expected, "{} {:?}", account, currency);
        }
        prop_assert_eq!(books.of(&Account::Seller(seller()), Currency::USD), 0);
        for stock in world.stock.values() {
            prop_assert_eq!(stock.on_hand, 1_000_000);
        }
    }
}
