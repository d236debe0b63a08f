//! Prefixes that people type. Pure.

use std::fmt::Display;
use std::net::IpAddr;

use ipnet::IpNet;
use netdiag::text::printable;

/// Reads a prefix as it was typed, which may have bits set behind its length.
///
/// # Errors
/// What to type instead, without the flag's name.
pub fn read(text: &str) -> Result<IpNet, String> {
    let text = text.trim();
    let shown = printable(text);
    let Some((address, length)) = text.split_once('/') else {
        return Err(match text.parse::<IpAddr>() {
            Ok(IpAddr::V4(_)) => {
                format!("'{shown}' is an address; a prefix has a length, as {shown}/24")
            }
            _ => format!("'{shown}' is not a prefix; type it as 10.1.0.0/16"),
        });
    };
    let Ok(address) = address.trim().parse::<IpAddr>() else {
        return Err(format!(
            "'{}' is not an address of four numbers from 0 to 255; type a prefix as 10.1.0.0/16",
            printable(address.trim())
        ));
    };
    let longest = if address.is_ipv4() { 32 } else { 128 };
    let length = length.trim();
    let parsed = length.parse::<u8>().ok().filter(|l| *l <= longest);
    match parsed.and_then(|length| IpNet::new(address, length).ok()) {
        Some(net) => Ok(net),
        None => Err(
            match length.parse::<IpAddr>().map(ipnet::ip_mask_to_prefix) {
                Ok(Ok(length)) => format!("'{shown}' has a mask; type {address}/{length}"),
                _ => format!(
                    "'/{}' is not a length from 0 to {longest}; type a prefix as {address}/24",
                    printable(length)
                ),
            },
        ),
    }
}

/// What is said of an IPv6 address or prefix; `example` is what to type instead.
pub fn ipv4_only(typed: impl Display, example: &str) -> String {
    format!("{typed}: the integration carries IPv4 only; type {example}")
}
