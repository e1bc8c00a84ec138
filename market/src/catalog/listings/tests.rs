//! The desk of listings as a seller walks it, in a browser and as a program.

use crate::accounts::Role;
use crate::catalog::{Listings, Stocks, StoredListing};
use crate::testing::fixtures::Offer;
use crate::testing::people::signed_in;
use crate::testing::{Shop, fixtures, shops};
use sampan_ids::ListingId;
use sampan_trade::listing::Category;
use sampan_trade::seller::Seller;
use sampan_web::test::Client;
use serde_json::json;

async fn desk(shop: &Shop, slug: &str) -> (Seller, Client) {
    let seller = fixtures::shop(&shop.app, slug).await;
    let role = Role::Seller { seller: seller.id, owner: true };
    let (_, client) = signed_in(shop, role, &format!("ann@{slug}.example")).await;
    (seller, client)
}

async fn stored(shop: &Shop, id: ListingId) -> StoredListing {
    shop.app.db().find::<Listings>(&id).await.expect("read").expect("there")
}

/// A draft of cherries of which customs knows nothing yet.
fn bare(slug: &'static str) -> Offer {
    Offer { slug, hs: "", origin: "", net_g: 0, published: false, ..Offer::cherries() }
}

#[tokio::test]
async fn what_is_missing_is_filled_in_in_one_table_and_then_it_can_be_published() {
    for shop in shops().await {
        let (seller, mut ann) = desk(&shop, "gaps").await;
        let one = fixtures::listing(&shop.app, &seller, bare("one")).await;
        let two = fixtures::listing(&shop.app, &seller, Offer { cents: &[900, 1700], ..bare("two") }).await;
        let publish = format!("/seller/listings/{}/publication", one.listing.id);
        let refused = ann.post(&publish, &[]).await;
        assert_eq!(refused.status, 409);
        assert!(refused.text().contains("net weight, gross weight, HS code, origin"), "{}", refused.text());

        let page = ann.get("/seller/listings/gaps").await;
        let mut form = page.form("/seller/listings/gaps").expect("a form");
        assert_eq!(form.iter().filter(|(name, _)| name.starts_with("net.")).count(), 3, "{}", page.text());
        for (name, value) in &mut form {
            let told = [("hs.", "0813.40.90"), ("rest.origin", "US"), ("net.", "400"), ("gross.", "500")];
            if let Some((_, told)) = told.iter().find(|(prefix, _)| name.starts_with(prefix)) {
                *value = (*told).to_owned();
            }
        }
        let (last, _) = form.iter().rev().find(|(name, _)| name.starts_with("gross.")).expect("a weight").clone();
        let wrong: Vec<(&str, &str)> =
            form.iter().map(|(n, v)| (n.as_str(), if *n == last { "heavy" } else { v.as_str() })).collect();
        let again = ann.submit(&page, "/seller/listings/gaps", &wrong).await;
        assert_eq!(again.status, 422);
        let text = again.text();
        assert!(text.contains("“heavy”") && text.contains("value=\"0813.40.90\""), "what was typed stays: {text}");
        assert!(stored(&shop, one.listing.id).await.listing.variants[0].hs.is_none(), "nothing is saved by half");

        let right: Vec<(&str, &str)> = form.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let done = ann.submit(&again, "/seller/listings/gaps", &right).await;
        assert_eq!((done.status, done.location()), (303, Some("/seller/listings/gaps")));
        assert!(ann.follow(done).await.text().contains("Nothing is missing"));
        let two_now = stored(&shop, two.listing.id).await.listing;
        assert!(two_now.variants.iter().all(|v| v.gross_weight_g == Some(500) && v.origin.is_some()), "{two_now:?}");

        assert_eq!(ann.post(&publish, &[]).await.status, 303);
        assert!(stored(&shop, one.listing.id).await.listing.is_published());
        let both = [("chosen", one.listing.id.to_string()), ("chosen", two.listing.id.to_string())];
        let both: Vec<(&str, &str)> = both.iter().map(|(n, v)| (*n, v.as_str())).collect();
        assert_eq!(ann.post("/seller/listings/publications", &both).await.status, 303);
        assert!(stored(&shop, two.listing.id).await.listing.is_published());
        let down = format!("/seller/listings/{}/unpublication", one.listing.id);
        assert_eq!(ann.post(&down, &[]).await.status, 303);
        assert!(!stored(&shop, one.listing.id).await.listing.is_published());
    }
}

