//! The order record for China's customs (CEB311).

use super::cbec::{self, YUAN};
use super::gaps::{Fact, Gaps, Giver};
use super::sheet::Sheet;
use super::{Consignment, Line};
use crate::Private;
use crate::identity::{RealName, ResidentId};
use sampan_money::{Decimal, Money};
use serde::{Deserialize, Serialize};

/// The most lines of an order message.
const MOST_LINES: usize = 99;

/// An order as CEB311 gives it. In JSON the field names are the message's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CbecOrder {
    /// `I`: import.
    pub order_type: String,
    /// The order's number, unique on the platform.
    pub order_no: String,
    /// The platform's registration.
    pub ebp_code: String,
    /// The platform's name.
    pub ebp_name: String,
    /// The merchant's registration.
    pub ebc_code: String,
    /// The merchant's name.
    pub ebc_name: String,
    /// What the goods come to: the sum of the lines.
    pub goods_value: Decimal,
    /// Delivery and insurance charged to the buyer beside the goods.
    pub freight: Decimal,
    /// Taken off.
    pub discount: Decimal,
    /// Tax collected in advance.
    pub tax_total: Decimal,
    /// Goods, freight and tax less the discount; the same as `amountPaid` of the payment. Spelled so in the schema.
    #[serde(rename = "acturalPaid")]
    pub actual_paid: Decimal,
    /// 142, the yuan.
    pub currency: String,
    /// The buyer's account.
    pub buyer_reg_no: String,
    /// The buyer's real name.
    pub buyer_name: RealName,
    /// The buyer's phone.
    pub buyer_telephone: Private,
    /// 1: resident identity card.
    pub buyer_id_type: String,
    /// The buyer's identity number.
    pub buyer_id_number: ResidentId,
    /// The payment firm's registration, once paid.
    pub pay_code: Option<String>,
    /// The payment firm's name.
    pub pay_name: Option<String>,
    /// The payment's number.
    pub pay_transaction_id: Option<String>,
    /// The addressee.
    pub consignee: Private,
    /// The addressee's phone.
    pub consignee_telephone: Private,
    /// The addressee's address.
    pub consignee_address: Private,
    /// The six-digit code of the addressee's district.
    pub consignee_district: Option<String>,
    /// The lines.
    pub order_list: Vec<CbecOrderLine>,
}

/// A line of the order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CbecOrderLine {
    /// Its number, from 1.
    pub gnum: u32,
    /// The seller's number.
    pub item_no: Option<String>,
    /// The name in Chinese.
    pub item_name: String,
    /// The specification in Chinese.
    pub gmodel: String,
    /// The bar code.
    pub bar_code: Option<String>,
    /// China's customs code of the unit.
    pub unit: String,
    /// How many.
    pub qty: u32,
    /// What one is charged at: the line by the quantity, to five decimals.
    pub price: Decimal,
    /// What the line is charged at.
    pub total_price: Decimal,
    /// 142, the yuan.
    pub currency: String,
    /// China's customs code of the country of origin.
    pub country: String,
}

impl CbecOrder {
    pub(super) fn make(consignment: &Consignment, gaps: &mut Gaps) -> Option<CbecOrder> {
        let order_no = cbec::order_number(consignment, gaps);
        let parties = &consignment.registrations;
        let platform = cbec::firm(parties.platform.as_ref(), Fact::PlatformRegistration, gaps);
        let merchant = cbec::firm(parties.merchant.as_ref(), Fact::MerchantRegistration, gaps);
        let in_yuan = cbec::yuan(consignment, gaps);
        let identity = cbec::identity(consignment, gaps);
        let account = gaps.text(Some(&consignment.buyer.account), 60, (Fact::BuyerAccount, None, Giver::Operator));
        let phone = gaps.text(consignment.buyer.phone.as_deref(), 30, (Fact::BuyerPhone, None, Giver::Buyer));
        let consignee = cbec::consignee(consignment, gaps);
        let paying = parties.payment.as_ref().filter(|_| consignment.payment.is_some());
        let paying = paying.and_then(|firm| cbec::firm(Some(firm), Fact::PaymentRegistration, gaps));
        gaps.lines(consignment, MOST_LINES)?;
        let lines: Vec<Option<CbecOrderLine>> =
            consignment.lines.iter().enumerate().map(|(i, line)| order_line(line, i, gaps)).collect();
        in_yuan?;
        let sums = (Fact::Charges, None, Giver::Operator);
        let goods = gaps.money(consignment.goods(), sums);
        let delivery = gaps.money(consignment.delivery(), sums);
        let paid = cbec::paid(consignment, gaps);
        let (ebp_code, ebp_name) = platform?;
        let (ebc_code, ebc_name) = merchant?;
        let (consignee, consignee_telephone, consignee_address) = consignee?;
        let identity = identity?;
        Some(CbecOrder {
            order_type: "I".into(),
            order_no: order_no?,
            ebp_code,
            ebp_name,
            ebc_code,
            ebc_name,
            goods_value: cbec::amount(goods?),
            freight: cbec::amount(delivery?),
            discount: cbec::amount(consignment.charges.discount),
            tax_total: cbec::amount(consignment.charges.tax),
            actual_paid: cbec::amount(paid?),
            currency: YUAN.into(),
            buyer_reg_no: account?,
            buyer_name: identity.name,
            buyer_telephone: Private::new(phone?),
            buyer_id_type: "1".into(),
            buyer_id_number: identity.id,
            pay_code: paying.as_ref().map(|(code, _)| code.clone()),
            pay_name: paying.map(|(_, name)| name),
            pay_transaction_id: consignment.payment.as_ref().map(|payment| payment.provider_ref.clone()),
            consignee: Private::new(consignee),
            consignee_telephone: Private::new(consignee_telephone),
            consignee_address: Private::new(consignee_address),
            consignee_district: consignment.recipient.division_code.clone(),
            order_list: lines.into_iter().collect::<Option<_>>()?,
        })
    }

