use super::store::{Import, Imports, State};
use super::*;
use crate::catalog::{Listings, Stocks};
use crate::testing::{Shop, fixtures, shops};
use sampan_intake::sample;
use std::io::Cursor;
use std::path::PathBuf;

/// A folder of real exports, unless it is not at hand.
fn files(format: Format) -> Vec<(String, Vec<u8>)> {
    let folder = std::env::var_os("SAMPAN_SHARED_DATA")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data"), PathBuf::from);
    let folder = folder.join("catalog").join(format.name());
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: {} is not here", folder.display());
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    paths.into_iter().map(|path| (path.display().to_string(), std::fs::read(&path).expect("it is read"))).collect()
}

async fn take(shop: &Shop, seller: SellerId, format: Option<Format>, bytes: &[u8], dry_run: bool) -> Report {
    run(&shop.app, seller, format, Cursor::new(bytes.to_vec()), dry_run, |_, _| ()).await.expect("the file is read")
}

/// What a seller has: listings without the moment they changed, and their stock.
async fn shelf(shop: &Shop, seller: SellerId) -> Vec<String> {
    let db = shop.app.db();
    let by = "where t.seller_id = $1";
    let listings = db.select::<Listings>(by, vec![seller.0.into()]).await.expect("read");
    let stocks = db.select::<Stocks>(by, vec![seller.0.into()]).await.expect("read");
    let mut all: Vec<String> = Vec::new();
    for stored in listings {
        let mut listing = stored.listing;
        let pieces = |id| stocks.iter().find(|s| s.variant == id).map(|s| s.on_hand);
        let pieces: Vec<_> = listing.variants.iter().map(|v| pieces(v.id)).collect();
        // Ids differ from run to run; all else is to be the same.
        listing.slug.clear();
        let text = serde_json::to_value(&listing).expect("JSON").to_string();
        let text = listing.variants.iter().fold(text, |t, v| t.replace(&v.id.to_string(), ""));
        all.push(format!("{} {pieces:?}", text.replace(&listing.id.to_string(), "").replace(&seller.to_string(), "")));
    }
    all.sort();
    all
}

#[tokio::test]
async fn every_row_of_real_files_is_accounted_for_and_the_same_file_twice_changes_nothing() {
    for shop in shops().await {
        for format in Format::ALL {
            for (n, (name, bytes)) in files(format).into_iter().enumerate() {
                let seller = fixtures::shop(&shop.app, &format!("{format}-{n}")).await.id;
                let tried = take(&shop, seller, None, &bytes, true).await;
                assert!(shelf(&shop, seller).await.is_empty(), "{name}: a dry run saves nothing");
                let first = take(&shop, seller, Some(format), &bytes, false).await;
                assert_eq!(first.rows, first.rows_taken + first.rows_refused, "{name}");
                assert_eq!(first.refused.len() as u64, first.rows_refused, "{name}");
                assert_eq!(first.counts.products, first.counts.created, "{name}");
                assert_eq!((tried.counts, &tried.refused), (first.counts, &first.refused), "{name}");
                let before = shelf(&shop, seller).await;
                assert_eq!(before.len() as u64, first.counts.created, "{name}");
                let again = take(&shop, seller, Some(format), &bytes, false).await;
                assert_eq!(again.counts.unchanged, first.counts.products, "{name}: {:?}", again.changed);
                assert_eq!(shelf(&shop, seller).await, before, "{name}");
            }
        }
        assert!(crate::verify::run(&shop.app).await.expect("read").faults.is_empty());
    }
}

/// An export of so many rows.
fn export(rows: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut sample::shopify(rows, 5), &mut bytes).expect("it is made");
    bytes
}

async fn start(shop: &Shop, seller: SellerId, bytes: &[u8]) -> sampan_ids::ImportId {
    let id = sampan_ids::ImportId::compose(1, seller.cell(), 9);
    let piece = store::Piece { import: id, place: 0, bytes: bytes.to_vec() };
    let db = shop.app.db();
    db.perform(seller.0, commands::KeepPiece(piece)).await.expect("decided").expect("kept");
    let begin =
        commands::Start { id, seller, file_name: "products.csv".to_owned(), bytes: bytes.len() as u64, format: None };
    db.perform(seller.0, begin).await.expect("decided").expect("begun");
    id
}

async fn import(shop: &Shop, id: sampan_ids::ImportId) -> Import {
    shop.app.db().find::<Imports>(&id).await.expect("read").expect("there")
}

