//! Around every request: who and where from, time limits, panics, the headers that protect, one line in the log.

use crate::client::{Client, client};
use crate::cookies::{self, Jar, Keys};
use crate::exchange::Exchange;
use crate::languages::thousandths;
use crate::nearest::Pages;
use crate::render::{self, set};
use crate::routes::Route;
use crate::shell::Opening;
use crate::{Error, Proof, Shell, Site, Traffic, WebSettings};
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, HeaderName, Method, Request, Response, StatusCode, header};
use futures::FutureExt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;

const API: &str = "/api/v1";
/// Nothing inline, nothing from elsewhere, nobody's frame.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
    form-action 'self'; frame-ancestors 'none'; base-uri 'none'; connect-src 'self'; manifest-src 'self'";
const PERMISSIONS: &str = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";

/// What is the same for all requests.
pub(crate) struct Core<S: Site> {
    pub site: S,
    pub keys: Arc<Keys>,
    pub pages: Pages,
}

/// Where a request is to go.
pub(crate) enum Target<S: Site> {
    Route(Arc<Route<S>>, Vec<(String, String)>),
    Nowhere,
    WrongMethod,
}

/// Answers one request.
pub(crate) async fn handle<S: Site>(core: Arc<Core<S>>, target: Target<S>, request: Request<Body>) -> Response<Body> {
    let started = Instant::now();
    let site = core.site.clone();
    let _under_way = site.traffic().map(Traffic::begin);
    let (parts, body) = request.into_parts();
    let settings = site.settings();
    let here = made_here(&parts, settings);
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let peer = peer.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
    let Client { address, tls } = client(peer, &parts.headers, &settings.trusted, settings.tls);
    let api = parts.uri.path().strip_prefix(API).is_some_and(|rest| rest.starts_with('/'));
    let json = api || wants_json(&parts.headers);
    let get = matches!(parts.method, Method::GET | Method::HEAD);
    let method = parts.method.clone();
    let request_id = crate::random::text::<12>();
    let text = |name: HeaderName| parts.headers.get(name).and_then(|value| value.to_str().ok());
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    let path = if api { &path[API.len()..] } else { path };
    let mut shell = Shell::open(Opening {
        languages: site.languages(),
        assets: site.assets(),
        keys: Arc::clone(&core.keys),
        jar: Jar::read(&parts.headers, tls),
        accept_language: text(header::ACCEPT_LANGUAGE).unwrap_or_default(),
        path: path.to_owned(),
        request_id: request_id.clone(),
    });
    let multipart = text(header::CONTENT_TYPE).is_some_and(|kind| kind.starts_with("multipart/"));
    let (route, uploads) = match &target {
        Target::Route(route, _) => (route.facts.path.clone(), route.facts.uploads),
        _ => ("none".to_owned(), false),
    };
    let timeout = if multipart && uploads { settings.upload_timeout } else { settings.timeout };

    let arrival = Arrival { target, parts, body, address, here, json, api, tls };
    let work = AssertUnwindSafe(tokio::time::timeout(timeout, run(&site, &mut shell, arrival)));
    let outcome = match work.catch_unwind().await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(_)) => Err(Error::TimedOut),
        Err(_) => Err(Error::internal("a handler panicked")),
    };
    let problem = |error: Error| {
        let page = || render::problem(&site, &shell, &error, json, get);
        // The page of an error may fail too; then a bare sentence is left.
        let page = std::panic::catch_unwind(AssertUnwindSafe(page));
        page.ok().and_then(Result::ok).unwrap_or_else(bare)
    };
    let mut response = match outcome {
        Err(Error::WrongMethod) if get && !json => {
            match core.pages.above(shell.path.split('?').next().unwrap_or_default()) {
                Some(page) => render::lead_to(page),
                None => problem(Error::WrongMethod),
            }
        }
        outcome => outcome.unwrap_or_else(problem),
    };
    protect(&mut response, tls, &request_id);
    if let Some(traffic) = site.traffic() {
        // A method that no route has may be anything: all such requests count as one.
        let known = if route == "none" { "any" } else { method.as_str() };
        traffic.note(known, &route, response.status().as_u16(), started.elapsed());
    }
    if shell.replayed.said() {
        set(&mut response, HeaderName::from_static("idempotent-replayed"), "true");
    }
    tracing::info!(
        request = request_id,
        %method,
        route,
        status = response.status().as_u16(),
        ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
        "answered"
    );
    response
}

struct Arrival<S: Site> {
    target: Target<S>,
    parts: axum::http::request::Parts,
    body: Body,
    address: IpAddr,
    here: bool,
    json: bool,
    api: bool,
    tls: bool,
}

