//! How many there are of something, counted no further than a reader needs to know: of ten million rows a count reads all.

use sampan_web::Shell;
use serde::Serialize;
use utoipa::ToSchema;

/// Rows are counted up to here.
const ENOUGH: i64 = 10_000;

/// A number of rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Tally {
    /// How many; 10,000 where there are more.
    pub count: i64,
    /// Whether there are more than that.
    pub more: bool,
}

impl Tally {
    /// A part of a statement that counts rows under a name, as `what` and `n`: `sellers where status = 'applied'`.
    pub fn statement(what: &str, rows: &str) -> String {
        let beyond = ENOUGH + 1;
        format!("select '{what}' as what, count(*) as n from (select 1 as one from {rows} limit {beyond}) counted")
    }

    /// What such a part found.
    pub fn of(found: i64) -> Tally {
        Tally { count: found.min(ENOUGH), more: found > ENOUGH }
    }

    /// A number that is known anyway.
    pub fn exact(count: i64) -> Tally {
        Tally { count, more: false }
    }

    /// Both together.
    pub fn and(self, other: Tally) -> Tally {
        let sum = Tally::of(self.count.saturating_add(other.count));
        Tally { more: sum.more || self.more || other.more, ..sum }
    }

    /// As it is read.
    pub fn text(&self, s: &Shell) -> String {
        if self.more { s.t1("look-more-than", "n", self.count) } else { s.number(self.count) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_beyond_counting_is_said_to_be_more() {
        let cases = [(0, 0, false), (9_999, 9_999, false), (10_000, 10_000, false), (10_001, 10_000, true)];
        for (found, count, more) in cases {
            assert_eq!(Tally::of(found), Tally { count, more }, "{found}");
        }
        let (few, half, many) = (Tally::of(3), Tally::of(9_998), Tally::of(10_001));
        assert_eq!(few.and(few), Tally::of(6));
        assert_eq!(few.and(half), Tally { count: 10_000, more: true });
        assert_eq!(few.and(many), Tally { count: 10_000, more: true });
    }
}
