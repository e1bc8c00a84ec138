//! Exports of real shops and the samples that the shop systems themselves give out, where they are at hand.

use super::{Outcome, take};
use crate::{Code, Format, NoticeCode};
use std::path::PathBuf;

/// A file of the data folder, unless there is none.
fn file(name: &str) -> Option<Vec<u8>> {
    let folder = std::env::var_os("SAMPAN_SHARED_DATA")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"), PathBuf::from);
    let path = folder.join("catalog").join(name);
    match std::fs::read(&path) {
        Ok(bytes) => Some(bytes),
        Err(_) => {
            println!("skipped: {} is not here", path.display());
            None
        }
    }
}

fn shopify(name: &str) -> Option<Outcome> {
    file(&format!("shopify/{name}")).map(|bytes| take(bytes, Format::Shopify))
}

fn woocommerce(name: &str) -> Option<Outcome> {
    file(&format!("woocommerce/{name}")).map(|bytes| take(bytes, Format::WooCommerce))
}

#[test]
fn shopifys_own_samples_are_read_whole() {
    for (name, rows, products, variants) in
        [("apparel.csv", 22, 20, 22), ("jewelery.csv", 41, 20, 23), ("packt-product-data.csv", 21, 20, 21)]
    {
        let Some(outcome) = shopify(name) else { return };
        let found = outcome.products.iter().map(|product| product.variants.len()).sum::<usize>();
        assert_eq!((outcome.rows, outcome.products.len(), found), (rows, products, variants), "{name}");
        assert_eq!(outcome.refusals(), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn an_ounce_shown_in_the_shop_stays_the_grams_of_the_file() {
    let Some(outcome) = shopify("jewelery.csv") else { return };
    let weights: Vec<_> = outcome.products.iter().flat_map(|p| &p.variants).filter_map(|v| v.grams).collect();
    assert_eq!(weights, [28]);
}

#[test]
fn the_pond_shop_has_nearly_no_weight() {
    let Some(outcome) = shopify("us-pond-supplies.csv") else { return };
    assert_eq!((outcome.rows, outcome.products.len()), (259, 34));
    assert_eq!(outcome.refusals(), Vec::<String>::new());
    let variants: Vec<_> = outcome.products.iter().flat_map(|product| &product.variants).collect();
    assert_eq!(variants.len(), 89);
    assert!(variants.iter().all(|variant| variant.grams.is_none() && variant.quantity.is_none()));
    let told = outcome.notices.iter().find(|notice| notice.code == NoticeCode::WeightMissing);
    assert_eq!(told.map(|notice| notice.text.as_str()), Some("89 of 89 variants have no weight."));
    assert_eq!(outcome.products.iter().filter(|product| product.published).count(), 29);
    let bodies = outcome.products.iter().map(|product| product.body_html.as_str());
    for body in bodies {
        assert!(!body.contains("<img") && !body.contains("<script") && !body.contains("style="), "{body}");
        assert_eq!(crate::clean(body), body);
        assert!(body.contains('<'), "{body}");
    }
}

#[test]
fn woocommerces_samples_are_read_with_their_variations() {
    let Some(outcome) = woocommerce("sample_products_kg.csv") else { return };
    assert_eq!((outcome.rows, outcome.products.len()), (24, 11));
    assert_eq!(outcome.product("cc-hoodie").options, ["Color", "Logo"]);
    assert_eq!(outcome.product("cc-hoodie").variants.len(), 6);
    assert_eq!(outcome.product("cc-tee").options, ["Color"]);
    assert_eq!(outcome.product("cc-tee").variants.len(), 3);
    let codes: Vec<_> = outcome.refused.iter().map(|refused| refused.code).collect();
    assert_eq!(codes, [Code::NotShipped, Code::NotShipped, Code::Grouped, Code::External]);
    let Some(outcome) = woocommerce("importer-unit-sample.csv") else { return };
    assert_eq!((outcome.rows, outcome.products.len()), (7, 2));
    assert_eq!(outcome.product("WOOIDEA").options, ["Color", "Size"]);
    let weights: Vec<_> = outcome.product("WOOIDEA").variants.iter().map(|variant| variant.grams).collect();
    assert_eq!(weights, [Some(1000), Some(1000)]);
    assert_eq!(outcome.product("WOOLOGO").variants[0].price.to_string(), "20.00 USD");
    let codes: Vec<_> = outcome.refused.iter().map(|refused| refused.code).collect();
    assert_eq!(codes, [Code::NotShipped, Code::External, Code::Grouped]);
}

/// A file of the other kind says so.
#[test]
fn a_file_of_the_other_kind_is_known() {
    let (Some(pond), Some(woo)) = (file("shopify/us-pond-supplies.csv"), file("woocommerce/sample_products_kg.csv"))
    else {
        return;
    };
    for (bytes, format, other) in
        [(pond, Format::WooCommerce, Format::Shopify), (woo, Format::Shopify, Format::WooCommerce)]
    {
        let error = crate::read(std::io::Cursor::new(bytes), format).err();
        let Some(crate::FileError::ColumnsMissing { looks_like, .. }) = error else { panic!("{error:?}") };
        assert_eq!(looks_like, Some(other));
    }
}
