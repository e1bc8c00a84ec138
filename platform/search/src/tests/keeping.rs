//! Putting, replacing, removing, keeping and paging.

use super::{doc, found, index, query};
use crate::schema::FORMAT;
use crate::{COUNTED, Cursor, Doc, Error, Facts, Figure, Found, Index, Numbers, Order, Page, Query};
use std::collections::BTreeSet;
use std::fs;
use uuid::Uuid;

#[test]
fn a_document_is_replaced_and_removed_by_its_id() {
    let index = index(&[doc(1, &[("en", "blue bowl", "")]), doc(2, &[("en", "red bowl", "")])]);
    index.put(&[doc(1, &[("en", "green bowl", "")]), doc(1, &[("en", "white bowl", "")])]).unwrap();
    index.commit().unwrap();
    assert_eq!(index.count(), 2);
    for (text, expected) in [("blue", vec![]), ("green", vec![]), ("white", vec![1]), ("red bowl", vec![2])] {
        assert_eq!(found(&index, &query(text, "en")), expected, "{text}");
    }
    index.remove(&[Uuid::from_u128(1), Uuid::from_u128(99)]).unwrap();
    assert_eq!(index.count(), 2, "not before the commit");
    index.commit().unwrap();
    assert_eq!(found(&index, &Query::default()), [2]);
}

#[test]
fn facets_narrow() {
    let facets = |number, category: &str, owner, state: &str, kind: &str| Doc {
        owner: Uuid::from_u128(owner),
        category: category.to_owned(),
        state: state.to_owned(),
        kind: kind.to_owned(),
        ..doc(number, &[("en", "jar", "")])
    };
    let index = index(&[
        facets(1, "food/honey", 7, "MI", "goods"),
        facets(2, "food/fruit/dried", 7, "WA", "goods"),
        facets(3, "craft", 8, "WA", "service"),
    ]);
    let some = |text: &str| Some(text.to_owned());
    let cases = [
        (Query { category: some("food"), ..query("jar", "en") }, vec![2, 1]),
        (Query { category: some("food/fruit"), ..query("", "en") }, vec![2]),
        (Query { category: some("fruit"), ..query("", "en") }, vec![]),
        (Query { owner: Some(Uuid::from_u128(7)), ..query("jars", "en") }, vec![2, 1]),
        (Query { state: some("WA"), ..query("", "en") }, vec![3, 2]),
        (Query { kind: some("service"), state: some("WA"), ..query("jar", "en") }, vec![3]),
        (Query { kind: some("service"), state: some("MI"), ..query("jar", "en") }, vec![]),
    ];
    for (query, expected) in cases {
        assert_eq!(found(&index, &query), expected, "{query:?}");
    }
}

/// Documents of equal words, ranks that tie, and dates that tie, in several segments.
fn many(count: u128) -> Index {
    let index = Index::in_memory().unwrap();
    let docs: Vec<Doc> = (1..=count)
        .map(|number| Doc {
            rank: (number % 7) as i64 - 3,
            published_micros: (number % 11) as i64 - 5,
            numbers: Numbers { price_minor: (number % 5 != 0).then_some(number as i64 % 13), ..Numbers::default() },
            class: number.to_string(),
            ..doc(number, &[("en", if number % 3 == 0 { "plain bowl" } else { "bowl" }, "")])
        })
        .collect();
    for part in docs.chunks(count as usize / 4 + 1) {
        index.put(part).unwrap();
        index.commit().unwrap();
    }
    index
}

#[test]
fn pages_have_neither_gaps_nor_repeats() {
    let index = many(500);
    for text in ["bowl", "", "plain", "bowl umbrella"] {
        for order in [Order::Relevance, Order::Newest] {
            let whole = Query { limit: 500, order, ..query(text, "en") };
            let expected = found(&index, &whole);
            let (paged, totals) = page_through(&whole, |query| index.search(query).unwrap());
            assert_eq!(paged, expected, "{text:?} {order:?}");
            assert_eq!(totals, BTreeSet::from([expected.len() as u64]));
        }
    }
}

