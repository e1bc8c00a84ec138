//! Baskets and placing: what goes through, and everything that must get a clear answer and lose nothing.

use super::*;
use crate::accounts::Role;
use crate::checkout::Allowances;
use crate::checkout::allowance_id;
use crate::orders::{Consignees, Orders};
use crate::testing::fixtures::{Offer, listing, save_listing, save_seller, save_stock, shop};
use crate::testing::people::signed_in;
use sampan_money::{Currency, Money};
use sampan_trade::listing::{Fact, Told};
use sampan_trade::order::OrderKind;
use serde_json::{Value, json};

#[tokio::test]
async fn quantities_that_make_no_sense_get_a_clear_answer() {
    for place in shops().await {
        let app = &place.app;
        let seller = shop(app, "two-gull").await;
        let cherries = listing(app, &seller, Offer::cherries()).await;
        let mut walk = Walk::new(&place);
        for (quantity, says) in [
            ("-1", "过少"),
            ("0", "过少"),
            ("1.5", "不是整数"),
            ("1e3", "不是整数"),
            ("99999999999", "过多"),
            ("41", "仅剩 40 件"),
        ] {
            let answer = walk.put(&cherries, quantity).await;
            assert_eq!(answer.status, 422, "{quantity}");
            assert!(answer.text().contains(says), "{quantity}: {}", answer.text());
        }
        assert_eq!(walk.put(&cherries, "40").await.status, 303);
        let more = walk.put(&cherries, "1").await;
        assert!(more.status == 422 && more.text().contains("已有 40 件"), "{}", more.text());
        let page = walk.client.get("/basket").await;
        assert!(page.text().contains("<span class=\"count\">40</span>"), "{}", page.text());
        let action = format!("/basket/items/{}", variant(&cherries));
        assert_eq!(walk.client.post(&action, &[("quantity", "-3")]).await.status, 422);
        assert_eq!(walk.client.post(&action, &[("quantity", "2")]).await.status, 303);
        assert_eq!(walk.client.get_json("/basket").await.json()["count"], 2);
        assert_eq!(walk.client.post(&action, &[("quantity", "0")]).await.status, 303);
        assert!(walk.client.get("/basket").await.text().contains("购物车是空的"));
        assert_eq!(walk.client.get("/checkout").await.location(), Some("/basket"));
        audit(app).await;
    }
}

#[tokio::test]
async fn what_is_wrong_in_the_form_is_named_and_what_was_typed_stays() {
    for place in shops().await {
        let app = &place.app;
        let seller = shop(app, "two-gull").await;
        let cherries = listing(app, &seller, Offer::cherries()).await;
        let mut walk = Walk::new(&place);
        walk.put(&cherries, "2").await;
        let wrong = resident(false);
        for (field, value, says) in [
            ("identity.number", wrong.as_str(), "校验码不符"),
            ("identity.name", "Li Mei", "中文姓名"),
            ("address.postcode", "238859a", "不是当地的邮政编码"),
            ("address.postcode", "999077", "不是当地的邮政编码"),
            ("address.phone", "+65 8123 4567", "不是当地的电话号码"),
            // A district of another province does not go with the city; it is asked for again.
            ("address.district", "110101", "请填写此项"),
            ("address.region", "990000", "请从列表中选择"),
            ("address.street", "", "请填写此项"),
            ("email", "mei", "请填写邮箱"),
        ] {
            let answer = walk.place(&[(field, value)]).await;
            assert_eq!(answer.status, 422, "{field} {value}");
            let text = answer.text();
            assert!(text.contains(says), "{field} {value}: {text}");
            assert!(text.contains("无名路 1 号") || field == "address.street", "what was typed is there");
            assert!(field == "identity.number" || text.contains(&resident(true)), "{field}");
        }
        assert_eq!(stock(app, &cherries).await, (40, 0));
        audit(app).await;
    }
}

