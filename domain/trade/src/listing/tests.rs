use super::*;
use proptest::prelude::*;
use sampan_ids::Cell;
use sampan_money::Currency;

fn variant(n: u64, size: &str) -> Variant {
    Variant {
        id: VariantId::compose(1, Cell::new(2), n),
        sku: Some(format!("CH-{n}")),
        options: vec![size.to_owned()],
        price: Money::new(12_50, Currency::USD),
        hs: "0813.40".parse().ok(),
        origin: Some(Country::US),
        net_weight_g: Some(454),
        gross_weight_g: Some(500),
        volume_ml: None,
        abv_percent: None,
        barcode: None,
        facts: Default::default(),
    }
}

fn text(title: &str) -> Text {
    Text {
        title: title.to_owned(),
        body_html: "<p>Tart and dark.</p>".to_owned(),
        source: TextSource::Seller,
        state: TextState::Draft,
    }
}

fn cherries() -> Listing {
    Listing {
        id: ListingId::compose(1, Cell::new(2), 1),
        seller: SellerId::compose(1, Cell::new(2), 2),
        handle: "dried-cherries".into(),
        slug: "dried-cherries".into(),
        category: Category::DriedFruit,
        kind: Kind::Goods,
        texts: [(Language::En, text("Dried cherries")), (Language::ZhHans, text("樱桃干"))].into(),
        options: vec!["Size".into()],
        variants: vec![variant(1, "1 lb"), variant(2, "2 lb")],
        pictures: vec![Picture { url_or_key: "pictures/cherries".into(), alt: "Cherries".into() }],
        ingredients: Some("Cherries".into()),
        status: Status::Draft,
    }
}

fn now() -> Timestamp {
    "2027-03-01T00:00:00Z".parse().unwrap()
}

#[test]
fn each_missing_thing_is_named() {
    type Taken = fn(&mut Listing);
    let cases: [(Taken, &str); 12] = [
        (|_| {}, ""),
        (|l| l.texts.clear(), "title"),
        (|l| l.variants.clear(), "variant"),
        (|l| l.variants[0].price = Money::zero(Currency::USD), "price"),
        (|l| l.variants[1].price = Money::new(1, Currency::CNY), "price"),
        (|l| l.variants[0].net_weight_g = None, "net_weight"),
        (|l| l.variants[0].gross_weight_g = Some(453), "gross_weight"),
        (|l| l.variants[0].hs = None, "hs_code"),
        (|l| l.variants[0].origin = None, "origin"),
        (|l| l.category = Category::Wine, "volume alcohol volume alcohol"),
        (|l| l.kind = service("", "2027-02-01"), "place last_day"),
        (|l| (l.kind, l.variants[0].hs) = (service("Traverse City", "2027-07-04"), None), ""),
    ];
    for (take, expected) in cases {
        let mut listing = cherries();
        take(&mut listing);
        let missing = listing.missing(now());
        assert_eq!(missing.iter().map(Missing::code).collect::<Vec<_>>().join(" "), expected);
        match listing.publish(now()) {
            Ok(published) => assert!(expected.is_empty() && published.is_published()),
            Err(refused) => assert_eq!(refused, ListingRefusal::NotReady { missing }),
        }
    }
}

fn service(place: &str, last_day: &str) -> Kind {
    Kind::Service(Service { place: place.into(), when: BTreeMap::new(), last_day: last_day.parse().unwrap() })
}

#[test]
fn what_the_operator_withdraws_only_the_operator_restores() {
    let by = AccountId::compose(1, Cell::new(0), 5);
    let published = cherries().publish(now()).unwrap();
    assert_eq!(published.unpublish().unwrap().status, Status::Unpublished);
    let withdrawn = published.withdraw(by, "Pits in the bag.", now()).unwrap();
    assert!(published.withdraw(by, " ", now()).is_err());
    assert_eq!(withdrawn.publish(now()), Err(ListingRefusal::Withdrawn { reason: "Pits in the bag.".into() }));
    assert_eq!(withdrawn.unpublish(), Err(ListingRefusal::NotNow { status: "withdrawn".into() }));
    assert!(withdrawn.restore().unwrap().publish(now()).is_ok());
    assert_eq!(serde_json::from_str::<Listing>(&serde_json::to_string(&withdrawn).unwrap()).unwrap(), withdrawn);
}

#[test]
fn sizes_have_limits() {
    let mut listing = cherries();
    listing.texts.insert(Language::En, text(&"a".repeat(256)));
    assert_eq!(listing.check(), Err(ListingRefusal::TooLarge { what: "title".into(), limit: 255 }));
}

