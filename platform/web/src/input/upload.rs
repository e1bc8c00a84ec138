//! A file that came with a form, on disk for as long as it is worked on.

use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use std::fmt;
use std::path::{Path, PathBuf};
use tempfile::TempPath;

/// The name under which a form's own reader, and no other, hands a file over: JSON cannot claim to be one.
pub(super) const HANDED: &str = "\0sampan-web upload";

/// A file that came with a form. It is deleted when this is dropped.
pub struct Upload {
    /// How the sender calls it; a name for people, never a path.
    pub file_name: String,
    /// What the sender says it is.
    pub content_type: String,
    /// Bytes.
    pub size: u64,
    /// blake3 of its content.
    pub digest: [u8; 32],
    path: TempPath,
}

impl Upload {
    pub(super) fn new(file_name: String, content_type: String, size: u64, digest: [u8; 32], path: TempPath) -> Upload {
        Upload { file_name, content_type, size, digest, path }
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The parts in the order in which the reader below takes them.
    pub(super) fn parts(self) -> std::io::Result<[String; 4]> {
        let size = self.size.to_string();
        let digest = blake3::Hash::from_bytes(self.digest).to_hex().to_string();
        let path = self.path.keep().map_err(|error| error.error)?;
        let path = path
            .into_os_string()
            .into_string()
            .map_err(|_| std::io::Error::other("the folder for uploads has a name that is not text"))?;
        Ok([format!("{}\0{}", self.file_name, self.content_type), size, digest, path])
    }
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Upload({:?}, {} bytes)", self.file_name, self.size)
    }
}

impl<'de> Deserialize<'de> for Upload {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Upload, D::Error> {
        deserializer.deserialize_newtype_struct(HANDED, Taken)
    }
}

struct Taken;

impl<'de> Visitor<'de> for Taken {
    type Value = Upload;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a file")
    }

    /// Only the form's reader calls this for [`HANDED`]; others call `visit_newtype_struct`, which refuses.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Upload, A::Error> {
        let mut part = || match map.next_entry::<String, String>()? {
            Some((_, value)) => Ok(value),
            None => Err(de::Error::custom("a file is missing a part")),
        };
        let (names, size, digest, path) = (part()?, part()?, part()?, part()?);
        let path = TempPath::try_from_path(PathBuf::from(path)).map_err(de::Error::custom)?;
        let (file_name, content_type) = names.split_once('\0').unwrap_or((&names, ""));
        Ok(Upload {
            file_name: file_name.to_owned(),
            content_type: content_type.to_owned(),
            size: size.parse().map_err(de::Error::custom)?,
            digest: *blake3::Hash::from_hex(digest).map_err(de::Error::custom)?.as_bytes(),
            path,
        })
    }
}

impl utoipa::PartialSchema for Upload {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::schema::Object::builder()
            .schema_type(utoipa::openapi::schema::Type::String)
            .format(Some(utoipa::openapi::schema::SchemaFormat::KnownFormat(
                utoipa::openapi::schema::KnownFormat::Binary,
            )))
            .into()
    }
}

impl utoipa::ToSchema for Upload {}
