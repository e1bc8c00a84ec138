//! The second factor: six digits of a shared secret and the time (RFC 6238), and the picture that a telephone reads.

use qrcodegen::{QrCode, QrCodeEcc};
use sampan_ids::Timestamp;
use sampan_web::Markup;
use serde::{Deserialize, Serialize};
use totp_rs::{Builder, Secret, Totp};

/// A code that is not the one of now, or has been used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrongCode;

/// A new shared secret of 160 bits, in base 32.
pub fn fresh() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 20];
    getrandom::fill(&mut bytes)?;
    Ok(Secret::from(bytes).to_base32())
}

/// The time step of a code that holds now, give or take one step, and is later than the last one that was taken. Taking
/// it down as the last one makes sure that no code counts twice.
pub fn check(secret: Option<&str>, code: &str, now: Timestamp, last: u64) -> Result<u64, WrongCode> {
    let code: String = code.chars().filter(|c| !c.is_whitespace()).take(16).collect();
    if code.len() != 6 || !code.bytes().all(|b| b.is_ascii_digit()) {
        return Err(WrongCode);
    }
    let totp = totp(secret.ok_or(WrongCode)?)?;
    let now = u64::try_from(now.as_second()).map_err(|_| WrongCode)?;
    totp.check(&code, now).filter(|step| *step > last).ok_or(WrongCode)
}

fn totp(secret: &str) -> Result<Totp, WrongCode> {
    let secret = Secret::try_from_base32(secret).map_err(|_| WrongCode)?;
    Builder::new().with_secret(secret).build().map_err(|_| WrongCode)
}

/// The code of a moment, for tests.
#[cfg(test)]
pub fn code(secret: &str, now: Timestamp) -> String {
    totp(secret).unwrap().generate(now.as_second() as u64).to_string()
}

/// The address that sets up an authenticator: `otpauth://totp/Sampan:…`.
pub fn link(secret: &str, email: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~".contains(&b);
    let label: String =
        email.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect();
    format!("otpauth://totp/Sampan:{label}?secret={secret}&issuer=Sampan&algorithm=SHA1&digits=6&period=30")
}

/// A text as a QR code, dark on light in both themes, with the quiet zone that readers want. Nothing if it is too long.
pub fn qr(text: &str) -> Option<Markup> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let size = code.size();
    let mut path = String::new();
    for y in 0..size {
        for x in (0..size).filter(|x| code.get_module(*x, y)) {
            path.push_str(&format!("M{} {}h1v1h-1z", x + 4, y + 4));
        }
    }
    let all = size + 8;
    Some(Markup(format!(
        r##"<svg viewBox="0 0 {all} {all}" width="240" height="240" role="img" aria-hidden="true" shape-rendering="crispEdges"><rect width="{all}" height="{all}" fill="#fff"/><path d="{path}" fill="#000"/></svg>"##
    )))
}

/// A secret in groups of four, as it is typed by hand.
pub fn grouped(secret: &str) -> String {
    let letters: Vec<char> = secret.chars().collect();
    letters.chunks(4).map(|chunk| chunk.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of RFC 6238's own test values, and the six last digits of those for SHA-1.
    const RFC: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    #[test]
    fn codes_are_those_of_the_standard() {
        for (second, wanted) in [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924")] {
            let now = Timestamp::from_second(second).unwrap();
            assert_eq!(code(RFC, now), wanted);
            assert_eq!(check(Some(RFC), wanted, now, 0), Ok(second as u64 / 30), "{second}");
        }
    }

    #[test]
    fn a_code_counts_once_near_its_time_and_for_its_secret() {
        let now = Timestamp::from_second(1_800_000_000).unwrap();
        let step = 60_000_000;
        let good = code(RFC, now);
        let spaced = format!("{} {}", &good[..3], &good[3..]);
        let late = |seconds: i64| Timestamp::from_second(1_800_000_000 + seconds).unwrap();
        let other = fresh().unwrap();
        let cases = [
            ("right", Some(RFC), good.as_str(), now, 0, Ok(step)),
            ("with a blank", Some(RFC), spaced.as_str(), now, 0, Ok(step)),
            ("a step late", Some(RFC), good.as_str(), late(30), 0, Ok(step)),
            ("two steps late", Some(RFC), good.as_str(), late(60), 0, Err(WrongCode)),
            ("a step early", Some(RFC), good.as_str(), late(-30), 0, Ok(step)),
            ("used before", Some(RFC), good.as_str(), now, step, Err(WrongCode)),
            ("before the last one used", Some(RFC), good.as_str(), now, step + 1, Err(WrongCode)),
            ("another's", Some(other.as_str()), good.as_str(), now, 0, Err(WrongCode)),
            ("no secret", None, good.as_str(), now, 0, Err(WrongCode)),
            ("no code", Some(RFC), "", now, 0, Err(WrongCode)),
            ("letters", Some(RFC), "28708x", now, 0, Err(WrongCode)),
            ("no secret at all", Some("not base 32"), good.as_str(), now, 0, Err(WrongCode)),
        ];
        for (name, secret, code, now, last, wanted) in cases {
            assert_eq!(check(secret, code, now, last), wanted, "{name}");
        }
    }

    #[test]
    fn the_link_and_its_picture_carry_the_secret() {
        let secret = fresh().unwrap();
        assert_eq!(secret.len(), 32);
        let link = link(&secret, "a&b@example.com");
        assert!(link.starts_with("otpauth://totp/Sampan:a%26b%40example.com?secret="));
        assert!(qr(&link).unwrap().0.starts_with("<svg"));
        assert!(qr(&"long".repeat(2_000)).is_none());
        assert_eq!(grouped("ABCDEFGHIJ"), "ABCD EFGH IJ");
    }
}
