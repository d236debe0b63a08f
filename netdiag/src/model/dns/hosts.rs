//! The hosts file.

use std::collections::BTreeMap;
use std::net::IpAddr;

/// What a hosts file says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HostsFile {
    /// Its path.
    pub path: String,
    addresses: BTreeMap<String, Vec<IpAddr>>,
}

impl HostsFile {
    /// Reads the text of a hosts file: an address and its names on each line, `#` begins a comment.
    /// Lines that are neither are passed over, as every resolver does.
    pub fn parse(path: impl Into<String>, text: &str) -> Self {
        let mut addresses: BTreeMap<String, Vec<IpAddr>> = BTreeMap::new();
        for line in text.lines() {
            let mut words = line
                .split('#')
                .next()
                .unwrap_or_default()
                .split_whitespace();
            let Some(Ok(address)) = words.next().map(str::parse::<IpAddr>) else {
                continue;
            };
            for name in words {
                let known = addresses.entry(key(name)).or_default();
                if !known.contains(&address) {
                    known.push(address);
                }
            }
        }
        Self {
            path: path.into(),
            addresses,
        }
    }

    /// The addresses of a name, in the file's order. `localhost` and names below it are this machine
    /// even if the file does not say so (RFC 6761, section 6.3).
    pub fn addresses(&self, name: &str) -> Vec<IpAddr> {
        let key = key(name);
        match self.addresses.get(&key) {
            Some(addresses) => addresses.clone(),
            None if key == "localhost" || key.ends_with(".localhost") => vec![
                IpAddr::V4(std::net::Ipv4Addr::LOCALHOST),
                IpAddr::V6(std::net::Ipv6Addr::LOCALHOST),
            ],
            None => Vec::new(),
        }
    }
}

fn key(name: &str) -> String {
    name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_without_regard_to_case_or_final_dot() {
        let hosts = HostsFile::parse(
            "hosts",
            "# comment\n10.61.8.9\tSQL01.corp.example sql01 # the database\n\
             fd00::9 sql01\r\nnonsense sql02\n10.61.8.10 sql01\n",
        );
        assert_eq!(
            hosts.addresses("sql01.CORP.example."),
            ["10.61.8.9".parse::<IpAddr>().unwrap()]
        );
        assert_eq!(hosts.addresses("sql01").len(), 3);
        assert!(hosts.addresses("sql02").is_empty());
        assert_eq!(hosts.addresses("shop.localhost").len(), 2);
    }
}
