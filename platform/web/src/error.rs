//! What a handler may fail with. The domain has refusals of its own; they become an [`Error`] here, at the edge.

use crate::Denied;
use serde::Serialize;
use std::borrow::Cow;
use std::fmt;

type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Why there is no ordinary reply.
#[derive(Debug)]
pub enum Error {
    /// There is no such thing, or none that the asker may know of.
    NotFound,
    /// The path is known, the method is not.
    WrongMethod,
    /// The body is not what its type says.
    Malformed(String),
    /// The body is of a type that is not read here.
    UnknownType(String),
    /// Fields are missing or make no sense.
    Invalid(FieldErrors),
    /// The domain says no: a stable code, and what goes into its text.
    Refused {
        /// The code, such as `stock_gone`.
        code: Cow<'static, str>,
        /// Named values for the text.
        params: Vec<(String, String)>,
    },
    /// The asker may not.
    Denied(Denied),
    /// A form without the token of this session: too old, or made elsewhere.
    FormExpired,
    /// Too much at once; try again.
    Busy {
        /// Seconds.
        retry_after: u32,
    },
    /// Too many attempts.
    TooMany {
        /// Seconds.
        retry_after: u32,
    },
    /// The body is larger than allowed.
    TooLarge {
        /// Bytes.
        limit: u64,
    },
    /// It took too long.
    TimedOut,
    /// A fault of ours; logged, never shown.
    Internal(Cause),
}

impl Error {
    /// A fault of ours. Takes any error, `anyhow::Error` and plain text too.
    pub fn internal(cause: impl Into<Cause>) -> Error {
        Error::Internal(cause.into())
    }

    /// The domain says no, with values for the text.
    pub fn refused(code: impl Into<Cow<'static, str>>, params: &[(&str, &str)]) -> Error {
        let params = params.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        Error::Refused { code: code.into(), params }
    }

    /// One field makes no sense.
    pub fn field(field: &str, found: &str, wanted: &str, code: &'static str) -> Error {
        Error::Invalid(FieldErrors::one(field, found, wanted, code))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::NotFound => f.write_str("not found"),
            Error::WrongMethod => f.write_str("wrong method"),
            Error::Malformed(why) => write!(f, "malformed: {why}"),
            Error::UnknownType(found) => write!(f, "unknown content type {found:?}"),
            Error::Invalid(fields) => write!(f, "invalid: {fields}"),
            Error::Refused { code, .. } => write!(f, "refused: {code}"),
            Error::Denied(denied) => write!(f, "denied: {denied:?}"),
            Error::FormExpired => f.write_str("form expired"),
            Error::Busy { retry_after } => write!(f, "busy for {retry_after} s"),
            Error::TooMany { retry_after } => write!(f, "too many attempts, wait {retry_after} s"),
            Error::TooLarge { limit } => write!(f, "larger than {limit} bytes"),
            Error::TimedOut => f.write_str("timed out"),
            Error::Internal(cause) => write!(f, "internal: {cause}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<Denied> for Error {
    fn from(denied: Denied) -> Error {
        Error::Denied(denied)
    }
}

impl From<FieldErrors> for Error {
    fn from(fields: FieldErrors) -> Error {
        Error::Invalid(fields)
    }
}

/// Turns a failure that nobody outside can help into [`Error::Internal`].
pub trait OrInternal<T> {
    /// The value, or a fault of ours.
    fn or_internal(self) -> Result<T, Error>;
}

impl<T, E: Into<Cause>> OrInternal<T> for Result<T, E> {
    fn or_internal(self) -> Result<T, Error> {
        self.map_err(Error::internal)
    }
}

/// A field, what stood in it and what is wanted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FieldError {
    /// The field, with dots between levels.
    pub field: String,
    /// What stood there, shortened.
    pub found: String,
    /// What is wanted, in words.
    pub wanted: String,
    /// A stable code, such as `missing` or `number`.
    #[schema(value_type = String)]
    pub code: Cow<'static, str>,
}

/// Every field that makes no sense.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct FieldErrors(Vec<FieldError>);

impl FieldErrors {
    /// None so far.
    pub fn new() -> FieldErrors {
        FieldErrors::default()
    }

    /// Just one.
    pub fn one(field: &str, found: &str, wanted: &str, code: &'static str) -> FieldErrors {
        let mut errors = FieldErrors::new();
        errors.add(field, found, wanted, code);
        errors
    }

    /// One more.
    pub fn add(
        &mut self,
        field: impl Into<String>,
        found: &str,
        wanted: impl Into<String>,
        code: impl Into<Cow<'static, str>>,
    ) {
        let found = found.chars().take(120).collect();
        self.0.push(FieldError { field: field.into(), found, wanted: wanted.into(), code: code.into() });
    }

    /// Whether all fields make sense.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many do not.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The first error of a field.
    pub fn get(&self, field: &str) -> Option<&FieldError> {
        self.0.iter().find(|error| error.field == field)
    }

    /// All of them, in the order they were found.
    pub fn iter(&self) -> std::slice::Iter<'_, FieldError> {
        self.0.iter()
    }

    /// Fails if there is any.
    pub fn check(self) -> Result<(), Error> {
        if self.is_empty() { Ok(()) } else { Err(Error::Invalid(self)) }
    }
}

impl<'a> IntoIterator for &'a FieldErrors {
    type Item = &'a FieldError;
    type IntoIter = std::slice::Iter<'a, FieldError>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for FieldErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, error) in self.iter().enumerate() {
            let comma = if n == 0 { "" } else { ", " };
            write!(f, "{comma}{} ({})", error.field, error.code)?;
        }
        Ok(())
    }
}
