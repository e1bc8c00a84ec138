//! An answer of the law as a table for people.

use sampan_money::Money;
use sampan_tariff::{Answer, Charge, Reason, Request, Verdict};

/// Prints it.
pub fn print(request: &Request, answer: &Answer) {
    head(request, answer);
    lines(answer);
    charges(answer);
    totals(answer);
    rest(answer);
}

fn head(request: &Request, answer: &Answer) {
    let place = sampan_tariff::destination(&answer.destination).map_or("", |d| d.name_en);
    say!("To            {} {place}", answer.destination);
    say!("Law of        {}", answer.date);
    say!("Regime        {}", answer.regime.as_deref().unwrap_or("none"));
    say!("Verdict       {}", verdict(answer.eligibility.verdict));
    for rate in &request.rates {
        let used = answer.currency.as_deref().is_some_and(|c| rate.quote.code() == c || rate.base.code() == c);
        if used && rate.base != rate.quote {
            let (base, quote) = (rate.base.code(), rate.quote.code());
            say!("Exchange      1 {base} = {} {quote}, {} ({})", rate.rate.normalize(), rate.date, rate.source);
        }
    }
    for reason in &answer.eligibility.reasons {
        say!("  {}", sentence(reason));
    }
    for missing in &answer.eligibility.missing {
        let of = missing.line.as_ref().map(|line| format!(" of line {line}")).unwrap_or_default();
        say!("  missing: {}{of}", name(&missing.field));
    }
}

fn lines(answer: &Answer) {
    if answer.lines.is_empty() {
        return;
    }
    let row = |line: &sampan_tariff::LineAnswer| {
        vec![
            line.id.to_string(),
            line.hs.as_deref().unwrap_or_default().to_owned(),
            line.goods.to_string(),
            line.delivery.to_string(),
            line.customs_value.to_string(),
            line.charges.map(|m| m.to_string()).unwrap_or_default(),
            verdict(line.verdict).to_owned(),
        ]
    };
    let head = ["line", "code", "goods", "delivery", "customs value", "charges", "verdict"];
    table(&head, &[2, 3, 4, 5], answer.lines.iter().map(row).collect());
}

fn charges(answer: &Answer) {
    if answer.charges.is_empty() {
        return;
    }
    let row = |charge: &Charge| {
        vec![
            charge.line.as_deref().unwrap_or_default().to_owned(),
            charge.measure.name().to_owned(),
            charge.base.to_string(),
            charge.rate.to_string(),
            charge.amount.to_string(),
            charge.rule.to_string(),
            charge.citation.id.clone(),
            charge.confidence.name().to_owned(),
        ]
    };
    let head = ["line", "measure", "on", "rate", "amount", "rule", "citation", "confidence"];
    table(&head, &[2, 3, 4], answer.charges.iter().map(row).collect());
    let mut cited: Vec<_> = answer.charges.iter().map(|charge| &charge.citation).collect();
    cited.sort();
    cited.dedup();
    say!("");
    for citation in cited {
        let parts = [Some(citation.title.as_str()), citation.number.as_deref(), citation.date.as_deref()];
        let words: Vec<&str> = parts.into_iter().chain([citation.url.as_deref()]).flatten().collect();
        say!("  [{}] {}", citation.id, words.join(", "));
    }
}

fn totals(answer: &Answer) {
    let amount = |money: Option<Money>| money.map_or_else(|| "not known".to_owned(), |money| money.to_string());
    say!("");
    say!("Customs value {:>16}", amount(answer.customs_value));
    say!("Charges       {:>16}", amount(answer.total_charges));
    say!("Landed        {:>16}", amount(answer.landed_total));
}

fn rest(answer: &Answer) {
    for paper in &answer.eligibility.papers {
        let of = paper.line.as_ref().map(|line| format!(" (line {line})")).unwrap_or_default();
        say!("Paper         {}{of}: by {}, {} [{}]", paper.en, paper.issuer, paper.when, paper.citation);
    }
    for other in &answer.alternatives {
        let why = other.reason.as_ref().map(sentence).unwrap_or_default();
        match (other.total_charges, other.landed_total) {
            (Some(charges), Some(landed)) => say!("Or by         {}: charges {charges}, landed {landed}", other.regime),
            _ => say!("Not by        {}: {why}", other.regime),
        }
    }
    for warning in &answer.warnings {
        say!("Note          {}", sentence(warning));
    }
    let until = answer.valid_until.map(|day| format!(", known to hold until {day}")).unwrap_or_default();
    say!("Book          {}{until}", answer.book_version);
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Sold => "sold",
        Verdict::SoldWithPapers => "sold with papers",
        Verdict::Unknown => "unknown",
        Verdict::NotSold => "not sold",
    }
}

fn sentence(reason: &Reason) -> String {
    let line = reason.line.as_ref().map(|line| format!("line {line}: ")).unwrap_or_default();
    let cited = reason.citation.as_ref().map(|c| format!(" [{}]", c.id)).unwrap_or_default();
    format!("{line}{}{cited}", reason.text)
}

/// The name under which a field stands in JSON.
fn name(field: &sampan_tariff::Field) -> String {
    serde_json::to_value(field).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Columns as wide as their widest cell; figures to the right.
fn table(head: &[&str], right: &[usize], rows: Vec<Vec<String>>) {
    let width = |n: usize| {
        let cells = rows.iter().map(|row| row[n].chars().count());
        cells.chain([head[n].chars().count()]).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let written = |cells: &[String]| {
        let cell = |(n, cell): (usize, &String)| match right.contains(&n) {
            true => format!("{cell:>width$}", width = widths[n]),
            false => format!("{cell:<width$}", width = widths[n]),
        };
        cells.iter().enumerate().map(cell).collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    say!("");
    say!("{}", written(&head.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>()));
    for row in &rows {
        say!("{}", written(row));
    }
}
