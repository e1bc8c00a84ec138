//! Prices and refusals in the reader's words: the law's answer as lines with rate, base, rule and source, and each
//! reason why something is not sold as a sentence with where it is written.

use crate::catalog::listings::facts;
use crate::look::{Anatomy, Confidence, Kind, Line, Source};
use crate::pricing::{Landed, NoPrice, Piece, Pricing, is_duty};
use crate::rates::{DEMO_SOURCE, NoRate};
use sampan_money::{Currency, ExchangeRate, Money};
use sampan_tariff::{Answer, Charge, Citation, Measure};
use sampan_trade::rates::{NoDelivery, RateCard};
use sampan_web::Shell;
use serde::Serialize;
use std::fmt;

/// The id of what stands in a row for a source that nobody has found yet.
const NO_SOURCE: &str = "general-knowledge";

/// A reason in the reader's language, and where it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Why {
    /// The stable code.
    pub code: String,
    /// The sentence.
    pub text: String,
    /// The law's or notice's name and number, where one says it.
    pub source: Option<String>,
    /// Its address.
    pub address: Option<String>,
    /// How sure that is, as a word, where a source is named.
    pub confidence: Option<String>,
}

impl Why {
    /// A reason that no law is behind.
    pub fn plain(code: &str, text: String) -> Why {
        Why { code: code.to_owned(), text, source: None, address: None, confidence: None }
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)?;
        match &self.source {
            Some(source) => write!(f, " ({source})"),
            None => Ok(()),
        }
    }
}

/// A paper that must be there before the goods may go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct NeededPaper {
    /// The stable code.
    pub code: String,
    /// What it is.
    pub name: String,
    /// Who issues it.
    pub issuer: String,
    /// By when or how often, how long it holds, and how long it takes to get.
    pub when: String,
    /// Who brings it: `seller`, `buyer`, `market` or, on arrival, `border`.
    pub giver: &'static str,
    /// Whether each order has one of its own, asked for when it is packed.
    pub each_order: bool,
}

/// The landed price taken apart, as the macros `bar`, `anatomy` and `landed` show it.
pub fn anatomy(landed: &Landed, s: &Shell) -> Anatomy {
    let place = place(&landed.answer.destination, s);
    let covers = match &landed.delivery {
        Some(delivery) => s.tn(
            "tariff-covers",
            &[
                ("place", &place),
                ("delivery", &delivery_name(&delivery.name, s)),
                ("from", &delivery.days_min),
                ("to", &delivery.days_max),
            ],
        ),
        None => s.t("tariff-covers-service"),
    };
    let mut lines = vec![part(Kind::Goods, s.t("look-part-goods"), landed.goods, s.t("tariff-rule-goods"))];
    if let Some(delivery) = &landed.delivery {
        let rule = s.t2(
            "tariff-rule-delivery",
            "delivery",
            delivery_name(&delivery.name, s),
            "price",
            amount(delivery.price, s),
        );
        lines.push(part(Kind::Delivery, s.t("look-part-delivery"), landed.carriage, rule));
    }
    lines.extend(landed.answer.charges.iter().map(|charge| charged(charge, &landed.answer, s)));
    let of = Anatomy::of(landed.total.currency(), lines, covers.clone());
    let empty = Anatomy { total: landed.total, covers, parts: Vec::new(), lines: Vec::new(), rate_note: String::new() };
    of.unwrap_or(empty).at_rate(rate_note(landed, s))
}

/// The lines of an answer without a seller: goods, delivery, every charge with its law.
pub fn lines(answer: &Answer, s: &Shell) -> Vec<Line> {
    let sum = |of: fn(&sampan_tariff::LineAnswer) -> Money| {
        let amounts: Vec<Money> = answer.lines.iter().map(of).collect();
        let currency = amounts.first()?.currency();
        Money::sum(currency, amounts).ok()
    };
    let goods = sum(|line| line.goods).map(|all| part(Kind::Goods, s.t("look-part-goods"), all, String::new()));
    let delivery = sum(|line| line.delivery).filter(|all| !all.is_zero());
    let delivery = delivery.map(|all| part(Kind::Delivery, s.t("look-part-delivery"), all, String::new()));
    let charges = answer.charges.iter().map(|charge| charged(charge, answer, s));
    goods.into_iter().chain(delivery).chain(charges).collect()
}

/// A way through customs by its name.
pub fn regime(name: &str, s: &Shell) -> String {
    word("tariff-regime-", name, s)
}

