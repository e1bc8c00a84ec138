//! A business that sells: how it joins, what is left for it to do, and whether it may sell.

use crate::message::{self, TextRefusal};
use crate::rates::{RateCard, RateCardRefusal};
use crate::{Language, UsState};
use rust_decimal::Decimal;
use sampan_ids::{AccountId, SellerId, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A seller.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seller {
    /// Its id.
    pub id: SellerId,
    /// The business name.
    pub name: String,
    /// The name in addresses of pages.
    pub slug: String,
    /// Where it is.
    pub state: UsState,
    /// The city.
    pub city: String,
    /// Where mail goes; kept encrypted where it is stored.
    pub email: String,
    /// When the terms were accepted.
    pub terms_accepted: Option<Timestamp>,
    /// Whether the e-mail address has been proved.
    pub email_confirmed: bool,
    /// How far the joining has come.
    pub status: Status,
    /// The platform's fee for this seller, where it differs from everyone's.
    pub fee_percent: Option<Decimal>,
    /// What delivery costs.
    pub rate_card: RateCard,
    /// What the shop says of itself, by language.
    #[serde(default)]
    pub about: BTreeMap<Language, String>,
    /// When it last changed its rate card or what it says of itself, or was let in or shut out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed_at: Option<Timestamp>,
}

/// How far a seller has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Status {
    /// Waits for the operator.
    Applied,
    /// May sell.
    Approved {
        /// Since when.
        at: Timestamp,
        /// By which operator.
        by: AccountId,
    },
    /// May not join.
    Declined {
        /// Why, for the seller to read.
        reason: String,
    },
    /// May not sell for now; open orders go on.
    Suspended {
        /// Why, for the seller to read.
        reason: String,
    },
}

impl Status {
    /// The state's name.
    pub const fn name(&self) -> &'static str {
        match self {
            Status::Applied => "applied",
            Status::Approved { .. } => "approved",
            Status::Declined { .. } => "declined",
            Status::Suspended { .. } => "suspended",
        }
    }
}

/// One thing on the way to selling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// The link in the mail has been followed.
    ConfirmEmail,
    /// The terms are accepted.
    AcceptTerms,
    /// The operator has approved.
    Approval,
    /// Delivery has prices.
    RateCard,
    /// There is at least one listing.
    FirstListing,
    /// At least one listing is published.
    FirstPublished,
}

/// A step and whether it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChecklistItem {
    /// The step.
    pub step: Step,
    /// Whether it is done.
    pub done: bool,
}

/// Why a seller's standing cannot change so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "refusal", rename_all = "snake_case")]
pub enum SellerRefusal {
    /// The e-mail address has not been proved.
    #[error("the e-mail address is not confirmed")]
    EmailNotConfirmed,
    /// The terms have not been accepted.
    #[error("the terms are not accepted")]
    TermsNotAccepted,
    /// The seller's status does not allow it.
    #[error("the seller is {status}")]
    NotNow {
        /// The status as it is.
        status: String,
    },
    /// A name or city is missing or too long.
    #[error("{field}: 1 to 120 characters wanted")]
    Field {
        /// Which field.
        field: String,
    },
    /// A fee is 0 to 50 per cent with at most two decimals.
    #[error("a fee of {found} per cent; wanted 0 to 50 with at most two decimals")]
    Fee {
        /// What was asked for.
        found: Decimal,
    },
    /// The reason is missing or too long.
    #[error(transparent)]
    #[serde(untagged)]
    Text(#[from] TextRefusal),
    /// The rate card cannot be kept.
    #[error(transparent)]
    #[serde(untagged)]
    RateCard(#[from] RateCardRefusal),
}

impl SellerRefusal {
    /// The stable code of the fact.
    pub const fn code(&self) -> &'static str {
        match self {
            SellerRefusal::EmailNotConfirmed => "email_not_confirmed",
            SellerRefusal::TermsNotAccepted => "terms_not_accepted",
            SellerRefusal::NotNow { .. } => "seller_not_now",
            SellerRefusal::Field { .. } => "seller_field",
            SellerRefusal::Fee { .. } => "fee_out_of_range",
            SellerRefusal::Text(text) => text.code(),
            SellerRefusal::RateCard(_) => "rate_card",
        }
    }
}

/// What someone who wants to sell writes down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    /// The id given to the seller.
    pub id: SellerId,
    /// The business name.
    pub name: String,
    /// The name in addresses of pages, free among sellers.
    pub slug: String,
    /// Where it is.
    pub state: UsState,
    /// The city.
    pub city: String,
    /// Where mail goes.
    pub email: String,
}

