//! Where a long list goes on: the time and id of its last row, as one word in the address.

use sampan_db::Value;
use uuid::Uuid;

/// Rows a page.
pub const PAGE: usize = 50;

/// A place in a list that is in the order of time and id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// Microseconds.
    pub at: i64,
    /// The id of the row.
    pub id: Uuid,
}

impl Cursor {
    /// Reads `1795348800000000.<id>`; what is none is the beginning.
    pub fn read(word: &str) -> Option<Cursor> {
        let (at, id) = word.split_once('.')?;
        Some(Cursor { at: at.parse().ok()?, id: Uuid::try_parse(id).ok()? })
    }

    /// The word in the address.
    pub fn word(self) -> String {
        format!("{}.{}", self.at, self.id.simple())
    }
}

/// The tests of a list's statement, as they are asked for one after another, and their values.
#[derive(Default)]
pub struct Tests {
    tests: Vec<String>,
    values: Vec<Value>,
}

impl Tests {
    /// One more test of one value, whose number it is told.
    pub fn add(&mut self, test: impl FnOnce(usize) -> String, value: impl Into<Value>) {
        self.values.push(value.into());
        self.tests.push(test(self.values.len()));
    }

    /// One more test that asks for no value.
    pub fn always(&mut self, test: &str) {
        self.tests.push(test.to_owned());
    }

    /// Any of some columns contains the words; gives the words as they were taken.
    pub fn like(&mut self, columns: &[&str], words: &str) -> String {
        let words: String = words.trim().chars().filter(|c| !matches!(c, '%' | '_' | '\\')).take(80).collect();
        if !words.is_empty() {
            let any = |n: usize| columns.iter().map(|c| format!("{c} like ${n}")).collect::<Vec<_>>().join(" or ");
            self.add(|n| format!("({})", any(n)), format!("%{}%", words.to_lowercase()));
        }
        words
    }

    /// After a place, in an order that goes down.
    pub fn before(&mut self, columns: (&str, &str), place: Option<Cursor>) {
        self.beyond("<", columns, place);
    }

    /// After a place, in an order that goes up.
    pub fn after(&mut self, columns: (&str, &str), place: Option<Cursor>) {
        self.beyond(">", columns, place);
    }

    fn beyond(&mut self, compare: &str, (at, id): (&str, &str), place: Option<Cursor>) {
        if let Some(place) = place {
            let n = self.values.len();
            self.values.extend([place.at.into(), place.id.into()]);
            self.tests.push(format!("({at}, {id}) {compare} (${}, ${})", n + 1, n + 2));
        }
    }

    /// The condition for a page and one row more, in an order, and its values.
    pub fn page(self, order: &str, page: usize) -> (String, Vec<Value>) {
        let Tests { tests, mut values } = self;
        values.push((page as i64 + 1).into());
        let tests = if tests.is_empty() { String::new() } else { format!("where {} ", tests.join(" and ")) };
        (format!("{tests}order by {order} limit ${}", values.len()), values)
    }
}

/// Cuts a list that was asked for with one row more than a page; tells where it goes on, or nothing.
pub fn cut<T>(rows: &mut Vec<T>, page: usize, place: impl Fn(&T) -> Cursor) -> Option<String> {
    if rows.len() <= page {
        return None;
    }
    rows.truncate(page);
    rows.last().map(|last| place(last).word())
}

/// The address of a list with what is asked of it: empty values are left out, all others escaped.
pub fn address(path: &str, asked: &[(&str, &str)]) -> String {
    let mut address = path.to_owned();
    for (name, value) in asked.iter().filter(|(_, value)| !value.is_empty()) {
        address.push(if address.contains('?') { '&' } else { '?' });
        address.push_str(name);
        address.push('=');
        for byte in value.bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => address.push(char::from(byte)),
                _ => address.push_str(&format!("%{byte:02X}")),
            }
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_back_and_nonsense_is_the_beginning() {
        let place = Cursor { at: 1_795_348_800_000_000, id: Uuid::from_u128(7) };
        assert_eq!(Cursor::read(&place.word()), Some(place));
        for nonsense in ["", ".", "1.2", "x.00000000000000000000000000000007", "1"] {
            assert_eq!(Cursor::read(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn tests_are_numbered_as_they_come() {
        let mut tests = Tests::default();
        tests.add(|n| format!("t.status = ${n}"), "open");
        assert_eq!(tests.like(&["a", "b"], " 50% Off_ "), "50 Off");
        tests.before(("t.at", "t.id"), Some(Cursor { at: 7, id: Uuid::nil() }));
        let (condition, values) = tests.page("t.at desc", 50);
        let wanted =
            "where t.status = $1 and (a like $2 or b like $2) and (t.at, t.id) < ($3, $4) order by t.at desc limit $5";
        assert_eq!((condition.as_str(), values.len()), (wanted, 5));
        assert_eq!(values[1], Value::from("%50 off%"));
        let mut none = Tests::default();
        assert_eq!(none.like(&["a"], "%"), "");
        assert_eq!(none.page("t.at", 1).0, "order by t.at limit $1");
    }

    #[test]
    fn a_list_goes_on_where_a_page_ends() {
        let mut rows: Vec<i64> = (0..3).collect();
        let place = |n: &i64| Cursor { at: *n, id: Uuid::nil() };
        assert_eq!(cut(&mut rows, 3, place), None);
        assert_eq!(cut(&mut rows, 2, place), Some(Cursor { at: 1, id: Uuid::nil() }.word()));
        assert_eq!(rows, [0, 1]);
    }

    #[test]
    fn an_address_escapes_what_was_asked() {
        assert_eq!(address("/a", &[("q", "")]), "/a");
        assert_eq!(address("/a", &[("q", "x y&z"), ("s", "樱")]), "/a?q=x%20y%26z&s=%E6%A8%B1");
    }
}
