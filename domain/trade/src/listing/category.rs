//! What kind of thing a listing is.

use crate::codes::NotACode;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

macro_rules! categories {
    ($($(#[$doc:meta])* $name:ident = $text:literal),* $(,)?) => {
        /// A shelf of the marketplace.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Category {
            $($(#[$doc])* #[serde(rename = $text)] $name,)*
        }

        impl Category {
            /// Every category, in the order they are shown in.
            pub const ALL: &[Category] = &[$(Category::$name),*];

            /// The text it is stored as and has in addresses.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Category::$name => $text,)*
                }
            }
        }
    };
}

categories! {
    /// Fruit as picked.
    FreshFruit = "fresh_fruit",
    /// Fruit dried.
    DriedFruit = "dried_fruit",
    /// Wine.
    Wine = "wine",
    /// Ginseng.
    Ginseng = "ginseng",
    /// Nuts.
    Nuts = "nuts",
    /// Honey.
    Honey = "honey",
    /// Maple syrup and what is made of it.
    Maple = "maple",
    /// Cheese.
    Cheese = "cheese",
    /// Food supplements.
    Supplements = "supplements",
    /// Care of the skin.
    SkinCare = "skin_care",
    /// Toys.
    Toys = "toys",
    /// Books.
    Books = "books",
    /// Clothes.
    Apparel = "apparel",
    /// Things made by hand.
    Crafts = "crafts",
    /// Things for outdoors.
    Outdoor = "outdoor",
    /// Food for pets.
    PetFood = "pet_food",
    /// Things for the home.
    Home = "home",
    /// Things done rather than sent.
    Service = "service",
    /// Anything else.
    Other = "other",
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Category {
    type Err = NotACode;
    fn from_str(text: &str) -> Result<Category, NotACode> {
        let known = Category::ALL.iter().find(|category| category.as_str() == text.trim());
        known.copied().ok_or_else(|| NotACode::new(text, "a category such as dried_fruit"))
    }
}
