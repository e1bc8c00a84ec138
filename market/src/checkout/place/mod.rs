//! Placing: from a basket to orders that wait for their payment, in one commit. Everything is priced again here from
//! the rows as they are at that moment; what differs from what the buyer saw is refused, not charged.

mod build;
mod refusal;

pub use refusal::NotPlaced;

use super::basket::{Basket, KeptBasket};
use super::lots::Shelf;
use super::person;
use super::priced::PricedLots;
use super::store::{Allowances, Baskets, Checkouts, Placed, allowance_id};
use crate::accounts::{Name, Names, Scope, Secret, SecretKind, Secrets};
use crate::accounts::{begin_session, guest_buyer, guest_needs, letters};
use crate::catalog::{Listings, Stocks};
use crate::orders::{Consignee, Consignees, Identity, Orders, Quote, Quotes, SealedConsignee, StoredOrder};
use crate::pricing::Pricing;
use crate::sellers::Sellers;
use crate::vault::Vault;
use rust_decimal::Decimal;
use sampan_customs::address::Address;
use sampan_customs::identity::{Document, Kind as DocumentKind};
use sampan_db::{Command, Moment, Needs, Rows};
use sampan_ids::{AccountId, CheckoutId, ListingId, PaymentId, SellerId, SignedDuration, VariantId};
use sampan_ledger::Provider;
use sampan_money::Money;
use sampan_trade::allowance::Allowance;
use sampan_trade::checkout::{self, Checkout};
use sampan_trade::order::Order;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;

/// Who buys.
pub enum Buyer {
    /// Someone who is signed in.
    Known(AccountId),
    /// A guest, whose account and sign-in are made with the order.
    Guest {
        /// The e-mail address.
        email: String,
        /// The language of mails.
        language: String,
        /// How the guest gets at the orders.
        access: Access,
    },
}

/// How a guest gets at what was ordered: the id of a row made with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// A sign-in, whose cookie a browser keeps.
    Session(Uuid),
    /// A token, for a program that keeps no cookies.
    Token(Uuid),
}

/// Days for which a guest's token holds.
const TOKEN_DAYS: i64 = 30;

/// Places orders for a basket.
pub struct Place {
    /// The key that seals.
    pub vault: Vault,
    /// What prices depend on.
    pub pricing: Pricing,
    /// The fee of sellers who have none of their own.
    pub fee_percent: Decimal,
    /// Who is paid through.
    pub provider: Provider,
    /// Who buys.
    pub buyer: Buyer,
    /// What is bought.
    pub items: Vec<(VariantId, u32)>,
    /// Listings and sellers of it, as far as they are known: what is known is loaded in one round.
    pub about: Vec<(ListingId, SellerId)>,
    /// The basket that it lay in: it is bought once.
    pub basket: Option<Uuid>,
    /// Where it goes.
    pub destination: String,
    /// The way of delivery by seller.
    pub deliveries: BTreeMap<String, String>,
    /// The address, where something is sent.
    pub address: Option<Address>,
    /// What customs know the buyer by, where they want it.
    pub document: Option<Document>,
    /// The whole amount that the buyer saw.
    pub expected: Money,
}

/// What came of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Done {
    /// The checkout to be paid.
    pub checkout: CheckoutId,
    /// Who buys.
    pub buyer: AccountId,
    /// What was stored, where it was stored just now: whoever asks again reads it.
    #[serde(skip)]
    pub fresh: Option<Arc<Fresh>>,
}

impl PartialEq for Done {
    /// The same checkout, whether it was stored just now or before.
    fn eq(&self, other: &Done) -> bool {
        self.checkout == other.checkout && self.buyer == other.buyer
    }
}

impl Eq for Done {}

/// A checkout and its orders as they were stored.
#[derive(Debug)]
pub struct Fresh {
    /// The checkout.
    pub placed: Placed,
    /// Its orders, in its order.
    pub orders: Vec<StoredOrder>,
}

impl Place {
    /// The name that a basket gets when it is bought.
    fn bought(&self) -> Option<Uuid> {
        self.basket.map(|basket| self.vault.id("basket", &basket.to_string()))
    }

    /// Whose year the orders count against.
    fn holder(&self) -> Option<Uuid> {
        let identity = self.document.as_ref().and_then(Document::resident);
        person::holder(&self.vault, &self.pricing, &self.destination, identity, self.address.as_ref())
    }

