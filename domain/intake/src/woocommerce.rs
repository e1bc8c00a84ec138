//! WooCommerce's product export: a row a product; variations are rows of their own that name their product.

use crate::cells::{self, Fault};
use crate::headers::{Column, Columns};
use crate::records::Record;
use crate::rows::{Book, Group, Pictures, Row, Wrong, unpublish_unpriced};
use crate::{Code, Incoming, IncomingVariant, Item, NoticeCode, Status, limits};
use std::collections::HashMap;

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Simple,
    Variable,
    Variation,
    Grouped,
    External,
    Unknown,
}

/// What a row is, and whether it is a thing without a parcel. A cell may read `simple, downloadable, virtual`.
fn kind(columns: &Columns, record: &Record) -> (Kind, bool) {
    let text = columns.at(Column::Type).map_or("", |at| record.cell(at)).to_ascii_lowercase();
    let words: Vec<_> = text.split(',').map(str::trim).collect();
    let kind = match words.iter().find(|word| !matches!(**word, "virtual" | "downloadable")) {
        None | Some(&("" | "simple")) => Kind::Simple,
        Some(&"variable") => Kind::Variable,
        Some(&"variation") => Kind::Variation,
        Some(&"grouped") => Kind::Grouped,
        Some(&"external" | &"affiliate") => Kind::External,
        Some(_) => Kind::Unknown,
    };
    (kind, words.iter().any(|word| matches!(*word, "virtual" | "downloadable")))
}

/// What names the product that a row belongs to, as another row may refer to it.
///
/// `aliases` tells, for products that have both, which SKU an `id:NN` stands for.
pub(crate) fn key(columns: &Columns, record: &Record, aliases: &HashMap<String, String>) -> String {
    let text = |column| columns.at(column).map_or("", |at| record.cell(at)).trim();
    let own = || format!("row:{}", record.row);
    if record.broken.is_some() {
        return own();
    }
    let name = match kind(columns, record).0 {
        Kind::Variation => named(text(Column::Parent)),
        _ => named(text(Column::Sku)).or_else(|| id(text(Column::Key))),
    };
    let name = name.unwrap_or_else(own);
    aliases.get(&name).cloned().unwrap_or(name)
}

/// For a product with variations: the name by its number, and the name by its SKU.
pub(crate) fn alias(columns: &Columns, record: &Record) -> Option<(String, String)> {
    let text = |column| columns.at(column).map_or("", |at| record.cell(at)).trim();
    let variable = kind(columns, record).0 == Kind::Variable;
    variable.then(|| Some((id(text(Column::Key))?, named(text(Column::Sku))?))).flatten()
}

fn id(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| format!("id:{text}"))
}

/// The name that a reference stands for: `id:NN`, or a SKU.
fn named(text: &str) -> Option<String> {
    let folded = text.to_lowercase();
    match folded.strip_prefix("id:") {
        Some(number) => id(number.trim()),
        None if folded.is_empty() => None,
        None => Some(format!("sku:{folded}")),
    }
}

/// Makes a product of its row and its variations, or refuses them.
pub(crate) fn assemble(columns: &Columns, group: Group, book: &mut Book) {
    let rows = &group.rows;
    let is_variation = |record: &Record| kind(columns, record).0 == Kind::Variation;
    let Some(parent) = rows.iter().position(|record| !is_variation(record)) else {
        return rows.iter().for_each(|record| refuse_orphan(Row { record, columns }, book));
    };
    let row = Row { record: &rows[parent], columns };
    let mut built = row.sound().and_then(|()| product(row, book));
    if let Ok((product, Kind::Simple, pictures)) = built {
        built = simple(row, product, pictures, book);
    }
    let (mut product, kind, mut pictures) = match built {
        Ok(built) => built,
        Err(wrong) => return book.refuse_all(columns, rows, parent, wrong),
    };
    let (variations, others): (Vec<_>, Vec<_>) = rows
        .iter()
        .enumerate()
        .filter(|(at, _)| *at != parent)
        .map(|(_, record)| Row { record, columns })
        .partition(|row| is_variation(row.record) && kind == Kind::Variable);
    for other in others {
        refuse_second(other, rows[parent].row, book);
    }
    if kind == Kind::Variable
        && let Err(wrong) = vary(row, &variations, &mut product, &mut pictures, book)
    {
        return book.refuse(row.record, wrong);
    }
    if pictures.cut > 0 {
        let text = format!("{} pictures beyond {} are left out.", pictures.cut, limits::IMAGES);
        book.note(&row, Column::Image, NoticeCode::ListCut, text);
    }
    product.images = pictures.urls;
    product.rows.sort_unstable();
    book.variants += product.variants.len() as u64;
    book.unweighed += product.variants.iter().filter(|variant| variant.grams.is_none()).count() as u64;
    for variant in &product.variants {
        if let Some(sku) = &variant.sku {
            book.keep_sku(sku, variant.row);
        }
    }
    unpublish_unpriced(row, &mut product, book);
    book.out.push_back(Item::Product(Box::new(product)));
}

