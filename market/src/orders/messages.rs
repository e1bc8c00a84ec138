//! Writing to the other side of an order: the words lie sealed, a letter tells of them.

use super::{ActRefusal, Asker, Messages, Orders, SealedMessage, letters};
use crate::vault::Vault;
use sampan_db::{Command, Moment, Needs, Rows};
use sampan_ids::{AccountId, MessageId, OrderId};
use sampan_trade::message::{From, Message};
use sampan_trade::order::{Party, Refusal};

/// Writes a message on an order.
pub struct Write {
    /// The key that seals.
    pub vault: Vault,
    /// Who writes: the order's buyer, its seller, or an operator.
    pub asker: Asker,
    /// The account that writes.
    pub author: AccountId,
    /// On which order.
    pub order: OrderId,
    /// The words.
    pub text: String,
}

impl Command for Write {
    type Reply = ();
    type Refusal = ActRefusal;

    fn needs(&self, _: &Rows) -> Needs {
        Needs::one::<Orders>(self.order)
    }

    fn decide(&self, rows: &mut Rows, at: &Moment) -> Result<(), ActRefusal> {
        let stored = rows.get::<Orders>(&self.order).filter(|stored| self.asker.knows(stored)).cloned();
        let order = stored.ok_or(ActRefusal::NotFound)?.order;
        let (from, author, to): (From, &str, &[Party]) = match self.asker {
            Asker::Buyer(_) => (From::Buyer, "buyer", &[Party::Seller]),
            Asker::Seller(_) => (From::Seller, "seller", &[Party::Buyer]),
            Asker::Operator(_) | Asker::Market => (From::Operator, "operator", &[Party::Buyer, Party::Seller]),
        };
        let id: MessageId = crate::new_id(at, order.id.cell());
        let message = Message::write(id, order.id, (from, self.author), &self.text, at.now).map_err(Refusal::Text)?;
        let sealed = self.vault.seal(&format!("message {id}"), &message);
        rows.put::<Messages>(SealedMessage { id, order: order.id, author: author.to_owned(), at: at.now, sealed });
        for party in to {
            letters::message(rows, at, &self.vault, &order, *party);
        }
        Ok(())
    }
}
