//! The lawful ways on where an order is over a limit or the law does not let it go: leave something out, send it another
//! way, wait for another day. One purchase in several parcels to stay below a limit is never among them. Pure.

use super::lots::{self, Line, Lot};
use super::person::Person;
use super::view::Item;
use crate::explain;
use crate::look::filters::written;
use crate::pricing::{Landed, NoPrice, Pricing};
use sampan_ids::{Date, VariantId};
use sampan_money::Money;
use sampan_trade::Language;
use sampan_trade::rates::NoDelivery;
use sampan_web::Shell;
use serde::Serialize;
use std::collections::BTreeSet;

/// Days ahead in which another day is looked for.
const AHEAD_DAYS: i64 = 400;
/// Days that are tried at most.
const DAYS_TRIED: usize = 8;

/// A lawful way on.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct WayOn {
    /// `fewer`, `leave_out`, `delivery` or `day`.
    pub kind: String,
    /// What it is and what comes of it, in a sentence.
    pub says: String,
    /// What to press, in words; empty where there is nothing to do but wait.
    pub button: String,
    /// What the basket would hold of the variants that change; 0 leaves one out.
    pub items: Vec<Item>,
    /// The way of delivery that would be chosen, as `seller:code`.
    pub delivery: Option<String>,
    /// The day from which it goes.
    pub day: Option<String>,
    /// What the order would come to.
    #[schema(value_type = Option<Object>)]
    pub total: Option<Money>,
}

impl WayOn {
    /// What is sent back to take this way: `variant=quantity` and so on, or `delivery=seller:code`.
    pub fn changes(&self) -> String {
        let item = |item: &Item| format!("{}={}", item.variant, item.quantity);
        let items = self.items.iter().map(item);
        items.chain(self.delivery.iter().map(|way| format!("delivery={way}"))).collect::<Vec<_>>().join(",")
    }
}

/// What is done to a basket and its deliveries to take a way.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Pieces that are left of variants.
    pub items: Vec<(VariantId, u32)>,
    /// Ways of delivery by seller.
    pub deliveries: Vec<(String, String)>,
}

impl Changes {
    /// Reads what [`WayOn::changes`] wrote; what cannot be read is left out.
    pub fn read(text: &str) -> Changes {
        let mut changes = Changes::default();
        for (name, value) in text.split(',').take(100).filter_map(|part| part.split_once('=')) {
            if let ("delivery", Some((seller, code))) = (name, value.split_once(':')) {
                changes.deliveries.push((seller.to_owned(), code.to_owned()));
            } else if let (Ok(variant), Ok(quantity)) = (name.parse(), value.parse()) {
                changes.items.push((variant, quantity));
            }
        }
        changes
    }
}

/// An order that does not go, and what it is tried against.
pub struct Barred<'a> {
    /// The order.
    pub lot: &'a Lot<'a>,
    /// What prices depend on.
    pub pricing: &'a Pricing,
    /// Where it would go.
    pub to: &'a str,
    /// The way of delivery that was chosen.
    pub option: Option<&'a str>,
    /// What is known of the buyer.
    pub person: &'a Person,
}

