//! Two parcels that are whole, what each lacks when a fact is taken away, and sums that always add up.

use super::*;
use crate::HsCode;
use crate::address::{self, Address};
use crate::identity::Identity;
use proptest::prelude::*;
use sampan_money::Decimal;
use std::collections::BTreeMap;

fn usd(text: &str) -> Money {
    Money::parse(text, Currency::USD).unwrap()
}

fn cny(text: &str) -> Money {
    Money::parse(text, Currency::CNY).unwrap()
}

fn address(country: Country, fields: &str) -> Address {
    let given: BTreeMap<String, String> =
        fields.split("; ").filter_map(|f| f.split_once('=')).map(|(k, v)| (k.into(), v.into())).collect();
    address::check(country, &given).unwrap()
}

/// A made-up person: no place has the code 519999.
fn person() -> Identity {
    Identity::check("诸葛测试", "519999190101019990", Date::constant(2026, 11, 22)).unwrap()
}

fn sender() -> Sender {
    Sender {
        business: "Invented Orchards LLC".into(),
        street: "1 Nowhere Lane".into(),
        city: "Traverse City".into(),
        state: "MI".into(),
        zip: "49684".into(),
        phone: Some("+12315550100".into()),
    }
}

fn cherries() -> Line {
    Line {
        sku: Some("CH-250".into()),
        description_en: "Dried cherries, 250 g".into(),
        description_zh: Some("樱桃干250克".into()),
        specification_zh: Some("樱桃干|无品牌|250克/袋|樱桃100%".into()),
        hs: Some(HsCode::parse("0813.40.9000").unwrap()),
        origin: Some(Country::US),
        quantity: 3,
        unit: Some("011".into()),
        net_weight_g: Some(250),
        unit_value: usd("12.00"),
        charged: cny("256.70"),
        barcode: None,
        eccn: None,
    }
}

fn to_chengdu() -> Consignment {
    let firm = |code: &str, name: &str| Some(Firm { code: code.into(), name: name.into() });
    let recipient = "name=诸葛测试; phone=13800000000; region=510000; city=510100; district=510107; street=虚构路1号; postcode=610041";
    Consignment {
        order_number: "S-1001".into(),
        placed_at: "2026-11-22T20:30:00Z".parse().unwrap(),
        mode: Mode::CbecExpress,
        sender: sender(),
        recipient: address(Country::CN, recipient),
        buyer: Buyer {
            account: "b-77".into(),
            identity: Some(person()),
            code: None,
            phone: Some("13800000000".into()),
        },
        lines: vec![
            cherries(),
            Line {
                sku: None,
                description_en: "Maple syrup, 500 ml".into(),
                description_zh: Some("枫糖浆500毫升".into()),
                specification_zh: Some("枫糖浆|无品牌|500毫升/瓶|枫糖浆100%".into()),
                hs: Some(HsCode::parse("170220").unwrap()),
                quantity: 1,
                net_weight_g: Some(660),
                unit_value: usd("18.50"),
                charged: cny("132.00"),
                ..cherries()
            },
        ],
        gross_weight_g: Some(1600),
        charges: Charges { freight: cny("80.00"), insurance: cny("5.00"), tax: cny("43.05"), discount: cny("10.00") },
        declared_freight: usd("11.20"),
        declared_insurance: usd("0.70"),
        payment: Some(Payment {
            provider_ref: "PAY-9".into(),
            paid_at: "2026-11-22T20:31:02Z".parse().unwrap(),
            amount: cny("506.75"),
            payer: Some(person()),
        }),
        parcel_number: Some("1Z5R89390357567127".into()),
        master_waybill: None,
        registrations: Registrations {
            platform: firm("0000000001", "虚构平台"),
            merchant: firm("0000000002", "虚构商家"),
            payment: firm("0000000003", "虚构支付"),
            carrier: firm("0000000004", "虚构物流"),
        },
        itn: None,
    }
}

