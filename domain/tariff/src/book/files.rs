//! The files that come with the crate. A new file of the book is a line here.

macro_rules! files {
    ($($path:literal,)*) => { &[$(($path, include_str!(concat!("../../book/", $path)))),*] };
}

pub(super) const FILES: &[(&str, &str)] = files![
    "cn/citations.toml",
    "cn/headings.csv",
    "cn/limits.toml",
    "cn/parcel-prices.csv",
    "cn/positive-list.csv",
    "cn/rates.csv",
    "cn/restrictions.csv",
    "cn/services.csv",
    "common/citations.toml",
    "common/limits.toml",
    "common/papers.csv",
    "common/restrictions.csv",
    "hk/citations.toml",
    "hk/limits.toml",
    "hk/rates.csv",
    "hk/restrictions.csv",
    "mo/citations.toml",
    "mo/limits.toml",
    "mo/rates.csv",
    "mo/restrictions.csv",
    "sg/citations.toml",
    "sg/limits.toml",
    "sg/rates.csv",
    "sg/restrictions.csv",
    "sg/services.csv",
    "tw/citations.toml",
    "tw/limits.toml",
    "tw/rates.csv",
    "tw/restrictions.csv",
];
