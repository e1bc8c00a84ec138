//! Files of the pages themselves, under addresses that change with their content, so that they can be kept for ever.

use std::collections::HashMap;

/// All of them.
#[derive(Default)]
pub struct Assets {
    by_address: HashMap<String, Asset>,
    addresses: HashMap<&'static str, String>,
}

#[derive(Clone, Copy)]
pub(crate) struct Asset {
    pub bytes: &'static [u8],
    pub content_type: &'static str,
}

impl Assets {
    /// From `(name, bytes, content type)`.
    pub fn new(files: &[(&'static str, &'static [u8], &'static str)]) -> Assets {
        let mut assets = Assets::default();
        for (name, bytes, content_type) in files {
            let hash = blake3::hash(bytes).to_hex();
            let address = match name.rsplit_once('.') {
                Some((stem, end)) => format!("{stem}.{}.{end}", &hash[..12]),
                None => format!("{name}.{}", &hash[..12]),
            };
            assets.addresses.insert(name, format!("/assets/{address}"));
            assets.by_address.insert(address, Asset { bytes, content_type });
        }
        assets
    }

    /// Where a file is; a name that is not there is served as not found.
    pub fn address(&self, name: &str) -> String {
        self.addresses.get(name).cloned().unwrap_or_else(|| format!("/assets/{name}"))
    }

    pub(crate) fn get(&self, address: &str) -> Option<Asset> {
        self.by_address.get(address).copied()
    }
}
