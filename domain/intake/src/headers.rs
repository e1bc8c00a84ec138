//! From a header to columns: names are matched whatever their case, spaces and punctuation, old and new alike.

use crate::cells::Unit;
use crate::{FileError, Format};

/// What a column is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Column {
    Key,
    Title,
    Body,
    ShortBody,
    Vendor,
    Kind,
    Category,
    GoogleCategory,
    Tags,
    Published,
    Visibility,
    Status,
    OptionName1,
    OptionValue1,
    OptionName2,
    OptionValue2,
    OptionName3,
    OptionValue3,
    Sku,
    Barcode,
    Grams,
    Weight,
    WeightUnit,
    Quantity,
    InStock,
    Price,
    ComparePrice,
    SalePrice,
    SaleFrom,
    SaleTo,
    Shipped,
    Image,
    VariantImage,
    GiftCard,
    HsCode,
    Origin,
    Type,
    Parent,
}

/// How many there are.
const COLUMNS: usize = Column::Parent as usize + 1;

use Column::*;

/// Shopify's columns: the name of the older set first, then that of the newer, then others in use; letters and digits
/// only.
const SHOPIFY: &[(Column, &[&str])] = &[
    (Key, &["handle", "urlhandle"]),
    (Title, &["title"]),
    (Body, &["bodyhtml", "description", "body", "bodyhtmldescription"]),
    (Vendor, &["vendor"]),
    (Kind, &["type", "producttype", "customproducttype"]),
    (Category, &["productcategory", "standardizedproducttype", "standardproducttype"]),
    (GoogleCategory, &["googleshoppinggoogleproductcategory", "googleshoppingproductcategory"]),
    (Tags, &["tags"]),
    (Published, &["published", "publishedononlinestore"]),
    (Status, &["status"]),
    (OptionName1, &["option1name"]),
    (OptionValue1, &["option1value"]),
    (OptionName2, &["option2name"]),
    (OptionValue2, &["option2value"]),
    (OptionName3, &["option3name"]),
    (OptionValue3, &["option3value"]),
    (Sku, &["variantsku", "sku"]),
    (Barcode, &["variantbarcode", "barcode"]),
    (Grams, &["variantgrams", "weightvaluegrams", "weightgrams"]),
    (Weight, &["variantweight", "weight", "weightvalue"]),
    (WeightUnit, &["variantweightunit", "weightunit", "weightunitfordisplay"]),
    (Quantity, &["variantinventoryqty", "inventoryquantity", "variantinventoryquantity"]),
    (Price, &["variantprice", "price"]),
    (ComparePrice, &["variantcompareatprice", "compareatprice"]),
    (Shipped, &["variantrequiresshipping", "requiresshipping"]),
    (Image, &["imagesrc", "productimageurl", "imageurl", "imagesource"]),
    (VariantImage, &["variantimage", "variantimageurl"]),
    (GiftCard, &["giftcard"]),
    (HsCode, &["variantharmonizedsystemcode", "harmonizedsystemcode", "varianthscode", "hscode"]),
    (Origin, &["variantcountryoforigin", "countryoforigin", "countrycodeoforigin", "coo"]),
];

/// WooCommerce's columns.
const WOOCOMMERCE: &[(Column, &[&str])] = &[
    (Key, &["id"]),
    (Type, &["type"]),
    (Sku, &["sku"]),
    (Barcode, &["gtinupceanorisbn", "gtin", "barcode"]),
    (Title, &["name"]),
    (Published, &["published"]),
    (Visibility, &["visibilityincatalog", "catalogvisibility"]),
    (ShortBody, &["shortdescription"]),
    (Body, &["description"]),
    (SaleFrom, &["datesalepricestarts"]),
    (SaleTo, &["datesalepriceends"]),
    (InStock, &["instock"]),
    (Quantity, &["stock"]),
    (Weight, &["weight", "weightkg", "weightg", "weightlbs", "weightlb", "weightoz"]),
    (SalePrice, &["saleprice"]),
    (Price, &["regularprice"]),
    (Category, &["categories"]),
    (Tags, &["tags"]),
    (Image, &["images"]),
    (Parent, &["parent"]),
    (Vendor, &["brands", "brand"]),
];

/// What a file must have, each with the name to ask for.
fn needed(format: Format) -> &'static [(Column, &'static str)] {
    match format {
        Format::Shopify => &[(Key, "Handle"), (Title, "Title"), (Price, "Variant Price")],
        Format::WooCommerce => &[(Title, "Name"), (Price, "Regular price"), (Type, "Type")],
    }
}

fn known(format: Format) -> &'static [(Column, &'static [&'static str])] {
    match format {
        Format::Shopify => SHOPIFY,
        Format::WooCommerce => WOOCOMMERCE,
    }
}

