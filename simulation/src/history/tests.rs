use super::*;

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

/// A log as text: second, what, order, pieces, and of a count what there were before; all of one shelf that began with
/// three pieces.
fn history(log: &str, (on_hand, reserved, sold, returned): (i64, i64, i64, i64)) -> History {
    let line = |line: &str| {
        let mut words = line.split_whitespace();
        let at = Timestamp::from_second(words.next()?.parse().ok()?).ok()?;
        let what = serde_json::from_value(words.next()?.into()).ok()?;
        let (order, pieces) = (id(words.next()?.parse().ok()?), words.next()?.parse().ok()?);
        let before = words.next().map(|word| word.parse()).transpose().ok()?;
        Some(Moved { at, what, variant: id(1), order, pieces, before })
    };
    let moved = log.split(';').map(|text| line(text).unwrap_or_else(|| panic!("{text:?}"))).collect();
    let shelf = Shelf { variant: id(1), on_hand, reserved, sold, returned, began: Some(3) };
    History { moved, shelves: vec![shelf] }
}

#[test]
fn a_history_that_can_be_is_found_sound_in_any_order() {
    let mut sound = history(
        "1 claimed 7 2; 2 claimed 8 1; 3 released 7 2; 4 claimed 9 2; 5 taken 8 1; 6 taken 9 2; 7 returned 9 1; 8 claimed 10 1",
        (1, 1, 3, 1),
    );
    assert_eq!(sound.check(), vec![]);
    sound.moved.reverse();
    assert_eq!(sound.check(), vec![]);
    let text = serde_json::to_string(&sound).unwrap();
    assert_eq!(serde_json::from_str::<History>(&text).unwrap(), sound);
}

#[test]
fn what_a_seller_counts_is_a_part_of_the_history() {
    let log = "1 claimed 7 2; 2 counted 20 9 3; 3 claimed 8 6; 4 taken 7 2; 5 released 8 6; 6 counted 21 0 7";
    let mut counted = history(log, (0, 0, 2, 0));
    assert_eq!(counted.check(), vec![]);
    counted.shelves[0].began = None;
    assert_eq!(counted.check(), vec![], "what it began with follows from the counts");
    // A count that was left out of the log.
    counted.shelves[0].began = Some(3);
    counted.moved.retain(|step| step.order != id(20));
    assert!(!counted.check().is_empty());
}

#[test]
fn each_thing_that_cannot_be_is_named() {
    for (log, end, said) in [
        ("1 claimed 7 2; 2 claimed 8 2; 3 released 7 2; 4 taken 8 2", (1, 0, 2, 0), "4 pieces claimed of 3"),
        ("1 claimed 7 1; 2 released 7 1; 3 released 7 1", (3, -1, 0, 0), "or had let go before"),
        ("1 claimed 7 1; 2 released 7 1; 3 taken 7 1", (2, -1, 1, 0), "or had let go before"),
        ("1 claimed 7 1; 2 claimed 7 1", (3, 2, 0, 0), "claimed twice"),
        ("1 claimed 7 2; 2 taken 7 1", (2, 1, 1, 0), "had claimed 2 and let go of 1"),
        ("1 claimed 7 1; 2 taken 7 1; 3 returned 7 2", (4, 0, 1, 2), "gave back more than it took"),
        ("1 counted 20 5 4", (5, 0, 0, 0), "taken to hold Some(4) pieces when it was counted, its moves come to 3"),
        ("1 claimed 7 3; 2 counted 20 2 3", (2, 3, 0, 0), "2 pieces counted where 3 are promised"),
        ("1 counted 20 9 3", (3, 0, 0, 0), "9 pieces on hand by its moves, 3 by its row"),
        ("1 claimed 7 0", (3, 0, 0, 0), "moved 0 pieces"),
        // A claim that was never released: the order is over, the shelf still holds it; and one that the shelf lost.
        ("1 claimed 7 1; 2 released 7 1", (3, 1, 0, 0), "0 pieces promised by its moves, 1 by its row"),
        ("1 claimed 7 1", (3, 0, 0, 0), "1 pieces promised by its moves, 0 by its row"),
        ("1 claimed 7 1; 2 taken 7 1", (3, 0, 1, 0), "2 pieces on hand by its moves, 3 by its row"),
    ] {
        let found = history(log, end).check();
        assert!(found.iter().any(|finding| finding.what.contains(said)), "{log}: {found:?}");
    }
}
