//! What every page shows around its content: who looks, from where, in which currency, and the places of their desk.

use crate::accounts::{self, Viewer};
use crate::{App, Mode};
use sampan_web::{Clock, Shell};

/// The places that one can choose, each with the currency that its prices are first shown in.
pub const DESTINATIONS: &[(&str, &str)] = &[
    ("AU", "AUD"),
    ("CN", "CNY"),
    ("HK", "HKD"),
    ("ID", "IDR"),
    ("IN", "INR"),
    ("JP", "JPY"),
    ("KH", "USD"),
    ("KR", "KRW"),
    ("MO", "MOP"),
    ("MY", "MYR"),
    ("PH", "PHP"),
    ("SG", "SGD"),
    ("TH", "THB"),
    ("TW", "TWD"),
    ("VN", "VND"),
];

/// The currencies that one can choose.
pub const CURRENCIES: &[&str] =
    &["AUD", "CNY", "HKD", "IDR", "INR", "JPY", "KRW", "MOP", "MYR", "PHP", "SGD", "THB", "TWD", "USD", "VND"];

/// The place that prices are for: the reader's choice, else where most readers of the language are.
pub fn destination(shell: &Shell) -> &'static str {
    let chosen = DESTINATIONS.iter().find(|(code, _)| shell.pref("destination") == Some(*code));
    let usual = if shell.lang.starts_with("zh") { "CN" } else { "SG" };
    chosen.map_or(usual, |(code, _)| *code)
}

/// The currency that prices are shown in: the reader's choice, else that of the place.
pub fn currency(shell: &Shell) -> &'static str {
    let chosen = CURRENCIES.iter().find(|code| shell.pref("currency") == Some(**code));
    let place = destination(shell);
    let usual = DESTINATIONS.iter().find(|(code, _)| *code == place).map_or("USD", |(_, currency)| *currency);
    chosen.copied().unwrap_or(usual)
}

/// The clock of the place that prices are for, so that a buyer reads a promise by their own. Of a place with several the
/// capital's is taken; Australia's is named by its standard time, as part of it changes the clock in summer.
fn clock(shell: &Shell) -> Clock {
    let place = destination(shell);
    let minutes = minutes_ahead(place).unwrap_or(0);
    Clock { minutes, name: shell.t(["look-clock-", &place.to_ascii_lowercase()].concat()) }
}

/// How many minutes the clock of a place is ahead of UTC.
pub(super) fn minutes_ahead(place: &str) -> Option<i16> {
    let minutes = match place {
        "IN" => 5 * 60 + 30,
        "ID" | "KH" | "TH" | "VN" => 7 * 60,
        "CN" | "HK" | "MO" | "MY" | "PH" | "SG" | "TW" => 8 * 60,
        "JP" | "KR" => 9 * 60,
        "AU" => 10 * 60,
        _ => return None,
    };
    Some(minutes)
}

/// Puts on the shell who is asking, and whether this is a demonstration.
pub fn dress(app: &App, shell: &mut Shell, viewer: Option<&Viewer>) {
    if app.mode() == Mode::Demo {
        shell.labels.insert("demo".to_owned(), "yes".to_owned());
    } else if app.sandbox_payments() {
        shell.labels.insert("sandbox".to_owned(), "yes".to_owned());
    }
    if !matches!(viewer.map(|viewer| &viewer.role), Some(accounts::Role::Seller { .. } | accounts::Role::Operator)) {
        shell.clock = clock(shell);
    }
    let role = match viewer.map(|viewer| &viewer.role) {
        None => return crate::checkout::basket::label(shell),
        Some(accounts::Role::Buyer) => "buyer",
        Some(accounts::Role::Seller { .. }) => "seller",
        Some(accounts::Role::Operator) => "operator",
    };
    shell.signed_in = true;
    shell.roles = vec![role.to_owned()];
    crate::checkout::basket::label(shell);
}

