use super::*;
use askama::Template;
use sampan_money::{Currency, Money};
use std::collections::HashSet;

fn asset(name: &str) -> &'static str {
    let (_, bytes, _) = ASSETS.iter().find(|(found, _, _)| *found == name).expect("the asset is listed");
    std::str::from_utf8(bytes).expect("text")
}

#[test]
fn what_every_page_loads_stays_small() {
    for (name, most) in [("style.css", 30_000), ("script.js", 15_000), ("favicon.svg", 1_000), ("river.svg", 8_000)] {
        let sent = if name.ends_with(".css") { slim::slim(asset(name)).len() } else { asset(name).len() };
        assert!(sent < most, "{name} has {sent} bytes, wanted fewer than {most}");
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
    let clocks = super::frame::DESTINATIONS.iter().map(|(code, _)| format!("look-clock-{}", code.to_ascii_lowercase()));
    for key in places.chain(currencies).chain(clocks) {
        assert!(english.binary_search(&key).is_ok(), "{key} has no words");
    }
    for (place, _) in super::frame::DESTINATIONS {
        assert!(super::frame::minutes_ahead(place).is_some(), "{place} has no clock");
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

/// Every piece once, on each of the three bases.
#[derive(Template)]
#[template(
    ext = "html",
    source = r##"{% extends "look/pages/shell.html" %}{% import "look/pages/macros.html" as m %}{% block content %}
{{ m::crumbs(s, v.crumbs) }}{{ m::tabs(s, "Orders", v.tabs) }}{{ m::steps(s, v.steps) }}{{ m::timeline(s, v.steps) }}
<form method="post">{{ m::errors(s, labels="look-") }}{{ m::field(s, name="city", label="City", hint="As on the card", unit="g") }}
{{ m::area(s, name="note", label="Note", required=false) }}{{ m::select(s, name="province", label="Province", options=v.options, next="city", source="/places") }}
{{ m::choices(s, name="delivery", legend="Delivery", options=v.options) }}{{ m::check(s, name="terms", label="I agree") }}</form>
{{ m::post(s, "/out", "Sign out") }}{{ m::ask(s, "/end", "End", "End it?", "Yes, end it") }}{{ m::badge("done", "Done") }}{{ m::notice("wait", "Wait") }}
{{ m::landed(s, v.price, open=true) }}{{ m::product(s, v.card) }}{{ m::product(s, v.gone, eager=true) }}
{{ m::empty(s, "None", "Nothing yet", href="/", act="Begin") }}{{ m::pager(s, v.pager) }}{{ m::progress(s, v.work) }}{{ m::chart(s, v.chart) }}
<table class="cards"><thead><tr>{{ m::sort("Order", "?by=order", sorted="ascending") }}</tr></thead><tbody><tr>{{ m::tick(s, "7", "Order 7") }}{{ m::cell("What", "Cherries", class="num") }}</tr></tbody></table>
{{ m::copy(s, "LX123456785US") }}{% endblock %}"##
)]
struct Pieces<'a> {
    s: &'a Shell,
    f: Frame,
    v: &'a Sample,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% extends "look/pages/desk.html" %}{% block content %}<h1>Desk</h1>{% endblock %}"#
)]
struct Desk<'a> {
    s: &'a Shell,
    f: Frame,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% extends "look/pages/print.html" %}{% block back %}/orders{% endblock %}{% block sheets %}<section class="sheet"></section>{% endblock %}"#
)]
struct Paper<'a> {
    s: &'a Shell,
}

struct Sample {
    crumbs: Vec<Crumb>,
    tabs: Vec<Tab>,
    steps: Vec<Step>,
    options: Vec<Choice>,
    price: Anatomy,
    card: Card,
    gone: Card,
    pager: Pager,
    work: Work,
    chart: Chart,
}

