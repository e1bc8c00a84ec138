//! A shop joins and is approved, imports its file, fills in what is missing in one table, and publishes.

use super::{shop, sign_in};
use crate::support::people::link;
use crate::support::{Browser, Place};

/// From the form to an open shop.
pub async fn joins(seller: &Browser, operator: &Browser, address: &str) {
    seller.go("/sell").await;
    let asked = [("name", shop::NAME), ("state", "MI"), ("city", "Suttons Bay"), ("email", shop::EMAIL)];
    // A password that is too short is refused; what was typed besides is kept.
    let slip = [("password", "short"), ("terms", "on")];
    seller.submit("form[action=\"/sell\"]", &[&asked[..], &slip].concat()).await;
    seller.find("[name=\"password\"][aria-invalid]").await;
    assert_eq!(seller.attribute("[name=\"name\"]", "value").await, shop::NAME);
    seller.submit("form[action=\"/sell\"]", &[("password", shop::PASSWORD), ("terms", "on")]).await;
    seller.sees("Look into your mailbox").await;
    seller.go(&link(address, shop::EMAIL, "/confirmations/")).await;
    seller.click("main form button.primary").await;
    seller.sees("Your address is confirmed").await;
    sign_in(seller, shop::EMAIL, shop::PASSWORD, "/seller").await;
    seller.sees("We are looking at your application").await;
    seller.picture("seller-new").await;

    operator.go("/operator/sellers").await;
    operator.picture("operator-sellers").await;
    operator.follow(shop::NAME).await;
    operator.click("form[action$=\"/approval\"] button").await;
    operator.sees("Selling").await;
}

/// Uploads the file, looks at what it would do, and has it done.
pub async fn imports(seller: &Browser, place: &Place) {
    let file = place.file("products_export.csv", shop::FILE.as_bytes());
    let upload = "form[action=\"/seller/imports\"]";
    seller.go("/seller/imports").await;
    seller.submit(upload, &[("file", file.to_str().expect("a path"))]).await;
    seller.arrives("/seller/imports/").await;
    seller.find("form[action$=\"/application\"]").await;
    seller.picture("seller-preview").await;
    seller.click("form[action$=\"/application\"] button").await;
    seller.find("main a[href=\"/seller/listings/gaps\"]").await;
}

/// Codes, origins and weights in one table; then Chinese words, the code that China wants, and all are published.
pub async fn makes_ready(seller: &Browser) {
    seller.go("/seller/listings/gaps").await;
    let rows = seller.count("main tbody tr").await;
    assert_eq!(rows, shop::PARTICULARS.len());
    for n in 1..=rows {
        let row = format!("main tbody tr:nth-child({n})");
        let head = seller.find(&format!("{row} th")).await.text().await.expect("a title");
        let (title, variant) = head.split_once('\n').unwrap_or((&head, ""));
        let (code, net, gross) = shop::particulars(title, variant);
        for (field, value) in [("hs", code), ("origin", "US"), ("net", &net.to_string()), ("gross", &gross.to_string())]
        {
            let name = seller.attribute(&format!("{row} input[name^=\"{field}.\"]"), "name").await;
            seller.fill(&name, value).await;
        }
    }
    seller.picture("seller-gaps").await;
    seller.click("main form[action=\"/seller/listings/gaps\"] button.primary").await;
    seller.gone("main tbody tr").await;
    seller.go("/seller/listings").await;
    seller.follow("Dried Montmorency Cherries").await;
    let (_, title, body) = shop::CHINESE[0];
    seller.fill("texts.zh-Hans.title", title).await;
    seller.fill("texts.zh-Hans.body", body).await;
    seller.click("main form.loose > .actions button.primary").await;
    seller.sees("Saved.").await;

    seller.go("/seller/listings").await;
    seller.click(&format!("main tr:has(a[href=\"{}\"]) label.tick", montmorency(seller).await)).await;
    seller.fill("hs", shop::LONG_CODE).await;
    seller.click("main .bulk button:not(.primary)").await;
    seller.sees("One listing changed").await;
    seller.go("/seller/listings").await;
    seller.click("main thead label.tick").await;
    seller.click("main .bulk button.primary").await;
    seller.sees("Published: 3").await;
    seller.go("/seller/listings?status=published").await;
    seller.sees("Dried Montmorency Cherries").await;
    seller.picture("seller-listings").await;
    seller.go(&format!("{}/markets", montmorency(seller).await)).await;
    seller.sees("China").await;
    seller.picture("seller-markets").await;
}

async fn montmorency(seller: &Browser) -> String {
    seller.link("Dried Montmorency Cherries").await
}
