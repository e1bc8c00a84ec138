//! Pictures fetched from a small server of the test's own.

use super::*;
use crate::catalog::pictures::address;
use crate::testing::fixtures::{self, Offer};
use crate::testing::shops;
use sampan_trade::listing::Picture;
use sampan_web::test::Client;
use std::io::{BufRead, BufReader, Write};
use std::net::{IpAddr, Ipv4Addr, TcpListener};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n a small picture";

/// Answers each path as its name says; gives the server's address.
fn server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let own = format!("http://{}", listener.local_addr().unwrap());
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
            let asked = lines.next().unwrap_or_default();
            lines.take_while(|line| !line.is_empty()).for_each(drop);
            let path = asked.split(' ').nth(1).unwrap_or_default().to_owned();
            // The client may have gone; then nobody reads the answer.
            let _ = answer(stream, &path, port);
        }
    });
    own
}

fn answer(mut to: impl Write, path: &str, port: u16) -> std::io::Result<()> {
    let moved =
        |to: String| format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    let head = |length: usize| format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
    match path {
        "/cherries.png" => {
            to.write_all(head(PNG.len()).as_bytes())?;
            to.write_all(PNG)
        }
        "/moved.png" => to.write_all(moved("/cherries.png".into()).as_bytes()),
        "/inside.png" => to.write_all(moved(format!("http://127.0.0.2:{port}/cherries.png")).as_bytes()),
        "/round.png" => to.write_all(moved("/round.png".into()).as_bytes()),
        "/page.png" => to.write_all(format!("{}<svg onload=run()>", head(18)).as_bytes()),
        "/endless.png" => {
            to.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")?;
            to.write_all(PNG)?;
            (0..1024).try_for_each(|_| to.write_all(&[0; 8192]))
        }
        _ => to.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
    }
}

fn this_machine(address: SocketAddr) -> bool {
    address.ip() == IpAddr::V4(Ipv4Addr::LOCALHOST)
}

#[test]
fn a_picture_is_taken_and_nothing_else() {
    let server = server();
    let got = |path: &str, reach: Reach| fetch(&format!("{server}{path}"), reach);
    for path in ["/cherries.png", "/moved.png"] {
        assert_eq!(got(path, this_machine).unwrap(), ("image/png", PNG.to_vec()), "{path}");
    }
    for path in ["/inside.png", "/round.png", "/page.png", "/endless.png", "/none.png"] {
        assert!(got(path, this_machine).is_err(), "{path}");
    }
}

#[test]
fn nothing_on_this_machine_or_beside_it_is_reached() {
    let server = server();
    assert!(fetch(&format!("{server}/cherries.png"), public_web).is_err());
    for address in ["127.0.0.1:80", "10.0.0.1:443", "169.254.169.254:80", "[::1]:80", "8.8.8.8:25"] {
        assert!(!public_web(address.parse().unwrap()), "{address}");
    }
    assert!(public_web("8.8.8.8:443".parse().unwrap()));
}

#[test]
fn an_address_waits_once() {
    let fetcher = Fetcher::default();
    let now = Timestamp::UNIX_EPOCH;
    fetcher.want("https://example.com/a.jpg", now);
    fetcher.want("https://example.com/a.jpg", now);
    fetcher.want("https://example.com/b.jpg", now);
    assert_eq!(fetcher.next().len(), 2);
    fetcher.want("https://example.com/a.jpg", now);
    assert!(fetcher.next().is_empty());
    fetcher.want("https://example.com/a.jpg", now + SignedDuration::from_hours(2));
    assert_eq!(fetcher.next().len(), 1);
}

#[tokio::test]
async fn whoever_looks_sees_the_drawing_first_and_then_the_picture() {
    let server = server();
    for shop in shops().await {
        let seller = fixtures::shop(&shop.app, "harbor").await;
        let mut stored = fixtures::listing(&shop.app, &seller, Offer::cherries()).await;
        let url = format!("{server}/cherries.png");
        stored.listing.pictures = vec![Picture { url_or_key: url.clone(), alt: "Cherries".into() }];
        fixtures::save_listing(&shop.app, &stored).await;
        shop.app.pictures().reaches(this_machine);

        let mut client = Client::new(&shop.service());
        let href = address(stored.listing.id, &url);
        let first = client.get(&href).await;
        assert_eq!((first.status, first.header("content-type")), (200, Some("image/svg+xml")));
        assert_eq!(work(&shop.app).await.unwrap(), 1);
        let second = client.get(&href).await;
        assert_eq!((second.status, second.header("content-type")), (200, Some("image/png")));
        // An address that no listing names is not fetched for anybody.
        let other = address(stored.listing.id, &format!("{server}/moved.png"));
        assert_eq!(client.get(&other).await.status, 404);
        assert_eq!(work(&shop.app).await.unwrap(), 0);
        assert!(crate::verify::run(&shop.app).await.unwrap().faults.is_empty());
    }
}
