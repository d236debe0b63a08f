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
    // A sign is no part of it, though numbers may have one.
    let number = length.bytes().all(|byte| byte.is_ascii_digit());
    let parsed = number.then(|| length.parse::<u8>().ok()).flatten();
    let parsed = parsed.filter(|length| *length <= longest);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_says_what_to_type() {
        for (typed, hint) in [
            (
                "10.1.0.0",
                "'10.1.0.0' is an address; a prefix has a length, as 10.1.0.0/24",
            ),
            (
                "10.1.0/16",
                "'10.1.0' is not an address of four numbers from 0 to 255; type a prefix as 10.1.0.0/16",
            ),
            (
                "10.1.0.0/33",
                "'/33' is not a length from 0 to 32; type a prefix as 10.1.0.0/24",
            ),
            (
                "10.1.0.0/",
                "'/' is not a length from 0 to 32; type a prefix as 10.1.0.0/24",
            ),
            (
                "10.1.0.0/255.255.0.0",
                "'10.1.0.0/255.255.0.0' has a mask; type 10.1.0.0/16",
            ),
            (
                "10.1.0.256/24",
                "'10.1.0.256' is not an address of four numbers from 0 to 255; type a prefix as 10.1.0.0/16",
            ),
            (
                "10.1.0.0/+16",
                "'/+16' is not a length from 0 to 32; type a prefix as 10.1.0.0/24",
            ),
            (
                "fd00::/129",
                "'/129' is not a length from 0 to 128; type a prefix as fd00::/24",
            ),
            ("", "'' is not a prefix; type it as 10.1.0.0/16"),
            ("data", "'data' is not a prefix; type it as 10.1.0.0/16"),
        ] {
            assert_eq!(read(typed), Err(hint.to_owned()), "{typed}");
        }
    }

    #[test]
    fn a_prefix_is_read_as_it_was_typed() {
        for typed in ["10.1.0.0/16", " 10.1.2.5 / 24 ", "0.0.0.0/0", "fd00::/8"] {
            let plain: String = typed.split_whitespace().collect();
            assert_eq!(read(typed).map(|net| net.to_string()), Ok(plain));
        }
    }
}
