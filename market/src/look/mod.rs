//! The look: stylesheet, script, base pages, the pieces pages are made of, charts.
//!
//! A page of a slice begins with `{% extends "look/pages/shell.html" %}` (or `desk.html`, `print.html`) and
//! `{% import "look/pages/macros.html" as m %}`. Its template sees `s` (the shell: words, amounts, dates), `f` (the frame:
//! who looks, from where) and `v` (the slice's own view). The view becomes a page with one line:
//!
//! ```ignore
//! page!(HomeView, "browse/pages/home.html");
//! ```

pub mod chart;
pub mod filters;
pub mod frame;
pub mod parts;
pub mod slim;
pub mod tally;

pub use chart::{Chart, Shape};
pub use frame::{Frame, Role, currency, destination, dress};
pub use parts::{Anatomy, Card, Choice, Confidence, Crumb, Kind, Line, Pager, Part, Source, Step, Tab, Tone, Work};
pub use tally::Tally;

use sampan_web::{Assets, Problem, Shell};
use std::sync::OnceLock;

const ASSETS: &[(&str, &[u8], &str)] = &[
    ("style.css", include_bytes!("style.css"), "text/css; charset=utf-8"),
    ("script.js", include_bytes!("script.js"), "text/javascript; charset=utf-8"),
    ("favicon.svg", include_bytes!("favicon.svg"), "image/svg+xml"),
    ("river.svg", include_bytes!("river.svg"), "image/svg+xml"),
];

/// The files that pages ask for by name.
pub fn assets() -> &'static Assets {
    static ALL: OnceLock<Assets> = OnceLock::new();
    static STYLE: OnceLock<String> = OnceLock::new();
    ALL.get_or_init(|| {
        let style = STYLE.get_or_init(|| slim::slim(include_str!("style.css"))).as_bytes();
        let sent = |(name, bytes, kind): &(&'static str, &'static [u8], &'static str)| match *name {
            "style.css" => (*name, style, *kind),
            _ => (*name, *bytes, *kind),
        };
        Assets::new(&ASSETS.iter().map(sent).collect::<Vec<_>>())
    })
}

/// Makes a view a page: `page!(View, "slice/pages/page.html")`, the path from `market/src`. A third part puts what the
/// view knows on the frame: `|v, f| f.query.clone_from(&v.query)`.
#[macro_export]
macro_rules! page {
    ($view:ty, $path:tt) => {
        $crate::page!($view, $path, |_v, _f| ());
    };
    ($view:ty, $path:tt, |$v:ident, $f:ident| $fill:expr) => {
        const _: () = {
            #[allow(unused_imports, reason = "not every page needs a filter")]
            use $crate::look::filters;

            #[derive(askama::Template)]
            #[template(path = $path)]
            #[allow(dead_code, reason = "paper needs no frame")]
            struct Filled<'a> {
                s: &'a sampan_web::Shell,
                f: $crate::look::Frame,
                // A page may be the same for everyone.
                #[allow(dead_code)]
                v: &'a $view,
            }

            impl sampan_web::Page for $view {
                fn render(&self, shell: &sampan_web::Shell) -> Result<String, sampan_web::RenderError> {
                    let fill = |$v: &$view, $f: &mut $crate::look::Frame| $fill;
                    let mut frame = $crate::look::Frame::of(shell);
                    fill(self, &mut frame);
                    let filled = Filled { s: shell, f: frame, v: self };
                    Ok(askama::Template::render(&filled)?)
                }
            }
        };
    };
}

#[derive(askama::Template)]
#[template(path = "look/pages/problem.html")]
struct ProblemPage<'a> {
    s: &'a Shell,
    f: Frame,
    v: &'a Problem,
}

/// The page of an error: what happened, what to do, and what had been typed, ready to be sent again.
pub fn error_page(shell: &Shell, problem: &Problem) -> String {
    let page = ProblemPage { s: shell, f: Frame::of(shell), v: problem };
    askama::Template::render(&page).unwrap_or_else(|_| problem.code.clone())
}

impl Anatomy {
    /// What the bar shows, in words: each part's name and amount.
    pub fn aria(&self, s: &Shell) -> String {
        let words = |part: &Part| format!("{} {}", s.t(part.kind.key()), filters::written(part.amount, s));
        self.parts.iter().map(words).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests;
