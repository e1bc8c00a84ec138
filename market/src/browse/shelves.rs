//! How much lies on which shelf, counted from the search index now and then, so that no page counts.

use crate::App;
use sampan_search::Query;
use sampan_trade::UsState;
use sampan_trade::listing::Category;
use std::sync::Arc;

/// Documents after which a count is made rarer by a second.
const DOCUMENTS_A_SECOND: u64 = 20_000;

/// How much there is of what.
#[derive(Debug, Clone, Default)]
pub struct Shelves {
    /// All listings.
    pub total: u64,
    /// Shelves that are not empty, in the order they are shown in.
    pub categories: Vec<Shelf<Category>>,
    /// States that something comes from, in the order of their names.
    pub states: Vec<Shelf<UsState>>,
    /// When it was counted, in microseconds.
    counted: i64,
}

/// A shelf and how many listings lie on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shelf<T> {
    /// Which.
    pub of: T,
    /// How many.
    pub count: u64,
}

impl App {
    /// How much there is of what.
    pub fn shelves(&self) -> Arc<Shelves> {
        self.browse().shelves.read().clone()
    }
}

/// Counts anew; the larger the index the rarer.
pub(super) fn recount(app: &App) -> Result<(), sampan_search::Error> {
    let now = app.now().as_microsecond();
    let before = app.shelves();
    let rest = (app.search().count() / DOCUMENTS_A_SECOND) as i64 * 1_000_000;
    if before.counted != 0 && now.saturating_sub(before.counted) < rest {
        return Ok(());
    }
    let count = |category: Option<&str>, state: Option<&str>| {
        let (category, state) = (category.map(str::to_owned), state.map(str::to_owned));
        let query = Query { category, state, limit: 1, ..Query::default() };
        app.search().search(&query).map(|page| page.total)
    };
    let mut shelves = Shelves { total: count(None, None)?, counted: now, ..Shelves::default() };
    for of in Category::ALL.iter().copied() {
        shelves.categories.push(Shelf { of, count: count(Some(of.as_str()), None)? });
    }
    for of in UsState::all() {
        shelves.states.push(Shelf { of, count: count(None, Some(of.code()))? });
    }
    shelves.categories.retain(|shelf| shelf.count > 0);
    shelves.states.retain(|shelf| shelf.count > 0);
    *app.browse().shelves.write() = Arc::new(shelves);
    Ok(())
}
