//! The market's refusals as they are shown: a stable code each, with its status. The words are the texts
//! `problem-<code>` of the language files.

use sampan_web::Code;

/// Every code, in alphabetical order. A refusal that is not listed here is shown as a plain "not now".
pub const CODES: &[Code] = &[
    code("already_paid", 409, "The order is paid already"),
    code("already_redeemed", 409, "The code has been used"),
    code("already_sent", 409, "The refund was sent before"),
    code("already_shipped", 409, "The order is on its way already"),
    code("amounts", 409, "The amounts do not add up"),
    code("email_not_confirmed", 409, "The e-mail address is not confirmed"),
    code("import_not_now", 409, "Not possible at this point of the import"),
    code("insufficient_stock", 409, "Not enough in stock"),
    code("key_reused", 409, "The key was used for something else"),
    code("link_expired", 410, "The link no longer holds"),
    code("listing_not_now", 409, "Not possible while the listing is so"),
    code("listing_not_ready", 409, "Something is missing before it can be published"),
    code("listing_too_large", 422, "More than a listing can hold"),
    code("listing_withdrawn", 409, "Withdrawn by the operator"),
    code("no_parcel", 409, "A service has no parcel"),
    code("no_such_refund", 404, "There is no such refund"),
    code("not_a_service", 409, "This is not a service"),
    code("not_in_order", 422, "Not part of this order"),
    code("not_now", 409, "Not possible in this state"),
    code("not_paid", 409, "The order is not paid"),
    code("nothing_to_return", 422, "Nothing to return"),
    code("order_placing", 422, "The order cannot be placed so"),
    code("orders_open", 409, "Orders are still open"),
    code("other_mode", 409, "The buyer paid for another way of delivery"),
    code("papers_missing", 409, "Papers are missing"),
    code("payment_too_late", 409, "The time for paying is over"),
    code("second_factor_not_set_up", 409, "No second factor is being set up"),
    code("second_factor_set_up", 409, "A second factor is set up already"),
    code("seller_not_now", 409, "Not possible as the seller stands"),
    code("stock_below_reserved", 409, "Fewer than are promised"),
    code("stock_not_reserved", 409, "More than is promised"),
    code("stock_not_sold", 409, "More comes back than is out"),
    code("stock_too_many", 409, "Too many pieces"),
    code("terms_not_accepted", 409, "The terms are not accepted"),
    code("tokens_many", 409, "Too many tokens"),
    code("too_early", 409, "Too early"),
    code("too_late", 409, "Too late"),
    code("too_many_pieces", 422, "More than are out"),
    code("wrong_code", 422, "Not a code of this shop"),
];

const fn code(code: &'static str, status: u16, title: &'static str) -> Code {
    Code { code, status, title }
}