#[tokio::test]
async fn another_sellers_listing_is_not_there() {
    for shop in shops().await {
        let (seller, _) = desk(&shop, "mine").await;
        let (_, mut bob) = desk(&shop, "theirs").await;
        let listing = fixtures::listing(&shop.app, &seller, bare("cherries")).await.listing;
        let (id, variant) = (listing.id, listing.variants[0].id);
        for path in ["", "/markets"] {
            assert_eq!(bob.get(&format!("/seller/listings/{id}{path}")).await.status, 404);
        }
        for path in ["", "/publication", "/unpublication", "/variants", "/pictures/removal"] {
            let fields = [("picture", "x"), ("value", "x"), ("axis", "x"), ("new_price", "1"), ("category", "other")];
            assert_eq!(bob.post(&format!("/seller/listings/{id}{path}"), &fields).await.status, 404, "{path}");
        }
        let hs = json!({ "hs": { id.to_string(): { variant.to_string(): "081340" } } });
        assert_eq!(bob.post_json("/seller/listings/gaps", &hs).await.status, 200);
        let fields = [("chosen", id.to_string()), ("hs", "081340".to_owned())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        assert_eq!(bob.post("/seller/listings/particulars", &fields).await.status, 303);
        let csv = format!("id,language,title,body,source,state\n{id},en,Mine now,,,\n");
        assert_eq!(bob.upload("/seller/texts.csv", &[], "file", "texts.csv", csv.as_bytes()).await.status, 303);
        assert_eq!(stored(&shop, id).await.listing, listing, "nothing of it has changed");
        let csv = bob.get("/seller/texts.csv").await;
        assert!(!csv.text().contains(&id.to_string()));
    }
}

#[tokio::test]
async fn the_matrix_says_where_it_is_sold_at_what_price_and_why_not() {
    for shop in shops().await {
        let (seller, mut ann) = desk(&shop, "matrix").await;
        let cherries = fixtures::listing(&shop.app, &seller, Offer::cherries()).await.listing;
        let bare = fixtures::listing(&shop.app, &seller, bare("bare")).await.listing;
        let tour = fixtures::listing(&shop.app, &seller, Offer::service()).await.listing;
        let state = |answer: &serde_json::Value, to: &str| {
            let markets = answer["markets"].as_array().cloned().unwrap_or_default();
            let market = markets.into_iter().find(|m| m["destination"] == to).unwrap_or_default();
            (market["state"].as_str().unwrap_or_default().to_owned(), market)
        };
        let before = shop.app.db().statements();
        let answer = ann.get_json(&format!("/seller/listings/{}/markets", cherries.id)).await.json();
        assert!(shop.app.db().statements() - before <= 4);
        let (china, market) = state(&answer, "CN");
        assert_eq!(china, "sold", "{market}");
        assert_eq!(market["price"]["total"]["currency"], "CNY");
        let amount = |name: &str| {
            market["proceeds"][name]["amount"].as_str().unwrap_or_default().parse::<sampan_money::Decimal>()
        };
        let (goods, delivery) = (amount("goods").expect("goods"), amount("delivery").expect("delivery"));
        assert_eq!(goods + delivery, amount("fee").expect("fee") + amount("left").expect("left"));
        let (cambodia, market) = state(&answer, "KH");
        assert_eq!((cambodia.as_str(), market["reasons"][0]["code"].as_str()), ("not_sold", Some("no_rules_yet")));
        let answer = ann.get_json(&format!("/seller/listings/{}/markets", bare.id)).await.json();
        let (china, market) = state(&answer, "CN");
        assert_eq!(china, "missing", "{market}");
        assert!(market["missing"].as_array().is_some_and(|m| m.iter().any(|w| w == "HS code")), "{market}");
        let answer = ann.get_json(&format!("/seller/listings/{}/markets", tour.id)).await.json();
        assert_eq!(state(&answer, "SG").0, "sold", "{answer}");

        for lang in ["en", "zh-CN"] {
            let mut ann = ann.clone().language(lang);
            let own = format!("/seller/listings/{}", cherries.id);
            let paths = [
                "/seller/listings",
                "/seller/listings/gaps",
                "/seller/listings/new",
                "/seller/texts",
                "/seller/codes?q=cherries",
            ];
            for path in paths.iter().map(|p| (*p).to_owned()).chain([own.clone(), format!("{own}/markets")]) {
                let page = ann.get(&path).await;
                let text = page.text();
                assert_eq!(page.status, 200, "{path}: {text}");
                let shown = text.split("<main").nth(1).unwrap_or_default();
                let bare = shown.match_indices("catalog-").chain(shown.match_indices("tariff-"));
                assert_eq!(bare.count(), 0, "{path} in {lang} shows a key: {shown}");
            }
        }
    }
}

#[tokio::test]
async fn a_listing_by_hand_is_edited_counted_and_shown() {
    for shop in shops().await {
        let (_, mut ann) = desk(&shop, "hand").await;
        let page = ann.get("/seller/listings/new").await;
        let again =
            ann.submit(&page, "/seller/listings", &[("title", "Honey"), ("price", "free"), ("stock", "5")]).await;
        assert_eq!(again.status, 422);
        assert!(again.text().contains("“free”") && again.text().contains("value=\"Honey\""), "{}", again.text());
        let fields =
            [("title", "Honey"), ("price", "9.50"), ("stock", "5"), ("category", "honey"), ("body", "Raw & dark.")];
        let made = ann.submit(&again, "/seller/listings", &fields).await;
        assert_eq!(made.status, 303, "{}", made.text());
        let place = made.location().expect("a place").to_owned();
        let id: ListingId = place.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an id");
        let listing = stored(&shop, id).await.listing;
        assert_eq!(listing.texts.values().next().map(|t| t.body_html.as_str()), Some("<p>Raw &amp; dark.</p>"));

        let variant = listing.variants[0].id;
        let field = |name: &str| format!("variants.{variant}.{name}");
        let page = ann.get(&place).await;
        let told = [
            ("texts.zh-Hans.title".to_owned(), "蜂蜜"),
            ("texts.zh-Hans.body".to_owned(), "<p onclick=x>生蜂蜜<script>x()</script></p>"),
            ("texts.zh-Hans.source".to_owned(), "translator"),
            (field("stock"), "12"),
            (field("net"), "450"),
            (field("gross"), "600"),
            (field("hs"), "0409.00"),
            (field("origin"), "US"),
        ];
        let told: Vec<(&str, &str)> = told.iter().map(|(n, v)| (n.as_str(), *v)).collect();
        let saved = ann.submit(&page, &place, &told).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        let after = stored(&shop, id).await.listing;
        let zh = after.texts.get(&sampan_trade::Language::ZhHans).expect("a text");
        assert_eq!((zh.title.as_str(), zh.body_html.as_str()), ("蜂蜜", "<p>生蜂蜜</p>"));
        assert_eq!(after.texts.len(), 2);
        let stock = shop.app.db().find::<Stocks>(&variant).await.expect("read").expect("there");
        assert_eq!(stock.on_hand, 12);

        let add = [("axis", "Size"), ("value", "Large"), ("new_price", "19")];
        assert_eq!(ann.post(&format!("{place}/variants"), &add).await.status, 303);
        let two = stored(&shop, id).await.listing;
        assert_eq!((two.variants.len(), two.options.len()), (2, 1));
        let gone = format!("{place}/variants/{}/removal", two.variants[1].id);
        assert_eq!(ann.post(&gone, &[]).await.status, 303);
        let last = format!("{place}/variants/{variant}/removal");
        assert_eq!(ann.post(&last, &[]).await.status, 409, "the last variant stays");

        let png = b"\x89PNG\r\n\x1a\n and the rest";
        let sent = ann.upload(&format!("{place}/pictures"), &[("alt", "A jar")], "picture", "a.png", png).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        let key = stored(&shop, id).await.listing.pictures[0].url_or_key.clone();
        let picture = Client::new(&shop.service()).get(&format!("/pictures/{key}")).await;
        assert_eq!((picture.status, picture.header("content-type")), (200, Some("image/png")));
        let svg = b"<svg onload=alert(1)>";
        assert_eq!(ann.upload(&format!("{place}/pictures"), &[], "picture", "a.svg", svg).await.status, 422);

        let tour = [("title", "Hive walk"), ("price", "35"), ("stock", "8"), ("service", "on_site")];
        let page = ann.get("/seller/listings/new").await;
        assert_eq!(ann.submit(&page, "/seller/listings", &tour).await.status, 422, "where and until when?");
        let mut tour = tour.to_vec();
        tour.extend([("place", "Hive Lane 1"), ("last_day", "2027-09-30"), ("when", "Saturdays at 10")]);
        let made = ann.submit(&page, "/seller/listings", &tour).await;
        let place = made.location().expect("a place").to_owned();
        assert_eq!(ann.post(&format!("{place}/publication"), &[]).await.status, 303, "a service needs no weights");
        assert!(ann.get(&place).await.text().contains("Hive Lane 1"));
        assert!(crate::verify::run(&shop.app).await.expect("read").faults.is_empty());
    }
}

#[tokio::test]
async fn texts_go_out_and_come_back() {
    for shop in shops().await {
        let (seller, mut ann) = desk(&shop, "texts").await;
        let offer = Offer { en: ("=1+1", "<p>Tart</p>"), zh: ("", ""), ..bare("cherries") };
        let id = fixtures::listing(&shop.app, &seller, offer).await.listing.id;
        let before = stored(&shop, id).await;
        ann.get("/seller/texts").await;
        let out = ann.get("/seller/texts.csv").await.text();
        assert!(out.contains("\"'=1+1\""), "{out}");
        let back = ann.upload("/seller/texts.csv", &[], "file", "texts.csv", out.as_bytes()).await;
        assert_eq!(back.status, 303, "{}", back.text());
        assert_eq!(stored(&shop, id).await.listing, before.listing, "as it went out, so it comes back");
        let blank = "\"zh-Hans\",\"\",\"\",\"\",\"\",\"\"";
        let told = out.replace(blank, "\"zh-Hans\",\"樱桃干\",\"<p>酸</p>\",\"machine\",\"Test\",\"draft\"");
        assert_ne!(told, out);
        let back = ann.upload("/seller/texts.csv", &[], "file", "texts.csv", told.as_bytes()).await;
        assert_eq!(back.status, 303);
        assert_eq!(stored(&shop, id).await.listing.title(sampan_trade::Language::ZhHans), "樱桃干");
        let wrong = told.replace("\"machine\"", "\"somebody\"");
        let refused = ann.upload("/seller/texts.csv", &[], "file", "texts.csv", wrong.as_bytes()).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains("row 2: source"), "{}", refused.text());
    }
}

