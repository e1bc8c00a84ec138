//! Addresses of pictures: only such as lie on the public web.
//!
//! The market will fetch what stands here, so an address must not lead the server to itself or to its neighbours. What
//! a name resolves to is known only when it is fetched: whoever fetches asks [`is_public`] again for the address that
//! he connects to, and for each redirect.

use crate::limits;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use url::{Host, Url};

/// Endings of names that mean a machine nearby or nowhere, never one on the public web (RFC 6761, 6762, 8375, 9476).
const NEARBY: [&str; 13] = [
    "localhost",
    "local",
    "localdomain",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "private",
    "arpa",
    "onion",
    "invalid",
    "alt",
];

/// The address of a picture in its normal form, or why it is not taken.
pub fn public_url(text: &str) -> Result<String, &'static str> {
    let text = text.trim();
    if text.chars().count() > limits::URL_CHARS {
        return Err("an address of at most 2048 characters");
    }
    if text.chars().any(|letter| letter.is_control() || letter.is_whitespace() || letter == '\\') {
        return Err("an address without spaces, control characters and backslashes");
    }
    let url = Url::parse(text).map_err(|_| "an address that begins with https:// or http://")?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("an address that begins with https:// or http://");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("an address without a name and password in it");
    }
    if url.port().is_some_and(|port| !matches!(port, 80 | 443)) {
        return Err("an address at the usual port");
    }
    let public = match url.host() {
        Some(Host::Domain(name)) => is_public_name(name),
        Some(Host::Ipv4(address)) => is_public(address.into()),
        Some(Host::Ipv6(address)) => is_public(address.into()),
        None => false,
    };
    if public { Ok(url.into()) } else { Err("an address on the public web, not on this machine or a private network") }
}

fn is_public_name(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
    match name.rsplit_once('.') {
        Some((rest, ending)) => !rest.is_empty() && !ending.is_empty() && !NEARBY.contains(&ending),
        None => false,
    }
}

/// Whether an address lies on the public internet: neither this machine, nor a private network, nor reserved.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let reserved = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (18..20).contains(&b));
    !reserved
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let segments = address.segments();
    // Global unicast is 2000::/3; in it lie tunnels (2001::/23, 2002::/16) and documentation (2001:db8::/32, 3fff::/20).
    let global = (0x2000..0x4000).contains(&segments[0]);
    let tunnel = segments[0] == 0x2002 || (segments[0] == 0x2001 && segments[1] < 0x200);
    let documentation =
        (segments[0] == 0x2001 && segments[1] == 0xdb8) || (segments[0] == 0x3fff && segments[1] < 0x1000);
    global && !tunnel && !documentation
}
