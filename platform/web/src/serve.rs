//! The router and the listening socket. Nothing outside this crate sees either.

use crate::cookies::Keys;
use crate::frame::{Core, Target, handle, protect};
use crate::nearest::Pages;
use crate::render::set;
use crate::routes::Route;
use crate::{Routes, Site};
use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, FromRequestParts, RawPathParams};
use axum::http::{Request, Response, StatusCode, header};
use axum::routing::{MethodFilter, any, on};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tower::ServiceExt;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

/// How long requests that are under way may go on after the server was told to stop.
const LAST_REQUESTS: Duration = Duration::from_secs(20);
/// How long the head of a request may take, and how long an idle connection is kept.
const HEAD_TIME: Duration = Duration::from_secs(30);
/// Bytes of a request's head.
const HEAD_SIZE: usize = 64 * 1024;
/// Connections at once; more wait to be accepted.
const MOST_CONNECTIONS: usize = 8192;

/// All routes of a site, ready to answer.
#[derive(Clone)]
pub struct Service {
    pub(crate) router: Router,
}

impl<S: Site> Routes<S> {
    /// Makes the routes ready to answer for a site. Each is mounted at its path and under `/api/v1`; besides there are
    /// `/assets/…` and `/api/v1/openapi.json`. What [`Routes::check`] complains of may panic here.
    pub fn into_service(self, site: S) -> Service {
        let settings = site.settings();
        let document = self.openapi(&settings.title, &settings.version).to_string();
        let assets = site.assets();
        let keys = Arc::new(Keys::of(site.secret()));
        let core = Arc::new(Core { site, keys, pages: Pages::of(&self.routes) });
        let mut router = Router::new();
        for route in self.routes {
            let filter = MethodFilter::try_from(route.facts.method.clone());
            let Ok(filter) = filter else { continue };
            let route = Arc::new(route);
            let path = route.facts.path.clone();
            if route.facts.in_api {
                let api = format!("/api/v1{path}");
                router = router.route(&api, on(filter, endpoint(&core, &route)));
            }
            router = router.route(&path, on(filter, endpoint(&core, &route)));
        }
        let lost = Arc::clone(&core);
        let wrong = Arc::clone(&core);
        let router = router
            .route("/assets/{name}", on(MethodFilter::GET, move |request| asset(assets, request)))
            .route(
                "/api/v1/openapi.json",
                on(MethodFilter::GET, move || async move { plain(document, "application/json") }),
            )
            .fallback(any(move |request| handle(lost, Target::Nowhere, request)))
            .method_not_allowed_fallback(move |request| handle(wrong, Target::WrongMethod, request))
            // A page is packed anew for each reader: the quickest way costs less than the bytes it leaves.
            .layer(CompressionLayer::new().quality(CompressionLevel::Fastest));
        Service { router }
    }
}

fn endpoint<S: Site>(
    core: &Arc<Core<S>>,
    route: &Arc<Route<S>>,
) -> impl Fn(Request<Body>) -> futures::future::BoxFuture<'static, Response<Body>> + Clone + Send + Sync + 'static {
    let (core, route) = (Arc::clone(core), Arc::clone(route));
    move |request| {
        let (core, route) = (Arc::clone(&core), Arc::clone(&route));
        Box::pin(async move {
            let (mut parts, body) = request.into_parts();
            let params = RawPathParams::from_request_parts(&mut parts, &()).await;
            let request = Request::from_parts(parts, body);
            let target = match params {
                Ok(params) => {
                    let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
                    Target::Route(route, params.iter().map(owned).collect())
                }
                // A path that is not UTF-8 leads nowhere.
                Err(_) => Target::Nowhere,
            };
            handle(core, target, request).await
        })
    }
}

async fn asset(assets: &'static crate::Assets, request: Request<Body>) -> Response<Body> {
    let name = request.uri().path().rsplit('/').next().unwrap_or_default();
    let mut response = match assets.get(name) {
        Some(asset) => {
            let mut response = Response::new(Body::from(asset.bytes));
            set(&mut response, header::CONTENT_TYPE, asset.content_type);
            set(&mut response, header::CACHE_CONTROL, "public, max-age=31536000, immutable");
            response
        }
        None => {
            let mut response = plain("Not found.".to_owned(), "text/plain; charset=utf-8");
            *response.status_mut() = StatusCode::NOT_FOUND;
            response
        }
    };
    protect(&mut response, false, "asset");
    response
}

fn plain(text: String, content_type: &str) -> Response<Body> {
    let mut response = Response::new(Body::from(text));
    set(&mut response, header::CONTENT_TYPE, content_type);
    set(&mut response, header::CACHE_CONTROL, "no-cache");
    protect(&mut response, false, "static");
    response
}

/// Answers on a socket until told to stop; then lets requests that are under way finish, for a while.
pub async fn serve(
    mut listener: tokio::net::TcpListener,
    service: Service,
    shutdown: impl Future<Output = ()> + Send,
) -> std::io::Result<()> {
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(HEAD_TIME).max_buf_size(HEAD_SIZE);
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let mut shutdown = pin!(shutdown);
    loop {
        let arrival = async {
            let place = Arc::clone(&places).acquire_owned().await.map_err(std::io::Error::other)?;
            // Axum's own accept waits a moment when the system has no more sockets, and goes on.
            let (stream, peer) = axum::serve::Listener::accept(&mut listener).await;
            Ok::<_, std::io::Error>((place, stream, peer))
        };
        let (place, stream, peer) = tokio::select! {
            () = &mut shutdown => break,
            arrived = arrival => arrived?,
        };
        // Without this a short answer may wait for the other side's acknowledgement.
        let _ = stream.set_nodelay(true);
        let router = service.router.clone();
        let answer = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            router.clone().oneshot(request)
        });
        let connection = graceful.watch(builder.serve_connection(TokioIo::new(stream), answer));
        tokio::spawn(async move {
            // A connection that breaks off is the other side's affair.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    tokio::select! {
        () = graceful.shutdown() => {}
        () = tokio::time::sleep(LAST_REQUESTS) => {}
    }
    Ok(())
}
