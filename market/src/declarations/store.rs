//! Where parcels leave from, which firms customs know, and what a seller says of a parcel, in their rows.

use crate::Mode;
use crate::documents;
use crate::vault::Vault;
use sampan_customs::papers::{Firm, Registrations};
use sampan_db::{Column, DbError, Record, Row, Table, Value};
use sampan_ids::SellerId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The firms of the operator's row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Firms {
    /// In China's customs.
    pub china: Registrations,
}

documents! {
    /// The operator's registrations; one row.
    RegistrationRows: Firms = "registrations", registration_id: Uuid = |_f| Uuid::nil(), {}
}

/// Firms to try the marketplace with: invented, and named as such on every paper.
pub fn demo_firms() -> Firms {
    let firm =
        |code: &str, name: &str| Some(Firm { code: code.to_owned(), name: format!("{name}（演示，未登记）") });
    Firms {
        china: Registrations {
            platform: firm("DEMO000001", "舢板平台"),
            merchant: firm("DEMO000002", "舢板商家"),
            payment: firm("DEMO000003", "沙盒支付"),
            carrier: firm("DEMO000004", "演示快递"),
        },
    }
}

/// The firms that hold: the operator's, else in a demo the invented ones.
pub fn firms(stored: Option<Firms>, mode: Mode) -> Firms {
    match (stored, mode) {
        (Some(firms), _) => firms,
        (None, Mode::Demo) => demo_firms(),
        (None, Mode::Live) => Firms::default(),
    }
}

/// Where a seller's parcels leave from; personal where it is a home, so it lies sealed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sender {
    /// Street and number.
    pub street: String,
    /// City.
    pub city: String,
    /// ZIP code.
    pub zip: String,
    /// Phone, if carriers may call.
    pub phone: Option<String>,
}

/// A place to try the marketplace with: invented, and named as such on every paper.
pub fn demo_sender(city: &str) -> Sender {
    Sender {
        street: "1 Demonstration Lane (not a real address)".to_owned(),
        city: city.to_owned(),
        zip: "00000".to_owned(),
        phone: None,
    }
}

/// The sealed row of a [`Sender`].
#[derive(Clone, Debug)]
pub struct SealedSender {
    /// Whose.
    pub seller: SellerId,
    /// The sealed place.
    pub sealed: Vec<u8>,
}

impl SealedSender {
    /// Seals a seller's place.
    pub fn seal(vault: &Vault, seller: SellerId, sender: &Sender) -> SealedSender {
        SealedSender { seller, sealed: vault.seal(&format!("sender {seller}"), sender) }
    }

    /// Opens it.
    pub fn open(&self, vault: &Vault) -> Option<Sender> {
        vault.open_sealed(&format!("sender {}", self.seller), &self.sealed).ok()
    }
}

/// Where sellers' parcels leave from.
pub struct Senders;

impl Record for Senders {
    type Key = SellerId;
    type Item = SealedSender;
    const TABLE: Table =
        Table { name: "senders", key: &[Column::id("seller_id")], columns: &[Column::bytes("sealed")] };
    fn key(item: &SealedSender) -> SellerId {
        item.seller
    }
    fn key_values(key: &SellerId) -> Vec<Value> {
        vec![key.0.into()]
    }
    fn write(item: &SealedSender) -> Vec<Value> {
        vec![item.sealed.clone().into()]
    }
    fn read(row: &Row) -> Result<SealedSender, DbError> {
        Ok(SealedSender { seller: SellerId(row.id("seller_id")), sealed: row.bytes("sealed").to_vec() })
    }
}

/// What a seller says of a parcel before it goes; a sealed row among the order's papers, of the kind
/// [`PARCEL`](super::PARCEL).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelNote {
    /// The carrier's name.
    pub carrier: String,
    /// The carrier's number.
    pub number: String,
    /// Whether the number is one that its carrier gives: shape and check digit fit.
    pub recognised: bool,
    /// What the packed parcel weighs, where the seller weighed it.
    pub gross_weight_g: Option<u64>,
    /// The number of the export filing, where one was made.
    pub itn: Option<String>,
    /// The papers that the law asked for by this carrier on the day it left, besides those of its order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub papers: Vec<sampan_tariff::Paper>,
}