/// The ids found by going through all pages of 7, each cursor carried as text, and the totals the pages gave.
fn page_through(whole: &Query, mut search: impl FnMut(&Query) -> Page) -> (Vec<u128>, BTreeSet<u64>) {
    let (mut ids, mut totals) = (Vec::new(), BTreeSet::new());
    let mut after = None;
    loop {
        let page = search(&Query { limit: 7, after, ..whole.clone() });
        ids.extend(page.hits.iter().map(|hit| hit.id.as_u128()));
        totals.insert(page.total);
        after = page.next.map(|next| Cursor::parse(&next.to_string()).expect("its own text"));
        if after.is_none() {
            return (ids, totals);
        }
    }
}

#[test]
fn orders_are_kept() {
    let index = many(60);
    let newest = found(&index, &Query { order: Order::Newest, limit: 500, ..query("bowl", "en") });
    let dates: Vec<_> = newest.iter().map(|number| number % 11).collect();
    assert!(dates.is_sorted_by(|a, b| a >= b) && dates.len() == 60, "{dates:?}");
    let ranked = found(&index, &Query { limit: 500, ..Query::default() });
    assert!(ranked.iter().map(|number| number % 7).is_sorted_by(|a, b| a >= b));
}

#[test]
fn a_callers_figure_orders_and_leaves_out() {
    let index = many(100);
    let price = |facts: &Facts| facts.numbers.price_minor;
    let figure = Figure { of: &price, within: 0..=i64::MAX, sort: true, limit: 1_000 };
    let by_price = |query: &Query| index.search_by(query, &figure).unwrap();
    let whole = query("bowl", "en");
    let (ids, totals) = page_through(&whole, by_price);
    let prices: Vec<_> = ids.iter().map(|number| number % 13).collect();
    assert!(prices.is_sorted(), "{prices:?}");
    assert_eq!((ids.len(), totals), (80, BTreeSet::from([80])), "a fifth has no price");
}

/// What `search_by` promises, worked out the slow way: stretches by price, each by its figure.
fn by_stretches(size: usize, count: u128) -> Vec<u128> {
    let mut all: Vec<u128> = (1..=count).filter(|number| number % 5 != 0).collect();
    all.sort_by_key(|&number| (number % 13, std::cmp::Reverse(number)));
    let figure = |number: u128| (number * 31) % 17;
    all.chunks(size)
        .flat_map(|stretch| {
            let mut stretch = stretch.to_vec();
            stretch.sort_by_key(|&number| (figure(number), std::cmp::Reverse(number)));
            stretch.into_iter().filter(|&number| figure(number) < 15)
        })
        .collect()
}

#[test]
fn beyond_what_may_be_worked_out_a_figure_orders_in_stretches() {
    let index = many(500);
    for limit in [7, 33, 399, 400, 1_000] {
        // The class of a document of `many` is its number: what a caller keeps in it is the caller's.
        let of = |facts: &Facts| Some((index.label(facts.class).parse::<i64>().ok()? * 31) % 17);
        let figure = Figure { of: &of, within: 0..=14, sort: true, limit };
        let mut exact = BTreeSet::new();
        let (ids, totals) = page_through(&query("bowl", "en"), |query| {
            let page = index.search_by(query, &figure).unwrap();
            exact.insert(page.exact);
            page
        });
        assert_eq!(ids, by_stretches(limit, 500), "{limit}");
        assert_eq!(exact, BTreeSet::from([limit >= 400]), "{limit}");
        let expected = if limit >= 400 { ids.len() as u64 } else { 500 };
        assert_eq!(totals, BTreeSet::from([expected]), "{limit}");
    }
}

