//! Papers as they are printed, what they lack, and the two forms, for pages and programs.

use super::{Firms, Gap, Sender};
use crate::page;
use sampan_customs::papers::{Paper, PaperKind, Sheet};
use sampan_web::Shell;
use serde::Serialize;
use utoipa::ToSchema;

/// Papers of one parcel.
#[derive(Serialize, ToSchema)]
pub struct PapersView {
    /// The order's id.
    pub order: String,
    /// The order's number.
    pub number: String,
    /// The papers that can be made, each a sheet of its own.
    pub sheets: Vec<SheetView>,
    /// What keeps others from being made.
    pub missing: Vec<GapView>,
    /// Whether they are kept as they were when the parcel left.
    pub kept: bool,
}
page!(PapersView, "declarations/pages/papers.html");

/// A paper as it is printed.
#[derive(Serialize, ToSchema)]
pub struct SheetView {
    /// Which paper.
    pub kind: &'static str,
    /// Whether it is a record for a customs system and does not go with the parcel.
    pub record: bool,
    /// Its title.
    pub title: String,
    /// Its boxes.
    pub boxes: Vec<BoxView>,
    /// The columns of its table.
    pub columns: Vec<String>,
    /// The table's rows.
    pub rows: Vec<Vec<String>>,
    /// What stands below the table.
    pub totals: Vec<BoxView>,
    /// What is declared at the end.
    pub notes: Vec<String>,
    /// Whether someone signs it.
    pub signed: bool,
}

/// A label and what stands by it.
#[derive(Serialize, ToSchema)]
pub struct BoxView {
    /// The label.
    pub label: String,
    /// The lines by it.
    pub lines: Vec<String>,
}

impl SheetView {
    /// A paper as a sheet.
    pub fn of(paper: &Paper) -> SheetView {
        let Sheet { title, boxes, columns, rows, totals, notes } = paper.sheet();
        let own = |b: sampan_customs::papers::SheetBox| BoxView { label: b.label.to_owned(), lines: b.lines };
        let kind = paper.kind();
        SheetView {
            kind: kind.code(),
            record: kind.is_record(),
            title: title.to_owned(),
            boxes: boxes.into_iter().map(own).collect(),
            columns: columns.into_iter().map(str::to_owned).collect(),
            rows,
            totals: totals.into_iter().map(own).collect(),
            notes,
            signed: matches!(kind, PaperKind::Cn22 | PaperKind::Cn23 | PaperKind::CommercialInvoice),
        }
    }
}

/// A fact that a paper lacks, with the words for it.
#[derive(Clone, Serialize, ToSchema)]
pub struct GapView {
    /// The paper; `shipment` for what the parcel needs besides papers.
    pub paper: String,
    /// The fact.
    pub field: String,
    /// The line, from 1.
    pub line: Option<usize>,
    /// `absent`, `too_long`, `malformed` or `disagrees`.
    pub fault: String,
    /// Who can give it.
    pub from: String,
    /// All of it in a sentence.
    pub says: String,
    /// Where it is given, or empty.
    pub href: String,
}

impl GapView {
    /// A gap in the reader's words.
    pub fn of(gap: &Gap, s: &Shell) -> GapView {
        let key = |prefix: &str, code: &str| s.t(format!("declarations-{prefix}-{}", code.replace('_', "-")));
        let line = gap.line.map(|line| s.t1("declarations-line", "line", line)).unwrap_or_default();
        let (paper, field) = (key("paper", &gap.paper), key("fact", &gap.field));
        let (fault, from) = (key("fault", &gap.fault), key("from", &gap.from));
        let values: [(&str, &dyn sampan_web::Argument); 5] =
            [("paper", &paper), ("field", &field), ("line", &line), ("fault", &fault), ("from", &from)];
        let href = match gap.field.as_str() {
            "sender" => "/seller/sender",
            "parcel_number" | "gross_weight" | "export_filing" => "#parcel",
            _ if gap.from == "seller" => "/seller/listings",
            _ => "",
        };
        GapView {
            says: s.tn("declarations-gap", &values),
            href: href.to_owned(),
            paper: gap.paper.clone(),
            field: gap.field.clone(),
            line: gap.line,
            fault: gap.fault.clone(),
            from: gap.from.clone(),
        }
    }
}

/// Where a seller's parcels leave from.
#[derive(Serialize, ToSchema)]
pub struct SenderView {
    /// Street and number.
    pub street: String,
    /// City.
    pub city: String,
    /// The state, which is the shop's.
    pub state: String,
    /// ZIP code.
    pub zip: String,
    /// Phone, or empty.
    pub phone: String,
    /// Whether it has been set; a demo invents one until then.
    pub set: bool,
}
page!(SenderView, "declarations/pages/sender.html");

impl SenderView {
    /// A place, set or not.
    pub fn of(sender: Sender, state: String, set: bool) -> SenderView {
        let Sender { street, city, zip, phone } = sender;
        SenderView { street, city, state, zip, phone: phone.unwrap_or_default(), set }
    }
}

/// The firms that customs know.
#[derive(Serialize, ToSchema)]
pub struct RegistrationsView {
    /// Each part and who stands for it.
    pub firms: Vec<FirmView>,
    /// Whether the operator has set them; a demo invents some until then.
    pub set: bool,
}
page!(RegistrationsView, "declarations/pages/registrations.html");

/// A firm and the part it stands for.
#[derive(Serialize, ToSchema)]
pub struct FirmView {
    /// `platform`, `merchant`, `payment` or `carrier`.
    pub part: &'static str,
    /// The registration number, or empty.
    pub code: String,
    /// The registered name, or empty.
    pub name: String,
}

impl RegistrationsView {
    /// The firms, set or not.
    pub fn of(firms: &Firms, set: bool) -> RegistrationsView {
        let china = &firms.china;
        let parts = [
            ("platform", &china.platform),
            ("merchant", &china.merchant),
            ("payment", &china.payment),
            ("carrier", &china.carrier),
        ];
        let firm = |(part, firm): (&'static str, &Option<sampan_customs::papers::Firm>)| FirmView {
            part,
            code: firm.as_ref().map(|f| f.code.clone()).unwrap_or_default(),
            name: firm.as_ref().map(|f| f.name.clone()).unwrap_or_default(),
        };
        RegistrationsView { firms: parts.into_iter().map(firm).collect(), set }
    }
}
