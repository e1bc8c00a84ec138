//! Customs' own prices for goods that come as personal articles.

use super::beginnings::Packed;
use super::condition::Condition;
use super::{BookError, Citation, Citations, Confidence, Kept, Period, Source, table};
use crate::rate::Unit;
use crate::request::Line;
use crate::text::Text;
use jiff::civil::Date;
use sampan_money::Decimal;

/// The columns of `parcel-prices.csv`; a file may leave out those from `ml_most` on.
const COLUMNS: [&str; 13] = [
    "hs",
    "unit",
    "price",
    "abv_from",
    "abv_below",
    "from",
    "to",
    "citation",
    "confidence",
    "en",
    "zh",
    "ml_most",
    "needs",
];
const COLUMNS_REQUIRED: usize = 11;

/// One row of `parcel-prices.csv`.
#[derive(Debug, Clone)]
pub struct CustomsPrice {
    /// The digits that a code must begin with.
    pub hs: String,
    /// What the price is for.
    pub unit: Unit,
    /// The price of a unit in major units of the market's currency.
    pub price: Decimal,
    /// Alcohol by volume from and below which it holds; none: any.
    pub abv: Option<(Decimal, Decimal)>,
    /// The most millilitres of a piece that it holds for; none: any.
    pub ml_most: Option<Decimal>,
    /// What must be so of the goods for it to hold; none: it always holds.
    pub needs: Vec<Condition>,
    /// The days it holds.
    pub period: Period,
    /// Where it is from.
    pub citation: Kept<Citation>,
    /// How sure it is.
    pub confidence: Confidence,
    /// The goods, in English.
    pub en: String,
    /// The goods, in Simplified Chinese.
    pub zh: String,
    overlay: bool,
    begin: Packed,
    /// The name that an answer gives it.
    pub(crate) rule: Text,
}

impl CustomsPrice {
    /// Whether it is for goods such as a line's, whatever their strength; a volume that is not known counts as small.
    pub fn meets(&self, line: &Line) -> bool {
        let small = self.ml_most.is_none_or(|most| line.volume_ml.is_none_or(|ml| ml <= most));
        small && self.needs.iter().all(|condition| condition.holds(line))
    }

    /// Whether an alcohol content is one that the row is for.
    pub fn has_strength(&self, abv: Decimal) -> bool {
        self.abv.is_none_or(|(from, below)| from <= abv && abv < below)
    }
}

/// The rows for a code on a day: those with the longest beginning, an operator's before others.
pub(super) fn find<'a>(rows: &'a [CustomsPrice], code: &str, on: Date) -> Vec<&'a CustomsPrice> {
    let code = Packed::of(code);
    let mut found: Vec<_> = rows.iter().filter(|row| code.begins_with(row.begin) && row.period.holds(on)).collect();
    let best = found.iter().map(|row| (row.hs.len(), row.overlay)).max();
    found.retain(|row| Some((row.hs.len(), row.overlay)) == best);
    found
}

pub(super) fn read(files: &[(&Source, &str)], citations: &Citations) -> Result<Vec<CustomsPrice>, BookError> {
    let mut all = Vec::new();
    for (source, _) in files.iter().filter(|(_, name)| *name == "parcel-prices.csv") {
        for row in table::rows_with(source, &COLUMNS, COLUMNS_REQUIRED)? {
            all.push(price(&row, citations, source.overlay)?);
        }
    }
    Ok(all)
}

fn price(row: &table::Row, citations: &Citations, overlay: bool) -> Result<CustomsPrice, BookError> {
    let figure = |column: &'static str| -> Result<Option<Decimal>, BookError> {
        let read = |text: &str| text.parse().map_err(|_| row.error(column, "wanted a number"));
        let figure: Option<Decimal> = row.some(column).map(read).transpose()?;
        figure
            .map(|f| if f.is_sign_negative() { Err(row.error(column, "is below nothing")) } else { Ok(f) })
            .transpose()
    };
    let price = figure("price")?.filter(|price| *price <= Decimal::from(1_000_000_000));
    let abv = (figure("abv_from")?, figure("abv_below")?);
    let hs = row.hs("hs")?;
    Ok(CustomsPrice {
        begin: Packed::of(&hs),
        rule: row.kept(&format!("cn/price/{hs}")),
        hs,
        unit: Unit::named(row.text("unit")).ok_or_else(|| row.error("unit", "is no unit"))?,
        price: price.ok_or_else(|| row.error("price", "wanted an amount"))?,
        abv: match abv {
            (None, None) => None,
            (from, below) => Some((from.unwrap_or_default(), below.unwrap_or(Decimal::from(101)))),
        },
        ml_most: figure("ml_most")?,
        needs: Condition::list(row.text("needs")),
        period: row.period()?,
        citation: row.citation(citations)?,
        confidence: row.confidence()?,
        en: row.text("en").to_owned(),
        zh: row.text("zh").to_owned(),
        overlay,
    })
}
