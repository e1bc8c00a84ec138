//! Who signs in, and who is asking: accounts, sessions, roles, tokens, second factors, one's own data.

pub mod create;
mod erase;
pub mod guest;
mod join;
pub mod letters;
mod own_data;
pub mod password;
mod privacy;
mod profile;
mod second_factor;
pub mod sessions;
mod sign_in;
pub mod store;
mod tokens;
mod totp;

pub use create::{NewAccount, NoAccount, email_id, first_operator, fresh_password};
pub use guest::{guest_buyer, guest_needs};
pub use profile::{NAME_MOST, tabs};
pub use sessions::{NewSession, begin_session, seconds};
pub use store::{Account, Accounts, Name, Names, Person, Role, Scope, Secret, SecretKind, Secrets, Session, Sessions};

use crate::App;
use crate::policy::{Anyone, BuyerInPerson, HalfSignedIn, InPerson};
use sampan_ids::AccountId;
use sampan_web::{Error, OrInternal, Proof, Routes};

/// Who is asking, as every handler knows them. Holds no personal data.
#[derive(Debug, Clone)]
pub struct Viewer {
    /// The account.
    pub account: AccountId,
    /// What it may do.
    pub role: Role,
    /// The second factor is set up but has not been shown in this sign-in.
    pub owes_second_factor: bool,
    /// The operator of a live marketplace who has not set one up yet.
    pub must_set_up_second_factor: bool,
    /// What a token may do; none for a browser's sign-in, which may do all that the role may.
    pub scopes: Option<Vec<Scope>>,
}

/// Who a cookie or a token belongs to, in one statement.
pub async fn viewer(app: &App, proof: &Proof) -> Result<Option<Viewer>, Error> {
    let (sql, digest) = match proof {
        Proof::Session(digest) => (
            "select k.id as asked, a.body as account, s.body as proof, s.expires_at as expires from {keys $1} k \
             join sessions s on s.cell = k.cell and s.session_id = k.id \
             join accounts a on a.cell = s.account_cell and a.account_id = s.account_id",
            digest,
        ),
        Proof::Token(digest) => (
            "select k.id as asked, a.body as account, s.body as proof, s.expires_at as expires from {keys $1} k \
             join secrets s on s.cell = k.cell and s.secret_id = k.id and s.kind = 'token' \
             join accounts a on a.cell = s.account_cell and a.account_id = s.account_id",
            digest,
        ),
    };
    let rows = app.db().by_id(sql, sampan_ids::from_digest(digest)).await.or_internal()?;
    let Some(row) = rows.first().filter(|row| row.time("expires") > app.now()) else { return Ok(None) };
    let account: Account = serde_json::from_str(row.text("account")).or_internal()?;
    if account.erased.is_some() {
        return Ok(None);
    }
    let (shown, scopes) = match proof {
        Proof::Session(_) => {
            let session: Session = serde_json::from_str(row.text("proof")).or_internal()?;
            if session.epoch != account.epoch {
                return Ok(None);
            }
            (session.second_factor, None)
        }
        Proof::Token(_) => {
            let secret: Secret = serde_json::from_str(row.text("proof")).or_internal()?;
            let SecretKind::Token { scopes, .. } = secret.kind else { return Ok(None) };
            (true, Some(scopes))
        }
    };
    let live = app.mode() == crate::Mode::Live;
    Ok(Some(Viewer {
        account: account.id,
        role: account.role,
        owes_second_factor: account.second_factor && !shown,
        must_set_up_second_factor: live && account.role == Role::Operator && !account.second_factor,
        scopes,
    }))
}

/// Whether a text can be an e-mail address: of a mailbox and a host with a dot, at most 254 bytes.
pub fn is_email(text: &str) -> bool {
    let text = text.trim();
    let host = text.rsplit_once('@').map_or("", |(_, host)| host);
    text.len() <= 254 && host.contains('.') && text.parse::<lettre::Address>().is_ok()
}

