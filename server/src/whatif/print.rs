//! A report for people: totals, then each group's largest, then offers.

use sampan_market::whatif::tables::Names;
use sampan_money::{Decimal, Money};
use sampan_tariff::whatif::{Changed, Group, Impact, Report};

/// Rows of a table.
const ROWS: usize = 10;

pub fn print(report: &Report, names: &Names) {
    let total = &report.total;
    say!("{}, by the law of {}", report.draft, report.date);
    say!("book {} → {}", report.book, report.book_with_draft);
    say!(
        "{} of {} listings are hit; {} of {} offers (a listing in a market) could be touched",
        total.listings,
        report.listings,
        report.touched,
        report.offers
    );
    say!(
        "{} dearer, {} cheaper, {} no longer sold, {} newly sold; landed prices {}",
        total.dearer,
        total.cheaper,
        total.stops,
        total.starts,
        change(total)
    );
    say!(
        "duty and tax in a year of {} pieces: {} → {}",
        total.pieces,
        money(total.year_before),
        money(total.year_after)
    );
    assumed(report);
    for measure in &report.measures {
        say!("  {:<18} {:>18} → {:>18}", measure.measure.name(), money(measure.before), money(measure.after));
    }
    let groups = [
        ("destination", &report.by_destination),
        ("state", &report.by_state),
        ("heading", &report.by_heading),
        ("seller", &report.by_seller),
    ];
    for (name, groups) in groups {
        table(name, groups, names);
    }
    for (name, list) in
        [("price", &report.changed), ("no longer sold", &report.stopped), ("newly sold", &report.started)]
    {
        offers(name, list, names);
    }
    let unused: Vec<&str> = report.rows.iter().filter(|row| row.offers == 0).map(|row| row.rule.as_str()).collect();
    if !unused.is_empty() {
        say!("\nNo offer is charged by these rows:");
        unused.iter().take(ROWS).for_each(|rule| say!("  {rule}"));
        more(unused.len());
    }
}

/// What is assumed stands before what follows from it.
fn assumed(report: &Report) {
    let taken = &report.assumptions;
    for each in &taken.elasticities {
        let of = if each.hs.is_empty() { "all goods".to_owned() } else { format!("codes of {}", each.hs) };
        say!("assumed: demand for {of} moves by {} % when a landed price moves by 1 %", each.value);
    }
    if let Some(jobs) = taken.jobs_per_million {
        say!("assumed: {jobs} jobs hang on a million dollars of sales");
    }
    if let Some(pieces) = taken.pieces_a_year {
        say!("assumed: an offer without known sales sells {pieces} pieces a year");
    }
    if let Some(demand) = &report.total.demand {
        let jobs = demand.jobs.map(|jobs| format!(", jobs {jobs}")).unwrap_or_default();
        say!(
            "then: {} pieces, duty and tax {}, sellers' sales {}{jobs}",
            demand.pieces,
            money(demand.year),
            money(demand.sales_change)
        );
    }
}

fn money(amount: Option<Money>) -> String {
    amount.map_or_else(|| "–".to_owned(), |amount| amount.to_string())
}

fn percent(change: Decimal) -> String {
    if change.is_sign_negative() && !change.is_zero() { format!("{change} %") } else { format!("+{change} %") }
}

fn change(impact: &Impact) -> String {
    impact.price_change.map_or_else(|| "–".to_owned(), percent)
}

fn table(name: &str, groups: &[Group], names: &Names) {
    let hit: Vec<&Group> = groups.iter().filter(|group| group.impact.listings > 0).collect();
    if hit.is_empty() {
        return;
    }
    say!("\n{name:<38} {:>9} {:>9} {:>9} {:>9}", "listings", "dearer", "stops", "price");
    for group in hit.iter().take(ROWS) {
        let of = &group.impact;
        let label: String = names.seller(&group.key).chars().take(38).collect();
        say!("{label:<38} {:>9} {:>9} {:>9} {:>9}", of.listings, of.dearer, of.stops, change(of));
    }
    more(hit.len());
}

fn offers(name: &str, list: &[Changed], names: &Names) {
    if list.is_empty() {
        return;
    }
    say!("\n{name}");
    for of in list.iter().take(ROWS) {
        let says = match (of.permille, &of.reason) {
            (Some(permille), _) => percent(Decimal::new(permille, 1)),
            (None, Some(reason)) => reason.text.to_string(),
            (None, None) => String::new(),
        };
        let title: String = names.listing(&of.listing).chars().take(38).collect();
        say!("  {title:<38} {} {:>16} → {:>16}  {says}", of.destination, money(of.before), money(of.after));
    }
    more(list.len());
}

fn more(all: usize) {
    if all > ROWS {
        say!("  and {} more; --json has them", all - ROWS);
    }
}
