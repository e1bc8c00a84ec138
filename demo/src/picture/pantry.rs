//! What stands in a pantry: bottles, jars, tins, pouches, cheese, roots.

use super::fruit::{heap, pouch as bag};
use super::pen::*;

const WINE: &str = "M340 150h60v130q0 40 30 66q20 20 20 56v218q0 20-22 20H312q-22 0-22-20V402q0-36 20-56q30-26 30-66z";

/// A bottle and a glass of what is in it.
pub fn bottle(art: &mut Art, variation: &str) {
    art.ground(400, 230);
    let (glass, drink, cap) = match variation {
        "white" => ("#a9b66d", "#f0e0a0", GOLD),
        "rose" => ("#eab7a6", "#eda593", ROSE),
        "sparkling" => ("#3f5f43", "#f3dc98", GOLD),
        "cider" => ("#7a4a1e", "#dd9a2b", CHERRY),
        "amber" => return spirit(art),
        "mead" => ("#c98a2a", "#eab54a", MOSS),
        _ => ("#33402f", "#8c1b30", CHERRY),
    };
    art.solid(glass, WINE, 400);
    if variation == "rose" || variation == "white" || variation == "mead" {
        art.within(WINE, |art| art.tint(drink, 70, "M280 330h180v320H280z"));
    }
    art.label(290, 430, 160, 140, if variation == "cider" { AMBER } else { CHERRY });
    match variation {
        "cider" => {
            art.slab(GOLD, 334, 132, 72, 34, 8);
            art.line("#b98a2e", 5, "M346 140v20M360 140v20M374 140v20M388 140v20");
            art.disc(CHERRY, 370, 490, 24);
            art.leaf(LEAF, 372, 468, -40, 34);
        }
        "sparkling" => {
            art.fill(GOLD, "M330 150q0-34 40-34t40 34v110q-40 22-80 0z");
            art.tint("#000", 12, "M384 118q26 6 26 32v110q-12 8-26 10z");
            art.line("#b98a2e", 5, "M334 170h72M346 150l24 40 24-40");
            grapes(art, 370, 476);
        }
        _ => {
            art.slab(cap, 336, 140, 68, 84, 8);
            art.tint("#000", 14, "M380 140h24v84h-24z");
            grapes(art, 370, 476);
        }
    }
    art.gleam(10, "M312 420v180");
    match variation {
        "sparkling" => flute(art, drink),
        "cider" => tumbler(art, drink),
        _ => goblet(art, drink),
    }
}

fn grapes(art: &mut Art, x: i32, y: i32) {
    for (dx, dy) in [(-18, 0), (0, 0), (18, 0), (-9, 16), (9, 16), (0, 32)] {
        art.disc(PLUM, x + dx, y + dy, 9);
    }
    art.leaf(LEAF, x, y - 8, -36, 30);
}

fn goblet(art: &mut Art, drink: &str) {
    let bowl = "M484 390h140q10 120-50 140v84h40q10 0 10 14v6H484v-6q0-14 10-14h40v-84q-60-20-50-140z";
    art.fill(GLASS, bowl);
    art.fill(drink, "M487 440h134q-6 72-52 80h-30q-46-8-52-80z");
    art.tint("#fff", 35, "M487 440h134l-2 18H489z");
    art.gleam(8, "M500 410q-2 40 10 70");
}

fn flute(art: &mut Art, drink: &str) {
    art.fill(GLASS, "M512 330h84q6 130-30 170v116h30q10 0 10 14v6H502v-6q0-14 10-14h30V500q-36-40-30-170z");
    art.fill(drink, "M513 370h82q0 90-30 122h-22q-30-32-30-122z");
    for (x, y) in [(540, 400), (566, 430), (552, 460), (574, 392), (546, 436)] {
        art.disc(CREAM, x, y, 5);
    }
}

fn tumbler(art: &mut Art, drink: &str) {
    art.fill(GLASS, "M492 430h130l-10 206H502z");
    art.fill(drink, "M496 490h122l-7 136H503z");
    art.fill(CREAM, "M494 466h126l-2 26q-16 10-32 0t-32 0-32 0-29 0z");
    art.gleam(8, "M514 510l4 90");
}

