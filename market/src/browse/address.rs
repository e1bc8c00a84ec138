//! Addresses of listings, shops and lists.

use sampan_ids::ListingId;
use sampan_trade::listing::Listing;
use std::fmt::Write;

/// The address of a listing's page: its id, and its name for those who read addresses.
pub fn listing_href(listing: &Listing) -> String {
    let tail: String = listing.slug.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(60).collect();
    match tail.as_str() {
        "" => format!("/listings/{}", listing.id.0.simple()),
        tail => format!("/listings/{}-{tail}", listing.id.0.simple()),
    }
}

/// The listing that an address names: an id, with or without hyphens, and perhaps a tail.
pub(super) fn listing_id(text: &str) -> Option<ListingId> {
    let head = |bytes: usize| text.get(..bytes).and_then(|id| id.parse().ok());
    let ends = |bytes: usize| matches!(text.as_bytes().get(bytes), None | Some(b'-'));
    [36, 32].into_iter().filter(|bytes| ends(*bytes)).find_map(head)
}

/// The listing whose address or id this is, as someone pasted it; none where it is words.
pub fn listing_in(text: &str) -> Option<ListingId> {
    let tail = text.split_once("/listings/").map_or(text, |(_, tail)| tail);
    listing_id(tail.split(['?', '#', '/']).next().unwrap_or_default())
}

/// The address of a shop.
pub fn shop_href(slug: &str) -> String {
    format!("/shops/{}", encoded(slug))
}

/// A path with those of the pairs that say something.
pub(crate) fn href(path: &str, pairs: &[(&str, &str)]) -> String {
    let mut out = path.to_owned();
    for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        let mark = if out.contains('?') { '&' } else { '?' };
        let _ = write!(out, "{mark}{name}={}", encoded(value));
    }
    out
}

fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(byte.into()),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_back() {
        let id = "018f3c5e7a1b7001a2b3c4d5e6f70819";
        let hyphens = "018f3c5e-7a1b-7001-a2b3-c4d5e6f70819";
        for text in [id.to_owned(), format!("{id}-dried-cherries"), hyphens.to_owned(), format!("{hyphens}-x")] {
            assert_eq!(listing_id(&text).map(|id| id.0.simple().to_string()).as_deref(), Some(id), "{text}");
        }
        for text in ["", "樱桃", "dried-cherries", &id[..31], &format!("{id}x")] {
            assert_eq!(listing_id(text), None, "{text}");
        }
    }

    #[test]
    fn a_pasted_address_names_its_listing() {
        let id = "018f3c5e7a1b7001a2b3c4d5e6f70819";
        let pasted = [
            id.to_owned(),
            format!("https://sampan.example/listings/{id}-dried-cherries?variant=x#price"),
            format!("/operator/listings/{id}/withdrawal"),
        ];
        for text in pasted {
            assert_eq!(listing_in(&text).map(|id| id.0.simple().to_string()).as_deref(), Some(id), "{text}");
        }
        assert_eq!(listing_in("dried cherries"), None);
    }

    #[test]
    fn an_address_holds_any_words() {
        assert_eq!(
            href("/search", &[("q", "樱桃 & nuts"), ("state", "")]),
            "/search?q=%E6%A8%B1%E6%A1%83%20%26%20nuts"
        );
        assert_eq!(href("/search", &[("q", "a"), ("after", "b")]), "/search?q=a&after=b");
    }
}
