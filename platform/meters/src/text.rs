//! The text format of Prometheus, version 0.0.4.

use crate::Counted;
use std::fmt::Write;

/// A page of figures as it is written.
#[derive(Default)]
pub struct Text {
    out: String,
    last: String,
}

/// What a figure does.
enum Kind {
    /// Only grows, until the process starts again.
    Counter,
    /// Goes up and down.
    Gauge,
    /// Counts values by size.
    Histogram,
}

impl Text {
    /// The type that the text is sent as.
    pub const CONTENT_TYPE: &'static str = "text/plain; version=0.0.4; charset=utf-8";

    /// A figure that only grows. Figures of one name that differ in labels stand one after another.
    pub fn counter(&mut self, name: &str, help: &str, labels: &[(&str, &str)], value: u64) {
        self.head(name, help, Kind::Counter);
        self.line(name, labels, None, &value.to_string());
    }

    /// A figure that goes up and down.
    pub fn gauge(&mut self, name: &str, help: &str, labels: &[(&str, &str)], value: i64) {
        self.head(name, help, Kind::Gauge);
        self.line(name, labels, None, &value.to_string());
    }

    /// A time that goes up and down, given in microseconds and written in seconds.
    pub fn gauge_time(&mut self, name: &str, help: &str, labels: &[(&str, &str)], micros: u64) {
        self.head(name, help, Kind::Gauge);
        self.line(name, labels, None, &scaled(micros, 6));
    }

    /// A time that only grows, given in microseconds and written in seconds.
    pub fn counter_time(&mut self, name: &str, help: &str, labels: &[(&str, &str)], micros: u64) {
        self.head(name, help, Kind::Counter);
        self.line(name, labels, None, &scaled(micros, 6));
    }

    /// Values by size; their whole numbers carry so many decimals: 6 for microseconds that are written as seconds.
    pub fn histogram(&mut self, name: &str, help: &str, labels: &[(&str, &str)], counted: &Counted, decimals: u32) {
        self.head(name, help, Kind::Histogram);
        let bucket = format!("{name}_bucket");
        let mut so_far = 0;
        for (step, count) in counted.steps.iter().zip(&counted.counts) {
            so_far += count;
            self.line(&bucket, labels, Some(&scaled(*step, decimals)), &so_far.to_string());
        }
        let all = counted.count().to_string();
        self.line(&bucket, labels, Some("+Inf"), &all);
        self.line(&format!("{name}_sum"), labels, None, &scaled(counted.sum, decimals));
        self.line(&format!("{name}_count"), labels, None, &all);
    }

    /// The whole page.
    pub fn done(self) -> String {
        self.out
    }

    fn head(&mut self, name: &str, help: &str, kind: Kind) {
        if self.last == name {
            return;
        }
        self.last = name.to_owned();
        let kind = match kind {
            Kind::Counter => "counter",
            Kind::Gauge => "gauge",
            Kind::Histogram => "histogram",
        };
        // Writing to a string does not fail.
        let _ = writeln!(self.out, "# HELP {name} {help}\n# TYPE {name} {kind}");
    }

    fn line(&mut self, name: &str, labels: &[(&str, &str)], le: Option<&str>, value: &str) {
        self.out.push_str(name);
        let all: Vec<(&str, &str)> = labels.iter().copied().chain(le.map(|le| ("le", le))).collect();
        if !all.is_empty() {
            let written: Vec<String> =
                all.iter().map(|(name, value)| format!("{name}=\"{}\"", escaped(value))).collect();
            let _ = write!(self.out, "{{{}}}", written.join(","));
        }
        let _ = writeln!(self.out, " {value}");
    }
}

fn escaped(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

/// A whole number with its last digits behind the point, without noughts at the end: 2500 with six is 0.0025.
fn scaled(value: u64, decimals: u32) -> String {
    let Some(one) = 10_u64.checked_pow(decimals).filter(|_| decimals > 0) else { return value.to_string() };
    let (whole, rest) = (value / one, value % one);
    let rest = format!("{rest:0width$}", width = decimals as usize);
    let rest = rest.trim_end_matches('0');
    if rest.is_empty() { whole.to_string() } else { format!("{whole}.{rest}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Histogram;

    #[test]
    fn a_page_is_what_prometheus_reads() {
        let mut text = Text::default();
        text.counter("a_total", "As.", &[("route", "/x \"y\"\\")], 3);
        text.counter("a_total", "As.", &[("route", "z")], 0);
        text.gauge("b", "Bs.", &[], -2);
        let times = Histogram::new(&[250, 1_000_000]);
        times.observe(100);
        times.observe(1_500_000);
        text.histogram("c_seconds", "Cs.", &[("lane", "0")], &times.read(), 6);
        text.gauge_time("d_seconds", "Ds.", &[], 12_000_000);
        let wanted = "# HELP a_total As.\n# TYPE a_total counter\n\
            a_total{route=\"/x \\\"y\\\"\\\\\"} 3\na_total{route=\"z\"} 0\n\
            # HELP b Bs.\n# TYPE b gauge\nb -2\n\
            # HELP c_seconds Cs.\n# TYPE c_seconds histogram\n\
            c_seconds_bucket{lane=\"0\",le=\"0.00025\"} 1\nc_seconds_bucket{lane=\"0\",le=\"1\"} 1\n\
            c_seconds_bucket{lane=\"0\",le=\"+Inf\"} 2\nc_seconds_sum{lane=\"0\"} 1.5001\nc_seconds_count{lane=\"0\"} 2\n\
            # HELP d_seconds Ds.\n# TYPE d_seconds gauge\nd_seconds 12\n";
        assert_eq!(text.done(), wanted);
    }
}
