//! What is asked at the checkout: the address in the country's own form, the identity where customs wants it, the
//! e-mail address of a guest, a way of delivery for every parcel. What was typed is always shown again.

mod check;
pub mod divisions;

pub use check::{Checked, check};

use super::view::{Item, OrdersView};
use crate::look::Choice;
use sampan_customs::Country;
use sampan_customs::address::{self, Field, Kind, Source};
use sampan_customs::divisions::{self as china, Division, Level};
use sampan_customs::identity::Kind as DocumentKind;
use sampan_ids::Date;
use sampan_web::Shell;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What someone who buys has written down.
#[derive(Clone, Default, Deserialize, utoipa::ToSchema)]
pub struct Purchase {
    /// What is bought; without it, what lies in the basket.
    #[serde(default)]
    pub items: Option<Vec<Item>>,
    /// The basket that was shown.
    #[serde(default)]
    pub basket: String,
    /// The place that was shown; the reader's choice if nothing is said.
    #[serde(default)]
    pub destination: String,
    /// The address, by the names of the country's form.
    #[serde(default)]
    pub address: BTreeMap<String, String>,
    /// The identity that customs wants.
    #[serde(default)]
    pub identity: Person,
    /// A guest's e-mail address.
    #[serde(default)]
    pub email: String,
    /// The code of a way of delivery by seller; the default one where nothing is said.
    #[serde(default)]
    pub deliveries: BTreeMap<String, String>,
    /// The whole amount that was shown.
    #[serde(default)]
    pub expected: Option<Expected>,
    /// `yes` where the page was shown to someone who was signed in.
    #[serde(default)]
    pub signed_in: String,
    /// A lawful way on that is taken, as the page offered it; the form is shown again with it.
    #[serde(default)]
    pub changes: String,
    /// `show` only shows the form again, with lists and prices that go with what is chosen.
    #[serde(default)]
    pub then: String,
}

/// A name and a number, as on the document; where it names no person, the name is the addressee's.
#[derive(Clone, Default, Deserialize, utoipa::ToSchema)]
pub struct Person {
    /// The name.
    #[serde(default)]
    pub name: String,
    /// The number.
    #[serde(default)]
    pub number: String,
}

/// An amount as it was shown.
#[derive(Clone, Default, Deserialize, utoipa::ToSchema)]
pub struct Expected {
    /// Digits with a point.
    #[serde(default)]
    pub amount: String,
    /// The currency's code.
    #[serde(default)]
    pub currency: String,
}

/// The form as it is shown.
#[derive(Serialize, utoipa::ToSchema)]
pub struct FormView {
    /// The address's fields in the country's order; none where nothing is sent.
    pub fields: Vec<FieldView>,
    /// Whether customs want to know who the buyer is.
    pub wants_identity: bool,
    /// By what, where they do.
    pub document: Option<DocumentView>,
    /// Whether an e-mail address is wanted.
    pub wants_email: bool,
    /// What was typed as name on the card.
    #[serde(skip)]
    pub identity_name: String,
    /// What was typed as number.
    #[serde(skip)]
    pub identity_number: String,
    /// What was typed as e-mail address.
    #[serde(skip)]
    pub email: String,
}

/// A document by which customs know the buyer.
#[derive(Serialize, utoipa::ToSchema)]
pub struct DocumentView {
    /// Its kind, such as `resident_id` or `pccc`.
    pub kind: &'static str,
    /// What its number is called.
    pub label: String,
    /// Who asks for it, and where it goes.
    pub why: String,
    /// What the number looks like.
    pub hint: String,
    /// Whether the name on it is asked for besides.
    pub names_the_person: bool,
}

impl DocumentView {
    fn of(kind: DocumentKind, s: &Shell) -> DocumentView {
        let says = |part: &str| s.t(format!("checkout-document-{part}-{}", kind.code().replace('_', "-")));
        DocumentView {
            kind: kind.code(),
            label: says("label"),
            why: says("why"),
            hint: says("hint"),
            names_the_person: kind.names_the_person(),
        }
    }
}

/// A field of the address.
#[derive(Serialize, utoipa::ToSchema)]
pub struct FieldView {
    /// The name it is sent by.
    pub name: String,
    /// What it is called.
    pub label: String,
    /// A hint, or empty.
    pub hint: String,
    /// Whether it must be filled in.
    pub required: bool,
    /// The HTML `autocomplete` token.
    pub autocomplete: String,
    /// The HTML `inputmode`.
    pub inputmode: String,
    /// The most characters.
    pub max: String,
    /// What is chosen from, where it is a choice.
    #[schema(value_type = Option<Vec<Object>>)]
    pub options: Option<Vec<Choice>>,
    /// The field whose list hangs on this one, or empty.
    pub next: String,
    /// Where that list is, or empty.
    pub source: String,
    /// What was typed.
    #[serde(skip)]
    pub value: String,
}

