//! The words of a row: what the name of an input says, whatever its order of words, unit and currency.
//!
//! `excise_sgd_per_litre_alcohol` is the excise, in Singapore dollars, by the litre of alcohol; `import_duty_pct` the
//! duty as a share. A name that says nothing of this kind is not guessed at: the row is refused.

use super::names::{amount, limit, tax, unit};
use crate::rate::Unit;
use sampan_money::{Currency, Decimal};

/// What an input says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// A remark for people.
    Remark,
    /// Text, or a list of it.
    Text(Text),
    /// Yes or no.
    Flag(Flag),
    /// A sum of money, in a currency that the name may say.
    Amount(Amount, Option<Currency>),
    /// A share of the goods, of what comes to the border, or of what it costs to a buyer.
    Share(Amount),
    /// What goods cost with freight, as a multiple of what they cost without.
    Factor,
    /// How much, how strong, how many.
    Content(Content),
    /// A duty or tax.
    Rate(Tax, How),
    /// Additional duties, in the order of the book's layers or by their names.
    Layers,
    /// Lines of goods.
    Lines,
    /// Attributes of the goods.
    Attributes,
    /// An exchange rate: units of the first for one of the second; none: of the market's for one of the row's.
    Exchange(Option<(Currency, Currency)>),
    /// A threshold or fee that a limit of the book stands for.
    Limit(Limit, Option<Currency>),
}

/// Words and names of things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Text {
    Currency,
    Code,
    Origin,
    Mode,
    ShipFrom,
    OriginProof,
    Description,
}

/// What is so or not so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flag {
    SellerRegistered,
    PersonalUse,
    ForTrade,
    TaxNumber,
    RegisteredBusiness,
    Exclusion,
    OnePiece,
    OriginProof,
}

/// Sums of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Amount {
    Goods,
    Piece,
    ToTheBorder,
    Retail,
    Freight,
    Insurance,
    Discount,
    AllowanceUsed,
    CustomsPrice,
    /// Up to which a piece is free of consumption tax.
    TaxFree,
}

/// Content of goods; of all pieces together or of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    Litres,
    Millilitres,
    PieceLitres,
    PieceMillilitres,
    Grams,
    Kilograms,
    PieceGrams,
    Strength,
    Pieces,
    Packs,
    Sheets,
    FreeParcels,
}

/// Duties and taxes as sources call them; the market says which of its measures each is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tax {
    Duty,
    Provisional,
    Additional,
    Surcharge,
    Layer(&'static str),
    AntiDumping,
    Consumption,
    Excise,
    Liquor,
    Education,
    Environment,
    Income,
    ValueAdded,
    Interior,
    Fee,
    Parcel,
}

/// How a duty or tax is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// A share of its base.
    Share,
    /// A share of the duty or tax that it goes with.
    ShareOfTax,
    /// So much, in a currency that the name may say.
    Sum(Option<Currency>),
    /// So much by the unit, times a figure.
    By(Unit, Decimal, Option<Currency>),
}

/// Thresholds and fees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Limit {
    Relief,
    Order,
    Year,
    Parcel,
    Waiver,
    Stamp,
    Brokerage,
    PostFee,
}

/// What a name says; none: nothing that is known.
pub(super) fn word(name: &str) -> Option<Word> {
    let name = name.to_ascii_lowercase();
    if name.starts_with('_') || matches!(&*name, "note" | "notes" | "remark" | "source") {
        return Some(Word::Remark);
    }
    let exchange = exchange(&name);
    if exchange.is_some() {
        return exchange;
    }
    let (stem, currency) = without_currency(&name);
    plain(&stem).or_else(|| share(&stem)).or_else(|| by_unit(&stem, currency)).or_else(|| sum(&stem, currency))
}

/// A name without the code of a currency in it.
fn without_currency(name: &str) -> (String, Option<Currency>) {
    let mut found = None;
    let rest = name.split('_').filter(|part| match known_currency(part) {
        Some(currency) if found.is_none() => {
            found = Some(currency);
            false
        }
        _ => true,
    });
    (rest.collect::<Vec<_>>().join("_"), found)
}

/// A currency that rows give amounts in, by its code.
pub(super) fn known_currency(code: &str) -> Option<Currency> {
    const BESIDES: [&str; 6] = ["usd", "eur", "gbp", "cad", "chf", "nzd"];
    let code = code.to_ascii_lowercase();
    let known = crate::destinations().iter().any(|d| d.currency.code().eq_ignore_ascii_case(&code));
    if known || BESIDES.contains(&&*code) { sampan_money::currency(&code).ok() } else { None }
}

/// `fx_krw_per_usd`, `krw_per_usd`, `exchange_rate`.
fn exchange(name: &str) -> Option<Word> {
    let rest = ["fx_rate_", "fx_", "exchange_rate_", "rate_"].iter().find_map(|begin| name.strip_prefix(begin));
    let pair = rest.unwrap_or(name).split_once("_per_");
    let pair = pair.and_then(|(quote, base)| Some((known_currency(quote)?, known_currency(base)?)));
    match (pair, name) {
        (Some(pair), _) => Some(Word::Exchange(Some(pair))),
        (None, "fx" | "fx_rate" | "exchange_rate" | "rate_of_exchange" | "kurs") => Some(Word::Exchange(None)),
        _ => None,
    }
}

