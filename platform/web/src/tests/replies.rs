use super::site::{browser, service};
use crate::test::Client;
use serde_json::json;

#[tokio::test]
async fn a_page_for_browsers_and_json_for_programs() {
    let service = service();
    let cases = [
        ("/things/1", "text/html,application/xhtml+xml,*/*;q=0.8", "text/html; charset=utf-8"),
        ("/things/1", "*/*", "text/html; charset=utf-8"),
        ("/things/1", "", "text/html; charset=utf-8"),
        ("/things/1", "application/json", "application/json"),
        ("/things/1", "application/json, text/html;q=0.5", "application/json"),
        ("/things/1", "text/html;q=0.4, application/json;q=0.3", "text/html; charset=utf-8"),
        ("/api/v1/things/1", "text/html", "application/json"),
        ("/nowhere", "application/json", "application/problem+json"),
        ("/api/v1/nowhere", "", "application/problem+json"),
        ("/api/v1nowhere", "", "text/html; charset=utf-8"),
        ("/nowhere", "", "text/html; charset=utf-8"),
    ];
    for (path, accept, kind) in cases {
        let answer = Client::new(&service).header("accept", accept).get(path).await;
        assert_eq!(answer.header("content-type"), Some(kind), "{path} {accept}");
        assert!(answer.header("vary").unwrap().contains("accept"), "{path}");
    }
}

#[tokio::test]
async fn each_reply_speaks_to_its_reader() {
    let service = service();
    // what is asked for → status and location for a browser, status, code and location for a program
    let cases = [
        ("plain", 303, Some("/things/1"), 200, "", Some("/api/v1/things/1")),
        ("new", 303, Some("/things/1"), 201, "", Some("/api/v1/things/1")),
        ("lost", 404, None, 404, "not_found", None),
        ("gone", 409, None, 409, "stock_gone", None),
        ("busy", 503, None, 503, "busy", None),
    ];
    for (name, page_status, page_way, json_status, code, json_way) in cases {
        let mut client = browser(&service, None).await;
        let page = client.post("/things/1", &[("name", name)]).await;
        assert_eq!((page.status, page.location()), (page_status, page_way), "{name}");
        let json = client.post_json("/things/1", &json!({ "name": name })).await;
        assert_eq!((json.status, json.code().as_str(), json.location()), (json_status, code, json_way), "{name}");
    }
    let mut client = browser(&service, None).await;
    let refused = client.post_json("/things/1", &json!({ "name": "gone" })).await.json();
    assert_eq!((refused["title"].as_str(), refused["params"]["left"].as_str()), (Some("None left"), Some("0")));
    assert_eq!(refused["type"], "urn:sampan:problem:stock_gone");
    let busy = client.post_json("/things/1", &json!({ "name": "busy" })).await;
    assert_eq!((busy.header("retry-after"), busy.json()["retry_after"].as_u64()), (Some("3"), Some(3)));
}

#[tokio::test]
async fn methods_that_are_not_there_and_head() {
    let service = service();
    let mut client = Client::new(&service);
    let wrong = client.send("DELETE", "/things/1", None, Vec::new()).await;
    assert_eq!((wrong.status, wrong.header("allow")), (405, Some("GET,HEAD,POST")));
    assert!(wrong.text().contains("Not possible here"));
    let head = client.send("HEAD", "/things/1", None, Vec::new()).await;
    assert_eq!((head.status, head.body.len()), (200, 0));
}

#[tokio::test]
async fn the_address_of_a_form_leads_to_the_page_above_it() {
    let service = service();
    let mut client = Client::new(&service);
    // what is asked for → where a browser is led
    let cases = [
        ("/seller/things/1/parcel", Some("/seller/things/1")),
        ("/seller/things/1/parcel?a=b", Some("/seller/things/1")),
        ("/prefs", Some("/")),
        ("/notifications/7", Some("/")),
        ("/uploads", Some("/")),
        ("/nowhere/things", None),
    ];
    for (path, page) in cases {
        let answer = client.get(path).await;
        assert_eq!((answer.status, answer.location()), (if page.is_some() { 303 } else { 404 }, page), "{path}");
    }
    let program = client.send("GET", "/api/v1/uploads", None, Vec::new()).await;
    assert_eq!(program.status, 405, "a program is told what is wrong");
}

#[tokio::test]
async fn files_are_saved_under_their_names() {
    let mut client = Client::new(&service());
    let answer = client.get("/paper?name=%E8%AE%A2%E5%8D%95%22%0D%0Aset-cookie%3A%20a%3Db.csv").await;
    assert_eq!((answer.status, answer.text().as_str()), (200, "a,b\n"));
    assert_eq!(
        answer.header("content-disposition"),
        Some(
            "attachment; filename=\"_____set-cookie_ a_b.csv\"; filename*=UTF-8''%E8%AE%A2%E5%8D%95%22%0D%0Aset-cookie%3A%20a%3Db.csv"
        )
    );
    assert!(!answer.headers.iter().any(|(name, value)| name == "set-cookie" && value.contains("a=b")));
}

#[tokio::test]
async fn long_answers_are_compressed() {
    let mut client = Client::new(&service()).header("accept-encoding", "gzip");
    let answer = client.get("/things/1").await;
    assert_eq!(answer.header("content-encoding"), Some("gzip"));
    assert_eq!(&answer.body[..2], &[0x1f, 0x8b]);
}

#[tokio::test]
async fn the_document_is_served() {
    let answer = Client::new(&service()).get("/api/v1/openapi.json").await;
    assert_eq!(answer.json()["openapi"], "3.1.0");
    assert_eq!(answer.json()["servers"][0]["url"], "/api/v1");
}
