//! Who reads no more than a page needs finds what reading everything finds: against lists worked out the slow way.

use super::{doc, query};
use crate::{COUNTED, Cursor, Doc, Index, Order, Page, Query};
use std::cmp::Reverse;
use std::sync::LazyLock;
use uuid::Uuid;

const DOCUMENTS: u128 = 20_000;
/// Taken out again.
const GONE: u128 = 11;

/// Ids of the same moment, a few of each.
fn id(number: u128) -> Uuid {
    Uuid::from_u128((number / 5) << 80 | number)
}

/// A title, and in how many words.
fn title(number: u128) -> (&'static str, &'static str, u128) {
    match number % 6 {
        0 => ("en", "oak bowl", 2),
        1 => ("vi", "oak bowl", 2),
        2 => ("en", "bowl of the oak", 4),
        3 => ("en", "bowl", 1),
        4 => ("en", "a large bowl of old oak", 6),
        _ => ("en", "chestnut", 1),
    }
}

fn rank(number: u128) -> i64 {
    (number % 4) as i64 - 1
}

fn published(number: u128) -> i64 {
    (number * 7_919 % 10_007) as i64
}

/// A large part of several windows, and small ones; some documents have gone.
static MANY: LazyLock<Index> = LazyLock::new(|| {
    let of = |number: u128| {
        let (lang, title, _) = title(number);
        Doc {
            id: id(number),
            rank: rank(number),
            published_micros: published(number),
            state: if number.is_multiple_of(3) { "WA" } else { "MI" }.to_owned(),
            owner: Uuid::from_u128(number % 300),
            ..doc(number, &[(lang, title, "made by hand")])
        }
    };
    let index = Index::in_memory().expect("an index");
    let docs: Vec<Doc> = (0..DOCUMENTS).map(of).collect();
    let (large, small) = docs.split_at(18_500);
    for part in std::iter::once(large).chain(small.chunks(700)) {
        index.put(part).expect("put");
        index.commit().expect("commit");
    }
    let gone: Vec<Uuid> = (0..DOCUMENTS).filter(|number| number % GONE == 0).map(id).collect();
    index.remove(&gone).expect("removed");
    index.commit().expect("commit");
    index
});

#[test]
fn reading_in_part_finds_what_reading_all_finds() {
    the_best_of_many_come_as_if_all_had_been_read();
    what_is_few_is_counted();
    other_orders_and_no_words_list_everything();
    most_of_the_words_come_in_order_too();
}

/// All pages of a search, and the first of them.
fn pages(whole: &Query) -> (Vec<u128>, Page) {
    let first = MANY.search(whole).expect("a search");
    let mut ids: Vec<Uuid> = first.hits.iter().map(|hit| hit.id).collect();
    let mut after = first.next;
    while after.is_some() {
        let carried = after.map(|next| Cursor::parse(&next.to_string()).expect("its own text"));
        let page = MANY.search(&Query { after: carried, ..whole.clone() }).expect("a search");
        assert_eq!((page.total, page.more), (first.total, first.more));
        ids.extend(page.hits.iter().map(|hit| hit.id));
        after = page.next;
    }
    (ids.into_iter().map(|id| id.as_u128() & 0xffff_ffff).collect(), first)
}

/// The documents that match, in an order.
fn expected<K: Ord>(matches: impl Fn(u128) -> bool, key: impl Fn(u128) -> K) -> Vec<u128> {
    let mut all: Vec<u128> = (0..DOCUMENTS).filter(|&number| number % GONE != 0 && matches(number)).collect();
    all.sort_by_key(|&number| (key(number), Reverse(id(number))));
    all
}

fn the_best_of_many_come_as_if_all_had_been_read() {
    // The searcher's language, then the rank, then the shorter title.
    let best = |number: u128| (title(number).0 != "en", Reverse(rank(number)), title(number).2);
    let both = |number: u128| matches!(number % 6, 0 | 1 | 2 | 4);
    for (limit, state) in [(500, None), (97, Some("WA")), (97, Some("MI"))] {
        let whole = Query { limit, state: state.map(str::to_owned), ..query("oak bowl", "en") };
        let there = |number| state.is_none_or(|state| (state == "WA") == (number % 3 == 0));
        let (ids, first) = pages(&whole);
        let expected = expected(|number| both(number) && there(number), best);
        assert_eq!(ids, expected, "{state:?}");
        assert_eq!((first.total, first.more), (COUNTED, true), "{} were found", expected.len());
    }
}

fn what_is_few_is_counted() {
    // One word is in every title of a seller's, the other in half of them.
    let whole = Query { owner: Some(Uuid::from_u128(4)), ..query("large bowl", "en") };
    let (mut ids, first) = pages(&whole);
    ids.sort_unstable();
    let expected = expected(|number| number % 300 == 4, Reverse);
    assert_eq!(ids, expected.iter().rev().copied().collect::<Vec<_>>());
    assert_eq!((first.total, first.more), (expected.len() as u64, false));
}

fn other_orders_and_no_words_list_everything() {
    let any = |_: u128| true;
    let newest = |number: u128| Reverse(published(number));
    let (ids, first) = pages(&Query { limit: 500, order: Order::Newest, ..query("bowl", "en") });
    assert_eq!(ids, expected(|number| number % 6 != 5, newest));
    assert_eq!((first.total, first.more), (COUNTED, true));
    let (ids, first) = pages(&Query { limit: 500, order: Order::Newest, ..Query::default() });
    assert_eq!((first.total, first.more), (ids.len() as u64, false), "without words all are counted");
    assert_eq!(ids, expected(any, newest));
    let (ids, _) = pages(&Query { limit: 500, state: Some("WA".to_owned()), ..Query::default() });
    assert_eq!(ids, expected(|number| number % 3 == 0, |number| (Reverse(rank(number)), title(number).2)));
}

fn most_of_the_words_come_in_order_too() {
    // Nothing has all three: half of them is two.
    let (ids, first) = pages(&Query { limit: 500, ..query("oak bowl chestnut", "en") });
    let mut sorted = ids.clone();
    sorted.sort_unstable();
    let expected = expected(|number| matches!(number % 6, 0 | 1 | 2 | 4), Reverse);
    assert_eq!(sorted, expected.iter().rev().copied().collect::<Vec<_>>());
    assert!(first.relaxed && first.more);
}
