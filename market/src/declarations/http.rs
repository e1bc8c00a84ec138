//! Papers to print, and the two forms that papers are filled from.

use super::facts::opened;
use super::view::{RegistrationsView, SenderView, SheetView};
use super::{Facts, Firms, GapView, Give, PapersView, RegistrationRows, Sender, Senders, store};
use crate::App;
use crate::orders::{Papers, sellers_order};
use crate::policy::{OperatorWho, SellerWho};
use crate::sellers::Sellers;
use sampan_customs::papers::{self, Firm, Paper, PaperKind, Registrations};
use sampan_web::{Cx, Error, FieldErrors, NoInput, OrInternal, Reply, Shell};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Which order.
#[derive(Deserialize, ToSchema)]
pub struct PapersOfOrder {
    /// The order's id.
    order: String,
}

/// Which paper.
#[derive(Deserialize, ToSchema)]
pub struct PaperOfOrder {
    /// The order's id.
    order: String,
    /// The paper, such as `cn22`.
    kind: String,
}

/// Everything that goes with the parcel, one sheet a paper; records for customs' systems are left to their own pages.
pub async fn papers(cx: Cx<App>, who: SellerWho, input: PapersOfOrder) -> Result<Reply<PapersView>, Error> {
    let stored = sellers_order(&cx.site, who.seller, &input.order).await?;
    let view = made(&cx.site, &cx.shell, stored.order, |kind| !kind.is_record()).await?;
    Ok(Reply::show(view))
}

/// One paper, or what it lacks.
pub async fn paper(cx: Cx<App>, who: SellerWho, input: PaperOfOrder) -> Result<Reply<PapersView>, Error> {
    let kind = PaperKind::ALL.iter().copied().find(|kind| kind.code() == input.kind).ok_or(Error::NotFound)?;
    let stored = sellers_order(&cx.site, who.seller, &input.order).await?;
    let view = made(&cx.site, &cx.shell, stored.order, |one| one == kind).await?;
    if view.sheets.is_empty() && view.missing.is_empty() { Err(Error::NotFound) } else { Ok(Reply::show(view)) }
}

/// The papers of an order as kept when its parcel left, else as they can be made now.
async fn made(
    app: &App,
    s: &Shell,
    order: sampan_trade::order::Order,
    wanted: impl Fn(PaperKind) -> bool,
) -> Result<PapersView, Error> {
    let (id, number) = (order.id, order.number.clone());
    let of = vec![i64::from(id.cell().number()).into(), id.0.into()];
    let kept = "where t.cell = $1 and t.order_id = $2 order by t.kind";
    let kept = app.db().select::<Papers>(kept, of).await.or_internal()?;
    let kept = opened(app.vault(), id, &kept);
    let is_kept = !kept.is_empty();
    let (mut made, mut missing): (Vec<Paper>, Vec<GapView>) = (kept, Vec::new());
    if !is_kept {
        let facts = Facts::find(app, order).await.or_internal()?;
        let consignment = super::consignment(&facts).ok_or(Error::NotFound)?;
        for kind in consignment.papers() {
            match papers::make(&consignment, kind) {
                Ok(paper) => made.push(paper),
                Err(gaps) if wanted(kind) => missing.extend(gaps.iter().map(|gap| GapView::of(&gap.into(), s))),
                Err(_) => {}
            }
        }
    }
    made.retain(|paper| wanted(paper.kind()));
    made.sort_by_key(Paper::kind);
    let sheets = made.iter().map(SheetView::of).collect();
    Ok(PapersView { order: id.to_string(), number, sheets, missing, kept: is_kept })
}

pub async fn sender(cx: Cx<App>, who: SellerWho, _: NoInput) -> Result<Reply<SenderView>, Error> {
    Ok(Reply::show(sender_view(&cx.site, who).await?))
}

async fn sender_view(app: &App, who: SellerWho) -> Result<SenderView, Error> {
    let seller = app.find::<Sellers>(who.seller).await?;
    let known = app.db().find::<Senders>(&who.seller).await.or_internal()?.and_then(|s| s.open(app.vault()));
    let usual = || match app.mode() {
        crate::Mode::Demo => store::demo_sender(&seller.city),
        crate::Mode::Live => Sender { city: seller.city.clone(), ..Sender::default() },
    };
    let set = known.is_some();
    Ok(SenderView::of(known.unwrap_or_else(usual), seller.state.to_string(), set))
}

/// Where parcels leave from.
#[derive(Deserialize, ToSchema)]
pub struct SenderInput {
    /// Street and number.
    #[serde(default)]
    street: String,
    /// City.
    #[serde(default)]
    city: String,
    /// ZIP code: five digits, or nine with a hyphen.
    #[serde(default)]
    zip: String,
    /// Phone, if carriers may call.
    #[serde(default)]
    phone: String,
}

