//! Sellers with their rate cards, and buyers with where they live.

use super::chance::Chance;
use super::plan::Plan;
use super::words::{BUSINESSES, FAMILIES, GIVEN, PLACES, TOWNS};
use sampan_customs::address::{self, Address};
use sampan_customs::identity::{Kind, PersonalCode, ResidentId};
use sampan_ids::{AccountId, Cell, Date, SellerId, Timestamp};
use sampan_market::accounts::{Account, Name, Person, Role, email_id};
use sampan_market::vault::Vault;
use sampan_money::{Currency, Money};
use sampan_trade::rates::{DeliveryOption, Mode, RateCard, Step, Zone};
use sampan_trade::seller::{Application, Seller};
use sampan_trade::{Country, Language, UsState};
use std::collections::BTreeMap;

/// Everywhere that is sent to.
const DESTINATIONS: [Country; 14] = [
    Country::CN,
    Country::SG,
    Country::HK,
    Country::MO,
    Country::TW,
    Country::JP,
    Country::KR,
    Country::MY,
    Country::TH,
    Country::VN,
    Country::ID,
    Country::PH,
    Country::IN,
    Country::AU,
];

/// A seller who may sell.
pub fn seller(plan: &Plan, number: u64, operator: AccountId) -> Result<Seller, anyhow::Error> {
    let mut chance = Chance::of(plan.seed, "seller", number);
    let at = plan.joined_at(number);
    let cell = Cell::new(chance.below(u64::from(sampan_ids::CELLS)) as u16);
    let id = SellerId::compose(at.as_millisecond().max(0) as u64, cell, chance.bits());
    let place = Chance::of(plan.seed, "place", number).of_all(&PLACES);
    let states: Vec<UsState> = UsState::all().take(50).collect();
    let slug = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let seller = Seller::apply(Application {
        id,
        name: format!("{} {}", place.0, chance.of_all(&BUSINESSES)),
        slug: format!("{}-{number}", place.0.chars().map(slug).collect::<String>()),
        state: states[chance.skewed(50) as usize],
        city: (*chance.of_all(&TOWNS)).to_owned(),
        email: String::new(),
    })?;
    let about = BTreeMap::from([(Language::En, format!("A family business of {}.", place.0))]);
    let seller = seller.confirm_email().accept_terms(at).set_profile(&seller.city, &about)?;
    Ok(seller.set_rate_card(rate_card(&mut chance))?.approve(operator, at)?)
}

/// One way to send everywhere, dearer or cheaper by chance.
fn rate_card(chance: &mut Chance) -> RateCard {
    let factor = chance.between(80, 130) as i64;
    let steps = [(500, 1_890), (1_000, 2_490), (2_000, 3_590), (5_000, 6_890), (20_000, 21_900)];
    let step = |(up_to_g, cents): (u32, i64)| Step { up_to_g, price: Money::new(cents * factor / 100, Currency::USD) };
    let option = DeliveryOption {
        code: "express".to_owned(),
        name: "Express".to_owned(),
        mode: Mode::Express,
        carrier: None,
        steps: steps.map(step).into(),
        days_min: 5,
        days_max: 12,
    };
    RateCard { zones: vec![Zone { destinations: DESTINATIONS.into(), options: vec![option] }] }
}

/// Someone who buys.
pub struct Buyer {
    /// The account.
    pub account: AccountId,
    /// Where parcels go.
    pub address: Address,
    /// Name and number of the identity document, where customs wants it.
    pub identity: Option<(String, ResidentId)>,
    /// The number by which other customs know the buyer.
    pub code: Option<PersonalCode>,
}

/// Fields of an address with what is typed into them.
type Fields = &'static [(&'static str, &'static str)];

/// Where buyers live: the country, how many of a hundred, and the fields of an address there.
const HOMES: [(&str, u64, Fields); 6] = [
    ("CN", 58, &[("region", "510000"), ("city", "510100"), ("district", "510104"), ("postcode", "610000")]),
    ("JP", 12, &[("region", "東京都"), ("city", "千代田区"), ("postcode", "1000001")]),
    ("HK", 10, &[("region", "KLN"), ("district", "旺角")]),
    ("KR", 8, &[("region", "11"), ("city", "종로구"), ("postcode", "03051")]),
    ("TW", 6, &[("region", "TPE"), ("district", "中正區"), ("postcode", "100")]),
    ("AU", 6, &[("region", "NSW"), ("city", "Newtown"), ("postcode", "2042")]),
];

/// A telephone number that reaches nobody, as one dials it in each country.
fn phone(country: &str, chance: &mut Chance) -> String {
    match country {
        "CN" => format!("138{:08}", chance.below(100_000_000)),
        "JP" => format!("090{}{:07}", chance.between(1, 9), chance.below(10_000_000)),
        "HK" => format!("5{:07}", 1_000_000 + chance.below(8_000_000)),
        "KR" => format!("0102{:07}", chance.below(10_000_000)),
        "TW" => format!("0912{:06}", chance.below(1_000_000)),
        _ => format!("0412{:06}", chance.below(1_000_000)),
    }
}

