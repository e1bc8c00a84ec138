//! A seller joins, is approved, imports a file, fills in what is missing, and publishes.

use super::{Market, cents, text};
use crate::support::people::{link, sign_in, until};
use crate::support::{Client, shop};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Joins, confirms the address, is approved.
pub fn join_and_be_approved(market: &mut Market<'_>) {
    let address = market.running.address.clone();
    let mut someone = Client::new(&address, "en");
    someone.get("/sell").ok();
    let join = json!({
        "name": shop::NAME, "state": "MI", "city": "Suttons Bay",
        "email": shop::EMAIL, "password": shop::PASSWORD, "terms": true,
    });
    someone.post("/sell", join).ok();
    let confirm = link(&address, shop::EMAIL, "/confirmations/");
    someone.get(&confirm).ok();
    someone.post(&confirm, json!({})).ok();
    market.seller = sign_in(&address, "en", shop::EMAIL, shop::PASSWORD);
    assert_eq!(text(&market.seller.get("/seller").ok(), "status"), "applied");

    let queue = market.operator.get("/operator/sellers").ok();
    let waiting = queue["sellers"].as_array().expect("sellers");
    let ours = waiting.iter().find(|seller| seller["name"] == shop::NAME).expect("our shop waits");
    let approval = format!("/operator/sellers/{}/approval", text(ours, "id"));
    market.operator.post(&approval, json!({})).ok();
    assert_eq!(text(&market.seller.get("/seller").ok(), "status"), "approved");
}

/// Imports the shop's file and publishes what it can. Gives the listings' ids by handle.
pub fn import_and_publish(market: &mut Market<'_>) -> Map<String, Value> {
    let seller = &mut market.seller;
    let applied = import(seller);
    assert_eq!(applied["counts"]["created"], 3, "{applied:#}");
    let again = upload(seller);
    assert_eq!((&again["counts"]["created"], &again["counts"]["unchanged"]), (&json!(0), &json!(3)), "{again:#}");

    fill_gaps(seller);
    let listings = seller.get("/seller/listings").ok();
    let listings = listings["listings"].as_array().expect("listings").clone();
    assert!(listings.iter().all(|listing| listing["missing"] == json!([])), "{listings:#?}");
    let ids: Vec<&str> = listings.iter().map(|listing| text(listing, "id")).collect();
    let done = seller.post("/seller/listings/publications", json!({ "chosen": ids })).ok();
    assert_eq!((&done["changed"], &done["not_ready"]), (&json!(3), &json!(0)));

    let mut by_handle = Map::new();
    for id in ids {
        let listing = seller.get(&format!("/seller/listings/{id}")).ok();
        let html = listing["texts"].to_string();
        assert!(!html.contains("script") && !html.contains("onclick"), "the body is cleaned: {html}");
        by_handle.insert(text(&listing, "handle").to_owned(), json!(id));
    }
    name_the_code(seller, text(&json!(by_handle), "dried-montmorency"));
    speak_chinese(seller, &by_handle);
    by_handle
}

/// Uploads the file and waits for its preview.
fn upload(seller: &mut Client) -> Value {
    let import = seller.upload("/seller/imports", &[], "file", "products_export.csv", shop::FILE.as_bytes()).ok();
    settled(seller, text(&import, "id"), "previewed")
}

fn settled(seller: &mut Client, id: &str, state: &str) -> Value {
    until(&format!("import that is {state}"), || {
        let import = seller.get(&format!("/seller/imports/{id}")).ok();
        if import["state"] == state { Ok(import) } else { Err(import.to_string()) }
    })
}

/// Looks at the preview, then has it done.
fn import(seller: &mut Client) -> Value {
    let preview = upload(seller);
    assert_eq!(preview["rows"], shop::ROWS, "{preview:#}");
    let refused = preview["refused"].as_array().expect("rows").iter();
    let refused: BTreeSet<u64> = refused.filter_map(|row| row["row"].as_u64()).collect();
    assert_eq!(refused, BTreeSet::from([6, 7, 8]), "{preview:#}");
    let id = text(&preview, "id").to_owned();
    let back = seller.get(&format!("/seller/imports/{id}/refused.csv")).file();
    assert_eq!(back.lines().count(), 4, "{back}");
    assert!(seller.get("/seller/listings").ok()["listings"].as_array().expect("listings").is_empty());
    seller.post(&format!("/seller/imports/{id}/application"), json!({})).ok();
    settled(seller, &id, "applied")
}

