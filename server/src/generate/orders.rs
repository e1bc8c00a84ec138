//! Past orders: placed, paid, sent and returned by the rules that all orders live by, one step after another up to the
//! day of the market.

use super::chance::Chance;
use super::people::{self, Buyer};
use super::plan::Plan;
use anyhow::anyhow;
use sampan_db::{Bulk, Moment};
use sampan_ids::{CheckoutId, OrderId, PaymentId, SignedDuration, Timestamp, VariantId};
use sampan_market::books::{self, Entries};
use sampan_market::catalog::StoredListing;
use sampan_market::checkout::sandbox::books::{Charge, Payment};
use sampan_market::checkout::{Allowances, Checkouts, Placed, SandboxPayments, lots};
use sampan_market::orders::{Consignee, Consignees, Identity, Orders, SealedConsignee, StoredOrder};
use sampan_market::pricing::{Had, Landed, Piece, Pricing};
use sampan_market::vault::Vault;
use sampan_money::Decimal;
use sampan_trade::allowance::Allowance;
use sampan_trade::checkout::{self, Checkout, Notification, NotificationKind};
use sampan_trade::listing::Variant;
use sampan_trade::order::{
    AllowanceUse, By, Command, Delivery, Order, OrderKind, Parcel, Placing, ReturnLine, State, decide,
};
use sampan_trade::seller::Seller;
use sampan_trade::stock::{Stock, StockEffect};
use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// Listings that are tried for one order; some are not sold where the buyer lives.
const TRIES: u64 = 16;

/// What orders are made of, and what they leave behind.
pub struct Books<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The key that seals.
    pub vault: &'a Vault,
    /// What prices depend on.
    pub pricing: &'a Pricing,
    /// The platform's fee in per cent.
    pub fee: Decimal,
    /// The block's listings, each with its seller.
    pub listings: &'a [(StoredListing, Seller)],
    /// What there is of each variant.
    pub stocks: HashMap<VariantId, Stock>,
    /// Buyers' yearly room.
    pub rooms: BTreeMap<(Uuid, i16), Allowance>,
}

/// What is bought, and what it costs.
struct Choice<'a> {
    listing: &'a StoredListing,
    seller: &'a Seller,
    variant: &'a Variant,
    quantity: u32,
    landed: Landed,
}

/// An order on its way through its life, with what pays it.
struct Life {
    stored: StoredOrder,
    checkout: Checkout,
    payment: PaymentId,
}

impl<'a> Books<'a> {
    /// An order of a buyer's and everything it leaves; none where nothing of what was tried could be bought.
    pub fn order(&mut self, number: u64, buyer: &Buyer, bulk: &mut Bulk) -> Result<(), anyhow::Error> {
        let mut chance = Chance::of(self.plan.seed, "order", number);
        let Some(choice) = (0..TRIES).find_map(|_| self.choice(buyer, &mut chance)) else { return Ok(()) };
        let listed = choice.listing.listing.id;
        let from = Timestamp::from_millisecond(sampan_market::columns::millis_of(listed.0))?;
        let span = (self.plan.end().as_second() - from.as_second()).max(1);
        let at = from + SignedDuration::from_secs(chance.below(span.unsigned_abs()) as i64);
        let Some(mut life) = self.place(&choice, buyer, at, &mut chance)? else { return Ok(()) };
        self.consign(&life.stored.order, buyer, bulk);
        self.live(&mut life, at, &mut chance, bulk)?;
        bulk.put::<Orders>(&life.stored);
        if life.stored.order.due().is_some() && life.stored.order.paid_at().is_some() {
            bulk.put::<SandboxPayments>(&provider(&life));
        }
        bulk.put::<Checkouts>(&Placed { checkout: life.checkout, payment: life.payment });
        Ok(())
    }

