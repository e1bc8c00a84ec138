//! One request on its way: who asks, what they say, and what the handler is given of it.

use crate::csrf::{Origin, origin};
use crate::input::{Boundaries, Input, Received, receive};
use crate::routes::RouteFacts;
use crate::{Error, Proof, Shell, Site};
use axum::body::Body;
use axum::http::{HeaderMap, Method, request::Parts};
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What a handler is given beside its input and who passed.
pub struct Cx<S: Site> {
    /// The site.
    pub site: S,
    /// The frame of the page.
    pub shell: Shell,
    /// Where the request comes from.
    pub client: IpAddr,
    /// Whoever is signed in.
    pub viewer: Option<S::Viewer>,
    /// What the viewer showed.
    pub proof: Option<Proof>,
    /// The key under which this request is done at most once.
    pub once: Option<Once>,
    /// The bytes of the body, on routes for signed notifications.
    pub raw: Option<RawBody>,
    /// Whether a program asks, and JSON is answered.
    pub json: bool,
    headers: HeaderMap,
}

impl<S: Site> Cx<S> {
    /// A header of the request, if it is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The text of a cookie that [`crate::Reply::set_signed`] set.
    pub fn signed(&self, name: &str) -> Option<String> {
        self.shell.signed(name)
    }

    /// The key, or an error that asks for one.
    pub fn need_once(&self) -> Result<Once, Error> {
        let missing = || Error::field("key", "", "an Idempotency-Key header or field", "missing");
        self.once.clone().ok_or_else(missing)
    }
}

/// A request that is to be done at most once, however often it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Once {
    /// The sender's key.
    pub key: String,
    /// Method and path template.
    pub route: String,
    /// Whose key it is, as far as the request says; the viewer's account is better where there is one.
    pub scope: Scope,
    /// The digest of what is asked, so that a key used for something else is noticed.
    pub digest: [u8; 32],
    /// Whether the answer turns out to be that of an earlier time.
    pub replayed: Replayed,
}

/// A word from where a request is performed to where it is answered: the answer is that of an earlier time. Then it
/// carries the header `Idempotent-Replayed: true`. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Replayed(Arc<AtomicBool>);

