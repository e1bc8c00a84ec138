//! Setting up a second factor, and taking it away again. The shared secret is shown until a first code proves that the
//! authenticator has it, and never after.

use super::profile::wrong_password;
use super::sign_in::session_of;
use super::{Account, Accounts, Sessions, Viewer, totp};
use crate::vault::Vault;
use crate::{App, page};
use sampan_db::{Command, Moment, Needs, Rows};
use sampan_ids::AccountId;
use sampan_web::{Cx, Error, FieldErrors, Markup, NoInput, NoView, OrInternal, Reply};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// How one's second factor stands.
#[derive(Serialize, utoipa::ToSchema)]
pub struct SecondFactorView {
    /// Whether it is set up.
    set_up: bool,
    /// Whether the market asks for one before anything else may be done.
    wanted: bool,
    /// The shared secret in base 32, while it is being set up.
    secret: Option<String>,
    /// The address that an authenticator opens, while it is being set up.
    link: Option<String>,
    #[serde(skip)]
    #[schema(ignore)]
    picture: Option<Markup>,
    #[serde(skip)]
    grouped: String,
}
page!(SecondFactorView, "accounts/pages/second_factor.html");

/// The first code.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct FirstCode {
    /// Six digits.
    #[serde(default)]
    code: String,
}

/// What it takes to take the second factor away.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct LastCode {
    /// The password.
    #[serde(default)]
    present_password: String,
    /// Six digits.
    #[serde(default)]
    code: String,
}

/// Shows how it stands.
pub async fn show(cx: Cx<App>, who: Viewer, _: NoInput) -> Result<Reply<SecondFactorView>, Error> {
    let account = cx.site.find::<Accounts>(who.account).await?;
    Ok(Reply::show(view(&cx.site, &account, &who)?))
}

fn view(app: &App, account: &Account, who: &Viewer) -> Result<SecondFactorView, Error> {
    let person = account.open(app.vault()).ok_or(Error::NotFound)?;
    let secret = person.totp.filter(|_| !account.second_factor);
    let link = secret.as_ref().map(|secret| totp::link(secret, &person.email));
    Ok(SecondFactorView {
        set_up: account.second_factor,
        wanted: who.must_set_up_second_factor,
        grouped: secret.as_deref().map(totp::grouped).unwrap_or_default(),
        picture: link.as_deref().and_then(totp::qr),
        secret,
        link,
    })
}

/// Begins: makes a new shared secret.
pub async fn begin(cx: Cx<App>, who: Viewer, _: NoInput) -> Result<Reply<NoView>, Error> {
    let secret = totp::fresh().or_internal()?;
    let begin = BeginSecondFactor { vault: cx.site.vault().clone(), account: who.account, secret };
    cx.site.perform(who.account, cx.once.as_ref(), begin).await?.map_err(refused)?;
    Ok(Reply::see("/account/second-factor"))
}

/// Finishes: a first code shows that the authenticator has the secret.
pub async fn finish(cx: Cx<App>, who: Viewer, input: FirstCode) -> Result<Reply<SecondFactorView>, Error> {
    let app = &cx.site;
    app.throttle().attempt("second-factor", &who.account.to_string(), app.now())?;
    let (vault, session) = (app.vault().clone(), session_of(cx.proof));
    let finish = Finish { vault, account: who.account, code: input.code, session };
    // A wrong code is no answer to keep: the form is sent again with another one.
    match app.perform(who.account, None, finish).await? {
        Ok(()) => {
            app.throttle().forgive("second-factor", &who.account.to_string());
            Ok(Reply::see("/account/second-factor").notice(cx.shell.t("accounts-second-factor-done")))
        }
        Err(SecondFactorRefusal::WrongCode) => {
            let account = app.find::<Accounts>(who.account).await?;
            let wrong = FieldErrors::one("code", "", "", "second-factor");
            Ok(Reply::again(view(app, &account, &who)?, wrong))
        }
        Err(refusal) => Err(refused(refusal)),
    }
}

