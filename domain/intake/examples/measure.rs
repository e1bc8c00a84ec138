//! How fast a Shopify file is read, and in how much memory: `measure [ROWS]`.
//!
//! The file is made up and written to a temporary place first, so that its making counts for nothing.

#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "a measurement reads the clock")]

use sampan_intake::{Format, Item, read, sample};
use std::fs::File;
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let rows: u64 = std::env::args().nth(1).map_or(Ok(100_000), |rows| rows.parse())?;
    let path = std::env::temp_dir().join(format!("sampan-measure-{}.csv", std::process::id()));
    let bytes = std::io::copy(&mut sample::shopify(rows, 1), &mut File::create(&path)?)?;
    let begun = Instant::now();
    let (mut products, mut refused) = (0, 0);
    for item in read(File::open(&path)?, Format::Shopify)? {
        match item {
            Item::Product(_) => products += 1,
            Item::Refused(_) => refused += 1,
            Item::Notice(_) | Item::Stopped(_) => {}
        }
    }
    let took = begun.elapsed();
    std::fs::remove_file(&path)?;
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("peak memory unknown");
    println!("{rows} rows, {bytes} bytes, {products} products, {refused} refused in {took:?}");
    println!("{:.0} rows a second; {peak}", rows as f64 / took.as_secs_f64());
    Ok(())
}
