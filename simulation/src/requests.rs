//! What is asked of the marketplace: each request with its key, made into the real command each time it is sent.

use crate::auditor::{Heard, Promise};
use crate::plant::{Plant, Planted};
use crate::world::Known;
use sampan_customs::address::Address;
use sampan_customs::identity::Document;
use sampan_db::outbox::Settle;
use sampan_db::stepping::Process;
use sampan_db::{Command, Moment, Needs, Once, OnceKey, OnceRefusal, PerformError, Rows};
use sampan_ids::{AccountId, CheckoutId, OrderId, SellerId, VariantId};
use sampan_market::Mode;
use sampan_market::catalog::{Stocks, shelf_counts};
use sampan_market::checkout::payments::{ChangePayment, Step};
use sampan_market::checkout::place::{Access, Buyer, Done, NotPlaced, Place};
use sampan_market::declarations::ParcelNote;
use sampan_market::orders::attached::Attach;
use sampan_market::orders::messages::Write;
use sampan_market::orders::ship::{NoteParcel, Ship, ShipRefusal};
use sampan_market::orders::{Act, Asker};
use sampan_money::Money;
use sampan_trade::order;
use sampan_trade::paper::HeldPaper;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::fmt::Debug;
use uuid::Uuid;

/// A basket on its way to becoming orders.
#[derive(Clone)]
pub struct Cart {
    /// Its name: it is bought once.
    pub basket: Uuid,
    /// Which buyer of the history.
    pub buyer: usize,
    /// What lies in it.
    pub items: Vec<(VariantId, u32)>,
    /// Where it goes.
    pub destination: &'static str,
    /// The address, where something is sent.
    pub address: Option<Address>,
    /// What customs know the buyer by, where they want it.
    pub document: Option<Document>,
    /// What the buyer saw.
    pub expected: Money,
}

/// What is asked.
#[derive(Clone)]
pub enum Ask {
    /// Buy a basket.
    Place(Box<Cart>),
    /// Something happens to a checkout.
    Payment(CheckoutId, Step),
    /// Something is asked of an order.
    Act(OrderId, Asker, order::Command),
    /// The seller notes a parcel.
    Note(SellerId, OrderId),
    /// The seller sends it.
    Ship(SellerId, OrderId),
    /// The seller notes a paper that the parcel needs, by its code.
    Attach(SellerId, OrderId, String),
    /// The seller writes to the buyer.
    Write(SellerId, OrderId),
    /// The seller counts a shelf.
    Count(VariantId, u32),
    /// A worker has delivered an event.
    Settle(Uuid),
}

/// One request, however often it is sent.
#[derive(Clone)]
pub struct Request {
    /// What is asked.
    pub ask: Ask,
    /// The key of people's requests; workers and providers have none.
    pub key: Option<OnceKey>,
    /// What it is to bring about.
    pub promise: Promise,
    /// How often it was sent.
    pub tries: u32,
    /// Whether its asker has an answer.
    pub answered: bool,
}

/// An answer as the one who asked understands it.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// Done.
    Done,
    /// The basket was bought.
    Bought(Done),
    /// The basket was not bought.
    NotBought(NotPlaced),
    /// The parcel does not leave without these papers, by their codes.
    Lacking(Vec<String>),
    /// Refused, and why.
    Refused(String),
    /// Nobody knows: the process died, the database failed, or there was no room in the queue.
    Unknown,
    /// The command panicked.
    Panicked,
}

impl Answer {
    /// As the auditor hears it.
    pub fn heard(&self) -> Heard {
        match self {
            Answer::Done => Heard::Done(None),
            Answer::Bought(done) => Heard::Done(Some(done.checkout.0)),
            Answer::NotBought(why) => Heard::Refused(format!("{why:?}")),
            Answer::Lacking(papers) => Heard::Refused(format!("without {papers:?}")),
            Answer::Refused(why) => Heard::Refused(why.clone()),
            Answer::Unknown | Answer::Panicked => Heard::Nothing,
        }
    }
}

/// The answer, to be asked for once the batch is over.
pub type Pending = Box<dyn FnOnce() -> Answer>;

/// A seller counts a shelf by the rule that the seller's pages use, and that writes the count down.
struct Counted(VariantId, u32);

impl Command for Counted {
    type Reply = ();
    type Refusal = String;
    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<Stocks>(self.0)
    }
    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), String> {
        let stock = rows.get::<Stocks>(&self.0).cloned().ok_or("no such stock")?;
        let counted = shelf_counts::count(rows, at, &stock, self.1);
        counted.map(|_| ()).map_err(|refusal| refusal.to_string())
    }
}

/// Sends a command to a process; `tell` turns its reply or refusal into what the asker understands.
fn send<C>(
    process: &Process,
    key: Option<OnceKey>,
    command: C,
    tell: impl FnOnce(Result<C::Reply, C::Refusal>) -> Answer + 'static,
) -> Pending
where
    C: Command,
    C::Reply: Serialize + DeserializeOwned,
    C::Refusal: Serialize + DeserializeOwned,
{
    let asked = match process.ask(Once { key, command }) {
        Ok(asked) => asked,
        Err(_) => return Box::new(|| Answer::Unknown),
    };
    Box::new(move || match asked.answer() {
        Ok(Ok(Ok(done))) => tell(Ok(done.reply)),
        Ok(Ok(Err(OnceRefusal::Refused(why))) | Err(OnceRefusal::Refused(why))) => tell(Err(why.reply)),
        Ok(Ok(Err(OnceRefusal::KeyReused)) | Err(OnceRefusal::KeyReused)) => Answer::Refused("key reused".to_owned()),
        Err(PerformError::Panicked) => Answer::Panicked,
        Err(_) => Answer::Unknown,
    })
}

