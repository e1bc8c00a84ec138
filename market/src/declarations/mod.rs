//! Papers for the border, made from one consignment: what a parcel needs, what it lacks, and the pages to print.
//!
//! Every paper of a parcel is made from one [`Consignment`](sampan_customs::papers::Consignment), which is put together
//! here from the order, its consignee, its payment, the seller and what the operator has registered. A parcel leaves when
//! every paper can be made; they are then kept sealed, ready for the messages to customs.

mod commands;
mod consignment;
mod facts;
mod http;
mod store;
mod view;

pub use commands::{Give, Kept};
pub use consignment::{Gap, consignment, gaps};
pub use facts::{Facts, PARCEL, needs, parcel_note};
pub use store::{Firms, ParcelNote, RegistrationRows, Sender, Senders, demo_firms, demo_sender};
pub use view::{GapView, PapersView};

use crate::App;
use crate::policy::{OperatorActs, OperatorReads, SellerActs, SellerReads};
use sampan_web::Routes;

/// Pages and programming interface of this capability.
pub fn routes() -> Routes<App> {
    Routes::new()
        .get(SellerReads, "/seller/orders/{order}/papers", http::papers)
        .doc("Every paper that goes with an order's parcel, to print")
        .get(SellerReads, "/seller/orders/{order}/papers/{kind}", http::paper)
        .doc("One paper of an order's parcel, or what it lacks")
        .get(SellerReads, "/seller/sender", http::sender)
        .doc("Where the seller's parcels leave from")
        .post(SellerActs, "/seller/sender", http::set_sender)
        .doc("Sets where the seller's parcels leave from")
        .get(OperatorReads, "/operator/registrations", http::registrations)
        .doc("The firms that stand in customs for a parcel")
        .post(OperatorActs, "/operator/registrations", http::set_registrations)
        .doc("Sets the firms that stand in customs for a parcel")
}
