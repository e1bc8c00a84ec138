//! The waybill record for China's customs (CEB511), which the logistics firm sends.

use super::Consignment;
use super::cbec::{self, YUAN};
use super::declared;
use super::gaps::{Fact, Gaps, Giver};
use super::sheet::Sheet;
use crate::Private;
use crate::text::clip;
use sampan_money::Decimal;
use serde::{Deserialize, Serialize};

/// A waybill as CEB511 gives it. In JSON the field names are the message's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CbecWaybill {
    /// The logistics firm's registration.
    pub logistics_code: String,
    /// The logistics firm's name.
    pub logistics_name: String,
    /// The parcel number; the firm does not use it again within six months.
    pub logistics_no: String,
    /// The master air waybill; the inventory (CEB621) wants it, so it may come after the parcel has left the seller.
    pub bill_no: Option<String>,
    /// The order's number.
    pub order_no: String,
    /// Delivery.
    pub freight: Decimal,
    /// Insurance.
    pub insured_fee: Decimal,
    /// 142, the yuan.
    pub currency: String,
    /// What the parcel weighs, in kilograms.
    pub weight: Decimal,
    /// How many parcels: always one.
    pub pack_no: u32,
    /// What is in it.
    pub goods_info: String,
    /// The addressee.
    pub consignee: Private,
    /// The addressee's address.
    pub consignee_address: Private,
    /// The addressee's phone.
    pub consignee_telephone: Private,
}

impl CbecWaybill {
    pub(super) fn make(consignment: &Consignment, gaps: &mut Gaps) -> Option<CbecWaybill> {
        let firm = cbec::firm(consignment.registrations.carrier.as_ref(), Fact::CarrierRegistration, gaps);
        let order_no = cbec::order_number(consignment, gaps);
        let place = (Fact::ParcelNumber, None, Giver::Seller);
        if consignment.parcel_number.as_deref().is_none_or(|number| number.trim().is_empty()) {
            gaps.need(None::<()>, place);
        }
        let logistics_no = declared::parcel_number(consignment, gaps);
        let in_yuan = cbec::yuan(consignment, gaps);
        let gross = gaps.gross_weight(consignment);
        let consignee = cbec::consignee(consignment, gaps);
        gaps.lines(consignment, 99)?;
        let names: Vec<&str> = consignment.lines.iter().filter_map(|line| line.description_zh.as_deref()).collect();
        in_yuan?;
        let (logistics_code, logistics_name) = firm?;
        let (consignee, consignee_telephone, consignee_address) = consignee?;
        Some(CbecWaybill {
            logistics_code,
            logistics_name,
            logistics_no: logistics_no?,
            bill_no: consignment.master_waybill.as_deref().map(|number| clip(number, 37)),
            order_no: order_no?,
            freight: cbec::amount(consignment.charges.freight),
            insured_fee: cbec::amount(consignment.charges.insurance),
            currency: YUAN.into(),
            weight: kilograms(gross?),
            pack_no: 1,
            goods_info: clip(&names.join("、"), 200),
            consignee: Private::new(consignee),
            consignee_address: Private::new(consignee_address),
            consignee_telephone: Private::new(consignee_telephone),
        })
    }

    /// The record as printed.
    pub fn sheet(&self) -> Sheet {
        Sheet::new("跨境电子商务运单 · Cross-border e-commerce waybill (CEB511)")
            .entry("运单编号 Parcel number", &self.logistics_no)
            .entry("提运单号 Master waybill", self.bill_no.as_deref().unwrap_or("—"))
            .lines("物流企业 Logistics firm", vec![self.logistics_code.clone(), self.logistics_name.clone()])
            .entry("订单编号 Order", &self.order_no)
            .lines(
                "收货人 Consignee",
                vec![
                    self.consignee.reveal().into(),
                    self.consignee_telephone.reveal().into(),
                    self.consignee_address.reveal().into(),
                ],
            )
            .entry("货物信息 Goods", &self.goods_info)
            .total("件数 Parcels", self.pack_no)
            .total("毛重 Gross weight, kg", self.weight)
            .total("运费 Freight, CNY", self.freight)
            .total("保价费 Insurance, CNY", self.insured_fee)
    }
}

/// Grams as kilograms.
fn kilograms(grams: u64) -> Decimal {
    Decimal::from_i128_with_scale(i128::from(grams), 3).normalize()
}
