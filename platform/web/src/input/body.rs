//! Reading a body: a form, JSON, a form with files, or bytes as they are; never more than allowed.

use super::node::Fields;
use super::upload::Upload;
use crate::Error;
use axum::body::{Body, Bytes};
use axum::extract::multipart::Field;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart};
use axum::http::{HeaderMap, Request, header};
use futures::StreamExt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use tokio::io::AsyncWriteExt;

/// Fields of one form.
const MOST_FIELDS: usize = 20_000;
/// Bytes of a form that may come before they make sense as a part of it.
const MOST_UNREAD: u64 = 8 * 1024 * 1024;
/// What is read and thrown away of a body that is too large, so that the sender gets to read the answer.
const DRAINED: u64 = 64 * 1024 * 1024;

/// How much may be sent, and where files go.
pub(crate) struct Boundaries<'a> {
    pub body: u64,
    /// Bytes of all files; none where files are not taken.
    pub files: Option<u64>,
    pub dir: Option<&'a PathBuf>,
    /// Asked once before the first file is written, with the form's token if it has come by then.
    pub admit: &'a (dyn Fn(Option<&str>) -> Result<(), Error> + Send + Sync),
}

/// What came.
pub(crate) enum Received {
    Nothing,
    Form(Fields),
    Json(Fields),
}

/// Reads a body by its type.
pub(crate) async fn receive(headers: &HeaderMap, body: Body, bounds: &Boundaries<'_>) -> Result<Received, Error> {
    let content_type = headers.get(header::CONTENT_TYPE).map(|v| v.to_str().unwrap_or("?"));
    let Some(content_type) = content_type else {
        return match whole(headers, body, bounds.body).await?.is_empty() {
            true => Ok(Received::Nothing),
            false => Err(Error::UnknownType("none".to_owned())),
        };
    };
    let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match kind.as_str() {
        "application/x-www-form-urlencoded" => {
            let bytes = whole(headers, body, bounds.body).await?;
            pairs(&bytes).map(Received::Form)
        }
        "multipart/form-data" => parts(headers, body, bounds).await.map(Received::Form),
        "application/json" => {
            let bytes = whole(headers, body, bounds.body).await?;
            if bytes.is_empty() {
                return Ok(Received::Nothing);
            }
            let wrong = |error: serde_json::Error| Error::Malformed(format!("JSON: {error}"));
            let object = serde_json::from_slice(&bytes).map_err(wrong)?;
            Fields::from_json(object).map(Received::Json)
        }
        _ => Err(Error::UnknownType(kind.chars().take(80).collect())),
    }
}

/// Names and values of a form or a query.
pub(crate) fn pairs(bytes: &[u8]) -> Result<Fields, Error> {
    let wrong = |_| Error::Malformed("the form cannot be read".to_owned());
    let pairs: Vec<(String, String)> = serde_html_form::from_bytes(bytes).map_err(wrong)?;
    if pairs.len() > MOST_FIELDS {
        return Err(Error::Malformed(format!("more than {MOST_FIELDS} fields")));
    }
    let mut fields = Fields::default();
    for (name, value) in pairs {
        if !name.is_empty() {
            fields.add_text(&name, value)?;
        }
    }
    Ok(fields)
}

/// A whole body in memory.
pub(crate) async fn whole(headers: &HeaderMap, body: Body, limit: u64) -> Result<Bytes, Error> {
    let told = told_length(headers);
    let mut stream = body.into_data_stream();
    let mut bytes: Vec<u8> = Vec::new();
    let mut seen = 0_u64;
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|_| cut_off())?;
        seen += chunk.len() as u64;
        if told > limit || seen > limit {
            bytes = Vec::new();
            if told.max(seen) > DRAINED.max(limit) {
                break;
            }
        } else {
            bytes.extend_from_slice(&chunk);
        }
    }
    if told > limit || seen > limit {
        return Err(Error::TooLarge { limit });
    }
    Ok(bytes.into())
}

fn told_length(headers: &HeaderMap) -> u64 {
    let length = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    length.and_then(|length| length.parse().ok()).unwrap_or(0)
}

fn cut_off() -> Error {
    Error::Malformed("the request was cut off".to_owned())
}

/// A form with files: fields in memory, files to disk as they come.
async fn parts(headers: &HeaderMap, body: Body, bounds: &Boundaries<'_>) -> Result<Fields, Error> {
    let Some(limit) = bounds.files else {
        // Without files it is just a longer way to write a form.
        let bytes = whole(headers, body, bounds.body).await?;
        let mut parts = open(headers, Body::from(bytes), &Arc::default()).await?;
        return read_parts(&mut parts, bounds, &AtomicU64::new(0)).await;
    };
    let unread = Arc::new(AtomicU64::new(0));
    let mut parts = open(headers, body, &unread).await?;
    let read = if told_length(headers) > limit.saturating_add(bounds.body) {
        Err(Error::TooLarge { limit })
    } else {
        read_parts(&mut parts, bounds, &unread).await
    };
    if read.is_err() {
        drain(&mut parts, &unread).await;
    }
    read
}

/// Reads on for a while and throws it away, so that the sender gets to read the answer.
async fn drain(parts: &mut Multipart, unread: &AtomicU64) {
    let mut seen = 0;
    while let Ok(Some(mut part)) = parts.next_field().await {
        while let Ok(Some(chunk)) = part.chunk().await {
            unread.store(0, Relaxed);
            seen += chunk.len() as u64;
            if seen > DRAINED {
                return;
            }
        }
    }
}

