//! The queue of sellers and what the operator does to one.

use super::commands::{Judge, Judgement, NotJudged};
use super::view::{OperatorSellerRow, OperatorSellerView, OperatorSellersView, StatusCount};
use crate::App;
use crate::look::Tally;
use crate::operators::acts;
use crate::operators::cursor::{Cursor, PAGE, Tests, cut};
use crate::policy::OperatorWho;
use crate::sellers::{Sellers, owners, refused};
use rust_decimal::Decimal;
use sampan_db::Value;
use sampan_ids::SellerId;
use sampan_trade::seller::Seller;
use sampan_web::{Cx, Error, FieldErrors, OrInternal, Reply};
use serde::Deserialize;
use utoipa::ToSchema;

/// What a seller may be to the operator.
const STATUSES: [&str; 4] = ["applied", "approved", "declined", "suspended"];

/// Which sellers.
#[derive(Deserialize, ToSchema)]
pub struct SellersAsked {
    /// `applied` (as without), `approved`, `suspended`, `declined` or `all`.
    #[serde(default)]
    status: String,
    /// A part of the name.
    #[serde(default)]
    q: String,
    /// Where the list goes on.
    #[serde(default)]
    after: String,
}

pub async fn list(cx: Cx<App>, _: OperatorWho, asked: SellersAsked) -> Result<Reply<OperatorSellersView>, Error> {
    let db = cx.site.db();
    let status = STATUSES.into_iter().chain(["all"]).find(|known| *known == asked.status).unwrap_or("applied");
    let counted = STATUSES.map(|status| Tally::statement(status, &format!("sellers where status = '{status}'")));
    let counts = db.query(&counted.join(" union all "), vec![]).await.or_internal()?;
    let counts =
        counts.iter().map(|row| StatusCount { status: row.text("what").to_owned(), count: Tally::of(row.int("n")) });
    let (condition, values, query) = condition(status, &asked);
    let mut sellers = db.select::<Sellers>(&condition, values).await.or_internal()?;
    let place = |seller: &Seller| Cursor { at: crate::columns::millis_of(seller.id.0) * 1000, id: seller.id.0 };
    let next = cut(&mut sellers, PAGE, place);
    Ok(Reply::show(OperatorSellersView {
        status: status.to_owned(),
        query,
        counts: counts.collect(),
        sellers: sellers.iter().map(OperatorSellerRow::of).collect(),
        next,
    }))
}

/// Those who wait: first come first. All others: the newest first.
fn condition(status: &str, asked: &SellersAsked) -> (String, Vec<Value>, String) {
    let mut tests = Tests::default();
    if status != "all" {
        tests.add(|n| format!("t.status = ${n}"), status);
    }
    let query = tests.like(&["lower(t.name)"], &asked.q);
    let (place, columns) = (Cursor::read(&asked.after), ("t.created_at", "t.seller_id"));
    let order = if status == "applied" {
        tests.after(columns, place);
        "t.created_at, t.seller_id"
    } else {
        tests.before(columns, place);
        "t.created_at desc, t.seller_id desc"
    };
    let (condition, values) = tests.page(order, PAGE);
    (condition, values, query)
}

/// Which seller.
#[derive(Deserialize, ToSchema)]
pub struct SellerAsked {
    #[schema(value_type = String)]
    seller: SellerId,
}

pub async fn show(cx: Cx<App>, _: OperatorWho, asked: SellerAsked) -> Result<Reply<OperatorSellerView>, Error> {
    Ok(Reply::show(view(&cx.site, asked.seller).await?))
}

const COUNTS: &str = "
    select 'listing' as what, status as name, count(*) as n from listings where seller_id = $1 group by status
    union all select 'order' as what, '' as name, count(*) as n from orders where seller_id = $1";

async fn view(app: &App, id: SellerId) -> Result<OperatorSellerView, Error> {
    let seller = app.find::<Sellers>(id).await?;
    let counts = app.db().query(COUNTS, vec![id.0.into()]).await.or_internal()?;
    let count = |what: &str, name: Option<&str>| {
        let rows = counts.iter().filter(|row| row.text("what") == what);
        rows.filter(|row| name.is_none_or(|name| row.text("name") == name)).map(|row| row.int("n")).sum()
    };
    Ok(OperatorSellerView {
        seller: OperatorSellerRow::of(&seller),
        usual_fee_percent: app.operator_settings().fee_percent.normalize().to_string(),
        listings: count("listing", None),
        published: count("listing", Some("published")),
        orders: count("order", None),
        acts: acts::on(app, id.0).await?,
    })
}

/// Why something is done to a seller.
#[derive(Deserialize, ToSchema)]
pub struct SellerReason {
    #[schema(value_type = String)]
    seller: SellerId,
    /// For the seller to read.
    #[serde(default)]
    reason: String,
}

/// A seller's own fee.
#[derive(Deserialize, ToSchema)]
pub struct SellerFee {
    #[schema(value_type = String)]
    seller: SellerId,
    /// Per cent, with at most two decimals; empty for everyone's.
    #[serde(default)]
    percent: String,
}

pub async fn approve(cx: Cx<App>, who: OperatorWho, asked: SellerAsked) -> Result<Reply<OperatorSellerView>, Error> {
    judge(cx, who, asked.seller, Judgement::Approve).await
}

pub async fn refuse(cx: Cx<App>, who: OperatorWho, asked: SellerReason) -> Result<Reply<OperatorSellerView>, Error> {
    judge(cx, who, asked.seller, Judgement::Refuse { reason: asked.reason }).await
}

pub async fn suspend(cx: Cx<App>, who: OperatorWho, asked: SellerReason) -> Result<Reply<OperatorSellerView>, Error> {
    judge(cx, who, asked.seller, Judgement::Suspend { reason: asked.reason }).await
}

pub async fn fee(cx: Cx<App>, who: OperatorWho, asked: SellerFee) -> Result<Reply<OperatorSellerView>, Error> {
    let percent = match asked.percent.trim() {
        "" => None,
        text => match text.parse::<Decimal>() {
            Ok(percent) => Some(percent),
            Err(_) => {
                let wrong = FieldErrors::one("percent", text, "0 to 50 with at most two decimals", "fee_out_of_range");
                return Ok(Reply::again(view(&cx.site, asked.seller).await?, wrong));
            }
        },
    };
    judge(cx, who, asked.seller, Judgement::Fee { percent }).await
}

async fn judge(
    cx: Cx<App>,
    who: OperatorWho,
    seller: SellerId,
    judgement: Judgement,
) -> Result<Reply<OperatorSellerView>, Error> {
    let app = &cx.site;
    let owners = owners(app.db(), seller).await.or_internal()?;
    let command = Judge { vault: app.vault().clone(), seller, owners, by: who.account, judgement };
    match app.perform(seller, cx.once.as_ref(), command).await? {
        Ok(()) => {
            let done = cx.shell.t("operators-done");
            Ok(Reply::done(view(app, seller).await?, format!("/operator/sellers/{seller}")).notice(done))
        }
        Err(NotJudged::Unknown) => Err(Error::NotFound),
        Err(NotJudged::Refused(why)) => match refused(&why) {
            Error::Invalid(wrong) => Ok(Reply::again(view(app, seller).await?, wrong)),
            refusal => Err(refusal),
        },
    }
}
