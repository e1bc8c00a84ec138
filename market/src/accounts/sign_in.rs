//! Signing in with a password, showing the second factor, signing out.

use super::sessions::{self, NewSession, put_session};
use super::{Account, Accounts, Names, Person, Role, Sessions, Viewer, email_id, password, totp};
use crate::checkout::basket;
use crate::vault::Vault;
use crate::{App, page};
use sampan_db::{Command, Moment, Needs, Rows};
use sampan_ids::AccountId;
use sampan_web::{Cx, Error, FieldErrors, LocalPath, NoView, OrInternal, Proof, Reply};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use uuid::Uuid;

/// Where to go on to.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct SignInNext {
    /// A page of this site.
    #[serde(default)]
    next: LocalPath,
}

/// Who wants to sign in.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct SignInWith {
    /// The e-mail address.
    #[serde(default)]
    email: String,
    /// The password.
    #[serde(default)]
    password: String,
    /// A page of this site to go on to.
    #[serde(default)]
    next: LocalPath,
}

/// The page to sign in on.
#[derive(Serialize, utoipa::ToSchema)]
pub struct SignInView {
    /// The page to go on to.
    next: String,
}
page!(SignInView, "accounts/pages/sign_in.html");

/// The page of the second factor.
#[derive(Serialize, utoipa::ToSchema)]
pub struct SecondFactorAsked {
    /// The page to go on to.
    next: String,
}
page!(SecondFactorAsked, "accounts/pages/second_factor_asked.html");

/// A code of the second factor.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct CodeShown {
    /// Six digits.
    #[serde(default)]
    code: String,
    /// A page of this site to go on to.
    #[serde(default)]
    next: LocalPath,
}

/// Shows the page, or goes on if nothing is owed.
pub async fn page(_: Cx<App>, who: Option<Viewer>, input: SignInNext) -> Result<Reply<SignInView>, Error> {
    match who {
        Some(who) if !who.owes_second_factor => Ok(Reply::see(onward(who.role, &input.next))),
        _ => Ok(Reply::show(SignInView { next: input.next.into() })),
    }
}

/// Signs in. Wrong password and unknown address are one answer, given after the same work.
pub async fn sign_in(cx: Cx<App>, _: Option<Viewer>, input: SignInWith) -> Result<Reply<SignInView>, Error> {
    let app = &cx.site;
    let known_as = email_id(app.vault(), &input.email).to_string();
    app.wide_throttle().attempt("sign-in", &network(cx.client), app.now())?;
    app.throttle().attempt("sign-in", &known_as, app.now())?;
    let account = by_email(app, &input.email).await?;
    let stored = account.as_ref().and_then(|account| account.password.clone());
    let matches = password::matches_aside(input.password, stored).await.or_internal()?;
    let Some(account) = account.filter(|_| matches) else {
        let wrong = FieldErrors::one("password", "", "", "sign-in");
        return Ok(Reply::again(SignInView { next: input.next.into() }, wrong));
    };
    app.throttle().forgive("sign-in", &known_as);
    let session = NewSession::fresh();
    let begin = Begin {
        account: account.id,
        epoch: account.epoch,
        session: session.id(),
        ended: ended_sessions(app, account.id).await?.into_iter().chain(session_of(cx.proof)).collect(),
    };
    let begun = app.perform(account.id, None, begin).await?;
    // The password was changed in this very moment: the old one no longer opens anything.
    begun.map_err(|PasswordChanged| Error::Busy { retry_after: 1 })?;
    let next = onward(account.role, &input.next);
    let way = if account.second_factor { with_next(&app_settings(app).second_factor_path, &next) } else { next };
    let reply = Reply::see(way).start_session(&session.token, Some(sessions::seconds(account.role)));
    // With a second factor, only once that is shown.
    Ok(if account.second_factor { reply } else { basket::adopt(&cx, account.id, account.role, reply).await })
}

/// Shows the page that asks for a code, or goes on if none is owed.
pub async fn second_factor(_: Cx<App>, who: Viewer, input: SignInNext) -> Result<Reply<SecondFactorAsked>, Error> {
    if who.owes_second_factor {
        return Ok(Reply::show(SecondFactorAsked { next: input.next.into() }));
    }
    Ok(Reply::see(onward(who.role, &input.next)))
}

/// Takes a code. The sign-in goes on under a new token.
pub async fn show_code(cx: Cx<App>, who: Viewer, input: CodeShown) -> Result<Reply<SecondFactorAsked>, Error> {
    let app = &cx.site;
    let next = onward(who.role, &input.next);
    let Some(old) = session_of(cx.proof).filter(|_| who.owes_second_factor) else { return Ok(Reply::see(next)) };
    app.throttle().attempt("second-factor", &who.account.to_string(), app.now())?;
    let session = NewSession::fresh();
    let vault = app.vault().clone();
    let show = ShowCode { vault, account: who.account, code: input.code, old, session: session.id() };
    match app.perform(who.account, None, show).await? {
        Ok(()) => {
            app.throttle().forgive("second-factor", &who.account.to_string());
            let reply = Reply::see(next).start_session(&session.token, Some(sessions::seconds(who.role)));
            Ok(basket::adopt(&cx, who.account, who.role, reply).await)
        }
        Err(totp::WrongCode) => {
            let wrong = FieldErrors::one("code", "", "", "second-factor");
            Ok(Reply::again(SecondFactorAsked { next: input.next.into() }, wrong))
        }
    }
}

