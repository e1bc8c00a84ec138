//! The law at the counter: a seller tells what the law asks about a root, a buyer sees on what papers it goes, the parcel
//! waits for them, and an order above a person's limit is shown the lawful ways on.

use super::buying;
use crate::support::browser::SCREENSHOTS;
use crate::support::people::resident_id;
use crate::support::{Browser, Place};

/// Roots of ginseng by their code.
const ROOTS: &str = "1211.20.11";
/// What Singapore and the United States ask of a parcel of them.
const EACH: [&str; 5] = ["cites_export", "cites_import", "phytosanitary", "plant_inspection", "state_certificate"];

/// An invented paper as a file.
const SCAN: &str = "%PDF-1.7 an invented licence";
/// A carrier that no rule names takes a parcel the way that was paid for, be it heavy or light.
pub const RUNNERS: [(&str, &str); 2] = [("number", "LR-7"), ("carrier", "Lake Runners")];
/// Links to files of papers.
const FILES: &str = "main a[href*=\"/files/\"]";

/// Opens the first of a shop's goods, but not these. Gives the page.
pub async fn goods(seller: &Browser, but: &str) -> String {
    const LISTED: &str = "main tbody a[href^=\"/seller/listings/\"]";
    seller.go("/seller/listings?status=published").await;
    for n in 0..seller.count(LISTED).await {
        seller.go("/seller/listings?status=published").await;
        let page = seller.nth_attribute(LISTED, n, "href").await;
        let page = page.split('?').next().expect("a path").to_owned();
        if but.is_empty() || !page.ends_with(but) {
            seller.go(&page).await;
            if seller.count("main form.loose input[name$=\".hs\"]").await > 0 {
                return page;
            }
        }
    }
    panic!("the shop has no such goods");
}

/// The first of a shop's goods becomes ginseng; the law asks whether it grew wild, and for a licence. Gives its id.
pub async fn is_told(seller: &Browser) -> String {
    let page = goods(seller, "").await;
    let form = "main form.loose";
    let code = seller.attribute(&format!("{form} input[name$=\".hs\"]"), "name").await;
    seller.fill(&code, ROOTS).await;
    let save = format!("{form} > .actions button.primary");
    seller.click(&save).await;
    seller.sees("Did it grow wild?").await;
    look(seller, "main form.loose details[open]", "counter-facts").await;
    let wild = seller.attribute(&format!("{form} select[name$=\".facts.wild\"]"), "name").await;
    seller.fill(&wild, "no").await;
    seller.click(&save).await;
    seller.sees("dealer's licence").await;
    look(seller, "[aria-labelledby=papers]", "counter-listing").await;
    let note = format!("form[action=\"{page}/papers\"]");
    seller.click(&format!("details:has({note}) > summary")).await;
    let licence = [("kind", "dealer_licence"), ("number", "MI-2026-114"), ("issuer", "State of Michigan")];
    fill_all(seller, &note, &licence).await;
    seller.day(&note, "from", "2026-01-01").await;
    seller.submit(&note, &[]).await;
    seller.sees("MI-2026-114").await;
    page.trim_start_matches("/seller/listings/").to_owned()
}

/// The licence gets a scan of it; another takes its place, and the first is gone.
pub async fn has_a_file(seller: &Browser, place: &Place, listing: &str) {
    let page = format!("/seller/listings/{listing}");
    let note = format!("form[action=\"{page}/papers\"]");
    let (wrong, scan) = (place.file("notes.txt", b"no paper"), place.file("licence.pdf", SCAN.as_bytes()));
    let better = place.file("better.png", b"\x89PNG\r\n\x1a\n an invented scan");
    let mut link = String::new();
    for file in [wrong, scan, better] {
        seller.go(&page).await;
        seller.click(&format!("details:has({note}) > summary")).await;
        let licence = [("kind", "dealer_licence"), ("number", "MI-2026-114"), ("issuer", "State of Michigan")];
        fill_all(seller, &note, &licence).await;
        seller.day(&note, "from", "2026-01-01").await;
        seller.submit(&note, &[("file", file.to_str().expect("a path"))]).await;
        if file.ends_with("notes.txt") {
            seller.sees("is no PDF, JPEG or PNG").await;
            seller.picture_of(&note, "counter-file-wrong").await;
            assert_eq!(seller.attribute(&format!("{note} [name=number]"), "value").await, "MI-2026-114");
            continue;
        }
        seller.gone(&format!("main a[href=\"{link}\"]")).await;
        let next = seller.attribute(FILES, "href").await;
        if !link.is_empty() {
            assert_eq!(seller.fetched(&link).await.0, 404, "the first one is gone");
        }
        link = next;
    }
    let (status, how, content) = seller.fetched(&link).await;
    assert!(
        status == 200 && how.starts_with("attachment") && content.ends_with("an invented scan"),
        "{how}: {content}"
    );
    look(seller, "section:has(#papers)", "counter-file").await;
}

