//! Drafts from the form to the buyer's price, on both engines.

use super::store::{DraftReports, Drafts, Work};
use crate::accounts::Role;
use crate::mail::{Mails, Sent};
use crate::operators::Acts;
use crate::orders::Orders;
use crate::testing::fixtures::{self, Offer};
use crate::testing::people::{back_again, save, signed_in};
use crate::testing::{Shop, order, shops};
use crate::{App, work};
use sampan_ids::{AccountId, SignedDuration};
use sampan_web::test::{Answer, Client};
use uuid::Uuid;

/// One point more of Singapore's tax on dried fruit.
const TAX: &str = "market,measure,hs,rate,from\nSG,gst,0813,+1%,2026-11-25\n";
/// No dried fruit for Singapore.
const BAN: &str = "=== sg/restrictions.csv\n\
    code,hs,needs,channel,mode,verdict,papers,from,to,citation,confidence,en,zh\n\
    ban,0813,,,,not_allowed,,2026-11-25,,general-knowledge,secondary,no dried fruit,禁\n";

async fn operator(shop: &Shop) -> (AccountId, Client) {
    signed_in(shop, Role::Operator, "op@example.com").await
}

async fn write(client: &mut Client, name: &str, text: &str, more: &[(&str, &str)]) -> Answer {
    let page = client.get("/operator/whatif").await;
    let mut fields = vec![("name", name), ("text", text)];
    fields.extend(more);
    client.submit(&page, "/operator/whatif", &fields).await
}

/// Does what waits until nothing does.
async fn rounds(app: &App) {
    for _ in 0..20 {
        if work::round(app).await == 0 {
            return;
        }
    }
    panic!("there is always something to do");
}

async fn only(app: &App) -> Uuid {
    let drafts = app.db().select::<Drafts>("", vec![]).await.expect("read");
    assert_eq!(drafts.len(), 1);
    drafts[0].id
}

async fn agrees(app: &App) {
    let report = crate::verify::run(app).await.expect("audited");
    assert!(report.faults.is_empty(), "{:?}", report.faults);
}

