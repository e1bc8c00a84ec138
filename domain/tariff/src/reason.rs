//! Why: a stable code with named parameters for pages to translate, and an English sentence.

use crate::book::{Citation, Confidence};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// One reason or warning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The stable code.
    pub code: Code,
    /// The line it is about; none: the whole request.
    pub line: Option<String>,
    /// What the sentence names.
    pub params: BTreeMap<String, String>,
    /// The sentence in English.
    pub text: String,
    /// Where it is from, where a row says it.
    pub citation: Option<Arc<Citation>>,
    /// How sure that row is.
    pub confidence: Option<Confidence>,
}

impl Reason {
    /// A reason by its code and parameters.
    pub fn new(code: Code, params: &[(&str, &str)]) -> Reason {
        let text = params
            .iter()
            .fold(code.sentence().to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value));
        let params = params.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Reason { code, line: None, params, text, citation: None, confidence: None }
    }

    /// The reason as one about a line.
    pub fn of(mut self, line: &str) -> Reason {
        self.line = Some(line.to_owned());
        self
    }

    /// The reason with where it is from.
    pub fn by(mut self, citation: &Arc<Citation>, confidence: Confidence) -> Reason {
        self.citation = Some(citation.clone());
        self.confidence = Some(confidence);
        self
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
    HsNotANumber "{hs} is no HS code: wanted 4 to 12 digits.",
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
    }
}