    /// One of the more or less popular listings, if it is sold where the buyer lives.
    fn choice(&self, buyer: &Buyer, chance: &mut Chance) -> Option<Choice<'a>> {
        let (listing, seller) = self.listings.get(chance.skewed(self.listings.len() as u64) as usize)?;
        let variant = chance.of_all(&listing.listing.variants);
        let quantity = 1 + chance.skewed(4) as u32;
        let piece = Piece { listing, variant, quantity };
        let to = buyer.address.country.to_string();
        let landed = self.pricing.parcel(&seller.rate_card, &[piece], &to, None, &Had::default()).ok()?;
        lots::over_order_limit(&landed).is_none().then_some(Choice { listing, seller, variant, quantity, landed })
    }

    /// The order as it is placed, its stock reserved and its buyer's room held; nothing where there is no room.
    fn place(
        &mut self,
        choice: &Choice<'_>,
        buyer: &Buyer,
        at: Timestamp,
        chance: &mut Chance,
    ) -> Result<Option<Life>, anyhow::Error> {
        let millis = at.as_millisecond().max(0) as u64;
        let (id, checkout) = (
            OrderId::compose(millis, choice.seller.id.cell(), chance.bits()),
            CheckoutId::compose(millis, buyer.account.cell(), chance.bits()),
        );
        let payment = PaymentId::compose(millis, buyer.account.cell(), chance.bits());
        let placing = self.placing(choice, buyer, (id, checkout), at)?;
        let (provider, rate) = (placing.provider.clone(), placing.rate.clone());
        let (order, reserved) = Order::place(placing)?;
        if let Some(used) = &order.allowance {
            let limit = lots::limit(self.pricing, "CN", "cbec.year").ok_or_else(|| anyhow!("no yearly limit"))?;
            let room = self.rooms.entry((used.holder, used.year));
            let room = room.or_insert_with(|| Allowance::new(used.holder, used.year, limit));
            match room.hold(order.id, used.amount, checkout::expiry(at), at) {
                Ok(held) => *room = held,
                Err(_) => return Ok(None),
            }
        }
        for effect in &reserved {
            self.restock(effect)?;
        }
        self.move_stock(&reserved)?;
        let totals = [(order.id, order.amounts.total)];
        let checkout = Checkout::place(checkout, buyer.account, provider, &totals, vec![rate], at)?;
        let stored = StoredOrder { order, us_state: choice.listing.us_state.clone() };
        Ok(Some(Life { stored, checkout, payment }))
    }

    fn placing(
        &self,
        choice: &Choice<'_>,
        buyer: &Buyer,
        (id, checkout): (OrderId, CheckoutId),
        at: Timestamp,
    ) -> Result<Placing, anyhow::Error> {
        let Choice { listing, seller, variant, quantity, landed } = choice;
        let part = landed.lines.first().ok_or_else(|| anyhow!("a price without lines"))?;
        let quote = landed.delivery.clone().ok_or_else(|| anyhow!("a parcel without delivery"))?;
        let line = part.ordered(&listing.listing, variant, *quantity);
        let holder = buyer.identity.as_ref().map(|(_, id)| self.vault.id("resident id", id.reveal()));
        let allowance = lots::counts(landed).zip(holder);
        Ok(Placing {
            id,
            checkout,
            seller: seller.id,
            buyer: buyer.account,
            kind: OrderKind::Goods,
            lines: vec![line],
            delivery: Some(Delivery {
                code: quote.code,
                name: quote.name,
                mode: quote.mode,
                price_usd: quote.price,
                price: landed.carriage,
                days_min: quote.days_min,
                days_max: quote.days_max,
            }),
            destination: buyer.address.country.to_string().parse().map_err(|e| anyhow!("{e}"))?,
            rate: landed.rate.clone(),
            fee_percent: self.fee,
            provider: "sandbox".parse().map_err(|e| anyhow!("{e}"))?,
            regime: landed.answer.regime.as_deref().unwrap_or_default().to_owned(),
            book_version: landed.answer.book_version.to_string(),
            quote: serde_json::to_string(&landed.answer)?,
            allowance: allowance.map(|(amount, holder)| AllowanceUse {
                holder,
                year: people::year(at),
                amount,
                counted: Default::default(),
                each: Default::default(),
            }),
            placed_at: at,
            until: checkout::expiry(at),
        })
    }

    /// A shelf that is too empty for an order was filled up before.
    fn restock(&mut self, wanted: &StockEffect) -> Result<(), anyhow::Error> {
        let Some(stock) = self.stocks.get_mut(&wanted.variant) else { return Ok(()) };
        if stock.available() < wanted.quantity {
            *stock = stock.set_on_hand(stock.on_hand + wanted.quantity)?;
        }
        Ok(())
    }

    fn move_stock(&mut self, effects: &[StockEffect]) -> Result<(), anyhow::Error> {
        for effect in effects {
            if let Some(stock) = self.stocks.get_mut(&effect.variant) {
                *stock = stock.apply(effect.effect, effect.quantity)?;
            }
        }
        Ok(())
    }

    fn consign(&self, order: &Order, buyer: &Buyer, bulk: &mut Bulk) {
        let identity = order.allowance.as_ref().and(buyer.identity.clone());
        let identity = identity.map(|(name, number)| Identity { name, number });
        let consignee = Consignee { address: buyer.address.clone(), identity, code: buyer.code.clone() };
        bulk.put::<Consignees>(&SealedConsignee::seal(self.vault, order.id, buyer.account, &consignee));
    }

    /// Lets an order live until it is over or the day of the market has come.
    fn live(
        &mut self,
        life: &mut Life,
        at: Timestamp,
        chance: &mut Chance,
        bulk: &mut Bulk,
    ) -> Result<(), anyhow::Error> {
        let mut now = at;
        if chance.percent(3) {
            now = life.checkout.expires_at;
            if now <= self.plan.end() {
                let over = checkout::expire(&life.checkout, now)?;
                life.checkout = over.checkout;
                self.step(life, Command::Clock, now, chance, bulk)?;
            }
            return Ok(());
        }
        now += SignedDuration::from_secs(chance.between(60, 1_200) as i64);
        if now > self.plan.end() {
            return Ok(());
        }
        let (event_id, provider_ref) = (format!("e{:x}", chance.bits()), format!("p{:x}", chance.bits()));
        let kind = NotificationKind::Approved { amount: life.checkout.total, provider_ref };
        let paid = checkout::notify(&life.checkout, Notification { event_id, kind }, now)?;
        life.checkout = paid.checkout;
        self.step(life, Command::Pay, now, chance, bulk)?;
        while let Some((after, command)) = next(&life.stored.order, chance) {
            now += after;
            if now > self.plan.end() {
                return Ok(());
            }
            self.step(life, command, now, chance, bulk)?;
            self.send_refund(life, now, chance, bulk)?;
        }
        Ok(())
    }

    /// What was given back is sent within the hour.
    fn send_refund(
        &mut self,
        life: &mut Life,
        now: Timestamp,
        chance: &mut Chance,
        bulk: &mut Bulk,
    ) -> Result<(), anyhow::Error> {
        let owed = life.stored.order.refunds.iter().find(|r| r.sent == sampan_trade::order::RefundState::Owed);
        let Some(number) = owed.map(|refund| refund.number) else { return Ok(()) };
        let sent = (now + SignedDuration::from_mins(chance.between(1, 60) as i64)).min(self.plan.end());
        let reference = format!("r{:x}", chance.bits());
        self.step(life, Command::RefundSent { number, reference }, sent, chance, bulk)
    }

    /// One step by the rules: the order, its stock, its buyer's room and the ledger.
    fn step(
        &mut self,
        life: &mut Life,
        command: Command,
        now: Timestamp,
        chance: &mut Chance,
        bulk: &mut Bulk,
    ) -> Result<(), anyhow::Error> {
        let outcome = decide(&life.stored.order, command, now)?;
        self.move_stock(&outcome.stock)?;
        if let Some(effect) = &outcome.allowance
            && let Some(room) = self.rooms.get_mut(&(effect.holder, effect.year))
        {
            *room = room.apply(effect);
        }
        let drawn = Cell::new(chance.bits());
        let random = || {
            let mut next = Chance::of(drawn.get(), "posting", 0);
            drawn.set(next.bits());
            next.bits()
        };
        for posted in books::entries(&outcome.postings, &Moment::new(now, &random)) {
            bulk.put::<Entries>(&posted);
        }
        life.stored.order = outcome.order;
        Ok(())
    }

    /// The rows that all orders of the block have left together.
    pub fn finish(self, bulk: &mut Bulk) {
        for room in self.rooms.values() {
            bulk.put::<Allowances>(room);
        }
    }
}

