//! The storefront as browsers and programs see it.

mod finding;
mod keeping;
mod pages;

use crate::testing::Shop;
use crate::testing::fixtures::{self, Offer};
use crate::{App, browse};
use sampan_trade::listing::{Category, Fact, Told};
use sampan_web::test::{Answer, Client};

/// A browser that reads English or Chinese.
fn reader(shop: &Shop, language: &str) -> Client {
    Client::new(&shop.service()).language(language)
}

/// Brings the index up to what was stored.
async fn index(app: &App) {
    browse::ready(app).await.expect("the index is filled");
    browse::index_changes(app).await.expect("the index keeps up");
}

/// The titles of a list's answer.
fn titles(answer: &Answer) -> Vec<String> {
    let json = answer.json();
    let cards = json["listings"].as_array().cloned().unwrap_or_default();
    cards.iter().map(|card| card["title"].as_str().unwrap_or_default().to_owned()).collect()
}

/// Something dried of a title of its own.
fn offer(slug: &'static str, en: &'static str, zh: &'static str) -> Offer {
    Offer { slug, en: (en, "<p>Good.</p>"), zh: (zh, "<p>好。</p>"), ..Offer::cherries() }
}

/// A small market: two shops, goods in three categories, a service.
async fn market(app: &App) -> Vec<crate::catalog::StoredListing> {
    let gull = fixtures::shop(app, "two-gull").await;
    let fern = fixtures::shop(app, "fern").await;
    let ginseng = Offer {
        category: Category::Ginseng,
        hs: "12112010",
        cents: &[4_000, 2_500],
        facts: &[(Fact::Wild, Told::Is(false))],
        ..offer("ginseng-roots", "Whole ginseng roots", "整支花旗参")
    };
    let blueberries = offer("blueberries", "Dried blueberries", "蓝莓干");
    let mut all = vec![fixtures::listing(app, &gull, Offer::cherries()).await];
    all.push(fixtures::listing(app, &gull, blueberries).await);
    all.push(fixtures::listing(app, &fern, ginseng).await);
    all.push(fixtures::listing(app, &gull, Offer::service()).await);
    index(app).await;
    all
}
