//! The words that sources use: for sums of money, thresholds, duties and taxes, units.

use super::words::{Amount, Limit, Tax};
use crate::rate::Unit;
use sampan_money::Decimal;

/// The sum of money of a name.
pub(super) fn amount(stem: &str) -> Option<Amount> {
    Some(match stem {
        "goods" | "fob" | "fob_value" | "value" | "price" | "goods_value" | "goods_price" | "item_price"
        | "liquor_value" | "declared_value" | "declared" | "invoice_value" | "invoice" | "order_value"
        | "sale_price" | "selling_price" | "product_price" | "product" | "item" | "goods_cost" | "cost"
        | "sales_value" => Amount::Goods,
        "unit_price" | "price_each" | "unit_value" | "price_per_piece" | "price_per_bottle" | "value_each" => {
            Amount::Piece
        }
        "cif" | "cif_value" | "dutiable_value" | "customs_value" | "taxable_value" | "assessable_value" | "dpv"
        | "dutiable_price" | "av" | "cifd" | "duty_paying_value" => Amount::ToTheBorder,
        "retail_price" | "net_retail_price" | "suggested_retail_price" | "srp" | "retail_value" => Amount::Retail,
        "freight"
        | "shipping"
        | "transport"
        | "transport_insurance"
        | "transport_and_insurance"
        | "postage"
        | "delivery"
        | "delivery_fee"
        | "shipping_fee"
        | "international_freight"
        | "freight_insurance" => Amount::Freight,
        "insurance" | "insurance_premium" => Amount::Insurance,
        "discount" | "coupon" | "voucher" => Amount::Discount,
        "allowance_used" | "used_this_year" | "year_used" | "yearly_used" => Amount::AllowanceUsed,
        "customs_price" | "table_price" | "customs_table_price" => Amount::CustomsPrice,
        "ict_threshold" | "luxury_threshold" | "consumption_tax_threshold" => Amount::TaxFree,
        _ => return None,
    })
}

/// The threshold or fee of a name.
pub(super) fn limit(stem: &str) -> Option<Limit> {
    Some(match stem {
        "relief_limit"
        | "relief"
        | "de_minimis"
        | "de_minimis_limit"
        | "exemption_limit"
        | "duty_free_limit"
        | "threshold"
        | "lvg_limit"
        | "relief_threshold"
        | "de_minimis_threshold" => Limit::Relief,
        "order_limit" | "single_limit" | "single_order_limit" | "transaction_limit" => Limit::Order,
        "year_limit" | "yearly_limit" | "annual_limit" => Limit::Year,
        "parcel_limit" => Limit::Parcel,
        "waiver" | "waiver_limit" | "tax_waiver" | "tax_exemption" => Limit::Waiver,
        "doc_stamp" | "documentary_stamp" | "stamp" | "cds" | "customs_documentary_stamp" => Limit::Stamp,
        "brokerage" | "brokerage_in_vat_base" | "brokerage_fee" => Limit::Brokerage,
        "clearance_fee" | "post_fee" | "postal_fee" => Limit::PostFee,
        _ => return None,
    })
}

/// The duty or tax of a name, as far as it says which.
pub(super) fn tax(stem: &str) -> Option<Tax> {
    Some(match stem {
        "duty" | "mfn" | "mfn_duty" | "import_duty" | "customs_duty" | "customs" | "bcd" | "basic_duty"
        | "basic_customs_duty" | "tariff" | "duty_ad_valorem" | "mfn_rate" | "flat_duty" | "preferential_duty"
        | "fta_duty" | "bea_masuk" | "bm" => Tax::Duty,
        "provisional" | "provisional_duty" => Tax::Provisional,
        "additional_duty"
        | "surcharge"
        | "special_duty"
        | "safeguard"
        | "safeguard_duty"
        | "retaliatory_duty"
        | "countervailing_duty" => Tax::Additional,
        "sws" | "social_welfare_surcharge" => Tax::Surcharge,
        "aidc" => Tax::Layer("aidc"),
        "health_cess" | "cess" => Tax::Layer("cess"),
        "s301" => Tax::Layer("s301"),
        "s232" => Tax::Layer("s232"),
        "reciprocal" => Tax::Layer("reciprocal"),
        "fentanyl" => Tax::Layer("march2025"),
        "anti_dumping" | "anti_dumping_duty" | "antidumping" | "antidumping_duty" => Tax::AntiDumping,
        "ct" | "consumption_tax" | "individual_consumption_tax" | "ict" | "luxury_tax" | "ct_ad_valorem" => {
            Tax::Consumption
        }
        "excise"
        | "excise_duty"
        | "excise_tax"
        | "sct"
        | "special_consumption_tax"
        | "commodity_tax"
        | "cukai"
        | "ttdb"
        | "tobacco_tax"
        | "excise_ad_valorem" => Tax::Excise,
        "liquor_tax"
        | "alcohol_tax"
        | "liquor_duty"
        | "alcohol_duty"
        | "spirits_duty"
        | "wet"
        | "wine_equalisation_tax"
        | "wine_equalization_tax" => Tax::Liquor,
        "education_tax" | "education" => Tax::Education,
        "environment_tax" | "environmental_tax" | "environment_protection_tax" | "env_tax" => Tax::Environment,
        "income_tax" | "pph" | "pph22" | "pph_22" => Tax::Income,
        "vat" | "gst" | "igst" | "sst" | "ppn" | "sales_tax" | "business_tax" | "value_added_tax" | "import_vat"
        | "import_gst" | "import_sales_tax" | "lvg_tax" | "lvg_sales_tax" => Tax::ValueAdded,
        "interior" | "interior_tax" | "local_tax" => Tax::Interior,
        "fee" | "trade_promotion_fee" | "promotion_fee" | "import_processing_fee" | "ipf" => Tax::Fee,
        "parcel_tax" | "postal_tax" => Tax::Parcel,
        _ => return None,
    })
}

/// A unit, and how much of it goes into one of the book's.
pub(super) fn unit(text: &str) -> Option<(Unit, Decimal)> {
    let one = Decimal::ONE;
    Some(match text {
        "litre_alcohol"
        | "l_alcohol"
        | "litre_of_alcohol"
        | "litre_pure_alcohol"
        | "litre_of_pure_alcohol"
        | "lpa"
        | "la"
        | "lal"
        | "liter_alcohol" => (Unit::LitreOfAlcohol, one),
        "proof_litre" | "proof_l" => (Unit::LitreOfAlcohol, Decimal::TWO),
        "degree_per_litre" | "litre_per_degree" | "degree_litre" | "litre_degree" => {
            (Unit::LitreOfAlcohol, Decimal::ONE_HUNDRED)
        }
        "litre" | "liter" | "l" => (Unit::Litre, one),
        "ml" => (Unit::Millilitre, one),
        "hl" => (Unit::Hectolitre, one),
        "kl" | "kilolitre" => (Unit::Kilolitre, one),
        "kg" => (Unit::Kilogram, one),
        "g" | "gram" => (Unit::Gram, one),
        "t" | "tonne" | "ton" => (Unit::Tonne, one),
        "unit" | "piece" | "bottle" | "item" | "stick" | "pc" => (Unit::Piece, one),
        "pack" => (Unit::Pack, one),
        "sheet" => (Unit::Sheet, one),
        _ => return None,
    })
}
