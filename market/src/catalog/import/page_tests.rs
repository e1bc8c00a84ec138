//! The import as a seller walks it, in a browser and as a program.

use crate::accounts::Role;
use crate::catalog::Listings;
use crate::testing::people::signed_in;
use crate::testing::{fixtures, shops};

const FILE: &str = "Handle,Title,Body (HTML),Variant SKU,Variant Price,Variant Grams,Variant Inventory Qty\n\
    cherries,Dried cherries,<p onclick=x()>Tart<script>alert(1)</script></p>,CH-1,12.30,500,7\n\
    =evil,\"=cmd|' /C calc'!A0\",,E-1,free,,\n\
    honey,Honey,,H-1,9,,\n";

#[tokio::test]
async fn a_file_is_previewed_applied_and_its_refused_rows_come_back() {
    for shop in shops().await {
        let seller = fixtures::shop(&shop.app, "pages").await;
        let role = Role::Seller { seller: seller.id, owner: false };
        let (_, mut ann) = signed_in(&shop, role, "ann@pages.example").await;
        let other = fixtures::shop(&shop.app, "other").await;
        let (_, mut bob) = signed_in(&shop, Role::Seller { seller: other.id, owner: true }, "bob@other.example").await;

        assert_eq!(ann.get("/seller/imports").await.status, 200);
        let sent = ann.upload("/seller/imports", &[], "file", "products.csv", FILE.as_bytes()).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        let place = sent.location().expect("a place").to_owned();
        let page = ann.get(&place).await.text();
        assert!(page.contains("data-poll") && page.contains("http-equiv=\"refresh\""), "{page}");
        crate::work::round(&shop.app).await;

        let page = ann.get(&place).await.text();
        for wanted in ["This is what the file would do", "Dried cherries", "Variant Price", "free", "Apply"] {
            assert!(page.contains(wanted), "{wanted}: {page}");
        }
        let listings = || shop.app.db().select::<Listings>("where t.seller_id = $1", vec![seller.id.0.into()]);
        assert!(listings().await.expect("read").is_empty(), "a preview changes nothing");
        let path = place.clone();
        let csv = ann.get(&format!("{place}/refused.csv")).await.text();
        assert!(csv.contains("\"reason\"") && csv.contains("\"'=cmd|"), "{csv}");
        for path in [place.clone(), format!("{place}/refused.csv")] {
            assert_eq!(bob.get(&path).await.status, 404, "another seller's import is not there");
        }
        assert_eq!(bob.post(&format!("{place}/application"), &[]).await.status, 404);

        let done = ann.post(&format!("{place}/application"), &[]).await;
        assert_eq!((done.status, done.location()), (303, Some(path.as_str())));
        crate::work::round(&shop.app).await;
        let report = ann.get_json(&place).await.json();
        assert_eq!((report["state"].as_str(), report["counts"]["created"].as_u64()), (Some("applied"), Some(2)));
        assert_eq!((report["rows"].as_u64(), report["rows_refused"].as_u64()), (Some(3), Some(1)), "{report}");
        let stored = listings().await.expect("read");
        let body = stored.iter().find_map(|l| l.listing.texts.values().find(|t| t.title == "Dried cherries"));
        assert_eq!(body.map(|text| text.body_html.as_str()), Some("<p>Tart</p>"));
        let stop = ann.post(&format!("{place}/cancellation"), &[]).await;
        assert_eq!(stop.status, 409, "what is applied is not stopped");
        let zh = ann.clone().language("zh-CN").get(&place).await.text();
        assert!(zh.contains("导入完成") && !zh.contains('⟦') && !zh.contains("catalog-"), "{zh}");

        let sent = ann.upload("/seller/imports", &[], "file", "again.csv", FILE.as_bytes()).await;
        crate::work::round(&shop.app).await;
        let page = ann.get(sent.location().expect("a place")).await.text();
        assert!(page.contains("The file changes nothing") && !page.contains("Apply"), "{page}");
        let sent = ann.upload("/seller/imports", &[], "file", "odd.csv", b"a,b\n1,2\n").await;
        crate::work::round(&shop.app).await;
        let page = ann.get(sent.location().expect("a place")).await.text();
        assert!(page.contains("The header lacks these columns"), "{page}");
        assert!(crate::verify::run(&shop.app).await.expect("read").faults.is_empty());
    }
}

#[tokio::test]
async fn old_imports_are_forgotten_with_their_files() {
    for shop in shops().await {
        let seller = fixtures::shop(&shop.app, "many").await;
        let role = Role::Seller { seller: seller.id, owner: false };
        let (_, mut ann) = signed_in(&shop, role, "ann@many.example").await;
        for _ in 0..23 {
            let sent = ann.upload("/seller/imports", &[], "file", "products.csv", FILE.as_bytes()).await;
            assert_eq!(sent.status, 303);
            crate::work::round(&shop.app).await;
        }
        let imports = ann.get_json("/seller/imports").await.json();
        assert_eq!(imports["imports"].as_array().map(Vec::len), Some(20));
        let pieces = shop.app.db().query("select count(*) as n from import_files", vec![]).await.expect("read");
        assert_eq!(pieces[0].int("n"), 20);
    }
}