/// Whose eyes a page is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Role {
    /// Not signed in.
    #[default]
    Nobody,
    /// A buyer.
    Buyer,
    /// An owner or a member of the staff of a seller.
    Seller,
    /// The marketplace's own staff.
    Operator,
}

/// The surroundings of a page. The templates call it `f`.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    /// Whose eyes it is for.
    pub role: Role,
    /// What the account is called in the head; none where nobody is signed in.
    pub account_label: Option<String>,
    /// How many pieces lie in the basket.
    pub basket_count: i64,
    /// The code of the place that prices are for.
    pub destination: String,
    /// The places one can choose, code and name in the reader's language.
    pub destinations: Vec<(String, String)>,
    /// The code of the currency that prices are shown in.
    pub currency: String,
    /// The currencies one can choose, code and name.
    pub currencies: Vec<(String, String)>,
    /// The languages one can choose, tag and own name.
    pub languages: Vec<(String, String)>,
    /// What was searched for, to stand in the box again.
    pub query: String,
    /// What has just been done, in a sentence, or empty.
    pub notice: String,
    /// Whether this is a marketplace to try out, where no money moves.
    pub demo: bool,
    /// Whether a live marketplace takes payments through the test provider.
    pub sandbox: bool,
    /// The path of the page.
    pub path: String,
}

/// A place of a desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its address.
    pub href: &'static str,
    /// The key of its name.
    pub key: &'static str,
    /// Whether the page belongs to it.
    pub current: bool,
}

const SELLER: &[(&str, &str)] = &[
    ("/seller", "look-desk-today"),
    ("/seller/orders", "look-desk-orders"),
    ("/seller/listings", "look-desk-listings"),
    ("/seller/imports", "look-desk-imports"),
    ("/seller/rates", "look-desk-rates"),
    ("/seller/statement", "look-desk-statement"),
    ("/seller/settings", "look-desk-settings"),
];

const OPERATOR: &[(&str, &str)] = &[
    ("/operator", "look-desk-today"),
    ("/operator/sellers", "look-desk-sellers"),
    ("/operator/listings", "look-desk-listings"),
    ("/operator/orders", "look-desk-orders"),
    ("/operator/claims", "look-desk-claims"),
    ("/operator/ledger", "look-desk-ledger"),
    ("/operator/figures", "look-desk-figures"),
    ("/operator/whatif", "look-desk-whatif"),
    ("/operator/audit", "look-desk-audit"),
    ("/operator/settings", "look-desk-settings"),
];

/// Pages that stand under no place of their desk by their address, and the place that leads to them.
const UNDER: &[(&str, &str)] = &[
    ("/seller/texts", "/seller/listings"),
    ("/seller/codes", "/seller/listings"),
    ("/seller/redemptions", "/seller/orders"),
    ("/seller/balance", "/seller/statement"),
    ("/seller/sender", "/seller/settings"),
    ("/operator/clock", "/operator/settings"),
    ("/operator/outbox", "/operator/settings"),
    ("/operator/queue", "/operator/settings"),
    ("/operator/machine", "/operator/settings"),
    ("/operator/registrations", "/operator/settings"),
];

impl Frame {
    /// The frame of a page. The basket's count and what was searched for are the labels `basket` and `query`.
    pub fn of(s: &Shell) -> Frame {
        let role = match s.roles.first().map(String::as_str) {
            Some("operator") => Role::Operator,
            Some("seller") => Role::Seller,
            Some(_) => Role::Buyer,
            None => Role::Nobody,
        };
        let named = |prefix: &str, code: &str| (code.to_owned(), s.t(format!("{prefix}{}", code.to_ascii_lowercase())));
        let label = |name: &str| s.labels.get(name).cloned().unwrap_or_default();
        let account_label = match role {
            Role::Nobody => None,
            Role::Buyer => Some(s.name.clone().unwrap_or_else(|| s.t("look-account"))),
            Role::Seller | Role::Operator => Some(s.name.clone().unwrap_or_else(|| s.t("look-desk"))),
        };
        Frame {
            role,
            account_label,
            basket_count: label("basket").parse().unwrap_or(0),
            destination: destination(s).to_owned(),
            destinations: DESTINATIONS.iter().map(|(code, _)| named("look-place-", code)).collect(),
            currency: currency(s).to_owned(),
            currencies: CURRENCIES.iter().map(|code| named("look-currency-", code)).collect(),
            languages: s.languages().into_iter().map(|(code, name)| (code.to_owned(), name.to_owned())).collect(),
            query: label("query"),
            notice: s.notice.clone().unwrap_or_default(),
            demo: s.labels.contains_key("demo"),
            sandbox: s.labels.contains_key("sandbox"),
            path: s.path.clone(),
        }
    }