/// Signs out; does nothing for someone who is not signed in.
pub async fn sign_out(cx: Cx<App>, who: Option<Viewer>, _: sampan_web::NoInput) -> Result<Reply<NoView>, Error> {
    if let (Some(who), Some(session)) = (who, session_of(cx.proof)) {
        let ended = cx.site.perform(who.account, None, EndSession(session)).await?;
        ended.map_err(|()| Error::NotFound)?;
    }
    Ok(Reply::see("/").end_session())
}

fn app_settings(app: &App) -> &sampan_web::WebSettings {
    sampan_web::Site::settings(app)
}

/// The account of an address. As many statements for an unknown one as for a known one.
pub(super) async fn by_email(app: &App, email: &str) -> Result<Option<Account>, Error> {
    let name = email_id(app.vault(), email);
    let target = app.db().find::<Names>(&name).await.or_internal()?.map_or(name, |name| name.target);
    let account = app.db().find::<Accounts>(&AccountId(target)).await.or_internal()?;
    Ok(account.filter(|account| account.erased.is_none()))
}

/// The id of the sign-in that a cookie proves.
pub(super) fn session_of(proof: Option<Proof>) -> Option<Uuid> {
    match proof? {
        Proof::Session(digest) => Some(sampan_ids::from_digest(&digest)),
        Proof::Token(_) => None,
    }
}

/// Sign-ins of an account that have had their day, to be swept with the next one.
async fn ended_sessions(app: &App, account: AccountId) -> Result<Vec<Uuid>, Error> {
    let condition = "where t.account_id = $1 and t.expires_at <= $2 limit 100";
    let ended = app.db().select::<Sessions>(condition, vec![account.0.into(), app.now().into()]).await.or_internal()?;
    Ok(ended.into_iter().map(|session| session.id).collect())
}

/// Who counts as one when attempts are counted: an address of version 4, a network of version 6.
pub(super) fn network(client: IpAddr) -> String {
    match client {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => address.segments()[..4].iter().map(|part| format!("{part:x}:")).collect(),
    }
}

/// The page to go on to; the first page means that none was asked for, and leads to one's own desk.
pub(super) fn onward(role: Role, next: &LocalPath) -> String {
    match (next.as_str(), role) {
        ("/", Role::Seller { .. }) => "/seller".to_owned(),
        ("/", Role::Operator) => "/operator".to_owned(),
        (next, _) => next.to_owned(),
    }
}

/// A page of this site with the page to go on to.
pub(super) fn with_next(path: &str, next: &str) -> String {
    let mut way = format!("{path}?next=");
    for byte in next.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            way.push(char::from(byte));
        } else {
            way.push_str(&format!("%{byte:02X}"));
        }
    }
    way
}

/// The password was changed between its check and the sign-in.
#[derive(Serialize, Deserialize)]
struct PasswordChanged;

/// Begins a sign-in, and sweeps those that have ended.
struct Begin {
    account: AccountId,
    epoch: u32,
    session: Uuid,
    ended: Vec<Uuid>,
}

impl Command for Begin {
    type Reply = ();
    type Refusal = PasswordChanged;
    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<Accounts>(self.account).all::<Sessions>(self.ended.iter().copied())
    }
    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), PasswordChanged> {
        let account = rows.get::<Accounts>(&self.account).cloned().ok_or(PasswordChanged)?;
        if account.epoch != self.epoch || account.erased.is_some() {
            return Err(PasswordChanged);
        }
        for ended in &self.ended {
            rows.remove::<Sessions>(ended);
        }
        put_session(rows, at, &account, self.session, false);
        Ok(())
    }
}

/// Shows a code of the second factor: the sign-in goes on under another id.
struct ShowCode {
    vault: Vault,
    account: AccountId,
    code: String,
    old: Uuid,
    session: Uuid,
}

impl Command for ShowCode {
    type Reply = ();
    type Refusal = totp::WrongCode;
    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<Accounts>(self.account).and::<Sessions>(self.old)
    }
    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), totp::WrongCode> {
        let mut account = rows.get::<Accounts>(&self.account).cloned().ok_or(totp::WrongCode)?;
        let person: Person = account.open(&self.vault).ok_or(totp::WrongCode)?;
        account.totp_step = totp::check(person.totp.as_deref(), &self.code, at.now, account.totp_step)?;
        put_session(rows, at, &account, self.session, true);
        rows.remove::<Sessions>(&self.old);
        rows.put::<Accounts>(account);
        Ok(())
    }
}

/// Ends one sign-in.
struct EndSession(Uuid);

impl Command for EndSession {
    type Reply = ();
    type Refusal = ();
    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<Sessions>(self.0)
    }
    fn decide(&self, rows: &mut Rows, _: &Moment) -> Result<(), ()> {
        rows.remove::<Sessions>(&self.0);
        Ok(())
    }
}
