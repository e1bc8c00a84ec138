//! The basket's pages and calls.

use super::{BasketRefusal, Change, carry, change, current};
use crate::App;
use crate::checkout::quantity::{self, Written};
use crate::checkout::view::BasketView;
use crate::policy::BuyerWho;
use sampan_ids::VariantId;
use sampan_web::{Cx, Error, FieldErrors, NoInput, Reply};
use serde::Deserialize;

/// Something to be put into the basket.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct Add {
    /// The variant.
    #[schema(value_type = String, format = Uuid)]
    variant: VariantId,
    /// How many pieces; one if nothing is said.
    #[serde(default)]
    quantity: Option<Written>,
}

/// How many pieces of something there shall be.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct Set {
    /// The variant.
    #[schema(value_type = String, format = Uuid)]
    variant: VariantId,
    /// How many pieces; 0 takes it out.
    quantity: Written,
}

/// The basket, sorted into orders, each with its landed price.
pub async fn show(cx: Cx<App>, who: Option<BuyerWho>, _: NoInput) -> Result<Reply<BasketView>, Error> {
    let basket = current(&cx, who).await?;
    let view = BasketView::priced(&basket, &cx.site, &cx.shell).await?;
    Ok(carry(Reply::show(view), who, &basket))
}

/// Puts pieces of a variant into the basket.
pub async fn add(cx: Cx<App>, who: Option<BuyerWho>, input: Add) -> Result<Reply<BasketView>, Error> {
    let asked = input.quantity.unwrap_or_else(|| Written("1".to_owned()));
    let quantity = match quantity::read(&asked, 1, "quantity", &cx.shell) {
        Ok(quantity) => quantity,
        Err(errors) => return again(&cx, who, errors).await,
    };
    let basket = match change(&cx, who, Change::Add { variant: input.variant, quantity }).await? {
        Ok(basket) => basket,
        Err(BasketRefusal::Short { left, lying }) => {
            let wanted = match (left, lying) {
                (0, _) => cx.shell.t("checkout-sold-out"),
                (_, 0) => cx.shell.t1("checkout-left", "left", left),
                _ => cx.shell.t2("checkout-left-lying", "left", left, "lying", lying),
            };
            return again(&cx, who, FieldErrors::one("quantity", &asked.0, &wanted, "stock")).await;
        }
        Err(refusal) => return Err(refusal.into()),
    };
    let reply = Reply::done(BasketView::plain(&basket), "/basket").notice(cx.shell.t("checkout-added"));
    Ok(carry(reply, who, &basket))
}

/// Sets how many pieces of a variant are in the basket.
pub async fn set(cx: Cx<App>, who: Option<BuyerWho>, input: Set) -> Result<Reply<BasketView>, Error> {
    let quantity = match quantity::read(&input.quantity, 0, "quantity", &cx.shell) {
        Ok(quantity) => quantity,
        Err(errors) => return again(&cx, who, errors).await,
    };
    let basket = change(&cx, who, Change::Set { variant: input.variant, quantity }).await?.map_err(Error::from)?;
    Ok(carry(Reply::done(BasketView::plain(&basket), "/basket"), who, &basket))
}

/// The basket as it stands, with what is wrong.
async fn again(cx: &Cx<App>, who: Option<BuyerWho>, errors: FieldErrors) -> Result<Reply<BasketView>, Error> {
    let basket = current(cx, who).await?;
    Ok(Reply::again(BasketView::priced(&basket, &cx.site, &cx.shell).await?, errors))
}
