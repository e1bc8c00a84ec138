//! The facts that stand against an act, as a person or a program hears them.

use super::ActRefusal;
use sampan_ids::Timestamp;
use sampan_trade::order::Refusal;
use sampan_trade::stock::StockRefusal;
use sampan_web::Error;

impl From<ActRefusal> for Error {
    fn from(refusal: ActRefusal) -> Error {
        match refusal {
            ActRefusal::NotFound => Error::NotFound,
            ActRefusal::Order(refusal) => order(&refusal),
            ActRefusal::Stock(refusal) => stock(&refusal),
        }
    }
}

fn order(refusal: &Refusal) -> Error {
    let code = refusal.code();
    let one = |name: &str, value: &str| Error::refused(code, &[(name, value)]);
    match refusal {
        Refusal::NotPaid | Refusal::AlreadyPaid | Refusal::PapersMissing | Refusal::OtherMode => {
            Error::refused(code, &[])
        }
        Refusal::AlreadyShipped | Refusal::NoParcel | Refusal::NotAService | Refusal::WrongCode => {
            Error::refused(code, &[])
        }
        Refusal::NothingToReturn | Refusal::Amounts => Error::refused(code, &[]),
        Refusal::PaymentTooLate { until } | Refusal::TooEarly { until } | Refusal::TooLate { until } => {
            one("until", &minute(*until))
        }
        Refusal::AlreadyRedeemed { at } => one("at", &minute(*at)),
        Refusal::NotNow { state } => one("state", state),
        Refusal::NotInOrder { variant } => one("variant", &variant.to_string()),
        Refusal::TooMany { wanted, left, .. } => {
            // `too_many` is what too many attempts are called.
            Error::refused("too_many_pieces", &[("wanted", &wanted.to_string()), ("left", &left.to_string())])
        }
        Refusal::NoSuchRefund { number } | Refusal::AlreadySent { number } => one("number", &number.to_string()),
        Refusal::Placing { field, wanted } => Error::refused(code, &[("field", field), ("wanted", wanted)]),
        Refusal::Text(text) => Error::field("text", "", &text.to_string(), text.code()),
    }
}

/// What a person hears of a stock's refusal.
fn stock(refusal: &StockRefusal) -> Error {
    let (code, text) = (refusal.code(), |n: u64| n.to_string());
    match *refusal {
        StockRefusal::Insufficient { wanted, available } => {
            Error::refused(code, &[("wanted", &text(wanted.into())), ("available", &text(available.into()))])
        }
        StockRefusal::NotReserved { wanted, reserved } => {
            Error::refused(code, &[("wanted", &text(wanted.into())), ("reserved", &text(reserved.into()))])
        }
        StockRefusal::NotSold { wanted, out } => {
            Error::refused(code, &[("wanted", &text(wanted.into())), ("out", &text(out))])
        }
        StockRefusal::BelowReserved { on_hand, reserved } => {
            Error::refused(code, &[("on_hand", &text(on_hand.into())), ("reserved", &text(reserved.into()))])
        }
        StockRefusal::TooMany => Error::refused(code, &[]),
    }
}

fn minute(at: Timestamp) -> String {
    at.to_zoned(jiff::tz::TimeZone::UTC).strftime("%Y-%m-%d %H:%M UTC").to_string()
}
