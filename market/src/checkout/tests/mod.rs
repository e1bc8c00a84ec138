//! The walk from basket to payment, on each engine, in a browser of sorts; each ends with the audit clean.

mod buying;
mod documents;
mod kept;
mod paying;
mod persons;
mod places;

use crate::App;
use crate::catalog::{Stocks, StoredListing};
use crate::testing::{Shop, shops};
use crate::{verify, work};
use sampan_customs::identity::ResidentId;
use sampan_ids::{CheckoutId, SignedDuration, VariantId};
use sampan_web::test::{Answer, Client};

/// A browser that buys for China.
struct Walk {
    client: Client,
}

impl Walk {
    fn new(shop: &Shop) -> Walk {
        Walk { client: Client::new(&shop.service()).language("zh-CN") }
    }

    /// Puts pieces of a listing's first variant into the basket.
    async fn put(&mut self, listing: &StoredListing, quantity: &str) -> Answer {
        // The first page gives the token that forms carry.
        self.client.get("/basket").await;
        let variant = variant(listing).to_string();
        self.client.post("/basket/items", &[("variant", &variant), ("quantity", quantity)]).await
    }

    /// Fills in the checkout's form and sends it.
    async fn place(&mut self, changes: &[(&str, &str)]) -> Answer {
        let page = self.client.get("/checkout").await;
        assert_eq!(page.status, 200, "{}", page.text());
        let mut fields = filled();
        fields.retain(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
        let given: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let all: Vec<(&str, &str)> = given.into_iter().chain(changes.iter().copied()).collect();
        self.client.submit(&page, "/checkout", &all).await
    }

    /// Places what is in the basket, and gives the checkout's path.
    async fn placed(&mut self) -> String {
        let answer = self.place(&[]).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        answer.location().unwrap().to_owned()
    }

    /// Goes to the provider's page, and wishes.
    async fn pay(&mut self, checkout: &str, wish: &str) -> Answer {
        let page = self.client.get(checkout).await;
        let action = format!("{checkout}/payment");
        let answer = self.client.submit(&page, &action, &[]).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        let page = self.client.follow(answer).await;
        self.wish(&page, wish).await
    }

    async fn wish(&mut self, page: &Answer, wish: &str) -> Answer {
        self.client.submit(page, &format!("{}/acts", page.path), &[("wish", wish)]).await
    }

    /// The checkout as a program sees it.
    async fn state(&mut self, checkout: &str) -> String {
        let answer = self.client.get_json(checkout).await;
        answer.json()["state"].as_str().unwrap_or_default().to_owned()
    }
}

fn variant(listing: &StoredListing) -> VariantId {
    listing.listing.variants[0].id
}

/// An invented resident whose number's last character fits, or does not.
fn resident(fits: bool) -> String {
    let today = jiff::civil::date(2026, 11, 22);
    let all = "0123456789X".chars().map(|last| format!("51010419900307123{last}"));
    let mut these = all.filter(|id| ResidentId::check(id, today).is_ok() == fits);
    these.next().unwrap()
}

/// The form as an invented buyer in Chengdu fills it in.
fn filled() -> Vec<(&'static str, String)> {
    let text = |text: &str| text.to_owned();
    vec![
        ("email", text("mei@example.com")),
        ("address.name", text("李梅")),
        ("address.phone", text("13800000000")),
        ("address.region", text("510000")),
        ("address.city", text("510100")),
        ("address.district", text("510104")),
        ("address.street", text("无名路 1 号")),
        ("address.postcode", text("610000")),
        ("identity.name", text("李梅")),
        ("identity.number", resident(true)),
    ]
}

async fn stock(app: &App, listing: &StoredListing) -> (u32, u32) {
    let stock = app.db().find::<Stocks>(&variant(listing)).await.unwrap().unwrap();
    (stock.on_hand, stock.reserved)
}

fn id_of(path: &str) -> CheckoutId {
    path.rsplit('/').next().unwrap().parse().unwrap()
}

/// Lets the workers do what is due until nothing is.
async fn settle(app: &App) {
    for _ in 0..10 {
        if work::round(app).await == 0 {
            return;
        }
    }
}

async fn audit(app: &App) {
    settle(app).await;
    let report = verify::run(app).await.unwrap();
    assert!(report.faults.is_empty(), "{:?}", report.faults);
}

fn minutes(minutes: i64) -> SignedDuration {
    SignedDuration::from_mins(minutes)
}