#[tokio::test]
async fn titles_are_filled_in_in_one_table() {
    for shop in shops().await {
        let (seller, mut ann) = desk(&shop, "table").await;
        let (_, mut eve) = desk(&shop, "other").await;
        let id = fixtures::listing(&shop.app, &seller, bare("tart")).await.listing.id;
        let before = stored(&shop, id).await.listing.texts;
        let page = ann.get("/seller/texts").await;
        let field = |language: &str| format!("title.{id}.{language}");
        assert!(page.text().contains(&field("zh-Hans")), "{}", page.text());

        let long = "长".repeat(256);
        let slip = ann.submit(&page, "/seller/texts", &[(&field("zh-Hans"), &long)]).await;
        assert_eq!(slip.status, 422);
        assert!(slip.text().contains(&long), "what was typed stays");
        assert_eq!(stored(&shop, id).await.listing.texts, before);

        let filled = [(field("en"), "Tart cherries"), (field("zh-Hans"), "酸樱桃")];
        let filled: Vec<(&str, &str)> = filled.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        let theirs = json!({ "title": { id.to_string(): { "en": "Mine now" } } });
        assert_eq!(eve.post_json("/seller/texts", &theirs).await.status, 200);
        assert_eq!(stored(&shop, id).await.listing.texts, before, "another shop's are not touched");
        assert_eq!(ann.submit(&page, "/seller/texts", &filled).await.status, 303);
        let after = stored(&shop, id).await.listing.texts;
        let titles: Vec<&str> = after.values().map(|text| text.title.as_str()).collect();
        assert_eq!(titles, ["Tart cherries", "酸樱桃"]);
        let kept = |texts: &std::collections::BTreeMap<_, sampan_trade::listing::Text>| {
            texts.get(&sampan_trade::Language::En).map(|text| text.body_html.clone())
        };
        assert_eq!(kept(&after), kept(&before), "the description stays");
        assert!(crate::verify::run(&shop.app).await.expect("read").faults.is_empty());
    }
}