fn sample() -> Sample {
    let amount = Money::new(26_840, Currency::CNY);
    let source = Source { title: "A law".into(), date: "2018".into(), address: "https://example.org/".into() };
    let line = Line {
        kind: Kind::Tax,
        label: "Tax".into(),
        amount,
        rate: "9.1 %".into(),
        base: "¥100".into(),
        rule: "A rule".into(),
        source: Some(source),
        confidence: Confidence::ToVerify,
    };
    let price =
        Anatomy::of(Currency::CNY, vec![line], "At your door".into()).expect("one currency").at_rate("A rate".into());
    let card = Card {
        href: "/listings/1".into(),
        title: "<b>Cherries</b>".into(),
        lang: "en".into(),
        picture: "/pictures/1".into(),
        seller: "An orchard".into(),
        price: Some(price.clone()),
        why_not: String::new(),
    };
    let step = |tone| Step { title: "A step".into(), at: "Fri".into(), note: "A note".into(), tone };
    Sample {
        crumbs: vec![
            Crumb { label: "Home".into(), href: "/".into() },
            Crumb { label: "Here".into(), href: String::new() },
        ],
        tabs: vec![Tab { label: "All".into(), href: "?".into(), count: Some(Tally::of(3)), current: true }],
        steps: [Tone::Done, Tone::Now, Tone::Next, Tone::Stop].map(step).to_vec(),
        options: vec![
            Choice { price: Some(amount), note: "Fast".into(), ..Choice::new("a", "A", true) },
            Choice::new("b", "B", false),
        ],
        price,
        gone: Card { price: None, why_not: "Not sold here".into(), ..card.clone() },
        card,
        pager: Pager { previous: "?p=1".into(), next: "?p=3".into(), says: "2 of 3".into() },
        work: Work { words: "Reading".into(), done: 1, of: 2, finished: false, ask: "/work/1".into() },
        chart: Chart::new("How many?", "orders", "Day", Shape::Bars)
            .labelled(["Mon"])
            .series("In", [3])
            .series("Out", [1]),
    }
}

fn rendered() -> Vec<String> {
    let mut pages = Vec::new();
    for lang in ["en", "zh-Hans"] {
        for role in ["", "buyer", "seller", "operator"] {
            let mut s = Shell::sample(crate::languages(), assets(), lang, "/seller/orders");
            s.roles = [role.to_owned()].into_iter().filter(|role| !role.is_empty()).collect();
            s.notice = Some("It is done.".to_owned());
            s.labels.insert("demo".to_owned(), "yes".to_owned());
            s.errors.add("city", "", "a city", "missing");
            pages.push(Pieces { s: &s, f: Frame::of(&s), v: &sample() }.render().expect("the pieces"));
            pages.push(Desk { s: &s, f: Frame::of(&s) }.render().expect("the desk"));
            pages.push(Paper { s: &s }.render().expect("paper"));
        }
    }
    pages
}

#[test]
fn every_piece_keeps_a_strict_content_policy_and_has_words() {
    for page in rendered() {
        for forbidden in [" style=", "<style", "onclick", "javascript:", "<b>Cherries", ">look-", "\"look-", "#look-"] {
            assert!(!page.contains(forbidden), "{forbidden} stands in a page");
        }
        assert_eq!(page.matches("<script").count(), 1, "one script, and that from a file");
    }
}

#[test]
fn ids_are_unique_and_what_points_at_them_finds_them() {
    for page in rendered() {
        let after =
            |name: &'static str| page.split(name).skip(1).filter_map(|rest| rest.split('"').next()).collect::<Vec<_>>();
        let ids = after(" id=\"");
        let unique: HashSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "an id occurs twice: {ids:?}");
        for target in after(" for=\"").into_iter().chain(after(" aria-describedby=\"")).chain(after("href=\"#")) {
            for one in target.split(' ') {
                assert!(unique.contains(one), "{one} is nowhere");
            }
        }
    }
}

#[test]
fn a_wrong_field_says_so_and_keeps_what_was_typed() {
    let page = &rendered()[0];
    assert!(
        page.contains(r##"<a href="#f-city">"##)
            && page.contains(r#"aria-invalid="true" aria-describedby="e-city h-city""#)
    );
    assert!(page.contains("Choose") && page.contains("field wrong"));
}
