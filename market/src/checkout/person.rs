//! The person who imports a parcel, as the law counts persons, and what they have had in the year.

use super::store::allowance_id;
use super::{Allowances, form::Purchase};
use crate::App;
use crate::pricing::{Had, Pricing};
use crate::vault::Vault;
use sampan_customs::Country;
use sampan_customs::address::{self, Address};
use sampan_customs::identity::Identity;
use sampan_money::Money;
use sampan_trade::allowance::Allowance;
use sampan_web::{Error, OrInternal};
use uuid::Uuid;

/// What is known of the person who buys.
#[derive(Clone, Debug, Default)]
pub struct Person {
    /// What is left of the year's room, where that stood in the way.
    pub room: Option<Money>,
    /// What they have had.
    pub had: Had,
}

/// Who counts: the holder of the identity number where customs wants one, else the addressee by name and telephone, where
/// the destination's law counts persons at all.
pub fn holder(
    vault: &Vault,
    pricing: &Pricing,
    to: &str,
    identity: Option<&Identity>,
    address: Option<&Address>,
) -> Option<Uuid> {
    if let Some(person) = identity {
        return Some(vault.id("resident id", person.id.reveal()));
    }
    let address = address.filter(|_| to != "CN" && sampan_tariff::counts_persons(&pricing.book, to))?;
    let values = address.values();
    let plain = |name: &str| {
        let text = values.get(name).map(String::as_str).unwrap_or_default();
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    Some(vault.id("addressee", &format!("{to} {} {}", plain("name"), plain("phone"))))
}

/// What a person's row says, or that they have had nothing where there is none.
pub fn had(row: Option<&Allowance>, pricing: &Pricing) -> Had {
    let now = pricing.now;
    Had {
        quantities: Some(row.map(|row| row.quantities(now)).unwrap_or_default()),
        free_parcels: Some(row.map(|row| row.free_parcels(pricing.half(), now)).unwrap_or_default()),
    }
}

/// What is known of the person whose address or identity was typed; nothing where neither is whole yet.
pub async fn known(app: &App, pricing: &Pricing, typed: &Purchase, country: Country) -> Result<Person, Error> {
    let to = country.code();
    if !sampan_tariff::counts_persons(&pricing.book, to) {
        return Ok(Person::default());
    }
    let identity = Identity::check(&typed.identity.name, &typed.identity.number, pricing.today()).ok();
    let address = address::check(country, &typed.address).ok();
    let identity = identity.filter(|_| to == "CN");
    let Some(holder) = holder(app.vault(), pricing, to, identity.as_ref(), address.as_ref()) else {
        return Ok(Person::default());
    };
    let row = app.db().find::<Allowances>(&allowance_id(holder, pricing.today().year())).await.or_internal()?;
    Ok(Person { room: None, had: had(row.as_ref(), pricing) })
}
