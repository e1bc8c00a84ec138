//! Joining, confirming an address, choosing a password through a mailed link, a guest's way back to an order.
//!
//! Whoever types an address learns nothing of whether it has an account: the answer is the same, the same rows are
//! written, and what differs stands in a letter to that address.

use super::letters::{self, PasswordLetter};
use super::sessions::{self, NewSession, put_session};
use super::sign_in::{network, onward, with_next};
use super::{Account, Accounts, Names, NewAccount, Role, Secret, SecretKind, Secrets, Viewer, email_id, password};
use crate::checkout::basket;
use crate::vault::Vault;
use crate::{App, Mode, page, sellers};
use sampan_db::{Command, Moment, Needs, Rows};
use sampan_ids::{AccountId, Timestamp};
use sampan_web::{Cx, Error, FieldErrors, LocalPath, NoInput, OrInternal, Reply};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Someone who wants to join.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct JoinWith {
    /// The e-mail address.
    #[serde(default)]
    email: String,
    /// The name to greet with; may be empty.
    #[serde(default)]
    name: String,
}

/// Someone who wants a new password.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct ForgotWith {
    /// The e-mail address.
    #[serde(default)]
    email: String,
}

/// The page to join on.
#[derive(Serialize, utoipa::ToSchema)]
pub struct BuyerJoinView {}
page!(BuyerJoinView, "accounts/pages/join.html");

/// The page to ask for a new password on.
#[derive(Serialize, utoipa::ToSchema)]
pub struct ForgotView {}
page!(ForgotView, "accounts/pages/forgot.html");

/// The page that says to look into the mail; the same whether or not there is an account.
#[derive(Serialize, utoipa::ToSchema)]
pub struct MailSentView {
    /// Whether letters are shown on a page, as in a demo.
    outbox: bool,
}
page!(MailSentView, "accounts/pages/mail_sent.html");

/// A link from a letter.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct LinkSecret {
    /// The secret of the link.
    secret: String,
}

/// A link from a letter, with the password chosen there.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct ChosenPassword {
    /// The secret of the link.
    secret: String,
    /// The password.
    #[serde(default)]
    password: String,
}

/// What a link from a letter leads to.
#[derive(Serialize, utoipa::ToSchema)]
pub struct LinkView {
    /// What it is for: `confirm_email`, `reset_password`, `guest_link`.
    purpose: String,
    #[serde(skip)]
    action: String,
}
page!(LinkView, "accounts/pages/link.html");

impl LinkView {
    /// The key of the page's title, lead or button.
    fn key(&self, part: &str) -> String {
        format!("accounts-link-{}-{part}", self.purpose.replace('_', "-"))
    }
}

/// Where a browser goes after a link has been used.
#[derive(Serialize, utoipa::ToSchema)]
pub struct LinkUsed {
    /// What it was for.
    purpose: String,
    /// The page to go on to.
    next: String,
}
page!(LinkUsed, "accounts/pages/link_used.html");

/// Shows the page to join on.
pub async fn join_page(_: Cx<App>, _: Option<Viewer>, _: NoInput) -> Result<Reply<BuyerJoinView>, Error> {
    Ok(Reply::show(BuyerJoinView {}))
}

/// Joins: a letter goes out with a link to choose a password.
pub async fn join(cx: Cx<App>, _: Option<Viewer>, input: JoinWith) -> Result<Reply<BuyerJoinView>, Error> {
    let mut errors = wrong_email(&input.email);
    if input.name.chars().count() > super::NAME_MOST {
        errors.add("name", &input.name, super::NAME_MOST.to_string(), "long");
    }
    if !errors.is_empty() {
        return Ok(Reply::again(BuyerJoinView {}, errors));
    }
    let asked = Asked::ToJoin { name: input.name.trim().to_owned() };
    ask(&cx, input.email, asked).await?;
    Ok(Reply::see("/mail-sent"))
}