#[tokio::test]
async fn an_import_that_is_killed_half_way_ends_the_same() {
    let bytes = export(900);
    for shop in shops().await {
        let whole = fixtures::shop(&shop.app, "whole").await.id;
        let expected = take(&shop, whole, None, &bytes, false).await;
        let wanted = shelf(&shop, whole).await;

        let seller = fixtures::shop(&shop.app, "killed").await.id;
        let id = start(&shop, seller, &bytes).await;
        work(&shop.app).await.expect("read");
        let State::Previewed { report } = import(&shop, id).await.state else { panic!("previewed") };
        assert_eq!((report.counts, report.dry_run), (expected.counts, true));
        let ask = commands::Ask { id, seller, asked: Asked::Apply };
        shop.app.db().perform(seller.0, ask).await.expect("decided").expect("begun");

        // The first hundred products are saved, and the process is gone.
        let feed = feed::Feed {
            app: &shop.app,
            seller,
            us_state: "MI".to_owned(),
            format: None,
            dry_run: false,
            part_of: Some((id, 0)),
            most_refused: 10,
            at_once: 1,
        };
        let mut saved = 0;
        let killed = std::panic::AssertUnwindSafe(async {
            let mut once = |_: &Progress, counts: &Counts| {
                saved = counts.products;
                panic!("the power fails");
            };
            feed.run(Cursor::new(bytes.clone()), &mut once).await
        });
        assert!(futures::FutureExt::catch_unwind(killed).await.is_err());
        assert!(saved > 0 && saved < expected.counts.products);
        let State::Applying { counts, .. } = import(&shop, id).await.state else { panic!("applying") };
        assert_eq!(counts.products, saved);
        assert_eq!(shelf(&shop, seller).await.len() as u64, saved);

        work(&shop.app).await.expect("read");
        let State::Applied { report, .. } = import(&shop, id).await.state else { panic!("applied") };
        assert_eq!((report.counts, report.rows), (expected.counts, expected.rows));
        assert_eq!(shelf(&shop, seller).await, wanted);
        assert_eq!(work(&shop.app).await.expect("read"), 0, "nothing is left to do");
    }
}

#[tokio::test]
async fn what_a_seller_did_by_hand_stays_and_what_the_file_says_anew_is_taken() {
    let first = "Handle,Title,Type,Variant SKU,Variant Price,Variant Grams,Variant Inventory Qty\n\
                 cherries,Dried cherries,Dried fruit,CH-1,12.30,500,7\n\
                 honey,Honey,Honey,H-1,9,,\n";
    let second = first.replace("12.30", "13.00").replace(",7\n", ",9\n");
    for shop in shops().await {
        let seller = fixtures::shop(&shop.app, "by-hand").await.id;
        take(&shop, seller, None, first.as_bytes(), false).await;
        let by = "where t.seller_id = $1 order by t.slug";
        let mut cherries = shop.app.db().select::<Listings>(by, vec![seller.0.into()]).await.expect("read").remove(0);
        cherries.listing.category = sampan_trade::listing::Category::Other;
        cherries.listing.variants[0].net_weight_g = Some(450);
        cherries.listing.variants[0].hs = "081340".parse().ok();
        fixtures::save_listing(&shop.app, &cherries).await;
        let report = take(&shop, seller, None, second.as_bytes(), false).await;
        assert_eq!((report.counts.updated, report.counts.unchanged), (1, 1));
        assert_eq!(report.changed[0].fields, ["price", "stock"]);
        let after = shop.app.db().find::<Listings>(&cherries.listing.id).await.expect("read").expect("there");
        let variant = &after.listing.variants[0];
        assert_eq!((variant.price.minor(), variant.net_weight_g, variant.gross_weight_g), (1300, Some(450), Some(500)));
        assert!(variant.hs.is_some() && after.listing.category == sampan_trade::listing::Category::Other);
        let stock = shop.app.db().find::<Stocks>(&variant.id).await.expect("read").expect("there");
        assert_eq!(stock.on_hand, 9);
    }
}

#[tokio::test]
async fn a_file_that_cannot_be_read_changes_nothing_and_says_why() {
    for shop in shops().await {
        let seller = fixtures::shop(&shop.app, "unreadable").await.id;
        for (bytes, wanted) in [
            (&b""[..], "empty"),
            (b"Handle,Title,Variant Price\n", "no_rows"),
            (b"PK\x03\x04 not text", "not_text"),
            (b"a,b,c\n1,2,3\n", "columns_missing"),
        ] {
            let taken = run(&shop.app, seller, None, Cursor::new(bytes.to_vec()), false, |_, _| ()).await;
            let Err(ImportError::File(error)) = taken else { panic!("{wanted}: refused") };
            assert_eq!(work::file_code(&error), wanted);
        }
        assert!(shelf(&shop, seller).await.is_empty());
    }
}
