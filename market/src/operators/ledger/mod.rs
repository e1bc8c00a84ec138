//! The ledger on the operator's desk: what every account holds, an account's entries, a posting, all of it as CSV.

mod http;
mod view;

use crate::App;
use crate::policy::OperatorReads;
use sampan_web::Routes;

/// Pages and programming interface.
pub fn routes() -> Routes<App> {
    Routes::new()
        .get(OperatorReads, "/operator/ledger", http::balances)
        .doc("What every account holds in each currency; escrow and sellers in one sum each")
        .get(OperatorReads, "/operator/ledger/kinds/{kind}", http::kind)
        .doc("The accounts of one kind that hold something")
        .get(OperatorReads, "/operator/ledger/accounts/{account}", http::account)
        .doc("An account's balances and entries, the newest first")
        .get(OperatorReads, "/operator/ledger/accounts/{account}/csv", http::account_csv)
        .doc("An account's entries as CSV, the oldest first")
        .get(OperatorReads, "/operator/ledger/csv", http::csv)
        .doc("Every entry of the ledger as CSV")
        .get(OperatorReads, "/operator/ledger/postings/{posting}", http::posting)
        .doc("A posting with all its entries")
}
