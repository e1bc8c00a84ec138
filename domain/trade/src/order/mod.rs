//! Orders: what one buyer owes one seller, and what became of it.
//!
//! An order is placed with every figure fixed and lives through its states by commands. [`decide`] is the only way
//! from one state to the next: it returns the order as it is afterwards with the postings, the effects on stock and
//! yearly allowance and the notices, all to be saved together, or the fact that stands against it.
//!
//! ```text
//! AwaitingPayment ─ pay → Paid ─ ship → Shipped ─ arrives → Delivered ─ receipt or clock → Completed
//!        │                 │              └─ nothing came → ClaimOpen ─ operator → Completed or Refunded
//!        └→ Expired,       └→ Cancelled
//!           Cancelled     (a service: Booked ─ redeemed or the last day over → Completed)
//! ```
//!
//! The money: the buyer's payment lies in `escrow:<order>` until the order completes. Then duty and tax go to what is
//! owed to the destination, goods and delivery through the exchange at the order's own rate to the seller, and the fee
//! from the seller to the platform. The seller's dollars are the listed figures; a difference to the rate stays in the
//! exchange account. What goes back goes back by cumulative shares, so pieces returned one by one bring exactly the
//! whole.

mod decide;
mod money;
mod place;
mod refusal;
mod state;
mod step;

pub use decide::decide;
pub use money::Parts;
pub use place::{Placing, order_number};
pub use refusal::Refusal;
pub use state::{By, Completion, Parcel, State};
pub use step::{Command, Notice, Outcome, Party, ReturnLine, Telling};

use crate::allowance::Counted;
use crate::codes::{HsCode, Language};
use crate::listing::Facts;
use crate::rates::Mode;
use rust_decimal::Decimal;
use sampan_ids::{AccountId, CheckoutId, Date, ListingId, OrderId, SellerId, Timestamp, VariantId};
use sampan_ledger::{Country, Provider};
use sampan_money::{ExchangeRate, Money};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What one buyer owes one seller. Everything but `state`, `history` and `refunds` is fixed when it is placed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Its id, in the seller's cell.
    pub id: OrderId,
    /// The number that people read out.
    pub number: String,
    /// The checkout that it is paid with.
    pub checkout: CheckoutId,
    /// Who sells.
    pub seller: SellerId,
    /// Who buys.
    pub buyer: AccountId,
    /// Goods in a parcel, or a service.
    pub kind: OrderKind,
    /// What is bought; each variant once.
    pub lines: Vec<Line>,
    /// How it is sent; nothing for a service.
    pub delivery: Option<Delivery>,
    /// Where it goes.
    pub destination: Country,
    /// What the buyer pays, in the buyer's currency.
    pub amounts: Amounts,
    /// US dollars to the buyer's currency, locked for the order's life.
    pub rate: ExchangeRate,
    /// The platform's fee on goods and delivery, in per cent, locked likewise.
    pub fee_percent: Decimal,
    /// The provider that is paid through.
    pub provider: Provider,
    /// The customs regime that the quote was made under.
    pub regime: String,
    /// The version of the tariff book that it was made with.
    pub book_version: String,
    /// The whole quote as it was shown, for the record; not read by any rule here. Empty where it is kept elsewhere.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub quote: String,
    /// The yearly room that the order uses, where the regime has one.
    pub allowance: Option<AllowanceUse>,
    /// When it was placed.
    pub placed_at: Timestamp,
    /// What has become of it.
    pub state: State,
    /// The states it was in before, the first one first.
    pub history: Vec<State>,
    /// What went back, the first one first.
    pub refunds: Vec<Refund>,
}

/// Whether a parcel goes out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum OrderKind {
    /// Things in a parcel.
    Goods,
    /// Something done at a place, for whoever shows the code.
    Service {
        /// The last day it can be had.
        last_day: Date,
        /// A keyed hash of the code that the buyer shows; the code itself is not kept here.
        code_hash: String,
    },
}

/// One variant in an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its listing.
    pub listing: ListingId,
    /// The variant.
    pub variant: VariantId,
    /// The title as it was when bought, by language.
    pub title: BTreeMap<Language, String>,
    /// The option values, such as a size.
    pub options: Vec<String>,
    /// The seller's own number for it.
    pub sku: Option<String>,
    /// Pieces.
    pub quantity: u32,
    /// The seller's price for one, in US dollars.
    pub unit_price: Money,
    /// Goods of this line in the buyer's currency.
    pub goods: Money,
    /// Duty on it.
    pub duty: Money,
    /// Tax on it.
    pub tax: Money,
    /// Its tariff code.
    pub hs: Option<HsCode>,
    /// Where it was made.
    pub origin: Option<Country>,
    /// Net weight of one piece in grams.
    pub net_weight_g: Option<u32>,
    /// Gross weight of one piece in grams.
    pub gross_weight_g: Option<u32>,
    /// Millilitres in one piece.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub volume_ml: Option<u32>,
    /// Its strength in per cent of alcohol by volume.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub abv_percent: Option<Decimal>,
    /// What was told of it besides, as the law was told it.
    #[serde(default, skip_serializing_if = "Facts::is_empty")]
    pub facts: Facts,
}

/// The way an order is sent, and what that costs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// The option's code on the seller's rate card.
    pub code: String,
    /// What the buyer reads.
    pub name: String,
    /// By post or by express.
    pub mode: Mode,
    /// The price in US dollars.
    pub price_usd: Money,
    /// The price in the buyer's currency.
    pub price: Money,
    /// Fewest days on the way.
    pub days_min: u16,
    /// Most days on the way.
    pub days_max: u16,
}

