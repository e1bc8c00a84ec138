//! One's own account: name and language, the password, where one is signed in.

use super::sign_in::session_of;
use super::{Account, Accounts, Sessions, Viewer, letters, password};
use crate::look::{Choice, Tab};
use crate::vault::Vault;
use crate::{App, page};
use sampan_db::{Command, Moment, Needs, Rows};
use sampan_ids::{AccountId, Timestamp};
use sampan_web::{Cx, Error, FieldErrors, NoInput, NoView, OrInternal, Reply, Shell};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Most characters of a name.
pub const NAME_MOST: usize = 100;

/// The places of one's account.
pub fn tabs(s: &Shell) -> Vec<Tab> {
    const PLACES: [(&str, &str); 6] = [
        ("/account", "accounts-tab-account"),
        ("/account/password", "accounts-tab-password"),
        ("/account/second-factor", "accounts-tab-second-factor"),
        ("/account/sessions", "accounts-tab-sessions"),
        ("/account/tokens", "accounts-tab-tokens"),
        ("/account/erasure", "accounts-tab-data"),
    ];
    let here = s.path.split('?').next().unwrap_or_default();
    let tab = |(href, key): (&str, &str)| {
        let current = here == href || (href != "/account" && here.starts_with(&format!("{href}/")));
        Tab { label: s.t(key), href: href.to_owned(), count: None, current }
    };
    PLACES.map(tab).to_vec()
}

/// One's own account.
#[derive(Serialize, utoipa::ToSchema)]
pub struct AccountView {
    /// The e-mail address.
    email: String,
    /// Whether the address is confirmed.
    confirmed: bool,
    /// The name to greet with.
    name: String,
    /// `buyer`, `seller` or `operator`.
    role: String,
    /// The language of letters.
    language: String,
    /// Whether a password has been chosen.
    has_password: bool,
    /// Whether a second factor is set up.
    second_factor: bool,
    #[serde(skip)]
    #[schema(ignore)]
    languages: Vec<Choice>,
}
page!(AccountView, "accounts/pages/account.html");

impl AccountView {
    fn role_key(&self) -> String {
        format!("accounts-role-{}", self.role)
    }
}

/// What one may change of oneself.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct ProfileChange {
    /// The name to greet with; may be empty.
    #[serde(default)]
    name: String,
    /// The language of pages and letters.
    #[serde(default)]
    language: String,
}

/// Shows one's account.
pub async fn show(cx: Cx<App>, who: Viewer, _: NoInput) -> Result<Reply<AccountView>, Error> {
    let account = cx.site.find::<Accounts>(who.account).await?;
    Ok(Reply::show(view(&cx, &account)?))
}

fn view(cx: &Cx<App>, account: &Account) -> Result<AccountView, Error> {
    let person = account.open(cx.site.vault()).ok_or(Error::NotFound)?;
    let choice = |(code, name): (&str, &str)| Choice::new(code, name, code == account.language);
    Ok(AccountView {
        email: person.email,
        confirmed: account.confirmed.is_some(),
        name: person.name,
        role: account.role.name().to_owned(),
        language: account.language.clone(),
        has_password: account.password.is_some(),
        second_factor: account.second_factor,
        languages: cx.shell.languages().into_iter().map(choice).collect(),
    })
}

/// Changes name and language.
pub async fn change(cx: Cx<App>, who: Viewer, input: ProfileChange) -> Result<Reply<AccountView>, Error> {
    let account = cx.site.find::<Accounts>(who.account).await?;
    let mut errors = FieldErrors::new();
    if input.name.chars().count() > NAME_MOST {
        errors.add("name", &input.name, NAME_MOST.to_string(), "long");
    }
    let language = crate::languages().known(&input.language);
    if language.is_none() {
        errors.add("language", &input.language, "", "language");
    }
    let (Some(language), true) = (language, errors.is_empty()) else {
        return Ok(Reply::again(view(&cx, &account)?, errors));
    };
    let name = input.name.trim().to_owned();
    let vault = cx.site.vault().clone();
    let change = ChangeProfile { vault, account: who.account, name, language: language.to_owned() };
    cx.site.perform(who.account, cx.once.as_ref(), change).await?.map_err(|()| Error::NotFound)?;
    let account = cx.site.find::<Accounts>(who.account).await?;
    let reply = Reply::done(view(&cx, &account)?, "/account").notice(cx.shell.t("accounts-kept"));
    Ok(reply.set_pref("lang", language))
}

