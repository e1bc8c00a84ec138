//! Who carries a parcel: the law is asked again by the carrier of its number, on the day it leaves. What it does not let go
//! stays here with a reason and a way on, and nothing that was typed is lost.

use super::*;
use crate::rates::EnterRates;
use sampan_ids::Date;
use sampan_money::ExchangeRate;
use sampan_trade::listing::Category;

/// A parcel number of another express carrier.
const FEDEX: &str = "986578788855";

async fn wine(walk: &Walk) -> StoredListing {
    let wine = Offer { slug: "riesling", category: Category::Wine, hs: "22042150", net_g: 1_200, ..Offer::cherries() };
    let mut wine = fixtures::listing(walk.app(), &walk.seller, wine).await;
    for variant in &mut wine.listing.variants {
        (variant.volume_ml, variant.abv_percent) = (Some(750), Some("12.5".parse().expect("a decimal")));
    }
    fixtures::save_listing(walk.app(), &wine).await;
    wine
}

/// A bottle of wine to Malaysia, paid; the rate card did not say by which carrier.
async fn bottle(walk: &Walk, wine: &StoredListing) -> String {
    let rate = ExchangeRate {
        base: sampan_money::Currency::USD,
        quote: sampan_money::currency("MYR").expect("a currency"),
        rate: "4.4".parse().expect("a decimal"),
        date: jiff::civil::date(2026, 11, 20),
        source: "test".to_owned(),
    };
    walk.app().db().perform(uuid::Uuid::nil(), EnterRates(vec![rate])).await.expect("decided").expect("accepted");
    walk.app().reload().await.expect("the rates are read");
    let order = buying::placed(walk.app(), &walk.seller, walk.buyer_id, &[(wine, 1)], "MY").await;
    buying::pay(walk.app(), order).await;
    format!("/seller/orders/{order}")
}

async fn note(walk: &mut Walk, at: &str, number: &str, carrier: &str) -> Answer {
    walk.desk.post_json(&format!("{at}/parcel"), &json!({ "number": number, "carrier": carrier })).await
}

async fn give(walk: &mut Walk, at: &str, paper: &str) -> Answer {
    let given = json!({ "paper": paper, "paper_number": "1", "paper_issuer": "An invented office",
        "paper_from": "2026-01-01" });
    walk.desk.post_json(&format!("{at}/attached"), &given).await
}

async fn ship(walk: &mut Walk, at: &str) -> Answer {
    walk.desk.post_json(&format!("{at}/shipment"), &json!({})).await
}

fn says(answer: &Answer) -> String {
    answer.json()["errors"][0]["wanted"].as_str().unwrap_or_default().to_owned()
}

fn day(walk: &Walk, days: i64) -> Date {
    let at = walk.app().now() + SignedDuration::from_hours(24 * days);
    at.to_zoned(jiff::tz::TimeZone::UTC).date()
}

/// Lays rows about goods over China's restrictions.
fn lay(walk: &Walk, rows: &str) {
    let head = "code,hs,needs,channel,mode,verdict,papers,from,to,citation,confidence,en,zh,above,issuer,when\n";
    let file = ("cn/restrictions.csv".to_owned(), format!("{head}{rows}"));
    walk.app().set_book(sampan_tariff::Book::built_in().overlay(vec![file]).expect("a book"));
}

