//! Sending a parcel: what the seller says of it, and the step that lets it leave with its papers.

use super::apply::{apply_by, needs};
use super::attached::{self, Attached};
use super::law::{self, Way};
use super::{ActRefusal, Orders, Paper, Papers};
use crate::Mode;
use crate::declarations::{self, Facts, Gap, Kept, PARCEL, ParcelNote};
use crate::pricing::Pricing;
use crate::vault::Vault;
use sampan_customs::papers;
use sampan_customs::parcel::{NotAParcelNumber, recognise};
use sampan_db::{Command, Moment, Needs, Rows};
use sampan_ids::{OrderId, SellerId};
use sampan_tariff::Reason;
use sampan_trade::order::{self, Order, OrderKind, Parcel, Refusal, State};
use sampan_trade::paper::LackingPaper;
use sampan_trade::rates;
use sampan_web::FieldErrors;
use serde::{Deserialize, Serialize};

/// What a seller types about a parcel, read; every field that makes no sense is named.
pub fn read_note(carrier: &str, number: &str, gross: &str, itn: &str) -> Result<ParcelNote, FieldErrors> {
    let mut errors = FieldErrors::new();
    let carrier = carrier.trim();
    if carrier.chars().count() > 60 || carrier.chars().any(char::is_control) {
        errors.add("carrier", carrier, "60", "long");
    }
    let weight = gross.trim().parse::<u64>().ok().filter(|grams| (1..=100_000).contains(grams));
    if weight.is_none() && !gross.trim().is_empty() {
        errors.add("gross_weight_g", gross, "whole grams, 1 to 100,000", "parcel_weight");
    }
    let (mut known, mut plain) = (None, number.trim().to_owned());
    match recognise(number) {
        Ok(tracking) => {
            plain = tracking.number;
            known = Some(tracking.carrier);
        }
        Err(NotAParcelNumber::Empty) => errors.add("number", "", "the parcel number", "missing"),
        // Bare digits have the shape of several carriers' numbers: those of another carrier are its own affair.
        Err(NotAParcelNumber::CheckDigit { found, .. }) if is_other(carrier, &found) => {}
        Err(NotAParcelNumber::CheckDigit { carrier, found, wanted }) => {
            errors.add("number", &found, format!("{wanted} ({})", carrier.name()), "check_digit");
        }
        Err(NotAParcelNumber::Unknown { .. }) if plain.chars().count() > 60 || plain.chars().any(char::is_control) => {
            errors.add("number", &plain, "60", "long");
        }
        Err(NotAParcelNumber::Unknown { .. }) if carrier.is_empty() => {
            errors.add("carrier", "", "the carrier", "missing");
        }
        Err(NotAParcelNumber::Unknown { .. }) => {}
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let itn = Some(itn.trim().to_ascii_uppercase()).filter(|itn| !itn.is_empty());
    let name = known.map_or_else(|| carrier.to_owned(), |known| known.name().to_owned());
    Ok(ParcelNote {
        carrier: name,
        number: plain,
        recognised: known.is_some(),
        gross_weight_g: weight,
        itn: itn.map(|itn| itn.chars().take(40).collect()),
        papers: Vec::new(),
    })
}

/// Whether a carrier was named that is none of those whose numbers are known here, with a number of digits alone.
fn is_other(carrier: &str, number: &str) -> bool {
    let named = carrier.to_ascii_lowercase();
    let known = ["ups", "usps", "fedex", "dhl", "post", "ems"].iter().any(|known| named.contains(known));
    !named.is_empty() && !known && number.bytes().all(|b| b.is_ascii_digit())
}

/// The parcel of a note.
fn parcel(order: &Order, note: &ParcelNote) -> Parcel {
    Parcel { carrier: note.carrier.clone(), number: note.number.clone(), mode: Way::of(order, note).mode }
}

/// Notes carrier and number of an order's parcel, before it leaves; not where the law keeps the goods from that carrier.
/// What papers it asks for can be got until the parcel leaves.
pub struct NoteParcel {
    /// The key that seals.
    pub vault: Vault,
    /// Whether invented firms will do.
    pub mode: Mode,
    /// The law, whose day is that of the decision.
    pub pricing: Pricing,
    /// Who asks.
    pub seller: SellerId,
    /// Of which order.
    pub order: OrderId,
    /// What.
    pub note: ParcelNote,
}

/// Why a parcel's number is not noted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoteRefusal {
    /// The order stands against it.
    Act(ActRefusal),
    /// The law does: the goods may not go so.
    Law(Reason),
}

impl<R: Into<ActRefusal>> From<R> for NoteRefusal {
    fn from(refusal: R) -> NoteRefusal {
        NoteRefusal::Act(refusal.into())
    }
}

impl Command for NoteParcel {
    type Reply = ();
    type Refusal = NoteRefusal;

