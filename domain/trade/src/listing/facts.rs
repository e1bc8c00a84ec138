//! What the law asks about goods besides code, origin, price and weights: whether a root grew wild, what a battery holds.
//!
//! A fact that is not told is not known. The law takes most of them as not so until the seller says otherwise, for they
//! are rare in their chapter; what it cannot take so must be told, see [`Fact::must_be_told`].

use crate::codes::{HsCode, NotACode};
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// The largest figure that a fact can be.
const FIGURE_MAX: u32 = 1_000_000;

macro_rules! facts {
    ($($(#[$doc:meta])* $name:ident = $text:literal),* $(,)?) => {
        /// Something about goods that some destination's law asks. Its name is the attribute in the book of tariffs.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Fact {
            $($(#[$doc])* $name,)*
        }

        impl Fact {
            /// Every fact, in the order they are asked in.
            pub const ALL: &[Fact] = &[$(Fact::$name),*];

            /// The name in JSON, in files and in the book.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Fact::$name => $text,)*
                }
            }
        }
    };
}

facts! {
    /// Grown wild, not cultivated.
    Wild = "wild",
    /// Powder, pills or extract: no longer whole or sliced.
    Powdered = "powdered",
    /// Sold as a medicine.
    Medicinal = "medicinal",
    /// With hemp, CBD or THC in it.
    Hemp = "hemp",
    /// Of an animal or plant that is protected.
    CitesSpecies = "cites_species",
    /// Cooked through.
    Cooked = "cooked",
    /// Processed beyond drying.
    Processed = "processed",
    /// Certified halal.
    Halal = "halal",
    /// With pork, alcohol or what else is not halal.
    Haram = "haram",
    /// Milk for infants.
    InfantFormula = "infant_formula",
    /// A food for special purposes that only listed makers may sell.
    SpecialFood = "special_food",
    /// Waxed with additives.
    AdditiveWax = "additive_wax",
    /// Sake.
    Sake = "sake",
    /// Wine of rice.
    RiceWine = "rice_wine",
    /// With a sun protection factor.
    Spf = "spf",
    /// Cosmetics that whiten, smooth wrinkles, stop hair loss or treat.
    Functional = "functional",
    /// Perfume with alcohol, or a spray can.
    AlcoholOrAerosol = "alcohol_or_aerosol",
    /// Sheets in a piece, such as masks for the face.
    Sheets = "sheets",
    /// A patch for the feet.
    FootPatch = "foot_patch",
    /// Ink for a printer at home.
    HouseholdInk = "household_ink",
    /// Watt-hours of the battery in a piece.
    WattHours = "watt_hours",
    /// Dangerous to carry, by the carriers' rules.
    DangerousGoods = "dangerous_goods",
    /// Made to be a weapon, or may look like one.
    Weapon = "weapon",
    /// A knife that the police keep a list of.
    Controlled = "controlled",
    /// A hide or fur that is not tanned.
    Raw = "raw",
    /// With soil or peat.
    Soil = "soil",
    /// Made for a religion.
    Religious = "religious",
    /// Obscene by the law of the place.
    Obscene = "obscene",
    /// Needs an export licence of the United States.
    ExportLicence = "export_licence",
    /// Used before.
    Used = "used",
    /// Retail packs in a piece.
    RetailPacks = "retail_packs",
    /// What one piece sells for at retail in Thailand, in baht.
    RetailPriceTh = "retail_price_th",
    /// What one piece sells for at retail in the Philippines, in pesos.
    RetailPricePh = "retail_price_ph",
}

impl Fact {
    /// Whether it is a figure; else it is so or not so.
    pub const fn is_figure(self) -> bool {
        self.decimals().is_some()
    }

    /// How many decimals the figure may have; none where it is so or not so.
    const fn decimals(self) -> Option<u32> {
        match self {
            Fact::Sheets | Fact::RetailPacks => Some(0),
            Fact::RetailPriceTh | Fact::RetailPricePh => Some(2),
            Fact::WattHours => Some(3),
            _ => None,
        }
    }

    /// Whether the law of a place that asks it may not go on without an answer for goods of a code: roots of ginseng
    /// are wild or cultivated, and nothing else tells which.
    pub fn must_be_told(self, hs: &HsCode) -> bool {
        self == Fact::Wild && hs.subheading() == "121120"
    }
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Fact {
    type Err = NotACode;
    fn from_str(text: &str) -> Result<Fact, NotACode> {
        let found = Fact::ALL.iter().find(|fact| fact.as_str() == text);
        found.copied().ok_or_else(|| NotACode::new(text, "the name of a fact, such as wild or watt_hours"))
    }
}

impl Serialize for Fact {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Fact {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Fact, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

/// What is told of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Told {
    /// It is so, or not so.
    Is(bool),
    /// How much.
    Figure(Decimal),
}

impl Fact {
    /// Reads what was typed: `yes` or `no`, or a figure where the fact is one.
    pub fn read(self, text: &str) -> Result<Told, NotACode> {
        let text = text.trim();
        if let Some(decimals) = self.decimals() {
            let fits = |figure: &Decimal| {
                *figure > Decimal::ZERO && *figure <= Decimal::from(FIGURE_MAX) && figure.scale() <= decimals
            };
            let figure = text.parse().ok().filter(fits);
            return figure.map(Told::Figure).ok_or_else(|| NotACode::new(text, "a figure above zero, such as 20"));
        }
        match text.to_ascii_lowercase().as_str() {
            "yes" | "y" | "true" | "1" => Ok(Told::Is(true)),
            "no" | "n" | "false" | "0" => Ok(Told::Is(false)),
            _ => Err(NotACode::new(text, "yes or no")),
        }
    }
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Told::Is(true) => f.write_str("yes"),
            Told::Is(false) => f.write_str("no"),
            Told::Figure(figure) => write!(f, "{}", figure.normalize()),
        }
    }
}

/// What is told of a variant; what is not named is not told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "BTreeMap<Fact, Told>", into = "BTreeMap<Fact, Told>")]
pub struct Facts(BTreeMap<Fact, Told>);

impl Facts {
    /// Whether nothing is told.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is told of a fact.
    pub fn get(&self, fact: Fact) -> Option<Told> {
        self.0.get(&fact).copied()
    }

    /// Tells a fact; none takes it back.
    pub fn tell(&mut self, fact: Fact, told: Option<Told>) {
        match told {
            Some(told) => drop(self.0.insert(fact, told)),
            None => drop(self.0.remove(&fact)),
        }
    }

    /// Everything that is told.
    pub fn iter(&self) -> impl Iterator<Item = (Fact, Told)> {
        self.0.iter().map(|(fact, told)| (*fact, *told))
    }

    /// What the book of tariffs is told: facts that are so, and figures. What is not so is what it takes for granted.
    pub fn attributes(&self) -> BTreeMap<String, String> {
        let said = |(fact, told): (Fact, Told)| match told {
            Told::Is(true) => Some((fact.to_string(), "yes".to_owned())),
            Told::Figure(_) if fact != Fact::RetailPacks => Some((fact.to_string(), told.to_string())),
            Told::Is(false) | Told::Figure(_) => None,
        };
        self.iter().filter_map(said).collect()
    }

    /// Retail packs in a piece.
    pub fn retail_packs(&self) -> Option<u32> {
        match self.get(Fact::RetailPacks)? {
            Told::Figure(packs) => packs.try_into().ok(),
            Told::Is(_) => None,
        }
    }
}

impl TryFrom<BTreeMap<Fact, Told>> for Facts {
    type Error = NotACode;
    /// Figures where a fact is one, and so or not so where it is none.
    fn try_from(told: BTreeMap<Fact, Told>) -> Result<Facts, NotACode> {
        let read = |(fact, told): (Fact, Told)| Ok((fact, fact.read(&told.to_string())?));
        told.into_iter().map(read).collect::<Result<_, _>>().map(Facts)
    }
}

impl From<Facts> for BTreeMap<Fact, Told> {
    fn from(facts: Facts) -> BTreeMap<Fact, Told> {
        facts.0
    }
}

impl FromIterator<(Fact, Told)> for Facts {
    fn from_iter<T: IntoIterator<Item = (Fact, Told)>>(told: T) -> Facts {
        Facts(told.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_told_or_named() {
        for (fact, text, told) in [
            (Fact::Wild, "yes", Some("yes")),
            (Fact::Wild, " No ", Some("no")),
            (Fact::Wild, "TRUE", Some("yes")),
            (Fact::Wild, "maybe", None),
            (Fact::Wild, "", None),
            (Fact::WattHours, "99.90", Some("99.9")),
            (Fact::WattHours, "0", None),
            (Fact::WattHours, "-3", None),
            (Fact::WattHours, "1000001", None),
            (Fact::WattHours, "0.0001", None),
            (Fact::RetailPricePh, "1250.50", Some("1250.5")),
            (Fact::RetailPricePh, "1250.505", None),
            (Fact::RetailPriceTh, "yes", None),
            (Fact::RetailPriceTh, "0", None),
            (Fact::Sheets, "5", Some("5")),
            (Fact::Sheets, "5.5", None),
            (Fact::Sheets, "yes", None),
        ] {
            assert_eq!(fact.read(text).ok().map(|told| told.to_string()).as_deref(), told, "{fact} {text}");
        }
    }

    #[test]
    fn facts_are_read_back_and_told_to_the_book() {
        let figure = |text: &str| Told::Figure(text.parse().unwrap());
        let facts: Facts = [
            (Fact::Wild, Told::Is(true)),
            (Fact::Hemp, Told::Is(false)),
            (Fact::WattHours, figure("20")),
            (Fact::RetailPacks, figure("12")),
        ]
        .into_iter()
        .collect();
        let json = serde_json::to_string(&facts).unwrap();
        assert_eq!(json, r#"{"wild":true,"hemp":false,"watt_hours":"20","retail_packs":"12"}"#);
        assert_eq!(serde_json::from_str::<Facts>(&json).unwrap(), facts);
        for wrong in [r#"{"wilde":true}"#, r#"{"wild":"20"}"#, r#"{"sheets":true}"#] {
            assert!(serde_json::from_str::<Facts>(wrong).is_err(), "{wrong}");
        }
        let told: Vec<(String, String)> = facts.attributes().into_iter().collect();
        let wanted = [("watt_hours", "20"), ("wild", "yes")].map(|(a, b)| (a.to_owned(), b.to_owned()));
        assert_eq!((told.as_slice(), facts.retail_packs()), (&wanted[..], Some(12)));
    }

    #[test]
    fn only_roots_of_ginseng_must_say_whether_they_are_wild() {
        for (hs, must) in [("12112011", true), ("121120", true), ("12119039", false), ("08134090", false)] {
            assert_eq!(Fact::Wild.must_be_told(&hs.parse().unwrap()), must, "{hs}");
        }
    }
}
