//! Files of papers: taken by what they are, read by their seller and the operator alone, gone with their paper.

use super::attached::{packed, roots};
use super::*;
use crate::catalog::PaperFiles;
use crate::catalog::files::MOST_BYTES;

const PDF: &[u8] = b"%PDF-1.7 an invented licence";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n an invented scan";

/// Notes a paper with a file; gives the answer.
async fn noted(client: &mut Client, at: &str, number: &str, file: (&str, &[u8])) -> Answer {
    let fields =
        [("kind", "dealer_licence"), ("number", number), ("issuer", "An invented office"), ("from", "2026-01-01")];
    client.upload(&format!("{at}/papers"), &fields, "file", file.0, file.1).await
}

/// The addresses of the files of a listing's papers.
async fn files(client: &mut Client, at: &str) -> Vec<String> {
    let view = client.get_json(at).await.json();
    let held = view["papers"]["held"].as_array().cloned().unwrap_or_default();
    held.iter().filter_map(|paper| paper["file"]["href"].as_str().map(str::to_owned)).collect()
}

#[tokio::test]
async fn a_paper_s_file_is_its_seller_s_and_the_operator_s() {
    for mut walk in walks().await {
        let roots = roots(&walk).await;
        let at = format!("/seller/listings/{}", roots.listing.id);
        assert_eq!(noted(&mut walk.desk, &at, "A", ("licence.pdf", PDF)).await.status, 303);
        let [href] = files(&mut walk.desk, &at).await.try_into().expect("one file");
        assert!(shown(&walk.desk.get(&at).await).contains(&href), "the page leads to it");

        let sent = walk.desk.get(&href).await;
        assert_eq!((sent.status, sent.body.as_slice()), (200, PDF));
        assert_eq!(sent.header("content-type"), Some("application/pdf"));
        assert!(sent.header("content-disposition").is_some_and(|how| how.starts_with("attachment")));
        assert_eq!(sent.header("x-content-type-options"), Some("nosniff"));
        assert!(sent.header("content-security-policy").is_some_and(|policy| policy.contains("sandbox")));
        let desks = href.replace("/seller/", "/operator/");
        assert_eq!(walk.operator.get(&desks).await.body, PDF);

        let other = fixtures::shop(walk.app(), "other").await;
        let role = Role::Seller { seller: other.id, owner: true };
        let (_, mut eve) = signed_in(&walk.shop, role, "eve@other.example").await;
        for (mut client, path, status) in [
            (eve.clone(), &href, 404),
            (eve.clone(), &desks, 403),
            (walk.buyer.clone(), &href, 403),
            (walk.buyer.clone(), &desks, 403),
            (walk.operator.clone(), &href, 403),
            (walk.desk.clone(), &desks, 403),
        ] {
            let answer = client.get(path).await;
            assert_eq!(answer.status, status, "{path}");
            assert!(!answer.body.windows(7).any(|bytes| bytes == &PDF[9..16]), "{path}");
        }
        assert_eq!(noted(&mut eve, &at, "B", ("licence.pdf", PDF)).await.status, 404);
        assert_eq!(walk.desk.get("/seller/files/0").await.status, 404);

        let id: sampan_ids::FileId = href.rsplit('/').next().unwrap_or_default().parse().expect("an id");
        let sql = "select sealed from paper_files where file_id = $1";
        let rows = walk.app().db().query(sql, vec![id.0.into()]).await.expect("read");
        let sealed = rows[0].bytes("sealed");
        assert!(sealed.len() > PDF.len() && !sealed.windows(7).any(|bytes| bytes == &PDF[9..16]), "it lies sealed");
    }
}

