//! The number by which a destination's customs know a buyer: asked where the law's papers want it, checked, kept sealed,
//! and on the parcel's own paper alone.

use super::*;
use crate::accounts::Role;
use crate::orders::{Consignees, Orders};
use crate::rates::EnterRates;
use crate::testing::fixtures::{Offer, listing, shop};
use crate::testing::people::signed_in;
use sampan_money::{Currency, ExchangeRate};
use sampan_trade::listing::Category;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU32, Ordering};

/// A destination, an invented address there, its currency, and numbers: one that holds, others with what is said of them.
struct There {
    to: &'static str,
    address: Value,
    currency: Currency,
    kind: &'static str,
    number: &'static str,
    wrong: [(&'static str, &'static str); 2],
    paper: &'static str,
    way: &'static str,
    parcel: &'static str,
}

fn places() -> Vec<There> {
    let seoul = json!({ "name": "김시험", "phone": "01021234567", "region": "11", "city": "종로구", "postcode": "03051",
                        "street": "없는길 1" });
    let taipei = json!({ "name": "林小測", "phone": "0912345678", "postcode": "100", "region": "TPE", "district": "中正區",
                         "street": "虛構路1號" });
    vec![
        There {
            to: "KR",
            address: seoul,
            currency: Currency::KRW,
            kind: "pccc",
            number: "P123456789012",
            wrong: [("", "code_form"), ("P98765432101", "code_form")],
            paper: "PCCC P123456789012",
            way: "post",
            parcel: "LZ000000005US",
        },
        There {
            to: "TW",
            address: taipei,
            currency: Currency::TWD,
            kind: "taiwan_id",
            number: "A123456789",
            wrong: [("", "code_form"), ("A123456788", "code_check_digit")],
            paper: "ID A123456789",
            way: "express",
            parcel: "1Z5R89390357567127",
        },
    ]
}

pub(super) async fn with_rates(app: &App) {
    let rate = |(quote, rate): (Currency, &str)| ExchangeRate {
        base: Currency::USD,
        quote,
        rate: rate.parse().expect("a decimal"),
        date: jiff::civil::date(2026, 11, 20),
        source: "test".to_owned(),
    };
    let rates = [(Currency::KRW, "1450"), (Currency::TWD, "32"), (Currency::AUD, "1.5")].map(rate).to_vec();
    app.db().perform(uuid::Uuid::nil(), EnterRates(rates)).await.expect("decided").expect("accepted");
    app.reload().await.expect("the rates are read");
}

/// Each wish is one of its own, not the one before told again.
pub(super) async fn ask(place: &Shop, order: &Value) -> Answer {
    static WISHES: AtomicU32 = AtomicU32::new(0);
    let key = format!("document-{}", WISHES.fetch_add(1, Ordering::Relaxed));
    Client::new(&place.service()).header("idempotency-key", &key).post_json("/checkout", order).await
}

