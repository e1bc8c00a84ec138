//! The destinations that can be chosen; some have no rules yet, and then sell nothing.

use sampan_money::Currency;

/// A country that goods may be sold to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Destination {
    /// ISO 3166 alpha-2.
    pub code: &'static str,
    /// The name in English.
    pub name_en: &'static str,
    /// The name in Simplified Chinese.
    pub name_zh: &'static str,
    /// The currency of its customs and its prices.
    pub currency: Currency,
    /// Whether the built-in book has rules for it.
    pub has_rules: bool,
}

const fn place(
    code: &'static str,
    name_en: &'static str,
    name_zh: &'static str,
    currency: Currency,
    has_rules: bool,
) -> Destination {
    Destination { code, name_en, name_zh, currency, has_rules }
}

static DESTINATIONS: &[Destination] = &[
    place("CN", "Mainland China", "中国大陆", Currency::CNY, true),
    place("SG", "Singapore", "新加坡", Currency::SGD, true),
    place("MY", "Malaysia", "马来西亚", Currency::MYR, true),
    place("TH", "Thailand", "泰国", Currency::THB, true),
    place("VN", "Vietnam", "越南", Currency::VND, true),
    place("ID", "Indonesia", "印度尼西亚", Currency::IDR, true),
    place("PH", "Philippines", "菲律宾", Currency::PHP, true),
    place("HK", "Hong Kong", "中国香港", Currency::HKD, true),
    place("MO", "Macau", "中国澳门", Currency::MOP, true),
    place("TW", "Taiwan", "中国台湾", Currency::TWD, true),
    place("JP", "Japan", "日本", Currency::JPY, true),
    place("KR", "South Korea", "韩国", Currency::KRW, true),
    place("IN", "India", "印度", Currency::INR, true),
    place("AU", "Australia", "澳大利亚", Currency::AUD, true),
    place("KH", "Cambodia", "柬埔寨", Currency::KHR, false),
];

/// Every destination that can be chosen.
pub fn destinations() -> &'static [Destination] {
    DESTINATIONS
}

/// The destination of a code.
pub fn destination(code: &str) -> Option<&'static Destination> {
    DESTINATIONS.iter().find(|d| d.code == code)
}