/// What a buyer pays for one order; `total` is the sum of the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amounts {
    /// Goods.
    pub goods: Money,
    /// Delivery.
    pub delivery: Money,
    /// Duty.
    pub duty: Money,
    /// Tax.
    pub tax: Money,
    /// All of it.
    pub total: Money,
}

/// A buyer's yearly room that an order counts against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AllowanceUse {
    /// Whose, by a keyed hash of the ID number.
    pub holder: Uuid,
    /// In which year.
    pub year: i16,
    /// How much.
    pub amount: Money,
    /// What it counts with besides money.
    #[serde(default, skip_serializing_if = "Counted::is_empty")]
    pub counted: Counted,
    /// What one piece of a variant bears of the quantities, where it bears any.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub each: BTreeMap<VariantId, BTreeMap<String, Decimal>>,
}

/// Something that went back, and whether the buyer has been sent the money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    /// 1 for the order's first.
    pub number: u32,
    /// When it was decided.
    pub at: Timestamp,
    /// Why, for both sides to read.
    pub reason: String,
    /// The pieces.
    pub lines: Vec<Returned>,
    /// What the pieces were worth, part by part.
    pub parts: Parts,
    /// What the buyer gets back: the sum of the parts in the buyer's currency.
    pub total: Money,
    /// Whether the money is on its way.
    pub sent: RefundState,
}

/// Pieces of a line that went back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Returned {
    /// The variant.
    pub variant: VariantId,
    /// How many pieces.
    pub quantity: u32,
    /// Whether they are on the seller's shelf again after having left it.
    pub restocked: bool,
}

/// Whether owed money has been sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum RefundState {
    /// The provider has still to be asked, or to answer.
    Owed,
    /// The provider has it.
    Sent {
        /// Since when.
        at: Timestamp,
        /// The provider's own number for it; empty where there was nothing to send.
        reference: String,
    },
}

impl Order {
    /// The order's state and those before it, the first one first.
    pub fn states(&self) -> impl DoubleEndedIterator<Item = &State> {
        self.history.iter().chain(std::iter::once(&self.state))
    }

    /// When it was paid, if it was.
    pub fn paid_at(&self) -> Option<Timestamp> {
        self.states().find_map(|state| match state {
            State::Paid { at, .. } | State::Booked { at, .. } => Some(*at),
            _ => None,
        })
    }

    /// When it completed, so that escrow was released; also when all of it was returned later.
    pub fn completed_at(&self) -> Option<Timestamp> {
        self.states().find_map(|state| match state {
            State::Completed { at, .. } => Some(*at),
            _ => None,
        })
    }

    /// The parcel and when it was shipped, if it was.
    pub fn parcel(&self) -> Option<(&Parcel, Timestamp)> {
        self.states().find_map(|state| match state {
            State::Shipped { at, parcel, .. } => Some((parcel, *at)),
            _ => None,
        })
    }

    /// When the clock next has something to do for it ([`Command::Clock`]); none when nothing can happen by itself.
    pub fn due(&self) -> Option<Timestamp> {
        self.state.due()
    }

    /// Pieces of a variant that have gone back.
    pub fn returned(&self, variant: VariantId) -> u32 {
        let lines = self.refunds.iter().flat_map(|refund| &refund.lines);
        lines.filter(|line| line.variant == variant).map(|line| line.quantity).sum()
    }

    /// The gross weight of all pieces in grams, if every line has one.
    pub fn gross_g(&self) -> Option<u64> {
        let line = |line: &Line| line.gross_weight_g.map(|one| u64::from(one) * u64::from(line.quantity));
        self.lines.iter().map(line).sum()
    }

    /// Whether it is over without anything bought: never paid, called off, or all of it gone back.
    pub const fn is_undone(&self) -> bool {
        matches!(self.state, State::Expired { .. } | State::Cancelled { .. } | State::Refunded { .. })
    }

    /// What the order counts with against its buyer's yearly room as it stands.
    pub fn allowance_counts(&self) -> Option<Money> {
        let used = self.allowance.as_ref()?;
        let (priced, back) = self
            .refunds
            .iter()
            .fold((self.amounts.goods.minor() + self.amounts.delivery.minor(), 0), |(priced, back), refund| {
                (priced, back + refund.parts.goods.minor() + refund.parts.delivery.minor())
            });
        let back = if self.is_undone() { used.amount } else { used.amount.share(back, priced) };
        Some(Money::new(used.amount.minor() - back.minor(), used.amount.currency()))
    }

    /// What the order counts with besides money as it stands: less the quantities that the pieces bore which went back.
    pub fn allowance_counted(&self) -> Counted {
        let Some(used) = self.allowance.as_ref().filter(|_| !self.is_undone()) else { return Counted::default() };
        let mut counted = used.counted.clone();
        for (variant, each) in &used.each {
            let back = Decimal::from(self.returned(*variant));
            for (code, piece) in each {
                let gone = piece.saturating_mul(back);
                if let Some(quantity) = counted.quantities.get_mut(code) {
                    *quantity = quantity.saturating_sub(gone);
                }
            }
        }
        counted.quantities.retain(|_, quantity| *quantity > Decimal::ZERO);
        counted
    }
}
