//! Fruit and nuts, fresh and dried.

use super::pen::*;

/// A pair of cherries on one forked stem.
pub fn cherry(art: &mut Art, variation: &str) {
    let (left, right) = match variation {
        "dark" => ("#7c1526", "#5f1020"),
        "gold" => ("#eeb553", "#e48f56"),
        _ => ("#c22a36", CHERRY),
    };
    art.ground(400, 230);
    art.line(BARK, 14, "M300 470C320 330 380 230 470 170");
    art.line(BARK, 14, "M520 490C520 360 500 250 470 170");
    art.line(BARK, 22, "M462 166l22 2");
    art.leaf(LEAF, 466, 172, 152, 210);
    art.ball(left, 290, 530, 112);
    art.ball(right, 520, 540, 108);
    art.tint("#000", 18, "M276 430q26 20 50-2q-22 34-50 2zM496 446q26 20 50-2q-22 34-50 2z");
}

const APPLE: &str = "M400 310C350 262 210 262 206 420C204 540 280 650 350 646C376 645 386 634 400 634C414 634 424 645 450 646C520 650 596 540 594 420C590 262 450 262 400 310z";

/// One apple.
pub fn apple(art: &mut Art, variation: &str) {
    let colour = match variation {
        "gold" => "#e8b73e",
        "green" => "#8fb04a",
        _ => "#b92733",
    };
    art.ground(400, 210);
    art.solid(colour, APPLE, 490);
    if variation != "green" {
        art.within(APPLE, |art| {
            art.tint("#f7dc97", 35, "M250 300q20 160 60 330q-120-40-130-200zM340 280q10 90 20 150q-34-70-50-140z")
        });
    }
    art.tint("#000", 22, "M340 304q60 44 120 0q-24 50-60 50t-60-50z");
    art.line(BARK, 16, "M400 330c0-50 10-90 34-124");
    art.leaf(LEAF, 420, 236, -24, 170);
    art.gleam(18, "M256 440c0-60 16-92 50-110");
}

/// One piece of other fruit, or a few berries.
pub fn fresh(art: &mut Art, variation: &str) {
    art.ground(400, 210);
    match variation {
        "peach" => {
            art.ball("#efa467", 400, 450, 190);
            art.tint(
                "#c8434c",
                40,
                "M400 262C540 270 600 370 588 470C570 570 500 632 420 640C500 560 520 400 400 262z",
            );
            art.line("#c97545", 8, "M404 264C340 340 344 470 384 560");
            art.leaf(LEAF, 404, 268, -30, 180);
            art.line(BARK, 14, "M404 270v-30");
        }
        "plum" => {
            plum(art, 480, 500, 138);
            plum(art, 310, 510, 128);
            art.line(BARK, 12, "M310 390c10-60 40-100 90-130M480 370c-10-50-40-90-80-110");
            art.leaf(LEAF, 400, 262, 20, 160);
        }
        "strawberry" => {
            strawberry(art, 500, 400, 18, 88);
            strawberry(art, 320, 400, -10, 110);
        }
        "blueberry" => {
            for (x, y, r) in [(300, 560, 78), (450, 570, 84), (560, 520, 66), (370, 450, 82), (500, 430, 70)] {
                art.ball("#48638c", x, y, r);
                art.disc("#33496c", x + 4, y - r / 4, r / 4);
                art.line("#6f88ac", 6, &format!("M{} {}l14 10 10-14 10 14 14-10", x - 20, y - r / 4 - 4));
            }
            art.leaf(LEAF, 330, 400, -130, 150);
            art.leaf(MOSS, 350, 390, -70, 130);
        }
        _ => {
            let pear = "M400 230C452 230 470 280 472 330C476 400 570 440 570 530C570 606 496 646 400 646C304 646 230 606 230 530C230 440 324 400 328 330C330 280 348 230 400 230z";
            art.solid("#c3c254", pear, 480);
            art.within(pear, |art| art.tint("#cf7d3c", 30, "M230 520q60 120 200 130h-220z"));
            art.line(BARK, 16, "M402 236c0-36 10-60 30-80");
            art.leaf(LEAF, 412, 196, -4, 160);
            art.gleam(16, "M284 520c4-40 30-66 54-92");
        }
    }
}

fn plum(art: &mut Art, x: i32, y: i32, r: i32) {
    art.ball(PLUM, x, y, r);
    art.line("#452740", 6, &format!("M{x} {}q-36 {r} 0 {}", y - r + 6, 2 * r - 40));
}

fn strawberry(art: &mut Art, x: i32, y: i32, turn: i32, hundredths: i32) {
    art.sized(x, y, turn, hundredths, |art| {
        let berry = "M-110-60C-120 40-60 190 0 210C60 190 120 40 110-60C90-110-90-110-110-60z";
        art.solid("#c52f3a", berry, 50);
        for (x, y) in [(-60, -20), (0, -10), (60, -24), (-70, 40), (-24, 50), (34, 48), (-40, 110), (10, 110), (0, 164)]
        {
            art.oval(STRAW, x, y, 6, 10);
        }
        for turn in [-150, -118, -90, -62, -30] {
            art.leaf(LEAF, 0, -84, turn + 180, 96);
        }
        art.line(MOSS, 12, "M0-86v-50");
    });
}