fn to_singapore() -> Consignment {
    let recipient = "name=Mei Invented; phone=81234567; postcode=238859; street=1 Nowhere Road; unit=#02-03";
    let sgd = |text: &str| Money::parse(text, Currency::SGD).unwrap();
    Consignment {
        mode: Mode::Post,
        recipient: address(Country::SG, recipient),
        buyer: Buyer { account: "b-78".into(), identity: None, code: None, phone: None },
        lines: vec![Line {
            description_zh: None,
            specification_zh: None,
            unit: None,
            charged: sgd("48.60"),
            ..cherries()
        }],
        gross_weight_g: Some(900),
        charges: Charges { freight: sgd("20.00"), insurance: sgd("0"), tax: sgd("6.17"), discount: sgd("0") },
        payment: None,
        parcel_number: Some("LZ000000005US".into()),
        registrations: Registrations::default(),
        ..to_chengdu()
    }
}

fn text(consignment: &Consignment, kind: PaperKind) -> String {
    make(consignment, kind).unwrap_or_else(|gaps| panic!("{gaps:?}")).sheet().text()
}

#[test]
fn a_post_parcel_to_singapore_has_its_cn22() {
    assert_eq!(to_singapore().papers(), [PaperKind::PackingSlip, PaperKind::Cn22, PaperKind::ExportFiling]);
    assert_eq!(
        text(&to_singapore(), PaperKind::Cn22),
        "\
CN 22 — CUSTOMS DECLARATION / DÉCLARATION EN DOUANE
Item / Envoi: LZ000000005US
From / De: Invented Orchards LLC / 1 Nowhere Lane / Traverse City, MI 49684 / UNITED STATES / Tel. +12315550100
To / À: Mei Invented / 1 Nowhere Road #02-03 / SINGAPORE 238859 / SINGAPORE / Tel. +6581234567
Category / Catégorie: [x] Sale of goods / Vente de marchandises
Date: 2026-11-22
Quantity and description / Quantité et description | Net weight / Poids net | Value / Valeur | HS tariff number / N° tarifaire du SH | Origin / Origine
3 × Dried cherries, 250 g | 0.750 kg | 36.00 USD | 0813.40.9000 | US
Total weight / Poids total: 0.900 kg
Total value / Valeur totale: 36.00 USD
AES / EEI: NOEEI 30.37(a)
I certify that the particulars given are correct and that this item contains nothing that postal or customs rules forbid.
"
    );
    assert_eq!(
        text(&to_singapore(), PaperKind::PackingSlip),
        "\
PACKING SLIP
Order: S-1001
Date: 2026-11-22
From: Invented Orchards LLC
To: Mei Invented / 1 Nowhere Road #02-03 / SINGAPORE 238859 / Tel. +6581234567
SKU | Description | Quantity
CH-250 | Dried cherries, 250 g | 3
Pieces: 3
"
    );
}

