//! Quotes by anyone: in both languages, with bad input, through the programming interface, without a statement.

use super::shapes::{QuoteAnswer, QuoteRequest};
use crate::testing::{Shop, shops};
use sampan_web::test::Client;
use serde_json::{Value, json};
use utoipa::ToSchema;
use utoipa::openapi::{RefOr, schema::Schema};

const WINE: &str = "/tariff?to=CN&hs=2204.21&origin=US&price=30&currency=USD&quantity=2&freight=24&volume_ml=750&abv_percent=13.5&date=2026-06-01";

fn reader(shop: &Shop, language: &str) -> Client {
    Client::new(&shop.service()).language(language)
}

fn wine() -> Value {
    json!({
        "destination": "CN", "date": "2026-06-01", "mode": "express",
        "lines": [{"id": "a", "hs": "2204.21", "origin": "US", "quantity": 2,
                   "unit_price": {"amount": "30.00", "currency": "USD"}, "volume_ml": 750, "abv_percent": 13.5}],
        "freight": {"amount": "24.00", "currency": "USD"},
    })
}

#[tokio::test]
async fn anyone_can_try_a_quote_and_read_the_law() {
    for shop in shops().await {
        let empty = reader(&shop, "en").get("/tariff").await;
        assert_eq!(empty.status, 200);
        assert!(empty.text().contains("name=\"hs\"") && !empty.text().contains("id=\"answer\""));
        let mut client = reader(&shop, "en");
        let before = shop.app.db().statements();
        let page = client.get(WINE).await;
        assert_eq!(shop.app.db().statements(), before, "nothing is read from the database");
        let text = page.text();
        // 2 × 30 and 24 of freight are 84 dollars, 596.40 yuan at 7.10; by the regime for retail 70 % of consumption
        // tax 10 % and of VAT 13 % on 596.40 / 0.9: 46.39 and 60.30.
        for wanted in ["703.09", "596.40", "46.39", "60.30", "10% × 70%", "Caiguanshui", "Other ways through customs"]
        {
            assert!(text.contains(wanted), "{wanted} is not in {text}");
        }
        assert!(text.contains("<h2 id=\"answer\">This may go to China if the papers below are there.</h2>"), "{text}");
        let chinese = reader(&shop, "zh").get(WINE).await.text();
        for wanted in ["703.09", "消费税", "跨境电商零售进口", "备齐下列证件后", "其他通关方式"]
        {
            assert!(chinese.contains(wanted), "{wanted} is not in {chinese}");
        }
        for text in [text, chinese] {
            assert!(!text.contains('⟦') && text.len() < 100_000);
        }
    }
}

#[tokio::test]
async fn goods_in_words_lead_to_codes_and_keep_what_was_typed() {
    for shop in shops().await {
        for (language, words) in [("en", "wine"), ("zh", "%E8%91%A1%E8%90%84%E9%85%92")] {
            let page = reader(&shop, language).get(&format!("/tariff?to=CN&hs={words}&price=30&freight=24")).await;
            assert_eq!(page.status, 200);
            let link = page.text();
            let (_, link) = link.split_once("href=\"/tariff?").expect("a code to choose");
            let link = link.split('"').next().expect("an address").replace("&amp;", "&").replace("&#38;", "&");
            assert!(link.contains("hs=2204") && link.contains("price=30") && link.contains("freight=24"), "{link}");
            let next = reader(&shop, language).get(&format!("/tariff?{link}")).await;
            assert!(next.text().contains("id=\"answer\""));
        }
        let none = reader(&shop, "en").get("/tariff?to=CN&hs=xyzzy&price=3").await;
        assert!(none.text().contains("No code was found for “xyzzy”"), "{}", none.text());
        let codes = reader(&shop, "en").get_json("/tariff/codes?q=wine").await.json();
        assert!(codes["codes"].as_array().is_some_and(|codes| !codes.is_empty()), "{codes}");
        assert_eq!(reader(&shop, "zh").get("/tariff/codes?q=wine").await.status, 200);
    }
}