fn spirit(art: &mut Art) {
    let body = "M300 250h40v-60h100v60h40q34 0 34 34v320q0 34-34 34H300q-34 0-34-34V284q0-34 34-34z";
    art.solid("#c9e0dc", body, 440);
    art.within(body, |art| {
        art.fill(HONEY, "M250 330h280v320H250z");
        art.tint("#2b1a10", 14, "M450 330h80v320h-100z");
    });
    art.slab(BARK, 336, 140, 108, 64, 10);
    art.label(300, 400, 180, 150, RIVER);
    art.maple(AMBER, 390, 470, 0, 28);
    art.gleam(10, "M288 300v270");
    art.fill(GLASS, "M546 500h110l-8 136h-94z");
    art.fill(HONEY, "M550 556h102l-5 72h-92z");
    art.tint("#fff", 45, "M566 540l36-8 8 36-36 8z");
}

/// Ginseng: a root, slices, powder or fine root hairs.
pub fn root(art: &mut Art, variation: &str) {
    art.ground(400, 260);
    match variation {
        "slices" => {
            for (x, y, turn) in [
                (210, 500, -50),
                (290, 420, -30),
                (390, 390, -6),
                (490, 410, 18),
                (580, 480, 40),
                (320, 560, -20),
                (450, 550, 16),
            ] {
                art.at(x, y, turn, |art| {
                    art.oval("#cfa566", 4, 6, 78, 62);
                    art.oval("#e9d1a0", 0, 0, 76, 60);
                    art.oval("#f4e6c4", -2, -2, 62, 48);
                    art.oval("#e2c58c", 0, 0, 26, 20);
                    art.line("#d9bb82", 4, "M-50 0h14M36 0h14M0-40v10M0 30v10M-36-26l8 6M30 22l8 6");
                });
            }
        }
        "powder" => {
            art.fill("#e4cc99", "M180 620C250 560 330 440 400 430S560 560 620 620q-220 36-440 0z");
            art.tint("#2b1a10", 12, "M400 430C470 440 560 560 620 620q-90 16-180 16q40-100-40-206z");
            art.solid(OAK_LIGHT, "M150 480C140 420 250 400 280 440C296 470 260 520 220 520S154 510 150 480z", 230);
            art.oval("#ecd9ae", 214, 466, 50, 26);
            art.line(OAK_LIGHT, 22, "M270 446L400 330");
            art.gleam(8, "M300 560q40-60 80-96");
        }
        "fibre" => {
            for n in 0..9 {
                let (x, bend) = (240 + n * 40, (n * 37) % 60 - 30);
                art.line(
                    ["#d3ab6c", "#c1955a", "#e0c08a"][n as usize % 3],
                    12,
                    &format!("M{x} 620C{} 500 {} 400 {} 250", x + bend, x - bend, x + bend / 2),
                );
                art.line("#d3ab6c", 6, &format!("M{} 480q26-20 34-60M{} 420q-22-16-26-50", x + bend / 3, x - bend / 4));
            }
            art.slab(CHERRY, 226, 476, 350, 34, 12);
            art.tint("#000", 16, "M430 476h134q12 0 12 12v10q0 12-12 12h-134z");
            art.line(CHERRY, 12, "M400 492c-50-50-90-30-76 4s50 14 76-4c26 18 62 30 76-4s-26-54-76 4z");
        }
        _ => {
            art.line(
                "#c1955a",
                12,
                "M250 560q-60 30-110 20M300 600q-20 40-70 50M540 590q40 40 90 36M590 500q50 0 80-30",
            );
            let body = "M378 222q26-12 50 0q36 24 40 90q4 60 30 110q70 40 96 130q-60-10-110-60q10 80-20 150q-46-40-60-130q-10 90-60 132q-34-70-18-140q-50 60-116 66q24-90 100-150q24-50 26-110q4-64 42-88z";
            art.solid("#dcb878", body, 440);
            art.line(
                "#b98b4c",
                6,
                "M352 290q44 14 96 0M340 340q56 16 120 0M334 390q66 18 136 2M300 500q20-6 34-22M500 500q-20-10-28-24",
            );
            art.line(MOSS, 10, "M404 224q0-40 20-70");
            for turn in [-150, -110, -70, -30] {
                art.leaf(LEAF, 424, 156, turn, 110);
            }
            art.disc(CHERRY_LIGHT, 424, 146, 15);
            art.disc(CHERRY, 444, 136, 13);
            art.gleam(8, "M366 260q-14 40-16 70");
        }
    }
}

