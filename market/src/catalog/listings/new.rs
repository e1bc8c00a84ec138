//! A new listing by hand: goods or a service, a draft with one variant.

use super::commands::New;
use super::edit::service_kind;
use super::parse::{self, Typed};
use super::{refused, view};
use crate::App;
use crate::look::Choice;
use crate::page;
use crate::policy::SellerWho;
use crate::sellers::Sellers;
use sampan_ids::ListingId;
use sampan_tariff::ServiceKind;
use sampan_trade::Language;
use sampan_trade::listing::{Category, Service, Text, TextSource, TextState};
use sampan_web::{Cx, Error, NoInput, Reply, Shell};
use serde::{Deserialize, Serialize};

/// The form of a new listing, or the listing that it made.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct NewView {
    /// The listing, once it is made.
    #[schema(value_type = Option<String>)]
    pub id: Option<ListingId>,
    /// The shelves to choose from.
    #[serde(skip)]
    #[schema(value_type = Vec<Object>)]
    pub categories: Vec<Choice>,
    /// The kinds of service to choose from.
    #[serde(skip)]
    #[schema(value_type = Vec<Object>)]
    pub kinds: Vec<Choice>,
}

page!(NewView, "catalog/pages/new.html");

fn form(s: &Shell, id: Option<ListingId>) -> NewView {
    NewView { id, categories: view::categories(Category::Other, s), kinds: view::kinds("", s) }
}

/// Shows the form.
pub async fn show(cx: Cx<App>, _: SellerWho, _: NoInput) -> Result<Reply<NewView>, Error> {
    Ok(Reply::show(form(&cx.shell, None)))
}

/// A new listing as it was typed.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct Form {
    /// Its title in English.
    title: Option<String>,
    /// Its description.
    body: Option<String>,
    /// Its price in dollars.
    price: Option<String>,
    /// Pieces on the shelf, or seats.
    stock: Option<String>,
    /// Its shelf; a service needs none.
    category: Option<String>,
    /// What kind of service it is; none: goods.
    service: Option<String>,
    /// Where a service is.
    place: Option<String>,
    /// When it is, in words.
    when: Option<String>,
    /// The last day it can be had.
    last_day: Option<String>,
}

/// Makes the listing.
pub async fn create(cx: Cx<App>, who: SellerWho, typed_in: Form) -> Result<Reply<NewView>, Error> {
    let seller = cx.site.find::<Sellers>(who.seller).await?;
    let mut typed = Typed::default();
    let new = typed_in.read(&mut typed).map(|(text, category, price, on_hand, service)| New {
        seller: who.seller,
        us_state: seller.state.to_string(),
        category,
        language: Language::En,
        text,
        price,
        on_hand,
        service,
    });
    let (Some(new), true) = (new, typed.errors.is_empty()) else {
        return Ok(Reply::again(form(&cx.shell, None), typed.errors));
    };
    let id = cx.site.perform(who.seller, cx.once.as_ref(), new).await?.map_err(refused)?;
    Ok(Reply::created(form(&cx.shell, Some(id)), format!("/seller/listings/{id}")))
}

type Read = (Text, Category, sampan_money::Money, u32, Option<(Service, ServiceKind)>);

impl Form {
    fn read(&self, typed: &mut Typed) -> Option<Read> {
        let title = typed.text("title", self.title.as_deref(), 255);
        let title = typed.need("title", title);
        let body = typed.text("body", self.body.as_deref(), 60_000).unwrap_or_default();
        let price = typed.price("price", self.price.as_deref());
        let price = typed.need("price", price);
        let on_hand = typed.pieces("stock", self.stock.as_deref());
        let on_hand = typed.need("stock", on_hand);
        let kind = service_kind(self.service.as_deref());
        let (category, service) = match kind {
            Some(kind) => (Some(Category::Service), Some(self.service(typed, kind))),
            None => {
                let category = typed.word("category", self.category.as_deref());
                (typed.need("category", category), None)
            }
        };
        let service = match service {
            Some(read) => Some(read?),
            None => None,
        };
        let body_html = parse::body(&body);
        let text = Text { title: title?, body_html, source: TextSource::Seller, state: TextState::Checked };
        Some((text, category?, price?, on_hand?, service))
    }

    fn service(&self, typed: &mut Typed, kind: ServiceKind) -> Option<(Service, ServiceKind)> {
        let place = typed.text("place", self.place.as_deref(), 300);
        let place = typed.need("place", place);
        let last_day = typed.day("last_day", self.last_day.as_deref());
        let last_day = typed.need("last_day", last_day);
        let when = typed.text("when", self.when.as_deref(), 300);
        let when = when.map(|words| (Language::En, words)).into_iter().collect();
        Some((Service { place: place?, when, last_day: last_day? }, kind))
    }
}
