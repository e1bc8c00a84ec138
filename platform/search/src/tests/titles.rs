//! Titles from real shops, where they are at hand: each is found by what a searcher might type of it.

use super::{doc, query};
use crate::chars::fold_sign;
use crate::{Doc, Index, Query, words};
use std::path::PathBuf;

/// The folder of real titles, if there is one on this machine.
fn folder() -> Option<PathBuf> {
    let root = match std::env::var_os("SAMPAN_SHARED_DATA") {
        Some(folder) => PathBuf::from(folder),
        None => PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
    };
    let folder = root.join("search");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: no real titles here (set SAMPAN_SHARED_DATA)");
    None
}

/// The values of some columns of a table with a heading.
fn columns(file: PathBuf, wanted: &[&str]) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_path(file).expect("a table");
    let heading = reader.headers().expect("a heading").clone();
    let at: Vec<usize> =
        wanted.iter().map(|name| heading.iter().position(|h| h == *name).expect("the column")).collect();
    let rows = reader.records().map(|row| row.expect("a row"));
    rows.map(|row| at.iter().map(|&at| row.get(at).unwrap_or_default().to_owned()).collect()).collect()
}

/// An index of titles in one language, numbered from zero.
fn titles_in(lang: &str, titles: &[String]) -> Index {
    let docs: Vec<Doc> =
        titles.iter().enumerate().map(|(number, title)| doc(number as u128, &[(lang, title, "")])).collect();
    super::index(&docs)
}

/// How many in a hundred of the queries have their document among the first ten.
fn recall(name: &str, index: &Index, queries: &[(usize, String, &str)]) -> usize {
    let mut hit = 0;
    for (number, text, lang) in queries {
        let page = index.search(&Query { limit: 10, ..query(text, lang) }).expect("a search");
        hit += usize::from(page.hits.iter().any(|hit| hit.id.as_u128() == *number as u128));
    }
    let recall = hit * 100 / queries.len().max(1);
    println!("{name}: {hit} of {} found in the first ten ({recall} %)", queries.len());
    recall
}

/// The two words of a title that fewest titles have.
fn rarest(titles: &[String]) -> Vec<(usize, String)> {
    let mut counts = std::collections::HashMap::<String, usize>::new();
    let apart = |title: &String| -> Vec<String> {
        let run = |c: &char| c.is_alphanumeric();
        let words = title.split(|c: char| !run(&c)).filter(|word| word.chars().count() > 1);
        let short = |word: &str| word.chars().take(4).collect::<String>();
        words.map(|word| if word.is_ascii() { word.to_owned() } else { short(word) }).collect()
    };
    for title in titles {
        apart(title).into_iter().for_each(|word| *counts.entry(word).or_default() += 1);
    }
    let two = |title: &String| {
        let mut words = apart(title);
        words.sort_by_key(|word| counts[word]);
        words.dedup();
        words.truncate(2);
        words.join(" ")
    };
    titles.iter().map(two).enumerate().filter(|(_, words)| !words.is_empty()).collect()
}

fn simplified(text: &str) -> String {
    text.chars().map(|c| if ('\u{3400}'..='\u{9fff}').contains(&c) { fold_sign(c) } else { c }).collect()
}

#[test]
fn traditional_titles_are_found_in_simplified_script() {
    let Some(folder) = folder() else { return };
    let rows = columns(folder.join("zh-tw-en-title-pairs.csv"), &["title_zh_tw", "title_en"]);
    let (chinese, english): (Vec<_>, Vec<_>) = rows.into_iter().map(|row| (row[0].clone(), row[1].clone())).unzip();
    let index = titles_in("zh-Hant", &chinese);
    let whole: Vec<_> =
        chinese.iter().enumerate().step_by(3).map(|(n, title)| (n, simplified(title), "zh-Hans")).collect();
    assert!(recall("Traditional titles by all their words in Simplified", &index, &whole) >= 97);
    let parts: Vec<_> =
        rarest(&chinese).into_iter().step_by(2).map(|(n, words)| (n, simplified(&words), "zh-Hans")).collect();
    assert!(recall("Traditional titles by two words in Simplified", &index, &parts) >= 90);
    let index = titles_in("en", &english);
    let parts: Vec<_> = rarest(&english).into_iter().step_by(2).map(|(n, words)| (n, words, "zh-Hans")).collect();
    assert!(recall("English titles by two words", &index, &parts) >= 90);
}

