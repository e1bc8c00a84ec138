//! Driving a site without a socket: a browser of sorts, with cookies and forms, for tests.

use crate::Service;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{Request, Response, header};
use serde_json::Value;
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use tower::ServiceExt;

/// A browser, or a program that keeps cookies.
#[derive(Clone)]
pub struct Client {
    service: Service,
    cookies: BTreeMap<String, String>,
    headers: Vec<(String, String)>,
    csrf: Option<String>,
    peer: IpAddr,
    serial: u32,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Headers in lower case, in order.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// The path that was asked for.
    pub path: String,
}

impl Client {
    /// A new browser without cookies, asking for English pages.
    pub fn new(service: &Service) -> Client {
        Client {
            service: service.clone(),
            cookies: BTreeMap::new(),
            headers: Vec::new(),
            csrf: None,
            peer: IpAddr::V4(Ipv4Addr::LOCALHOST),
            serial: 0,
        }
    }

    /// Sends a header with every request from now on, in place of one of that name.
    pub fn header(mut self, name: &str, value: &str) -> Client {
        self.headers.retain(|(known, _)| known != name);
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Asks for pages in this language.
    pub fn language(self, accept: &str) -> Client {
        self.header("accept-language", accept)
    }

    /// Asks as a program with a token.
    pub fn bearer(self, token: &str) -> Client {
        self.header("authorization", &format!("Bearer {token}"))
    }

    /// Asks from another address.
    pub fn from(mut self, peer: IpAddr) -> Client {
        self.peer = peer;
        self
    }

    /// A cookie as it stands.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// Puts a cookie in the jar, whoever made it.
    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    /// The form token seen last.
    pub fn csrf(&self) -> Option<&str> {
        self.csrf.as_deref()
    }

    /// Uses another form token, or none.
    pub fn set_csrf(&mut self, token: Option<&str>) {
        self.csrf = token.map(str::to_owned);
    }

    /// Asks for a page.
    pub async fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, None, Vec::new()).await
    }

    /// Asks for a page, and goes where it leads.
    pub async fn open(&mut self, path: &str) -> Answer {
        let answer = self.get(path).await;
        self.follow(answer).await
    }

    /// Goes where an answer leads, up to five times.
    pub async fn follow(&mut self, mut answer: Answer) -> Answer {
        for _ in 0..5 {
            let Some(location) = answer.location().filter(|_| answer.status == 303) else { break };
            let location = location.to_owned();
            answer = self.get(&location).await;
        }
        answer
    }

    /// Sends a form with the token seen last and a fresh idempotency key, unless it has its own.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut pairs: Vec<(String, String)> = fields.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        self.add_hidden(&mut pairs);
        self.post_pairs(path, &pairs).await
    }

    /// Fills in the form of a page that goes to `action`, and sends it: what the page holds, with changes.
    pub async fn submit(&mut self, page: &Answer, action: &str, changes: &[(&str, &str)]) -> Answer {
        let mut pairs = page.form(action).unwrap_or_default();
        for (name, value) in changes {
            pairs.retain(|(known, _)| known != name);
            pairs.push(((*name).to_owned(), (*value).to_owned()));
        }
        self.post_pairs(action, &pairs).await
    }

    async fn post_pairs(&mut self, path: &str, pairs: &[(String, String)]) -> Answer {
        let encode = |text: &str| crate::render::percent(text, |_| false);
        let body: Vec<String> = pairs.iter().map(|(n, v)| format!("{}={}", encode(n), encode(v))).collect();
        let kind = "application/x-www-form-urlencoded";
        self.send("POST", path, Some(kind), body.join("&").into_bytes()).await
    }

    /// Sends a form with a file, named `file_name`, in the field `field`.
    pub async fn upload(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        field: &str,
        file_name: &str,
        content: &[u8],
    ) -> Answer {
        let mut pairs: Vec<(String, String)> = fields.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        self.add_hidden(&mut pairs);
        let line = "test-boundary-7d1f";
        let mut body = Vec::new();
        for (name, value) in &pairs {
            let head = format!("--{line}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(value.as_bytes());
            body.extend_from_slice(b"\r\n");
        }
        let head = format!(
            "--{line}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{file_name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(format!("\r\n--{line}--\r\n").as_bytes());
        let kind = format!("multipart/form-data; boundary={line}");
        self.send("POST", path, Some(&kind), body).await
    }

    /// Asks for JSON under `/api/v1`.
    pub async fn get_json(&mut self, path: &str) -> Answer {
        self.send("GET", &format!("/api/v1{path}"), None, Vec::new()).await
    }

    /// Sends JSON under `/api/v1`, with a fresh idempotency key.
    pub async fn post_json(&mut self, path: &str, body: &Value) -> Answer {
        self.send_json("POST", path, body).await
    }

    /// Sends JSON under `/api/v1` by any method.
    pub async fn send_json(&mut self, method: &str, path: &str, body: &Value) -> Answer {
        let path = format!("/api/v1{path}");
        self.send(method, &path, Some("application/json"), body.to_string().into_bytes()).await
    }

    fn add_hidden(&mut self, pairs: &mut Vec<(String, String)>) {
        if let Some(csrf) = self.csrf.clone().filter(|_| !pairs.iter().any(|(n, _)| n == "csrf")) {
            pairs.insert(0, ("csrf".to_owned(), csrf));
        }
        if !pairs.iter().any(|(name, _)| name == "key") {
            self.serial += 1;
            pairs.insert(0, ("key".to_owned(), format!("test-key-{}", self.serial)));
        }
    }

    /// Sends anything.
    pub async fn send(&mut self, method: &str, path: &str, content_type: Option<&str>, body: Vec<u8>) -> Answer {
        let mut builder = Request::builder().method(method).uri(path);
        let json = path.starts_with("/api/");
        let has = |name: &str| self.headers.iter().any(|(known, _)| known == name);
        if !has("host") {
            builder = builder.header(header::HOST, "shop.test");
        }
        if !has("accept") && !json {
            builder = builder.header(header::ACCEPT, "text/html,*/*;q=0.8");
        }
        if !self.cookies.is_empty() {
            let cookies: Vec<String> = self.cookies.iter().map(|(n, v)| format!("{n}={v}")).collect();
            builder = builder.header(header::COOKIE, cookies.join("; "));
        }
        if let Some(kind) = content_type {
            builder = builder.header(header::CONTENT_TYPE, kind);
        }
        if json && method != "GET" {
            if let Some(csrf) = self.csrf.as_ref().filter(|_| !has("x-csrf-token")) {
                builder = builder.header("x-csrf-token", csrf);
            }
            if !has("idempotency-key") {
                self.serial += 1;
                builder = builder.header("idempotency-key", format!("test-key-{}", self.serial));
            }
        }
        for (name, value) in &self.headers {
            builder = builder.header(name, value);
        }
        if !body.is_empty() {
            builder = builder.header(header::CONTENT_LENGTH, body.len());
        }
        let mut request = builder.body(Body::from(body)).expect("a request that can be written");
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(self.peer, 40_000)));
        let response = self.service.router.clone().oneshot(request).await;
        let response = response.unwrap_or_else(|never| match never {});
        self.take(path, response).await
    }

    async fn take(&mut self, path: &str, response: Response<Body>) -> Answer {
        let (parts, body) = response.into_parts();
        let text = |value: &header::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let headers: Vec<(String, String)> =
            parts.headers.iter().map(|(n, v)| (n.as_str().to_owned(), text(v))).collect();
        for (_, set) in headers.iter().filter(|(name, _)| name == "set-cookie") {
            let (pair, rest) = set.split_once(';').unwrap_or((set, ""));
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            if rest.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let body = to_bytes(body, 512 * 1024 * 1024).await.map(|b| b.to_vec()).unwrap_or_default();
        let answer = Answer { status: parts.status.as_u16(), headers, body, path: path.to_owned() };
        let seen = answer.hidden("csrf").or_else(|| answer.header("x-csrf-token").map(str::to_owned));
        self.csrf = seen.or(self.csrf.take());
        answer
    }
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON; null if it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// The code of a problem document.
    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    /// The first header of a name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Where it leads.
    pub fn location(&self) -> Option<&str> {
        self.header("location")
    }

    /// The value of the first hidden field of a name.
    pub fn hidden(&self, name: &str) -> Option<String> {
        let text = self.text();
        let inputs = tags(&text, "input").filter(|tag| attribute(tag, "type").as_deref() == Some("hidden"));
        inputs.filter(|tag| attribute(tag, "name").as_deref() == Some(name)).find_map(|tag| attribute(tag, "value"))
    }

    /// What the form that goes to `action` holds: inputs as they stand, ticked boxes, text areas, chosen options.
    pub fn form(&self, action: &str) -> Option<Vec<(String, String)>> {
        let text = self.text();
        let mut rest = text.as_str();
        while let Some(start) = rest.find("<form") {
            let form = &rest[start..];
            let end = form.find("</form>").unwrap_or(form.len());
            let (head, inside) = form[..end].split_once('>').unwrap_or((&form[..end], ""));
            if attribute(head, "action").as_deref() == Some(action) {
                return Some(fields(inside));
            }
            rest = &form[end..];
        }
        None
    }
}

