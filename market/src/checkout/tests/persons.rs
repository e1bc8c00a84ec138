//! What the law counts of a person over a year: held when an order is placed, counted when it is paid, given back when it
//! is called off.

use super::*;
use crate::checkout::{Allowances, allowance_id};
use crate::rates::EnterRates;
use crate::testing::fixtures::{Offer, listing, shop};
use rust_decimal::Decimal;
use sampan_money::{Currency, ExchangeRate};
use sampan_trade::listing::Category;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU32, Ordering};

/// A checkout as a program sees it: its path, the token that opens it, what it comes to.
struct Bought {
    path: String,
    token: String,
    total: Decimal,
}

async fn buy(place: &Shop, listing: &StoredListing) -> Bought {
    let mut order = json!({
        "items": [{ "variant": variant(listing), "quantity": 1 }], "destination": "TW", "email": "lin@example.com",
        "address": { "name": "林小測", "phone": "0912345678", "postcode": "100", "region": "TPE", "district": "中正區",
                     "street": "虛構路1號" },
        "expected": { "amount": "1.00", "currency": "TWD" },
    });
    // Each wish is one of its own, not the one before told again.
    static WISHES: AtomicU32 = AtomicU32::new(0);
    let ask = async |order: &Value| {
        let key = format!("wish-{}", WISHES.fetch_add(1, Ordering::Relaxed));
        Client::new(&place.service()).header("idempotency-key", &key).post_json("/checkout", order).await
    };
    let refused = ask(&order).await;
    assert_eq!(refused.code(), "price_changed", "{}", refused.text());
    let now = refused.json()["params"]["now"].as_str().unwrap_or_default().to_owned();
    let amount = now.split(' ').next().unwrap_or_default();
    order["expected"]["amount"] = json!(amount);
    let placed = ask(&order).await;
    assert_eq!(placed.status, 201, "{}", placed.text());
    let text = |name: &str| placed.json()[name].as_str().unwrap_or_default().to_owned();
    Bought {
        path: format!("/checkouts/{}", text("checkout")),
        token: text("access_token"),
        total: amount.parse().expect("a decimal"),
    }
}

#[tokio::test]
async fn the_seventh_free_parcel_of_a_half_year_is_taxed_and_one_called_off_counts_no_more() {
    for place in shops().await {
        let app = &place.app;
        let rate = ExchangeRate {
            base: Currency::USD,
            quote: Currency::TWD,
            rate: "32".parse().expect("a decimal"),
            date: jiff::civil::date(2026, 11, 20),
            source: "test".to_owned(),
        };
        app.db().perform(uuid::Uuid::nil(), EnterRates(vec![rate])).await.expect("decided").expect("accepted");
        app.reload().await.expect("the rates are read");
        let seller = shop(app, "two-gull").await;
        let shirt = Offer { slug: "shirt", category: Category::Apparel, hs: "61091000", ..Offer::cherries() };
        let shirt = listing(app, &seller, shirt).await;

        let mut free = Vec::new();
        for _ in 0..6 {
            free.push(buy(&place, &shirt).await);
        }
        assert!(free.iter().all(|bought| bought.total == free[0].total), "the first six are free of tax alike");
        let seventh = buy(&place, &shirt).await;
        assert!(seventh.total > free[0].total, "{} {}", seventh.total, free[0].total);

        let mut program = Client::new(&place.service()).bearer(&free[1].token);
        let off = program.post_json(&format!("{}/cancellation", free[1].path), &json!({})).await;
        assert_eq!(off.status, 200, "{}", off.text());
        assert_eq!(buy(&place, &shirt).await.total, free[0].total, "one called off gives its place back");

        let mut program = Client::new(&place.service()).bearer(&free[0].token);
        let pay = program.post_json(&format!("{}/payment", free[0].path), &json!({})).await;
        let sandbox = pay.json()["location"].as_str().unwrap_or_default().trim_start_matches("/api/v1").to_owned();
        let acted = program.post_json(&format!("{sandbox}/acts"), &json!({ "wish": "approve" })).await;
        assert_eq!(acted.status, 200, "{}", acted.text());
        settle(app).await;
        let holder = app.vault().id("addressee", "TW 林小測 886912345678");
        let row = async || app.db().find::<Allowances>(&allowance_id(holder, 2026)).await.unwrap().unwrap();
        assert_eq!((row().await.counted.len(), row().await.free_parcels(2, app.now())), (1, 6));
        place.hand.advance(minutes(31));
        settle(app).await;
        assert_eq!(
            (row().await.held.len(), row().await.free_parcels(2, app.now())),
            (0, 1),
            "only what was paid counts"
        );
        assert_eq!(row().await.free_parcels(1, app.now()), 0);
        audit(app).await;
    }
}
