//! Filters of the templates. Askama hands some values over by reference and some by value; `money` takes either.
//!
//! `{{ total|money(s) }}`, `{{ error|said(s, "accounts-field-") }}`, `{{ chart|draw(s) }}`,
//! `{% for (label, figures) in chart|table(s) %}`.

// The types that `filter_fn` makes carry no documentation of their own.
#![allow(missing_docs)]

use super::Chart;
use sampan_money::{Money, exponent};
use sampan_web::{FieldError, Markup, Shell};

/// An amount, or a reference to one, or a reference to that.
pub trait Amount {
    /// The amount.
    fn get(&self) -> Money;
}

impl<A: Amount + ?Sized> Amount for &A {
    fn get(&self) -> Money {
        (**self).get()
    }
}

impl Amount for Money {
    fn get(&self) -> Money {
        *self
    }
}

/// An amount as the reader's language writes it: "¥268.40", "US$39.98".
#[askama::filter_fn]
pub fn money(amount: impl Amount, _: &dyn askama::Values, s: &Shell) -> askama::Result<String> {
    Ok(written(amount.get(), s))
}

/// An amount as the reader's language writes it.
pub fn written(amount: Money, s: &Shell) -> String {
    s.amount(amount.minor(), exponent(amount.currency()), amount.code())
}

/// An error with the name of its field before it, where the field has a name.
#[askama::filter_fn]
pub fn said(error: &FieldError, _: &dyn askama::Values, s: &Shell, labels: &str) -> askama::Result<String> {
    let label = s.maybe(format!("{labels}{}", error.field.replace(['_', '.'], "-")));
    let words = s.explain(error);
    Ok(label.filter(|_| !labels.is_empty()).map_or(words.clone(), |label| format!("{label}: {words}")))
}

/// The drawing of a chart, wide and slim.
#[askama::filter_fn]
pub fn draw(chart: &Chart, _: &dyn askama::Values, s: &Shell) -> askama::Result<Markup> {
    Ok(Markup(chart.svg(&|n| s.number(n))))
}

/// The rows of a chart's table: label and figures as the reader's language writes them.
#[askama::filter_fn]
pub fn table(chart: &Chart, _: &dyn askama::Values, s: &Shell) -> askama::Result<Vec<(String, Vec<String>)>> {
    let figure = |value: &i64| chart.figure(*value, &|n| s.number(n));
    let row = |row: super::chart::Row<'_>| (row.label.to_owned(), row.values.iter().map(figure).collect());
    Ok(chart.rows().into_iter().map(row).collect())
}