/// A tin with a paper band.
pub fn tin(art: &mut Art, variation: &str) {
    art.ground(400, 230);
    match variation {
        "balm" => {
            art.fill("#8fa0a3", "M190 500v70q0 66 210 66t210-66v-70z");
            art.solid(STEEL, "M190 470q0-70 210-70t210 70v40q0 70-210 70t-210-70z", 500);
            art.oval("#d4dddd", 400, 466, 206, 64);
            art.oval(LEAF_LIGHT, 400, 466, 160, 46);
            art.leaf(MOSS, 330, 480, -16, 140);
        }
        "candy" => {
            let lid = "M180 300q0-26 26-26h388q26 0 26 26v60H180z";
            art.solid(CHERRY, "M190 350h420v260q0 30-30 30H220q-30 0-30-30z", 520);
            art.solid(CHERRY_DARK, lid, 520);
            art.oval(CREAM, 400, 490, 150, 90);
            art.maple(HONEY, 400, 490, 0, 66);
        }
        "gift" => {
            art.solid(RIVER, "M170 330h460v280q0 30-30 30H200q-30 0-30-30z", 520);
            art.solid(RIVER_LIGHT, "M150 270h500v76H150z", 520);
            art.slab(GOLD, 372, 270, 56, 370, 0);
            art.tint("#000", 10, "M404 270h24v370h-24z");
            art.line(GOLD, 20, "M400 264c-90-110-160-60-130-14s90 24 130 14c40 10 100 32 130-14s-40-96-130 14z");
        }
        _ => {
            art.solid(MOSS, "M240 250h320v360q0 30-30 30H270q-30 0-30-30z", 460);
            art.solid("#47804f", "M228 190q0-20 20-20h304q20 0 20 20v76H228z", 460);
            art.slab(CREAM, 240, 360, 320, 170, 0);
            art.slab(GOLD, 240, 360, 320, 12, 0);
            art.slab(GOLD, 240, 518, 320, 12, 0);
            art.leaf(LEAF, 390, 480, -50, 110);
            art.leaf(LEAF_LIGHT, 404, 482, -120, 90);
            art.gleam(10, "M264 290v40");
        }
    }
}

const GLASS_JAR: &str = "M250 290q0-30 30-40h240q30 10 30 40v310q0 40-40 40H290q-40 0-40-40z";

