//! Charts that answer a question: drawn on the server as SVG, coloured by the stylesheet's classes, integers only.
//!
//! Bars stand on zero, axes are named, values carry their unit. Every chart is drawn twice, wide and slim, and the
//! stylesheet shows the one that fits, so that its words stay readable on a phone. The macro `chart` puts the question
//! above and a table of the same figures underneath.
//!
//! ```
//! use sampan_market::look::{Chart, Shape};
//! let chart = Chart::new("How many orders a day?", "orders", "Day", Shape::Bars)
//!     .labelled(["Mon", "Tue"])
//!     .series("Orders", [3, 5]);
//! assert!(chart.svg(&|n| n.to_string()).starts_with("<svg"));
//! ```

use serde::Serialize;
use std::fmt::Write;

/// How many points a series may have; what is beyond is not drawn.
const POINTS: usize = 400;
/// How many series a chart may have: as many as there are colours.
const SERIES: usize = 5;

/// The way a chart is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// Upright bars, one a label; several series are stacked.
    Bars,
    /// Bars from left to right, one a label, the first series only: for names longer than a date.
    Across,
    /// Lines; for what is measured, not counted.
    Lines,
}

/// A row of values with a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Series {
    /// What it is called in the key.
    pub name: String,
    /// One value a label.
    pub values: Vec<i64>,
}

/// A row of the table under the chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row<'a> {
    /// The label.
    pub label: &'a str,
    /// One value a series; zero where the series is shorter.
    pub values: Vec<i64>,
}

/// A question and the figures that answer it.
#[derive(Debug, Clone, Serialize)]
pub struct Chart {
    /// The question, which stands above.
    pub question: String,
    /// What is counted or measured: "orders", "US$".
    pub unit: String,
    /// What the labels are: "Day", "State".
    pub along: String,
    /// The way it is drawn.
    pub shape: Shape,
    /// How many decimals the integers carry: 2 for cents.
    pub decimals: u32,
    /// The labels.
    pub labels: Vec<String>,
    /// The values.
    pub series: Vec<Series>,
}

/// The measures of one drawing, in units of its view box.
struct Frame {
    width: i64,
    height: i64,
    left: i64,
    right: i64,
    top: i64,
    bottom: i64,
}

impl Chart {
    /// A chart without figures.
    pub fn new(question: impl Into<String>, unit: impl Into<String>, along: impl Into<String>, shape: Shape) -> Chart {
        let (question, unit, along) = (question.into(), unit.into(), along.into());
        Chart { question, unit, along, shape, decimals: 0, labels: Vec::new(), series: Vec::new() }
    }

    /// The same with its integers read as having decimals: 2 for cents.
    #[must_use]
    pub fn decimals(mut self, decimals: u32) -> Chart {
        self.decimals = decimals.min(6);
        self
    }

    /// The same with labels.
    #[must_use]
    pub fn labelled<T: Into<String>>(mut self, labels: impl IntoIterator<Item = T>) -> Chart {
        self.labels = labels.into_iter().take(POINTS).map(Into::into).collect();
        self
    }

    /// The same with one more series; a sixth is left out.
    #[must_use]
    pub fn series(mut self, name: impl Into<String>, values: impl IntoIterator<Item = i64>) -> Chart {
        if self.series.len() < SERIES {
            let values = values.into_iter().take(POINTS).collect();
            self.series.push(Series { name: name.into(), values });
        }
        self
    }