/// Sends the letter that confirms the address again.
pub async fn confirm_again(cx: Cx<App>, who: Viewer, _: NoInput) -> Result<Reply<NoView>, Error> {
    let app = &cx.site;
    app.throttle().attempt("confirm", &who.account.to_string(), app.now())?;
    let letter = ConfirmAgain { vault: app.vault().clone(), account: who.account };
    app.perform(who.account, cx.once.as_ref(), letter).await?.map_err(|()| Error::NotFound)?;
    Ok(Reply::see("/mail-sent"))
}

/// The page to change one's password on.
#[derive(Serialize, utoipa::ToSchema)]
pub struct PasswordView {
    /// Whether there is one to be changed.
    has_password: bool,
    #[serde(skip)]
    email: String,
}
page!(PasswordView, "accounts/pages/password.html");

/// A change of password.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct PasswordChange {
    /// The password so far.
    #[serde(default)]
    present_password: String,
    /// The new one.
    #[serde(default)]
    password: String,
}

/// Shows the page to change one's password on.
pub async fn password_page(cx: Cx<App>, who: Viewer, _: NoInput) -> Result<Reply<PasswordView>, Error> {
    let account = cx.site.find::<Accounts>(who.account).await?;
    Ok(Reply::show(password_view(&cx.site, &account)?))
}

fn password_view(app: &App, account: &Account) -> Result<PasswordView, Error> {
    let person = account.open(app.vault()).ok_or(Error::NotFound)?;
    Ok(PasswordView { has_password: account.password.is_some(), email: person.email })
}

/// Changes the password; everyone else who is signed in to the account is signed out.
pub async fn change_password(cx: Cx<App>, who: Viewer, input: PasswordChange) -> Result<Reply<PasswordView>, Error> {
    let app = &cx.site;
    let account = app.find::<Accounts>(who.account).await?;
    if let Some(errors) = wrong_password(app, &account, input.present_password).await? {
        return Ok(Reply::again(password_view(app, &account)?, errors));
    }
    if let Some(code) = password::unfit(&input.password) {
        let errors = FieldErrors::one("password", "", &password::LEAST.to_string(), code);
        return Ok(Reply::again(password_view(app, &account)?, errors));
    }
    let hash = password::hash_aside(input.password).await.or_internal()?;
    let others = EndOthers {
        account: who.account,
        epoch: Some(account.epoch),
        password: Some(hash),
        keep: session_of(cx.proof),
    };
    app.perform(who.account, None, others).await?.map_err(|()| Error::Busy { retry_after: 1 })?;
    Ok(Reply::see("/account/password").notice(cx.shell.t("accounts-password-changed")))
}

/// What to say if a password is not the account's; counted, so that guessing at an open browser takes for ever.
pub(super) async fn wrong_password(
    app: &App,
    account: &Account,
    present: String,
) -> Result<Option<FieldErrors>, Error> {
    let who = account.id.to_string();
    app.throttle().attempt("password", &who, app.now())?;
    if password::matches_aside(present, account.password.clone()).await.or_internal()? {
        app.throttle().forgive("password", &who);
        return Ok(None);
    }
    Ok(Some(FieldErrors::one("present_password", "", "", "present-password")))
}

/// Where one is signed in.
#[derive(Serialize, utoipa::ToSchema)]
pub struct SessionsView {
    /// Each place, the latest first.
    sessions: Vec<SessionView>,
}
page!(SessionsView, "accounts/pages/sessions.html");

