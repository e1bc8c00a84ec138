//! Payments: approved, declined, twice, late, out of order, never.

use super::*;
use crate::checkout::Checkouts;
use crate::checkout::SandboxPayments;
use crate::checkout::providers::{Message, signed};
use crate::checkout::sandbox::commands::Refund;
use crate::orders::{Act, Asker, Orders};
use crate::testing::fixtures::{Offer, listing, shop};
use sampan_trade::checkout::{Checkout, Notification, NotificationKind};
use sampan_trade::order::{self, RefundState};

async fn checkout(app: &App, path: &str) -> Checkout {
    app.db().find::<Checkouts>(&id_of(path)).await.unwrap().unwrap().checkout
}

#[tokio::test]
async fn every_wish_at_the_sandbox_ends_in_one_right_state() {
    for wish in ["approve", "decline", "approve_twice", "approve_late", "out_of_order"] {
        for place in shops().await {
            let app = &place.app;
            let seller = shop(app, "two-gull").await;
            let cherries = listing(app, &seller, Offer::cherries()).await;
            let mut walk = Walk::new(&place);
            assert_eq!(walk.put(&cherries, "2").await.status, 303);
            let path = walk.placed().await;
            assert_eq!(stock(app, &cherries).await, (40, 2));
            let back = walk.pay(&path, wish).await;
            assert_eq!(back.location(), Some(path.as_str()), "{}", back.text());
            settle(app).await;
            let (now, later, reserved, surplus) = match wish {
                "approve" | "out_of_order" => ("paid", "paid", 2, 0),
                "decline" => ("declined", "expired", 0, 0),
                "approve_twice" => ("paid", "paid", 2, 1),
                _ => ("awaiting", "refunded_late", 0, 1),
            };
            assert_eq!(walk.state(&path).await, now, "{wish}");
            place.hand.advance(minutes(31));
            settle(app).await;
            assert_eq!(walk.state(&path).await, later, "{wish}");
            assert_eq!(stock(app, &cherries).await, (40, reserved), "{wish}");
            let after = checkout(app, &path).await;
            assert_eq!(after.surplus.len(), surplus, "{wish}");
            assert!(after.surplus.iter().all(|s| matches!(s.sent, RefundState::Sent { .. })), "{wish}");
            let page = walk.client.get(&path).await;
            assert_eq!(page.status, 200);
            audit(app).await;
        }
    }
}

#[tokio::test]
async fn a_declined_payment_is_tried_again() {
    for place in shops().await {
        let app = &place.app;
        let seller = shop(app, "two-gull").await;
        let cherries = listing(app, &seller, Offer::cherries()).await;
        let mut walk = Walk::new(&place);
        walk.put(&cherries, "1").await;
        let path = walk.placed().await;
        walk.pay(&path, "decline").await;
        assert_eq!(walk.state(&path).await, "declined");
        walk.pay(&path, "approve").await;
        assert_eq!(walk.state(&path).await, "paid");
        // Back from the paid page, the button leads to what is paid.
        let again = walk.client.post(&format!("{path}/payment"), &[]).await;
        assert_eq!(again.location(), Some(path.as_str()));
        let off = walk.client.post(&format!("{path}/cancellation"), &[]).await;
        assert_eq!(off.status, 409);
        audit(app).await;
    }
}

#[tokio::test]
async fn what_a_seller_refuses_goes_back_to_the_buyer_by_the_provider() {
    for place in shops().await {
        let app = &place.app;
        let (one, other) = (shop(app, "two-gull").await, shop(app, "cherry-bend").await);
        let cherries = listing(app, &one, Offer::cherries()).await;
        let more = listing(app, &other, Offer { slug: "more", ..Offer::cherries() }).await;
        let mut walk = Walk::new(&place);
        walk.put(&cherries, "2").await;
        walk.put(&more, "1").await;
        let path = walk.placed().await;
        walk.pay(&path, "approve").await;
        let placed = app.db().find::<Checkouts>(&id_of(&path)).await.unwrap().unwrap();
        let id = placed.checkout.orders[0];
        let command = order::Command::Cancel { by: order::By::Seller, reason: "The birds were faster.".to_owned() };
        let act = Act { vault: app.vault().clone(), order: id, asker: Asker::Market, command };
        app.db().perform(id.0, act).await.unwrap().unwrap();
        settle(app).await;
        let stored = app.db().find::<Orders>(&id).await.unwrap().unwrap();
        assert!(matches!(stored.order.refunds[0].sent, RefundState::Sent { .. }));
        let books = app.db().find::<SandboxPayments>(&placed.payment).await.unwrap().unwrap();
        assert_eq!(books.refunds.len(), 1);
        assert_eq!(books.refunds[0].amount, stored.order.amounts.total);
        // Asked again, the provider sends nothing more.
        let ours = format!("{id}/1");
        let (payment, provider_ref) = (placed.payment, books.refunds[0].charge.clone());
        let again = Refund { payment, provider_ref, amount: stored.order.amounts.total, ours };
        assert_eq!(app.db().perform(payment.0, again).await.unwrap(), Ok(books.refunds[0].number.clone()));
        audit(app).await;
    }
}

