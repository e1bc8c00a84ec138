//! People who buy without signing up: an account without a password, made with their order.

use super::{Account, Accounts, Name, Names, Person, Role, email_id};
use crate::vault::Vault;
use sampan_db::{Moment, Needs, Rows};
use sampan_ids::AccountId;

/// What [`guest_buyer`] must have loaded.
pub fn guest_needs(vault: &Vault, email: &str) -> Needs {
    Needs::one::<Names>(email_id(vault, email))
}

/// Makes the account of a guest. The address becomes its name if it has none yet: then a password that is chosen later,
/// through a mailed link, opens this account with its orders. If the address has an account, this one stands beside it
/// without a name, and only the link in the order's letter leads to it: whoever types an address learns nothing of whose
/// it is, and gets at nothing that was there before.
pub fn guest_buyer(rows: &mut Rows, at: &Moment, vault: &Vault, email: &str, language: &str) -> AccountId {
    let id: AccountId = crate::new_guest(at);
    let name_id = email_id(vault, email);
    if rows.peek::<Names>(&name_id).is_none() {
        rows.put::<Names>(Name { id: name_id, kind: "email".to_owned(), target: id.0 });
    }
    let person = Person { email: email.trim().to_owned(), name: String::new(), totp: None };
    rows.put::<Accounts>(Account {
        id,
        role: Role::Buyer,
        sealed: vault.seal(&format!("account {id}"), &person),
        password: None,
        confirmed: None,
        second_factor: false,
        language: language.to_owned(),
        created: at.now,
        erased: None,
        epoch: 0,
        totp_step: 0,
    });
    id
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use sampan_ids::CELLS;
    use std::collections::BTreeMap;

    fn cell_at(millis: i64) -> u16 {
        let chance = || 7;
        let now = Timestamp::from_millisecond(millis).expect("a time");
        crate::new_guest::<AccountId>(&Moment::new(now, &chance)).cell().number()
    }

    #[test]
    fn guests_of_one_moment_are_neighbours_and_every_cell_gets_its_share() {
        let monday = 1_795_348_800_000;
        assert_eq!(cell_at(monday), cell_at(monday + 49));
        assert_ne!(cell_at(monday), cell_at(monday + 50));
        let mut shares: BTreeMap<u16, u32> = BTreeMap::new();
        for moment in 0..6_400 {
            *shares.entry(cell_at(monday + moment * 50)).or_default() += 1;
        }
        assert_eq!(shares.len(), usize::from(CELLS));
        assert!(shares.values().all(|share| (80..=120).contains(share)), "{shares:?}");
    }
}