#[tokio::test]
async fn a_second_press_and_a_second_window_order_nothing_more() {
    for place in shops().await {
        let app = &place.app;
        let seller = shop(app, "two-gull").await;
        let cherries = listing(app, &seller, Offer::cherries()).await;
        let mut walk = Walk::new(&place);
        walk.put(&cherries, "2").await;
        let page = walk.client.get("/checkout").await;
        let given = filled();
        let given: Vec<(&str, &str)> = given.iter().map(|(n, v)| (*n, v.as_str())).collect();
        // The browser sends the same form again before it has taken in the first answer, and another window another.
        let (mut second, mut window) = (walk.client.clone(), walk.client.clone());
        let other_page = window.get("/checkout").await;
        let first = walk.client.submit(&page, "/checkout", &given).await;
        let again = second.submit(&page, "/checkout", &given).await;
        let other = window.submit(&other_page, "/checkout", &given).await;
        assert_eq!(first.status, 303, "{}", first.text());
        for answer in [&again, &other] {
            assert_eq!(answer.location(), first.location(), "{}", answer.text());
        }
        // Whichever answer the browser keeps, it is signed in to what was ordered.
        for client in [&mut walk.client, &mut second, &mut window] {
            assert_eq!(client.get(first.location().unwrap()).await.status, 200);
        }
        assert_eq!(stock(app, &cherries).await, (40, 2));
        // The back button shows the old form; its token is the guest's, who is signed in by now.
        let back = walk.client.submit(&page, "/checkout", &given).await;
        assert_eq!(back.status, 403);
        assert_eq!(stock(app, &cherries).await, (40, 2));
        audit(app).await;
    }
}

#[tokio::test]
async fn the_last_piece_is_sold_once() {
    for place in shops().await {
        let app = &place.app;
        let seller = shop(app, "two-gull").await;
        let cherries = listing(app, &seller, Offer { stock: 1, ..Offer::cherries() }).await;
        let mut walks = [Walk::new(&place), Walk::new(&place)];
        for walk in &mut walks {
            assert_eq!(walk.put(&cherries, "1").await.status, 303);
        }
        let [first, second] = &mut walks;
        let page = second.client.get("/checkout").await;
        first.placed().await;
        let given = filled();
        let given: Vec<(&str, &str)> = given.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let answer = second.client.submit(&page, "/checkout", &given).await;
        assert_eq!(answer.status, 422);
        assert!(answer.text().contains("已售罄"), "{}", answer.text());
        assert_eq!(stock(app, &cherries).await, (1, 1));
        audit(app).await;
    }
}

#[tokio::test]
async fn what_changed_meanwhile_is_shown_and_not_charged() {
    for place in shops().await {
        let app = &place.app;
        let seller = shop(app, "two-gull").await;
        let mut cherries = listing(app, &seller, Offer::cherries()).await;
        let mut walk = Walk::new(&place);
        walk.put(&cherries, "1").await;
        let page = walk.client.get("/checkout").await;
        let given = filled();
        let given: Vec<(&str, &str)> = given.iter().map(|(n, v)| (*n, v.as_str())).collect();
        cherries.listing.variants[0].price = Money::new(1_800, Currency::USD);
        save_listing(app, &cherries).await;
        let answer = walk.client.submit(&page, "/checkout", &given).await;
        assert!(answer.status == 422 && answer.text().contains("合计金额有变化"), "{}", answer.text());
        // The form that is shown again holds the new total and everything typed: it can be sent as it is.
        let answer = walk.client.submit(&answer, "/checkout", &[]).await;
        assert_eq!(answer.status, 303, "{}", answer.text());

        let mut late = Walk::new(&place);
        late.put(&cherries, "1").await;
        let page = late.client.get("/checkout").await;
        save_seller(app, &seller.suspend("Parcels without papers.").unwrap()).await;
        let answer = late.client.submit(&page, "/checkout", &given).await;
        assert!(answer.status == 422 && answer.text().contains("目前不出售"), "{}", answer.text());
        audit(app).await;
    }
}