/// What happens to an order next, and how long after what happened last.
fn next(order: &Order, chance: &mut Chance) -> Option<(SignedDuration, Command)> {
    let hours = |least, most, chance: &mut Chance| SignedDuration::from_hours(chance.between(least, most) as i64);
    match &order.state {
        State::Paid { .. } if chance.percent(3) => {
            let reason = "no longer wanted".to_owned();
            Some((hours(1, 8, chance), Command::Cancel { by: By::Buyer, reason }))
        }
        State::Paid { .. } => {
            let mode = order.delivery.as_ref()?.mode;
            let number = format!("GEN{:09}US", chance.below(1_000_000_000));
            let parcel = Parcel { carrier: "Sampan Post".to_owned(), number, mode };
            Some((hours(6, 120, chance), Command::Ship { parcel, papers_complete: true }))
        }
        State::Shipped { .. } => Some((hours(96, 300, chance), Command::MarkDelivered)),
        State::Delivered { .. } if chance.percent(60) => Some((hours(1, 120, chance), Command::ConfirmReceipt)),
        State::Delivered { at, release_at } => Some((release_at.duration_since(*at), Command::Clock)),
        State::Completed { .. } if order.refunds.is_empty() && chance.percent(3) => {
            let lines = order.lines.iter().map(|line| ReturnLine { variant: line.variant, quantity: 1 });
            let (lines, reason) = (lines.collect(), "arrived damaged".to_owned());
            Some((hours(24, 400, chance), Command::Return { lines, reason, restock: chance.percent(50) }))
        }
        _ => None,
    }
}

/// What the sandbox provider knows of a payment that may still be given back.
fn provider(life: &Life) -> Payment {
    let total = life.checkout.total;
    let mut payment = Payment::of(life.payment, &life.checkout);
    if let checkout::PaymentState::Paid { at, provider_ref } = &life.checkout.payment {
        payment.charges.push(Charge { number: provider_ref.clone(), amount: total, at: *at });
    }
    payment
}
