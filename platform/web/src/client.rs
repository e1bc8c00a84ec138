//! Where a request comes from: the connection, or what a trusted proxy says of it.

use axum::http::HeaderMap;
use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

/// An address or a network (`10.0.0.0/8`) whose forwarding headers count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trusted {
    address: IpAddr,
    bits: u8,
}

/// Text that is no address and no network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotANetwork(pub String);

impl fmt::Display for NotANetwork {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is no address or network such as 10.0.0.0/8", self.0)
    }
}
impl std::error::Error for NotANetwork {}

impl FromStr for Trusted {
    type Err = NotANetwork;
    fn from_str(text: &str) -> Result<Trusted, NotANetwork> {
        let wrong = || NotANetwork(text.chars().take(64).collect());
        let (address, bits) = text.split_once('/').map_or((text, None), |(a, b)| (a, Some(b)));
        let address: IpAddr = address.parse().map_err(|_| wrong())?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = match bits {
            None => most,
            Some(bits) => bits.parse().ok().filter(|bits| *bits <= most).ok_or_else(wrong)?,
        };
        Ok(Trusted { address, bits })
    }
}

impl Trusted {
    /// Whether an address is this one or within this network.
    pub fn contains(&self, other: IpAddr) -> bool {
        let differ = match (self.address, other.to_canonical()) {
            (IpAddr::V4(a), IpAddr::V4(b)) => u32::from(a) ^ u32::from(b),
            (IpAddr::V6(a), IpAddr::V6(b)) => {
                let differ = u128::from(a) ^ u128::from(b);
                return self.bits == 0 || differ >> (128 - u32::from(self.bits)) == 0;
            }
            _ => return false,
        };
        self.bits == 0 || differ >> (32 - u32::from(self.bits)) == 0
    }
}

/// Where a request comes from, and whether it came by TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Client {
    pub address: IpAddr,
    pub tls: bool,
}

/// Walks the forwarding chain from the right for as long as it is trusted; the first that is not is the client.
pub(crate) fn client(peer: IpAddr, headers: &HeaderMap, trusted: &[Trusted], tls: bool) -> Client {
    let trust = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
    let peer = peer.to_canonical();
    if !trust(peer) {
        return Client { address: peer, tls };
    }
    let chain: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .collect();
    let mut address = peer;
    for hop in chain.iter().rev().take(32) {
        match hop.parse::<IpAddr>() {
            Ok(hop) => address = hop.to_canonical(),
            Err(_) => break,
        }
        if !trust(address) {
            break;
        }
    }
    // Several values are one per hop; the last is what the nearest proxy, which is trusted, saw or passed on.
    let proto = headers.get_all("x-forwarded-proto").iter().next_back();
    let proto = proto.and_then(|value| value.to_str().ok()).unwrap_or_default();
    let forwarded = proto.rsplit(',').next().unwrap_or_default().trim();
    Client { address, tls: tls || forwarded.eq_ignore_ascii_case("https") }
}
