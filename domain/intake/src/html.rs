//! Descriptions: HTML cut down to an allow-list, and plain text from it.

use ammonia::{Builder, UrlRelative};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Elements that stay: words, paragraphs, lists, tables and links. No pictures, frames, forms, styles or scripts.
const TAGS: [&str; 33] = [
    "a",
    "b",
    "blockquote",
    "br",
    "caption",
    "code",
    "dd",
    "div",
    "dl",
    "dt",
    "em",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "li",
    "ol",
    "p",
    "s",
    "small",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "u",
];

/// One more that stays, kept apart for the sake of the alphabet above.
const LIST: &str = "ul";

/// Elements that go with all that is in them; of any other element only the tag goes.
const GONE: [&str; 15] = [
    "applet", "embed", "frame", "frameset", "iframe", "math", "noembed", "noscript", "object", "script", "style",
    "svg", "template", "textarea", "title",
];

/// Elements that words on either side do not run into.
const BLOCKS: [&str; 20] = [
    "blockquote",
    "br",
    "caption",
    "dd",
    "div",
    "dl",
    "dt",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "table",
    "td",
    "th",
    "tr",
];

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .tags(TAGS.into_iter().chain([LIST]).collect())
        .clean_content_tags(GONE.into_iter().collect())
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href"])),
            ("td", HashSet::from(["colspan", "rowspan"])),
            ("th", HashSet::from(["colspan", "rowspan"])),
        ]))
        .url_schemes(HashSet::from(["http", "https"]))
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("nofollow noopener"))
        .strip_comments(true);
    builder
});

/// How often a text is cleaned before it is given up as one that never comes to rest.
const ROUNDS: usize = 6;

/// HTML cut down to what a description may have; what is clean already stays as it is.
///
/// Taking an element out can change how a browser reads the rest, so the text is cleaned until cleaning changes nothing
/// more. Where that takes too long, its words alone are kept.
pub fn clean(html: &str) -> String {
    if is_plain(html) || is_paragraphs(html) {
        return html.to_owned();
    }
    if is_deep(html) {
        return escaped(&words(html));
    }
    let mut now = CLEANER.clean(html).to_string();
    for _ in 0..ROUNDS {
        if is_plain(&now) {
            return now;
        }
        let next = CLEANER.clean(&now).to_string();
        if next == now {
            return now;
        }
        now = next;
    }
    escaped(&words(&now))
}

/// How many elements may stand in each other; reading takes time with the square of it.
const DEPTH: usize = 500;

/// Whether elements may stand in each other deeper than any description needs.
///
/// Counts high rather than low: an end that does not fit what is open last counts for nothing, unless what is open
/// are elements whose end HTML lets one leave out.
fn is_deep(html: &str) -> bool {
    let mut open: Vec<&str> = Vec::new();
    for (at, _) in html.match_indices('<') {
        let rest = &html[at + 1..];
        let (ends, rest) = rest.strip_prefix('/').map_or((false, rest), |rest| (true, rest));
        let length = rest.bytes().take(20).take_while(u8::is_ascii_alphanumeric).count();
        let name = &rest[..length];
        let is = |other: &&str| other.eq_ignore_ascii_case(name);
        if name.is_empty() || VOID.iter().any(is) {
            continue;
        }
        if ends {
            let kept = open.iter().rposition(|other| !may_end_silently(other)).unwrap_or(0);
            if let Some(fits) = open[kept..].iter().rposition(is) {
                open.truncate(kept + fits);
            }
            continue;
        }
        while open.last().is_some_and(|last| ended_by(last, name)) {
            open.pop();
        }
        open.push(name);
        if open.len() > DEPTH {
            return true;
        }
    }
    false
}

/// Elements that hold nothing.
const VOID: [&str; 12] = ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"];

