use super::super::totp;
use super::*;
use sampan_ids::SignedDuration;
use serde_json::json;

#[tokio::test]
async fn sign_in_leads_on_within_the_site_alone() {
    for shop in shops().await {
        account(&shop, "mei@example.com", Role::Buyer).await;
        account(&shop, "ops@example.com", Role::Operator).await;
        let cases = [
            ("mei@example.com", "/account/tokens", "/account/tokens"),
            ("mei@example.com", "/search?q=a%20b", "/search?q=a%20b"),
            ("mei@example.com", "//evil.example", "/"),
            ("mei@example.com", "https://evil.example", "/"),
            ("mei@example.com", "/\\evil.example", "/"),
            ("ops@example.com", "", "/operator"),
        ];
        for (email, next, wanted) in cases {
            let mut browser = Client::new(&shop.service());
            browser.get("/sign-in").await;
            let fields = [("email", email), ("password", PASSWORD), ("next", next)];
            let answer = browser.post("/sign-in", &fields).await;
            assert_eq!((answer.status, answer.location()), (303, Some(wanted)), "{next}");
        }
        let sent = Client::new(&shop.service()).get("/account/tokens").await;
        assert_eq!(sent.location(), Some("/sign-in?next=/account/tokens"));
    }
}

#[tokio::test]
async fn guessing_takes_for_ever() {
    for shop in shops().await {
        account(&shop, "mei@example.com", Role::Buyer).await;
        account(&shop, "bo@example.com", Role::Buyer).await;
        let mut browser = Client::new(&shop.service());
        for _ in 0..10 {
            assert_eq!(sign_in(&mut browser, "mei@example.com", "a guess").await.status, 422);
        }
        let late = sign_in(&mut browser, "mei@example.com", PASSWORD).await;
        assert_eq!(late.status, 429, "even the right password waits");
        let elsewhere = Client::new(&shop.service()).from("203.0.113.9".parse().unwrap());
        assert_eq!(sign_in(&mut elsewhere.clone(), "mei@example.com", PASSWORD).await.status, 429, "from anywhere");
        assert_eq!(sign_in(&mut browser, "bo@example.com", PASSWORD).await.status, 303, "others are let in");
        shop.hand.advance(SignedDuration::from_mins(21));
        assert_eq!(sign_in(&mut elsewhere.clone(), "mei@example.com", PASSWORD).await.status, 303);
        // One address, many accounts.
        let mut sprayer = Client::new(&shop.service()).from("203.0.113.77".parse().unwrap());
        sprayer.get("/sign-in").await;
        let mut stopped = 0;
        for n in 0..201 {
            let fields = [("email", format!("someone{n}@example.com")), ("password", "x".repeat(300))];
            let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
            stopped += usize::from(sprayer.post("/sign-in", &fields).await.status == 429);
        }
        assert_eq!(stopped, 1);
    }
}