    /// The room of the year in which it is decided.
    fn year(&self) -> i16 {
        self.pricing.today().year()
    }

    fn known(&self) -> Option<AccountId> {
        match self.buyer {
            Buyer::Known(account) => Some(account),
            Buyer::Guest { .. } => None,
        }
    }
}

impl Command for Place {
    type Reply = Done;
    type Refusal = NotPlaced;

    fn needs(&self, rows: &Rows) -> Needs {
        let mut needs = Needs::none().all::<Stocks>(self.items.iter().map(|(variant, _)| *variant));
        for (listing, seller) in &self.about {
            needs = needs.and::<Listings>(*listing).and::<Sellers>(*seller);
        }
        for stock in self.items.iter().filter_map(|(variant, _)| rows.peek::<Stocks>(variant)) {
            needs = needs.and::<Listings>(stock.listing).and::<Sellers>(stock.seller);
        }
        if let Some(bought) = self.bought() {
            needs = needs.and::<Names>(bought);
            if let Some(name) = rows.peek::<Names>(&bought) {
                needs = needs.and::<Checkouts>(CheckoutId(name.target));
            }
        }
        if let Some(holder) = self.holder() {
            needs = needs.and::<Allowances>(allowance_id(holder, self.year()));
        }
        match &self.buyer {
            Buyer::Known(account) => needs.and::<Baskets>(*account),
            Buyer::Guest { email, .. } => needs.with(guest_needs(&self.vault, email)),
        }
    }

    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<Done, NotPlaced> {
        if let Some(done) = self.already(rows)? {
            return Ok(done);
        }
        let region =
            self.address.as_ref().and_then(|address| address.region.as_ref()).map(|region| region.code.as_str());
        let pricing = Pricing { now: at.now, ..self.pricing.clone() }.delivered_to(&self.destination, region);
        let drafts = {
            let shelf = Shelf::of_rows(rows, &self.items);
            let year = self.holder().map(|holder| allowance_id(holder, self.year()));
            let had = year.map(|year| person::had(rows.peek::<Allowances>(&year), &pricing)).unwrap_or_default();
            let (to, chosen) = (self.destination.as_str(), &self.deliveries);
            build::drafts(self, PricedLots::of(&shelf, &self.items, &pricing, to, chosen, &had), &pricing)?
        };
        let buyer = match &self.buyer {
            Buyer::Known(account) => *account,
            Buyer::Guest { email, language, access } => {
                let account = guest_buyer(rows, at, &self.vault, email, language);
                match access {
                    Access::Session(session) => begin_session(rows, at, account, *session),
                    Access::Token(token) => put_token(rows, at, account, *token),
                }
                account
            }
        };
        let id: CheckoutId = crate::new_id(at, buyer.cell());
        let until = checkout::expiry(at.now);
        let (mut totals, mut locked_rates) = (Vec::new(), Vec::new());
        let mut stored = Vec::new();
        for draft in drafts {
            let (us_state, document) = (draft.us_state.clone(), draft.document);
            let placing = draft.placing(self, at, (id, buyer, until))?;
            if !locked_rates.contains(&placing.rate) {
                locked_rates.push(placing.rate.clone());
            }
            let (mut order, reserved) = Order::place(placing)?;
            rows.put::<Quotes>(Quote { order: order.id, text: std::mem::take(&mut order.quote) });
            for effect in reserved {
                let stock = rows.get::<Stocks>(&effect.variant).ok_or(NotPlaced::Gone { variant: effect.variant })?;
                let stock = stock.apply(effect.effect, effect.quantity)?;
                rows.put::<Stocks>(stock);
            }
            self.hold(rows, at, &order)?;
            self.consign(rows, &order, buyer, document);
            totals.push((order.id, order.amounts.total));
            let order = StoredOrder { order, us_state };
            stored.push(order.clone());
            rows.put::<Orders>(order);
        }
        let checkout = Checkout::place(id, buyer, self.provider.clone(), &totals, locked_rates, at.now)?;
        let numbers: Vec<&str> = stored.iter().map(|stored| stored.order.number.as_str()).collect();
        self.tell(rows, at, &checkout, &numbers);
        let payment: PaymentId = crate::new_id(at, buyer.cell());
        let placed = Placed { checkout, payment };
        rows.put::<Checkouts>(placed.clone());
        if let Some(bought) = self.bought() {
            rows.put::<Names>(Name { id: bought, kind: "basket".to_owned(), target: id.0 });
        }
        if let (Some(account), Some(_)) = (self.known(), self.basket) {
            rows.put::<Baskets>(KeptBasket { account, basket: Basket::default() });
        }
        Ok(Done { checkout: id, buyer, fresh: Some(Arc::new(Fresh { placed, orders: stored })) })
    }
}

