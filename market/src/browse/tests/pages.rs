//! Pages in both languages, prices for every place, and nothing of a seller's that runs.

use super::{index, market, offer, reader};
use crate::browse;
use crate::testing::fixtures::{self, Offer};
use crate::testing::shops;
use sampan_trade::Language;

#[tokio::test]
async fn a_page_speaks_the_readers_language_and_keeps_the_choice() {
    for shop in shops().await {
        market(&shop.app).await;
        let mut client = reader(&shop, "zh-TW,zh;q=0.9");
        let page = client.get("/").await.text();
        assert!(page.contains("<html lang=\"zh-Hans\">") && page.contains("酸樱桃干") && page.contains("中国内地"));
        let kept = client.post("/preferences", &[("lang", "en"), ("destination", "SG"), ("next", "/shops")]).await;
        assert_eq!((kept.status, kept.location()), (303, Some("/shops")));
        let page = client.get("/").await.text();
        assert!(
            page.contains("<html lang=\"en\">") && page.contains("Dried tart cherries") && page.contains("Singapore")
        );
        let away = client.post("/preferences", &[("lang", "en"), ("next", "https://evil.example/")]).await;
        assert_eq!(away.location(), Some("/"));
        let odd = client.post("/preferences", &[("destination", "XX")]).await;
        assert_eq!(odd.status, 422);
    }
}

#[tokio::test]
async fn a_place_brings_its_own_currency_unless_another_is_chosen() {
    for shop in shops().await {
        let all = market(&shop.app).await;
        let href = browse::listing_href(&all[0].listing);
        let mut client = reader(&shop, "en");
        client.get("/").await;
        for (chosen, currency, about) in [
            ([("destination", "CN"), ("currency", "SGD")], "CNY", None),
            ([("destination", "CN"), ("currency", "USD")], "CNY", Some("USD")),
            ([("destination", "SG"), ("currency", "USD")], "SGD", None),
        ] {
            client.post("/preferences", &chosen).await;
            let json = client.get_json(&href).await.json();
            let price = &json["variant"]["price"];
            assert_eq!(price["charged"]["currency"], currency, "{chosen:?} {json}");
            assert_eq!(price["about"]["currency"].as_str(), about, "{chosen:?}");
        }
        let json = client.get_json(&format!("{href}?destination=CN")).await.json();
        assert_eq!(json["place"]["destination"], "CN");
        assert_eq!(json["variant"]["price"]["charged"]["currency"], "CNY");
    }
}

#[tokio::test]
async fn every_line_of_a_price_says_what_it_stands_on_and_they_add_up() {
    for shop in shops().await {
        let all = market(&shop.app).await;
        let href = browse::listing_href(&all[0].listing);
        let mut client = reader(&shop, "zh");
        let json = client.get_json(&href).await.json();
        let anatomy = &json["variant"]["price"]["anatomy"];
        let minor = |amount: &serde_json::Value| -> i64 {
            let text = amount["amount"].as_str().unwrap().replace('.', "");
            text.parse().unwrap()
        };
        let lines = anatomy["lines"].as_array().unwrap();
        assert_eq!(lines.iter().map(|line| minor(&line["amount"])).sum::<i64>(), minor(&anatomy["total"]));
        let parts = anatomy["parts"].as_array().unwrap();
        assert_eq!(parts.iter().map(|part| minor(&part["amount"])).sum::<i64>(), minor(&anatomy["total"]));
        let charged: Vec<_> = lines.iter().filter(|l| matches!(l["kind"].as_str(), Some("duty" | "tax"))).collect();
        assert!(!charged.is_empty());
        for line in charged {
            assert!(line["rate"] != "" && line["base"] != "" && line["source"]["title"] != "", "{line}");
        }
        let page = client.get(&href).await.text();
        assert!(
            page.contains("加入购物车") && page.contains("action=\"/basket/items\"") && page.contains("送达中国内地")
        );
        assert!(page.contains(&all[0].listing.variants[0].id.to_string()));
    }
}

#[tokio::test]
async fn the_first_page_is_at_most_two_seconds_behind() {
    for shop in shops().await {
        let all = market(&shop.app).await;
        let mut client = reader(&shop, "en");
        let title = "Whole ginseng roots";
        assert!(client.get("/").await.text().contains(title));
        let mut down = all[2].clone();
        down.listing.status = sampan_trade::listing::Status::Unpublished;
        fixtures::save_listing(&shop.app, &down).await;
        shop.hand.advance(sampan_ids::SignedDuration::from_secs(2));
        assert!(!client.get("/").await.text().contains(title));
        // A clock that is moved back does not keep what was found longer.
        fixtures::save_listing(&shop.app, &all[2]).await;
        shop.hand.advance(sampan_ids::SignedDuration::from_secs(-60));
        assert!(client.get("/").await.text().contains(title));
    }
}

