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
