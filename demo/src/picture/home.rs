//! What a house, a kitchen, a camp or an animal needs.

use super::fruit::apple;
use super::pen::*;

/// A handmade mug, a bowl, or a drinking glass.
pub fn cup(art: &mut Art, variation: &str) {
    art.ground(400, 220);
    match variation {
        "clear" => {
            art.fill(GLASS, "M270 230h260l-24 390q-2 20-22 20H316q-20 0-22-20z");
            art.fill(SKY, "M280 380h240l-16 230q-2 16-18 16H314q-16 0-18-16z");
            art.tint("#fff", 40, "M280 380h240l-2 20H282z");
            art.tint("#2b1a10", 8, "M450 230h80l-24 390q-2 20-22 20h-70z");
            art.gleam(14, "M306 280l14 280");
        }
        "bowl" => {
            art.solid("#e9e0cd", "M150 360h500q-10 200-170 250v30H320v-30Q160 560 150 360z", 520);
            art.oval("#cfc3a8", 400, 360, 250, 60);
            art.oval(RIVER_LIGHT, 400, 366, 226, 46);
            art.line(RIVER, 12, "M170 450q230 70 460 0");
            art.line(RIVER, 6, "M184 486q216 64 432 0");
            art.gleam(12, "M200 440q20 70 60 100");
        }
        _ => {
            let (glaze, clay) = match variation {
                "oat" => ("#e8dcc0", "#c9a578"),
                "moss" => ("#8fa67e", "#c7a477"),
                _ => (RIVER_LIGHT, "#d9c3a0"),
            };
            let body = "M220 280h300v280q0 80-80 80H300q-80 0-80-80z";
            art.line(glaze, 40, "M520 350q120-20 120 80t-124 110");
            art.tint("#000", 12, "M620 350q40 40 10 110t-110 100v-24q70-20 90-90t10-96z");
            art.solid(clay, body, 440);
            art.within(body, |art| {
                art.fill(glaze, "M200 260h340v230q-40 30-80 0t-84 10-80-6-96 0z");
                art.tint("#2b1a10", 14, "M470 260h70v250h-110z");
            });
            art.oval("#2b1a1033", 370, 280, 150, 30);
            art.oval(DARK, 370, 284, 130, 20);
            art.gleam(14, "M252 330v130");
            art.line("#ffffff99", 9, "M320 230q-20-30 0-60t0-60M410 230q-20-30 0-60t0-60");
        }
    }
}

/// A small table lamp, or a round clock.
pub fn lamp(art: &mut Art, variation: &str) {
    if variation == "clock" {
        art.ball(OAK, 400, 400, 240);
        art.disc(CREAM, 400, 400, 200);
        for n in 0..12 {
            art.at(400, 400, n * 30, |art| art.line(if n % 3 == 0 { DARK } else { OAK }, 12, "M0-176v24"));
        }
        art.line(DARK, 18, "M400 400V290");
        art.line(DARK, 14, "M400 400l100 60");
        art.line(CHERRY, 7, "M400 440V250");
        art.disc(CHERRY, 400, 400, 18);
        return;
    }
    let shade = if variation == "blue" { RIVER_LIGHT } else { HONEY };
    art.ground(400, 170);
    art.tint(GOLD, 30, "M280 390L190 640h420L520 390z");
    art.solid(shade, "M320 170h160l90 220H230z", 460);
    art.line("#ffffff55", 6, "M360 170l-50 220M400 170v220M440 170l50 220");
    art.slab(DARK, 340, 154, 120, 20, 8);
    art.solid(OAK, "M384 390h32v60q50 30 50 90t-36 80h-60q-36-20-36-80t50-90z", 420);
    art.solid(BARK, "M300 620q0-20 20-20h160q20 0 20 20v20H300z", 440);
    art.line(GOLD, 5, "M450 390v70");
    art.disc(GOLD, 450, 470, 10);
}

