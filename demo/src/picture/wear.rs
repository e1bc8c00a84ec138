//! What one wears, carries, or lies under: knitted, woven, sewn and stitched.

use super::pen::*;
use super::play::star_block;

/// A shirt with a small emblem.
pub fn shirt(art: &mut Art, variation: &str) {
    let colour = match variation {
        "barn" => "#b5404a",
        "moss" => "#6f8f63",
        "sky" => "#f2ede0",
        "rust" => "#bf7443",
        _ => RIVER_LIGHT,
    };
    let body = "M310 190q90 60 180 0l120 60 60 150-90 40-20-40v230q0 10-10 10H250q-10 0-10-10V400l-20 40-90-40 60-150z";
    art.ground(400, 190);
    art.solid(colour, body, 480);
    if variation == "sky" {
        art.within(body, |art| {
            for n in 0..8 {
                art.slab(RIVER, 100, 300 + n * 44, 600, 14, 0);
            }
            art.tint("#2b1a10", 10, "M520 100h200v600H460z");
        });
    }
    art.line(CREAM, 12, "M318 200q82 70 164 0");
    art.tint("#000", 10, "M240 400l-4 60 20-90zM560 400l4 60-20-90z");
    match variation {
        "barn" => {
            art.fill(CREAM, "M360 400v-50l40-36 40 36v50z");
            art.slab("#b5404a", 386, 366, 28, 34, 0);
        }
        "moss" => art.fill(CREAM, "M400 290l34 56h-20l30 50h-88l30-50h-20z"),
        "rust" => art.fill(STRAW, "M400 350m-50 0a50 50 0 0 1 100 0zM330 364h140v10H330zM346 386h108v8H346z"),
        "sky" => {
            for x in [470, 500, 530] {
                art.disc(CHERRY, x, 214 + (x - 470) / 3, 7);
            }
        }
        _ => art.line(
            CREAM,
            9,
            "M330 330q24-18 48 0t48 0 48 0M330 360q24-18 48 0t48 0 48 0M330 390q24-18 48 0t48 0 48 0",
        ),
    }
}

fn ribs(art: &mut Art, x: i32, y: i32, width: i32, height: i32) {
    for n in 0..width / 24 {
        art.tint("#2b1a10", 14, &format!("M{} {y}h8v{height}h-8z", x + 10 + n * 24));
    }
}

