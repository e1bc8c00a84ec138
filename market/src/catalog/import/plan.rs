//! From a product of a file to the listing it asks for.

use crate::catalog::handles;
use crate::new_id;
use sampan_db::Moment;
use sampan_ids::{ListingId, SellerId};
use sampan_intake::{Incoming, IncomingVariant};
use sampan_trade::Language;
use sampan_trade::listing::{
    Category, Fact, Kind, Listing, Picture, Status, Text, TextSource, TextState, Told, Variant,
};

/// The listing that a product asks for, as if there were none yet: a draft in English, in the seller's own words.
pub fn listing(product: &Incoming, seller: SellerId, at: &Moment) -> Listing {
    let id: ListingId = new_id(at, seller.cell());
    let text = Text {
        title: product.title.clone(),
        body_html: product.body_html.clone(),
        source: TextSource::Seller,
        state: TextState::Checked,
    };
    let picture = |url: &String| Picture { url_or_key: url.clone(), alt: product.title.clone() };
    Listing {
        id,
        seller,
        handle: product.key.clone(),
        slug: handles::slug(&product.title, id),
        category: category(product),
        kind: Kind::Goods,
        texts: [(Language::En, text)].into(),
        options: product.options.clone(),
        variants: product.variants.iter().map(|v| variant(v, seller, at)).collect(),
        pictures: product.images.iter().map(picture).collect(),
        ingredients: None,
        status: Status::Draft,
    }
}

/// Shops tell one weight, that of the parcel: it is taken as gross, and the net weight stays to be asked.
fn variant(from: &IncomingVariant, seller: SellerId, at: &Moment) -> Variant {
    // Codes of eleven digits and more are a country's own refinements of the first ten.
    let hs = |digits: &String| digits.get(..digits.len().min(10))?.parse().ok();
    Variant {
        id: new_id(at, seller.cell()),
        sku: from.sku.clone(),
        options: from.options.clone(),
        price: from.price,
        hs: from.hs_code.as_ref().and_then(hs),
        origin: from.origin.as_ref().and_then(|code| code.parse().ok()),
        net_weight_g: None,
        gross_weight_g: from.grams,
        volume_ml: None,
        abv_percent: None,
        barcode: from.barcode.clone(),
        facts: from.facts.iter().filter_map(|(name, text)| fact(name, text)).collect(),
    }
}

/// A metafield that is named as one of our facts and answers it.
fn fact(name: &str, text: &str) -> Option<(Fact, Told)> {
    let fact: Fact = name.parse().ok()?;
    Some((fact, fact.read(text).ok()?))
}

/// Words of shops' own categories and what shelf they mean, the more particular first.
const SHELVES: &[(&str, Category)] = &[
    ("pet ", Category::PetFood),
    ("pets", Category::PetFood),
    ("dog ", Category::PetFood),
    ("cat food", Category::PetFood),
    ("wine", Category::Wine),
    ("ginseng", Category::Ginseng),
    ("maple", Category::Maple),
    ("honey", Category::Honey),
    ("cheese", Category::Cheese),
    ("dried fruit", Category::DriedFruit),
    ("fresh fruit", Category::FreshFruit),
    ("nuts", Category::Nuts),
    ("pecan", Category::Nuts),
    ("almond", Category::Nuts),
    ("supplement", Category::Supplements),
    ("vitamin", Category::Supplements),
    ("skin care", Category::SkinCare),
    ("skincare", Category::SkinCare),
    ("cosmetic", Category::SkinCare),
    ("soap", Category::SkinCare),
    ("toy", Category::Toys),
    ("book", Category::Books),
    ("clothing", Category::Apparel),
    ("apparel", Category::Apparel),
    ("shirt", Category::Apparel),
    ("camping", Category::Outdoor),
    ("outdoor", Category::Outdoor),
    ("jewelry", Category::Crafts),
    ("handmade", Category::Crafts),
    ("craft", Category::Crafts),
    ("pottery", Category::Crafts),
    ("home", Category::Home),
    ("kitchen", Category::Home),
    ("furniture", Category::Home),
];

/// The shelf that the seller's own category or kind means; another where neither says it.
fn category(product: &Incoming) -> Category {
    let said = [product.kind.as_deref(), product.category_guess.as_deref()];
    let shelf = |words: &str| {
        let words = format!("{} ", words.to_lowercase());
        SHELVES.iter().find(|(word, _)| words.contains(word)).map(|(_, category)| *category)
    };
    said.into_iter().flatten().find_map(shelf).unwrap_or(Category::Other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use sampan_intake::{Format, Item, read};
    use std::io::Cursor;

    fn product(kind: &str, hs: &str) -> Incoming {
        let file =
            format!("Handle,Title,Type,Variant Price,Variant HS Code,Variant Grams\nbag,Bag,{kind},5,{hs},400\n");
        let items = read(Cursor::new(file), Format::Shopify).expect("it is read");
        let product = items.into_iter().find_map(|item| match item {
            Item::Product(product) => Some(*product),
            _ => None,
        });
        product.expect("one product")
    }

    #[test]
    fn a_sellers_own_kind_means_a_shelf_or_none() {
        for (kind, wanted) in [
            ("Dried Fruit", Category::DriedFruit),
            ("Red wine", Category::Wine),
            ("Dog treats", Category::PetFood),
            ("Craft supplies", Category::Crafts),
            ("Widgets", Category::Other),
            ("", Category::Other),
        ] {
            assert_eq!(category(&product(kind, "")), wanted, "{kind}");
        }
    }

    #[test]
    fn the_files_weight_is_gross_and_its_code_has_ten_digits_at_most() {
        let at = Moment::new(sampan_ids::Timestamp::UNIX_EPOCH, &|| 7);
        let seller = SellerId::compose(1, sampan_ids::Cell::new(3), 1);
        for (hs, wanted) in [("0813.40.30", Some("08134030")), ("0813403000123", Some("0813403000")), ("", None)] {
            let listing = listing(&product("", hs), seller, &at);
            let variant = &listing.variants[0];
            assert_eq!(variant.hs.as_ref().map(|code| code.as_str()), wanted);
            assert_eq!((variant.net_weight_g, variant.gross_weight_g), (None, Some(400)));
            assert_eq!(listing.id.cell(), seller.cell());
        }
    }

    #[test]
    fn metafields_tell_what_the_law_asks() {
        let file = "Handle,Title,Option1 Name,Option1 Value,Variant Price,Wild (product.metafields.custom.wild),Google Shopping / Condition,\
                    Wh (variant.metafields.shop.watt_hours),Care (product.metafields.custom.care)\n\
                    a,A,Size,S,5,true,new,20.5,Wash cold\na,,,L,6,,,41,\n";
        let items = read(Cursor::new(file), Format::Shopify).expect("it is read");
        let products = items.into_iter().filter_map(|item| match item {
            Item::Product(product) => Some(*product),
            _ => None,
        });
        let at = Moment::new(sampan_ids::Timestamp::UNIX_EPOCH, &|| 7);
        let listing = listing(&products.collect::<Vec<_>>()[0], SellerId::compose(1, sampan_ids::Cell::new(3), 1), &at);
        let told = |n: usize| {
            let facts = listing.variants[n].facts.iter();
            facts.map(|(fact, told)| format!("{fact} {told}")).collect::<Vec<_>>()
        };
        assert_eq!(told(0), ["wild yes", "watt_hours 20.5", "used no"]);
        assert_eq!(told(1), ["wild yes", "watt_hours 41", "used no"]);
    }
}
