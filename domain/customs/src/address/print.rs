//! An address in lines. A country's file writes a line as `{postcode} {city}`: a part that is not there takes the sign
//! before it along.

use super::{Address, rules};
use crate::text::is_latin;

/// In the country's own order if it is written in the country's own script, else as Latin letters are read.
pub(super) fn own(address: &Address) -> Vec<String> {
    let Some(rules) = rules(address.country) else {
        return Vec::new();
    };
    let latin = is_latin(&format!("{}{}", address.street, address.city.as_deref().unwrap_or_default()));
    fill(if latin { rules.carrier } else { rules.own }, address)
}

/// In Latin order, the country last.
pub(super) fn carrier(address: &Address) -> Vec<String> {
    let mut lines = rules(address.country).map(|rules| fill(rules.carrier, address)).unwrap_or_default();
    lines.push(address.country.label().to_owned());
    lines
}

/// From large to small, without addressee and postcode.
pub(super) fn one_line(address: &Address) -> String {
    line("{region}{city}{district}{ward}{street}{unit}", address)
}

fn fill(template: &[&str], address: &Address) -> Vec<String> {
    template.iter().map(|template| line(template, address)).filter(|line| !line.is_empty()).collect()
}

/// One line: a sign stands between two parts that are there, and at the beginning if the part after it is.
fn line(template: &str, address: &Address) -> String {
    let mut out = String::new();
    let mut sign = "";
    for (at, piece) in template.split('{').flat_map(|piece| piece.split_inclusive('}')).enumerate() {
        let Some(name) = piece.strip_suffix('}') else {
            sign = if at == 0 || !out.is_empty() { piece } else { "" };
            continue;
        };
        if let Some(part) = part(address, name) {
            out.push_str(sign);
            out.push_str(part);
        }
        sign = "";
    }
    out
}

fn part<'a>(address: &'a Address, name: &str) -> Option<&'a str> {
    match name {
        "name" => Some(&address.name),
        "postcode" => address.postcode.as_deref(),
        "region" => address.region.as_ref().map(|r| r.name.as_str()),
        "region_latin" => address.region.as_ref().map(|r| r.latin.as_str()),
        "city" => address.city.as_deref(),
        "district" => address.district.as_deref(),
        "ward" => address.ward.as_deref(),
        "street" => Some(&address.street),
        "unit" => address.unit.as_deref(),
        _ => None,
    }
}
