//! The list of routes: method, path, who may use it, and the handler. A route without a policy cannot be written.

use crate::exchange::Exchange;
use crate::render::{Answer, answer};
use crate::{Cx, Denied, Error, Page, Policy, Reply, Site, View, openapi};
use axum::http::Method;
use futures::future::BoxFuture;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::sync::Arc;

type Handle<S> = Arc<dyn for<'a> Fn(&'a mut Exchange<S>) -> BoxFuture<'a, Result<Answer, Error>> + Send + Sync>;

/// Everything known of a route but its handler.
#[derive(Clone)]
pub(crate) struct RouteFacts {
    pub method: Method,
    pub path: String,
    pub policy: &'static str,
    pub open: bool,
    pub summary: String,
    pub uploads: bool,
    pub raw: bool,
    pub in_api: bool,
    pub is_page: bool,
    pub input: openapi::Schemas,
    pub view: Option<openapi::Schemas>,
}

pub(crate) struct Route<S: Site> {
    pub facts: Arc<RouteFacts>,
    pub handle: Handle<S>,
}

/// A route, for tests that walk all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteInfo {
    /// `GET`, `POST` and so on.
    pub method: String,
    /// The path with `{names}`.
    pub path: String,
    /// The policy's name.
    pub policy: &'static str,
    /// Whether the policy lets nobody in particular pass.
    pub open: bool,
    /// Whether a browser gets a page.
    pub is_page: bool,
    /// Whether it is mounted under `/api/v1` too.
    pub in_api: bool,
    /// Whether it takes files.
    pub uploads: bool,
    /// What it does, in a sentence.
    pub summary: String,
}

/// Routes, to be merged and served.
pub struct Routes<S: Site> {
    pub(crate) routes: Vec<Route<S>>,
}

impl<S: Site> Default for Routes<S> {
    fn default() -> Self {
        Routes { routes: Vec::new() }
    }
}

