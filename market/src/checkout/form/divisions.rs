//! China's provinces, cities and districts as lists that hang on one another.

use crate::App;
use crate::look::Choice;
use sampan_customs::divisions::{self as china, Division, Level};
use sampan_web::{Cx, Error, Page, RenderError, Reply, Shell};
use serde::{Deserialize, Serialize};

/// Which list.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct Which {
    /// The country.
    country: String,
    /// The code of the division above; without one, the highest are listed.
    #[serde(default)]
    under: Option<String>,
}

/// A division.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Named {
    /// Its code.
    code: String,
    /// Its name.
    name: String,
}

/// The divisions under another.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(transparent)]
pub struct Divisions(Vec<Named>);

impl Page for Divisions {
    const IS_PAGE: bool = false;
    fn render(&self, _: &Shell) -> Result<String, RenderError> {
        Ok(String::new())
    }
}

/// The divisions of a country under another of its divisions.
pub async fn list(_: Cx<App>, _: Option<crate::accounts::Viewer>, which: Which) -> Result<Reply<Divisions>, Error> {
    if which.country != "CN" {
        return Err(Error::NotFound);
    }
    let named = |choice: Choice| Named { code: choice.value, name: choice.label };
    let choices = which.under.map_or_else(|| highest(""), |under| below(&under, ""));
    Ok(Reply::show(Divisions(choices.into_iter().map(named).collect())))
}

/// The provinces.
pub fn highest(chosen: &str) -> Vec<Choice> {
    china::provinces().map(|province| choice(province, chosen)).collect()
}

/// What can be chosen below a division: nothing while none is chosen above, and below a city without districts the city
/// itself.
pub fn below(under: &str, chosen: &str) -> Vec<Choice> {
    let Some(above) = china::parse(under) else { return Vec::new() };
    match above.level() {
        Level::Province => china::cities(above.code).map(|city| choice(city, chosen)).collect(),
        Level::City => {
            let districts: Vec<Choice> = china::districts(above.code).map(|d| choice(d, chosen)).collect();
            if districts.is_empty() { vec![choice(above, chosen)] } else { districts }
        }
        Level::District => Vec::new(),
    }
}

fn choice(division: Division, chosen: &str) -> Choice {
    let code = format!("{:06}", division.code);
    let is_it = code == chosen;
    Choice::new(code, division.shown(), is_it)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_leads_on_to_a_district_or_to_a_city_without_any() {
        let provinces = highest("510000");
        assert!(provinces.len() >= 31);
        assert_eq!(provinces.iter().filter(|choice| choice.chosen).count(), 1);
        for province in &provinces {
            for city in below(&province.value, "") {
                assert!(!below(&city.value, "").is_empty(), "{}", city.label);
            }
        }
        // Below nothing there is nothing: a city's list must not offer provinces.
        for under in ["", "x", "999999", "510104"] {
            assert!(below(under, "").is_empty(), "{under}");
        }
    }
}
