//! What one uses on oneself or lights of an evening: creams, oils, soap, candles, jewellery.

use super::pen::*;

/// The plant that a cream or a soap smells of.
fn plant(art: &mut Art, kind: &str, x: i32, y: i32) {
    match kind {
        "lavender" => {
            for (dx, turn) in [(-40, -14), (0, 0), (40, 14)] {
                art.at(x + dx / 2, y, turn, |art| {
                    art.line(LEAF, 8, "M0 0V-150");
                    for n in 0..6 {
                        art.oval(if n % 2 == 0 { LILAC } else { "#8a6c9b" }, -10, -90 - n * 18, 13, 10);
                        art.oval(LILAC, 10, -98 - n * 18, 13, 10);
                    }
                });
            }
        }
        "honey" => {
            art.line(OAK, 14, "M0 0");
            art.at(x, y - 60, 28, |art| {
                art.line(OAK, 16, "M0 0V110");
                art.oval(HONEY, 0, -30, 44, 56);
                art.line("#b0741a", 7, "M-40-50h80M-44-30h88M-40-8h80");
            });
        }
        "oat" => {
            art.line("#c9a35a", 8, &format!("M{x} {y}q-10-90 20-190"));
            for n in 0..5 {
                art.leaf("#d9b66c", x + n * 4, y - 60 - n * 30, -50, 62);
                art.leaf("#e5c988", x + n * 3, y - 54 - n * 30, -132, 62);
            }
        }
        "mint" => {
            art.line(MOSS, 8, &format!("M{x} {y}V{}", y - 150));
            for (n, colour) in [(0, MOSS), (1, LEAF), (2, LEAF_LIGHT)] {
                art.leaf(colour, x, y - 40 - n * 50, -24, 100 - n * 16);
                art.leaf(colour, x, y - 40 - n * 50, -156, 100 - n * 16);
            }
        }
        "pine" => {
            art.line(BARK, 8, &format!("M{x} {y}q10-80 40-160"));
            for n in 0..7 {
                let (px, py) = (x + n * 6, y - 20 - n * 22);
                art.line(if n % 2 == 0 { MOSS } else { "#4b8455" }, 7, &format!("M{px} {py}l-60-34M{px} {py}l64-26"));
            }
        }
        _ => rose(art, x, y - 90),
    }
}

fn rose(art: &mut Art, x: i32, y: i32) {
    art.leaf(LEAF, x - 20, y + 40, 150, 100);
    art.leaf(MOSS, x + 20, y + 44, 20, 100);
    art.disc("#d98580", x, y, 70);
    art.disc(ROSE, x - 6, y - 6, 58);
    art.line("#c4635f", 8, &format!("M{x} {y}q-14-20 8-26t30 24t-30 38t-50-34t46-52"));
}

fn accent(variation: &str) -> &'static str {
    match variation {
        "lavender" => LILAC,
        "honey" => HONEY,
        "oat" => "#d9b66c",
        "mint" => "#8fbfa0",
        "pine" => MOSS,
        _ => ROSE,
    }
}

/// An open jar with a swirl of cream, the plant beside it.
pub fn cream(art: &mut Art, variation: &str) {
    art.ground(400, 270);
    plant(art, variation, 590, 620);
    art.solid(CREAM, "M180 420h320v170q0 50-50 50H230q-50 0-50-50z", 410);
    art.oval("#d9d2c0", 340, 420, 160, 44);
    art.oval("#fffdf7", 340, 414, 142, 36);
    art.fill("#fffdf7", "M230 412q10-60 90-60q10-40 50-46q-14 30 20 50q60 14 60 56q-110 34-220 0z");
    art.line("#e2dac7", 8, "M262 404q40-30 90-20t80 16M320 366q30-10 50 0");
    art.slab(accent(variation), 180, 490, 320, 16, 0);
    art.line(SLATE, 8, "M270 550h140");
    art.solid(accent(variation), "M90 560q0-20 20-20h130q20 0 20 20v60q0 20-20 20H110q-20 0-20-20z", 220);
    art.gleam(10, "M206 450v110");
}

/// A bottle with a dropper.
pub fn dropper(art: &mut Art, variation: &str) {
    let (glass, oil) = match variation {
        "blue" => ("#2f6478", "#8fc1d0"),
        "rose" => ("#d99a90", "#f4d3cb"),
        _ => ("#8a4f1a", "#dd9a2b"),
    };
    let body = "M340 330h120q90 20 90 110v140q0 60-60 60H310q-60 0-60-60V440q0-90 90-110z";
    art.ground(400, 200);
    art.solid(DARK, "M362 130q0-40 38-40t38 40v90h-76z", 410);
    art.solid(LINEN, "M330 210h140v126H330z", 420);
    art.line("#cdbf9f", 5, "M352 222v100M376 222v100M400 222v100M424 222v100M448 222v100");
    art.solid(glass, body, 460);
    art.label(292, 440, 216, 140, oil);
    art.fill(oil, "M400 462q34 40 34 60a34 34 0 0 1-68 0q0-20 34-60z");
    art.gleam(12, "M276 440q4-50 40-74");
    art.fill(oil, "M600 560q34 44 34 62a34 34 0 0 1-68 0q0-18 34-62z");
}