/// Something that a request can say, by its name.
pub fn field(field: &sampan_tariff::Field, s: &Shell) -> String {
    word("tariff-field-", &json_name(field), s)
}

/// The exchange rate in a sentence; nothing where none was needed.
pub fn rate_note(landed: &Landed, s: &Shell) -> String {
    let rate = &landed.rate;
    if rate.base == rate.quote {
        return String::new();
    }
    rate_sentence(rate, s)
}

/// An exchange rate in a sentence: figure, day, source.
pub fn rate_sentence(rate: &ExchangeRate, s: &Shell) -> String {
    let figure = rate.rate.round_dp(4).normalize().to_string();
    let day = s.day(rate.date);
    let (base, quote) = (rate.base.code(), rate.quote.code());
    let source = if rate.source == DEMO_SOURCE { s.t("tariff-rate-demo") } else { rate.source.clone() };
    s.tn(
        "tariff-rate-note",
        &[("base", &base), ("rate", &figure), ("quote", &quote), ("day", &day), ("source", &source)],
    )
}

/// The landed price of one piece and nothing else, for where many are compared.
pub fn quick_total(pricing: &Pricing, card: &RateCard, piece: Piece<'_>, to: &str) -> Result<Money, NoPrice> {
    pricing.one(card, piece.listing, piece.variant, to).map(|landed| landed.total)
}

/// Every reason why there is no price, each once; never empty.
pub fn reasons(no: &NoPrice, s: &Shell) -> Vec<Why> {
    let plain = |code: &str, text: String| vec![Why::plain(code, text)];
    match no {
        NoPrice::Law(answer) => {
            let mut all: Vec<Why> = Vec::new();
            for why in answer.eligibility.reasons.iter().map(|r| reason(r, s)) {
                if !all.contains(&why) {
                    all.push(why);
                }
            }
            // That a way is closed says less than why the goods are kept from it.
            all.sort_by_key(|why| why.code == "outside_regime");
            if all.is_empty() { plain("out_of_range", s.t("tariff-no-answer")) } else { all }
        }
        NoPrice::UnknownDestination(code) => {
            let code: String = code.chars().take(12).collect();
            plain("unknown_destination", s.t1("tariff-reason-unknown-destination", "destination", code))
        }
        NoPrice::Delivery(NoDelivery::NotServed { destination }) => {
            plain("destination_not_served", s.t1("tariff-not-served", "place", place(&destination.to_string(), s)))
        }
        NoPrice::Delivery(NoDelivery::TooHeavy { destination, gross_g, max_g }) => {
            let place = place(&destination.to_string(), s);
            let (gross, most) = (s.number(*gross_g), s.number(*max_g));
            plain(
                "parcel_too_heavy",
                s.tn("tariff-too-heavy", &[("place", &place), ("gross", &gross), ("most", &most)]),
            )
        }
        NoPrice::Untold { fact, destination } => {
            let (fact, place) = (facts::words(*fact, s), place(destination, s));
            plain("untold", s.t2("tariff-untold", "fact", fact, "place", place))
        }
        NoPrice::NoWeight => plain("missing", s.t1("tariff-reason-missing", "field", s.t("tariff-field-gross-weight"))),
        NoPrice::NoSuchOption => plain("no_such_option", s.t("tariff-no-such-option")),
        NoPrice::Rate(NoRate::Unknown { base, quote }) => plain(
            "no_exchange_rate",
            s.t2("tariff-reason-no-exchange-rate", "base", base.code(), "quote", quote.code()),
        ),
        NoPrice::Rate(NoRate::Stale { base, quote, date }) => {
            let day = s.day(*date);
            let (base, quote) = (base.code(), quote.code());
            plain("rate_stale", s.tn("tariff-rate-stale", &[("base", &base), ("quote", &quote), ("day", &day)]))
        }
        NoPrice::OutOfRange => plain("out_of_range", s.t("tariff-no-answer")),
    }
}

/// The first reason, for where one sentence must do.
pub fn first_reason(no: &NoPrice, s: &Shell) -> String {
    reasons(no, s).into_iter().next().map(|why| why.text).unwrap_or_default()
}

/// What must still be told about the goods, as stable names (`hs`, `origin`, `gross_weight`) and in words.
pub fn missing(no: &NoPrice, s: &Shell) -> Vec<(String, String)> {
    let named = |name: &str| (name.to_owned(), word("tariff-field-", name, s));
    match no {
        NoPrice::NoWeight => vec![named("gross_weight")],
        NoPrice::Untold { fact, .. } => vec![(fact.to_string(), facts::words(*fact, s))],
        NoPrice::Law(answer) => {
            let mut names: Vec<String> = answer.eligibility.missing.iter().map(|m| json_name(&m.field)).collect();
            names.dedup();
            names.iter().map(|name| named(name)).collect()
        }
        _ => Vec::new(),
    }
}

