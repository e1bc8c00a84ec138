//! The made-up documents.

use sampan_search::{Doc, Numbers, Text};
use uuid::Uuid;

const GOODS: [[&str; 4]; 24] = [
    ["cherries", "樱桃", "anh đào", "เชอร์รี่"],
    ["walnuts", "核桃", "quả óc chó", "วอลนัท"],
    ["honey", "蜂蜜", "mật ong", "น้ำผึ้ง"],
    ["syrup", "枫糖浆", "xi rô", "น้ำเชื่อม"],
    ["socks", "羊毛袜子", "vớ len", "ถุงเท้า"],
    ["coffee", "咖啡豆", "cà phê", "กาแฟ"],
    ["soap", "手工香皂", "xà phòng", "สบู่"],
    ["cheese", "奶酪", "phô mai", "ชีส"],
    ["ginseng", "花旗参", "nhân sâm", "โสม"],
    ["candle", "蜡烛", "nến thơm", "เทียน"],
    ["toy", "木制玩具", "đồ chơi", "ของเล่น"],
    ["jam", "果酱", "mứt", "แยม"],
    ["sauce", "辣椒酱", "nước sốt", "ซอส"],
    ["tea", "花草茶", "trà", "ชา"],
    ["blanket", "毛毯", "chăn", "ผ้าห่ม"],
    ["boots", "皮靴", "ủng da", "รองเท้าบูท"],
    ["guitar", "木吉他", "đàn ghi ta", "กีตาร์"],
    ["vitamins", "维生素", "vitamin tổng hợp", "วิตามิน"],
    ["wine", "葡萄酒", "rượu vang", "ไวน์"],
    ["whiskey", "威士忌", "rượu whisky", "วิสกี้"],
    ["almonds", "杏仁", "hạnh nhân", "อัลมอนด์"],
    ["jerky", "牛肉干", "thịt bò khô", "เนื้อแห้ง"],
    ["quilt", "拼布被", "chăn bông", "ผ้านวม"],
    ["knife", "厨刀", "dao bếp", "มีด"],
];
const KINDS: [[&str; 4]; 24] = [
    ["organic", "有机", "hữu cơ", "ออร์แกนิก"],
    ["handmade", "手工", "thủ công", "ทำมือ"],
    ["dried", "干", "khô", "แห้ง"],
    ["roasted", "烘焙", "rang", "คั่ว"],
    ["smoked", "烟熏", "xông khói", "รมควัน"],
    ["raw", "天然", "tươi", "ดิบ"],
    ["family", "家庭装", "gia đình", "ครอบครัว"],
    ["gift", "礼品", "quà tặng", "ของขวัญ"],
    ["small", "小号", "nhỏ", "เล็ก"],
    ["large", "大号", "lớn", "ใหญ่"],
    ["red", "红色", "đỏ", "สีแดง"],
    ["blue", "蓝色", "xanh", "สีน้ำเงิน"],
    ["wool", "羊毛", "len", "ขนสัตว์"],
    ["wooden", "木制", "gỗ", "ไม้"],
    ["leather", "皮", "da", "หนัง"],
    ["sweet", "甜", "ngọt", "หวาน"],
    ["spicy", "辣", "cay", "เผ็ด"],
    ["farm", "农场", "trang trại", "ฟาร์ม"],
    ["premium", "优质", "cao cấp", "พรีเมียม"],
    ["vintage", "复古", "cổ điển", "วินเทจ"],
    ["kitchen", "厨房", "nhà bếp", "ครัว"],
    ["winter", "冬季", "mùa đông", "ฤดูหนาว"],
    ["summer", "夏季", "mùa hè", "ฤดูร้อน"],
    ["classic", "经典", "kinh điển", "คลาสสิก"],
];
const BEGINNINGS: [&str; 16] =
    ["bar", "cal", "dor", "el", "fin", "gar", "hol", "jen", "kel", "lan", "mor", "nor", "pel", "ros", "sten", "wil"];
const ENDS: [&str; 12] = ["ton", "wick", "field", "ley", "ham", "ford", "by", "more", "stead", "worth", "dale", "er"];