#[tokio::test]
async fn customs_know_the_buyer_by_a_number_that_only_the_parcel_s_paper_shows() {
    for place in shops().await {
        let app = &place.app;
        with_rates(app).await;
        let seller = shop(app, "two-gull").await;
        let (_, mut desk) =
            signed_in(&place, Role::Seller { seller: seller.id, owner: true }, "owner@two-gull.example").await;
        let (_, mut operator) = signed_in(&place, Role::Operator, "desk@sampan.example").await;
        let shirt = Offer { slug: "shirt", category: Category::Apparel, hs: "61091000", ..Offer::cherries() };
        let shirt = listing(app, &seller, shirt).await;
        for there in places() {
            let mut order = json!({
                "items": [{ "variant": variant(&shirt), "quantity": 1 }], "destination": there.to,
                "email": "lin@example.com", "address": there.address,
                "deliveries": { seller.id.to_string(): there.way },
                "expected": { "amount": "1", "currency": there.currency.code() },
            });
            let mut shown = order.clone();
            shown["then"] = json!("show");
            let form = ask(&place, &shown).await.json()["form"].clone();
            assert_eq!((&form["wants_identity"], &form["document"]["kind"]), (&json!(true), &json!(there.kind)));
            assert_eq!(form["document"]["names_the_person"], false);
            for (number, code) in there.wrong {
                order["identity"] = json!({ "name": "", "number": number });
                let refused = ask(&place, &order).await;
                let error = refused.json()["errors"][0].clone();
                assert_eq!(
                    (refused.status, &error["field"], &error["code"]),
                    (422, &json!("identity.number"), &json!(code))
                );
                assert!(number.is_empty() || !refused.text().contains(number), "{}", refused.text());
            }
            order["identity"] = json!({ "number": format!(" {} ", there.number.to_lowercase()) });
            let now = ask(&place, &order).await.json()["params"]["now"].as_str().unwrap_or_default().to_owned();
            order["expected"]["amount"] = json!(now.split(' ').next());
            let placed = ask(&place, &order).await;
            assert_eq!(placed.status, 201, "{}", placed.text());
            let said = placed.json();
            let id: sampan_ids::OrderId =
                said["orders"][0]["order"].as_str().unwrap_or_default().parse().expect("an id");
            let stored = app.find::<Orders>(id).await.unwrap();
            let sealed = app.db().find::<Consignees>(&id).await.unwrap().unwrap();
            assert!(!sealed.sealed.windows(there.number.len()).any(|bytes| bytes == there.number.as_bytes()));
            let open = sealed.open(app.vault()).unwrap();
            assert_eq!(open.code.as_ref().map(|code| code.reveal()), Some(there.number));
            assert!(open.identity.is_none() && stored.order.quote.is_empty());

            let at = format!("/seller/orders/{id}");
            let before = desk.get(&format!("{at}/papers")).await;
            assert!(before.status == 200 && !before.text().contains(there.number), "nothing is paid, nothing is sent");
            crate::testing::buying::pay(app, id).await;
            let noted = desk.post_json(&format!("{at}/parcel"), &json!({ "number": there.parcel })).await;
            assert_eq!(noted.status, 200, "{}", noted.text());
            for page in
                [desk.get(&at).await, desk.get_json(&at).await, desk.get(&format!("{at}/papers/packing_slip")).await]
            {
                assert!(page.status == 200 && !page.text().contains(there.number), "{}", page.text());
            }
            let desks = format!("/operator/orders/{id}");
            for page in [operator.get(&desks).await, operator.get_json(&desks).await] {
                assert!(page.status == 200 && !page.text().contains(there.number), "{}", page.text());
            }
            let papers = desk.get(&format!("{at}/papers")).await;
            assert!(papers.text().contains(there.paper), "{}", papers.text());
            let sent = desk.post_json(&format!("{at}/shipment"), &json!({})).await;
            assert_eq!(sent.status, 200, "the number came with the order, nothing is waited for: {}", sent.text());
            assert!(desk.get(&format!("{at}/papers")).await.text().contains(there.paper), "as it left");
        }
    }
}

#[tokio::test]
async fn what_asks_for_no_number_is_ordered_without_one() {
    for place in shops().await {
        let app = &place.app;
        let seller = shop(app, "two-gull").await;
        let cherries = listing(app, &seller, Offer::cherries()).await;
        let mut client = Client::new(&place.service());
        client.get("/basket").await;
        client.post("/preferences", &[("destination", "SG"), ("back", "/")]).await;
        let id = variant(&cherries).to_string();
        client.post("/basket/items", &[("variant", &id), ("quantity", "1")]).await;
        let page = client.get_json("/checkout").await;
        assert_eq!(
            (&page.json()["form"]["wants_identity"], &page.json()["form"]["document"]),
            (&json!(false), &Value::Null)
        );
        audit(app).await;
    }
}