/// The listing as a seller's file has it: new ids, no codes, no weights, no Chinese.
fn from_file() -> Listing {
    let mut listing = cherries();
    listing.id = ListingId::compose(2, Cell::new(2), 77);
    listing.texts.remove(&Language::ZhHans);
    listing.ingredients = None;
    listing.category = Category::Other;
    for (n, variant) in listing.variants.iter_mut().enumerate() {
        variant.id = VariantId::compose(2, Cell::new(2), n as u64);
        (variant.hs, variant.origin, variant.net_weight_g, variant.gross_weight_g) = (None, None, None, None);
    }
    listing
}

#[test]
fn the_same_file_twice_changes_nothing() {
    let created = absorb(None, from_file());
    assert_eq!(created.change, Change::Created);
    let again = absorb(Some(&created.listing), from_file());
    assert_eq!((again.change, again.listing), (Change::Unchanged, created.listing));
    let kept = cherries().publish(now()).unwrap();
    let again = absorb(Some(&kept), from_file());
    assert_eq!((again.change, again.listing), (Change::Unchanged, kept), "what was filled in by hand stays");
}

#[test]
fn what_the_file_says_anew_is_taken() {
    type Said = fn(&mut Listing);
    let cases: [(Said, &[Field]); 7] = [
        (|l| l.variants[0].price = Money::new(13_00, Currency::USD), &[Field::Price]),
        (|l| l.variants[1].hs = "08134030".parse().ok(), &[Field::HsCode]),
        (|l| l.texts.get_mut(&Language::En).unwrap().title = "Tart cherries".into(), &[Field::Title]),
        (|l| l.variants[0].options = vec!["16 oz".into()], &[Field::Options]),
        (|l| l.variants.swap(0, 1), &[Field::Variants]),
        (|l| drop(l.variants.remove(0)), &[Field::Variants]),
        (|l| l.variants[0].gross_weight_g = Some(510), &[Field::GrossWeight]),
    ];
    for (say, expected) in cases {
        let mut file = from_file();
        say(&mut file);
        let absorbed = absorb(Some(&cherries()), file.clone());
        assert_eq!(absorbed.change, Change::Updated { fields: expected.to_vec() });
        assert_eq!(absorbed.listing.id, cherries().id);
        let known: Vec<VariantId> = cherries().variants.iter().map(|v| v.id).collect();
        assert!(absorbed.listing.variants.iter().all(|v| known.contains(&v.id)));
        assert_eq!(absorbed.removed.len(), known.len() - absorbed.listing.variants.len());
        assert_eq!(absorb(Some(&absorbed.listing), file).change, Change::Unchanged);
    }
}

#[test]
fn categories_go_by_their_names() {
    assert_eq!(Category::ALL.len(), 19);
    for category in Category::ALL {
        assert_eq!(category.as_str().parse(), Ok(*category));
        assert_eq!(serde_json::to_string(category).unwrap(), format!("\"{category}\""));
    }
    assert!("fruit".parse::<Category>().is_err());
}

proptest! {
    #[test]
    fn absorbing_twice_is_absorbing_once(
        sizes in prop::collection::vec(("[a-c]", 0u8..4, 0u64..3), 0..6),
        again in prop::collection::vec(("[a-c]", 0u8..4, 0u64..3), 0..6),
    ) {
        let of = |sizes: Vec<(String, u8, u64)>, millis| {
            let mut listing = cherries();
            listing.variants = sizes.into_iter().enumerate().map(|(n, (size, sku, price))| Variant {
                id: VariantId::compose(millis, Cell::new(2), n as u64),
                sku: (sku > 0).then(|| sku.to_string()),
                price: Money::new(100 + price as i64, Currency::USD),
                ..variant(0, &size)
            }).collect();
            listing
        };
        let (first, second) = (of(sizes, 1), of(again, 2));
        let once = absorb(Some(&first), second.clone());
        let twice = absorb(Some(&once.listing), second.clone());
        prop_assert_eq!(&twice.listing, &once.listing);
        prop_assert_eq!(twice.change, Change::Unchanged);
        prop_assert_eq!(once.listing.variants.len(), second.variants.len());
        let ids: std::collections::BTreeSet<_> = once.listing.variants.iter().map(|v| v.id).collect();
        prop_assert_eq!(ids.len(), once.listing.variants.len());
    }
}
