//! A seller's statement agrees with the ledger.

use crate::accounts::Role;
use crate::books;
use crate::testing::people::signed_in;
use crate::testing::{fixtures, shops};
use sampan_ledger::Account;

#[tokio::test]
async fn an_empty_account_has_an_empty_statement() {
    for shop in shops().await {
        let seller = fixtures::shop(&shop.app, "two-gull").await;
        let (_, mut ann) =
            signed_in(&shop, Role::Seller { seller: seller.id, owner: true }, "ann@two-gull.example").await;
        for lang in ["en", "zh-CN"] {
            for path in ["/seller/statement", "/seller/statement/print", "/seller/balance"] {
                let page = ann.clone().language(lang).get(path).await;
                assert_eq!(page.status, 200, "{path}: {}", page.text());
                assert!(!page.text().contains('⟦'), "{path}: {}", page.text());
            }
        }
        let csv = ann.get("/seller/statement/csv?month=2026-10").await;
        assert_eq!(csv.text(), "at,order,kind,amount,balance,currency\n");
        assert!(books::balances(shop.app.db(), &Account::Seller(seller.id)).await.unwrap().is_empty());
    }
}