#[tokio::test]
async fn limits_of_the_law_are_kept_before_anything_is_charged() {
    for place in shops().await {
        let app = &place.app;
        let seller = shop(app, "two-gull").await;
        let costly = Offer { cents: &[34_000], stock: 200, ..Offer::cherries() };
        let cherries = listing(app, &seller, costly).await;
        // 3 pieces come to more than CNY 5,000 with their carriage.
        let mut walk = Walk::new(&place);
        walk.put(&cherries, "3").await;
        let page = walk.client.get("/basket").await;
        assert!(!page.text().contains("href=\"/checkout\""), "{}", page.text());
        let answer = walk.place(&[]).await;
        assert_eq!(answer.status, 422, "{}", answer.text());
        assert_eq!(stock(app, &cherries).await, (200, 0));
        // One by one they go, until the year is used up.
        let mut placed = 0;
        let refused = loop {
            let mut walk = Walk::new(&place);
            walk.put(&cherries, "1").await;
            let answer = walk.place(&[]).await;
            match answer.status {
                303 => placed += 1,
                _ => break answer,
            }
            assert!(placed < 20);
        };
        assert!(refused.status == 422 && refused.text().contains("今年还可购买"), "{}", refused.text());
        assert!(refused.text().contains("年度额度恢复"), "the first day of the next year is named: {}", refused.text());
        let held = app.vault().id("resident id", &resident(true));
        let year = app.db().find::<Allowances>(&allowance_id(held, 2026)).await.unwrap().unwrap();
        assert_eq!(year.held.len(), placed);
        // Unpaid, they give the room back.
        place.hand.advance(minutes(31));
        settle(app).await;
        let mut walk = Walk::new(&place);
        walk.put(&cherries, "1").await;
        let path = walk.placed().await;
        walk.pay(&path, "approve").await;
        assert_eq!(stock(app, &cherries).await, (200, 1));
        audit(app).await;
    }
}

#[tokio::test]
async fn a_basket_over_sellers_becomes_an_order_each_and_a_service_has_a_code() {
    for place in shops().await {
        let app = &place.app;
        let (one, other) = (shop(app, "two-gull").await, shop(app, "cherry-bend").await);
        let cherries = listing(app, &one, Offer::cherries()).await;
        let tour = listing(app, &one, Offer::service()).await;
        let more = listing(app, &other, Offer { slug: "more", ..Offer::cherries() }).await;
        let mut walk = Walk::new(&place);
        for listing in [&cherries, &tour, &more] {
            assert_eq!(walk.put(listing, "1").await.status, 303);
        }
        let path = walk.placed().await;
        let status = walk.client.get_json(&path).await.json();
        assert_eq!(status["orders"].as_array().unwrap().len(), 3, "{status}");
        let mut kinds = Vec::new();
        for order in status["orders"].as_array().unwrap() {
            let id = order["order"].as_str().unwrap().parse().unwrap();
            let stored = app.db().find::<Orders>(&id).await.unwrap().unwrap();
            let consignee = app.db().find::<Consignees>(&id).await.unwrap();
            let goods = matches!(stored.order.kind, OrderKind::Goods);
            assert_eq!(consignee.is_some(), goods);
            if let Some(consignee) = consignee {
                let open = consignee.open(app.vault()).unwrap();
                assert_eq!(open.identity.unwrap().number.reveal(), resident(true));
                assert!(!consignee.sealed.windows(6).any(|w| w == "李梅".as_bytes()));
            }
            kinds.push(goods);
        }
        assert_eq!(kinds.iter().filter(|goods| **goods).count(), 2);
        walk.pay(&path, "approve").await;
        assert_eq!(walk.state(&path).await, "paid");
        audit(app).await;
    }
}

