//! Checkouts: one payment for the orders of a basket, and what a provider's notifications make of it.
//!
//! A provider may tell the same thing twice, late, or in another order than it happened. Whatever comes, a checkout
//! ends in one right state: paid once, or not paid and everything that came in given back.

use crate::order::{Command, Notice, Party, RefundState, Telling};
use crate::terms;
use sampan_ids::{AccountId, CheckoutId, OrderId, Timestamp};
use sampan_ledger::{Account, LedgerError, Posting, Provider, Reason};
use sampan_money::{Currency, ExchangeRate, Money};
use serde::{Deserialize, Serialize};

/// Notifications whose ids are remembered; earlier ones are still told apart by the payment they are about.
const EVENTS: usize = 64;

/// One payment for one or more orders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkout {
    /// Its id.
    pub id: CheckoutId,
    /// Who pays.
    pub buyer: AccountId,
    /// For which orders.
    pub orders: Vec<OrderId>,
    /// In which currency.
    pub currency: Currency,
    /// How much: the sum of the orders' totals.
    pub total: Money,
    /// The exchange rates that the orders are locked to.
    pub locked_rates: Vec<ExchangeRate>,
    /// Through whom.
    pub provider: Provider,
    /// When it was placed.
    pub placed_at: Timestamp,
    /// Until when it may be paid.
    pub expires_at: Timestamp,
    /// Whether it is paid.
    pub payment: PaymentState,
    /// Payments that came in and could not be taken; all of them go back.
    pub surplus: Vec<Surplus>,
    /// The ids of the latest notifications.
    pub events: Vec<String>,
}

/// Whether a checkout is paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum PaymentState {
    /// Nothing has come yet.
    Awaiting,
    /// The provider refused; the buyer may try again until the end.
    Declined {
        /// When.
        at: Timestamp,
    },
    /// Paid in full, once.
    Paid {
        /// When.
        at: Timestamp,
        /// The provider's own number for the payment.
        provider_ref: String,
    },
    /// Not paid in time.
    Expired {
        /// When.
        at: Timestamp,
    },
    /// Paid after the end; all of it goes back.
    RefundedLate {
        /// When.
        at: Timestamp,
        /// The provider's own number for the payment.
        provider_ref: String,
    },
    /// Called off by the buyer.
    Cancelled {
        /// When.
        at: Timestamp,
    },
}

impl PaymentState {
    /// The state's name, as stored and shown.
    pub const fn name(&self) -> &'static str {
        match self {
            PaymentState::Awaiting => "awaiting",
            PaymentState::Declined { .. } => "declined",
            PaymentState::Paid { .. } => "paid",
            PaymentState::Expired { .. } => "expired",
            PaymentState::RefundedLate { .. } => "refunded_late",
            PaymentState::Cancelled { .. } => "cancelled",
        }
    }

    /// Whether a payment would be taken, time permitting.
    pub const fn open(&self) -> bool {
        matches!(self, PaymentState::Awaiting | PaymentState::Declined { .. })
    }
}

/// A payment that no order can take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Surplus {
    /// The provider's own number for the payment.
    pub provider_ref: String,
    /// How much came in.
    pub amount: Money,
    /// When it was told.
    pub at: Timestamp,
    /// Why it is not taken.
    pub why: Why,
    /// Whether it is on its way back.
    pub sent: RefundState,
}

/// Why a payment is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The checkout was over.
    Late,
    /// It had been paid before.
    Twice,
    /// Not the amount asked for.
    WrongAmount,
}

/// What a provider tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notification {
    /// The provider's own number for this telling; the same one again changes nothing.
    pub event_id: String,
    /// What it says.
    pub kind: NotificationKind,
}

/// What a notification says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum NotificationKind {
    /// Money has come in.
    Approved {
        /// How much.
        amount: Money,
        /// The provider's own number for the payment.
        provider_ref: String,
    },
    /// The buyer could not pay.
    Declined {
        /// The provider's own number for the attempt.
        provider_ref: String,
    },
    /// Money given back has left.
    RefundSent {
        /// The payment that was given back (late, twice, wrong amount).
        provider_ref: String,
        /// The provider's own number for the refund.
        reference: String,
    },
}

