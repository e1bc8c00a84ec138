//! The one source of every paper: what is sent, by whom, to whom, for how much.

use super::PaperKind;
use crate::address::Address;
use crate::identity::{Identity, PersonalCode};
use crate::{Country, HsCode};
use sampan_ids::Timestamp;
use sampan_money::{Currency, Money, MoneyError};
use serde::{Deserialize, Serialize};
use std::fmt;

/// How a parcel crosses the border, as far as its papers differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// By post, under the conventions of the Universal Postal Union.
    Post,
    /// By an express carrier, under a commercial invoice.
    Express,
    /// By an express carrier as China's cross-border e-commerce retail import, direct mail (trade mode 9610).
    CbecExpress,
}

/// One parcel of one order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consignment {
    /// The order's number on the platform; on the invoice it is the invoice's number.
    pub order_number: String,
    /// When the order was placed.
    pub placed_at: Timestamp,
    /// How it crosses the border.
    pub mode: Mode,
    /// The business that sends it.
    pub sender: Sender,
    /// Where it goes.
    pub recipient: Address,
    /// Who bought it.
    pub buyer: Buyer,
    /// What is in it.
    pub lines: Vec<Line>,
    /// What it weighs, packed, in grams.
    pub gross_weight_g: Option<u64>,
    /// What the buyer pays beside the goods, in the buyer's currency.
    pub charges: Charges,
    /// What delivery costs in the sender's currency, as the invoice states it.
    pub declared_freight: Money,
    /// What insurance costs in the sender's currency.
    pub declared_insurance: Money,
    /// The payment of this order, once it is made.
    pub payment: Option<Payment>,
    /// The parcel number, once there is one.
    pub parcel_number: Option<String>,
    /// The master air waybill, once the parcel flies (field `billNo`).
    pub master_waybill: Option<String>,
    /// Who stands in China's customs for which part.
    pub registrations: Registrations,
    /// The number of the export filing (Internal Transaction Number), where one was made.
    pub itn: Option<String>,
}

/// A business in the United States that sends goods.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sender {
    /// The business name.
    pub business: String,
    /// Street and number.
    pub street: String,
    /// City.
    pub city: String,
    /// The state's two letters.
    pub state: String,
    /// ZIP code.
    pub zip: String,
    /// Phone.
    pub phone: Option<String>,
}

/// Who bought.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Buyer {
    /// The buyer's account on the platform (field `buyerRegNo`).
    pub account: String,
    /// Name and number as on the identity card, where customs wants them.
    pub identity: Option<Identity>,
    /// The number by which other customs know the buyer, where they want one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<PersonalCode>,
    /// The buyer's phone, as dialled in the buyer's country.
    pub phone: Option<String>,
}

/// One kind of goods in the parcel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The seller's own number for it.
    pub sku: Option<String>,
    /// What it is, in English.
    pub description_en: String,
    /// What it is, in Chinese.
    pub description_zh: Option<String>,
    /// Brand, kind, ingredients, size: what classification and valuation go by, in Chinese (field `gmodel`).
    pub specification_zh: Option<String>,
    /// The HS code.
    pub hs: Option<HsCode>,
    /// The country of origin.
    pub origin: Option<Country>,
    /// How many.
    pub quantity: u32,
    /// The unit they are counted in, by China's customs code (`011` is a piece).
    pub unit: Option<String>,
    /// What one weighs without packing, in grams.
    pub net_weight_g: Option<u64>,
    /// What one is worth, in the sender's currency.
    pub unit_value: Money,
    /// What the buyer is charged for all of them, in the buyer's currency, before duty, tax and delivery.
    pub charged: Money,
    /// The bar code.
    pub barcode: Option<String>,
    /// The export control classification, if the goods are on the Commerce Control List; none: EAR99, as the seller
    /// declares for every listing that names nothing else.
    pub eccn: Option<String>,
}

/// What the buyer pays beside the goods, in the buyer's currency. None of them is negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charges {
    /// Delivery.
    pub freight: Money,
    /// Insurance.
    pub insurance: Money,
    /// Duty and tax collected in advance.
    pub tax: Money,
    /// Taken off: vouchers, points.
    pub discount: Money,
}

/// The part of a payment that is for this order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// The provider's transaction number.
    pub provider_ref: String,
    /// When it was made.
    pub paid_at: Timestamp,
    /// What of it is for this order.
    pub amount: Money,
    /// Who paid, as the provider knows them.
    pub payer: Option<Identity>,
}

/// A firm as China's customs have it registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Firm {
    /// The registration number, up to 18 characters.
    pub code: String,
    /// The registered name.
    pub name: String,
}

/// The firms that stand behind a cross-border e-commerce parcel. The operator settles them once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registrations {
    /// The platform (`ebpCode`, `ebpName`).
    pub platform: Option<Firm>,
    /// The merchant (`ebcCode`, `ebcName`).
    pub merchant: Option<Firm>,
    /// The payment firm (`payCode`, `payName`).
    pub payment: Option<Firm>,
    /// The logistics firm (`logisticsCode`, `logisticsName`).
    pub carrier: Option<Firm>,
}

impl Line {
    /// What all of them are worth, in the sender's currency.
    pub fn value(&self) -> Result<Money, MoneyError> {
        self.unit_value.times(i64::from(self.quantity))
    }

    /// What all of them weigh without packing.
    pub fn weight_g(&self) -> Option<u64> {
        self.net_weight_g?.checked_mul(u64::from(self.quantity))
    }
}

impl Consignment {
    /// The number by which customs know the buyer, if it stands on such a paper.
    pub(super) fn importer(&self, paper: PaperKind) -> Option<PersonalCode> {
        self.buyer.code.clone().filter(|code| code.kind().stands_on(paper))
    }

    /// The currency the sender declares in: that of the first line.
    pub fn declared_currency(&self) -> Currency {
        self.lines.first().map_or(self.declared_freight.currency(), |line| line.unit_value.currency())
    }

    /// What the goods are worth in the sender's currency.
    pub fn declared_value(&self) -> Result<Money, MoneyError> {
        let values: Result<Vec<Money>, _> = self.lines.iter().map(Line::value).collect();
        Money::sum(self.declared_currency(), values?)
    }

    /// What the buyer pays for the goods alone.
    pub fn goods(&self) -> Result<Money, MoneyError> {
        Money::sum(self.charges.tax.currency(), self.lines.iter().map(|line| line.charged))
    }

    /// What the buyer pays for delivery and insurance.
    pub fn delivery(&self) -> Result<Money, MoneyError> {
        self.charges.freight.plus(self.charges.insurance)
    }

    /// What the buyer pays in all: goods, delivery, insurance and tax, less the discount.
    pub fn paid(&self) -> Result<Money, MoneyError> {
        self.goods()?.plus(self.delivery()?)?.plus(self.charges.tax)?.minus(self.charges.discount)
    }

    /// What the goods weigh without packing; none if one weight is missing.
    pub fn net_weight_g(&self) -> Option<u64> {
        self.lines.iter().try_fold(0u64, |sum, line| sum.checked_add(line.weight_g()?))
    }
}

impl Sender {
    /// The business and its address in lines.
    pub fn lines(&self) -> Vec<String> {
        let place = format!("{}, {} {}", self.city, self.state, self.zip);
        vec![self.business.clone(), self.street.clone(), place, Country::US.label().to_owned()]
    }
}

impl fmt::Debug for Buyer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Buyer({}, …)", self.account)
    }
}
