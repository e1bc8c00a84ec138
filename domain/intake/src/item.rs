//! What comes out of a file: products, refused rows with the reason, and notices.

use sampan_money::Money;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One thing found in a file, in the order of the file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "item", rename_all = "snake_case")]
pub enum Item {
    /// A whole product with all its good rows.
    Product(Box<Incoming>),
    /// A row that is not taken.
    Refused(Refused),
    /// Something worth knowing that stops nothing.
    Notice(Notice),
    /// The file could not be read to its end; what came before stands.
    Stopped(FileError),
}

/// A product as the file tells it, checked and cleaned.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Incoming {
    /// What names the product in the seller's shop: Shopify's handle; WooCommerce's SKU, else `id:NN`.
    pub key: String,
    /// The first of its rows.
    pub row_first: u64,
    /// All its rows that were taken: numbers of data records from 1, the header not counted.
    pub rows: Vec<u64>,
    /// The line of the file that the first row begins on, the header's being 1.
    pub line: u64,
    /// Its name, plain text.
    pub title: String,
    /// Its description, cleaned by [`crate::clean`].
    pub body_html: String,
    /// Its maker or brand.
    pub vendor: Option<String>,
    /// The seller's own word for the kind of thing.
    pub kind: Option<String>,
    /// Tags, each once.
    pub tags: Vec<String>,
    /// The seller's category, as words from the general to the particular: `Clothing > T-shirts`.
    pub category_guess: Option<String>,
    /// Where it stood in the old shop.
    pub status: Status,
    /// Whether it was on sale there: active, shown to all, and every variant with a price above zero.
    pub published: bool,
    /// The option axes, such as `Color`, `Size`; none for a product of one form.
    pub options: Vec<String>,
    /// The forms one can buy; at least one.
    pub variants: Vec<IncomingVariant>,
    /// Addresses of its pictures in order, each public and once.
    pub images: Vec<String>,
}

/// One buyable form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IncomingVariant {
    /// The row it comes from.
    pub row: u64,
    /// The seller's own number for it.
    pub sku: Option<String>,
    /// Its value on each of the product's axes.
    pub options: Vec<String>,
    /// Its price, US dollars. Zero is what shops write before there is one: such a product is never `published`, and no
    /// market may sell it.
    pub price: Money,
    /// The price it is reduced from, when that is higher.
    pub compare_at: Option<Money>,
    /// Pieces in stock; none where the file does not say.
    pub quantity: Option<i64>,
    /// Weight in grams; none where the file does not say (blank, 0 and below 1 gram say nothing).
    pub grams: Option<u32>,
    /// Barcode, as printed.
    pub barcode: Option<String>,
    /// Address of its own picture.
    pub image: Option<String>,
    /// Harmonized System code, digits only, where the file has one.
    pub hs_code: Option<String>,
    /// Country of origin, ISO 3166 two letters, where the file has one.
    pub origin: Option<String>,
    /// What metafields say with yes, no or a figure, by the last part of their name: `wild`, `watt_hours`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub facts: BTreeMap<String, String>,
}

/// Where a product stood in the old shop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// On sale.
    Active,
    /// Not yet.
    Draft,
    /// No longer.
    Archived,
}

/// A row that is not taken: where, what stood there, what should have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// Number of the data record, from 1, the header not counted.
    pub row: u64,
    /// The line of the file that the record begins on, the header's being 1.
    pub line: u64,
    /// The column, as the file's header names it; empty where the whole row is meant.
    pub field: String,
    /// What was found, cut to a readable length.
    pub found: String,
    /// What is wanted, in plain English.
    pub wanted: String,
    /// The same as a stable code.
    pub code: Code,
    /// The cells of the row, so that it can be handed back.
    #[serde(skip)]
    pub cells: Vec<String>,
}

impl Refused {
    /// The reason in one sentence.
    pub fn reason(&self) -> String {
        match (self.field.is_empty(), self.found.is_empty()) {
            (false, false) => format!("{}: found \"{}\"; wanted {}", self.field, self.found, self.wanted),
            (false, true) => format!("{}: found nothing; wanted {}", self.field, self.wanted),
            (true, false) => format!("Found {}; wanted {}", self.found, self.wanted),
            (true, true) => format!("Wanted {}", self.wanted),
        }
    }
}