fn plain(stem: &str) -> Option<Word> {
    use Content::*;
    Some(match stem {
        "currency" => Word::Text(Text::Currency),
        "hs" | "hs_code" | "hs_codes" | "code" | "codes" => Word::Text(Text::Code),
        "origin" | "country_of_origin" => Word::Text(Text::Origin),
        "mode" | "carriage" => Word::Text(Text::Mode),
        "ship_from" | "shipped_from" => Word::Text(Text::ShipFrom),
        "origin_proof" => Word::Text(Text::OriginProof),
        "description" | "goods_description" | "product_name" => Word::Text(Text::Description),
        "seller_registered" | "registered" | "registered_seller" => Word::Flag(Flag::SellerRegistered),
        "personal_use" | "own_use" => Word::Flag(Flag::PersonalUse),
        "for_trade" | "commercial" => Word::Flag(Flag::ForTrade),
        "has_npwp" | "npwp" | "has_tax_id" | "tax_id" => Word::Flag(Flag::TaxNumber),
        "registered_business" | "buyer_registered" => Word::Flag(Flag::RegisteredBusiness),
        "s301_exclusion" | "importer_exclusion" | "exclusion" | "market_based_exclusion" => Word::Flag(Flag::Exclusion),
        "single_item" | "one_item" | "indivisible" | "packed_as_one" | "packaged_as_one" => Word::Flag(Flag::OnePiece),
        "has_origin_proof" | "proof_of_origin" | "preference_claimed" => Word::Flag(Flag::OriginProof),
        "additional_pct" | "layers_pct" | "additional_layers_pct" => Word::Layers,
        "lines" | "items" => Word::Lines,
        "attributes" => Word::Attributes,
        "litres" | "liters" | "litres_max" | "volume_l" | "volume_litres" | "total_litres" => Word::Content(Litres),
        "ml" | "volume_ml" => Word::Content(Millilitres),
        "bottle_litres" | "litres_per_bottle" | "litres_each" => Word::Content(PieceLitres),
        "bottle_ml" | "ml_per_bottle" | "ml_each" => Word::Content(PieceMillilitres),
        "grams" | "net_g" | "weight_g" | "net_weight_g" => Word::Content(Grams),
        "kg" | "net_kg" | "kilograms" | "weight_kg" | "net_weight_kg" => Word::Content(Kilograms),
        "grams_each" | "g_each" => Word::Content(PieceGrams),
        "abv_pct" | "abv" | "abv_percent" | "alcohol_by_volume" | "degrees" | "strength_pct" => Word::Content(Strength),
        "quantity" | "qty" | "pieces" | "units" | "bottles" | "sticks" | "count" => Word::Content(Pieces),
        "retail_packs" | "packs" => Word::Content(Packs),
        "sheets" => Word::Content(Sheets),
        "free_parcels" | "exempt_parcels_used" => Word::Content(FreeParcels),
        "freight_allocation_factor" => Word::Factor,
        _ => return None,
    })
}

/// A duty or tax as a share, or a share of a sum of money.
fn share(stem: &str) -> Option<Word> {
    if let Some((what, of)) = stem.split_once("_pct_of_").or_else(|| stem.split_once("_percent_of_")) {
        let of_goods = matches!(of, "fob" | "goods" | "price" | "value" | "cif" | "goods_and_freight");
        return match (amount(what), tax(what)) {
            (Some(amount @ (Amount::Insurance | Amount::Freight | Amount::Discount)), _) if of_goods => {
                Some(Word::Share(amount))
            }
            (_, Some(tax)) if of_goods || matches!(of, "cif_value" | "retail_price" | "customs_value") => {
                Some(Word::Rate(tax, How::Share))
            }
            (_, Some(tax)) => Some(Word::Rate(tax, How::ShareOfTax)),
            _ => None,
        };
    }
    let endings = ["_rate_pct", "_ad_valorem_pct", "_pct", "_percent", "_rate"];
    let what = endings.iter().find_map(|ending| stem.strip_suffix(ending))?;
    match (what, amount(what)) {
        ("rate", _) => Some(Word::Rate(Tax::Parcel, How::Share)),
        (_, Some(amount @ (Amount::Insurance | Amount::Freight | Amount::Discount))) => Some(Word::Share(amount)),
        _ => tax(what).map(|tax| Word::Rate(tax, How::Share)),
    }
}

/// A duty or tax by content: `alcohol_tax_per_degree_per_litre`, `ct_per_500g`.
fn by_unit(stem: &str, currency: Option<Currency>) -> Option<Word> {
    let (what, by) = stem.split_once("_per_")?;
    let what = tax(what).or_else(|| what.strip_suffix("_specific").and_then(tax))?;
    let digits = by.len() - by.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (many, by) = by.split_at(digits);
    let many =
        if many.is_empty() { Decimal::ONE } else { many.parse().ok().filter(|many: &Decimal| !many.is_zero())? };
    let (unit, times) = unit(by.trim_start_matches('_'))?;
    Some(Word::Rate(what, How::By(unit, times.checked_div(many)?, currency)))
}

/// A sum of money: of goods, or of a duty or tax, or a threshold.
fn sum(stem: &str, currency: Option<Currency>) -> Option<Word> {
    if let Some(amount) = amount(stem) {
        return Some(Word::Amount(amount, currency));
    }
    if let Some(limit) = limit(stem) {
        return Some(Word::Limit(limit, currency));
    }
    let stem = ["_specific", "_amount", "_fixed"].iter().find_map(|ending| stem.strip_suffix(ending)).unwrap_or(stem);
    tax(stem).map(|tax| Word::Rate(tax, How::Sum(currency)))
}
