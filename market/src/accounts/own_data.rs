//! One's own data: taking out all that is held about oneself, and having it erased.
//!
//! What trade and tax law want kept stays, without the person: orders and the ledger's entries. China's E-Commerce Law,
//! article 31, wants a platform to keep transactions for three years from their end; papers that went to customs are kept
//! sealed for the five years of 15 CFR 30.10 and 19 CFR 163.4.

use super::erase::{self, Erase};
use super::profile::wrong_password;
use super::{Accounts, Secrets, Sessions, Viewer};
use crate::checkout::{Baskets, Checkouts};
use crate::mail::{Mails, Sent};
use crate::orders::{Claims, Consignees, Messages, Orders, StoredOrder};
use crate::policy::BuyerWho;
use crate::{App, page};
use sampan_db::Value;
use sampan_ids::AccountId;
use sampan_trade::message::Message;
use sampan_trade::order::{RefundState, State};
use sampan_web::{Cx, Error, NoInput, NoView, OrInternal, Reply};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Most rows of a kind in one take-out.
const MOST: i64 = 10_000;

/// What erasing would do.
#[derive(Serialize, utoipa::ToSchema)]
pub struct ErasureView {
    /// Numbers of the orders that are still open: nothing can be erased before they are done.
    open_orders: Vec<String>,
    /// How many orders stay, without the person.
    orders_kept: usize,
    /// Whether this account can be erased by its holder; a seller's and an operator's cannot.
    can_be_erased: bool,
    #[serde(skip)]
    has_password: bool,
}
page!(ErasureView, "accounts/pages/erasure.html");

/// What it takes to erase an account.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct ErasureWanted {
    /// The password, if the account has one.
    #[serde(default)]
    present_password: String,
}

/// Gives everything that is held about the asker, as JSON.
pub async fn take_out(cx: Cx<App>, who: Viewer, _: NoInput) -> Result<Reply<NoView>, Error> {
    let data = everything(&cx.site, who.account).await?;
    let text = serde_json::to_string_pretty(&data).or_internal()?;
    Ok(Reply::file(text, "application/json", "sampan-my-data.json"))
}

async fn everything(app: &App, id: AccountId) -> Result<serde_json::Value, Error> {
    let (db, vault) = (app.db(), app.vault());
    let account = app.find::<Accounts>(id).await?;
    let person = account.open(vault).ok_or(Error::NotFound)?;
    let mine = || vec![Value::from(id.0), Value::Int(MOST)];
    let sessions = db.select::<Sessions>("where t.account_id = $1 limit $2", mine()).await.or_internal()?;
    let secrets = db.select::<Secrets>("where t.account_id = $1 limit $2", mine()).await.or_internal()?;
    let orders = orders(app, id).await?;
    let of_order = "where t.order_id in (select order_id from orders where buyer_id = $1) limit $2";
    let claims = db.select::<Claims>(of_order, mine()).await.or_internal()?;
    let messages = db.select::<Messages>(of_order, mine()).await.or_internal()?;
    let consignees = "where (t.cell, t.order_id) in (select cell, order_id from orders where buyer_id = $1) limit $2";
    let consignees = db.select::<Consignees>(consignees, mine()).await.or_internal()?;
    let checkouts =
        db.find_many::<Checkouts>(orders.iter().map(|stored| stored.order.checkout.0)).await.or_internal()?;
    let mails = db.select::<Mails>(&erase::letters_of(id), mine()).await.or_internal()?;
    let basket = db.find::<Baskets>(&id).await.or_internal()?;
    let said: Vec<Message> =
        messages.iter().filter_map(|m| vault.open_sealed(&format!("message {}", m.id), &m.sealed).ok()).collect();
    let letters: Vec<serde_json::Value> = mails
        .iter()
        .filter_map(|mail| Some((mail.at, vault.open_sealed::<Sent>("mail", &mail.sealed).ok()?)))
        .map(|(at, sent)| json!({ "at": at, "to": sent.to, "subject": sent.subject, "body": sent.body }))
        .collect();
    let held = |s: &super::Session| json!({ "since": s.created, "until": s.expires, "second_factor": s.second_factor });
    let linked = |s: &super::Secret| json!({ "for": s.kind, "since": s.created, "until": s.expires });
    let to = consignees.iter().filter_map(|c| Some(json!({ "order": c.order, "consignee": c.open(vault)? })));
    Ok(json!({
        "account": {
            "id": account.id,
            "email": person.email,
            "name": person.name,
            "role": account.role,
            "language": account.language,
            "created": account.created,
            "confirmed": account.confirmed,
            "second_factor": account.second_factor,
        },
        "sign_ins": sessions.iter().map(held).collect::<Vec<_>>(),
        "links_and_tokens": secrets.iter().map(linked).collect::<Vec<_>>(),
        "basket": basket,
        "checkouts": checkouts,
        "orders": orders,
        "delivered_to": to.collect::<Vec<_>>(),
        "claims": claims,
        "messages": said,
        "letters": letters,
    }))
}

