//! What can be known of a page from its text alone: what a reader who listens, or who uses no mouse, needs of it, and
//! what the content policy forbids. Our own pages only: tags are written plainly, values stand in double quotes.

use std::collections::{HashMap, HashSet};

/// A start tag.
struct Tag<'a> {
    name: &'a str,
    attributes: HashMap<&'a str, &'a str>,
    /// What stands between it and its end tag; for tags that may lie in themselves, up to the first.
    inside: &'a str,
    /// Whether it lies in a `<label>`.
    labelled: bool,
}

impl Tag<'_> {
    fn has(&self, name: &str) -> bool {
        self.attributes.contains_key(name)
    }

    fn value(&self, name: &str) -> &str {
        self.attributes.get(name).copied().unwrap_or_default()
    }

    /// Whether words, a label or a described picture say what it is.
    fn is_named(&self) -> bool {
        let words = |text: &str| {
            let mut inside_tag = false;
            let outside = |c: char| {
                let was = inside_tag;
                inside_tag = (inside_tag || c == '<') && c != '>';
                !was && !inside_tag && !c.is_whitespace()
            };
            text.chars().any(outside)
        };
        let described = |name: &str| self.inside.split(name).skip(1).any(|rest| !rest.starts_with('"'));
        words(self.inside) || self.has("aria-label") || described("alt=\"") || described("aria-label=\"")
    }
}

/// The start tags of a page in their order; comments and the document type are left out.
fn tags(page: &str) -> Vec<Tag<'_>> {
    let mut found = Vec::new();
    let mut labels = 0_usize;
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(ended) = rest.strip_prefix('/') {
            labels -= usize::from(ended.starts_with("label") && labels > 0);
            continue;
        }
        let end = end_of_tag(rest);
        let (text, after) = (&rest[..end], rest.get(end + 1..).unwrap_or_default());
        let name = text.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default();
        if name.is_empty() || name.starts_with('!') {
            continue;
        }
        labels += usize::from(name == "label");
        let inside = after.find(&format!("</{name}")).map_or("", |end| &after[..end]);
        found.push(Tag { name, attributes: attributes(&text[name.len()..]), inside, labelled: labels > 0 });
        rest = after;
    }
    found
}

/// Where the `>` of a tag stands that is in no value.
fn end_of_tag(text: &str) -> usize {
    let mut quoted = false;
    let end = text.find(|c| {
        quoted ^= c == '"';
        c == '>' && !quoted
    });
    end.unwrap_or(text.len())
}

fn attributes(mut text: &str) -> HashMap<&str, &str> {
    let mut all = HashMap::new();
    loop {
        text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        let end = text.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(text.len());
        if end == 0 {
            return all;
        }
        let (name, after) = text.split_at(end);
        let Some(value) = after.strip_prefix("=\"") else {
            all.insert(name, "");
            text = after.trim_start_matches('=');
            continue;
        };
        let end = value.find('"').unwrap_or(value.len());
        all.insert(name, &value[..end]);
        text = value.get(end + 1..).unwrap_or_default();
    }
}

/// The title of a page without the marketplace's name.
pub fn title(page: &str) -> &str {
    let title = page.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next()).unwrap_or_default();
    title.strip_suffix(" · Sampan").unwrap_or(title).trim()
}

