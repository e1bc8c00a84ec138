//! What all drawings share: the palette, the paper, the light, and a pen that writes SVG.

use std::fmt::Write;

pub const RIVER: &str = "#0f5c63";
pub const RIVER_LIGHT: &str = "#3b868b";
pub const SKY: &str = "#9cc9cb";
pub const CHERRY: &str = "#a61e2b";
pub const CHERRY_LIGHT: &str = "#cf4a50";
pub const CHERRY_DARK: &str = "#6d101a";
pub const ROSE: &str = "#e8a9a0";
pub const PLUM: &str = "#5d3757";
pub const LILAC: &str = "#a58bb0";
pub const MOSS: &str = "#2f6b3a";
pub const LEAF: &str = "#6f9a4c";
pub const LEAF_LIGHT: &str = "#a4c274";
pub const AMBER: &str = "#a8650f";
pub const HONEY: &str = "#dd9a2b";
pub const GOLD: &str = "#f0bd4f";
pub const STRAW: &str = "#f7dc97";
pub const OAK: &str = "#b07f48";
pub const OAK_LIGHT: &str = "#d1a76e";
pub const KRAFT: &str = "#dcb98a";
pub const BARK: &str = "#7b5733";
pub const DARK: &str = "#4a3425";
pub const SLATE: &str = "#56646e";
pub const STEEL: &str = "#b9c4c8";
pub const CREAM: &str = "#fdfaf2";
pub const LINEN: &str = "#e8dcc4";
pub const GLASS: &str = "#dcebe8";

/// Papers to draw on.
pub const SAGE: &str = "#e8eede";
pub const MIST: &str = "#e1ebea";
pub const BLUSH: &str = "#f6e6df";
pub const HAY: &str = "#f8ecd0";
pub const CLAY: &str = "#f1e6d7";

/// A drawing under way, 800 by 800.
pub struct Art {
    out: String,
    clips: u32,
}