/// Why a row is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// More or fewer cells than the header has.
    CellCount,
    /// A cell beyond [`crate::limits::CELL_BYTES`].
    CellTooLarge,
    /// A record beyond [`crate::limits::RECORD_BYTES`].
    RowTooLarge,
    /// A quote that opens here and never closes.
    QuoteNeverCloses,
    /// Text right behind a closing quote.
    QuoteBroken,
    /// Nothing in any cell.
    RowEmpty,
    /// Nothing says which product the row belongs to.
    KeyMissing,
    /// The product's first row has no name.
    TitleMissing,
    /// A text beyond its limit.
    TextTooLong,
    /// No price.
    PriceMissing,
    /// A price that is no plain amount.
    PriceNotAnAmount,
    /// A price below zero or beyond [`crate::limits::PRICE_CENTS`].
    PriceOutOfRange,
    /// A quantity that is no whole number.
    QuantityNotWhole,
    /// A quantity below zero or beyond [`crate::limits::QUANTITY`].
    QuantityOutOfRange,
    /// A weight that is no number with a known unit.
    WeightNotANumber,
    /// A weight below zero or beyond [`crate::limits::GRAMS`].
    WeightOutOfRange,
    /// The SKU stands on an earlier row too.
    SkuTaken,
    /// An option value without the option's name.
    OptionUnnamed,
    /// No value for one of the product's options.
    OptionMissing,
    /// The same options as an earlier row of the product.
    OptionRepeated,
    /// More option axes than [`crate::limits::AXES`].
    TooManyOptions,
    /// A gift card.
    GiftCard,
    /// Nothing to ship: to be listed as a service.
    NotShipped,
    /// A bundle of other products.
    Grouped,
    /// Sold on another site.
    External,
    /// A kind of product that is not known.
    TypeUnknown,
    /// A status that is not known.
    StatusUnknown,
    /// Neither yes nor no.
    NotYesOrNo,
    /// A variation whose product is not in the file.
    ParentMissing,
    /// A product that should have variations and has none.
    NoVariants,
    /// Another row of the same product is refused and the product with it.
    ProductRefused,
    /// More rows than [`crate::limits::PRODUCT_ROWS`] or [`crate::limits::PRODUCT_BYTES`].
    ProductTooLarge,
    /// Rows of one product too far apart, [`crate::limits::WAITING_BYTES`].
    TooFarApart,
}

/// Something worth knowing that stops nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// The row, where one is meant.
    pub row: Option<u64>,
    /// The column, where one is meant.
    pub field: Option<String>,
    /// What it is, as a stable code.
    pub code: NoticeCode,
    /// What it is, in plain English.
    pub text: String,
}

/// What a notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeCode {
    /// The file is not UTF-8; it was read as something else.
    Encoding,
    /// Some characters could not be read.
    UnreadableCharacters,
    /// The cells are not parted by commas.
    Delimiter,
    /// A column that is there twice; the first counts.
    ColumnRepeated,
    /// Rows of one product stood apart and were joined.
    RowsApart,
    /// A further row of the product names it differently; the first counts.
    TitleDiffers,
    /// A row of a product with nothing to take from it.
    NothingInRow,
    /// A picture's address that is not on the public web; the product stays.
    ImageRefused,
    /// More pictures or tags than are kept.
    ListCut,
    /// Unsafe parts were taken out of the description.
    BodyCleaned,
    /// A barcode, HS code or origin that cannot be one; left out.
    ValueDropped,
    /// A sale price with dates; the regular price was taken.
    SaleDated,
    /// The variation shares its product's stock; no quantity was taken.
    StockShared,
    /// An attribute that no variation fixes; not taken as an option.
    OptionOpen,
    /// A price of zero; the product is not to be published before it has one.
    PriceZero,
    /// So many variants have no weight.
    WeightMissing,
}

/// Why a file is not read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum FileError {
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// A header and no rows.
    #[error("the file has a header and no rows")]
    NoRows,
    /// Larger than is taken.
    #[error("the file has {bytes} bytes; at most {limit} are taken: please split it")]
    TooLarge {
        /// Its size.
        bytes: u64,
        /// The most that is taken.
        limit: u64,
    },
    /// More rows than are taken.
    #[error("the file has more than {limit} rows: please split it")]
    TooManyRows {
        /// The most that is taken.
        limit: u64,
    },
    /// More columns than are taken.
    #[error("the header has {found} columns; at most {limit} are taken")]
    TooManyColumns {
        /// How many there are.
        found: usize,
        /// The most that is taken.
        limit: usize,
    },
    /// A workbook, archive or picture.
    #[error("the file is {what}, not CSV text: please save or export it as CSV")]
    NotText {
        /// What it seems to be.
        what: String,
    },
    /// The first line cannot be a header.
    #[error("the first line is no header: a quote in it never closes, or it is longer than a header can be")]
    HeaderBroken,
    /// The columns that are needed are not there.
    #[error("the header lacks {}; it has {}", missing.join(", "), shortened(found))]
    ColumnsMissing {
        /// The names it has.
        found: Vec<String>,
        /// The names that are needed.
        wanted: Vec<String>,
        /// Those of them that are not there.
        missing: Vec<String>,
        /// The kind of file it looks like instead.
        looks_like: Option<crate::Format>,
    },
    /// Quotes are broken in too many places to read on.
    #[error(
        "too many quotes are not closed, the last that was tried in row {row}, line {line}: please export the file again"
    )]
    QuotesBroken {
        /// The row.
        row: u64,
        /// The line.
        line: u64,
    },
    /// The disk or the connection failed.
    #[error("the file could not be read: {why}")]
    Unreadable {
        /// What the system said.
        why: String,
    },
}

impl From<std::io::Error> for FileError {
    fn from(error: std::io::Error) -> FileError {
        FileError::Unreadable { why: error.to_string() }
    }
}

/// The first names of a header, and how many more there are.
fn shortened(names: &[String]) -> String {
    let shown: Vec<_> = names.iter().take(12).map(|name| crate::cells::excerpt(name)).collect();
    match names.len().saturating_sub(shown.len()) {
        0 if shown.is_empty() => "no names at all".into(),
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
