//! Joining and a seller's day.

use super::view::{SellerJoinView, SellerTodayView, TermsView, status_reason};
use super::{Join, Sellers, refused};
use crate::App;
use crate::accounts::password::hash_aside;
use crate::accounts::{Viewer, email_id, password};
use crate::policy::SellerWho;
use sampan_trade::{UsState, terms as days};
use sampan_web::{Cx, Error, FieldErrors, NoInput, OrInternal, Reply};
use serde::Deserialize;
use utoipa::ToSchema;

/// What someone who wants to sell writes down.
#[derive(Deserialize, ToSchema)]
pub struct SellerJoinInput {
    /// The business name.
    #[serde(default)]
    name: String,
    /// The state, by postal code or name.
    #[serde(default)]
    state: String,
    /// The city.
    #[serde(default)]
    city: String,
    /// The e-mail address.
    #[serde(default)]
    email: String,
    /// A password of at least ten characters.
    #[serde(default)]
    password: String,
    /// Whether the terms are accepted.
    #[serde(default)]
    terms: bool,
}

impl SellerJoinInput {
    /// The state, if every field makes sense.
    fn check(&self) -> Result<UsState, FieldErrors> {
        let mut wrong = FieldErrors::new();
        let plain =
            |text: &str| (1..=120).contains(&text.trim().chars().count()) && !text.chars().any(char::is_control);
        for (field, found) in [("name", &self.name), ("city", &self.city)] {
            if !plain(found) {
                wrong.add(
                    field,
                    found,
                    "1 to 120 characters",
                    if found.trim().is_empty() { "missing" } else { "seller_field" },
                );
            }
        }
        let state = self.state.parse::<UsState>();
        if let Err(why) = &state {
            wrong.add(
                "state",
                &self.state,
                &why.wanted,
                if self.state.is_empty() { "missing" } else { "seller_state" },
            );
        }
        if !is_email(&self.email) {
            wrong.add(
                "email",
                &self.email,
                "an e-mail address",
                if self.email.is_empty() { "missing" } else { "seller_email" },
            );
        }
        if self.password.chars().count() < password::LEAST || self.password.len() > password::MOST {
            wrong.add("password", "", "10 to 256 characters", "seller_password");
        }
        if !self.terms {
            wrong.add("terms", "", "the terms accepted", "seller_terms");
        }
        match state {
            Ok(state) if wrong.is_empty() => Ok(state),
            _ => Err(wrong),
        }
    }
}

/// Whether a text can be an e-mail address.
pub fn is_email(text: &str) -> bool {
    let text = text.trim();
    text.len() <= 254 && text.parse::<lettre::Address>().is_ok_and(|address| address.domain().contains('.'))
}

pub async fn form(_: Cx<App>, _: Option<Viewer>, _: NoInput) -> Result<Reply<SellerJoinView>, Error> {
    Ok(Reply::show(SellerJoinView::new(false)))
}

pub async fn join(cx: Cx<App>, _: Option<Viewer>, input: SellerJoinInput) -> Result<Reply<SellerJoinView>, Error> {
    let state = match input.check() {
        Ok(state) => state,
        Err(wrong) => return Ok(Reply::again(SellerJoinView::new(false), wrong)),
    };
    let app = &cx.site;
    app.throttle().attempt("join", &cx.client.to_string(), app.now())?;
    let owner = email_id(app.vault(), &input.email);
    let command = Join {
        vault: app.vault().clone(),
        name: input.name,
        state,
        city: input.city,
        email: input.email,
        password: hash_aside(input.password).await.or_internal()?,
        language: cx.shell.lang.to_owned(),
    };
    app.perform(owner, cx.once.as_ref(), command).await?.map_err(|why| refused(&why))?;
    Ok(Reply::done(SellerJoinView::new(true), "/sell/sent"))
}

pub async fn sent(_: Cx<App>, _: Option<Viewer>, _: NoInput) -> Result<Reply<SellerJoinView>, Error> {
    Ok(Reply::show(SellerJoinView::new(true)))
}

pub async fn terms(cx: Cx<App>, _: Option<Viewer>, _: NoInput) -> Result<Reply<TermsView>, Error> {
    let fee_percent = cx.site.operator_settings().fee_percent.normalize().to_string();
    let (release_days, ship_days) = (days::RELEASE_AFTER_DAYS, days::SHIP_WITHIN_DAYS);
    Ok(Reply::show(TermsView { fee_percent, release_days, ship_days }))
}

/// What a seller's day is made of, counted in one statement.
const COUNTS: &str = "
    select 'order' as what, state as name, count(*) as n from orders where seller_id = $1 group by state
    union all
    select 'listing' as what, status as name, count(*) as n from listings where seller_id = $1 group by status
    union all
    select 'message' as what, '' as name, count(*) as n from orders o where o.seller_id = $1
        and (select m.author from messages m where m.order_id = o.order_id
             order by m.sent_at desc, m.message_id desc limit 1) = 'buyer'";

pub async fn today(cx: Cx<App>, who: SellerWho, _: NoInput) -> Result<Reply<SellerTodayView>, Error> {
    let app = &cx.site;
    let seller = app.find::<Sellers>(who.seller).await?;
    let rows = app.db().query(COUNTS, vec![who.seller.0.into()]).await.or_internal()?;
    let count = |what: &str, name: Option<&str>| -> i64 {
        let wanted =
            rows.iter().filter(|row| row.text("what") == what && name.is_none_or(|name| row.text("name") == name));
        wanted.map(|row| row.int("n")).sum()
    };
    let (listings, published) = (count("listing", None), count("listing", Some("published")));
    let checklist = SellerTodayView::steps(&seller, listings, published);
    Ok(Reply::show(SellerTodayView {
        left: checklist.iter().filter(|step| !step.done).count(),
        checklist,
        status: seller.status.name(),
        reason: status_reason(&seller.status).to_owned(),
        to_ship: count("order", Some("paid")),
        booked: count("order", Some("booked")),
        on_the_way: count("order", Some("shipped")),
        claims: count("order", Some("claim_open")),
        unanswered: count("message", None),
        published,
        listings,
        name: seller.name,
        slug: seller.slug,
    }))
}
