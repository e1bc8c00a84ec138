//! Joining and the day, through pages and the programming interface, on both engines.

use super::Sellers;
use crate::accounts::{Accounts, Role};
use crate::testing::people::signed_in;
use crate::testing::shops;
use sampan_web::test::Client;
use serde_json::json;

const FORM: [(&str, &str); 6] = [
    ("name", "Two Gull Orchards"),
    ("state", "MI"),
    ("city", "Leland"),
    ("email", "Ann@two-gull.example"),
    ("password", "a long enough one"),
    ("terms", "yes"),
];

#[tokio::test]
async fn someone_joins_once_and_nobody_learns_of_an_account() {
    for shop in shops().await {
        let app = &shop.app;
        let mut client = Client::new(&shop.service());
        let page = client.get("/sell").await;
        let answer = client.submit(&page, "/sell", &FORM).await;
        assert_eq!((answer.status, answer.location()), (303, Some("/sell/sent")), "{}", answer.text());
        let sent = client.follow(answer).await;
        assert!(sent.text().contains("Look into your mailbox"), "{}", sent.text());
        let page = client.get("/sell").await;
        let again = client.submit(&page, "/sell", &FORM).await;
        assert_eq!((again.status, again.location()), (303, Some("/sell/sent")));

        let sellers = app.db().select::<Sellers>("order by t.slug", vec![]).await.unwrap();
        assert_eq!(sellers.len(), 1);
        let seller = &sellers[0];
        assert_eq!((seller.slug.as_str(), seller.status.name()), ("two-gull-orchards", "applied"));
        assert!(seller.terms_accepted.is_some() && !seller.email_confirmed && seller.email.is_empty());
        let accounts = app.db().select::<Accounts>("where t.role = 'seller'", vec![]).await.unwrap();
        assert_eq!(accounts.len(), 1);
        assert_eq!(accounts[0].role, Role::Seller { seller: seller.id, owner: true });
        assert_eq!(accounts[0].id.cell(), seller.id.cell());

        let page = client.get("/sell").await;
        let other = client
            .submit(&page, "/sell", &[FORM[0], FORM[1], FORM[2], ("email", "bo@two-gull.example"), FORM[4], FORM[5]])
            .await;
        assert_eq!(other.status, 303);
        let sellers = app.db().select::<Sellers>("order by t.slug", vec![]).await.unwrap();
        let slugs: Vec<&str> = sellers.iter().map(|s| s.slug.as_str()).collect();
        assert_eq!(slugs, ["two-gull-orchards", "two-gull-orchards-2"]);
        assert!(crate::verify::run(app).await.unwrap().faults.is_empty());
    }
}

#[tokio::test]
async fn what_is_typed_is_kept_and_each_field_told() {
    for shop in shops().await {
        let mut client = Client::new(&shop.service());
        let cases: &[(&str, &str, &str)] = &[
            ("name", "", "Please fill this in"),
            ("name", "a\u{1}b", "1 to 120 characters"),
            ("state", "Ontario", "choose a state"),
            ("city", "", "Please fill this in"),
            ("email", "ann", "is no e-mail address"),
            ("email", "ann@localhost", "is no e-mail address"),
            ("password", "short", "10 to 256"),
            ("terms", "", "must be accepted"),
        ];
        for (field, value, said) in cases {
            let page = client.get("/sell").await;
            let mut form = FORM.to_vec();
            form.retain(|(name, _)| name != field);
            form.push((field, value));
            let answer = client.submit(&page, "/sell", &form).await;
            assert_eq!(answer.status, 422, "{field}={value}");
            let text = answer.text();
            assert!(text.contains(said), "{field}={value}: {text}");
            assert!(!text.contains("a long enough one"), "a password is not shown again");
            if *field != "city" {
                assert!(text.contains("Leland"), "{field}={value} loses the city");
            }
        }
        let api = client.post_json("/sell", &json!({"name": "x"})).await;
        assert_eq!((api.status, api.code()), (422, "invalid".to_owned()));
        let left = shop.app.db().select::<Sellers>("", vec![]).await.unwrap();
        assert!(left.is_empty());
    }
}

