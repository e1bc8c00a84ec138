//! What the three records of China's cross-border e-commerce share: firms, yuan, Chinese time, one order total.
//!
//! Field names, lengths and order are those of the unified system's messages, version 202205 (General Administration
//! of Customs; CEB311, CEB411, CEB511), misspellings included, so that a message is the record with an envelope round
//! it. All amounts are yuan (currency 142) in up to five decimals.

use super::Consignment;
use super::consignment::Firm;
use super::gaps::{Fact, Fault, Gaps, Giver};
use crate::identity::Identity;
use sampan_ids::Timestamp;
use sampan_money::{Currency, Decimal, Money};

/// China's customs code of the yuan.
pub(super) const YUAN: &str = "142";

/// A registered firm: number up to 18 characters, name up to 100.
pub(super) fn firm(firm: Option<&Firm>, fact: Fact, gaps: &mut Gaps) -> Option<(String, String)> {
    let place = (fact, None, Giver::Operator);
    let firm = gaps.need(firm, place)?;
    let code = gaps.text(Some(&firm.code), 18, place);
    let name = gaps.text(Some(&firm.name), 100, place);
    Some((code?, name?))
}

/// The order's number, up to 60 characters.
pub(super) fn order_number(consignment: &Consignment, gaps: &mut Gaps) -> Option<String> {
    gaps.text(Some(&consignment.order_number), 60, (Fact::OrderNumber, None, Giver::Operator))
}

/// The buyer as on the identity card; `buyerIdType` and `payerIdType` are limited to 1, the resident identity card.
pub(super) fn identity(consignment: &Consignment, gaps: &mut Gaps) -> Option<Identity> {
    gaps.need(consignment.buyer.identity.clone(), (Fact::Identity, None, Giver::Buyer))
}

/// Notes a charge that is not in yuan, or negative.
pub(super) fn yuan(consignment: &Consignment, gaps: &mut Gaps) -> Option<()> {
    let charges = &consignment.charges;
    let all = [charges.freight, charges.insurance, charges.tax, charges.discount];
    let amounts = all.into_iter().chain(consignment.lines.iter().map(|line| line.charged));
    let in_yuan = amounts.into_iter().all(|m| m.currency() == Currency::CNY && !m.is_negative());
    gaps.agree(in_yuan, (Fact::Charges, None, Giver::Operator))
}

/// What the order comes to: goods, delivery and tax less the discount (`acturalPaid`).
pub(super) fn paid(consignment: &Consignment, gaps: &mut Gaps) -> Option<Money> {
    gaps.money(consignment.paid(), (Fact::Charges, None, Giver::Operator))
}

/// The addressee's name, phone and address, which order and waybill must give alike.
pub(super) fn consignee(consignment: &Consignment, gaps: &mut Gaps) -> Option<(String, String, String)> {
    let place = (Fact::Address, None, Giver::Buyer);
    let address = &consignment.recipient;
    let name = gaps.text(Some(&address.name), 100, place);
    let phone = gaps.text(Some(address.national_phone()), 30, place);
    let line = gaps.text(Some(&address.in_one_line()), 200, place);
    Some((name?, phone?, line?))
}

/// A text that may be absent but not too long.
pub(super) fn optional(
    text: Option<&str>,
    most: usize,
    fact: Fact,
    line: Option<usize>,
    gaps: &mut Gaps,
) -> Option<String> {
    let text = text.map(str::trim).filter(|text| !text.is_empty())?;
    if text.chars().count() > most {
        gaps.note((fact, line, Giver::Seller), Fault::TooLong { most });
    }
    Some(text.to_owned())
}

/// An amount as the messages write it.
pub(super) fn amount(money: Money) -> Decimal {
    money.decimal().normalize()
}

/// An instant in Chinese time as the messages write it: `20261122153000`.
pub(super) fn time(at: Timestamp) -> String {
    let t = jiff::tz::Offset::constant(8).to_datetime(at);
    format!("{:04}{:02}{:02}{:02}{:02}{:02}", t.year(), t.month(), t.day(), t.hour(), t.minute(), t.second())
}