/// How a notification was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The checkout is paid now.
    Paid,
    /// The payment failed; it may be tried again.
    Declined,
    /// Told before, or overtaken by what happened since: nothing changes.
    NothingNew,
    /// Money came in that cannot be taken: it goes back.
    GivenBack(Why),
    /// A refund is known to be on its way.
    RefundSent,
    /// The checkout expired or was called off.
    Over,
}

/// What becomes of a checkout: everything to be saved in one commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The checkout as it is now.
    pub checkout: Checkout,
    /// How it was taken.
    pub verdict: Verdict,
    /// What is to be asked of each of its orders, in the same commit and at the same moment.
    pub orders: Option<Command>,
    /// The money that moves for the checkout itself; the orders' own payment is posted by the orders.
    pub postings: Vec<Posting>,
    /// Who is to be told what; a refund's number is its place in `surplus`, from 1.
    pub notices: Vec<Notice>,
}

/// Why a checkout cannot be made or cannot change so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "refusal", rename_all = "snake_case")]
pub enum CheckoutRefusal {
    /// There is no order, or more than a hundred.
    #[error("a checkout has 1 to 100 orders")]
    Orders,
    /// The orders are not all in the checkout's currency, or their sum is beyond counting or zero.
    #[error("the orders' totals do not add up")]
    Amounts,
    /// An approval of nothing, or of an amount that contradicts what the provider said of the same payment.
    #[error("{found} approved, {wanted} asked for")]
    WrongAmount {
        /// What was asked for.
        wanted: Money,
        /// What the provider says.
        found: Money,
    },
    /// A number of the provider's is missing or too long.
    #[error("a provider's number has 1 to 128 characters")]
    Reference,
    /// There is no such payment to give back.
    #[error("no payment {provider_ref} is to be given back")]
    NoSuchPayment {
        /// The number asked for.
        provider_ref: String,
    },
    /// Its state does not allow it.
    #[error("not possible while the payment is {state}")]
    NotNow {
        /// The state's name.
        state: String,
    },
    /// It may still be paid.
    #[error("the checkout may be paid until {until}")]
    TooEarly {
        /// When it ends.
        until: Timestamp,
    },
}

impl CheckoutRefusal {
    /// The stable code of the fact.
    pub const fn code(&self) -> &'static str {
        match self {
            CheckoutRefusal::Orders => "checkout_orders",
            CheckoutRefusal::Amounts => "checkout_amounts",
            CheckoutRefusal::WrongAmount { .. } => "wrong_amount",
            CheckoutRefusal::Reference => "provider_reference",
            CheckoutRefusal::NoSuchPayment { .. } => "no_such_payment",
            CheckoutRefusal::NotNow { .. } => "checkout_not_now",
            CheckoutRefusal::TooEarly { .. } => "checkout_too_early",
        }
    }
}

impl From<LedgerError> for CheckoutRefusal {
    fn from(_: LedgerError) -> CheckoutRefusal {
        CheckoutRefusal::Amounts
    }
}

/// When a checkout placed now ends.
pub fn expiry(now: Timestamp) -> Timestamp {
    terms::minutes_after(now, terms::PAY_WITHIN_MINUTES)
}

impl Checkout {
    /// A checkout for orders with their totals and rates, to be paid until [`expiry`].
    pub fn place(
        id: CheckoutId,
        buyer: AccountId,
        provider: Provider,
        orders: &[(OrderId, Money)],
        locked_rates: Vec<ExchangeRate>,
        now: Timestamp,
    ) -> Result<Checkout, CheckoutRefusal> {
        let Some((_, first)) = orders.first().filter(|_| orders.len() <= 100) else {
            return Err(CheckoutRefusal::Orders);
        };
        let currency = first.currency();
        let total =
            Money::sum(currency, orders.iter().map(|(_, total)| *total)).map_err(|_| CheckoutRefusal::Amounts)?;
        if total.minor() <= 0 {
            return Err(CheckoutRefusal::Amounts);
        }
        let orders = orders.iter().map(|(order, _)| *order).collect();
        let (payment, surplus, events, expires_at) = (PaymentState::Awaiting, Vec::new(), Vec::new(), expiry(now));
        let placed_at = now;
        Ok(Checkout {
            id,
            buyer,
            orders,
            currency,
            total,
            locked_rates,
            provider,
            placed_at,
            expires_at,
            payment,
            surplus,
            events,
        })
    }

