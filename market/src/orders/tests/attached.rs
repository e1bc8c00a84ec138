//! Permits, certificates and licences: what a parcel lacks is said on its order, and it does not leave without them.

use super::*;
use sampan_ids::Date;
use sampan_trade::listing::{Category, Fact, Told};

/// What Singapore and the United States ask for cultivated roots of ginseng.
const ASKED: [&str; 7] = [
    "cites_export",
    "cites_import",
    "dealer_licence",
    "phytosanitary",
    "plant_inspection",
    "plant_permit",
    "state_certificate",
];

pub(super) async fn roots(walk: &Walk) -> StoredListing {
    let facts: &[(Fact, Told)] = &[(Fact::Wild, Told::Is(false))];
    let roots = Offer { slug: "roots", category: Category::Ginseng, hs: "12112011", facts, ..Offer::cherries() };
    fixtures::listing(walk.app(), &walk.seller, roots).await
}

/// An order of roots and cherries, paid, with its parcel number noted.
pub(super) async fn packed(walk: &mut Walk, roots: &StoredListing) -> String {
    let items = [(roots, 1), (&walk.cherries.clone(), 1)];
    let order = buying::placed(walk.app(), &walk.seller, walk.buyer_id, &items, "SG").await;
    buying::pay(walk.app(), order).await;
    let at = format!("/seller/orders/{order}");
    let noted = walk.desk.post_json(&format!("{at}/parcel"), &json!({ "number": POST })).await;
    assert_eq!(noted.status, 200, "{}", noted.text());
    at
}

fn day(walk: &Walk, days: i64) -> Date {
    let at = walk.app().now() + SignedDuration::from_hours(24 * days);
    at.to_zoned(jiff::tz::TimeZone::UTC).date()
}

/// Notes a paper that holds from today for so many days.
async fn give(walk: &mut Walk, at: &str, paper: &str, days: i64) -> Answer {
    let (from, to) = (day(walk, days.min(0) - 1), day(walk, days));
    let given = json!({ "paper": paper, "paper_number": format!("No. {paper}"), "paper_issuer": "An invented office",
        "paper_from": from.to_string(), "paper_to": to.to_string() });
    walk.desk.post_json(&format!("{at}/attached"), &given).await
}

async fn ship(walk: &mut Walk, at: &str) -> Answer {
    walk.desk.post_json(&format!("{at}/shipment"), &json!({})).await
}

#[tokio::test]
async fn a_parcel_leaves_with_every_paper_that_holds_on_the_day() {
    for mut walk in walks().await {
        let roots = roots(&walk).await;
        let at = packed(&mut walk, &roots).await;
        let bare = ship(&mut walk, &at).await;
        assert_eq!(bare.status, 422);
        assert_eq!(errors(&bare), ASKED.map(|code| format!("attached.{code}.1 paper_missing")));
        let said = bare.json()["errors"][0]["wanted"].as_str().unwrap_or_default().to_owned();
        for part in
            ["CITES export permit", "US Fish and Wildlife Service", "line 1", "Dried tart cherries", "note it here"]
        {
            assert!(said.contains(part), "{part}: {said}");
        }
        let page = shown(&walk.desk.get(&at).await);
        assert!(page.contains(&said.replace('“', "&#8220;")) || page.contains(&said), "{said}");
        assert!(!page.contains("/shipment\""), "there is nothing to press");
        let pressed = walk.desk.post(&format!("{at}/shipment"), &[]).await;
        assert_eq!(pressed.status, 422);
        assert!(pressed.text().contains("CITES export permit"));

        assert_eq!(give(&mut walk, &at, "dealer_licence", -1).await.status, 200);
        assert!(errors(&ship(&mut walk, &at).await).contains(&"attached.dealer_licence.1 paper_expired".to_owned()));
        for paper in ASKED {
            let given = give(&mut walk, &at, paper, 1).await;
            assert_eq!(given.status, 200, "{paper}: {}", given.text());
        }
        // The seventh day of seven: what ran out meanwhile does not go.
        walk.wait(2).await;
        let late = ship(&mut walk, &at).await;
        assert_eq!(errors(&late), ASKED.map(|code| format!("attached.{code}.1 paper_expired")));
        for paper in ASKED {
            give(&mut walk, &at, paper, 9).await;
        }
        let sent = ship(&mut walk, &at).await;
        assert_eq!((sent.status, sent.json()["order"]["state"].clone()), (200, json!("shipped")), "{}", sent.text());
        let after = give(&mut walk, &at, "phytosanitary", 9).await;
        assert_eq!((after.status, after.code().as_str()), (409, "already_shipped"));
        walk.wait(30).await;
        let view = walk.desk.get_json(&at).await.json();
        let states = view["attached"].as_array().unwrap().iter().map(|paper| paper["state"].clone());
        assert!(
            states.clone().all(|state| state == "until"),
            "as they stood when it left: {:?}",
            states.collect::<Vec<_>>()
        );
        walk.clean().await;
    }
}

