//! The door that providers' notifications come in by.

use super::providers::Known;
use crate::App;
use sampan_web::{Cx, Error, NoView, Reply};
use serde::Deserialize;

/// Which provider.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct From {
    /// Its name.
    provider: String,
}

/// Takes a signed notification. What was told before is taken again without anything coming of it.
pub async fn take(cx: Cx<App>, _: Option<crate::accounts::Viewer>, from: From) -> Result<Reply<NoView>, Error> {
    let provider = Known::named(&from.provider).ok_or(Error::NotFound)?;
    let unsigned = || Error::Malformed("the signature is missing".to_owned());
    let signature = cx.header(provider.signature_header()).ok_or_else(unsigned)?;
    let raw = cx.raw.as_ref().ok_or_else(unsigned)?;
    let verdict = provider.receive(&cx.site, &raw.bytes, signature).await?;
    let body = serde_json::json!({ "verdict": verdict }).to_string();
    Ok(Reply::shown(body, "application/json"))
}
