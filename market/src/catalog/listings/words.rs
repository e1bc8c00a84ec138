//! What is missing, and what was refused, in the reader's words.

use super::commands::EditRefusal;
use sampan_trade::listing::{ListingRefusal, Missing};
use sampan_web::{Error, Shell};

/// What is missing, each thing once: "HS code, net weight".
pub fn missing_words(missing: &[Missing], s: &Shell) -> String {
    let mut said: Vec<String> = Vec::new();
    for one in missing {
        let words = missing_word(one.code(), s);
        if !said.contains(&words) {
            said.push(words);
        }
    }
    said.join(&s.t("catalog-comma"))
}

/// One missing thing by its stable name.
pub fn missing_word(code: &str, s: &Shell) -> String {
    s.t(format!("catalog-missing-{}", code.replace('_', "-")))
}

/// A refusal as an answer without words of the listing's own.
pub fn refused(refusal: EditRefusal) -> Error {
    match refusal {
        EditRefusal::NotFound => Error::NotFound,
        EditRefusal::LastVariant => Error::refused("listing_last_variant", &[]),
        EditRefusal::Stock(_, stock) => {
            let params = match &stock {
                sampan_trade::stock::StockRefusal::BelowReserved { on_hand, reserved } => {
                    vec![("on_hand", on_hand.to_string()), ("reserved", reserved.to_string())]
                }
                _ => Vec::new(),
            };
            let params: Vec<(&str, &str)> = params.iter().map(|(k, v)| (*k, v.as_str())).collect();
            Error::refused(stock.code(), &params)
        }
        EditRefusal::Listing(listing) => listing_refused(&listing, None),
    }
}

/// A listing's own refusal; what is missing is said in the reader's words where there is a reader.
pub fn listing_refused(refusal: &ListingRefusal, s: Option<&Shell>) -> Error {
    match refusal {
        ListingRefusal::NotReady { missing } => {
            let codes = || missing.iter().map(Missing::code).collect::<Vec<_>>().join(", ");
            let missing = s.map_or_else(codes, |s| missing_words(missing, s));
            Error::refused("listing_not_ready", &[("missing", &missing)])
        }
        ListingRefusal::Withdrawn { reason } => Error::refused("listing_withdrawn", &[("reason", reason)]),
        ListingRefusal::NotNow { status } => {
            let status = s.map_or_else(|| status.clone(), |s| s.t(format!("catalog-status-{status}")));
            Error::refused("listing_not_now", &[("status", &status)])
        }
        ListingRefusal::TooLarge { what, limit } => {
            Error::refused("listing_too_large", &[("what", what), ("limit", &limit.to_string())])
        }
        ListingRefusal::Text(text) => Error::refused(text.code(), &[]),
    }
}