#[tokio::test]
async fn a_seller_sees_what_is_left() {
    for shop in shops().await {
        let seller = crate::testing::fixtures::shop(&shop.app, "two-gull").await;
        let (_, mut ann) =
            signed_in(&shop, Role::Seller { seller: seller.id, owner: true }, "ann@two-gull.example").await;
        let before = shop.app.db().statements();
        let page = ann.get("/seller").await;
        assert_eq!(page.status, 200, "{}", page.text());
        assert!(shop.app.db().statements() - before <= 3);
        assert!(page.text().contains("Your shop is open"));
        let json = ann.send("GET", "/api/v1/seller", None, Vec::new()).await.json();
        assert_eq!((json["status"].as_str(), json["left"].as_i64()), (Some("approved"), Some(2)), "{json}");
        for path in ["/sell", "/sell/sent", "/terms"] {
            let zh = Client::new(&shop.service()).language("zh-CN").get(path).await;
            assert_eq!(zh.status, 200);
            assert!(!zh.text().contains('⟦'), "{path}: {}", zh.text());
        }
        let (_, mut buyer) = signed_in(&shop, Role::Buyer, "mei@example.com").await;
        assert_eq!(buyer.get("/seller").await.status, 403);
        assert_eq!(Client::new(&shop.service()).get("/seller").await.status, 303);
    }
}

/// What a letter to someone leads to: its link, out of the sealed outbox.
async fn link(app: &crate::App) -> String {
    let rows = app
        .db()
        .query("select body from outbox where topic = 'mail' order by happened_at desc, event_id desc limit 1", vec![]);
    let rows = rows.await.unwrap();
    let crate::vault::Written(sealed) = serde_json::from_str(rows[0].text("body")).unwrap();
    let letter: crate::mail::Letter = app.vault().open_sealed("letter", &sealed).unwrap();
    letter.params["link"].clone()
}

