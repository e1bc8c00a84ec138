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
    /// The code of the division above; without one, the highest.
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
    Ok(Reply::show(Divisions(choices(&which.under.unwrap_or_default(), "").into_iter().map(named).collect())))
}

/// What can be chosen under a division: provinces under nothing, and under a city without districts the city itself.
pub fn choices(under: &str, chosen: &str) -> Vec<Choice> {
    let choice = |d: Division| {
        let code = format!("{:06}", d.code);
        let is_it = code == chosen;
        Choice::new(code, d.shown(), is_it)
    };
    let Some(above) = china::parse(under) else {
        return if under.is_empty() { china::provinces().map(choice).collect() } else { Vec::new() };
    };
    match above.level() {
        Level::Province => china::cities(above.code).map(choice).collect(),
        Level::City => {
            let districts: Vec<Choice> = china::districts(above.code).map(choice).collect();
            if districts.is_empty() { vec![choice(above)] } else { districts }
        }
        Level::District => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_leads_on_to_a_district_or_to_a_city_without_any() {
        let provinces = choices("", "510000");
        assert!(provinces.len() >= 31);
        assert_eq!(provinces.iter().filter(|choice| choice.chosen).count(), 1);
        for province in &provinces {
            for city in choices(&province.value, "") {
                assert!(!choices(&city.value, "").is_empty(), "{}", city.label);
            }
        }
        for under in ["x", "999999", "510104"] {
            assert!(choices(under, "").is_empty(), "{under}");
        }
    }
}
