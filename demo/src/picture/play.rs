//! What one plays with, reads, listens to, or learns from: toys, books, puzzles, strings, lessons on a screen.

use super::pen::*;

fn wheel(art: &mut Art, x: i32, y: i32, r: i32, colour: &str) {
    art.ball(colour, x, y, r);
    art.disc(OAK_LIGHT, x, y, r / 3);
}

/// A wooden toy.
pub fn toy(art: &mut Art, variation: &str) {
    art.ground(400, 270);
    match variation {
        "blocks" => {
            for (x, y, turn, colour) in [(190, 460, 0, CHERRY_LIGHT), (390, 460, 0, GOLD), (290, 270, -4, RIVER_LIGHT)]
            {
                art.at(x, y, turn, |art| {
                    art.solid(OAK_LIGHT, "M0 10q0-10 10-10h160q10 0 10 10v160q0 10-10 10H10q-10 0-10-10z", 130);
                    art.slab(colour, 22, 22, 136, 136, 8);
                });
            }
            art.fill(CREAM, "M280 500l46 84h-92z");
            art.disc(CREAM, 480, 550, 42);
            art.at(380, 358, -4, |art| art.slab(CREAM, -36, -36, 72, 72, 4));
            art.solid(LEAF, "M590 640v-70a50 50 0 0 1 100 0v70z", 650);
        }
        "truck" => {
            art.solid(CHERRY, "M430 330h110q20 0 34 20l60 90q12 10 12 30v90H430z", 560);
            art.fill(SKY, "M470 366h60q8 0 14 8l40 66H470z");
            art.solid(OAK, "M130 430h290v130H130z", 360);
            art.line(BARK, 6, "M130 474h290M130 518h290");
            for x in [190, 270, 350] {
                art.ball(GOLD, x, 396, 42);
            }
            art.solid(DARK, "M120 556h530v24H120z", 560);
            for x in [220, 540] {
                wheel(art, x, 586, 54, RIVER);
            }
        }
        "top" => {
            art.at(400, 420, 12, |art| {
                art.solid(OAK, "M-14-230h28v120h-28z", 0);
                let body = "M-190-100q190-50 380 0q10 60-60 130L0 230L-130 30q-70-70-60-130z";
                art.solid(CHERRY_LIGHT, body, 70);
                art.within(body, |art| {
                    art.slab(GOLD, -220, -70, 440, 44, 0);
                    art.slab(RIVER, -220, 0, 440, 44, 0);
                    art.tint("#2b1a10", 12, "M90-150h200v400H40z");
                });
                art.oval("#e27a76", 0, -104, 188, 30);
                art.ball(OAK_LIGHT, 0, -240, 30);
            });
            art.line(OAK, 6, "M160 600q-40 10-50 40M640 560q50 10 60 50");
        }
        "boat" => {
            art.solid(OAK, "M392 170h20v330h-20z", 402);
            art.solid(CREAM, "M420 190C540 240 600 340 610 450H420z", 520);
            art.solid(ROSE, "M384 230V450H240C250 360 300 280 384 230z", 330);
            art.solid(CHERRY, "M150 480h510q-30 120-120 130H270q-90-10-120-130z", 540);
            art.slab(OAK_LIGHT, 150, 480, 510, 26, 0);
            art.line(RIVER_LIGHT, 12, "M110 630q36-26 72 0t72 0 72 0 72 0 72 0 72 0 72 0 72 0");
        }
        "barn" => {
            art.solid(CHERRY, "M200 640V390L320 250h160L600 390v250z", 480);
            art.line(CHERRY_DARK, 30, "M186 398L316 244h168L614 398");
            art.fill(CREAM, "M330 470h140v170H330z");
            art.line(CHERRY, 12, "M340 480l120 150M460 480L340 630");
            art.slab(CREAM, 360, 310, 80, 70, 6);
            art.line(CHERRY, 8, "M400 310v70M360 345h80");
            art.solid(LEAF, "M650 640v-60a36 36 0 0 1 72 0v60z", 690);
            art.oval("#efe4cf", 140, 590, 46, 32);
            art.disc(DARK, 96, 576, 17);
            art.line(DARK, 9, "M116 616v24M160 616v24");
        }
        _ => {
            art.solid(RIVER, "M170 430h260v120H170z", 350);
            art.solid(CHERRY, "M430 290h180v260H430z", 550);
            art.slab(SKY, 466, 330, 104, 90, 8);
            art.slab(DARK, 410, 262, 220, 34, 10);
            art.solid(GOLD, "M220 330h60l20 100h-100z", 256);
            art.slab(GOLD, 206, 312, 90, 26, 8);
            art.ball(OAK_LIGHT, 350, 416, 34);
            art.solid(DARK, "M140 546h500v26H140z", 560);
            for (x, r) in [(220, 56), (350, 56), (530, 66)] {
                wheel(art, x, 640 - r, r, GOLD);
            }
            for (x, y, r) in [(256, 250, 30), (310, 200, 38), (380, 160, 46)] {
                art.disc(CREAM, x, y, r);
            }
        }
    }
}

