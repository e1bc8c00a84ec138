//! Personal data at rest: sealed with one key that lies outside the data folder, found again by keyed digests.

use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::io::Write;
use std::path::Path;
use uuid::Uuid;

/// Why something sealed could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("sealed with another key, or damaged")]
pub struct NotOpened;

/// The key, and what it can do. Never printed.
#[derive(Clone)]
pub struct Vault {
    seal: [u8; 32],
    digest: [u8; 32],
    sign: [u8; 32],
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vault")
    }
}

impl Vault {
    /// A vault of a key of 32 bytes.
    pub fn new(key: &[u8; 32]) -> Vault {
        let derive = |purpose: &str| *blake3::Hasher::new_derive_key(purpose).update(key).finalize().as_bytes();
        Vault {
            seal: derive("sampan 2026 seal personal data"),
            digest: derive("sampan 2026 digest for look-up"),
            sign: derive("sampan 2026 sign cookies"),
        }
    }

    /// Reads the key file, or makes it (readable by its owner alone) if it does not exist.
    pub fn open(file: &Path) -> std::io::Result<Vault> {
        let bad = || std::io::Error::other(format!("{} is no key file: wanted 64 hexadecimal digits", file.display()));
        match std::fs::read_to_string(file) {
            Ok(text) => {
                let id = |part: &str| Uuid::try_parse(part).map(Uuid::into_bytes).map_err(|_| bad());
                let text = text.trim();
                if text.len() != 64 || !text.is_ascii() {
                    return Err(bad());
                }
                let mut key = [0; 32];
                key[..16].copy_from_slice(&id(&text[..32])?);
                key[16..].copy_from_slice(&id(&text[32..])?);
                Ok(Vault::new(&key))
            }
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                let mut key = [0; 32];
                getrandom::fill(&mut key).map_err(|e| std::io::Error::other(e.to_string()))?;
                let mut options = std::fs::OpenOptions::new();
                options.write(true).create_new(true);
                #[cfg(unix)]
                std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
                let mut out = options.open(file)?;
                let hex: String = key.iter().map(|b| format!("{b:02x}")).collect();
                writeln!(out, "{hex}")?;
                out.sync_all()?;
                Ok(Vault::new(&key))
            }
            Err(e) => Err(e),
        }
    }

    /// The key that signs cookies and notifications.
    pub fn signing_key(&self) -> &[u8; 32] {
        &self.sign
    }

    /// Seals a value, bound to a purpose (what it is and whose): it opens for the same purpose alone.
    pub fn seal<T: Serialize>(&self, purpose: &str, value: &T) -> Vec<u8> {
        let mut nonce = [0; 24];
        // Without randomness nothing may be sealed under a guessable nonce: the command fails instead.
        getrandom::fill(&mut nonce).expect("the system gives randomness");
        let text = serde_json::to_vec(value).unwrap_or_default();
        let message = chacha20poly1305::aead::Payload { msg: &text, aad: purpose.as_bytes() };
        let cipher = XChaCha20Poly1305::new(&Key::from(self.seal));
        let mut out = nonce.to_vec();
        out.extend(cipher.encrypt(&XNonce::from(nonce), message).unwrap_or_default());
        out
    }

    /// Opens what was sealed for the same purpose.
    pub fn open_sealed<T: DeserializeOwned>(&self, purpose: &str, sealed: &[u8]) -> Result<T, NotOpened> {
        let (nonce, text) = sealed.split_at_checked(24).ok_or(NotOpened)?;
        let nonce: [u8; 24] = nonce.try_into().map_err(|_| NotOpened)?;
        let message = chacha20poly1305::aead::Payload { msg: text, aad: purpose.as_bytes() };
        let cipher = XChaCha20Poly1305::new(&Key::from(self.seal));
        let plain = cipher.decrypt(&XNonce::from(nonce), message).map_err(|_| NotOpened)?;
        serde_json::from_slice(&plain).map_err(|_| NotOpened)
    }

    /// 256 bits that only this vault can make of a purpose and a text.
    pub fn mac(&self, purpose: &str, text: &str) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new_keyed(&self.digest);
        hasher.update(b"mac\0").update(purpose.as_bytes()).update(&[0]).update(text.as_bytes());
        *hasher.finalize().as_bytes()
    }

    /// The id under which something secret or personal is found again: a keyed digest of a kind and a text.
    pub fn id(&self, kind: &str, text: &str) -> Uuid {
        let mut hasher = blake3::Hasher::new_keyed(&self.digest);
        hasher.update(kind.as_bytes()).update(&[0]).update(text.as_bytes());
        sampan_ids::from_digest(hasher.finalize().as_bytes())
    }
}

/// Sealed bytes as they stand in JSON.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub struct Written(#[serde(with = "written")] pub Vec<u8>);

/// How sealed bytes are written in JSON: in base64, which is a third of an array of numbers; such arrays are read too.
pub mod written {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD_NO_PAD;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either {
        Text(String),
        Numbers(Vec<u8>),
    }

    /// Writes them.
    pub fn serialize<S: Serializer>(sealed: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&STANDARD_NO_PAD.encode(sealed))
    }

    /// Reads them.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        match Either::deserialize(from)? {
            Either::Text(text) => STANDARD_NO_PAD.decode(text).map_err(D::Error::custom),
            Either::Numbers(bytes) => Ok(bytes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_for_its_purpose_and_key_alone() {
        let vault = Vault::new(&[7; 32]);
        let sealed = vault.seal("order 1", &"王小明");
        assert!(!sealed.windows(3).any(|w| w == "王".as_bytes()));
        assert_eq!(vault.open_sealed::<String>("order 1", &sealed), Ok("王小明".to_owned()));
        assert_eq!(vault.open_sealed::<String>("order 2", &sealed), Err(NotOpened));
        assert_eq!(Vault::new(&[8; 32]).open_sealed::<String>("order 1", &sealed), Err(NotOpened));
        assert_ne!(sealed, vault.seal("order 1", &"王小明"));
        for cut in 0..sealed.len() {
            assert_eq!(vault.open_sealed::<String>("order 1", &sealed[..cut]), Err(NotOpened));
        }
    }

    #[test]
    fn sealed_bytes_are_read_however_they_were_written() {
        let written = serde_json::to_string(&Written(vec![0, 255, 7])).unwrap();
        assert_eq!(written, "\"AP8H\"");
        for text in [written.as_str(), "[0,255,7]"] {
            assert_eq!(serde_json::from_str::<Written>(text).unwrap().0, [0, 255, 7]);
        }
        assert!(serde_json::from_str::<Written>("\"*\"").is_err());
    }

    #[test]
    fn a_key_file_is_made_once_and_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("sampan.key");
        let first = Vault::open(&file).unwrap().id("email", "a@example.com");
        assert_eq!(Vault::open(&file).unwrap().id("email", "a@example.com"), first);
        std::fs::write(&file, "not a key").unwrap();
        assert!(Vault::open(&file).is_err());
    }
}
