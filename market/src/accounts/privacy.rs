//! What is kept of people, as everyone may read it before they give anything.

use super::Viewer;
use crate::{App, page};
use sampan_web::{Cx, Error, NoInput, Reply};
use serde::Serialize;

/// A page of words.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct PrivacyView {
    /// What it speaks of, in this order.
    pub parts: Vec<&'static str>,
}

page!(PrivacyView, "accounts/pages/privacy.html");

/// What is kept, who sees it, how to take it out or have it erased, and what the law wants kept.
pub(super) async fn privacy(_: Cx<App>, _: Option<Viewer>, _: NoInput) -> Result<Reply<PrivacyView>, Error> {
    Ok(Reply::show(PrivacyView { parts: vec!["kept", "cookies", "seen", "safe", "yours"] }))
}