#[tokio::test]
async fn a_file_is_taken_by_what_it_is_and_goes_with_its_paper() {
    for mut walk in walks().await {
        let roots = roots(&walk).await;
        let at = format!("/seller/listings/{}", roots.listing.id);
        let large = [PDF, &vec![b' '; MOST_BYTES as usize]].concat();
        for (name, content, code) in [
            ("licence.pdf", &b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>"[..], "paper_file_kind"),
            ("licence.png", b"", "paper_file_kind"),
            ("licence.pdf", b"<html><script>alert(1)</script>", "paper_file_kind"),
            ("licence.pdf", &large, "paper_file_large"),
        ] {
            let refused = noted(&mut walk.desk.clone(), &at, "A", (name, content)).await;
            assert_eq!(refused.status, 422, "{code}");
            let said = if code == "paper_file_kind" { "is no PDF, JPEG or PNG" } else { "at most 5 MB" };
            assert!(refused.text().contains(said), "{}", refused.text());
            assert!(walk.desk.get_json(&at).await.json()["papers"]["held"].as_array().is_none_or(Vec::is_empty));
        }
        assert_eq!(noted(&mut walk.desk, &at, "A", ("licence.pdf", PDF)).await.status, 303);
        assert_eq!(noted(&mut walk.desk, &at, "A", ("licence.pdf", PDF)).await.status, 303);
        let [first] = files(&mut walk.desk, &at).await.try_into().expect("one file");
        // Noted again without a file it keeps the one it has; with another, that takes its place.
        let again =
            json!({ "kind": "dealer_licence", "number": "A", "issuer": "Another office", "from": "2026-01-01" });
        assert_eq!(walk.desk.post_json(&format!("{at}/papers"), &again).await.status, 200);
        assert_eq!(files(&mut walk.desk, &at).await, std::slice::from_ref(&first));
        assert_eq!(noted(&mut walk.desk, &at, "A", ("scan.png", PNG)).await.status, 303);
        let [second] = files(&mut walk.desk, &at).await.try_into().expect("one file");
        assert_eq!((walk.desk.get(&first).await.status, walk.desk.get(&second).await.body.as_slice()), (404, PNG));
        let forget = [("kind", "dealer_licence"), ("number", "A")];
        assert_eq!(walk.desk.post(&format!("{at}/papers/removal"), &forget).await.status, 303);
        assert_eq!(walk.desk.get(&second).await.status, 404);
        let left = walk.app().db().select::<PaperFiles>("", vec![]).await.expect("read");
        assert!(left.is_empty(), "{}", left.len());
    }
}

#[tokio::test]
async fn a_parcel_s_paper_has_a_file_too() {
    for mut walk in walks().await {
        let roots = roots(&walk).await;
        let at = packed(&mut walk, &roots).await;
        for (paper, content) in [("cites_export", PDF), ("cites_export", PNG), ("dealer_licence", PDF)] {
            let fields =
                [("paper", paper), ("paper_number", "7"), ("paper_issuer", "An office"), ("paper_from", "2026-01-01")];
            let answer = walk.desk.upload(&format!("{at}/attached"), &fields, "paper_file", "a.bin", content).await;
            assert_eq!(answer.status, 303, "{}", answer.text());
        }
        let view = walk.desk.get_json(&at).await.json();
        let of = |code: &str| {
            let papers = view["attached"].as_array().cloned().unwrap_or_default();
            papers.iter().find(|paper| paper["code"] == code).map(|paper| paper["files"].clone()).unwrap_or_default()
        };
        let export = of("cites_export")[0]["href"].as_str().unwrap_or_default().to_owned();
        assert_eq!(walk.desk.get(&export).await.body, PNG, "the later file of the same paper");
        assert_eq!(of("dealer_licence")[0]["says"], "PDF, 1 kB");
        let left = walk.app().db().select::<PaperFiles>("", vec![]).await.expect("read");
        assert_eq!(left.len(), 2);
        let order = at.replace("/seller/", "/operator/");
        let page = walk.operator.get(&order).await;
        assert!(shown(&page).contains(&export.replace("/seller/", "/operator/")), "{}", page.text());
        let wrong = walk
            .desk
            .upload(
                &format!("{at}/attached"),
                &[
                    ("paper", "cites_export"),
                    ("paper_number", "8"),
                    ("paper_issuer", "An office"),
                    ("paper_from", "2026-01-01"),
                ],
                "paper_file",
                "a.svg",
                b"<svg/>",
            )
            .await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.text().contains("is no PDF, JPEG or PNG"), "{}", wrong.text());
        walk.clean().await;
    }
}