#[tokio::test]
async fn a_place_without_rules_says_so_and_sells_nothing() {
    for shop in shops().await {
        let all = market(&shop.app).await;
        let mut client = reader(&shop, "en");
        client.get("/").await;
        client.post("/preferences", &[("destination", "KH")]).await;
        let home = client.get("/").await.text();
        assert!(home.contains("Nothing is sold to Cambodia yet"), "{home}");
        let page = client.get(&browse::listing_href(&all[0].listing)).await.text();
        assert!(page.contains("Not sold to Cambodia") && !page.contains("/basket/items"));
        let json = client.get_json(&browse::listing_href(&all[0].listing)).await.json();
        assert_eq!(json["variant"]["why_not"][0]["code"], "no_rules_yet");
        assert_eq!((json["place"]["sells"].clone(), json["variant"]["price"].clone()), (false.into(), ().into()));
    }
}

#[tokio::test]
async fn what_cannot_be_sold_there_says_why_instead_of_a_price() {
    for shop in shops().await {
        let seller = fixtures::shop(&shop.app, "fern").await;
        let no_code = Offer { hs: "", ..offer("mystery", "Mystery box", "神秘盒") };
        let heavy = Offer { net_g: 40_000, ..offer("heavy", "Forty kilos", "四十公斤") };
        let out = Offer { stock: 0, ..offer("gone", "All gone", "卖光了") };
        for (offer, code) in [(no_code, Some("missing")), (heavy, Some("parcel_too_heavy")), (out, None)] {
            let listing = fixtures::listing(&shop.app, &seller, offer).await;
            let mut client = reader(&shop, "en");
            let href = browse::listing_href(&listing.listing);
            let json = client.get_json(&href).await.json();
            assert_eq!(json["variant"]["why_not"][0]["code"].as_str(), code);
            assert_eq!(json["variant"]["buyable"], false);
            let page = client.get(&href).await;
            assert!(page.status == 200 && !page.text().contains("/basket/items"));
        }
    }
}

#[tokio::test]
async fn a_variant_is_chosen_by_its_link_and_each_has_its_price() {
    for shop in shops().await {
        let all = market(&shop.app).await;
        let ginseng = &all[2];
        let mut client = reader(&shop, "en");
        let json = client.get_json(&browse::listing_href(&ginseng.listing)).await.json();
        assert_eq!(json["variant"]["id"], ginseng.listing.variants[1].id.to_string(), "the cheaper one");
        let choices = json["variants"].as_array().unwrap();
        assert_eq!(choices.len(), 2);
        let other = choices.iter().find(|c| c["chosen"] == false).unwrap();
        let json = client.get_json(other["href"].as_str().unwrap()).await.json();
        assert_eq!(json["variant"]["id"], other["id"]);
        assert_eq!(json["variant"]["price"]["charged"], other["price"]["charged"]);
        let strange = client.get_json(&format!("{}?variant=zzz", browse::listing_href(&ginseng.listing))).await;
        assert_eq!(strange.status, 200);
    }
}

#[tokio::test]
async fn a_service_says_where_and_when_in_the_readers_language() {
    for shop in shops().await {
        let all = market(&shop.app).await;
        let href = browse::listing_href(&all[3].listing);
        for (language, when, day) in
            [("en", "Saturdays at 10", "30 Sep 2027"), ("zh", "每周六上午十点", "2027年9月30日")]
        {
            let page = reader(&shop, language).get(&href).await.text();
            assert!(page.contains("Orchard Lane 1") && page.contains(when) && page.contains(day), "{language}");
        }
    }
}

#[tokio::test]
async fn a_text_of_another_language_is_marked_and_explained() {
    for shop in shops().await {
        let seller = fixtures::shop(&shop.app, "fern").await;
        let english = fixtures::listing(&shop.app, &seller, offer("plums", "Dried plums", "")).await;
        index(&shop.app).await;
        let page = reader(&shop, "zh").get(&browse::listing_href(&english.listing)).await.text();
        assert!(page.contains("<h1 lang=\"en\">Dried plums</h1>") && page.contains("尚未提供中文介绍"));
        let list = reader(&shop, "zh").get("/search").await.text();
        assert!(list.contains("<h3 lang=\"en\">"));
    }
}

