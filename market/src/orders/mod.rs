//! Orders after they are placed: the seller's queue and papers, the buyer's timeline, going back, claims, messages.

pub mod apply;
pub mod attached;
pub mod commands;
pub mod find;
mod http;
pub mod law;
mod letters;
pub mod messages;
mod refused;
pub mod ship;
pub mod store;
mod view;
pub mod voucher;
pub mod work;

pub use apply::{apply, claim_id, needs};
pub use commands::{Act, ActRefusal, Asker};
pub use find::sellers_order;
pub use store::{
    Claims, Consignee, Consignees, Identity, Messages, Orders, Paper, Papers, Quote, Quotes, SealedConsignee,
    SealedMessage, StoredOrder,
};

use crate::App;
use crate::policy::{BuyerActs, BuyerReads, OperatorActs, OperatorReads, SellerActs, SellerReads};
use http::{buyer, operator, redeem, seller};
use sampan_web::Routes;

/// Pages and programming interface of this capability.
pub fn routes() -> Routes<App> {
    buyers(sellers(operators(Routes::new())))
}

fn sellers(routes: Routes<App>) -> Routes<App> {
    routes
        .get(SellerReads, "/seller/orders", seller::list)
        .doc("A seller's orders, in one state or all, page by page")
        .get(SellerReads, "/seller/orders/pick-list", seller::pick_list)
        .doc("What is to be packed: pieces of all paid orders, and each order")
        .get(SellerReads, "/seller/orders/{order}", seller::show)
        .doc("An order at its seller's desk: what to send where, and what the seller gets")
        .post(SellerActs, "/seller/orders/{order}/parcel", seller::parcel)
        .doc("Notes carrier and number of an order's parcel; a wrong check digit is refused")
        .post(SellerActs, "/seller/orders/{order}/attached", seller::attach)
        .uploads()
        .doc("Notes a permit, certificate or licence that an order's parcel needs")
        .post(SellerActs, "/seller/orders/{order}/shipment", seller::ship)
        .doc("Sends an order's parcel, when it is paid, every paper is complete and none is missing or has run out")
        .post(SellerActs, "/seller/orders/{order}/refusal", seller::refuse)
        .doc("Refuses an order that has not been sent; all of it goes back to the buyer")
        .post(SellerActs, "/seller/orders/{order}/return", seller::take_back)
        .doc("Takes pieces of an order back; what they bear goes back where it came from")
        .post(SellerActs, "/seller/orders/{order}/messages", seller::write)
        .doc("Writes to an order's buyer")
        .get(SellerReads, "/seller/redemptions", redeem::form)
        .doc("The till for a service's code")
        .post(SellerActs, "/seller/redemptions", redeem::redeem)
        .doc("Redeems a service's code, once")
}

fn buyers(routes: Routes<App>) -> Routes<App> {
    routes
        .get(BuyerReads, "/orders", buyer::list)
        .doc("A buyer's orders, page by page")
        .get(BuyerReads, "/orders/{order}", buyer::show)
        .doc("An order as its buyer sees it: how it stands, what happened, what it cost")
        .post(BuyerActs, "/orders/{order}/receipt", buyer::confirm)
        .doc("Says that an order has come; its seller is paid")
        .post(BuyerActs, "/orders/{order}/cancellation", buyer::cancel)
        .doc("Calls off an order that has not been sent; all of it goes back")
        .post(BuyerActs, "/orders/{order}/claim", buyer::claim)
        .doc("Claims that an order did not come as it should; the operator decides")
        .post(BuyerActs, "/orders/{order}/messages", buyer::write)
        .doc("Writes to an order's seller")
}

fn operators(routes: Routes<App>) -> Routes<App> {
    routes
        .get(OperatorReads, "/operator/orders/{order}", operator::show)
        .doc("Any order with its ledger, but for the identity number")
        .post(OperatorActs, "/operator/orders/{order}/delivery", operator::deliver)
        .doc("Says in the carrier's place that an order has arrived")
        .post(OperatorActs, "/operator/orders/{order}/cancellation", operator::cancel)
        .doc("Calls off an order that has not been sent, with a reason")
        .get(OperatorReads, "/operator/claims/{claim}", operator::claim)
        .doc("A claim with its order")
        .post(OperatorActs, "/operator/claims/{claim}/decision", operator::decide)
        .doc("Decides a claim for buyer or seller, with a reason")
}

#[cfg(test)]
mod tests;
