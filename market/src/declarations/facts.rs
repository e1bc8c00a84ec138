//! All that is known of a parcel, read either by a command's rows or for a page.

use super::store::{self, Firms, ParcelNote, RegistrationRows, Sender, Senders};
use crate::App;
use crate::Mode;
use crate::catalog::{Listings, StoredListing};
use crate::checkout::{Checkouts, Placed};
use crate::orders::attached::ATTACHED;
use crate::orders::{Consignee, Consignees, Paper, Papers, StoredOrder};
use crate::sellers::Sellers;
use crate::vault::Vault;
use sampan_db::{DbError, Needs, Rows};
use sampan_ids::{ListingId, OrderId};
use sampan_trade::order::Order;
use sampan_trade::seller::Seller;
use uuid::Uuid;

/// The kind of the row that holds a [`ParcelNote`].
pub const PARCEL: &str = "parcel";

/// All that is known of a parcel.
pub struct Facts {
    /// The order.
    pub order: Order,
    /// Whom it goes to; none once that is erased.
    pub consignee: Option<Consignee>,
    /// What pays for it.
    pub checkout: Option<Placed>,
    /// Who sends it.
    pub seller: Option<Seller>,
    /// Where it leaves from.
    pub sender: Option<Sender>,
    /// Who stands in customs for what.
    pub firms: Firms,
    /// The listings as they are now, for what an order does not repeat.
    pub listings: Vec<StoredListing>,
    /// What the seller said of the parcel.
    pub parcel: Option<ParcelNote>,
}

/// The rows that [`Facts::of`] reads besides the order.
pub fn needs(order: &Order) -> Needs {
    Needs::none()
        .and::<Consignees>(order.id)
        .and::<Checkouts>(order.checkout)
        .and::<Sellers>(order.seller)
        .and::<Senders>(order.seller)
        .and::<RegistrationRows>(Uuid::nil())
        .and::<Papers>((order.id, PARCEL.to_owned()))
        .all::<Listings>(listings(order))
}

fn listings(order: &Order) -> Vec<ListingId> {
    let mut ids: Vec<ListingId> = order.lines.iter().map(|line| line.listing).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// What a seller said of a parcel, out of its row.
pub fn parcel_note(vault: &Vault, paper: &Paper) -> Option<ParcelNote> {
    vault.open_sealed(&format!("paper {} {PARCEL}", paper.order), &paper.sealed).ok()
}

impl Facts {
    /// Out of a command's rows, which were named by [`needs`].
    pub fn of(rows: &Rows, vault: &Vault, mode: Mode, stored: &StoredOrder) -> Facts {
        let order = stored.order.clone();
        let seller = rows.get::<Sellers>(&order.seller).cloned();
        let sender = rows.get::<Senders>(&order.seller).and_then(|sealed| sealed.open(vault));
        let note = rows.get::<Papers>(&(order.id, PARCEL.to_owned()));
        Facts {
            consignee: rows.get::<Consignees>(&order.id).and_then(|sealed| sealed.open(vault)),
            checkout: rows.get::<Checkouts>(&order.checkout).cloned(),
            sender: sender.or_else(|| invented(mode, seller.as_ref())),
            seller,
            firms: store::firms(rows.get::<RegistrationRows>(&Uuid::nil()).cloned(), mode),
            listings: listings(&order).iter().filter_map(|id| rows.get::<Listings>(id).cloned()).collect(),
            parcel: note.and_then(|paper| parcel_note(vault, paper)),
            order,
        }
    }

    /// For a page.
    pub async fn find(app: &App, order: Order) -> Result<Facts, DbError> {
        let (db, vault) = (app.db(), app.vault());
        let seller = db.find::<Sellers>(&order.seller).await?;
        let sender = db.find::<Senders>(&order.seller).await?.and_then(|sealed| sealed.open(vault));
        let ids: Vec<Uuid> = listings(&order).into_iter().map(|id| id.0).collect();
        let note = (order.id, PARCEL.to_owned());
        Ok(Facts {
            consignee: db.find::<Consignees>(&order.id).await?.and_then(|sealed| sealed.open(vault)),
            checkout: db.find::<Checkouts>(&order.checkout).await?,
            sender: sender.or_else(|| invented(app.mode(), seller.as_ref())),
            seller,
            firms: store::firms(db.find::<RegistrationRows>(&Uuid::nil()).await?, app.mode()),
            listings: db.find_many::<Listings>(ids).await?,
            parcel: db.find::<Papers>(&note).await?.and_then(|paper| parcel_note(vault, &paper)),
            order,
        })
    }
}

fn invented(mode: Mode, seller: Option<&Seller>) -> Option<Sender> {
    seller.filter(|_| mode == Mode::Demo).map(|seller| store::demo_sender(&seller.city))
}

/// The papers of an order that are kept, opened.
pub fn opened(vault: &Vault, order: OrderId, papers: &[Paper]) -> Vec<sampan_customs::papers::Paper> {
    let open = |paper: &Paper| vault.open_sealed(&format!("paper {order} {}", paper.kind), &paper.sealed).ok();
    let own = |paper: &&Paper| paper.kind != PARCEL && paper.kind != ATTACHED;
    papers.iter().filter(own).filter_map(open).collect()
}
