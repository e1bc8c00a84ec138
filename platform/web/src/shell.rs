//! What every page knows: the reader's language and choices, the tokens of its forms, and how things are written.

use crate::cookies::{self, Change, Jar, Keys};
use crate::csrf::{self, Binding};
use crate::exchange::Replayed;
use crate::{Argument, Assets, FieldError, FieldErrors, Languages, format};
use fluent_bundle::FluentArgs;
use jiff::Timestamp;
use jiff::civil::Date;
use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, OnceLock};

/// The frame around a page; comfortable inside templates.
#[derive(Clone)]
pub struct Shell {
    /// The language's code, as it stands in `<html lang>`.
    pub lang: &'static str,
    /// The path asked for, with its query, without `/api/v1`.
    pub path: String,
    /// The request's id, as it stands in the log.
    pub request_id: String,
    /// Whether someone is signed in.
    pub signed_in: bool,
    /// What the viewer is called; set by the site.
    pub name: Option<String>,
    /// What the viewer is (buyer, seller, operator); set by the site.
    pub roles: Vec<String>,
    /// Whatever else the site shows on every page.
    pub labels: BTreeMap<String, String>,
    /// The clock that times are written by; set by the site, else UTC.
    pub clock: format::Clock,
    /// A sentence from the request before this one.
    pub notice: Option<String>,
    /// The fields that need another look, when a form is shown again.
    pub errors: FieldErrors,
    pub(crate) prefs: BTreeMap<String, String>,
    pub(crate) typed: Arc<Vec<(String, String)>>,
    pub(crate) replayed: Replayed,
    languages: &'static Languages,
    assets: &'static Assets,
    guard: Arc<Guard>,
}

struct Guard {
    keys: Arc<Keys>,
    jar: Jar,
    session: OnceLock<[u8; 32]>,
    /// The guest's id: from the cookie, or made when a form first needs one.
    guest: OnceLock<String>,
    knew_guest: bool,
}

/// HTML that is safe as it stands, such as hidden fields or a chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Markup(pub String);

impl fmt::Display for Markup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl askama::filters::HtmlSafe for Markup {}
impl askama::FastWritable for Markup {
    fn write_into(&self, dest: &mut dyn fmt::Write, _: &dyn askama::Values) -> askama::Result<()> {
        Ok(dest.write_str(&self.0)?)
    }
}

/// A whole number of any width, or a reference to one, as templates pass them.
pub trait Whole {
    /// The number; beyond 64 bits the nearest.
    fn whole(&self) -> i64;
}
impl<T: Whole + ?Sized> Whole for &T {
    fn whole(&self) -> i64 {
        (**self).whole()
    }
}
macro_rules! whole {
    ($($number:ty),*) => {$(
        impl Whole for $number {
            fn whole(&self) -> i64 {
                i64::try_from(*self).unwrap_or(i64::MAX)
            }
        }
    )*};
}
whole!(i8, i16, i32, i64, isize, u8, u16, u32, u64, usize);

pub(crate) struct Opening<'a> {
    pub languages: &'static Languages,
    pub assets: &'static Assets,
    pub keys: Arc<Keys>,
    pub jar: Jar,
    pub accept_language: &'a str,
    pub path: String,
    pub request_id: String,
}

impl Shell {
    pub(crate) fn open(opening: Opening<'_>) -> Shell {
        let Opening { languages, assets, keys, jar, accept_language, path, request_id } = opening;
        let prefs = read_prefs(jar.get(cookies::PREFS).unwrap_or_default());
        let chosen = prefs.get("lang").and_then(|lang| languages.known(lang));
        let guest = jar.get(cookies::GUEST).filter(|id| is_guest(id)).map(str::to_owned);
        let knew_guest = guest.is_some();
        Shell {
            lang: chosen.unwrap_or_else(|| languages.negotiate(accept_language)),
            path,
            request_id,
            signed_in: false,
            name: None,
            roles: Vec::new(),
            labels: BTreeMap::new(),
            clock: format::Clock::default(),
            notice: jar.signed(cookies::NOTICE, &keys.cookie),
            errors: FieldErrors::new(),
            prefs,
            typed: Arc::default(),
            replayed: Replayed::default(),
            languages,
            assets,
            guard: Arc::new(Guard {
                keys,
                jar,
                session: OnceLock::new(),
                guest: guest.map(OnceLock::from).unwrap_or_default(),
                knew_guest,
            }),
        }
    }

