//! The page where anyone can try a quote, the same for programs, and suggestions of codes.

use super::asked::Asked;
use super::shapes::{QuoteAnswer, QuoteRequest};
use super::view::{Code, CodesAnswer, TariffView};
use crate::App;
use crate::accounts::Viewer;
use crate::look;
use sampan_money::{Currency, ExchangeRate};
use sampan_tariff::{Book, Field, Request};
use sampan_web::{Cx, Error, Reply, Shell};
use serde::Deserialize;

/// Codes suggested at once.
const SUGGESTED: usize = 12;

/// The page: the form, and once something was asked the answer under it. An empty page asks nothing.
pub async fn page(cx: Cx<App>, _: Option<Viewer>, asked: Asked) -> Result<Reply<TariffView>, Error> {
    let (app, s) = (&cx.site, &cx.shell);
    let pricing = app.pricing();
    let mut view = TariffView::of(s, &asked, pricing.today(), pricing.book.version());
    if asked == Asked::default() {
        return Ok(Reply::show(view));
    }
    let words = asked.hs.as_deref().map(str::trim).filter(|hs| !hs.is_empty() && !is_code(hs));
    if let Some(words) = words {
        view.codes = codes(&pricing.book, &view.to, words, s);
        view.searched = words.chars().take(200).collect();
        return Ok(Reply::show(view));
    }
    let mut request = match asked.request(pricing.today(), Vec::new()) {
        Ok(request) => request,
        Err(wrong) => return Ok(Reply::again(view, wrong)),
    };
    request.rates = rates(app, &request);
    let answer = sampan_tariff::quote(&pricing.book, &pricing.law, &request);
    if answer.eligibility.missing.iter().any(|missing| missing.field == Field::Hs) {
        let typed = asked.hs.as_deref().unwrap_or_default();
        view.codes = codes(&pricing.book, &request.destination, typed, s);
    }
    view.answered(request, answer, s);
    Ok(Reply::show(view))
}

/// Whether something is written like a code: digits, points and spaces.
fn is_code(text: &str) -> bool {
    sampan_tariff::book::digits(text).is_some()
}

/// Answers a request as it stands. Without exchange rates of its own it is answered at the marketplace's.
pub async fn quote(cx: Cx<App>, _: Option<Viewer>, asked: QuoteRequest) -> Result<Reply<QuoteAnswer>, Error> {
    let app = &cx.site;
    let QuoteRequest(mut request) = asked;
    if request.rates.is_empty() {
        request.rates = rates(app, &request);
    }
    let pricing = app.pricing();
    Ok(Reply::show(QuoteAnswer(sampan_tariff::quote(&pricing.book, &pricing.law, &request))))
}

/// The marketplace's rates from every currency of a request to that of its destination, as far as they are known and new
/// enough. Some thresholds of the law are in dollars, so the dollar's rate is always among them.
fn rates(app: &App, request: &Request) -> Vec<ExchangeRate> {
    let Some(to) = sampan_tariff::destination(&request.destination) else { return Vec::new() };
    let whole = [request.freight, request.insurance, request.discount, request.buyer.allowance_used];
    let amounts = request.lines.iter().map(|line| line.unit_price).chain(whole.into_iter().flatten());
    let mut from: Vec<Currency> = amounts.map(|money| money.currency()).chain([Currency::USD]).collect();
    from.sort_by_key(|currency| currency.code());
    from.dedup();
    let (known, now) = (app.rates(), app.now());
    from.into_iter().filter_map(|from| known.between(from, to.currency, now).ok()).collect()
}

/// What a code is looked for by.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct Look {
    /// Words in English or Chinese, or the first digits of a code.
    q: Option<String>,
    /// The country of the buyer; none: the reader's own choice.
    to: Option<String>,
}

/// Suggests codes.
pub async fn suggest(cx: Cx<App>, _: Option<Viewer>, look: Look) -> Result<Reply<CodesAnswer>, Error> {
    let q: String = look.q.unwrap_or_default().trim().chars().take(200).collect();
    let to = look.to.unwrap_or_else(|| look::destination(&cx.shell).to_owned());
    let codes = codes(&cx.site.book(), &to, &q, &cx.shell);
    Ok(Reply::show(CodesAnswer { q, codes }))
}

fn codes(book: &Book, to: &str, words: &str, s: &Shell) -> Vec<Code> {
    if words.trim().is_empty() {
        return Vec::new();
    }
    let zh = s.lang.starts_with("zh");
    let found = sampan_tariff::headings(book, to, words, SUGGESTED).into_iter();
    found.map(|heading| Code { hs: heading.hs, words: if zh { heading.zh } else { heading.en } }).collect()
}
