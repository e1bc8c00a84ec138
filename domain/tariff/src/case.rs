//! The steps that regimes share: finding a rate, settling it, charging it, and saying what stands in the way.

mod passed;
mod preference;
mod set;
mod threshold;
mod together;

use crate::answer::{Charge, Measure, Missing, Paper, Verdict};
use crate::basis::{Basis, Item, Rounded, add, exchange};
use crate::book::{
    Above, Confidence, Goods, Kept, Law, Limit, LimitValue, Market, Measures, Of, Over, Packed, PaperKind, Passage,
    RateRow, Restriction, Ruling, date, last_day, mark,
};
use crate::rate::{Content, Field, Ground, Lack, Parts, Rate, plus};
use crate::reason::{Code, Reason};
use crate::request::{Mode, Request, Settings};
use crate::text::Text;
use jiff::civil::Date;
use sampan_money::{Decimal, Money};
use set::Set;
use smallvec::{SmallVec, smallvec};
use std::cell::Cell;
use std::collections::BTreeSet;

pub(crate) use passed::Passed;
pub(crate) use together::{Lines, Owed};

/// Everything that a regime reads.
pub(crate) struct Case<'a> {
    pub market: &'a Market,
    pub settings: &'a Settings,
    pub request: &'a Request,
    pub basis: &'a Basis<'a>,
    /// How charges are rounded.
    pub rounding: Rounded,
    /// The day as a number.
    pub on: i32,
    /// The regime at work.
    pub regime: &'static str,
    /// The way of carriage, asked for or usual for the regime.
    pub mode: Mode,
    /// The measures that were looked for.
    pub asked: Cell<Measures>,
    /// What has been asked of restrictions, where that is kept.
    pub passed: Option<&'a Passed>,
}

/// Charges of a line that room is made for at once.
const CHARGES: usize = 5;
/// The same of reasons, papers and rows.
const REASONS: usize = 4;
const PAPERS: usize = 6;
const ROWS: usize = 4;

/// Puts one more in a list, with room for so many when it is the first.
#[inline]
pub(crate) fn put<T>(list: &mut Vec<T>, room: usize, one: T) {
    if list.capacity() == 0 {
        *list = Vec::with_capacity(room);
    }
    list.push(one);
}

/// Rows of rates that hold side by side.
pub(crate) type Rows<'a> = SmallVec<[&'a RateRow; 4]>;

/// What a regime writes.
pub(crate) struct Draft {
    pub charges: Vec<Charge>,
    /// Of each charge the line it is on.
    pub charged: SmallVec<[u16; 8]>,
    pub verdicts: SmallVec<[Verdict; 8]>,
    pub reasons: Vec<Reason>,
    /// In any order, and perhaps several of a kind.
    pub papers: Vec<Paper>,
    pub missing: Set<Missing>,
    pub warnings: Vec<Reason>,
    /// In any order.
    pub to_verify: Vec<Text>,
    /// The last day on which all rows that were used hold, as a number.
    last_day: i32,
    /// Whether all that an answer says is kept: without, only what is charged and the verdicts.
    told: bool,
    /// Values for customs that the regime has set; none: what the line costs to the border.
    values: SmallVec<[Option<Money>; 1]>,
    /// The regime is not open to this order at all, whatever the goods.
    pub closed: bool,
    /// The strictest verdict and where among the reasons the first one for it is.
    decisive: Option<(Verdict, usize)>,
}

impl Draft {
    /// One that keeps all that an answer says.
    #[inline]
    pub fn new(lines: usize) -> Draft {
        Draft::of(lines, true)
    }

    /// One that nobody will read but for its charges and its verdict.
    pub fn untold(lines: usize) -> Draft {
        Draft::of(lines, false)
    }

    #[inline]
    fn of(lines: usize, told: bool) -> Draft {
        Draft {
            told,
            charges: Vec::new(),
            charged: SmallVec::new(),
            verdicts: smallvec![Verdict::Sold; lines],
            reasons: Vec::new(),
            papers: Vec::new(),
            missing: Set::default(),
            warnings: Vec::new(),
            to_verify: Vec::new(),
            last_day: i32::MAX,
            values: SmallVec::new(),
            closed: false,
            decisive: None,
        }
    }

    pub fn verdict(&self) -> Verdict {
        self.verdicts.iter().copied().max().unwrap_or(Verdict::Unknown)
    }

