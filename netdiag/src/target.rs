//! `host:port` as people type it.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// A host: an address, or a name that still has to be resolved.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Host {
    /// An address, typed as such.
    Address(IpAddr),
    /// A name as typed, without a final dot unless one was typed. Checked for length and labels
    /// only: DNS allows more than host names do, and a wrong name should fail where names fail.
    Name(String),
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(address) => write!(f, "{address}"),
            Self::Name(name) => f.write_str(name),
        }
    }
}

/// A host and a TCP port.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Target {
    /// The host.
    pub host: Host,
    /// The port, never 0.
    pub port: u16,
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.host {
            Host::Address(IpAddr::V6(address)) => write!(f, "[{address}]:{}", self.port),
            host => write!(f, "{host}:{}", self.port),
        }
    }
}

/// What is wrong with the text, and what to type instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetError(pub String);

impl fmt::Display for TargetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for TargetError {}

fn wrong<T>(message: impl Into<String>) -> Result<T, TargetError> {
    Err(TargetError(message.into()))
}

impl FromStr for Host {
    type Err = TargetError;

    fn from_str(text: &str) -> Result<Self, TargetError> {
        let text = text.trim();
        if let Some(suggestion) = url_suggestion(text) {
            return wrong(format!(
                "'{}' is a URL; type the host alone: {suggestion}",
                shown(text)
            ));
        }
        let bare = text
            .strip_prefix('[')
            .and_then(|t| t.strip_suffix(']'))
            .unwrap_or(text);
        if let Ok(address) = bare.parse::<IpAddr>() {
            return Ok(Self::Address(address));
        }
        check_name(text)?;
        Ok(Self::Name(text.to_owned()))
    }
}

impl Target {
    /// Reads `HOST`, `HOST:PORT`, `[IPv6]`, `[IPv6]:PORT` or a bare IPv6 address.
    /// `port` is the port given apart from it, `default` the one used when there is none at all.
    ///
    /// # Errors
    /// Says what is wrong and what to type: a URL, two different ports, port 0 or above 65535,
    /// an empty label.
    pub fn parse(
        text: &str,
        port: Option<&str>,
        default: Option<u16>,
    ) -> Result<Self, TargetError> {
        let text = text.trim();
        if let Some(suggestion) = url_suggestion(text) {
            return wrong(format!(
                "'{}' is a URL; type the host and port: {suggestion}",
                shown(text)
            ));
        }
        let (host, inner) = split_port(text)?;
        let port = match (inner, port) {
            (Some(inner), Some(outer)) if inner != outer => {
                return wrong(format!(
                    "two ports, {} and {}; type one: {}",
                    shown(inner),
                    shown(outer),
                    shown(text)
                ));
            }
            (Some(p), _) | (None, Some(p)) => parse_port(p, host)?,
            (None, None) => match default {
                Some(port) => port,
                None => {
                    return wrong(format!(
                        "'{0}' has no port; type the port too, as {0}:443",
                        shown(text)
                    ));
                }
            },
        };
        Ok(Self {
            host: host.parse()?,
            port,
        })
    }
}

impl FromStr for Target {
    type Err = TargetError;

    /// `HOST:PORT`, the port being needed.
    fn from_str(text: &str) -> Result<Self, TargetError> {
        Self::parse(text, None, None)
    }
}

/// Splits `host:port`; more than one colon without brackets is a bare IPv6 address.
fn split_port(text: &str) -> Result<(&str, Option<&str>), TargetError> {
    if let Some(rest) = text.strip_prefix('[') {
        let Some((host, after)) = rest.split_once(']') else {
            return wrong(format!(
                "'{}' lacks the closing bracket; type [fd00::4]:443",
                shown(text)
            ));
        };
        if host.parse::<Ipv6Addr>().is_err() {
            return wrong(format!(
                "'{}' is no IPv6 address; brackets are for those, as in [fd00::4]:443",
                shown(host)
            ));
        }
        return match after.strip_prefix(':') {
            Some(port) => Ok((host, Some(port))),
            None if after.is_empty() => Ok((host, None)),
            None => wrong(format!(
                "'{}' is not HOST:PORT; type [{host}]:443",
                shown(text)
            )),
        };
    }
    match text.split_once(':') {
        None => Ok((text, None)),
        Some((_, rest)) if rest.contains(':') => {
            if text.parse::<Ipv6Addr>().is_ok() {
                Ok((text, None))
            } else {
                wrong(format!(
                    "'{}' has several colons; type HOST:PORT, and an IPv6 address in brackets: [fd00::4]:443",
                    shown(text)
                ))
            }
        }
        Some((host, port)) => Ok((host, Some(port))),
    }
}

/// A port from 1 to 65535.
fn parse_port(text: &str, host: &str) -> Result<u16, TargetError> {
    match text.parse::<u32>() {
        Ok(port @ 1..=65535) => Ok(port as u16),
        _ => {
            let host = if host.contains(':') {
                format!("[{host}]")
            } else {
                shown(host)
            };
            wrong(format!(
                "'{}' is no port; type a number from 1 to 65535, as in {host}:443",
                shown(text)
            ))
        }
    }
}

