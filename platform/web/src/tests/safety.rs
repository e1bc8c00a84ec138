use super::site::{browser, service, service_with};
use crate::client::client;
use crate::csrf::{Binding, holds, token};
use crate::input::is_local;
use crate::test::Client;
use crate::{LocalPath, Trusted};
use axum::http::HeaderMap;
use proptest::prelude::*;
use serde_json::json;

#[tokio::test]
async fn a_form_counts_only_with_the_token_of_its_own_session() {
    let service = service();
    let guest = browser(&service, None).await.csrf().map(str::to_owned);
    let sue = browser(&service, Some("sue")).await.csrf().map(str::to_owned);
    let cases = [
        ("missing", None, 403),
        ("empty", Some(String::new()), 403),
        ("garbage", Some("AAAA".to_owned()), 403),
        ("a guest's", guest, 403),
        ("another's", sue, 403),
    ];
    for (what, csrf, status) in cases {
        let mut client = browser(&service, Some("sam")).await;
        let own = client.csrf().map(str::to_owned);
        client.set_csrf(csrf.as_deref());
        let answer = client.post("/things/1", &[("name", "x")]).await;
        assert_eq!(answer.status, status, "{what}");
        assert!(answer.text().contains("open too long"), "{what}");
        client.set_csrf(own.as_deref());
        assert_eq!(client.post("/things/1", &[("name", "x")]).await.status, 303, "{what}, then its own");
    }
    let mut nobody = Client::new(&service);
    assert_eq!(nobody.post("/things/1", &[("name", "x")]).await.status, 403, "no cookie at all");
}

#[tokio::test]
async fn the_answer_that_begins_a_session_carries_its_form_token() {
    let service = service();
    let mut program = browser(&service, None).await;
    let signed_in = program.post_json("/sign-in", &json!({ "name": "sam", "next": "/" })).await;
    assert!(signed_in.status < 300, "{}", signed_in.text());
    let next = program.post_json("/things/1", &json!({ "name": "x" })).await;
    assert!(next.status < 300, "the program goes on without asking for a page: {}", next.text());
}

#[tokio::test]
async fn what_a_browser_says_of_the_origin_counts() {
    let service = service();
    let cases = [
        ("sec-fetch-site", "same-origin", 303),
        ("sec-fetch-site", "none", 303),
        ("sec-fetch-site", "same-site", 403),
        ("sec-fetch-site", "cross-site", 403),
        ("origin", "https://shop.test", 303),
        ("origin", "https://evil.test", 403),
        ("origin", "null", 403),
        ("origin", "https://shop.test.evil.test", 403),
    ];
    for (name, value, status) in cases {
        let mut client = browser(&service, Some("sam")).await.header(name, value);
        let answer = client.post("/things/1", &[("name", "typed")]).await;
        assert_eq!(answer.status, status, "{name}: {value}");
        assert!(!answer.text().contains("name=typed"), "shown to a foreign page: {value}");
        assert_eq!(client.get("/things/1").await.status, 200, "reading is free: {value}");
    }
}

#[tokio::test]
async fn an_old_form_of_our_own_comes_back_with_what_was_typed() {
    let mut client = browser(&service(), Some("sam")).await.header("sec-fetch-site", "same-origin");
    client.set_csrf(Some("old"));
    let fields = [("name", "pears"), ("new_password", "hunter2"), ("reset_token", "t")];
    let answer = client.post("/things/1", &fields).await;
    assert_eq!(answer.status, 403);
    assert!(answer.text().contains("<p>typed: name=pears</p>"), "{}", answer.text());
}

#[tokio::test]
async fn json_needs_a_token_where_a_cookie_would_speak() {
    let service = service();
    let body = json!({ "name": "x" });
    let mut stranger = Client::new(&service);
    assert_eq!(stranger.post_json("/things/1", &body).await.status, 200);
    let mut signed_in = browser(&service, Some("sam")).await;
    assert_eq!(signed_in.post_json("/things/1", &body).await.status, 200);
    signed_in.set_csrf(None);
    assert_eq!(signed_in.post_json("/things/1", &body).await.code(), "form_expired");
    // A program that keeps cookies is given the token with every answer.
    let given = signed_in.get_json("/things/1").await;
    assert!(given.header("x-csrf-token").is_some());
    assert_eq!(signed_in.post_json("/things/1", &body).await.status, 200);
    // A foreign page cannot send JSON, but it can send a form to the API.
    let kind = Some("application/x-www-form-urlencoded");
    let answer = stranger.send("POST", "/api/v1/things/1", kind, b"name=x".to_vec()).await;
    assert_eq!(answer.code(), "form_expired");
}