impl Art {
    /// Paper with a lighter round in the middle.
    pub fn new(title: &str, paper: &str) -> Art {
        let out = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 800" width="800" height="800"><title>{title}</title><rect width="800" height="800" fill="{paper}"/><circle cx="400" cy="400" r="320" fill="{CREAM}" opacity=".55"/>"#
        );
        Art { out, clips: 0 }
    }

    /// The finished drawing.
    pub fn finish(self) -> String {
        self.out + "</svg>"
    }

    fn add(&mut self, text: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = self.out.write_fmt(text);
    }

    /// The shadow on the ground, a little to the right of what stands there.
    pub fn ground(&mut self, x: i32, half: i32) {
        self.add(format_args!(
            r##"<ellipse cx="{}" cy="640" rx="{half}" ry="26" fill="#3a2c18" opacity=".13"/>"##,
            x + 24
        ));
    }

    /// A flat shape.
    pub fn fill(&mut self, colour: &str, d: &str) {
        self.add(format_args!(r#"<path d="{d}" fill="{colour}"/>"#));
    }

    /// A veil of a colour, in hundredths.
    pub fn tint(&mut self, colour: &str, hundredths: u32, d: &str) {
        self.add(format_args!(r#"<path d="{d}" fill="{colour}" opacity=".{hundredths:02}"/>"#));
    }

    /// A shape in the light: its part right of `x` lies in shade.
    pub fn solid(&mut self, colour: &str, d: &str, x: i32) {
        self.clips += 1;
        let (n, to) = (self.clips, x - 40);
        self.add(format_args!(
            r##"<clipPath id="c{n}"><path d="{d}"/></clipPath><path d="{d}" fill="{colour}"/><path d="M{} 0L{to} 800H800V0z" clip-path="url(#c{n})" fill="#2b1a10" opacity=".14"/>"##,
            x + 40
        ));
    }

    /// Something drawn only where a shape is.
    pub fn within(&mut self, d: &str, draw: impl FnOnce(&mut Art)) {
        self.clips += 1;
        let n = self.clips;
        self.add(format_args!(r##"<clipPath id="c{n}"><path d="{d}"/></clipPath><g clip-path="url(#c{n})">"##));
        draw(self);
        self.out.push_str("</g>");
    }

    /// Something moved, and turned about its own origin.
    pub fn at(&mut self, x: i32, y: i32, turn: i32, draw: impl FnOnce(&mut Art)) {
        self.sized(x, y, turn, 100, draw);
    }

    /// Something moved, turned, and scaled by hundredths.
    pub fn sized(&mut self, x: i32, y: i32, turn: i32, hundredths: i32, draw: impl FnOnce(&mut Art)) {
        self.add(format_args!(
            r#"<g transform="translate({x} {y}) rotate({turn}) scale({}.{:02})">"#,
            hundredths / 100,
            hundredths % 100
        ));
        draw(self);
        self.out.push_str("</g>");
    }

    /// A line with round ends.
    pub fn line(&mut self, colour: &str, width: i32, d: &str) {
        self.add(format_args!(
            r#"<path d="{d}" fill="none" stroke="{colour}" stroke-width="{width}" stroke-linecap="round" stroke-linejoin="round"/>"#
        ));
    }

    /// A row of stitches.
    pub fn stitch(&mut self, colour: &str, d: &str) {
        self.add(format_args!(
            r#"<path d="{d}" fill="none" stroke="{colour}" stroke-width="4" stroke-linecap="round" stroke-dasharray="12 10"/>"#
        ));
    }

    /// Light on an edge.
    pub fn gleam(&mut self, width: i32, d: &str) {
        self.add(format_args!(
            r##"<path d="{d}" fill="none" stroke="#fff" stroke-width="{width}" stroke-linecap="round" opacity=".45"/>"##
        ));
    }

    /// A disc.
    pub fn disc(&mut self, colour: &str, x: i32, y: i32, r: i32) {
        self.add(format_args!(r#"<circle cx="{x}" cy="{y}" r="{r}" fill="{colour}"/>"#));
    }

    /// A ball in the light: shade at the lower right, a gleam at the upper left.
    pub fn ball(&mut self, colour: &str, x: i32, y: i32, r: i32) {
        self.disc(colour, x, y, r);
        let (k, e) = (r * 7 / 10, r * 9 / 10);
        self.tint(
            "#2b1a10",
            16,
            &format!("M{} {}A{r} {r} 0 0 1 {} {}A{e} {e} 0 0 0 {} {}z", x + k, y - k, x - k, y + k, x + k, y - k),
        );
        let (a, b) = (r * 6 / 10, r * 3 / 10);
        self.gleam((r / 7).max(3), &format!("M{} {}A{a} {a} 0 0 1 {} {}", x - a, y - b / 2, x - b, y - a + b / 4));
    }

    /// An upright oval.
    pub fn oval(&mut self, colour: &str, x: i32, y: i32, rx: i32, ry: i32) {
        self.add(format_args!(r#"<ellipse cx="{x}" cy="{y}" rx="{rx}" ry="{ry}" fill="{colour}"/>"#));
    }

    /// A box with round corners.
    pub fn slab(&mut self, colour: &str, x: i32, y: i32, w: i32, h: i32, r: i32) {
        self.add(format_args!(r#"<rect x="{x}" y="{y}" width="{w}" height="{h}" rx="{r}" fill="{colour}"/>"#));
    }

    /// A leaf of a length, from where the pen stands to the right, with its vein.
    pub fn leaf(&mut self, colour: &str, x: i32, y: i32, turn: i32, long: i32) {
        let (h, t) = (long / 2, long * 34 / 100);
        self.at(x, y, turn, |art| {
            art.fill(colour, &format!("M0 0C{} -{t} {h} -{t} {long} 0C{h} {t} {} {t} 0 0z", long / 5, long / 5));
            art.tint("#2b1a10", 14, &format!("M0 0C{} {t} {h} {t} {long} 0z", long / 5));
            art.gleam((long / 30).max(2), &format!("M{} 0H{}", long / 8, long * 8 / 10));
        });
    }

    /// A maple leaf about its middle, 200 wide.
    pub fn maple(&mut self, colour: &str, x: i32, y: i32, turn: i32, hundredths: i32) {
        self.sized(x, y, turn, hundredths, |art| {
            art.line(colour, 8, "M0 40v70");
            art.fill(
                colour,
                "M0-104l20 40 32-14-8 58 34-30 10 24 40-6-18 38 18 14-66 42 6 22-58-10h-20l-58 10 6-22-66-42 18-14-18-38 40 6 10-24 34 30-8-58 32 14z",
            );
            art.tint("#2b1a10", 12, "M0-104l20 40 32-14-8 58 34-30 10 24 40-6-18 38 18 14-66 42 6 22-58-10H0z");
        });
    }

    /// A plain label with lines instead of words.
    pub fn label(&mut self, x: i32, y: i32, w: i32, h: i32, accent: &str) {
        self.slab(CREAM, x, y, w, h, 6);
        self.slab(accent, x, y + 14, w, 10, 0);
        self.slab(accent, x, y + h - 24, w, 10, 0);
        let (m, half) = (x + w / 2, w / 4);
        self.line(SLATE, 6, &format!("M{} {}h{}", m - half, y + h - 46, 2 * half));
    }
}
