//! What the catalogue promises: enough of everything, nothing dangling, both languages, weights and codes in order.

use super::read::{FILES, Files, read};
use super::*;
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn there_is_enough_of_everything() {
    let Catalogue { sellers, listings, services } = catalogue();
    let states: BTreeSet<_> = sellers.iter().map(|seller| &seller.state).collect();
    assert!(sellers.len() >= 40, "{} sellers", sellers.len());
    assert!(states.len() >= 15, "{} states", states.len());
    assert!(listings.len() >= 240, "{} listings", listings.len());
    assert!(services.len() >= 12, "{} services", services.len());
    for category in Category::ALL {
        let here = listings.iter().filter(|listing| listing.category == *category).count();
        assert!(here >= 10, "{} has {here}", category.slug());
    }
}

#[test]
fn every_seller_exists_and_has_a_shop_worth_visiting() {
    let catalogue = catalogue();
    let mut goods: BTreeMap<&str, usize> = catalogue.sellers.iter().map(|seller| (seller.slug.as_str(), 0)).collect();
    assert_eq!(goods.len(), catalogue.sellers.len(), "two sellers share a slug");
    for listing in &catalogue.listings {
        *goods.get_mut(listing.seller.as_str()).unwrap_or_else(|| panic!("{}: no such seller", listing.slug)) += 1;
    }
    for service in &catalogue.services {
        assert!(goods.contains_key(service.seller.as_str()), "{}: no such seller", service.slug);
    }
    let bare: Vec<_> = goods.into_iter().filter(|(_, count)| *count < 3).collect();
    assert!(bare.is_empty(), "fewer than three listings: {bare:?}");
}

#[test]
fn slugs_are_unique_and_fit_an_address() {
    let catalogue = catalogue();
    let mut seen = BTreeSet::new();
    let slugs = catalogue.listings.iter().map(|listing| &listing.slug);
    for slug in slugs.chain(catalogue.services.iter().map(|service| &service.slug)) {
        assert!(slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "{slug}");
        assert!(seen.insert(slug), "{slug} twice");
    }
}

#[test]
fn codes_origins_and_states_are_well_formed() {
    let upper = |text: &str| text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase());
    for listing in catalogue().listings {
        let digits = listing.hs.len() == 8 && listing.hs.bytes().all(|b| b.is_ascii_digit());
        assert!(digits, "{}: {}", listing.slug, listing.hs);
        assert!(upper(&listing.origin), "{}: {}", listing.slug, listing.origin);
    }
    assert!(catalogue().sellers.iter().all(|seller| upper(&seller.state)));
}

#[test]
fn goods_stand_under_headings_of_their_category() {
    // Chapters of the Harmonized System that a category's goods can lie in at all.
    let chapters: &[(Category, &[u8])] = &[
        (Category::FreshFruit, &[8]),
        (Category::DriedFruit, &[8, 18, 20]),
        (Category::Wine, &[22]),
        (Category::Ginseng, &[12, 13, 17, 21]),
        (Category::Nuts, &[8, 17, 18, 20]),
        (Category::Honey, &[4, 21]),
        (Category::Maple, &[17, 19, 21, 22]),
        (Category::Cheese, &[4, 17, 20, 82]),
        (Category::Supplements, &[12, 13, 21]),
        (Category::SkinCare, &[33, 34]),
        (Category::Toys, &[95]),
        (Category::Books, &[49]),
        (Category::Apparel, &[42, 61, 62, 64, 65]),
        (Category::Crafts, &[34, 63, 69, 71, 92, 94]),
        (Category::Outdoor, &[42, 64, 65, 73, 76, 82, 85, 90, 94, 95]),
        (Category::PetFood, &[23]),
        (Category::Home, &[57, 63, 70, 73, 82, 91, 94, 96]),
    ];
    for listing in catalogue().listings {
        let (_, allowed) = chapters.iter().find(|(category, _)| *category == listing.category).unwrap();
        let chapter = listing.hs[..2].parse::<u8>().unwrap();
        assert!(allowed.contains(&chapter), "{}: {} in {:?}", listing.slug, listing.hs, listing.category);
    }
}

#[test]
fn weights_prices_and_stock_are_possible() {
    for listing in catalogue().listings {
        let mut options = BTreeSet::new();
        for Variant { option, price, stock, net_g, gross_g, .. } in &listing.variants {
            let at = format!("{} / {option}", listing.slug);
            assert!(*net_g > 0 && u64::from(*gross_g) * 100 >= u64::from(*net_g) * 108, "{at}: {net_g} in {gross_g}");
            assert!(*gross_g <= 20_000, "{at}: {gross_g} g is no parcel");
            assert!((100..=60_000).contains(&price.minor()) && *stock > 0, "{at}: {price}, {stock}");
            assert!(!option.is_empty() && options.insert(option), "{at}: option empty or twice");
        }
    }
}

#[test]
fn what_is_eaten_drunk_or_worn_on_skin_says_what_is_in_it() {
    use Category::*;
    for listing in catalogue().listings {
        let food = !matches!(listing.category, Toys | Books | Apparel | Crafts | Outdoor | Home);
        let tool = listing.hs.starts_with("82");
        assert_eq!(listing.ingredients.is_some(), food && !tool, "{}", listing.slug);
        for variant in &listing.variants {
            assert_eq!(variant.drink.is_some(), listing.category == Wine, "{}", listing.slug);
            if let Some(Drink { volume_ml, abv }) = variant.drink {
                assert!((100..=6_000).contains(&volume_ml), "{}: {volume_ml} ml", listing.slug);
                assert!(abv > Decimal::ONE && abv < Decimal::from(60), "{}: {abv}", listing.slug);
            }
        }
    }
}