#[tokio::test]
async fn a_program_without_cookies_buys_in_two_calls() {
    for place in shops().await {
        let app = &place.app;
        let seller = shop(app, "two-gull").await;
        let cherries = listing(app, &seller, Offer::cherries()).await;
        let tour = listing(app, &seller, Offer::service()).await;
        let items =
            json!([{ "variant": variant(&cherries), "quantity": 1 }, { "variant": variant(&tour), "quantity": 1 }]);
        let fresh = || Client::new(&place.service()).header("idempotency-key", "order-1");
        let mut order = json!({
            "items": items, "destination": "SG", "email": "kai@example.com",
            "address": { "name": "Kai Invented", "phone": "81234567", "street": "1 Nowhere Road", "postcode": "238859" },
        });
        let asked = Client::new(&place.service()).post_json("/checkout", &order).await;
        assert_eq!(asked.code(), "invalid", "{}", asked.text());
        order["expected"] = json!({ "amount": "1.00", "currency": "SGD" });
        let refused = Client::new(&place.service()).post_json("/checkout", &order).await;
        assert_eq!((refused.status, refused.code().as_str()), (409, "price_changed"), "{}", refused.text());
        let now = refused.json()["params"]["now"].as_str().unwrap().to_owned();
        order["expected"] = json!({ "amount": now.split(' ').next().unwrap(), "currency": "SGD" });
        order["address"]["postcode"] = json!("830000");
        let foreign = Client::new(&place.service()).post_json("/checkout", &order).await;
        assert_eq!(foreign.json()["errors"][0]["field"], "address.postcode", "{}", foreign.text());
        order["address"]["postcode"] = json!("238859");
        let first = fresh().post_json("/checkout", &order).await;
        assert_eq!(first.status, 201, "{}", first.text());
        // The answer is the first one's, whatever has changed meanwhile.
        let mut dearer = cherries.clone();
        dearer.listing.variants[0].price = Money::new(9_900, Currency::USD);
        save_listing(app, &dearer).await;
        let again = fresh().post_json("/checkout", &order).await;
        assert_eq!(again.json()["checkout"], first.json()["checkout"], "{}", again.text());
        assert_eq!(stock(app, &cherries).await, (40, 1));
        let token = first.json()["access_token"].as_str().unwrap().to_owned();
        assert_eq!(again.json()["access_token"].as_str(), Some(token.as_str()));
        let path = format!("/checkouts/{}", first.json()["checkout"].as_str().unwrap());
        let mut program = Client::new(&place.service()).bearer(&token);
        let pay = program.post_json(&format!("{path}/payment"), &json!({})).await;
        assert_eq!(pay.status, 200, "{}", pay.text());
        let sandbox = pay.json()["location"].as_str().unwrap().trim_start_matches("/api/v1").to_owned();
        let acted = program.post_json(&format!("{sandbox}/acts"), &json!({ "wish": "approve" })).await;
        assert_eq!(acted.status, 200, "{}", acted.text());
        assert_eq!(program.get_json(&path).await.json()["state"], "paid");
        for wrong in [json!(-1), json!(0), json!(1.5), json!(10_001)] {
            order["items"][0]["quantity"] = wrong;
            let answer = Client::new(&place.service()).post_json("/checkout", &order).await;
            assert_eq!((answer.status, answer.code().as_str()), (422, "invalid"), "{}", answer.text());
        }
        audit(app).await;
    }
}

#[tokio::test]
async fn stock_that_goes_while_it_lies_in_the_basket_is_named() {
    for place in shops().await {
        let app = &place.app;
        let seller = shop(app, "two-gull").await;
        let cherries = listing(app, &seller, Offer::cherries()).await;
        let mut walk = Walk::new(&place);
        walk.put(&cherries, "5").await;
        let stock = app.db().find::<Stocks>(&variant(&cherries)).await.unwrap().unwrap();
        save_stock(app, &stock.set_on_hand(3).unwrap()).await;
        let page = walk.client.get("/basket").await;
        assert!(page.text().contains("仅剩 3 件"), "{}", page.text());
        let answer = walk.place(&[]).await;
        assert!(answer.status == 422 && answer.text().contains("仅剩 3 件"), "{}", answer.text());
        audit(app).await;
    }
}