/// A bunch of grapes, or a heap of raisins.
pub fn grape(art: &mut Art, variation: &str) {
    if variation == "raisin" {
        art.ground(400, 250);
        heap(art, &["#5b3a3a", "#6f4640", "#4a2c30"], 34);
        return;
    }
    let colours = if variation == "purple" { ["#6b3f63", PLUM, "#7d5077"] } else { ["#a4bb55", "#92ab48", "#b6c96c"] };
    art.ground(400, 120);
    art.line(BARK, 16, "M400 290c0-60 10-100 40-130M390 180l90-20");
    let rows: [(i32, &[i32]); 6] = [
        (320, &[270, 340, 410, 480, 540]),
        (380, &[300, 372, 444, 512]),
        (440, &[330, 402, 474]),
        (500, &[350, 420, 486]),
        (556, &[384, 446]),
        (606, &[416]),
    ];
    for (row, (y, places)) in rows.iter().enumerate() {
        for (n, x) in places.iter().enumerate() {
            art.ball(colours[(row + n) % 3], *x, *y, 44);
        }
    }
    art.leaf(LEAF, 400, 250, 168, 190);
    art.leaf(MOSS, 420, 240, -14, 170);
}

/// A kraft pouch with a round window, the fruit showing in it and lying before it.
pub fn dried(art: &mut Art, variation: &str) {
    art.ground(400, 280);
    pouch(art, KRAFT, 250, 170);
    art.disc(BARK, 400, 390, 100);
    art.disc("#f3e3c3", 400, 390, 92);
    art.within("M308 390a92 92 0 1 0 184 0a92 92 0 1 0-184 0z", |art| {
        for (x, y) in [(340, 430), (400, 440), (460, 430), (370, 390), (430, 392), (330, 470), (400, 480), (466, 474)] {
            piece(art, variation, x, y, 78);
        }
    });
    art.line(BARK, 8, "M330 540h140M352 566h96");
    for (x, y) in [(200, 612), (272, 624), (534, 622), (604, 612)] {
        piece(art, variation, x, y, 110);
    }
}

/// A stand-up pouch: also what tea and grain come in.
pub fn pouch(art: &mut Art, colour: &str, x: i32, y: i32) {
    let d = format!("M{x} {y}h300l16 440q-166 44-332 0z");
    art.solid(colour, &d, x + 240);
    art.tint("#000", 10, &format!("M{x} {y}h300l2 46h-304z"));
    art.stitch(CREAM, &format!("M{} {}h276", x + 12, y + 24));
    art.gleam(8, &format!("M{} {}l-8 300", x + 24, y + 80));
}

fn piece(art: &mut Art, variation: &str, x: i32, y: i32, size: i32) {
    art.sized(x, y, (x * 7 + y * 3) % 50 - 25, size, |art| match variation {
        "apple" => {
            art.oval("#e9c983", 0, 0, 40, 30);
            art.oval("#b3403a", 0, 0, 40, 30);
            art.oval("#f3dfae", 0, -2, 36, 26);
            art.oval("#d9b469", 0, -2, 9, 7);
        }
        "apricot" => {
            art.oval("#d98436", 0, 0, 40, 30);
            art.oval("#eba352", -4, -4, 32, 22);
            art.line("#b96522", 4, "M-18-6q18 12 34-4");
        }
        "peach" => {
            art.fill("#e39a55", "M-44 10q10-46 50-40t36 40q-44 26-86 0z");
            art.line("#b5532f", 6, "M-36 8q36-26 68 2");
        }
        "fig" => {
            art.fill("#7a5560", "M0-42q10 16 34 30q12 40-34 44q-46-4-34-44q24-14 34-30z");
            art.line("#5b3c48", 4, "M0-30v54M-16-10q-8 20 0 34M16-10q8 20 0 34");
        }
        "date" => {
            art.oval("#6d3f22", 0, 0, 44, 22);
            art.line("#94602f", 5, "M-30-8q28-10 56 0M-20 6q22-6 44 0");
        }
        "prune" => {
            art.oval("#3d2b3b", 0, 0, 40, 28);
            art.line("#68506a", 5, "M-24-6q20-14 44-4M-14 10q16-8 32 0");
        }
        "cranberry" => {
            art.oval("#8e1a30", 0, 0, 28, 22);
            art.line("#c25866", 5, "M-14-6q12-10 26-2");
        }
        "blueberry" => {
            art.disc("#3d4f74", 0, 0, 23);
            art.line("#7385a8", 5, "M-10-6q10-8 20 0");
        }
        "mix" => {
            let colours = ["#8e1a30", "#eba352", "#3d2b3b", "#e9c983"];
            art.oval(colours[(x / 7 + y / 5).unsigned_abs() as usize % 4], 0, 0, 34, 24);
            art.gleam(5, "M-18-6q16-12 34-4");
        }
        _ => {
            art.oval("#7d1522", 0, 0, 32, 26);
            art.line("#b84650", 5, "M-18-6q18-12 34-2M-6 10q10-6 18 0");
        }
    });
}