/// Roots of which nothing is told are not sold where the law asks; cultivated ones go with papers, wild ones not.
#[tokio::test]
async fn ginseng_is_sold_by_what_its_seller_tells() {
    for shop in shops().await {
        let (seller, mut ann) = desk(&shop, "ginseng").await;
        let roots = Offer { slug: "roots", category: Category::Ginseng, hs: "12112011", ..Offer::cherries() };
        let listing = fixtures::listing(&shop.app, &seller, roots).await.listing;
        let (id, variant) = (listing.id, listing.variants[0].id);
        let page = format!("/seller/listings/{id}");
        let markets = async |ann: &mut Client, to: &str| {
            let json = ann.get_json(&format!("{page}/markets")).await.json();
            let found = json["markets"].as_array().into_iter().flatten().find(|m| m["destination"] == to).cloned();
            found.expect("a destination")
        };
        let untold = markets(&mut ann, "CN").await;
        assert_eq!(
            (&untold["state"], &untold["missing"][0]),
            (&json!("missing"), &json!("Did it grow wild?")),
            "{untold}"
        );
        let gaps = ann.get("/seller/listings/gaps").await;
        let field = format!("fact.wild.{id}.{variant}");
        assert!(gaps.text().contains(&field) && gaps.text().contains("Asked in: "), "{}", gaps.text());

        let wrong = ann.submit(&gaps, "/seller/listings/gaps", &[(field.as_str(), "perhaps")]).await;
        assert_eq!(wrong.status, 422);
        let done = ann.submit(&gaps, "/seller/listings/gaps", &[(field.as_str(), "no")]).await;
        assert_eq!(done.status, 303);
        assert!(ann.follow(done).await.text().contains("Nothing is missing"));
        let cultivated = markets(&mut ann, "SG").await;
        assert_eq!(cultivated["state"], "sold", "{cultivated}");
        let papers = |market: &serde_json::Value| -> Vec<String> {
            let papers = market["papers"].as_array().into_iter().flatten();
            papers.map(|paper| paper["code"].as_str().unwrap_or_default().to_owned()).collect()
        };
        let asked = papers(&cultivated);
        assert!(asked.contains(&"cites_export".to_owned()), "{cultivated}");

        let china = markets(&mut ann, "CN").await;
        let edited = ann.get(&page).await;
        let field = format!("variants.{variant}.facts.wild");
        let mut form = edited.form(&page).expect("a form");
        assert!(form.contains(&(field.clone(), "no".to_owned())), "{form:?}");
        form.iter_mut().filter(|(name, _)| *name == field).for_each(|(_, value)| *value = "yes".to_owned());
        let form: Vec<(&str, &str)> = form.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        assert_eq!(ann.submit(&edited, &page, &form).await.status, 303);
        let wild = markets(&mut ann, "CN").await;
        let stricter = wild["state"] != "sold" || papers(&wild).len() > papers(&china).len();
        assert!(stricter && wild != china, "{wild} {china}");
    }
}