#[test]
fn a_figure_narrows_any_order() {
    let index = many(500);
    let price = |facts: &Facts| facts.numbers.price_minor;
    for order in [Order::Relevance, Order::Newest, Order::Cheapest] {
        for text in ["bowl", "", "plain umbrella bowl"] {
            let whole = Query { limit: 500, order, ..query(text, "en") };
            let all = found(&index, &whole);
            let expected: Vec<u128> = all.into_iter().filter(|n| n % 5 != 0 && (3..=4).contains(&(n % 13))).collect();
            for limit in [10, 100, 1_000] {
                let figure = Figure { of: &price, within: 3..=4, sort: false, limit };
                let (ids, _) = page_through(&whole, |query| index.search_by(query, &figure).unwrap());
                assert_eq!(ids, expected, "{text:?} {order:?} {limit}");
            }
        }
    }
}

#[test]
fn many_matches_come_in_layers_and_page_without_gaps() {
    let index = Index::in_memory().unwrap();
    let title = |number: u128| match number % 6 {
        0 => ("en", "oak bowl", ""),
        1 => ("vi", "oak bowl", ""),
        2 => ("en", "bowl of óak", ""),
        3 => ("en", "bowl", "made of oak"),
        4 => ("en", "a large bowl of oak", "and beech"),
        _ => ("en", "chestnut", "none of it"),
    };
    let docs: Vec<Doc> = (1..=24_000).map(|number| doc(number, &[title(number)])).collect();
    for part in docs.chunks(5_000) {
        index.put(part).unwrap();
        index.commit().unwrap();
    }
    let removed: Vec<Uuid> = (1..=24_000).filter(|n| n % 7 == 0).map(Uuid::from_u128).collect();
    index.remove(&removed).unwrap();
    index.commit().unwrap();
    let whole = Query { limit: 500, ..query("oak bowl", "en") };
    let mut ids: Vec<u128> = Vec::new();
    let mut after = None;
    let total = loop {
        let page = index.search(&Query { after, ..whole.clone() }).unwrap();
        ids.extend(page.hits.iter().map(|hit| hit.id.as_u128()));
        after = page.next.map(|next| Cursor::parse(&next.to_string()).unwrap());
        if after.is_none() {
            break (page.total, page.more);
        }
    };
    let kept = |kinds: &[u128]| (1..=24_000u128).filter(|n| n % 7 != 0 && kinds.contains(&(n % 6))).count();
    // More than enough titles have both words, so bodies are not asked.
    assert_eq!((total, ids.len()), ((COUNTED, true), kept(&[0, 1, 2, 4])));
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "none twice");
    let kinds: Vec<u128> = ids.iter().map(|id| id % 6).collect();
    let (spoken, other) = kinds.split_at(kept(&[0, 2, 4]));
    assert!(!spoken.contains(&1) && other.iter().all(|kind| *kind == 1), "the searcher's language first");
    let shorter = spoken.iter().position(|kind| *kind == 4).unwrap();
    assert!(spoken[shorter..].iter().all(|kind| *kind == 4), "shorter titles first where rank and words are alike");
}

#[test]
fn what_is_not_committed_is_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("search");
    {
        let opened = Index::in_folder(&place).unwrap();
        assert_eq!((opened.found, opened.index.marker()), (Found::Nothing, None));
        opened.index.put(&[doc(1, &[("en", "bowl", "")])]).unwrap();
        opened.index.commit_with("seven").unwrap();
        opened.index.put(&[doc(2, &[("en", "bowl", "")])]).unwrap();
        assert_eq!(found(&opened.index, &query("bowl", "en")), [1]);
    }
    let opened = Index::in_folder(&place).unwrap();
    assert_eq!(opened.found, Found::Current);
    assert_eq!(opened.index.marker().as_deref(), Some("seven"));
    assert_eq!(found(&opened.index, &query("bowl", "en")), [1]);
    opened.index.put(&[doc(3, &[("en", "bowl", "")])]).unwrap();
    opened.index.commit().unwrap();
    assert_eq!(opened.index.marker().as_deref(), Some("seven"), "a plain commit keeps the marker");
    assert_eq!(found(&opened.index, &query("bowl", "en")), [3, 1]);
}

