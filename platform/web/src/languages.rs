//! The texts of every language, in Fluent, and which language a reader gets.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};
use parking_lot::Mutex;
use std::collections::{BTreeSet, HashMap};
use unic_langid::LanguageIdentifier;

/// What this crate itself says, by primary language.
const OWN: [(&str, &str); 2] = [("en", include_str!("texts/en.ftl")), ("zh", include_str!("texts/zh.ftl"))];
/// How many missing keys are remembered.
const REMEMBERED: usize = 1000;

/// All languages; the first is the one that missing texts are taken from.
pub struct Languages {
    languages: Vec<Language>,
    missed: Mutex<BTreeSet<String>>,
}

struct Language {
    code: &'static str,
    name: &'static str,
    bundle: FluentBundle<FluentResource>,
    keys: BTreeSet<String>,
    /// Texts that say the same whatever they are given, filled in once.
    plain: HashMap<String, String>,
}

/// A text that one language has and another lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The language that lacks it.
    pub lang: &'static str,
    /// Its key.
    pub key: String,
}

impl Languages {
    /// Reads `(code, name in its own language, Fluent texts)`; the error names every text that does not parse and every
    /// key that stands twice.
    pub fn new(languages: &[(&'static str, &'static str, &[&str])]) -> Result<Languages, String> {
        if languages.is_empty() {
            return Err("no language given".to_owned());
        }
        let languages = languages
            .iter()
            .map(|(code, name, texts)| Language::read(code, name, texts))
            .collect::<Result<Vec<Language>, String>>()?;
        Ok(Languages { languages, missed: Mutex::default() })
    }

    /// `(code, name)` of each, for a chooser.
    pub fn list(&self) -> Vec<(&'static str, &'static str)> {
        self.languages.iter().map(|language| (language.code, language.name)).collect()
    }

    /// Keys that some language has and another lacks. Empty in a finished translation.
    pub fn check(&self) -> Vec<Missing> {
        let all: BTreeSet<&String> = self.languages.iter().flat_map(|l| &l.keys).collect();
        let lacking = |language: &Language| {
            let lang = language.code;
            let keys = all.iter().filter(|key| !language.keys.contains(**key));
            keys.map(|key| Missing { lang, key: (*key).clone() }).collect::<Vec<_>>()
        };
        self.languages.iter().flat_map(lacking).collect()
    }

    /// Keys that pages asked for and no language had, since the start. Tests want it empty.
    pub fn missed(&self) -> Vec<String> {
        self.missed.lock().iter().cloned().collect()
    }

    /// The language of a code that someone chose, if there is such a one.
    pub fn known(&self, code: &str) -> Option<&'static str> {
        self.languages.iter().find(|l| l.code.eq_ignore_ascii_case(code)).map(|l| l.code)
    }

    /// The language for an `Accept-Language` header: the best-ranked tag that matches in full or by its first part, so
    /// that zh-TW, zh-Hans-CN and zh all meet the Chinese there is.
    pub fn negotiate(&self, accept: &str) -> &'static str {
        let mut ranked: Vec<(u16, &str)> = accept.split(',').take(32).filter_map(ranked_tag).collect();
        ranked.sort_by_key(|(rank, _)| std::cmp::Reverse(*rank));
        let by_primary = |tag: &str| {
            self.languages.iter().find(|l| primary(l.code).eq_ignore_ascii_case(primary(tag))).map(|l| l.code)
        };
        ranked.iter().find_map(|(_, tag)| self.known(tag).or_else(|| by_primary(tag))).unwrap_or(self.languages[0].code)
    }

    /// A text, if the language or the first one has it. `key.attribute` asks for an attribute.
    pub fn find(&self, lang: &str, key: &str, args: &[(&str, &str)]) -> Option<String> {
        let mut fluent = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            fluent.set(*name, *value);
        }
        self.text(lang, key, &fluent)
    }

    /// Whether the language or the first one has a text of this key.
    pub(crate) fn has(&self, lang: &str, key: &str) -> bool {
        let has = |language: &Language| language.bundle.has_message(key);
        self.languages.iter().find(|l| l.code == lang).is_some_and(has) || has(&self.languages[0])
    }

    pub(crate) fn text(&self, lang: &str, key: &str, args: &FluentArgs<'_>) -> Option<String> {
        let chosen = self.languages.iter().find(|l| l.code == lang);
        chosen.and_then(|l| l.text(key, args)).or_else(|| self.languages[0].text(key, args))
    }

    /// A text, or its key in brackets, noted as missed.
    pub(crate) fn text_or_key(&self, lang: &str, key: &str, args: &FluentArgs<'_>) -> String {
        self.text(lang, key, args).unwrap_or_else(|| {
            let mut missed = self.missed.lock();
            if missed.len() < REMEMBERED {
                missed.insert(key.to_owned());
            }
            format!("⟦{key}⟧")
        })
    }
}

