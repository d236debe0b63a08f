//! A name server as people write it.

use std::net::{IpAddr, SocketAddr};

use super::DNS_PORT;
use crate::text::{printable, shortened};

/// Reads `10.0.0.4`, `10.0.0.4:5353`, `[fd00::4]:53`, `[fd00::4]` or `fd00::4`.
///
/// # Errors
/// Says what is wrong and what to type: a name (which would itself have to be resolved), port 0, a
/// URL, anything else.
///
/// ```
/// use netdiag::model::parse_server;
/// assert_eq!(parse_server("10.0.0.4").unwrap().to_string(), "10.0.0.4:53");
/// assert_eq!(parse_server("fd00::4").unwrap().to_string(), "[fd00::4]:53");
/// assert!(parse_server("dns01.corp.example").is_err());
/// ```
pub fn parse_server(text: &str) -> Result<SocketAddr, String> {
    read(text).map_err(|(wrong, instead)| format!("{wrong}; {instead}"))
}

/// The server, or what is wrong and what to type instead.
fn read(text: &str) -> Result<SocketAddr, (String, String)> {
    let text = text.trim();
    let shown = shortened(text, 80);
    let bare = text
        .strip_prefix('[')
        .and_then(|t| t.strip_suffix(']'))
        .filter(|t| t.contains(':'))
        .unwrap_or(text);
    let address = if let Ok(address) = bare.parse::<IpAddr>() {
        SocketAddr::new(address, DNS_PORT)
    } else if let Ok(address) = text.parse::<SocketAddr>() {
        address
    } else {
        let (host, port) = text.rsplit_once(':').unwrap_or((text, ""));
        if host.parse::<std::net::Ipv4Addr>().is_ok() {
            return Err((
                format!("'{}' is no port", printable(port.get(..20).unwrap_or(port))),
                format!("type a number from 1 to 65535, as in {host}:53"),
            ));
        }
        if text.is_empty() {
            return Err((
                "the DNS server is empty".to_owned(),
                "type its address, as 10.0.0.4".to_owned(),
            ));
        }
        let letters = host.chars().any(|c| c.is_ascii_alphabetic());
        let what = if letters && !text.contains("::") && !text.contains("//") {
            "is a name, and a DNS server is named by its address"
        } else {
            "is no address of a DNS server"
        };
        return Err((
            format!("'{shown}' {what}"),
            "type it as 10.0.0.4, 10.0.0.4:5353, fd00::4 or [fd00::4]:53".to_owned(),
        ));
    };
    if address.port() == 0 {
        let usual = SocketAddr::new(address.ip(), DNS_PORT);
        return Err((
            format!("'{shown}' has port 0"),
            format!("type a port from 1 to 65535, as in {usual}"),
        ));
    }
    if address.ip().is_unspecified() || address.ip().is_multicast() {
        return Err((
            format!("'{shown}' is the address of no single machine"),
            "type a server's, as 10.0.0.4".to_owned(),
        ));
    }
    Ok(address)
}

/// The entries of a list (already split) as servers, and for each that is none a sentence that begins
/// with `setting`.
pub fn server_list<'a>(
    entries: impl IntoIterator<Item = &'a str>,
    setting: &str,
) -> (Vec<SocketAddr>, Vec<String>) {
    let (mut servers, mut warnings) = (Vec::new(), Vec::new());
    for (n, entry) in entries.into_iter().enumerate() {
        let trimmed = entry.trim();
        if trimmed.is_empty() {
            warnings.push(format!(
                "{setting}: entry {} is empty and was skipped",
                n + 1
            ));
            continue;
        }
        match read(trimmed) {
            Ok(server) => {
                if trimmed.len() != entry.len() {
                    warnings.push(format!(
                        "{setting}: a blank beside '{trimmed}'; the list should hold none"
                    ));
                }
                servers.push(server);
            }
            Err((wrong, _)) => {
                warnings.push(format!("{setting}: {wrong}; the entry was skipped"));
            }
        }
    }
    (servers, warnings)
}

/// A server as it is shown: the port only where it is not 53.
///
/// ```
/// use netdiag::model::shown_server;
/// assert_eq!(shown_server("10.0.0.4:53".parse().unwrap()), "10.0.0.4");
/// assert_eq!(shown_server("[fd00::4]:5353".parse().unwrap()), "[fd00::4]:5353");
/// ```
pub fn shown_server(address: SocketAddr) -> String {
    match address {
        SocketAddr::V6(v6) if v6.port() == DNS_PORT && v6.scope_id() != 0 => {
            format!("{}%{}", v6.ip(), v6.scope_id())
        }
        _ if address.port() == DNS_PORT => address.ip().to_string(),
        _ => address.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_are_read_as_people_write_them() {
        for (text, expected) in [
            ("10.0.0.4", "10.0.0.4:53"),
            ("10.0.0.4:5353", "10.0.0.4:5353"),
            ("[fd00::4]:53", "[fd00::4]:53"),
            ("[fd00::4]", "[fd00::4]:53"),
            ("fd00::4", "[fd00::4]:53"),
            (" 10.0.0.4 ", "10.0.0.4:53"),
        ] {
            assert_eq!(
                parse_server(text).map(|s| s.to_string()),
                Ok(expected.to_owned()),
                "{text}"
            );
        }
    }

    #[test]
    fn a_slip_is_answered_with_what_to_type() {
        for (text, part) in [
            ("", "is empty; type its address"),
            ("dns01", "is a name"),
            ("dns01.corp.example:53", "is a name"),
            ("10.0.0.4:0", "port 0"),
            ("10.0.0.4:99999", "'99999' is no port"),
            ("10.0.0.4:", "'' is no port"),
            ("10.0.0.4:dns", "'dns' is no port"),
            ("10.0.0.256", "is no address"),
            ("[10.0.0.4]:53", "is no address"),
            ("fd00::4::1", "is no address"),
            ("dns://10.0.0.4", "is no address"),
            ("0.0.0.0", "no single machine"),
            ("\u{1b}[31m", "\\u{1b}"),
        ] {
            let said = parse_server(text).unwrap_err();
            assert!(said.contains(part), "{text}: {said}");
        }
    }

    #[test]
    fn a_bad_entry_of_a_list_is_named_and_skipped() {
        let (servers, warnings) = server_list(
            "10.0.0.4, 10.0.0.5:5353,,dns01,10.0.0.999,10.0.0.6;10.0.0.7".split(','),
            "S",
        );
        assert_eq!(
            servers,
            [
                "10.0.0.4:53".parse().unwrap(),
                "10.0.0.5:5353".parse().unwrap()
            ]
        );
        assert_eq!(
            warnings,
            [
                "S: a blank beside '10.0.0.5:5353'; the list should hold none",
                "S: entry 3 is empty and was skipped",
                "S: 'dns01' is a name, and a DNS server is named by its address; the entry was skipped",
                "S: '10.0.0.999' is no address of a DNS server; the entry was skipped",
                "S: '10.0.0.6;10.0.0.7' is no address of a DNS server; the entry was skipped",
            ]
        );
    }
}