/// A kitchen knife, scissors, a spoon, or a pan.
pub fn knife(art: &mut Art, variation: &str) {
    art.ground(400, 260);
    match variation {
        "scissors" => {
            art.at(400, 330, 0, |art| {
                art.solid(STEEL, "M-20 20L60-190q20 20 14 60L20 60z", 30);
                art.solid("#d3dbde", "M20 20L-60-190q-20 20-14 60L-20 60z", 0);
                art.line(CHERRY, 30, "M10 60C40 120 60 130 110 150a60 60 0 1 1-70 90C20 190 20 120-6 70");
                art.line(CHERRY, 30, "M-10 60C-40 120-60 130-110 150a60 60 0 1 0 70 90C-20 190-20 120 6 70");
                art.disc(GOLD, 0, 36, 16);
            });
        }
        "spoon" => {
            art.at(400, 400, 34, |art| {
                art.solid(
                    OAK,
                    "M0-250q90 10 90 130q0 90-64 120v230q0 30-26 30t-26-30V0q-64-30-64-120q0-120 90-130z",
                    30,
                );
                art.oval("#94683a", 0, -130, 62, 84);
                art.oval("#a3754a", -6, -136, 54, 74);
            });
        }
        "pan" => {
            art.line(DARK, 44, "M560 380L700 250");
            art.disc("#3d474c", 360, 430, 230);
            art.disc("#59656b", 352, 420, 206);
            art.disc("#48545a", 360, 430, 180);
            art.fill(CREAM, "M300 350q80-50 130 10q70 20 50 90q-30 80-110 60q-100 20-110-60q-10-70 40-100z");
            art.ball(GOLD, 372, 430, 52);
        }
        _ => {
            let (long, tip) = if variation == "paring" { (210, 40) } else { (300, 90) };
            art.slab(OAK_LIGHT, 110, 470, 580, 170, 26);
            art.slab("#c0935a", 110, 600, 580, 40, 20);
            art.line("#c0935a", 5, "M140 510h420M200 550h440");
            art.at(400, 390, -14, |art| {
                art.fill("#d3dbde", &format!("M60-50V{tip}H{}Q-{long} 40-{long}-50z", tip - long / 2));
                art.tint("#2b1a10", 12, &format!("M60 10V{tip}H{}q-90-20-110-60z", tip - long / 2));
                art.slab(SLATE, 54, -54, 26, tip + 58, 4);
                art.slab(DARK, 76, -52, 220, 66, 24);
                for x in [116, 176, 236] {
                    art.disc(GOLD, x, -20, 9);
                }
            });
            if variation == "paring" {
                art.sized(150, 320, 0, 44, |art| apple(art, "red"));
            } else {
                for (x, y) in [(190, 560), (230, 580), (280, 556), (330, 584)] {
                    art.ball(CHERRY_LIGHT, x, y, 22);
                }
            }
        }
    }
}

