//! What people do about an order, and what they ask for when they do it.

use super::{Event, World};
use crate::auditor::Promise;
use crate::requests::{Ask, Cart, operator};
use sampan_customs::address;
use sampan_customs::identity::Identity;
use sampan_ids::OrderId;
use sampan_market::checkout::payments::Step;
use sampan_market::orders::{Asker, voucher};
use sampan_money::{Currency, Money};
use sampan_trade::order::{By, Command, Order, OrderKind, ReturnLine};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Something that someone does about an order, whatever has become of it meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    /// The seller notes the parcel and sends it.
    Ship,
    /// The buyer, the seller or the operator calls it off.
    Cancel(By),
    /// The carrier says that it is there.
    Deliver,
    /// The buyer says so.
    Confirm,
    /// The buyer says that nothing came.
    Claim,
    /// An operator decides.
    Decide(bool),
    /// The seller takes pieces back.
    Return,
    /// The seller types in the code, or a wrong one.
    Redeem(bool),
}

/// An invented person of an invented place; the number's check character fits.
const NUMBER: &str = "519999190101019990";

impl World<'_> {
    /// Someone comes, fills a basket and buys it at the price that was shown, or at any: the marketplace refuses and tells
    /// the right one.
    pub(super) fn visit(&mut self) {
        let (buyer, china) = (self.dice.below(self.known.buyers.len() as u64) as usize, self.dice.percent(60));
        let destination = if china { "CN" } else { "SG" };
        let mut items: BTreeMap<_, u32> = BTreeMap::new();
        for _ in 0..self.dice.between(1, 3) {
            let pieces = self.dice.between(1, 3) as u32;
            if let Some(stock) = self.dice.pick(&self.known.shelf.stocks) {
                items.insert(stock.variant, pieces);
            }
        }
        let parcel = items.keys().any(|variant| !self.known.shelf.is_service(*variant));
        let today = self.known.now().to_zoned(jiff::tz::TimeZone::UTC).date();
        let cart = Cart {
            basket: Uuid::from_u64_pair(self.dice.bits(), self.dice.bits()),
            buyer,
            items: items.into_iter().collect(),
            destination,
            address: if parcel { addressee(china) } else { None },
            identity: if china { Identity::check("诸葛测试", NUMBER, today).ok() } else { None },
            expected: Money::new(1, if china { Currency::CNY } else { Currency::SGD }),
        };
        self.buy(0, cart);
    }

    /// Buys a basket; in a hurry twice, under two keys.
    pub(super) fn buy(&mut self, seconds: i64, cart: Cart) {
        let basket = cart.basket;
        let guest = cart.buyer % 2 == 1;
        if guest && self.dice.percent(15) {
            self.ask(seconds, Ask::Place(Box::new(cart.clone())), Promise::Basket(basket), true);
        }
        self.ask(seconds, Ask::Place(Box::new(cart)), Promise::Basket(basket), true);
    }

    /// Someone acts on an order.
    pub(super) fn act(&mut self, id: OrderId, act: Act) {
        let Some(order) = self.orders.get(&id).cloned() else { return };
        let words = format!("request {}", self.requests.len());
        let (buyer, seller) = (Asker::Buyer(order.buyer), Asker::Seller(order.seller));
        let told = Promise::Words(id.0, words.clone());
        let (asker, command, promise) = match act {
            Act::Ship => {
                self.ask(0, Ask::Note(order.seller, id), Promise::Other, true);
                return;
            }
            Act::Cancel(by) => {
                let asker = match by {
                    By::Buyer => buyer,
                    By::Seller => seller,
                    By::Operator | By::Clock => Asker::Operator(operator()),
                };
                (asker, Command::Cancel { by, reason: words }, told)
            }
            Act::Deliver => (Asker::Market, Command::MarkDelivered, Promise::Other),
            Act::Confirm => (buyer, Command::ConfirmReceipt, Promise::Other),
            Act::Claim => (buyer, Command::Claim { text: words }, told),
            Act::Decide(for_buyer) => {
                let command = Command::DecideClaim { for_buyer, reason: words, by: operator() };
                (Asker::Operator(operator()), command, if for_buyer { told } else { Promise::Other })
            }
            Act::Return => (seller, self.some_back(&order, words), told),
            Act::Redeem(right) => {
                let vault = &self.known.vault;
                let code = if right { voucher::code(vault, id) } else { "0000-0000".to_owned() };
                let command = Command::Redeem { code_hash: voucher::hash(vault, &code) };
                (seller, command, Promise::Code(id.0, self.requests.len()))
            }
        };
        self.ask(0, Ask::Act(id, asker, command), promise, true);
    }

    /// Some pieces of an order, now and then more than there are.
    fn some_back(&mut self, order: &Order, reason: String) -> Command {
        let all = self.dice.percent(40);
        let mut lines = Vec::new();
        for line in &order.lines {
            let left = i64::from(line.quantity.saturating_sub(order.returned(line.variant)));
            let most = left + i64::from(self.dice.percent(5));
            let quantity = if all { left } else { self.dice.between(0, most) } as u32;
            lines.push(ReturnLine { variant: line.variant, quantity });
        }
        Command::Return { lines, reason, restock: self.dice.percent(60) }
    }

    /// A seller counts a shelf: what is promised may be more than that, then it is refused.
    pub(super) fn count(&mut self) {
        let pieces = self.dice.between(0, 12) as u32;
        let variant = self.dice.pick(&self.known.shelf.stocks).map(|stock| stock.variant);
        if let Some(variant) = variant {
            self.ask(0, Ask::Count(variant, pieces), Promise::Other, true);
        }
    }

    /// A worker's round reaches a checkout whose time may be over.
    pub(super) fn expire(&mut self, id: sampan_ids::CheckoutId) {
        self.ask(0, Ask::Payment(id, Step::Expire), Promise::Other, false);
    }

    /// A worker's round reaches an order that may be due.
    pub(super) fn clock(&mut self, id: OrderId) {
        self.ask(0, Ask::Act(id, Asker::Market, Command::Clock), Promise::Other, false);
    }

    /// What people will do about an order that has just come to its state.
    pub(super) fn plan(&mut self, order: &Order) {
        const HOUR: i64 = 3_600;
        const DAY: i64 = 24 * HOUR;
        let service = matches!(order.kind, OrderKind::Service { .. });
        // Each: how likely in a hundred, from when to when, what.
        let plans: &[(u64, i64, i64, Act)] = match order.state.name() {
            "paid" => &[
                (80, HOUR, 8 * DAY, Act::Ship),
                (10, HOUR, 11 * DAY, Act::Ship),
                (10, 0, 9 * DAY, Act::Cancel(By::Buyer)),
                (6, 0, 9 * DAY, Act::Cancel(By::Seller)),
                (3, 0, 9 * DAY, Act::Cancel(By::Operator)),
                (5, 0, 2 * DAY, Act::Confirm),
            ],
            "booked" => &[
                (70, HOUR, 20 * DAY, Act::Redeem(true)),
                (30, HOUR, 20 * DAY, Act::Redeem(true)),
                (10, HOUR, 20 * DAY, Act::Redeem(false)),
                (12, HOUR, 20 * DAY, Act::Cancel(By::Buyer)),
                (5, HOUR, 5 * DAY, Act::Ship),
            ],
            "shipped" => &[
                (80, 2 * DAY, 25 * DAY, Act::Deliver),
                (20, 2 * DAY, 25 * DAY, Act::Deliver),
                (30, 3 * DAY, 30 * DAY, Act::Confirm),
                (25, 10 * DAY, 75 * DAY, Act::Claim),
                (8, 5 * DAY, 40 * DAY, Act::Return),
                (5, 0, 5 * DAY, Act::Cancel(By::Buyer)),
            ],
            "delivered" => &[
                (50, HOUR, 16 * DAY, Act::Confirm),
                (12, HOUR, 16 * DAY, Act::Claim),
                (20, HOUR, 16 * DAY, Act::Return),
                (10, HOUR, 16 * DAY, Act::Return),
            ],
            "claim_open" => &[
                (40, HOUR, 32 * DAY, Act::Decide(true)),
                (40, HOUR, 32 * DAY, Act::Decide(false)),
                (20, HOUR, 32 * DAY, Act::Confirm),
                (10, HOUR, 32 * DAY, Act::Return),
            ],
            "completed" => &[
                (25, HOUR, 33 * DAY, Act::Return),
                (15, HOUR, 33 * DAY, Act::Return),
                (10, HOUR, 10 * DAY, Act::Redeem(true)),
            ],
            _ => &[],
        };
        for (likely, from, to, act) in plans {
            if self.dice.percent(*likely) && !(service && *act == Act::Claim) {
                let at = self.dice.between(*from, *to);
                self.later(at, Event::Act(order.id, *act));
            }
        }
        if let Some(due) = order.due().filter(|_| order.state.name() != "awaiting_payment") {
            let early = self.dice.percent(10);
            let off = if early { self.dice.between(-HOUR, 0) } else { self.dice.between(0, 2 * HOUR) };
            self.at(due + sampan_ids::SignedDuration::from_secs(off), Event::Clock(order.id));
        }
    }
}

/// Where things go: invented addresses that fit their country's form.
fn addressee(china: bool) -> Option<address::Address> {
    let fields = if china {
        "name=诸葛测试; phone=13800000000; region=510000; city=510100; district=510107; street=虚构路1号; postcode=610041"
    } else {
        "name=Mei Invented; phone=81234567; postcode=238859; street=1 Nowhere Road; unit=#02-03"
    };
    let country = if china { sampan_customs::Country::CN } else { sampan_customs::Country::SG };
    let fields = fields.split("; ").filter_map(|field| field.split_once('='));
    let fields: BTreeMap<String, String> = fields.map(|(k, v)| (k.to_owned(), v.to_owned())).collect();
    address::check(country, &fields).ok()
}
