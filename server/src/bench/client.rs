//! A person or a program that talks to a server over one kept connection: as little work as HTTP allows, for whoever
//! measures shares the machine with what is measured.

use anyhow::{Context, bail};
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The most bytes of an answer.
const MOST: usize = 16 << 20;
/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where the server is.
#[derive(Debug, Clone)]
pub struct Target {
    /// Its address.
    pub address: SocketAddr,
    host: String,
}

impl Target {
    /// The server of `http://host:port`.
    pub async fn of(url: &str) -> Result<Target, anyhow::Error> {
        let Some(host) = url.trim_end_matches('/').strip_prefix("http://").filter(|host| !host.contains('/')) else {
            bail!("{url:?} is not an address like http://127.0.0.1:8080");
        };
        let named = if host.contains(':') { host.to_owned() } else { format!("{host}:80") };
        let mut found = tokio::net::lookup_host(named).await.with_context(|| format!("nothing goes by {host}"))?;
        let address = found.next().with_context(|| format!("nothing goes by {host}"))?;
        Ok(Target { address, host: host.to_owned() })
    }
}

/// One connection, with its cookies and the token that forms carry.
pub struct Client {
    target: Target,
    stream: Option<TcpStream>,
    sent: Vec<u8>,
    read: Vec<u8>,
    cookies: Vec<(String, String)>,
    csrf: String,
    language: &'static str,
}

/// What is asked.
#[derive(Debug, Clone, Copy, Default)]
pub struct Ask<'a> {
    /// `GET` or `POST`.
    pub method: &'a str,
    /// The path, with what follows `?`.
    pub path: &'a str,
    /// What is sent, JSON; nothing if empty.
    pub body: &'a str,
    /// The idempotency key; none if empty.
    pub key: &'a str,
    /// Whether a page is wanted and not JSON.
    pub page: bool,
}

/// What came back.
#[derive(Debug)]
pub struct Answer<'a> {
    /// The status.
    pub status: u16,
    /// The body.
    pub body: &'a [u8],
}

impl Answer<'_> {
    /// The body as JSON, where the answer is as it should be.
    pub fn json(&self) -> Result<serde_json::Value, anyhow::Error> {
        if !(200..300).contains(&self.status) {
            bail!("status {}: {}", self.status, self.beginning());
        }
        serde_json::from_slice(self.body).with_context(|| format!("no JSON: {}", self.beginning()))
    }

    /// The beginning of the body, for whoever wants to know what is wrong with it.
    pub fn beginning(&self) -> String {
        String::from_utf8_lossy(self.body).chars().take(300).collect()
    }
}

impl Client {
    /// Someone without cookies who reads a language; connects with the first request.
    pub fn new(target: &Target, language: &'static str) -> Client {
        let (sent, read) = (Vec::with_capacity(4 << 10), Vec::with_capacity(64 << 10));
        Client { target: target.clone(), stream: None, sent, read, cookies: Vec::new(), csrf: String::new(), language }
    }

    /// Becomes someone else, who has no cookies yet.
    pub fn forget(&mut self) {
        self.cookies.clear();
        self.csrf.clear();
    }

    /// Asks for JSON.
    pub async fn get(&mut self, path: &str) -> Result<Answer<'_>, anyhow::Error> {
        self.send(Ask { method: "GET", path, ..Ask::default() }).await
    }

    /// Asks for a page.
    pub async fn page(&mut self, path: &str) -> Result<Answer<'_>, anyhow::Error> {
        self.send(Ask { method: "GET", path, page: true, ..Ask::default() }).await
    }

    /// Sends JSON, under an idempotency key.
    pub async fn post(&mut self, path: &str, body: &str, key: &str) -> Result<Answer<'_>, anyhow::Error> {
        self.send(Ask { method: "POST", path, body, key, page: false }).await
    }

    /// Sends a request and reads its answer. A connection that breaks is opened anew with the next one.
    pub async fn send(&mut self, ask: Ask<'_>) -> Result<Answer<'_>, anyhow::Error> {
        let asked = || format!("{} {}", ask.method, ask.path);
        self.write(ask);
        let answered = tokio::time::timeout(PATIENCE, self.exchange()).await;
        let answered = answered.unwrap_or_else(|_| Err(anyhow::anyhow!("no answer within {PATIENCE:?}")));
        let read = match answered {
            Ok(read) => read,
            Err(error) => {
                self.stream = None;
                return Err(error.context(asked()));
            }
        };
        if !read.keep {
            self.stream = None;
        }
        let (head, body) = self.read.split_at(read.head);
        let head = std::str::from_utf8(head).with_context(asked)?;
        keep(&mut self.cookies, head);
        if let Some(token) = named(head, "x-csrf-token").next() {
            token.clone_into(&mut self.csrf);
        }
        Ok(Answer { status: read.status, body: &body[..read.body] })
    }

    fn write(&mut self, ask: Ask<'_>) {
        let mut head = String::with_capacity(512);
        let Ask { method, path, body, key, page } = ask;
        let accept = if page { "text/html" } else { "application/json" };
        let (host, language) = (&self.target.host, self.language);
        // Writing into a string does not fail.
        let _ = write!(
            head,
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nAccept: {accept}\r\nAccept-Language: {language}\r\n"
        );
        for (n, (name, value)) in self.cookies.iter().enumerate() {
            let _ = write!(head, "{}{name}={value}", if n == 0 { "Cookie: " } else { "; " });
        }
        if !self.cookies.is_empty() {
            head.push_str("\r\n");
        }
        if method != "GET" {
            if !self.csrf.is_empty() {
                let _ = write!(head, "X-CSRF-Token: {}\r\n", self.csrf);
            }
            if !key.is_empty() {
                let _ = write!(head, "Idempotency-Key: {key}\r\n");
            }
            let _ = write!(head, "Content-Type: application/json\r\nContent-Length: {}\r\n", body.len());
        }
        head.push_str("\r\n");
        self.sent.clear();
        self.sent.extend_from_slice(head.as_bytes());
        self.sent.extend_from_slice(body.as_bytes());
    }

    async fn exchange(&mut self) -> Result<Read, anyhow::Error> {
        if self.stream.is_none() {
            let stream = TcpStream::connect(self.target.address).await.context("cannot connect")?;
            stream.set_nodelay(true)?;
            self.stream = Some(stream);
        }
        let Some(stream) = &mut self.stream else { bail!("not connected") };
        stream.write_all(&self.sent).await?;
        self.read.clear();
        loop {
            if let Some(read) = Read::of(&self.read)?
                && self.read.len() >= read.head + read.body
            {
                return Ok(read);
            }
            if self.read.len() > MOST {
                bail!("an answer of more than {MOST} bytes");
            }
            if stream.read_buf(&mut self.read).await? == 0 {
                bail!("the server closed the connection");
            }
        }
    }
}