#[tokio::test]
async fn nothing_that_a_seller_wrote_runs() {
    for shop in shops().await {
        let seller = fixtures::shop(&shop.app, "fern").await;
        let bad = "<script>alert(1)</script>";
        let mut listing = fixtures::listing(&shop.app, &seller, Offer::cherries()).await;
        listing.listing.ingredients = Some(bad.to_owned());
        for text in listing.listing.texts.values_mut() {
            text.title = format!("{bad}\"><img src=x onerror=alert(1)>");
            text.body_html =
                format!("<p onclick=alert(1)>kept {bad}</p><a href=\"javascript:alert(1)\">x</a><iframe src=//x>");
        }
        fixtures::save_listing(&shop.app, &listing).await;
        index(&shop.app).await;
        let href = browse::listing_href(&listing.listing);
        for path in
            ["/", "/search?q=%3Cscript%3Ealert(1)%3C/script%3E", "/categories/dried_fruit", "/shops/fern", &href]
        {
            let page = reader(&shop, "en").get(path).await;
            let text = page.text();
            for never in ["<script>alert", "<img src=x", "onclick=alert", "javascript:alert", "<iframe"] {
                assert!(!text.contains(never), "{path} has {never}");
            }
            assert_eq!(page.status, 200);
        }
        assert!(reader(&shop, "en").get(&href).await.text().contains("kept"));
        let json = reader(&shop, "en").get_json(&href).await.json();
        assert!(!json["body_html"].as_str().unwrap().contains("onclick"));
    }
}

#[tokio::test]
async fn what_is_not_there_is_404_for_get_and_head() {
    for shop in shops().await {
        let seller = fixtures::shop(&shop.app, "fern").await;
        let draft = fixtures::listing(&shop.app, &seller, Offer { published: false, ..Offer::cherries() }).await;
        let there = fixtures::listing(&shop.app, &seller, Offer::cherries()).await;
        let mut client = reader(&shop, "en");
        let draft = browse::listing_href(&draft.listing);
        for path in
            [draft.as_str(), "/listings/42", "/listings/018f3c5e-7a1b-7001-a2b3-c4d5e6f70819", "/shops/x", "/nothing"]
        {
            assert_eq!(client.get(path).await.status, 404, "{path}");
            assert_eq!(client.send("HEAD", path, None, Vec::new()).await.status, 404, "{path}");
        }
        let head = client.send("HEAD", &browse::listing_href(&there.listing), None, Vec::new()).await;
        assert_eq!((head.status, head.body.len()), (200, 0));
        let bare = client.get(&format!("/listings/{}", there.listing.id)).await.text();
        assert!(bare.contains(&format!("rel=\"canonical\" href=\"{}\"", browse::listing_href(&there.listing))));
    }
}

#[tokio::test]
async fn a_page_takes_few_statements() {
    for shop in shops().await {
        let all = market(&shop.app).await;
        let href = browse::listing_href(&all[2].listing);
        let mut client = reader(&shop, "zh");
        for (path, most) in [
            (href.as_str(), 2),
            ("/", 3),
            ("/search?q=%E6%A8%B1%E6%A1%83", 3),
            ("/categories/dried_fruit", 3),
            ("/shops/two-gull", 3),
            ("/shops", 1),
            ("/help", 0),
            ("/about", 0),
            ("/robots.txt", 0),
        ] {
            let before = shop.app.db().statements();
            assert_eq!(client.get(path).await.status, 200, "{path}");
            // One more is left to the viewer's session.
            assert!(shop.app.db().statements() - before <= most, "{path}: {}", shop.app.db().statements() - before);
        }
    }
}

#[tokio::test]
async fn every_page_has_its_words_in_both_languages() {
    for shop in shops().await {
        let all = market(&shop.app).await;
        for language in ["en", "zh"] {
            for path in everything(&all) {
                let page = reader(&shop, language).get(&path).await;
                assert_eq!(page.status, 200, "{path}");
                assert!(!page.text().contains('⟦'), "{path} lacks a text: {}", page.text());
            }
        }
        let keys = |lang: Language| sampan_trade::listing::Category::ALL.iter().map(move |c| (lang, *c));
        for (lang, category) in Language::all().flat_map(keys) {
            let key = super::super::words::category_key(category);
            assert_ne!(crate::words(lang.as_str(), &key, &[]), key);
        }
    }
}

fn everything(all: &[crate::catalog::StoredListing]) -> Vec<String> {
    let lists = ["/", "/search", "/search?q=cherries&state=MI&category=dried_fruit&order=price", "/categories/nuts"];
    let others = ["/shops", "/shops?state=OR", "/shops/fern", "/help", "/about"];
    let pages = lists.into_iter().chain(others).map(str::to_owned);
    pages.chain(all.iter().map(|l| browse::listing_href(&l.listing))).collect()
}
