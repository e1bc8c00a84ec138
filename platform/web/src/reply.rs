//! What a handler answers: one view, as a page or as JSON; a way on; a file.

use crate::cookies::{self, Change};
use crate::{FieldErrors, Shell, Token};
use axum::body::Body;
use futures::stream::{Stream, StreamExt};
use serde::Serialize;
use std::io;

/// Why a page could not be rendered.
pub type RenderError = Box<dyn std::error::Error + Send + Sync>;

/// A view that can be shown as a page.
pub trait Page {
    /// Whether there is a page at all; [`NoView`] has none.
    const IS_PAGE: bool = true;
    /// The page.
    fn render(&self, shell: &Shell) -> Result<String, RenderError>;
}

/// A view: JSON for programs, a page for browsers, a schema for the OpenAPI document.
pub trait View: Serialize + utoipa::ToSchema + Page + Send + 'static {}
impl<V: Serialize + utoipa::ToSchema + Page + Send + 'static> View for V {}

/// The view of a handler that has none: it sends files or leads on.
#[derive(Clone, Copy, Debug, Serialize, utoipa::ToSchema)]
pub struct NoView {}

impl Page for NoView {
    const IS_PAGE: bool = false;
    fn render(&self, _: &Shell) -> Result<String, RenderError> {
        Ok(String::new())
    }
}

/// The bytes of a file, at once or as they come.
pub struct FileBody(pub(crate) Body);

impl FileBody {
    /// As they come; an error in the middle breaks the connection off, so that half a file is not taken for a whole.
    pub fn stream(chunks: impl Stream<Item = Result<Vec<u8>, io::Error>> + Send + 'static) -> FileBody {
        FileBody(Body::from_stream(chunks.map(|chunk| chunk.map(axum::body::Bytes::from))))
    }

    /// From a channel: for rows that are written while they are read.
    pub fn channel(receiver: tokio::sync::mpsc::Receiver<Result<Vec<u8>, io::Error>>) -> FileBody {
        FileBody::stream(futures::stream::unfold(receiver, |mut receiver| async move {
            receiver.recv().await.map(|chunk| (chunk, receiver))
        }))
    }
}

impl From<Vec<u8>> for FileBody {
    fn from(bytes: Vec<u8>) -> FileBody {
        FileBody(Body::from(bytes))
    }
}
impl From<String> for FileBody {
    fn from(text: String) -> FileBody {
        FileBody(Body::from(text))
    }
}
impl From<&'static [u8]> for FileBody {
    fn from(bytes: &'static [u8]) -> FileBody {
        FileBody(Body::from(bytes))
    }
}

/// What a handler answers.
#[must_use]
pub struct Reply<V = NoView> {
    pub(crate) kind: Kind<V>,
    pub(crate) extras: Extras,
}

pub(crate) enum Kind<V> {
    Show(V),
    Created(V, String),
    See(String, Option<V>),
    Leave(String),
    Again(V, FieldErrors),
    File { body: FileBody, content_type: String, name: Option<String>, inline: bool },
}

#[derive(Default)]
pub(crate) struct Extras {
    pub changes: Vec<Change>,
    pub signed: Vec<(String, String, Option<u32>)>,
    pub prefs: Vec<(String, String)>,
    pub notice: Option<String>,
    pub keep: Option<u32>,
}

impl<V> Reply<V> {
    fn new(kind: Kind<V>) -> Reply<V> {
        Reply { kind, extras: Extras::default() }
    }

    /// The view.
    pub fn show(view: V) -> Reply<V> {
        Reply::new(Kind::Show(view))
    }

    /// Something new: a browser goes to its page (303), a program gets the view (201). The location is a local path.
    pub fn created(view: V, location: impl Into<String>) -> Reply<V> {
        Reply::new(Kind::Created(view, location.into()))
    }

    /// Something done: a browser goes on to a page (303), a program gets the view (200).
    pub fn done(view: V, location: impl Into<String>) -> Reply<V> {
        Reply::new(Kind::See(location.into(), Some(view)))
    }

    /// Something done, nothing to show: a browser goes on (303), a program gets `{"location": …}`.
    pub fn see(location: impl Into<String>) -> Reply<V> {
        Reply::new(Kind::See(location.into(), None))
    }

    /// On to another site, which the handler vouches for. Never with an address that came from outside.
    pub fn leave(address: impl Into<String>) -> Reply<V> {
        Reply::new(Kind::Leave(address.into()))
    }

    /// The form again with its errors (422); [`Shell::error`] and [`Shell::typed`] have what the page needs.
    pub fn again(view: V, errors: FieldErrors) -> Reply<V> {
        Reply::new(Kind::Again(view, errors))
    }

    /// A file to save; [`Reply::inline`] shows it instead.
    pub fn file(body: impl Into<FileBody>, content_type: impl Into<String>, name: impl Into<String>) -> Reply<V> {
        Reply::new(Kind::File {
            body: body.into(),
            content_type: content_type.into(),
            name: Some(name.into()),
            inline: false,
        })
    }

    /// A drawing, shown in place.
    pub fn svg(svg: impl Into<String>) -> Reply<V> {
        Reply::shown(svg.into(), "image/svg+xml")
    }

    /// Content shown in place, of a type that the handler vouches for.
    pub fn shown(body: impl Into<FileBody>, content_type: impl Into<String>) -> Reply<V> {
        let (body, content_type) = (body.into(), content_type.into());
        Reply::new(Kind::File { body, content_type, name: None, inline: true })
    }

    /// Shows a file in place instead of saving it.
    pub fn inline(mut self) -> Reply<V> {
        if let Kind::File { inline, .. } = &mut self.kind {
            *inline = true;
        }
        self
    }

    /// Lets anyone keep this file for so many seconds. Only for what every visitor may see.
    pub fn keep(mut self, seconds: u32) -> Reply<V> {
        self.extras.keep = Some(seconds);
        self
    }

    /// A sentence that the next page shows once.
    pub fn notice(mut self, text: impl Into<String>) -> Reply<V> {
        self.extras.notice = Some(text.into());
        self
    }

    /// Signs in: the browser keeps the token, for so many seconds or until it closes.
    pub fn start_session(mut self, token: &Token, seconds: Option<u32>) -> Reply<V> {
        let change = Change::keep(cookies::SESSION, token.text().to_owned(), seconds);
        self.extras.changes.push(change);
        self
    }

    /// Signs out.
    pub fn end_session(self) -> Reply<V> {
        self.forget(cookies::SESSION)
    }

    /// A cookie that the browser can read but not change; at most [`crate::SIGNED_MAX`] bytes.
    pub fn set_signed(mut self, name: impl Into<String>, text: impl Into<String>, seconds: Option<u32>) -> Reply<V> {
        self.extras.signed.push((name.into(), text.into(), seconds));
        self
    }

    /// Forgets a cookie.
    pub fn forget(mut self, name: &str) -> Reply<V> {
        self.extras.changes.push(Change::forget(name));
        self
    }

    /// Keeps a choice of the reader's: `lang`, `destination`, `currency`. Words of letters, digits, `-` and `_`.
    pub fn set_pref(mut self, name: impl Into<String>, value: impl Into<String>) -> Reply<V> {
        self.extras.prefs.push((name.into(), value.into()));
        self
    }
}
