//! The demonstration's pictures: flat drawings of our own, one palette, one light from the upper left.
//!
//! A picture is named by its kind and a variation, such as `jar:clover`; `demo/data/pictures.csv` lists them. The same
//! name always draws the same picture, as SVG without scripts, styles or anything from elsewhere.
//!
//! ```
//! let drawing = sampan_demo::picture::svg("cherry:red");
//! assert!(drawing.starts_with("<svg") && drawing.contains("<title>cherry, red</title>"));
//! ```
//!
//! A kind is a function that draws with an `Art`; a variation it does not know is drawn as its first, a kind that
//! nobody knows as a parcel.

mod care;
mod fruit;
mod home;
mod pantry;
mod pen;
mod play;
mod scene;
mod wear;

use pen::Art;

type Draw = fn(&mut Art, &str);

/// Kind, background, and how it is drawn.
const KINDS: &[(&str, &str, Draw)] = &[
    ("apple", pen::SAGE, fruit::apple),
    ("book", pen::CLAY, play::book),
    ("bottle", pen::BLUSH, pantry::bottle),
    ("bowl", pen::MIST, home::bowl),
    ("camp", pen::SAGE, home::camp),
    ("candle", pen::CLAY, care::candle),
    ("capsules", pen::MIST, pantry::capsules),
    ("cheese", pen::HAY, pantry::cheese),
    ("cherry", pen::BLUSH, fruit::cherry),
    ("cream", pen::BLUSH, care::cream),
    ("cup", pen::MIST, home::cup),
    ("driedfruit", pen::HAY, fruit::dried),
    ("dropper", pen::SAGE, care::dropper),
    ("fruit", pen::SAGE, fruit::fresh),
    ("furniture", pen::MIST, home::furniture),
    ("grape", pen::SAGE, fruit::grape),
    ("jar", pen::HAY, pantry::jar),
    ("jewel", pen::MIST, care::jewel),
    ("knife", pen::CLAY, home::knife),
    ("knit", pen::MIST, wear::knit),
    ("lamp", pen::CLAY, home::lamp),
    ("leather", pen::HAY, wear::leather),
    ("linen", pen::BLUSH, wear::linen),
    ("music", pen::HAY, play::music),
    ("nut", pen::CLAY, fruit::nut),
    ("pack", pen::SAGE, wear::pack),
    ("plush", pen::MIST, play::plush),
    ("pouch", pen::SAGE, pantry::pouch),
    ("puzzle", pen::HAY, play::puzzle),
    ("quilt", pen::CLAY, wear::quilt),
    ("root", pen::HAY, pantry::root),
    ("scene", pen::MIST, scene::scene),
    ("screen", pen::CLAY, play::screen),
    ("shirt", pen::SAGE, wear::shirt),
    ("soap", pen::BLUSH, care::soap),
    ("sugar", pen::CLAY, pantry::sugar),
    ("syrup", pen::HAY, pantry::syrup),
    ("tin", pen::BLUSH, pantry::tin),
    ("toy", pen::HAY, play::toy),
    ("trousers", pen::CLAY, wear::trousers),
];

/// The drawing of a key: `kind:variation`, or a kind alone.
pub fn svg(key: &str) -> String {
    let (name, variation) = key.split_once(':').unwrap_or((key, ""));
    let known = KINDS.iter().find(|(kind, _, _)| *kind == name);
    let (paper, draw) = known.map_or((pen::CLAY, parcel as Draw), |(_, paper, draw)| (*paper, *draw));
    let words = |text: &str| text.chars().filter(|c| c.is_ascii_alphanumeric()).take(24).collect::<String>();
    let title = match (known, variation) {
        (None, _) => "a parcel".to_owned(),
        (Some((kind, _, _)), "") => (*kind).to_owned(),
        (Some((kind, _, _)), variation) => format!("{kind}, {}", words(variation)),
    };
    let mut art = Art::new(&title, paper);
    draw(&mut art, variation);
    art.finish()
}

/// What is drawn for a kind that nobody knows: a parcel with string.
fn parcel(art: &mut Art, _: &str) {
    art.ground(400, 270);
    art.solid(pen::OAK_LIGHT, "M170 330h460v300H170z", 520);
    art.fill(pen::KRAFT, "M170 330l60-90h340l60 90z");
    art.fill(pen::CREAM, "M372 240h56l12 90v300h-80V330z");
    art.tint("#000", 8, "M400 330h40v300h-40z");
    art.line(pen::CHERRY, 8, "M170 470h460");
    art.line(pen::CHERRY, 8, "M400 470c-60-70-110-50-96-14s60 26 96 14c36 12 84 22 96-14s-36-56-96 14z");
}

#[cfg(test)]
mod tests;