/// A soft sitting animal.
pub fn plush(art: &mut Art, variation: &str) {
    art.ground(400, 210);
    if variation == "loon" {
        art.solid("#33413f", "M180 470q120-70 260 10q90 20 190-60q-10 220-230 222q-220 0-220-172z", 500);
        art.fill(CREAM, "M210 550q90 92 200 92q80 0 140-40q-160 20-340-52z");
        art.solid("#2b3836", "M240 520q-60-130 0-230q60-70 140-20q40 50 0 110q-40 60 10 130z", 330);
        art.fill(DARK, "M250 300q-80 6-120 40q60 10 116 4z");
        art.slab(CREAM, 252, 420, 110, 26, 12);
        art.disc(CHERRY, 300, 310, 18);
        art.disc(DARK, 302, 310, 9);
        for (x, y) in [(440, 510), (480, 490), (520, 480), (450, 550), (500, 530), (550, 510), (400, 540)] {
            art.disc(CREAM, x, y, 10);
        }
        return;
    }
    let (fur, belly, ear) = match variation {
        "fox" => ("#d0753a", CREAM, "#6d3a22"),
        "cow" => (CREAM, "#f3d9cf", "#3d3531"),
        "bison" => ("#6f4a33", "#9a7350", "#4a3224"),
        _ => ("#a97a4e", "#e3c79c", "#7d5735"),
    };
    for x in [270, 530] {
        art.ball(fur, x, 590, 66);
        art.disc(belly, x, 596, 34);
    }
    art.solid(fur, "M400 360q150 0 160 170q0 110-160 110t-160-110q10-170 160-170z", 480);
    art.oval(belly, 394, 530, 90, 90);
    art.line(fur, 60, "M270 440q-50 40-50 90M530 440q50 40 50 90");
    match variation {
        "fox" => {
            art.fill(fur, "M262 250L250 110L370 190zM538 250L550 110L430 190z");
            art.fill(ear, "M276 200l-8-56 50 36zM524 200l8-56-50 36z");
        }
        "cow" | "bison" => {
            art.line(OAK_LIGHT, 24, "M300 190q-50-10-56-60M500 190q50-10 56-60");
            art.oval(ear, 244, 240, 56, 28);
            art.oval(ear, 556, 240, 56, 28);
        }
        _ => {
            art.disc(fur, 280, 180, 54);
            art.disc(fur, 520, 180, 54);
            art.disc(ear, 280, 184, 28);
            art.disc(ear, 520, 184, 28);
        }
    }
    art.solid(fur, "M400 130q150 0 154 130q0 130-154 130t-154-130q4-130 154-130z", 480);
    if variation == "cow" {
        art.fill(ear, "M262 220q20-70 90-84q40 70-10 120t-80-36z");
    }
    if variation == "bison" {
        art.fill(ear, "M290 170q110-80 220 0q10 50-30 40q-20-30-40 0q-40-30-60 0q-40-30-50 0q-40 0-40-40z");
    }
    art.oval(belly, 400, 310, 76, 54);
    art.oval(DARK, 400, 284, 26, 18);
    art.line(DARK, 6, "M400 300v24q-20 18-36 4M400 324q20 18 36 4");
    art.disc(DARK, 336, 240, 14);
    art.disc(DARK, 464, 240, 14);
    art.disc(CREAM, 332, 236, 5);
    art.disc(CREAM, 460, 236, 5);
    art.fill(CHERRY, "M330 380q70 34 140 0v30q-70 30-140 0z");
}

