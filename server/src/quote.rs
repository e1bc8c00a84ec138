//! What goods cost landed, on the command line: a request from options or standard input, a table or JSON. Nothing is
//! opened but the book; the same request by the same book gives the same bytes.

mod table;

use crate::book::{folder, today};
use crate::demo::rates as demo_rates;
use crate::options::{Options, Quote};
use crate::{exchange, report};
use sampan_ids::Date;
use sampan_market::tariff::Asked;
use sampan_money::{Decimal, ExchangeRate};
use sampan_tariff::{Request, Settings};
use std::io::{IsTerminal, Read};
use std::path::Path;
use std::process::ExitCode;

/// Most bytes of a request.
const REQUEST_MAX: u64 = 4 * 1024 * 1024;

/// Answers. Exit code 0 whenever there is an answer, whatever it says; 1 where the request or the book cannot be read.
pub fn run(options: &Options, quote: &Quote) -> Result<ExitCode, anyhow::Error> {
    let book = folder::of(options)?;
    let request = match &quote.to {
        Some(_) => asked(quote)?,
        None => read()?,
    };
    let answer = sampan_tariff::quote(&book, &settings(quote), &request);
    if options.json {
        say!("{}", serde_json::to_string_pretty(&answer)?);
    } else {
        table::print(&request, &answer);
    }
    Ok(ExitCode::SUCCESS)
}

/// Those of the demo; strictly, only what is verified and known to hold.
fn settings(quote: &Quote) -> Settings {
    let mut settings = Settings::demo();
    if quote.strict {
        settings.sell_to_verify = false;
        settings.continue_last_known = false;
    }
    if let Some(registered) = &quote.registered {
        let codes = registered.iter().map(|code| code.trim().to_ascii_uppercase());
        settings.registered = codes.filter(|code| !code.is_empty()).collect();
    }
    settings
}

/// A request in JSON from standard input.
fn read() -> Result<Request, anyhow::Error> {
    let mut input = std::io::stdin();
    if input.is_terminal() {
        anyhow::bail!("wanted --to and more (see `sampan quote --help`), or a request in JSON on standard input");
    }
    let mut text = Vec::new();
    input.by_ref().take(REQUEST_MAX + 1).read_to_end(&mut text)?;
    if text.len() as u64 > REQUEST_MAX {
        anyhow::bail!("the request has more than {REQUEST_MAX} bytes");
    }
    Ok(sampan_web::from_json(text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&text))?)
}

/// A request from options.
fn asked(quote: &Quote) -> Result<Request, anyhow::Error> {
    let mut request = words(quote).request(today(), Vec::new()).map_err(report::BadOptions)?;
    request.rates = rates(&quote.rates, quote.rates_file.as_deref(), request.date)?;
    Ok(request)
}

fn words(q: &Quote) -> Asked {
    Asked {
        to: q.to.clone(),
        date: q.date.clone(),
        mode: q.mode.clone(),
        regime: q.regime.clone(),
        ship_from: q.ship_from.clone(),
        hs: q.hs.clone(),
        description: q.description.clone(),
        origin: q.origin.clone(),
        price: q.price.clone(),
        currency: None,
        quantity: q.quantity.clone(),
        freight: q.freight.clone(),
        insurance: q.insurance.clone(),
        discount: q.discount.clone(),
        net_weight_g: q.net_g.clone(),
        gross_weight_g: q.gross_g.clone(),
        volume_ml: q.volume_ml.clone(),
        abv_percent: q.abv.clone(),
        retail_packs: q.packs.clone(),
        attributes: q.attributes.clone(),
        allowance_used: q.allowance_used.clone(),
        for_trade: q.for_trade,
        registered_business: q.business,
        has_tax_id: q.tax_id,
        free_parcels: q.free_parcels.clone(),
        quantities_used: q.quantities_used.clone(),
        exclusions: q.exclusions.clone(),
    }
}

/// The rates that are given; where none are, the demo's own, and this is said.
fn rates(given: &[String], file: Option<&Path>, date: Date) -> Result<Vec<ExchangeRate>, anyhow::Error> {
    let mut rates = Vec::new();
    for text in given {
        let wanted = "a rate above zero such as USD/CNY=7.12";
        rates.push(rate(text, date).ok_or_else(|| report::bad_field("--rate", text, wanted))?);
    }
    if let Some(file) = file {
        rates.extend(exchange::of_day(file, date)?);
    }
    if rates.is_empty() {
        eprintln!("sampan: no --rate is given; amounts are converted at the demo's own rates, which are not for trade");
        rates = demo_rates::rates(date);
    }
    Ok(rates)
}

fn rate(text: &str, date: Date) -> Option<ExchangeRate> {
    let (pair, figure) = text.split_once('=')?;
    let (base, quote) = pair.split_once('/')?;
    let rate = figure.trim().parse::<Decimal>().ok().filter(|rate| *rate > Decimal::ZERO)?;
    let currency = |code: &str| sampan_money::currency(code.trim()).ok();
    Some(ExchangeRate { base: currency(base)?, quote: currency(quote)?, rate, date, source: "command line".to_owned() })
}
