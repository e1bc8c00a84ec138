//! The marketplace: one folder per capability over pure rules (domain) and effects that know nothing of commerce (platform).

pub mod accounts;
pub mod app;
pub mod books;
pub mod browse;
pub mod catalog;
pub mod checkout;
pub mod codes;
pub mod columns;
pub mod csv_out;
pub mod declarations;
pub mod explain;
pub mod look;
pub mod machine;
pub mod mail;
pub mod operators;
pub mod orders;
pub mod policy;
pub mod pricing;
pub mod rates;
pub mod sellers;
pub mod tariff;
pub mod testing;
pub mod vault;
pub mod verify;
pub mod whatif;
pub mod work;

pub use app::{App, Mode, new_guest, new_id, new_owner};
pub use work::work;

#[cfg(test)]
mod openapi_tests;

use sampan_db::{OnceKey, PerformError};
use sampan_web::{Error, Languages, Routes};
use std::sync::OnceLock;

/// The title of the OpenAPI document.
pub const TITLE: &str = "Sampan";

/// Every page and every call, each with its policy.
pub fn routes() -> Routes<App> {
    Routes::new()
        .merge(accounts::routes())
        .merge(books::routes())
        .merge(browse::routes())
        .merge(catalog::routes())
        .merge(checkout::routes())
        .merge(declarations::routes())
        .merge(machine::routes())
        .merge(mail::routes())
        .merge(operators::routes())
        .merge(orders::routes())
        .merge(sellers::routes())
        .merge(tariff::routes())
        .merge(whatif::routes())
}

/// The language files, one a capability and language. A new language is one more row here and its folder of files.
macro_rules! texts {
    ($lang:literal) => {
        &[
            include_str!(concat!("../languages/", $lang, "/accounts.ftl")),
            include_str!(concat!("../languages/", $lang, "/books.ftl")),
            include_str!(concat!("../languages/", $lang, "/browse.ftl")),
            include_str!(concat!("../languages/", $lang, "/catalog.ftl")),
            include_str!(concat!("../languages/", $lang, "/checkout.ftl")),
            include_str!(concat!("../languages/", $lang, "/declarations.ftl")),
            include_str!(concat!("../languages/", $lang, "/look.ftl")),
            include_str!(concat!("../languages/", $lang, "/machine.ftl")),
            include_str!(concat!("../languages/", $lang, "/mail.ftl")),
            include_str!(concat!("../languages/", $lang, "/operators.ftl")),
            include_str!(concat!("../languages/", $lang, "/orders.ftl")),
            include_str!(concat!("../languages/", $lang, "/problems.ftl")),
            include_str!(concat!("../languages/", $lang, "/quote.ftl")),
            include_str!(concat!("../languages/", $lang, "/sellers.ftl")),
            include_str!(concat!("../languages/", $lang, "/tariff.ftl")),
            include_str!(concat!("../languages/", $lang, "/whatif.ftl")),
        ]
    };
}

/// Every text that a person sees.
pub fn languages() -> &'static Languages {
    static LANGUAGES: OnceLock<Languages> = OnceLock::new();
    LANGUAGES.get_or_init(|| {
        Languages::new(&[("en", "English", texts!("en")), ("zh-Hans", "简体中文", texts!("zh"))])
            .expect("the language files are read in a test")
    })
}

/// A text outside of a page, such as in a mail.
pub fn words(lang: &str, key: &str, params: &[(&str, &str)]) -> String {
    languages().find(lang, key, params).unwrap_or_else(|| key.to_owned())
}

/// The database's key for a request that is to be done once: a digest of who asks, the route and the sender's key.
fn once_key(vault: &vault::Vault, once: &sampan_web::Once) -> OnceKey {
    let scope = match &once.scope {
        sampan_web::Scope::Proof(digest) => format!("proof {}", sampan_ids::from_digest(digest)),
        sampan_web::Scope::Guest(id) => format!("guest {id}"),
    };
    OnceKey { id: vault.id("once", &format!("{scope}\n{}\n{}", once.route, once.key)), body: once.digest }
}

/// What a caller hears when a command was not decided.
fn not_performed(error: PerformError) -> Error {
    match error {
        PerformError::Busy | PerformError::Stopped => Error::Busy { retry_after: 2 },
        PerformError::Panicked | PerformError::Database(_) => Error::internal(error),
    }
}

#[cfg(test)]
mod tests;