fn put_token(rows: &mut Rows, at: &Moment, account: AccountId, id: Uuid) {
    rows.put::<Secrets>(Secret {
        id,
        account,
        kind: SecretKind::Token { name: "checkout".to_owned(), scopes: vec![Scope::Read, Scope::Write] },
        created: at.now,
        expires: at.now + SignedDuration::from_hours(24 * TOKEN_DAYS),
        epoch: 0,
    });
}

impl Place {
    /// What came of the same basket before, in another window or by a second press: it is bought once. A basket that has
    /// changed since it was shown is not bought unseen.
    fn already(&self, rows: &Rows) -> Result<Option<Done>, NotPlaced> {
        let bought = self.bought().and_then(|bought| rows.get::<Names>(&bought));
        if let Some(placed) = bought.and_then(|name| rows.get::<Checkouts>(&CheckoutId(name.target))) {
            let buyer = placed.checkout.buyer;
            return match self.known() {
                Some(account) if account != buyer => Err(NotPlaced::BasketChanged),
                _ => Ok(Some(Done { checkout: placed.checkout.id, buyer, fresh: None })),
            };
        }
        let (Some(account), Some(basket)) = (self.known(), self.basket) else { return Ok(None) };
        match rows.get::<Baskets>(&account) {
            Some(kept) if kept.basket.id == basket && kept.basket.items == self.items => Ok(None),
            _ => Err(NotPlaced::BasketChanged),
        }
    }

    /// Holds the buyer's room in the year for an order that uses some.
    fn hold(&self, rows: &mut Rows, at: &Moment, order: &Order) -> Result<(), NotPlaced> {
        let Some(used) = &order.allowance else { return Ok(()) };
        let limit = match super::lots::limit(&self.pricing, &self.destination, "cbec.year") {
            Some(limit) => limit,
            // What counts with nothing needs no room.
            None if used.amount.is_zero() => used.amount,
            None => return Err(NotPlaced::LimitUnknown),
        };
        let year = match rows.get::<Allowances>(&allowance_id(used.holder, used.year)) {
            // The law may have changed the limit since the row was made.
            Some(year) => Allowance { limit, ..year.clone() },
            None => Allowance::new(used.holder, used.year, limit),
        };
        let year = year.hold(order.id, used.amount, checkout::expiry(at.now), at.now)?;
        rows.put::<Allowances>(year.counting(order.id, used.counted.clone()));
        Ok(())
    }

    /// Seals whom a parcel goes to.
    fn consign(&self, rows: &mut Rows, order: &Order, buyer: AccountId, asked: Option<DocumentKind>) {
        let (Some(address), Some(_)) = (&self.address, &order.delivery) else { return };
        // An order of the same basket that asks for none keeps none.
        let document = self.document.as_ref().filter(|document| Some(document.kind()) == asked);
        let identity = document.and_then(Document::resident);
        let identity =
            identity.map(|person| Identity { name: person.name.reveal().to_owned(), number: person.id.clone() });
        let code = document.and_then(Document::code).cloned();
        let consignee = Consignee { address: address.clone(), identity, code };
        rows.put::<Consignees>(SealedConsignee::seal(&self.vault, order.id, buyer, &consignee));
    }

    /// A guest gets a letter that leads back to the orders.
    fn tell(&self, rows: &mut Rows, at: &Moment, checkout: &Checkout, numbers: &[&str]) {
        if let Buyer::Guest { .. } = self.buyer {
            let day = checkout.expires_at.to_zoned(jiff::tz::TimeZone::UTC).date().to_string();
            let (numbers, amount) = (numbers.join(", "), checkout.total.to_string());
            let next = format!("/checkouts/{}", checkout.id);
            letters::guest_order(rows, at, &self.vault, checkout.buyer, &next, (&numbers, &amount, &day));
        }
    }
}
