//! The till: a buyer shows a code, the seller types it in, once.

use crate::App;
use crate::orders::view::{OrderRow, RedemptionView, Side};
use crate::orders::{Act, Asker, Orders, find, voucher};
use crate::policy::SellerWho;
use sampan_ids::{OrderId, SellerId};
use sampan_trade::order::Command;
use sampan_web::{Cx, Error, NoInput, OrInternal, Reply};
use serde::Deserialize;
use utoipa::ToSchema;

pub async fn form(_: Cx<App>, _: SellerWho, _: NoInput) -> Result<Reply<RedemptionView>, Error> {
    Ok(Reply::show(RedemptionView { redeemed: None }))
}

/// A code.
#[derive(Deserialize, ToSchema)]
pub struct RedeemedCode {
    /// The code that the buyer shows; case, blanks and hyphens do not count.
    #[serde(default)]
    code: String,
}

pub async fn redeem(cx: Cx<App>, who: SellerWho, input: RedeemedCode) -> Result<Reply<RedemptionView>, Error> {
    let wrong = |found: &str, code| sampan_web::FieldErrors::one("code", found, "7KQ2-M9XT", code);
    if voucher::plain(&input.code).is_empty() {
        return Ok(Reply::again(RedemptionView { redeemed: None }, wrong("", "missing")));
    }
    // Codes are not to be guessed: a shop that types too many wrong ones has to wait.
    let shop = who.seller.to_string();
    cx.site.throttle().attempt("redeem", &shop, cx.site.now())?;
    let Some(order) = by_code(&cx.site, who.seller, &input.code).await? else {
        return Ok(Reply::again(RedemptionView { redeemed: None }, wrong(&input.code, "wrong_code")));
    };
    let command = Command::Redeem { code_hash: voucher::hash(cx.site.vault(), &input.code) };
    let act = Act { vault: cx.site.vault().clone(), order, asker: Asker::Seller(who.seller), command };
    cx.site.perform(who.seller, cx.once.as_ref(), act).await??;
    cx.site.throttle().forgive("redeem", &shop);
    let stored = cx.site.find::<Orders>(order).await?;
    let row = OrderRow::of(&stored, Side::Seller, &cx.shell);
    let said = cx.shell.t1("orders-redeemed", "number", &row.number);
    let way = row.href.clone();
    Ok(Reply::done(RedemptionView { redeemed: Some(row) }, way).notice(said))
}

/// The seller's service order whose code this is: those that wait first, then those that are over, so that a code that
/// has been used is known as such.
async fn by_code(app: &App, seller: SellerId, code: &str) -> Result<Option<OrderId>, Error> {
    let typed = voucher::plain(code);
    for state in ["booked", "completed", "cancelled", "refunded"] {
        let orders = find::services(app, seller, state).await.or_internal()?;
        let own = |order: &OrderId| voucher::plain(&voucher::code(app.vault(), *order)) == typed;
        if let Some(order) = orders.into_iter().find(own) {
            return Ok(Some(order));
        }
    }
    Ok(None)
}
