//! Why: a stable code with named parameters for pages to translate, and an English sentence.

use crate::book::{Citation, Confidence, Kept, mark};
use crate::text::Text;
use sampan_money::Money;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use smallvec::SmallVec;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Deref;
use std::sync::OnceLock;

/// One reason or warning. What it names and its sentence are written out when they are first read.
#[derive(Debug, Clone, Serialize)]
pub struct Reason {
    /// The stable code.
    pub code: Code,
    /// The line it is about; none: the whole request.
    pub line: Option<Text>,
    /// What the sentence names.
    pub params: Params,
    /// The sentence in English.
    pub text: Sentence,
    /// Where it is from, where a row says it.
    pub citation: Option<Kept<Citation>>,
    /// How sure that row is.
    pub confidence: Option<Confidence>,
}

impl Reason {
    /// A reason by its code and parameters.
    pub fn new(code: Code, params: &[(&'static str, &str)]) -> Reason {
        let param = |(name, value): &(&'static str, &str)| (Cow::Borrowed(*name), Param::Text(Text::from(*value)));
        Said::new(code, Named::Any(params.iter().map(param).collect())).into_reason()
    }

    /// A reason that names amounts.
    pub(crate) fn amounts(code: Code, amounts: &[(&'static str, Money)]) -> Reason {
        Said::new(code, Named::Amounts(SmallVec::from_slice(amounts))).into_reason()
    }

    /// A reason that lists the names of rows, each once and in order.
    pub(crate) fn listing(code: Code, name: &'static str, rows: Vec<Text>) -> Reason {
        Said::new(code, Named::Any([(Cow::Borrowed(name), Param::List(rows))].into())).into_reason()
    }

    /// The reason as one about a line.
    pub fn of(mut self, line: impl Into<Text>) -> Reason {
        self.line = Some(line.into());
        self
    }

    /// The reason with where it is from.
    pub fn by(mut self, citation: &Kept<Citation>, confidence: Confidence) -> Reason {
        self.citation = Some(citation.clone());
        self.confidence = Some(confidence);
        self
    }
}

impl PartialEq for Reason {
    fn eq(&self, other: &Reason) -> bool {
        let names = |reason: &Reason| (reason.code, reason.confidence);
        names(self) == names(other)
            && self.line == other.line
            && self.params.0.names_the_same(&other.params.0)
            && self.citation == other.citation
    }
}

impl Eq for Reason {}

/// What a reason says, told once and shared by all that say it.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    code: Code,
    inner: Kept<Inner>,
}

#[derive(Debug)]
struct Inner {
    code: Code,
    params: Named,
    /// What tells apart what rows of the book say; nothing where it is not said by a row.
    mark: u64,
    written: OnceLock<Box<Written>>,
}

/// What a reason says, written out.
#[derive(Debug)]
struct Written {
    map: BTreeMap<String, String>,
    sentence: String,
}

/// What a sentence names, by what it calls it.
#[derive(Debug)]
enum Named {
    /// Two amounts need no more memory.
    Amounts(SmallVec<[(&'static str, Money); 2]>),
    Any(Box<[(Name, Param)]>),
}

/// What a sentence calls it: a word of the program, or of an answer that was read.
type Name = Cow<'static, str>;

#[derive(Debug)]
enum Param {
    Text(Text),
    List(Vec<Text>),
}

impl Said {
    fn new(code: Code, params: Named) -> Said {
        Said::kept(code, params, 0, false)
    }

    fn kept(code: Code, params: Named, mark: u64, forever: bool) -> Said {
        let inner = Inner { code, params, mark, written: OnceLock::new() };
        Said { code, inner: Kept::new(inner, forever) }
    }

    /// What a row of the book says whenever it holds; all rows name the same things in the same order.
    pub fn always(code: Code, params: &[(&'static str, &str)], forever: bool) -> Said {
        let kept = |value: &str| Param::Text(Text::kept(value, forever));
        let param = |(name, value): &(&'static str, &str)| (Cow::Borrowed(*name), kept(value));
        let all: Vec<&str> = params.iter().map(|(_, value)| *value).collect();
        Said::kept(code, Named::Any(params.iter().map(param).collect()), mark(&all.join("\n")), forever)
    }

    /// A reason that says it of a line, with where it is from.
    #[inline]
    pub fn about(&self, line: Text, citation: &Kept<Citation>, confidence: Confidence) -> Reason {
        Reason {
            code: self.code,
            line: Some(line),
            params: Params(self.inner.clone()),
            text: Sentence(self.inner.clone()),
            citation: Some(citation.clone()),
            confidence: Some(confidence),
        }
    }

    /// A reason that says it of no line.
    pub fn alone(&self) -> Reason {
        self.clone().into_reason()
    }

    fn into_reason(self) -> Reason {
        let (code, params) = (self.code, Params(self.inner.clone()));
        Reason { code, line: None, params, text: Sentence(self.inner), citation: None, confidence: None }
    }
}

impl Param {
    fn written(&self) -> Cow<'_, str> {
        match self {
            Param::Text(text) => Cow::Borrowed(text),
            Param::List(texts) => {
                let texts: BTreeSet<&str> = texts.iter().map(Text::as_str).collect();
                Cow::Owned(texts.into_iter().collect::<Vec<_>>().join(", "))
            }
        }
    }
}

impl Inner {
    /// Whether two name the same, in whatever order.
    fn names_the_same(&self, other: &Inner) -> bool {
        let apart = self.mark != other.mark && self.mark != 0 && other.mark != 0;
        std::ptr::eq(self, other) || (!apart && self.params.are(&other.params))
    }

    fn map(&self) -> &BTreeMap<String, String> {
        &self.written().map
    }

    fn sentence(&self) -> &str {
        &self.written().sentence
    }

    fn written(&self) -> &Written {
        self.written.get_or_init(|| {
            let map = self.params.map();
            Box::new(Written { sentence: fill(self.code.sentence(), &map), map })
        })
    }
}

impl Named {
    /// Whether two are the same, in whatever order.
    fn are(&self, others: &Named) -> bool {
        match (self, others) {
            (Named::Amounts(own), Named::Amounts(others)) => {
                own.len() == others.len() && own.iter().all(|one| others.contains(one))
            }
            (Named::Any(own), Named::Any(others)) => {
                let found = |(name, param): &(Name, Param)| {
                    others.iter().any(|(n, p)| n == name && p.written() == param.written())
                };
                own.len() == others.len() && own.iter().all(found)
            }
            _ => self.map() == others.map(),
        }
    }

    fn map(&self) -> BTreeMap<String, String> {
        match self {
            Named::Amounts(amounts) => {
                amounts.iter().map(|(n, amount)| ((*n).to_owned(), amount.to_string())).collect()
            }
            Named::Any(any) => any.iter().map(|(n, p)| (n.clone().into_owned(), p.written().into_owned())).collect(),
        }
    }
}

/// A sentence with each name in braces replaced by what it stands for; what stands for it is not looked through again.
fn fill(sentence: &str, params: &BTreeMap<String, String>) -> String {
    let mut filled = String::with_capacity(sentence.len() + 40);
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        match after.split_once('}').and_then(|(name, after)| Some((params.get(name)?, after))) {
            Some((value, after)) => {
                filled.push_str(value);
                rest = after;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled + rest
}

/// What a sentence names, by name; read it as a map.
#[derive(Clone)]
pub struct Params(Kept<Inner>);

impl Deref for Params {
    type Target = BTreeMap<String, String>;
    fn deref(&self) -> &BTreeMap<String, String> {
        self.0.map()
    }
}

impl fmt::Debug for Params {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl Serialize for Params {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(to)
    }
}

/// A sentence in English; read it as a text.
#[derive(Clone)]
pub struct Sentence(Kept<Inner>);

impl Deref for Sentence {
    type Target = str;
    fn deref(&self) -> &str {
        self.0.sentence()
    }
}

impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self)
    }
}

impl fmt::Debug for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl PartialEq<&str> for Sentence {
    fn eq(&self, other: &&str) -> bool {
        **self == **other
    }
}

impl Serialize for Sentence {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self)
    }
}

impl<'de> Deserialize<'de> for Reason {
    /// The sentence follows from code and parameters, so it is not read.
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Reason, D::Error> {
        #[derive(Deserialize)]
        struct Written {
            code: Code,
            line: Option<Text>,
            params: BTreeMap<String, String>,
            citation: Option<Kept<Citation>>,
            confidence: Option<Confidence>,
        }
        let written = Written::deserialize(from)?;
        let params = written.params.into_iter().map(|(name, value)| (name.into(), Param::Text(value.into())));
        let said = Said::new(written.code, Named::Any(params.collect())).into_reason();
        Ok(Reason { line: written.line, citation: written.citation, confidence: written.confidence, ..said })
    }
}

macro_rules! codes {
    ($($name:ident $sentence:literal,)*) => {
        /// The stable codes of reasons and warnings.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Code {
            $(#[doc = $sentence] $name,)*
        }

        impl Code {
            /// Every code.
            pub const ALL: &[Code] = &[$(Code::$name),*];

            /// The English sentence, with the parameters in braces.
            pub fn sentence(self) -> &'static str {
                match self { $(Code::$name => $sentence,)* }
            }
        }
    };
}

codes! {
    UnknownDestination "Nothing is known of the destination {destination}.",
    NoRulesYet "There are no rules for {destination} yet, so nothing is sold there.",
    UnknownRegime "There is no regime {regime} for {destination} by this way.",
    RegimeNotInForce "The regime {regime} was not in force on {date}.",
    OutOfRange "{field} is beyond what can be worked out.",
    Missing "{field} is missing.",
    NoExchangeRate "There is no exchange rate from {base} to {quote}.",
    HsNotANumber "{hs} is no HS code: wanted 4 to 12 digits, the first two of a chapter of goods.",
    HsTooShort "The code {hs} needs more digits; known are {candidates}.",
    HsCompleted "The code {hs} was read as {full}.",
    NoRate "No rate of {measure} is known for {hs}.",
    RateUnknown "The rate of {measure} for {hs} is not known ({layer}).",
    RateEnded "The law on {measure} for {hs} after {ended} is not known.",
    LastKnownRate "The law on {measure} for {hs} after {ended} is not known; the last known rate, {rate} ({rule}), is used.",
    RateToVerify "The rate of {measure} for {hs} is still to be verified.",
    UsesRowsToVerify "Some rows used here are still to be verified: {rules}.",
    Restricted "{text}",
    RestrictionUnknown "It is not known whether this may go: {text}",
    RestrictionToVerify "A rule for these goods is still to be verified: {text}",
    NotOnList "It is not known whether {hs} is on the list of goods for cross-border e-commerce.",
    OffList "{hs} is not on the list of goods for cross-border e-commerce.",
    ListToVerify "That {hs} is on the list of goods for cross-border e-commerce is still to be verified.",
    OnlyBonded "{hs} goes by cross-border e-commerce only out of a bonded warehouse.",
    OverOrderLimit "The order is worth {value}; the limit of one order is {limit}.",
    SingleItemOverLimit "The order is over the limit of {limit} but is one indivisible item, so it is taxed in full.",
    OverYearlyLimit "The order is worth {value} and {used} of the yearly {limit} is used.",
    AllowanceNotTested "What the buyer has used of the yearly {limit} is not known; it was not tested.",
    OverParcelLimit "The parcel is worth {value}; the limit of a parcel is {limit}.",
    NotPersonalUse "This way is only for goods for the buyer's own use.",
    BelowWaiver "The tax of {tax} is not above {limit} and is not collected.",
    BelowRelief "The value of {value} is not above {limit}, so no tax is due at the border.",
    BelowDutyRelief "The value of {value} is not above {limit}, so no duty is due.",
    BelowVatRelief "The value of {value} is not above {limit}, so no value added tax is due.",
    ReliefDisputed "Whether parcels of up to {limit} are free of duty is disputed; duty is charged on this one of {value}.",
    BelowUnitMinimum "A piece costs {value}; a marketplace may not sell across the border below {limit} a piece.",
    OverItemLimit "A piece is worth {value}; goods up to {limit} are taxed at the sale, these at the border.",
    Dutiable "Goods under excise or duty are taxed at the border, whatever their value.",
    NotByThisMode "This way is not open to goods sent by {mode}.",
    OutsideRegime "These goods are outside the regime {regime}.",
    TaxedAtSale "The tax is collected at the sale, so none is due at the border.",
    NotRegistered "The market is not registered to collect this tax at the sale, so it falls due at the border where the law asks it.",
    RegistrationDue "Whoever sells for more than {limit} a year into {destination} must register and collect the tax at the sale.",
    InsuranceAssumed "No insurance is known; customs takes {share} of the price for it.",
    LevyRounded "Each levy of the parcel is rounded up to {unit}.",
    PricedByCustoms "Customs' own price of {price} a {unit} for {goods} was taken in place of the value.",
    PriceToVerify "Customs' own price for {goods} is still to be verified.",
    PreferenceClaimed "The duty under {agreement} holds only with proof of origin.",
    PreferenceWithoutProof "With proof of origin under {agreement} the duty would be {rate}.",
    PreferenceToVerify "The duty of {rate} under {agreement} is still to be verified and was not used.",
    ExportFilingDue "Goods of {hs} for {value} are above {limit}: an export filing is due in the United States.",
    ControlledFilingDue "Goods under export control ({eccn}) go to {destination}: an export filing is due in the United States whatever their value.",
    PostalCodeTooShort "By post every item needs a code of {digits} digits; {hs} is too short.",
    ClosedDestination "Nothing goes from the United States to {destination}: {text}",
    QuantityNotTested "What the buyer has had this year of these goods is not known; the limit of {limit} was tested on this order alone.",
    FreeParcelsNotTested "Above {limit} parcels free of tax the relief is lost; how many the buyer has had is not known.",
    FreeParcelsUsed "The buyer has had {used} parcels free of tax; above {limit} the relief is lost.",
    AccountedByBuyer "Tax of {rate} is for the buyer to account for; it is not collected at the sale.",
    ServiceTaxUnknown "The tax on {kind} in {destination} is not known.",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_names_its_parameters() {
        let reason = Reason::new(Code::NoRate, &[("measure", "duty"), ("hs", "22042100")]).of("a");
        assert_eq!(reason.text, "No rate of duty is known for 22042100.");
        let json = serde_json::to_value(&reason).unwrap();
        assert_eq!((&json["code"], &json["line"]), (&"no_rate".into(), &"a".into()));
        assert_eq!(serde_json::from_value::<Reason>(json).unwrap(), reason);
        // What stands for a name is not looked through again.
        let braces = Reason::new(Code::NoRate, &[("measure", "{hs}"), ("hs", "{")]);
        assert_eq!(braces.text, "No rate of {hs} is known for {.");
    }
}