/// What a made-up shop's titles begin with: every word of the first kind with every one of the second.
const PLACES: [[&str; 2]; 14] = [
    ["Cedar", "雪松"],
    ["Blue", "蓝"],
    ["Old", "老"],
    ["Stone", "石"],
    ["Maple", "枫"],
    ["North", "北"],
    ["Red", "红"],
    ["Quail", "鹌鹑"],
    ["Fox", "狐"],
    ["Birch", "桦"],
    ["Silver", "银"],
    ["Heron", "鹭"],
    ["Copper", "铜"],
    ["Juniper", "杜松"],
];
const GROUNDS: [[&str; 2]; 4] = [["Creek", "溪"], ["Barn", "谷仓"], ["Mill", "磨坊"], ["Bridge", "桥"]];
/// What a thing lies in.
const BOXES: [[&str; 2]; 4] = [["Gift Box", "礼盒"], ["Jar", "罐装"], ["Bag", "袋装"], ["Set", "套装"]];
/// What is told of it.
const TOLD: [[&str; 2]; 6] = [
    ["Packed in the week it is ordered.", "下单当周包装。"],
    ["Made in lots of a few hundred.", "每批只做几百件。"],
    ["Keep it dry and out of the sun.", "请干燥避光存放。"],
    ["We answer questions within a day.", "一天内回复询问。"],
    ["Every piece is looked at by hand.", "每件人工检查。"],
    ["Good company for tea and a small gift.", "适合配茶，小礼物。"],
];

/// So many documents.
pub struct Corpus {
    docs: u64,
    market: bool,
}

/// A small generator of its own, so that every run has the same documents.
pub struct Dice(u64);

impl Dice {
    pub fn of(seed: u64) -> Dice {
        let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d);
        dice.roll(2);
        dice
    }

    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    /// Small numbers often, large ones seldom.
    pub fn skewed(&mut self, sides: u64) -> u64 {
        let most = self.roll(sides) + 1;
        self.roll(most)
    }
}

/// A made-up name, as brands and places have; the larger its number the fewer have it.
pub fn name(number: u64) -> String {
    let (begin, rest) = (number % 16, number / 16);
    let mut text = format!("{}{}", BEGINNINGS[begin as usize], ENDS[(rest % 12) as usize]);
    let mut rest = rest / 12;
    while rest > 0 {
        text.push_str(BEGINNINGS[(rest % 16) as usize]);
        rest /= 16;
    }
    text
}

impl Corpus {
    /// Documents with common words and rare names, or those of a made-up market: titles of a few words that a great many
    /// have.
    pub fn of(docs: u64, market: bool) -> Corpus {
        Corpus { docs, market }
    }

    /// A document.
    pub fn doc(&self, number: u64) -> Doc {
        if self.market { self.of_market(number) } else { self.named(number) }
    }

    /// A document of a made-up market: where its shop is, what is said of it, what it is, what it lies in.
    fn of_market(&self, number: u64) -> Doc {
        let mut dice = Dice::of(number);
        let words = Titled::of(&mut dice);
        let told = TOLD[dice.roll(6) as usize];
        let text = |lang: usize, tag: &str| {
            Text::new(tag, words.title(lang), format!("{}. {}", words.model(lang), told[lang]))
        };
        let texts = vec![text(0, "en"), text(1, "zh")];
        Doc { texts, tags: vec![words.model(0), format!("shop {}", number % 1_000)], ..self.named(number) }
    }

