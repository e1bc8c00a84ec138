//! A parcel goes out, arrives, is paid for; some of it comes back, an order is called off, a visit is redeemed.

use super::{buying, shop};
use crate::support::Browser;
use crate::support::people::{CHENGDU, resident_id};

/// A parcel number whose check digit fits (DHL: remainder by seven), and one whose does not.
const NUMBER: &str = "1234567891";
const MISTYPED: &str = "1234567892";
/// A day next year as the browser's field for a day is typed in.
const MONTH_AND_DAY: &str = "0731";

/// The seller sees the order, writes the parcel's number down and sends it.
pub async fn sends(seller: &Browser, order: &str) {
    seller.go("/seller").await;
    seller.picture("seller-today").await;
    seller.go("/seller/imports").await;
    seller.picture("seller-imports").await;
    seller.go("/seller/orders").await;
    seller.picture("seller-orders").await;
    let path = format!("/seller/orders/{order}");
    seller.go(&path).await;
    let text = seller.text().await;
    assert!(text.contains(CHENGDU[0].1) && !text.contains(&resident_id()), "the name, never the number:\n{text}");
    let parcel = format!("form[action=\"{path}/parcel\"]");
    seller.submit(&parcel, &[("carrier", "DHL"), ("number", MISTYPED)]).await;
    seller.find("[name=\"number\"][aria-invalid]").await;
    seller.submit(&parcel, &[("carrier", "DHL"), ("number", NUMBER)]).await;
    seller.sees(NUMBER).await;
    seller.picture("seller-order").await;
    seller.click(&format!("form[action=\"{path}/shipment\"] button")).await;
    seller.sees("On its way").await;
}

/// The operator says that it arrived, and looks at ledger and figures.
pub async fn oversees(operator: &Browser, order: &str) {
    operator.go("/operator").await;
    operator.picture("operator-today").await;
    operator.go(&format!("/operator/orders/{order}")).await;
    operator.click("form[action$=\"/delivery\"] button").await;
    operator.sees("Delivered").await;
    for (path, name) in [("ledger", "ledger"), ("figures", "figures"), ("audit", "audit")] {
        operator.go(&format!("/operator/{path}")).await;
        operator.picture(name).await;
    }
}

/// The buyer says that it came.
pub async fn receives(buyer: &Browser, order: &str) {
    let path = format!("/orders/{order}");
    buyer.go(&path).await;
    buyer.click(&format!("form[action=\"{path}/receipt\"] button")).await;
    buyer.sees("已完成").await;
    buyer.picture("order-done").await;
}

/// Dollars on the statement.
pub async fn is_paid(seller: &Browser) {
    seller.go("/seller/statement").await;
    seller.sees("US$").await;
    seller.picture("statement").await;
}

/// The seller takes the piece back: the buyer's page says what went back, the statement too.
pub async fn comes_back(seller: &Browser, buyer: &Browser, order: &str) {
    let path = format!("/seller/orders/{order}");
    seller.go(&path).await;
    let form = format!("form[action=\"{path}/return\"]");
    let pieces = seller.attribute(&format!("{form} [name^=\"pieces.\"]"), "name").await;
    seller.click(&format!("details:has({form}) > summary")).await;
    seller.submit(&form, &[(&pieces, "1"), ("reason", "The bag was torn.")]).await;
    seller.sees("Refunded").await;
    seller.go("/seller/statement").await;
    seller.picture("statement").await;
    buyer.go(&format!("/orders/{order}")).await;
    buyer.sees("已退款").await;
    buyer.picture("order-returned").await;
}

/// The buyer buys again and calls it off before it is sent.
pub async fn is_called_off(buyer: &Browser) {
    let words: String = url::form_urlencoded::byte_serialize(shop::CHINESE[0].1.as_bytes()).collect();
    buyer.go(&format!("/search?q={words}")).await;
    let listing = buyer.link(shop::CHINESE[0].1).await;
    let order = buying::buys_one(buyer, &listing).await;
    let path = format!("/orders/{order}");
    buyer.go(&path).await;
    buyer.click(&format!("details:has(form[action=\"{path}/cancellation\"]) > summary")).await;
    buyer.submit(&format!("form[action=\"{path}/cancellation\"]"), &[("reason", "买错了")]).await;
    buyer.sees("已取消").await;
}

/// The shop offers a visit; the buyer books it without any address; the code is redeemed once.
pub async fn is_redeemed(seller: &Browser, buyer: &Browser) {
    let seconds = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970").as_secs();
    let next_year = 1971 + seconds / 31_556_952;
    seller.go("/seller/listings/new").await;
    let day = format!("{MONTH_AND_DAY}{next_year}");
    let visit = [
        ("title", "Cherry picking by the lake"),
        ("body", "A morning among the trees."),
        ("price", "35.00"),
        ("stock", "8"),
        ("service", "on_site"),
        ("place", "Suttons Bay, Michigan"),
        ("when", "any morning in July"),
        ("last_day", &day),
    ];
    seller.submit("form[action=\"/seller/listings\"]", &visit).await;
    seller.click("form[action$=\"/publication\"] button").await;
    let listing = seller.attribute("main a.button[href^=\"/listings/\"]", "href").await;
    let order = buying::buys_one(buyer, &listing).await;
    buyer.go(&format!("/orders/{order}")).await;
    let code = buyer.find("main .card code").await.text().await.expect("a code");
    buyer.picture("order-visit").await;
    seller.go("/seller/redemptions").await;
    seller.submit("form[action=\"/seller/redemptions\"]", &[("code", &code)]).await;
    seller.find(".notice, [role=\"status\"]").await;
    buyer.go(&format!("/orders/{order}")).await;
    buyer.sees("已完成").await;
    seller.go("/seller/redemptions").await;
    seller.submit("form[action=\"/seller/redemptions\"]", &[("code", &code)]).await;
    seller.sees("This code has been used").await;
}