#[tokio::test]
async fn cookies_have_their_flags() {
    for tls in [false, true] {
        let service = service_with(|settings| settings.tls = tls);
        let mut client = browser(&service, None).await;
        let answer = client.post("/sign-in", &[("name", "sam")]).await;
        let set: Vec<&String> = answer.headers.iter().filter(|(n, _)| n == "set-cookie").map(|(_, v)| v).collect();
        assert!(!set.is_empty());
        for cookie in set {
            assert!(cookie.contains("; HttpOnly"), "{cookie}");
            assert!(cookie.contains("; SameSite=Lax"), "{cookie}");
            assert!(cookie.contains("; Path=/"), "{cookie}");
            assert_eq!(cookie.contains("; Secure"), tls, "{cookie}");
            assert_eq!(cookie.starts_with("__Host-sampan_"), tls, "{cookie}");
        }
        let hsts = answer.header("strict-transport-security").is_some();
        assert_eq!(hsts, tls);
    }
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_protect() {
    let service = service();
    let style = crate::tests::site::FILES.address("style.css");
    let paths = [
        "/things/1",
        "/seller/things/1",
        "/nowhere",
        "/paper",
        "/picture.svg",
        style.as_str(),
        "/api/v1/things/1",
        "/api/v1/nowhere",
        "/api/v1/openapi.json",
        "/assets/none",
    ];
    for path in paths {
        let answer = Client::new(&service).get(path).await;
        let header = |name: &str| answer.header(name).unwrap_or_default().to_owned();
        assert!(header("content-security-policy").contains("default-src 'none'"), "{path}");
        assert!(!header("content-security-policy").contains("script-src 'unsafe"), "{path}");
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header("referrer-policy"), "same-origin", "{path}");
        assert!(header("permissions-policy").contains("camera=()"), "{path}");
        assert!(!header("x-request-id").is_empty(), "{path}");
        assert!(!header("cache-control").is_empty(), "{path}");
    }
}

#[tokio::test]
async fn what_may_be_kept_is_kept_and_carries_no_cookie() {
    let service = service();
    let style = crate::tests::site::FILES.address("style.css");
    let asset = Client::new(&service).get(&style).await;
    assert_eq!(asset.header("cache-control"), Some("public, max-age=31536000, immutable"));
    assert_eq!(asset.text(), "body { color: black }");
    let mut client = Client::new(&service);
    client.set_cookie("sampan_session", "session-gone");
    let picture = client.get("/picture.svg").await;
    assert_eq!(picture.header("cache-control"), Some("public, max-age=3600"));
    assert_eq!(picture.header("set-cookie"), None);
    assert!(picture.header("content-security-policy").unwrap().contains("sandbox"));
    let guest = Client::new(&service).get("/things/1").await;
    assert_eq!(guest.header("cache-control"), Some("private, no-cache"));
}

#[tokio::test]
async fn nothing_of_a_fault_is_shown_and_the_next_request_is_answered() {
    let service = service();
    for name in ["broken", "panic", "away"] {
        let mut client = browser(&service, None).await;
        let page = client.post("/things/1", &[("name", name)]).await;
        assert_eq!(page.status, 500, "{name}");
        assert!(page.text().contains("wrong on our side"), "{name}");
        assert!(!page.text().contains("hunter2"), "{name}");
        let json = client.post_json("/things/1", &json!({ "name": name })).await;
        assert_eq!((json.status, json.code().as_str()), (500, "internal"), "{name}");
        assert!(!json.text().contains("hunter2"), "{name}");
        assert_eq!(client.get("/things/1").await.status, 200, "{name}");
    }
}

#[tokio::test]
async fn a_way_back_stays_on_the_site() {
    let cases = [
        ("/seller", true),
        ("/a?b=c#d", true),
        ("/", true),
        ("/订单", true),
        ("", false),
        ("//evil.test", false),
        ("/\\evil.test", false),
        ("https://evil.test", false),
        ("\\/evil.test", false),
        ("/a\nb", false),
        ("/\t/evil.test", false),
        (" /a", false),
        ("evil", false),
    ];
    let service = service();
    for (path, local) in cases {
        assert_eq!(is_local(path), local, "{path:?}");
        assert_eq!(LocalPath::parse(path).is_some(), local, "{path:?}");
        let mut client = browser(&service, None).await;
        let answer = client.post("/sign-in", &[("name", "sam"), ("next", path)]).await;
        let wanted = if path == "/订单" {
            "/%E8%AE%A2%E5%8D%95"
        } else if local {
            path
        } else {
            "/"
        };
        assert_eq!(answer.location(), Some(wanted), "{path:?}");
    }
}

