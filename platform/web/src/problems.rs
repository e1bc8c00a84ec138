//! The one table of codes that a program meets when something is refused (RFC 9457), and what a page says of them.

use crate::{Denied, Error, FieldErrors, Languages};
use serde_json::{Map, Value, json};

/// A stable code, its status, and how it is called in English. Other languages have it as the Fluent message
/// `problem-not-found`, with the longer text in its attribute `.detail`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// The code: lower case and underscores.
    pub code: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// A few words.
    pub title: &'static str,
}

const fn code(code: &'static str, status: u16, title: &'static str) -> Code {
    Code { code, status, title }
}

/// The codes of this crate.
pub(crate) const CODES: &[Code] = &[
    code("malformed", 400, "The request could not be read"),
    code("sign_in", 401, "Please sign in"),
    code("forbidden", 403, "Not allowed"),
    code("second_factor", 403, "The second factor is needed"),
    code("form_expired", 403, "The form was open too long"),
    code("not_found", 404, "Not found"),
    code("wrong_method", 405, "Not possible here"),
    code("refused", 409, "Not possible now"),
    code("too_large", 413, "Too large"),
    code("unknown_type", 415, "This type of content is not read here"),
    code("invalid", 422, "Some fields need another look"),
    code("too_many", 429, "Too many attempts"),
    code("internal", 500, "Something went wrong on our side"),
    code("busy", 503, "Busy just now"),
    code("timed_out", 503, "It took too long"),
];

/// What became of a request that was not answered, in words and for programs.
#[derive(Clone, Debug)]
pub struct Problem {
    /// The stable code.
    pub code: String,
    /// The HTTP status.
    pub status: u16,
    /// A few words in the reader's language.
    pub title: String,
    /// What happened and what to do, in the reader's language.
    pub detail: String,
    /// The fields that need another look.
    pub errors: FieldErrors,
    /// Named values of the refusal.
    pub params: Vec<(String, String)>,
    /// Seconds to wait.
    pub retry_after: Option<u32>,
    /// What had been typed, when it can be sent again with a button; never passwords. The form goes to
    /// [`crate::Shell::path`].
    pub typed: Vec<(String, String)>,
    /// Where to sign in and come back, when that helps.
    pub sign_in: Option<String>,
    /// The request's id, as it stands in the log.
    pub request_id: String,
}

impl Problem {
    /// Describes an error to a reader.
    pub(crate) fn of(error: &Error, lang: &str, languages: &Languages, own: &[Code], request_id: &str) -> Problem {
        let mut params = Vec::new();
        let mut errors = FieldErrors::new();
        let mut retry_after = None;
        let name: &str = match error {
            Error::NotFound => "not_found",
            Error::WrongMethod => "wrong_method",
            Error::Malformed(why) => {
                params.push(("why".to_owned(), why.clone()));
                "malformed"
            }
            Error::UnknownType(found) => {
                params.push(("found".to_owned(), found.clone()));
                "unknown_type"
            }
            Error::Invalid(fields) => {
                errors = fields.clone();
                "invalid"
            }
            Error::Refused { code, params: given } => {
                params.clone_from(given);
                code
            }
            Error::Denied(Denied::SignIn) => "sign_in",
            Error::Denied(Denied::Forbidden) => "forbidden",
            Error::Denied(Denied::SecondFactor) => "second_factor",
            Error::FormExpired => "form_expired",
            Error::Busy { retry_after: seconds } => {
                retry_after = Some(*seconds);
                "busy"
            }
            Error::TooMany { retry_after: seconds } => {
                retry_after = Some(*seconds);
                "too_many"
            }
            Error::TooLarge { limit } => {
                let (size, unit) = match limit {
                    0..1_048_576 => (limit.div_ceil(1024), "kB"),
                    _ => (limit / 1_048_576, "MB"),
                };
                params.push(("limit".to_owned(), format!("{size} {unit}")));
                "too_large"
            }
            Error::TimedOut => "timed_out",
            Error::Internal(_) => "internal",
        };
        if let Some(seconds) = retry_after {
            params.push(("seconds".to_owned(), seconds.to_string()));
        }
        let listed = own.iter().chain(CODES).find(|listed| listed.code == name);
        let key = format!("problem-{}", name.replace('_', "-"));
        let args: Vec<(&str, &str)> = params.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        let title =
            languages.find(lang, &key, &args).unwrap_or_else(|| listed.map_or(name, |listed| listed.title).to_owned());
        let detail = languages.find(lang, &format!("{key}.detail"), &args).unwrap_or_default();
        Problem {
            code: name.to_owned(),
            status: listed.map_or(409, |listed| listed.status),
            title,
            detail,
            errors,
            params,
            retry_after,
            typed: Vec::new(),
            sign_in: None,
            request_id: request_id.to_owned(),
        }
    }

    /// The problem document of RFC 9457.
    pub(crate) fn json(&self) -> Value {
        let mut document = Map::new();
        let kind = format!("urn:sampan:problem:{}", self.code);
        document.insert("type".to_owned(), json!(kind));
        document.insert("title".to_owned(), json!(self.title));
        document.insert("status".to_owned(), json!(self.status));
        document.insert("code".to_owned(), json!(self.code));
        if !self.detail.is_empty() {
            document.insert("detail".to_owned(), json!(self.detail));
        }
        if !self.errors.is_empty() {
            document.insert("errors".to_owned(), json!(self.errors));
        }
        if !self.params.is_empty() {
            let params: Map<String, Value> = self.params.iter().map(|(k, v)| (k.clone(), json!(v))).collect();
            document.insert("params".to_owned(), Value::Object(params));
        }
        if let Some(seconds) = self.retry_after {
            document.insert("retry_after".to_owned(), json!(seconds));
        }
        document.insert("instance".to_owned(), json!(format!("urn:sampan:request:{}", self.request_id)));
        Value::Object(document)
    }
}