#[tokio::test]
async fn a_second_factor_is_asked_once_set_up_and_counts_once() {
    for shop in shops().await {
        let id = account(&shop, "mei@example.com", Role::Buyer).await;
        let mut browser = signed_in(&shop, "mei@example.com").await;
        let mut elsewhere = signed_in(&shop, "mei@example.com").await;
        let page = browser.get("/account/second-factor").await;
        browser.submit(&page, "/account/second-factor", &[]).await;
        let view = browser.get_json("/account/second-factor").await.json();
        let secret = view["secret"].as_str().unwrap().to_owned();
        let page = browser.get("/account/second-factor").await;
        assert!(page.text().contains("<svg") && page.text().contains(&totp::grouped(&secret)));
        let action = "/account/second-factor/confirmation";
        assert_eq!(browser.submit(&page, action, &[("code", "000000x")]).await.status, 422);
        assert!(!stored(&shop, id).await.second_factor, "a wrong code switches nothing on");
        let now = || totp::code(&secret, shop.app.now());
        let first = now();
        assert_eq!(browser.submit(&page, action, &[("code", &first)]).await.status, 303);
        assert!(!browser.get("/account/second-factor").await.text().contains(&secret), "never shown again");
        assert_eq!(browser.get_json("/account").await.status, 200, "this sign-in has shown it");
        let owed = elsewhere.get("/account").await;
        assert_eq!(owed.location(), Some("/sign-in/second-factor?next=/account"), "every other one owes it");
        let old = elsewhere.cookie("sampan_session").unwrap().to_owned();
        let page = elsewhere.open("/account").await;
        let used = elsewhere.submit(&page, "/sign-in/second-factor", &[("code", &first)]).await;
        assert_eq!(used.status, 422, "a code counts once");
        shop.hand.advance(SignedDuration::from_secs(30));
        let shown = elsewhere.submit(&page, "/sign-in/second-factor", &[("code", &now())]).await;
        assert_eq!((shown.status, shown.location()), (303, Some("/account")), "{}", shown.text());
        assert_eq!(elsewhere.get_json("/account").await.status, 200);
        let mut stolen = Client::new(&shop.service());
        stolen.set_cookie("sampan_session", &old);
        assert_eq!(stolen.get_json("/account").await.status, 401, "the sign-in went on under another token");
        shop.hand.advance(SignedDuration::from_secs(30));
        let page = elsewhere.get("/account/second-factor").await;
        let action = "/account/second-factor/removal";
        let off = [("present_password", PASSWORD), ("code", &now())];
        assert_eq!(elsewhere.submit(&page, action, &[("present_password", "no"), off[1]]).await.status, 422);
        assert_eq!(elsewhere.submit(&page, action, &off).await.status, 303);
        assert!(!stored(&shop, id).await.second_factor);
    }
}

#[tokio::test]
async fn codes_cannot_be_guessed() {
    for shop in shops().await {
        let id = account(&shop, "mei@example.com", Role::Buyer).await;
        let mut browser = signed_in(&shop, "mei@example.com").await;
        browser.post_json("/account/second-factor", &json!({})).await;
        let mut statuses = Vec::new();
        for n in 0..12 {
            let guess = json!({ "code": format!("{n:06}") });
            statuses.push(browser.post_json("/account/second-factor/confirmation", &guess).await.status);
        }
        assert_eq!(statuses.iter().filter(|status| **status == 429).count(), 2, "{statuses:?}");
        assert!(!stored(&shop, id).await.second_factor);
    }
}

#[tokio::test]
async fn a_change_of_password_needs_the_present_one_and_ends_the_others() {
    for shop in shops().await {
        account(&shop, "mei@example.com", Role::Buyer).await;
        let mut browser = signed_in(&shop, "mei@example.com").await;
        let mut elsewhere = signed_in(&shop, "mei@example.com").await;
        assert_eq!(browser.get_json("/account/sessions").await.json()["sessions"].as_array().unwrap().len(), 2);
        let page = browser.get("/account/password").await;
        let change = [("present_password", "no"), ("password", "a quiet river")];
        assert_eq!(browser.submit(&page, "/account/password", &change).await.status, 422);
        let change = [("present_password", PASSWORD), ("password", "a quiet river")];
        assert_eq!(browser.submit(&page, "/account/password", &change).await.status, 303);
        assert_eq!(elsewhere.get_json("/account").await.status, 401);
        assert_eq!(browser.get_json("/account/sessions").await.json()["sessions"].as_array().unwrap().len(), 1);
        assert_eq!(sign_in(&mut elsewhere, "mei@example.com", "a quiet river").await.status, 303);
        let page = browser.get("/account/sessions").await;
        browser.submit(&page, "/account/sessions", &[]).await;
        assert_eq!(elsewhere.get_json("/account").await.status, 401);
        assert_eq!(browser.get_json("/account").await.status, 200);
        let page = browser.get("/account").await;
        assert_eq!(browser.submit(&page, "/sign-out", &[]).await.status, 303);
        assert_eq!(browser.get_json("/account").await.status, 401);
    }
}

#[tokio::test]
async fn sign_ins_end_with_their_time() {
    for shop in shops().await {
        account(&shop, "mei@example.com", Role::Buyer).await;
        account(&shop, "ops@example.com", Role::Operator).await;
        let mut buyer = signed_in(&shop, "mei@example.com").await;
        let mut operator = signed_in(&shop, "ops@example.com").await;
        shop.hand.advance(SignedDuration::from_hours(12));
        assert_eq!((buyer.get_json("/account").await.status, operator.get_json("/account").await.status), (200, 401));
        shop.hand.advance(SignedDuration::from_hours(30 * 24));
        assert_eq!(buyer.get_json("/account").await.status, 401);
    }
}

