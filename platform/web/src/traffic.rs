//! How many requests each route answered, with which status, and how fast; since the program started.

use parking_lot::{Mutex, RwLock};
use sampan_meters::{Counted, Histogram, TIMES};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

/// Counts requests. Routes are known by their pattern, so there are never more of them than were written.
#[derive(Default)]
pub struct Traffic {
    routes: RwLock<HashMap<String, Methods>>,
    under_way: AtomicI64,
}

/// A route's methods.
type Methods = Vec<(String, Arc<Meter>)>;

struct Meter {
    statuses: Mutex<BTreeMap<u16, u64>>,
    times: Histogram,
}

/// What one route answered.
#[derive(Debug, Clone)]
pub struct RouteTraffic {
    /// `GET`, `POST` and so on; `any` for requests that led nowhere.
    pub method: String,
    /// The pattern, such as `/listings/{listing}`; `none` for requests that led nowhere.
    pub route: String,
    /// How many answers had each status.
    pub statuses: Vec<(u16, u64)>,
    /// How long they took, in microseconds.
    pub times: Counted,
}

impl Traffic {
    /// One request was answered.
    pub fn note(&self, method: &str, route: &str, status: u16, took: Duration) {
        let meter = self.meter(method, route);
        *meter.statuses.lock().entry(status).or_default() += 1;
        meter.times.observe_time(took);
    }

    fn meter(&self, method: &str, route: &str) -> Arc<Meter> {
        let find =
            |methods: &Methods| methods.iter().find(|(known, _)| known == method).map(|(_, meter)| Arc::clone(meter));
        if let Some(meter) = self.routes.read().get(route).and_then(find) {
            return meter;
        }
        let mut routes = self.routes.write();
        let methods = routes.entry(route.to_owned()).or_default();
        if let Some(meter) = find(methods) {
            return meter;
        }
        let meter = Arc::new(Meter { statuses: Mutex::default(), times: Histogram::new(TIMES) });
        methods.push((method.to_owned(), Arc::clone(&meter)));
        meter
    }

    /// Every route that was asked for, in order.
    pub fn read(&self) -> Vec<RouteTraffic> {
        let routes = self.routes.read();
        let each = routes
            .iter()
            .flat_map(|(route, methods)| methods.iter().map(move |(method, meter)| (route, method, meter)));
        let mut read: Vec<RouteTraffic> = each
            .map(|(route, method, meter)| RouteTraffic {
                method: method.clone(),
                route: route.clone(),
                statuses: meter.statuses.lock().iter().map(|(status, count)| (*status, *count)).collect(),
                times: meter.times.read(),
            })
            .collect();
        read.sort_by(|a, b| (&a.route, &a.method).cmp(&(&b.route, &b.method)));
        read
    }

    /// Requests that are being answered.
    pub fn under_way(&self) -> i64 {
        self.under_way.load(Ordering::Relaxed)
    }

    /// A request begins; it ends when what is given is dropped.
    pub(crate) fn begin(&self) -> UnderWay<'_> {
        self.under_way.fetch_add(1, Ordering::Relaxed);
        UnderWay(self)
    }
}

/// A request that is being answered.
pub(crate) struct UnderWay<'a>(&'a Traffic);

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.under_way.fetch_sub(1, Ordering::Relaxed);
    }
}
