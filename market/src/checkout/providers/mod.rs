//! Payment providers: one file each and a line here. A provider is asked for a payment, tells by signed notifications
//! what became of it, and sends money back.

mod sandbox;

pub use sandbox::{Message, read, signed};

use super::payments::{ChangePayment, Step};
use super::refunds;
use super::store::{Checkouts, Placed};
use crate::App;
use sampan_db::Record;
use sampan_ids::PaymentId;
use sampan_ledger::Provider;
use sampan_trade::checkout::{Notification, Verdict};
use sampan_web::{Error, OrInternal};

/// The providers that are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// The test provider: no money moves.
    Sandbox,
}

/// A notification that did not come from the provider, or cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotGenuine(pub &'static str);

impl Known {
    /// The provider of a name.
    pub fn named(name: &str) -> Option<Known> {
        [Known::Sandbox].into_iter().find(|known| known.name() == name)
    }

    /// Its name, as it stands in ledger accounts and addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Known::Sandbox => "sandbox",
        }
    }

    /// Its name in the ledger.
    pub fn in_ledger(self) -> Provider {
        self.name().parse().expect("the names of providers are names of accounts")
    }

    /// The provider that a marketplace takes payments by. A live one by the sandbox, which takes any order for paid,
    /// only where that was asked for at its start.
    pub fn of(app: &App) -> Option<Known> {
        app.sandbox_payments().then_some(Known::Sandbox)
    }

    /// Asks for a payment and says where the buyer pays. Asked again it is the same payment.
    pub fn create(self, placed: &Placed) -> String {
        match self {
            Known::Sandbox => sandbox::create(placed),
        }
    }

    /// What a notification says and about which payment, once its signature is found to be the provider's.
    pub fn read(self, app: &App, bytes: &[u8], signature: &str) -> Result<(PaymentId, Notification), NotGenuine> {
        match self {
            Known::Sandbox => sandbox::read(app.vault(), bytes, signature),
        }
    }

    /// The header that carries the signature.
    pub const fn signature_header(self) -> &'static str {
        match self {
            Known::Sandbox => sandbox::HEADER,
        }
    }

    /// Sends money back, and gives the provider's own number for it.
    pub async fn refund(self, app: &App, request: refunds::Request) -> Result<String, anyhow::Error> {
        match self {
            Known::Sandbox => sandbox::refund(app, request).await,
        }
    }

    /// Takes a notification as it came: checks it, finds the checkout, and changes it. However often, however late and
    /// in whatever order notifications come, the checkout ends in one right state.
    pub async fn receive(self, app: &App, bytes: &[u8], signature: &str) -> Result<Verdict, Error> {
        let genuine = self.read(app, bytes, signature);
        let (payment, notification) = genuine.map_err(|NotGenuine(why)| Error::Malformed(why.to_owned()))?;
        let checkout = placed_of(app, payment).await?.ok_or(Error::NotFound)?.checkout.id;
        let change = ChangePayment { vault: app.vault().clone(), checkout, step: Step::Notify(notification) };
        let performed = app.db().perform(checkout.0, change).await.map_err(crate::not_performed)?;
        performed.map_err(Error::from)
    }
}

/// The checkout that a payment was asked for.
pub async fn placed_of(app: &App, payment: PaymentId) -> Result<Option<Placed>, Error> {
    let sql =
        "select k.id as asked, t.body from {keys $1} k join checkouts t on t.payment_id = k.id and t.cell = k.cell";
    let found = app.db().by_id(sql, payment.0).await.or_internal()?;
    found.first().map(Checkouts::read).transpose().or_internal()
}