/// Shows the page to ask for a new password on.
pub async fn forgot_page(_: Cx<App>, _: Option<Viewer>, _: NoInput) -> Result<Reply<ForgotView>, Error> {
    Ok(Reply::show(ForgotView {}))
}

/// Asks for a new password: a letter goes out, if there is an account.
pub async fn forgot(cx: Cx<App>, _: Option<Viewer>, input: ForgotWith) -> Result<Reply<ForgotView>, Error> {
    let errors = wrong_email(&input.email);
    if !errors.is_empty() {
        return Ok(Reply::again(ForgotView {}, errors));
    }
    ask(&cx, input.email, Asked::ForPassword).await?;
    Ok(Reply::see("/mail-sent"))
}

/// Says to look into the mail.
pub async fn mail_sent(cx: Cx<App>, _: Option<Viewer>, _: NoInput) -> Result<Reply<MailSentView>, Error> {
    Ok(Reply::show(MailSentView { outbox: cx.site.mode() == Mode::Demo }))
}

async fn ask(cx: &Cx<App>, email: String, asked: Asked) -> Result<(), Error> {
    let app = &cx.site;
    let name = email_id(app.vault(), &email);
    app.wide_throttle().attempt("letters", &network(cx.client), app.now())?;
    app.throttle().attempt("letters", &name.to_string(), app.now())?;
    let ask = Ask { vault: app.vault().clone(), email, language: cx.shell.lang.to_owned(), asked };
    app.perform(name, cx.once.as_ref(), ask).await?.map_err(|()| Error::NotFound)
}

/// Shows what a link is for. Looking at it changes nothing, so that a mail program that follows links does no harm.
pub async fn link_page(cx: Cx<App>, _: Option<Viewer>, input: LinkSecret) -> Result<Reply<LinkView>, Error> {
    let (secret, _) = live(&cx.site, &input.secret).await?;
    Ok(Reply::show(link_view(&secret, &input.secret)))
}

fn link_view(secret: &Secret, text: &str) -> LinkView {
    let folder = match secret.kind {
        SecretKind::ConfirmEmail => "confirmations",
        SecretKind::ResetPassword => "password-resets",
        SecretKind::GuestLink { .. } | SecretKind::Token { .. } => "guest-links",
    };
    LinkView { purpose: secret.kind.name().to_owned(), action: format!("/{folder}/{text}") }
}

/// Confirms an address.
pub async fn confirm(cx: Cx<App>, _: Option<Viewer>, input: LinkSecret) -> Result<Reply<LinkUsed>, Error> {
    let (secret, account) = live(&cx.site, &input.secret).await?;
    if secret.kind != SecretKind::ConfirmEmail {
        return Err(expired());
    }
    let done =
        cx.site.perform(account.id, cx.once.as_ref(), Confirm { secret: secret.id, account: account.id }).await?;
    done.map_err(|Expired| expired())?;
    let next = onward(account.role, &LocalPath::default());
    let used = LinkUsed { purpose: secret.kind.name().to_owned(), next: next.clone() };
    Ok(Reply::done(used, next).notice(cx.shell.t("accounts-confirmed")))
}

/// Sets the password that was chosen, signs everyone out and the chooser in.
pub async fn reset(cx: Cx<App>, _: Option<Viewer>, input: ChosenPassword) -> Result<Reply<LinkView>, Error> {
    let app = &cx.site;
    app.wide_throttle().attempt("links", &network(cx.client), app.now())?;
    let (secret, account) = live(app, &input.secret).await?;
    if secret.kind != SecretKind::ResetPassword {
        return Err(expired());
    }
    if let Some(code) = password::unfit(&input.password) {
        let errors = FieldErrors::one("password", "", &password::LEAST.to_string(), code);
        return Ok(Reply::again(link_view(&secret, &input.secret), errors));
    }
    let hash = password::hash_aside(input.password).await.or_internal()?;
    let session = NewSession::fresh();
    let reset = Reset { secret: secret.id, account: account.id, hash, session: session.id() };
    // Not under the request's key: the link itself works once, and the key's answer could not sign in again.
    app.perform(account.id, None, reset).await?.map_err(|Expired| expired())?;
    let next = onward(account.role, &LocalPath::default());
    let settings = sampan_web::Site::settings(app);
    let way = if account.second_factor { with_next(&settings.second_factor_path, &next) } else { next };
    let reply = Reply::see(way).notice(cx.shell.t("accounts-password-set"));
    let reply = reply.start_session(&session.token, Some(sessions::seconds(account.role)));
    Ok(if account.second_factor { reply } else { basket::adopt(&cx, account.id, account.role, reply).await })
}