/// Fills in codes, origins and weights in one table.
fn fill_gaps(seller: &mut Client) {
    let gaps = seller.get("/seller/listings/gaps").ok();
    let gaps = gaps["gaps"].as_array().expect("gaps");
    assert_eq!(gaps.len(), shop::PARTICULARS.len(), "{gaps:#?}");
    let mut table = json!({ "hs": {}, "origin": {}, "net": {}, "gross": {} });
    for gap in gaps {
        let (listing, variant) = (text(gap, "listing"), text(gap, "variant"));
        let (code, net, gross) = shop::particulars(text(gap, "title"), text(gap, "name"));
        table["hs"][listing][variant] = json!(code);
        table["origin"][listing][variant] = json!("US");
        table["net"][listing][variant] = json!(net.to_string());
        table["gross"][listing][variant] = json!(gross.to_string());
    }
    let left = seller.post("/seller/listings/gaps", table).ok();
    assert_eq!(left["gaps"], json!([]), "{left:#}");
}

/// The matrix says what China lacks, and after it is given what the buyer pays and the seller gets.
fn name_the_code(seller: &mut Client, listing: &str) {
    let china = |seller: &mut Client| {
        let markets = seller.get(&format!("/seller/listings/{listing}/markets")).ok();
        let all = markets["markets"].as_array().expect("markets").clone();
        assert!(all.len() >= 10, "{all:#?}");
        all.into_iter().find(|market| market["destination"] == "CN").expect("China")
    };
    let before = china(seller);
    assert_ne!(before["state"], "sold", "{before:#}");
    assert!(before.to_string().contains("08134090"), "it says which code: {before:#}");
    let suggested = seller.get("/seller/codes?q=dried+cherries").ok();
    assert!(suggested.to_string().contains("0813"), "{suggested:#}");
    let chosen = json!({ "chosen": [listing], "hs": shop::LONG_CODE });
    assert_eq!(seller.post("/seller/listings/particulars", chosen).ok()["changed"], 1);
    let after = china(seller);
    assert_eq!(after["state"], "sold", "{after:#}");
    let gets = &after["proceeds"];
    assert_eq!(
        cents(&gets["goods"]) + cents(&gets["delivery"]) - cents(&gets["fee"]),
        cents(&gets["left"]),
        "{after:#}"
    );
}

/// The table of texts goes out and comes back with Chinese in it.
fn speak_chinese(seller: &mut Client, listings: &Map<String, Value>) {
    let out = seller.get("/seller/texts.csv").file();
    let mut reader = csv::Reader::from_reader(out.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let at = |name: &str| header.iter().position(|h| h == name).unwrap_or_else(|| panic!("no column {name}"));
    let mut back = csv::Writer::from_writer(Vec::new());
    back.write_record(&header).expect("written");
    let mut filled = 0;
    for record in reader.records() {
        let record = record.expect("a row");
        let mut cells: Vec<String> = record.iter().map(str::to_owned).collect();
        let told = shop::CHINESE.iter().find(|(handle, ..)| **handle == cells[at("handle")]);
        if let Some((_, title, body)) = told.filter(|_| &cells[at("language")] == "zh-Hans") {
            cells[at("title")] = (*title).to_owned();
            cells[at("body")] = (*body).to_owned();
            cells[at("source")] = "translator".to_owned();
            cells[at("by")] = "Mei".to_owned();
            cells[at("state")] = "checked".to_owned();
            filled += 1;
        }
        back.write_record(&cells).expect("written");
    }
    assert_eq!(filled, 2, "{out}");
    assert!(!out.contains("\"=SUM"), "no cell runs as a formula");
    let back = back.into_inner().expect("written");
    let done = seller.upload("/seller/texts.csv", &[], "file", "texts.csv", &back).ok();
    assert_eq!(done["changed"], 2, "{done:#}");
    assert_eq!(listings.len(), 3);
}
