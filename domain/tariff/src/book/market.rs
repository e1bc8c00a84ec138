//! One market's rules, and what is looked up in them.

use super::common::{Common, last_laid};
use super::source::foreign;
use super::{
    BookError, Citations, CustomsPrice, Heading, Kept, Limit, Listed, Packed, PaperKind, Passage, RateTable,
    Restriction, ServiceRow, Source, Usual, headings, limits, list, prices, rates, restrictions, services,
};
use crate::basis::Rounded;
use crate::destinations::{Destination, destination};
use crate::regimes::{self, Regime};
use crate::request::Line;
use crate::text::Text;
use std::sync::Arc;

/// One market's rules.
#[derive(Debug)]
pub struct Market {
    /// The destination.
    pub destination: &'static Destination,
    /// The currency's code as answers hold it.
    pub(crate) currency: Text,
    /// Rates of duty and tax.
    pub rates: RateTable,
    pub(super) limits: Arc<limits::Limits>,
    pub(super) restrictions: Arc<restrictions::Restrictions>,
    papers: restrictions::Papers,
    pub(super) list: Arc<list::List>,
    /// Customs' own prices for personal articles.
    pub prices: Arc<Vec<CustomsPrice>>,
    /// Descriptions of codes.
    pub headings: Arc<Vec<Heading>>,
    /// Tax on services.
    pub services: Arc<Vec<ServiceRow>>,
    pub(super) citations: Citations,
    /// How figures are rounded that the book has no row for: to the minor unit, half up.
    plain: Rounded,
    /// The ways its law has of taxing.
    pub(crate) regimes: &'static [Regime],
    /// How many books lie beneath the one that brought the last of its files.
    laid: u32,
}

impl Market {
    pub(super) fn read(
        code: &str,
        files: &[(&Source, &str)],
        everywhere: &[(&Source, &str)],
        common: &Common,
        citations: Citations,
        beneath: Option<&Market>,
    ) -> Result<Market, BookError> {
        let under = beneath;
        // Of a market beneath only the kinds of files are read again that there are more of.
        let beneath = |name: &str| {
            let is_new =
                |(source, file): &(&Source, &str)| *file == name && beneath.is_some_and(|b| source.laid > b.laid);
            beneath.filter(|_| !files.iter().any(is_new))
        };
        let cited = &citations;
        let restrictions = || {
            let mut rules = restrictions::read(files, cited, &common.rules.papers)?;
            let here =
                |rule: &&Restriction| rule.destinations.is_empty() || rule.destinations.iter().any(|to| to == code);
            rules.extend(common.rules.restrictions.iter().filter(here).cloned());
            Ok::<_, BookError>(Arc::new(restrictions::Restrictions::of(rules)))
        };
        let destination = destination(code).ok_or_else(|| foreign(files[0].0))?;
        Ok(Market {
            destination,
            currency: destination.currency.code().into(),
            rates: Market::rates(code, files, cited, under)?,
            limits: match beneath("limits.toml") {
                Some(beneath) => beneath.limits.clone(),
                None => Arc::new(limits::read(code, &[everywhere, files].concat(), cited)?),
            },
            restrictions: beneath("restrictions.csv").map_or_else(restrictions, |b| Ok(b.restrictions.clone()))?,
            papers: common.rules.papers.clone(),
            list: match beneath("positive-list.csv") {
                Some(beneath) => beneath.list.clone(),
                None => Arc::new(list::read(files, cited)?),
            },
            prices: match beneath("parcel-prices.csv") {
                Some(beneath) => beneath.prices.clone(),
                None => Arc::new(prices::read(files, cited)?),
            },
            headings: match beneath("headings.csv") {
                Some(beneath) => beneath.headings.clone(),
                None => Arc::new(headings::read(files)?),
            },
            services: match beneath("services.csv") {
                Some(beneath) => beneath.services.clone(),
                None => Arc::new(services::read(code, files, cited)?),
            },
            plain: Rounded::to_the_minor_unit(destination.currency),
            laid: last_laid(files),
            regimes: regimes::of(code),
            citations,
        })
    }

    /// The rates of a market's files; those of a market beneath are taken over.
    fn rates(
        code: &str,
        files: &[(&Source, &str)],
        citations: &Citations,
        beneath: Option<&Market>,
    ) -> Result<RateTable, BookError> {
        let is_new = |source: &&Source| beneath.is_none_or(|beneath| source.laid > beneath.laid);
        let files = files.iter().filter(|(_, name)| *name == "rates.csv").map(|(source, _)| *source);
        rates::read(code, files.filter(is_new), citations, beneath.map(|beneath| &beneath.rates))
    }

    /// What may go, on what papers; the market's own rows and those that hold everywhere.
    pub fn restrictions(&self) -> &[Restriction] {
        self.restrictions.rules()
    }

    /// The restrictions that may speak of a line with a code, in their order: all that do, and some that do not; with each
    /// whether nothing else must be so for it to hold.
    #[inline]
    pub(crate) fn restrictions_on<'a>(
        &'a self,
        line: &Line,
        code: Packed,
        way: Passage,
        found: impl FnMut(&'a Restriction, bool),
    ) {
        self.restrictions.find(line, code, way, found);
    }

    /// The limit of a name on a day.
    #[inline]
    pub fn limit(&self, name: &str, on: jiff::civil::Date) -> Option<&Limit> {
        self.limits.find(name, on)
    }

    /// The same of a name and a day as numbers.
    #[inline]
    pub(crate) fn limit_marked(&self, name: u64, on: i32) -> Option<&Limit> {
        self.limits.marked(name, on)
    }

    /// A limit that every quote asks for.
    #[inline]
    pub(crate) fn usual(&self, which: Usual, on: i32) -> Option<&Limit> {
        self.limits.usual(which, on)
    }

    /// How figures are rounded on a day.
    #[inline]
    pub(crate) fn rounding(&self, which: Usual, on: i32) -> &Rounded {
        self.usual(which, on).and_then(Rounded::by).unwrap_or(&self.plain)
    }

    /// The kind of paper of a code.
    pub fn paper(&self, code: &str) -> Option<&Kept<PaperKind>> {
        self.papers.get(code)
    }

    /// Every limit.
    pub fn limits(&self) -> impl Iterator<Item = &Limit> {
        self.limits.rows()
    }

    /// What the list of goods for cross-border e-commerce says of a code on a day.
    pub fn listed(&self, code: &str, on: jiff::civil::Date) -> Option<&Listed> {
        self.list.find(Packed::of(code), on)
    }

    /// Customs' own prices that may hold for a code on a day; several where they depend on the alcohol content.
    pub fn customs_prices(&self, code: &str, on: jiff::civil::Date) -> Vec<&CustomsPrice> {
        prices::find(&self.prices, code, on)
    }

    /// Every row of the list of goods for cross-border e-commerce.
    pub fn list(&self) -> impl Iterator<Item = &Listed> {
        self.list.rows()
    }
}
