//! Checking what was written down, field by field. What was typed is never part of a log.

use super::Purchase;
use crate::checkout::sums::Sums;
use sampan_customs::Country;
use sampan_customs::address::{self, Address, Wanted};
use sampan_customs::identity::{CodeRefusal, Document, DocumentRefusal, IdRefusal, Kind, NameRefusal};
use sampan_ids::Date;
use sampan_web::{FieldErrors, Shell};

/// What was written down, checked.
#[derive(Clone)]
pub struct Checked {
    /// The address, where something is sent.
    pub address: Option<Address>,
    /// What customs know the buyer by, where they want it.
    pub document: Option<Document>,
    /// A guest's e-mail address.
    pub email: Option<String>,
}

/// Checks all of it, so that one answer names all that is wrong.
pub fn check(
    typed: &Purchase,
    sums: &Sums,
    country: Country,
    guest: bool,
    today: Date,
    s: &Shell,
) -> Result<Checked, FieldErrors> {
    let mut errors = FieldErrors::new();
    let address = sums.parcels.then(|| address::check(country, &typed.address));
    if let Some(Err(wrong)) = &address {
        for error in wrong {
            let field = format!("address.{}", error.field);
            errors.add(field, &error.found, wanted(error.wanted, s), format!("address_{}", error.wanted.code()));
        }
    }
    let person = &typed.identity;
    let document = sums.document.map(|kind| Document::check(kind, &person.name, &person.number, today));
    // The number itself is in no reply.
    match (sums.document, &document) {
        (_, Some(Err(DocumentRefusal::Resident(refusal)))) => {
            if let Some(name) = refusal.name {
                errors.add("identity.name", &person.name, name_wanted(name, s), name.code());
            }
            if let Some(id) = refusal.id {
                errors.add("identity.number", "", id_wanted(id, s), id.code());
            }
        }
        (Some(kind), Some(Err(DocumentRefusal::Code(refusal)))) => {
            errors.add("identity.number", "", code_wanted(kind, *refusal, s), refusal.code());
        }
        _ => {}
    }
    let email = guest.then(|| typed.email.trim().to_owned());
    match email.as_deref() {
        Some("") => errors.add("email", "", s.t("checkout-wanted-email"), "missing"),
        Some(email) if !is_email(email) => errors.add("email", email, s.t("checkout-wanted-email"), "email"),
        _ => {}
    }
    match errors.is_empty() {
        true => Ok(Checked { address: address.and_then(Result::ok), document: document.and_then(Result::ok), email }),
        false => Err(errors),
    }
}

/// Whether mail could go there: something, an @, a domain with a dot.
fn is_email(text: &str) -> bool {
    let plain = text.len() <= 254 && !text.chars().any(|c| c.is_whitespace() || c.is_control() || "<>,;\"".contains(c));
    let parts = text.split_once('@').filter(|(local, domain)| !local.is_empty() && !domain.contains('@'));
    plain && parts.is_some_and(|(_, domain)| domain.contains('.') && !domain.split('.').any(str::is_empty))
}

fn wanted(of: Wanted, s: &Shell) -> String {
    match of {
        Wanted::Something => s.t("checkout-wanted-something"),
        Wanted::AtMost { characters } => s.t1("checkout-wanted-at-most", "characters", characters),
        Wanted::PlainText => s.t("checkout-wanted-plain-text"),
        Wanted::Digits { digits, example } => s.t2("checkout-wanted-digits", "digits", digits, "example", example),
        Wanted::NoPostcode => s.t("checkout-wanted-no-postcode"),
        Wanted::Phone { calling, example } => s.t2("checkout-wanted-phone", "calling", calling, "example", example),
        Wanted::OneOfTheList => s.t("checkout-wanted-choice"),
    }
}

fn name_wanted(of: NameRefusal, s: &Shell) -> String {
    match of {
        NameRefusal::Length { .. } => s.t("checkout-wanted-name-length"),
        NameRefusal::Characters => s.t("checkout-wanted-name-characters"),
        NameRefusal::Dot => s.t("checkout-wanted-name-dot"),
    }
}

fn id_wanted(of: IdRefusal, s: &Shell) -> String {
    match of {
        IdRefusal::Length { found } => s.t1("checkout-wanted-id-length", "found", found),
        IdRefusal::Characters => s.t("checkout-wanted-id-characters"),
        IdRefusal::Region => s.t("checkout-wanted-id-region"),
        IdRefusal::BirthDate => s.t("checkout-wanted-id-birth-date"),
        IdRefusal::CheckDigit => s.t("checkout-wanted-id-check-digit"),
    }
}

fn code_wanted(kind: Kind, of: CodeRefusal, s: &Shell) -> String {
    match of {
        CodeRefusal::Form => s.t(format!("checkout-document-hint-{}", kind.code().replace('_', "-"))),
        CodeRefusal::CheckDigit => s.t("checkout-wanted-code-check-digit"),
    }
}

#[cfg(test)]
mod tests {
    use super::is_email;

    #[test]
    fn an_address_of_mail_has_two_parts() {
        for (text, holds) in [
            ("mei@example.com", true),
            ("mei.li+farm@mail.example.org", true),
            ("mei", false),
            ("@example.com", false),
            ("mei@example", false),
            ("mei@example..com", false),
            ("mei@a@example.com", false),
            ("mei li@example.com", false),
            ("Mei <mei@example.com>", false),
        ] {
            assert_eq!(is_email(text), holds, "{text}");
        }
    }
}