/// A name as letters and digits only, in lower case.
fn folded(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn column(format: Format, folded: &str) -> Option<Column> {
    known(format).iter().find(|(_, names)| names.contains(&folded)).map(|(column, _)| *column)
}

/// How many names of a header a format knows.
fn score(format: Format, header: &[String]) -> usize {
    header.iter().filter(|name| column(format, &folded(name)).is_some()).count()
}

/// How good a header looks, for whatever format.
pub(crate) fn rate(header: &[String]) -> usize {
    Format::ALL.iter().map(|format| score(*format, header)).max().unwrap_or_default()
}

/// Whether a header has all that a format needs.
fn complete(format: Format, header: &[String]) -> bool {
    missing(format, header).is_empty()
}

fn missing(format: Format, header: &[String]) -> Vec<String> {
    let has: Vec<_> = header.iter().filter_map(|name| column(format, &folded(name))).collect();
    needed(format).iter().filter(|(column, _)| !has.contains(column)).map(|(_, name)| (*name).to_owned()).collect()
}

/// The format that a header belongs to, if it has all that one needs.
pub fn guess(header: &[String]) -> Option<Format> {
    Format::ALL.into_iter().filter(|format| complete(*format, header)).max_by_key(|format| score(*format, header))
}

/// An attribute of WooCommerce: the columns of its name and its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Attribute {
    /// Column of the name.
    pub name: usize,
    /// Column of the value or values.
    pub values: usize,
}

/// Where each thing stands in a file's rows.
#[derive(Debug, Clone)]
pub(crate) struct Columns {
    /// The header as it stands.
    pub names: Vec<String>,
    /// Names that are there twice.
    pub repeated: Vec<String>,
    /// WooCommerce's attributes.
    pub attributes: Vec<Attribute>,
    /// Columns of facts about the goods, with their names.
    pub facts: Vec<(usize, String)>,
    /// The unit that the header of a weight names.
    pub unit: Option<Unit>,
    at: [Option<usize>; COLUMNS],
}

impl Columns {
    /// The columns of a header; refused where what the format needs is not there.
    pub fn of(format: Format, header: &[String]) -> Result<Columns, FileError> {
        let missing = missing(format, header);
        if !missing.is_empty() {
            let wanted = needed(format).iter().map(|(_, name)| (*name).to_owned()).collect();
            let looks_like = guess(header).filter(|other| *other != format);
            return Err(FileError::ColumnsMissing { found: header.to_vec(), wanted, missing, looks_like });
        }
        let mut columns = Columns {
            names: header.to_vec(),
            repeated: Vec::new(),
            attributes: attributes(header),
            facts: facts(header),
            unit: None,
            at: [None; COLUMNS],
        };
        for (at, name) in header.iter().enumerate() {
            let folded = folded(name);
            let Some(column) = column(format, &folded) else { continue };
            if columns.at[column as usize].is_some() {
                columns.repeated.push(name.clone());
                continue;
            }
            columns.at[column as usize] = Some(at);
            if column == Weight {
                columns.unit = folded.strip_prefix("weight").and_then(Unit::named);
            }
        }
        Ok(columns)
    }

    /// Where a column stands, if it is there.
    pub fn at(&self, column: Column) -> Option<usize> {
        self.at[column as usize]
    }

    /// The name that the file gives a column; empty where it has none.
    pub fn name(&self, column: Column) -> &str {
        self.at(column).map_or("", |at| &self.names[at])
    }
}

/// Columns of facts that are read at most.
const FACTS: usize = 60;

/// The columns that tell facts about goods: metafields by the last part of their name, and whether a thing is used.
fn facts(header: &[String]) -> Vec<(usize, String)> {
    let named = |(at, name): (usize, &String)| Some((at, fact(name)?));
    header.iter().enumerate().filter_map(named).take(FACTS).collect()
}

/// The name of the fact that a column is about: `Wild (product.metafields.custom.wild)`, `Meta: wild`.
fn fact(name: &str) -> Option<String> {
    if folded(name) == "googleshoppingcondition" {
        return Some("used".to_owned());
    }
    let lower = name.to_lowercase();
    let key = match lower.split_once("metafields.") {
        Some((_, path)) => path.trim_end_matches(')').rsplit(['.', ' ']).next(),
        None => lower.strip_prefix("meta:").map(str::trim),
    }?;
    let key = key.trim_start_matches('_');
    let plain = key.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    (plain && (1..=40).contains(&key.len())).then(|| key.to_owned())
}

/// The attribute columns of a header: `Attribute 1 name` with `Attribute 1 value(s)`, and so on, in their order.
fn attributes(header: &[String]) -> Vec<Attribute> {
    let place = |wanted: &str| header.iter().position(|name| folded(name) == wanted);
    let named = header.iter().enumerate().filter_map(|(at, name)| {
        let folded = folded(name);
        let number = folded.strip_prefix("attribute")?.strip_suffix("name")?.to_owned();
        number.bytes().all(|byte| byte.is_ascii_digit()).then_some((at, number))
    });
    named
        .filter_map(|(name, number)| {
            let values = place(&format!("attribute{number}values")).or(place(&format!("attribute{number}value")))?;
            Some(Attribute { name, values })
        })
        .collect()
}