#[tokio::test]
async fn a_token_is_shown_once_does_what_it_may_and_is_taken_back() {
    for shop in shops().await {
        let ops = account(&shop, "ops@example.com", Role::Operator).await;
        account(&shop, "mei@example.com", Role::Buyer).await;
        let mut browser = signed_in(&shop, "ops@example.com").await;
        let page = browser.get("/account/tokens").await;
        let nameless = browser.submit(&page, "/account/tokens", &[("name", "")]).await;
        assert_eq!(nameless.status, 422);
        let made = browser.post_json("/account/tokens", &json!({ "name": "look", "scopes": ["read"] })).await.json();
        let token = made["made"].as_str().unwrap().to_owned();
        let id = made["tokens"][0]["id"].as_str().unwrap().to_owned();
        assert!(!browser.get("/account/tokens").await.text().contains(&token), "shown this once");
        let mut program = Client::new(&shop.service()).bearer(&token);
        assert_eq!(program.get_json("/operator/outbox").await.status, 200);
        assert_eq!(program.get_json("/account").await.status, 403, "no token looks after the account itself");
        assert_eq!(
            program.post_json("/account/tokens", &json!({ "name": "x", "scopes": ["write"] })).await.status,
            403
        );
        assert_eq!(stored(&shop, ops).await.epoch, 0);
        let mut other = signed_in(&shop, "mei@example.com").await;
        let action = format!("/account/tokens/{id}/revocation");
        assert_eq!(other.post_json(&action, &json!({})).await.status, 404, "another's token is not there");
        assert_eq!(program.get_json("/operator/outbox").await.status, 200);
        assert_eq!(browser.post_json(&action, &json!({})).await.status, 200);
        assert_eq!(program.get_json("/operator/outbox").await.status, 401);
    }
}

#[tokio::test]
async fn the_same_request_for_a_token_makes_one() {
    for shop in shops().await {
        account(&shop, "mei@example.com", Role::Buyer).await;
        let mut browser = signed_in(&shop, "mei@example.com").await.header("idempotency-key", "twice");
        let wanted = json!({ "name": "look", "scopes": ["read"] });
        let first = browser.post_json("/account/tokens", &wanted).await.json();
        let second = browser.post_json("/account/tokens", &wanted).await.json();
        assert_eq!(first["made"], second["made"]);
        assert_eq!(second["tokens"].as_array().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_confirmation_letter_is_sent_again_until_it_is_confirmed() {
    for shop in shops().await {
        let id = account(&shop, "mei@example.com", Role::Buyer).await;
        let mut account = stored(&shop, id).await;
        account.confirmed = None;
        crate::testing::people::save::<Accounts>(&shop.app, vec![account]).await;
        let mut browser = signed_in(&shop, "mei@example.com").await;
        let page = browser.get("/account").await;
        browser.submit(&page, "/account/confirmation", &[]).await;
        let (_, link) = letter(&shop, "mei@example.com").await.unwrap();
        assert!(stored(&shop, id).await.confirmed.is_none());
        let page = browser.get(&link).await;
        assert_eq!(browser.submit(&page, &link, &[]).await.status, 303);
        assert!(stored(&shop, id).await.confirmed.is_some());
    }
}

#[tokio::test]
async fn a_password_set_by_hand_is_the_one_that_opens() {
    for shop in shops().await {
        let id = account(&shop, "mei@example.com", Role::Buyer).await;
        let set = SetPassword { account: id, password: password::hash("a quiet river").unwrap() };
        shop.app.db().perform(id.0, set).await.unwrap().unwrap();
        assert_eq!(sign_in(&mut Client::new(&shop.service()), "mei@example.com", PASSWORD).await.status, 422);
        assert_eq!(sign_in(&mut Client::new(&shop.service()), "mei@example.com", "a quiet river").await.status, 303);
    }
}
