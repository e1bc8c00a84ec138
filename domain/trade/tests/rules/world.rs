//! A small marketplace in memory: orders, checkouts, stock, yearly room and a ledger, kept only by what the rules return.

use rust_decimal::Decimal;
use sampan_ids::{AccountId, Cell, CheckoutId, ListingId, OrderId, SellerId, SignedDuration, Timestamp, VariantId};
use sampan_ledger::{Country, Entry, Posting};
use sampan_money::{Currency, ExchangeRate, Money, Rounding};
use sampan_trade::allowance::{Allowance, Counted};
use sampan_trade::checkout::{self, Checkout};
use sampan_trade::listing::Facts;
use sampan_trade::order::{self, AllowanceUse, Command, Delivery, Line, Order, OrderKind, Placing, Refusal};
use sampan_trade::rates::Mode;
use sampan_trade::stock::{Stock, StockEffect};
use sampan_trade::verify::{Auditor, Fault};
use std::collections::BTreeMap;
use uuid::Uuid;

pub const CELL: Cell = Cell::new(5);

/// The moment that everything begins at.
pub fn start() -> Timestamp {
    "2027-03-01T00:00:00Z".parse().unwrap()
}

pub fn hours_after(at: Timestamp, hours: i64) -> Timestamp {
    at.checked_add(SignedDuration::from_hours(hours)).unwrap()
}

pub fn seller() -> SellerId {
    SellerId::compose(1, CELL, 1)
}

pub fn variant(n: u64) -> VariantId {
    VariantId::compose(1, CELL, 100 + n)
}

pub fn order_id(n: u64) -> OrderId {
    OrderId::compose(1, CELL, 1000 + n)
}

pub fn operator() -> AccountId {
    AccountId::compose(1, Cell::new(0), 9)
}

/// US dollars to a currency, at a rate of the tests' own.
pub fn rate(currency: Currency) -> ExchangeRate {
    let rate = match currency {
        Currency::CNY => "7.1234",
        Currency::SGD => "1.3017",
        Currency::JPY => "151.83",
        Currency::KRW => "1391.7",
        Currency::IDR => "16411.5",
        Currency::VND => "25970",
        Currency::TWD => "31.207",
        _ => "1",
    };
    let date = "2027-03-01".parse().unwrap();
    ExchangeRate {
        base: Currency::USD,
        quote: currency,
        rate: rate.parse().unwrap(),
        date,
        source: "the tests' own".into(),
    }
}

/// A line: which variant, pieces, price of one in cents, grams of one, duty and tax of all in minor units.
#[derive(Clone, Copy, Debug)]
pub struct Piece {
    pub variant: u64,
    pub quantity: u32,
    pub cents: i64,
    pub grams: Option<u32>,
    pub duty: i64,
    pub tax: i64,
}

/// What an order is made of, short enough to be drawn at random.
#[derive(Clone, Debug)]
pub struct Plan {
    pub n: u64,
    pub checkout: u64,
    pub currency: Currency,
    pub destination: Country,
    pub pieces: Vec<Piece>,
    pub delivery_cents: Option<i64>,
    pub fee: Decimal,
    pub room: Option<i64>,
}

impl Plan {
    pub fn placing(&self, now: Timestamp) -> Placing {
        let rate = rate(self.currency);
        let buyers = |usd: Money| rate.convert(usd, Rounding::HalfUp).unwrap();
        let line = |piece: &Piece| {
            let unit_price = Money::new(piece.cents, Currency::USD);
            Line {
                listing: ListingId::compose(1, CELL, 200 + piece.variant),
                variant: variant(piece.variant),
                title: BTreeMap::new(),
                options: vec![],
                sku: None,
                quantity: piece.quantity,
                unit_price,
                goods: buyers(unit_price.times(piece.quantity.into()).unwrap()),
                duty: Money::new(piece.duty, self.currency),
                tax: Money::new(piece.tax, self.currency),
                hs: None,
                origin: Some(Country::US),
                net_weight_g: piece.grams,
                gross_weight_g: piece.grams,
                volume_ml: None,
                abv_percent: None,
                facts: Facts::default(),
            }
        };
        let delivery = self.delivery_cents.map(|cents| {
            let price_usd = Money::new(cents, Currency::USD);
            let (code, name, mode) = ("express".to_owned(), "Express".to_owned(), Mode::Express);
            Delivery { code, name, mode, price_usd, price: buyers(price_usd), days_min: 5, days_max: 10 }
        });
        let service = OrderKind::Service { last_day: "2027-04-30".parse().unwrap(), code_hash: "open sesame".into() };
        let holder = Uuid::from_u128(7);
        Placing {
            id: order_id(self.n),
            checkout: CheckoutId::compose(1, CELL, 2000 + self.checkout),
            seller: seller(),
            buyer: AccountId::compose(1, CELL, 3),
            kind: if delivery.is_some() { OrderKind::Goods } else { service },
            lines: self.pieces.iter().map(line).collect(),
            delivery,
            destination: self.destination,
            rate: rate.clone(),
            fee_percent: self.fee,
            provider: "sandbox".parse().unwrap(),
            regime: "general".into(),
            book_version: "1".into(),
            quote: "{}".into(),
            allowance: self.room.map(|minor| AllowanceUse {
                holder,
                year: 2027,
                amount: Money::new(minor, Currency::CNY),
                counted: self.counted(),
                each: self.each(),
            }),
            placed_at: now,
            until: checkout::expiry(now),
        }
    }
}