/// The operator sees what papers went, reads their files, and nobody else's page leads there.
pub async fn is_overseen(operator: &Browser, order: &str) {
    operator.go(&format!("/operator/orders/{order}")).await;
    operator.sees("MI-2026-114").await;
    look(operator, "section:has(a[href*=\"/files/\"])", "counter-operator-files").await;
    assert_eq!(operator.count(FILES).await, 2, "the licence and the permit");
    for n in 0..2 {
        let link = operator.nth_attribute(FILES, n, "href").await;
        let (status, how, content) = operator.fetched(&link).await;
        assert!(status == 200 && how.starts_with("attachment"), "{link}: {status} {how}");
        assert!(content.contains("an invented"), "{content}");
        assert_ne!(operator.fetched(&link.replace("/operator/", "/seller/")).await.0, 200, "another one's door");
    }
}

/// Pictures of a part of a page in both languages, where pictures are wanted.
pub async fn look(browser: &Browser, css: &str, name: &str) {
    if std::env::var_os(SCREENSHOTS).is_none() {
        return;
    }
    for language in ["zh-Hans", "en"] {
        browser.prefer("lang", language).await;
        browser.picture_of(css, &format!("{name}-{language}")).await;
    }
}

pub async fn fill_all(browser: &Browser, form: &str, fields: &[(&str, &str)]) {
    for (name, value) in fields {
        browser.fill_in(form, name, value).await;
    }
}

/// A buyer in Singapore sees on what papers it goes, orders and pays. Gives the order.
pub async fn is_ordered(buyer: &Browser, listing: &str) -> String {
    buyer.go("/").await;
    buyer.prefer("destination", "SG").await;
    buyer.go(&format!("/listings/{}", listing.replace('-', ""))).await;
    buyer.click("form[action=\"/basket/items\"] button").await;
    buyer.arrives("/basket").await;
    buyer.go("/checkout").await;
    buyer.click("details:has(li .hint) > summary").await;
    buyer.sees("CITES export permit").await;
    buyer.sees("The seller does not have it yet").await;
    buyer.picture_of("details:has(li .hint)", "counter-checkout").await;
    buyer.fill("email", "kai@buyer.example").await;
    let address =
        [("name", "Kai Invented"), ("phone", "81234567"), ("street", "1 Nowhere Road"), ("postcode", "238859")];
    for (name, value) in address {
        buyer.fill(&format!("address.{name}"), value).await;
    }
    buyer.click("main form[action=\"/checkout\"] button.primary").await;
    buyer.arrives("/checkouts/").await;
    buyer.click("form[action$=\"/payment\"] button").await;
    buying::wish(buyer, "approve").await;
    let order = buyer.attribute("main a[href^=\"/orders/\"]", "href").await;
    order.trim_start_matches("/orders/").to_owned()
}

/// The parcel waits for its papers; with the last of them it goes.
pub async fn is_sent(seller: &Browser, place: &Place, order: &str) {
    let path = format!("/seller/orders/{order}");
    seller.go(&path).await;
    seller.submit(&format!("form[action=\"{path}/parcel\"]"), &RUNNERS).await;
    seller.sees("Kept.").await;
    seller.sees("Missing: CITES export permit").await;
    look(seller, "#parcel", "counter-order").await;
    look(seller, "#attached", "counter-papers").await;
    look(seller, "#attached details", "counter-give").await;
    assert!(!seller.has(&format!("form[action=\"{path}/shipment\"]")).await, "nothing to press");
    for paper in [&EACH[..], &["plant_permit"]].concat() {
        let form = format!("form[action=\"{path}/attached\"]:has(select)");
        let given = [("paper", paper), ("paper_number", "2026-11"), ("paper_issuer", "An invented office")];
        fill_all(seller, &form, &given).await;
        seller.day(&form, "paper_from", "2026-01-01").await;
        let file = place.file("permit.pdf", SCAN.as_bytes());
        let file = [("paper_file", file.to_str().expect("a path"))];
        let is_permit = paper == "cites_export";
        seller.submit(&form, if is_permit { &file } else { &[] }).await;
        seller.sees("The paper is noted.").await;
    }
    look(seller, "#attached", "counter-ready").await;
    seller.click(&format!("form[action=\"{path}/shipment\"] button")).await;
    seller.sees("On its way").await;
}

/// Notes every paper that an order on its page still waits for.
pub async fn notes_what_is_missing(seller: &Browser, path: &str) {
    let form = format!("form[action=\"{path}/attached\"]:has(select)");
    while seller.has("#attached .badge.wait").await {
        let paper = seller.attribute(&format!("{form} option[value]:not([value=\"\"])"), "value").await;
        fill_all(seller, &form, &[("paper", &paper), ("paper_number", "2026-11"), ("paper_issuer", "An office")]).await;
        seller.day(&form, "paper_from", "2026-01-01").await;
        seller.submit(&form, &[]).await;
        seller.sees("The paper is noted.").await;
    }
}

/// An order over what a person in China may buy at once: the ways on, and one of them taken.
pub async fn goes_another_way(buyer: &Browser, shop: &str, roots: &str) {
    buying::into_basket(buyer, shop, &[roots]).await;
    let quantity = "main form.buy[action^=\"/basket/items/\"]";
    buyer.submit(quantity, &[("quantity", "60")]).await;
    buyer.go("/checkout").await;
    buyer.find("button[name=\"changes\"]").await;
    buyer.picture_of(".notice:has([name=changes])", "counter-ways").await;
    buyer.click("button[name=\"changes\"]").await;
    buyer.gone("button[name=\"changes\"]").await;
    buying::write_down(buyer, &resident_id()).await;
}