/// Two bars of soap on a dish.
pub fn soap(art: &mut Art, variation: &str) {
    art.ground(400, 270);
    plant(art, variation, 600, 560);
    let bar = "M-170-30q0-30 30-30h280q30 0 30 30v60q0 30-30 30h-280q-30 0-30-30z";
    let colour = match variation {
        "lavender" => "#cbbbd4",
        "pine" => "#a9c2a0",
        "rose" => "#f0cbc3",
        "honey" => "#efc874",
        _ => "#ecdcb8",
    };
    for (x, y, turn) in [(350, 530, 0), (366, 404, -5)] {
        art.at(x, y, turn, |art| {
            art.solid(colour, bar, 90);
            art.slab(CREAM, -70, -60, 140, 120, 0);
            art.tint("#2b1a10", 8, "M20-60h50V60H10z");
            art.disc(accent(variation), 0, 0, 30);
            art.gleam(8, "M-148-30v50");
            for (a, b) in [(-118, 30), (-98, -34), (104, -36), (136, 20), (-90, 40)] {
                art.disc(accent(variation), a, b, 6);
            }
        });
    }
    art.solid(OAK, "M140 590h500l-30 40q-6 10-20 10H190q-14 0-20-10z", 520);
}

/// A lit candle in a jar, or a pair of tapers.
pub fn candle(art: &mut Art, variation: &str) {
    let flame = |art: &mut Art, x: i32, y: i32| {
        art.tint(GOLD, 22, &format!("M{x} {}a110 110 0 1 0 1 0z", y - 150));
        art.fill(HONEY, &format!("M{x} {}q46 56 34 86a36 36 0 0 1-68 0q-12-34 34-86z", y - 110));
        art.fill(STRAW, &format!("M{x} {}q22 32 16 48a18 18 0 0 1-32 0q-6-18 16-48z", y - 62));
        art.line(DARK, 6, &format!("M{x} {}v24", y - 14));
    };
    art.ground(400, 200);
    if variation == "honey" {
        for (x, top) in [(310, 260), (480, 320)] {
            art.solid(HONEY, &format!("M{} {top}h64v{}h-64z", x - 32, 570 - top), x + 8);
            art.line(
                "#b87c22",
                5,
                &format!(
                    "M{} {}l64-20M{} {}l64-20M{} {}l64-20",
                    x - 32,
                    top + 80,
                    x - 32,
                    top + 150,
                    x - 32,
                    top + 220
                ),
            );
            flame(art, x, top);
            art.solid(SLATE, &format!("M{} 560h100l16 60q4 20-20 20h-92q-24 0-20-20z", x - 50), x + 20);
        }
        return;
    }
    let (wax, label) = if variation == "lake" { ("#bcd6d6", RIVER) } else { ("#dfe3c4", MOSS) };
    let glass = "M240 330h320v270q0 40-40 40H280q-40 0-40-40z";
    art.solid(GLASS, glass, 470);
    art.within(glass, |art| {
        art.fill(wax, "M240 410h320v240H240z");
        art.tint("#2b1a10", 12, "M480 410h80v240H440z");
    });
    art.oval(CREAM, 400, 410, 160, 24);
    flame(art, 400, 412);
    art.label(310, 470, 180, 130, label);
    if variation == "lake" {
        art.line(RIVER_LIGHT, 7, "M350 530q12-10 25 0t25 0 25 0 25 0M350 510q12-10 25 0t25 0 25 0 25 0");
    } else {
        art.fill(MOSS, "M400 496l26 40h-52zM400 514l32 44h-64z");
    }
    art.gleam(12, "M266 360v220");
}

/// A pendant or earrings on a card.
pub fn jewel(art: &mut Art, variation: &str) {
    art.ground(400, 220);
    art.solid(CREAM, "M210 150q0-16 16-16h348q16 0 16 16v474q0 16-16 16H226q-16 0-16-16z", 540);
    art.line("#e4d9c0", 4, "M240 600h320M300 620h200");
    let metal = match variation {
        "copper" => "#b8693a",
        "agate" | "pearl" => GOLD,
        _ => "#9fb0b6",
    };
    if variation == "copper" || variation == "pearl" {
        for x in [320, 480] {
            art.line(metal, 8, &format!("M{x} 270a22 22 0 1 1 20-14"));
            art.line(metal, 6, &format!("M{x} 272v60"));
            if variation == "pearl" {
                art.ball("#f3ece2", x, 380, 50);
                art.line("#d9cdbb", 4, &format!("M{} 404a40 40 0 0 0 60-10", x - 24));
            } else {
                art.solid(metal, &format!("M{x} 330l50 110q0 50-50 50t-50-50z"), x + 10);
                art.line("#8c4a24", 5, &format!("M{} 420q26 14 52 0M{} 450q22 14 44 0", x - 26, x - 22));
            }
        }
        return;
    }
    art.line(metal, 6, "M280 150C270 330 340 400 400 420C460 400 530 330 520 150");
    art.line(metal, 8, "M400 414v20");
    if variation == "agate" {
        let stone = "M400 430C470 430 500 480 490 530S440 600 400 600S310 580 310 530S330 430 400 430z";
        art.solid("#b5562e", stone, 450);
        art.within(stone, |art| {
            art.line("#e39a64", 10, "M330 520q60-60 150-20");
            art.line("#f2cf9c", 8, "M326 556q70-60 160-20");
            art.line("#7e3018", 10, "M340 484q50-36 130-10");
        });
        art.line(metal, 8, stone);
    } else {
        art.leaf("#b4c3c8", 400, 434, 90, 160);
        art.line("#8497a0", 5, "M400 450v120M400 480l30-18M400 480l-30-18M400 514l30-18M400 514l-30-18");
    }
}
