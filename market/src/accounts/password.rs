//! Passwords: argon2id, and a check that takes as long whether or not there is an account.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use std::sync::OnceLock;
use tokio::sync::Semaphore;

/// Fewest characters of a password.
pub const LEAST: usize = 10;
/// Most bytes of a password, so that hashing one cannot be made expensive.
pub const MOST: usize = 256;

/// The hash that is stored. Takes tens of milliseconds: call it away from the async threads.
pub fn hash(password: &str) -> Option<String> {
    Argon2::default().hash_password(password.as_bytes()).ok().map(|hash| hash.to_string())
}

/// Whether a password is the one that was hashed. Without a hash the same work is done and the answer is no, so that the
/// time does not tell whether there is an account.
pub fn matches(password: &str, stored: Option<&str>) -> bool {
    static NOBODY: OnceLock<Option<String>> = OnceLock::new();
    let nobody = NOBODY.get_or_init(|| hash("nobody signs in with this"));
    let Some(text) = stored.or(nobody.as_deref()) else { return false };
    let Ok(parsed) = PasswordHash::new(text) else { return false };
    let same = password.len() <= MOST && Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok();
    same && stored.is_some()
}

/// How many passwords are hashed at a time: each takes 19 MB and a processor for tens of milliseconds.
static HASHING: Semaphore = Semaphore::const_new(4);

/// As [`hash`], away from the async threads.
pub async fn hash_aside(password: String) -> Result<String, anyhow::Error> {
    let _turn = HASHING.acquire().await?;
    let hashed = tokio::task::spawn_blocking(move || hash(&password)).await?;
    hashed.ok_or_else(|| anyhow::anyhow!("the password could not be hashed"))
}

/// As [`matches()`], away from the async threads.
pub async fn matches_aside(password: String, stored: Option<String>) -> Result<bool, anyhow::Error> {
    let _turn = HASHING.acquire().await?;
    Ok(tokio::task::spawn_blocking(move || matches(&password, stored.as_deref())).await?)
}

/// What is wrong with a password that someone chooses: the code of a field error.
pub fn unfit(password: &str) -> Option<&'static str> {
    match password.chars().count() {
        0 => Some("missing"),
        n if n < LEAST => Some("password-short"),
        _ if password.len() > MOST => Some("password-long"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_matches_its_own_hash_alone() {
        let stored = hash("correct horse").unwrap();
        assert!(stored.starts_with("$argon2id$"));
        assert_ne!(stored, hash("correct horse").unwrap());
        assert!(matches("correct horse", Some(&stored)));
        assert!(!matches("correct horse ", Some(&stored)));
        assert!(!matches("nobody signs in with this", None));
        assert!(!matches("anything", Some("not a hash")));
    }
}