/// A glass jar with a lid.
pub fn jar(art: &mut Art, variation: &str) {
    let (honey, cloth) = match variation {
        "wildflower" => ("#cf7f22", LILAC),
        "creamed" => ("#f3dfa6", RIVER_LIGHT),
        "comb" => ("#e2a02f", MOSS),
        "butter" => ("#b98a52", CHERRY),
        "berry" => ("#8e1a3a", ROSE),
        _ => ("#ecb34a", LEAF),
    };
    art.ground(400, 210);
    art.solid(GLASS, GLASS_JAR, 480);
    art.within(GLASS_JAR, |art| {
        art.fill(honey, "M250 320q75-16 150 0t150 0v330H250z");
        art.tint("#2b1a10", 14, "M490 310h70v340H450z");
        if variation == "comb" {
            for (x, y) in [
                (300, 360),
                (346, 360),
                (392, 360),
                (438, 360),
                (323, 400),
                (369, 400),
                (415, 400),
                (461, 400),
                (300, 440),
                (346, 440),
            ] {
                art.line("#b87616", 6, &format!("M{x} {y}l20 12v24l-20 12-20-12v-24z"));
            }
        }
        if variation == "berry" {
            for (x, y) in [(290, 380), (350, 350), (420, 384), (480, 350), (510, 410), (310, 600), (480, 610)] {
                art.disc("#b9365a", x, y, 20);
            }
        }
    });
    let lid = "M240 196q0-26 26-26h268q26 0 26 26v54H240z";
    if variation == "butter" || variation == "comb" {
        art.solid(OAK, lid, 480);
        art.line("#8a6136", 5, "M260 200h270M254 226h290");
    } else {
        art.solid(cloth, "M230 190q170-60 340 0l24 86q-24 20-48 0t-48 0-49 0-49 0-48 0-48 0-58 0z", 470);
        for (x, y) in [(290, 212), (350, 196), (410, 206), (470, 192), (520, 216), (320, 246), (440, 244)] {
            art.disc(CREAM, x, y, 8);
        }
        art.line(CREAM, 8, "M238 254q160-16 324 0");
    }
    art.label(304, 410, 192, 150, cloth);
    match variation {
        "butter" => art.sized(400, 474, 0, 60, |art| {
            art.oval("#c08b4c", -34, 0, 40, 30);
            art.oval("#c08b4c", 34, 0, 40, 30);
        }),
        "berry" => {
            art.disc("#b9365a", 384, 476, 20);
            art.disc("#8e1a3a", 414, 480, 20);
            art.leaf(LEAF, 398, 460, -50, 44);
        }
        _ => bee(art, 400, 476),
    }
    art.gleam(12, "M276 320v230");
}

fn bee(art: &mut Art, x: i32, y: i32) {
    art.at(x, y, -12, |art| {
        art.oval(SKY, -8, -22, 14, 22);
        art.oval(SKY, 14, -20, 12, 20);
        art.oval(GOLD, 0, 4, 36, 22);
        art.line(DARK, 8, "M-10-14v36M10-14v36");
        art.disc(DARK, 34, 2, 11);
    });
}

/// A flask of syrup with a small handle.
pub fn syrup(art: &mut Art, variation: &str) {
    let colour = match variation {
        "amber" => "#c9761f",
        "dark" => "#6b3513",
        "birch" => "#8a4a1f",
        _ => "#e5a63c",
    };
    let flask = "M356 190h88v70q0 26 30 40q96 50 96 170v120q0 50-50 50H280q-50 0-50-50V470q0-120 96-170q30-14 30-40z";
    art.ground(400, 200);
    art.line(GLASS, 22, "M444 240q84-8 76 84");
    art.solid(GLASS, flask, 470);
    art.within(flask, |art| {
        art.fill(colour, "M200 360q100-20 200 0t200 0v300H200z");
        art.tint("#2b1a10", 16, "M490 350h120v300H440z");
    });
    art.solid(if variation == "birch" { CREAM } else { CHERRY }, "M344 150q0-14 14-14h84q14 0 14 14v56H344z", 420);
    art.disc(CREAM, 400, 500, 104);
    art.disc("#efe3c8", 400, 500, 92);
    if variation == "birch" {
        art.leaf(LEAF, 346, 546, -42, 150);
        art.line(MOSS, 6, "M346 546l-20 18");
    } else {
        art.maple(if variation == "gold" { CHERRY_LIGHT } else { CHERRY }, 400, 500, 0, 78);
    }
    art.gleam(12, "M262 470q4-80 60-120");
}