/// A half-finished jigsaw, playing cards, or a board with pegs.
pub fn puzzle(art: &mut Art, variation: &str) {
    art.ground(400, 280);
    match variation {
        "cards" => {
            for (turn, colour, x) in [(-26, RIVER, 280), (-9, CREAM, 350), (8, CREAM, 430), (25, CREAM, 510)] {
                art.at(x, 430, turn, |art| {
                    art.solid(
                        if colour == RIVER { RIVER } else { CREAM },
                        "M-100-170q0-16 16-16H84q16 0 16 16v340q0 16-16 16H-84q-16 0-16-16z",
                        90,
                    );
                    if colour == RIVER {
                        art.line(SKY, 5, "M-70-150H70V150H-70zM-70-150L70 150M70-150L-70 150");
                    } else {
                        let ink = if x == 430 { DARK } else { CHERRY };
                        art.fill(ink, "M0 60C-70 6-64-56-32-56C-12-56 0-40 0-30C0-40 12-56 32-56C64-56 70 6 0 60z");
                        art.disc(ink, -70, -146, 12);
                        art.disc(ink, 70, 146, 12);
                    }
                });
            }
        }
        "board" => {
            art.solid(OAK, "M130 330q0-20 20-20h500q20 0 20 20v270q0 30-30 30H160q-30 0-30-30z", 560);
            art.slab(OAK_LIGHT, 150, 326, 500, 260, 14);
            for row in 0..4 {
                for n in 0..10 {
                    art.disc(BARK, 190 + n * 47, 370 + row * 58, 9);
                }
            }
            for (x, y, colour) in [(284, 370, CHERRY), (425, 428, RIVER), (566, 486, GOLD), (237, 486, MOSS)] {
                art.line(colour, 20, &format!("M{x} {}v-70", y - 4));
                art.disc(colour, x, y - 82, 18);
            }
        }
        _ => {
            let (sky, land, thing) = match variation {
                "lake" => ("#cfe3e2", RIVER_LIGHT, MOSS),
                "map" => ("#e7dfc6", LEAF_LIGHT, CHERRY),
                _ => ("#dcebe8", LEAF, CHERRY),
            };
            let board = "M140 210h400v110q60-20 60 40t-60 40v210H140z";
            art.fill(sky, board);
            art.within(board, |art| {
                match variation {
                    "map" => {
                        art.fill(land, "M170 260q120-50 200 0t160 20v300q-160 40-240-10t-120 20z");
                        art.line(RIVER_LIGHT, 14, "M200 300q60 60 50 120t90 80 150 60");
                        art.line(thing, 7, "M300 330l60 60 90-20 50 110");
                        art.disc(thing, 500, 480, 20);
                    }
                    "lake" => {
                        art.fill(thing, "M140 400l90-120 80 100 70-90 120 130 100-60v60H140z");
                        art.fill(land, "M140 410h460v200H140z");
                        art.line(SKY, 8, "M200 470h90M360 500h110M230 550h120");
                        art.disc(GOLD, 470, 270, 38);
                    }
                    _ => {
                        art.fill(land, "M140 470q200-60 460 0v140H140z");
                        art.solid(thing, "M280 500V370l70-70 70 70v130z", 370);
                        art.slab(CREAM, 328, 430, 44, 70, 0);
                        art.disc(GOLD, 210, 290, 36);
                    }
                }
                art.line(CREAM, 4, "M273 210v400M407 210v400M140 343h420M140 477h420");
                for (x, y) in [(273, 276), (407, 276), (273, 410), (407, 410), (273, 544), (407, 544)] {
                    art.line(CREAM, 4, &format!("M{x} {}a16 16 0 1 1 0 30", y - 15));
                }
            });
            for (x, y, turn, colour) in [(610, 500, 24, land), (650, 300, -14, sky), (590, 630, 8, thing)] {
                art.sized(x, y, turn, 70, |art| {
                    art.solid(colour, "M-60-60h44a20 20 0 1 1 32 0h44v44a20 20 0 1 1 0 32v44h-120z", 30);
                });
            }
        }
    }
}

/// A closed book with a cloth spine.
pub fn book(art: &mut Art, variation: &str) {
    let (cover, spine) = match variation {
        "red" => (CHERRY, CHERRY_DARK),
        "green" => (MOSS, "#1f4a28"),
        "gold" => ("#d9a13a", "#9c6c18"),
        _ => (RIVER, "#0a3f45"),
    };
    art.ground(410, 210);
    art.at(400, 400, -4, |art| {
        art.slab("#e6dcc6", -170, -226, 372, 470, 8);
        art.line("#cbbfa3", 4, "M196-200v420M188-206v430");
        art.solid(cover, "M-190-240h350q14 0 14 14v446q0 14-14 14h-350z", 110);
        art.slab(spine, -196, -240, 66, 474, 8);
        art.line(GOLD, 5, "M-100-200H140V190H-100z");
        match variation {
            "red" => {
                art.disc(GOLD, 20, -40, 56);
                art.leaf(GOLD, 20, -94, -60, 80);
            }
            "green" => art.fill(GOLD, "M20-130l60 100h-34l50 80H-56l50-80h-34zM8 50h24v50H8z"),
            "gold" => art.line(
                CREAM,
                12,
                "M20-120v170M20-80l50-40M20-80l-50-40M20-20l60-50M20-20l-60-50M20 40l60-50M20 40l-60-50",
            ),
            _ => {
                art.fill(GOLD, "M24-130q70 40 80 120H24zM8-110v100h-76q10-70 76-100z");
                art.fill(GOLD, "M-80 6h200q-16 50-56 50H-24q-40 0-56-50z");
            }
        }
        art.line(GOLD, 6, "M-40 130H80");
        art.gleam(8, "M-110-180v60");
    });
    art.fill(CHERRY_LIGHT, "M470 622h34v90l-17-18-17 18z");
}