    /// The name of the place that prices are for, in the reader's language; its code where no name is known.
    pub fn place(&self) -> &str {
        let named = self.destinations.iter().find(|(code, _)| *code == self.destination);
        named.map_or(self.destination.as_str(), |(_, name)| name.as_str())
    }

    /// The reader's language by its own name.
    pub fn language(&self, s: &Shell) -> &str {
        self.languages.iter().find(|(code, _)| code == s.lang).map_or(s.lang, |(_, name)| name.as_str())
    }

    /// Where the account's link leads.
    pub fn account_href(&self) -> &'static str {
        match self.role {
            Role::Nobody => "/sign-in",
            Role::Buyer => "/account",
            Role::Seller => "/seller",
            Role::Operator => "/operator",
        }
    }

    /// Whether the head leads to the reader's own orders.
    pub fn has_orders(&self) -> bool {
        self.role == Role::Buyer
    }

    /// Whether the head shows a basket.
    pub fn buys(&self) -> bool {
        matches!(self.role, Role::Nobody | Role::Buyer)
    }

    /// The places of the desk, the one that the page belongs to marked: the longest that its path starts with.
    pub fn desk(&self) -> Vec<Place> {
        let places = match self.role {
            Role::Seller => SELLER,
            Role::Operator => OPERATOR,
            Role::Nobody | Role::Buyer => &[],
        };
        let within = |href: &str| {
            let path = self.path.split('?').next().unwrap_or_default();
            let path = UNDER.iter().find(|(page, _)| *page == path).map_or(path, |(_, place)| place);
            path == href || path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/'))
        };
        let here = places.iter().map(|(href, _)| *href).filter(|href| within(href)).max_by_key(|href| href.len());
        places.iter().map(|(href, key)| Place { href, key, current: Some(*href) == here }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_belongs_to_one_place_of_the_desk() {
        let cases = [
            (Role::Seller, "/seller", Some("/seller")),
            (Role::Seller, "/seller/orders?state=paid", Some("/seller/orders")),
            (Role::Seller, "/seller/orders/7/papers", Some("/seller/orders")),
            (Role::Seller, "/seller/ordersheet", Some("/seller")),
            (Role::Seller, "/seller/codes?q=cherry", Some("/seller/listings")),
            (Role::Operator, "/operator/clock", Some("/operator/settings")),
            (Role::Operator, "/operator/claims/3", Some("/operator/claims")),
            (Role::Operator, "/search", None),
            (Role::Buyer, "/seller", None),
        ];
        for (role, path, wanted) in cases {
            let frame = Frame { role, path: path.into(), ..Frame::default() };
            let current: Vec<_> =
                frame.desk().into_iter().filter(|place| place.current).map(|place| place.href).collect();
            assert_eq!(current, wanted.into_iter().collect::<Vec<_>>(), "{path}");
        }
    }

    #[test]
    fn a_place_without_a_name_is_called_by_its_code() {
        let mut frame = Frame { destination: "CN".into(), ..Frame::default() };
        assert_eq!(frame.place(), "CN");
        frame.destinations = vec![("CN".into(), "中国".into())];
        assert_eq!(frame.place(), "中国");
    }
}
