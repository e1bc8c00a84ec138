//! The one consignment of an order, out of which every paper is made.

use super::{Facts, ParcelNote};
use crate::checkout::Placed;
use crate::orders::Consignee;
use sampan_customs::identity::{Identity, RealName};
use sampan_customs::papers::{self, Buyer, Charges, Consignment, Line, MissingFact, Mode, Payment, Sender};
use sampan_customs::parcel::{NotAParcelNumber, recognise};
use sampan_customs::{Country, HsCode};
use sampan_money::{Currency, Money};
use sampan_trade::Language;
use sampan_trade::checkout::PaymentState;
use sampan_trade::listing::Listing;
use sampan_trade::order::{self, Order, State};
use serde::{Deserialize, Serialize};

/// China's customs code of a piece.
const PIECE: &str = "011";
/// Characters of an ingredient list in a specification; the rest of the 510 is for what stands before it.
const INGREDIENTS: usize = 200;
/// The provider that answers for the payer's name itself, because it has no payers but the buyers.
const SANDBOX: &str = "sandbox";

/// A fact that a paper lacks, as it is kept in a refusal and shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// The paper; `shipment` for what the parcel needs besides papers.
    pub paper: String,
    /// The fact.
    pub field: String,
    /// The line, from 1; none for the whole parcel.
    pub line: Option<usize>,
    /// `absent`, `too_long`, `malformed` or `disagrees`.
    pub fault: String,
    /// Who can give it: `seller`, `buyer`, `operator` or `provider`.
    pub from: String,
}

impl From<&MissingFact> for Gap {
    fn from(missing: &MissingFact) -> Gap {
        let fault = match missing.fault {
            papers::Fault::Absent => "absent",
            papers::Fault::TooLong { .. } => "too_long",
            papers::Fault::Malformed => "malformed",
            papers::Fault::Disagrees => "disagrees",
        };
        let from = match missing.from {
            papers::Giver::Seller => "seller",
            papers::Giver::Buyer => "buyer",
            papers::Giver::Operator => "operator",
            papers::Giver::Provider => "provider",
        };
        Gap {
            paper: missing.paper.code().to_owned(),
            field: missing.field.code().to_owned(),
            line: missing.line.map(|line| line + 1),
            fault: fault.to_owned(),
            from: from.to_owned(),
        }
    }
}

/// What keeps a parcel from leaving: every fact that one of its papers lacks, and the number of the parcel itself.
pub fn gaps(facts: &Facts) -> Vec<Gap> {
    let whole = |field: &str, from: &str| Gap {
        paper: "shipment".to_owned(),
        field: field.to_owned(),
        line: None,
        fault: "absent".to_owned(),
        from: from.to_owned(),
    };
    let Some(consignment) = consignment(facts) else {
        return vec![whole("address", "buyer")];
    };
    let mut found: Vec<Gap> = papers::complete(&consignment).err().unwrap_or_default().iter().map(Gap::from).collect();
    if facts.parcel.is_none() && !found.iter().any(|gap| gap.field == "parcel_number") {
        found.push(whole("parcel_number", "seller"));
    }
    found
}

/// The consignment of an order; none for a service, or once its consignee is erased.
pub fn consignment(facts: &Facts) -> Option<Consignment> {
    let order = &facts.order;
    let (consignee, delivery) = (facts.consignee.as_ref()?, order.delivery.as_ref()?);
    let currency = order.rate.quote;
    let identity = identity(consignee);
    Some(Consignment {
        order_number: order.number.clone(),
        placed_at: order.placed_at,
        mode: mode(order, delivery.mode),
        sender: sender(facts),
        recipient: consignee.address.clone(),
        buyer: Buyer {
            account: order.buyer.to_string(),
            phone: Some(consignee.address.national_phone().to_owned()),
            identity: identity.clone(),
            // Before it is paid there is no parcel that it would stand on.
            code: consignee.code.clone().filter(|_| matches!(order.state, State::Paid { .. })),
        },
        lines: order.lines.iter().map(|line| declared(facts, line)).collect(),
        gross_weight_g: facts.parcel.as_ref().and_then(|note| note.gross_weight_g).or_else(|| order.gross_g()),
        charges: Charges {
            freight: order.amounts.delivery,
            insurance: Money::zero(currency),
            tax: order.amounts.duty.plus(order.amounts.tax).ok()?,
            discount: Money::zero(currency),
        },
        declared_freight: delivery.price_usd,
        declared_insurance: Money::zero(Currency::USD),
        payment: facts.checkout.as_ref().and_then(|placed| payment(order, placed, identity)),
        parcel_number: facts.parcel.as_ref().map(number),
        master_waybill: None,
        registrations: facts.firms.china.clone(),
        itn: facts.parcel.as_ref().and_then(|note| note.itn.clone()),
    })
}

