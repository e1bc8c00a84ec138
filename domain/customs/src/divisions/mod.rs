//! China's provinces, cities and districts with their six-digit codes.
//!
//! The codes are those of GB/T 2260 as the National Bureau of Statistics keeps them (state of 2023); customs wants the
//! code of the addressee's district (`consigneeDistrict`). The four municipalities, and counties that a province
//! governs directly, have a city in the code that nobody would write (市辖区, 省直辖县级行政区划): it is offered under
//! a name one can choose by and left out of addresses. Five cities have no districts; there the city's code stands.

use std::sync::OnceLock;

/// One division. Two digits and four zeros: a province; four and two zeros: a city; else a district.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Division {
    /// The six-digit code.
    pub code: u32,
    /// The official name.
    pub name: &'static str,
}

/// How high a division stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// A province, municipality or autonomous region.
    Province,
    /// A city or prefecture.
    City,
    /// A district or county.
    District,
}

impl Division {
    /// How high it stands.
    pub fn level(&self) -> Level {
        match self.code {
            code if code % 10_000 == 0 => Level::Province,
            code if code % 100 == 0 => Level::City,
            _ => Level::District,
        }
    }

    /// Whether it is only a step in the code that no address names.
    pub fn is_nominal(&self) -> bool {
        self.level() == Level::City && (self.name == "市辖区" || self.name == "县" || self.name.contains("直辖县级"))
    }

    /// The name to choose it by: a municipality's own name for its pseudo city, 直辖县 for a province's own counties.
    pub fn shown(&self) -> &'static str {
        match self.name {
            "市辖区" if self.is_nominal() => self.province().map_or(self.name, |p| p.name),
            "县" => "郊县",
            name if name.contains("直辖县级") => "直辖县（市）",
            name => name,
        }
    }

    /// The province it lies in; itself, if it is one.
    pub fn province(&self) -> Option<Division> {
        find(self.code / 10_000 * 10_000)
    }

    /// The city it lies in; itself, if it is one.
    pub fn city(&self) -> Option<Division> {
        (self.level() != Level::Province).then(|| find(self.code / 100 * 100)).flatten()
    }
}

/// All provinces, by code.
pub fn provinces() -> impl Iterator<Item = Division> {
    all().iter().copied().filter(|d| d.level() == Level::Province)
}

/// The cities of a province; none for a code that is no province.
pub fn cities(province: u32) -> impl Iterator<Item = Division> {
    let top = if province.is_multiple_of(10_000) { 9_999 } else { 0 };
    within(province, top).filter(|d| d.level() == Level::City)
}

/// The districts of a city; none for a code that is no city, and for the few cities without districts.
pub fn districts(city: u32) -> impl Iterator<Item = Division> {
    let is_city = city.is_multiple_of(100) && !city.is_multiple_of(10_000);
    within(city, if is_city { 99 } else { 0 }).filter(|d| d.level() == Level::District)
}

/// The division of a code.
pub fn find(code: u32) -> Option<Division> {
    all().binary_search_by_key(&code, |d| d.code).ok().map(|at| all()[at])
}

/// The division of a code as written.
pub fn parse(code: &str) -> Option<Division> {
    (code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit())).then(|| code.parse().ok().and_then(find)).flatten()
}

/// Those with a code above `code` by at most `span`.
fn within(code: u32, span: u32) -> impl Iterator<Item = Division> {
    let from = all().partition_point(|d| d.code <= code);
    let to = all().partition_point(|d| d.code <= code.saturating_add(span));
    all()[from..to.max(from)].iter().copied()
}

/// The list, read once: a line a division, code and name, in order of code.
fn all() -> &'static [Division] {
    static ALL: OnceLock<Vec<Division>> = OnceLock::new();
    ALL.get_or_init(|| {
        let line = |line: &'static str| {
            let (code, name) = line.split_once(' ')?;
            Some(Division { code: code.parse().ok()?, name })
        };
        include_str!("cn.txt").lines().filter_map(line).collect()
    })
}

#[cfg(test)]
mod tests;