    /// The record as printed. Name and number of the buyer are covered: the seller may read it.
    pub fn sheet(&self) -> Sheet {
        Sheet::new("跨境电子商务进口订单 · Cross-border e-commerce order (CEB311)")
            .entry("订单编号 Order", &self.order_no)
            .lines("电商平台 Platform", vec![self.ebp_code.clone(), self.ebp_name.clone()])
            .lines("电商企业 Merchant", vec![self.ebc_code.clone(), self.ebc_name.clone()])
            .lines("订购人 Buyer", vec![self.buyer_name.to_string(), self.buyer_id_number.to_string()])
            .lines(
                "收货人 Consignee",
                vec![
                    self.consignee.reveal().into(),
                    self.consignee_telephone.reveal().into(),
                    self.consignee_address.reveal().into(),
                ],
            )
            .entry("行政区划 District", self.consignee_district.as_deref().unwrap_or("—"))
            .entry("支付交易编号 Payment", self.pay_transaction_id.as_deref().unwrap_or("—"))
            .table(
                vec![
                    "序号 No.",
                    "商品名称 Name",
                    "规格型号 Specification",
                    "原产国 Origin",
                    "单位 Unit",
                    "数量 Quantity",
                    "单价 Price",
                    "总价 Total",
                ],
                &self.order_list,
                |line| {
                    vec![
                        line.gnum.to_string(),
                        line.item_name.clone(),
                        line.gmodel.clone(),
                        line.country.clone(),
                        line.unit.clone(),
                        line.qty.to_string(),
                        line.price.to_string(),
                        line.total_price.to_string(),
                    ]
                },
            )
            .total("商品价格 Goods", self.goods_value)
            .total("运杂费 Freight", self.freight)
            .total("代扣税款 Tax", self.tax_total)
            .total("非现金抵扣 Discount", self.discount)
            .total("实际支付金额 Paid, CNY", self.actual_paid)
    }
}

fn order_line(line: &Line, i: usize, gaps: &mut Gaps) -> Option<CbecOrderLine> {
    let of = |fact| (fact, Some(i), Giver::Seller);
    let item_name = gaps.text(line.description_zh.as_deref(), 250, of(Fact::ChineseDescription));
    let gmodel = gaps.text(line.specification_zh.as_deref(), 510, of(Fact::Specification));
    let unit = gaps.text(line.unit.as_deref(), 3, of(Fact::Unit));
    let quantity = gaps.positive(Some(line.quantity.into()), of(Fact::Quantity)).map(|_| line.quantity);
    let origin = gaps.need(line.origin, of(Fact::Origin));
    let country =
        origin.and_then(|o| gaps.need(o.china_customs_code(), (Fact::OriginCustomsCode, Some(i), Giver::Operator)));
    let quantity = quantity?;
    Some(CbecOrderLine {
        gnum: i as u32 + 1,
        item_no: cbec::optional(line.sku.as_deref(), 30, Fact::Lines, Some(i), gaps),
        item_name: item_name?,
        gmodel: gmodel?,
        bar_code: cbec::optional(line.barcode.as_deref(), 50, Fact::Lines, Some(i), gaps),
        unit: unit?,
        qty: quantity,
        price: price(line.charged, quantity),
        total_price: cbec::amount(line.charged),
        currency: YUAN.into(),
        country: country?.to_owned(),
    })
}

/// A line's total by its quantity, to five decimals.
fn price(total: Money, quantity: u32) -> Decimal {
    total.decimal().checked_div(Decimal::from(quantity)).unwrap_or(Decimal::ZERO).round_dp(5).normalize()
}