/// A heap of small round things.
pub fn heap(art: &mut Art, colours: &[&str], r: i32) {
    let rows: [(i32, i32, i32); 5] = [(600, 7, 0), (552, 6, 1), (506, 5, 2), (462, 3, 0), (424, 2, 1)];
    for (y, count, offset) in rows {
        for n in 0..count {
            let x = 400 + (2 * n - count + 1) * 35;
            let colour = colours[(n + offset) as usize % colours.len()];
            art.sized(x, y, (x * 3 + y) % 60 - 30, 100, |art| {
                art.oval(colour, 0, 0, r + 6, r - 6);
                art.gleam(5, &format!("M-{} -4q{} -12 {} -2", r / 2, r / 2, r - 6));
            });
        }
    }
}

/// A few nuts, one of them open.
pub fn nut(art: &mut Art, variation: &str) {
    art.ground(400, 250);
    if variation == "seed" {
        heap(art, &["#d9c08a", "#8f9f56", "#4a3f38"], 22);
        return;
    }
    let kinds = ["walnut", "pecan", "almond", "hazelnut", "pistachio", "macadamia", "peanut"];
    for (n, (x, y, turn, size)) in
        [(300, 400, -20, 120), (500, 410, 24, 116), (230, 550, 12, 118), (400, 560, -8, 136), (570, 556, 18, 122)]
            .into_iter()
            .enumerate()
    {
        let kind = if variation == "mix" { kinds[(n * 2 + 1) % 7] } else { variation };
        art.sized(x, y, turn, size, |art| one_nut(art, kind, n == 3));
    }
}

fn one_nut(art: &mut Art, kind: &str, open: bool) {
    match (kind, open) {
        ("pecan", false) => {
            art.solid("#9a5f33", "M-84 0Q-40-52 0-50T88 0Q40 52 0 50T-84 0z", 30);
            art.line("#5f371c", 6, "M-60-8q50-24 90-14M-40 18q40 12 80 0");
        }
        ("pecan", true) => {
            art.fill("#b57a41", "M-84 0Q-40-52 0-50T88 0Q40 52 0 50T-84 0z");
            art.line("#7d4c25", 9, "M-78 0H80M-50-20q24 10 30-14M0-24q24 14 40-6M-46 22q24-10 34 12M4 26q24-14 40 4");
        }
        ("almond", _) => {
            art.solid(if open { "#ecd3a4" } else { "#b87740" }, "M-84 10C-60-60 30-60 90 0C30 66-60 60-84 10z", 30);
            art.line(if open { "#d0ac74" } else { "#8f5527" }, 5, "M-60 4q60-24 120-6M-54 20q60 6 110-10");
        }
        ("hazelnut", _) => {
            art.ball("#b5703a", 0, 6, 58);
            art.fill("#e0c08e", "M-50 34q50 34 100 0q-14 34-50 34t-50-34z");
            if open {
                art.disc("#f2e2c0", 0, 4, 40);
                art.line("#d7bd8c", 5, "M-20-8q20-16 40 0");
            }
        }
        ("pistachio", _) => {
            art.solid("#e2cda3", "M-80 6C-60-56 40-60 84 0C40 60-60 60-80 6z", 30);
            art.fill("#93a94d", "M-60 0C-20-34 40-30 80 0C40 14-20 18-60 0z");
            art.line("#7a3f4c", 5, "M-30-4q40-16 80-2");
        }
        ("macadamia", _) => {
            art.ball(if open { "#f1e2bf" } else { "#8b5a33" }, 0, 0, 60);
            if open {
                art.line("#8b5a33", 14, "M-60 6a60 60 0 0 0 120 0");
            }
        }
        ("peanut", _) => {
            art.solid("#d9b077", "M-92 0C-92-52-30-50-4-30C24-56 92-50 92 0S24 56-4 32C-30 52-92 50-92 0z", 40);
            art.line("#b88a4f", 5, "M-70-14q30-10 50 4M10-18q30-10 60 2M-70 16q30 10 56-2M12 20q30 8 58-4M-4-26v50");
            if open {
                art.oval("#b5623f", -44, 0, 30, 24);
                art.oval("#b5623f", 44, 0, 32, 26);
            }
        }
        (_, true) => {
            art.disc("#8f6236", 0, 0, 68);
            art.disc("#e9d2a4", 0, 0, 58);
            art.fill("#c08b4c", "M-4-50q-44 4-46 46q4 44 44 50q-10-24 2-46q-12-26 0-50zM6-50q42 6 44 48q-4 42-40 48q8-24-4-46q10-26 0-50z");
        }
        (_, false) => {
            art.ball("#b98650", 0, 0, 66);
            art.line("#8f6236", 6, "M0-64q-20 64 0 128M-40-36q-10 30 0 60M38-38q12 34 0 66");
        }
    }
}