/// Pages and programming interface of this capability.
pub fn routes() -> Routes<App> {
    Routes::new()
        .get(Anyone, "/sign-in", sign_in::page)
        .doc("Shows the page to sign in on")
        .post(Anyone, "/sign-in", sign_in::sign_in)
        .doc("Signs in with e-mail address and password")
        .get(HalfSignedIn, "/sign-in/second-factor", sign_in::second_factor)
        .doc("Asks for a code of the second factor")
        .post(HalfSignedIn, "/sign-in/second-factor", sign_in::show_code)
        .doc("Takes a code of the second factor; each counts once")
        .get(Anyone, "/privacy", privacy::privacy)
        .doc("What is kept of people, who sees it, how to take it out or have it erased")
        .post(Anyone, "/sign-out", sign_in::sign_out)
        .doc("Signs out")
        .get(Anyone, "/sign-up", join::join_page)
        .doc("Shows the page to join on as a buyer")
        .post(Anyone, "/sign-up", join::join)
        .doc("Joins as a buyer: a letter with a link to choose a password goes out")
        .get(Anyone, "/mail-sent", join::mail_sent)
        .doc("Says to look into the mail")
        .get(Anyone, "/password-resets", join::forgot_page)
        .doc("Shows the page to ask for a new password on")
        .post(Anyone, "/password-resets", join::forgot)
        .doc("Asks for a letter with a link to choose a new password")
        .get(Anyone, "/password-resets/{secret}", join::link_page)
        .doc("Shows the page to choose a password on")
        .post(Anyone, "/password-resets/{secret}", join::reset)
        .doc("Sets the chosen password, signs everyone else out and the chooser in")
        .get(Anyone, "/confirmations/{secret}", join::link_page)
        .doc("Shows what an address is confirmed for")
        .post(Anyone, "/confirmations/{secret}", join::confirm)
        .doc("Confirms an e-mail address")
        .get(Anyone, "/guest-links/{secret}", join::link_page)
        .doc("Shows the way back to a guest's order")
        .post(Anyone, "/guest-links/{secret}", join::enter)
        .doc("Leads a guest back to an order")
        .get(InPerson, "/account", profile::show)
        .doc("Shows one's account")
        .post(InPerson, "/account", profile::change)
        .doc("Changes one's name and language")
        .post(InPerson, "/account/confirmation", profile::confirm_again)
        .doc("Sends the letter that confirms one's address again")
        .get(InPerson, "/account/password", profile::password_page)
        .doc("Shows the page to change one's password on")
        .post(InPerson, "/account/password", profile::change_password)
        .doc("Changes one's password and signs everyone else out")
        .get(InPerson, "/account/second-factor", second_factor::show)
        .doc("Shows how one's second factor stands")
        .post(InPerson, "/account/second-factor", second_factor::begin)
        .doc("Begins to set up a second factor")
        .post(InPerson, "/account/second-factor/confirmation", second_factor::finish)
        .doc("Makes the second factor count, with a first code")
        .post(InPerson, "/account/second-factor/removal", second_factor::remove)
        .doc("Takes the second factor away, with the password and a code")
        .get(InPerson, "/account/sessions", profile::sessions)
        .doc("Lists where one is signed in")
        .post(InPerson, "/account/sessions", profile::end_others)
        .doc("Signs out everywhere else")
        .get(InPerson, "/account/tokens", tokens::show)
        .doc("Lists one's tokens for the programming interface")
        .post(InPerson, "/account/tokens", tokens::make)
        .doc("Makes a token, which is shown this once")
        .post(InPerson, "/account/tokens/{token}/revocation", tokens::revoke)
        .doc("Takes a token back")
        .get(InPerson, "/account/data", own_data::take_out)
        .doc("Gives everything that is held about the asker")
        .get(InPerson, "/account/erasure", own_data::erasure_page)
        .doc("Shows what erasing one's data would do and what law keeps")
        .post(BuyerInPerson, "/account/erasure", own_data::erase)
        .doc("Erases a buyer's data; not while orders are open")
}

#[cfg(test)]
mod tests;
