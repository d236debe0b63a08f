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
        let linux = integration.app.value().and_then(|app| app.linux.value());
        linux != Some(&true)
    }
}
