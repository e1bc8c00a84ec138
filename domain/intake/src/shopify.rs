//! Shopify's product export: one product over several rows with one handle; the first has the name, further ones a
//! variant, a picture, or both.

use crate::cells::{self, Fault, Unit};
use crate::headers::{Column, Columns};
use crate::records::Record;
use crate::rows::{Book, Group, Pictures, Row, Wrong, unpublish_unpriced};
use crate::{Code, Incoming, IncomingVariant, Item, NoticeCode, Status, limits};
use std::collections::{HashMap, HashSet};

/// The columns of the three option axes: name and value.
const OPTIONS: [(Column, Column); 3] = [
    (Column::OptionName1, Column::OptionValue1),
    (Column::OptionName2, Column::OptionValue2),
    (Column::OptionName3, Column::OptionValue3),
];

/// What Shopify calls the one option of a product that has none.
const NO_OPTION: (&str, &str) = ("Title", "Default Title");

/// The handle that a row belongs to, folded.
pub(crate) fn key(columns: &Columns, record: &Record) -> Option<String> {
    let handle = columns.at(Column::Key).map_or("", |at| record.cell(at));
    let handle = if record.broken.is_some() { handle.trim_matches('"') } else { handle };
    let handle = handle.trim().to_lowercase();
    (!handle.is_empty()).then_some(handle)
}

/// Makes a product of its rows, or refuses them.
///
/// A row that is bad is refused alone; where it is the product's first, every row is refused, so that nothing stands in
/// the shop by half.
pub(crate) fn assemble(columns: &Columns, group: Group, book: &mut Book) {
    let rows = &group.rows;
    let row = |at: usize| Row { record: &rows[at], columns };
    if let Err(wrong) = row(0).sound() {
        return book.refuse_all(columns, rows, 0, wrong);
    }
    let first = (0..rows.len()).find(|at| row(*at).has(Column::Title) && row(*at).sound().is_ok()).unwrap_or(0);
    let built = product(row(first), &group.key, book).and_then(|(product, axes)| {
        let mut form = Forms { axes, ..Forms::default() };
        let variant = form.variant(row(first), book)?;
        Ok((product, form, variant))
    });
    let (mut product, mut forms, variant) = match built {
        Ok(built) => built,
        Err(wrong) => return book.refuse_all(columns, rows, first, wrong),
    };
    let mut head = Some(variant);
    let mut pictures = Pictures::default();
    for at in 0..rows.len() {
        let row = row(at);
        let variant = match (at == first, row.sound()) {
            (true, _) => head.take(),
            (false, Err(wrong)) => {
                book.refuse(row.record, wrong);
                continue;
            }
            (false, Ok(())) if is_variant(row) => match forms.variant(row, book) {
                Ok(variant) => Some(variant),
                Err(wrong) => {
                    book.refuse(row.record, wrong);
                    continue;
                }
            },
            (false, Ok(())) => None,
        };
        if at != first {
            note_oddities(row, &product, variant.is_some(), book);
        }
        pictures.add(row.image(Column::Image, row.text(Column::Image), book));
        product.rows.push(row.record.row);
        product.variants.extend(variant);
    }
    if pictures.cut > 0 {
        let text = format!("{} pictures beyond {} are left out.", pictures.cut, limits::IMAGES);
        book.note(&row(first), Column::Image, NoticeCode::ListCut, text);
    }
    if group.apart {
        let text = format!("The rows of \"{}\" stand apart in the file; they were joined.", product.key);
        book.note(&row(first), Column::Key, NoticeCode::RowsApart, text);
    }
    // A product's metafields stand in its first row and hold for all its variants.
    for (name, value) in row(first).facts() {
        for variant in &mut product.variants {
            variant.facts.entry(name.clone()).or_insert_with(|| value.clone());
        }
    }
    product.images = pictures.urls;
    product.row_first = rows[0].row;
    product.line = rows[0].line;
    forms.finish(&mut product, book);
    unpublish_unpriced(row(first), &mut product, book);
    book.out.push_back(Item::Product(Box::new(product)));
}

/// What one should know of a further row of a product.
fn note_oddities(row: Row, product: &Incoming, is_variant: bool, book: &mut Book) {
    let title = cells::line(row.text(Column::Title));
    if !title.is_empty() && title != product.title {
        let text =
            format!("Named \"{}\" here; \"{}\" is kept.", cells::excerpt(&title), cells::excerpt(&product.title));
        book.note(&row, Column::Title, NoticeCode::TitleDiffers, text);
    }
    if !is_variant && !row.has(Column::Image) {
        let text = "The row has neither a variant nor a picture; nothing was taken from it.";
        book.note(&row, Column::Key, NoticeCode::NothingInRow, text);
    }
}

/// Whether a further row of a product has a variant of its own, rather than a picture alone.
fn is_variant(row: Row) -> bool {
    use Column::*;
    [Sku, Price, Barcode, OptionValue1, OptionValue2, OptionValue3].into_iter().any(|column| row.has(column))
}

/// An option axis: its name and the column of its values.
type Axis = (String, Column);