#[tokio::test]
async fn a_licence_serves_every_order_and_a_lot_is_asked_for_with_each() {
    for mut walk in walks().await {
        let roots = roots(&walk).await;
        let first = packed(&mut walk, &roots).await;
        for paper in ASKED {
            give(&mut walk, &first, paper, 9).await;
        }
        assert_eq!(ship(&mut walk, &first).await.status, 200);
        let second = packed(&mut walk, &roots).await;
        let each = ["cites_export", "cites_import", "phytosanitary", "plant_inspection", "state_certificate"];
        let wanted = each.map(|code| format!("attached.{code}.1 paper_missing"));
        assert_eq!(errors(&ship(&mut walk, &second).await), wanted);

        // A lot's paper that is noted with the listing is offered, and goes only with the orders it is chosen for.
        let noted = json!({ "kind": "phytosanitary", "number": "Lot 7", "issuer": "USDA APHIS",
            "from": day(&walk, -1).to_string(), "to": day(&walk, 9).to_string() });
        let listing = format!("/seller/listings/{}", roots.listing.id);
        assert_eq!(walk.desk.post_json(&format!("{listing}/papers"), &noted).await.status, 200);
        assert_eq!(errors(&ship(&mut walk, &second).await), wanted);
        let page = walk.desk.get(&second).await;
        assert!(shown(&page).contains("Lot 7, USDA APHIS"));
        let view = walk.desk.get_json(&second).await.json();
        let of = |code: &str| {
            view["attached"].as_array().unwrap().iter().find(|paper| paper["code"] == code).cloned().unwrap()
        };
        assert_eq!(of("phytosanitary")["lines"][0]["offered"][0]["number"], "Lot 7");
        assert_eq!(of("cites_export")["lines"][0]["offered"], json!([]));
        assert_eq!(of("dealer_licence")["state"], "until");

        let unpaid = buying::placed(walk.app(), &walk.seller, walk.buyer_id, &[(&roots, 1)], "SG").await;
        let early = ship(&mut walk, &format!("/seller/orders/{unpaid}")).await;
        assert_eq!((early.status, early.code().as_str()), (409, "not_paid"));
        walk.clean().await;
    }
}

#[tokio::test]
async fn only_what_an_order_needs_is_noted_with_it() {
    for mut walk in walks().await {
        let roots = roots(&walk).await;
        let at = packed(&mut walk, &roots).await;
        for (paper, wanted) in [
            ("", "paper missing"),
            ("no_such_paper", "paper catalog_choice"),
            ("e_label", "paper paper_not_asked"),
            ("phytosanitary/2", "paper paper_not_asked"),
            ("phytosanitary/0", "paper paper_not_asked"),
            ("phytosanitary/3", "paper paper_not_asked"),
            ("phytosanitary/x", "paper paper_not_asked"),
        ] {
            let refused = give(&mut walk, &at, paper, 9).await;
            assert_eq!((refused.status, errors(&refused)), (422, vec![wanted.to_owned()]), "{paper}");
        }
        let nothing =
            walk.desk.post(&format!("{at}/attached"), &[("paper", "phytosanitary"), ("paper_to", "soon")]).await;
        assert_eq!(nothing.status, 422);
        for field in ["f-paper_number", "f-paper_issuer", "f-paper_from", "f-paper_to"] {
            assert!(nothing.text().contains(&format!("#{field}")), "{field}");
        }
        assert_eq!(give(&mut walk, &at, "phytosanitary/1", 9).await.status, 200);
        assert!(!errors(&ship(&mut walk, &at).await).iter().any(|error| error.contains("phytosanitary")));
        let other = fixtures::shop(walk.app(), "other").await;
        let (_, mut eve) =
            signed_in(&walk.shop, Role::Seller { seller: other.id, owner: true }, "eve@other.example").await;
        let given =
            json!({ "paper": "cites_export", "paper_number": "1", "paper_issuer": "x", "paper_from": "2026-01-01" });
        assert_eq!(eve.post_json(&format!("{at}/attached"), &given).await.status, 404);
        assert_eq!(walk.buyer.post_json(&format!("{at}/attached"), &given).await.status, 403);
        walk.clean().await;
    }
}

#[tokio::test]
async fn what_the_marketplace_sees_to_keeps_no_parcel_here() {
    for mut walk in walks().await {
        let almonds = Offer { slug: "almonds", hs: "08021200", ..Offer::cherries() };
        let almonds = fixtures::listing(walk.app(), &walk.seller, almonds).await;
        let order = buying::placed(walk.app(), &walk.seller, walk.buyer_id, &[(&almonds, 1)], "CN").await;
        buying::pay(walk.app(), order).await;
        let at = format!("/seller/orders/{order}");
        walk.desk.post_json(&format!("{at}/parcel"), &json!({ "number": EXPRESS })).await;
        let view = walk.desk.get_json(&at).await.json();
        assert_eq!(
            (&view["attached"][0]["code"], &view["attached"][0]["state"]),
            (&json!("e_label"), &json!("market"))
        );
        assert!(shown(&walk.desk.get(&at).await).contains("the marketplace sees to it"));
        assert_eq!(ship(&mut walk, &at).await.status, 200);
        walk.clean().await;
    }
}