/// What a reader should know of an answer besides its price: warnings in the reader's words.
pub fn warnings(answer: &Answer, s: &Shell) -> Vec<Why> {
    answer.warnings.iter().map(|r| reason(r, s)).collect()
}

/// The papers that an answer asks for.
pub fn papers(answer: &Answer, s: &Shell) -> Vec<NeededPaper> {
    answer.eligibility.papers.iter().map(|asked| paper(asked, s)).collect()
}

/// A paper that an answer asks for.
pub fn paper(asked: &sampan_tariff::Paper, s: &Shell) -> NeededPaper {
    NeededPaper {
        code: asked.code.clone(),
        name: if s.lang.starts_with("zh") { asked.zh.clone() } else { asked.en.clone() },
        issuer: issuer(&asked.issuer, s),
        when: paper_when(asked, s),
        giver: asked.giver.name(),
        each_order: asked.is_for_each_order(),
    }
}

/// The papers that an answer asks for, each kind once, whichever lines it is for.
pub fn papers_once(answer: &Answer, s: &Shell) -> Vec<NeededPaper> {
    let mut all = papers(answer, s);
    let mut seen = std::collections::HashSet::new();
    all.retain(|paper| seen.insert(paper.code.clone()));
    all
}

/// Who issues a paper, in the reader's language where that is known; a name of its own as the book has it.
fn issuer(name: &str, s: &Shell) -> String {
    let letters = name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' });
    let key: Vec<String> = letters.collect::<String>().split_whitespace().map(str::to_owned).collect();
    s.maybe(format!("tariff-issuer-{}", key.join("-"))).unwrap_or_else(|| name.to_owned())
}

fn paper_when(paper: &sampan_tariff::Paper, s: &Shell) -> String {
    let mut said = vec![word("tariff-when-", &paper.when, s)];
    said.extend(paper.valid.as_deref().and_then(|duration| paper_holds(duration, s)));
    said.extend(paper.lead_days.map(|days| s.t1("tariff-paper-lead", "days", days)));
    said.join(&s.t("catalog-comma"))
}

/// A whole duration such as `P6M` in words.
fn paper_holds(duration: &str, s: &Shell) -> Option<String> {
    let whole = duration.strip_prefix('P')?;
    let (number, unit) = whole.split_at_checked(whole.len().checked_sub(1)?)?;
    let key = match unit {
        "D" => "tariff-paper-days",
        "M" => "tariff-paper-months",
        "Y" => "tariff-paper-years",
        _ => return None,
    };
    Some(s.t1(key, "count", number.parse::<u32>().ok()?))
}

/// A way to send by its name; those of the standard rate card in the reader's language, a seller's own as it stands.
pub fn delivery_name(name: &str, s: &Shell) -> String {
    match name {
        "Express" => s.t("tariff-delivery-express"),
        "International post" => s.t("tariff-delivery-post"),
        own => own.to_owned(),
    }
}

/// A destination by its name.
pub fn place(code: &str, s: &Shell) -> String {
    s.maybe(format!("look-place-{}", code.to_ascii_lowercase())).unwrap_or_else(|| code.to_owned())
}

/// A measure by its name: "Consumption tax".
pub fn measure(measure: Measure, s: &Shell) -> String {
    word("tariff-measure-", measure.name(), s)
}

/// Where a rule is written.
pub fn source(citation: &Citation, s: &Shell) -> Source {
    if citation.id == NO_SOURCE {
        return Source { title: s.t("tariff-source-none"), date: String::new(), address: String::new() };
    }
    let number = citation.number.as_ref().map(|number| format!(" ({number})")).unwrap_or_default();
    Source {
        title: format!("{}{number}", citation.title),
        date: citation.date.clone().unwrap_or_default(),
        address: citation.url.clone().unwrap_or_default(),
    }
}

/// How sure a row is.
pub const fn confidence(of: sampan_tariff::Confidence) -> Confidence {
    match of {
        sampan_tariff::Confidence::Law => Confidence::Law,
        sampan_tariff::Confidence::Official => Confidence::Official,
        sampan_tariff::Confidence::Secondary => Confidence::Secondary,
        sampan_tariff::Confidence::Verify => Confidence::ToVerify,
    }
}