/// Leads a guest back to an order, signed in to the account that the order made. Once it has a password, that is asked.
pub async fn enter(cx: Cx<App>, _: Option<Viewer>, input: LinkSecret) -> Result<Reply<LinkUsed>, Error> {
    let (secret, account) = live(&cx.site, &input.secret).await?;
    let SecretKind::GuestLink { next } = &secret.kind else { return Err(expired()) };
    let used = |next: &str| LinkUsed { purpose: secret.kind.name().to_owned(), next: next.to_owned() };
    if account.password.is_some() {
        let way = with_next(&sampan_web::Site::settings(&cx.site).sign_in_path, next);
        return Ok(Reply::done(used(&way), way));
    }
    let session = NewSession::fresh();
    let enter = Enter { secret: secret.id, account: account.id, session: session.id() };
    cx.site.perform(account.id, None, enter).await?.map_err(|Expired| expired())?;
    let reply = Reply::done(used(next), next.clone());
    let reply = reply.start_session(&session.token, Some(sessions::seconds(account.role)));
    Ok(basket::adopt(&cx, account.id, account.role, reply).await)
}

fn wrong_email(email: &str) -> FieldErrors {
    match super::is_email(email) {
        true => FieldErrors::new(),
        false if email.trim().is_empty() => FieldErrors::one("email", "", "", "missing"),
        false => FieldErrors::one("email", email, "", "email"),
    }
}

fn expired() -> Error {
    Error::refused("link_expired", &[])
}

/// A secret that still holds, and its account.
async fn live(app: &App, text: &str) -> Result<(Secret, Account), Error> {
    let id = sampan_ids::from_digest(&sampan_web::digest(text));
    let secret = app.db().find::<Secrets>(&id).await.or_internal()?.ok_or_else(expired)?;
    let account = app.db().find::<Accounts>(&secret.account).await.or_internal()?.ok_or_else(expired)?;
    if holds(&secret, &account, app.now()) { Ok((secret, account)) } else { Err(expired()) }
}

/// Links to choose a password end with the epoch: when one is used, all others are void.
fn holds(secret: &Secret, account: &Account, now: Timestamp) -> bool {
    let in_epoch = match secret.kind {
        SecretKind::ResetPassword => secret.epoch == account.epoch,
        SecretKind::ConfirmEmail | SecretKind::GuestLink { .. } => true,
        SecretKind::Token { .. } => false,
    };
    in_epoch && secret.expires > now && account.erased.is_none()
}

/// A link whose time is over, or which was used.
#[derive(Serialize, Deserialize)]
struct Expired;

/// The account of a secret that holds at this moment, both having been loaded.
fn holder(rows: &Rows, secret: Uuid, account: AccountId, now: Timestamp) -> Result<Account, Expired> {
    let secret = rows.get::<Secrets>(&secret).ok_or(Expired)?;
    let account = rows.get::<Accounts>(&account).ok_or(Expired)?;
    if secret.account == account.id && holds(secret, account, now) { Ok(account.clone()) } else { Err(Expired) }
}

/// What is asked of an address.
enum Asked {
    ToJoin { name: String },
    ForPassword,
}

/// Someone asks by an address.
struct Ask {
    vault: Vault,
    email: String,
    language: String,
    asked: Asked,
}

