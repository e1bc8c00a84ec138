//! Setting where parcels leave from and who stands in customs for them; keeping a parcel's papers.

use super::store::{Firms, RegistrationRows, SealedSender, Sender, Senders};
use crate::operators::record_act;
use crate::orders::{Paper, Papers};
use crate::vault::Vault;
use sampan_customs::papers;
use sampan_db::{Command, Moment, Needs, Rows};
use sampan_ids::{AccountId, OrderId, SellerId};
use uuid::Uuid;

/// Sets where a seller's parcels leave from, or the operator's firms.
pub enum Give {
    /// A seller's place.
    Sender {
        /// The key that seals.
        vault: Vault,
        /// Whose.
        seller: SellerId,
        /// Where.
        sender: Sender,
    },
    /// The firms in customs.
    Firms {
        /// Which operator; the act is written down.
        operator: AccountId,
        /// Which firms.
        firms: Firms,
    },
}

impl Command for Give {
    type Reply = ();
    type Refusal = ();

    fn needs(&self, _: &Rows) -> Needs {
        match self {
            Give::Sender { seller, .. } => Needs::one::<Senders>(*seller),
            Give::Firms { .. } => Needs::one::<RegistrationRows>(Uuid::nil()),
        }
    }

    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), ()> {
        match self {
            Give::Sender { vault, seller, sender } => {
                rows.put::<Senders>(SealedSender::seal(vault, *seller, sender));
            }
            Give::Firms { operator, firms } => {
                record_act(rows, at, *operator, "registrations_set", Uuid::nil(), "");
                rows.put::<RegistrationRows>(firms.clone());
            }
        }
        Ok(())
    }
}

/// A parcel's papers, kept as they were when it left.
pub struct Kept;

impl Kept {
    /// The rows they go to.
    pub fn needs(order: OrderId) -> Needs {
        Needs::none().all::<Papers>(papers::PaperKind::ALL.iter().map(|kind| (order, kind.code().to_owned())))
    }

    /// Seals them into the rows.
    pub fn put(rows: &mut Rows, at: &Moment, vault: &Vault, order: OrderId, papers: &[papers::Paper]) {
        for paper in papers {
            let kind = paper.kind().code().to_owned();
            let sealed = vault.seal(&format!("paper {order} {kind}"), paper);
            rows.put::<Papers>(Paper { order, kind, made: at.now, sealed });
        }
    }
}