impl SenderInput {
    fn check(self) -> Result<Sender, FieldErrors> {
        let mut errors = FieldErrors::new();
        for (field, text) in [("street", &self.street), ("city", &self.city)] {
            if !plain(text, 1..=100) {
                let code = if text.trim().is_empty() { "missing" } else { "invalid" };
                errors.add(field, text, "1 to 100 characters", code);
            }
        }
        let digits: String = self.zip.chars().filter(|c| *c != '-' && !c.is_whitespace()).collect();
        if !matches!(digits.len(), 5 | 9) || !digits.bytes().all(|b| b.is_ascii_digit()) {
            errors.add("zip", &self.zip, "49684 or 49684-1234", "invalid");
        }
        let sign = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | ' ' | '(' | ')' | '.');
        if !plain(&self.phone, 0..=30) || !self.phone.chars().all(sign) {
            errors.add("phone", &self.phone, "+1 231 555 0100", "invalid");
        }
        let phone = Some(self.phone.trim().to_owned()).filter(|phone| !phone.is_empty());
        let zip = if digits.len() == 9 { format!("{}-{}", &digits[..5], &digits[5..]) } else { digits };
        let (street, city) = (self.street.trim().to_owned(), self.city.trim().to_owned());
        if errors.is_empty() { Ok(Sender { street, city, zip, phone }) } else { Err(errors) }
    }
}

fn plain(text: &str, length: std::ops::RangeInclusive<usize>) -> bool {
    length.contains(&text.trim().chars().count()) && !text.chars().any(char::is_control)
}

pub async fn set_sender(cx: Cx<App>, who: SellerWho, input: SenderInput) -> Result<Reply<SenderView>, Error> {
    let sender = match input.check() {
        Ok(sender) => sender,
        Err(errors) => return Ok(Reply::again(sender_view(&cx.site, who).await?, errors)),
    };
    let give = Give::Sender { vault: cx.site.vault().clone(), seller: who.seller, sender };
    // Giving a place is never refused.
    let _ = cx.site.perform(who.seller, cx.once.as_ref(), give).await?;
    let view = sender_view(&cx.site, who).await?;
    Ok(Reply::done(view, "/seller/sender").notice(cx.shell.t("declarations-sender-kept")))
}

pub async fn registrations(cx: Cx<App>, _: OperatorWho, _: NoInput) -> Result<Reply<RegistrationsView>, Error> {
    Ok(Reply::show(registrations_view(&cx.site).await?))
}

async fn registrations_view(app: &App) -> Result<RegistrationsView, Error> {
    let stored = app.db().find::<RegistrationRows>(&Uuid::nil()).await.or_internal()?;
    let set = stored.is_some();
    Ok(RegistrationsView::of(&store::firms(stored, app.mode()), set))
}

/// The firms in customs: number and name of each, both empty for none.
#[derive(Deserialize, ToSchema)]
#[allow(missing_docs)]
pub struct RegistrationsInput {
    #[serde(default)]
    platform_code: String,
    #[serde(default)]
    platform_name: String,
    #[serde(default)]
    merchant_code: String,
    #[serde(default)]
    merchant_name: String,
    #[serde(default)]
    payment_code: String,
    #[serde(default)]
    payment_name: String,
    #[serde(default)]
    carrier_code: String,
    #[serde(default)]
    carrier_name: String,
}

impl RegistrationsInput {
    fn check(&self) -> Result<Firms, FieldErrors> {
        let mut errors = FieldErrors::new();
        let mut firm = |part: &str, code: &str, name: &str| {
            let (code, name) = (code.trim(), name.trim());
            if code.is_empty() && name.is_empty() {
                return None;
            }
            if !(1..=18).contains(&code.chars().count()) || !code.bytes().all(|b| b.is_ascii_alphanumeric()) {
                errors.add(format!("{part}_code"), code, "1 to 18 letters and digits", "invalid");
            }
            if !plain(name, 1..=100) {
                errors.add(format!("{part}_name"), name, "1 to 100 characters", "invalid");
            }
            Some(Firm { code: code.to_owned(), name: name.to_owned() })
        };
        let china = Registrations {
            platform: firm("platform", &self.platform_code, &self.platform_name),
            merchant: firm("merchant", &self.merchant_code, &self.merchant_name),
            payment: firm("payment", &self.payment_code, &self.payment_name),
            carrier: firm("carrier", &self.carrier_code, &self.carrier_name),
        };
        if errors.is_empty() { Ok(Firms { china }) } else { Err(errors) }
    }
}

pub async fn set_registrations(
    cx: Cx<App>,
    who: OperatorWho,
    input: RegistrationsInput,
) -> Result<Reply<RegistrationsView>, Error> {
    let firms = match input.check() {
        Ok(firms) => firms,
        Err(errors) => return Ok(Reply::again(registrations_view(&cx.site).await?, errors)),
    };
    let give = Give::Firms { operator: who.account, firms };
    // Setting firms is never refused.
    let _ = cx.site.perform(Uuid::nil(), cx.once.as_ref(), give).await?;
    let view = registrations_view(&cx.site).await?;
    Ok(Reply::done(view, "/operator/registrations").notice(cx.shell.t("declarations-registrations-kept")))
}
