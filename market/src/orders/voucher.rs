//! The code of a service: what a buyer shows, once, to have it. It is worked out from the order's id with the vault's
//! key whenever the buyer looks, so it is stored nowhere; the order keeps a keyed hash.

use crate::vault::Vault;
use sampan_ids::OrderId;

/// Letters and digits that are not easily mistaken for each other.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters of a code.
const LENGTH: u32 = 8;

/// The code of an order, such as `7KQ2-M9XT`. Shown to its buyer alone.
pub fn code(vault: &Vault, order: OrderId) -> String {
    let bits = vault.id("voucher", &order.to_string()).as_u128();
    let letter = |at: u32| char::from(LETTERS[(bits >> (5 * at) & 31) as usize]);
    let group = |from: u32| (from..from + LENGTH / 2).map(letter).collect::<String>();
    format!("{}-{}", group(0), group(LENGTH / 2))
}

/// The keyed hash of a code that someone typed: case, blanks and hyphens do not count, `O` is read as `0`, `I` and `L`
/// as `1`.
pub fn hash(vault: &Vault, code: &str) -> String {
    vault.id("voucher hash", &plain(code)).to_string()
}

/// A code without what people put between its letters.
pub fn plain(code: &str) -> String {
    let upper = code.chars().filter(char::is_ascii_alphanumeric).take(64).map(|c| c.to_ascii_uppercase());
    upper
        .map(|c| {
            if c == 'O' {
                '0'
            } else if matches!(c, 'I' | 'L') {
                '1'
            } else {
                c
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use sampan_ids::Cell;

    #[test]
    fn a_code_is_its_orders_alone_however_it_is_typed() {
        let vault = Vault::new(&[7; 32]);
        let order = |n| OrderId::compose(1, Cell::new(3), n);
        let shown = code(&vault, order(1));
        assert_eq!(shown.len(), 9);
        assert_eq!(shown, code(&vault, order(1)));
        assert_ne!(shown, code(&vault, order(2)));
        assert_ne!(shown, code(&Vault::new(&[8; 32]), order(1)));
        let known = hash(&vault, &shown);
        for typed in [shown.to_lowercase(), shown.replace('-', " "), shown.replace('0', "o").replace('1', "l")] {
            assert_eq!(hash(&vault, &typed), known, "{typed}");
        }
        assert_ne!(hash(&vault, &code(&vault, order(2))), known);
        assert_eq!(plain(" 7kq2–m9xt\n"), "7KQ2M9XT");
    }
}
