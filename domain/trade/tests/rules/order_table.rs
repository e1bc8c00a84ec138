//! `order.txt`: a state, a command, hours later → what becomes of it.

use crate::world::{World, cherries, hours_after, operator, tasting, variant};
use sampan_ledger::Account;
use sampan_trade::order::{By, Command, Outcome, Parcel, Refusal, ReturnLine};
use sampan_trade::rates::Mode;

#[test]
fn the_table_of_orders_holds() {
    let table = include_str!("../order.txt");
    let (mut rows, mut wrong) = (0, vec![]);
    for (number, row) in (1..).zip(table.lines()).filter(|(_, row)| !row.is_empty() && !row.starts_with('#')) {
        let (given, expected) = row.split_once('→').expect("a row has an arrow");
        let mut words = given.split_whitespace();
        let (state, command) = (words.next().unwrap(), words.next().unwrap());
        let hours = words.next().map_or(0, |word| word.trim_start_matches('+').parse().unwrap());
        let found = check(state, command, hours);
        if found != expected.trim() {
            wrong.push(format!("row {number}: {} → {found}", given.trim()));
        }
        rows += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(rows > 60, "the table is read");
}

/// The outcome of a command, so many hours after the order came into a state, in one line.
fn check(state: &str, command: &str, hours: i64) -> String {
    let mut world = World::new();
    let service = matches!(state, "booking" | "booked" | "redeemed" | "lapsed");
    let plan = if service { tasting() } else { cherries() };
    world.place(std::slice::from_ref(&plan));
    let id = plan.placing(world.now).id;
    for (hours, step) in way(state) {
        world.now = hours_after(world.now, *hours);
        world.ask(id, asked(step)).unwrap_or_else(|no| panic!("{state}, {step}: {no}"));
    }
    world.now = hours_after(world.now, hours);
    match world.ask(id, asked(command)) {
        Ok(outcome) => written(&outcome),
        Err(no) => refused(&no),
    }
}

/// The commands that bring a new order into a state, each with the hours before it.
fn way(state: &str) -> &'static [(i64, &'static str)] {
    match state {
        "awaiting" | "booking" => &[],
        "paid" | "booked" => &[(0, "pay")],
        "shipped" => &[(0, "pay"), (24, "ship")],
        "delivered" => &[(0, "pay"), (24, "ship"), (240, "deliver")],
        "claimed" => &[(0, "pay"), (24, "ship"), (720, "claim")],
        "completed" => &[(0, "pay"), (24, "ship"), (240, "receive")],
        "half" => &[(0, "pay"), (24, "ship"), (240, "deliver"), (1, "return:1x1")],
        "cancelled" => &[(0, "pay"), (1, "cancel:buyer")],
        "called_off" => &[(0, "call_off")],
        "expired" => &[(1, "clock")],
        "refunded" => &[(0, "pay"), (24, "ship"), (240, "deliver"), (1, "return:all")],
        "redeemed" => &[(0, "pay"), (24, "redeem:open_sesame")],
        "lapsed" => &[(0, "pay"), (1500, "clock")],
        other => panic!("{other} is no state of the table"),
    }
}

fn asked(word: &str) -> Command {
    let (command, rest) = word.split_once(':').unwrap_or((word, ""));
    let reason = "as agreed".to_owned();
    let parcel = |mode| Parcel { carrier: "Carrier".into(), number: "LX123".into(), mode };
    let back = |variants: &[(u64, u32)]| {
        variants.iter().map(|(n, quantity)| ReturnLine { variant: variant(*n), quantity: *quantity }).collect()
    };
    match (command, rest) {
        ("pay", _) => Command::Pay,
        ("call_off", _) => Command::CallOff,
        ("clock", _) => Command::Clock,
        ("cancel", "buyer") => Command::Cancel { by: By::Buyer, reason },
        ("cancel", "seller") => Command::Cancel { by: By::Seller, reason },
        ("cancel", "silent") => Command::Cancel { by: By::Seller, reason: " ".into() },
        ("ship", "") => Command::Ship { parcel: parcel(Mode::Express), papers_complete: true },
        ("ship", "no_papers") => Command::Ship { parcel: parcel(Mode::Express), papers_complete: false },
        ("ship", "post") => Command::Ship { parcel: parcel(Mode::Post), papers_complete: true },
        ("deliver", _) => Command::MarkDelivered,
        ("receive", _) => Command::ConfirmReceipt,
        ("claim", _) => Command::Claim { text: "Nothing came.".into() },
        ("decide", side) => Command::DecideClaim { for_buyer: side == "buyer", reason, by: operator() },
        ("return", "all") => Command::Return { lines: back(&[(1, 2), (2, 1)]), reason, restock: true },
        ("return", "rest") => Command::Return { lines: back(&[(1, 1), (2, 1)]), reason, restock: false },
        ("return", "tasting") => Command::Return { lines: back(&[(3, 2)]), reason, restock: false },
        ("return", "1x1") => Command::Return { lines: back(&[(1, 1)]), reason, restock: true },
        ("return", "1x3") => Command::Return { lines: back(&[(1, 2), (1, 1)]), reason, restock: true },
        ("return", "9x1") => Command::Return { lines: back(&[(9, 1)]), reason, restock: true },
        ("return", "nothing") => Command::Return { lines: back(&[(1, 0)]), reason, restock: true },
        ("redeem", code) => Command::Redeem { code_hash: code.replace('_', " ") },
        ("sent", number) => Command::RefundSent { number: number.parse().unwrap(), reference: "r-1".into() },
        (other, _) => panic!("{other} is no command of the table"),
    }
}

fn written(outcome: &Outcome) -> String {
    let mut parts = vec![outcome.order.state.name().to_owned()];
    for posting in &outcome.postings {
        for it in posting.moves() {
            let (from, to) = (short(it.from()), short(it.to()));
            parts.push(format!("{from} > {to} {}", it.amount()));
        }
    }
    for effect in &outcome.stock {
        let what = format!("{:?}", effect.effect).to_lowercase();
        parts.push(format!("{what} {}x{}", effect.variant.0.as_u128() as u64 as u8 - 100, effect.quantity));
    }
    if let Some(effect) = &outcome.allowance {
        parts.push(format!("counts {}", effect.counts));
    }
    parts.join("; ")
}

fn short(account: &Account) -> String {
    let text = account.to_string();
    match account {
        Account::Escrow(_) | Account::Seller(_) => text.split(':').next().unwrap_or_default().to_owned(),
        _ => text,
    }
}

fn refused(no: &Refusal) -> String {
    match no {
        Refusal::TooEarly { until } | Refusal::TooLate { until } | Refusal::PaymentTooLate { until } => {
            format!("refused {} {}", no.code(), until.strftime("%F %R"))
        }
        Refusal::NotNow { state } => format!("refused not_now {state}"),
        _ => format!("refused {}", no.code()),
    }
}
