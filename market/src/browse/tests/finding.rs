//! Words find listings, lists narrow, order and page.

use super::{index, market, offer, reader, titles};
use crate::browse::address::href;
use crate::testing::fixtures::{self, Offer};
use crate::testing::shops;
use std::collections::BTreeSet;

#[tokio::test]
async fn words_of_any_language_and_script_find_what_has_them() {
    for shop in shops().await {
        market(&shop.app).await;
        let mut client = reader(&shop, "en");
        for (query, found) in [
            ("cherries", "Dried tart cherries"),
            ("cherrys", "Dried tart cherries"),
            ("chrries", "Dried tart cherries"),
            ("樱桃", "Dried tart cherries"),
            ("樱桃干", "Dried tart cherries"),
            ("櫻桃乾", "Dried tart cherries"),
            ("藍莓", "Dried blueberries"),
            ("花旗参", "Whole ginseng roots"),
            ("花旗參", "Whole ginseng roots"),
            ("ginseng", "Whole ginseng roots"),
            ("漫步", "A walk through the orchard"),
            ("果干 樱桃", "Dried tart cherries"),
            ("fern farm", "Whole ginseng roots"),
        ] {
            let answer = client.get_json(&href("/search", &[("q", query)])).await;
            assert_eq!(titles(&answer).first().map(String::as_str), Some(found), "{query}: {}", answer.text());
            assert_eq!(answer.json()["relaxed"], false, "{query}");
        }
    }
}

#[tokio::test]
async fn a_search_that_finds_only_most_of_the_words_says_so() {
    for shop in shops().await {
        market(&shop.app).await;
        let mut client = reader(&shop, "en");
        let answer = client.get_json("/search?q=dried+cherries+elephants").await;
        assert_eq!(answer.json()["relaxed"], true);
        assert!(!titles(&answer).is_empty());
        assert!(client.get("/search?q=dried+cherries+elephants").await.text().contains("Nothing has all the words"));
        let nothing = client.get("/search?q=zzzzzz").await;
        assert_eq!(nothing.status, 200);
        assert!(nothing.text().contains("Nothing found") && nothing.text().contains("zzzzzz"));
    }
}

#[tokio::test]
async fn a_list_narrows_to_a_shelf_a_state_a_kind_and_orders_by_price() {
    for shop in shops().await {
        market(&shop.app).await;
        let mut client = reader(&shop, "en");
        for (path, wanted) in [
            ("/categories/ginseng", vec!["Whole ginseng roots"]),
            ("/search?kind=service", vec!["A walk through the orchard"]),
            ("/search?q=dried&category=ginseng", vec![]),
            ("/search?state=MI&category=ginseng", vec!["Whole ginseng roots"]),
            ("/search?state=OR", vec![]),
            ("/search?kind=goods&order=price", vec!["Dried tart cherries", "Dried blueberries", "Whole ginseng roots"]),
        ] {
            let found: BTreeSet<String> = titles(&client.get_json(path).await).into_iter().collect();
            assert_eq!(found, wanted.into_iter().map(str::to_owned).collect(), "{path}");
        }
        let by_price = titles(&client.get_json("/search?kind=goods&order=price").await);
        assert_eq!(by_price.last().map(String::as_str), Some("Whole ginseng roots"));
        assert_eq!(client.get("/categories/cars").await.status, 404);
        let page = client.get("/search?q=dried").await.text();
        assert!(
            page.contains("/search?q=dried&amp;category=ginseng")
                || page.contains("/search?q=dried&#38;category=ginseng")
        );
    }
}

#[tokio::test]
async fn pages_follow_one_another_without_gap_or_repeat() {
    for shop in shops().await {
        let seller = fixtures::shop(&shop.app, "many").await;
        for _ in 0..53 {
            fixtures::listing(&shop.app, &seller, offer("nuts", "Dried things", "干货")).await;
        }
        index(&shop.app).await;
        let mut client = reader(&shop, "en");
        for start in ["/categories/dried_fruit", "/search?q=dried", "/search?order=price", "/shops/many"] {
            let (mut seen, mut pages, mut next) = (BTreeSet::new(), 0, Some(start.to_owned()));
            while let Some(path) = next {
                let answer = client.get_json(&path).await;
                let json = answer.json();
                assert_eq!(json["total"], 53, "{path}");
                for card in json["listings"].as_array().unwrap() {
                    assert!(seen.insert(card["id"].as_str().unwrap().to_owned()), "{path} repeats a listing");
                }
                next = json["next"].as_str().map(str::to_owned);
                pages += 1;
            }
            assert_eq!((seen.len(), pages), (53, 3), "{start}");
        }
        assert_eq!(client.get("/search?after=nonsense").await.status, 200);
    }
}

#[tokio::test]
async fn shops_are_listed_newest_first_and_page() {
    for shop in shops().await {
        for slug in ["a", "b", "c"] {
            fixtures::shop(&shop.app, slug).await;
        }
        let mut client = reader(&shop, "en");
        let json = client.get_json("/shops?state=MI").await.json();
        let slugs: Vec<_> = json["shops"].as_array().unwrap().iter().map(|s| s["slug"].as_str().unwrap()).collect();
        assert_eq!(slugs, ["c", "b", "a"]);
        assert_eq!(client.get_json("/shops?state=OR").await.json()["shops"], serde_json::json!([]));
        assert_eq!(client.get("/shops/nobody").await.status, 404);
        let page = client.get("/shops/a").await;
        assert!(page.status == 200 && page.text().contains("a farm"));
    }
}

