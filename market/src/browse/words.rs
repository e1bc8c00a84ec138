//! Names of shelves, states and countries in the reader's language.

use sampan_trade::UsState;
use sampan_trade::listing::Category;
use sampan_web::Shell;

/// A category's name.
pub fn category_name(category: Category, s: &Shell) -> String {
    s.t(category_key(category))
}

/// The key of a category's name.
pub(super) fn category_key(category: Category) -> String {
    format!("browse-category-{}", category.as_str().replace('_', "-"))
}

/// A state's name.
pub fn state_name(state: UsState, s: &Shell) -> String {
    s.maybe(format!("browse-state-{}", state.code().to_ascii_lowercase())).unwrap_or_else(|| state.name().to_owned())
}

/// A country's name; its code where no name is known.
pub fn country_name(code: &str, s: &Shell) -> String {
    let key = format!("browse-country-{}", code.to_ascii_lowercase());
    s.maybe(key).unwrap_or_else(|| crate::explain::place(code, s))
}