    /// A line is at best this.
    #[inline]
    pub fn line(&mut self, n: usize, verdict: Verdict, reason: impl FnOnce() -> Reason) {
        self.verdicts[n] = self.verdicts[n].max(verdict);
        if self.told {
            self.because(verdict, reason(), false);
        }
    }

    /// Every line is at best this.
    #[inline]
    pub fn all(&mut self, verdict: Verdict, reason: impl FnOnce() -> Reason) {
        for v in &mut self.verdicts {
            *v = (*v).max(verdict);
        }
        if self.told {
            self.because(verdict, reason(), true);
        }
    }

    fn because(&mut self, verdict: Verdict, reason: Reason, again: bool) {
        let known = self.reasons.iter().position(|known| *known == reason);
        self.decide(verdict, known.unwrap_or(self.reasons.len()));
        if again || known.is_none() {
            put(&mut self.reasons, REASONS, reason);
        }
    }

    fn decide(&mut self, verdict: Verdict, reason: usize) {
        if self.decisive.is_none_or(|(old, _)| old < verdict) {
            self.decisive = Some((verdict, reason));
        }
    }

    /// Where among the reasons the first one for the strictest verdict is.
    pub fn decisive(&self) -> Option<usize> {
        self.decisive.map(|(_, at)| at)
    }

    /// Something that a reader should know.
    #[inline]
    pub fn warn(&mut self, warning: impl FnOnce() -> Reason) {
        if self.told {
            self.warned(warning());
        }
    }

    fn warned(&mut self, warning: Reason) {
        if !self.warnings.contains(&warning) {
            put(&mut self.warnings, REASONS, warning);
        }
    }

    /// The request does not say something.
    pub fn lacks(&mut self, line: Option<Text>, field: Field) {
        if self.told {
            self.missing.insert(Missing { line, field });
        }
    }

    /// A row that is still to be verified was used.
    #[inline]
    pub fn uses(&mut self, rule: &Text) {
        if self.told && !self.to_verify.iter().any(|known| known.is(rule)) {
            put(&mut self.to_verify, ROWS, rule.clone());
        }
    }

    /// Sets a line's value for customs where the law takes another one than goods with freight and insurance: the price
    /// free on board, a share of the retail price, an insurance of its own. What the buyer pays stays as it is: landed
    /// is goods, delivery and charges.
    pub fn customs_value(&mut self, n: usize, value: Money) {
        if self.values.is_empty() {
            self.values.resize(self.verdicts.len(), None);
        }
        self.values[n] = Some(value);
    }

    /// A line's value for customs, as the regime has set it or else what the line costs to the border.
    pub fn value_of(&self, n: usize, item: &Item) -> Money {
        self.values.get(n).copied().flatten().unwrap_or(item.value)
    }

    /// The answer holds at most until the day that a row ends, which is a number.
    #[inline]
    pub fn until(&mut self, last: i32) {
        self.last_day = self.last_day.min(last);
    }

    /// The last day on which all rows that were used are known to hold.
    pub fn valid_until(&self) -> Option<Date> {
        date(self.last_day)
    }

    /// The charges of a line together.
    pub fn charges_of(&self, n: usize) -> impl Iterator<Item = Money> {
        let of_line = move |(_, at): &(&Charge, &u16)| usize::from(**at) == n;
        self.charges.iter().zip(&self.charged).filter(of_line).map(|(charge, _)| charge.amount)
    }
}

impl<'a> Case<'a> {
    pub fn date(&self) -> Date {
        self.request.date
    }

    pub fn item(&self, n: usize) -> &'a Item<'a> {
        &self.basis.items[n]
    }

    /// The same as answers hold it.
    fn id_text(&self, n: usize) -> Text {
        self.item(n).id.clone()
    }

    /// A line's code in one number.
    fn packed(&self, n: usize) -> Packed {
        self.item(n).packed
    }

