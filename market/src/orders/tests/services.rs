//! Services: a code that is the buyer's alone and counts once.

use super::*;
use crate::orders::voucher;

impl Walk {
    /// A tour for so many, paid.
    async fn booked(&self, places: u32) -> OrderId {
        let order = buying::placed(self.app(), &self.seller, self.buyer_id, &[(&self.tour, places)], "CN").await;
        buying::pay(self.app(), order).await;
        order
    }
}

#[tokio::test]
async fn a_code_is_redeemed_once() {
    for mut walk in walks().await {
        let order = walk.booked(2).await;
        let seen = walk.seen(order).await;
        let code = seen["code"].as_str().unwrap().to_owned();
        assert_eq!(code, voucher::code(walk.app().vault(), order));
        let page = walk.buyer.get(&format!("/orders/{order}")).await;
        assert!(shown(&page).contains(&code));
        let desk = walk.desk.get(&format!("/seller/orders/{order}")).await;
        assert!(!shown(&desk).contains(&code), "the code is the buyer's");
        assert!(!walk.operator.get_json(&format!("/operator/orders/{order}")).await.text().contains(&code));

        let wrong = walk.desk.post_json("/seller/redemptions", &json!({ "code": "0000-0000" })).await;
        assert_eq!(errors(&wrong), ["code wrong_code"]);
        let typed = code.to_lowercase().replace('-', " ");
        let done = walk.desk.post_json("/seller/redemptions", &json!({ "code": typed })).await;
        assert_eq!(done.json()["redeemed"]["state"], "completed", "{}", done.text());
        let twice = walk.desk.post("/seller/redemptions", &[("code", &code)]).await;
        assert_eq!(twice.status, 409);
        assert_eq!(
            walk.desk.post_json("/seller/redemptions", &json!({ "code": code })).await.code(),
            "already_redeemed"
        );
        assert_ne!(walk.earned().await, "0.00");
        let ship = walk.desk.post_json(&format!("/seller/orders/{order}/shipment"), &json!({})).await;
        assert_eq!((ship.status, ship.code().as_str()), (409, "not_now"));
        walk.clean().await;
    }
}

#[tokio::test]
async fn a_code_of_another_shop_or_after_the_last_day_does_not_count() {
    for mut walk in walks().await {
        let order = walk.booked(1).await;
        let code = voucher::code(walk.app().vault(), order);
        let other = fixtures::shop(walk.app(), "other").await;
        let role = Role::Seller { seller: other.id, owner: true };
        let (_, mut stranger) = signed_in(&walk.shop, role, "eve@other.example").await;
        let tried = stranger.post_json("/seller/redemptions", &json!({ "code": code })).await;
        assert_eq!(errors(&tried), ["code wrong_code"]);
        let parcel = walk.desk.post_json(&format!("/seller/orders/{order}/parcel"), &json!({ "number": POST })).await;
        assert_eq!((parcel.status, parcel.code().as_str()), (409, "no_parcel"));
        walk.wait(320).await;
        let late = walk.desk.post_json("/seller/redemptions", &json!({ "code": code })).await;
        assert_eq!((late.status, late.code().as_str()), (409, "too_late"));
        walk.days(0).await;
        assert_eq!(walk.state(order).await, "completed", "the last day is over");
        walk.clean().await;
    }
}

#[tokio::test]
async fn codes_are_not_guessed() {
    for mut walk in walks().await {
        walk.booked(1).await;
        let mut last = 0;
        for n in 0..12 {
            let guess = json!({ "code": format!("0000-00{n:02}") });
            last = walk.desk.post_json("/seller/redemptions", &guess).await.status;
        }
        assert_eq!(last, 429);
        walk.clean().await;
    }
}
