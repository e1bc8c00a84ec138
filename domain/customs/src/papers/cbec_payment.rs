//! The payment record for China's customs (CEB411), which the payment firm sends.

use super::Consignment;
use super::cbec::{self, YUAN};
use super::gaps::{Fact, Gaps, Giver};
use super::sheet::Sheet;
use crate::Private;
use crate::identity::{RealName, ResidentId};
use sampan_money::Decimal;
use serde::{Deserialize, Serialize};

/// A payment as CEB411 gives it. In JSON the field names are the message's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CbecPayment {
    /// The payment firm's registration.
    pub pay_code: String,
    /// The payment firm's name.
    pub pay_name: String,
    /// The payment's number.
    pub pay_transaction_id: String,
    /// The order's number.
    pub order_no: String,
    /// The platform's registration.
    pub ebp_code: String,
    /// The platform's name.
    pub ebp_name: String,
    /// 1: resident identity card.
    pub payer_id_type: String,
    /// The payer's identity number.
    pub payer_id_number: ResidentId,
    /// The payer's real name.
    pub payer_name: RealName,
    /// The payer's phone.
    pub telephone: Option<Private>,
    /// What was paid for this order; the same as `acturalPaid` of the order.
    pub amount_paid: Decimal,
    /// 142, the yuan.
    pub currency: String,
    /// When, in Chinese time.
    pub pay_time: String,
}

impl CbecPayment {
    pub(super) fn make(consignment: &Consignment, gaps: &mut Gaps) -> Option<CbecPayment> {
        let parties = &consignment.registrations;
        let order_no = cbec::order_number(consignment, gaps);
        let platform = cbec::firm(parties.platform.as_ref(), Fact::PlatformRegistration, gaps);
        let firm = cbec::firm(parties.payment.as_ref(), Fact::PaymentRegistration, gaps);
        let in_yuan = cbec::yuan(consignment, gaps);
        let identity = cbec::identity(consignment, gaps);
        let place = (Fact::Payment, None, Giver::Provider);
        let payment = gaps.need(consignment.payment.as_ref(), place)?;
        let transaction = gaps.text(Some(&payment.provider_ref), 60, place);
        // The payer is the buyer (customs notice 2018/165 and the practice on limits, to verify).
        let payer = gaps.need(payment.payer.clone(), (Fact::Payer, None, Giver::Provider))?;
        let identity = identity?;
        gaps.agree(payer == identity, (Fact::Payer, None, Giver::Buyer));
        in_yuan?;
        let paid = cbec::paid(consignment, gaps)?;
        gaps.agree(payment.amount == paid, (Fact::AmountPaid, None, Giver::Provider));
        let (ebp_code, ebp_name) = platform?;
        let (pay_code, pay_name) = firm?;
        Some(CbecPayment {
            pay_code,
            pay_name,
            pay_transaction_id: transaction?,
            order_no: order_no?,
            ebp_code,
            ebp_name,
            payer_id_type: "1".into(),
            payer_id_number: payer.id,
            payer_name: payer.name,
            telephone: consignment.buyer.phone.as_ref().map(Private::new),
            amount_paid: cbec::amount(payment.amount),
            currency: YUAN.into(),
            pay_time: cbec::time(payment.paid_at),
        })
    }

    /// The record as printed. Name and number of the payer are covered: the seller may read it.
    pub fn sheet(&self) -> Sheet {
        Sheet::new("跨境电子商务支付单 · Cross-border e-commerce payment (CEB411)")
            .entry("支付交易编号 Payment", &self.pay_transaction_id)
            .lines("支付企业 Payment firm", vec![self.pay_code.clone(), self.pay_name.clone()])
            .entry("订单编号 Order", &self.order_no)
            .lines("电商平台 Platform", vec![self.ebp_code.clone(), self.ebp_name.clone()])
            .lines("支付人 Payer", vec![self.payer_name.to_string(), self.payer_id_number.to_string()])
            .entry("支付时间 Time", &self.pay_time)
            .total("支付金额 Paid, CNY", self.amount_paid)
    }
}