/// Fewer pieces, another line left out, another way of delivery: each is offered with what it comes to, and taken by a press.
#[tokio::test]
async fn over_a_limit_the_lawful_ways_on_are_offered_and_taken() {
    for place in shops().await {
        let app = &place.app;
        let seller = shop(app, "two-gull").await;
        let costly = listing(app, &seller, Offer { cents: &[30_000], stock: 200, ..Offer::cherries() }).await;
        let cheap = listing(app, &seller, Offer { slug: "cheap", ..Offer::cherries() }).await;
        let mut walk = Walk::new(&place);
        walk.put(&costly, "3").await;
        walk.put(&cheap, "1").await;
        let basket = walk.client.get_json("/basket").await.json();
        let ways = basket["orders"]["orders"][0]["ways"].as_array().cloned().unwrap_or_default();
        let kinds: Vec<&str> = ways.iter().filter_map(|way| way["kind"].as_str()).collect();
        assert_eq!(kinds, ["fewer", "leave_out"], "{basket}");
        assert_eq!(ways[0]["items"], json!([{ "variant": variant(&costly), "quantity": 2 }]), "{basket}");
        assert_eq!(ways[1]["items"], json!([{ "variant": variant(&costly), "quantity": 0 }]), "{basket}");
        assert_eq!(basket["orders"]["ready"], false, "{basket}");

        let page = walk.client.get("/basket").await;
        assert!(page.text().contains("您可以这样做") && page.text().contains("拆成多个包裹不合法"), "{}", page.text());
        let changes = format!("{}=2", variant(&costly));
        assert!(page.text().contains(&changes), "{}", page.text());
        let form = walk.client.submit(&page, "/checkout", &[("changes", &changes)]).await;
        assert_eq!(form.status, 200, "{}", form.text());
        let basket = walk.client.get_json("/basket").await.json();
        assert_eq!((&basket["count"], &basket["orders"]["ready"]), (&json!(3), &json!(true)), "{basket}");
        // More than lies in the basket is never put there this way.
        walk.client.submit(&form, "/checkout", &[("changes", &format!("{}=9", variant(&costly)))]).await;
        assert_eq!(walk.client.get_json("/basket").await.json()["count"], 3);
        walk.placed().await;
        audit(app).await;
    }
}

#[tokio::test]
async fn what_may_not_go_by_post_is_offered_by_express() {
    for place in shops().await {
        let app = &place.app;
        let seller = shop(app, "two-gull").await;
        let mut bank = listing(app, &seller, Offer { hs: "85076000", ..Offer::cherries() }).await;
        let told = Fact::WattHours.read("37").expect("a figure");
        bank.listing.variants[0].facts.tell(Fact::WattHours, Some(told));
        save_listing(app, &bank).await;
        let ask = |way: &str| {
            json!({
                "items": [{ "variant": variant(&bank), "quantity": 1 }], "destination": "SG", "then": "show",
                "deliveries": { seller.id.to_string(): way },
            })
        };
        let show = async |ask: &Value| Client::new(&place.service()).post_json("/checkout", ask).await.json();
        let shown = show(&ask("post")).await;
        let order = &shown["orders"]["orders"][0];
        assert_eq!((&order["ways"][0]["kind"], &order["price"]), (&json!("delivery"), &json!(null)), "{shown}");
        let way = order["ways"][0]["delivery"].as_str().unwrap_or_default();
        assert_eq!(way, format!("{}:express", seller.id));
        let mut changed = ask("post");
        changed["changes"] = json!(format!("delivery={way}"));
        let shown = show(&changed).await;
        assert_eq!(shown["orders"]["ready"], true, "{shown}");
        assert_eq!(shown["orders"]["total"], order["ways"][0]["total"], "what was said is what it comes to: {shown}");
    }
}

