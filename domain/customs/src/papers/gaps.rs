//! What a paper lacks. A paper is made from a consignment through [`Gaps`]: every fact it needs is asked for there, so
//! that "what is missing" and "what the paper says" are one and the same function.

use super::{Consignment, PaperKind};
use sampan_money::{Money, MoneyError};
use serde::Serialize;

/// A fact that a paper needs and the consignment lacks, or has wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct MissingFact {
    /// The paper that needs it.
    pub paper: PaperKind,
    /// Which fact.
    pub field: Fact,
    /// The line it belongs to, from 0; none: the whole parcel.
    pub line: Option<usize>,
    /// What is wrong.
    pub fault: Fault,
    /// Who can give it.
    pub from: Giver,
}

/// What is wrong with a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// It is not there.
    Absent,
    /// It is longer than the paper takes.
    TooLong {
        /// The most characters, lines or pieces.
        most: usize,
    },
    /// It cannot be read as what it should be.
    Malformed,
    /// It does not agree with another fact: sums, currencies, weights, persons.
    Disagrees,
}

/// Who can give a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Giver {
    /// The seller.
    Seller,
    /// The buyer.
    Buyer,
    /// The market's operator.
    Operator,
    /// The payment provider.
    Provider,
}

macro_rules! facts {
    ($($(#[$doc:meta])* $name:ident $code:literal),* $(,)?) => {
        /// A fact that papers need.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Fact { $($(#[$doc])* $name),* }

        impl Fact {
            /// A stable name for replies and translations, the same as in JSON.
            pub fn code(self) -> &'static str {
                match self { $(Fact::$name => $code),* }
            }
        }
    };
}

facts! {
    /// Number of the order.
    OrderNumber "order_number",
    /// The goods: at least one line, and no more than the paper has room for.
    Lines "lines",
    /// How many of a line.
    Quantity "quantity",
    /// Description in English.
    Description "description",
    /// Description in Chinese.
    ChineseDescription "chinese_description",
    /// Specification in Chinese.
    Specification "specification",
    /// HS code.
    HsCode "hs_code",
    /// Country of origin.
    Origin "origin",
    /// China's customs code of the country of origin.
    OriginCustomsCode "origin_customs_code",
    /// China's customs code of the unit.
    Unit "unit",
    /// Net weight of a piece.
    NetWeight "net_weight",
    /// Weight of the parcel, packed; at least that of the goods.
    GrossWeight "gross_weight",
    /// Value of a piece, in one currency for all lines.
    Value "value",
    /// The value in dollars, by which the export rules count.
    ValueInDollars "value_in_dollars",
    /// What the buyer is charged, in the currency the paper wants.
    Charges "charges",
    /// Business name and address of the sender.
    Sender "sender",
    /// Postcode of the addressee.
    Postcode "postcode",
    /// Address of the addressee.
    Address "address",
    /// Real name and identity number of the buyer.
    Identity "identity",
    /// Phone of the buyer.
    BuyerPhone "buyer_phone",
    /// Account of the buyer.
    BuyerAccount "buyer_account",
    /// Parcel number.
    ParcelNumber "parcel_number",
    /// Payment.
    Payment "payment",
    /// The amount paid, which must be what the order comes to.
    AmountPaid "amount_paid",
    /// The payer, who must be the buyer.
    Payer "payer",
    /// Registration of the platform with China's customs.
    PlatformRegistration "platform_registration",
    /// Registration of the merchant.
    MerchantRegistration "merchant_registration",
    /// Registration of the payment firm.
    PaymentRegistration "payment_registration",
    /// Registration of the logistics firm.
    CarrierRegistration "carrier_registration",
    /// Number of the export filing.
    ExportFiling "export_filing",
}

/// Collects what is missing while a paper is made.
pub(super) struct Gaps {
    paper: PaperKind,
    found: Vec<MissingFact>,
}

/// Whom to ask for what, on which line.
pub(super) type Place = (Fact, Option<usize>, Giver);

impl Gaps {
    pub(super) fn of(paper: PaperKind) -> Gaps {
        Gaps { paper, found: Vec::new() }
    }

    /// Notes a fault.
    pub(super) fn note(&mut self, (field, line, from): Place, fault: Fault) {
        self.found.push(MissingFact { paper: self.paper, field, line, fault, from });
    }

    /// A fact that must be there.
    pub(super) fn need<T>(&mut self, fact: Option<T>, place: Place) -> Option<T> {
        if fact.is_none() {
            self.note(place, Fault::Absent);
        }
        fact
    }

    /// A text that must be there and fit.
    pub(super) fn text(&mut self, text: Option<&str>, most: usize, place: Place) -> Option<String> {
        let text = self.need(text.map(str::trim).filter(|text| !text.is_empty()), place)?;
        if text.chars().count() > most {
            self.note(place, Fault::TooLong { most });
            return None;
        }
        Some(text.to_owned())
    }

    /// A number above zero that must be there.
    pub(super) fn positive(&mut self, number: Option<u64>, place: Place) -> Option<u64> {
        self.need(number.filter(|n| *n > 0), place)
    }

    /// An amount that could be worked out and is not negative.
    pub(super) fn money(&mut self, amount: Result<Money, MoneyError>, place: Place) -> Option<Money> {
        let amount = amount.ok().filter(|amount| !amount.is_negative());
        if amount.is_none() {
            self.note(place, Fault::Disagrees);
        }
        amount
    }

    /// Notes a disagreement unless the two agree.
    pub(super) fn agree(&mut self, agree: bool, place: Place) -> Option<()> {
        if !agree {
            self.note(place, Fault::Disagrees);
        }
        agree.then_some(())
    }

    /// At least one line, and no more than there is room for.
    pub(super) fn lines(&mut self, consignment: &Consignment, most: usize) -> Option<()> {
        let place = (Fact::Lines, None, Giver::Seller);
        match consignment.lines.len() {
            0 => self.note(place, Fault::Absent),
            n if n > most => self.note(place, Fault::TooLong { most }),
            _ => return Some(()),
        }
        None
    }

    /// The packed weight, which is at least the goods'.
    pub(super) fn gross_weight(&mut self, consignment: &Consignment) -> Option<u64> {
        let place = (Fact::GrossWeight, None, Giver::Seller);
        let gross = self.positive(consignment.gross_weight_g, place)?;
        let enough = consignment.net_weight_g().is_none_or(|net| net <= gross);
        self.agree(enough, place).map(|()| gross)
    }

    /// The paper if nothing is missing, else what is.
    pub(super) fn close<T>(self, paper: Option<T>) -> Result<T, Vec<MissingFact>> {
        match paper {
            Some(paper) if self.found.is_empty() => Ok(paper),
            _ => Err(self.found),
        }
    }
}
