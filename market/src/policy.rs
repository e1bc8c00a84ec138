//! Who may use a route. Every route takes one of these by value; a route without one does not compile.

use crate::App;
use crate::accounts::{Role, Scope, Viewer};
use sampan_ids::{AccountId, SellerId};
use sampan_web::{Denied, Policy};

pub use sampan_web::Anyone;

fn signed_in(viewer: Option<Viewer>) -> Result<Viewer, Denied> {
    let viewer = viewer.ok_or(Denied::SignIn)?;
    if viewer.owes_second_factor { Err(Denied::SecondFactor) } else { Ok(viewer) }
}

fn may(viewer: &Viewer, scope: Scope) -> Result<(), Denied> {
    match &viewer.scopes {
        Some(scopes) if !scopes.contains(&scope) => Err(Denied::Forbidden),
        _ => Ok(()),
    }
}

/// Someone who is signed in, in whatever role.
pub struct SignedIn;

impl Policy<App> for SignedIn {
    const NAME: &'static str = "signed_in";
    type Who = Viewer;
    fn admit(viewer: Option<Viewer>) -> Result<Viewer, Denied> {
        let viewer = signed_in(viewer)?;
        may(&viewer, Scope::Write)?;
        Ok(viewer)
    }
}

/// Someone who signed in at a browser: what concerns the account itself, and what no token may do.
pub struct InPerson;

impl Policy<App> for InPerson {
    const NAME: &'static str = "in_person";
    type Who = Viewer;
    fn admit(viewer: Option<Viewer>) -> Result<Viewer, Denied> {
        let viewer = signed_in(viewer)?;
        if viewer.scopes.is_some() { Err(Denied::Forbidden) } else { Ok(viewer) }
    }
}

/// A buyer who signed in at a browser.
pub struct BuyerInPerson;

impl Policy<App> for BuyerInPerson {
    const NAME: &'static str = "buyer_in_person";
    type Who = BuyerWho;
    fn admit(viewer: Option<Viewer>) -> Result<BuyerWho, Denied> {
        buyer(&InPerson::admit(viewer)?).ok_or(Denied::Forbidden)
    }
}

/// Someone who has signed in but may still owe the second factor: the pages that ask for it and sign out.
pub struct HalfSignedIn;

impl Policy<App> for HalfSignedIn {
    const NAME: &'static str = "half_signed_in";
    type Who = Viewer;
    fn admit(viewer: Option<Viewer>) -> Result<Viewer, Denied> {
        let viewer = viewer.ok_or(Denied::SignIn)?;
        if viewer.scopes.is_some() { Err(Denied::Forbidden) } else { Ok(viewer) }
    }
}

macro_rules! roles {
    ($($(#[$doc:meta])* $policy:ident $name:literal $scope:ident => $who:ty = |$viewer:ident| $pick:expr;)*) => {$(
        $(#[$doc])*
        pub struct $policy;

        impl Policy<App> for $policy {
            const NAME: &'static str = $name;
            type Who = $who;
            fn admit(viewer: Option<Viewer>) -> Result<$who, Denied> {
                let $viewer = signed_in(viewer)?;
                may(&$viewer, Scope::$scope)?;
                $pick.ok_or(Denied::Forbidden)
            }
        }
    )*};
}

roles! {
    /// A buyer looks at what is theirs.
    BuyerReads "buyer" Read => BuyerWho = |v| buyer(&v);
    /// A buyer changes what is theirs.
    BuyerActs "buyer" Write => BuyerWho = |v| buyer(&v);
    /// Staff of a seller look at what is the seller's.
    SellerReads "seller" Read => SellerWho = |v| seller(&v);
    /// Staff of a seller change what is the seller's.
    SellerActs "seller" Write => SellerWho = |v| seller(&v);
    /// The owner of a seller changes the shop itself.
    OwnerActs "seller_owner" Write => SellerWho = |v| seller(&v).filter(|s| s.owner);
    /// The operator looks.
    OperatorReads "operator" Read => OperatorWho = |v| operator(&v);
    /// The operator acts; every act is written down.
    OperatorActs "operator" Write => OperatorWho = |v| operator(&v);
}

/// The server's own machine, or the operator: for programs that watch this one.
pub struct HereOrOperator;

impl Policy<App> for HereOrOperator {
    const NAME: &'static str = "here_or_operator";
    type Who = ();
    fn admit(viewer: Option<Viewer>) -> Result<(), Denied> {
        OperatorReads::admit(viewer).map(|_| ())
    }
    fn admit_from(viewer: Option<Viewer>, here: bool) -> Result<(), Denied> {
        // Who says who they are is judged by that.
        if here && viewer.is_none() { Ok(()) } else { Self::admit(viewer) }
    }
}

/// A buyer who passed.
#[derive(Debug, Clone, Copy)]
pub struct BuyerWho {
    /// The account.
    pub account: AccountId,
}

/// A seller's staff who passed. Rows are looked for under `seller`, never under an id from the request alone.
#[derive(Debug, Clone, Copy)]
pub struct SellerWho {
    /// The account.
    pub account: AccountId,
    /// The seller it works for.
    pub seller: SellerId,
    /// Whether it owns the shop.
    pub owner: bool,
}

/// An operator who passed.
#[derive(Debug, Clone, Copy)]
pub struct OperatorWho {
    /// The account.
    pub account: AccountId,
}

macro_rules! shoppers {
    ($($(#[$doc:meta])* $policy:ident $scope:ident;)*) => {$(
        $(#[$doc])*
        pub struct $policy;

        impl Policy<App> for $policy {
            const NAME: &'static str = "shopper";
            const OPEN: bool = true;
            type Who = Option<BuyerWho>;
            fn admit(viewer: Option<Viewer>) -> Result<Option<BuyerWho>, Denied> {
                if viewer.is_none() {
                    return Ok(None);
                }
                let viewer = signed_in(viewer)?;
                may(&viewer, Scope::$scope)?;
                buyer(&viewer).map(Some).ok_or(Denied::Forbidden)
            }
        }
    )*};
}

shoppers! {
    /// A guest or a buyer looks into the basket. Who works for a seller or the marketplace buys with another account.
    ShopperReads Read;
    /// A guest or a buyer changes the basket, and buys.
    ShopperActs Write;
}

fn buyer(viewer: &Viewer) -> Option<BuyerWho> {
    (viewer.role == Role::Buyer).then_some(BuyerWho { account: viewer.account })
}

fn seller(viewer: &Viewer) -> Option<SellerWho> {
    match viewer.role {
        Role::Seller { seller, owner } => Some(SellerWho { account: viewer.account, seller, owner }),
        Role::Buyer | Role::Operator => None,
    }
}

fn operator(viewer: &Viewer) -> Option<OperatorWho> {
    let set_up = !viewer.must_set_up_second_factor;
    (viewer.role == Role::Operator && set_up).then_some(OperatorWho { account: viewer.account })
}