/// One sign-in.
#[derive(Serialize, utoipa::ToSchema)]
pub struct SessionView {
    /// Since when.
    #[schema(value_type = String)]
    since: Timestamp,
    /// Until when it holds.
    #[schema(value_type = String)]
    until: Timestamp,
    /// Whether it is the one that asks.
    this: bool,
    /// Whether the second factor was shown.
    second_factor: bool,
}

impl SessionView {
    fn shown_key(&self) -> &'static str {
        if self.second_factor { "accounts-shown" } else { "accounts-not-shown" }
    }
}

/// Shows where one is signed in.
pub async fn sessions(cx: Cx<App>, who: Viewer, _: NoInput) -> Result<Reply<SessionsView>, Error> {
    let account = cx.site.find::<Accounts>(who.account).await?;
    let condition = "where t.account_id = $1 and t.expires_at > $2 order by t.expires_at desc limit 100";
    let values = vec![who.account.0.into(), cx.site.now().into()];
    let found = cx.site.db().select::<Sessions>(condition, values).await.or_internal()?;
    let this = session_of(cx.proof);
    let sessions = found.into_iter().filter(|session| session.epoch == account.epoch).map(|session| SessionView {
        since: session.created,
        until: session.expires,
        this: Some(session.id) == this,
        second_factor: session.second_factor,
    });
    Ok(Reply::show(SessionsView { sessions: sessions.collect() }))
}

/// Signs out everywhere else.
pub async fn end_others(cx: Cx<App>, who: Viewer, _: NoInput) -> Result<Reply<NoView>, Error> {
    let others = EndOthers { account: who.account, epoch: None, password: None, keep: session_of(cx.proof) };
    cx.site.perform(who.account, cx.once.as_ref(), others).await?.map_err(|()| Error::NotFound)?;
    Ok(Reply::see("/account/sessions").notice(cx.shell.t("accounts-others-ended")))
}

/// Changes name and language.
struct ChangeProfile {
    vault: Vault,
    account: AccountId,
    name: String,
    language: String,
}

impl Command for ChangeProfile {
    type Reply = ();
    type Refusal = ();
    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<Accounts>(self.account)
    }
    fn decide(&self, rows: &mut Rows, _: &Moment) -> Result<(), ()> {
        let mut account = rows.get::<Accounts>(&self.account).cloned().ok_or(())?;
        let mut person = account.open(&self.vault).ok_or(())?;
        person.name.clone_from(&self.name);
        account.seal(&self.vault, &person);
        account.language.clone_from(&self.language);
        rows.put::<Accounts>(account);
        Ok(())
    }
}

/// Writes the letter that confirms an address.
struct ConfirmAgain {
    vault: Vault,
    account: AccountId,
}

impl Command for ConfirmAgain {
    type Reply = ();
    type Refusal = ();
    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<Accounts>(self.account)
    }
    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), ()> {
        let account = rows.get::<Accounts>(&self.account).ok_or(())?;
        if account.confirmed.is_none() {
            letters::confirm(rows, at, &self.vault, self.account);
        }
        Ok(())
    }
}

/// Ends every other sign-in of an account, and all links to choose a password; with a new password, if one is given.
struct EndOthers {
    account: AccountId,
    /// The epoch that the present password was checked in.
    epoch: Option<u32>,
    password: Option<String>,
    keep: Option<Uuid>,
}

impl Command for EndOthers {
    type Reply = ();
    type Refusal = ();
    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<Accounts>(self.account).all::<Sessions>(self.keep)
    }
    fn decide(&self, rows: &mut Rows, _: &Moment) -> Result<(), ()> {
        let mut account = rows.get::<Accounts>(&self.account).cloned().ok_or(())?;
        if self.epoch.is_some_and(|epoch| epoch != account.epoch) {
            return Err(());
        }
        account.epoch += 1;
        if let Some(password) = &self.password {
            account.password = Some(password.clone());
        }
        if let Some(mut kept) = self.keep.and_then(|id| rows.get::<Sessions>(&id).cloned()) {
            kept.epoch = account.epoch;
            rows.put::<Sessions>(kept);
        }
        rows.put::<Accounts>(account);
        Ok(())
    }
}