fn fields(html: &str) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for tag in tags(html, "input") {
        let kind = attribute(tag, "type").unwrap_or_default();
        let box_off = matches!(kind.as_str(), "checkbox" | "radio") && !has_word(tag, "checked");
        let skipped = matches!(kind.as_str(), "submit" | "file" | "button") || box_off;
        if let Some(name) = attribute(tag, "name").filter(|_| !skipped) {
            let usual = if matches!(kind.as_str(), "checkbox" | "radio") { "on" } else { "" };
            pairs.push((name, attribute(tag, "value").unwrap_or_else(|| usual.to_owned())));
        }
    }
    for (head, inside) in elements(html, "textarea") {
        if let Some(name) = attribute(head, "name") {
            pairs.push((name, unescape(inside.strip_prefix('\n').unwrap_or(inside))));
        }
    }
    for (head, inside) in elements(html, "select") {
        let options: Vec<&str> = tags(inside, "option").collect();
        let chosen = options.iter().find(|tag| has_word(tag, "selected")).or(options.first());
        if let (Some(name), Some(chosen)) = (attribute(head, "name"), chosen) {
            pairs.push((name, attribute(chosen, "value").unwrap_or_default()));
        }
    }
    pairs
}

/// The insides of the opening tags of a name.
fn tags<'a>(html: &'a str, name: &'static str) -> impl Iterator<Item = &'a str> {
    html.split('<').skip(1).filter_map(move |piece| {
        let rest = piece.strip_prefix(name)?;
        rest.starts_with(|c: char| c.is_whitespace() || c == '>' || c == '/').then_some(())?;
        Some(rest.split_once('>').map_or(rest, |(tag, _)| tag))
    })
}

/// Opening tag and content of the elements of a name.
fn elements<'a>(html: &'a str, name: &'static str) -> Vec<(&'a str, &'a str)> {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    html.split(open.as_str()).skip(1).filter_map(|piece| piece.split_once(close.as_str())?.0.split_once('>')).collect()
}

fn has_word(tag: &str, word: &str) -> bool {
    tag.split_whitespace().any(|part| part.trim_end_matches('/').split('=').next() == Some(word))
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    let value = tag.get(start..)?;
    Some(unescape(value.split('"').next()?))
}

fn unescape(text: &str) -> String {
    [
        ("&lt;", "<"),
        ("&#60;", "<"),
        ("&gt;", ">"),
        ("&#62;", ">"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#x27;", "'"),
        ("&#39;", "'"),
        ("&amp;", "&"),
        ("&#38;", "&"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}
