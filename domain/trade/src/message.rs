//! What buyer, seller and operator write to each other on an order.

use sampan_ids::{AccountId, MessageId, OrderId, Timestamp};
use serde::{Deserialize, Serialize};

/// Characters a message, a claim or a reason may have.
pub const TEXT_LIMIT: usize = 2_000;

/// Who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum From {
    /// The buyer.
    Buyer,
    /// Someone of the seller's.
    Seller,
    /// The platform's operator.
    Operator,
}

/// A message on an order; never changed once written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Its id.
    pub id: MessageId,
    /// The order it is on.
    pub order: OrderId,
    /// Which side wrote it.
    pub from: From,
    /// The account that wrote it.
    pub author: AccountId,
    /// The words: plain text, not markup.
    pub text: String,
    /// When.
    pub at: Timestamp,
}

/// Why a text is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "refusal", rename_all = "snake_case")]
pub enum TextRefusal {
    /// Nothing but blanks.
    #[error("no text")]
    TextMissing,
    /// Longer than may be.
    #[error("{found} characters; at most {limit}")]
    TextTooLong {
        /// Characters it has.
        found: usize,
        /// Characters it may have.
        limit: usize,
    },
}

impl TextRefusal {
    /// The stable code of the fact.
    pub const fn code(&self) -> &'static str {
        match self {
            TextRefusal::TextMissing => "text_missing",
            TextRefusal::TextTooLong { .. } => "text_too_long",
        }
    }
}

/// The text without blanks around it, line ends as `\n` and without control characters, if it says anything and keeps
/// the limit.
pub fn text(written: &str) -> Result<String, TextRefusal> {
    let plain: String = written.replace("\r\n", "\n").chars().filter(|c| *c == '\n' || !c.is_control()).collect();
    let plain = plain.trim();
    match plain.chars().count() {
        0 => Err(TextRefusal::TextMissing),
        1..=TEXT_LIMIT => Ok(plain.to_owned()),
        found => Err(TextRefusal::TextTooLong { found, limit: TEXT_LIMIT }),
    }
}

impl Message {
    /// A message, its text checked.
    pub fn write(
        id: MessageId,
        order: OrderId,
        (from, author): (From, AccountId),
        written: &str,
        at: Timestamp,
    ) -> Result<Message, TextRefusal> {
        Ok(Message { id, order, from, author, text: text(written)?, at })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_says_something_and_keeps_the_limit() {
        let long = "樱".repeat(TEXT_LIMIT + 1);
        for (written, taken) in [
            (" Is it sweet?\r\nAnna ", Ok("Is it sweet?\nAnna")),
            ("a\u{0}b\u{7}", Ok("ab")),
            (" \n ", Err(TextRefusal::TextMissing)),
            (&long, Err(TextRefusal::TextTooLong { found: TEXT_LIMIT + 1, limit: TEXT_LIMIT })),
            (&long[3..], Ok(&long[3..])),
        ] {
            assert_eq!(text(written), taken.map(str::to_owned));
        }
    }
}