#[tokio::test]
async fn a_draft_is_worked_out_and_its_report_stands_on_a_page_and_in_files() {
    for shop in shops().await {
        let app = &shop.app;
        let seller = fixtures::shop(app, "=two-gull").await;
        let listing = fixtures::listing(app, &seller, Offer::cherries()).await;
        fixtures::listing(app, &seller, Offer { slug: "toy", hs: "95030060", ..Offer::cherries() }).await;
        fixtures::listing(app, &seller, Offer::service()).await;
        let (_, mut client) = operator(&shop).await;
        let assumed = [("elasticities", "-1.5"), ("jobs_per_million", "8"), ("pieces_a_year", "1000")];
        let saved = write(&mut client, "More tax", TAX, &assumed).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        let path = saved.location().expect("the draft").to_owned();
        assert!(client.get(&path).await.text().contains("http-equiv=\"refresh\""));
        rounds(app).await;

        let json = client.get_json(&path).await.json();
        let report = &json["report"]["report"];
        assert_eq!(report["listings"], 3, "a service is looked at and not touched: {report}");
        assert_eq!((&report["total"]["listings"], &report["total"]["dearer"]), (&1.into(), &1.into()));
        assert_eq!(report["changed"][0]["listing"], listing.listing.id.to_string());
        assert_eq!(report["by_state"][0]["key"], "MI");
        assert_eq!(report["assumptions"]["elasticities"][0]["value"], "-1.5");
        assert!(report["total"]["demand"]["sales_change"]["amount"].as_str().expect("sales").starts_with('-'));
        for lang in ["en", "zh-CN"] {
            let page = client.clone().language(lang).get(&path).await;
            assert_eq!(page.status, 200);
            assert!(!page.text().contains('⟦'), "{lang}: {}", page.text());
            assert!(page.text().contains("<svg") && page.text().contains("-1.5"), "{}", page.text());
            assert!(!page.text().contains("http-equiv=\"refresh\""));
        }
        let sellers = client.get(&format!("{path}/csv?table=sellers")).await;
        assert_eq!(sellers.status, 200);
        assert!(sellers.text().contains(",'=two-gull farm,1,1,1,0,0,0,"), "{}", sellers.text());
        for table in super::tables::TABLES {
            let file = client.get(&format!("{path}/csv?table={table}")).await;
            assert_eq!((file.status, file.header("content-type")), (200, Some("text/csv; charset=utf-8")), "{table}");
        }
        assert_eq!(client.get(&format!("{path}/csv?table=x")).await.status, 404);
        agrees(app).await;
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_draft_is_said_at_its_field() {
    for shop in shops().await {
        let (_, mut client) = operator(&shop).await;
        for (name, text, more, wanted) in [
            ("", TAX, vec![], "f-name"),
            ("x", "market,measure\n", vec![], "rate: is missing"),
            ("x", "market,measure,rate\nXX,gst,1%\n", vec![], "is no market of the book"),
            ("x", TAX, vec![("day", "soon")], "f-day"),
            ("x", TAX, vec![("elasticities", "much")], "f-elasticities"),
            ("x", TAX, vec![("jobs_per_million", "-1")], "f-jobs_per_million"),
            ("x", TAX, vec![("pieces_a_year", "1.5")], "f-pieces_a_year"),
        ] {
            let answer = write(&mut client, name, text, &more).await;
            assert_eq!(answer.status, 422, "{text} {more:?}");
            assert!(answer.text().contains(wanted), "{wanted}: {}", answer.text());
        }
        let file = |name: &str, bytes: &[u8]| (name.to_owned(), bytes.to_vec());
        for ((name, bytes), status) in [
            (file("tax.csv", TAX.as_bytes()), 303),
            (file("bad.csv", b"x"), 422),
            (file("odd.csv", &[0xff, 0xfe]), 422),
        ] {
            let answer = client.upload("/operator/whatif/file", &[], "file", &name, &bytes).await;
            assert_eq!(answer.status, status, "{name}: {}", answer.text());
        }
        assert_eq!(shop.app.db().select::<Drafts>("", vec![]).await.unwrap()[0].name, "tax.csv");
    }
}

/// Where a draft's form of one button goes.
async fn press(client: &mut Client, path: &str, what: &str) -> Answer {
    let page = client.get(path).await;
    client.submit(&page, &format!("{path}/{what}"), &[]).await
}

async fn letters(app: &App) -> Vec<Sent> {
    let mails = app.db().select::<Mails>("order by t.sent_at, t.mail_id", vec![]).await.expect("read");
    let open = |mail: &crate::mail::Mail| app.vault().open_sealed::<Sent>("mail", &mail.sealed);
    mails.iter().map(|mail| open(mail).expect("a letter")).collect()
}

#[tokio::test]
async fn a_published_draft_holds_from_its_day_in_every_process_and_sellers_are_told_once() {
    for shop in shops().await {
        let app = &shop.app;
        let hit = fixtures::shop(app, "two-gull").await;
        let spared = fixtures::shop(app, "toys").await;
        let listing = fixtures::listing(app, &hit, Offer::cherries()).await;
        fixtures::listing(app, &spared, Offer { slug: "toy", hs: "95030060", ..Offer::cherries() }).await;
        for (seller, email) in [(hit.id, "gull@example.com"), (spared.id, "toys@example.com")] {
            signed_in(&shop, Role::Seller { seller, owner: true }, email).await;
        }
        let other = shop.another().await;
        let price = |app: &App| {
            let landed = app.pricing().one(&hit.rate_card, &listing, &listing.listing.variants[0], "SG");
            landed.expect("a price").answer.charges.iter().map(|c| c.rate.to_string()).collect::<Vec<_>>()
        };
        let (before, built_in) = (price(app), app.book().version().to_owned());

        let (by, mut client) = operator(&shop).await;
        let path = write(&mut client, "More tax", TAX, &[]).await.location().expect("the draft").to_owned();
        let id = only(app).await;
        rounds(app).await;
        assert!(letters(app).await.is_empty(), "a draft tells nobody");
        assert_eq!(press(&mut client, &path, "publication").await.status, 303);
        assert_ne!(app.book().version(), built_in);
        assert_eq!(price(app), before, "its day has not come");
        let again = client.post_json(&format!("{path}/publication"), &serde_json::json!({})).await;
        assert_eq!((again.status, again.code().as_str()), (409, "draft_not_now"));
        rounds(app).await;
        rounds(&other).await;
        assert_eq!(other.book().version(), app.book().version());
        assert_eq!(shop.another().await.book().version(), app.book().version(), "a new process");
        let told = letters(app).await;
        assert_eq!(told.iter().map(|letter| letter.to.as_str()).collect::<Vec<_>>(), ["gull@example.com"]);
        assert!(told[0].body.contains("More tax") && told[0].body.contains("25 Nov 2026"), "{}", told[0].body);
        assert_eq!(app.find::<Drafts>(id).await.unwrap().work, Work::Idle);

        shop.hand.advance(SignedDuration::from_hours(4 * 24));
        let after = price(app);
        assert!(before.contains(&"9%".to_owned()) && after.contains(&"9% + 1%".to_owned()), "{before:?} {after:?}");
        let mut client = back_again(&shop, by).await;
        let page = client.get(&path).await.text();
        assert!(page.contains("More tax") && !page.contains("/withdrawal"), "the page has no such form any more");
        let withdraw = client.post_json(&format!("{path}/withdrawal"), &serde_json::json!({})).await;
        assert_eq!((withdraw.status, withdraw.code().as_str()), (409, "draft_has_begun"));
        let acts = app.db().select::<Acts>("where t.subject_id = $1 order by t.at", vec![id.into()]).await.unwrap();
        let acts: Vec<(&str, AccountId)> = acts.iter().map(|act| (act.act.as_str(), act.account)).collect();
        assert_eq!(acts, [("draft_saved", by), ("draft_published", by)]);
        agrees(app).await;
    }
}

#[tokio::test]
async fn a_draft_is_published_only_for_days_to_come_and_taken_back_before_them() {
    for shop in shops().await {
        let app = &shop.app;
        let seller = fixtures::shop(app, "two-gull").await;
        let listing = fixtures::listing(app, &seller, Offer::cherries()).await;
        let built_in = app.book().version().to_owned();
        let (_, mut client) = operator(&shop).await;
        for (text, code) in [
            ("market,measure,hs,rate\nSG,gst,0813,10%\n", "draft_without_day"),
            ("market,measure,hs,rate,from\nSG,gst,0813,10%,2026-11-21\n", "draft_in_the_past"),
        ] {
            let path = write(&mut client, "x", text, &[]).await.location().expect("the draft").to_owned();
            let answer = client.post_json(&format!("{path}/publication"), &serde_json::json!({})).await;
            assert_eq!((answer.status, answer.code().as_str()), (422, code));
            assert_eq!(press(&mut client, &path, "removal").await.status, 303);
            assert_eq!(client.get(&path).await.status, 404);
        }
        let path = write(&mut client, "Ban", BAN, &[]).await.location().expect("the draft").to_owned();
        let id = only(app).await;
        rounds(app).await;
        let report = app.find::<DraftReports>(id).await.unwrap().report;
        assert_eq!((report.total.stops, report.stopped[0].listing.clone()), (1, listing.listing.id.to_string()));
        assert_eq!(press(&mut client, &path, "publication").await.status, 303);
        let page = client.get(&path).await;
        assert!(!page.text().contains("name=\"text\""), "a published draft is not changed");
        let save = client.post_json(&path, &serde_json::json!({ "name": "y", "text": TAX })).await;
        assert_eq!((save.status, save.code().as_str()), (409, "draft_not_now"));
        assert_eq!(press(&mut client, &path, "withdrawal").await.status, 303);
        assert_eq!(app.book().version(), built_in);
        rounds(app).await;
        assert_eq!(app.book().version(), built_in);
        agrees(app).await;
    }
}

#[tokio::test]
async fn a_past_order_is_worked_out_again_under_the_law_of_another_day() {
    for shop in shops().await {
        let app = &shop.app;
        let seller = fixtures::shop(app, "two-gull").await;
        let listing = fixtures::listing(app, &seller, Offer::cherries()).await;
        let (buyer, _) = signed_in(&shop, Role::Buyer, "mei@example.com").await;
        let placed = order::order(app, buyer, &seller, &listing).await;
        let mut stored = app.find::<Orders>(placed.id).await.expect("found");
        let variant = &listing.listing.variants[0];
        (stored.order.lines[0].hs, stored.order.lines[0].origin) = (variant.hs.clone(), variant.origin);
        save::<Orders>(app, vec![stored]).await;
        let (_, mut client) = operator(&shop).await;
        let path = format!("/operator/orders/{}/again", placed.id);

        let own = client.get_json(&path).await.json();
        assert_eq!((&own["as_quoted"], &own["more"]["amount"]), (&false.into(), &"0.00".into()), "{own}");
        // 10 USD and 5 USD of delivery at 1.30 are 19.50 SGD: 9 % are 1.755, 8 % in 2023 are 1.56.
        let then = client.get_json(&format!("{path}?day=2023-06-01")).await.json();
        assert_eq!((&then["before"]["amount"], &then["after"]["amount"]), (&"1.76".into(), &"1.56".into()), "{then}");
        assert_eq!(then["more"]["amount"], "-0.20");
        let gst = then["rows"].as_array().unwrap().iter().find(|row| row["rate_before"] == "9%").expect("the tax");
        assert_eq!((&gst["rate_after"], &gst["more"]["amount"]), (&"8%".into(), &"-0.20".into()));
        for lang in ["en", "zh-CN"] {
            let page = client.clone().language(lang).get(&format!("{path}?day=2023-06-01")).await;
            assert!(page.status == 200 && !page.text().contains('⟦'), "{lang}: {}", page.text());
        }
        // A draft that is not published changes what is worked out, and nothing else.
        write(&mut client, "More tax", TAX, &[]).await;
        let draft = only(app).await;
        let with = client.get_json(&format!("{path}?day=2026-12-01&draft={draft}")).await.json();
        let without = client.get_json(&format!("{path}?day=2026-12-01")).await.json();
        assert!(with["after"] != without["after"] && with["before"] == without["before"], "{with} {without}");
        assert_eq!(without["book_now"], own["book_now"]);
        assert_ne!(with["book_now"], own["book_now"]);
        let page = client.get(&format!("{path}?draft={draft}")).await;
        assert!(page.text().contains("More tax"), "{}", page.text());
        let other = client.get(&format!("{path}?draft={}", Uuid::nil())).await;
        assert_eq!(other.status, 404);
        assert_eq!(client.get(&format!("{path}?day=soon")).await.status, 422);
        assert!(client.get(&format!("/operator/orders/{}", placed.id)).await.text().contains(&path));
    }
}

#[tokio::test]
async fn a_draft_about_services_shows_the_services_that_it_hits() {
    let draft = "=== sg/services.csv\nkind,measure,rate,accounts,from,to,citation,confidence,note\n\
                 on_site,gst,9%,seller,2027-01-01,,general-knowledge,secondary,\n";
    for shop in shops().await {
        let app = &shop.app;
        let seller = fixtures::shop(app, "two-gull").await;
        fixtures::listing(app, &seller, Offer::cherries()).await;
        let walk = fixtures::listing(app, &seller, Offer::service()).await;
        let (_, mut client) = operator(&shop).await;
        let saved = write(&mut client, "Tax on tours", draft, &[("pieces_a_year", "10")]).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        let path = saved.location().expect("the draft").to_owned();
        rounds(app).await;
        let report = client.get_json(&path).await.json()["report"]["report"].clone();
        assert_eq!(
            (&report["listings"], &report["touched"], &report["total"]["dearer"]),
            (&2.into(), &1.into(), &1.into())
        );
        let changed = &report["changed"][0];
        assert_eq!((&changed["listing"], &changed["hs"]), (&walk.listing.id.to_string().into(), &"on_site".into()));
        assert_eq!((&report["by_heading"][0]["key"], &changed["destination"]), (&"on_site".into(), &"SG".into()));
        for (language, words) in [("en", "services on the spot"), ("zh-CN", "现场服务")] {
            let page = client.clone().language(language).get(&path).await;
            assert!(page.text().contains(words) && !page.text().contains('⟦'), "{}", page.text());
        }
        agrees(app).await;
    }
}