#[tokio::test]
async fn wine_goes_with_a_carrier_that_takes_it_there() {
    for mut walk in walks().await {
        let wine = wine(&walk).await;
        let at = bottle(&walk, &wine).await;
        for (number, carrier, words) in [
            (EXPRESS, "", "With UPS these goods may not go to Malaysia: UPS takes alcohol to Malaysia for businesses"),
            ("MY-1", "UPS Worldwide", "With UPS these goods"),
            (POST, "", "With USPS these goods may not go to Malaysia: The US post takes no alcohol abroad."),
            ("RR473124829GB", "", "With the post these goods"),
            ("MY-1", "Lake Post", "With the post these goods"),
        ] {
            let refused = note(&mut walk, &at, number, carrier).await;
            assert_eq!((refused.status, errors(&refused)), (422, vec!["number not_by_carrier".to_owned()]), "{number}");
            let said = says(&refused);
            assert!(said.starts_with(words), "{said}");
            assert!(said.ends_with("Carriers that may take them: FedEx, DHL."), "{said}");
        }
        let typed = [("number", EXPRESS), ("carrier", "UPS"), ("gross_weight_g", "1600")];
        let page = walk.desk.post(&format!("{at}/parcel"), &typed).await;
        assert_eq!(page.status, 422);
        for kept in [EXPRESS, "1600"] {
            assert!(page.text().contains(&format!("value=\"{kept}\"")), "{kept} is lost: {}", page.text());
        }
        assert!(page.text().contains("may not go to Malaysia"), "{}", page.text());
        assert!(walk.desk.get_json(&at).await.json()["parcel_note"].is_null(), "nothing is noted");

        assert_eq!(note(&mut walk, &at, FEDEX, "").await.status, 200);
        let bare = ship(&mut walk, &at).await;
        let lacking = ["attached.alcohol_permit.1 paper_missing", "attached.carrier_alcohol.1 paper_missing"];
        assert_eq!((bare.status, errors(&bare)), (422, lacking.map(str::to_owned).to_vec()));
        // What was told when it was ordered holds, whatever becomes of the listing.
        let mut bare = wine.clone();
        for variant in &mut bare.listing.variants {
            (variant.volume_ml, variant.abv_percent) = (None, None);
        }
        fixtures::save_listing(walk.app(), &bare).await;
        for paper in ["alcohol_permit", "carrier_alcohol"] {
            assert_eq!(give(&mut walk, &at, paper).await.status, 200, "{paper}");
        }
        let sent = ship(&mut walk, &at).await;
        assert_eq!((sent.status, sent.json()["order"]["state"].clone()), (200, json!("shipped")), "{}", sent.text());
        walk.clean().await;
    }
}

#[tokio::test]
async fn a_weight_that_is_none_is_said_at_its_field_and_nothing_typed_is_lost() {
    for mut walk in walks().await {
        let order = walk.paid(1, "CN").await;
        let at = format!("/seller/orders/{order}/parcel");
        let parcel = |weight: &'static str| [("number", EXPRESS), ("carrier", "UPS"), ("gross_weight_g", weight)];
        for weight in ["1.9 kg", "much", "0", "-5", "100001"] {
            let page = walk.desk.post(&at, &parcel(weight)).await;
            assert_eq!(page.status, 422, "{weight}");
            assert!(page.text().contains("wanted whole grams"), "{weight}: {}", page.text());
            for kept in [EXPRESS, weight] {
                assert!(page.text().contains(&format!("value=\"{kept}\"")), "{kept} is lost: {}", page.text());
            }
        }
        for weight in ["", " 700 "] {
            assert_eq!(walk.desk.post(&at, &parcel(weight)).await.status, 303, "{weight}");
        }
        let sent = json!({ "number": EXPRESS, "gross_weight_g": 1.5 });
        assert_eq!(errors(&walk.desk.post_json(&at, &sent).await), ["gross_weight_g parcel_weight"]);
        walk.clean().await;
    }
}

#[tokio::test]
async fn what_was_paid_for_express_does_not_go_by_post() {
    for mut walk in walks().await {
        let order = walk.paid(1, "CN").await;
        let at = format!("/seller/orders/{order}");
        let other = note(&mut walk, &at, POST, "").await;
        assert_eq!((other.status, errors(&other)), (422, vec!["number other_mode".to_owned()]), "{}", other.text());
        assert!(says(&other).starts_with("The buyer paid for “Express”"), "{}", says(&other));
        assert_eq!(note(&mut walk, &at, "CN-7", "Lake Runners").await.status, 200, "a carrier that no rule names");
        walk.clean().await;
    }
}

