//! What people type, made plain: widths folded, blanks joined, what cannot be printed refused.

/// Full-width letters, digits and signs as ASCII, the ideographic space as a space; everything else as it is.
pub(crate) fn fold_width(text: &str) -> String {
    text.chars().map(fold).collect()
}

fn fold(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// The text without blanks at its ends and with single blanks inside; nothing if it is blank.
pub(crate) fn tidy(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// Whether a line can be printed as it reads: no control character, none that turns the direction of writing or is
/// invisible, and at least one letter or digit.
pub(crate) fn printable(text: &str) -> bool {
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fffd}')
    };
    !text.chars().any(hidden) && text.chars().any(char::is_alphanumeric)
}

/// Whether every letter is Latin, so that a carrier in the United States can read it.
pub(crate) fn is_latin(text: &str) -> bool {
    text.chars().all(|c| !c.is_alphabetic() || (c as u32) < 0x250 || (0x1e00..0x1f00).contains(&(c as u32)))
}

/// At most so many characters of a text.
pub(crate) fn clip(text: &str, max: usize) -> String {
    text.chars().take(max).collect()
}

/// A secret with all but its last few characters covered.
pub(crate) fn masked(text: &str, shown: usize) -> String {
    let length = text.chars().count();
    let covered = length.saturating_sub(shown.min(length / 2));
    text.chars().enumerate().map(|(i, c)| if i < covered { '*' } else { c }).collect()
}
