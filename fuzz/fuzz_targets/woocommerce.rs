//! Any bytes as a product file of WooCommerce: every row becomes a product or a refusal, and none is lost.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sampan_intake::{Format, read};
use std::io::Cursor;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(items) = read(Cursor::new(bytes), Format::WooCommerce) {
        items.for_each(drop);
    }
});
