//! Baskets: what someone wants to buy. A guest's is a signed value that the browser keeps; a buyer's is a row.
//!
//! A basket has an id of its own until it is bought, so that two windows with the same basket make one checkout.

mod commands;
pub mod http;

pub use commands::{BasketRefusal, Change, ChangeBasket};

use super::store::Baskets;
use crate::App;
use crate::accounts::Role;
use crate::catalog::Stocks;
use crate::policy::BuyerWho;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sampan_ids::{AccountId, VariantId};
use sampan_web::{Cx, Error, OrInternal, Reply, Shell, Token};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Different variants that a basket holds at most.
pub const LINES: usize = 40;
/// Pieces of one variant at most.
pub const PIECES: u32 = 10_000;
/// The cookie of a guest's basket, and of how much is in a buyer's.
const COOKIE: &str = "basket";
/// How long a guest's basket is kept.
const KEPT_SECONDS: u32 = 30 * 24 * 3600;

/// What someone wants to buy.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basket {
    /// Which basket it is; another one after it was bought.
    #[serde(default)]
    pub id: Uuid,
    /// Variants and pieces, in the order in which they were put in.
    pub items: Vec<(VariantId, u32)>,
}

/// A signed-in buyer's basket.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct KeptBasket {
    /// Whose.
    pub account: AccountId,
    /// What is in it.
    pub basket: Basket,
}

impl Basket {
    /// Pieces of a variant in it.
    pub fn quantity(&self, variant: VariantId) -> u32 {
        self.items.iter().find(|(known, _)| *known == variant).map_or(0, |(_, quantity)| *quantity)
    }

    /// How many pieces lie in it.
    pub fn count(&self) -> u64 {
        self.items.iter().map(|(_, quantity)| u64::from(*quantity)).sum()
    }

    /// The basket with so many pieces of a variant; none takes it out.
    pub fn with(mut self, variant: VariantId, quantity: u32) -> Result<Basket, BasketRefusal> {
        match self.items.iter().position(|(known, _)| *known == variant) {
            _ if quantity > PIECES => return Err(BasketRefusal::TooMany { most: PIECES }),
            Some(at) if quantity == 0 => {
                self.items.remove(at);
            }
            Some(at) => self.items[at].1 = quantity,
            None if quantity == 0 => {}
            None if self.items.len() >= LINES => return Err(BasketRefusal::Full { most: LINES }),
            None => self.items.push((variant, quantity)),
        }
        Ok(self)
    }

    /// The text of a guest's basket: id, then variant and quantity in turn.
    fn text(&self) -> String {
        let id = |id: &Uuid| URL_SAFE_NO_PAD.encode(id.as_bytes());
        let mut text = id(&self.id);
        for (variant, quantity) in &self.items {
            text.push_str(&format!("~{}~{quantity}", id(&variant.0)));
        }
        text
    }

    /// Reads a guest's basket; what cannot be read is an empty one.
    fn read(text: &str) -> Option<Basket> {
        let id = |text: &str| Uuid::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok();
        let mut parts = text.split('~');
        let mut basket = Basket { id: id(parts.next()?)?, items: Vec::new() };
        while let Some(variant) = parts.next() {
            let (variant, quantity) = (id(variant)?, parts.next()?.parse().ok()?);
            basket = basket.with(VariantId(variant), quantity).ok()?;
        }
        Some(basket)
    }
}

/// The basket of who is asking.
pub async fn current(cx: &Cx<App>, who: Option<BuyerWho>) -> Result<Basket, Error> {
    match who {
        None => Ok(guests(&cx.shell)),
        Some(BuyerWho { account }) => {
            let kept = cx.site.db().find::<Baskets>(&account).await.or_internal()?;
            Ok(kept.map(|kept| kept.basket).unwrap_or_default())
        }
    }
}

/// The basket that a guest's browser keeps.
pub fn guests(shell: &Shell) -> Basket {
    shell.signed(COOKIE).and_then(|text| Basket::read(&text)).unwrap_or_default()
}

/// Changes the basket of who is asking. The reply must then [`carry`] it.
pub async fn change(
    cx: &Cx<App>,
    who: Option<BuyerWho>,
    change: Change,
) -> Result<Result<Basket, BasketRefusal>, Error> {
    let Some(BuyerWho { account }) = who else {
        let mut basket = guests(&cx.shell);
        if basket.id.is_nil() {
            basket.id = sampan_ids::from_digest(&Token::fresh().digest());
        }
        let stock = match change.scarce() {
            Some(variant) => cx.site.db().find::<Stocks>(&variant).await.or_internal()?,
            None => None,
        };
        return Ok(change.apply(basket, stock.as_ref()));
    };
    cx.site.perform(account, cx.once.as_ref(), ChangeBasket { account, change }).await
}

impl From<BasketRefusal> for Error {
    fn from(refusal: BasketRefusal) -> Error {
        match refusal {
            BasketRefusal::Full { most } => Error::refused("basket_full", &[("most", &most.to_string())]),
            BasketRefusal::TooMany { most } => Error::refused("basket_too_many", &[("most", &most.to_string())]),
            BasketRefusal::Short { left, .. } => Error::refused("stock_short", &[("left", &left.to_string())]),
            BasketRefusal::Gone => Error::NotFound,
        }
    }
}

/// The reply with what the browser has to know of the basket: all of a guest's, the count of a buyer's.
pub fn carry<V>(reply: Reply<V>, who: Option<BuyerWho>, basket: &Basket) -> Reply<V> {
    match who {
        None if basket.items.is_empty() => reply.forget(COOKIE),
        None => reply.set_signed(COOKIE, basket.text(), Some(KEPT_SECONDS)),
        Some(_) => reply.set_signed(COOKIE, format!("={}", basket.count()), Some(KEPT_SECONDS)),
    }
}

/// Puts the count of pieces on the shell, for the head of every page. Asks the database nothing.
pub fn label(shell: &mut Shell) {
    let Some(text) = shell.signed(COOKIE) else { return };
    let count = match text.strip_prefix('=') {
        Some(count) if shell.signed_in => count.to_owned(),
        _ => Basket::read(&text).unwrap_or_default().count().to_string(),
    };
    shell.labels.insert("basket".to_owned(), count);
}

/// At sign-in: what the guest had put into the basket joins what the buyer had kept. Of a variant in both, the larger
/// quantity counts, so that doing it twice changes nothing. Who is not a buyer keeps the guest's basket.
pub async fn adopt<V>(cx: &Cx<App>, account: AccountId, role: Role, reply: Reply<V>) -> Reply<V> {
    if role != Role::Buyer {
        return reply;
    }
    let change = Change::Adopt { items: guests(&cx.shell).items };
    match cx.site.db().perform(account.0, ChangeBasket { account, change }).await {
        Ok(Ok(basket)) => carry(reply, Some(BuyerWho { account }), &basket),
        // Nobody is kept from signing in; the browser keeps the guest's basket until the next time.
        Ok(Err(_)) | Err(_) => reply,
    }
}

#[cfg(test)]
mod tests;