    /// When the clock next has something to do for it ([`expire`]).
    pub fn due(&self) -> Option<Timestamp> {
        self.payment.open().then_some(self.expires_at)
    }

    fn outcome(&self, verdict: Verdict) -> Outcome {
        let (postings, notices) = (Vec::new(), Vec::new());
        Outcome { checkout: self.clone(), verdict, orders: None, postings, notices }
    }

    fn not_now(&self) -> CheckoutRefusal {
        CheckoutRefusal::NotNow { state: self.payment.name().to_owned() }
    }
}

/// What a provider's notification makes of a checkout.
pub fn notify(checkout: &Checkout, notification: Notification, now: Timestamp) -> Result<Outcome, CheckoutRefusal> {
    let Notification { event_id, kind } = notification;
    reference(&event_id)?;
    if checkout.events.contains(&event_id) {
        return Ok(checkout.outcome(Verdict::NothingNew));
    }
    let mut outcome = match kind {
        NotificationKind::Approved { amount, provider_ref } => approved(checkout, amount, provider_ref, now)?,
        NotificationKind::Declined { provider_ref } => declined(checkout, &provider_ref, now)?,
        NotificationKind::RefundSent { provider_ref, reference } => {
            refund_sent(checkout, &provider_ref, reference, now)?
        }
    };
    outcome.checkout.events.push(event_id);
    let forgotten = outcome.checkout.events.len().saturating_sub(EVENTS);
    outcome.checkout.events.drain(..forgotten);
    Ok(outcome)
}

/// The time for paying is over.
pub fn expire(checkout: &Checkout, now: Timestamp) -> Result<Outcome, CheckoutRefusal> {
    match checkout.due() {
        None => Err(checkout.not_now()),
        Some(until) if now < until => Err(CheckoutRefusal::TooEarly { until }),
        Some(_) => Ok(over(checkout, PaymentState::Expired { at: now }, Command::Clock)),
    }
}

/// The buyer calls it off before paying.
pub fn cancel(checkout: &Checkout, now: Timestamp) -> Result<Outcome, CheckoutRefusal> {
    match checkout.payment.open() {
        true => Ok(over(checkout, PaymentState::Cancelled { at: now }, Command::CallOff)),
        false => Err(checkout.not_now()),
    }
}

fn over(checkout: &Checkout, payment: PaymentState, command: Command) -> Outcome {
    let mut outcome = checkout.outcome(Verdict::Over);
    outcome.checkout.payment = payment;
    outcome.orders = Some(command);
    outcome
}

fn approved(
    checkout: &Checkout,
    amount: Money,
    provider_ref: String,
    now: Timestamp,
) -> Result<Outcome, CheckoutRefusal> {
    reference(&provider_ref)?;
    let wrong = CheckoutRefusal::WrongAmount { wanted: checkout.total, found: amount };
    if amount.minor() <= 0 {
        return Err(wrong);
    }
    if checkout.surplus.iter().any(|other| other.provider_ref == provider_ref && other.amount == amount) {
        return Ok(checkout.outcome(Verdict::NothingNew));
    }
    match &checkout.payment {
        PaymentState::Paid { provider_ref: known, .. } if *known == provider_ref => match amount == checkout.total {
            true => Ok(checkout.outcome(Verdict::NothingNew)),
            false => Err(wrong),
        },
        PaymentState::Paid { .. } => give_back(checkout.outcome(Verdict::Paid), amount, provider_ref, Why::Twice, now),
        PaymentState::Awaiting | PaymentState::Declined { .. } if now < checkout.expires_at => {
            if amount != checkout.total {
                return give_back(checkout.outcome(Verdict::Paid), amount, provider_ref, Why::WrongAmount, now);
            }
            let mut outcome = checkout.outcome(Verdict::Paid);
            outcome.checkout.payment = PaymentState::Paid { at: now, provider_ref };
            outcome.orders = Some(Command::Pay);
            Ok(outcome)
        }
        PaymentState::Awaiting | PaymentState::Declined { .. } => {
            let late = PaymentState::RefundedLate { at: now, provider_ref: provider_ref.clone() };
            give_back(over(checkout, late, Command::Clock), amount, provider_ref, Why::Late, now)
        }
        PaymentState::Expired { .. } => {
            let mut outcome = checkout.outcome(Verdict::Over);
            outcome.checkout.payment = PaymentState::RefundedLate { at: now, provider_ref: provider_ref.clone() };
            give_back(outcome, amount, provider_ref, Why::Late, now)
        }
        PaymentState::RefundedLate { .. } | PaymentState::Cancelled { .. } => {
            give_back(checkout.outcome(Verdict::Over), amount, provider_ref, Why::Late, now)
        }
    }
}