    /// A document: English always, Chinese mostly, Vietnamese or Thai now and then.
    fn named(&self, number: u64) -> Doc {
        let mut dice = Dice::of(number);
        let goods = dice.skewed(24);
        let kinds: Vec<usize> = (0..2 + dice.roll(3)).map(|_| dice.skewed(24) as usize).collect();
        let brand = name(dice.skewed(self.names()));
        let model = dice.roll(self.docs / 4 + 10);
        let title = |lang: usize, gap: &str| {
            let mut words: Vec<&str> = kinds.iter().map(|&kind| KINDS[kind][lang]).collect();
            words.push(GOODS[goods as usize][lang]);
            words.join(gap)
        };
        let body = |dice: &mut Dice, lang: usize, gap: &str, count: u64| {
            let words = (0..count).map(|n| match n % 3 {
                0 => GOODS[dice.skewed(24) as usize][lang].to_owned(),
                1 if lang == 0 => name(dice.skewed(self.names())),
                _ => KINDS[dice.skewed(24) as usize][lang].to_owned(),
            });
            words.collect::<Vec<_>>().join(gap)
        };
        let english = format!("{brand} {} {model}", title(0, " "));
        let mut texts = vec![Text::new("en", english, body(&mut dice, 0, " ", 24))];
        if number % 10 < 7 {
            texts.push(Text::new("zh", format!("{brand}{}", title(1, "")), body(&mut dice, 1, "", 12)));
        }
        match number % 20 {
            3 => texts.push(Text::new("vi", title(2, " "), "")),
            4 => texts.push(Text::new("th", title(3, ""), "")),
            _ => {}
        }
        let seller = dice.skewed(self.docs / 10 + 1);
        Doc {
            id: Uuid::from_u64_pair(0x0190_0000_0000_7000 + (number << 16), number.wrapping_mul(0x9e37_79b9_7f4a_7c15)),
            owner: Uuid::from_u64_pair(7, seller),
            category: ["food", "home", "clothes", "drinks", "health", "toys"][(goods % 6) as usize].to_owned(),
            state: format!("S{}", seller % 50),
            kind: if number.is_multiple_of(50) { "service" } else { "goods" }.to_owned(),
            texts,
            tags: vec![name(seller + 1)],
            rank: dice.roll(3) as i64,
            published_micros: 1_700_000_000_000_000 + dice.roll(1 << 30) as i64 * 60_000,
            numbers: Numbers {
                price_minor: (dice.roll(40) != 0).then(|| (300 + dice.skewed(40_000)) as i64 / 50 * 50 + 99),
                weight_g: Some(100 + dice.skewed(3_000) as i64),
                net_weight_g: Some(80 + dice.skewed(2_500) as i64),
                volume_ml: None,
            },
            class: format!("g{goods}"),
            terms: format!("card {}", seller % 200),
        }
    }

    fn names(&self) -> u64 {
        (self.docs / 20).max(100)
    }
}

/// The words of a title as the made-up market has them.
struct Titled([usize; 5]);

impl Titled {
    fn of(dice: &mut Dice) -> Titled {
        Titled([14, 4, 24, 24, 4].map(|sides| dice.roll(sides) as usize))
    }

    fn title(&self, lang: usize) -> String {
        let Titled([place, ground, kind, ..]) = *self;
        let gap = if lang == 0 { " " } else { "" };
        [PLACES[place][lang], GROUNDS[ground][lang], KINDS[kind][lang], &self.model(lang)].join(gap)
    }

    fn model(&self, lang: usize) -> String {
        let Titled([.., goods, lies_in]) = *self;
        let gap = if lang == 0 { " " } else { "" };
        [GOODS[goods][lang], BOXES[lies_in][lang]].join(gap)
    }
}

/// The first four signs of a title of the made-up market, as somebody types them who saw it.
pub fn beginning(dice: &mut Dice) -> String {
    Titled::of(dice).title(1).chars().take(4).collect()
}

/// Two words of a title of the made-up market.
pub fn two_words(dice: &mut Dice) -> String {
    let Titled([place, ground, kind, ..]) = Titled::of(dice);
    match dice.roll(2) {
        0 => format!("{} {}", PLACES[place][0], GROUNDS[ground][0]),
        _ => format!("{} {}", PLACES[place][0], KINDS[kind][0]),
    }
}

/// A word of each list in a language: 0 is English, 1 Chinese, 2 Vietnamese, 3 Thai.
pub fn goods(dice: &mut Dice, lang: usize) -> &'static str {
    GOODS[dice.roll(24) as usize][lang]
}

/// See [`goods`].
pub fn kinds(dice: &mut Dice, lang: usize) -> &'static str {
    KINDS[dice.roll(24) as usize][lang]
}