fn refuse_orphan(row: Row, book: &mut Book) {
    let fault = Fault::new(Code::ParentMissing, "the SKU of a variable product in this file, or id: and its number");
    let wrong = row.sound().err().unwrap_or_else(|| row.wrong(Column::Parent, fault));
    book.refuse(row.record, wrong);
}

/// Refuses a further row of a product that has no variations: one with the same name, or a variation of it.
fn refuse_second(row: Row, first: u64, book: &mut Book) {
    let wrong = row.sound().err().unwrap_or_else(|| match kind(row.columns, row.record).0 {
        Kind::Variation => {
            let wanted = format!("a product of type variable; that in row {first} is none");
            row.wrong(Column::Parent, Fault::new(Code::ParentMissing, wanted))
        }
        _ => {
            let column = if row.has(Column::Sku) { Column::Sku } else { Column::Key };
            let wanted = format!("one of its own: row {first} has this one already");
            row.wrong(column, Fault::new(Code::SkuTaken, wanted))
        }
    });
    book.refuse(row.record, wrong);
}

/// A product without variants, from its row.
fn product(row: Row, book: &mut Book) -> Result<(Incoming, Kind, Pictures), Wrong> {
    let (kind, _) = kind(row.columns, row.record);
    refuse_by_kind(row)?;
    let title = row.title()?;
    let sku = row.short(Column::Sku)?.map(|sku| sku.trim_start_matches('\'').to_owned());
    let id = row.short(Column::Key)?.and_then(|text| id(&text));
    let missing = || Fault::new(Code::KeyMissing, "a SKU, or the product's ID: without one it cannot be known again");
    let key = sku.filter(|sku| !sku.is_empty()).or(id).ok_or_else(|| row.wrong(Column::Sku, missing()))?;
    let status = row.read(Column::Published, status)?;
    let hidden = row.text(Column::Visibility).eq_ignore_ascii_case("hidden");
    let category = deepest(row.text(Column::Category));
    let mut pictures = Pictures::default();
    for text in cells::list(row.text(Column::Image)) {
        pictures.add(row.image(Column::Image, &text, book));
    }
    let product = Incoming {
        key,
        row_first: row.record.row,
        rows: vec![row.record.row],
        line: row.record.line,
        title,
        body_html: row.body(Column::Body, &description(row), book)?,
        vendor: cells::list(row.text(Column::Vendor))
            .into_iter()
            .find(|name| name.chars().nth(limits::SHORT_CHARS).is_none()),
        kind: category.as_ref().and_then(|path| path.rsplit('>').next()).map(|last| last.trim().to_owned()),
        category_guess: category,
        tags: row.tags(book),
        status,
        published: status == Status::Active && !hidden,
        options: Vec::new(),
        variants: Vec::new(),
        images: Vec::new(),
    };
    Ok((product, kind, pictures))
}

/// Refuses what is not sold here: bundles, goods of other sites, things without a parcel.
fn refuse_by_kind(row: Row) -> Result<(), Wrong> {
    let (kind, unshipped) = kind(row.columns, row.record);
    let (code, wanted) = match kind {
        Kind::Grouped => (Code::Grouped, "a simple or variable product; list the parts of a group one by one"),
        Kind::External => (Code::External, "a product that you ship yourself; this one is sold on another site"),
        Kind::Unknown => (Code::TypeUnknown, "simple, variable or variation"),
        _ if unshipped => (Code::NotShipped, "goods that are shipped; what is not is to be listed as a service"),
        _ => return Ok(()),
    };
    Err(row.wrong(Column::Type, Fault::new(code, wanted)))
}

