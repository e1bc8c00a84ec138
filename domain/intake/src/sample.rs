//! A Shopify export of any length, made up: for tests, measurements and trying things out.

use std::io::{self, Read};

/// The header of the file.
const HEADER: &str = "Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Published,Option1 Name,Option1 Value,\
    Option2 Name,Option2 Value,Option3 Name,Option3 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,\
    Variant Inventory Qty,Variant Inventory Policy,Variant Fulfillment Service,Variant Price,Variant Compare At Price,\
    Variant Requires Shipping,Variant Taxable,Variant Barcode,Image Src,Image Position,Image Alt Text,Gift Card,\
    SEO Title,SEO Description,Variant Image,Variant Weight Unit,Variant Tax Code,Cost per item,Status\n";

const MAKES: [&str; 8] = ["Dried", "Roasted", "Wild", "Handmade", "Smoked", "Aged", "Woven", "Carved"];
const THINGS: [&str; 10] =
    ["Cherries", "Pecans", "Honey", "Soap", "Salmon", "Cheese", "Blanket", "Spoon", "Candle", "Cranberries"];
const PLACES: [&str; 6] = ["Lakeshore", "Prairie", "Harbor", "Ridge", "Valley", "Orchard"];
const SIZES: [&str; 5] = ["Small", "Medium", "Large", "Family", "Case"];

/// An export of so many data records, the same for the same seed: products of one to five rows, now and then a row with
/// a picture alone.
pub fn shopify(rows: u64, seed: u64) -> impl Read {
    Sample { rows, row: 0, product: 0, chance: seed.wrapping_add(0x9e37_79b9_7f4a_7c15), text: HEADER.into(), at: 0 }
}

struct Sample {
    rows: u64,
    row: u64,
    product: u64,
    chance: u64,
    text: Vec<u8>,
    at: usize,
}

impl Sample {
    /// A number below `limit`, by a shift register (Marsaglia, "Xorshift RNGs", 2003).
    fn draw(&mut self, limit: u64) -> u64 {
        self.chance ^= self.chance << 13;
        self.chance ^= self.chance >> 7;
        self.chance ^= self.chance << 17;
        self.chance % limit
    }

    fn pick(&mut self, words: &[&'static str]) -> &'static str {
        words[self.draw(words.len() as u64) as usize]
    }

    /// Writes the rows of the next product.
    fn write_product(&mut self) {
        self.product += 1;
        let number = self.product;
        let (make, thing, place) = (self.pick(&MAKES), self.pick(&THINGS), self.pick(&PLACES));
        let handle = format!("{}-{}-{number}", make.to_lowercase(), thing.to_lowercase());
        let variants = (1 + self.draw(4)).min(self.rows - self.row);
        for at in 0..variants {
            let (grams, stock, cents) = (100 + self.draw(2_000), self.draw(300), 500 + self.draw(9_000));
            let image = format!("https://images.example.com/{handle}/{at}.jpg");
            let head = if at == 0 {
                format!(
                    "{make} {thing} No. {number},\"<p>{make} {thing} from {place} Farm, \"\"picked by hand\"\".</p>\n\
                     <ul><li>Lot {number}</li><li>Kept cool &amp; dry</li></ul>\",{place} Farm,\
                     \"Food, Beverages & Tobacco > Food Items\",{thing},\"{make}, {place}\",true,Size"
                )
            } else {
                ",,,,,,,".into()
            };
            let size = SIZES[at as usize % SIZES.len()];
            let row = format!(
                "{handle},{head},{size},,,,,SP-{number}-{at},{grams},shopify,{stock},deny,manual,{}.{:02},,true,true,,\
                 {image},{},,{},,,{image},g,,,{}\n",
                cents / 100,
                cents % 100,
                at + 1,
                if at == 0 { "false" } else { "" },
                if at == 0 { "active" } else { "" },
            );
            self.text.extend_from_slice(row.as_bytes());
        }
        self.row += variants;
        if self.row < self.rows && self.draw(3) == 0 {
            let commas = ",".repeat(25);
            let row = format!("{handle}{commas}https://images.example.com/{handle}/more.jpg,9,,,,,,,,,\n");
            self.text.extend_from_slice(row.as_bytes());
            self.row += 1;
        }
    }
}

impl Read for Sample {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at == self.text.len() {
            self.text.clear();
            self.at = 0;
            if self.row < self.rows {
                self.write_product();
            }
        }
        let length = buffer.len().min(self.text.len() - self.at);
        buffer[..length].copy_from_slice(&self.text[self.at..self.at + length]);
        self.at += length;
        Ok(length)
    }
}
