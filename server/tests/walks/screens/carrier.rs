//! Who carries it: wine that one carrier takes to Australia and another does not, told on the buyer's phone by the carrier
//! that the seller names, and at the packing table by the parcel's own number.

use super::buying;
use super::counter::{goods, look, notes_what_is_missing};
use crate::support::Browser;

/// Numbers of two express carriers whose check digits fit.
const UPS: &str = "1Z5R89390357567127";
const FEDEX: &str = "986578788855";
/// The button that places the order.
const PLACE: &str = "main form[action=\"/checkout\"] button.primary";

/// Another of a shop's goods than this one becomes wine. Gives its id.
pub async fn becomes_wine(seller: &Browser, but: &str) -> String {
    let page = goods(seller, but).await;
    let form = "main form.loose";
    for (field, value) in [("hs", "2204.21.50"), ("volume", "750"), ("abv", "12.5")] {
        let inputs = format!("{form} input[name$=\".{field}\"]");
        for n in 0..seller.count(&inputs).await {
            let name = seller.nth_attribute(&inputs, n, "name").await;
            seller.fill(&name, value).await;
        }
    }
    seller.click(&format!("{form} > .actions button.primary")).await;
    seller.sees("Saved.").await;
    page.trim_start_matches("/seller/listings/").to_owned()
}

/// Names the carrier of the express way to Australia.
async fn names(seller: &Browser, carrier: &str) {
    seller.go("/seller/rates").await;
    let zone = seller.attribute("main form input[name$=\".destinations\"][value*=\"AU\"]", "name").await;
    let field = format!("{}.options.1.carrier", zone.trim_end_matches(".destinations"));
    look(seller, &format!("fieldset:has([name=\"{field}\"])"), "counter-rates").await;
    seller.fill(&field, carrier).await;
    seller.click("main form[action=\"/seller/rates\"] button.primary").await;
    seller.find(&format!("[name=\"{field}\"] option[value=\"{carrier}\"][selected]")).await;
}

/// It goes into the basket while a carrier takes it; with one that does not, the checkout and the shop say so.
pub async fn is_kept_here(seller: &Browser, buyer: &Browser, wine: &str) {
    let listing = format!("/listings/{}", wine.replace('-', ""));
    names(seller, "fedex").await;
    buyer.go("/").await;
    buyer.prefer("destination", "AU").await;
    buyer.go(&listing).await;
    buyer.click("form[action=\"/basket/items\"] button").await;
    buyer.arrives("/basket").await;
    names(seller, "ups").await;
    buyer.go("/checkout").await;
    buyer.sees("Not all of this can be ordered as it stands").await;
    buyer.sees("not among those that UPS named").await;
    buyer.picture_of("main", "counter-not-sold").await;
    assert!(!buyer.has(PLACE).await, "nothing to press");
    buyer.go(&listing).await;
    buyer.sees("Not sold to Australia").await;
    assert!(!buyer.has("form[action=\"/basket/items\"] button").await, "nothing to press");
}

/// With another it is sold. The buyer orders and pays; then the seller leaves open again who carries it. Gives the order.
pub async fn is_bought(seller: &Browser, buyer: &Browser) -> String {
    names(seller, "fedex").await;
    buyer.go("/checkout").await;
    if buyer.has("[name=\"email\"]").await {
        buyer.fill("email", "kai@buyer.example").await;
    }
    // Queensland lets none in by this way; the form says so before anything is paid.
    let address = [
        ("name", "Kai Invented"),
        ("phone", "0412345678"),
        ("street", "1 Nowhere Road"),
        ("city", "Newtown"),
        ("region", "QLD"),
        ("postcode", "2042"),
    ];
    for (name, value) in address {
        buyer.fill(&format!("address.{name}"), value).await;
    }
    buyer.click(PLACE).await;
    buyer.sees("Queensland and the Northern Territory").await;
    buyer.gone(PLACE).await;
    buyer.picture_of("main", "counter-region").await;
    assert_eq!(buyer.attribute("[name=\"address.city\"]", "value").await, "Newtown", "what was typed is kept");
    buyer.fill("address.region", "NSW").await;
    buyer.click("main button[name=\"then\"][value=\"show\"]").await;
    buyer.click(PLACE).await;
    buyer.arrives("/checkouts/").await;
    buyer.click("form[action$=\"/payment\"] button").await;
    buying::wish(buyer, "approve").await;
    let order = buyer.attribute("main a[href^=\"/orders/\"]", "href").await;
    names(seller, "").await;
    order.trim_start_matches("/orders/").to_owned()
}

/// The parcel's own number decides: refused with the reason and the carriers that take it, then let go with its papers.
pub async fn is_packed(seller: &Browser, order: &str) {
    let path = format!("/seller/orders/{order}");
    let parcel = format!("form[action=\"{path}/parcel\"]");
    seller.go(&path).await;
    seller.submit(&parcel, &[("number", UPS), ("gross_weight_g", "1900")]).await;
    seller.sees("With UPS these goods may not go to Australia").await;
    seller.sees("Carriers that may take them: FedEx, DHL.").await;
    assert_eq!(seller.attribute(&format!("{parcel} [name=number]"), "value").await, UPS, "what was typed is kept");
    assert_eq!(seller.attribute(&format!("{parcel} [name=gross_weight_g]"), "value").await, "1900");
    seller.picture_of("main", "counter-refused").await;
    // The page that said so has the form's address; another language leads back to the order.
    for language in ["zh-Hans", "en"] {
        seller.prefer("lang", language).await;
        assert_eq!(seller.path().await, path);
    }
    seller.submit(&parcel, &[("number", FEDEX), ("gross_weight_g", "1900")]).await;
    seller.sees("The number fits its check digit.").await;
    seller.sees("Missing: ").await;
    seller.picture_of("#parcel", "counter-carrier-papers").await;
    notes_what_is_missing(seller, &path).await;
    seller.click(&format!("form[action=\"{path}/shipment\"] button")).await;
    seller.sees("On its way").await;
}
