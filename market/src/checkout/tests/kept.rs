//! Baskets of buyers who are signed in, and what becomes of a guest's at sign-in.

use super::*;
use crate::accounts::{Role, fresh_password};
use crate::checkout::Baskets;
use crate::testing::fixtures::{Offer, listing, shop};
use crate::testing::people::signed_in;

#[tokio::test]
async fn a_buyer_orders_from_two_windows_once() {
    for place in shops().await {
        let app = &place.app;
        let seller = shop(app, "two-gull").await;
        let cherries = listing(app, &seller, Offer::cherries()).await;
        let (account, client) = signed_in(&place, Role::Buyer, "mei@example.com").await;
        let mut walk = Walk { client: client.language("zh-CN") };
        assert_eq!(walk.put(&cherries, "2").await.status, 303);
        let kept = app.db().find::<Baskets>(&account).await.unwrap().unwrap();
        assert_eq!(kept.basket.items, [(variant(&cherries), 2)]);
        let pages = [walk.client.get("/checkout").await, walk.client.get("/checkout").await];
        assert!(!pages[0].text().contains("name=\"email\""), "{}", pages[0].text());
        let given = filled();
        let given: Vec<(&str, &str)> = given.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let first = walk.client.submit(&pages[0], "/checkout", &given).await;
        assert_eq!(first.status, 303, "{}", first.text());
        for page in [&pages[1], &pages[0]] {
            let again = walk.client.submit(page, "/checkout", &given).await;
            assert_eq!(again.location(), first.location(), "{}", again.text());
        }
        assert_eq!(stock(app, &cherries).await, (40, 2));
        assert_eq!(walk.client.get_json("/basket").await.json()["count"], 0);
        let path = first.location().unwrap().to_owned();
        walk.pay(&path, "approve").await;
        assert_eq!(walk.state(&path).await, "paid");
        // The next order's form knows the address; the number is asked for again.
        walk.put(&cherries, "1").await;
        let page = walk.client.get("/checkout").await;
        assert!(page.text().contains("无名路 1 号") && !page.text().contains(&resident(true)), "{}", page.text());
        audit(app).await;
    }
}

#[tokio::test]
async fn a_basket_that_changed_since_it_was_shown_is_shown_again() {
    for place in shops().await {
        let app = &place.app;
        let seller = shop(app, "two-gull").await;
        let cherries = listing(app, &seller, Offer::cherries()).await;
        let (_, client) = signed_in(&place, Role::Buyer, "mei@example.com").await;
        let mut walk = Walk { client: client.language("zh-CN") };
        walk.put(&cherries, "1").await;
        let page = walk.client.get("/checkout").await;
        walk.put(&cherries, "1").await;
        let given = filled();
        let given: Vec<(&str, &str)> = given.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let answer = walk.client.submit(&page, "/checkout", &given).await;
        assert!(answer.status == 422 && answer.text().contains("合计金额有变化"), "{}", answer.text());
        assert_eq!(stock(app, &cherries).await, (40, 0));
        audit(app).await;
    }
}

#[tokio::test]
async fn a_session_that_ended_at_the_checkout_is_said_to_have() {
    for place in shops().await {
        let app = &place.app;
        let seller = shop(app, "two-gull").await;
        let cherries = listing(app, &seller, Offer::cherries()).await;
        let (account, client) = signed_in(&place, Role::Buyer, "mei@example.com").await;
        let mut walk = Walk { client };
        walk.put(&cherries, "1").await;
        let page = walk.client.get("/checkout").await;
        let mut guest = Client::new(&place.service());
        guest.get("/basket").await;
        let token = guest.csrf().unwrap().to_owned();
        let answer = guest.submit(&page, "/checkout", &[("csrf", &token)]).await;
        assert_eq!(answer.status, 401, "{}", answer.text());
        assert!(answer.text().contains("/sign-in"));
        let kept = app.db().find::<Baskets>(&account).await.unwrap().unwrap();
        assert_eq!(kept.basket.items.len(), 1);
        audit(app).await;
    }
}

#[tokio::test]
async fn what_a_guest_chose_is_there_after_signing_in() {
    for place in shops().await {
        let app = &place.app;
        let seller = shop(app, "two-gull").await;
        let cherries = listing(app, &seller, Offer::cherries()).await;
        let more = listing(app, &seller, Offer { slug: "more", ..Offer::cherries() }).await;
        let (account, client) = signed_in(&place, Role::Buyer, "mei@example.com").await;
        let mut walk = Walk { client };
        walk.put(&cherries, "3").await;
        let password = fresh_password(app, account).await.unwrap();
        let mut guest = Walk::new(&place);
        guest.put(&cherries, "1").await;
        guest.put(&more, "2").await;
        guest.client.get("/sign-in").await;
        let signed = [("email", "mei@example.com"), ("password", password.as_str())];
        let answer = guest.client.post("/sign-in", &signed).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        let basket = guest.client.get_json("/basket").await.json();
        assert_eq!(basket["count"], 5, "{basket}");
        assert!(guest.client.get("/basket").await.text().contains("<span class=\"count\">5</span>"));
        audit(app).await;
    }
}