/// 1 published, 0 private, -1 a draft.
fn status(text: &str) -> Result<Status, Fault> {
    match text {
        "-1" | "0" => Ok(Status::Draft),
        text => match cells::yes(text)? {
            Some(false) => Ok(Status::Draft),
            _ => Ok(Status::Active),
        },
    }
}

/// The category with the most steps.
fn deepest(text: &str) -> Option<String> {
    let paths = cells::list(text).into_iter().filter(|path| path.chars().nth(limits::SHORT_CHARS).is_none());
    let mut best: Option<String> = None;
    for path in paths {
        let steps = |path: &str| path.matches('>').count();
        if best.as_ref().is_none_or(|other| steps(&path) > steps(other)) {
            best = Some(path);
        }
    }
    best
}

/// The short description and the long one. The export writes line ends as `\n`.
fn description(row: Row) -> String {
    let written = |column| row.text(column).replace("\\n", "\n");
    let broken = |text: String| if text.contains('<') { text } else { text.replace('\n', "<br>\n") };
    let (short, long) = (written(Column::ShortBody), written(Column::Body));
    match (short.is_empty(), long.is_empty()) {
        (true, _) => broken(long),
        (_, true) => broken(short),
        _ if long.contains(&short) => broken(long),
        _ => format!("<p>{}</p>\n{}", broken(short), broken(long)),
    }
}

/// Gives a simple product its one variant.
fn simple(
    row: Row,
    mut product: Incoming,
    pictures: Pictures,
    book: &mut Book,
) -> Result<(Incoming, Kind, Pictures), Wrong> {
    product.variants.push(variant(row, None, Vec::new(), &HashMap::new(), book)?);
    Ok((product, Kind::Simple, pictures))
}

/// A variant from its row; what is blank in a variation's is taken from its product's.
fn variant(
    row: Row,
    parent: Option<Row>,
    options: Vec<String>,
    skus: &HashMap<String, u64>,
    book: &mut Book,
) -> Result<IncomingVariant, Wrong> {
    let sku = row.sku(book, skus)?;
    let (price, compare_at) = price(row, book)?;
    let weighed = parent.filter(|_| !row.has(Column::Weight)).unwrap_or(row);
    let image = cells::list(row.text(Column::Image)).into_iter().next().unwrap_or_default();
    Ok(IncomingVariant {
        row: row.record.row,
        sku,
        options,
        price,
        compare_at,
        quantity: quantity(row, parent, book)?,
        grams: weighed.read(Column::Weight, |text| cells::weight(text, row.columns.unit))?,
        barcode: row.optional(Column::Barcode, book, cells::barcode),
        image: parent.and_then(|_| row.image(Column::Image, &image, book)),
        hs_code: None,
        origin: None,
        facts: parent.map(|parent| parent.facts()).unwrap_or_default().into_iter().chain(row.facts()).collect(),
    })
}

/// What a variant costs, and what it is reduced from. A reduction with dates is not taken: whether it holds depends on
/// the day.
fn price(row: Row, book: &mut Book) -> Result<(sampan_money::Money, Option<sampan_money::Money>), Wrong> {
    let regular = row.price()?;
    let Some(sale) = row.read(Column::SalePrice, cells::price)?.filter(|sale| sale.minor() < regular.minor()) else {
        return Ok((regular, None));
    };
    if row.has(Column::SaleFrom) || row.has(Column::SaleTo) {
        let text = format!("The sale price {} holds for some days only; the regular price was taken.", sale.amount());
        book.note(&row, Column::SalePrice, NoticeCode::SaleDated, text);
        return Ok((regular, None));
    }
    Ok((sale, Some(regular)))
}

/// Pieces in stock: none known where the shop does not count, 0 where it says that nothing is there.
fn quantity(row: Row, parent: Option<Row>, book: &mut Book) -> Result<Option<i64>, Wrong> {
    let shared = row.text(Column::Quantity).eq_ignore_ascii_case("parent")
        || (!row.has(Column::Quantity) && parent.is_some_and(|parent| parent.has(Column::Quantity)));
    if row.read(Column::InStock, |text| Ok(cells::yes(text).unwrap_or(None)))? == Some(false)
        && !row.has(Column::Quantity)
    {
        return Ok(Some(0));
    }
    if shared {
        let text = "The variations share their product's stock; please give each its own.";
        book.note(&row, Column::Quantity, NoticeCode::StockShared, text);
        return Ok(None);
    }
    row.read(Column::Quantity, cells::quantity)
}