/// What one takes outdoors.
pub fn camp(art: &mut Art, variation: &str) {
    art.ground(400, 230);
    match variation {
        "pot" => {
            art.line(DARK, 14, "M220 350q180-260 360 0");
            art.solid("#8f9da3", "M200 350h400v220q0 70-70 70H270q-70 0-70-70z", 500);
            art.solid("#a9b5ba", "M190 330q0-20 20-20h380q20 0 20 20v40H190z", 500);
            art.slab(CHERRY, 370, 280, 60, 34, 10);
            art.gleam(14, "M236 400v150");
            art.line(STEEL, 9, "M360 240q-14-24 0-50M430 240q-14-24 0-50");
        }
        "helmet" => {
            art.solid(
                CHERRY_LIGHT,
                "M160 500q0-250 240-250t240 220q0 60-60 60l-100-20q-80-20-140 30q-60 30-120 10q-60 0-60-50z",
                500,
            );
            for (x, y, turn) in [(260, 380, 70), (340, 340, 80), (430, 330, 96), (520, 360, 110)] {
                art.at(x, y, turn, |art| art.slab(DARK, -60, -14, 120, 28, 14));
            }
            art.line(DARK, 12, "M260 560q60 90 140 70q60-30 80-110");
            art.slab(GOLD, 380, 610, 50, 34, 8);
            art.gleam(14, "M200 450q10-90 80-140");
        }
        "table" => {
            art.line(SLATE, 18, "M220 380L560 640M580 380L240 640");
            art.solid(OAK, "M120 330h560v50H120z", 560);
            art.line(BARK, 6, "M232 330v50M344 330v50M456 330v50M568 330v50");
            art.solid(CHERRY, "M300 240h90v90h-90z", 356);
            art.line(CHERRY, 14, "M390 260q50 0 40 40q-10 16-40 14");
            art.ball(LEAF, 500, 296, 36);
            art.ball(GOLD, 560, 300, 30);
        }
        "glasses" => {
            art.line(DARK, 16, "M140 360L90 300M660 360l50-60");
            art.fill("#2f5f66", "M130 350h240v70q0 110-110 110t-130-110zM430 350h240v70q0 110-130 110T430 420z");
            art.line(
                DARK,
                22,
                "M130 350h240v70q0 110-110 110T130 420zM430 350h240v70q0 110-130 110T430 420zM370 380q30-24 60 0",
            );
            art.tint("#fff", 30, "M170 370h70l-60 90q-20-40-10-90zM470 370h70l-60 90q-20-40-10-90z");
        }
        "ball" => {
            art.fill(LEAF, "M100 600q300-40 600 0v40H100z");
            art.solid(CHERRY, "M360 470h80l-24 30v130h-32V500z", 404);
            art.ball(CREAM, 400, 350, 130);
            for row in 0..5 {
                for n in 0..5 {
                    art.disc("#ddd5c4", 330 + n * 36 + (row % 2) * 16, 280 + row * 36, 8);
                }
            }
        }
        _ => {
            art.line(SLATE, 14, "M300 240q0-120 100-120t100 120");
            art.solid(MOSS, "M290 230h220l30 70H260z", 460);
            art.fill(GLASS, "M280 300h240q30 110 0 230H280q-30-120 0-230z");
            art.tint(GOLD, 60, "M400 320q90 60 70 150q-20 50-70 50t-70-50q-20-90 70-150z");
            art.fill(HONEY, "M400 370q46 60 34 100a36 36 0 0 1-68 0q-12-40 34-100z");
            art.line(SLATE, 9, "M280 310v210M520 310v210M340 300v240M460 300v240");
            art.solid(MOSS, "M260 530h280l20 90q0 20-20 20H260q-20 0-20-20z", 470);
        }
    }
}

fn paw(art: &mut Art, x: i32, y: i32) {
    art.oval(CREAM, x, y, 34, 28);
    for (dx, dy) in [(-38, -28), (-14, -48), (16, -48), (40, -28)] {
        art.oval(CREAM, x + dx, y + dy, 13, 17);
    }
}

/// What a dog, a cat, a horse or a bird eats from.
pub fn bowl(art: &mut Art, variation: &str) {
    art.ground(400, 270);
    match variation {
        "horse" => {
            art.line(SLATE, 12, "M210 330q190-240 380 0");
            for (x, y, c) in [(280, 320, CHERRY), (380, 300, LEAF_LIGHT), (480, 310, CHERRY_LIGHT), (540, 334, CHERRY)]
            {
                art.ball(c, x, y, 60);
                art.line(BARK, 8, &format!("M{x} {}v-24", y - 54));
            }
            art.solid(STEEL, "M200 340h400l-40 280q-2 20-22 20H262q-20 0-22-20z", 500);
            art.line("#94a3a8", 8, "M212 410h376M226 520h346");
            art.fill("#e48a3c", "M620 640l70-150q30 0 40 24l-90 126z");
            art.leaf(LEAF, 712, 496, -50, 80);
        }
        "bird" => {
            art.line(BARK, 10, "M400 160V90");
            art.solid(CHERRY, "M400 150L620 290H180z", 470);
            art.fill(GLASS, "M260 290h280v230H260z");
            art.fill("#d9b56a", "M260 380q140-40 280 0v140H260z");
            for n in 0..12 {
                art.disc(BARK, 286 + (n * 67) % 236, 410 + (n * 41) % 96, 7);
            }
            art.solid(OAK, "M200 520h400v40H200z", 520);
            art.line(OAK, 14, "M600 540h60");
            art.fill(CHERRY, "M560 520L470 500l20-30 90 10z");
            art.ball(CHERRY_LIGHT, 590, 480, 56);
            art.fill(HONEY, "M660 416l40 14-40 16z");
            art.ball(CHERRY_LIGHT, 634, 426, 38);
            art.disc(DARK, 644, 418, 7);
        }
        _ => {
            let (colour, cat) = if variation == "cat" { (CHERRY_LIGHT, true) } else { (RIVER, false) };
            for (n, (x, y)) in
                [(270, 400), (340, 370), (410, 360), (480, 372), (540, 402), (310, 420), (400, 404), (470, 416)]
                    .into_iter()
                    .enumerate()
            {
                art.sized(x, y, n as i32 * 40, 80, |art| biscuit(art, cat));
            }
            art.solid(colour, "M170 420h460l50 180q6 40-34 40H154q-40 0-34-40z", 560);
            art.oval("#2b1a1033", 400, 424, 226, 22);
            paw(art, 400, 550);
            art.gleam(12, "M206 470l-26 100");
            art.at(660, 616, 14, |art| biscuit(art, cat));
        }
    }
}

