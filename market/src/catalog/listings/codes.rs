//! Tariff codes that a description may mean.

use crate::App;
use crate::page;
use crate::policy::SellerWho;
use sampan_web::{Cx, Error, Reply};
use serde::{Deserialize, Serialize};

/// Codes suggested at once.
const SHOWN: usize = 20;

/// Codes that a text may mean, the likeliest first.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct CodesView {
    /// The text.
    pub q: String,
    /// The codes.
    pub codes: Vec<Suggested>,
}

page!(CodesView, "catalog/pages/codes.html");

/// A code with its description.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Suggested {
    /// Its digits.
    pub hs: String,
    /// What it is for, in the reader's language.
    pub words: String,
}

/// What is looked for.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct Ask {
    /// Words in English or Chinese, or the first digits of a code.
    q: Option<String>,
}

/// Suggests codes.
pub async fn codes(cx: Cx<App>, _: SellerWho, ask: Ask) -> Result<Reply<CodesView>, Error> {
    let q: String = ask.q.unwrap_or_default().chars().take(200).collect();
    let book = cx.site.book();
    // China's list is the one that is worded; its first six digits are every country's.
    let found = if q.trim().is_empty() { Vec::new() } else { sampan_tariff::headings(&book, "CN", &q, SHOWN) };
    let zh = cx.shell.lang.starts_with("zh");
    let codes = found.into_iter().filter(|heading| heading.hs.len() >= 6);
    let codes = codes.map(|heading| Suggested { hs: heading.hs, words: if zh { heading.zh } else { heading.en } });
    Ok(Reply::show(CodesView { q, codes: codes.collect() }))
}