/// The payment is owed back in full; the operator is told, and the provider is asked to send it.
fn give_back(
    mut outcome: Outcome,
    amount: Money,
    provider_ref: String,
    why: Why,
    now: Timestamp,
) -> Result<Outcome, CheckoutRefusal> {
    let checkout = &mut outcome.checkout;
    let from = Account::Provider(checkout.provider.clone());
    let posting = Posting::new(Reason::PaidInVain, checkout.id.0).moving(from, Account::BuyerRefunds, amount)?;
    checkout.surplus.push(Surplus { provider_ref, amount, at: now, why, sent: RefundState::Owed });
    let number = checkout.surplus.len() as u32;
    outcome.postings.push(posting);
    let reason = match why {
        Why::Late => "paid too late",
        Why::Twice => "paid twice",
        Why::WrongAmount => "not the amount asked for",
    };
    let told = Telling::Returned { amount, reason: reason.to_owned() };
    outcome.notices.extend([
        Notice { to: Party::Provider, telling: Telling::SendRefund { number, amount } },
        Notice { to: Party::Buyer, telling: told.clone() },
        Notice { to: Party::Operator, telling: told },
    ]);
    outcome.verdict = Verdict::GivenBack(why);
    Ok(outcome)
}

fn declined(checkout: &Checkout, provider_ref: &str, now: Timestamp) -> Result<Outcome, CheckoutRefusal> {
    reference(provider_ref)?;
    if !checkout.payment.open() || now >= checkout.expires_at {
        return Ok(checkout.outcome(Verdict::NothingNew));
    }
    let mut outcome = checkout.outcome(Verdict::Declined);
    outcome.checkout.payment = PaymentState::Declined { at: now };
    Ok(outcome)
}

fn refund_sent(
    checkout: &Checkout,
    provider_ref: &str,
    number: String,
    now: Timestamp,
) -> Result<Outcome, CheckoutRefusal> {
    reference(&number)?;
    let mut outcome = checkout.outcome(Verdict::RefundSent);
    let all = &mut outcome.checkout.surplus;
    let Some(surplus) = all.iter_mut().find(|s| s.provider_ref == provider_ref && s.sent == RefundState::Owed) else {
        return match all.iter().any(|s| s.provider_ref == provider_ref) {
            true => Ok(checkout.outcome(Verdict::NothingNew)),
            false => Err(CheckoutRefusal::NoSuchPayment { provider_ref: provider_ref.chars().take(128).collect() }),
        };
    };
    surplus.sent = RefundState::Sent { at: now, reference: number };
    let (amount, to) = (surplus.amount, Account::Provider(checkout.provider.clone()));
    outcome.postings.push(Posting::new(Reason::RefundSent, checkout.id.0).moving(Account::BuyerRefunds, to, amount)?);
    outcome.notices.push(Notice { to: Party::Buyer, telling: Telling::RefundSent { amount } });
    Ok(outcome)
}

fn reference(text: &str) -> Result<(), CheckoutRefusal> {
    let sound = (1..=128).contains(&text.chars().count());
    if sound { Ok(()) } else { Err(CheckoutRefusal::Reference) }
}