    fn code(&self, n: usize) -> &'a str {
        self.item(n).code.as_deref().unwrap_or("")
    }

    /// Whether a line's code begins with digits.
    pub fn is_code(&self, n: usize, begin: &str) -> bool {
        self.packed(n).begins_with(Packed::of(begin))
    }

    fn origin(&self, n: usize) -> Option<&'a str> {
        self.item(n).line.origin.as_deref()
    }

    pub fn id(&self, n: usize) -> &'a str {
        &self.item(n).line.id
    }

    /// A line's value for customs: what the regime has set in the draft, or else what the line costs to the border.
    pub fn value(&self, draft: &Draft, n: usize) -> Money {
        draft.value_of(n, self.item(n))
    }

    /// Something about a line is not said, and nothing is sold without it.
    pub fn missing(&self, draft: &mut Draft, n: usize, field: Field) {
        draft.lacks(Some(self.id_text(n)), field);
        let reason = || Reason::new(Code::Missing, &[("field", field.name())]).of(self.id_text(n));
        draft.line(n, Verdict::Unknown, reason);
    }

    fn lack(&self, draft: &mut Draft, n: usize, lack: Lack) {
        match lack {
            Lack::Field(field) => self.missing(draft, n, field),
            Lack::Exchange(base, quote) => {
                draft.lacks(None, Field::ExchangeRate);
                let params = [("base", base.code()), ("quote", quote.code())];
                draft.line(n, Verdict::Unknown, || Reason::new(Code::NoExchangeRate, &params));
            }
            Lack::OutOfRange => {
                let reason = || Reason::new(Code::OutOfRange, &[("field", "amount")]).of(self.id_text(n));
                draft.line(n, Verdict::Unknown, reason);
            }
        }
    }

    /// The goods' origin must be known.
    pub fn need_origin(&self, draft: &mut Draft, n: usize) {
        if self.origin(n).is_none() {
            self.missing(draft, n, Field::Origin);
        }
    }

    /// The rows of a measure that are in force and may be used, one a layer, preferences apart. None where one of them
    /// is not known; then the draft says so.
    #[inline]
    pub fn layers(&self, draft: &mut Draft, n: usize, measure: Measure, regime: &str) -> Option<Rows<'a>> {
        self.layers_by(draft, n, measure, mark(regime))
    }

    fn layers_by(&self, draft: &mut Draft, n: usize, measure: Measure, regime: u64) -> Option<Rows<'a>> {
        let mut rows = Some(Rows::new());
        for row in self.found(n, measure, regime).filter(|row| !row.is_preference()) {
            let row = self.usable(draft, n, regime, row)?;
            rows.iter_mut().for_each(|rows| rows.push(row));
        }
        rows
    }

    /// The one row of a measure; of a duty the preference where one is claimed. None found is not nothing due: it is
    /// not known, and the draft says so.
    #[inline]
    pub fn row(&self, draft: &mut Draft, n: usize, measure: Measure, regime: &str) -> Option<&'a RateRow> {
        self.row_by(draft, n, measure, mark(regime))
    }

    fn row_by(&self, draft: &mut Draft, n: usize, measure: Measure, regime: u64) -> Option<&'a RateRow> {
        self.asked.set(self.asked.get() | Measures::of(measure));
        match self.market.rates.only_at(measure, regime, self.goods(n)) {
            Some(Some(row)) if !row.is_preference() => self.usable(draft, n, regime, row),
            _ => self.row_among(draft, n, measure, regime),
        }
    }

    /// The same where there may be several rows, or a preference, or none.
    fn row_among(&self, draft: &mut Draft, n: usize, measure: Measure, regime: u64) -> Option<&'a RateRow> {
        let rows: Rows = self.found(n, measure, regime).collect();
        if rows.iter().any(|row| row.is_preference())
            && let Some(row) = self.preference(draft, n, regime, &rows)
        {
            return Some(row);
        }
        let mut first = None;
        for row in rows.into_iter().filter(|row| !row.is_preference()) {
            let row = self.usable(draft, n, regime, row)?;
            first = first.or(Some(row));
        }
        if first.is_none() {
            draft.line(n, Verdict::Unknown, || {
                let params = [("measure", measure.name()), ("hs", self.code(n))];
                Reason::new(Code::NoRate, &params).of(self.id_text(n))
            });
        }
        first
    }

    /// The first row of a measure in force for a regime, by its mark.
    #[inline]
    pub fn first(&self, n: usize, measure: Measure, regime: u64) -> Option<&'a RateRow> {
        self.asked.set(self.asked.get() | Measures::of(measure));
        match self.market.rates.only_at(measure, regime, self.goods(n)) {
            Some(row) => row,
            None => self.found(n, measure, regime).next(),
        }
    }

    #[inline]
    fn goods(&self, n: usize) -> Goods<'a> {
        let item = self.item(n);
        Goods { place: item.rates, origin: item.line.origin.as_deref(), pair: item.pair, on: self.on }
    }

    /// The rows of a measure in force for a regime, by its mark, one a layer.
    #[inline]
    pub fn found(&self, n: usize, measure: Measure, regime: u64) -> impl Iterator<Item = &'a RateRow> + use<'a> {
        self.asked.set(self.asked.get() | Measures::of(measure));
        self.market.rates.find_at(measure, regime, self.goods(n))
    }

    /// A row that may be used: its rate is known, or the last known one goes on; a row to verify only where the
    /// operator sells by such.
    #[inline]
    fn usable(&self, draft: &mut Draft, n: usize, regime: u64, row: &'a RateRow) -> Option<&'a RateRow> {
        if row.rate.is_none() {
            return self.last_known(draft, n, regime, row);
        }
        draft.until(row.last);
        self.verified(draft, n, row);
        Some(row)
    }

    /// The last known row in the place of one whose rate is not known, where it goes on.
    fn last_known(&self, draft: &mut Draft, n: usize, regime: u64, row: &'a RateRow) -> Option<&'a RateRow> {
        // What the last known rate is another row of the layer may say.
        self.asked.set(Measures::ALL);
        let last = self.market.rates.last_known(row, regime, self.goods(n), self.date());
        let said = |code, more: &[(&'static str, &str)]| {
            let goods = [("measure", row.measure.name()), ("hs", self.code(n))];
            Reason::new(code, &[&goods, more].concat()).of(self.id_text(n)).by(&row.citation, row.confidence)
        };
        let Some((last, ended)) = last.and_then(|last| Some((last, last.period.to?))) else {
            draft.line(n, Verdict::Unknown, || {
                let layer: &str = if row.layer.is_empty() { &row.rule } else { &row.layer };
                said(Code::RateUnknown, &[("layer", layer), ("rule", &row.rule)])
            });
            return None;
        };
        if !self.settings.continue_last_known {
            let ended = || said(Code::RateEnded, &[("ended", &ended.to_string()), ("rule", &last.rule)]);
            draft.line(n, Verdict::Unknown, ended);
            return None;
        }
        draft.warn(|| {
            let (ended, rate) = (ended.to_string(), ("rate", last.text.as_str()));
            said(Code::LastKnownRate, &[("ended", &ended), rate, ("rule", &last.rule)])
        });
        self.verified(draft, n, last);
        Some(last)
    }

    #[inline]
    fn verified(&self, draft: &mut Draft, n: usize, row: &RateRow) {
        if row.unsure {
            self.to_verify(draft, n, row);
        }
    }

    /// What a row that is still to be verified comes to.
    fn to_verify(&self, draft: &mut Draft, n: usize, row: &RateRow) {
        if self.settings.sell_to_verify {
            return draft.uses(&row.rule);
        }
        draft.line(n, Verdict::Unknown, || {
            let params = [("measure", row.measure.name()), ("hs", self.code(n)), ("rule", row.rule.as_str())];
            Reason::new(Code::RateToVerify, &params).of(self.id_text(n)).by(&row.citation, row.confidence)
        });
    }

    /// A figure of the law; none in force: the regime was not there that day, and the draft says so.
    #[inline(always)]
    pub fn limit(&self, draft: &mut Draft, name: &str) -> Option<&'a Limit> {
        let limit = self.market.limit_marked(mark(name), self.on);
        match limit {
            Some(limit) => draft.until(last_day(limit.period)),
            None => self.not_in_force(draft, name),
        }
        limit
    }

    #[cold]
    fn not_in_force(&self, draft: &mut Draft, name: &str) {
        draft.all(Verdict::NotSold, || {
            let params = [("regime", self.regime), ("date", &self.date().to_string()), ("rule", name)];
            Reason::new(Code::RegimeNotInForce, &params)
        });
    }

    /// An amount of the law, with its row.
    #[inline(always)]
    pub fn amount(&self, draft: &mut Draft, name: &str) -> Option<(Money, &'a Limit)> {
        self.amount_of(self.limit(draft, name)?)
    }

    fn amount_of(&self, limit: &'a Limit) -> Option<(Money, &'a Limit)> {
        match limit.value {
            LimitValue::Amount(amount) if amount.currency() == self.basis.currency => Some((amount, limit)),
            _ => None,
        }
    }

    /// Whether a line's code begins with one of those that a row of the limits names, on a day that the row holds.
    pub fn is_named(&self, n: usize, name: &str) -> bool {
        let row = self.market.limit(name, self.date());
        row.is_some_and(|row| row.names(self.packed(n), || self.code(n), false))
    }

    /// A rate settled for a line on a base in major units.
    pub fn settle(&self, draft: &mut Draft, n: usize, rate: &Rate, base: Decimal) -> Option<Parts> {
        if let Rate::Percent(percent) = rate {
            return Some(Parts { percent: *percent, fixed: Decimal::ZERO });
        }
        self.settle_with(draft, n, rate, base, &self.item(n).content())
    }

    /// A rate settled for a line on another content than the line's own.
    pub fn settle_with(
        &self,
        draft: &mut Draft,
        n: usize,
        rate: &Rate,
        base: Decimal,
        content: &Content,
    ) -> Option<Parts> {
        let convert = |amount, from| exchange(amount, from, self.basis.currency, &self.request.rates);
        let ground = Ground { value: self.value(draft, n).decimal(), content, convert: &convert };
        rate.settle(base, &ground).map_err(|lack| self.lack(draft, n, lack)).ok()
    }

    /// A figure of a line that must come out; where it does not, the draft says so.
    pub fn figure<T>(&self, draft: &mut Draft, n: usize, figure: Result<T, Lack>) -> Option<T> {
        figure.map_err(|lack| self.lack(draft, n, lack)).ok()
    }

    /// Rounds an amount and enters it as a charge on a line.
    pub fn charge(
        &self,
        draft: &mut Draft,
        n: usize,
        row: &RateRow,
        rate: impl Into<Text>,
        base: Money,
        amount: Result<Decimal, Lack>,
    ) -> Option<Money> {
        let rounded = amount.and_then(|amount| self.rounding.money(amount, self.basis.currency));
        let amount = self.figure(draft, n, rounded)?;
        self.enter(draft, n, &row.law, rate.into(), base, amount);
        Some(amount)
    }

    /// Enters a charge on a line.
    pub fn enter(&self, draft: &mut Draft, n: usize, law: &Kept<Law>, rate: Text, base: Money, amount: Money) {
        let charge = Charge { line: Some(self.id_text(n)), base, rate, amount, law: law.clone() };
        put(&mut draft.charges, self.basis.items.len() * CHARGES, charge);
        // A request has fewer lines than that.
        draft.charged.push(n as u16);
    }

    /// Charges a row on a base.
    pub fn levy(&self, draft: &mut Draft, n: usize, row: &RateRow, base: Money) -> Option<Money> {
        let whole = row.share.zip(self.rounding.step).and_then(|(share, step)| share.on(base, &step));
        if let Some(minor) = whole {
            let amount = Money::new(minor, self.basis.currency);
            self.enter(draft, n, &row.law, row.text.clone(), base, amount);
            return Some(amount);
        }
        let parts = self.settle(draft, n, row.rate.as_ref()?, base.decimal())?;
        self.charge(draft, n, row, row.text.clone(), base, parts.on(base.decimal()))
    }

    /// Charges a row on a base and adds what it comes to on a sum.
    pub fn levy_onto(&self, draft: &mut Draft, n: usize, row: &RateRow, base: Money, sum: Money) -> Option<Money> {
        let amount = self.levy(draft, n, row, base)?;
        self.figure(draft, n, add(sum, amount))
    }

    /// Weighs the restrictions on a line that goes by a channel.
    fn pass(&self, draft: &mut Draft, n: usize, channel: &str) {
        let ship_from = self.request.ship_from.as_deref();
        let way = Passage { channel, mode: Some(self.mode), ship_from, on: self.date() };
        let item = self.item(n);
        if item.packed.is_short() {
            return self.pass_short(draft, n, way);
        }
        self.market.restrictions_on(item.line, item.packed, way, |rule, holds| {
            if holds || rule.holds(item.line, way) {
                self.meet(draft, n, rule, way);
            }
        });
    }

    /// What a restriction that speaks of a line comes to.
    #[inline]
    fn meet(&self, draft: &mut Draft, n: usize, rule: &Restriction, way: Passage) {
        draft.until(last_day(rule.period));
        if rule.above.as_ref().is_none_or(|above| self.is_above(draft, n, rule, above, way)) {
            self.rule(draft, n, rule);
        }
    }

    /// Weighs the restrictions on a line whose code is too short to tell all that speak of it.
    fn pass_short(&self, draft: &mut Draft, n: usize, way: Passage) {
        let mut longer = BTreeSet::new();
        let item = self.item(n);
        self.market.restrictions_on(item.line, item.packed, way, |rule, _| {
            if rule.speaks_of(item.line, item.packed, way) {
                self.meet(draft, n, rule, way);
            } else if rule.may_meet(item.line, self.code(n), way) {
                longer.extend(rule.codes_of(self.code(n)));
            }
        });
        if !longer.is_empty() {
            let candidates = longer.into_iter().take(12).collect::<Vec<_>>().join(", ");
            let params = [("hs", self.code(n)), ("candidates", &candidates)];
            draft.lacks(Some(self.id_text(n)), Field::Hs);
            draft.line(n, Verdict::Unknown, || Reason::new(Code::HsTooShort, &params).of(self.id_text(n)));
        }
    }

    /// Whether there is more of the goods than a row lets go; where that is not known, the draft says what is missing.
    fn is_above(&self, draft: &mut Draft, n: usize, rule: &Restriction, above: &Above, way: Passage) -> bool {
        let of_line = |n: usize| rule.speaks_of(self.item(n).line, self.item(n).packed, way);
        let all = 0..self.basis.items.len();
        let lines = if above.over == Over::Line { n..n + 1 } else { all };
        let is_counted = |n: &usize| above.over == Over::Line || of_line(*n);
        let measured = |n: usize| match above.of {
            Of::Content(unit) => self.item(n).content().of(unit),
            Of::WattHours => self.item(n).line.figure("watt_hours").ok_or(Lack::Field(Field::WattHours)),
            Of::Strength => self.item(n).line.abv_percent.ok_or(Lack::Field(Field::Abv)),
            Of::Worth(currency) => {
                exchange(self.item(n).goods.decimal(), self.basis.currency, currency, &self.request.rates)
            }
        };
        // Strength and watt-hours are those of one piece, so they do not add up.
        let sum = match above.of {
            Of::WattHours | Of::Strength => measured(n),
            _ => lines.filter(is_counted).try_fold(Decimal::ZERO, |sum, n| plus(sum, measured(n)?)),
        };
        // Where a paper is all that more would ask for, it is asked for until the quantity is known.
        if sum.is_err() && rule.ruling == Ruling::Papers {
            return true;
        }
        let Some(mut sum) = self.figure(draft, n, sum) else { return false };
        if above.over == Over::Year {
            match self.request.buyer.quantities_used.get(&*rule.code) {
                Some(used) => sum = sum.saturating_add(*used),
                None => draft.warn(|| {
                    let reason = Reason::new(Code::QuantityNotTested, &[("limit", &above.text)]);
                    reason.of(self.id_text(n)).by(&rule.citation, rule.confidence)
                }),
            }
        }
        sum > above.figure
    }

    fn rule(&self, draft: &mut Draft, n: usize, rule: &Restriction) {
        let reason = |code| rule.said(code).about(self.id_text(n), &rule.citation, rule.confidence);
        let to_verify = rule.confidence == Confidence::Verify;
        match rule.ruling {
            Ruling::NotAllowed => return draft.line(n, Verdict::NotSold, || reason(Code::Restricted)),
            Ruling::Unknown => return draft.line(n, Verdict::Unknown, || reason(Code::RestrictionUnknown)),
            Ruling::Allowed => {}
            Ruling::Papers => draft.line(n, Verdict::SoldWithPapers, || reason(Code::Restricted)),
        }
        for paper in &rule.papers {
            self.paper(draft, n, paper, &rule.cited, rule.confidence);
        }
        if to_verify && self.settings.sell_to_verify {
            draft.uses(&rule.code);
        } else if to_verify {
            draft.line(n, Verdict::Unknown, || reason(Code::RestrictionToVerify));
        }
    }

    fn paper(&self, draft: &mut Draft, n: usize, kind: &Kept<PaperKind>, citation: &Text, confidence: Confidence) {
        if !draft.told {
            return;
        }
        let line = Some(self.id_text(n));
        let paper = Paper { line, kind: kind.clone(), citation: citation.clone(), confidence };
        put(&mut draft.papers, PAPERS, paper);
    }

    /// Whether the order is one piece that cannot be taken apart.
    pub fn is_single_piece(&self) -> bool {
        matches!(&self.basis.items[..], [item] if item.line.quantity == 1 && !item.line.has("divisible"))
    }

    /// The goods must be for the buyer's own use.
    pub fn need_personal_use(&self, draft: &mut Draft) {
        let buyer = &self.request.buyer;
        if buyer.personal_use == Some(false) || buyer.registered_business {
            draft.all(Verdict::NotSold, || Reason::new(Code::NotPersonalUse, &[]));
        }
    }
}
