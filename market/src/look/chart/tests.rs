use super::*;

fn plain(n: i64) -> String {
    n.to_string()
}

fn chart(shape: Shape, values: &[i64]) -> Chart {
    Chart::new("How many?", "orders", "Day", shape)
        .labelled((1..=values.len()).map(|n| n.to_string()))
        .series("All", values.to_vec())
}

#[test]
fn ticks_are_round_and_few() {
    for (most, least, wanted) in [
        (0, 1, 1),
        (3, 1, 1),
        (7, 1, 1),
        (9, 1, 2),
        (42, 1, 10),
        (61, 1, 20),
        (130, 1, 50),
        (99, 100, 100),
        (123_456, 100, 50_000),
    ] {
        assert_eq!(step(most, 4, least), wanted, "{most}");
    }
    assert!(step(i64::MAX, 4, 1) > 0);
}

#[test]
fn bars_stand_on_zero_and_keep_their_proportion() {
    let svg = chart(Shape::Bars, &[10, 20, 0, 40]).svg(&plain);
    let (wide, _) = svg.split_once("</svg>").unwrap();
    let tall: Vec<i64> = wide
        .split("<rect ")
        .skip(1)
        .map(|rect| rect.split("height=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap())
        .collect();
    assert_eq!(tall, [54, 108, 216], "a zero has no bar, the highest tick is the height");
    assert!(wide.contains(r#"text-anchor="end">0</text>"#), "the axis starts at zero");
}

#[test]
fn every_shape_is_well_formed_and_named() {
    for shape in [Shape::Bars, Shape::Across, Shape::Lines] {
        for values in [&[5][..], &[0, 0], &[i64::MAX, 1], &[-3, 4], &[7; 90]] {
            let svg = chart(shape, values).series("<&\"", values.to_vec()).svg(&plain);
            assert_eq!(svg.matches("<svg ").count(), 2, "wide and slim");
            assert_eq!(svg.matches("</svg>").count(), 2);
            assert_eq!(svg.matches("<title>How many?</title><desc>").count(), 2);
            assert!(svg.contains(">orders</text>") && svg.contains(">Day</text>"), "unit and axis are named");
            assert!(!svg.contains("style=") && !svg.contains("script"), "a strict content policy holds");
            assert!(!svg.contains("\"-") && !svg.contains(",-"), "nothing lies outside: {svg}");
        }
    }
}

#[test]
fn words_cannot_break_out() {
    let svg = Chart::new("a<b", "\"", "&", Shape::Across).labelled(["</svg>"]).series("x", [1]).svg(&plain);
    assert_eq!(svg.matches("</svg>").count(), 2);
    assert!(svg.contains("a&lt;b") && svg.contains("&lt;/svg&gt;"));
}

#[test]
fn figures_carry_their_decimals() {
    let money = chart(Shape::Bars, &[1]).decimals(2);
    for (minor, wanted) in [(0, "0.00"), (5, "0.05"), (-5, "-0.05"), (123_456, "1234.56"), (-123_456, "-1234.56")] {
        assert_eq!(money.figure(minor, &plain), wanted);
    }
    assert_eq!(chart(Shape::Bars, &[1]).figure(-7, &plain), "-7");
}

#[test]
fn the_table_has_the_figures_of_the_drawing() {
    let chart = Chart::new("", "", "", Shape::Lines).labelled(["a", "b"]).series("x", [1, 2]).series("y", [3]);
    let rows: Vec<_> = chart.rows().into_iter().map(|row| (row.label, row.values)).collect();
    assert_eq!(rows, [("a", vec![1, 3]), ("b", vec![2, 0])]);
}

#[test]
fn nothing_draws_nothing_and_too_much_is_cut() {
    assert_eq!(Chart::new("", "", "", Shape::Bars).svg(&plain), "");
    let many = chart(Shape::Bars, &vec![1; 1000]);
    assert_eq!(many.series[0].values.len(), POINTS);
    let series = (0..9).fold(many, |chart, _| chart.series("more", [1]));
    assert_eq!(series.series.len(), SERIES);
}

#[test]
fn a_long_label_is_cut_with_an_ellipsis() {
    assert_eq!(shortened("Michigan", 100), "Michigan");
    assert_eq!(shortened("New Hampshire", 60), "New Ham…");
    assert_eq!(shortened("中国四川省成都市", 50), "中国四…");
}
