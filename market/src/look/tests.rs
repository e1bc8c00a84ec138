use super::ASSETS;

fn asset(name: &str) -> &'static str {
    let (_, bytes, _) = ASSETS.iter().find(|(found, _, _)| *found == name).expect("the asset is listed");
    std::str::from_utf8(bytes).expect("text")
}

#[test]
fn what_every_page_loads_stays_small() {
    for (name, most) in [("style.css", 30_000), ("script.js", 15_000), ("favicon.svg", 1_000), ("river.svg", 8_000)] {
        assert!(asset(name).len() < most, "{name} has {} bytes, wanted fewer than {most}", asset(name).len());
    }
}

#[test]
fn the_stylesheet_asks_for_nothing_else() {
    let style = asset("style.css");
    assert!(!style.contains("@import") && !style.contains("http") && !style.contains("data:"));
    assert_eq!(style.matches('{').count(), style.matches('}').count());
}

#[test]
fn margins_and_places_are_logical() {
    let physical = [
        "margin-left",
        "margin-right",
        "padding-left",
        "padding-right",
        "text-align: left",
        "text-align: right",
        "border-left",
        "border-right",
    ];
    let style = asset("style.css");
    for word in physical {
        assert!(!style.contains(word), "{word} stands in the stylesheet");
    }
}

#[test]
fn both_languages_have_every_key_of_the_look() {
    let keys = |text: &str| -> Vec<String> {
        let mut keys: Vec<_> =
            text.lines().filter_map(|line| line.split_once(" = ")).map(|(key, _)| key.to_owned()).collect();
        keys.sort();
        keys
    };
    let english = keys(include_str!("../../languages/en/look.ftl"));
    assert_eq!(english, keys(include_str!("../../languages/zh/look.ftl")));
    let pages = [
        include_str!("pages/macros.html"),
        include_str!("pages/base.html"),
        include_str!("pages/shell.html"),
        include_str!("pages/desk.html"),
        include_str!("pages/print.html"),
        include_str!("pages/menu.html"),
        include_str!("pages/foot.html"),
        include_str!("pages/problem.html"),
        include_str!("parts.rs"),
        include_str!("frame.rs"),
    ];
    let places = super::frame::DESTINATIONS.iter().map(|(code, _)| format!("look-place-{}", code.to_ascii_lowercase()));
    let currencies = super::frame::CURRENCIES.iter().map(|code| format!("look-currency-{}", code.to_ascii_lowercase()));
    for key in places.chain(currencies) {
        assert!(english.binary_search(&key).is_ok(), "{key} has no words");
    }
    for used in pages
        .iter()
        .flat_map(|page| page.split("\"look-").skip(1))
        .filter_map(|rest| rest.split('"').next())
        .filter(|key| !key.ends_with('-'))
    {
        assert!(english.binary_search(&format!("look-{used}")).is_ok(), "look-{used} has no words");
    }
}
