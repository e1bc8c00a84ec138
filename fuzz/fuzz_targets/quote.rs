//! Any text as a request: it is refused as JSON or answered, and the answer adds up.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sampan_tariff::{Book, Request, Settings, quote};

fuzz_target!(|text: &str| {
    let Ok(request) = serde_json::from_str::<Request>(text) else { return };
    let book = Book::built_in();
    for settings in [Settings::demo(), Settings::default()] {
        let answer = quote(&book, &settings, &request);
        assert_eq!(answer.eligibility.verdict.sells(), answer.landed_total.is_some());
        let sum: i64 = answer.charges.iter().map(|charge| charge.amount.minor()).sum();
        if let Some(total) = answer.total_charges {
            assert_eq!(total.minor(), sum);
        }
        for charge in &answer.charges {
            assert!(!charge.amount.is_negative());
            assert_eq!(book.citation(&charge.citation.id), Some(&charge.citation));
        }
    }
});
