//! From a reply to bytes: page or JSON, cookies, problem documents.

use crate::cookies::{self, Change, SIGNED_MAX};
use crate::input::is_local;
use crate::reply::{Extras, FileBody, Kind};
use crate::{Denied, Error, Problem, Reply, Shell, Site, View};
use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};
use serde_json::json;

/// The policy of files, whatever they hold: nothing runs, nothing is fetched.
const FILE_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
const API: &str = "/api/v1";

/// A reply without the type of its view.
pub(crate) struct Answer {
    pub status: u16,
    pub content: Content,
    pub location: Option<String>,
    pub extras: Extras,
}

pub(crate) enum Content {
    Nothing,
    Html(String),
    Json(Vec<u8>),
    File { body: FileBody, content_type: String, name: Option<String>, inline: bool },
}

/// Renders a reply for its reader.
pub(crate) fn answer<V: View>(reply: Reply<V>, shell: &mut Shell, json: bool, api: bool) -> Result<Answer, Error> {
    let Reply { kind, extras } = reply;
    let local = |location: String| match is_local(&location) {
        true if api => Ok(Some(format!("{API}{location}"))),
        true => Ok(Some(location)),
        false => Err(Error::internal("a reply leads away from the site")),
    };
    let program = |view: &V| serde_json::to_vec(view).map(Content::Json).map_err(Error::internal);
    let page = |view: &V, shell: &Shell| view.render(shell).map(Content::Html).map_err(Error::Internal);
    let (status, content, location) = match kind {
        Kind::Show(view) if json => (200, program(&view)?, None),
        Kind::Show(view) => (200, page(&view, shell)?, None),
        Kind::Created(view, location) if json => (201, program(&view)?, local(location)?),
        Kind::Created(_, location) => (303, Content::Nothing, local(location)?),
        Kind::See(location, Some(view)) if json => (200, program(&view)?, local(location)?),
        Kind::See(location, None) if json => {
            let location = local(location)?;
            (200, Content::Json(json!({ "location": location }).to_string().into_bytes()), location)
        }
        Kind::See(location, _) => (303, Content::Nothing, local(location)?),
        Kind::Leave(address) if json => {
            let body = json!({ "location": address }).to_string().into_bytes();
            (200, Content::Json(body), Some(address))
        }
        Kind::Leave(address) => (303, Content::Nothing, Some(address)),
        Kind::Again(_, errors) if json => return Err(Error::Invalid(errors)),
        Kind::Again(view, errors) => {
            shell.errors = errors;
            (422, page(&view, shell)?, None)
        }
        Kind::File { body, content_type, name, inline } => {
            (200, Content::File { body, content_type, name, inline }, None)
        }
    };
    Ok(Answer { status, content, location, extras })
}

/// The response of an answer: headers, cookies, body.
pub(crate) fn respond(answer: Answer, shell: &Shell, tls: bool, stale_session: bool) -> Result<Response<Body>, Error> {
    let Answer { status, content, location, extras } = answer;
    let is_page = matches!(content, Content::Html(_));
    let is_json = matches!(content, Content::Json(_));
    let mut response = match content {
        Content::Nothing => Response::new(Body::empty()),
        Content::Html(html) => typed(Body::from(html), "text/html; charset=utf-8"),
        Content::Json(json) => typed(Body::from(json), "application/json"),
        Content::File { body, content_type, name, inline } => {
            let mut response = typed(body.0, &content_type);
            set(&mut response, header::CONTENT_SECURITY_POLICY, FILE_POLICY);
            let disposition = disposition(name.as_deref(), inline);
            set(&mut response, header::CONTENT_DISPOSITION, &disposition);
            response
        }
    };
    *response.status_mut() = StatusCode::from_u16(status).map_err(Error::internal)?;
    if let Some(location) = location {
        set(&mut response, header::LOCATION, &ascii(&location));
    }
    let begins = extras.changes.iter().rev().find_map(Change::begins_session);
    if is_json && (shell.has_cookies() || begins.is_some()) {
        // Other sites cannot read it: no CORS header is ever sent. Where a session begins, it is for that one already.
        let token = begins.map_or_else(|| shell.csrf(), |session| shell.csrf_of(&session));
        set(&mut response, HeaderName::from_static("x-csrf-token"), &token);
    }
    let cache = match extras.keep {
        Some(seconds) => format!("public, max-age={seconds}"),
        None if shell.signed_in => "no-store".to_owned(),
        None => "private, no-cache".to_owned(),
    };
    set(&mut response, header::CACHE_CONTROL, &cache);
    for change in changes(extras, shell, is_page, stale_session)? {
        let value = HeaderValue::from_str(&change.header(tls)).map_err(Error::internal)?;
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    Ok(response)
}

/// On to a page of the site (303).
pub(crate) fn lead_to(page: &str) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SEE_OTHER;
    set(&mut response, header::LOCATION, &ascii(page));
    response
}

