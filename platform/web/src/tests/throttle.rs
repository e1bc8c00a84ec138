use crate::{Error, Throttle};
use jiff::{SignedDuration, Timestamp};

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn wait(result: Result<(), Error>) -> Option<u32> {
    match result {
        Ok(()) => None,
        Err(Error::TooMany { retry_after }) => Some(retry_after),
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn attempts_are_counted_in_a_window_that_slides() {
    let throttle = Throttle::new(3, SignedDuration::from_secs(60), 100);
    // second, and whether the attempt passes
    let cases = [
        (600, true),
        (601, true),
        (602, true),
        (603, false),
        (659, false),
        (661, true),
        (680, false),
        (681, true),
        (682, false),
        (720, true),
        (900, true),
    ];
    for (second, passes) in cases {
        assert_eq!(wait(throttle.attempt("sign-in", "ann", at(second))).is_none(), passes, "{second}");
    }
}

#[test]
fn whoever_waits_as_told_gets_in_and_not_before() {
    for tries in 1..6_u32 {
        let throttle = Throttle::new(tries, SignedDuration::from_secs(90), 100);
        for second in 0..i64::from(tries) {
            assert_eq!(wait(throttle.attempt("p", "w", at(900 + second))), None);
        }
        let told = wait(throttle.attempt("p", "w", at(910))).unwrap();
        assert!(wait(throttle.attempt("p", "w", at(910 + i64::from(told)))).is_none(), "{tries}: {told}");
        assert!(told <= 180, "{tries}: {told}");
    }
}

#[test]
fn each_purpose_and_each_who_is_counted_alone_and_can_be_forgiven() {
    let throttle = Throttle::new(1, SignedDuration::from_secs(60), 100);
    for (purpose, who) in [("a", "x"), ("a", "y"), ("b", "x"), ("ax", ""), ("", "ax")] {
        assert_eq!(wait(throttle.attempt(purpose, who, at(0))), None, "{purpose} {who}");
    }
    assert!(wait(throttle.attempt("a", "x", at(1))).is_some());
    throttle.forgive("a", "x");
    assert!(wait(throttle.attempt("a", "x", at(1))).is_none());
}

#[test]
fn a_flood_of_strangers_costs_no_more_memory_and_frees_nobody_who_tried_often() {
    let throttle = Throttle::new(50, SignedDuration::from_secs(60), 64);
    for _ in 0..50 {
        assert_eq!(wait(throttle.attempt("sign-in", "guesser", at(0))), None);
    }
    for n in 0..10_000 {
        assert_eq!(wait(throttle.attempt("sign-in", &n.to_string(), at(1))), None);
        assert!(throttle.len() <= 64);
    }
    assert!(wait(throttle.attempt("sign-in", "guesser", at(2))).is_some());
}
