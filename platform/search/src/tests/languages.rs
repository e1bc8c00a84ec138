//! What a searcher of each language types, and what comes first.

use super::{doc, found, index, query};
use crate::{Doc, Index};

/// A small market: number, then texts.
fn market() -> Index {
    let docs: Vec<Doc> = vec![
        doc(
            1,
            &[
                ("en", "Dried tart cherries, 12 oz", "Montmorency cherries, nothing added."),
                ("zh", "酸樱桃干 340克", "蒙特莫伦西酸樱桃，无添加糖。"),
            ],
        ),
        doc(
            2,
            &[
                ("en", "Wisconsin ginseng slices", "Grown for four years in Marathon County."),
                ("zh", "威斯康星花旗参片", "四年生西洋参，切片。"),
                ("ko", "위스콘신 인삼 절편", "4년근 미국 인삼"),
            ],
        ),
        doc(
            3,
            &[
                ("en", "Pinot Noir 750ml", "Red wine from the Willamette Valley."),
                ("zh", "黑皮诺红葡萄酒 750毫升", "俄勒冈州威拉米特谷。"),
                ("ja", "ピノ・ノワール 赤ワイン", "オレゴン州の葡萄酒"),
            ],
        ),
        doc(
            4,
            &[
                ("en", "Maple syrup, grade A", "Boiled down over a wood fire in Vermont."),
                ("ja", "メープルシロップ グレードA", "バーモント州で作られた甘い樹液"),
                ("zh", "枫糖浆", "佛蒙特州熬制"),
            ],
        ),
        doc(
            5,
            &[
                ("en", "Whole roasted coffee beans", "Roasted in Portland."),
                ("vi", "Cà phê hạt rang nguyên chất", "Rang tại Portland"),
                ("id", "Biji kopi sangrai utuh", "Disangrai di Portland"),
            ],
        ),
        doc(
            6,
            &[
                ("en", "Women's wool hiking socks", "Merino, three pairs."),
                ("th", "ถุงเท้าเดินป่าขนแกะสำหรับผู้หญิง", "ขนแกะเมอริโนสามคู่"),
                ("zh", "女士羊毛徒步袜", "美利奴羊毛，三双装"),
            ],
        ),
        doc(
            7,
            &[
                ("en", "Walnut halves", "New crop, shelled."),
                ("zh", "核桃仁", "新货，已去壳"),
                ("ko", "호두 반태", "햇호두"),
                ("vi", "Quả óc chó tách vỏ", "Vụ mới"),
            ],
        ),
        doc(
            8,
            &[
                ("en", "Chocolate covered blueberries", "Dark chocolate."),
                ("zh", "黑巧克力蓝莓", "黑巧克力包裹"),
                ("ja", "ブルーベリーチョコレート", "ダークチョコ"),
                ("th", "บลูเบอร์รี่เคลือบช็อกโกแลต", "ดาร์กช็อกโกแลต"),
            ],
        ),
        doc(
            9,
            &[
                ("en", "Face cream with goat milk", "For dry skin."),
                ("zh", "山羊奶面霜", "适合干性皮肤"),
                ("vi", "Kem dưỡng da mặt sữa dê", "Cho da khô"),
                ("id", "Krim wajah susu kambing", "Untuk kulit kering"),
            ],
        ),
        doc(
            10,
            &[
                ("en", "Wooden train set", "Thirty pieces, beech."),
                ("zh", "木制火车玩具", "三十件，榉木"),
                ("ja", "木製の電車セット", "ブナ材三十個"),
                ("th", "ชุดรถไฟไม้", "ไม้บีชสามสิบชิ้น"),
            ],
        ),
        doc(
            11,
            &[
                ("en", "Raw clover honey", "Not heated, from the Dakotas."),
                ("zh", "三叶草蜂蜜", "未加热"),
                ("vi", "Mật ong cỏ ba lá", "Không gia nhiệt"),
                ("th", "น้ำผึ้งดอกโคลเวอร์", "ไม่ผ่านความร้อน"),
                ("id", "Madu semanggi mentah", "Tidak dipanaskan"),
            ],
        ),
        doc(12, &[("en", "Cherry wood cutting board", "With a groove for juice."), ("zh", "樱桃木砧板", "带果汁槽")]),
        doc(
            13,
            &[
                ("en", "Gift basket", "With dried cherries, honey, walnuts and chocolate."),
                ("zh", "礼品篮", "含樱桃干、蜂蜜、核桃和巧克力"),
            ],
        ),
    ];
    index(&docs)
}