#[tokio::test]
async fn an_order_called_off_gives_everything_back() {
    for place in shops().await {
        let app = &place.app;
        let seller = shop(app, "two-gull").await;
        let cherries = listing(app, &seller, Offer::cherries()).await;
        let mut walk = Walk::new(&place);
        walk.put(&cherries, "3").await;
        let path = walk.placed().await;
        walk.client.get(&path).await;
        let mut other = Walk::new(&place);
        other.put(&cherries, "1").await;
        let theirs = other.placed().await;
        assert_eq!(other.client.get(&path).await.status, 404);
        assert_eq!(other.client.post(&format!("{path}/cancellation"), &[]).await.status, 404);
        assert_eq!(other.client.post(&format!("{path}/payment"), &[]).await.status, 404);
        assert_eq!(stock(app, &cherries).await, (40, 4));
        let off = walk.client.post(&format!("{path}/cancellation"), &[]).await;
        assert_eq!(off.location(), Some(path.as_str()), "{}", off.text());
        assert_eq!(walk.state(&path).await, "cancelled");
        assert_eq!(stock(app, &cherries).await, (40, 1));
        assert_eq!(other.state(&theirs).await, "awaiting");
        audit(app).await;
    }
}

#[tokio::test]
async fn notifications_come_in_by_their_door_signed_or_not_at_all() {
    for place in shops().await {
        let app = &place.app;
        let seller = shop(app, "two-gull").await;
        let cherries = listing(app, &seller, Offer::cherries()).await;
        let mut walk = Walk::new(&place);
        walk.put(&cherries, "1").await;
        let path = walk.placed().await;
        let placed = app.db().find::<Checkouts>(&id_of(&path)).await.unwrap().unwrap();
        let kind = NotificationKind::Approved { amount: placed.checkout.total, provider_ref: "ch_1".into() };
        let notification = Notification { event_id: "ev_1".into(), kind };
        let (bytes, signature) = signed(app.vault(), &Message { payment: placed.payment, notification });
        let door = "/payments/sandbox/notifications";
        let forged = "0".repeat(64);
        for wrong in [forged.as_str(), "", "not hexadecimal", &signature[1..]] {
            let mut provider = Client::new(&place.service()).header("x-sandbox-signature", wrong);
            let answer = provider.send("POST", door, Some("application/json"), bytes.clone()).await;
            assert_eq!(answer.status, 400, "{wrong:?}");
        }
        assert_eq!(walk.state(&path).await, "awaiting");
        let mut provider = Client::new(&place.service()).header("x-sandbox-signature", &signature);
        assert_eq!(provider.send("POST", door, Some("application/json"), b"{}".to_vec()).await.status, 400);
        for verdict in ["paid", "nothing_new", "nothing_new"] {
            let answer = provider.send("POST", door, Some("application/json"), bytes.clone()).await;
            assert_eq!((answer.status, answer.json()["verdict"].as_str()), (200, Some(verdict)));
        }
        let answer = provider.send("POST", "/payments/nobody/notifications", None, bytes.clone()).await;
        assert_eq!(answer.status, 404);
        assert_eq!(walk.state(&path).await, "paid");
        let order = app.db().find::<Orders>(&placed.checkout.orders[0]).await.unwrap().unwrap();
        assert_eq!(order.order.state.name(), "paid");
        audit(app).await;
    }
}