impl Barred<'_> {
    /// The ways on: what keeps the most of the order first. None where the seller does not send there at all.
    pub fn ways(&self, found: &Result<Landed, NoPrice>, s: &Shell) -> Vec<WayOn> {
        let lawful = match found {
            Err(NoPrice::Law(answer)) => answer.eligibility.missing.is_empty(),
            Err(NoPrice::Delivery(NoDelivery::TooHeavy { .. })) => true,
            Err(_) => false,
            Ok(landed) => !self.lets(landed),
        };
        if !lawful || self.lot.service {
            return Vec::new();
        }
        let mut ways = self.deliveries(s);
        ways.extend(self.fewer(s));
        ways.extend(self.left_out(s));
        ways.extend(self.days(found, s));
        ways
    }

    /// Whether an order goes as it is.
    fn lets(&self, landed: &Landed) -> bool {
        let within = |counted: Money| self.person.room.is_none_or(|room| counted.minor() <= room.minor());
        lots::over_order_limit(landed).is_none() && lots::counts(landed).is_none_or(within)
    }

    /// The order with these lines, if it goes so.
    fn tried(&self, lines: Vec<Line<'_>>, option: Option<&str>, pricing: &Pricing) -> Option<Landed> {
        let lot = Lot { seller: self.lot.seller, service: false, lines };
        lot.price(pricing, self.to, option, &self.person.had).ok().filter(|landed| self.lets(landed))
    }

    fn deliveries(&self, s: &Shell) -> Vec<WayOn> {
        let quotes = self.lot.deliveries(self.pricing, self.to).unwrap_or_default();
        let others = quotes.into_iter().filter(|quote| self.option.is_none_or(|option| option != quote.code));
        let other = |quote: sampan_trade::rates::DeliveryQuote| {
            let landed = self.tried(self.lot.lines.clone(), Some(&quote.code), self.pricing)?;
            let name = explain::delivery_name(&quote.name, s);
            let regime = landed.answer.regime.as_deref().map(|name| explain::regime(name, s)).unwrap_or_default();
            let total = written(landed.total, s);
            Some(WayOn {
                says: s.tn("checkout-way-delivery", &[("way", &name), ("regime", &regime), ("total", &total)]),
                button: s.t1("checkout-way-delivery-do", "way", &name),
                delivery: Some(format!("{}:{}", self.lot.seller.id, quote.code)),
                ..way("delivery", Some(landed.total))
            })
        };
        others.filter_map(other).collect()
    }

    /// The most pieces of one line that go, where that keeps the most of the order.
    fn fewer(&self, s: &Shell) -> Option<WayOn> {
        let best = (0..self.lot.lines.len()).filter_map(|n| self.most_of(n)).max_by_key(|(_, _, l)| l.goods.minor());
        let (n, quantity, landed) = best?;
        let line = &self.lot.lines[n];
        let (title, total) = (title(line, s), written(landed.total, s));
        Some(WayOn {
            says: s.tn(
                "checkout-way-fewer",
                &[("title", &title), ("count", &quantity), ("wanted", &line.quantity), ("total", &total)],
            ),
            button: s.t1("checkout-way-fewer-do", "count", quantity),
            items: vec![Item { variant: line.variant.id, quantity }],
            ..way("fewer", Some(landed.total))
        })
    }

    /// The most pieces of a line, fewer than wanted, with which the order goes. What goes with some pieces goes with
    /// fewer of them, so the middle is tried again and again.
    fn most_of(&self, n: usize) -> Option<(usize, u32, Landed)> {
        let with = |quantity: u32| {
            let mut lines = self.lot.lines.clone();
            lines[n].quantity = quantity;
            self.tried(lines, self.option, self.pricing)
        };
        let wanted = self.lot.lines[n].quantity;
        if wanted < 2 {
            return None;
        }
        let (mut goes, mut best) = (1, with(1)?);
        let mut barred = wanted;
        while barred - goes > 1 {
            let middle = goes + (barred - goes) / 2;
            match with(middle) {
                Some(landed) => (goes, best) = (middle, landed),
                None => barred = middle,
            }
        }
        Some((n, goes, best))
    }

    /// The lines to leave out: one alone if that will do, else the dearest one after another until the rest goes.
    fn left_out(&self, s: &Shell) -> Option<WayOn> {
        let lines = &self.lot.lines;
        let without = |out: &BTreeSet<usize>| {
            let kept = lines.iter().enumerate().filter(|(n, _)| !out.contains(n)).map(|(_, line)| *line);
            let kept: Vec<Line<'_>> = kept.collect();
            if kept.is_empty() { None } else { self.tried(kept, self.option, self.pricing) }
        };
        let one = (0..lines.len()).filter_map(|n| Some((BTreeSet::from([n]), without(&BTreeSet::from([n]))?)));
        let best = one.max_by_key(|(_, landed)| landed.goods.minor());
        let (out, landed) = best.or_else(|| {
            let mut dearest: Vec<usize> = (0..lines.len()).collect();
            dearest.sort_by_key(|n| {
                let line = &lines[*n];
                std::cmp::Reverse(line.variant.price.minor().saturating_mul(line.quantity.into()))
            });
            let mut out = BTreeSet::new();
            dearest.into_iter().find_map(|n| {
                out.insert(n);
                without(&out).map(|landed| (out.clone(), landed))
            })
        })?;
        let titles: Vec<String> = out.iter().map(|n| title(&lines[*n], s)).collect();
        let (titles, total) = (titles.join(&s.t("catalog-comma")), written(landed.total, s));
        Some(WayOn {
            says: s.t2("checkout-way-leave-out", "titles", &titles, "total", &total),
            button: s.t1("checkout-way-leave-out-do", "titles", &titles),
            items: out.iter().map(|n| Item { variant: lines[*n].variant.id, quantity: 0 }).collect(),
            ..way("leave_out", Some(landed.total))
        })
    }

    /// The first day on which it goes as it is: when the year's room is whole again, or when a law ends or begins.
    fn days(&self, found: &Result<Landed, NoPrice>, s: &Shell) -> Option<WayOn> {
        let today = self.pricing.today();
        let new_year = jiff::civil::date(today.year().checked_add(1)?, 1, 1);
        let yearly =
            self.person.room.is_some() && matches!(found, Ok(landed) if lots::over_order_limit(landed).is_none());
        let days = if yearly { vec![new_year] } else { self.turning_days(found, today) };
        let nobody = Person::default();
        let goes = |day: &Date| {
            let then = Pricing { law_of: Some(*day), ..self.pricing.clone() };
            // In another year the person has had nothing yet.
            let person = if day.year() == today.year() { self.person } else { &nobody };
            let barred = Barred { person, pricing: &then, ..*self };
            barred.tried(self.lot.lines.clone(), self.option, &then)
        };
        let (day, landed) = days.into_iter().take(DAYS_TRIED).find_map(|day| Some((day, goes(&day)?)))?;
        let (said, total) = (s.day(day), written(landed.total, s));
        let key = if yearly { "checkout-way-new-year" } else { "checkout-way-day" };
        Some(WayOn {
            says: s.t2(key, "day", said, "total", total),
            day: Some(day.to_string()),
            ..way("day", Some(landed.total))
        })
    }

    /// The days soon on which a row about these goods, or one that the answer used, begins to hold or no longer does.
    fn turning_days(&self, found: &Result<Landed, NoPrice>, today: Date) -> Vec<Date> {
        let mut days = BTreeSet::new();
        let answer = match found {
            Ok(landed) => Some(&landed.answer),
            Err(NoPrice::Law(answer)) => Some(&**answer),
            Err(_) => None,
        };
        days.extend(answer.and_then(|answer| answer.valid_until).and_then(|day| day.tomorrow().ok()));
        if let Some(market) = self.pricing.book.market(self.to) {
            let codes: Vec<&str> =
                self.lot.lines.iter().filter_map(|l| Some(l.variant.hs.as_ref()?.as_str())).collect();
            let named = market.restrictions().iter().filter(|rule| codes.iter().any(|code| rule.names(code)));
            let limits = market.limits().map(|limit| &limit.period);
            for period in named.map(|rule| &rule.period).chain(limits) {
                days.extend(period.from);
                days.extend(period.to.and_then(|day| day.tomorrow().ok()));
            }
        }
        // What is counted by the year begins anew with it.
        days.extend(today.year().checked_add(1).map(|year| jiff::civil::date(year, 1, 1)));
        let last = today.checked_add(jiff::Span::new().days(AHEAD_DAYS)).unwrap_or(today);
        days.into_iter().filter(|day| *day > today && *day <= last).collect()
    }
}

