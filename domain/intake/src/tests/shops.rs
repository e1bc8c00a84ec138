//! The two formats: columns old and new, options, units, variations.

use super::take;
use crate::{Code, Format, NoticeCode, Status, guess, look};
use std::io::Cursor;

#[test]
fn shopifys_newer_columns_are_the_same_product() {
    let old = "Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Published,Option1 Name,Option1 Value,\
        Option1 Linked To,Variant SKU,Variant Grams,Variant Inventory Qty,Variant Price,Variant Compare At Price,\
        Variant Requires Shipping,Variant Barcode,Image Src,Gift Card,Variant Image,Variant Weight Unit,Status\n";
    let new = "Handle,Title,Description,Vendor,Product category,Type,Tags,Published on online store,Option1 name,\
        Option1 value,Option1 Linked To,SKU,Weight value (grams),Inventory quantity,Price,Compare-at price,\
        Requires shipping,Barcode,Product image URL,Gift card,Variant image URL,Weight unit for display,Status\n";
    let rows = "honey,Honey,<p>Raw</p>,Ridge,Food > Honey,Jar,\"raw, honey,raw\",TRUE,Size,Small,,H-1,250,4,9.50,12,true,\
        '0123456789012,https://example.com/1.jpg,FALSE,https://example.com/s.jpg,lb,active\n\
        honey,,,,,,,,,Large,,H-2,1000.5,0,30,30,true,4.0E+12,https://example.com/2.jpg,,,kg,\n\
        honey,,,,,,,,,,,,,,,,,,https://example.com/2.jpg,,,,\n";
    let older = take(format!("{old}{rows}"), Format::Shopify);
    let newer = take(format!("{}{rows}", new.replace("Handle", "URL handle")), Format::Shopify);
    assert_eq!(older.products, newer.products);
    let honey = older.product("honey");
    assert_eq!((honey.vendor.as_deref(), honey.kind.as_deref()), (Some("Ridge"), Some("Jar")));
    assert_eq!((honey.category_guess.as_deref(), honey.status), (Some("Food > Honey"), Status::Active));
    assert_eq!((&honey.tags[..], honey.published), (&["raw".to_owned(), "honey".to_owned()][..], true));
    assert_eq!((&honey.options[..], honey.rows.len()), (&["Size".to_owned()][..], 3));
    assert_eq!(honey.images, ["https://example.com/1.jpg", "https://example.com/2.jpg"]);
    let [small, large] = &honey.variants[..] else { panic!() };
    assert_eq!((small.grams, large.grams), (Some(250), Some(1001)));
    assert_eq!((small.quantity, large.quantity), (Some(4), Some(0)));
    assert_eq!((small.compare_at.map(|price| price.amount()), large.compare_at), (Some("12.00".into()), None));
    assert_eq!((small.barcode.as_deref(), large.barcode.as_deref()), (Some("0123456789012"), None));
    assert_eq!(small.image.as_deref(), Some("https://example.com/s.jpg"));
    assert_eq!(older.noted(), [NoticeCode::ValueDropped]);
}

#[test]
fn headers_are_known_whatever_their_dress() {
    let cases: [(&str, Option<Format>); 6] = [
        ("HANDLE, title ,variant_price", Some(Format::Shopify)),
        ("Title,URL handle,Price", Some(Format::Shopify)),
        ("ID,Type,SKU,Name,Regular price", Some(Format::WooCommerce)),
        ("type,sku,NAME,REGULAR PRICE", Some(Format::WooCommerce)),
        ("Name,Cost", None),
        ("TITLE,DESCRIPTION,PRICE,CURRENCY_CODE", None),
    ];
    for (header, wanted) in cases {
        let (names, format) = look(Cursor::new(format!("{header}\nx\n"))).unwrap();
        assert_eq!((guess(&names), format), (wanted, wanted), "{header}");
    }
    let outcome = take("Handle,Title,Price,price\na,One,5,6\n", Format::Shopify);
    assert_eq!(outcome.product("a").variants[0].price.amount(), "5.00");
    assert_eq!(outcome.noted(), [NoticeCode::ColumnRepeated, NoticeCode::WeightMissing]);
}

#[test]
fn weights_come_in_every_unit() {
    let cases = [
        ("1.5", "lb", Some(680)),
        ("1", "oz", Some(28)),
        ("16", "oz", Some(454)),
        ("0.453", "kg", Some(453)),
        ("12", "g", Some(12)),
        ("0", "kg", None),
        ("0.0001", "kg", None),
        ("", "lb", None),
        ("2 lb", "kg", Some(907)),
        ("2.5kg", "", Some(2500)),
    ];
    for (weight, unit, grams) in cases {
        let file = format!("Handle,Title,Price,Variant Weight,Variant Weight Unit\na,One,5,{weight},{unit}\n");
        assert_eq!(take(file, Format::Shopify).product("a").variants[0].grams, grams, "{weight} {unit}");
    }
    for (weight, unit, code) in [
        ("3", "", Code::WeightNotANumber),
        ("3", "stone", Code::WeightNotANumber),
        ("-1", "lb", Code::WeightOutOfRange),
        ("9000", "lb", Code::WeightOutOfRange),
        ("heavy", "lb", Code::WeightNotANumber),
    ] {
        let file = format!("Handle,Title,Price,Variant Weight,Variant Weight Unit\na,One,5,{weight},{unit}\n");
        let outcome = take(file, Format::Shopify);
        assert_eq!((outcome.refused[0].code, outcome.refused[0].field.as_str()), (code, "Variant Weight"));
    }
    for (unit, grams) in [("kg", 2000), ("lbs", 907), ("oz", 57), ("g", 2)] {
        let file = format!("Type,SKU,Name,Regular price,weight ({unit})\nsimple,A,One,5,2\n");
        assert_eq!(take(file, Format::WooCommerce).product("A").variants[0].grams, Some(grams), "{unit}");
    }
}