/// Maple sugar, granules, cream, or a leaf-shaped biscuit.
pub fn sugar(art: &mut Art, variation: &str) {
    art.ground(400, 250);
    match variation {
        "granules" => {
            art.solid(GLASS, GLASS_JAR, 480);
            art.within(GLASS_JAR, |art| {
                art.fill("#d9a866", "M250 330q60-30 150-10t150-6v340H250z");
                for n in 0..36 {
                    art.disc(
                        if n % 3 == 0 { "#c08b48" } else { "#ecc994" },
                        262 + (n * 53) % 280,
                        344 + (n * 71) % 280,
                        5,
                    );
                }
            });
            art.solid(OAK, "M240 196q0-26 26-26h268q26 0 26 26v54H240z", 480);
            art.label(310, 420, 180, 140, AMBER);
            art.maple(CHERRY, 400, 482, 0, 30);
            art.gleam(12, "M276 320v230");
        }
        "cream" => {
            art.solid("#dfb377", "M230 380h340v220q0 40-40 40H270q-40 0-40-40z", 480);
            art.oval("#c8945a", 400, 380, 170, 44);
            art.oval("#edcf9d", 400, 372, 150, 36);
            art.fill("#f4dfb8", "M330 372q20-50 80-46q60 10 40 46q-60 20-120 0z");
            art.label(310, 450, 180, 130, CHERRY);
            art.maple(AMBER, 400, 508, 0, 28);
            art.line(STEEL, 18, "M440 356L560 220");
            art.gleam(10, "M254 420v150");
        }
        "cookie" => {
            for (x, y, turn) in [(280, 380, -16), (520, 400, 14), (400, 540, 4)] {
                art.maple("#a8672c", x, y, turn, 130);
                art.maple("#dba75e", x - 4, y - 6, turn, 118);
                art.at(x, y, turn, |art| {
                    art.line("#f6e8c8", 7, "M0 60V-70M0 20l50-30M0 20l-50-30M0-20l26-30M0-20l-26-30")
                });
            }
        }
        _ => {
            for (x, y, turn, colour) in [
                (250, 400, -20, "#d8a560"),
                (430, 360, 8, "#e6bc7c"),
                (580, 450, 24, "#cf9850"),
                (320, 560, 10, "#e6bc7c"),
                (500, 580, -12, "#d8a560"),
            ] {
                art.maple("#b98044", x + 5, y + 8, turn, 96);
                art.maple(colour, x, y, turn, 96);
                art.at(x, y, turn, |art| art.gleam(5, "M0 50V-50M0 10l30-20M0 10l-30-20"));
            }
        }
    }
}

/// A wheel, a wedge, a blue wedge, or curds.
pub fn cheese(art: &mut Art, variation: &str) {
    art.ground(400, 280);
    if variation == "curd" {
        heap(art, &["#f0d689", "#e8c76c", "#f6e3a8"], 40);
        return;
    }
    art.solid(OAK, "M120 600q0-16 16-16h528q16 0 16 16v18q0 26-26 26H146q-26 0-26-26z", 560);
    match variation {
        "wheel" => {
            art.fill("#d99a2c", "M160 400v110q0 76 240 76t240-76V400z");
            art.tint("#2b1a10", 14, "M500 470h140v40q0 46-120 66z");
            art.oval("#efc157", 400, 400, 240, 84);
            art.fill("#f8e3a2", "M400 400L620 430q-20 40-100 48z");
            art.fill("#f3d680", "M400 400L520 478v102q-70 8-120 6z");
            art.fill("#f8e3a2", "M400 400L634 380v120q-4 30-114 80V478z");
            art.fill("#fbeebf", "M400 400L620 424q-24 36-100 54z");
            art.disc("#e5b64d", 566, 500, 16);
            art.disc("#e5b64d", 470, 510, 12);
            art.gleam(10, "M200 376q80-46 180-50");
        }
        _ => {
            let blue = variation == "blue";
            let (top, side) = if blue { ("#f3e6bf", "#e6d4a2") } else { ("#f6d77c", "#efc45c") };
            art.fill(top, "M150 440L560 320q90 40 90 110z");
            art.fill(side, "M150 440L650 430V584H150z");
            art.tint("#2b1a10", 10, "M520 432l130-2v154H480z");
            art.line(if blue { "#c9b98e" } else { CHERRY }, 14, "M560 322q86 40 86 112v150");
            if blue {
                for (x, y, turn) in [
                    (230, 500, 20),
                    (320, 470, -14),
                    (400, 540, 30),
                    (470, 480, 10),
                    (560, 530, -24),
                    (300, 550, 0),
                    (600, 460, 12),
                ] {
                    art.at(x, y, turn, |art| art.fill("#5f7f86", "M-30 0q14-22 30-8t30-6q-6 28-30 22t-30-8z"));
                }
                art.line("#7f9aa0", 5, "M230 424l60-8M380 390l50-20M480 400l60-6");
            } else {
                for (x, y, r) in
                    [(240, 510, 24), (350, 480, 16), (430, 540, 30), (540, 490, 20), (590, 560, 16), (310, 560, 14)]
                {
                    art.disc("#d9a53d", x, y, r);
                    art.disc("#e3b44c", x + 4, y + 4, r - 5);
                }
                art.disc("#e3b44c", 480, 390, 12);
                art.disc("#e3b44c", 570, 380, 9);
            }
        }
    }
}

