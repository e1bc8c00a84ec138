//! The index keeps up with what sellers and the operator do.

use super::{index, market, reader, titles};
use crate::accounts::Role;
use crate::sellers::shop::{Change, ChangeShop};
use crate::testing::fixtures::{self, Offer};
use crate::testing::people::signed_in;
use crate::testing::shops;
use crate::{browse, work};
use sampan_ids::SignedDuration;
use sampan_trade::listing::Status;

#[tokio::test]
async fn a_changed_listing_is_found_after_one_round_and_an_idle_round_does_nothing() {
    for shop in shops().await {
        let app = &shop.app;
        let mut all = market(app).await;
        let mut client = reader(&shop, "en");
        let mut cherries = all.remove(0);
        for text in cherries.listing.texts.values_mut() {
            text.title = "Sun-dried apricots".to_owned();
        }
        fixtures::save_listing(app, &cherries).await;
        assert_eq!(browse::index_changes(app).await.unwrap(), 1);
        assert_eq!(titles(&client.get_json("/search?q=apricots").await), ["Sun-dried apricots"]);
        assert_eq!(client.get_json("/search?q=tart").await.json()["total"], 0);
        for _ in 0..3 {
            assert_eq!(browse::index_changes(app).await.unwrap(), 0);
            shop.hand.advance(SignedDuration::from_secs(4));
        }
        work::round(app).await;
        assert_eq!(titles(&client.get_json("/search?q=apricots").await).len(), 1);
    }
}

#[tokio::test]
async fn what_is_taken_down_is_gone_at_once_and_comes_back() {
    for shop in shops().await {
        let app = &shop.app;
        let all = market(app).await;
        let (mut client, cherries) = (reader(&shop, "en"), &all[0]);
        let href = browse::listing_href(&cherries.listing);
        assert_eq!(client.get(&href).await.status, 200);
        let mut down = cherries.clone();
        down.listing.status = Status::Unpublished;
        fixtures::save_listing(app, &down).await;
        assert_eq!(client.get(&href).await.status, 404);
        assert!(titles(&client.get_json("/search?q=tart").await).is_empty(), "before the index has heard of it");
        browse::index_changes(app).await.unwrap();
        assert_eq!(client.get_json("/search?q=tart").await.json()["total"], 0);
        fixtures::save_listing(app, cherries).await;
        browse::index_changes(app).await.unwrap();
        assert_eq!(client.get_json("/search?q=tart").await.json()["total"], 1);
    }
}

#[tokio::test]
async fn the_listings_of_a_suspended_seller_vanish_and_come_back() {
    for shop in shops().await {
        let app = &shop.app;
        let all = market(app).await;
        let mut client = reader(&shop, "en");
        let gull = all[0].listing.seller;
        let (_, mut operator) = signed_in(&shop, Role::Operator, "op@example.com").await;
        let desk = format!("/operator/sellers/{gull}");
        let reason = serde_json::json!({ "reason": "test" });
        assert_eq!(operator.post_json(&format!("{desk}/suspension"), &reason).await.status, 200);
        assert!(titles(&client.get_json("/search?q=tart").await).is_empty());
        assert_eq!(client.get("/shops/two-gull").await.status, 404);
        assert_eq!(client.get(&browse::listing_href(&all[0].listing)).await.status, 404);
        assert_eq!(browse::index_changes(app).await.unwrap(), 3);
        assert_eq!(client.get_json("/search").await.json()["total"], 1);
        assert_eq!(app.shelves().total, 1);
        assert_eq!(operator.post_json(&format!("{desk}/approval"), &serde_json::json!({})).await.status, 200);
        assert_eq!(browse::index_changes(app).await.unwrap(), 3);
        assert_eq!(browse::index_changes(app).await.unwrap(), 0);
        assert_eq!(client.get_json("/search").await.json()["total"], 4);
    }
}

#[tokio::test]
async fn an_index_that_is_none_of_this_database_is_filled_anew() {
    for shop in shops().await {
        let app = &shop.app;
        let seller = fixtures::shop(app, "fern").await;
        fixtures::listing(app, &seller, Offer::cherries()).await;
        assert_eq!(browse::index_changes(app).await.unwrap(), 0, "nothing is put into an index that was never filled");
        app.search().commit_with("{\"database\":\"another\",\"until\":\"2026-01-01T00:00:00Z\"}").unwrap();
        index(app).await;
        assert_eq!(app.search().count(), 1);
        browse::ready(app).await.unwrap();
        assert_eq!(app.search().count(), 1);
        assert_eq!(browse::index_all(app).await.unwrap(), 1);
        assert_eq!(app.search().count(), 1);
    }
}

#[tokio::test]
async fn a_new_rate_card_changes_what_costs_how_much_at_the_door() {
    for shop in shops().await {
        let app = &shop.app;
        let all = market(app).await;
        let mut client = reader(&shop, "en");
        let path = "/search?order=landed&destination=CN&kind=goods";
        let before = client.get_json(path).await;
        let dearest = super::finding::at_the_door(&before).last().copied().expect("something is sold there");
        let path = format!("{path}&max={}.{:02}", dearest / 100, dearest % 100);
        let others = titles(&before).iter().filter(|title| *title == "Whole ginseng roots").count();
        assert_eq!(titles(&client.get_json(&path).await), titles(&before));
        assert!(titles(&before).contains(&"Dried tart cherries".to_owned()));
        let mut gull = app.find::<crate::sellers::Sellers>(all[0].listing.seller).await.unwrap();
        for option in gull.rate_card.zones.iter_mut().flat_map(|zone| &mut zone.options) {
            for step in &mut option.steps {
                step.price = sampan_money::Money::new(step.price.minor() + 90_000, step.price.currency());
            }
        }
        let change = Change::RateCard(gull.rate_card.clone());
        app.perform(gull.id, None, ChangeShop { seller: gull.id, change }).await.unwrap().unwrap();
        assert_eq!(browse::index_changes(app).await.unwrap(), 3);
        assert_eq!(browse::index_changes(app).await.unwrap(), 0);
        let after = client.get_json(&path).await;
        assert_eq!((titles(&after).len(), after.json()["total"].as_u64()), (others, Some(others as u64)));
    }
}