    /// A shell without a request, for tests that render every page.
    pub fn sample(languages: &'static Languages, assets: &'static Assets, lang: &str, path: &str) -> Shell {
        Shell::open(Opening {
            languages,
            assets,
            keys: Arc::new(Keys::of(&[0; 32])),
            jar: Jar::default(),
            accept_language: lang,
            path: path.to_owned(),
            request_id: "sample".to_owned(),
        })
    }

    /// A text.
    pub fn t(&self, key: impl AsRef<str>) -> String {
        self.tn(key, &[])
    }

    /// A text with one value.
    pub fn t1(&self, key: impl AsRef<str>, name: impl AsRef<str>, value: impl Argument) -> String {
        self.tn(key, &[(name.as_ref(), &value)])
    }

    /// A text with two values.
    pub fn t2(
        &self,
        key: impl AsRef<str>,
        name: impl AsRef<str>,
        value: impl Argument,
        name2: impl AsRef<str>,
        value2: impl Argument,
    ) -> String {
        self.tn(key, &[(name.as_ref(), &value), (name2.as_ref(), &value2)])
    }

    /// A text with any number of values.
    pub fn tn(&self, key: impl AsRef<str>, values: &[(&str, &dyn Argument)]) -> String {
        let mut args = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            args.set((*name).to_owned(), value.argument());
        }
        self.languages.text_or_key(self.lang, key.as_ref(), &args)
    }

    /// A text if there is one, else nothing; for keys made of stored codes.
    pub fn maybe(&self, key: impl AsRef<str>) -> Option<String> {
        self.languages.find(self.lang, key.as_ref(), &[])
    }

    /// Whether there is a text of this key.
    pub fn has(&self, key: impl AsRef<str>) -> bool {
        self.languages.has(self.lang, key.as_ref())
    }

    /// `(code, name)` of every language, for the chooser.
    pub fn languages(&self) -> Vec<(&'static str, &'static str)> {
        self.languages.list()
    }

    /// A choice that the reader made (`destination`, `currency`).
    pub fn pref(&self, name: impl AsRef<str>) -> Option<&str> {
        self.prefs.get(name.as_ref()).map(String::as_str)
    }

    /// A whole number in groups.
    pub fn number(&self, number: impl Whole) -> String {
        format::grouped(number.whole())
    }

    /// Money: minor units, decimals of the currency, its ISO code.
    pub fn amount(&self, minor: impl Whole, exponent: impl Whole, code: impl AsRef<str>) -> String {
        let exponent = u32::try_from(exponent.whole()).unwrap_or(0);
        format::amount(minor.whole(), exponent, code.as_ref(), self.lang)
    }

    /// The day of an instant with its weekday, by the reader's clock: `Fri 27 Nov 2026`.
    pub fn date(&self, at: impl Borrow<Timestamp>) -> String {
        format::weekday(self.clock.date(*at.borrow()), self.lang)
    }

    /// A day: `27 Nov 2026`.
    pub fn day(&self, date: impl Borrow<Date>) -> String {
        format::day(*date.borrow(), self.lang)
    }

    /// An instant to the minute, by the reader's clock: `27 Nov 2026, 23:59 UTC`.
    pub fn minute(&self, at: impl Borrow<Timestamp>) -> String {
        self.clock.minute(*at.borrow(), self.lang)
    }

    /// The address of an asset.
    pub fn asset(&self, name: impl AsRef<str>) -> String {
        self.assets.address(name.as_ref())
    }

    /// The first error of a field, when the form is shown again.
    pub fn error(&self, field: impl AsRef<str>) -> Option<&FieldError> {
        self.errors.get(field.as_ref())
    }

    /// An error in the reader's words: the text `field-<code>` with `$found` and `$wanted`.
    pub fn explain(&self, error: &FieldError) -> String {
        let values = [("found", error.found.as_str()), ("wanted", error.wanted.as_str())];
        let key = format!("field-{}", error.code.replace('_', "-"));
        self.languages
            .find(self.lang, &key, &values)
            .or_else(|| self.languages.find(self.lang, "field-invalid", &values))
            .unwrap_or_else(|| format!("{}: {}", error.found, error.wanted))
    }

    /// What was typed into a field of the form that this reply answers.
    pub fn typed(&self, field: impl AsRef<str>) -> &str {
        let field = field.as_ref();
        self.typed.iter().find(|(name, _)| name == field).map_or("", |(_, value)| value)
    }

    /// The same, or what else stands in a field of another form on the page: what was typed in one is no answer in the other.
    pub fn typed_or(&self, field: impl AsRef<str>, or: impl std::fmt::Display) -> String {
        let field = field.as_ref();
        let typed = self.typed.iter().find(|(name, _)| name == field && !self.errors.is_empty());
        typed.map_or_else(|| or.to_string(), |(_, value)| value.clone())
    }

    /// A token for a form on this page.
    pub fn csrf(&self) -> String {
        csrf::token(&self.guard.keys.csrf, &self.binding())
    }

    /// A token for forms of a session that begins with this reply.
    pub(crate) fn csrf_of(&self, session: &[u8; 32]) -> String {
        csrf::token(&self.guard.keys.csrf, &Binding::Session(session))
    }

    /// A new idempotency key.
    pub fn key(&self) -> String {
        crate::random::text::<16>()
    }

    /// The hidden fields that every form with `method="post"` carries.
    pub fn fields(&self) -> Markup {
        Markup(format!(
            r#"<input type="hidden" name="csrf" value="{}"><input type="hidden" name="key" value="{}">"#,
            self.csrf(),
            self.key()
        ))
    }

    /// The text of a cookie that [`crate::Reply::set_signed`] set.
    pub fn signed(&self, name: &str) -> Option<String> {
        self.guard.jar.signed(name, &self.guard.keys.cookie)
    }

    /// An id for someone who is not signed in, made when first asked for.
    pub fn guest(&self) -> &str {
        self.guard.guest.get_or_init(crate::random::text::<16>)
    }

    fn binding(&self) -> Binding<'_> {
        match self.guard.session.get() {
            Some(digest) => Binding::Session(digest),
            None => Binding::Guest(self.guest()),
        }
    }

    pub(crate) fn bind(&self, session: [u8; 32]) {
        // Only asked once a request, before anything is bound.
        let _ = self.guard.session.set(session);
    }

    /// Whether the request carried anything that a browser sends along by itself.
    pub(crate) fn has_cookies(&self) -> bool {
        self.guard.session.get().is_some() || self.guard.knew_guest
    }

    pub(crate) fn form_token_holds(&self, token: &str) -> bool {
        let unbound = self.guard.session.get().is_none() && !self.guard.knew_guest;
        !unbound && csrf::holds(&self.guard.keys.csrf, &self.binding(), token)
    }

    pub(crate) fn sign(&self, name: &str, text: &str) -> String {
        cookies::sign(name, text, &self.guard.keys.cookie)
    }

    /// The cookie of a guest that was made during this request.
    pub(crate) fn new_guest(&self) -> Option<Change> {
        let id = self.guard.guest.get().filter(|_| !self.guard.knew_guest)?;
        Some(Change::for_a_year(cookies::GUEST, id.clone()))
    }

    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        self.guard.jar.get(name)
    }

    pub(crate) fn language_table(&self) -> &'static Languages {
        self.languages
    }
}

fn is_guest(id: &str) -> bool {
    id.len() == 22 && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

/// `lang=zh&destination=CN`: a few short words; whatever else stands there is left out.
pub(crate) fn read_prefs(text: &str) -> BTreeMap<String, String> {
    text.split('&')
        .take(12)
        .filter_map(|pair| pair.split_once('='))
        .filter(|(name, value)| is_pref(name, value))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

pub(crate) fn is_pref(name: &str, value: &str) -> bool {
    let word = |text: &str| {
        (1..=24).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    word(name) && word(value)
}