/// A squat bottle with two capsules before it.
pub fn capsules(art: &mut Art, variation: &str) {
    let (colour, half, glass) = match variation {
        "amber" => ("#e0a03c", "#f5dd9a", "#9a5a1c"),
        "red" => (CHERRY_LIGHT, "#f2c9c4", CREAM),
        "blue" => ("#5f93a8", "#d5e6ea", RIVER),
        _ => (LEAF, "#dbe8bf", "#3f6b45"),
    };
    let body = "M270 250h260q40 10 40 60v280q0 50-50 50H280q-50 0-50-50V310q0-50 40-60z";
    art.ground(400, 240);
    art.solid(glass, body, 480);
    art.solid(if glass == CREAM { CHERRY } else { CREAM }, "M260 176q0-22 22-22h236q22 0 22 22v80H260z", 470);
    art.line("#c9c1ad", 5, "M300 172v66M340 172v66M380 172v66M420 172v66M460 172v66M500 172v66");
    art.slab(if glass == CREAM { "#f7e3df" } else { CREAM }, 230, 350, 340, 190, 0);
    art.slab(colour, 230, 350, 340, 14, 0);
    art.slab(colour, 230, 526, 340, 14, 0);
    art.leaf(colour, 360, 470, -40, 110);
    art.leaf(half, 372, 476, -96, 84);
    art.gleam(12, "M258 300v36");
    for (x, y, turn) in [(200, 610, -18), (300, 626, 12), (590, 618, -8)] {
        art.at(x, y, turn, |art| {
            art.slab(half, -60, -26, 120, 52, 26);
            art.fill(colour, "M0-26h34a26 26 0 0 1 0 52H0z");
            art.gleam(6, "M-36-12h60");
        });
    }
}

/// A stand-up pouch with a sprig or a scoop.
pub fn pouch(art: &mut Art, variation: &str) {
    let (paper, accent) = match variation {
        "protein" => ("#e9e3d5", RIVER),
        "herb" => ("#c9d3ae", MOSS),
        "seed" => (KRAFT, AMBER),
        "granola" => (KRAFT, CHERRY),
        _ => ("#7d9b83", MOSS),
    };
    art.ground(400, 250);
    bag(art, paper, 250, 180);
    art.label(300, 330, 200, 210, accent);
    match variation {
        "protein" => {
            art.slab(accent, 350, 400, 26, 60, 6);
            art.slab(accent, 388, 376, 26, 84, 6);
            art.slab(accent, 426, 390, 26, 70, 6);
            art.solid(CREAM, "M520 560h130v30q0 50-65 50t-65-50z", 610);
            art.line(CREAM, 20, "M640 566l80-40");
            art.oval("#e8d9b5", 585, 560, 62, 16);
        }
        "seed" | "granola" => {
            let colours = if variation == "seed" { ["#8f6b3d", "#d9c08a"] } else { ["#c98f45", "#8e1a30"] };
            for n in 0..9 {
                art.oval(colours[n as usize % 2], 340 + (n % 3) * 60, 396 + (n / 3) * 34, 16, 11);
            }
            for (x, y) in [(190, 620), (226, 632), (560, 628), (600, 618), (640, 632), (160, 636)] {
                art.oval(colours[(x / 10 % 2) as usize], x, y, 18, 12);
            }
        }
        _ => {
            art.leaf(accent, 396, 470, -90, 100);
            art.leaf(LEAF, 396, 460, -36, 70);
            art.leaf(LEAF, 396, 460, -144, 70);
            art.line(accent, 6, "M396 470v24");
            art.leaf(LEAF, 530, 626, -14, 130);
            art.leaf(accent, 150, 622, 6, 110);
        }
    }
}