#[tokio::test]
async fn what_makes_no_sense_is_named_at_its_field_and_kept() {
    for shop in shops().await {
        let cases = [
            ("to=CN&hs=2204.21&price=free", "price", "“free” is no amount"),
            ("to=CN&hs=2204.21&price=-5", "price", "“-5” is no amount"),
            ("to=CN&hs=2204.21&price=1.234,56", "price", "is no amount"),
            ("to=CN&hs=2204.21&price=1e9", "price", "is no amount"),
            ("to=CN&hs=2204.21", "price", "Please fill this in."),
            ("to=XX&hs=2204.21&price=30", "to", "“XX” is no place"),
            ("to=CN&hs=2204.21&price=30&quantity=0", "quantity", "“0” is no number of pieces"),
            ("to=CN&hs=2204.21&price=30&quantity=1.5", "quantity", "is no number of pieces"),
            ("to=CN&hs=2204.21&price=30&date=31.01.2026", "date", "is no day"),
            ("to=CN&hs=2204.21&price=30&origin=USA", "origin", "two letters"),
            ("to=CN&hs=2204.21&price=30&abv_percent=101", "abv_percent", "is no number"),
            ("to=CN&hs=2204.21&price=30&mode=boat", "mode", "is no way to send"),
        ];
        for (query, field, wanted) in cases {
            let page = reader(&shop, "en").get(&format!("/tariff?{query}")).await;
            let text = page.text();
            assert_eq!(page.status, 422, "{query}");
            assert!(text.contains(wanted), "{query}: {wanted} is not in {text}");
            assert!(text.contains(&format!("href=\"#f-{field}\"")), "{query}");
            if !query.contains("quantity=") && query.contains("hs=") {
                assert!(text.contains("value=\"2204.21\""), "{query}: what was typed is kept");
            }
            let json = reader(&shop, "en").get_json(&format!("/tariff?{query}")).await;
            assert_eq!((json.status, json.json()["errors"][0]["field"].as_str()), (422, Some(field)), "{query}");
            let chinese = reader(&shop, "zh").get(&format!("/tariff?{query}")).await;
            let all_of_it = field != "abv_percent" || chinese.text().contains("应为 0–100 之间的数字");
            assert!(chinese.status == 422 && all_of_it, "{query}: {}", chinese.text());
        }
        let strange = reader(&shop, "en").get("/tariff?to=CN&hs=%3Cscript%3E&price=30").await.text();
        assert!(!strange.contains("<script>") || !strange.contains("“<script>"), "{strange}");
    }
}

#[tokio::test]
async fn what_is_missing_is_asked_for() {
    for shop in shops().await {
        for (query, wanted) in [
            ("to=SG&hs=2208.30&price=30&origin=US&volume_ml=700", "alcohol content"),
            ("to=CN&price=30&origin=US", "HS code"),
            ("to=SG&hs=6109.10&price=30", "country of origin"),
        ] {
            let page = reader(&shop, "en").get(&format!("/tariff?{query}")).await;
            let text = page.text();
            assert_eq!(page.status, 200, "{query}");
            assert!(text.contains("What is missing") && text.contains(wanted), "{query}: {text}");
        }
    }
}

#[tokio::test]
async fn programs_get_the_laws_own_answer() {
    for shop in shops().await {
        let answer = reader(&shop, "en").post_json("/quote", &wine()).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let body = answer.json();
        assert_eq!(body["landed_total"], json!({ "amount": "703.09", "currency": "CNY" }), "{body}");
        assert_eq!(answer.body, reader(&shop, "zh").post_json("/quote", &wine()).await.body, "the same bytes");
        let mut own = wine();
        own["rates"] = json!([
            {"base": "USD", "quote": "CNY", "rate": "7.00", "date": "2026-06-01", "source": "mine"}
        ]);
        let own = reader(&shop, "en").post_json("/quote", &own).await.json();
        assert_eq!(own["customs_value"]["amount"], "588.00", "a request's own rates are taken");
        for (change, field) in [
            (
                json!({ "lines": [{"id": "a", "quantity": "two", "unit_price": {"amount": "1", "currency": "USD"}}] }),
                "lines.0.quantity",
            ),
            (json!({ "date": "tomorrow" }), "date"),
            (json!({ "mode": "boat" }), "mode"),
            (json!({ "colour": "red" }), "colour"),
            (json!({ "freight": "24" }), "freight"),
        ] {
            let mut body = wine();
            body.as_object_mut().expect("an object").extend(change.as_object().expect("an object").clone());
            let answer = reader(&shop, "en").post_json("/quote", &body).await;
            assert_eq!((answer.status, answer.json()["errors"][0]["field"].as_str()), (422, Some(field)), "{body}");
        }
        let mut many = wine();
        many["lines"] = (0..501).map(|_| wine()["lines"][0].clone()).collect();
        let many = reader(&shop, "en").post_json("/quote", &many).await.json();
        assert_eq!(many["eligibility"]["reasons"][0]["code"], "out_of_range");
        let huge = json!({ "destination": "x".repeat(2_000_000) });
        assert_eq!(reader(&shop, "en").post_json("/quote", &huge).await.status, 413);
    }
}

