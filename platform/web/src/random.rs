//! Unguessable values: session tokens, form nonces, idempotency keys, request ids.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::fmt;

/// Bytes from the operating system.
pub(crate) fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    // Without chance from the system no session is safe; there is nothing to go on with.
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}

/// Random text of `N` bytes in URL-safe base64.
pub(crate) fn text<const N: usize>() -> String {
    URL_SAFE_NO_PAD.encode(bytes::<N>())
}

/// The digest under which a token is stored and looked up.
pub fn digest(token: &str) -> [u8; 32] {
    *blake3::hash(token.as_bytes()).as_bytes()
}

/// A secret of 256 bits that is shown once: a session, an API token, a password reset.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// A new one.
    pub fn fresh() -> Token {
        Token(text::<32>())
    }

    /// One made of 256 bits that nobody can guess, such as a keyed digest.
    pub fn of(bits: &[u8; 32]) -> Token {
        Token(URL_SAFE_NO_PAD.encode(bits))
    }

    /// What the holder keeps.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// What is stored.
    pub fn digest(&self) -> [u8; 32] {
        digest(&self.0)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}