/// A battery says how much it holds before it goes anywhere; then it goes by express with its test.
#[tokio::test]
async fn a_power_bank_is_sold_once_its_watt_hours_are_told() {
    for shop in shops().await {
        let (seller, mut ann) = desk(&shop, "power").await;
        let bank =
            Offer { slug: "bank", category: Category::Outdoor, hs: "85076000", origin: "US", ..Offer::cherries() };
        let listing = fixtures::listing(&shop.app, &seller, bank).await.listing;
        let (id, variant) = (listing.id, listing.variants[0].id);
        let state = async |ann: &mut Client| {
            let json = ann.get_json(&format!("/seller/listings/{id}/markets")).await.json();
            let of = |m: &serde_json::Value| {
                (m["destination"].to_string(), m["state"].to_string(), m["missing"].to_string())
            };
            json["markets"].as_array().into_iter().flatten().map(of).collect::<Vec<_>>()
        };
        let before = state(&mut ann).await;
        assert!(before.iter().any(|(_, _, missing)| missing.contains("watt-hours")), "{before:?}");
        assert!(before.iter().all(|(_, state, _)| state != "\"sold\""), "{before:?}");
        let told = json!({ "fact": { "watt_hours": { id.to_string(): { variant.to_string(): "37" } } } });
        assert_eq!(ann.post_json("/seller/listings/gaps", &told).await.status, 200);
        let after = state(&mut ann).await;
        assert!(after.iter().any(|(_, state, _)| state == "\"sold\""), "{after:?}");
        assert!(after.iter().all(|(_, _, missing)| !missing.contains("watt-hours")), "{after:?}");
    }
}