/// A product without variants and pictures, from the row with its name.
fn product(row: Row, key: &str, book: &mut Book) -> Result<(Incoming, Vec<Axis>), Wrong> {
    row.read(Column::Key, |text| cells::short(text, limits::SHORT_CHARS))?;
    let title = row.title()?;
    if row.read(Column::GiftCard, cells::yes)? == Some(true) {
        let wanted = "goods that can be shipped; gift cards are not sold here";
        return Err(row.wrong(Column::GiftCard, Fault::new(Code::GiftCard, wanted)));
    }
    let status = row.read(Column::Status, status)?;
    let shown = row.read(Column::Published, cells::yes)?.unwrap_or(true);
    let category = match row.short(Column::Category)? {
        Some(category) => Some(category),
        None => row.short(Column::GoogleCategory)?.filter(|text| text.parse::<u32>().is_err()),
    };
    let kind = row.short(Column::Kind)?;
    let vendor = row.short(Column::Vendor)?;
    let axes = axes(row)?;
    let product = Incoming {
        key: key.to_owned(),
        row_first: row.record.row,
        rows: Vec::new(),
        line: row.record.line,
        title,
        body_html: row.body(Column::Body, row.text(Column::Body), book)?,
        vendor,
        category_guess: category.or_else(|| kind.clone()),
        kind,
        tags: row.tags(book),
        status,
        published: shown && status == Status::Active,
        options: axes.iter().map(|(name, _)| name.clone()).collect(),
        variants: Vec::new(),
        images: Vec::new(),
    };
    Ok((product, axes))
}

fn status(text: &str) -> Result<Status, Fault> {
    match text.to_ascii_lowercase().as_str() {
        "" | "active" => Ok(Status::Active),
        "draft" | "unlisted" => Ok(Status::Draft),
        "archived" => Ok(Status::Archived),
        _ => Err(Fault::new(Code::StatusUnknown, "active, draft or archived")),
    }
}

/// The axes that a product's first row names.
fn axes(row: Row) -> Result<Vec<Axis>, Wrong> {
    let mut axes = Vec::new();
    for (name, value) in OPTIONS {
        match row.short(name)? {
            Some(axis) if axis == NO_OPTION.0 && row.text(value) == NO_OPTION.1 => {}
            Some(axis) => axes.push((axis, value)),
            None => {}
        }
    }
    Ok(axes)
}

/// The variants of a product as they come in.
#[derive(Default)]
struct Forms {
    axes: Vec<Axis>,
    skus: HashMap<String, u64>,
    options: HashMap<Vec<String>, u64>,
    rows: usize,
}

impl Forms {
    /// The variant of a row.
    fn variant(&mut self, row: Row, book: &mut Book) -> Result<IncomingVariant, Wrong> {
        self.rows += 1;
        let options = self.options(row)?;
        let sku = row.sku(book, &self.skus)?;
        let price = row.price()?;
        let compare_at = row.read(Column::ComparePrice, cells::price)?.filter(|before| before.minor() > price.minor());
        let quantity = row.read(Column::Quantity, cells::quantity)?;
        let grams = weight(row)?;
        if row.read(Column::Shipped, cells::yes)? == Some(false) {
            let wanted = "goods that are shipped; what is not is to be listed as a service";
            return Err(row.wrong(Column::Shipped, Fault::new(Code::NotShipped, wanted)));
        }
        if let Some(sku) = &sku {
            self.skus.insert(sku.clone(), row.record.row);
        }
        self.options.insert(options.clone(), row.record.row);
        Ok(IncomingVariant {
            row: row.record.row,
            sku,
            options,
            price,
            compare_at,
            quantity,
            grams,
            barcode: row.optional(Column::Barcode, book, cells::barcode),
            image: row.image(Column::VariantImage, row.text(Column::VariantImage), book),
            hs_code: row.optional(Column::HsCode, book, cells::hs_code),
            origin: row.optional(Column::Origin, book, cells::origin),
            facts: row.facts(),
        })
    }

    /// A row's value on every axis; no two rows have the same.
    fn options(&self, row: Row) -> Result<Vec<String>, Wrong> {
        for (name, value) in OPTIONS {
            let named = self.axes.iter().any(|(_, column)| *column == value);
            if !named && row.has(value) && row.text(value) != NO_OPTION.1 {
                let wanted = format!("the option's name in {} of the product's first row", row.columns.name(name));
                return Err(row.wrong(value, Fault::new(Code::OptionUnnamed, wanted)));
            }
        }
        let mut options = Vec::with_capacity(self.axes.len());
        for (name, column) in &self.axes {
            let missing = || Fault::new(Code::OptionMissing, format!("a value for {}", cells::excerpt(name)));
            options.push(row.short(*column)?.ok_or_else(|| row.wrong(*column, missing()))?);
        }
        match self.options.get(&options) {
            Some(other) => {
                let wanted = format!("options that no other row of the product has; row {other} has these");
                Err(row.wrong(Column::OptionValue1, Fault::new(Code::OptionRepeated, wanted)))
            }
            None => Ok(options),
        }
    }

    /// Counts and remembers what became part of a product; an axis `Title` of one value alone is none.
    fn finish(self, product: &mut Incoming, book: &mut Book) {
        for (sku, row) in &self.skus {
            book.keep_sku(sku, *row);
        }
        book.variants += product.variants.len() as u64;
        book.unweighed += product.variants.iter().filter(|variant| variant.grams.is_none()).count() as u64;
        if self.rows == 1 && product.options == [NO_OPTION.0] {
            product.options.clear();
            product.variants.iter_mut().for_each(|variant| variant.options.clear());
        }
        let unique: HashSet<_> = product.options.iter().collect();
        if unique.len() < product.options.len() {
            let numbered = product.options.iter().enumerate().map(|(at, name)| format!("{name} {}", at + 1)).collect();
            product.options = numbered;
        }
    }
}

/// A row's weight. Shopify's grams are grams whatever unit is shown in the shop; other tools write a weight and its unit.
fn weight(row: Row) -> Result<Option<u32>, Wrong> {
    if row.has(Column::Grams) || !row.has(Column::Weight) {
        return row.read(Column::Grams, |text| cells::weight(text, Some(Unit::Gram)));
    }
    let unit = Unit::named(row.text(Column::WeightUnit));
    row.read(Column::Weight, |text| cells::weight(text, unit))
}
