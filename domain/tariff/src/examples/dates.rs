//! Days as sources write them.

use jiff::civil::Date;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The day that a text names: a day itself, the middle of a month, a quarter, a year or a span of them. Words beside it
/// do not count.
pub(super) fn middle(text: &str) -> Option<Date> {
    let text = spelled(text);
    let spans = text.split(|c: char| !(c.is_ascii_digit() || c == '-' || c == 'q')).filter_map(span);
    let (from, to) = spans.reduce(|(from, _), (_, to)| (from, to))?;
    let days = from.until(to).ok()?.get_days();
    from.checked_add(jiff::Span::new().days(days / 2)).ok()
}

/// The text with its days written as `2019-06-30`, and months as `2019-06`.
fn spelled(text: &str) -> String {
    let text = text.to_ascii_lowercase().replace(['/', '.'], "-");
    let words: Vec<&str> = text.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let mut written: Vec<String> = Vec::new();
    let mut rest = &words[..];
    while let Some(first) = rest.first() {
        let (taken, word) = match rest {
            [day, name, year, ..] if is_day(day) && month(name).is_some() && is_year(year) => {
                (3, month(name).map(|month| format!("{year}-{month:02}-{day:0>2}")))
            }
            [name, day, year, ..] if month(name).is_some() && is_day(day) && is_year(year) => {
                (3, month(name).map(|month| format!("{year}-{month:02}-{day:0>2}")))
            }
            [name, year, ..] if is_year(year) => (2, month(name).map(|month| format!("{year}-{month:02}"))),
            _ => (1, None),
        };
        written.push(word.clone().unwrap_or_else(|| (*first).to_owned()));
        rest = &rest[if word.is_some() { taken } else { 1 }..];
    }
    written.join(" ")
}

fn month(name: &str) -> Option<usize> {
    let place = MONTHS.iter().position(|month| name.starts_with(month))?;
    name.bytes().all(|b| b.is_ascii_lowercase()).then_some(place + 1)
}

fn is_day(text: &str) -> bool {
    text.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day))
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.parse::<i16>().is_ok_and(|year| year > 999)
}

/// First and last day of `2019`, `2019-q2`, `2019-06`, `2019-06-30`, `30-06-2019`, `20190630` or `2010-2020`.
fn span(text: &str) -> Option<(Date, Date)> {
    let text = text.trim_matches('-');
    let day = |year, month, day| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
    if let Some((year, quarter)) = text.split_once('q') {
        let (year, quarter): (i16, i16) = (year.trim_end_matches('-').parse().ok()?, quarter.parse().ok()?);
        let last = day(year, quarter.checked_mul(3)?, 1)?.last_of_month();
        return (1..=4).contains(&quarter).then_some((day(year, quarter * 3 - 2, 1)?, last));
    }
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        let day = day(text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..].parse().ok()?)?;
        return Some((day, day));
    }
    let parts: Vec<i16> = text.split('-').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    match parts[..] {
        [year] if year > 999 => Some((day(year, 1, 1)?, day(year, 12, 31)?)),
        [from, to] if to > 999 => Some((day(from, 1, 1)?, day(to, 12, 31)?)),
        [year, month] => day(year, month, 1).map(|first| (first, first.last_of_month())),
        [of_month, month, year] if year > 999 => day(year, month, of_month).map(|day| (day, day)),
        [year, month, of_month] => day(year, month, of_month).map(|day| (day, day)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::middle;

    #[test]
    fn loose_days_are_read_as_the_middle_of_what_they_name() {
        for (text, day) in [
            ("2024-09-29", "2024-09-29"),
            ("2024/09/29", "2024-09-29"),
            ("29.09.2024", "2024-09-29"),
            ("20240929", "2024-09-29"),
            ("29 September 2024", "2024-09-29"),
            ("Sep 29, 2024", "2024-09-29"),
            ("about June 2018", "2018-06-15"),
            ("2015", "2015-07-02"),
            ("2019 course", "2019-07-02"),
            ("2018-06", "2018-06-15"),
            ("2018-Q2", "2018-05-16"),
            ("2010-2020", "2015-07-02"),
            ("2010–2020", "2015-07-02"),
            ("2018-10 to 2020-01", "2019-06-01"),
        ] {
            assert_eq!(middle(text).map(|day| day.to_string()).as_deref(), Some(day), "{text}");
        }
        for text in ["some day", "", "13", "2024-13-01", "2018-Q5", "99999999"] {
            assert_eq!(middle(text), None, "{text}");
        }
    }
}