    fn needs(&self, rows: &Rows) -> Needs {
        let order = Needs::one::<Orders>(self.order);
        match rows.peek::<Orders>(&self.order) {
            Some(stored) => order.with(declarations::needs(&stored.order)),
            None => order,
        }
    }

    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), NoteRefusal> {
        let stored = rows.get::<Orders>(&self.order).filter(|stored| stored.order.seller == self.seller);
        let stored = stored.ok_or(ActRefusal::NotFound)?;
        let order = &stored.order;
        match &order.state {
            State::Paid { .. } => {}
            State::AwaitingPayment { .. } => return Err(Refusal::NotPaid.into()),
            State::Booked { .. } => return Err(Refusal::NoParcel.into()),
            _ if matches!(order.kind, OrderKind::Service { .. }) => return Err(Refusal::NoParcel.into()),
            State::Shipped { .. } | State::Delivered { .. } => return Err(Refusal::AlreadyShipped.into()),
            state => return Err(Refusal::NotNow { state: state.name().to_owned() }.into()),
        }
        let known = Facts::of(rows, &self.vault, self.mode, stored);
        let facts = Facts { parcel: Some(self.note.clone()), ..known };
        let answer = law::of_note(&self.pricing, &facts, at.now);
        if let Some(reason) = answer.as_ref().and_then(law::against) {
            return Err(NoteRefusal::Law(reason.clone()));
        }
        if order.delivery.as_ref().is_some_and(|paid| paid.mode != parcel(order, &self.note).mode) {
            return Err(Refusal::OtherMode.into());
        }
        let sealed = self.vault.seal(&format!("paper {} {PARCEL}", self.order), &self.note);
        rows.put::<Papers>(Paper { order: self.order, kind: PARCEL.to_owned(), made: at.now, sealed });
        Ok(())
    }
}

/// Sends an order's parcel: as the law of the day lets its carrier, with every paper that is made from it made and kept in
/// the same commit and every paper of others held on the day, or not at all.
pub struct Ship {
    /// The key that seals.
    pub vault: Vault,
    /// Whether invented firms will do.
    pub mode: Mode,
    /// The law, whose day is that of the decision.
    pub pricing: Pricing,
    /// Who asks.
    pub seller: SellerId,
    /// Which order.
    pub order: OrderId,
}

/// Why a parcel does not leave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ShipRefusal {
    /// The order stands against it.
    Act(ActRefusal),
    /// The law does: the goods may not go so today.
    Law(Reason),
    /// Papers are not complete.
    Papers {
        /// Facts that those made from the order lack.
        gaps: Vec<Gap>,
        /// Those of others that are not there.
        lacking: Vec<LackingPaper>,
    },
}

impl<R: Into<ActRefusal>> From<R> for ShipRefusal {
    fn from(refusal: R) -> ShipRefusal {
        ShipRefusal::Act(refusal.into())
    }
}

impl Command for Ship {
    type Reply = ();
    type Refusal = ShipRefusal;

    fn needs(&self, rows: &Rows) -> Needs {
        let order = Needs::one::<Orders>(self.order).with(Kept::needs(self.order));
        match rows.peek::<Orders>(&self.order) {
            Some(stored) => {
                let order = order.with(needs(&stored.order)).with(declarations::needs(&stored.order));
                order.with(attached::needs(&stored.order))
            }
            None => order,
        }
    }

    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), ShipRefusal> {
        let stored = rows.get::<Orders>(&self.order).filter(|stored| stored.order.seller == self.seller).cloned();
        let stored = stored.ok_or(ActRefusal::NotFound)?;
        let facts = Facts::of(rows, &self.vault, self.mode, &stored);
        let answer = law::of_note(&self.pricing, &facts, at.now);
        if let Some(reason) = answer.as_ref().and_then(law::against) {
            return Err(ShipRefusal::Law(reason.clone()));
        }
        let ready = match (&facts.parcel, declarations::consignment(&facts)) {
            (Some(note), Some(consignment)) => {
                papers::complete(&consignment).ok().map(|papers| (parcel(&stored.order, note), papers))
            }
            _ => None,
        };
        let missing = Parcel { carrier: "-".to_owned(), number: "-".to_owned(), mode: rates::Mode::Post };
        let (parcel, papers) = match ready {
            Some((parcel, papers)) => (parcel, Some(papers)),
            None => (missing, None),
        };
        let today = at.now.to_zoned(jiff::tz::TimeZone::UTC).date();
        let placed = Attached::of(rows, &self.vault, &stored.order);
        let besides = placed.besides(answer.map(|answer| answer.eligibility.papers).unwrap_or_default());
        let lacking = placed.and(&besides).lacking(&stored.order, today);
        let asked = order::Command::Ship { parcel, papers_complete: papers.is_some() && lacking.is_empty() };
        let outcome = match order::decide(&stored.order, asked, at.now) {
            Err(Refusal::PapersMissing) => {
                return Err(ShipRefusal::Papers { gaps: declarations::gaps(&facts), lacking });
            }
            decided => decided?,
        };
        if let Some(note) = facts.parcel.filter(|_| !besides.is_empty()) {
            let sealed =
                self.vault.seal(&format!("paper {} {PARCEL}", self.order), &ParcelNote { papers: besides, ..note });
            rows.put::<Papers>(Paper { order: self.order, kind: PARCEL.to_owned(), made: at.now, sealed });
        }
        Kept::put(rows, at, &self.vault, self.order, &papers.unwrap_or_default());
        apply_by(rows, at, &self.vault, stored, outcome, None)?;
        Ok(())
    }
}