fn plain<T, R: Debug>(outcome: Result<T, R>) -> Answer {
    match outcome {
        Ok(_) => Answer::Done,
        Err(why) => Answer::Refused(format!("{why:?}")),
    }
}

impl Request {
    /// Sends it to a process, as it is sent each time.
    pub fn send(&self, process: &Process, known: &Known, plant: Option<Plant>) -> Pending {
        let key = self.key.clone().filter(|_| plant != Some(Plant::AnswerForgotten));
        let vault = known.vault.clone();
        match &self.ask {
            Ask::Place(cart) => {
                let place = place(cart, known);
                let tell = |outcome| match outcome {
                    Ok(done) => Answer::Bought(done),
                    Err(why) => Answer::NotBought(why),
                };
                send(process, key, Planted { command: place, plant, ask: self.ask.clone() }, tell)
            }
            Ask::Payment(checkout, step) => {
                let change = ChangePayment { vault, checkout: *checkout, step: step.clone() };
                send(process, key, Planted { command: change, plant, ask: self.ask.clone() }, plain)
            }
            Ask::Act(order, asker, command) => {
                let act = Act { vault, order: *order, asker: *asker, command: command.clone() };
                send(process, key, Planted { command: act, plant, ask: self.ask.clone() }, plain)
            }
            Ask::Note(seller, order) => {
                let (carrier, number) = ("Invented Carrier".to_owned(), "X1".to_owned());
                let (recognised, gross_weight_g, itn, papers) = (false, None, None, Vec::new());
                let note = ParcelNote { carrier, number, recognised, gross_weight_g, itn, papers };
                let (mode, pricing) = (Mode::Demo, known.pricing());
                send(process, key, NoteParcel { vault, mode, pricing, seller: *seller, order: *order, note }, plain)
            }
            Ask::Ship(seller, order) => {
                let (mode, pricing) = (Mode::Demo, known.pricing());
                let ship = Ship { vault, mode, pricing, seller: *seller, order: *order };
                let tell = |outcome| match outcome {
                    Err(ShipRefusal::Papers { lacking, .. }) if !lacking.is_empty() => {
                        Answer::Lacking(lacking.into_iter().map(|paper| paper.kind).collect())
                    }
                    other => plain(other),
                };
                send(process, key, Planted { command: ship, plant, ask: self.ask.clone() }, tell)
            }
            Ask::Attach(seller, order, kind) => {
                let from = known.now().to_zoned(jiff::tz::TimeZone::UTC).date();
                let (number, issuer) = ("Invented 1".to_owned(), "Invented office".to_owned());
                let paper = HeldPaper { kind: kind.clone(), number, issuer, from, to: None, file: None };
                let (mode, pricing, seller, order) = (Mode::Demo, known.pricing(), *seller, *order);
                let attach = Attach { vault, mode, pricing, seller, order, line: None, paper, file: None };
                send(process, key, attach, plain)
            }
            Ask::Write(seller, order) => {
                let (asker, text) = (Asker::Seller(*seller), "Customs want to see a paper.".to_owned());
                send(process, key, Write { vault, asker, author: operator(), order: *order, text }, plain)
            }
            Ask::Count(variant, pieces) => send(process, key, Counted(*variant, *pieces), plain),
            Ask::Settle(event) => send(process, key, Settle { deliveries: vec![(*event, Ok(()))] }, plain),
        }
    }
}

/// The command that buys a basket. Half of the buyers are known, half are guests.
fn place(cart: &Cart, known: &Known) -> Place {
    let buyer = match known.buyers.get(cart.buyer).copied() {
        Some(account) if cart.buyer.is_multiple_of(2) => Buyer::Known(account),
        _ => Buyer::Guest {
            email: format!("guest-{}-{}@example.com", known.seed, cart.buyer),
            language: "en".to_owned(),
            access: Access::Token(cart.basket),
        },
    };
    Place {
        vault: known.vault.clone(),
        pricing: known.pricing(),
        fee_percent: "5".parse().unwrap_or_default(),
        provider: "sandbox".parse().expect("a provider's name"),
        // A known buyer's basket lies in a row of its own, which is tested elsewhere; here all come by their own hand.
        basket: matches!(buyer, Buyer::Guest { .. }).then_some(cart.basket),
        buyer,
        items: cart.items.clone(),
        about: Vec::new(),
        destination: cart.destination.to_owned(),
        deliveries: BTreeMap::new(),
        address: cart.address.clone(),
        document: cart.document.clone(),
        expected: cart.expected,
    }
}

/// Who stands behind an operator's acts.
pub fn operator() -> AccountId {
    AccountId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001))
}
