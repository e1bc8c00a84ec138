//! Landscapes for a visit.

use super::pen::*;

/// Sky, sun and hills, the same for every place.
fn land(art: &mut Art, sky: &str, hill: &str, field: &str) {
    art.slab(sky, 60, 100, 680, 600, 40);
    art.disc(GOLD, 210, 230, 62);
    art.within("M60 140q0-40 40-40h600q40 0 40 40v520q0 40-40 40H100q-40 0-40-40z", |art| {
        art.fill(hill, "M0 420q140-130 280-50t240-60 280 70v320H0z");
        art.fill(field, "M0 480q200-60 420-20t380-20v260H0z");
    });
}

/// Rows of vines, an orchard in bloom, a farm, ginseng under shade cloth, or a cabin by a lake.
pub fn scene(art: &mut Art, variation: &str) {
    match variation {
        "orchard" => {
            land(art, "#e6efe9", "#bcd0b0", "#94b07a");
            for (x, y, r) in [
                (180, 470, 56),
                (330, 450, 50),
                (470, 450, 52),
                (620, 460, 56),
                (230, 590, 78),
                (430, 590, 84),
                (630, 600, 76),
            ] {
                art.line(BARK, r / 5, &format!("M{x} {y}v{}", r + 20));
                art.ball("#f0c9c4", x, y, r);
                for (dx, dy) in [(-3, -2), (2, -4), (4, 1), (-1, 3), (-4, 2), (1, 0)] {
                    art.disc(CREAM, x + dx * r / 7, y + dy * r / 7, r / 9);
                }
            }
        }
        "farm" => {
            land(art, "#dfecec", "#b9cfae", "#d9bd72");
            art.solid(STEEL, "M520 560V340q0-50 44-50t44 50v220z", 570);
            art.line("#94a3a8", 5, "M520 400h88M520 460h88M520 520h88");
            art.solid(CHERRY, "M250 580V420l100-90 100 90v160z", 370);
            art.line(CHERRY_DARK, 20, "M240 428l110-98 110 98");
            art.fill(CREAM, "M312 480h76v100h-76z");
            art.line(CHERRY, 8, "M316 484l68 92M384 484l-68 92");
            art.line(CREAM, 10, "M90 620h620M90 650h620M140 600v70M260 600v70M380 600v70M500 600v70M620 600v70");
        }
        "ginseng" => {
            land(art, "#e3ebdf", "#a9c3a4", "#8a7350");
            for (n, y) in [500, 560, 630].into_iter().enumerate() {
                let w = 14 + n as i32 * 4;
                for x in 0..6 {
                    let x = 130 + x * 108;
                    art.sized(x, y, 0, 60 + w * 2, |art| {
                        art.fill(LEAF, "M0 0q10-40 56-44q-4 40-56 44zM0 0q-10-40-56-44q4 40 56 44z");
                        art.fill(LEAF_LIGHT, "M0 0q-24-30 0-66q24 36 0 66z");
                    });
                    art.disc(CHERRY, x, y - 36 - w, 7 + n as i32);
                }
            }
            art.fill("#37474a", "M60 330L740 300v50L60 390z");
            art.line(BARK, 14, "M110 360v290M400 350v320M690 340v310");
        }
        "stay" => {
            land(art, "#dcebe8", "#8fb08f", RIVER_LIGHT);
            art.fill(MOSS, "M120 470l44-120 44 120zM190 480l50-150 50 150zM640 470l40-120 40 120z");
            art.line(SKY, 8, "M120 600h120M360 640h160M560 590h110M240 670h90");
            art.solid(OAK, "M370 500V400l110-80 110 80v100z", 500);
            art.line(DARK, 18, "M356 410l124-92 124 92");
            art.slab(STRAW, 410, 420, 50, 44, 4);
            art.slab(DARK, 500, 420, 50, 80, 4);
            art.slab(BARK, 350, 498, 270, 16, 0);
            art.line(BARK, 12, "M400 510v60M520 510v90M440 560h200");
            art.line(CREAM, 8, "M560 330q-10-30 10-50t0-50");
        }
        _ => {
            land(art, "#f3ead5", "#c3cfa0", "#a9b873");
            for n in 0..6 {
                let x = 130 + n * 110;
                art.line(BARK, 9, &format!("M{} 690L{} 480", x + (n - 3) * 24, 270 + n * 50));
                for k in 0..5 {
                    let t = k * 46;
                    let (px, py) =
                        (x + (n - 3) * 24 + (270 + n * 50 - x - (n - 3) * 24) * t / 220, 680 - t * 210 / 220);
                    art.disc(if k % 2 == 0 { MOSS } else { LEAF }, px, py, 32 - k * 4);
                    art.disc(PLUM, px + 8, py + 10, 9 - k);
                }
            }
            art.solid(CREAM, "M520 420v-70l50-40 50 40v70z", 570);
            art.line(CHERRY, 14, "M510 354l60-48 60 48");
        }
    }
}
