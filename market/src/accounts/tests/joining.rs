use super::*;

#[tokio::test]
async fn a_buyer_joins_by_letter_and_chooses_a_password() {
    for shop in shops().await {
        let mut browser = Client::new(&shop.service()).language("zh-CN");
        let page = browser.get("/sign-up").await;
        assert!(page.text().contains("注册账户"));
        let sent = browser.submit(&page, "/sign-up", &[("email", "mei@example.com"), ("name", "梅")]).await;
        assert_eq!((sent.status, sent.location()), (303, Some("/mail-sent")));
        let (subject, link) = letter(&shop, "mei@example.com").await.expect("a letter");
        assert_eq!(subject, "设置您的 Sampan 密码");
        let page = browser.get(&link).await;
        assert_eq!(page.status, 200);
        // Looking at the link has used nothing up; a password that is too short neither.
        let short = browser.submit(&page, &link, &[("password", "short")]).await;
        assert_eq!(short.status, 422);
        let done = browser.submit(&short, &link, &[("password", "a quiet river")]).await;
        assert_eq!((done.status, done.location()), (303, Some("/")), "{}", done.text());
        let account = browser.get_json("/account").await.json();
        assert_eq!((&account["email"], &account["name"]), (&"mei@example.com".into(), &"梅".into()));
        assert_eq!((&account["confirmed"], &account["language"]), (&true.into(), &"zh-Hans".into()));
        assert_eq!(browser.get(&link).await.status, 410, "the link worked once");
        let mut other = Client::new(&shop.service());
        assert_eq!(sign_in(&mut other, "MEI@example.com ", "a quiet river").await.status, 303);
    }
}

#[tokio::test]
async fn the_answer_is_the_same_whether_or_not_there_is_an_account() {
    for shop in shops().await {
        account(&shop, "known@example.com", Role::Buyer).await;
        let asked = [
            ("/sign-up", "known@example.com"),
            ("/sign-up", "unknown@example.com"),
            ("/password-resets", "known@example.com"),
            ("/password-resets", "stranger@example.com"),
        ];
        let mut answers = Vec::new();
        for (action, email) in asked {
            let mut browser = Client::new(&shop.service());
            let page = browser.get(action).await;
            let before = shop.app.db().statements();
            let sent = browser.submit(&page, action, &[("email", email)]).await;
            let statements = shop.app.db().statements() - before;
            let (status, location) = (sent.status, sent.location().map(str::to_owned));
            answers.push((status, location, browser.follow(sent).await.body.len(), statements));
        }
        assert_eq!((&answers[0].1, answers[0].2), (&answers[1].1, answers[1].2));
        assert_eq!(answers[2], answers[3], "for an unknown address the same is said, by as many statements");
        assert_eq!(letter(&shop, "unknown@example.com").await.unwrap().0, "Choose your password for Sampan");
        assert_eq!(letter(&shop, "known@example.com").await.unwrap().0, "A new password for Sampan");
        assert_eq!(letter(&shop, "stranger@example.com").await, None);
        let wrong = sign_in(&mut Client::new(&shop.service()), "known@example.com", "not this one").await;
        let unknown = sign_in(&mut Client::new(&shop.service()), "nobody@example.com", "not this one").await;
        assert_eq!((wrong.status, unknown.status), (422, 422));
        let words = "The e-mail address or the password is not right";
        assert!(wrong.text().contains(words) && unknown.text().contains(words));
    }
}

#[tokio::test]
async fn a_reset_ends_every_sign_in_and_every_other_link() {
    for shop in shops().await {
        account(&shop, "mei@example.com", Role::Buyer).await;
        let mut before = signed_in(&shop, "mei@example.com").await;
        let mut browser = Client::new(&shop.service());
        let mut links = Vec::new();
        for _ in 0..2 {
            let page = browser.get("/password-resets").await;
            browser.submit(&page, "/password-resets", &[("email", "mei@example.com")]).await;
            links.push(letter(&shop, "mei@example.com").await.unwrap().1);
        }
        assert_ne!(links[0], links[1]);
        let page = browser.get(&links[0]).await;
        assert_eq!(browser.submit(&page, &links[0], &[("password", "a quiet river")]).await.status, 303);
        assert_eq!(before.get_json("/account").await.status, 401, "signed out elsewhere");
        assert_eq!(browser.get_json("/account").await.status, 200, "signed in here");
        assert_eq!(browser.get(&links[1]).await.status, 410);
        assert_eq!(sign_in(&mut before, "mei@example.com", PASSWORD).await.status, 422);
    }
}

#[tokio::test]
async fn links_end_with_their_time_and_never_stand_for_each_other() {
    for shop in shops().await {
        let id = account(&shop, "mei@example.com", Role::Buyer).await;
        let mut browser = Client::new(&shop.service());
        let page = browser.get("/password-resets").await;
        browser.submit(&page, "/password-resets", &[("email", "mei@example.com")]).await;
        let link = letter(&shop, "mei@example.com").await.unwrap().1;
        let secret = link.rsplit('/').next().unwrap();
        for folder in ["confirmations", "guest-links"] {
            let action = format!("/{folder}/{secret}");
            assert_eq!(browser.post(&action, &[]).await.status, 410, "{action}");
        }
        shop.hand.advance(sampan_ids::SignedDuration::from_hours(super::super::letters::PASSWORD_HOURS));
        assert_eq!(browser.get(&link).await.status, 410);
        assert_eq!(browser.get("/password-resets/nothing").await.status, 410);
        assert_eq!(stored(&shop, id).await.password.as_deref(), Some(HASH.as_str()));
    }
}

#[tokio::test]
async fn bad_input_is_named_and_kept() {
    for shop in shops().await {
        let mut browser = Client::new(&shop.service());
        for email in ["", "mei", "mei@host", "mei@@example.com", "a b@example.com", "x@y.z\r\nBcc: a@b.cd"] {
            let page = browser.get("/sign-up").await;
            let again = browser.submit(&page, "/sign-up", &[("email", email), ("name", "Mei")]).await;
            assert_eq!(again.status, 422, "{email:?}");
            assert!(again.text().contains("value=\"Mei\""), "{email:?}");
        }
        let long = "x".repeat(500);
        let page = browser.get("/sign-up").await;
        let again = browser.submit(&page, "/sign-up", &[("email", "a@example.com"), ("name", &long)]).await;
        assert_eq!(again.status, 422);
    }
}
