//! What a request says: one struct from the path, the query and the body.
//!
//! The path wins over the query and the query over the body, by the first part of a name, so that a body cannot name
//! another thing than the path does. In forms and queries a name with dots goes down a level (`weight.7=120`), a name
//! that comes several times is a list, an empty field is none, and numbers are read from text. JSON is taken as typed.
//! The names `csrf` and `key` are taken out: they are the form's token and its idempotency key.

mod body;
mod node;
mod read;
mod upload;

pub(crate) use body::{Boundaries, Received, pairs, receive, whole};
pub(crate) use node::Fields;
pub use upload::Upload;

use crate::Error;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// The input of a handler that needs none.
#[derive(Clone, Copy, Debug, Default, Deserialize, utoipa::ToSchema)]
pub struct NoInput {}

/// What a request says, merged.
#[derive(Default)]
pub(crate) struct Input {
    fields: Fields,
    /// The form's token, if it has one.
    pub csrf: Option<String>,
    /// The idempotency key of a form.
    pub key: Option<String>,
}

impl Input {
    /// Merges the three sources; each later one wins.
    pub fn merge(body: Fields, query: Fields, path: Fields) -> Input {
        let mut fields = body;
        let csrf = fields.take_text("csrf");
        let key = fields.take_text("key");
        fields.overlay(query);
        fields.overlay(path);
        Input { fields, csrf, key }
    }

    /// The digest of all that was said, the same for the same.
    pub fn digest(&self) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new();
        self.fields.hash(&mut hasher);
        *hasher.finalize().as_bytes()
    }

    /// The handler's struct.
    pub fn read<T: DeserializeOwned>(self) -> Result<T, Error> {
        T::deserialize(self.fields.into_node()).map_err(read::Unfit::into_error)
    }
}

/// A JSON object as a struct, read the way the body of a request is: an error names the field, what stood there and what
/// is wanted.
pub fn from_json<T: DeserializeOwned>(text: &[u8]) -> Result<T, Error> {
    let object = serde_json::from_slice(text).map_err(|error| Error::Malformed(format!("JSON: {error}")))?;
    Input { fields: Fields::from_json(object)?, ..Input::default() }.read()
}

/// A path on this site, safe to lead a browser to. What is none becomes `/`.
#[derive(Clone, Debug, PartialEq, Eq, utoipa::ToSchema)]
#[schema(value_type = String)]
pub struct LocalPath(String);

impl LocalPath {
    /// The path, if it stays on this site.
    pub fn parse(text: &str) -> Option<LocalPath> {
        is_local(text).then(|| LocalPath(text.to_owned()))
    }

    /// The path.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for LocalPath {
    fn default() -> LocalPath {
        LocalPath("/".to_owned())
    }
}

impl From<LocalPath> for String {
    fn from(path: LocalPath) -> String {
        path.0
    }
}

impl<'de> Deserialize<'de> for LocalPath {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<LocalPath, D::Error> {
        let text = String::deserialize(deserializer)?;
        Ok(LocalPath::parse(&text).unwrap_or_default())
    }
}

/// `/x`, but not `//x`, `/\x`, nor anything with characters that a browser might drop.
pub(crate) fn is_local(path: &str) -> bool {
    let odd = |c: char| c.is_control() || c == '\\' || c.is_whitespace();
    path.starts_with('/') && !path.starts_with("//") && path.len() <= 2000 && !path.contains(odd)
}
