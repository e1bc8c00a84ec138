use super::site::{browser, routes, service};
use crate::test::Client;
use serde_json::json;

#[tokio::test]
async fn every_policy_answers_each_viewer() {
    let service = service();
    // path, viewer, status of the page, where it leads, status and code of the JSON
    let cases = [
        ("/things/1", None, 200, None, 200, ""),
        ("/things/1", Some("bea"), 200, None, 200, ""),
        ("/seller/things/1?a=b&c=d", None, 303, Some("/sign-in?next=/seller/things/1%3Fa%3Db%26c%3Dd"), 401, "sign_in"),
        ("/seller/things/1", Some("bea"), 403, None, 403, "forbidden"),
        ("/seller/things/1", Some("sam"), 200, None, 200, ""),
        ("/guarded", None, 303, Some("/sign-in?next=/guarded"), 401, "sign_in"),
        ("/guarded", Some("bea"), 303, Some("/sign-in/second-factor?next=/guarded"), 403, "second_factor"),
        ("/nowhere", None, 404, None, 404, "not_found"),
    ];
    for (path, viewer, page_status, leads, json_status, code) in cases {
        let mut client = browser(&service, viewer).await;
        let page = client.get(path).await;
        assert_eq!((page.status, page.location()), (page_status, leads), "{path} {viewer:?}");
        let json = client.get_json(path).await;
        assert_eq!((json.status, json.code().as_str()), (json_status, code), "{path} {viewer:?}");
    }
}

#[tokio::test]
async fn a_token_is_its_holder_and_a_wrong_one_is_nobody_at_all() {
    let service = service();
    let cases = [
        ("Bearer token-sam", 200, "sam"),
        ("bearer token-sam", 200, "sam"),
        ("Bearer token-nobody", 401, ""),
        ("Bearer session-sam", 401, ""),
        ("Basic c2FtOng=", 401, ""),
        ("Bearer", 401, ""),
    ];
    for (authorization, status, who) in cases {
        // The session cookie beside it must not count.
        let mut client = browser(&service, Some("sue")).await.header("authorization", authorization);
        let answer = client.get_json("/things/1").await;
        assert_eq!(answer.status, status, "{authorization}");
        assert_eq!(answer.json()["who"].as_str().unwrap_or_default(), who, "{authorization}");
    }
}

#[tokio::test]
async fn a_token_needs_no_form_token() {
    let mut client = Client::new(&service()).bearer("token-sam");
    let answer = client.post_json("/seller/things/1", &json!({ "name": "x" })).await;
    assert_eq!((answer.status, answer.json()["who"].as_str()), (200, Some("sam")));
}

#[tokio::test]
async fn a_session_that_has_ended_is_forgotten_and_shows_what_was_typed() {
    let mut client = browser(&service(), Some("gone")).await;
    assert_eq!(client.cookie("sampan_session"), None);
    client.set_cookie("sampan_session", "session-gone");
    let client = client.header("sec-fetch-site", "same-origin");
    let answer = client.clone().post("/seller/things/1", &[("name", "pears"), ("password", "p")]).await;
    assert_eq!(answer.status, 401);
    assert!(answer.text().contains("name=pears"), "{}", answer.text());
    assert!(!answer.text().contains("password"), "{}", answer.text());
}

#[tokio::test]
async fn signing_in_and_out_moves_the_session() {
    let mut client = browser(&service(), None).await;
    let answer = client.post("/sign-in", &[("name", "sam"), ("next", "/seller/things/1")]).await;
    assert_eq!((answer.status, answer.location()), (303, Some("/seller/things/1")));
    let page = client.follow(answer).await;
    assert!(page.text().contains("who sam"));
    assert_eq!(page.header("cache-control"), Some("no-store"));
    client.post("/sign-out", &[]).await;
    assert_eq!(client.get("/seller/things/1").await.status, 303);
}

#[test]
fn the_list_of_routes_is_sound_and_the_document_names_every_policy() {
    let routes = routes();
    assert_eq!(routes.check(), Vec::<String>::new());
    let document = routes.openapi("Shop", "1");
    for route in routes.list().iter().filter(|route| route.in_api) {
        let operation = &document["paths"][&route.path][route.method.to_lowercase()];
        assert_eq!(operation["x-policy"], route.policy, "{} {}", route.method, route.path);
        assert_eq!(operation["security"][0] == json!({}), route.open, "{}", route.path);
    }
    let change = &document["paths"]["/things/{id}"]["post"];
    assert_eq!(change["parameters"][0]["in"], "path");
    let body = &change["requestBody"]["content"]["application/json"]["schema"]["properties"];
    assert!(body.get("id").is_none() && body.get("name").is_some(), "{body}");
    let upload = &document["paths"]["/uploads"]["post"]["requestBody"]["content"];
    assert!(upload.get("multipart/form-data").is_some(), "{upload}");
    assert!(document["paths"].get("/picture.svg").is_none());
}

#[test]
fn a_list_that_is_not_sound_says_so() {
    use super::site::{Echo, Person, Shop};
    use crate::{Anyone, Cx, Error, NoInput, Reply, Routes};
    async fn nothing(_: Cx<Shop>, _: Option<Person>, _: NoInput) -> Result<Reply<Echo>, Error> {
        Err(Error::NotFound)
    }
    let routes = Routes::new()
        .get(Anyone, "/a/{id}", nothing)
        .doc("One")
        .get(Anyone, "/a/{id}", nothing)
        .doc("The same")
        .post(Anyone, "/a/{slug}", nothing);
    let wrong = routes.check().join("; ");
    for part in ["GET /a/{id} stands twice", "does not say what it does", "name one place differently"] {
        assert!(wrong.contains(part), "{wrong}");
    }
}