/// A knitted garment.
pub fn knit(art: &mut Art, variation: &str) {
    art.ground(400, 220);
    match variation {
        "sock" => {
            for (x, colour, trim) in [(150, "#8f9d86", CHERRY), (350, "#c7cdb9", RIVER)] {
                let sock = format!("M{x} 200h150v210q0 40 60 70l70 36q40 24 30 64q-10 50-70 50h-70q-170-40-170-170z");
                art.solid(colour, &sock, x + 130);
                art.within(&sock, |art| {
                    art.slab(trim, x - 10, 250, 200, 22, 0);
                    art.slab(trim, x - 10, 288, 200, 22, 0);
                    art.disc(trim, x + 320, 600, 76);
                    art.disc(trim, x + 26, 500, 76);
                    ribs(art, x, 200, 150, 40);
                });
            }
        }
        "sweater" => {
            let body = "M300 180q100 40 200 0l100 50 80 290-90 30-40-130v220H250V420l-40 130-90-30 80-290z";
            art.solid("#e6dcc6", body, 490);
            art.within(body, |art| {
                for (y, colour) in [(280, CHERRY), (330, RIVER)] {
                    for n in 0..17 {
                        art.fill(colour, &format!("M{} {y}l18 22-18 22-18-22z", 110 + n * 37));
                    }
                }
                ribs(art, 250, 596, 300, 50);
            });
            art.line("#cdbf9f", 20, "M306 188q94 46 188 0");
        }
        "mitten" => {
            for (x, turn, colour) in [(280, -8, CHERRY), (520, 8, "#b53640")] {
                art.at(x, 420, turn, |art| {
                    let mitten = "M-80 210V-60q0-120 80-120t80 110q0 10 40-20t50 10q20 30-20 70l-60 60v160z";
                    art.solid(colour, mitten, 40);
                    art.within(mitten, |art| {
                        for y in [-60, 0, 60] {
                            art.fill(CREAM, &format!("M-44 {y}l14-26 14 26-14 26zM6 {y}l14-26 14 26-14 26z"));
                        }
                    });
                    art.slab(CREAM, -90, 150, 180, 64, 10);
                    ribs(art, -90, 152, 180, 60);
                });
            }
        }
        "baby" => {
            art.solid(
                "#f3e6cf",
                "M230 330l90-40q80 40 160 0l90 40 40 110-70 24-14-34v180q-40 30-126 30t-126-30V430l-14 34-70-24z",
                490,
            );
            for y in [360, 420, 480] {
                art.disc(LEAF, 400, y, 11);
            }
            art.solid("#efdcc0", "M300 240q0-110 100-110t100 110z", 440);
            art.slab(LINEN, 290, 226, 220, 34, 14);
            art.ball(CREAM, 400, 124, 30);
            art.fill(ROSE, "M330 560q0-24 20-24t20 24-20 40q-20-16-20-40z");
        }
        "robe" => {
            let body = "M310 170q90 40 180 0l110 60 60 300-90 24-30-110v200H260V444l-30 110-90-24 60-300z";
            art.solid("#dbe6e2", body, 490);
            art.fill(CREAM, "M310 170l90 200-30 270h-24l20-260-90-190zM490 170l-90 200v60l124-240z");
            art.slab(RIVER_LIGHT, 256, 420, 288, 36, 10);
            art.line(RIVER_LIGHT, 20, "M420 440l40 120M400 440l-10 110");
        }
        _ => {
            let hat = "M220 470q0-250 180-250t180 250z";
            art.solid(RIVER, hat, 480);
            art.within(hat, |art| {
                for (y, colour) in [(350, CREAM), (400, CHERRY_LIGHT)] {
                    for n in 0..12 {
                        art.fill(colour, &format!("M{} {y}l16 18-16 18-16-18z", 220 + n * 34));
                    }
                }
            });
            art.solid(RIVER_LIGHT, "M200 466q0-20 20-20h360q20 0 20 20v90q0 24-24 24H224q-24 0-24-24z", 500);
            ribs(art, 204, 450, 390, 128);
            art.ball(CREAM, 400, 200, 64);
        }
    }
}

/// A pair of folded trousers.
pub fn trousers(art: &mut Art, variation: &str) {
    let (cloth, thread) = if variation == "canvas" { ("#b59563", "#e8d4a8") } else { ("#3d5a78", "#d9a45b") };
    art.ground(400, 190);
    art.solid(cloth, "M260 150h280l40 480h-140l-40-320-40 320H220z", 470);
    art.tint("#000", 12, "M400 310l14-60h-28z");
    art.slab(cloth, 254, 140, 292, 54, 6);
    art.stitch(thread, "M264 186h272M400 200v90M232 606h120M448 606h120");
    art.stitch(thread, "M266 210q10 60 70 66M534 210q-10 60-70 66");
    art.disc(thread, 400, 166, 11);
    for x in [290, 350, 450, 510] {
        art.slab(cloth, x - 9, 132, 18, 70, 4);
        art.line("#2b1a10", 2, &format!("M{} 134v66", x + 9));
    }
    if variation == "canvas" {
        art.tint("#000", 12, "M238 400h112l-10 110H230zM450 400h112l8 110H462z");
        art.stitch(thread, "M238 400h112l-10 110H230zM450 400h112l8 110H462z");
    } else {
        art.tint("#fff", 16, "M270 330h60l-14 180h-56zM470 330h60l10 180h-56z");
    }
}

