//! Sign-ins as they begin: a token for the browser, its digest for the row.

use super::{Account, Accounts, Role, Session, Sessions};
use crate::vault::Vault;
use sampan_db::{Moment, Rows};
use sampan_ids::{AccountId, SignedDuration};
use sampan_web::{Once, Scope, Token};
use uuid::Uuid;

/// How long a sign-in holds, in hours: an operator answers for other people's money and signs in every day.
const fn hours(role: Role) -> u16 {
    match role {
        Role::Buyer | Role::Seller { .. } => 30 * 24,
        Role::Operator => 12,
    }
}

/// How many seconds a browser keeps the cookie of such a sign-in.
pub fn seconds(role: Role) -> u32 {
    u32::from(hours(role)) * 3600
}

/// The token of a sign-in that is about to be put into the rows. The browser gets it with
/// [`sampan_web::Reply::start_session`], the command is given [`NewSession::id`] for [`begin_session`].
#[derive(Clone, Debug)]
pub struct NewSession {
    /// What the browser keeps.
    pub token: Token,
}

impl NewSession {
    /// A token of its own.
    pub fn fresh() -> NewSession {
        NewSession { token: Token::fresh() }
    }

    /// The token of a request that is done once: the same request sent twice (a double click) gives the browser the same
    /// sign-in twice. Nobody can work it out without the vault's key. A request without a key gets a token of its own.
    pub fn of_request(vault: &Vault, once: Option<&Once>) -> NewSession {
        let token = once.map_or_else(Token::fresh, |once| token_of(vault, "session", once));
        NewSession { token }
    }

    /// The id of its row.
    pub fn id(&self) -> Uuid {
        sampan_ids::from_digest(&self.token.digest())
    }
}

/// A token that only the vault can make of a request's idempotency key: a request sent twice is shown the same one.
pub fn token_of(vault: &Vault, purpose: &str, once: &Once) -> Token {
    let scope = match &once.scope {
        Scope::Proof(digest) => format!("proof {}", sampan_ids::from_digest(digest)),
        Scope::Guest(id) => format!("guest {id}"),
    };
    Token::of(&vault.mac(purpose, &format!("{scope}\n{}\n{}", once.route, once.key)))
}

/// Puts a sign-in into the rows. The account must be in them: loaded, or made by this command.
pub fn begin_session(rows: &mut Rows, at: &Moment, account: AccountId, session: Uuid) {
    if let Some(account) = rows.peek::<Accounts>(&account).cloned() {
        put_session(rows, at, &account, session, false);
    }
}

/// As [`begin_session`], saying whether the second factor was shown.
pub fn put_session(rows: &mut Rows, at: &Moment, account: &Account, session: Uuid, second_factor: bool) {
    rows.put::<Sessions>(Session {
        id: session,
        account: account.id,
        created: at.now,
        expires: at.now + SignedDuration::from_hours(hours(account.role).into()),
        second_factor,
        epoch: account.epoch,
    });
}
