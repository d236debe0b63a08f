//! Public addresses into others, so that what lay in one prefix lies in one prefix still: each bit is
//! turned or not by what stands before it (the scheme of Crypto-PAn).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use netdiag::model::AZURE_DNS;
use netdiag::space::shared_range;

use super::digest;

/// A text that is an address, a prefix, a range, or several with commas between, with its public
/// addresses replaced; `None` if it is none of these.
pub fn masked(text: &str, key: &[u8; 16]) -> Option<String> {
    let parts: Option<Vec<String>> = text.split(',').map(|part| one(part, key)).collect();
    parts.map(|parts| parts.join(","))
}

fn one(text: &str, key: &[u8; 16]) -> Option<String> {
    let trimmed = text.trim();
    if let Some((first, last)) = trimmed.split_once('-') {
        let ends = (address(first, 32, key)?, address(last, 32, key)?);
        return Some(format!("{}-{}", ends.0, ends.1));
    }
    if let Ok(std::net::SocketAddr::V4(socket)) = trimmed.parse() {
        let address = v4(*socket.ip(), 32, key);
        return Some(format!("{address}:{}", socket.port()));
    }
    match trimmed.split_once('/') {
        Some((start, length)) => {
            let length: u8 = length.parse().ok()?;
            Some(format!("{}/{length}", address(start, length, key)?))
        }
        None => address(trimmed, 128, key),
    }
}

fn address(text: &str, length: u8, key: &[u8; 16]) -> Option<String> {
    Some(match text.trim().parse().ok()? {
        IpAddr::V4(address) => v4(address, length.min(32), key).to_string(),
        IpAddr::V6(address) => v6(address, key).to_string(),
    })
}

/// How many leading bits stay. All of them where nothing is public.
fn kept_bits(address: Ipv4Addr) -> u8 {
    let [a, ..] = address.octets();
    if address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_unspecified()
        || shared_range().contains(address)
        || IpAddr::V4(address) == AZURE_DNS.ip()
        || a == 0
        || a >= 224
    {
        return 32;
    }
    match a {
        // These also begin ranges that are not public (100.64/10, 169.254/16, 172.16/12, 192.168/16): 16 bits
        // stay, so that no public address turns into one of those.
        100 | 168 | 169 | 172 | 192 => 16,
        _ => 8,
    }
}

fn v4(address: Ipv4Addr, length: u8, key: &[u8; 16]) -> Ipv4Addr {
    let bits = u32::from(address);
    let kept = kept_bits(address);
    let mut masked = bits;
    for at in kept..length {
        let before = if at == 0 { 0 } else { bits >> (32 - at) };
        let mut prefix = before.to_be_bytes().to_vec();
        prefix.push(at);
        // The first one always turns, so that nothing stays as it was.
        if at == kept || digest(key, "address", &prefix)[0] & 1 == 1 {
            masked ^= 1 << (31 - at);
        }
    }
    Ipv4Addr::from(masked)
}

/// IPv6 plays no part in any way through the network: each address becomes one of the range for
/// documentation.
fn v6(address: Ipv6Addr, key: &[u8; 16]) -> Ipv6Addr {
    if address.is_loopback() || address.is_unspecified() {
        return address;
    }
    let first = address.segments()[0];
    if first & 0xfe00 == 0xfc00 || first & 0xffc0 == 0xfe80 {
        return address;
    }
    let digest = digest(key, "address", &address.octets());
    let mut octets = [0; 16];
    octets[..4].copy_from_slice(&[0x20, 0x01, 0x0d, 0xb8]);
    octets[4..].copy_from_slice(&digest[..12]);
    Ipv6Addr::from(octets)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: [u8; 16] = [7; 16];

    #[test]
    fn private_addresses_stay_and_public_ones_never_do() {
        for same in [
            "10.0.0.4",
            "172.16.0.0/12",
            "192.168.40.0/22",
            "168.63.129.16",
            "100.64.0.0/10",
            "0.0.0.0/0",
            "10.0.0.0-10.255.255.255",
            "10.0.0.4,10.0.0.5",
            "fd00::1",
        ] {
            assert_eq!(masked(same, &KEY).as_deref(), Some(same));
        }
        for number in 0..5000_u32 {
            let public = Ipv4Addr::from(0x1400_0000 + number * 6_361);
            let other = v4(public, 32, &KEY);
            assert_ne!(public, other);
            assert_eq!(kept_bits(other), kept_bits(public), "{public} {other}");
        }
        assert!(
            masked("2603:1000::1", &KEY)
                .unwrap()
                .starts_with("2001:db8:")
        );
        for no in ["nw-shop", "", "10.0.0", "1/2", "Internet"] {
            assert_eq!(masked(no, &KEY), None, "{no}");
        }
    }

    #[test]
    fn what_lies_in_a_prefix_lies_in_it_still() {
        let prefix: ipnet::Ipv4Net = masked("20.50.0.0/16", &KEY).unwrap().parse().unwrap();
        for inside in ["20.50.0.1", "20.50.255.7"] {
            let other: Ipv4Addr = masked(inside, &KEY).unwrap().parse().unwrap();
            assert!(prefix.contains(&other), "{other} in {prefix}");
        }
        let outside: Ipv4Addr = masked("20.51.0.1", &KEY).unwrap().parse().unwrap();
        assert!(!prefix.contains(&outside));
        assert_ne!(masked("20.50.0.1", &[1; 16]), masked("20.50.0.1", &[2; 16]));
    }
}
