//! The shop's own settings: where it is, what it says of itself in each language, its terms, its staff.

use super::http::is_email;
use super::shop::{Change, ChangeShop, NotChanged};
use super::staff::{Invite, MOST, SendAway};
use super::store::{Sellers, staff};
use crate::accounts::Role;
use crate::policy::SellerWho;
use crate::{App, page};
use sampan_ids::{AccountId, Timestamp};
use sampan_trade::Language;
use sampan_trade::message::TEXT_LIMIT;
use sampan_web::{Cx, Error, FieldErrors, NoInput, OrInternal, Reply};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The shop's settings.
#[derive(Serialize, ToSchema)]
pub struct ShopSettingsView {
    /// The business name.
    pub name: String,
    /// The name in addresses.
    pub slug: String,
    /// The state's name.
    pub state: &'static str,
    /// The city.
    pub city: String,
    /// What the shop says of itself, in English.
    pub about_en: String,
    /// The same in Chinese.
    pub about_zh: String,
    /// When the terms were accepted.
    #[schema(value_type = Option<String>)]
    pub terms_accepted: Option<Timestamp>,
    /// Whether who looks may change the shop and its staff.
    pub owner: bool,
    /// Who works for the shop.
    pub staff: Vec<StaffRow>,
}
page!(ShopSettingsView, "sellers/pages/settings.html");

/// Someone who works for the shop. Addresses are shown to the owner alone.
#[derive(Serialize, ToSchema)]
pub struct StaffRow {
    /// The account.
    pub account: String,
    /// What they are called.
    pub name: String,
    /// Their address, for the owner.
    pub email: String,
    /// Whether they own the shop.
    pub owner: bool,
    /// Whether they have confirmed their address.
    pub confirmed: bool,
    /// Whether it is who looks.
    pub you: bool,
}

impl StaffRow {
    /// Where they are sent away.
    pub fn removal(&self) -> String {
        format!("/seller/staff/{}/removal", self.account)
    }
}

pub async fn show(cx: Cx<App>, who: SellerWho, _: NoInput) -> Result<Reply<ShopSettingsView>, Error> {
    Ok(Reply::show(view(&cx.site, who).await?))
}

async fn view(app: &App, who: SellerWho) -> Result<ShopSettingsView, Error> {
    let seller = app.find::<Sellers>(who.seller).await?;
    let rows = staff(app.db(), who.seller).await.or_internal()?;
    let row = |account: &crate::accounts::Account| {
        let person = account.open(app.vault());
        let (name, email) = person.map(|person| (person.name, person.email)).unwrap_or_default();
        StaffRow {
            account: account.id.to_string(),
            name,
            email: if who.owner { email } else { String::new() },
            owner: matches!(account.role, Role::Seller { owner: true, .. }),
            confirmed: account.confirmed.is_some(),
            you: account.id == who.account,
        }
    };
    let about = |language| seller.about.get(&language).cloned().unwrap_or_default();
    Ok(ShopSettingsView {
        about_en: about(Language::En),
        about_zh: about(Language::ZhHans),
        state: seller.state.name(),
        terms_accepted: seller.terms_accepted,
        owner: who.owner,
        staff: rows.iter().map(row).collect(),
        name: seller.name,
        slug: seller.slug,
        city: seller.city,
    })
}

/// Where the shop is and what it says of itself.
#[derive(Deserialize, ToSchema)]
pub struct ShopInput {
    /// The city.
    #[serde(default)]
    city: String,
    /// In English, at most 2,000 characters.
    #[serde(default)]
    about_en: String,
    /// In Chinese.
    #[serde(default)]
    about_zh: String,
}

pub async fn change(cx: Cx<App>, who: SellerWho, input: ShopInput) -> Result<Reply<ShopSettingsView>, Error> {
    let mut wrong = FieldErrors::new();
    let city = input.city.trim();
    if !(1..=120).contains(&city.chars().count()) || city.chars().any(char::is_control) {
        wrong.add("city", city, "1 to 120 characters", "seller_field");
    }
    for (field, words) in [("about_en", &input.about_en), ("about_zh", &input.about_zh)] {
        if words.chars().count() > TEXT_LIMIT {
            wrong.add(field, words, "at most 2,000 characters", "text_too_long");
        }
    }
    if !wrong.is_empty() {
        return Ok(Reply::again(view(&cx.site, who).await?, wrong));
    }
    let about = BTreeMap::from([(Language::En, input.about_en), (Language::ZhHans, input.about_zh)]);
    perform(cx, who, Change::Profile { city: input.city, about }).await
}

pub async fn accept_terms(cx: Cx<App>, who: SellerWho, _: NoInput) -> Result<Reply<ShopSettingsView>, Error> {
    perform(cx, who, Change::Terms).await
}

async fn perform(cx: Cx<App>, who: SellerWho, change: Change) -> Result<Reply<ShopSettingsView>, Error> {
    let app = &cx.site;
    match app.perform(who.seller, cx.once.as_ref(), ChangeShop { seller: who.seller, change }).await? {
        Ok(()) => {
            let saved = cx.shell.t("sellers-saved");
            Ok(Reply::done(view(app, who).await?, "/seller/settings").notice(saved))
        }
        Err(NotChanged::Unknown) => Err(Error::NotFound),
        Err(NotChanged::Refused(why)) => Err(super::refused(&why)),
    }
}

/// Whom the owner invites.
#[derive(Deserialize, ToSchema)]
pub struct InviteInput {
    /// Where the letter goes.
    #[serde(default)]
    email: String,
    /// What they are called; may be empty.
    #[serde(default)]
    staff_name: String,
}

pub async fn invite(cx: Cx<App>, who: SellerWho, input: InviteInput) -> Result<Reply<ShopSettingsView>, Error> {
    let app = &cx.site;
    let now = view(app, who).await?;
    let mut wrong = FieldErrors::new();
    if !is_email(&input.email) {
        wrong.add("email", &input.email, "an e-mail address", "seller_email");
    }
    if input.staff_name.chars().count() > 120 || input.staff_name.chars().any(char::is_control) {
        wrong.add("staff_name", &input.staff_name, "at most 120 characters", "seller_field");
    }
    if now.staff.len() >= MOST {
        wrong.add("email", &input.email, "at most 50 people", "seller_staff");
    }
    if !wrong.is_empty() {
        return Ok(Reply::again(now, wrong));
    }
    app.throttle().attempt("invite", &who.seller.to_string(), app.now())?;
    let command = Invite {
        vault: app.vault().clone(),
        seller: who.seller,
        email: input.email,
        name: input.staff_name.trim().to_owned(),
        language: cx.shell.lang.to_owned(),
    };
    app.perform(who.seller, cx.once.as_ref(), command).await?.map_err(|()| Error::NotFound)?;
    let notice = cx.shell.t("sellers-invited");
    Ok(Reply::done(view(app, who).await?, "/seller/settings").notice(notice))
}

/// Whom the owner sends away.
#[derive(Deserialize, ToSchema)]
pub struct StaffAsked {
    #[schema(value_type = String)]
    account: AccountId,
}

pub async fn send_away(cx: Cx<App>, who: SellerWho, asked: StaffAsked) -> Result<Reply<ShopSettingsView>, Error> {
    let app = &cx.site;
    let command = SendAway { vault: app.vault().clone(), seller: who.seller, account: asked.account };
    app.perform(asked.account, cx.once.as_ref(), command).await?.map_err(|()| Error::NotFound)?;
    let saved = cx.shell.t("sellers-saved");
    Ok(Reply::done(view(app, who).await?, "/seller/settings").notice(saved))
}