/// The checkout says with which papers the goods go, and so does the order to its seller.
#[tokio::test]
async fn cultivated_ginseng_goes_with_papers_that_are_named() {
    for place in shops().await {
        let app = &place.app;
        let seller = shop(app, "two-gull").await;
        let cultivated: &[(Fact, Told)] = &[(Fact::Wild, Told::Is(false))];
        let mut roots = listing(app, &seller, Offer { hs: "12112011", ..Offer::cherries() }).await;
        roots.listing.variants[0].facts = cultivated.iter().copied().collect();
        save_listing(app, &roots).await;
        let mut asked = json!({
            "items": [{ "variant": variant(&roots), "quantity": 1 }], "destination": "SG", "then": "show",
            "email": "kai@example.com",
            "address": { "name": "Kai Invented", "phone": "81234567", "street": "1 Nowhere Road", "postcode": "238859" },
        });
        let shown = Client::new(&place.service()).post_json("/checkout", &asked).await.json();
        let papers = shown["orders"]["orders"][0]["papers"].as_array().cloned().unwrap_or_default();
        assert!(papers.iter().any(|paper| paper["code"] == "cites_export"), "{shown}");
        asked["then"] = json!("");
        asked["expected"] = shown["orders"]["total"].clone();
        let placed = Client::new(&place.service()).post_json("/checkout", &asked).await;
        assert_eq!(placed.status, 201, "{}", placed.text());
        let order = placed.json()["orders"][0]["order"].as_str().unwrap_or_default().to_owned();
        let role = Role::Seller { seller: seller.id, owner: true };
        let (_, mut ann) = signed_in(&place, role, "ann@two-gull.example").await;
        let desk = ann.get_json(&format!("/seller/orders/{order}")).await.json();
        let state = |desk: &Value| {
            let attached = desk["attached"].as_array().cloned().unwrap_or_default();
            let permit = attached.into_iter().find(|paper| paper["code"] == "dealer_licence");
            permit.and_then(|permit| permit["state"].as_str().map(str::to_owned))
        };
        assert_eq!(state(&desk).as_deref(), Some("missing"), "{desk}");
        // A licence is noted once for all orders; one that has run out does not count.
        let page = format!("/seller/listings/{}", roots.listing.id);
        for (number, from, to, wanted) in
            [("A-1", "2026-05-01", "2026-11-01", "expired"), ("B-2", "2026-11-01", "2027-04-30", "until")]
        {
            let paper =
                [("kind", "dealer_licence"), ("number", number), ("issuer", "Michigan"), ("from", from), ("to", to)];
            let form = ann.get(&page).await;
            let noted = ann.submit(&form, &format!("{page}/papers"), &paper).await;
            assert_eq!(noted.status, 303, "{}", noted.text());
            let desk = ann.get_json(&format!("/seller/orders/{order}")).await.json();
            assert_eq!(state(&desk).as_deref(), Some(wanted), "{desk}");
        }
        let shown = ann.get(&page).await.text();
        assert!(shown.contains("B-2") && shown.contains("held, until"), "{shown}");
        let html = ann.get(&format!("/seller/orders/{order}")).await.text();
        assert!(html.contains("Papers to attach") && html.contains("held, until"), "{html}");
        let wrong =
            json!({ "kind": "cites_export", "number": "C", "issuer": "x", "from": "2027-01-01", "to": "2026-01-01" });
        assert_eq!(ann.post_json(&format!("{page}/papers"), &wrong).await.status, 422);
        let gone = json!({ "kind": "dealer_licence", "number": "B-2" });
        assert_eq!(ann.post_json(&format!("{page}/papers/removal"), &gone).await.status, 200);
        let desk = ann.get_json(&format!("/seller/orders/{order}")).await.json();
        assert_eq!(state(&desk).as_deref(), Some("expired"), "{desk}");
        audit(app).await;
    }
}