/// Where an answer's parts lie in what was read.
struct Read {
    status: u16,
    head: usize,
    body: usize,
    keep: bool,
}

impl Read {
    /// Nothing as long as the lines before the body are not all there.
    fn of(bytes: &[u8]) -> Result<Option<Read>, anyhow::Error> {
        let mut headers = [httparse::EMPTY_HEADER; 64];
        let mut response = httparse::Response::new(&mut headers);
        let httparse::Status::Complete(head) = response.parse(bytes)? else { return Ok(None) };
        let status = response.code.unwrap_or(0);
        let header = |name: &str| {
            let found = response.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
            found.and_then(|header| std::str::from_utf8(header.value).ok())
        };
        let body = match header("content-length") {
            Some(length) => length.parse().with_context(|| format!("a length of {length:?}"))?,
            None if matches!(status, 204 | 304) => 0,
            None => bail!("an answer of {status} that does not say its length"),
        };
        let keep = header("connection").is_none_or(|said| !said.eq_ignore_ascii_case("close"));
        Ok(Some(Read { status, head, body, keep }))
    }
}

/// The values of the lines that have a name.
fn named<'a>(head: &'a str, name: &'static str) -> impl Iterator<Item = &'a str> {
    head.lines().filter_map(move |line| {
        let (said, value) = line.split_once(':')?;
        said.eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

/// Keeps and forgets cookies as the server says.
fn keep(cookies: &mut Vec<(String, String)>, head: &str) {
    for said in named(head, "set-cookie") {
        let (pair, rest) = said.split_once(';').unwrap_or((said, ""));
        let Some((name, value)) = pair.split_once('=') else { continue };
        cookies.retain(|(known, _)| known != name);
        if !rest.contains("Max-Age=0") {
            cookies.push((name.to_owned(), value.to_owned()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_whole_or_not_yet() {
        let whole = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nSet-Cookie: a=b; Path=/\r\n\r\nhello";
        for end in 0..whole.len() - 5 {
            assert!(Read::of(&whole[..end]).expect("a good beginning").is_none(), "{end}");
        }
        let read = Read::of(whole).expect("good").expect("whole");
        assert_eq!((read.status, read.head + read.body, read.keep), (200, whole.len(), true));
        let ends = b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";
        let read = Read::of(ends).expect("good").expect("whole");
        assert_eq!((read.status, read.body, read.keep), (204, 0, false));
        for bad in [&b"HTTP/1.1 200 OK\r\n\r\n"[..], b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", b"what\r\n\r\n"] {
            assert!(Read::of(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn cookies_are_kept_and_forgotten() {
        let mut cookies = vec![("a".to_owned(), "1".to_owned()), ("b".to_owned(), "2".to_owned())];
        keep(&mut cookies, "HTTP/1.1 200 OK\r\nset-cookie: a=3; Path=/\r\nSet-Cookie: b=; Max-Age=0\r\n");
        assert_eq!(cookies, [("a".to_owned(), "3".to_owned())]);
    }

    #[tokio::test]
    async fn an_address_says_where() {
        assert_eq!(Target::of("http://127.0.0.1:8080/").await.expect("good").address.port(), 8080);
        for bad in ["127.0.0.1:8080", "https://127.0.0.1", "http://127.0.0.1/x"] {
            assert!(Target::of(bad).await.is_err(), "{bad}");
        }
    }
}
