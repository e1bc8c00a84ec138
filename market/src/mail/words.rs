//! The words of letters: every letter there is, what it wants to be told, and how it becomes subject and text.

use super::Letter;

/// Every letter: its key, and the params that its text names. A param that is not given is left empty.
pub const LETTERS: &[(&str, &[&str])] = &[
    ("confirm", &["link"]),
    ("welcome", &["link"]),
    ("reset", &["link"]),
    ("taken", &["link"]),
    ("guest_order", &["number", "amount", "date", "link"]),
    ("new_order", &["number", "amount", "date", "link"]),
    ("order_paid", &["number", "amount", "date", "link"]),
    ("order_expired", &["number", "link"]),
    ("order_shipped", &["number", "date", "link"]),
    ("order_delivered", &["number", "date", "link"]),
    ("order_completed", &["number", "link"]),
    ("order_cancelled", &["number", "reason", "link"]),
    ("order_returned", &["number", "amount", "reason", "link"]),
    ("order_refunded", &["number", "amount", "link"]),
    ("refund_late_payment", &["number", "amount", "link"]),
    ("refund_other_payment", &["number", "amount", "link"]),
    ("claim_opened", &["number", "reason", "date", "link"]),
    ("claim_decided", &["number", "reason", "link"]),
    ("message", &["number", "link"]),
    ("seller_approved", &["link"]),
    ("seller_declined", &["reason", "link"]),
    ("seller_suspended", &["reason", "link"]),
    ("seller_fee", &["link"]),
    ("staff_invited", &["shop", "link"]),
    ("listing_withdrawn", &["reason", "link"]),
    ("listing_restored", &["link"]),
    ("law_change", &["name", "date", "dearer", "cheaper", "stops", "starts", "link"]),
];

/// The key of a letter's text: `order_paid` and `subject` are `mail-order-paid-subject`.
fn key(letter: &str, part: &str) -> String {
    format!("mail-{}-{part}", letter.replace('_', "-"))
}

/// Subject and text of a letter in a language: a greeting, what it says, who writes.
pub fn of(letter: &Letter, lang: &str, name: &str) -> (String, String) {
    let wanted = LETTERS.iter().find(|(key, _)| *key == letter.key).map_or(&[][..], |(_, params)| params);
    let mut params: Vec<(&str, &str)> = letter.params.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    for param in wanted.iter().filter(|param| !letter.params.contains_key(**param)) {
        tracing::warn!(letter = letter.key, param, "a letter was not told what its text names");
        params.push((param, ""));
    }
    let day = letter.params.get("date").and_then(|day| day.parse().ok()).map(|day| sampan_web::weekday(day, lang));
    if let (Some(day), Some(date)) = (&day, params.iter_mut().find(|(key, _)| *key == "date")) {
        date.1 = day;
    }
    let words = |part: &str| crate::words(lang, &key(&letter.key, part), &params);
    let greeting = match name {
        "" => crate::words(lang, "mail-greeting-nobody", &[]),
        name => crate::words(lang, "mail-greeting", &[("name", name)]),
    };
    let foot = crate::words(lang, "mail-foot", &[]);
    (words("subject"), format!("{greeting}\n\n{}\n\n{foot}\n", words("body")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use sampan_ids::AccountId;
    use std::path::Path;

    #[test]
    fn every_letter_is_written_out_in_every_language() {
        for (lang, _) in crate::languages().list() {
            for (key, params) in LETTERS {
                let given: Vec<(&str, &str)> = params.iter().map(|param| (*param, "‹said›")).collect();
                let letter = Letter::new(AccountId(uuid::Uuid::nil()), key, &given);
                let (subject, body) = of(&letter, lang, "Mei");
                for text in [&subject, &body] {
                    assert!(!text.contains("mail-"), "{lang} lacks a text of {key}: {text}");
                    assert!(!text.contains("{$"), "{lang} {key} names what nobody tells it: {text}");
                }
                assert!(!subject.contains('\n') && subject.chars().count() < 90, "{lang} {key}: {subject}");
                for param in *params {
                    let own = format!("{subject}{body}").matches("‹said›").count();
                    assert!(own >= params.len(), "{lang} {key} does not say its {param}");
                }
            }
        }
    }

    #[test]
    fn a_language_has_its_own_letters() {
        for (key, _) in LETTERS {
            let letter = Letter::new(AccountId(uuid::Uuid::nil()), key, &[]);
            assert_ne!(of(&letter, "en", "").1, of(&letter, "zh-Hans", "").1, "{key}");
        }
    }

    #[test]
    fn every_letter_that_is_sent_is_listed() {
        let mut sent = Vec::new();
        walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut sent);
        assert!(!sent.is_empty());
        for key in sent {
            assert!(LETTERS.iter().any(|(known, _)| *known == key), "the letter {key:?} has no words");
        }
    }

    /// The keys in `Letter::new(to, "key", …)` of all sources.
    fn walk(folder: &Path, keys: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.path().is_dir() {
                walk(&entry.path(), keys);
            } else if entry.path().extension().is_some_and(|end| end == "rs")
                && !entry.path().ends_with("mail/words.rs")
            {
                let source = std::fs::read_to_string(entry.path()).unwrap();
                let calls = source.split("Letter::new(").skip(1);
                let second =
                    |rest: &str| Some(rest.split(',').nth(1)?.trim().strip_prefix('"')?.split('"').next()?.to_owned());
                keys.extend(
                    calls.filter_map(second).filter(|key| key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')),
                );
            }
        }
    }
}