impl Seller {
    /// A new seller with the standard rate card, waiting for the operator.
    pub fn apply(application: Application) -> Result<Seller, SellerRefusal> {
        let Application { id, name, slug, state, city, email } = application;
        let (name, city) = (field("name", &name)?, field("city", &city)?);
        let rate_card = RateCard::standard();
        let status = Status::Applied;
        let (terms_accepted, email_confirmed, fee_percent) = (None, false, None);
        Ok(Seller {
            id,
            name,
            slug,
            state,
            city,
            email,
            terms_accepted,
            email_confirmed,
            status,
            fee_percent,
            rate_card,
            about: BTreeMap::new(),
            changed_at: None,
        })
    }

    /// The e-mail address has been proved.
    pub fn confirm_email(&self) -> Seller {
        Seller { email_confirmed: true, ..self.clone() }
    }

    /// The terms were accepted; the first time counts.
    pub fn accept_terms(&self, now: Timestamp) -> Seller {
        Seller { terms_accepted: self.terms_accepted.or(Some(now)), ..self.clone() }
    }

    /// The operator lets the seller sell; also one that was declined or suspended.
    pub fn approve(&self, by: AccountId, now: Timestamp) -> Result<Seller, SellerRefusal> {
        match self.status {
            Status::Approved { .. } => return Err(self.not_now()),
            _ if !self.email_confirmed => return Err(SellerRefusal::EmailNotConfirmed),
            _ if self.terms_accepted.is_none() => return Err(SellerRefusal::TermsNotAccepted),
            Status::Applied | Status::Declined { .. } | Status::Suspended { .. } => {}
        }
        Ok(self.now(Status::Approved { at: now, by }))
    }

    /// The operator does not take the seller.
    pub fn decline(&self, reason: &str) -> Result<Seller, SellerRefusal> {
        match self.status {
            Status::Applied => Ok(self.now(Status::Declined { reason: message::text(reason)? })),
            _ => Err(self.not_now()),
        }
    }

    /// The operator stops the seller for now.
    pub fn suspend(&self, reason: &str) -> Result<Seller, SellerRefusal> {
        match self.status {
            Status::Approved { .. } => Ok(self.now(Status::Suspended { reason: message::text(reason)? })),
            _ => Err(self.not_now()),
        }
    }

    /// The operator sets this seller's fee, or goes back to everyone's.
    pub fn set_fee(&self, percent: Option<Decimal>) -> Result<Seller, SellerRefusal> {
        match percent {
            Some(found) if !fee_in_range(found) => Err(SellerRefusal::Fee { found }),
            fee_percent => Ok(Seller { fee_percent, ..self.clone() }),
        }
    }

    /// The seller changes what delivery costs.
    pub fn set_rate_card(&self, rate_card: RateCard) -> Result<Seller, SellerRefusal> {
        rate_card.check()?;
        Ok(Seller { rate_card, ..self.clone() })
    }

    /// The seller changes where it is and what it says of itself. A text without words is left out.
    pub fn set_profile(&self, city: &str, about: &BTreeMap<Language, String>) -> Result<Seller, SellerRefusal> {
        let said = about.iter().filter(|(_, words)| !words.trim().is_empty());
        let about = said.map(|(language, words)| Ok((*language, message::text(words)?)));
        let about = about.collect::<Result<_, TextRefusal>>()?;
        Ok(Seller { city: field("city", city)?, about, ..self.clone() })
    }

    /// Whether buyers may buy here.
    pub const fn may_sell(&self) -> bool {
        matches!(self.status, Status::Approved { .. })
    }

