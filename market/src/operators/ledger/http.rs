//! Reading the ledger.

use super::view::{
    AccountBalances, EntryRow, KindRow, LedgerAccountView, LedgerKindView, LedgerView, PostingView, id_of,
};
use crate::App;
use crate::books::{self, Entries, Posted};
use crate::csv_out::{self, Cell, Pages};
use crate::operators::cursor::PAGE;
use crate::orders::Orders;
use crate::policy::OperatorWho;
use crate::sellers;
use sampan_db::{Db, DbError, Row, Value};
use sampan_ids::{PostingId, SellerId};
use sampan_ledger::Account;
use sampan_money::Money;
use sampan_web::{Cx, Error, NoInput, NoView, OrInternal, Reply};
use serde::Deserialize;
use std::collections::HashMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// Entries read at a time for a file.
const CHUNK: i64 = 2_000;

pub async fn balances(cx: Cx<App>, _: OperatorWho, _: NoInput) -> Result<Reply<LedgerView>, Error> {
    let mut accounts: Vec<AccountBalances> = Vec::new();
    for (account, held) in books::closing::held(cx.site.db()).await.or_internal()? {
        match accounts.last_mut().filter(|last| last.account == account) {
            Some(last) => last.balances.push(held),
            None => accounts.push(AccountBalances { account, balances: vec![held] }),
        }
    }
    Ok(Reply::show(LedgerView { accounts }))
}

fn held(row: &Row) -> Result<Money, Error> {
    let currency = sampan_money::currency(row.text("currency")).map_err(|e| Error::internal(e.to_string()))?;
    Ok(Money::new(row.int("held"), currency))
}

/// Which kind of accounts.
#[derive(Deserialize, ToSchema)]
pub struct KindAsked {
    /// `escrow` or `seller`.
    kind: String,
    /// The account and currency after which the list goes on, such as `seller:…/USD`.
    #[serde(default)]
    after: String,
}

pub async fn kind(cx: Cx<App>, _: OperatorWho, asked: KindAsked) -> Result<Reply<LedgerKindView>, Error> {
    let kind = ["escrow", "seller"].into_iter().find(|kind| *kind == asked.kind).ok_or(Error::NotFound)?;
    let (account, currency) = asked.after.split_once('/').unwrap_or_default();
    // From the first id to beyond the last in any order of signs, as ids are of digits and letters up to f.
    let (first, beyond) = (format!("{kind}:0"), format!("{kind}:g"));
    let from = if account.starts_with(&first[..first.len() - 1]) { account } else { &first };
    let sql = "select account, currency, cast(sum(amount) as bigint) as held from entries \
               where account >= $1 and account < $2 and (account > $1 or currency > $3) \
               group by account, currency having sum(amount) <> 0 order by account, currency limit $4";
    let values = vec![from.into(), beyond.into(), currency.into(), Value::Int(PAGE as i64 + 1)];
    let mut rows = cx.site.db().query(sql, values).await.or_internal()?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| more).map(|row| format!("{}/{}", row.text("account"), row.text("currency")));
    let names = names(cx.site.db(), kind, &rows).await.or_internal()?;
    let row = |row: &Row| {
        let account: Option<Account> = row.text("account").parse().ok();
        let name = account.as_ref().and_then(id_of).and_then(|id| names.get(&id).cloned()).unwrap_or_default();
        Ok(KindRow { account: row.text("account").to_owned(), name, balance: held(row)? })
    };
    let accounts = rows.iter().map(row).collect::<Result<_, Error>>()?;
    Ok(Reply::show(LedgerKindView { kind, accounts, next }))
}

/// What the owners of accounts are called: sellers by their names, orders by their numbers.
async fn names(db: &Db, kind: &str, rows: &[Row]) -> Result<HashMap<Uuid, String>, DbError> {
    let account = |row: &Row| row.text("account").parse::<Account>().ok().as_ref().and_then(id_of);
    let ids = rows.iter().filter_map(account);
    if kind == "seller" {
        let found = sellers::find_many(db, ids.map(SellerId)).await?;
        return Ok(found.into_iter().map(|seller| (seller.id.0, seller.name)).collect());
    }
    let found = db.find_many::<Orders>(ids).await?;
    Ok(found.into_iter().map(|stored| (stored.order.id.0, stored.order.number)).collect())
}