/// Takes it away, with the password and a code.
pub async fn remove(cx: Cx<App>, who: Viewer, input: LastCode) -> Result<Reply<SecondFactorView>, Error> {
    let app = &cx.site;
    let account = app.find::<Accounts>(who.account).await?;
    if let Some(errors) = wrong_password(app, &account, input.present_password).await? {
        return Ok(Reply::again(view(app, &account, &who)?, errors));
    }
    app.throttle().attempt("second-factor", &who.account.to_string(), app.now())?;
    let remove = Remove { vault: app.vault().clone(), account: who.account, code: input.code };
    match app.perform(who.account, None, remove).await? {
        Ok(()) => Ok(Reply::see("/account/second-factor").notice(cx.shell.t("accounts-second-factor-removed"))),
        Err(SecondFactorRefusal::WrongCode) => {
            let wrong = FieldErrors::one("code", "", "", "second-factor");
            Ok(Reply::again(view(app, &account, &who)?, wrong))
        }
        Err(refusal) => Err(refused(refusal)),
    }
}

/// Why the second factor stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
enum SecondFactorRefusal {
    /// It is set up already.
    SetUp,
    /// It has not been begun, or is not set up.
    NotSetUp,
    /// The code is not the one of now.
    WrongCode,
    /// There is no such account any more.
    Gone,
}

fn refused(refusal: SecondFactorRefusal) -> Error {
    match refusal {
        SecondFactorRefusal::SetUp => Error::refused("second_factor_set_up", &[]),
        SecondFactorRefusal::NotSetUp | SecondFactorRefusal::WrongCode => {
            Error::refused("second_factor_not_set_up", &[])
        }
        SecondFactorRefusal::Gone => Error::NotFound,
    }
}

/// Keeps a new shared secret; it does not count yet.
struct BeginSecondFactor {
    vault: Vault,
    account: AccountId,
    secret: String,
}

impl Command for BeginSecondFactor {
    type Reply = ();
    type Refusal = SecondFactorRefusal;
    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<Accounts>(self.account)
    }
    fn decide(&self, rows: &mut Rows, _: &Moment) -> Result<(), SecondFactorRefusal> {
        let mut account = rows.get::<Accounts>(&self.account).cloned().ok_or(SecondFactorRefusal::Gone)?;
        if account.second_factor {
            return Err(SecondFactorRefusal::SetUp);
        }
        let mut person = account.open(&self.vault).ok_or(SecondFactorRefusal::Gone)?;
        person.totp = Some(self.secret.clone());
        account.seal(&self.vault, &person);
        account.totp_step = 0;
        rows.put::<Accounts>(account);
        Ok(())
    }
}

/// Makes the second factor count. This sign-in has shown it; every other one owes it from now on.
struct Finish {
    vault: Vault,
    account: AccountId,
    code: String,
    session: Option<Uuid>,
}

impl Command for Finish {
    type Reply = ();
    type Refusal = SecondFactorRefusal;
    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<Accounts>(self.account).all::<Sessions>(self.session)
    }
    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), SecondFactorRefusal> {
        let mut account = rows.get::<Accounts>(&self.account).cloned().ok_or(SecondFactorRefusal::Gone)?;
        if account.second_factor {
            return Err(SecondFactorRefusal::SetUp);
        }
        let person = account.open(&self.vault).ok_or(SecondFactorRefusal::Gone)?;
        let secret = person.totp.as_deref().ok_or(SecondFactorRefusal::NotSetUp)?;
        let step = totp::check(Some(secret), &self.code, at.now, account.totp_step);
        account.totp_step = step.map_err(|_| SecondFactorRefusal::WrongCode)?;
        account.second_factor = true;
        if let Some(mut session) = self.session.and_then(|id| rows.get::<Sessions>(&id).cloned()) {
            session.second_factor = true;
            rows.put::<Sessions>(session);
        }
        rows.put::<Accounts>(account);
        Ok(())
    }
}

/// Takes the second factor away.
struct Remove {
    vault: Vault,
    account: AccountId,
    code: String,
}

impl Command for Remove {
    type Reply = ();
    type Refusal = SecondFactorRefusal;
    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<Accounts>(self.account)
    }
    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), SecondFactorRefusal> {
        let mut account = rows.get::<Accounts>(&self.account).cloned().ok_or(SecondFactorRefusal::Gone)?;
        if !account.second_factor {
            return Err(SecondFactorRefusal::NotSetUp);
        }
        let mut person = account.open(&self.vault).ok_or(SecondFactorRefusal::Gone)?;
        let step = totp::check(person.totp.as_deref(), &self.code, at.now, account.totp_step);
        step.map_err(|_| SecondFactorRefusal::WrongCode)?;
        person.totp = None;
        account.seal(&self.vault, &person);
        account.second_factor = false;
        rows.put::<Accounts>(account);
        Ok(())
    }
}