#[test]
fn both_languages_are_there_and_are_what_they_say() {
    let catalogue = catalogue();
    for seller in &catalogue.sellers {
        check_texts(&seller.slug, &seller.about, 12);
    }
    for listing in &catalogue.listings {
        check_texts(&listing.slug, &listing.title, 2);
        check_texts(&listing.slug, &listing.body, 24);
    }
    for service in &catalogue.services {
        check_texts(&service.slug, &service.title, 4);
        check_texts(&service.slug, &service.body, 24);
        check_texts(&service.slug, &service.place, 4);
        check_texts(&service.slug, &service.when, 4);
    }
}

fn check_texts(at: &str, text: &Bilingual, han_wanted: usize) {
    let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    assert!(!text.en.is_empty() && !text.en.chars().any(han), "{at}: {}", text.en);
    assert!(text.zh.chars().filter(|c| han(*c)).count() >= han_wanted, "{at}: {}", text.zh);
    // A lone letter is Chinese usage (T恤, 维生素D3); two in a row are English left over.
    let letters = |pair: &[char]| pair.iter().all(char::is_ascii_alphabetic);
    let chars: Vec<char> = text.zh.chars().collect();
    assert!(!chars.windows(2).any(letters), "{at}: {}", text.zh);
    let traditional = |c| "櫻蘋藍乾製廠紅請與為優質樹參養膚寶書運費價漿麥無鮮鹽園農莊".contains(c);
    assert!(!text.zh.contains(traditional), "{at}: traditional script in {}", text.zh);
    assert!(!text.zh.contains('你'), "{at}: buyers are 您");
    assert!(!format!("{}{}", text.en, text.zh).contains(['<', '>', '\n']), "{at}: plain text only");
}

#[test]
fn no_two_texts_are_the_same() {
    let catalogue = catalogue();
    let mut seen = BTreeSet::new();
    let goods = catalogue.listings.iter().flat_map(|listing| [&listing.title, &listing.body]);
    let services = catalogue.services.iter().flat_map(|service| [&service.title, &service.body]);
    for text in goods.chain(services) {
        assert!(seen.insert(&text.en), "twice: {}", text.en);
        assert!(seen.insert(&text.zh), "twice: {}", text.zh);
    }
}

#[test]
fn every_picture_is_on_the_list() {
    let known: BTreeSet<PictureKey> = pictures().into_iter().map(|(key, _)| key).collect();
    let kinds: BTreeSet<_> = known.iter().map(|key| &key.kind).collect();
    assert!(kinds.len() <= 40, "{} kinds to draw", kinds.len());
    let catalogue = catalogue();
    let wanted = catalogue.listings.iter().map(|listing| &listing.picture);
    for key in wanted.chain(catalogue.services.iter().map(|service| &service.picture)) {
        assert!(known.contains(key), "{key} is not on the list");
    }
}

#[test]
fn services_can_be_taken_up_in_their_year() {
    let year = Date::constant(2027, 3, 1)..=Date::constant(2027, 12, 31);
    for service in catalogue().services {
        assert!(year.contains(&service.last_day), "{}: {}", service.slug, service.last_day);
        assert!(service.seats > 0 && service.price.minor() >= 500, "{}", service.slug);
    }
}

/// Reads a listings file of one first row and one more row, and names the fault.
fn fault(first: &str, second: &str) -> String {
    let head = FILES.listings[0].lines().next().unwrap();
    let text = format!("{head}\n{first}\n{second}\n");
    let files = Files { listings: &[&text], ..FILES };
    read(&files).map(|catalogue| format!("{} listings", catalogue.listings.len())).unwrap_or_else(|e| e.to_string())
}

#[test]
fn a_bad_row_is_named() {
    let first = "a,b,nuts,Nuts,坚果,B,正文,1 lb,08021200,US,10.00,3,454,540,,,Nuts,nut:almond";
    let cases = [
        ("a,b,nuts,,,,,5 lb,08021200,US,44.00,3,2268,2600,,,,nut:almond", "1 listings"),
        ("a,c,nuts,C,果,B,文,5 lb,08021200,US,44.00,3,2268,2600,,,,nut:almond", "2 listings"),
        ("a,b,nuts,,,,,5 lb,08021100,US,44.00,3,2268,2600,,,,nut:almond", "b: this row does not go with"),
        ("a,b,nuts,Again,,,,5 lb,08021200,US,44.00,3,2268,2600,,,,nut:almond", "b: this row does not go with"),
        ("a,b,nuts,,,,,5 lb,08021200,US,44.00,3,2268,2600,,,,almond", "b: \"almond\" is no picture key"),
        ("a,b,nut,,,,,5 lb,08021200,US,44.00,3,2268,2600,,,,nut:almond", "b: no category \"nut\""),
        ("a,b,nuts,,,,,5 lb,08021200,US,free,3,2268,2600,,,,nut:almond", "b: \"free\" is no amount"),
        ("a,b,nuts,,,,,5 lb,08021200,US,44.00,3,2268,2600,750,,,nut:almond", "b: volume without strength"),
        ("a,b,nuts,,,,,5 lb,08021200,US,44.00,-3,2268,2600,,,,nut:almond", "CSV deserialize error"),
        ("a,b,nuts", "CSV error"),
    ];
    for (second, wanted) in cases {
        let found = fault(first, second);
        assert!(found.starts_with(wanted), "{second}\n  gave {found}\n  wanted {wanted}");
    }
}
