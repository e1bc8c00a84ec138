//! Requests: what was answered is there, and whatever was asked took effect once, however often it was sent.

use super::finding::{About, Finding};
use super::rows::{Checkout, Order};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What a request is to bring about, as far as it can be told from stored rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Promise {
    /// A basket becomes one checkout.
    Basket(Uuid),
    /// An order gets something that bears these words: a refund, an end, a claim.
    Words(Uuid, String),
    /// A code of an order is used, by the request of a number.
    Code(Uuid, usize),
    /// Nothing that is counted here.
    Other,
}

/// What the asker was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// Done; for a basket, with this checkout.
    Done(Option<Uuid>),
    /// Refused.
    Refused(String),
    /// Nothing: nobody knows whether it was done.
    Nothing,
}

/// All that was heard.
#[derive(Default)]
pub(super) struct Promises {
    /// What became of each basket.
    baskets: BTreeMap<Uuid, Option<Uuid>>,
    /// The words of accepted requests.
    kept: BTreeSet<(Uuid, String)>,
    /// The words of refused requests.
    refused: BTreeSet<(Uuid, String)>,
    /// Codes that were taken for good, each by which request.
    codes: BTreeMap<Uuid, usize>,
}

/// How often an order bears some words.
fn bears(order: Option<&Order>, words: &str) -> usize {
    let Some(order) = order else { return 0 };
    let refunds = order.refunds.iter().filter(|refund| refund.reason == words && !order.is(&["cancelled"])).count();
    let said = |text: &Option<String>| text.as_deref() == Some(words);
    let states = order.states().filter(|state| said(&state.reason) || said(&state.text)).count();
    refunds + states
}

impl Promises {
    pub fn heard(
        &mut self,
        promise: &Promise,
        heard: &Heard,
        orders: &BTreeMap<Uuid, Order>,
        checkouts: &BTreeMap<Uuid, Checkout>,
        found: &mut Vec<Finding>,
    ) {
        let mut say = |about, what: String| found.push(Finding::new(about, what));
        match (promise, heard) {
            (Promise::Basket(basket), Heard::Done(Some(checkout))) => {
                if !checkouts.contains_key(checkout) {
                    say(About::Promise, format!("basket {basket} was bought as {checkout}, which is not there"));
                }
                let known = self.baskets.entry(*basket).or_default();
                if known.is_some_and(|known| known != *checkout) {
                    say(About::Promise, format!("basket {basket} was bought twice: {known:?} and {checkout}"));
                }
                *known = Some(*checkout);
            }
            (Promise::Basket(basket), _) => {
                self.baskets.entry(*basket).or_default();
            }
            (Promise::Words(order, words), Heard::Done(_)) => {
                if bears(orders.get(order), words) != 1 {
                    say(About::Promise, format!("order {order}: {words:?} was promised and is not there once"));
                }
                self.kept.insert((*order, words.clone()));
            }
            (Promise::Words(order, words), Heard::Refused(_)) => {
                self.refused.insert((*order, words.clone()));
            }
            (Promise::Code(order, request), Heard::Done(_))
                if self.codes.entry(*order).or_insert(*request) != request =>
            {
                say(About::Code, format!("the code of order {order} was taken twice"));
            }
            _ => {}
        }
    }

    pub fn finish(
        &self,
        orders: &BTreeMap<Uuid, Order>,
        checkouts: &BTreeMap<Uuid, Checkout>,
        found: &mut Vec<Finding>,
    ) {
        let mut say = |what: String| found.push(Finding::new(About::Promise, what));
        for (order, words) in &self.kept {
            if self.refused.contains(&(*order, words.clone())) {
                say(format!("order {order}: {words:?} was accepted and refused"));
            }
        }
        for (order, words) in &self.refused {
            if bears(orders.get(order), words) > 0 {
                say(format!("order {order}: {words:?} was refused and is there"));
            }
        }
        for order in orders.values() {
            let mut words: Vec<&str> = order.refunds.iter().map(|refund| refund.reason.as_str()).collect();
            words.retain(|words| words.starts_with("request "));
            let all = words.len();
            words.sort_unstable();
            words.dedup();
            if words.len() != all {
                say(format!("order {}: one request brought two refunds", order.id));
            }
        }
        let unanswered = self.baskets.values().filter(|checkout| checkout.is_none()).count();
        let answered = self.baskets.values().flatten().count();
        if checkouts.len() < answered || checkouts.len() > answered + unanswered {
            say(format!("{} checkouts of {answered} baskets, {unanswered} more unanswered", checkouts.len()));
        }
    }
}