#[tokio::test]
async fn an_owner_confirms_and_the_seller_can_be_approved() {
    for shop in shops().await {
        let mut client = Client::new(&shop.service());
        let page = client.get("/sell").await;
        client.submit(&page, "/sell", &FORM).await;
        let path = link(&shop.app).await;
        let page = client.get(&path).await;
        assert_eq!(page.status, 200, "{}", page.text());
        let done = client.submit(&page, &path, &[]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        let sellers = shop.app.db().select::<Sellers>("", vec![]).await.unwrap();
        assert!(sellers[0].email_confirmed);
    }
}

#[tokio::test]
async fn an_owner_changes_the_shop_and_its_staff() {
    for shop in shops().await {
        let app = &shop.app;
        let seller = crate::testing::fixtures::shop(app, "two-gull").await;
        let owner = Role::Seller { seller: seller.id, owner: true };
        let (_, mut ann) = signed_in(&shop, owner, "ann@two-gull.example").await;
        let page = ann.get("/seller/settings").await;
        let about = [("city", "Suttons Bay"), ("about_en", "Cherries since 1932."), ("about_zh", "")];
        assert_eq!(ann.submit(&page, "/seller/settings", &about).await.status, 303);
        let now = app.find::<Sellers>(seller.id).await.unwrap();
        assert_eq!((now.city.as_str(), now.about.len()), ("Suttons Bay", 1));
        let page = ann.get("/seller/settings").await;
        let bare = ann.submit(&page, "/seller/settings", &[("city", ""), ("about_en", "Kept words.")]).await;
        assert!(bare.status == 422 && bare.text().contains("Kept words."));

        let invited =
            ann.submit(&page, "/seller/staff", &[("email", "bo@two-gull.example"), ("staff_name", "Bo")]).await;
        assert_eq!(invited.status, 303, "{}", invited.text());
        let path = link(app).await;
        let mut bo = Client::new(&shop.service());
        let page = bo.get(&path).await;
        let chosen = bo.submit(&page, &path, &[("password", "a long enough one")]).await;
        assert_eq!(chosen.status, 303, "{}", chosen.text());
        let page = bo.get("/seller/settings").await;
        assert!(page.status == 200 && !page.text().contains("ann@two-gull.example"), "{}", page.text());
        assert_eq!(bo.post("/seller/settings", &about).await.status, 403);
        assert_eq!(bo.post("/seller/staff", &[("email", "cy@example.com")]).await.status, 403);

        let settings = ann.send("GET", "/api/v1/seller/settings", None, vec![]).await.json();
        let bos = settings["staff"].as_array().unwrap().iter().find(|one| one["name"] == "Bo").unwrap();
        let removal = format!("/seller/staff/{}/removal", bos["account"].as_str().unwrap());
        let other = crate::testing::fixtures::shop(app, "two-hens").await;
        let (_, mut cy) = signed_in(&shop, Role::Seller { seller: other.id, owner: true }, "cy@two-hens.example").await;
        assert_eq!(cy.post_json(&removal, &json!({})).await.status, 404);
        assert_eq!(ann.post_json(&removal, &json!({})).await.status, 200);
        assert_eq!(bo.get("/seller").await.status, 303);
        let page = ann.get("/seller/settings").await;
        assert!(!page.text().contains("bo@two-gull.example"));
        assert_eq!(ann.submit(&page, "/seller/staff", &[("email", "bo@two-gull.example")]).await.status, 303);
        let settings = ann.send("GET", "/api/v1/seller/settings", None, vec![]).await.json();
        assert_eq!(settings["staff"].as_array().map(Vec::len), Some(2), "the address is free again: {settings}");
        let me = settings["staff"].as_array().unwrap().iter().find(|one| one["owner"] == true).unwrap();
        let own = format!("/seller/staff/{}/removal", me["account"].as_str().unwrap());
        assert_eq!(ann.post_json(&own, &json!({})).await.status, 404);
        let zh = ann.clone().language("zh-CN").get("/seller/settings").await;
        assert!(!zh.text().contains('⟦'), "{}", zh.text());
    }
}

#[tokio::test]
async fn the_rate_card_is_edited_in_its_form() {
    for shop in shops().await {
        let app = &shop.app;
        let seller = crate::testing::fixtures::shop(app, "two-gull").await;
        let (_, mut ann) =
            signed_in(&shop, Role::Seller { seller: seller.id, owner: false }, "ann@two-gull.example").await;
        let page = ann.get("/seller/rates").await;
        assert_eq!(page.status, 200, "{}", page.text());
        let same = ann.submit(&page, "/seller/rates", &[]).await;
        assert_eq!(same.status, 303, "{}", same.text());
        assert_eq!(app.find::<Sellers>(seller.id).await.unwrap().rate_card, seller.rate_card);

        let page = ann.get("/seller/rates").await;
        let more = [("zones.0.options.0.steps.6.up_to_g", "30000"), ("zones.0.options.0.steps.6.price", "299.00")];
        assert_eq!(ann.submit(&page, "/seller/rates", &more).await.status, 303);
        let card = app.find::<Sellers>(seller.id).await.unwrap().rate_card;
        assert_eq!(card.zones[0].options[0].steps.len(), 7);

        let page = ann.get("/seller/rates").await;
        let wrong = ann.submit(&page, "/seller/rates", &[("zones.0.options.0.steps.0.price", "free")]).await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.text().contains("wanted dollars such as 18.90") && wrong.text().contains("value=\"free\""));
        let empty = ann.post_json("/seller/rates", &json!({"zones": []})).await;
        assert_eq!((empty.status, empty.code()), (422, "invalid".to_owned()));
        let csv = ann.get("/seller/rates/csv").await.text();
        assert!(csv.contains("CN,express,Express,express,6,14,30000,299.00"), "{csv}");
        for path in ["/seller/rates", "/seller/settings"] {
            let zh = ann.clone().language("zh-CN").get(path).await;
            assert!(!zh.text().contains('⟦'), "{}", zh.text());
        }
    }
}
