//! The reader's choice of language, place and currency, kept in a cookie.

use crate::accounts::Viewer;
use crate::look::frame::{CURRENCIES, DESTINATIONS};
use crate::{App, look};
use sampan_web::{Cx, Error, FieldErrors, LocalPath, NoView, Reply};
use serde::Deserialize;

/// What is chosen; what is left out stays as it was.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub(super) struct Choose {
    /// A language's tag.
    lang: Option<String>,
    /// A place's code.
    destination: Option<String>,
    /// A currency's code.
    currency: Option<String>,
    /// Where to go on.
    #[serde(default)]
    next: LocalPath,
}

/// Keeps the choice. A place that is chosen anew brings its own currency, unless another one was chosen with it.
pub(super) async fn choose(cx: Cx<App>, _: Option<Viewer>, input: Choose) -> Result<Reply<NoView>, Error> {
    let mut errors = FieldErrors::new();
    let lang = known(&mut errors, "lang", input.lang, cx.shell.languages().into_iter().map(|(code, _)| code));
    let destination = known(&mut errors, "destination", input.destination, DESTINATIONS.iter().map(|(code, _)| *code));
    let currency = known(&mut errors, "currency", input.currency, CURRENCIES.iter().copied());
    errors.check()?;
    let moved = destination.as_deref().is_some_and(|to| to != look::destination(&cx.shell));
    let same_currency = currency.as_deref().is_none_or(|code| code == look::currency(&cx.shell));
    let own = DESTINATIONS.iter().find(|(code, _)| Some(*code) == destination.as_deref());
    let currency = match own {
        Some((_, own)) if moved && same_currency => Some((*own).to_owned()),
        _ => currency,
    };
    let chosen = [("lang", lang), ("destination", destination), ("currency", currency)];
    let reply = Reply::see(String::from(input.next));
    Ok(chosen.into_iter().fold(reply, |reply, (name, value)| match value {
        Some(value) => reply.set_pref(name, value),
        None => reply,
    }))
}

fn known<'a>(
    errors: &mut FieldErrors,
    field: &str,
    found: Option<String>,
    all: impl Iterator<Item = &'a str>,
) -> Option<String> {
    let found = found?;
    let all: Vec<&str> = all.collect();
    if !all.contains(&found.as_str()) {
        errors.add(field, &found, all.join(", "), "choice");
    }
    Some(found)
}