/// Where excise is a share of the price at retail, the seller is asked for it, and the law reckons with what is told.
#[tokio::test]
async fn spirits_are_priced_once_their_price_at_retail_is_told() {
    for shop in shops().await {
        let rate = sampan_money::ExchangeRate {
            base: sampan_money::Currency::USD,
            quote: sampan_money::currency("PHP").expect("a currency"),
            rate: "58".parse().expect("a decimal"),
            date: jiff::civil::date(2026, 11, 20),
            source: "test".to_owned(),
        };
        let enter = crate::rates::EnterRates(vec![rate]);
        shop.app.db().perform(uuid::Uuid::nil(), enter).await.expect("decided").expect("accepted");
        shop.app.reload().await.expect("the rates are read");
        let rows = "measure,regime,hs,origin,rate,from,to,citation,confidence,note\n\
                    duty,,2208,,10%,,,general-knowledge,secondary,\n";
        let book = sampan_tariff::Book::built_in().overlay(vec![("ph/rates.csv".to_owned(), rows.to_owned())]);
        shop.app.set_book(book.expect("a book"));
        let (seller, mut ann) = desk(&shop, "stills").await;
        let vodka = Offer { slug: "vodka", hs: "22086000", ..Offer::cherries() };
        let mut vodka = fixtures::listing(&shop.app, &seller, vodka).await;
        vodka.listing.variants[0].volume_ml = Some(700);
        vodka.listing.variants[0].abv_percent = Some(40.into());
        fixtures::save_listing(&shop.app, &vodka).await;
        let (id, variant) = (vodka.listing.id, vodka.listing.variants[0].id);
        let manila = async |ann: &mut Client| {
            let json = ann.get_json(&format!("/seller/listings/{id}/markets")).await.json();
            let found = json["markets"].as_array().into_iter().flatten().find(|m| m["destination"] == "PH").cloned();
            found.expect("a destination")
        };
        let untold = manila(&mut ann).await;
        assert_eq!(untold["missing"], json!(["price at retail in the destination"]), "{untold}");
        let gaps = ann.get("/seller/listings/gaps").await;
        assert!(gaps.text().contains("at retail in the Philippines, in pesos"), "{}", gaps.text());
        let tell =
            |price: &str| json!({ "fact": { "retail_price_ph": { id.to_string(): { variant.to_string(): price } } } });
        assert_eq!(ann.post_json("/seller/listings/gaps", &tell("1500.505")).await.status, 422);
        let mut prices = Vec::new();
        for price in ["1500.50", "3000"] {
            assert_eq!(ann.post_json("/seller/listings/gaps", &tell(price)).await.status, 200);
            let told = manila(&mut ann).await;
            assert_eq!(told["state"], "sold", "{told}");
            let total = told["price"]["total"]["amount"].as_str().expect("an amount").to_owned();
            prices.push(total.parse::<rust_decimal::Decimal>().expect("a decimal"));
        }
        assert!(prices[0] < prices[1], "{prices:?}");
    }
}