    /// Whether there is nothing to draw.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty() || self.series.iter().all(|series| series.values.is_empty())
    }

    /// The figures as rows, one a label.
    pub fn rows(&self) -> Vec<Row<'_>> {
        let values = |at: usize| self.series.iter().map(|series| value(series, at)).collect();
        self.labels.iter().enumerate().map(|(at, label)| Row { label, values: values(at) }).collect()
    }

    /// A value with its decimals, whole numbers written by `write`: 1234567 with two decimals is "12,345.67".
    pub fn figure(&self, value: i64, write: &dyn Fn(i64) -> String) -> String {
        let one = 10_i64.pow(self.decimals);
        let (whole, rest) = (value / one, (value % one).unsigned_abs());
        let sign = if value < 0 && whole == 0 { "-" } else { "" };
        match self.decimals {
            0 => write(value),
            places => format!("{sign}{}.{rest:0places$}", write(whole), places = places as usize),
        }
    }

    /// The drawing, wide and slim; whole numbers are written by `write`. Nothing where there is nothing to draw.
    pub fn svg(&self, write: &dyn Fn(i64) -> String) -> String {
        if self.is_empty() {
            return String::new();
        }
        [(720, 280, "wide"), (360, 240, "slim")]
            .into_iter()
            .map(|(width, height, name)| match self.shape {
                Shape::Bars => self.upright(width, height, name, write),
                Shape::Lines => self.lines(width, height, name, write),
                Shape::Across => self.across(width, name, write),
            })
            .collect()
    }

    fn open(&self, width: i64, height: i64, name: &str) -> String {
        let (question, words) = (escape(&self.question), escape(&self.description()));
        format!(
            r#"<svg class="chart-{name}" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img"><title>{question}</title><desc>{words}</desc>"#
        )
    }

    /// What the picture shows, in words: unit, labels from and to, the largest value.
    fn description(&self) -> String {
        let ends = match (self.labels.first(), self.labels.last()) {
            (Some(first), Some(last)) if self.labels.len() > 1 => format!("{first} – {last}"),
            (Some(only), _) => only.clone(),
            _ => String::new(),
        };
        let most = self.series.iter().flat_map(|series| &series.values).max().copied().unwrap_or(0);
        format!("{}, {}: {ends}; ≤ {}", self.unit, self.along, self.figure(most, &|n| n.to_string()))
    }

    /// Axis, grid and ticks of a chart whose values go upwards; gives the highest tick.
    fn upward(&self, out: &mut String, frame: &Frame, most: i64, write: &dyn Fn(i64) -> String) -> i64 {
        let one = 10_i64.pow(self.decimals);
        let step = step(most, 4, one);
        let top = most.max(1).div_euclid(step).saturating_add(i64::from(most.max(1) % step != 0)).saturating_mul(step);
        let (left, end) = (frame.left, frame.width - frame.right);
        let mut tick = 0;
        while tick <= top {
            let y = frame.y(tick, top);
            let class = if tick == 0 { "axis" } else { "grid-line" };
            let _ = write!(out, r#"<line class="{class}" x1="{left}" y1="{y}" x2="{end}" y2="{y}"/>"#);
            let _ = write!(
                out,
                r#"<text x="{}" y="{}" text-anchor="end">{}</text>"#,
                left - 8,
                y + 4,
                escape(&write(tick / one))
            );
            match tick.checked_add(step) {
                Some(next) => tick = next,
                None => break,
            }
        }
        let _ = write!(out, r#"<text x="0" y="12">{}</text>"#, escape(&self.unit));
        let _ =
            write!(out, r#"<text x="{end}" y="{}" text-anchor="end">{}</text>"#, frame.height - 4, escape(&self.along));
        top
    }

    /// Labels under the axis, as many as there is room for; `at` gives the middle of a label's place.
    fn under(&self, out: &mut String, frame: &Frame, at: &dyn Fn(usize) -> i64) {
        let longest = self.labels.iter().map(|label| breadth(label)).max().unwrap_or(1);
        let room = ((frame.width - frame.left - frame.right) / (longest + 16)).max(1);
        let every = (self.labels.len() as i64 + room - 1) / room;
        for (i, label) in self.labels.iter().enumerate().step_by(every.max(1) as usize) {
            let y = frame.height - frame.bottom + 18;
            let _ = write!(out, r#"<text x="{}" y="{y}" text-anchor="middle">{}</text>"#, at(i), escape(label));
        }
    }

    fn upright(&self, width: i64, height: i64, name: &str, write: &dyn Fn(i64) -> String) -> String {
        let count = self.labels.len() as i64;
        let sums =
            self.rows().into_iter().map(|row| row.values.iter().fold(0, |sum: i64, v| sum.saturating_add((*v).max(0))));
        let most = sums.max().unwrap_or(0);
        let frame = Frame { width, height, left: self.gutter(most, write), right: 4, top: 24, bottom: 40 };
        let mut out = self.open(width, height, name);
        let top = self.upward(&mut out, &frame, most, write);
        // Places are worked out in hundredths, so that many bars share the room evenly.
        let room = (frame.width - frame.left - frame.right) * 100 / count;
        let thick = (room * 7 / 10).clamp(100, 4800);
        for (i, row) in self.rows().into_iter().enumerate() {
            let x = frame.left * 100 + room * i as i64 + (room - thick) / 2;
            let mut base = 0_i64;
            for (n, value) in row.values.iter().enumerate().filter(|(_, value)| **value > 0) {
                let next = base.saturating_add(*value);
                let (y, foot) = (frame.y(next, top), frame.y(base, top));
                let tall = (foot - y).max(1);
                let words = format!("{}: {} {}", row.label, self.figure(*value, write), self.unit);
                let _ = write!(
                    out,
                    r#"<rect class="s{}" x="{}" y="{y}" width="{}" height="{tall}"><title>{}</title></rect>"#,
                    n + 1,
                    hundredths(x),
                    hundredths(thick),
                    escape(&words)
                );
                base = next;
            }
        }
        self.under(&mut out, &frame, &|i| frame.left + (room * i as i64 + room / 2) / 100);
        out + "</svg>"
    }

    fn lines(&self, width: i64, height: i64, name: &str, write: &dyn Fn(i64) -> String) -> String {
        let most = self.series.iter().flat_map(|series| &series.values).max().copied().unwrap_or(0).max(0);
        let frame = Frame { width, height, left: self.gutter(most, write), right: 12, top: 24, bottom: 40 };
        let mut out = self.open(width, height, name);
        let top = self.upward(&mut out, &frame, most, write);
        let last = (self.labels.len() as i64 - 1).max(1);
        let at = |i: usize| frame.left + (frame.width - frame.left - frame.right) * i as i64 / last;
        for (n, series) in self.series.iter().enumerate() {
            let points: Vec<(i64, i64)> = series
                .values
                .iter()
                .take(self.labels.len())
                .enumerate()
                .map(|(i, v)| (at(i), frame.y((*v).max(0), top)))
                .collect();
            let written = points.iter().map(|(x, y)| format!("{x},{y}")).collect::<Vec<_>>().join(" ");
            if let (Some(first), Some(end), 1) = (points.first(), points.last(), self.series.len()) {
                let foot = frame.y(0, top);
                let _ =
                    write!(out, r#"<polygon class="area s1" points="{},{foot} {written} {},{foot}"/>"#, first.0, end.0);
            }
            let _ = write!(out, r#"<polyline class="line s{}" points="{written}"/>"#, n + 1);
            for ((x, y), (label, value)) in points.iter().zip(self.labels.iter().zip(&series.values)) {
                let words = format!("{label}: {} {}", self.figure(*value, write), self.unit);
                let _ = write!(
                    out,
                    r#"<circle class="s{}" cx="{x}" cy="{y}" r="3.5"><title>{}</title></circle>"#,
                    n + 1,
                    escape(&words)
                );
            }
        }
        self.under(&mut out, &frame, &at);
        out + "</svg>"
    }

    fn across(&self, width: i64, name: &str, write: &dyn Fn(i64) -> String) -> String {
        const PITCH: i64 = 30;
        let rows = self.rows();
        let first = |row: &Row<'_>| row.values.first().copied().unwrap_or(0).max(0);
        let most = rows.iter().map(first).max().unwrap_or(0).max(1);
        let widest = rows.iter().map(|row| breadth(row.label)).max().unwrap_or(0).max(breadth(&self.along));
        let left = (widest + 12).min(width * 2 / 5);
        let right = breadth(&self.figure(most, write)) + 12;
        let height = PITCH * rows.len() as i64 + 28;
        let mut out = self.open(width, height, name);
        let _ = write!(out, r#"<text x="0" y="12">{}</text>"#, escape(&self.along));
        let _ = write!(out, r#"<text x="{left}" y="12">{}</text>"#, escape(&self.unit));
        let _ = write!(out, r#"<line class="axis" x1="{left}" y1="20" x2="{left}" y2="{height}"/>"#);
        for (i, row) in rows.iter().enumerate() {
            let (y, value) = (24 + PITCH * i as i64, first(row));
            let long = scaled(value, most, width - left - right).max(i64::from(value > 0));
            let label = shortened(row.label, left - 12);
            let _ = write!(
                out,
                r#"<text class="value" x="{}" y="{}" text-anchor="end">{}</text>"#,
                left - 8,
                y + 15,
                escape(&label)
            );
            let _ = write!(out, r#"<rect class="s1" x="{left}" y="{}" width="{long}" height="18"/>"#, y + 2);
            let words = escape(&self.figure(value, write));
            let _ = write!(out, r#"<text class="value" x="{}" y="{}">{words}</text>"#, left + long + 8, y + 15);
        }
        out + "</svg>"
    }

    /// The room that the tick labels take at the side.
    fn gutter(&self, most: i64, write: &dyn Fn(i64) -> String) -> i64 {
        let one = 10_i64.pow(self.decimals);
        breadth(&write(most.saturating_add(step(most, 4, one)) / one)) + 14
    }
}

impl Frame {
    /// How far down a value lies.
    fn y(&self, value: i64, top: i64) -> i64 {
        let room = self.height - self.top - self.bottom;
        self.top + room - scaled(value, top, room)
    }
}

fn value(series: &Series, at: usize) -> i64 {
    series.values.get(at).copied().unwrap_or(0)
}

/// `value` of `whole` as a share of `room`, rounded to the nearest.
fn scaled(value: i64, whole: i64, room: i64) -> i64 {
    let whole = i128::from(whole.max(1));
    ((i128::from(value) * i128::from(room) * 2 + whole) / (whole * 2)) as i64
}

/// The distance of ticks: 1, 2 or 5 times a power of ten, so that about `ticks` of them reach `most`; at least `least`.
fn step(most: i64, ticks: i64, least: i64) -> i64 {
    let rough = (most.max(1) / ticks).max(least);
    let mut power = 1_i64;
    while power.saturating_mul(10) <= rough {
        power = power.saturating_mul(10);
    }
    let steps = [1, 2, 5, 10].map(|times| power.saturating_mul(times));
    steps.into_iter().find(|step| *step >= rough).unwrap_or(rough)
}

/// About how wide a text is in the charts' 12-unit type: a Han or Hangul sign takes twice a letter's room.
fn breadth(text: &str) -> i64 {
    text.chars().map(|c| if c as u32 >= 0x1100 { 12 } else { 7 }).sum()
}

/// A text cut to a room, with an ellipsis where it was cut.
fn shortened(text: &str, room: i64) -> String {
    if breadth(text) <= room {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut left = room - 8;
    for c in text.chars() {
        left -= breadth(c.encode_utf8(&mut [0; 4]));
        if left < 0 {
            break;
        }
        kept.push(c);
    }
    kept.trim_end().to_owned() + "…"
}

fn hundredths(n: i64) -> String {
    format!("{}.{:02}", n / 100, n % 100)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests;