#[test]
fn an_index_is_rebuilt_while_it_serves() {
    let folder = tempfile::tempdir().unwrap();
    let folders = |root: &std::path::Path| fs::read_dir(root.join(format!("v{FORMAT}"))).unwrap().count() - 1;
    for index in [Index::in_memory().unwrap(), Index::in_folder(folder.path()).unwrap().index] {
        index.put(&[doc(1, &[("en", "bowl", "")])]).unwrap();
        index.commit_with("first").unwrap();
        let rebuild = index.rebuild().unwrap();
        rebuild.fill(&[doc(2, &[("en", "bowl", "")])]).unwrap();
        index.put(&[doc(3, &[("en", "bowl", "")])]).unwrap();
        index.commit_with("second").unwrap();
        assert_eq!(found(&index, &query("bowl", "en")), [3, 1], "what is searched goes on changing");
        index.switch(rebuild.commit("rebuilt").unwrap()).unwrap();
        assert_eq!((found(&index, &query("bowl", "en")), index.marker().as_deref()), (vec![2], Some("rebuilt")));
        index.put(&[doc(4, &[("en", "bowl", "")])]).unwrap();
        index.commit().unwrap();
        assert_eq!(found(&index, &query("bowl", "en")), [4, 2]);
    }
    assert_eq!(folders(folder.path()), 1, "the old filling is gone");
    let opened = Index::in_folder(folder.path()).unwrap();
    assert_eq!((opened.found, found(&opened.index, &query("bowl", "en"))), (Found::Current, vec![4, 2]));
}

#[test]
fn a_rebuild_that_is_interrupted_leaves_the_old_index() {
    let folder = tempfile::tempdir().unwrap();
    let index = Index::in_folder(folder.path()).unwrap().index;
    index.put(&[doc(1, &[("en", "bowl", "")])]).unwrap();
    index.commit_with("first").unwrap();
    let rebuild = index.rebuild().unwrap();
    rebuild.fill(&[doc(2, &[("en", "bowl", "")])]).unwrap();
    let other = Index::in_folder(folder.path()).unwrap();
    assert_eq!((other.found, found(&other.index, &query("bowl", "en"))), (Found::Current, vec![1]));
    assert!(matches!(other.index.rebuild(), Err(Error::InUse)), "one at a time");
    drop(rebuild);
    let rebuild = other.index.rebuild().unwrap();
    rebuild.fill(&[doc(3, &[("en", "bowl", "")])]).unwrap();
    other.index.switch(rebuild.commit("other's").unwrap()).unwrap();
    assert_eq!(found(&index, &query("bowl", "en")), [1]);
    index.refresh().unwrap();
    assert_eq!((found(&index, &query("bowl", "en")), index.marker().as_deref()), (vec![3], Some("other's")));
}

#[test]
fn another_version_and_damage_are_reported_and_removed() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join(format!("v{}", FORMAT + 1))).unwrap();
    fs::write(folder.path().join("not-ours"), "kept").unwrap();
    let opened = Index::in_folder(folder.path()).unwrap();
    assert_eq!(opened.found, Found::OtherVersion);
    opened.index.put(&[doc(1, &[("en", "bowl", "")])]).unwrap();
    opened.index.commit().unwrap();
    drop(opened);
    let names: BTreeSet<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, BTreeSet::from(["not-ours".into(), format!("v{FORMAT}").into()]));

    fs::write(folder.path().join(format!("v{FORMAT}")).join("1").join("meta.json"), "{").unwrap();
    let opened = Index::in_folder(folder.path()).unwrap();
    assert_eq!((opened.found, opened.index.count()), (Found::Damaged, 0));
}

#[test]
fn one_process_writes_and_others_read() {
    let folder = tempfile::tempdir().unwrap();
    let writing = Index::in_folder(folder.path()).unwrap().index;
    writing.put(&[doc(1, &[("en", "bowl", "")])]).unwrap();
    let reading = Index::in_folder(folder.path()).unwrap().index;
    assert!(matches!(reading.put(&[doc(2, &[])]), Err(Error::InUse)));
    writing.commit().unwrap();
    assert_eq!(reading.count(), 0);
    reading.refresh().unwrap();
    assert_eq!(found(&reading, &query("bowl", "en")), [1]);
}
