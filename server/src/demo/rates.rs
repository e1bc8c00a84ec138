//! The demo's own exchange rates.

use sampan_ids::Date;
use sampan_market::rates::DEMO_SOURCE;
use sampan_money::{Currency, Decimal, ExchangeRate};

/// Round figures near those of late 2026, marked as the demo's own.
pub fn rates(date: Date) -> Vec<ExchangeRate> {
    let of = |(quote, hundredths): (Currency, i64)| ExchangeRate {
        base: Currency::USD,
        quote,
        rate: Decimal::new(hundredths, 2),
        date,
        source: DEMO_SOURCE.to_owned(),
    };
    [
        (Currency::CNY, 710),
        (Currency::SGD, 130),
        (Currency::MYR, 420),
        (Currency::THB, 3250),
        (Currency::VND, 2_620_000),
        (Currency::IDR, 1_650_000),
        (Currency::PHP, 5800),
        (Currency::HKD, 780),
        (Currency::MOP, 803),
        (Currency::TWD, 3150),
        (Currency::JPY, 15_500),
        (Currency::KRW, 146_000),
        (Currency::INR, 9400),
        (Currency::AUD, 142),
        (Currency::KHR, 400_000),
    ]
    .map(of)
    .into()
}