/// What is wrong with a page, in the language it was asked for in.
pub fn faults(page: &str, lang: &str) -> Vec<String> {
    let tags = tags(page);
    let mut faults = Vec::new();
    let mut wrong = |fault: String| faults.push(fault);
    let of = |name: &'static str| tags.iter().filter(move |tag| tag.name == name);

    if of("html").next().map(|tag| tag.value("lang")) != Some(lang) {
        wrong(format!("<html> does not say lang=\"{lang}\""));
    }
    for (name, wanted) in [("h1", 1), ("main", 1), ("title", 1)] {
        // A drawing has a title of its own.
        let count = of(name).filter(|tag| name != "title" || !tag.inside.is_empty()).count();
        let drawings = if name == "title" { page.matches("<svg").count() + page.matches("<rect").count() } else { 0 };
        if count < wanted || (drawings == 0 && count > wanted) {
            wrong(format!("{count} times <{name}>"));
        }
    }
    let mut depth = 1;
    for tag in &tags {
        let Some(level) = tag.name.strip_prefix('h').and_then(|n| n.parse::<u32>().ok()) else { continue };
        if level > depth + 1 {
            wrong(format!("<h{level}> follows <h{depth}>: {}", tag.inside));
        }
        if !tag.is_named() {
            wrong(format!("an empty <h{level}>"));
        }
        depth = level;
    }

    let ids: Vec<&str> = tags.iter().filter(|tag| tag.has("id")).map(|tag| tag.value("id")).collect();
    let known: HashSet<&str> = ids.iter().copied().collect();
    let mut seen = HashSet::new();
    for twice in ids.iter().filter(|id| !seen.insert(**id)) {
        wrong(format!("two have the id {twice}"));
    }
    for tag in &tags {
        let links = ["for", "aria-describedby", "aria-labelledby", "aria-controls", "list"];
        let mut targets: Vec<&str> = links.iter().flat_map(|name| tag.value(name).split_whitespace()).collect();
        targets.extend(tag.value("href").strip_prefix('#'));
        for target in targets.into_iter().filter(|target| !known.contains(target)) {
            wrong(format!("<{}> points at #{target}, which is not there", tag.name));
        }
        for (name, value) in &tag.attributes {
            let inline = *name == "style" || name.starts_with("on") || value.starts_with("javascript:");
            if inline {
                wrong(format!("<{} {name}> is inline", tag.name));
            }
        }
    }
    if of("style").next().is_some() || of("script").any(|tag| !tag.has("src")) {
        wrong("inline style or script".to_owned());
    }

    let labels: HashSet<&str> = of("label").map(|tag| tag.value("for")).collect();
    for tag in tags.iter().filter(|tag| ["input", "select", "textarea"].contains(&tag.name)) {
        let hidden = ["hidden", "submit", "image"].contains(&tag.value("type"));
        let labelled = tag.labelled || labels.contains(tag.value("id")) && tag.has("id");
        if !hidden && !labelled && !tag.has("aria-label") && !tag.has("aria-labelledby") {
            wrong(format!("<{} name=\"{}\"> has no label", tag.name, tag.value("name")));
        }
    }
    for tag in of("img").filter(|tag| !tag.has("alt") || !tag.has("width") || !tag.has("height")) {
        wrong(format!("<img src=\"{}\"> lacks alt, width or height", tag.value("src")));
    }
    for tag in of("svg") {
        let silent = tag.value("aria-hidden") == "true";
        let named = tag.value("role") == "img" && (tag.has("aria-label") || tag.inside.contains("<title>"));
        if !silent && !named {
            wrong("an <svg> is neither named nor hidden".to_owned());
        }
    }
    for tag in
        tags.iter().filter(|tag| ["a", "button", "summary", "th", "label", "legend", "option"].contains(&tag.name))
    {
        if !tag.is_named() {
            wrong(format!("<{} {:?}> says nothing", tag.name, tag.attributes));
        }
    }
    for tag in of("nav").filter(|tag| !tag.has("aria-label") && !tag.has("aria-labelledby")) {
        wrong(format!("a <nav> has no name: {}", tag.inside.chars().take(60).collect::<String>()));
    }
    for tag in of("th").filter(|tag| !tag.has("scope")) {
        wrong(format!("<th> without scope: {}", tag.inside));
    }
    if page.contains('⟦') {
        let key = page.split('⟦').nth(1).and_then(|rest| rest.split('⟧').next()).unwrap_or_default();
        wrong(format!("no words for {key}"));
    }
    faults
}

#[test]
fn a_page_with_faults_is_found_out() {
    let page = |body: &str| {
        format!(
            r#"<!doctype html><html lang="en"><head><title>A</title></head><body><main>{body}</main></body></html>"#
        )
    };
    let sound = r##"<h1>A</h1><h2 id="b">B</h2><a href="#b">to B</a><label for="c">C</label><input id="c" name="c">
        <label><input type="checkbox" name="d"> D</label><img src="/e" alt="" width="1" height="1">"##;
    assert_eq!(faults(&page(sound), "en"), Vec::<String>::new());
    assert_eq!(title(&page("")), "A");
    let cases = [
        ("<h2>A</h2>", "0 times <h1>"),
        ("<h1>A</h1><h1>B</h1>", "2 times <h1>"),
        ("<h1>A</h1><h3>B</h3>", "<h3> follows <h1>"),
        ("<h1>A</h1><p id=\"a\"></p><p id=\"a\"></p>", "two have the id a"),
        ("<h1>A</h1><a href=\"#x\">X</a>", "points at #x"),
        ("<h1>A</h1><input name=\"x\">", "\"x\"> has no label"),
        ("<h1>A</h1><img src=\"/x\">", "lacks alt"),
        ("<h1>A</h1><p style=\"color: red\">X</p>", "is inline"),
        ("<h1>A</h1><script>alert(1)</script>", "inline style or script"),
        ("<h1>A</h1><button><svg aria-hidden=\"true\"></svg></button>", "says nothing"),
        ("<h1>A</h1><table><tr><th>X</th></tr></table>", "without scope"),
        ("<h1>A</h1><nav><a href=\"/\">X</a></nav>", "a <nav> has no name"),
        ("<h1>⟦some-key⟧</h1>", "no words for some-key"),
    ];
    for (body, fault) in cases {
        let found = faults(&page(body), "en");
        assert!(found.iter().any(|one| one.contains(fault)), "{fault} is not found in {body}: {found:?}");
    }
    assert!(faults(&page(sound), "zh-Hans")[0].contains("lang"));
}