#[test]
fn vietnamese_titles_are_found_without_marks() {
    let Some(folder) = folder() else { return };
    let titles: Vec<_> =
        columns(folder.join("vi-title-category.csv"), &["title"]).into_iter().map(|mut row| row.remove(0)).collect();
    let index = titles_in("vi", &titles);
    let bare = |text: &str| {
        let mut folded = String::new();
        crate::chars::fold_word(text, &mut folded);
        folded
    };
    let some: Vec<_> = titles.iter().enumerate().step_by(20).collect();
    let with: Vec<_> = some.iter().map(|&(n, title)| (n, title.clone(), "vi")).collect();
    let without: Vec<_> = some.iter().map(|&(n, title)| (n, bare(title), "vi")).collect();
    assert!(recall("Vietnamese titles with marks", &index, &with) >= 90);
    assert!(recall("Vietnamese titles without marks", &index, &without) >= 90);
}

#[test]
fn food_of_asia_is_found_by_a_part_of_its_name() {
    let Some(folder) = folder() else { return };
    let mut names: Vec<_> = columns(folder.join("food-names-asia.csv"), &["product_name"])
        .into_iter()
        .map(|mut row| row.remove(0))
        .filter(|name| name.chars().count() > 6)
        .collect();
    names.sort();
    names.dedup();
    let index = titles_in("", &names);
    for (script, range) in [("Thai", 'ก'..='๎'), ("Korean", '가'..='힣'), ("Japanese", 'ぁ'..='ヿ')] {
        let of: Vec<_> =
            names.iter().enumerate().filter(|(_, name)| name.chars().any(|c| range.contains(&c))).collect();
        let half = |name: &str| {
            let words = words_of(name);
            words[..words.len().div_ceil(2)].join(" ")
        };
        let queries: Vec<_> = of.iter().map(|&(n, name)| (n, half(name), "")).collect();
        assert!(recall(&format!("{script} food by the first half of its name"), &index, &queries) >= 60);
    }
}

#[test]
fn phones_are_found_with_two_letters_changed_about() {
    let Some(folder) = folder() else { return };
    let titles: Vec<_> =
        columns(folder.join("id-en-mobile-titles.csv"), &["title"]).into_iter().map(|mut row| row.remove(0)).collect();
    let index = titles_in("id", &titles);
    // The longest word is spelt wrongly, the rest of the title as it is.
    let slip = |title: &str| {
        let longest =
            title.split_whitespace().filter(|w| w.chars().all(|c| c.is_ascii_alphabetic())).max_by_key(|w| w.len())?;
        let mut letters: Vec<char> = longest.chars().collect();
        let middle = letters.len() / 2;
        letters.swap(middle - 1, middle);
        let wrong: String = letters.into_iter().collect();
        (longest.len() >= 6 && wrong != longest).then(|| title.replacen(longest, &wrong, 1))
    };
    let queries: Vec<_> =
        titles.iter().enumerate().step_by(20).filter_map(|(n, title)| Some((n, slip(title)?, "id"))).collect();
    assert!(recall("Indonesian telephones with a slip of the finger", &index, &queries) >= 70);
}

#[test]
fn queries_of_buyers_are_cut_into_words() {
    let Some(folder) = folder() else { return };
    let text = std::fs::read_to_string(folder.join("zh-taobao-queries.tsv")).expect("queries");
    let queries: Vec<&str> = text.lines().filter_map(|line| line.split_once('\t')).map(|(_, query)| query).collect();
    let cut = queries.iter().map(|query| words::wanted(query).len()).collect::<Vec<_>>();
    let none = cut.iter().filter(|words| **words == 0).count();
    println!(
        "{} Chinese queries: {} words each, {none} without any",
        cut.len(),
        cut.iter().sum::<usize>() / cut.len().max(1)
    );
    assert!(none * 1_000 < cut.len(), "{none} queries have no word");
}

/// A name's words as a query would have them, each once.
fn words_of(name: &str) -> Vec<String> {
    words::wanted(name).into_iter().map(|word| joined(&word.forms[0].terms)).collect()
}

/// Pairs of signs put together again.
fn joined(terms: &[String]) -> String {
    let mut word = terms[0].clone();
    terms[1..].iter().for_each(|pair| word.extend(pair.chars().skip(1)));
    word
}