#[test]
fn an_express_parcel_to_chengdu_has_its_invoice_and_three_records() {
    let papers = complete(&to_chengdu()).unwrap();
    let sheets: String =
        papers.iter().filter(|p| p.kind() != PaperKind::PackingSlip).map(|p| p.sheet().text()).collect();
    assert_eq!(
        sheets,
        "\
COMMERCIAL INVOICE
Invoice number: S-1001
Date: 2026-11-22
Parcel number: 1Z5R89390357567127
Seller and exporter: Invented Orchards LLC / 1 Nowhere Lane / Traverse City, MI 49684 / UNITED STATES / Tel. +12315550100
Consignee: 诸葛测试 / 虚构路1号 / 武侯区, 成都市 / Sichuan 610041 / CHINA / Tel. +8613800000000
Reason for export: Sale
Terms: DDP CHINA
Description | HS code | Origin | Quantity | Net weight | Unit value | Value
Dried cherries, 250 g | 0813.40.9000 | US | 3 | 0.750 kg | 12.00 USD | 36.00 USD
Maple syrup, 500 ml | 1702.20 | US | 1 | 0.660 kg | 18.50 USD | 18.50 USD
Goods: 54.50 USD
Freight: 11.20 USD
Insurance: 0.70 USD
Total: 66.40 USD
Net weight: 1.410 kg
Gross weight: 1.600 kg
AES / EEI: NOEEI 30.37(a)
I declare that this invoice is true and states the price agreed for the goods described.
跨境电子商务进口订单 · Cross-border e-commerce order (CEB311)
订单编号 Order: S-1001
电商平台 Platform: 0000000001 / 虚构平台
电商企业 Merchant: 0000000002 / 虚构商家
订购人 Buyer: 诸*** / **************9990
收货人 Consignee: 诸葛测试 / 13800000000 / 四川省成都市武侯区虚构路1号
行政区划 District: 510107
支付交易编号 Payment: PAY-9
序号 No. | 商品名称 Name | 规格型号 Specification | 原产国 Origin | 单位 Unit | 数量 Quantity | 单价 Price | 总价 Total
1 | 樱桃干250克 | 樱桃干|无品牌|250克/袋|樱桃100% | 502 | 011 | 3 | 85.56667 | 256.7
2 | 枫糖浆500毫升 | 枫糖浆|无品牌|500毫升/瓶|枫糖浆100% | 502 | 011 | 1 | 132 | 132
商品价格 Goods: 388.7
运杂费 Freight: 85
代扣税款 Tax: 43.05
非现金抵扣 Discount: 10
实际支付金额 Paid, CNY: 506.75
跨境电子商务支付单 · Cross-border e-commerce payment (CEB411)
支付交易编号 Payment: PAY-9
支付企业 Payment firm: 0000000003 / 虚构支付
订单编号 Order: S-1001
电商平台 Platform: 0000000001 / 虚构平台
支付人 Payer: 诸*** / **************9990
支付时间 Time: 20261123043102
支付金额 Paid, CNY: 506.75
跨境电子商务运单 · Cross-border e-commerce waybill (CEB511)
运单编号 Parcel number: 1Z5R89390357567127
提运单号 Master waybill: —
物流企业 Logistics firm: 0000000004 / 虚构物流
订单编号 Order: S-1001
收货人 Consignee: 诸葛测试 / 13800000000 / 四川省成都市武侯区虚构路1号
货物信息 Goods: 樱桃干250克、枫糖浆500毫升
件数 Parcels: 1
毛重 Gross weight, kg: 1.6
运费 Freight, CNY: 80
保价费 Insurance, CNY: 5
EXPORT FROM THE UNITED STATES
Order: S-1001
Destination: CHINA
Schedule B | Value
0813409000 | 36.00 USD
170220 | 18.50 USD
AES / EEI: NOEEI 30.37(a)
"
    );
}

#[test]
fn the_order_record_is_held_ready_under_the_messages_own_names() {
    let paper = make(&to_chengdu(), PaperKind::CbecOrder).unwrap();
    let json = serde_json::to_value(&paper).unwrap();
    for (field, value) in [
        ("paper", "cbec_order"),
        ("orderType", "I"),
        ("ebpCode", "0000000001"),
        ("goodsValue", "388.7"),
        ("acturalPaid", "506.75"),
        ("currency", "142"),
        ("buyerIdType", "1"),
        ("buyerTelephone", "13800000000"),
        ("consigneeDistrict", "510107"),
    ] {
        assert_eq!(json[field], value, "{field}");
    }
    assert_eq!(json["orderList"][0]["gmodel"], "樱桃干|无品牌|250克/袋|樱桃100%");
    for paper in complete(&to_chengdu()).unwrap() {
        let text = serde_json::to_string(&paper).unwrap();
        assert_eq!(serde_json::from_str::<Paper>(&text).unwrap(), paper);
    }
    let text = serde_json::to_string(&to_chengdu()).unwrap();
    assert_eq!(serde_json::from_str::<Consignment>(&text).unwrap(), to_chengdu());
}

