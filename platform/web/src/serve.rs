//! The router and the listening socket. Nothing outside this crate sees either.

use crate::cookies::Keys;
use crate::frame::{Core, Target, handle, protect};
use crate::render::set;
use crate::routes::Route;
use crate::{Routes, Site};
use axum::Router;
use axum::body::Body;
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::{Request, Response, StatusCode, header};
use axum::routing::{MethodFilter, any, on};
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tower_http::compression::CompressionLayer;

/// How long requests that are under way may go on after the server was told to stop.
const LAST_REQUESTS: Duration = Duration::from_secs(20);

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
        let core = Arc::new(Core { site, keys });
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
            .layer(CompressionLayer::new());
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
    listener: tokio::net::TcpListener,
    service: Service,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    use axum::serve::ListenerExt;
    let listener = listener.tap_io(|stream| {
        // Without this a short answer may wait for the other side's acknowledgement.
        let _ = stream.set_nodelay(true);
    });
    let (told, stopping) = tokio::sync::oneshot::channel();
    let shutdown = async move {
        shutdown.await;
        let _ = told.send(());
    };
    let make = service.router.into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, make).with_graceful_shutdown(shutdown);
    let patience = async move {
        match stopping.await {
            Ok(()) => tokio::time::sleep(LAST_REQUESTS).await,
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        done = server => done,
        () = patience => Ok(()),
    }
}
