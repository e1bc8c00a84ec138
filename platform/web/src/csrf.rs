//! Forms that only our own pages can send: a token bound to the session, and what the browser says of the origin.

use axum::http::HeaderMap;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

const NONCE: usize = 12;

/// What a token is bound to.
pub(crate) enum Binding<'a> {
    Session(&'a [u8; 32]),
    Guest(&'a str),
}

/// A token for a form. Each is different, so that compression gives nothing of it away.
pub(crate) fn token(key: &[u8; 32], binding: &Binding<'_>) -> String {
    let nonce = crate::random::bytes::<NONCE>();
    let mut token = nonce.to_vec();
    token.extend_from_slice(mac(key, binding, &nonce).as_bytes());
    URL_SAFE_NO_PAD.encode(token)
}

/// Whether a token was made for this binding.
pub(crate) fn holds(key: &[u8; 32], binding: &Binding<'_>, token: &str) -> bool {
    let Ok(bytes) = URL_SAFE_NO_PAD.decode(token) else { return false };
    let Some((nonce, given)) = bytes.split_at_checked(NONCE) else { return false };
    let Ok(given) = <[u8; 32]>::try_from(given) else { return false };
    // Comparing two blake3 hashes takes the same time whatever differs.
    mac(key, binding, nonce) == blake3::Hash::from_bytes(given)
}

fn mac(key: &[u8; 32], binding: &Binding<'_>, nonce: &[u8]) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new_keyed(key);
    hasher.update(nonce);
    match binding {
        Binding::Session(digest) => hasher.update(b"s").update(*digest),
        Binding::Guest(id) => hasher.update(b"g").update(id.as_bytes()),
    };
    hasher.finalize()
}

/// Where the browser says that a request comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// From our own pages, or typed in by hand.
    Ours,
    /// From elsewhere.
    Foreign,
    /// It does not say: no browser, or an old one.
    Unsaid,
}

pub(crate) fn origin(headers: &HeaderMap) -> Origin {
    let header = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    match header("sec-fetch-site") {
        Some("same-origin" | "none") => return Origin::Ours,
        Some(_) => return Origin::Foreign,
        None => {}
    }
    let Some(origin) = header("origin") else { return Origin::Unsaid };
    let host = origin.split_once("://").map(|(_, host)| host);
    if host.is_some() && host == header("host") { Origin::Ours } else { Origin::Foreign }
}