macro_rules! methods {
    ($($(#[$doc:meta])* $name:ident $method:ident;)*) => {$(
        $(#[$doc])*
        pub fn $name<P, I, V, F, Fut>(self, policy: P, path: &str, handler: F) -> Self
        where
            P: Policy<S>,
            I: DeserializeOwned + utoipa::ToSchema + Send + 'static,
            V: View,
            F: Fn(Cx<S>, P::Who, I) -> Fut + Send + Sync + 'static,
            Fut: Future<Output = Result<Reply<V>, Error>> + Send + 'static,
        {
            self.add(Method::$method, false, policy, path, handler)
        }
    )*};
}

impl<S: Site> Routes<S> {
    /// None yet.
    pub fn new() -> Self {
        Routes::default()
    }

    methods! {
        /// Shows something; changes nothing.
        get GET;
        /// Does something.
        post POST;
        /// Puts something in the place of another.
        put PUT;
        /// Changes a part of something.
        patch PATCH;
        /// Takes something away.
        delete DELETE;
    }

    /// Takes a signed notification: the handler gets the bytes in [`Cx::raw`]; cookies and form tokens do not count.
    pub fn post_raw<P, I, V, F, Fut>(self, policy: P, path: &str, handler: F) -> Self
    where
        P: Policy<S>,
        I: DeserializeOwned + utoipa::ToSchema + Send + 'static,
        V: View,
        F: Fn(Cx<S>, P::Who, I) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<Reply<V>, Error>> + Send + 'static,
    {
        self.add(Method::POST, true, policy, path, handler)
    }

    fn add<P, I, V, F, Fut>(mut self, method: Method, raw: bool, _: P, path: &str, handler: F) -> Self
    where
        P: Policy<S>,
        I: DeserializeOwned + utoipa::ToSchema + Send + 'static,
        V: View,
        F: Fn(Cx<S>, P::Who, I) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<Reply<V>, Error>> + Send + 'static,
    {
        let handler = Arc::new(handler);
        let handle: Handle<S> = Arc::new(move |exchange| {
            let handler = Arc::clone(&handler);
            Box::pin(async move {
                let who = match P::admit_from(exchange.viewer.clone(), exchange.here) {
                    Ok(who) => who,
                    Err(denied) => {
                        if denied == Denied::SignIn {
                            exchange.rescue_typed().await;
                        }
                        return Err(Error::Denied(denied));
                    }
                };
                let input: I = exchange.read().await?.read()?;
                let reply = handler(exchange.cx(), who, input).await?;
                answer(reply, &mut exchange.shell, exchange.json, exchange.api)
            })
        });
        let facts = RouteFacts {
            method,
            path: path.to_owned(),
            policy: P::NAME,
            open: P::OPEN,
            summary: String::new(),
            uploads: false,
            raw,
            in_api: true,
            is_page: <V as Page>::IS_PAGE,
            input: openapi::Schemas::of::<I>(),
            view: <V as Page>::IS_PAGE.then(openapi::Schemas::of::<V>),
        };
        self.routes.push(Route { facts: Arc::new(facts), handle });
        self
    }

    /// Says in a sentence what the last route does.
    pub fn doc(self, summary: &str) -> Self {
        self.last(|facts| facts.summary = summary.to_owned())
    }

    /// Lets the last route take files.
    pub fn uploads(self) -> Self {
        self.last(|facts| facts.uploads = true)
    }

    /// Keeps the last route out of `/api/v1`: pictures, pages for search engines.
    pub fn page_only(self) -> Self {
        self.last(|facts| facts.in_api = false)
    }

    fn last(mut self, change: impl FnOnce(&mut RouteFacts)) -> Self {
        if let Some(route) = self.routes.last_mut() {
            change(Arc::make_mut(&mut route.facts));
        }
        self
    }

    /// These and others.
    pub fn merge(mut self, other: Routes<S>) -> Self {
        self.routes.extend(other.routes);
        self
    }

    /// Every route, in the order of path and method.
    pub fn list(&self) -> Vec<RouteInfo> {
        let info = |route: &Route<S>| {
            let facts = &route.facts;
            RouteInfo {
                method: facts.method.to_string(),
                path: facts.path.clone(),
                policy: facts.policy,
                open: facts.open,
                is_page: facts.is_page,
                in_api: facts.in_api,
                uploads: facts.uploads,
                summary: facts.summary.clone(),
            }
        };
        let mut list: Vec<RouteInfo> = self.routes.iter().map(info).collect();
        list.sort_by(|a, b| (&a.path, &a.method).cmp(&(&b.path, &b.method)));
        list
    }

    /// The OpenAPI 3.1 document.
    pub fn openapi(&self, title: &str, version: &str) -> Value {
        openapi::document(self.facts(), title, version)
    }

    /// What is wrong with the list itself: the same route twice, a path that the input does not read, a route without a
    /// sentence, two schemas of one name. Tests want it empty.
    pub fn check(&self) -> Vec<String> {
        let mut wrong = openapi::clashes(self.facts());
        let mut seen = BTreeSet::new();
        let mut names: BTreeMap<String, &str> = BTreeMap::new();
        for facts in self.facts() {
            let route = format!("{} {}", facts.method, facts.path);
            if !seen.insert(route.clone()) {
                wrong.push(format!("{route} stands twice"));
            }
            if facts.summary.is_empty() {
                wrong.push(format!("{route} does not say what it does"));
            }
            let read = facts.input.properties();
            for name in openapi::names_in(&facts.path) {
                if !read.is_empty() && !read.contains(&name) {
                    wrong.push(format!("{route} does not read {name}"));
                }
            }
            // The router takes one name for one place.
            let shape = openapi::shape(&facts.path);
            let known = names.entry(shape).or_insert(&facts.path);
            if *known != facts.path {
                wrong.push(format!("{} and {known} name one place differently", facts.path));
            }
        }
        wrong
    }

    fn facts(&self) -> impl Iterator<Item = &RouteFacts> {
        self.routes.iter().map(|route| route.facts.as_ref())
    }
}
