//! Cookies: what a browser sent, what it is told to keep, and which of it nobody can have changed.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cookie::{Cookie, SameSite};

/// The most bytes of text that fit into a signed cookie (a browser keeps 4096 bytes of name and value).
pub const SIGNED_MAX: usize = 2800;

pub(crate) const SESSION: &str = "sampan_session";
pub(crate) const GUEST: &str = "sampan_guest";
pub(crate) const PREFS: &str = "sampan_prefs";
pub(crate) const NOTICE: &str = "sampan_notice";

const YEAR: u32 = 365 * 24 * 3600;

/// Keys for one purpose each, from the site's secret.
pub(crate) struct Keys {
    pub csrf: [u8; 32],
    pub cookie: [u8; 32],
}

impl Keys {
    pub fn of(secret: &[u8; 32]) -> Keys {
        Keys {
            csrf: blake3::derive_key("sampan-web 2026 form tokens", secret),
            cookie: blake3::derive_key("sampan-web 2026 signed cookies", secret),
        }
    }
}

/// The cookies of a request.
#[derive(Default)]
pub(crate) struct Jar {
    cookies: Vec<(String, String)>,
    tls: bool,
}

impl Jar {
    pub fn read(headers: &axum::http::HeaderMap, tls: bool) -> Jar {
        let cookies = headers
            .get_all("cookie")
            .iter()
            .filter_map(|header| header.to_str().ok())
            .flat_map(|header| Cookie::split_parse(header).take(64))
            .filter_map(Result::ok)
            .map(|cookie| (cookie.name().to_owned(), cookie.value().to_owned()))
            .collect();
        Jar { cookies, tls }
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        let name = full_name(name, self.tls);
        self.cookies.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// The text of a signed cookie, if we signed it under this name.
    pub fn signed(&self, name: &str, key: &[u8; 32]) -> Option<String> {
        let (text, mac) = self.get(name)?.split_once('.')?;
        let text = URL_SAFE_NO_PAD.decode(text).ok()?;
        let mac: [u8; 32] = URL_SAFE_NO_PAD.decode(mac).ok()?.try_into().ok()?;
        // Comparing two blake3 hashes takes the same time whatever differs.
        (mac_of(name, &text, key) == blake3::Hash::from_bytes(mac)).then_some(())?;
        String::from_utf8(text).ok()
    }
}

fn mac_of(name: &str, text: &[u8], key: &[u8; 32]) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new_keyed(key);
    hasher.update(&(name.len() as u64).to_le_bytes());
    hasher.update(name.as_bytes());
    hasher.update(text);
    hasher.finalize()
}

pub(crate) fn sign(name: &str, text: &str, key: &[u8; 32]) -> String {
    let mac = mac_of(name, text.as_bytes(), key);
    format!("{}.{}", URL_SAFE_NO_PAD.encode(text), URL_SAFE_NO_PAD.encode(mac.as_bytes()))
}

/// By TLS the name has a prefix that browsers accept only from this very host, so that no neighbouring host can plant
/// a cookie.
fn full_name(name: &str, tls: bool) -> String {
    if tls { format!("__Host-{name}") } else { name.to_owned() }
}

/// What a browser is told to keep or to forget.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub name: String,
    /// None: forget it.
    pub value: Option<String>,
    /// Seconds; none: until the browser closes.
    pub max_age: Option<u32>,
}

impl Change {
    pub fn keep(name: &str, value: String, max_age: Option<u32>) -> Change {
        Change { name: name.to_owned(), value: Some(value), max_age }
    }

    pub fn for_a_year(name: &str, value: String) -> Change {
        Change::keep(name, value, Some(YEAR))
    }

    pub fn forget(name: &str) -> Change {
        Change { name: name.to_owned(), value: None, max_age: Some(0) }
    }

    /// The digest of the session that begins with this change, if one does.
    pub fn begins_session(&self) -> Option<[u8; 32]> {
        self.value.as_deref().filter(|_| self.name == SESSION).map(crate::random::digest)
    }

    /// The `Set-Cookie` header.
    pub fn header(&self, tls: bool) -> String {
        let value = self.value.clone().unwrap_or_default();
        let mut cookie = Cookie::build((full_name(&self.name, tls), value))
            .path("/")
            .http_only(true)
            .same_site(SameSite::Lax)
            .secure(tls)
            .build();
        let seconds = |s: u32| cookie::time::Duration::seconds(i64::from(s));
        cookie.set_max_age(self.max_age.map(seconds));
        cookie.to_string()
    }
}