/// The records' fields stand in the published schema, in its order; reads the schema if it is there.
#[test]
fn the_records_fields_are_the_schemas() {
    let Some(schema) = crate::shared("ceb/xsd-202205/import-202205.xsd") else { return };
    let fields_of = |element: &str| -> Vec<String> {
        let from = schema.split(&format!("\n\t<xs:element name=\"{element}\">")).nth(1).unwrap();
        let body = from.split("\n\t</xs:element>").next().unwrap();
        body.split("<xs:element name=\"").skip(1).map(|field| field.split('"').next().unwrap().to_owned()).collect()
    };
    let record = |kind| serde_json::to_value(make(&to_chengdu(), kind).unwrap()).unwrap();
    let order = record(PaperKind::CbecOrder);
    for (element, json) in [
        ("OrderHead", &order),
        ("OrderList", &order["orderList"][0]),
        ("PaymentHead", &record(PaperKind::CbecPayment)),
        ("LogisticsHead", &record(PaperKind::CbecWaybill)),
    ] {
        let schema = fields_of(element);
        let ours = json.as_object().unwrap().keys().filter(|key| !matches!(key.as_str(), "paper" | "orderList"));
        let places: Vec<Option<usize>> = ours.map(|key| schema.iter().position(|field| field == key)).collect();
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{element}: {places:?} in {schema:?}");
        assert!(places.len() > 8, "{element}");
    }
}

#[test]
fn nothing_prints_a_person_by_accident() {
    let whole = format!("{:?} {:?}", to_chengdu(), complete(&to_chengdu()));
    for secret in ["诸葛", "测试", "13800000000", "5199991901", "虚构路"] {
        assert!(!whole.contains(secret), "{secret}");
    }
}

/// What is wrong, one word a fact: paper, fact, line, fault, giver.
fn lacks(change: impl Fn(&mut Consignment)) -> Vec<String> {
    let mut consignment = to_chengdu();
    change(&mut consignment);
    let word = |m: &MissingFact| {
        let line = m.line.map_or(String::new(), |line| format!("[{line}]"));
        format!("{} {}{line} {:?} {:?}", m.paper.code(), m.field.code(), m.fault, m.from)
    };
    complete(&consignment).map_or_else(|missing| missing.iter().map(word).collect(), |_| vec![])
}

