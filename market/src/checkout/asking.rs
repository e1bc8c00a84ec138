//! Who asks for an order: under which idempotency key, and how a guest gets at what was ordered. The same request sent
//! again gives the same way in, so that whichever answer arrives, it opens the order.

use super::basket;
use super::form::Purchase;
use super::place::Access;
use crate::App;
use crate::accounts::{NewSession, email_id};
use crate::policy::BuyerWho;
use sampan_web::{Cx, Once, Scope, Token};

/// How the buyer gets at what was placed.
pub enum Way {
    /// As before.
    Known,
    /// By a sign-in that begins now.
    Session(Token),
    /// By a token that is shown to a program.
    Token(Token),
}

/// A request for an order.
pub struct Asking {
    /// Its idempotency key.
    pub once: Option<Once>,
    /// How the buyer gets at what was placed.
    pub way: Way,
    /// Whether a basket that is kept is bought, rather than things that were listed.
    pub kept: bool,
}

impl Asking {
    /// Who asks.
    pub fn of(cx: &Cx<App>, who: Option<BuyerWho>, typed: &Purchase) -> Asking {
        let mut once = cx.once.clone();
        let kept = typed.items.is_none();
        if who.is_some() {
            return Asking { once, way: Way::Known, kept };
        }
        let vault = cx.site.vault();
        if let (false, Some(once)) = (kept, &mut once) {
            // A program that keeps no cookies is known by the address that it gives.
            once.scope = Scope::Guest(email_id(vault, &typed.email).to_string());
        }
        let basket = basket::guests(&cx.shell).id;
        let token = match kept && !basket.is_nil() {
            // Two windows with the same basket make one order, and one sign-in.
            true => Token::of(&vault.mac("guest basket", &basket.to_string())),
            false => NewSession::of_request(vault, once.as_ref()).token,
        };
        let way = match cx.json && cx.header("cookie").is_none() {
            true => Way::Token(token),
            false => Way::Session(token),
        };
        Asking { once, way, kept }
    }

    /// The row that a guest's way in needs; none for who is known.
    pub fn access(&self) -> Option<Access> {
        let id = |token: &Token| sampan_ids::from_digest(&token.digest());
        match &self.way {
            Way::Known => None,
            Way::Session(token) => Some(Access::Session(id(token))),
            Way::Token(token) => Some(Access::Token(id(token))),
        }
    }
}
