//! Tokens for the programming interface: made with what they may do, shown once, taken back at any time.

use super::sessions::token_of;
use super::{Accounts, Scope, Secret, SecretKind, Secrets, Viewer};
use crate::{App, page};
use sampan_db::{Command, Moment, Needs, Rows};
use sampan_ids::{AccountId, SignedDuration, Timestamp};
use sampan_web::{Cx, Error, FieldErrors, NoInput, NoView, OrInternal, Reply, Token};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Tokens that an account may have at a time.
const MOST: usize = 20;
/// Hours for which a token holds: a year.
const HOURS: i64 = 365 * 24;

/// One's tokens.
#[derive(Serialize, utoipa::ToSchema)]
pub struct TokensView {
    /// The token just made. It is shown this once.
    made: Option<String>,
    /// All that hold, the latest first.
    tokens: Vec<TokenView>,
}
page!(TokensView, "accounts/pages/tokens.html");

/// A token, without its secret.
#[derive(Serialize, utoipa::ToSchema)]
pub struct TokenView {
    /// What finds it.
    id: String,
    /// What its holder calls it.
    name: String,
    /// What it may do.
    scopes: Vec<Scope>,
    /// Since when.
    #[schema(value_type = String)]
    since: Timestamp,
    /// Until when it holds.
    #[schema(value_type = String)]
    until: Timestamp,
}

impl TokenView {
    fn revocation(&self) -> String {
        format!("/account/tokens/{}/revocation", self.id)
    }
    fn may(&self, scope: &str) -> bool {
        self.scopes.iter().any(|own| own.name() == scope)
    }
}

/// A token that is wanted.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct TokenWanted {
    /// What its holder calls it.
    #[serde(default)]
    name: String,
    /// What it may do.
    #[serde(default)]
    scopes: Vec<Scope>,
}

/// Which token.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct WhichToken {
    /// What finds it.
    #[schema(value_type = String)]
    token: Uuid,
}

/// Shows one's tokens.
pub async fn show(cx: Cx<App>, who: Viewer, _: NoInput) -> Result<Reply<TokensView>, Error> {
    Ok(Reply::show(TokensView { made: None, tokens: list(&cx.site, who.account).await? }))
}

async fn list(app: &App, account: AccountId) -> Result<Vec<TokenView>, Error> {
    let condition = "where t.account_id = $1 and t.kind = 'token' and t.expires_at > $2 \
                     order by t.expires_at desc, t.secret_id limit 100";
    let values = vec![account.0.into(), app.now().into()];
    let found = app.db().select::<Secrets>(condition, values).await.or_internal()?;
    let view = |secret: Secret| match secret.kind {
        SecretKind::Token { name, scopes } => {
            Some(TokenView { id: secret.id.to_string(), name, scopes, since: secret.created, until: secret.expires })
        }
        _ => None,
    };
    Ok(found.into_iter().filter_map(view).collect())
}

/// Makes a token and shows it, this once. The same request sent again shows the same one.
pub async fn make(cx: Cx<App>, who: Viewer, input: TokenWanted) -> Result<Reply<TokensView>, Error> {
    let app = &cx.site;
    let tokens = list(app, who.account).await?;
    let mut errors = FieldErrors::new();
    let name = input.name.trim();
    match name.chars().count() {
        0 => errors.add("name", "", "", "missing"),
        n if n > super::NAME_MOST => errors.add("name", name, super::NAME_MOST.to_string(), "long"),
        _ => {}
    }
    if input.scopes.is_empty() {
        errors.add("scopes", "", "", "missing");
    }
    if !errors.is_empty() {
        return Ok(Reply::again(TokensView { made: None, tokens }, errors));
    }
    if tokens.len() >= MOST {
        return Err(Error::refused("tokens_many", &[("most", &MOST.to_string())]));
    }
    let token = cx.once.as_ref().map_or_else(Token::fresh, |once| token_of(app.vault(), "token", once));
    let id = sampan_ids::from_digest(&token.digest());
    let make = MakeToken { account: who.account, id, name: name.to_owned(), scopes: input.scopes };
    app.perform(who.account, cx.once.as_ref(), make).await?.map_err(|()| Error::NotFound)?;
    let tokens = list(app, who.account).await?;
    Ok(Reply::show(TokensView { made: Some(token.text().to_owned()), tokens }))
}

/// Takes a token back.
pub async fn revoke(cx: Cx<App>, who: Viewer, input: WhichToken) -> Result<Reply<NoView>, Error> {
    let revoke = RevokeToken { account: who.account, id: input.token };
    cx.site.perform(who.account, cx.once.as_ref(), revoke).await?.map_err(|()| Error::NotFound)?;
    Ok(Reply::see("/account/tokens").notice(cx.shell.t("accounts-token-revoked")))
}

/// Keeps the digest of a new token.
struct MakeToken {
    account: AccountId,
    id: Uuid,
    name: String,
    scopes: Vec<Scope>,
}

impl Command for MakeToken {
    type Reply = ();
    type Refusal = ();
    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<Accounts>(self.account).and::<Secrets>(self.id)
    }
    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), ()> {
        let account = rows.get::<Accounts>(&self.account).filter(|account| account.erased.is_none()).ok_or(())?;
        let epoch = account.epoch;
        rows.put::<Secrets>(Secret {
            id: self.id,
            account: self.account,
            kind: SecretKind::Token { name: self.name.clone(), scopes: self.scopes.clone() },
            created: at.now,
            expires: at.now + SignedDuration::from_hours(HOURS),
            epoch,
        });
        Ok(())
    }
}

/// Removes a token of an account's own.
struct RevokeToken {
    account: AccountId,
    id: Uuid,
}

impl Command for RevokeToken {
    type Reply = ();
    type Refusal = ();
    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<Secrets>(self.id)
    }
    fn decide(&self, rows: &mut Rows, _: &Moment) -> Result<(), ()> {
        let secret = rows.get::<Secrets>(&self.id).ok_or(())?;
        if secret.account != self.account || secret.kind.name() != "token" {
            return Err(());
        }
        rows.remove::<Secrets>(&self.id);
        Ok(())
    }
}