/// A buyer by number.
pub fn buyer(plan: &Plan, number: u64) -> Result<Buyer, anyhow::Error> {
    let mut chance = Chance::of(plan.seed, "buyer", number);
    let mut at = chance.below(100);
    let home = HOMES.iter().find(|(_, share, _)| match at.checked_sub(*share) {
        Some(rest) => {
            at = rest;
            false
        }
        None => true,
    });
    let (country, _, fields) = home.unwrap_or(&HOMES[0]);
    let family = chance.of_all(&FAMILIES);
    let name = format!("{}{}", family.1, chance.of_all(&GIVEN));
    let mut filled: BTreeMap<String, String> =
        fields.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned())).collect();
    filled.insert("name".to_owned(), name.clone());
    filled.insert("phone".to_owned(), phone(country, &mut chance));
    filled.insert("street".to_owned(), format!("无名路 {} 号", chance.between(1, 300)));
    let known = sampan_customs::Country::try_from((*country).to_owned()).map_err(|e| anyhow::anyhow!("{e}"))?;
    let address =
        address::check(known, &filled).map_err(|errors| anyhow::anyhow!("an address in {country}: {errors:?}"))?;
    let identity = match *country {
        "CN" => Some((name, resident_id(plan, number)?)),
        _ => None,
    };
    let cell = Cell::new(chance.below(u64::from(sampan_ids::CELLS)) as u16);
    let millis = (plan.end().as_millisecond() - chance.below(900 * 86_400_000) as i64).max(0);
    Ok(Buyer {
        account: AccountId::compose(millis as u64, cell, chance.bits()),
        address,
        identity,
        code: code(country, number),
    })
}

/// A number of the kind that the country's customs ask for, if they do.
fn code(country: &str, number: u64) -> Option<PersonalCode> {
    let (kind, head) = match country {
        "KR" => (Kind::Pccc, format!("P{:011}", number % 100_000_000_000)),
        "TW" => (Kind::TaiwanId, format!("A1{:07}", number % 10_000_000)),
        _ => return None,
    };
    ('0'..='9').find_map(|last| PersonalCode::check(kind, &format!("{head}{last}")).ok())
}

/// Days of birth there are: 28 a month from 1950 to 2005.
const BIRTHDAYS: u64 = 56 * 12 * 28;

/// A number with a right check character. Each of the first 18 million buyers has another: a person's year is one row.
fn resident_id(plan: &Plan, number: u64) -> Result<ResidentId, anyhow::Error> {
    let serial = number % 1_000;
    // The factor has no divisor in common with the days, so the days come round only after all of them.
    let birthday = (number / 1_000 * 7_919 + serial * 31) % BIRTHDAYS;
    let (year, month, day) = (1950 + birthday / 336, birthday / 28 % 12 + 1, birthday % 28 + 1);
    let head = format!("510104{year}{month:02}{day:02}{serial:03}");
    let ends = "0123456789X".chars();
    let mut all = ends.filter_map(|end| ResidentId::check(&format!("{head}{end}"), plan.day).ok());
    all.next().ok_or_else(|| anyhow::anyhow!("{head} has no check character"))
}

/// A buyer's account and the address of mail that finds it.
pub fn account(vault: &Vault, plan: &Plan, number: u64, buyer: &Buyer) -> (Account, Name) {
    let family = Chance::of(plan.seed, "mailbox", number).of_all(&FAMILIES);
    let email = format!("{}.{number}@sampan.example", family.0);
    let named = buyer.address.name.clone();
    person(vault, buyer.account, Role::Buyer, (&email, &named, "zh-Hans"), plan.end())
}

/// An account with a confirmed address and no password yet.
pub fn person(
    vault: &Vault,
    id: AccountId,
    role: Role,
    (email, name, language): (&str, &str, &str),
    at: Timestamp,
) -> (Account, Name) {
    let person = Person { email: email.to_owned(), name: name.to_owned(), totp: None };
    let account = Account {
        id,
        role,
        sealed: vault.seal(&format!("account {id}"), &person),
        password: None,
        confirmed: Some(at),
        second_factor: false,
        language: language.to_owned(),
        created: at,
        erased: None,
        epoch: 0,
        totp_step: 0,
    };
    (account, Name { id: email_id(vault, email), kind: "email".to_owned(), target: id.0 })
}

/// The year that a moment is in.
pub fn year(at: Timestamp) -> i16 {
    Date::from(at.to_zoned(jiff::tz::TimeZone::UTC)).year()
}