/// A way of a kind with nothing said yet.
fn way(kind: &str, total: Option<Money>) -> WayOn {
    WayOn {
        kind: kind.to_owned(),
        says: String::new(),
        button: String::new(),
        items: Vec::new(),
        delivery: None,
        day: None,
        total,
    }
}

fn title(line: &Line<'_>, s: &Shell) -> String {
    let language = s.lang.parse().unwrap_or(Language::En);
    let title = line.stored.listing.title(language);
    let options = line.variant.options.join(" ");
    if options.is_empty() { title.to_owned() } else { format!("{title} {options}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_read_as_they_are_written() {
        let variant = VariantId(uuid::Uuid::from_u128(7));
        let on = WayOn { items: vec![Item { variant, quantity: 2 }], ..way("fewer", None) };
        assert_eq!(Changes::read(&on.changes()), Changes { items: vec![(variant, 2)], deliveries: Vec::new() });
        let on = WayOn { delivery: Some("s1:post".to_owned()), ..way("delivery", None) };
        let wanted = vec![("s1".to_owned(), "post".to_owned())];
        assert_eq!(Changes::read(&on.changes()), Changes { items: Vec::new(), deliveries: wanted });
        for nonsense in ["", "x", "=", "x=1", "delivery=post", "00000000-0000-0000-0000-000000000007=-1"] {
            assert_eq!(Changes::read(nonsense), Changes::default(), "{nonsense}");
        }
    }
}
