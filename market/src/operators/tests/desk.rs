use crate::accounts::Role;
use crate::operators::Acts;
use crate::testing::fixtures::{self, Offer};
use crate::testing::people::signed_in;
use crate::testing::shops;
use sampan_ids::SignedDuration;
use sampan_money::Currency;
use sampan_web::test::Client;
use serde_json::json;

const PAGES: [&str; 18] = [
    "/operator",
    "/operator/sellers?status=all",
    "/operator/listings",
    "/operator/listings?status=withdrawn",
    "/operator/orders",
    "/operator/claims",
    "/operator/claims?state=decided",
    "/operator/ledger",
    "/operator/ledger/kinds/escrow",
    "/operator/ledger/kinds/seller",
    "/operator/ledger/accounts/platform_fee",
    "/operator/figures",
    "/operator/figures?days=365",
    "/operator/audit",
    "/operator/settings",
    "/operator/queue?topic=mail",
    "/operator/machine",
    "/operator/clock",
];

#[tokio::test]
async fn every_page_of_the_desk_is_written_in_both_languages() {
    for shop in shops().await {
        let seller = fixtures::shop(&shop.app, "two-gull").await;
        fixtures::listing(&shop.app, &seller, Offer::cherries()).await;
        let (_, client) = signed_in(&shop, Role::Operator, "op@example.com").await;
        for lang in ["en", "zh-CN"] {
            let mut client = client.clone().language(lang);
            for path in PAGES {
                let page = client.get(path).await;
                assert_eq!(page.status, 200, "{path}: {}", page.text());
                assert!(!page.text().contains('⟦'), "{lang} {path}: {}", page.text());
                let json = client.send("GET", &format!("/api/v1{path}"), None, vec![]).await;
                assert_eq!((json.status, json.json().is_object()), (200, true), "{path}");
            }
        }
        let (_, mut buyer) = signed_in(&shop, Role::Buyer, "mei@example.com").await;
        for path in PAGES {
            assert_eq!(buyer.get(path).await.status, 403, "{path}");
        }
    }
}

#[tokio::test]
async fn settings_and_rates_are_set_with_their_acts() {
    for shop in shops().await {
        let app = &shop.app;
        let (_, mut client) = signed_in(&shop, Role::Operator, "op@example.com").await;
        let page = client.get("/operator/settings").await;
        let set = client.submit(&page, "/operator/settings", &[("fee_percent", "6.25"), ("sell_to_verify", "")]).await;
        assert_eq!(set.status, 303, "{}", set.text());
        let now = app.operator_settings();
        assert_eq!(
            (now.fee_percent.to_string(), now.sell_to_verify, now.continue_last_known),
            ("6.25".into(), false, true)
        );
        for wrong in ["", "51", "1.234", "five"] {
            let page = client.get("/operator/settings").await;
            let answer = client.submit(&page, "/operator/settings", &[("fee_percent", wrong)]).await;
            assert_eq!(answer.status, 422, "{wrong}");
        }
        let rate = |quote: &str, rate: &str, date: &str, source: &str| json!({"quote": quote, "rate": rate, "date": date, "source": source});
        let cases = [
            (rate("MYR", "4.2", "2026-11-21", "Central bank"), 200),
            (rate("USD", "1", "2026-11-21", "x"), 422),
            (rate("MYR", "0", "2026-11-21", "x"), 422),
            (rate("MYR", "-4", "2026-11-21", "x"), 422),
            (rate("MYR", "4,2", "2026-11-21", "x"), 422),
            (rate("MYR", "4.2", "2027-01-01", "x"), 422),
            (rate("MYR", "4.2", "yesterday", "x"), 422),
            (rate("MYR", "4.2", "2026-11-21", ""), 422),
        ];
        for (body, status) in cases {
            assert_eq!(client.post_json("/operator/rates", &body).await.status, status, "{body}");
        }
        let myr = app.rates().between(Currency::USD, Currency::MYR, app.now()).unwrap();
        assert_eq!((myr.rate.to_string(), myr.source.as_str()), ("4.2".into(), "Central bank"));
        let acts = app.db().select::<Acts>("order by t.at", vec![]).await.unwrap();
        let names: Vec<&str> = acts.iter().map(|act| act.act.as_str()).collect();
        assert_eq!(names, ["settings_set", "rate_entered"]);
        let csv = client.get("/operator/audit/csv?act=rate_entered").await;
        assert!(csv.text().starts_with("at,account,act,subject,reason\n"), "{}", csv.text());
        assert!(csv.text().contains("Central bank") && !csv.text().contains("settings_set"));
    }
}

