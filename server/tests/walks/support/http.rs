//! A program that talks to the marketplace: JSON with cookies, form tokens and idempotency keys; pages where need be.

use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

/// Someone's program.
pub struct Client {
    agent: ureq::Agent,
    address: String,
    language: &'static str,
    cookies: BTreeMap<String, String>,
    csrf: Option<String>,
    token: Option<String>,
    next_key: Option<String>,
}

/// What came back.
pub struct Answer {
    /// The method and path that were asked for.
    pub asked: String,
    /// The status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
}

impl Client {
    /// Someone without cookies.
    pub fn new(address: &str, language: &'static str) -> Client {
        let config = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build();
        let (cookies, csrf, token, next_key) = (BTreeMap::new(), None, None, None);
        Client { agent: config.into(), address: address.to_owned(), language, cookies, csrf, token, next_key }
    }

    /// Asks with a token from now on.
    pub fn with_token(mut self, token: &str) -> Client {
        self.token = Some(token.to_owned());
        self
    }

    /// Goes on with the program at another address, as whoever it is.
    pub fn moved(&mut self, address: &str) {
        self.address = address.to_owned();
    }

    /// Sends the next request under this idempotency key.
    pub fn under(&mut self, key: &str) -> &mut Client {
        self.next_key = Some(key.to_owned());
        self
    }

    /// Asks for JSON.
    pub fn get(&mut self, path: &str) -> Answer {
        self.send("GET", &api(path), None, Vec::new())
    }

    /// Sends JSON.
    pub fn post(&mut self, path: &str, body: Value) -> Answer {
        self.send("POST", &api(path), Some("application/json".to_owned()), body.to_string().into_bytes())
    }

    /// Asks for JSON, of a server that may be gone.
    pub fn try_get(&mut self, path: &str) -> Result<Answer, String> {
        self.try_send("GET", &api(path), None, Vec::new())
    }

    /// Sends JSON to a server that may be gone.
    pub fn try_post(&mut self, path: &str, body: Value) -> Result<Answer, String> {
        self.try_send("POST", &api(path), Some("application/json".to_owned()), body.to_string().into_bytes())
    }

    /// Sends a file in a field, beside other fields.
    pub fn upload(&mut self, path: &str, fields: &[(&str, &str)], field: &str, name: &str, content: &[u8]) -> Answer {
        let line = "----sampan-walk-5f1c";
        let mut body = Vec::new();
        for (field, value) in fields {
            let part = format!("--{line}\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let head = format!(
            "--{line}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(format!("\r\n--{line}--\r\n").as_bytes());
        self.send("POST", &api(path), Some(format!("multipart/form-data; boundary={line}")), body)
    }

    /// Asks for a page, as a browser does.
    pub fn page(&mut self, path: &str) -> Answer {
        self.send("GET", path, None, Vec::new())
    }

    fn send(&mut self, method: &str, path: &str, content_type: Option<String>, body: Vec<u8>) -> Answer {
        self.try_send(method, path, content_type, body).unwrap_or_else(|e| panic!("{method} {path}: {e}"))
    }

    fn try_send(
        &mut self,
        method: &str,
        path: &str,
        content_type: Option<String>,
        body: Vec<u8>,
    ) -> Result<Answer, String> {
        let mut request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.address))
            .header("accept-language", self.language);
        if !path.starts_with(API) {
            request = request.header("accept", "text/html,*/*;q=0.8");
        }
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        if !self.cookies.is_empty() {
            let pairs: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header("cookie", pairs.join("; "));
        }
        if method != "GET" {
            request = request.header("idempotency-key", self.next_key.take().unwrap_or_else(fresh_key));
            if let Some(csrf) = &self.csrf {
                request = request.header("x-csrf-token", csrf);
            }
        }
        if let Some(kind) = content_type {
            request = request.header("content-type", kind);
        }
        let request = request.body(body).expect("a request that can be written");
        let asked = format!("{method} {path}");
        let mut response = self.agent.run(request).map_err(|e| e.to_string())?;
        let header = |name: &str| response.headers().get(name).and_then(|v| v.to_str().ok()).map(str::to_owned);
        let csrf = header("x-csrf-token");
        let set: Vec<String> = response
            .headers()
            .get_all("set-cookie")
            .iter()
            .filter_map(|v| v.to_str().ok().map(str::to_owned))
            .collect();
        set.iter().for_each(|cookie| self.keep(cookie));
        self.csrf = csrf.or(self.csrf.take());
        let body = response.body_mut().with_config().limit(64 << 20).read_to_vec();
        let body = body.map_err(|e| e.to_string())?;
        Ok(Answer { asked, status: response.status().as_u16(), body })
    }

    fn keep(&mut self, cookie: &str) {
        let (pair, rest) = cookie.split_once(';').unwrap_or((cookie, ""));
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        if rest.contains("Max-Age=0") {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

const API: &str = "/api/v1";

fn api(path: &str) -> String {
    format!("{API}{path}")
}

fn fresh_key() -> String {
    static SERIAL: AtomicU64 = AtomicU64::new(0);
    format!("walk-{}-{}", std::process::id(), SERIAL.fetch_add(1, Ordering::Relaxed))
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The JSON of an answer that went well.
    pub fn ok(self) -> Value {
        assert!((200..300).contains(&self.status), "{}: {}\n{}", self.asked, self.status, self.text());
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{}: {e}\n{}", self.asked, self.text()))
    }

    /// The body of an answer that went well and is a file or a page.
    pub fn file(self) -> String {
        assert_eq!(self.status, 200, "{}: {}", self.asked, self.text());
        self.text()
    }

    /// The code of an answer that says no with this status.
    pub fn refused(self, status: u16) -> String {
        assert_eq!(self.status, status, "{}: {}", self.asked, self.text());
        let problem: Value = serde_json::from_slice(&self.body).unwrap_or(Value::Null);
        let code = problem["code"].as_str().unwrap_or_else(|| panic!("{}: no code in {problem:#}", self.asked));
        code.to_owned()
    }
}