/// The parcel's number as papers give it. One that only happens to look like another carrier's, check digit and all,
/// stands with its own carrier's name.
fn number(note: &ParcelNote) -> String {
    match recognise(&note.number) {
        Err(NotAParcelNumber::CheckDigit { .. }) if !note.recognised => format!("{} {}", note.carrier, note.number),
        _ => note.number.clone(),
    }
}

fn mode(order: &Order, delivery: sampan_trade::rates::Mode) -> Mode {
    match delivery {
        sampan_trade::rates::Mode::Post => Mode::Post,
        sampan_trade::rates::Mode::Express if order.regime == "cbec" => Mode::CbecExpress,
        sampan_trade::rates::Mode::Express => Mode::Express,
    }
}

fn identity(consignee: &Consignee) -> Option<Identity> {
    let known = consignee.identity.as_ref()?;
    Some(Identity { name: RealName::check(&known.name).ok()?, id: known.number.clone() })
}

fn sender(facts: &Facts) -> Sender {
    let known = facts.sender.clone().unwrap_or_default();
    let (business, state) = match &facts.seller {
        Some(seller) => (seller.name.clone(), seller.state.to_string()),
        None => (String::new(), String::new()),
    };
    Sender { business, street: known.street, city: known.city, state, zip: known.zip, phone: known.phone }
}

/// The order's part of what its checkout paid.
fn payment(order: &Order, placed: &Placed, buyer: Option<Identity>) -> Option<Payment> {
    match &placed.checkout.payment {
        PaymentState::Paid { at, provider_ref } => Some(Payment {
            provider_ref: provider_ref.clone(),
            paid_at: *at,
            amount: order.amounts.total,
            payer: buyer.filter(|_| order.provider.as_str() == SANDBOX),
        }),
        PaymentState::Awaiting | PaymentState::Declined { .. } | PaymentState::Expired { .. } => None,
        PaymentState::RefundedLate { .. } | PaymentState::Cancelled { .. } => None,
    }
}

/// A line as it is declared: the order's own facts; of the listing only what an order does not repeat.
fn declared(facts: &Facts, line: &order::Line) -> Line {
    let listing = facts.listings.iter().map(|stored| &stored.listing).find(|listing| listing.id == line.listing);
    let title = |language| {
        let bought = line.title.get(&language).map(String::as_str);
        let now = listing.and_then(|listing| listing.texts.get(&language)).map(|text| text.title.as_str());
        bought.or(now).filter(|title| !title.trim().is_empty())
    };
    let with_options = |title: &str| match line.options.is_empty() {
        true => title.to_owned(),
        false => format!("{title}, {}", line.options.join(", ")),
    };
    let english = title(Language::En).or_else(|| title(Language::ZhHans)).unwrap_or_default();
    let chinese = title(Language::ZhHans);
    Line {
        sku: line.sku.clone(),
        description_en: with_options(english),
        description_zh: chinese.map(str::to_owned),
        specification_zh: chinese.map(|title| specification(facts, line, listing, title)),
        hs: line.hs.as_ref().and_then(|code| HsCode::parse(&code.to_string()).ok()),
        origin: line.origin.and_then(|country| Country::parse(country.as_str()).ok()),
        quantity: line.quantity,
        unit: Some(PIECE.to_owned()),
        net_weight_g: line.net_weight_g.map(u64::from),
        unit_value: line.unit_price,
        charged: line.goods,
        barcode: listing.and_then(|listing| listing.variant(line.variant)).and_then(|variant| variant.barcode.clone()),
        eccn: None,
    }
}

/// Name, brand, form, net weight and ingredients, as China's customs want a specification, parted by `|`.
fn specification(facts: &Facts, line: &order::Line, listing: Option<&Listing>, title: &str) -> String {
    let brand = facts.seller.as_ref().map(|seller| format!("品牌:{}", seller.name));
    let form = (!line.options.is_empty()).then(|| format!("规格:{}", line.options.join("、")));
    let weight = line.net_weight_g.map(|grams| format!("净重:{grams}克/件"));
    let ingredients = listing.and_then(|listing| listing.ingredients.as_deref());
    let ingredients = ingredients.map(|text| format!("成分:{}", text.chars().take(INGREDIENTS).collect::<String>()));
    let parts = [Some(title.to_owned()), brand, form, weight, ingredients];
    parts.into_iter().flatten().collect::<Vec<_>>().join("|")
}
