//! How much of anything is taken. Every limit is told in the refusal that it causes.

/// Bytes of a file.
pub const FILE_BYTES: u64 = 256 * 1024 * 1024;
/// Data records of a file.
pub const ROWS: u64 = 1_000_000;
/// Columns of a file.
pub const COLUMNS: usize = 500;
/// Bytes of one cell, as UTF-8.
pub const CELL_BYTES: usize = 1024 * 1024;
/// Bytes of one record, as UTF-8; a quote that is open for longer never closes.
pub const RECORD_BYTES: usize = 4 * 1024 * 1024;
/// Rows of one product.
pub const PRODUCT_ROWS: usize = 2_048;
/// Bytes of all rows of one product.
pub const PRODUCT_BYTES: usize = 16 * 1024 * 1024;
/// Bytes of rows kept waiting for the rest of products whose rows stand apart.
pub const WAITING_BYTES: usize = 96 * 1024 * 1024;
/// Bytes that may be read a second time behind quotes that never close.
pub const REREAD_BYTES: usize = 256 * 1024 * 1024;
/// Characters of a product's name.
pub const TITLE_CHARS: usize = 255;
/// Bytes of a product's description before cleaning.
pub const BODY_BYTES: usize = 256 * 1024;
/// Bytes of a product's description when cleaned, for it is cleaned again whenever it is shown.
pub const CLEAN_BYTES: usize = 100 * 1024;
/// Characters of a short text: brand, kind, SKU, option, key.
pub const SHORT_CHARS: usize = 255;
/// Tags of a product.
pub const TAGS: usize = 250;
/// Pictures of a product.
pub const IMAGES: usize = 250;
/// Characters of a picture's address.
pub const URL_CHARS: usize = 2_048;
/// Option axes of a product.
pub const AXES: usize = 5;
/// Pieces in stock.
pub const QUANTITY: i64 = 1_000_000;
/// Grams of one piece.
pub const GRAMS: u32 = 1_000_000;
/// Cents of a price in US dollars.
pub const PRICE_CENTS: i64 = 100_000_000;
