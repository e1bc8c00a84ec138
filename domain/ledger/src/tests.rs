use super::*;
use proptest::prelude::*;
use sampan_ids::{Cell, OrderId, SellerId};
use sampan_money::{Currency, Money};
use uuid::Uuid;

const CURRENCIES: [Currency; 7] =
    [Currency::CNY, Currency::SGD, Currency::JPY, Currency::KRW, Currency::IDR, Currency::VND, Currency::TWD];

fn accounts() -> Vec<Account> {
    vec![
        Account::Escrow(OrderId::compose(1, Cell::new(3), 1)),
        Account::Seller(SellerId::compose(1, Cell::new(3), 2)),
        Account::provider("sandbox").unwrap(),
        Account::PlatformFee,
        Account::TaxPayable(Country::CN),
        Account::Exchange,
        Account::BuyerRefunds,
    ]
}

#[test]
fn an_account_is_read_back_from_its_text() {
    for account in accounts() {
        assert_eq!(account.to_string().parse(), Ok(account.clone()));
        let json = serde_json::to_string(&account).unwrap();
        assert_eq!(json, format!("\"{account}\""));
        assert_eq!(serde_json::from_str::<Account>(&json).unwrap(), account);
    }
}

#[test]
fn text_that_is_no_account_is_refused() {
    let long = format!("provider:{}", "a".repeat(33));
    for text in ["", "escrow", "escrow:", "escrow:42", "seller:x", "provider:", "provider:Sand Box", "provider:Ä"]
        .into_iter()
        .chain(["tax_payable:XX", "tax_payable:cnx", "exchange:", "bank", ":", long.as_str()])
    {
        assert!(text.parse::<Account>().is_err(), "{text:?}");
    }
}

#[test]
fn a_country_is_two_assigned_letters() {
    for (text, code) in [("cn", Some("CN")), (" SG ", Some("SG")), ("UK", None), ("USA", None), ("", None), ("é", None)]
    {
        assert_eq!(text.parse::<Country>().ok().map(|c| c.to_string()).as_deref(), code, "{text:?}");
    }
}

#[test]
fn a_reason_is_read_back_from_its_text() {
    for reason in Reason::ALL {
        assert_eq!(reason.as_str().parse(), Ok(reason));
        assert_eq!(serde_json::to_string(&reason).unwrap(), format!("\"{reason}\""));
    }
    assert!("gift".parse::<Reason>().is_err());
}

#[test]
fn nothing_is_dropped_and_less_than_nothing_is_refused() {
    let (a, b) = (Account::Exchange, Account::PlatformFee);
    let posting = Posting::new(Reason::Fee, Uuid::nil());
    let zero = posting.clone().moving(a.clone(), b.clone(), Money::zero(Currency::USD)).unwrap();
    assert!(zero.is_empty());
    let owed = Money::new(-1, Currency::USD);
    assert_eq!(posting.clone().moving(a.clone(), b, owed), Err(LedgerError::Negative(owed)));
    let one = Money::new(1, Currency::USD);
    assert_eq!(posting.moving(a.clone(), a.clone(), one), Err(LedgerError::SameAccount(a)));
}

#[test]
fn a_stored_posting_is_checked_when_read() {
    let sound = r#"{"reason":"fee","about":"00000000-0000-0000-0000-000000000000","moves":[
        {"from":"exchange","to":"platform_fee","amount":{"amount":"1.00","currency":"USD"}}]}"#;
    let posting: Posting = serde_json::from_str(sound).unwrap();
    assert_eq!(serde_json::from_str::<Posting>(&serde_json::to_string(&posting).unwrap()).unwrap(), posting);
    assert!(serde_json::from_str::<Posting>(&sound.replace("1.00", "-1.00")).is_err());
    assert!(serde_json::from_str::<Posting>(&sound.replace("exchange", "platform_fee")).is_err());
}

proptest! {
    #[test]
    fn whatever_is_posted_sums_to_zero_in_each_currency(
        moves in prop::collection::vec((0usize..7, 0usize..7, any::<i64>(), 0usize..7), 0..40),
    ) {
        let accounts = accounts();
        let mut posting = Posting::new(Reason::Sale, Uuid::nil());
        for (from, to, minor, currency) in moves {
            let amount = Money::new(minor, CURRENCIES[currency]);
            let next = posting.clone().moving(accounts[from].clone(), accounts[to].clone(), amount);
            prop_assert_eq!(next.is_ok(), minor >= 0 && from != to);
            posting = next.unwrap_or(posting);
        }
        let mut books = Balances::default();
        books.extend(&posting.entries());
        prop_assert_eq!(books.unbalanced(), vec![]);
        // one entry taken away is noticed
        if let Some((_, rest)) = posting.entries().split_first() {
            let mut broken = Balances::default();
            broken.extend(rest);
            prop_assert_eq!(broken.unbalanced().len(), 1);
        }
    }

    #[test]
    fn no_text_makes_reading_an_account_panic(text in ".{0,80}") {
        if let Ok(account) = text.parse::<Account>() {
            prop_assert_eq!(account.to_string().parse(), Ok(account));
        }
    }
}