#[tokio::test]
async fn every_market_answers_in_words_of_both_languages() {
    for shop in shops().await {
        let pricing = shop.app.pricing();
        for place in sampan_tariff::destinations() {
            let mut request: sampan_tariff::Request = serde_json::from_value(wine()).expect("a request");
            (request.destination, request.mode) = (place.code.to_owned(), None);
            let answer = sampan_tariff::quote(&pricing.book, &pricing.law, &request);
            let regimes = answer.alternatives.iter().map(|other| &other.regime).chain(&answer.regime);
            let named = regimes.map(|regime| format!("tariff-regime-{}", regime.replace('_', "-")));
            for (key, lang) in named.flat_map(|key| [(key.clone(), "en"), (key, "zh-Hans")]) {
                assert_ne!(crate::words(lang, &key, &[]), key, "{} lacks {key}", place.code);
            }
            for language in ["en", "zh"] {
                let path = WINE.replace("to=CN", &format!("to={}", place.code));
                let page = reader(&shop, language).get(&path).await;
                assert_eq!(page.status, 200, "{path}");
                let text = page.text();
                assert!(text.contains("id=\"answer\"") && !text.contains('⟦'), "{path}: {text}");
            }
        }
    }
}

#[tokio::test]
async fn an_operators_rows_are_named_as_such() {
    for shop in shops().await {
        let rows = "measure,regime,hs,origin,rate,from,to,citation,confidence,note\n\
                    vat,,22042100,,20%,2026-01-01,,general-knowledge,verify,\n";
        let files = vec![("cn/rates.csv".to_owned(), rows.to_owned())];
        shop.app.set_book(sampan_tariff::Book::built_in().overlay(files).expect("a book"));
        let answer = reader(&shop, "en").post_json("/quote", &wine()).await.json();
        let vat = answer["charges"].as_array().and_then(|all| all.iter().find(|c| c["measure"] == "vat")).cloned();
        assert!(vat.expect("a charge")["rule"].as_str().is_some_and(|rule| rule.contains("overlay:")), "{answer}");
        assert!(reader(&shop, "en").get(WINE).await.text().contains("overlay:"));
    }
}

/// A schema as JSON, with what it refers to put in its place.
fn schema<T: ToSchema>() -> Value {
    let mut others: Vec<(String, RefOr<Schema>)> = Vec::new();
    T::schemas(&mut others);
    let mut whole = serde_json::to_value(T::schema()).expect("JSON");
    let others: Value = others.into_iter().map(|(n, s)| (n, serde_json::to_value(s).expect("JSON"))).collect();
    for _ in 0..4 {
        fill(&mut whole, &others);
    }
    whole
}

fn fill(value: &mut Value, others: &Value) {
    let name = value["$ref"].as_str().and_then(|to| to.rsplit('/').next()).map(str::to_owned);
    match (name, value) {
        (Some(name), value) => *value = others[&name].clone(),
        (None, Value::Object(map)) => map.values_mut().for_each(|value| fill(value, others)),
        (None, Value::Array(list)) => list.iter_mut().for_each(|value| fill(value, others)),
        _ => {}
    }
}

/// Fields of a value that its schema does not tell.
fn untold(at: &str, value: &Value, schema: &Value, found: &mut Vec<String>) {
    let choices = ["oneOf", "anyOf", "allOf"].iter().filter_map(|k| schema[k].as_array()).flatten();
    let schema = choices.clone().find(|one| one["properties"].is_object()).unwrap_or(schema);
    match value {
        Value::Object(map) if schema["properties"].is_object() => {
            for (name, value) in map {
                let of = &schema["properties"][name];
                match of.is_null() {
                    true => found.push(format!("{at}.{name}")),
                    false => untold(&format!("{at}.{name}"), value, of, found),
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|value| untold(at, value, &schema["items"], found)),
        _ => {}
    }
}

#[test]
fn the_described_shapes_are_those_of_the_law() {
    let book = sampan_tariff::Book::built_in();
    let mut asked = wine();
    asked["rates"] = json!([{"base": "USD", "quote": "CNY", "rate": "7.00", "date": "2026-06-01", "source": "mine"}]);
    asked["buyer"] = json!({ "allowance_used": {"amount": "1.00", "currency": "CNY"}, "personal_use": true });
    asked["importer"] = json!({ "exclusions": ["s301"] });
    let request: sampan_tariff::Request = serde_json::from_value(asked).expect("a request");
    let answer = sampan_tariff::quote(&book, &sampan_tariff::Settings::demo(), &request);
    let mut found = Vec::new();
    untold("request", &serde_json::to_value(&request).expect("JSON"), &schema::<QuoteRequest>(), &mut found);
    untold("answer", &serde_json::to_value(&answer).expect("JSON"), &schema::<QuoteAnswer>(), &mut found);
    assert_eq!(found, Vec::<String>::new(), "fields that shapes.rs does not tell");
}
