//! The app's environment without its secrets.

use super::{REDACTED, looks_secret};
use crate::model::Environment;

/// Parts of the names of `WEBSITE_*` variables that hold secrets.
const SECRET_VARIABLES: &[&str] = &[
    "AUTH",
    "CONNECTIONSTRING",
    "CONNSTR",
    "CREDENTIAL",
    "KEY",
    "PASSWORD",
    "PRIVATE_CERT",
    "RUN_FROM_",
    "SECRET",
    "TOKEN",
];

impl Environment {
    /// The variables with everything that may be a secret replaced by [`REDACTED`]: what is not
    /// `WEBSITE_*`, the region or the machine's name, and of these what by name or form is one. One
    /// line each: line ends in values become blanks.
    pub fn redacted(&self) -> Vec<(String, String)> {
        self.pairs()
            .map(|(name, value)| (name.to_owned(), variable(name, value)))
            .collect()
    }
}

fn variable(name: &str, value: &str) -> String {
    let upper = name.to_ascii_uppercase();
    if value.trim().is_empty() {
        return String::new();
    }
    if upper == "WEBSITE_RELAYS" || upper == "WEBSITE_REWRITE_TABLE" {
        return hosts_and_ports(value);
    }
    let harmless = match upper.strip_prefix("WEBSITE_") {
        Some(rest) => SECRET_VARIABLES.iter().all(|part| !rest.contains(part)),
        None => upper == "REGION_NAME" || upper == "COMPUTERNAME",
    };
    if harmless && !looks_secret(value) {
        value.replace(char::is_control, " ")
    } else {
        REDACTED.to_owned()
    }
}

/// The whole words `host:port` of a text, which is all that is read of the hybrid connections: they
/// come with keys in a form that is not documented.
fn hosts_and_ports(value: &str) -> String {
    let words: Vec<&str> = value
        .split(|c: char| !(c.is_ascii_alphanumeric() || ".-:_".contains(c)))
        .filter(|word| {
            word.rsplit_once(':')
                .is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok())
        })
        .collect();
    if words.is_empty() {
        return REDACTED.to_owned();
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_environment_keeps_only_what_is_judged() {
        for (name, value, expected) in [
            ("WEBSITE_SITE_NAME", "nw-shop", "nw-shop"),
            ("website_dns_server", "10.0.0.4", "10.0.0.4"),
            (
                "WEBSITE_DNS_SERVER",
                "10.0.0.4\r\nHOME=x",
                "10.0.0.4  HOME=x",
            ),
            ("REGION_NAME", "westeurope", "westeurope"),
            ("COMPUTERNAME", "DW1", "DW1"),
            ("WEBSITE_AUTH_SIGNING_KEY", "CANARY", REDACTED),
            ("WEBSITE_AUTH_ENABLED", "False", REDACTED),
            (
                "WEBSITE_CONTENTAZUREFILECONNECTIONSTRING",
                "CANARY",
                REDACTED,
            ),
            (
                "WEBSITE_HTTPLOGGING_CONTAINER_URL",
                "https://x/?sig=CANARY",
                REDACTED,
            ),
            ("WEBSITE_RUN_FROM_PACKAGE", "https://x/CANARY", REDACTED),
            ("IDENTITY_HEADER", "CANARY", REDACTED),
            ("MSI_SECRET", "CANARY", REDACTED),
            ("APPSETTING_Mail", "mail:587", REDACTED),
            ("SQLAZURECONNSTR_Shop", "CANARY", REDACTED),
            ("HOME", "C:\\home", REDACTED),
            ("EMPTY", " ", ""),
            (
                "WEBSITE_RELAYS",
                r#"[{"host":"sql01:1433","key":"CANARY"}]"#,
                "sql01:1433",
            ),
            ("WEBSITE_RELAYS", "CANARY", REDACTED),
        ] {
            let environment = Environment::new([(name.to_owned(), value.to_owned())], None);
            assert_eq!(
                environment.redacted(),
                [(name.to_owned(), expected.to_owned())],
                "{name}={value}"
            );
            let again = Environment::new(environment.redacted(), None);
            assert_eq!(again.redacted(), environment.redacted(), "twice is once");
        }
    }
}