#[test]
fn only_trusted_addresses_are_believed() {
    // peer, X-Forwarded-For, X-Forwarded-Proto → client, TLS
    let cases = [
        ("203.0.113.9", "198.51.100.1", "https", "203.0.113.9", false),
        ("10.0.0.1", "198.51.100.1", "https", "198.51.100.1", true),
        ("10.0.0.1", "6.6.6.6, 198.51.100.1", "http", "198.51.100.1", false),
        ("10.0.0.1", "6.6.6.6, 198.51.100.1, 10.0.0.2", "https", "198.51.100.1", true),
        ("10.0.0.1", "junk", "", "10.0.0.1", false),
        ("10.0.0.1", "198.51.100.1, junk", "", "10.0.0.1", false),
        ("10.0.0.1", "", "", "10.0.0.1", false),
        ("::ffff:10.0.0.1", "198.51.100.1", "", "198.51.100.1", false),
        ("fd00::7", "2001:db8::1", "https", "2001:db8::1", true),
        ("2001:db8::2", "198.51.100.1", "https", "2001:db8::2", false),
    ];
    let trusted: Vec<Trusted> = ["10.0.0.0/8", "fd00::/8"].map(|text| text.parse().unwrap()).into();
    for (peer, forwarded, proto, address, tls) in cases {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", forwarded.parse().unwrap());
        headers.insert("x-forwarded-proto", proto.parse().unwrap());
        let found = client(peer.parse().unwrap(), &headers, &trusted, false);
        assert_eq!((found.address.to_string().as_str(), found.tls), (address, tls), "{peer} {forwarded}");
    }
    for text in ["", "10.0.0.0/33", "10.0.0", "::/129", "10.0.0.0/x", "proxy.example"] {
        assert!(text.parse::<Trusted>().is_err(), "{text}");
    }
    let all: Trusted = "0.0.0.0/0".parse().unwrap();
    assert!(all.contains("1.2.3.4".parse().unwrap()) && !all.contains("::1".parse().unwrap()));
}

#[tokio::test]
async fn a_signed_cookie_is_ours_or_nothing() {
    let mut client = browser(&service(), None).await;
    client.post("/prefs", &[("name", "en")]).await;
    let signed = client.cookie("basket").unwrap().to_owned();
    assert_eq!(client.get_json("/basket").await.json()["name"], "2 apples");
    let (text, mac) = signed.split_once('.').unwrap();
    let other = client.cookie("sampan_guest").unwrap().to_owned();
    let forged = [
        text.to_owned(),
        format!("{text}A.{mac}"),
        format!("{text}.{}", mac.replace(|c: char| c.is_ascii_digit(), "x")),
        format!(".{mac}"),
        other,
        String::new(),
    ];
    for value in forged {
        client.set_cookie("basket", &value);
        assert_eq!(client.get_json("/basket").await.json()["name"], "none", "{value}");
    }
}

proptest! {
    #[test]
    fn a_token_holds_for_its_binding_alone(a: [u8; 32], b: [u8; 32], key: [u8; 32], at in 0..58_usize) {
        let made = token(&key, &Binding::Session(&a));
        prop_assert!(holds(&key, &Binding::Session(&a), &made));
        prop_assert!(a == b || !holds(&key, &Binding::Session(&b), &made));
        prop_assert!(!holds(&key, &Binding::Guest("g"), &made));
        prop_assert!(!holds(&b, &Binding::Session(&a), &made) || key == b);
        let mut bent = made.into_bytes();
        bent[at] = if bent[at] == b'A' { b'B' } else { b'A' };
        prop_assert!(!holds(&key, &Binding::Session(&a), &String::from_utf8(bent).unwrap()));
    }

    #[test]
    fn no_cookie_and_no_header_can_break_the_reading(text in "\\PC{0,80}") {
        let mut headers = HeaderMap::new();
        if let Ok(value) = axum::http::HeaderValue::from_str(&text) {
            for name in ["cookie", "x-forwarded-for", "origin", "accept-language"] {
                headers.insert(name, value.clone());
            }
        }
        let jar = crate::cookies::Jar::read(&headers, false);
        prop_assert!(jar.signed("basket", &[0; 32]).is_none());
        crate::shell::read_prefs(&text);
        crate::tests::site::TEXTS.negotiate(&text);
        crate::csrf::origin(&headers);
        let trusted = ["0.0.0.0/0".parse().unwrap()];
        client("127.0.0.1".parse().unwrap(), &headers, &trusted, false);
    }
}