#[tokio::test]
async fn what_is_sold_out_says_so_and_the_price_is_of_what_is_there() {
    for shop in shops().await {
        let seller = fixtures::shop(&shop.app, "fern").await;
        let two = Offer { cents: &[1_000, 2_000], ..Offer::cherries() };
        let listing = fixtures::listing(&shop.app, &seller, two).await;
        index(&shop.app).await;
        let mut client = reader(&shop, "en");
        let card = |json: serde_json::Value| json["listings"][0].clone();
        assert_eq!(card(client.get_json("/search").await.json())["variant"], "No. 1");
        let mut left = 2;
        for variant in &listing.listing.variants {
            let stock = sampan_trade::stock::Stock::new(variant.id, listing.listing.id, seller.id);
            fixtures::save_stock(&shop.app, &stock).await;
            left -= 1;
            let card = card(client.get_json("/search").await.json());
            assert_eq!(card["sold_out"], left == 0);
            assert_eq!(card["variant"], if left == 0 { "No. 1" } else { "No. 2" });
        }
    }
}

/// The landed prices of a list's cards, in minor units.
pub(super) fn at_the_door(answer: &sampan_web::test::Answer) -> Vec<i64> {
    let json = answer.json();
    let cards = json["listings"].as_array().cloned().unwrap_or_default();
    let amount = |card: &serde_json::Value| {
        let text = card["price"]["charged"]["amount"].as_str().unwrap_or_default().replace('.', "");
        text.parse::<i64>().unwrap_or(-1)
    };
    cards.iter().map(amount).collect()
}

#[tokio::test]
async fn a_list_orders_and_narrows_by_the_price_at_the_door() {
    for shop in shops().await {
        market(&shop.app).await;
        let mut client = reader(&shop, "en");
        let all = client.get_json("/search?order=landed&destination=CN").await;
        let prices = at_the_door(&all);
        assert!(prices.len() >= 3 && prices.is_sorted() && prices[0] > 0, "{}", all.text());
        assert_eq!(
            (all.json()["exact"].as_bool(), all.json()["total"].as_u64()),
            (Some(true), Some(prices.len() as u64))
        );
        let middle = prices[1];
        let text = format!("{}.{:02}", middle / 100, middle % 100);
        for (bound, expected) in [
            ("max", prices.iter().filter(|price| **price <= middle).count()),
            ("min", prices.iter().filter(|price| **price >= middle).count()),
        ] {
            for order in ["landed", "newest", "price"] {
                let path = format!("/search?order={order}&destination=CN&{bound}={text}");
                let found = client.get_json(&path).await;
                assert_eq!(at_the_door(&found).len(), expected, "{path}");
                assert_eq!(found.json()["total"], expected, "{path}");
            }
        }
        let page = client.get("/search?order=landed&max=12.50&min=nonsense").await.text();
        assert!(page.contains("value=\"12.50\"") && !page.contains("value=\"nonsense"), "no amount bounds nothing");
        for place in ["US", "XX", "VN"] {
            assert_eq!(client.get(&format!("/search?order=landed&destination={place}")).await.status, 200);
        }
    }
}

#[tokio::test]
async fn words_for_the_same_goods_find_one_another() {
    for shop in shops().await {
        market(&shop.app).await;
        let mut client = reader(&shop, "en");
        for query in ["車厘子", "车厘子", "เชอร์รี่", "ceri", "anh đào", "체리", "さくらんぼ"]
        {
            let found = titles(&client.get_json(&href("/search", &[("q", query)])).await);
            assert_eq!(found.first().map(String::as_str), Some("Dried tart cherries"), "{query}: {found:?}");
        }
    }
}

#[tokio::test]
async fn of_words_that_very_many_have_no_number_is_claimed() {
    const COUNTED: usize = sampan_search::COUNTED as usize;
    for shop in shops().await {
        let seller = fixtures::shop(&shop.app, "many").await;
        let dried = offer("nuts", "Dried things", "干货");
        fixtures::many(&shop.app, &seller, &dried, COUNTED).await;
        index(&shop.app).await;
        let (mut english, mut chinese) = (reader(&shop, "en"), reader(&shop, "zh-CN"));
        let first = "/search?q=dried";
        let page = english.get(first).await.text();
        assert!(page.contains("2,000 offers") && !page.contains("more than"), "so many are counted");
        fixtures::listing(&shop.app, &seller, dried).await;
        index(&shop.app).await;
        assert!(english.get(first).await.text().contains("more than 2,000 offers"));
        assert!(chinese.get("/search?q=干货").await.text().contains("超过 2,000 件"));
        let answer = english.get_json(first).await.json();
        assert_eq!((&answer["total"], &answer["more"]), (&COUNTED.into(), &true.into()));
        // Later pages say the same, and everything without words is counted whatever its number.
        let next = answer["next"].as_str().expect("a next page");
        assert!(english.get(next).await.text().contains("more than 2,000 offers"));
        assert_eq!(english.get_json("/search").await.json()["total"], COUNTED + 1);
        let dear = english.get(&format!("{first}&order=landed&destination=SG")).await;
        assert!(dear.status == 200 && dear.text().contains("offers"), "{}", dear.text());
    }
}