#[test]
fn a_fact_that_is_missing_is_named_with_its_paper_line_and_giver() {
    let first = |wanted: &str, found: Vec<String>| assert!(found.iter().any(|f| f == wanted), "{wanted}: {found:#?}");
    assert_eq!(lacks(|_| ()), [""; 0]);
    first("commercial_invoice hs_code[1] Absent Seller", lacks(|c| c.lines[1].hs = None));
    first("commercial_invoice origin[0] Absent Seller", lacks(|c| c.lines[0].origin = None));
    first("commercial_invoice net_weight[0] Absent Seller", lacks(|c| c.lines[0].net_weight_g = None));
    first("commercial_invoice net_weight[0] Absent Seller", lacks(|c| c.lines[0].net_weight_g = Some(u64::MAX)));
    first("commercial_invoice gross_weight Absent Seller", lacks(|c| c.gross_weight_g = None));
    first("commercial_invoice gross_weight Disagrees Seller", lacks(|c| c.gross_weight_g = Some(1409)));
    first("commercial_invoice description[0] Absent Seller", lacks(|c| c.lines[0].description_en = " ".into()));
    first("commercial_invoice sender Absent Seller", lacks(|c| c.sender.zip.clear()));
    first("commercial_invoice lines Absent Seller", lacks(|c| c.lines.clear()));
    first("commercial_invoice quantity[0] Absent Seller", lacks(|c| c.lines[0].quantity = 0));
    first("commercial_invoice value Disagrees Seller", lacks(|c| c.lines[1].unit_value = cny("1")));
    first(
        "commercial_invoice parcel_number Malformed Seller",
        lacks(|c| c.parcel_number = Some("1Z5R89390357567128".into())),
    );
    first("cbec_waybill parcel_number Absent Seller", lacks(|c| c.parcel_number = None));
    first("cbec_order chinese_description[1] Absent Seller", lacks(|c| c.lines[1].description_zh = None));
    first(
        "cbec_order specification[1] TooLong { most: 510 } Seller",
        lacks(|c| c.lines[1].specification_zh = Some("长".repeat(511))),
    );
    first("cbec_order lines TooLong { most: 99 } Seller", lacks(|c| c.lines = vec![cherries(); 100]));
    first(
        "cbec_order origin_customs_code[0] Absent Operator",
        lacks(|c| c.lines[0].origin = Country::parse("AQ").ok()),
    );
    first("cbec_order identity Absent Buyer", lacks(|c| c.buyer.identity = None));
    first("cbec_order platform_registration Absent Operator", lacks(|c| c.registrations.platform = None));
    first("cbec_order charges Disagrees Operator", lacks(|c| c.charges.tax = usd("1")));
    first("cbec_payment payment Absent Provider", lacks(|c| c.payment = None));
    let pay = |c: &mut Consignment, change: fn(&mut Payment)| change(c.payment.as_mut().unwrap());
    first("cbec_payment amount_paid Disagrees Provider", lacks(|c| pay(c, |p| p.amount = cny("506.74"))));
    first("cbec_payment payer Absent Provider", lacks(|c| pay(c, |p| p.payer = None)));
    let other = || Identity::check("司马虚构", "11010519491231002X", Date::constant(2026, 1, 1)).ok();
    first("cbec_payment payer Disagrees Buyer", lacks(|c| c.payment.as_mut().unwrap().payer = other()));
}

#[test]
fn an_export_filing_is_wanted_above_the_limit_of_one_number() {
    let absent = "export_filing export_filing Absent Seller";
    let wanted = |change: &dyn Fn(&mut Consignment)| lacks(change).iter().any(|found| found == absent);
    let worth = |c: &mut Consignment, cents: [i64; 2]| {
        for (line, cents) in c.lines.iter_mut().zip(cents) {
            (line.quantity, line.unit_value) = (1, Money::new(cents, Currency::USD));
        }
    };
    assert!(!wanted(&|c| worth(c, [250_000, 250_000])), "each number up to the limit");
    assert!(wanted(&|c| worth(c, [250_001, 1])), "one number above it");
    let alike = |c: &mut Consignment, code: [&str; 2]| {
        worth(c, [150_000, 150_000]);
        c.lines[0].hs = HsCode::parse(code[0]).ok();
        c.lines[1].hs = HsCode::parse(code[1]).ok();
    };
    assert!(wanted(&|c| alike(c, ["0813409000", "0813409000"])), "one number on two lines");
    assert!(wanted(&|c| alike(c, ["0813409000", "081340"])), "perhaps one number");
    assert!(!wanted(&|c| alike(c, ["0813409000", "0813401000"])), "two numbers of one heading");
    assert!(wanted(&|c| c.lines[0].eccn = Some("5A992".into())), "controlled goods to China");
    assert_eq!(
        lacks(|c| {
            worth(c, [250_001, 1]);
            c.itn = Some("X20261122123456".into())
        }),
        [""; 0]
    );
    let malformed = lacks(|c| c.itn = Some("X20261399123456".into()));
    assert!(malformed.contains(&"export_filing export_filing Malformed Seller".to_owned()), "{malformed:?}");
}