const WOO: &str = "ID,Type,SKU,Name,Published,Visibility in catalog,Short description,Description,\
    Date sale price starts,Date sale price ends,In stock?,Stock,Weight (lbs),Sale price,Regular price,Categories,Tags,\
    Images,Parent,Attribute 1 name,Attribute 1 value(s),Attribute 2 name,Attribute 2 value(s)\n";

#[test]
fn variations_find_their_product_wherever_it_stands() {
    let file = format!(
        "{WOO}\
        11,variation,T-R,,1,visible,,,,,1,3,,8,10,,,https://example.com/r.jpg,id:10,Color,Red,Size,\n\
        20,simple,MUG,Mug,1,visible,short,long,,,1,,0.5,,6,\"Home, Home > Kitchen\",,,,Glaze,Blue,,\n\
        10,variable,Tee,T-shirt,1,visible,,,,,1,,1,,,Clothing > Tees,,\"https://example.com/1.jpg, https://example.com/2.jpg\",,\
        Color,\"Red, Blue\",Size,\"S, M\"\n\
        12,variation,T-B,,1,visible,,,,,0,,2,8,10,,,,tee,Color,Blue,Size,\n\
        13,variation,T-X,,1,visible,,,,,1,,2,,10,,,,TEE,Color,,Size,\n\
        14,variation,T-O,,1,visible,,,,,1,,2,,10,,,,id:99,Color,Red,Size,\n\
        15,variation,T-Y,,1,visible,,,,,1,,2,,10,,,,tee,Color,Blue,Size,\n"
    );
    let outcome = take(file, Format::WooCommerce);
    let tee = outcome.product("Tee");
    assert_eq!((&tee.rows[..], tee.row_first, &tee.options[..]), (&[1, 3, 4][..], 3, &["Color".to_owned()][..]));
    assert_eq!(tee.images.len(), 3);
    let grams: Vec<_> = tee.variants.iter().map(|variant| (variant.grams, variant.quantity)).collect();
    assert_eq!(grams, [(Some(454), Some(3)), (Some(907), Some(0))]);
    let price = tee.variants[0].price.amount();
    assert_eq!((price.as_str(), tee.variants[0].compare_at.unwrap().amount().as_str()), ("8.00", "10.00"));
    let mug = outcome.product("MUG");
    assert_eq!((mug.category_guess.as_deref(), mug.kind.as_deref()), (Some("Home > Kitchen"), Some("Kitchen")));
    assert_eq!(mug.body_html, "<p>short</p>\nlong");
    assert_eq!(outcome.codes(), [(5, Code::OptionMissing), (6, Code::ParentMissing), (7, Code::OptionRepeated)]);
    assert_eq!(outcome.noted(), [NoticeCode::OptionOpen]);
}

#[test]
fn kinds_that_are_not_sold_here_are_refused_by_name() {
    let row = |kind: &str, rest: &str| format!("1,\"{kind}\",\"{kind}-1\",Thing,1,visible,,,,,1,,1,,{rest},,,,,,,,\n");
    let file = [
        row("grouped", "5"),
        row("external", "5"),
        row("simple, virtual", "5"),
        row("downloadable", "5"),
        row("subscription", "5"),
        row("variable", ""),
        row("simple", ""),
        "9,simple,S9,Off,-1,visible,,,,,1,,1,,5,,,,,,,,\n".into(),
        "10,simple,S10,Hidden,1,hidden,,,,,1,,1,,5,,,,,,,,\n".into(),
        "11,simple,S10,Again,1,visible,,,,,1,,1,,5,,,,,,,,\n".into(),
        "12,variation,S11,,1,visible,,,,,1,,1,,5,,,,S9,,,,\n".into(),
        ",simple,,No name to know it by,1,visible,,,,,1,,1,,5,,,,,,,,\n".into(),
    ];
    let outcome = take(format!("{WOO}{}", file.concat()), Format::WooCommerce);
    let codes: Vec<_> = outcome.sorted().into_iter().map(|refused| refused.code).collect();
    assert_eq!(
        codes,
        [
            Code::Grouped,
            Code::External,
            Code::NotShipped,
            Code::NotShipped,
            Code::TypeUnknown,
            Code::NoVariants,
            Code::PriceMissing,
            Code::SkuTaken,
            Code::ParentMissing,
            Code::KeyMissing,
        ]
    );
    assert!(outcome.products.iter().all(|product| !product.published));
    assert_eq!(outcome.product("S9").status, Status::Draft);
}

#[test]
fn a_sale_with_dates_is_not_taken_for_the_price() {
    let file = format!("{WOO}1,simple,A,One,1,visible,,,2017-01-01,2030-01-01,1,5,1,8,10,,,,,,,,\n");
    let outcome = take(file, Format::WooCommerce);
    assert_eq!(outcome.product("A").variants[0].price.amount(), "10.00");
    assert_eq!(outcome.noted(), [NoticeCode::SaleDated]);
}

#[test]
fn shared_stock_is_no_ones_stock() {
    let file = format!(
        "{WOO}1,variable,A,One,1,visible,,,,,1,9,1,,,,,,,Color,Red,,\n2,variation,A-1,,1,visible,,,,,1,parent,,,5,,,,A,Color,Red,,\n"
    );
    let outcome = take(file, Format::WooCommerce);
    assert_eq!(outcome.product("A").variants[0].quantity, None);
    assert_eq!(outcome.noted(), [NoticeCode::StockShared]);
}