/// A coil of strings, or a wooden flute.
pub fn music(art: &mut Art, variation: &str) {
    art.ground(400, 250);
    if variation == "flute" {
        art.at(400, 420, -24, |art| {
            art.solid(OAK, "M-320-34q0-10 12-10h620q12 0 12 10v68q0 10-12 10h-620q-12 0-12-10z", 600);
            art.tint("#2b1a10", 16, "M-320 12h644v22q0 10-12 10h-620q-12 0-12-10z");
            for x in [-190, -120, -50, 50, 120, 190] {
                art.oval(DARK, x, -6, 16, 12);
            }
            art.slab(CHERRY, -290, -44, 30, 88, 0);
            art.slab(CHERRY, 262, -44, 30, 88, 0);
            art.gleam(8, "M-240-28h420");
        });
        return;
    }
    art.solid(KRAFT, "M200 190q0-20 20-20h360q20 0 20 20v410q0 20-20 20H220q-20 0-20-20z", 520);
    art.label(240, 210, 320, 90, CHERRY);
    for (r, colour) in [(118, "#c99b3b"), (104, "#8f9da3"), (90, "#c99b3b"), (76, "#8f9da3")] {
        art.line(colour, 6, &format!("M{} 450a{r} {r} 0 1 0 {} 0a{r} {r} 0 1 0-{} 0", 400 - r, 2 * r, 2 * r));
    }
    art.line("#b98a2e", 8, "M500 390q40-40 90-20M300 510q-40 40-80 20");
}

/// A lesson by video: a laptop with the thing on its screen.
pub fn screen(art: &mut Art, variation: &str) {
    art.ground(400, 310);
    art.solid(SLATE, "M150 190q0-24 24-24h452q24 0 24 24v340H150z", 560);
    art.slab("#f7efe0", 174, 190, 452, 316, 6);
    art.solid(STEEL, "M90 530h620l-20 70q-8 24-34 24H144q-26 0-34-24z", 600);
    art.slab("#8f9da3", 340, 530, 120, 16, 8);
    art.disc(CHERRY, 592, 224, 12);
    match variation {
        "wine" => {
            art.fill(GLASS, "M330 240h140q10 110-50 130v60h36v20H344v-20h36v-60q-60-20-50-130z");
            art.fill(CHERRY, "M334 290h132q-6 70-50 76h-32q-44-6-50-76z");
        }
        "cheese" => {
            art.fill("#f6d77c", "M280 350L480 270q40 20 44 60z");
            art.fill("#efc45c", "M280 350l244-18v98H280z");
            for (x, y, r) in [(330, 390, 14), (400, 370, 10), (460, 400, 16)] {
                art.disc("#d9a53d", x, y, r);
            }
        }
        "quilt" => art.sized(400, 348, 0, 56, star_block),
        "story" => {
            art.fill(CREAM, "M400 290q-60-40-140-20v150q80-20 140 20q60-40 140-20V270q-80-20-140 20z");
            art.line(OAK, 8, "M400 290v150M260 270q80-20 140 20q60-40 140-20v150q-80-20-140 20q-60-40-140-20z");
            art.line(SLATE, 5, "M290 320q40-10 80 10M290 350q40-10 80 10M430 330q40-20 80-10M430 360q40-20 80-10");
        }
        "knife" => {
            art.at(400, 350, -20, |art| {
                art.fill(STEEL, "M-150-20H40v50H-90q-50-10-60-50z");
                art.slab(DARK, 40, -22, 120, 44, 16);
            });
            art.line(OAK, 14, "M290 440h220");
        }
        _ => {
            art.solid(SLATE, "M290 330h220v50q0 50-50 50H340q-50 0-50-50z", 440);
            art.line(SLATE, 18, "M510 350h60");
            art.line(CHERRY_LIGHT, 9, "M340 300q-16-20 0-40M400 300q-16-20 0-40M460 300q-16-20 0-40");
        }
    }
    art.fill(CREAM, "M190 470h420v20H190z");
    art.slab(CHERRY, 190, 470, 150, 20, 0);
}

/// A star of patches about the middle, 400 wide.
pub fn star_block(art: &mut Art) {
    art.slab(CREAM, -200, -200, 400, 400, 0);
    art.fill(CHERRY, "M0-200L70-70 200 0 70 70 0 200-70 70-200 0-70-70z");
    art.fill(RIVER, "M-70-70h140v140H-70z");
    art.fill(GOLD, "M0-60L60 0 0 60-60 0z");
    for (x, y) in [(-200, -200), (120, -200), (-200, 120), (120, 120)] {
        art.slab(LEAF_LIGHT, x, y, 80, 80, 0);
    }
}