#[tokio::test]
async fn the_clock_moves_forward_and_rates_come_along() {
    for shop in shops().await {
        let app = &shop.app;
        let (_, mut client) = signed_in(&shop, Role::Operator, "op@example.com").await;
        let before = app.now();
        for (body, status) in [
            (json!({"days": 14}), 200),
            (json!({"hours": 1}), 200),
            (json!({}), 422),
            (json!({"days": 367}), 422),
            (json!({"hours": 4_294_967_295_u32}), 422),
        ] {
            // A sign-in of an operator's ends after half a day, so each move is asked for by a new one.
            let email = format!("{}@example.com", sampan_web::Token::fresh().text());
            let (_, mut client) = signed_in(&shop, Role::Operator, &email).await;
            assert_eq!(client.post_json("/operator/clock", &body).await.status, status, "{body}");
        }
        let moved = app.now().duration_since(before);
        assert!(moved >= SignedDuration::from_hours(14 * 24 + 1), "{moved}");
        assert!(app.rates().between(Currency::USD, Currency::CNY, app.now()).is_ok());
        assert_eq!(client.get("/operator").await.status, 303);
    }
}

/// The ids of the listings that the operator's list has.
async fn listed(client: &mut Client, asked: &str) -> Vec<String> {
    let list = client.send("GET", &format!("/api/v1/operator/listings?{asked}"), None, vec![]).await.json();
    let rows = list["listings"].as_array().unwrap_or_else(|| panic!("{asked}: {list}"));
    rows.iter().filter_map(|row| Some(row["id"].as_str()?.to_owned())).collect()
}

#[tokio::test]
async fn a_listing_is_withdrawn_with_a_reason_and_given_back() {
    for shop in shops().await {
        let app = &shop.app;
        let seller = fixtures::shop(app, "two-gull").await;
        let stored = fixtures::listing(app, &seller, Offer::cherries()).await;
        let (_, mut client) = signed_in(&shop, Role::Operator, "op@example.com").await;
        signed_in(&shop, Role::Seller { seller: seller.id, owner: true }, "ann@two-gull.example").await;
        let id = stored.listing.id.to_string();
        let pasted = format!("q=https://sampan.example/listings/{}-dried-cherries", stored.listing.id.0.simple());
        let words = ["q=", "q=cherries", "q=%E9%85%B8%E6%A8%B1%E6%A1%83", pasted.as_str()];
        crate::browse::ready(app).await.expect("the index is filled");
        for asked in words {
            assert_eq!(listed(&mut client, asked).await, [id.as_str()], "{asked}");
            assert_eq!(listed(&mut client, &format!("{asked}&status=published")).await, [id.as_str()], "{asked}");
            assert!(listed(&mut client, &format!("{asked}&status=withdrawn")).await.is_empty(), "{asked}");
        }
        assert!(listed(&mut client, "q=pears").await.is_empty());
        let path = format!("/operator/listings/{}", stored.listing.id);
        let page = client.get(&path).await;
        let bare = client.submit(&page, &format!("{path}/withdrawal"), &[("reason", "")]).await;
        assert_eq!(bare.status, 422);
        let done =
            client.submit(&bare, &format!("{path}/withdrawal"), &[("reason", "Sulphites are not declared.")]).await;
        assert_eq!(done.status, 303, "{}", done.text());
        let now = app.find::<crate::catalog::Listings>(stored.listing.id).await.unwrap();
        assert!(!now.listing.is_published() && now.changed_at > stored.changed_at);
        assert!(client.get(&path).await.text().contains("Sulphites are not declared."));
        crate::browse::index_changes(app).await.expect("the index keeps up");
        for asked in words {
            assert_eq!(listed(&mut client, asked).await, [id.as_str()], "{asked}");
            assert_eq!(listed(&mut client, &format!("{asked}&status=withdrawn")).await, [id.as_str()], "{asked}");
        }
        let again = client.post_json(&format!("{path}/withdrawal"), &json!({"reason": "Twice."})).await;
        assert_eq!((again.status, again.code()), (409, "listing_not_now".to_owned()));
        let back = client.post_json(&format!("{path}/reinstatement"), &json!({})).await.json();
        assert_eq!(back["listing"]["status"], "unpublished", "{back}");
        let letters = app.db().query("select count(*) as n from outbox where topic = 'mail'", vec![]).await.unwrap();
        assert_eq!(letters[0].int("n"), 2);
    }
}

#[tokio::test]
async fn whose_orders_is_asked_in_a_body() {
    for shop in shops().await {
        let seller = fixtures::shop(&shop.app, "two-gull").await;
        let (buyer, _) = signed_in(&shop, Role::Buyer, "mei@example.com").await;
        signed_in(&shop, Role::Seller { seller: seller.id, owner: true }, "ann@two-gull.example").await;
        let (_, mut client) = signed_in(&shop, Role::Operator, "op@example.com").await;
        let cases = [
            ("MEI@example.com", 303, Some(format!("/operator/orders?buyer={buyer}"))),
            ("ann@two-gull.example", 303, Some(format!("/operator/orders?seller={}", seller.id))),
            ("nobody@example.com", 422, None),
        ];
        for (email, status, location) in cases {
            let page = client.get("/operator/orders").await;
            let answer = client.submit(&page, "/operator/orders/search", &[("email", email)]).await;
            assert_eq!((answer.status, answer.location().map(str::to_owned)), (status, location), "{email}");
        }
    }
}
