//! What there is to ask for, learnt from the server itself.

use crate::bench::client::Client;
use anyhow::ensure;
use serde_json::Value;
use std::collections::BTreeMap;

/// Listings that are enough.
const ENOUGH: usize = 5_000;
/// Lists that are read at most to find them.
const LISTS: usize = 1_000;

/// A listing with a landed price.
pub struct Listing {
    /// Its id.
    pub id: String,
    /// Its page.
    pub href: String,
    /// Its seller's shop.
    pub shop: String,
}

/// What there is to ask for.
pub struct Known {
    /// Listings from all shelves and states.
    pub listings: Vec<Listing>,
    /// Shelves that hold something with a price.
    pub categories: Vec<String>,
    /// Searches by words that titles have.
    pub searches: Vec<String>,
}

/// Reads the first page, then lists by shelf and state until there are enough listings.
pub async fn learn(client: &mut Client) -> Result<Known, anyhow::Error> {
    let home = client.get("/api/v1/").await?.json()?;
    let texts = |list: &Value, field: &str| -> Vec<String> {
        let each = list.as_array().into_iter().flatten();
        each.filter_map(|one| Some(one[field].as_str()?.to_owned())).collect()
    };
    let states = texts(&home["states"], "code");
    let mut categories = Vec::new();
    let mut found = BTreeMap::new();
    let mut searches = Vec::new();
    for path in texts(&home["shelves"], "href") {
        let list = client.get(&format!("/api/v1{path}")).await?.json()?;
        if take(&list, &mut found, &mut searches) > 0 {
            categories.push(path);
        }
    }
    let shelves = texts(&home["shelves"], "code");
    let lists = states.iter().flat_map(|state| shelves.iter().map(move |shelf| (state, shelf)));
    for (state, shelf) in lists.take(LISTS) {
        if found.len() >= ENOUGH {
            break;
        }
        let list = client.get(&format!("/api/v1/search?state={state}&category={shelf}")).await?.json()?;
        take(&list, &mut found, &mut searches);
    }
    ensure!(!found.is_empty() && !searches.is_empty(), "the server has no listing with a landed price");
    Ok(Known { listings: found.into_values().collect(), categories, searches })
}

/// Takes the listings of a list that have a price; says how many.
fn take(list: &Value, found: &mut BTreeMap<String, Listing>, searches: &mut Vec<String>) -> usize {
    let cards = list["listings"].as_array().into_iter().flatten();
    let mut taken = 0;
    for card in cards.filter(|card| !card["price"].is_null()) {
        let text = |field: &str| card[field].as_str().unwrap_or_default().to_owned();
        let (id, title) = (text("id"), text("title"));
        let words: String = title.chars().take(4).collect();
        searches.push(format!("/api/v1/search?q={}", encoded(&words)));
        found.insert(id.clone(), Listing { id, href: text("href"), shop: text("shop") });
        taken += 1;
    }
    taken
}

/// Words as they stand in an address.
fn encoded(words: &str) -> String {
    use std::fmt::Write as _;
    words.bytes().fold(String::new(), |mut out, byte| {
        // Writing into a string does not fail.
        let _ = match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => write!(out, "{}", char::from(byte)),
            _ => write!(out, "%{byte:02X}"),
        };
        out
    })
}