/// A leather article with visible stitching.
pub fn leather(art: &mut Art, variation: &str) {
    let (hide, dark) = ("#a5683a", "#6d4021");
    art.ground(400, 240);
    match variation {
        "wallet" => {
            art.solid(dark, "M180 300q0-24 24-24h392q24 0 24 24v300H180z", 520);
            art.solid(hide, "M160 330q0-20 20-20h440q20 0 20 20v270q0 30-30 30H190q-30 0-30-30z", 520);
            art.stitch(STRAW, "M184 336v246q0 22 22 22h388q22 0 22-22V336");
            art.solid("#8d5730", "M520 430h130v90H520q-36-45 0-90z", 620);
            art.disc(GOLD, 560, 475, 18);
        }
        "bag" => {
            art.line(dark, 22, "M270 340q0-190 130-190t130 190");
            art.solid(hide, "M190 330h420l30 280q2 30-28 30H188q-30 0-28-30z", 520);
            art.solid("#8d5730", "M180 326h440v110q-110 70-220 70t-220-70z", 520);
            art.stitch(STRAW, "M196 430q104 60 204 60t204-60");
            art.slab(GOLD, 376, 470, 48, 56, 8);
            art.stitch(STRAW, "M184 600h432");
        }
        "glove" => {
            for (x, turn) in [(290, -10), (520, 10)] {
                art.sized(x, 430, turn, 92, |art| {
                    art.solid(hide, "M-80 210V0q0-20-10-150q0-24 20-24t24 24l8 100 4-130q0-24 22-24t22 24l4 130 8-110q2-24 22-22t20 24l-6 130 60-70q20-20 36-4t4 34L90 60v150z", 40);
                    art.stitch(STRAW, "M-60 30l4-50M0 30v-60M50 30l4-40");
                    art.slab(dark, -88, 160, 186, 54, 8);
                    art.stitch(STRAW, "M-76 174H86");
                });
            }
        }
        "moccasin" => {
            for (x, y) in [(150, 290), (210, 450)] {
                art.at(x, y, 0, |art| {
                    art.solid(hide, "M0 60q20-70 110-60l120 40q150 0 200 50q40 60-20 90H60Q-20 180 0 60z", 330);
                    art.fill(dark, "M30 40q60-50 130 0q20 50-30 70t-100-70z");
                    art.solid("#b97b48", "M190 50q120-10 190 40q-60 60-170 30q-50-30-20-70z", 330);
                    art.stitch(STRAW, "M196 56q110-6 170 36q-50 40-150 20");
                    art.line(STRAW, 6, "M176 60l30-10M186 84l30-6M176 60q-30-30-10-40");
                    art.slab(dark, 20, 162, 400, 20, 8);
                });
            }
        }
        "hat" => {
            art.oval("#8d5730", 400, 530, 290, 70);
            art.oval(hide, 400, 516, 290, 66);
            art.solid(hide, "M250 510q0-240 60-250q50 0 90 30q40-30 90-30q60 10 60 250q-150 60-300 0z", 480);
            art.fill(dark, "M246 450q150 56 308 0l2 60q-150 60-312 0z");
            art.stitch(STRAW, "M252 470q150 52 296 0");
        }
        _ => {
            for (r, colour) in [(160, hide), (92, "#8d5730")] {
                art.line(dark, 74, &format!("M{} 410a{r} {r} 0 1 0 {} 0a{r} {r} 0 1 0-{} 0", 360 - r, 2 * r, 2 * r));
                art.line(colour, 62, &format!("M{} 410a{r} {r} 0 1 0 {} 0a{r} {r} 0 1 0-{} 0", 360 - r, 2 * r, 2 * r));
            }
            art.stitch(STRAW, "M182 410a178 178 0 0 1 356 0");
            art.line(dark, 74, "M360 570h250");
            art.line(hide, 62, "M360 570h260");
            art.line(GOLD, 14, "M590 522h84v96h-84zM600 570h70");
            for x in [440, 480, 520] {
                art.disc(DARK, x, 570, 8);
            }
        }
    }
}

/// A folded patchwork quilt.
pub fn quilt(art: &mut Art, variation: &str) {
    let (main, second) = match variation {
        "barn" => (CHERRY, GOLD),
        "sky" => (RIVER_LIGHT, CREAM),
        "rose" => (ROSE, MOSS),
        _ => (MOSS, STRAW),
    };
    art.ground(400, 290);
    for (y, colour) in [(590, main), (540, second), (490, main)] {
        art.solid(colour, &format!("M150 {y}q-30 24 0 50h500q30-26 0-50z"), 560);
    }
    let face = "M180 150h440q20 0 20 20v330H160V170q0-20 20-20z";
    art.solid(second, face, 560);
    art.within(face, |art| {
        for (x, y) in [(280, 250), (520, 250), (280, 430), (520, 430)] {
            art.sized(x, y, 0, 44, |art| {
                art.slab(CREAM, -240, -190, 480, 380, 0);
                art.fill(main, "M0-180L62-62 180 0 62 62 0 180-62 62-180 0-62-62z");
                art.fill(second, "M-62-62H62V62H-62z");
                art.fill(CHERRY_LIGHT, "M0-44L44 0 0 44-44 0z");
                for (a, b) in [(-190, -170), (110, -170), (-190, 90), (110, 90)] {
                    art.slab(if variation == "rose" { "#f3d5cc" } else { SKY }, a, b, 80, 80, 0);
                }
            });
        }
        art.tint("#2b1a10", 10, "M580 100h100v500H540z");
    });
    art.stitch(CREAM, "M160 340h480M400 160v330");
    art.sized(620, 590, 8, 26, star_block);
}

