//! What has been shown and may be shown again: pages of products and cards of lists, each kept under everything that it
//! was made from. A price is the same as long as law, rates, settings and day are, and the rows it stands on have the
//! versions they had; nothing is ever taken from here that would be worked out otherwise now.

use super::cards::Card;
use super::product::ProductView;
use crate::pricing::Pricing;
use crate::rates::Rates;
use lru::LruCache;
use parking_lot::Mutex;
use sampan_ids::{Date, ListingId, VariantId};
use sampan_tariff::Book;
use std::hash::Hash;
use std::num::NonZeroUsize;
use std::sync::Arc;

const PAGES: NonZeroUsize = NonZeroUsize::new(4_096).unwrap();
const CARDS: NonZeroUsize = NonZeroUsize::new(16_384).unwrap();

/// What is kept of how things were shown. All of it is bounded: some hundred megabytes when full.
pub struct Shown {
    ground: Mutex<(u64, Option<Ground>)>,
    pages: Mutex<LruCache<PageKey, Arc<ProductView>>>,
    cards: Mutex<LruCache<CardKey, Arc<Card>>>,
}

impl Default for Shown {
    fn default() -> Shown {
        Shown {
            ground: Mutex::default(),
            pages: Mutex::new(LruCache::new(PAGES)),
            cards: Mutex::new(LruCache::new(CARDS)),
        }
    }
}

/// What all prices of a day stand on.
struct Ground {
    book: Arc<Book>,
    law: sampan_tariff::Settings,
    rates: Arc<Rates>,
    day: Date,
}

/// For whom something is shown: the language, where prices are for, in which currency.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Reader {
    /// The language.
    pub lang: &'static str,
    /// The place.
    pub destination: String,
    /// The currency.
    pub currency: String,
}

/// Everything that a product's page is made from, but for how many pieces there are.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PageKey {
    /// The number of what prices stand on.
    pub ground: u64,
    /// The listing.
    pub listing: ListingId,
    /// The versions of the listing and its seller.
    pub versions: (i64, i64),
    /// Whether each variant is sold out, in the order of the variants.
    pub sold_out: Vec<(VariantId, bool)>,
    /// The variant that is asked for.
    pub wanted: Option<VariantId>,
    /// For whom.
    pub reader: Reader,
}

/// Everything that a card is made from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CardKey {
    /// The number of what prices stand on.
    pub ground: u64,
    /// The listing.
    pub listing: ListingId,
    /// The versions of the listing and its seller.
    pub versions: (i64, i64),
    /// The variant whose price is shown, and whether it is sold out.
    pub lead: Option<(VariantId, bool)>,
    /// For whom.
    pub reader: Reader,
}

impl Shown {
    /// The number of what prices stand on: another one as soon as law, settings, rates or day are.
    pub fn ground(&self, pricing: &Pricing) -> u64 {
        let day = pricing.today();
        let mut ground = self.ground.lock();
        let same = ground.1.as_ref().is_some_and(|known| {
            Arc::ptr_eq(&known.book, &pricing.book)
                && Arc::ptr_eq(&known.rates, &pricing.rates)
                && known.law == pricing.law
                && known.day == day
        });
        if !same {
            let Pricing { book, law, rates, .. } = pricing.clone();
            *ground = (ground.0 + 1, Some(Ground { book, law, rates, day }));
        }
        ground.0
    }

    /// A product's page, as it was made before or as it is made now.
    pub fn page(&self, key: PageKey, make: impl FnOnce() -> ProductView) -> ProductView {
        ProductView::clone(&again(&self.pages, key, make))
    }

    /// A card, as it was made before or as it is made now.
    pub fn card(&self, key: CardKey, make: impl FnOnce() -> Card) -> Arc<Card> {
        again(&self.cards, key, make)
    }
}

/// What was made before under a key, or what is made now. Nothing is made under the lock.
fn again<K: Hash + Eq, V>(made: &Mutex<LruCache<K, Arc<V>>>, key: K, make: impl FnOnce() -> V) -> Arc<V> {
    if let Some(known) = made.lock().get(&key).cloned() {
        return known;
    }
    let new = Arc::new(make());
    made.lock().put(key, new.clone());
    new
}