impl FormView {
    /// The form for orders to a country, filled with what was typed.
    pub fn of(typed: &Purchase, orders: &OrdersView, country: Country, guest: bool, s: &Shell) -> FormView {
        let form = address::form(country).filter(|_| orders.has_parcels());
        let fields = form.map(|form| form.fields.iter().map(|field| FieldView::of(field, typed, country, s)).collect());
        FormView {
            fields: fields.unwrap_or_default(),
            wants_identity: orders.document().is_some(),
            document: orders.document().map(|kind| DocumentView::of(kind, s)),
            wants_email: guest,
            identity_name: typed.identity.name.clone(),
            identity_number: typed.identity.number.clone(),
            email: typed.email.clone(),
        }
    }

    /// Whether a list hangs on another, so that a browser without scripts needs a button to show it.
    pub fn has_lists(&self) -> bool {
        self.fields.iter().any(|field| !field.next.is_empty())
    }
}

impl FieldView {
    fn of(field: &Field, typed: &Purchase, country: Country, s: &Shell) -> FieldView {
        let value = typed.address.get(field.name).cloned().unwrap_or_default();
        let above = |name: &str| typed.address.get(name).map(String::as_str).unwrap_or_default();
        let hint = match field.kind {
            Kind::Phone(numbers) => s.t1("checkout-such-as", "example", numbers.example),
            Kind::Postcode(code) => s.t2("checkout-wanted-digits", "digits", code.digits, "example", code.example),
            Kind::Text | Kind::Select { .. } => String::new(),
        };
        let (options, next) = match field.kind {
            Kind::Select { source: Source::List(choices) } => {
                let choice = |c: &address::Choice| {
                    let label = if c.name == c.latin { c.name.to_owned() } else { format!("{} {}", c.name, c.latin) };
                    Choice::new(c.code, label, c.code == value)
                };
                (Some(choices.iter().map(choice).collect()), "")
            }
            Kind::Select { source: Source::Divisions(Level::Province) } => (Some(divisions::highest(&value)), "city"),
            Kind::Select { source: Source::Divisions(Level::City) } => {
                (Some(divisions::below(above("region"), &value)), "district")
            }
            Kind::Select { source: Source::Divisions(Level::District) } => {
                (Some(divisions::below(above("city"), &value)), "")
            }
            Kind::Text | Kind::Postcode(_) | Kind::Phone(_) => (None, ""),
        };
        let hangs = !next.is_empty();
        FieldView {
            name: format!("address.{}", field.name),
            label: s.t(format!("checkout-{}", field.label_key)),
            hint,
            required: field.required,
            autocomplete: format!("shipping {}", field.autocomplete),
            inputmode: field.inputmode.to_owned(),
            max: field.max.to_string(),
            options,
            next: if hangs { format!("address.{next}") } else { String::new() },
            source: if hangs { format!("/divisions/{}", country.code()) } else { String::new() },
            value,
        }
    }
}

impl Purchase {
    /// The address without the choices that no longer go with those above them, as when a list was changed without
    /// scripts, and with the one "district" of a city that has none taken for what it is.
    pub fn settle(&mut self, country: Country) {
        if country != Country::CN {
            return;
        }
        let code = |purchase: &Purchase, name: &str| purchase.address.get(name).and_then(|text| china::parse(text));
        if self.address.get("district").is_some_and(|d| Some(d) == self.address.get("city")) {
            self.address.remove("district");
        }
        let strays = |below: Option<Division>, above: Option<Division>, is_above: fn(&Division) -> Option<Division>| matches!((below, above), (Some(below), Some(above)) if is_above(&below) != Some(above));
        if strays(code(self, "city"), code(self, "region"), Division::province) {
            self.address.remove("city");
        }
        if strays(code(self, "district"), code(self, "city"), Division::city)
            || strays(code(self, "district"), code(self, "region"), Division::province)
        {
            self.address.remove("district");
        }
    }
}

/// The day whose law holds, for what is checked against it.
pub fn today(at: sampan_ids::Timestamp) -> Date {
    at.to_zoned(jiff::tz::TimeZone::UTC).date()
}
