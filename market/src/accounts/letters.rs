//! Letters about an account, each left in the outbox together with the secret that its link carries.

use super::{Accounts, Secret, SecretKind, Secrets};
use crate::mail::{self, Letter};
use crate::vault::Vault;
use sampan_db::{Moment, Rows};
use sampan_ids::{AccountId, SignedDuration};
use sampan_web::Token;

/// Hours for which a link to choose a password holds.
pub const PASSWORD_HOURS: i64 = 2;
const CONFIRM_HOURS: i64 = 7 * 24;
/// A guest comes back to an order for as long as it can still be returned or claimed.
const GUEST_HOURS: i64 = 180 * 24;

/// The letter that shows whether an address is its holder's.
pub fn confirm(rows: &mut Rows, at: &Moment, vault: &Vault, account: AccountId) {
    let secret = put_secret(rows, at, account, SecretKind::ConfirmEmail, CONFIRM_HOURS);
    let link = format!("/confirmations/{secret}");
    mail::write(rows, vault, &Letter::new(account, "confirm", &[("link", &link)]), at);
}

/// Which letter brings a link to choose a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordLetter {
    /// The first one, to someone who joins.
    Welcome,
    /// A new one, to someone who has forgotten theirs.
    Reset,
}

/// The letter with a link to choose a password.
pub fn choose_password(rows: &mut Rows, at: &Moment, vault: &Vault, account: AccountId, letter: PasswordLetter) {
    let secret = put_secret(rows, at, account, SecretKind::ResetPassword, PASSWORD_HOURS);
    let link = format!("/password-resets/{secret}");
    let letter = match letter {
        PasswordLetter::Welcome => Letter::new(account, "welcome", &[("link", &link)]),
        PasswordLetter::Reset => Letter::new(account, "reset", &[("link", &link)]),
    };
    mail::write(rows, vault, &letter, at);
}

/// The letter that invites someone to a shop's staff: its link lets them choose a password.
pub fn invite(rows: &mut Rows, at: &Moment, vault: &Vault, account: AccountId, shop: &str) {
    let secret = put_secret(rows, at, account, SecretKind::ResetPassword, CONFIRM_HOURS);
    let link = format!("/password-resets/{secret}");
    mail::write(rows, vault, &Letter::new(account, "staff_invited", &[("shop", shop), ("link", &link)]), at);
}

/// The letter to someone who joins with an address that has an account already.
pub fn taken(rows: &mut Rows, at: &Moment, vault: &Vault, account: AccountId) {
    mail::write(rows, vault, &Letter::new(account, "taken", &[("link", "/sign-in")]), at);
}

/// The letter to a guest whose order has been placed. Its link leads back to the order on any device: `next` is the
/// order's page, `number`, `amount` and `date` (by when it is to be paid) stand in the text.
pub fn guest_order(
    rows: &mut Rows,
    at: &Moment,
    vault: &Vault,
    account: AccountId,
    next: &str,
    (number, amount, date): (&str, &str, &str),
) {
    let secret = put_secret(rows, at, account, SecretKind::GuestLink { next: next.to_owned() }, GUEST_HOURS);
    let link = format!("/guest-links/{secret}");
    let params = [("number", number), ("amount", amount), ("date", date), ("link", &link)];
    mail::write(rows, vault, &Letter::new(account, "guest_order", &params), at);
}

/// Puts a secret into the rows, and gives its text, which is stored nowhere but in the sealed letter.
fn put_secret(rows: &mut Rows, at: &Moment, account: AccountId, kind: SecretKind, hours: i64) -> String {
    let token = Token::fresh();
    let epoch = rows.peek::<Accounts>(&account).map_or(0, |account| account.epoch);
    rows.put::<Secrets>(Secret {
        id: sampan_ids::from_digest(&token.digest()),
        account,
        kind,
        created: at.now,
        expires: at.now + SignedDuration::from_hours(hours),
        epoch,
    });
    token.text().to_owned()
}