impl Plan {
    /// Goods of odd variants are limited by weight.
    fn each(&self) -> BTreeMap<VariantId, BTreeMap<String, Decimal>> {
        let limited = self.pieces.iter().filter(|piece| piece.variant % 2 == 1);
        let kilograms = |piece: &Piece| Some(Decimal::new(piece.grams?.into(), 3));
        limited
            .filter_map(|piece| Some((variant(piece.variant), [("rice".to_owned(), kilograms(piece)?)].into())))
            .collect()
    }

    /// What that comes to, and that it is the parcel of a half-year.
    fn counted(&self) -> Counted {
        let each = self.each();
        let of = |piece: &Piece| Some(*each.get(&variant(piece.variant))?.get("rice")? * Decimal::from(piece.quantity));
        let sum: Decimal = self.pieces.iter().filter_map(of).sum();
        let quantities = [("rice".to_owned(), sum)].into_iter().filter(|(_, sum)| !sum.is_zero()).collect();
        Counted { quantities, free_in_half: Some(1) }
    }
}

/// Everything that is kept.
#[derive(Clone, Debug)]
pub struct World {
    pub now: Timestamp,
    pub orders: BTreeMap<OrderId, Order>,
    pub checkouts: BTreeMap<CheckoutId, Checkout>,
    pub stock: BTreeMap<VariantId, Stock>,
    pub room: Allowance,
    pub ledger: Vec<Vec<Entry>>,
}

impl World {
    pub fn new() -> World {
        let stock = (0..6).map(|n| {
            let stock = Stock::new(variant(n), ListingId::compose(1, CELL, 200 + n), seller());
            (variant(n), stock.set_on_hand(1_000_000).unwrap())
        });
        World {
            now: start(),
            orders: BTreeMap::new(),
            checkouts: BTreeMap::new(),
            stock: stock.collect(),
            room: Allowance::new(Uuid::from_u128(7), 2027, Money::new(26_000_00, Currency::CNY)),
            ledger: vec![],
        }
    }

    /// Places one checkout for plans of one currency.
    pub fn place(&mut self, plans: &[Plan]) -> CheckoutId {
        let mut totals = vec![];
        for plan in plans {
            let (order, reserved) = Order::place(plan.placing(self.now)).unwrap();
            self.stock(&reserved);
            totals.push((order.id, order.amounts.total));
            self.orders.insert(order.id, order);
        }
        let first = plans[0].placing(self.now);
        let placed = Checkout::place(first.checkout, first.buyer, first.provider, &totals, vec![first.rate], self.now);
        self.checkouts.insert(first.checkout, placed.unwrap());
        first.checkout
    }

    /// Asks something of an order and keeps what comes of it.
    pub fn ask(&mut self, order: OrderId, command: Command) -> Result<order::Outcome, Refusal> {
        let before = &self.orders[&order];
        let outcome = order::decide(before, command, self.now)?;
        self.post(&outcome.postings);
        self.stock(&outcome.stock);
        if let Some(effect) = &outcome.allowance {
            self.room = self.room.apply(effect);
        }
        self.orders.insert(order, outcome.order.clone());
        Ok(outcome)
    }

    /// Does something to a checkout and keeps what comes of it, its orders included.
    pub fn pay<E>(
        &mut self,
        id: CheckoutId,
        act: impl Fn(&Checkout, Timestamp) -> Result<checkout::Outcome, E>,
    ) -> Result<checkout::Outcome, E> {
        let outcome = act(&self.checkouts[&id], self.now)?;
        self.post(&outcome.postings);
        if let Some(command) = &outcome.orders {
            for order in outcome.checkout.orders.clone() {
                self.ask(order, command.clone()).expect("an order follows its checkout");
            }
        }
        self.checkouts.insert(id, outcome.checkout.clone());
        Ok(outcome)
    }

    fn post(&mut self, postings: &[Posting]) {
        self.ledger.extend(postings.iter().map(Posting::entries));
    }

    fn stock(&mut self, effects: &[StockEffect]) {
        for effect in effects {
            let stock = self.stock.get_mut(&effect.variant).unwrap();
            *stock = stock.apply(effect.effect, effect.quantity).expect("stock follows the orders");
        }
    }

    pub fn audit(&self) -> Vec<Fault> {
        let mut auditor = Auditor::default();
        for (n, entries) in self.ledger.iter().enumerate() {
            auditor.add_posting(Uuid::from_u128(n as u128), entries);
        }
        self.orders.values().for_each(|order| auditor.add_order(order));
        self.checkouts.values().for_each(|checkout| auditor.add_checkout(checkout));
        self.stock.values().for_each(|stock| auditor.add_stock(stock));
        auditor.add_allowance(&self.room);
        auditor.finish()
    }
}

/// Two bags of cherries at 20.00 and a jar of honey at 10.00, 30 off by express: 50.00 + 10.00 dollars to China.
pub fn cherries() -> Plan {
    let piece =
        |variant, quantity, cents, grams, tax| Piece { variant, quantity, cents, grams: Some(grams), duty: 0, tax };
    Plan {
        n: 1,
        checkout: 1,
        currency: Currency::CNY,
        destination: Country::CN,
        pieces: vec![piece(1, 2, 20_00, 500, 25_93), piece(2, 1, 10_00, 1000, 6_48)],
        delivery_cents: Some(10_00),
        fee: "5".parse().unwrap(),
        room: Some(427_40),
    }
}

/// A tasting for two, 60.00 dollars, no parcel and no customs.
pub fn tasting() -> Plan {
    let piece = Piece { variant: 3, quantity: 2, cents: 30_00, grams: None, duty: 0, tax: 0 };
    Plan { n: 2, checkout: 2, pieces: vec![piece], delivery_cents: None, room: None, ..cherries() }
}
