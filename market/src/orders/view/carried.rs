//! Why a parcel may not go with a carrier, and which others take it.

use crate::declarations::Facts;
use crate::explain;
use crate::orders::law::{self, Way};
use crate::pricing::Pricing;
use sampan_tariff::{Code, Reason};
use sampan_trade::order::Order;
use sampan_trade::rates::{Carrier, Mode};
use sampan_web::Shell;

/// What stands against the carrier that was noted, in sentences, and the way on: another carrier, or the order refused.
pub fn refused(pricing: &Pricing, facts: &Facts, reason: &Reason, s: &Shell) -> String {
    let place = explain::place(facts.order.destination.as_str(), s);
    let carrier = facts.parcel.as_ref().map(|note| match Way::of(&facts.order, note) {
        Way { carrier: Some(carrier), .. } => name(carrier).to_owned(),
        Way { mode: Mode::Post, .. } => s.t("orders-by-post"),
        Way { mode: Mode::Express, .. } => note.carrier.clone(),
    });
    let why = explain::reason(reason, s).to_string();
    let said =
        s.tn("orders-carrier-refused", &[("carrier", &carrier.unwrap_or_default()), ("place", &place), ("why", &why)]);
    let takers: Vec<&str> = law::takers(pricing, facts).into_iter().map(name).collect();
    let on = match takers.is_empty() {
        _ if reason.code == Code::Missing => s.t("orders-carrier-tell"),
        true => s.t("orders-carrier-none"),
        false => s.t1("orders-carrier-others", "carriers", takers.join(&s.t("catalog-comma"))),
    };
    format!("{said}{}{on}", s.t("orders-lacks-join"))
}

/// That a parcel goes another way than the buyer paid for, and what to do.
pub fn other_mode(order: &Order, s: &Shell) -> String {
    let way = order.delivery.as_ref().map(|delivery| explain::delivery_name(&delivery.name, s)).unwrap_or_default();
    s.t1("orders-other-mode", "way", way)
}

/// A carrier as it calls itself.
const fn name(carrier: Carrier) -> &'static str {
    match carrier {
        Carrier::Usps => "USPS",
        Carrier::Ups => "UPS",
        Carrier::Fedex => "FedEx",
        Carrier::Dhl => "DHL",
    }
}