impl Command for Ask {
    type Reply = ();
    type Refusal = ();
    fn needs(&self, rows: &Rows) -> Needs {
        let name = email_id(&self.vault, &self.email);
        // An address without an account looks for one all the same.
        let target = rows.peek::<Names>(&name).map_or(name, |name| name.target);
        let needs = Needs::one::<Names>(name);
        if rows.knows::<Names>(&name) { needs.and::<Accounts>(AccountId(target)) } else { needs }
    }
    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), ()> {
        let name = email_id(&self.vault, &self.email);
        let target = rows.get::<Names>(&name).map(|name| AccountId(name.target));
        let has_password = target.and_then(|id| rows.get::<Accounts>(&id)).map(|account| account.password.is_some());
        match (&self.asked, target, has_password) {
            (Asked::ToJoin { .. }, Some(id), Some(true)) => letters::taken(rows, at, &self.vault, id),
            (Asked::ToJoin { .. }, Some(id), _) => {
                letters::choose_password(rows, at, &self.vault, id, PasswordLetter::Welcome);
            }
            (Asked::ToJoin { name }, None, _) => {
                let id = crate::new_owner(at);
                self.new_account(name).put(rows, id, at.now).map_err(|_| ())?;
                letters::choose_password(rows, at, &self.vault, id, PasswordLetter::Welcome);
            }
            (Asked::ForPassword, found, _) => {
                // Without an account the letter is to nobody: written all the same, and never sent.
                let id = found.unwrap_or(AccountId(name));
                letters::choose_password(rows, at, &self.vault, id, PasswordLetter::Reset);
            }
        }
        Ok(())
    }
}

impl Ask {
    fn new_account(&self, name: &str) -> NewAccount {
        NewAccount {
            vault: self.vault.clone(),
            email: self.email.clone(),
            name: name.to_owned(),
            password: None,
            role: Role::Buyer,
            language: self.language.clone(),
            confirmed: false,
        }
    }
}

/// Confirms an address.
struct Confirm {
    secret: Uuid,
    account: AccountId,
}

impl Command for Confirm {
    type Reply = ();
    type Refusal = Expired;
    fn needs(&self, rows: &Rows) -> Needs {
        let owner = sellers::owner_needs(rows.peek::<Accounts>(&self.account));
        Needs::one::<Secrets>(self.secret).and::<Accounts>(self.account).with(owner)
    }
    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), Expired> {
        let mut account = holder(rows, self.secret, self.account, at.now)?;
        account.confirmed.get_or_insert(at.now);
        sellers::owner_confirmed(rows, &account);
        rows.put::<Accounts>(account);
        Ok(())
    }
}

/// Sets the password that was chosen through a link.
struct Reset {
    secret: Uuid,
    account: AccountId,
    hash: String,
    session: Uuid,
}

impl Command for Reset {
    type Reply = ();
    type Refusal = Expired;
    fn needs(&self, rows: &Rows) -> Needs {
        let owner = sellers::owner_needs(rows.peek::<Accounts>(&self.account));
        Needs::one::<Secrets>(self.secret).and::<Accounts>(self.account).with(owner)
    }
    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), Expired> {
        let mut account = holder(rows, self.secret, self.account, at.now)?;
        account.password = Some(self.hash.clone());
        account.confirmed.get_or_insert(at.now);
        sellers::owner_confirmed(rows, &account);
        account.epoch += 1;
        rows.remove::<Secrets>(&self.secret);
        put_session(rows, at, &account, self.session, false);
        rows.put::<Accounts>(account);
        Ok(())
    }
}

/// Signs a guest in through the link in an order's letter.
struct Enter {
    secret: Uuid,
    account: AccountId,
    session: Uuid,
}

impl Command for Enter {
    type Reply = ();
    type Refusal = Expired;
    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<Secrets>(self.secret).and::<Accounts>(self.account)
    }
    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), Expired> {
        let mut account = holder(rows, self.secret, self.account, at.now)?;
        if account.password.is_some() {
            return Err(Expired);
        }
        account.confirmed.get_or_insert(at.now);
        put_session(rows, at, &account, self.session, false);
        rows.put::<Accounts>(account);
        Ok(())
    }
}