impl Language {
    fn read(code: &'static str, name: &'static str, texts: &[&str]) -> Result<Language, String> {
        let id: LanguageIdentifier = code.parse().map_err(|_| format!("{code:?} is no language code"))?;
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(|value, _| match value {
            FluentValue::Number(n) if n.value.fract() == 0.0 && n.value.abs() < 9e15 => {
                Some(crate::format::grouped(n.value as i64))
            }
            _ => None,
        }));
        bundle.add_builtins().map_err(|e| e.to_string())?;
        let mut keys = BTreeSet::new();
        for text in texts {
            let resource = parse(code, text)?;
            keys.extend(keys_of(&resource));
            bundle.add_resource(resource).map_err(|errors| format!("{code}: {errors:?}"))?;
        }
        for (_, text) in OWN.iter().filter(|(own, _)| *own == primary(code)) {
            let resource = parse(code, text)?;
            keys.extend(keys_of(&resource));
            // Texts given above win over ours, which is what a clash means here.
            let _ = bundle.add_resource(resource);
        }
        let mut language = Language { code, name, bundle, keys, plain: HashMap::new() };
        language.plain = language.keys.iter().filter_map(|key| Some((key.clone(), language.constant(key)?))).collect();
        Ok(language)
    }

    fn text(&self, key: &str, args: &FluentArgs<'_>) -> Option<String> {
        if let Some(plain) = self.plain.get(key) {
            return Some(plain.clone());
        }
        let mut errors = Vec::new();
        let text = self.filled(key, args, &mut errors)?;
        if !errors.is_empty() {
            tracing::warn!(key, lang = self.code, ?errors, "text could not be filled in");
        }
        Some(text)
    }

    /// A text that needs no values; none where it cannot be filled in without.
    fn constant(&self, key: &str) -> Option<String> {
        let mut errors = Vec::new();
        self.filled(key, &FluentArgs::new(), &mut errors).filter(|_| errors.is_empty())
    }

    fn filled(&self, key: &str, args: &FluentArgs<'_>, errors: &mut Vec<FluentError>) -> Option<String> {
        let (id, attribute) = match key.split_once('.') {
            Some((id, attribute)) => (id, Some(attribute)),
            None => (key, None),
        };
        let message = self.bundle.get_message(id)?;
        let pattern = match attribute {
            Some(attribute) => message.get_attribute(attribute)?.value(),
            None => message.value()?,
        };
        Some(self.bundle.format_pattern(pattern, Some(args), errors).into_owned())
    }
}

fn parse(code: &str, text: &str) -> Result<FluentResource, String> {
    FluentResource::try_new(text.to_owned()).map_err(|(_, errors)| format!("texts of {code} do not parse: {errors:?}"))
}

/// Message keys of a text, `key.attribute` among them. Read from the lines: a message starts in the first column.
fn keys_of(resource: &FluentResource) -> Vec<String> {
    let name = |line: &str| {
        let name = line.split_once('=')?.0.trim();
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        (!name.is_empty() && name.chars().all(plain)).then(|| name.to_owned())
    };
    let mut keys = Vec::new();
    let mut message = String::new();
    for line in resource.source().lines() {
        if line.starts_with(|c: char| c.is_ascii_alphabetic()) {
            if let Some(key) = name(line) {
                message.clone_from(&key);
                keys.push(key);
            }
        } else if let Some(attribute) = line.trim_start().strip_prefix('.')
            && line.starts_with(' ')
            && let Some(attribute) = name(attribute)
        {
            keys.push(format!("{message}.{attribute}"));
        }
    }
    keys
}

fn primary(tag: &str) -> &str {
    tag.split(['-', '_']).next().unwrap_or(tag)
}

/// A tag and its rank in thousandths; tags of rank zero are not wanted.
fn ranked_tag(part: &str) -> Option<(u16, &str)> {
    let mut pieces = part.split(';');
    let tag = pieces.next()?.trim();
    let rank = match pieces.find_map(|piece| piece.trim().strip_prefix("q=")) {
        None => 1000,
        Some(q) => thousandths(q)?,
    };
    (rank > 0 && !tag.is_empty() && tag != "*").then_some((rank, tag))
}

/// `0.8` as 800.
pub(crate) fn thousandths(q: &str) -> Option<u16> {
    let (whole, fraction) = q.trim().split_once('.').unwrap_or((q.trim(), ""));
    if fraction.len() > 3 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let whole: u16 = whole.parse().ok().filter(|whole| *whole <= 1)?;
    let fraction: u16 = format!("{fraction:0<3}").parse().ok()?;
    Some((whole * 1000 + fraction).min(1000))
}

/// A value that goes into a text: text, or a whole number that also chooses the plural form.
pub trait Argument {
    /// As Fluent takes it.
    fn argument(&self) -> FluentValue<'static>;
}

impl<T: Argument + ?Sized> Argument for &T {
    fn argument(&self) -> FluentValue<'static> {
        (**self).argument()
    }
}
impl Argument for str {
    fn argument(&self) -> FluentValue<'static> {
        FluentValue::from(self.to_owned())
    }
}
impl Argument for String {
    fn argument(&self) -> FluentValue<'static> {
        FluentValue::from(self.clone())
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl Argument for $number {
            fn argument(&self) -> FluentValue<'static> {
                FluentValue::from(*self)
            }
        }
    )*};
}
numbers!(i8, i16, i32, i64, isize, u8, u16, u32, u64, usize);