#[tokio::test]
async fn a_paper_that_only_this_carrier_wants_is_asked_for_and_stays_with_the_parcel() {
    for mut walk in walks().await {
        let order = walk.paid(1, "CN").await;
        let at = format!("/seller/orders/{order}");
        lay(
            &walk,
            "fruit.ups,0813,carrier=ups,,express,papers,airline_approval,,,general-knowledge,secondary,UPS wants the airline's word.,须航空公司同意。,,,\n",
        );
        let early = give(&mut walk, &at, "airline_approval").await;
        assert_eq!(errors(&early), ["paper paper_not_asked"], "without a carrier nothing asks for it");
        assert_eq!(note(&mut walk, &at, EXPRESS, "").await.status, 200, "the number is kept while the paper is got");
        let page = shown(&walk.desk.get(&at).await);
        assert!(page.contains("Missing: approval of the airline"), "{page}");
        assert!(!page.contains("/shipment\""), "there is nothing to press");
        let bare = ship(&mut walk, &at).await;
        assert_eq!((bare.status, errors(&bare)), (422, vec!["attached.airline_approval.1 paper_missing".to_owned()]));
        // Another carrier does not ask for it.
        assert_eq!(note(&mut walk, &at, FEDEX, "").await.status, 200);
        assert!(walk.desk.get_json(&at).await.json()["missing"].as_array().is_some_and(Vec::is_empty));
        assert_eq!(note(&mut walk, &at, EXPRESS, "").await.status, 200);
        assert_eq!(give(&mut walk, &at, "airline_approval").await.status, 200);
        let sent = ship(&mut walk, &at).await;
        assert_eq!((sent.status, sent.json()["order"]["state"].clone()), (200, json!("shipped")), "{}", sent.text());
        // The law of later days has nothing to say of a parcel that is gone.
        walk.app().set_book(sampan_tariff::Book::built_in());
        let view = walk.desk.get_json(&at).await.json();
        let attached = view["attached"].as_array().into_iter().flatten();
        let codes: Vec<&str> = attached.filter_map(|paper| paper["code"].as_str()).collect();
        assert_eq!(codes, ["e_label", "airline_approval"], "{view}");
        let desk = walk.operator.get_json(&format!("/operator/orders/{order}")).await.json();
        assert_eq!(desk["papers"][0]["number"], "1", "{desk}");
        walk.clean().await;
    }
}

#[tokio::test]
async fn a_parcel_that_waits_too_long_meets_the_law_of_the_day_it_leaves() {
    for mut walk in walks().await {
        let order = walk.paid(1, "CN").await;
        let at = format!("/seller/orders/{order}");
        let from = day(&walk, 3);
        lay(
            &walk,
            &format!(
                "fruit.stop,0813,,,express,not_allowed,,{from},,general-knowledge,secondary,No dried fruit for now.,暂停进口干果。,,,\n"
            ),
        );
        assert_eq!(note(&mut walk, &at, EXPRESS, "").await.status, 200, "it may go today");
        walk.wait(4).await;
        let view = walk.desk.get_json(&at).await.json();
        assert!(view["refused"].as_str().is_some_and(|why| why.contains("No dried fruit for now.")), "{view}");
        let page = shown(&walk.desk.get(&at).await);
        assert!(!page.contains("/shipment\""), "there is nothing to press");
        let late = ship(&mut walk, &at).await;
        assert_eq!((late.status, errors(&late)), (422, vec!["number not_by_carrier".to_owned()]));
        assert!(
            says(&late).ends_with("Refuse the order below, and the buyer gets everything back."),
            "{}",
            says(&late)
        );
        let chinese = walk.desk.clone().language("zh-CN").get(&at).await.text();
        assert!(chinese.contains("暂停进口干果") && chinese.contains("请在下方拒绝该订单"), "{chinese}");
        let pressed = walk.desk.post(&format!("{at}/shipment"), &[]).await;
        assert!(pressed.status == 422 && pressed.text().contains(&format!("value=\"{EXPRESS}\"")), "the number stays");
        // A rate that is not known any more keeps nothing here: it was paid.
        let known = format!("duty,,08134090,,unknown,{from},,general-knowledge,secondary,\n");
        let head = "measure,regime,hs,origin,rate,from,to,citation,confidence,note\n";
        let book = sampan_tariff::Book::built_in()
            .overlay(vec![("cn/rates.csv".to_owned(), format!("{head}{known}"))])
            .expect("a book");
        walk.app().set_book(book);
        let sent = ship(&mut walk, &at).await;
        assert_eq!((sent.status, sent.json()["order"]["state"].clone()), (200, json!("shipped")), "{}", sent.text());
        walk.clean().await;
    }
}