/// One of the law's reasons in the reader's words.
pub fn reason(of: &sampan_tariff::Reason, s: &Shell) -> Why {
    let code = json_name(&of.code);
    let values: Vec<(&str, String)> =
        of.params.iter().map(|(name, value)| (name.as_str(), said(of, name, value, s))).collect();
    let values: Vec<(&str, &dyn sampan_web::Argument)> =
        values.iter().map(|(name, value)| (*name, value as &dyn sampan_web::Argument)).collect();
    let cited = of.citation.as_deref().map(|citation| source(citation, s));
    let key = format!("tariff-reason-{}", code.replace('_', "-"));
    Why {
        // A code that the law learned before its words did is said in English.
        text: if s.has(&key) { s.tn(&key, &values) } else { of.text.to_string() },
        code,
        source: cited
            .as_ref()
            .map(|c| [c.title.as_str(), c.date.as_str()].map(str::to_owned))
            .map(|[title, date]| if date.is_empty() { title } else { format!("{title}, {date}") }),
        address: cited.map(|c| c.address).filter(|address| !address.is_empty()),
        confidence: of.confidence.map(|c| s.t(confidence(c).key())),
    }
}

/// A parameter of a reason as the reader's language says it.
fn said(of: &sampan_tariff::Reason, name: &str, value: &str, s: &Shell) -> String {
    match name {
        "text" if s.lang.starts_with("zh") => of.params.get("text_zh").cloned().unwrap_or_else(|| value.to_owned()),
        "measure" => in_sentence(word("tariff-measure-", value, s)),
        "field" => word("tariff-field-", value, s),
        "mode" => word("tariff-mode-", value, s),
        "regime" => word("tariff-regime-", value, s),
        "kind" => word("tariff-service-", value, s),
        "destination" => place(value, s),
        "value" | "limit" | "used" | "tax" | "price" | "unit" => {
            money(value).map_or_else(|| value.to_owned(), |m| amount(m, s))
        }
        "date" | "ended" => value.parse::<sampan_ids::Date>().map_or_else(|_| value.to_owned(), |date| s.day(date)),
        _ => value.to_owned(),
    }
}

/// A name as it stands in a sentence: small, but for an abbreviation. Chinese knows no capitals.
fn in_sentence(name: String) -> String {
    let mut letters = name.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(name.chars().skip(1)).collect()
        }
        _ => name,
    }
}

/// `588.00 CNY` as money.
fn money(text: &str) -> Option<Money> {
    let (figure, code) = text.split_once(' ')?;
    let currency: Currency = sampan_money::currency(code).ok()?;
    Money::parse(figure, currency).ok()
}

/// The word of a stable name, or the name itself where there is none.
fn word(prefix: &str, name: &str, s: &Shell) -> String {
    s.maybe(format!("{prefix}{}", name.replace('_', "-"))).unwrap_or_else(|| name.to_owned())
}

/// The name under which a code stands in JSON.
fn json_name<T: Serialize>(code: &T) -> String {
    serde_json::to_value(code).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn amount(money: Money, s: &Shell) -> String {
    crate::look::filters::written(money, s)
}

/// A line that the seller sets, not the law.
fn part(kind: Kind, label: String, amount: Money, rule: String) -> Line {
    Line {
        kind,
        label,
        amount,
        rate: String::new(),
        base: String::new(),
        rule,
        source: None,
        confidence: Confidence::Official,
    }
}

/// A duty that has a name of its own, by the row it is from: `in/general/additional_duty.sws/…`.
fn layer(rule: &str, s: &Shell) -> Option<String> {
    let (_, layer) = rule.split('/').nth(2)?.split_once('.')?;
    s.maybe(format!("tariff-layer-{layer}"))
}

fn charged(charge: &Charge, answer: &Answer, s: &Shell) -> Line {
    let kind = match charge.measure {
        Measure::Fee => Kind::Fee,
        m if is_duty(m) => Kind::Duty,
        _ => Kind::Tax,
    };
    let regime = answer.regime.as_deref().map(|regime| word("tariff-regime-", regime, s)).unwrap_or_default();
    Line {
        kind,
        label: layer(charge.rule.as_str(), s).unwrap_or_else(|| measure(charge.measure, s)),
        amount: charge.amount,
        rate: charge.rate.to_string(),
        base: amount(charge.base, s),
        rule: s.t2("tariff-rule-law", "regime", regime, "rule", charge.rule.as_str()),
        source: Some(source(&charge.citation, s)),
        confidence: confidence(charge.confidence),
    }
}

#[cfg(test)]
mod tests;
