//! What a basket comes to without the words around it: all that placing has to know before it asks for the commit.

use super::priced::PricedLots;
use sampan_customs::identity::Kind as DocumentKind;
use sampan_money::Money;

/// What a basket comes to, and what has to be asked for it.
pub struct Sums {
    /// All orders together; none where one of them has no price.
    pub total: Option<Money>,
    /// Whether anything is sent.
    pub parcels: bool,
    /// What customs want to know the buyer by, if they do.
    pub document: Option<DocumentKind>,
}

impl From<&PricedLots<'_>> for Sums {
    fn from(priced: &PricedLots<'_>) -> Sums {
        Sums { total: priced.total(), parcels: priced.parcels(), document: priced.document() }
    }
}