fn changes(extras: Extras, shell: &Shell, is_page: bool, stale_session: bool) -> Result<Vec<Change>, Error> {
    let mut changes = Vec::new();
    if extras.keep.is_some() {
        // What anyone may keep must not carry anybody's cookies.
        return Ok(changes);
    }
    changes.extend(shell.new_guest());
    let starts = |change: &Change| change.name == cookies::SESSION;
    if stale_session && !extras.changes.iter().any(starts) {
        changes.push(Change::forget(cookies::SESSION));
    }
    if let Some(text) = extras.notice {
        let text: String = text.chars().take(400).collect();
        changes.push(Change::keep(cookies::NOTICE, shell.sign(cookies::NOTICE, &text), Some(600)));
    } else if is_page && shell.notice.is_some() {
        changes.push(Change::forget(cookies::NOTICE));
    }
    if !extras.prefs.is_empty() {
        let mut prefs = shell.prefs.clone();
        prefs.extend(extras.prefs.into_iter().filter(|(n, v)| crate::shell::is_pref(n, v)));
        let pairs: Vec<String> = prefs.iter().map(|(n, v)| format!("{n}={v}")).collect();
        changes.push(Change::for_a_year(cookies::PREFS, pairs.join("&")));
    }
    for (name, text, seconds) in extras.signed {
        if text.len() > SIGNED_MAX {
            return Err(Error::internal(format!("cookie {name} has {} bytes", text.len())));
        }
        changes.push(Change::keep(&name, shell.sign(&name, &text), seconds));
    }
    changes.extend(extras.changes);
    Ok(changes)
}

/// The response of an error: a problem document or the site's page for it.
pub(crate) fn problem<S: Site>(
    site: &S,
    shell: &Shell,
    error: &Error,
    json: bool,
    get: bool,
) -> Result<Response<Body>, Error> {
    let settings = site.settings();
    if let Error::Internal(cause) = error {
        tracing::error!(request = shell.request_id, "internal error: {cause:#}");
    }
    let back = if get { shell.path.as_str() } else { "/" };
    let way = match error {
        Error::Denied(Denied::SignIn) => Some(with_next(&settings.sign_in_path, back)),
        Error::Denied(Denied::SecondFactor) => Some(with_next(&settings.second_factor_path, back)),
        _ => None,
    };
    if let Some(way) = way.as_ref().filter(|_| get && !json) {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::SEE_OTHER;
        set(&mut response, header::LOCATION, &ascii(way));
        set(&mut response, header::CACHE_CONTROL, "no-store");
        return Ok(response);
    }
    let languages = shell.language_table();
    let mut problem = Problem::of(error, shell.lang, languages, site.codes(), &shell.request_id);
    problem.sign_in = way;
    if !json && (matches!(error, Error::FormExpired) || problem.sign_in.is_some()) {
        problem.typed.clone_from(&shell.typed);
    }
    let mut response = if json {
        typed(Body::from(problem.json().to_string()), "application/problem+json")
    } else {
        typed(Body::from(site.error_page(shell, &problem)), "text/html; charset=utf-8")
    };
    *response.status_mut() = StatusCode::from_u16(problem.status).map_err(Error::internal)?;
    set(&mut response, header::CACHE_CONTROL, "no-store");
    if let Some(seconds) = problem.retry_after {
        set(&mut response, header::RETRY_AFTER, &seconds.to_string());
    }
    if problem.status == 401 {
        set(&mut response, header::WWW_AUTHENTICATE, "Bearer");
    }
    Ok(response)
}

fn with_next(path: &str, back: &str) -> String {
    format!("{path}?next={}", percent(back, |b| b == b'/'))
}

fn disposition(name: Option<&str>, inline: bool) -> String {
    let how = if inline { "inline" } else { "attachment" };
    let Some(name) = name else { return how.to_owned() };
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "._- ".contains(c) { c } else { '_' }).collect();
    format!("{how}; filename=\"{plain}\"; filename*=UTF-8''{}", percent(name, |_| false))
}

/// Percent-encodes all but letters, digits, `-._~` and what else is allowed.
pub(crate) fn percent(text: &str, allowed: impl Fn(u8) -> bool) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || allowed(byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// An address with whatever a header cannot carry percent-encoded.
fn ascii(address: &str) -> String {
    percent(address, |b| b.is_ascii_graphic())
}

fn typed(body: Body, content_type: &str) -> Response<Body> {
    let mut response = Response::new(body);
    set(&mut response, header::CONTENT_TYPE, content_type);
    response
}

/// Sets a header; a value that no header can carry is left out.
pub(crate) fn set(response: &mut Response<Body>, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}