/// Language of the searcher, what is typed, the document that comes first.
const CASES: &[(&str, &str, u128)] = &[
    ("en", "dried cherries", 1),
    ("en", "Dried Cherry", 1),
    ("en", "the cherries that are dried", 1),
    ("en", "cheries dried", 1),
    ("en", "chocolat blueberies", 8),
    ("en", "chcolate", 8),
    ("en", "gingseng", 2),
    ("en", "wallnut", 7),
    ("en", "hiking sock", 6),
    ("en", "womens socks", 6),
    ("en", "women's socks", 6),
    ("en", "women’s socks", 6),
    ("en", "750 ml pinot", 3),
    ("en", "ＰＩＮＯＴ　ｎｏｉｒ", 3),
    ("en", "goat's milk", 9),
    ("en", "coffee-beans!", 5),
    ("en", "willamette", 3),
    ("zh-Hans", "樱桃干", 1),
    ("zh-Hans", "酸樱桃", 1),
    ("zh-Hans", "樱桃木", 12),
    ("zh-Hans", "花旗参", 2),
    ("zh-Hans", "西洋参", 2),
    ("zh-Hans", "红酒750ml", 3),
    ("zh-Hans", "葡萄酒", 3),
    ("zh-Hans", "羊毛袜", 6),
    ("zh-Hans", "巧克力", 8),
    ("zh-Hans", "蜂蜜", 11),
    ("zh-Hans", "面霜", 9),
    ("zh-Hans", "火车", 10),
    ("zh-Hans", "枫糖", 4),
    ("zh-Hans", "maple 糖浆", 4),
    ("zh-Hant", "櫻桃乾", 1),
    ("zh-Hant", "花旗參", 2),
    ("zh-Hant", "紅葡萄酒", 3),
    ("zh-Hant", "楓糖漿", 4),
    ("zh-Hant", "羊毛襪", 6),
    ("zh-TW", "藍莓", 8),
    ("zh-HK", "面霜", 9),
    ("zh-Hant", "木製火車玩具", 10),
    ("zh-Hant", "核桃", 7),
    ("ja", "メープルシロップ", 4),
    ("ja", "ﾒｰﾌﾟﾙ", 4),
    ("ja", "めーぷる", 4),
    ("ja", "シロップ", 4),
    ("ja", "赤ワイン", 3),
    ("ja", "電車のセット", 10),
    ("ja", "チョコレート", 8),
    ("ja", "葡萄酒", 3),
    ("ko", "인삼", 2),
    ("ko", "미국인삼", 2),
    ("ko", "호두", 7),
    ("th", "ถุงเท้า", 6),
    ("th", "ขนแกะ", 6),
    ("th", "ช็อกโกแลต", 8),
    ("th", "น้ำผึ้ง", 11),
    ("th", "รถไฟ", 10),
    ("vi", "cà phê", 5),
    ("vi", "ca phe", 5),
    ("vi", "CÀ PHÊ HẠT", 5),
    ("vi", "mật ong", 11),
    ("vi", "mat ong", 11),
    ("vi", "kem duong da", 9),
    ("vi", "kem dưỡng da", 9),
    ("vi", "qua oc cho", 7),
    ("id", "kopi", 5),
    ("id", "madu mentah", 11),
    ("id", "krim wajah", 9),
    // The searcher's language is a preference, not a wall.
    ("vi", "walnut", 7),
    ("th", "樱桃干", 1),
    ("", "蜂蜜", 11),
    // Most of the words will do where no document has all.
    ("en", "dried cherries umbrella", 1),
    ("zh-Hans", "有机樱桃干", 1),
];

