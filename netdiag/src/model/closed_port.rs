//! Ports that the platform closes, whatever a network allows.

use super::Integration;

/// A port to which the sandbox of Windows apps lets nothing connect, at any address; no setting and no
/// integration opens it. Source: [`ClosedPort::SOURCE`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClosedPort {
    /// 445, to mount a file share.
    FileShare,
    /// 137 to 139.
    NetBios,
}

impl ClosedPort {
    /// What says so.
    pub const SOURCE: &str =
        "the sandbox of Windows apps (projectkudu wiki, Azure Web App sandbox)";

    /// What has to be said beside it of a Linux app ([`ClosedPort::is_documented_for`]).
    pub const NOT_CERTAIN: &str =
        "that is documented for Windows apps, whether it holds for a Linux app is not certain";

    /// Which of them a port is, if any.
    pub fn of(port: u16) -> Option<Self> {
        match port {
            445 => Some(Self::FileShare),
            137..=139 => Some(Self::NetBios),
            _ => None,
        }
    }

    /// Whether that is documented for this app: it is unless the app is known to be a Linux one.
    pub fn is_documented_for(integration: &Integration) -> bool {
        let read = integration.app.value().and_then(|app| app.linux.value());
        let linux = read.copied().or_else(|| integration.environment.is_linux());
        linux != Some(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Environment, Inventory};

    #[test]
    fn what_is_documented_for_windows_is_not_certain_where_the_environment_tells_of_linux() {
        let documented = |pairs: &[(&str, &str)], file: Option<&str>| {
            let pairs = pairs
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
            let environment = Environment::new(pairs, file.map(str::to_owned));
            let integration =
                Integration::assemble(Inventory::default(), environment, None).unwrap();
            ClosedPort::is_documented_for(&integration)
        };
        let site = ("WEBSITE_SITE_NAME", "nw-shop");
        let file = Some("environment.txt");
        assert!(!documented(&[site, ("WEBSITE_OS", "linux")], file));
        assert!(documented(&[site, ("WEBSITE_OS", "windows")], file));
        // Nothing tells of Linux.
        assert!(documented(&[site], file));
        assert!(documented(&[], None));
        // In the app itself, the system that the program was built for is the app's.
        assert_eq!(documented(&[site], None), !cfg!(target_os = "linux"));
    }
}
