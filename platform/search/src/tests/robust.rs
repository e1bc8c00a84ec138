//! Any text at all, typed or indexed, does no harm.

use super::{doc, found, index, query};
use crate::{Cursor, Index, MAX_QUERY_CHARS, Query, words};
use proptest::prelude::*;
use std::sync::LazyLock;

static SMALL: LazyLock<Index> = LazyLock::new(|| {
    index(&[doc(1, &[("en", "dried cherries", "tart"), ("zh", "樱桃干", "酸")]), doc(2, &[("th", "น้ำผึ้ง", "")])])
});

/// Text of the scripts that are treated apart, thrown together.
fn mixed() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<String>(),
        "[a-zA-Z0-9'’\\-\" ]{0,12}",
        "[\u{4e00}-\u{9fff}\u{3041}-\u{30ff}]{0,8}",
        "[\u{ac00}-\u{d7a3} ]{0,8}",
        "[\u{0e00}-\u{0eff}]{0,12}",
        "[\u{1000}-\u{109f}\u{1780}-\u{17ff}]{0,12}",
        "[àáảãạăằắẳẵặâđêôơừ́ ]{0,12}",
        "[\u{f900}-\u{fb06}\u{ff00}-\u{ffef}\u{1}\u{0}]{0,8}",
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_query_fails(text in mixed(), lang in any::<String>(), limit in any::<usize>()) {
        let page = SMALL.search(&Query { limit, ..query(&text, &lang) }).unwrap();
        prop_assert!(page.hits.len() as u64 <= page.total);
    }

    #[test]
    fn no_cursor_fails(text in any::<String>(), number in any::<u64>(), mode in "[am]") {
        let _ = Cursor::parse(&text);
        let made_up = format!("{mode}.{number:x}.{number:x}.00000000000000000000000000000001");
        let after = Cursor::parse(&made_up);
        prop_assert!(after.is_some());
        SMALL.search(&Query { after, ..query("cherries", "en") }).unwrap();
    }

    #[test]
    fn every_word_of_a_text_is_among_its_tokens(text in mixed()) {
        let mut tokens = Vec::new();
        words::tokens(&text.chars().take(MAX_QUERY_CHARS).collect::<String>(), false, |token| tokens.push(token.to_owned()));
        for word in words::wanted(&text) {
            let has = word.forms.iter().any(|form| form.terms.iter().all(|term| tokens.contains(term)));
            prop_assert!(has, "{word:?} not in {tokens:?}");
        }
    }
}

#[test]
fn query_syntax_is_only_text() {
    for text in ["\"dried", "dried AND", "title:dried", "dried*", "+dried -(", "dried\\", "[dried TO", "^dried~2"] {
        assert_eq!(found(&SMALL, &query(text, "en")).first(), Some(&1), "{text}");
    }
}

#[test]
fn a_text_without_words_is_no_text() {
    for text in ["", "   ", "!?", "🍒", "'"] {
        assert_eq!(found(&SMALL, &query(text, "en")), [2, 1], "{text}");
    }
}

#[test]
fn only_the_start_of_an_endless_query_is_read() {
    let text = format!("dried {} umbrella", "cherries ".repeat(100_000));
    assert_eq!(found(&SMALL, &query(&text, "en")), [1]);
}

#[test]
fn endless_texts_are_indexed_in_part() {
    let long = "word".repeat(100_000);
    let signs = "樱桃".repeat(100_000);
    let index = index(&[doc(1, &[("en", &long, &signs), ("zh", &signs, &long)])]);
    assert_eq!(found(&index, &query("樱桃", "zh")), [1]);
    assert_eq!(found(&index, &query(&long, "en")), [1]);
}

#[test]
fn cursors_that_are_none_are_told() {
    for text in ["", "a", "a.1.2", "x.1.2.00000000000000000000000000000001", "a.1.2.3", "a.1.2.zz", "a.-1.2.3"] {
        assert_eq!(Cursor::parse(text), None, "{text}");
    }
}