/// What to type for a URL: `https://host/path` -> `host:443`.
fn url_suggestion(text: &str) -> Option<String> {
    let (scheme, rest) = text.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let port = match scheme.to_ascii_lowercase().as_str() {
        "https" | "wss" => 443,
        "ftp" => 21,
        "amqps" => 5671,
        "amqp" => 5672,
        "redis" => 6379,
        "rediss" => 6380,
        "postgres" | "postgresql" => 5432,
        "mysql" => 3306,
        "sqlserver" | "mssql" => 1433,
        "mongodb" => 27017,
        _ => 80,
    };
    match split_port(host) {
        Ok((host, Some(port))) if !host.is_empty() => Some(format!("{host}:{port}")),
        Ok((host, None)) if !host.is_empty() => Some(format!("{host}:{port}")),
        _ => Some("sql01:1433".to_owned()),
    }
    .map(|s| shown(&s))
}

/// The limits of DNS (RFC 1035, section 2.3.4): labels of 1 to 63 bytes, 253 in all.
fn check_name(text: &str) -> Result<(), TargetError> {
    let name = text.strip_suffix('.').unwrap_or(text);
    if name.is_empty() {
        return wrong("the host is empty; type a name or an address, as sql01 or 10.0.0.4");
    }
    if let Some(bad) = text
        .chars()
        .find(|c| c.is_whitespace() || c.is_control() || "/\\?#@\"'<>|&;:[]".contains(*c))
    {
        return wrong(format!(
            "'{}' is no host name: it holds '{}'; type a name or an address, as sql01 or 10.0.0.4",
            shown(text),
            shown(&bad.to_string())
        ));
    }
    if name.split('.').any(str::is_empty) {
        return wrong(format!(
            "'{}' has an empty part between two dots; type a name as sql01.corp.example",
            shown(text)
        ));
    }
    if let Some(label) = name.split('.').find(|l| l.is_ascii() && l.len() > 63) {
        return wrong(format!(
            "'{}' is longer than 63 characters, which no part of a name can be",
            shown(label)
        ));
    }
    if name.is_ascii() && name.len() > 253 {
        return wrong(format!(
            "'{}' is longer than 253 characters, which no name can be",
            shown(text)
        ));
    }
    if looks_like_an_address(name) {
        return wrong(format!(
            "'{}' is no IPv4 address; each of its four parts is a number from 0 to 255, as 10.0.0.4",
            shown(text)
        ));
    }
    Ok(())
}

/// Four numbers with dots that are not an address: `10.0.0.256`. Resolving it would only hide the slip.
fn looks_like_an_address(name: &str) -> bool {
    name.split('.').count() == 4
        && name
            .split('.')
            .all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()))
        && name.parse::<Ipv4Addr>().is_err()
}

/// What was typed, for an error message.
fn shown(text: &str) -> String {
    crate::text::shortened(text, 80)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> String {
        match Target::parse(text, None, Some(80)) {
            Ok(target) => target.to_string(),
            Err(error) => format!("error: {error}"),
        }
    }

    #[test]
    fn hosts_and_ports_are_read_as_people_type_them() {
        for (text, expected) in [
            ("sql01", "sql01:80"),
            ("sql01:1433", "sql01:1433"),
            (" sql01:1433 ", "sql01:1433"),
            ("10.0.0.4:53", "10.0.0.4:53"),
            ("fd00::4", "[fd00::4]:80"),
            ("[fd00::4]", "[fd00::4]:80"),
            ("[fd00::4]:443", "[fd00::4]:443"),
            ("sql01.corp.example.:1433", "sql01.corp.example.:1433"),
            ("_sip._tcp.example:5060", "_sip._tcp.example:5060"),
        ] {
            assert_eq!(parsed(text), expected, "{text}");
        }
    }

    #[test]
    fn a_slip_is_answered_with_what_to_type() {
        for (text, part) in [
            ("", "the host is empty"),
            (":80", "the host is empty"),
            (
                "sql01:0",
                "'0' is no port; type a number from 1 to 65535, as in sql01:443",
            ),
            ("sql01:99999", "'99999' is no port"),
            ("sql01:http", "'http' is no port"),
            ("sql01:", "'' is no port"),
            (
                "https://shop.example/cart",
                "type the host and port: shop.example:443",
            ),
            ("http://user:pw@shop.example:8080/", "shop.example:8080"),
            ("tcp://", "is a URL"),
            ("10.0.0.256:80", "is no IPv4 address"),
            ("a..b:80", "empty part between two dots"),
            ("fd00::4:zz", "several colons"),
            ("[fd00::4:80", "closing bracket"),
            ("[sql01]:80", "no IPv6 address"),
            ("sql 01:80", "is no host name"),
            ("sql01/a:80", "is no host name"),
        ] {
            let said = parsed(text);
            assert!(
                said.starts_with("error: ") && said.contains(part),
                "{text}: {said}"
            );
        }
    }

    #[test]
    fn a_port_may_stand_apart_but_not_twice() {
        assert_eq!(
            Target::parse("sql01", Some("1433"), Some(80)).unwrap().port,
            1433
        );
        assert_eq!(
            Target::parse("sql01:1433", Some("1433"), None)
                .unwrap()
                .port,
            1433
        );
        let error = Target::parse("sql01:1433", Some("80"), None).unwrap_err();
        assert!(error.to_string().starts_with("two ports"), "{error}");
    }

    #[test]
    fn a_password_in_a_url_is_not_repeated_in_the_suggestion() {
        let said = url_suggestion("https://user:secret@shop.example/").unwrap();
        assert_eq!(said, "shop.example:443");
    }
}
