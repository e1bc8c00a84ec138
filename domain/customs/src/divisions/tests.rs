use super::*;
use proptest::prelude::*;

fn names(divisions: impl Iterator<Item = Division>) -> Vec<&'static str> {
    divisions.map(|d| d.shown()).collect()
}

#[test]
fn the_list_is_whole_and_sorted() {
    assert_eq!(all().len(), include_str!("cn.txt").lines().count());
    assert!(all().windows(2).all(|pair| pair[0].code < pair[1].code));
    assert_eq!((provinces().count(), all().len()), (31, 3347));
    assert!(all().iter().all(|d| d.province().is_some()));
    assert!(all().iter().filter(|d| d.level() != Level::Province).all(|d| d.city().is_some()));
}

#[test]
fn one_walks_down_from_province_to_district() {
    assert!(names(cities(510_000)).starts_with(&["成都市", "自贡市"]));
    assert!(names(districts(510_100)).contains(&"武侯区"));
    let wuhou = parse("510107").unwrap();
    assert_eq!(
        (wuhou.name, wuhou.city().unwrap().name, wuhou.province().unwrap().name),
        ("武侯区", "成都市", "四川省")
    );
}

#[test]
fn pseudo_cities_show_a_name_one_can_choose_by() {
    assert_eq!(names(cities(110_000)), ["北京市"]);
    assert_eq!(names(cities(500_000)), ["重庆市", "郊县"]);
    assert!(names(cities(420_000)).contains(&"直辖县（市）"));
    assert!(find(110_100).unwrap().is_nominal() && !find(510_100).unwrap().is_nominal());
    assert_eq!(names(districts(441_900)), [""; 0]);
}

#[test]
fn what_is_no_code_has_no_division() {
    for text in ["", "51010", "5101070", "51010a", "999999", "１１００００", "810000"] {
        assert_eq!(parse(text), None, "{text}");
    }
    assert_eq!(cities(510_107).count() + districts(510_000).count() + districts(510_107).count(), 0);
}

proptest! {
    #[test]
    fn no_code_panics(code in any::<u32>()) {
        let _ = (find(code), cities(code).count(), districts(code).count());
    }
}