/// Folded cloths with a woven stripe.
pub fn linen(art: &mut Art, variation: &str) {
    art.ground(400, 270);
    let (count, colours, stripe) = match variation {
        "table" => (2, [LINEN, "#cfd9c4", LINEN, LINEN], MOSS),
        "bed" => (4, ["#dfe8e6", CREAM, "#dfe8e6", CREAM], RIVER_LIGHT),
        _ => (3, [CREAM, "#e7cfc6", CREAM, CREAM], CHERRY),
    };
    let tall = if count == 2 { 130 } else { 90 };
    for n in 0..count {
        let y = 640 - (n + 1) * (tall + 6);
        let d = format!(
            "M160 {}q-20-{} 20-{tall}h440q40 0 20 {}v{}q0 {} -20 {}H180q-20 0-20-{}z",
            y + tall,
            tall,
            tall / 2,
            tall / 4,
            tall / 4,
            tall / 4,
            tall / 4
        );
        art.solid(colours[n as usize], &d, 540);
        art.line("#2b1a1022", 4, &format!("M190 {}h420", y + tall / 2));
        art.slab(stripe, 230, y + 1, 18, tall, 0);
        art.slab(stripe, 262, y + 1, 8, tall, 0);
        art.slab(stripe, 560, y + 1, 18, tall, 0);
    }
    let top = 640 - count * (tall + 6);
    art.line(KRAFT, 10, &format!("M400 {top}V640"));
    art.line(KRAFT, 10, &format!("M400 {top}c-40-60-90-40-74-10s50 14 74 10c24 4 62 20 74-10s-34-50-74 10z"));
    art.leaf(LEAF, 400, top - 2, -70, 90);
}

/// A backpack, or a canvas bag with handles.
pub fn pack(art: &mut Art, variation: &str) {
    art.ground(400, 220);
    if variation == "tote" {
        art.line(OAK, 20, "M300 330V250q0-90 100-90t100 90v80");
        art.solid("#eee3c9", "M200 300h400l20 320q0 20-20 20H200q-20 0-20-20z", 500);
        art.fill(RIVER, "M190 540h420l8 80q0 20-20 20H202q-20 0-20-20z");
        art.tint("#000", 14, "M520 540h90l8 80q0 20-20 20h-90z");
        art.stitch(OAK, "M206 322h388");
        art.fill(
            CHERRY,
            "M404 380q44 26 48 80h-48zM394 396v64h-50q8-48 50-64zM330 472h140q-12 34-40 34h-60q-28 0-40-34z",
        );
        return;
    }
    let (cloth, flap) = match variation {
        "blue" => ("#3f6f8a", "#2c5269"),
        "school" => (CHERRY_LIGHT, CHERRY),
        _ => ("#a79b6b", "#80764c"),
    };
    art.line(DARK, 18, "M360 170q0-50 40-50t40 50");
    art.solid(cloth, "M220 270q0-100 100-100h160q100 0 100 100v320q0 50-50 50H270q-50 0-50-50z", 490);
    if variation == "school" {
        art.line(CREAM, 7, "M236 330q164-70 328 0");
        art.slab(GOLD, 520, 318, 16, 44, 8);
    } else {
        art.solid(flap, "M240 160h320q16 0 16 16v100H224V176q0-16 16-16z", 500);
        art.slab(OAK, 330, 230, 26, 130, 6);
        art.slab(OAK, 444, 230, 26, 130, 6);
        art.slab(GOLD, 326, 316, 34, 34, 6);
        art.slab(GOLD, 440, 316, 34, 34, 6);
    }
    art.solid(flap, "M280 430h240q20 0 20 20v130q0 24-24 24H284q-24 0-24-24V450q0-20 20-20z", 480);
    art.stitch(STRAW, "M278 462h244");
    art.fill(CREAM, "M400 500l36 60h-72z");
    art.solid(cloth, "M196 430h30v150h-30q-20-75 0-150z", 230);
    art.solid(flap, "M574 430h30q20 75 0 150h-30z", 600);
}
