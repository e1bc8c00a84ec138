use crate::accounts::{Role, Scope};
use crate::testing::people::signed_in;
use crate::testing::shops;
use sampan_web::test::Client;
use serde_json::json;
use std::net::IpAddr;

#[tokio::test]
async fn figures_are_for_this_machine_and_for_the_operator() {
    for shop in shops().await {
        let far: IpAddr = "203.0.113.7".parse().expect("an address");
        let here = || Client::new(&shop.service());
        let (_, mut operator) = signed_in(&shop, Role::Operator, "op@example.com").await;
        let (_, buyer) = signed_in(&shop, Role::Buyer, "mei@example.com").await;
        let asked = json!({ "name": "prometheus", "scopes": [Scope::Read] });
        let made = operator.post_json("/account/tokens", &asked).await.json();
        let token = made["made"].as_str().expect("a token").to_owned();
        let cases = [
            ("here", here(), true),
            ("here, by a proxy", here().header("x-forwarded-for", "203.0.113.7"), false),
            ("from elsewhere", here().from(far), false),
            ("a buyer, here", buyer, false),
            ("a token, from elsewhere", here().from(far).bearer(&token), true),
        ];
        for (who, mut client, wanted) in cases {
            let answer = client.send("GET", "/metrics", None, vec![]).await;
            assert_eq!(answer.status == 200, wanted, "{who}: {}", answer.status);
        }
        for path in ["/healthz", "/readyz"] {
            assert_eq!(here().from(far).get(path).await.status, if path == "/healthz" { 200 } else { 503 }, "{path}");
        }
        crate::browse::ready(&shop.app).await.expect("the index is filled");
        assert_eq!(here().get("/readyz").await.text(), "ready\n");
    }
}

#[tokio::test]
async fn what_happens_is_counted() {
    for shop in shops().await {
        crate::browse::ready(&shop.app).await.expect("the index is filled");
        crate::work::round(&shop.app).await;
        let mut client = Client::new(&shop.service());
        client.get("/about").await;
        client.get("/no/such/page").await;
        client.send("BREW", "/about", None, vec![]).await;
        let answer = client.get("/metrics").await;
        assert_eq!(answer.header("content-type"), Some(sampan_meters::Text::CONTENT_TYPE));
        let text = answer.text();
        let figure = |name: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
            line.unwrap_or_else(|| panic!("{name} is missing:\n{text}")).to_owned()
        };
        assert_eq!(figure(r#"sampan_requests_total{method="GET",route="/about",status="200"}"#), "1");
        assert_eq!(figure(r#"sampan_requests_total{method="any",route="none",status="404"}"#), "1");
        assert_eq!(figure(r#"sampan_request_seconds_count{method="GET",route="/about"}"#), "1");
        assert_ne!(figure("sampan_commands_total"), "0");
        assert_eq!(figure("sampan_batch_commands_count"), figure("sampan_batches_total"));
        assert_ne!(figure("sampan_commit_seconds_count"), "0");
        assert_eq!(figure(r#"sampan_queue_limit{lane="0"}"#), "4096");
        for name in ["sampan_conflicts_total", "sampan_panics_total", "sampan_busy_total", "sampan_index_listings"] {
            assert_eq!(figure(name), "0", "{name}");
        }
        assert_eq!(figure("sampan_workers_held"), crate::work::WORKERS.len().to_string());
        figure("sampan_index_lag_seconds");
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let value = line.rsplit(' ').next().unwrap_or_default();
            assert!(value.parse::<f64>().is_ok(), "{line}");
        }
        let (_, mut operator) = signed_in(&shop, Role::Operator, "op@example.com").await;
        let page = operator.get("/operator/machine").await;
        assert!(page.text().contains("GET /about") && page.text().contains("<svg"), "{}", page.text());
    }
}
