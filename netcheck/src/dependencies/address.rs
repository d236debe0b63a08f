//! Hosts, ports and URLs inside values.

use std::net::IpAddr;

use netdiag::target::{Host, Target};

/// A host as it may stand in a value, with this port. Names are ASCII letters, digits, `-`, `_` and
/// dots with a letter among them: `12` in `12:30` is no host, nor is a placeholder as `{name}`.
pub fn target(host: &str, port: u16) -> Option<Target> {
    let host = host.trim();
    let bare = host
        .strip_prefix('[')
        .and_then(|h| h.strip_suffix(']'))
        .unwrap_or(host);
    if port == 0 {
        return None;
    }
    if let Ok(address) = bare.parse::<IpAddr>() {
        return Some(Target {
            host: Host::Address(address),
            port,
        });
    }
    let is_name = host
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
        && host.bytes().any(|b| b.is_ascii_alphabetic())
        && host.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
    if !is_name {
        return None;
    }
    host.parse().ok().map(|host| Target { host, port })
}

/// `host:port`, or `host` alone where there is a default; IPv6 in brackets.
pub fn host_and_port(text: &str, default: Option<u16>) -> Option<Target> {
    let text = text.trim();
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (text, None),
    };
    let port = match port {
        Some(digits) => number(digits)?,
        None => default?,
    };
    target(host, port)
}

/// A port in digits only: `+5` is none.
pub fn number(digits: &str) -> Option<u16> {
    let digits = digits.trim();
    let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    digits.parse().ok().filter(|_| is_number)
}

/// The scheme in lower case, and what follows `://`.
pub fn scheme(text: &str) -> Option<(String, &str)> {
    let (scheme, rest) = text.split_once("://")?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    is_scheme.then(|| (scheme.to_ascii_lowercase(), rest))
}

/// The hosts of a URL: what stands between the user's name and password and the path. `None` if that
/// cannot be told for sure, because a password may hold the very signs that end it.
pub fn authority<'a>(scheme: &str, rest: &'a str) -> Option<&'a str> {
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    let (authority, after) = rest.split_at(end);
    let query = after.find(['?', '#']).unwrap_or(after.len());
    let (path, query) = after.split_at(query);
    // A web address without user and port holds no password before its path.
    let is_web = matches!(scheme, "http" | "https" | "ws" | "wss");
    if !is_web || authority.contains(['@', ':']) {
        // Cosmos DB's strings for MongoDB end in appName=@account@.
        let of_cosmos = |item: &str| {
            let key = item.split_once('=').map_or("", |(key, _)| key);
            key.eq_ignore_ascii_case("appname") || !item.contains('@')
        };
        if path.contains('@') || !query.split(['?', '&', '#']).all(of_cosmos) {
            return None;
        }
    }
    Some(authority.rsplit('@').next().unwrap_or(authority))
}

/// The port of a scheme, if it is one whose port is known.
pub fn port_of(scheme: &str) -> Option<u16> {
    Some(match scheme {
        "http" | "ws" => 80,
        "https" | "wss" | "abfss" | "wasbs" => 443,
        "ftp" => 21,
        "ftps" => 990,
        "sftp" | "ssh" => 22,
        "smtp" => 25,
        "smtps" => 465,
        "ldap" => 389,
        "ldaps" => 636,
        "sb" | "amqps" => 5671,
        "amqp" => 5672,
        "redis" => 6379,
        "rediss" => 6380,
        "postgres" | "postgresql" => 5432,
        "mysql" | "mariadb" => 3306,
        "sqlserver" | "mssql" => 1433,
        "mongodb" => 27017,
        "mqtt" => 1883,
        "mqtts" => 8883,
        "nats" => 4222,
        _ => return None,
    })
}