#[test]
fn the_mode_says_which_papers() {
    use PaperKind::*;
    let table: [(Mode, Country, Money, &[PaperKind]); 6] = [
        (Mode::Post, Country::SG, usd("400.00"), &[PackingSlip, Cn22, ExportFiling]),
        (Mode::Post, Country::SG, usd("400.01"), &[PackingSlip, Cn23, ExportFiling]),
        (Mode::Post, Country::SG, cny("1.00"), &[PackingSlip, Cn23, ExportFiling]),
        (Mode::Express, Country::CN, usd("1.00"), &[PackingSlip, CommercialInvoice, ExportFiling]),
        (Mode::CbecExpress, Country::JP, usd("1.00"), &[PackingSlip, CommercialInvoice, ExportFiling]),
        (
            Mode::CbecExpress,
            Country::CN,
            usd("1.00"),
            &[PackingSlip, CommercialInvoice, CbecOrder, CbecPayment, CbecWaybill, ExportFiling],
        ),
    ];
    for (mode, destination, value, wanted) in table {
        assert_eq!(required(mode, destination, value), wanted, "{mode:?} {destination} {value}");
    }
    let dear = Consignment { lines: vec![Line { unit_value: usd("200"), ..cherries() }], ..to_singapore() };
    assert_eq!(dear.papers()[1], Cn23);
    assert!(
        text(&dear, Cn23)
            .contains("Total value / Valeur totale: 600.00 USD\nPostal charges / Frais de port: 11.20 USD")
    );
    assert_eq!(PaperKind::ALL.len(), 8);
}

#[test]
fn codes_of_goods_are_six_to_ten_digits() {
    for (text, shown) in [("0813.40", "0813.40"), ("0813409000", "0813.40.9000"), ("0813 40 90", "0813.40.90")] {
        assert_eq!(HsCode::parse(text).unwrap().to_string(), shown);
    }
    for text in ["", "0813", "00812345", "990000", "770000", "081340900012", "08134a", "零八一三四〇"] {
        assert!(HsCode::parse(text).is_err(), "{text}");
    }
}

prop_compose! {
    /// A parcel with any figures, sane or not.
    fn any_parcel()(
        figures in proptest::collection::vec((0u32..2000, 0u64..5000, -5i64..300_000, -5i64..300_000), 0..6),
        charges in proptest::array::uniform4(-5i64..100_000),
        gross in proptest::option::of(0u64..10_000_000),
        wild in any::<(u32, u64, i64)>(), go_wild in proptest::bool::weighted(0.1),
        post in any::<bool>(),
    ) -> Consignment {
        let mut parcel = to_chengdu();
        let yuan = |minor| Money::new(minor, Currency::CNY);
        parcel.lines = figures.into_iter().map(|(quantity, weight, value, charged)| Line {
            quantity, net_weight_g: Some(weight), unit_value: Money::new(value, Currency::USD), charged: yuan(charged), ..cherries()
        }).collect();
        let [freight, insurance, tax, discount] = charges.map(yuan);
        parcel.charges = Charges { freight, insurance, tax, discount };
        parcel.gross_weight_g = gross;
        parcel.mode = if post { Mode::Post } else { Mode::CbecExpress };
        if let (true, Some(line)) = (go_wild, parcel.lines.first_mut()) {
            (line.quantity, line.net_weight_g) = (wild.0, Some(wild.1));
            line.unit_value = Money::new(wild.2.max(-i64::MAX), Currency::USD);
            line.charged = yuan(wild.2.max(-i64::MAX));
        }
        if let Ok(paid) = parcel.paid() && let Some(payment) = &mut parcel.payment {
            payment.amount = paid;
        }
        parcel
    }
}

proptest! {
    #[test]
    fn a_paper_is_made_or_says_what_it_lacks_and_its_sums_add_up(parcel in any_parcel()) {
        for kind in PaperKind::ALL {
            match make(&parcel, *kind) {
                Err(missing) => {
                    prop_assert!(!missing.is_empty(), "{:?} is not made and does not say why", kind);
                    prop_assert_eq!(super::missing(&parcel, *kind), missing);
                }
                Ok(paper) => {
                    prop_assert!(!paper.sheet().text().is_empty());
                    adds_up(&paper, &parcel)?;
                }
            }
        }
    }
}