    /// What is done and what is left, in the order it is done in.
    pub fn checklist(&self, listings: usize, published: usize) -> Vec<ChecklistItem> {
        let item = |(step, done)| ChecklistItem { step, done };
        [
            (Step::ConfirmEmail, self.email_confirmed),
            (Step::AcceptTerms, self.terms_accepted.is_some()),
            (Step::Approval, self.may_sell()),
            (Step::RateCard, self.rate_card.check().is_ok()),
            (Step::FirstListing, listings > 0),
            (Step::FirstPublished, published > 0),
        ]
        .map(item)
        .to_vec()
    }

    fn now(&self, status: Status) -> Seller {
        Seller { status, ..self.clone() }
    }

    fn not_now(&self) -> SellerRefusal {
        SellerRefusal::NotNow { status: self.status.name().to_owned() }
    }
}

/// Whether a fee may be asked: 0 to 50 per cent, at most two decimals.
pub fn fee_in_range(percent: Decimal) -> bool {
    !percent.is_sign_negative() && percent <= Decimal::from(50) && percent.normalize().scale() <= 2
}

fn field(name: &str, written: &str) -> Result<String, SellerRefusal> {
    let written = written.trim();
    let sound = (1..=120).contains(&written.chars().count()) && !written.chars().any(char::is_control);
    if sound { Ok(written.to_owned()) } else { Err(SellerRefusal::Field { field: name.to_owned() }) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sampan_ids::Cell;

    fn applied() -> Seller {
        Seller::apply(Application {
            id: SellerId::compose(1, Cell::new(3), 1),
            name: " Cherry Bend Farm ".into(),
            slug: "cherry-bend-farm".into(),
            state: "MI".parse().unwrap(),
            city: "Traverse City".into(),
            email: "anna@example.com".into(),
        })
        .unwrap()
    }

    #[test]
    fn a_seller_sells_once_confirmed_agreed_and_approved() {
        let (by, now) = (AccountId::compose(1, Cell::new(0), 9), Timestamp::from_second(7).unwrap());
        let seller = applied();
        assert_eq!(seller.name, "Cherry Bend Farm");
        assert_eq!(seller.approve(by, now), Err(SellerRefusal::EmailNotConfirmed));
        let seller = seller.confirm_email();
        assert_eq!(seller.approve(by, now), Err(SellerRefusal::TermsNotAccepted));
        let seller = seller.accept_terms(now);
        assert!(!seller.may_sell());
        let seller = seller.approve(by, now).unwrap();
        assert!(seller.may_sell());
        assert_eq!(seller.approve(by, now), Err(SellerRefusal::NotNow { status: "approved".into() }));
        assert!(seller.decline("Late.").is_err());
        assert!(seller.suspend(" ").is_err());
        let suspended = seller.suspend("Parcels without papers.").unwrap();
        assert!(!suspended.may_sell() && suspended.approve(by, now).unwrap().may_sell());
        let left = |s: &Seller| s.checklist(1, 0).iter().filter(|i| !i.done).map(|i| i.step).collect::<Vec<_>>();
        assert_eq!(left(&seller), [Step::FirstPublished]);
        assert_eq!(serde_json::from_str::<Seller>(&serde_json::to_string(&seller).unwrap()).unwrap(), seller);
    }

    #[test]
    fn a_profile_keeps_what_says_something() {
        let about = |en: &str| BTreeMap::from([(Language::En, en.to_owned()), (Language::ZhHans, " ".to_owned())]);
        let seller = applied().set_profile(" Suttons Bay ", &about(" Cherries since 1932. ")).unwrap();
        assert_eq!(seller.city, "Suttons Bay");
        assert_eq!(seller.about, BTreeMap::from([(Language::En, "Cherries since 1932.".to_owned())]));
        assert_eq!(applied().set_profile("", &about("x")), Err(SellerRefusal::Field { field: "city".into() }));
        assert!(applied().set_profile("Suttons Bay", &about(&"x".repeat(message::TEXT_LIMIT + 1))).is_err());
    }

    #[test]
    fn fees_stay_in_range() {
        for (percent, taken) in
            [("0", true), ("7.25", true), ("50", true), ("50.01", false), ("-1", false), ("7.125", false)]
        {
            assert_eq!(applied().set_fee(Some(percent.parse().unwrap())).is_ok(), taken, "{percent}");
        }
    }
}