/// Whether the end of an element may be left out.
fn may_end_silently(name: &str) -> bool {
    ["p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "option"]
        .iter()
        .any(|other| other.eq_ignore_ascii_case(name))
}

/// Whether an open element ends where another begins.
fn ended_by(open: &str, begins: &str) -> bool {
    let among = |name: &str, names: &[&str]| names.iter().any(|other| other.eq_ignore_ascii_case(name));
    match open.to_ascii_lowercase().as_str() {
        "p" => among(begins, &["p", "li", "dt", "dd", "td", "th", "tr"]),
        "li" => among(begins, &["li"]),
        "dt" | "dd" => among(begins, &["dt", "dd"]),
        "td" | "th" => among(begins, &["td", "th", "tr"]),
        "tr" => among(begins, &["tr"]),
        _ => false,
    }
}

/// Whether a text has nothing that HTML reads as anything but itself.
fn is_plain(text: &str) -> bool {
    !text.chars().any(|letter| matches!(letter, '<' | '>' | '&' | '\u{a0}' | '\0' | '\r'))
}

/// Whether a text is nothing but paragraphs of words, as most descriptions are: cleaning leaves it as it is.
fn is_paragraphs(html: &str) -> bool {
    let mut rest = html;
    while let Some(inside) = rest.strip_prefix("<p>") {
        let Some((_, after)) = inside.split_once("</p>").filter(|(words, _)| is_plain(words)) else { return false };
        rest = after.trim_start_matches('\n');
    }
    rest.is_empty()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\u{a0}', "&nbsp;")
}

/// Whether HTML has parts that could do something: scripts, frames, handlers, addresses that run.
pub(crate) fn is_risky(html: &str) -> bool {
    let lower = html.to_ascii_lowercase();
    let signs = ["<script", "<iframe", "<object", "<embed", "javascript:", "vbscript:", "data:text", "<form"];
    signs.iter().any(|sign| lower.contains(sign)) || has_handler(&lower)
}

/// Whether a tag has an attribute such as `onclick=`.
fn has_handler(lower: &str) -> bool {
    lower.match_indices("on").any(|(at, _)| {
        let before = lower[..at].chars().next_back();
        let begins = before.is_some_and(|letter| letter.is_whitespace() || matches!(letter, '/' | '"' | '\''));
        let name = || lower[at + 2..].bytes().take(40).take_while(u8::is_ascii_lowercase).count();
        begins && name() > 2 && lower[at + 2 + name()..].trim_start().starts_with('=')
    })
}

/// The words of HTML on one line, at most so many characters, cut between words.
pub fn plain(html: &str, max_chars: usize) -> String {
    let text = words(&clean(html));
    if text.chars().nth(max_chars).is_none() {
        return text;
    }
    let cut: String = text.chars().take(max_chars.saturating_sub(1)).collect();
    let end = cut.rfind(' ').filter(|end| *end * 2 > cut.len()).unwrap_or(cut.len());
    if max_chars == 0 { String::new() } else { format!("{}…", cut[..end].trim_end()) }
}

/// The words of HTML, parted by single spaces.
fn words(clean: &str) -> String {
    let mut text = String::with_capacity(clean.len());
    let mut rest = clean;
    while let Some(at) = rest.find(['<', '&']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = if rest.starts_with('<') { tag(rest, &mut text) } else { entity(rest, &mut text) };
        rest = &rest[length..];
    }
    text.push_str(rest);
    text.replace('\0', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The length of the tag that a text begins with; a block's leaves a space.
fn tag(rest: &str, text: &mut String) -> usize {
    let mut quoted = false;
    let end = rest.find(|letter| {
        quoted ^= letter == '"';
        letter == '>' && !quoted
    });
    let name = rest[1..].trim_start_matches('/');
    let name = &name[..name.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(name.len())];
    if BLOCKS.contains(&name) || name == LIST {
        text.push(' ');
    }
    end.map_or(rest.len(), |end| end + 1)
}

/// The length of the entity that a text begins with, its character added; cleaned HTML has only these.
fn entity(rest: &str, text: &mut String) -> usize {
    let known = [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&nbsp;", ' ')];
    match known.iter().find(|(name, _)| rest.starts_with(name)) {
        Some((name, letter)) => {
            text.push(*letter);
            name.len()
        }
        None => {
            text.push('&');
            1
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn paragraphs_of_words_are_clean_already(
            parts in prop::collection::vec("<p>|</p>|\\n|[a-c ]{0,3}|<|&amp;|é|\u{a0}|\t", 0..9),
            words in prop::collection::vec("[a-c \\n\\t\"'é]{0,5}", 0..4),
        ) {
            let mut texts = vec![parts.concat()];
            texts.extend([words.iter().map(|words| format!("<p>{words}</p>\n")).collect::<String>()]);
            for text in texts.iter().filter(|text| is_paragraphs(text)) {
                prop_assert_eq!(&CLEANER.clean(text).to_string(), text);
            }
        }
    }

    #[test]
    fn what_is_more_than_paragraphs_of_words_is_looked_at() {
        for html in ["<p>a", "<p>a</p>b", "<p>a<b>c</b></p>", "<p>a<p>b</p>", "<p>&amp;</p>", " <p>a</p>", "<P>a</P>"] {
            assert!(!is_paragraphs(html), "{html}");
        }
        assert!(is_paragraphs("<p>a \"b\"</p>\n<p>c</p>"));
    }
}