/// The totals on a paper are the sums of its rows, and agree with the parcel's.
fn adds_up(paper: &Paper, parcel: &Consignment) -> Result<(), TestCaseError> {
    let declared = |goods: &Declared| {
        let sum: i64 = goods.rows.iter().map(|row| row.value.minor()).sum();
        let each = goods.rows.iter().all(|r| r.value.minor() == r.unit_value.minor() * i64::from(r.quantity));
        let weight: u64 = goods.rows.iter().map(|row| row.net_weight_g).sum();
        each && sum == goods.value.minor() && weight == goods.net_weight_g && Ok(goods.value) == parcel.declared_value()
    };
    match paper {
        Paper::Cn22(paper) => prop_assert!(declared(&paper.goods) && paper.goods.net_weight_g <= paper.gross_weight_g),
        Paper::Cn23(paper) => prop_assert!(declared(&paper.goods)),
        Paper::CommercialInvoice(paper) => {
            let total = paper.goods.value.minor() + paper.freight.minor() + paper.insurance.minor();
            prop_assert!(declared(&paper.goods) && total == paper.total.minor());
        }
        Paper::CbecOrder(paper) => {
            let goods: Decimal = paper.order_list.iter().map(|line| line.total_price).sum();
            prop_assert_eq!(goods, paper.goods_value);
            prop_assert_eq!(goods + paper.freight + paper.tax_total - paper.discount, paper.actual_paid);
            for line in &paper.order_list {
                let off = (line.price * Decimal::from(line.qty) - line.total_price).abs();
                prop_assert!(off <= Decimal::new(5, 6) * Decimal::from(line.qty), "{:?}", line);
            }
        }
        Paper::CbecPayment(paper) => prop_assert_eq!(Some(paper.amount_paid), parcel.paid().ok().map(Money::decimal)),
        Paper::ExportFiling(paper) => {
            let sum = Money::sum(Currency::USD, paper.groups.iter().map(|group| group.value));
            prop_assert_eq!(sum, parcel.declared_value());
        }
        Paper::PackingSlip(paper) => {
            prop_assert_eq!(paper.pieces, paper.rows.iter().map(|row| u64::from(row.quantity)).sum::<u64>());
        }
        Paper::CbecWaybill(paper) => prop_assert_eq!(paper.pack_no, 1),
    }
    Ok(())
}

#[test]
fn the_importer_s_number_stands_where_customs_look_for_it_and_nowhere_else() {
    use crate::identity::{Kind, PersonalCode};
    let numbers = [
        (Kind::Pccc, "P123456789012", "PCCC P123456789012", true),
        (Kind::Nik, "3171234567890123", "NIK/NPWP 3171234567890123", true),
        (Kind::Kyc, "999941057058", "KYC 999941057058", false),
        (Kind::TaiwanId, "A123456789", "ID A123456789", false),
        (Kind::CitizenId, "001099012345", "CCCD 001099012345", false),
    ];
    for (kind, number, printed, on_the_label) in numbers {
        let code = PersonalCode::check(kind, number).unwrap();
        let known = Consignment { buyer: Buyer { code: Some(code), ..to_singapore().buyer }, ..to_singapore() };
        for paper in [PaperKind::PackingSlip, PaperKind::Cn22, PaperKind::Cn23, PaperKind::CommercialInvoice] {
            let text = make(&known, paper).unwrap().sheet().text();
            let wanted = match paper {
                PaperKind::PackingSlip => false,
                PaperKind::Cn22 => on_the_label,
                _ => true,
            };
            assert_eq!(text.contains(printed), wanted, "{kind:?} {paper:?}\n{text}");
            assert_eq!(text.contains(number), wanted, "{kind:?} {paper:?}");
            assert!(
                !make(&to_singapore(), paper).unwrap().sheet().text().contains("mporter"),
                "nothing where none is known"
            );
        }
    }
}
