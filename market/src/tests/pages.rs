//! Every page as everyone who may see it, in both languages: see [`super::markup`] for what is looked at.

use super::markup::{faults, title};
use super::world::World;
use sampan_web::test::Client;
use std::collections::HashMap;

/// Pages that show what another does, and so are called the same.
const ALIKE: &[(&str, &str)] =
    &[("/basket", "/checkout"), ("/mail-sent", "/sell/sent"), ("/seller/statement", "/seller/statement/print")];

/// Addresses that lead nowhere, and what a form says that was filled in wrongly.
const PROBLEMS: [&str; 3] = ["/nowhere", "/confirmations/no-such-secret", "/password-resets/no-such-secret"];

/// A page, and whether it is what was asked for.
async fn look(who: &Client, path: &str, lang: &str) -> Option<(String, bool)> {
    let answer = who.clone().language(lang).get(path).await;
    let is_page = answer.header("content-type").is_some_and(|kind| kind.starts_with("text/html"));
    is_page.then(|| (answer.text(), answer.status == 200))
}

/// The storefront or a desk.
fn face(path: &str) -> &str {
    let first = path.split('/').nth(1).unwrap_or_default();
    if ["seller", "operator"].contains(&first) { first } else { "" }
}

#[tokio::test]
async fn every_page_is_sound_for_everyone_in_every_language() {
    let world = World::new().await;
    let mut wrong = Vec::new();
    let mut looked_at = 0;
    for (role, langs) in [
        ("nobody", &["en", "zh-Hans"][..]),
        ("buyer", &["en", "zh-Hans"]),
        ("owner", &["en", "zh-Hans"]),
        ("staff", &["en"]),
        ("operator", &["en", "zh-Hans"]),
    ] {
        let who = world.who(role);
        for lang in langs {
            let mut called: HashMap<(String, String), String> = HashMap::new();
            let routes = crate::routes().list().into_iter().filter(|route| route.method == "GET" && route.is_page);
            let filled = routes.map(|route| world.fill(&route.path).expect("known names"));
            for path in filled.chain(PROBLEMS.map(str::to_owned)) {
                let Some((page, asked)) = look(&who, &path, lang).await else { continue };
                looked_at += 1;
                for fault in faults(&page, lang) {
                    wrong.push(format!("{path} as {role} in {lang}: {fault}"));
                }
                if !asked {
                    continue;
                }
                let title = title(&page).to_owned();
                let same = called.insert((face(&path).to_owned(), title.clone()), path.clone());
                if let Some(same) = same.filter(|same| !ALIKE.contains(&(same.as_str(), path.as_str()))) {
                    wrong.push(format!("{path} as {role} in {lang} is called {title:?}, like {same}"));
                }
            }
        }
    }
    assert!(looked_at > 300, "only {looked_at} pages were looked at");
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}
