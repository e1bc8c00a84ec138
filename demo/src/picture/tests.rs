use super::*;
use std::collections::{HashMap, HashSet};

/// Every picture of the list.
fn listed() -> Vec<String> {
    crate::catalogue::pictures().into_iter().map(|(key, _)| key.to_string()).collect()
}

/// Fails unless tags nest, attributes are quoted, and only shapes occur.
fn well_formed(svg: &str) {
    let known = ["svg", "title", "rect", "circle", "ellipse", "path", "g", "clipPath"];
    let mut open: Vec<&str> = Vec::new();
    for tag in svg.split('<').skip(1) {
        let (inside, text) = tag.split_once('>').expect("a tag ends");
        assert!(
            text.is_empty() || open.last() == Some(&"title") || inside == "title",
            "text outside of the title: {text}"
        );
        if let Some(name) = inside.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name));
            continue;
        }
        let name = inside.split([' ', '/']).next().unwrap_or_default();
        assert!(known.contains(&name), "{name} is no shape of ours");
        assert_eq!(inside.matches('"').count() % 2, 0, "{inside}");
        if !inside.ends_with('/') {
            open.push(name);
        }
    }
    assert!(open.is_empty());
}

#[test]
fn every_listed_picture_is_well_formed_small_and_its_own() {
    let mut seen: HashMap<String, String> = HashMap::new();
    let listed = listed();
    assert!(listed.len() > 150, "the list was read: {}", listed.len());
    for key in listed {
        let drawing = svg(&key);
        well_formed(&drawing);
        assert!(drawing.len() < 6_000, "{key} has {} bytes", drawing.len());
        let (_, shapes) = drawing.split_once("</title>").expect("a title");
        if let Some(other) = seen.insert(shapes.to_owned(), key.clone()) {
            panic!("{key} looks like {other}");
        }
    }
}

#[test]
fn kinds_are_in_order_and_listed() {
    assert!(KINDS.is_sorted_by_key(|(kind, _, _)| *kind));
    let listed: HashSet<String> = listed().iter().filter_map(|key| key.split(':').next().map(str::to_owned)).collect();
    assert_eq!(listed.len(), KINDS.len());
}

#[test]
fn what_nobody_knows_is_a_parcel() {
    assert!(svg("submarine:yellow").contains("<title>a parcel</title>"));
    assert!(svg("").contains("<title>a parcel</title>"));
    let strange = svg("jar:<script>\"&");
    well_formed(&strange);
    assert!(strange.contains("<title>jar, script</title>"));
}