impl Replayed {
    /// Says so.
    pub fn say(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it was said.
    pub fn said(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl PartialEq for Replayed {
    /// It is no part of what is asked.
    fn eq(&self, _: &Replayed) -> bool {
        true
    }
}

impl Eq for Replayed {}

/// Whose idempotency key it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The digest of a session or a token.
    Proof([u8; 32]),
    /// The id of a guest.
    Guest(String),
}

/// A body as it came, for notifications that are signed over their bytes.
#[derive(Clone, Debug)]
pub struct RawBody {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// The headers that are text.
    pub headers: Vec<(String, String)>,
}

/// One request on its way.
pub(crate) struct Exchange<S: Site> {
    pub site: S,
    pub shell: Shell,
    pub client: IpAddr,
    /// Whether it was made on this machine.
    pub here: bool,
    pub viewer: Option<S::Viewer>,
    pub proof: Option<Proof>,
    pub json: bool,
    pub api: bool,
    pub route: Arc<RouteFacts>,
    pub params: Vec<(String, String)>,
    pub parts: Parts,
    pub body: Option<Body>,
    pub once: Option<Once>,
    pub raw: Option<RawBody>,
}

impl<S: Site> Exchange<S> {
    pub fn safe(&self) -> bool {
        matches!(self.parts.method, Method::GET | Method::HEAD)
    }

    /// Whether the proof is one that a browser sends along by itself, so that a foreign page could make use of it.
    fn forgeable(&self) -> bool {
        !self.safe() && !self.route.raw && !matches!(self.proof, Some(Proof::Token(_)))
    }

    /// Refuses what the browser says comes from elsewhere.
    pub fn check_origin(&self) -> Result<(), Error> {
        match origin(&self.parts.headers) {
            Origin::Foreign if self.forgeable() => Err(Error::FormExpired),
            _ => Ok(()),
        }
    }

    /// Reads all that was said, and checks the form's token.
    pub async fn read(&mut self) -> Result<Input, Error> {
        let (body, is_json) = self.read_body().await?;
        let query = crate::input::pairs(self.parts.uri.query().unwrap_or_default().as_bytes())?;
        let mut path = crate::input::Fields::default();
        for (name, value) in &self.params {
            path.add_text(name, value.clone())?;
        }
        let headers = self.parts.headers.clone();
        let header = |name: &str| Some(headers.get(name)?.to_str().ok()?.to_owned());
        // A form that is sent by GET writes what was typed into the query.
        let typed = if self.safe() { query.typed() } else { body.typed() };
        let input = Input::merge(body, query, path);
        if origin(&self.parts.headers) == Origin::Ours {
            self.keep_typed(typed.clone());
        }
        if self.forgeable() {
            let token = input.csrf.clone().or_else(|| header("x-csrf-token"));
            self.check_token(token.as_deref(), is_json)?;
        }
        self.keep_typed(typed);
        let key = header("idempotency-key").or_else(|| input.key.clone());
        if let Some(key) = key.filter(|_| !self.safe()) {
            self.once = Some(self.once(key, &input)?);
        }
        Ok(input)
    }

    async fn read_body(&mut self) -> Result<(crate::input::Fields, bool), Error> {
        let body = self.body.take().unwrap_or_default();
        if self.safe() {
            return Ok(Default::default());
        }
        let site = self.site.clone();
        let settings = site.settings();
        let headers = self.parts.headers.clone();
        if self.route.raw {
            let bytes = crate::input::whole(&headers, body, settings.body_limit).await?;
            let text = |(name, value): (&axum::http::HeaderName, &axum::http::HeaderValue)| {
                Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
            };
            let headers = headers.iter().filter_map(text).collect();
            self.raw = Some(RawBody { bytes: bytes.to_vec(), headers });
            return Ok(Default::default());
        }
        let (forgeable, shell) = (self.forgeable(), self.shell.clone());
        let header = headers.get("x-csrf-token").and_then(|v| v.to_str().ok()).map(str::to_owned);
        let admit = move |token: Option<&str>| match token.or(header.as_deref()) {
            Some(token) if shell.form_token_holds(token) => Ok(()),
            _ if forgeable => Err(Error::FormExpired),
            _ => Ok(()),
        };
        let bounds = Boundaries {
            body: settings.body_limit,
            files: self.route.uploads.then_some(settings.upload_limit),
            dir: settings.upload_dir.as_ref(),
            admit: &admit,
        };
        Ok(match receive(&headers, body, &bounds).await? {
            // A form always says that it is one; nothing at all comes from a program.
            Received::Nothing => (Default::default(), true),
            Received::Form(fields) => (fields, false),
            Received::Json(fields) => (fields, true),
        })
    }

    /// A form needs its token. JSON without any cookie needs none: there is nothing a foreign page could make use of,
    /// and it cannot send JSON here in the first place.
    fn check_token(&self, token: Option<&str>, is_json: bool) -> Result<(), Error> {
        match token {
            Some(token) if self.shell.form_token_holds(token) => Ok(()),
            None if is_json && !self.shell.has_cookies() => Ok(()),
            _ => Err(Error::FormExpired),
        }
    }

    fn once(&self, key: String, input: &Input) -> Result<Once, Error> {
        let plain = key.bytes().all(|b| b.is_ascii_graphic());
        if !plain || key.is_empty() || key.len() > 128 {
            return Err(Error::field("key", &key, "1 to 128 visible ASCII characters", "key"));
        }
        let scope = match self.proof {
            Some(Proof::Session(digest) | Proof::Token(digest)) => Scope::Proof(digest),
            None => Scope::Guest(self.shell.guest().to_owned()),
        };
        let route = format!("{} {}", self.route.method, self.route.path);
        let replayed = self.shell.replayed.clone();
        Ok(Once { key, route, scope, digest: input.digest(), replayed })
    }

    /// Reads the form of someone whose session has ended, only to show it back.
    pub async fn rescue_typed(&mut self) {
        if self.json || self.safe() || self.route.raw {
            return;
        }
        if origin(&self.parts.headers) == Origin::Ours
            && let Ok((fields, _)) = self.read_body().await
        {
            self.keep_typed(fields.typed());
        }
    }

    fn keep_typed(&mut self, mut typed: Vec<(String, String)>) {
        let secret = |name: &str| {
            let name = name.to_ascii_lowercase();
            name == "csrf" || name == "key" || ["password", "secret", "token"].iter().any(|word| name.contains(word))
        };
        typed.retain(|(name, _)| !secret(name));
        self.shell.typed = Arc::new(typed);
    }

    /// What the handler is given.
    pub fn cx(&self) -> Cx<S> {
        Cx {
            site: self.site.clone(),
            shell: self.shell.clone(),
            client: self.client,
            viewer: self.viewer.clone(),
            proof: self.proof,
            once: self.once.clone(),
            raw: self.raw.clone(),
            json: self.json,
            headers: self.parts.headers.clone(),
        }
    }
}
