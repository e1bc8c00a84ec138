//! Descriptions of codes in our own words, and the search that suggests a code.

use super::{BookError, Market, Source, table};
use serde::{Deserialize, Serialize};

const COLUMNS: [&str; 3] = ["hs", "en", "zh"];

/// A code with its description.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// The digits.
    pub hs: String,
    /// In English.
    pub en: String,
    /// In Simplified Chinese.
    pub zh: String,
}

pub(super) fn read(files: &[(&Source, &str)]) -> Result<Vec<Heading>, BookError> {
    let mut headings: Vec<Heading> = Vec::new();
    for (source, _) in files.iter().filter(|(_, name)| *name == "headings.csv") {
        for row in table::rows(source, &COLUMNS)? {
            let heading = Heading { hs: row.hs("hs")?, en: row.text("en").to_owned(), zh: row.text("zh").to_owned() };
            headings.retain(|known| known.hs != heading.hs);
            headings.push(heading);
        }
    }
    headings.sort_by(|a, b| a.hs.cmp(&b.hs));
    Ok(headings)
}

/// Most characters of a search text that count.
const TEXT_MAX: usize = 200;

impl Market {
    /// Codes that a text may mean, the likeliest first: digits find codes that begin with them, words and Chinese
    /// character pairs find descriptions that hold them.
    pub fn headings(&self, text: &str, most: usize) -> Vec<&Heading> {
        let text: String = text.chars().take(TEXT_MAX).collect::<String>().to_lowercase();
        if let Some(code) = table::digits(text.trim()).filter(|code| !code.is_empty()) {
            return self.headings.iter().filter(|h| h.hs.starts_with(&code)).take(most).collect();
        }
        let (words, pairs) = (words(&text), pairs(&text));
        let mut found: Vec<(u32, &Heading)> =
            self.headings.iter().map(|h| (score(h, &words, &pairs), h)).filter(|(score, _)| *score > 0).collect();
        found.sort_by(|(a, x), (b, y)| b.cmp(a).then(x.hs.cmp(&y.hs)));
        found.into_iter().take(most).map(|(_, heading)| heading).collect()
    }

    /// The description of a code: of the longest beginning that has one.
    pub fn heading(&self, code: &str) -> Option<&Heading> {
        (4..=code.len()).rev().find_map(|length| {
            let begin = code.get(..length)?;
            self.headings.binary_search_by(|h| h.hs.as_str().cmp(begin)).ok().map(|n| &self.headings[n])
        })
    }
}

/// Words in their plain form; what says nothing is left out.
fn words(text: &str) -> Vec<String> {
    const EMPTY: [&str; 12] = ["the", "and", "or", "of", "for", "with", "other", "not", "in", "a", "an", "to"];
    text.to_lowercase()
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| word.len() > 1 && !EMPTY.contains(word))
        .map(stem)
        .collect()
}

/// A word without the ending of the plural.
fn stem(word: &str) -> String {
    match word {
        w if w.len() > 4 && w.ends_with("ies") => format!("{}y", &w[..w.len() - 3]),
        w if w.len() > 4
            && (w.ends_with("ches") || w.ends_with("shes") || w.ends_with("sses") || w.ends_with("xes")) =>
        {
            w[..w.len() - 2].to_owned()
        }
        w if w.len() > 3 && w.ends_with('s') && !w.ends_with("ss") => w[..w.len() - 1].to_owned(),
        w => w.to_owned(),
    }
}

/// Chinese characters two by two; a lone one stands for itself.
fn pairs(text: &str) -> Vec<String> {
    let chinese = |c: &char| ('\u{3400}'..='\u{9fff}').contains(c);
    let chars: Vec<char> = text.chars().filter(chinese).collect();
    match chars.as_slice() {
        [] => Vec::new(),
        [one] => vec![one.to_string()],
        many => many.windows(2).map(|pair| pair.iter().collect()).collect(),
    }
}

/// How well a description answers: whole words count most, the first word of a description more than a later one.
fn score(heading: &Heading, wanted: &[String], pairs: &[String]) -> u32 {
    let have = words(&heading.en);
    let english: u32 = wanted
        .iter()
        .map(|word| match have.iter().position(|h| h == word) {
            Some(0) => 14,
            Some(_) => 10,
            None if word.len() > 3 && have.iter().any(|h| h.starts_with(word.as_str())) => 4,
            None => 0,
        })
        .sum();
    let chinese: u32 = pairs.iter().filter(|pair| heading.zh.contains(pair.as_str())).count() as u32 * 10;
    let brevity = if english > 0 { 4u32.saturating_sub(have.len() as u32 / 3) } else { 0 };
    english + chinese + brevity
}