/// The attributes that a row names, with its values.
fn attributes<'a>(row: Row<'a>) -> Vec<(String, &'a str)> {
    let pairs = row
        .columns
        .attributes
        .iter()
        .map(|attribute| (cells::line(row.record.cell(attribute.name)), row.record.cell(attribute.values).trim()));
    pairs.filter(|(name, _)| !name.is_empty()).collect()
}

/// Gives a variable product its axes and variants; refuses the bad variations, and the product where none is good.
fn vary(
    parent: Row,
    variations: &[Row],
    product: &mut Incoming,
    pictures: &mut Pictures,
    book: &mut Book,
) -> Result<(), Wrong> {
    let axes = axes(parent, variations, book);
    let none = |found: String| Wrong::of_row(Code::NoVariants, found, "at least one variation that can be taken");
    let mut skus = HashMap::new();
    let mut taken: HashMap<Vec<String>, u64> = HashMap::new();
    for row in variations {
        let built = row.sound().and_then(|()| refuse_by_kind(*row)).and_then(|()| values(*row, &axes, &taken));
        match built.and_then(|options| variant(*row, Some(parent), options, &skus, book)) {
            Ok(variant) => {
                taken.insert(variant.options.clone(), variant.row);
                skus.extend(variant.sku.clone().map(|sku| (sku, variant.row)));
                pictures.add(variant.image.clone());
                product.rows.push(variant.row);
                product.variants.push(variant);
            }
            Err(wrong) => book.refuse(row.record, wrong),
        }
    }
    product.options = axes;
    match (product.variants.is_empty(), variations.len()) {
        (false, _) => Ok(()),
        (true, 0) => Err(none("a variable product without variations".into())),
        (true, all) => Err(none(format!("a variable product whose {all} variations are all refused"))),
    }
}

/// The attributes that variations differ in, in the order of the product's; one that none fixes is told.
fn axes(parent: Row, variations: &[Row], book: &mut Book) -> Vec<String> {
    let mut fixed: Vec<String> = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let used = variations.iter().filter(|row| row.sound().is_ok()).flat_map(|row| attributes(*row));
    for (name, value) in used {
        let list = if value.is_empty() { &mut open } else { &mut fixed };
        if !list.contains(&name) {
            list.push(name);
        }
    }
    for name in open.iter().filter(|name| !fixed.contains(name)) {
        let text =
            format!("No variation says which \"{}\" it is; it was not taken as an option.", cells::excerpt(name));
        book.note(&parent, Column::Type, NoticeCode::OptionOpen, text);
    }
    let order: Vec<_> = attributes(parent).into_iter().map(|(name, _)| name).collect();
    fixed.sort_by_key(|name| order.iter().position(|other| other == name).unwrap_or(usize::MAX));
    fixed
}

/// A variation's value on every axis; no two have the same.
fn values(row: Row, axes: &[String], taken: &HashMap<Vec<String>, u64>) -> Result<Vec<String>, Wrong> {
    if axes.len() > limits::AXES {
        let found = format!("{} options", axes.len());
        return Err(Wrong::of_row(Code::TooManyOptions, found, format!("at most {} options", limits::AXES)));
    }
    let own = attributes(row);
    let mut options = Vec::with_capacity(axes.len());
    for axis in axes {
        let value = own.iter().find(|(name, _)| name == axis).map_or("", |(_, value)| value);
        let missing = || Fault::new(Code::OptionMissing, format!("one value of {}", cells::excerpt(axis)));
        let value = cells::short(value, limits::SHORT_CHARS).and_then(|value| value.ok_or_else(missing));
        options.push(value.map_err(|fault| row.wrong_at(axis, "", fault))?);
    }
    match taken.get(&options) {
        Some(other) => {
            let wanted = format!("options that no other variation has; row {other} has these");
            Err(Wrong::of_row(Code::OptionRepeated, options.join(" / "), wanted))
        }
        None => Ok(options),
    }
}
