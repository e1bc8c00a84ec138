//! An invented shop and the file that its present system exports.

/// The shop's name.
pub const NAME: &str = "Cedar Hollow Orchard";
/// Its owner's e-mail address.
pub const EMAIL: &str = "owner@cedar-hollow.example";
/// Its owner's password.
pub const PASSWORD: &str = "tart cherries in july";

/// Data records of [`FILE`].
pub const ROWS: u64 = 8;

/// Its product file: a product over three rows with two sizes, one without any weight, one whose title is a formula and
/// whose body carries a script, and three rows that make no sense.
pub const FILE: &str = "\
Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Grams,\
Variant Inventory Qty,Variant Price,Variant Requires Shipping,Variant Barcode,Image Src,Image Position,Status\n\
dried-montmorency,Dried Montmorency Cherries,\"<p>Tart cherries, dried <b>slowly</b>.</p>\",Cedar Hollow,Dried fruit,,\
true,Size,8 oz bag,CH-8,240,40,9.50,true,,,,active\n\
dried-montmorency,,,,,,,,1 lb bag,CH-16,470,25,16.75,true,,,,\n\
dried-montmorency,,,,,,,,,,,,,,,http://127.0.0.1/cherries.jpg,1,\n\
sweet-cherries,Sweetened Dried Cherries,\"<p onclick=\"\"run()\"\">Cherries and a little sugar.</p><script>run()</script>\",Cedar Hollow,Dried fruit,,\
true,Title,Default Title,CH-S,,30,7.25,true,,,,active\n\
pantry-box,=SUM(A1:A9) Pantry Box,<p>A little of everything.</p>,Cedar Hollow,Gift,,\
true,Title,Default Title,CH-P,900,10,32.00,true,,,,active\n\
free-sample,Free Sample,,Cedar Hollow,,,true,Title,Default Title,CH-F,20,5,free,true,,,,active\n\
owed-sample,Owed Sample,,Cedar Hollow,,,true,Title,Default Title,CH-O,20,5,-5,true,,,,active\n\
,No handle,,Cedar Hollow,,,true,Title,Default Title,CH-N,20,5,4.00,true,,,,active\n";

/// What is missing of its goods: by SKU, tariff code and grams net and gross. The code of the first two is the world's
/// six digits, which is too short for China.
pub const PARTICULARS: [(&str, &str, u32, u32); 4] = [
    ("CH-8", "0813.40", 227, 240),
    ("CH-16", "0813.40", 454, 470),
    ("CH-S", "2008.99.90", 340, 380),
    ("CH-P", "0813.50.00", 800, 900),
];

/// What China calls the first two.
pub const LONG_CODE: &str = "0813.40.90";

/// Chinese titles and descriptions by handle.
pub const CHINESE: [(&str, &str, &str); 2] = [
    ("dried-montmorency", "蒙莫朗西酸樱桃干", "<p>慢慢烘干的酸樱桃。</p>"),
    ("sweet-cherries", "雪松谷甜味樱桃干", "<p>樱桃和少许糖。</p>"),
];

/// The particulars of a gap, by its title and its variant's: tariff code and grams net and gross.
pub fn particulars(title: &str, variant: &str) -> (&'static str, u32, u32) {
    let sku = match (title, variant) {
        (title, "8 oz bag") if title.contains("Montmorency") => "CH-8",
        (title, "1 lb bag") if title.contains("Montmorency") => "CH-16",
        (title, _) if title.contains("Sweetened") => "CH-S",
        (title, _) if title.contains("Pantry") => "CH-P",
        other => panic!("an unknown gap: {other:?}"),
    };
    let known = PARTICULARS.iter().find(|(known, ..)| *known == sku).expect("known");
    (known.1, known.2, known.3)
}