#[test]
fn the_right_document_comes_first() {
    let index = market();
    let wrong: Vec<_> = CASES
        .iter()
        .map(|&(lang, text, expected)| (lang, text, expected, found(&index, &query(text, lang))))
        .filter(|(_, _, expected, found)| found.first() != Some(expected))
        .collect();
    assert!(wrong.is_empty(), "language, query, expected, found: {wrong:#?}");
}

#[test]
fn all_words_must_match_unless_none_has_them() {
    let index = market();
    let all = index.search(&query("chocolate blueberries", "en")).unwrap();
    assert_eq!((all.total, all.relaxed), (1, false));
    let most = index.search(&query("chocolate blueberries umbrella", "en")).unwrap();
    assert!(most.relaxed && most.hits[0].id.as_u128() == 8);
    let none = index.search(&query("umbrella", "en")).unwrap();
    assert_eq!((none.total, none.relaxed), (0, false));
}

#[test]
fn a_word_that_nothing_has_is_left_out_if_most_of_the_words_are_left() {
    let index = index(&[
        doc(1, &[("en", "Blue wool socks", "")]),
        doc(2, &[("en", "Blue wool blanket", "")]),
        doc(3, &[("en", "Red wool scarf", "")]),
        doc(4, &[("en", "Blue glass", "")]),
    ]);
    for (text, wanted) in [
        // Two of three words: those that have both.
        ("blue wool zzzzzz", vec![1, 2]),
        // One of two is half of them.
        ("scarf zzzzzz", vec![3]),
        // One of three is too few.
        ("scarf zzzzzz qqqqqq", vec![]),
        // Nothing has the three that are left, so at least two of the four.
        ("red blue wool zzzzzz", vec![1, 2, 3]),
    ] {
        let page = index.search(&query(text, "en")).unwrap();
        let mut found: Vec<u128> = page.hits.iter().map(|hit| hit.id.as_u128()).collect();
        found.sort_unstable();
        assert_eq!((found, page.relaxed), (wanted.clone(), !wanted.is_empty()), "{text}");
    }
    let all = query("blue wool zzzzzz", "en");
    let first = index.search(&crate::Query { limit: 1, ..all.clone() }).unwrap();
    let rest = index.search(&crate::Query { after: first.next, ..all }).unwrap();
    assert_eq!((first.hits.len(), rest.hits.len()), (1, 1), "and the next page goes on from there");
    assert_ne!(first.hits[0].id, rest.hits[0].id);
}

#[test]
fn a_title_counts_more_than_a_tag_and_a_tag_more_than_a_body() {
    let mut tagged = doc(2, &[("en", "Board of beech", "")]);
    tagged.tags = vec!["walnut".to_owned()];
    let index = index(&[
        doc(3, &[("en", "Board of oak", "Not made of walnut")]),
        tagged,
        doc(1, &[("en", "Board of walnut", "")]),
    ]);
    assert_eq!(found(&index, &query("walnut board", "en")), [1, 2, 3]);
}

#[test]
fn the_searchers_language_comes_first() {
    let index = index(&[doc(1, &[("en", "Kopi Luwak", "")]), doc(2, &[("id", "Kopi Luwak", "")])]);
    assert_eq!(found(&index, &query("kopi", "id")), [2, 1]);
    assert_eq!(found(&index, &query("kopi", "en-US")), [1, 2]);
}

#[test]
fn vietnamese_marks_tell_words_apart_when_they_are_typed() {
    let index = index(&[doc(1, &[("vi", "bánh mì", "")]), doc(2, &[("vi", "bành mì", "")])]);
    assert_eq!(found(&index, &query("bánh", "vi")), [1, 2]);
    assert_eq!(found(&index, &query("bành", "vi")), [2, 1]);
}

#[test]
fn both_scripts_fold_to_one() {
    for (one, other) in [("鍊鏈煉炼", "链链链链"), ("乾干後后臺台颱", "干干后后台台台"), ("麵面週周", "面面周周")]
    {
        let folded = |text: &str| text.chars().map(crate::chars::fold_sign).collect::<String>();
        assert_eq!(folded(one), other);
    }
    for sign in '\u{3000}'..='\u{9fff}' {
        let once = crate::chars::fold_sign(sign);
        assert_eq!(crate::chars::fold_sign(once), once, "{sign}");
    }
}