fn biscuit(art: &mut Art, fish: bool) {
    if fish {
        art.fill("#c98f4e", "M-60 0q50-50 96 0l34-26v52L36 0q-46 50-96 0z");
        art.disc(BARK, -34, -6, 5);
    } else {
        art.line("#c98f4e", 26, "M-34 0h68");
        for (x, y) in [(-40, -14), (-40, 14), (40, -14), (40, 14)] {
            art.disc("#c98f4e", x, y, 18);
        }
    }
}

/// A stool, a mirror, a broom, or a rug.
pub fn furniture(art: &mut Art, variation: &str) {
    art.ground(400, 220);
    match variation {
        "mirror" => {
            art.ball(OAK, 400, 390, 240);
            art.disc(GLASS, 400, 390, 200);
            art.within("M200 390a200 200 0 1 0 400 0a200 200 0 1 0-400 0z", |art| {
                art.tint("#fff", 50, "M180 480L480 180h80L240 560z");
                art.tint("#fff", 40, "M290 600L600 280v60L350 620z");
            });
        }
        "broom" => {
            art.at(400, 400, 16, |art| {
                art.line(OAK, 22, "M0-330V60");
                art.solid("#dcb35c", "M-40 60h80l80 200q-120 50-240 0z", 40);
                art.line("#b98a34", 6, "M-20 110l-40 150M0 110v160M20 110l40 150M-40 120l-50 110M40 120l50 110");
                art.line(CHERRY, 14, "M-48 90h96M-56 124h112");
            });
        }
        "rug" => {
            let rug = "M110 590L250 300h440L610 590z";
            art.solid("#e9dcc0", rug, 760);
            for (n, colour) in [CHERRY, RIVER, GOLD, MOSS, CHERRY_LIGHT].into_iter().enumerate() {
                let (top, foot) = (274 + n as i32 * 88, 138 + n as i32 * 100);
                art.fill(colour, &format!("M{top} 300h30L{} 590h-36z", foot + 34));
                art.fill(CREAM, &format!("M{} 420l14 20-18 26-14-20z", (top + foot) / 2 + 20));
            }
            art.line(LINEN, 6, "M120 592v26M160 592v26M200 592v26M240 592v26M280 592v26M320 592v26M360 592v26M400 592v26M440 592v26M480 592v26M520 592v26M560 592v26M600 592v26");
        }
        _ => {
            art.line(OAK, 30, "M270 350L220 630M530 350l50 280M400 360v250");
            art.line(BARK, 14, "M246 500h308");
            art.solid(OAK_LIGHT, "M170 300q0-40 230-40t230 40v30q0 40-230 40t-230-40z", 520);
            art.oval("#dfbd88", 400, 300, 226, 38);
            art.line("#c59a60", 5, "M240 296q160-30 320 0M290 312q110-16 220 0");
            art.solid(RIVER_LIGHT, "M360 200h70l-6 90h-58z", 400);
            art.leaf(LEAF, 394, 204, -60, 90);
            art.leaf(MOSS, 390, 204, -116, 90);
        }
    }
}
