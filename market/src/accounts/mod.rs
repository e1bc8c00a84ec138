//! Who signs in, and who is asking: accounts, sessions, roles, tokens, second factors, one's own data.

pub mod create;
pub mod guest;
pub mod letters;
pub mod password;
pub mod sessions;
pub mod store;

pub use create::{NewAccount, NoAccount, email_id, first_operator, fresh_password};
pub use guest::{guest_buyer, guest_needs};
pub use sessions::{NewSession, begin_session, seconds};
pub use store::{Account, Accounts, Name, Names, Person, Role, Scope, Secret, SecretKind, Secrets, Session, Sessions};

use crate::App;
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
            "select a.body as account, s.body as proof, s.expires_at as expires from sessions s \
             join accounts a on a.cell = s.account_cell and a.account_id = s.account_id where s.cell = $1 and s.session_id = $2",
            digest,
        ),
        Proof::Token(digest) => (
            "select a.body as account, s.body as proof, s.expires_at as expires from secrets s \
             join accounts a on a.cell = s.account_cell and a.account_id = s.account_id where s.cell = $1 and s.secret_id = $2 and s.kind = 'token'",
            digest,
        ),
    };
    let id = sampan_ids::from_digest(digest);
    let cell = i64::from(sampan_ids::Cell::of(id).number());
    let rows = app.db().query(sql, vec![cell.into(), id.into()]).await.or_internal()?;
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

/// Pages and programming interface of this capability.
pub fn routes() -> Routes<App> {
    Routes::new()
}