/// Which account.
#[derive(Deserialize, ToSchema)]
pub struct AccountAsked {
    /// As it is stored: `platform_fee`, `seller:…`.
    account: String,
    /// Where the list goes on.
    #[serde(default)]
    after: String,
}

pub async fn account(cx: Cx<App>, _: OperatorWho, asked: AccountAsked) -> Result<Reply<LedgerAccountView>, Error> {
    let db = cx.site.db();
    let account: Account = asked.account.parse().map_err(|_| Error::NotFound)?;
    let balances = books::closing::balances(db, &account).await.or_internal()?;
    let place = books::Place::read(&asked.after);
    let mut entries = books::newest(db, &account, place, PAGE as i64 + 1).await.or_internal()?;
    let more = entries.len() > PAGE;
    entries.truncate(PAGE);
    let next = entries.last().filter(|_| more).map(|last| books::Place::of(last).word());
    let entries = entries.iter().map(EntryRow::from).collect();
    Ok(Reply::show(LedgerAccountView { account: account.to_string(), balances, entries, next }))
}

const HEAD: [&str; 7] = ["posted_at", "posting", "account", "reason", "about", "amount", "currency"];

fn cells(posted: &Posted) -> Vec<Cell> {
    let amount = posted.entry.amount;
    vec![
        Cell::figure(posted.at),
        Cell::figure(posted.posting),
        Cell::text(posted.entry.account.to_string()),
        Cell::text(posted.reason.as_str()),
        Cell::figure(posted.about),
        Cell::figure(amount.amount()),
        Cell::text(amount.code()),
    ]
}

pub async fn account_csv(cx: Cx<App>, _: OperatorWho, asked: AccountAsked) -> Result<Reply<NoView>, Error> {
    let account: Account = asked.account.parse().map_err(|_| Error::NotFound)?;
    Ok(stream(cx.site, Some(account)))
}

pub async fn csv(cx: Cx<App>, _: OperatorWho, _: NoInput) -> Result<Reply<NoView>, Error> {
    Ok(stream(cx.site, None))
}

fn stream(app: App, account: Option<Account>) -> Reply<NoView> {
    csv_out::stream("ledger.csv", &HEAD, move |pages| async move {
        if let Err(error) = send_all(app.db(), account.as_ref(), &pages).await {
            pages.fail(error).await;
        }
    })
}

/// Sends every entry: of one account the oldest first, else posting by posting.
async fn send_all(db: &Db, account: Option<&Account>, pages: &Pages) -> Result<(), DbError> {
    let mut last: Option<Posted> = None;
    loop {
        let entries = match account {
            Some(account) => books::oldest(db, account, last.as_ref().map(books::Place::of), CHUNK).await?,
            None => books::all(db, last.as_ref(), CHUNK).await?,
        };
        let whole = (entries.len() as i64) < CHUNK;
        if !pages.send(entries.iter().map(cells)).await || whole {
            return Ok(());
        }
        last = entries.into_iter().last();
    }
}

/// Which posting.
#[derive(Deserialize, ToSchema)]
pub struct PostingAsked {
    #[schema(value_type = String)]
    posting: PostingId,
}

pub async fn posting(cx: Cx<App>, _: OperatorWho, asked: PostingAsked) -> Result<Reply<PostingView>, Error> {
    let condition = "where t.cell = $1 and t.posting_id = $2 order by t.line";
    let values = vec![i64::from(asked.posting.cell().number()).into(), asked.posting.0.into()];
    let entries = cx.site.db().select::<Entries>(condition, values).await.or_internal()?;
    if entries.is_empty() {
        return Err(Error::NotFound);
    }
    let posting = asked.posting.to_string();
    Ok(Reply::show(PostingView { posting, entries: entries.iter().map(EntryRow::from).collect() }))
}