/// Opens a form with files. What comes without ever making a whole head of a part is broken off: it would be kept in
/// memory until then.
async fn open(headers: &HeaderMap, body: Body, unread: &Arc<AtomicU64>) -> Result<Multipart, Error> {
    let unread = Arc::clone(unread);
    let chunks = body.into_data_stream().map(move |chunk| {
        let chunk = chunk.map_err(std::io::Error::other)?;
        match unread.fetch_add(chunk.len() as u64, Relaxed) {
            0..MOST_UNREAD => Ok(chunk),
            _ => Err(std::io::Error::other("a part of the form has no end to its head")),
        }
    });
    let mut request = Request::new(Body::from_stream(chunks));
    let content_type = headers.get(header::CONTENT_TYPE).cloned();
    content_type.map(|value| request.headers_mut().insert(header::CONTENT_TYPE, value));
    // The limits are counted here, by kind.
    DefaultBodyLimit::disable().apply(&mut request);
    Multipart::from_request(request, &()).await.map_err(|_| Error::Malformed("the form has no boundary".to_owned()))
}

/// What has been read of a form with files.
#[derive(Default)]
struct Reading {
    fields: Fields,
    parts: usize,
    text: u64,
    files: u64,
    token: Option<String>,
    admitted: bool,
}

async fn read_parts(parts: &mut Multipart, bounds: &Boundaries<'_>, unread: &AtomicU64) -> Result<Fields, Error> {
    let mut reading = Reading::default();
    while let Some(part) = parts.next_field().await.map_err(unreadable)? {
        unread.store(0, Relaxed);
        reading.parts += 1;
        if reading.parts > MOST_FIELDS {
            return Err(Error::Malformed(format!("more than {MOST_FIELDS} fields")));
        }
        let Some(name) = part.name().map(str::to_owned).filter(|name| !name.is_empty()) else {
            return Err(Error::Malformed("a part of the form has no name".to_owned()));
        };
        match part.file_name().map(str::to_owned) {
            None => reading.take_text(name, part, bounds, unread).await?,
            Some(file_name) => reading.take_file(name, file_name, part, bounds, unread).await?,
        }
    }
    Ok(reading.fields)
}

impl Reading {
    async fn take_text(
        &mut self,
        name: String,
        mut part: Field<'_>,
        bounds: &Boundaries<'_>,
        unread: &AtomicU64,
    ) -> Result<(), Error> {
        let mut text = Vec::new();
        while let Some(chunk) = part.chunk().await.map_err(unreadable)? {
            unread.store(0, Relaxed);
            self.text += chunk.len() as u64;
            if self.text > bounds.body {
                return Err(Error::TooLarge { limit: bounds.body });
            }
            text.extend_from_slice(&chunk);
        }
        let text =
            String::from_utf8(text).map_err(|_| Error::field(&name, "other bytes", "text in UTF-8", "encoding"))?;
        if name == "csrf" {
            self.token = Some(text.clone());
        }
        self.fields.add_text(&name, text)
    }

    async fn take_file(
        &mut self,
        name: String,
        file_name: String,
        mut part: Field<'_>,
        bounds: &Boundaries<'_>,
        unread: &AtomicU64,
    ) -> Result<(), Error> {
        let Some(limit) = bounds.files else {
            return Err(Error::field(&name, "a file", "no file here", "file"));
        };
        if !self.admitted {
            (bounds.admit)(self.token.as_deref())?;
            self.admitted = true;
        }
        let content_type = part.content_type().unwrap_or_default().to_owned();
        let mut file = Spool::open(bounds.dir)?;
        while let Some(chunk) = part.chunk().await.map_err(unreadable)? {
            unread.store(0, Relaxed);
            self.files += chunk.len() as u64;
            if self.files > limit {
                return Err(Error::TooLarge { limit });
            }
            file.write(&chunk).await?;
        }
        // A file field that was left empty comes without name and content.
        if file_name.is_empty() && file.size == 0 {
            return Ok(());
        }
        self.fields.add_file(&name, file.close(file_name, content_type).await?)
    }
}

fn unreadable(_: axum::extract::multipart::MultipartError) -> Error {
    Error::Malformed("the form cannot be read or was cut off".to_owned())
}

/// A file on its way to disk.
struct Spool {
    file: tokio::fs::File,
    path: tempfile::TempPath,
    hasher: blake3::Hasher,
    size: u64,
}

impl Spool {
    fn open(dir: Option<&PathBuf>) -> Result<Spool, Error> {
        let mut builder = tempfile::Builder::new();
        builder.prefix("upload-");
        let file = match dir {
            Some(dir) => builder.tempfile_in(dir),
            None => builder.tempfile(),
        };
        let (file, path) = file.map_err(Error::internal)?.into_parts();
        let file = tokio::fs::File::from_std(file);
        Ok(Spool { file, path, hasher: blake3::Hasher::new(), size: 0 })
    }

    async fn write(&mut self, chunk: &[u8]) -> Result<(), Error> {
        self.size += chunk.len() as u64;
        self.hasher.update(chunk);
        self.file.write_all(chunk).await.map_err(Error::internal)
    }

    async fn close(mut self, file_name: String, content_type: String) -> Result<Upload, Error> {
        self.file.flush().await.map_err(Error::internal)?;
        let digest = *self.hasher.finalize().as_bytes();
        Ok(Upload::new(file_name, content_type, self.size, digest, self.path))
    }
}
