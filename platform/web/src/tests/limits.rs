use super::site::{browser, service, service_with};
use crate::test::Client;
use std::time::Duration;

#[tokio::test]
async fn bodies_that_cannot_be_read_are_told_why() {
    let service = service();
    let big = vec![b' '; 1_100_000];
    let form = "application/x-www-form-urlencoded";
    let deep = format!("{{\"a\":{}1{}}}", "[".repeat(40), "]".repeat(40));
    let cases: Vec<(&str, Vec<u8>, u16, &str)> = vec![
        ("text/plain", b"hello".to_vec(), 415, "unknown_type"),
        ("application/xml", b"<a/>".to_vec(), 415, "unknown_type"),
        ("application/json", b"{".to_vec(), 400, "malformed"),
        ("application/json", b"[1]".to_vec(), 400, "malformed"),
        ("application/json", deep.into_bytes(), 400, "malformed"),
        ("application/json; charset=utf-8", big.clone(), 413, "too_large"),
        (form, big, 413, "too_large"),
        (form, b"a=1&a.b=2".to_vec(), 400, "malformed"),
        (form, b"name=a%00b".to_vec(), 422, "invalid"),
        ("application/json", br#"{"name":"a\u0000b"}"#.to_vec(), 422, "invalid"),
        ("application/json", br#"{"count":"7"}"#.to_vec(), 422, "invalid"),
        ("application/json", br#"{"count":1.5}"#.to_vec(), 422, "invalid"),
        ("application/json", br#"{"count":-1}"#.to_vec(), 422, "invalid"),
        (form, b"count=1.5".to_vec(), 422, "invalid"),
        ("multipart/form-data", b"x".to_vec(), 400, "malformed"),
        ("multipart/form-data; boundary=x", b"--x\r\nnonsense".to_vec(), 400, "malformed"),
    ];
    for (kind, body, status, code) in cases {
        let shown = String::from_utf8_lossy(&body[..body.len().min(40)]).into_owned();
        let mut client = Client::new(&service).bearer("token-sam");
        let answer = client.send("POST", "/api/v1/things/1", Some(kind), body).await;
        assert_eq!((answer.status, answer.code().as_str()), (status, code), "{kind} {shown}");
    }
}

#[tokio::test]
async fn an_error_of_input_names_the_field() {
    let mut client = Client::new(&service()).bearer("token-sam");
    let body = serde_json::json!({ "weights": { "a": 1, "b": "heavy" } });
    let answer = client.post_json("/things/1", &body).await;
    let error = &answer.json()["errors"][0];
    assert_eq!((error["field"].as_str(), error["found"].as_str()), (Some("weights.b"), Some("heavy")));
    assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    let answer = client.send_json("POST", "/sign-in", &serde_json::json!({})).await;
    let error = &answer.json()["errors"][0];
    assert_eq!((error["field"].as_str(), error["code"].as_str()), (Some("name"), Some("missing")));
}

#[tokio::test]
async fn a_file_lies_on_disk_while_it_is_worked_on() {
    let mut client = browser(&service(), Some("sam")).await;
    let content: Vec<u8> = (0..2_000_000_u32).map(|n| (n % 251) as u8).collect();
    let answer = client.upload("/uploads", &[("note", "x")], "file", "goods.csv", &content).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert!(answer.text().contains("goods.csv 2000000 x"), "{}", answer.text());
    let json = client.header("accept", "application/json").upload("/uploads", &[], "file", "a", b"z").await;
    let path = json.json()["id"].as_str().unwrap().to_owned();
    assert!(!std::path::Path::new(&path).exists(), "{path} is still there");
}

#[tokio::test]
async fn files_are_refused_where_and_when_they_should_be() {
    let service = service();
    let sam = browser(&service, Some("sam")).await;
    let large = vec![b'x'; 3_000_001];
    let small: &[u8] = b"a,b";
    // route, field, content → status and a word of the answer
    let cases: [(&str, &str, &[u8], u16, &str); 4] = [
        ("/uploads", "file", &large, 413, "At most 2 MB"),
        ("/uploads", "other", small, 422, "another look"),
        ("/things/1", "file", small, 422, "another look"),
        ("/uploads", "file", b"", 200, "none.csv 0"),
    ];
    for (path, field, content, status, word) in cases {
        let answer = sam.clone().upload(path, &[], field, "none.csv", content).await;
        assert_eq!(answer.status, status, "{path} {field}: {}", answer.text());
        assert!(answer.text().contains(word), "{path} {field}: {}", answer.text());
    }
    let mut forged = sam.clone();
    forged.set_csrf(None);
    assert_eq!(forged.upload("/uploads", &[], "file", "a.csv", small).await.status, 403);
    let json = br#"{"file":{"":"a\u0000b","path":"/etc/passwd"}}"#.to_vec();
    let mut program = Client::new(&service).bearer("token-sam");
    let answer = program.send("POST", "/api/v1/uploads", Some("application/json"), json).await;
    assert_eq!(answer.status, 422, "{}", answer.text());
    let json = br#"{"file":{"a":"x","b":"1","c":"00","d":"/etc/passwd"}}"#.to_vec();
    let answer = program.send("POST", "/api/v1/uploads", Some("application/json"), json).await;
    assert_eq!((answer.status, answer.json()["errors"][0]["code"].as_str()), (422, Some("file")));
}

#[tokio::test]
async fn what_takes_too_long_ends() {
    let service = service_with(|settings| settings.timeout = Duration::ZERO);
    let answer = Client::new(&service).get_json("/forever").await;
    assert_eq!((answer.status, answer.code().as_str()), (503, "timed_out"));
}

#[tokio::test]
async fn a_notification_comes_with_its_bytes_and_without_cookies() {
    let mut client = browser(&service(), Some("sam")).await.header("x-signature", "abc");
    client.set_csrf(None);
    let body = b"\xff not text".to_vec();
    let answer = client.send("POST", "/api/v1/notifications/7", Some("application/octet-stream"), body).await;
    let echo = answer.json();
    assert_eq!((echo["id"].as_str(), echo["once"].as_str()), (Some("7"), Some("abc")));
    assert_eq!(echo["name"].as_str(), Some("\u{fffd} not text"));
    assert_eq!(echo["who"].as_str(), Some("nobody"));
}

#[tokio::test]
async fn a_part_without_an_end_to_its_head_is_broken_off() {
    use crate::input::{Boundaries, receive};
    let chunk = || Ok::<_, std::io::Error>(vec![b'x'; 1_000_000]);
    let start = Ok(b"--x\r\nContent-Disposition: form-data; name=\"".to_vec());
    let sent = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let count = std::sync::Arc::clone(&sent);
    let chunks = std::iter::once(start).chain(std::iter::repeat_with(move || {
        count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        chunk()
    }));
    let body = crate::FileBody::stream(futures::stream::iter(chunks.take(100))).0;
    let mut headers = axum::http::HeaderMap::new();
    headers.insert("content-type", "multipart/form-data; boundary=x".parse().unwrap());
    let bounds = Boundaries { body: 1_000_000, files: Some(90_000_000), dir: None, admit: &|_| Ok(()) };
    assert!(receive(&headers, body, &bounds).await.is_err());
    assert!(sent.load(std::sync::atomic::Ordering::Relaxed) < 20, "{sent:?} chunks were kept");
}
