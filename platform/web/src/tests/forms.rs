use super::site::{browser, service};
use crate::input::{Input, pairs};
use crate::test::Client;
use serde_json::json;

#[tokio::test]
async fn the_path_wins_over_the_query_and_the_query_over_the_body() {
    let service = service();
    let cases = [
        ("/things/1", json!({ "id": "2", "name": "x" }), "1", "x"),
        ("/things/1?id=3", json!({ "id": "2", "name": "x" }), "1", "x"),
        ("/things/1?name=y", json!({ "name": "x" }), "1", "y"),
        ("/things/1?id.a=3", json!({ "id": { "b": "2" }, "name": "x" }), "1", "x"),
    ];
    for (path, body, id, name) in cases {
        let echo = Client::new(&service).post_json(path, &body).await.json();
        assert_eq!((echo["id"].as_str(), echo["name"].as_str()), (Some(id), Some(name)), "{path}");
    }
    let mut client = browser(&service, None).await;
    let answer = client.post("/things/1", &[("id", "2"), ("name", "x")]).await;
    assert_eq!(answer.location(), Some("/things/1"));
}

#[tokio::test]
async fn forms_have_levels_lists_and_numbers() {
    let service = service();
    let cases: [(&[(&str, &str)], &str); 4] = [
        (&[("weights.a", "120"), ("weights.b", "30"), ("tags", "x"), ("tags", "y")], "150 x+y"),
        (&[("count", " 7 "), ("tags.1", "b"), ("tags.0", "a"), ("tags.10", "c")], "7 a+b+c"),
        (&[("count", "")], "0 "),
        (&[("tags", "")], "0 "),
    ];
    for (fields, wanted) in cases {
        let mut client = browser(&service, None).await.header("accept", "application/json");
        let fields: Vec<(&str, &str)> = [("name", "sum")].into_iter().chain(fields.iter().copied()).collect();
        let answer = client.post("/things/1", &fields).await;
        assert_eq!(answer.json()["name"].as_str(), Some(wanted), "{fields:?}");
    }
}

#[tokio::test]
async fn a_form_that_needs_another_look_keeps_what_was_typed() {
    let mut client = browser(&service(), None).await;
    let answer = client.post("/things/1", &[("name", "again")]).await;
    assert_eq!(answer.status, 422);
    assert!(answer.text().contains("Found “again”; wanted another. was again"), "{}", answer.text());
    assert!(answer.text().contains(r#"<input name="name" value="again">"#), "{}", answer.text());
    let json = client.post_json("/things/1", &json!({ "name": "again" })).await;
    assert_eq!((json.status, json.json()["errors"][0]["code"].as_str()), (422, Some("odd")));
}

#[tokio::test]
async fn a_page_can_be_filled_in_and_sent() {
    let mut client = browser(&service(), Some("sam")).await;
    let page = client.get("/things/1").await;
    let form = page.form("/things/1").unwrap();
    let names: Vec<&str> = form.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["csrf", "key", "name", "note", "pick"]);
    assert_eq!((form[3].1.as_str(), form[4].1.as_str()), ("a & b", "y"));
    let answer = client.submit(&page, "/things/1", &[("name", "<b>")]).await;
    assert_eq!(answer.status, 303);
    let page = client.follow(answer).await;
    assert!(page.text().contains("<p class=\"notice\">Kept &#38; noted</p>"), "{}", page.text());
    assert!(!client.get("/things/1").await.text().contains("noted"), "said once only");
}

#[tokio::test]
async fn a_key_says_what_is_done_once() {
    let service = service();
    let mut client = browser(&service, Some("sam")).await;
    let cases = [
        (Some("from-header"), &[("key", "from-form")][..], "from-header"),
        (None, &[("key", "from-form")][..], "from-form"),
    ];
    for (header, fields, key) in cases {
        let mut client = client.clone().header("accept", "application/json");
        if let Some(header) = header {
            client = client.header("idempotency-key", header);
        }
        let answer = client.post("/things/1", fields).await;
        let wanted = format!("POST /things/{{id}} {key}");
        assert_eq!(answer.json()["once"].as_str(), Some(wanted.as_str()));
    }
    for key in ["", "two words", "schlüssel", &"x".repeat(129)] {
        let answer = client.post("/things/1", &[("key", key)]).await;
        assert_eq!(answer.status, 422, "{key}");
    }
    assert!(client.get("/things/1?key=k").await.text().contains("once  /assets"));
}

#[test]
fn the_digest_is_of_all_that_was_said_but_the_token() {
    let digest = |body: &str, path: &str| {
        Input::merge(pairs(body.as_bytes()).unwrap(), Default::default(), pairs(path.as_bytes()).unwrap()).digest()
    };
    let first = digest("a=1&b=2&csrf=x&key=k", "id=7");
    assert_eq!(first, digest("csrf=y&b=2&key=k&a=1", "id=7"));
    for (body, path) in
        [("a=1&b=3", "id=7"), ("a=1&b=2", "id=8"), ("a=12&b=", "id=7"), ("a=1&b=2&b=2", "id=7"), ("a=1&b.c=2", "id=7")]
    {
        assert_ne!(first, digest(body, path), "{body} {path}");
    }
}

proptest::proptest! {
    #[test]
    fn no_form_can_break_the_reading(body in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
        if let Ok(fields) = pairs(&body) {
            let input = Input::merge(fields, Default::default(), Default::default());
            let _ = input.read::<super::site::Said>();
        }
    }
}