async fn orders(app: &App, buyer: AccountId) -> Result<Vec<StoredOrder>, Error> {
    let condition = "where t.buyer_id = $1 order by t.placed_at limit $2";
    app.db().select::<Orders>(condition, vec![buyer.0.into(), MOST.into()]).await.or_internal()
}

/// Whether something may still happen to an order, for which its buyer is needed.
pub(super) fn is_open(stored: &StoredOrder) -> bool {
    let order = &stored.order;
    let owed = order.refunds.iter().any(|refund| matches!(refund.sent, RefundState::Owed));
    owed || order.state.holds_money() || matches!(order.state, State::AwaitingPayment { .. })
}

/// Shows what erasing would do, what would stay and why.
pub async fn erasure_page(cx: Cx<App>, who: Viewer, _: NoInput) -> Result<Reply<ErasureView>, Error> {
    Ok(Reply::show(erasure_view(&cx.site, who.account).await?))
}

async fn erasure_view(app: &App, id: AccountId) -> Result<ErasureView, Error> {
    let account = app.find::<Accounts>(id).await?;
    let orders = orders(app, id).await?;
    Ok(ErasureView {
        open_orders: orders.iter().filter(|o| is_open(o)).map(|o| o.order.number.clone()).collect(),
        orders_kept: orders.len(),
        can_be_erased: account.role == super::Role::Buyer,
        has_password: account.password.is_some(),
    })
}

/// Erases the asker. What is theirs is emptied first, the account last, so that it can be tried again if it is cut off.
pub async fn erase(cx: Cx<App>, who: BuyerWho, input: ErasureWanted) -> Result<Reply<ErasureView>, Error> {
    let app = &cx.site;
    let account = app.find::<Accounts>(who.account).await?;
    let view = erasure_view(app, who.account).await?;
    if !view.open_orders.is_empty() {
        return Err(Error::refused("orders_open", &[("numbers", &view.open_orders.join(", "))]));
    }
    if account.password.is_some()
        && let Some(errors) = wrong_password(app, &account, input.present_password).await?
    {
        return Ok(Reply::again(view, errors));
    }
    let person = account.open(app.vault()).ok_or(Error::NotFound)?;
    erase::empty(app, who.account).await?;
    let orders = orders(app, who.account).await?.into_iter().map(|stored| stored.order.id).collect();
    let name = super::email_id(app.vault(), &person.email);
    let erased = app.perform(who.account, None, Erase { account: who.account, name, orders }).await?;
    erased.map_err(|open| Error::refused("orders_open", &[("numbers", &open.0.join(", "))]))?;
    // What came while it was emptied, such as a letter just sent.
    erase::empty(app, who.account).await?;
    Ok(Reply::see("/").end_session().notice(cx.shell.t("accounts-erased")))
}