/// Whether a request was made on this machine: from its own address, while no proxy is set up, and without the headers
/// that proxies add.
fn made_here(parts: &axum::http::request::Parts, settings: &WebSettings) -> bool {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_canonical());
    let behind_proxy = settings.tls || !settings.trusted.is_empty();
    let brought = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via"];
    peer.is_some_and(|peer| peer.is_loopback())
        && !behind_proxy
        && brought.iter().all(|name| !parts.headers.contains_key(*name))
}

async fn run<S: Site>(site: &S, shell: &mut Shell, arrival: Arrival<S>) -> Result<Response<Body>, Error> {
    let Arrival { target, parts, body, address, here, json, api, tls } = arrival;
    let raw = matches!(&target, Target::Route(route, _) if route.facts.raw);
    let (viewer, proof, stale) = identify(site, shell, &parts.headers, raw).await?;
    if let (Some(Proof::Session(digest)), Some(_)) = (proof, &viewer) {
        shell.bind(digest);
    }
    shell.signed_in = viewer.is_some();
    site.dress(shell, viewer.as_ref());
    let (route, params) = match target {
        Target::Route(route, params) => (route, params),
        Target::Nowhere => return Err(Error::NotFound),
        Target::WrongMethod => return Err(Error::WrongMethod),
    };
    let mut exchange = Exchange {
        site: site.clone(),
        shell: shell.clone(),
        client: address,
        here,
        viewer,
        proof,
        json,
        api,
        route: Arc::clone(&route.facts),
        params,
        parts,
        body: Some(body),
        once: None,
        raw: None,
    };
    let answer = match exchange.check_origin() {
        Ok(()) => (route.handle)(&mut exchange).await,
        Err(foreign) => Err(foreign),
    };
    *shell = exchange.shell;
    render::respond(answer?, shell, tls, stale)
}

/// Who asks, by bearer token or else by session cookie, and whether the cookie has had its day. A token that does not
/// hold is an error: who means to be someone is not taken for nobody.
async fn identify<S: Site>(
    site: &S,
    shell: &Shell,
    headers: &HeaderMap,
    raw: bool,
) -> Result<(Option<S::Viewer>, Option<Proof>, bool), Error> {
    if let Some(authorization) = headers.get(header::AUTHORIZATION) {
        let bearer = authorization.to_str().ok().and_then(|value| value.split_once(' '));
        let token = bearer.filter(|(kind, _)| kind.eq_ignore_ascii_case("bearer"));
        let denied = Error::Denied(crate::Denied::SignIn);
        let Some((_, token)) = token else { return Err(denied) };
        let proof = Proof::Token(crate::digest(token.trim()));
        let viewer = site.viewer(&proof).await?.ok_or(denied)?;
        return Ok((Some(viewer), Some(proof), false));
    }
    let Some(token) = shell.cookie(cookies::SESSION).filter(|_| !raw) else {
        return Ok((None, None, false));
    };
    let proof = Proof::Session(crate::digest(token));
    match site.viewer(&proof).await? {
        Some(viewer) => Ok((Some(viewer), Some(proof), false)),
        None => Ok((None, None, true)),
    }
}

/// Whether JSON ranks above HTML in what is accepted.
fn wants_json(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    let rank = |wanted: &[&str]| {
        let ranks = accept.unwrap_or_default().split(',').take(32).filter_map(|part| {
            let mut pieces = part.split(';').map(str::trim);
            let kind = pieces.next()?;
            wanted.contains(&kind).then_some(())?;
            Some(pieces.find_map(|piece| piece.strip_prefix("q=")).map_or(1000, |q| thousandths(q).unwrap_or(0)))
        });
        ranks.max().unwrap_or(0)
    };
    rank(&["application/json", "application/problem+json"]) > rank(&["text/html", "application/xhtml+xml"])
}

fn bare() -> Response<Body> {
    let mut response = Response::new(Body::from("Something went wrong on our side."));
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    set(&mut response, header::CONTENT_TYPE, "text/plain; charset=utf-8");
    response
}

/// The headers that every response carries.
pub(crate) fn protect(response: &mut Response<Body>, tls: bool, request_id: &str) {
    if !response.headers().contains_key(header::CONTENT_SECURITY_POLICY) {
        set(response, header::CONTENT_SECURITY_POLICY, POLICY);
    }
    if !response.headers().contains_key(header::CACHE_CONTROL) {
        set(response, header::CACHE_CONTROL, "no-store");
    }
    set(response, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(response, header::REFERRER_POLICY, "same-origin");
    set(response, HeaderName::from_static("permissions-policy"), PERMISSIONS);
    set(response, HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(response, HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(response, HeaderName::from_static("x-request-id"), request_id);
    if tls {
        set(response, header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
    }
    let public =
        response.headers().get(header::CACHE_CONTROL).is_some_and(|value| value.as_bytes().starts_with(b"public"));
    if !public {
        set(response, header::VARY, "accept, accept-language, cookie, authorization");
    }
}
