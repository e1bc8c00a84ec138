//! Any text as a rate: it is read or refused, and what is read is written and read again as the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sampan_tariff::rate::Rate;

fuzz_target!(|text: &str| {
    let Ok(rate) = Rate::parse(text) else { return };
    let written = rate.to_string();
    // What was read may stand in fewer characters than it is written in.
    if written.chars().count() <= sampan_tariff::rate::RATE_MAX_CHARS {
        assert_eq!(Rate::parse(&written).as_ref(), Ok(&rate), "{text:?} {written:?}");
    }
    let _ = rate.is_free();
});
