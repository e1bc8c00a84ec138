//! Looking at the rate card, changing it, taking it out as CSV.

use super::form::TypedRates;
use crate::csv_out::{self, Cell};
use crate::look::Choice;
use crate::policy::SellerWho;
use crate::sellers::shop::{Change, ChangeShop, NotChanged};
use crate::sellers::{Sellers, refused};
use crate::{App, page};
use sampan_trade::rates::Carrier;
use sampan_web::{Cx, Error, NoInput, NoView, Reply, Shell};
use serde::Serialize;
use utoipa::ToSchema;

/// The rate card.
#[derive(Serialize, ToSchema)]
pub struct RatesView {
    /// The card.
    pub card: TypedRates,
    /// The card as it stands in the form, with empty rows.
    #[serde(skip)]
    pub form: TypedRates,
}
page!(RatesView, "sellers/pages/rates.html");

impl RatesView {
    fn of(card: TypedRates) -> RatesView {
        RatesView { form: card.clone().with_room(), card }
    }

    /// The ways to choose from.
    pub fn modes(&self, s: &Shell, chosen: &str) -> Vec<Choice> {
        ["post", "express"].map(|mode| Choice::new(mode, s.t(format!("sellers-mode-{mode}")), chosen == mode)).into()
    }

    /// The carriers that a way to send may name, none first.
    pub fn carriers(&self, s: &Shell, chosen: &str) -> Vec<Choice> {
        let open = Choice::new("", s.t("sellers-carrier-open"), chosen.is_empty());
        let named = Carrier::ALL.map(Carrier::as_str);
        let named =
            named.map(|name| Choice::new(name, name.to_ascii_uppercase().replace("FEDEX", "FedEx"), chosen == name));
        std::iter::once(open).chain(named).collect()
    }

    /// The destinations of a zone by their names.
    pub fn named(&self, s: &Shell, destinations: &str) -> String {
        let name = |code: &str| s.maybe(format!("look-place-{}", code.to_ascii_lowercase())).unwrap_or(code.to_owned());
        let codes = destinations.split(',').map(str::trim).filter(|code| !code.is_empty());
        codes.map(name).collect::<Vec<_>>().join(", ")
    }
}

pub async fn show(cx: Cx<App>, who: SellerWho, _: NoInput) -> Result<Reply<RatesView>, Error> {
    let seller = cx.site.find::<Sellers>(who.seller).await?;
    Ok(Reply::show(RatesView::of(TypedRates::from(&seller.rate_card))))
}

pub async fn save(cx: Cx<App>, who: SellerWho, typed: TypedRates) -> Result<Reply<RatesView>, Error> {
    let card = match typed.card() {
        Ok(card) => card,
        // The rows stay as they were sent, so that each error finds its field.
        Err(wrong) => return Ok(Reply::again(RatesView { form: typed.clone(), card: typed }, wrong)),
    };
    let saved = TypedRates::from(&card);
    let command = ChangeShop { seller: who.seller, change: Change::RateCard(card) };
    match cx.site.perform(who.seller, cx.once.as_ref(), command).await? {
        Ok(()) => Ok(Reply::done(RatesView::of(saved), "/seller/rates").notice(cx.shell.t("sellers-saved"))),
        Err(NotChanged::Unknown) => Err(Error::NotFound),
        Err(NotChanged::Refused(why)) => Err(refused(&why)),
    }
}

const HEAD: [&str; 8] = ["destinations", "code", "name", "mode", "days_min", "days_max", "up_to_g", "price_usd"];

pub async fn csv(cx: Cx<App>, who: SellerWho, _: NoInput) -> Result<Reply<NoView>, Error> {
    let seller = cx.site.find::<Sellers>(who.seller).await?;
    let mut rows = Vec::new();
    for zone in &TypedRates::from(&seller.rate_card).zones {
        for option in &zone.options {
            for step in &option.steps {
                rows.push(vec![
                    Cell::text(zone.destinations.as_str()),
                    Cell::text(option.code.as_str()),
                    Cell::text(option.name.as_str()),
                    Cell::text(option.mode.as_str()),
                    Cell::figure(&option.days_min),
                    Cell::figure(&option.days_max),
                    Cell::figure(&step.up_to_g),
                    Cell::figure(&step.price),
                ]);
            }
        }
    }
    Ok(csv_out::file("rates.csv", &HEAD, rows))
}
