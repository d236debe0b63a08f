//! What an operating system's error means for a probe: our words, the originals' sentences.
//!
//! Pure: codes in, words out. Shared by the TCP and the DNS probe.

use std::io;

use serde::{Serialize, Serializer};

/// Why a probe did not get through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Failure {
    /// Somebody said no: nothing listens there, or a firewall answered in its place.
    Refused,
    /// Nobody said anything in time.
    Timeout,
    /// The name, or a record with an address for it, does not exist.
    NoSuchHost,
    /// No name server gave an answer, so whether the name exists is not known.
    DnsFailure,
    /// The host cannot be reached from where its packets arrive.
    HostUnreachable,
    /// Nobody knows a way to the network.
    NetworkUnreachable,
    /// Something on the way said that its policy forbids this traffic.
    Prohibited,
    /// This machine itself refused to send: the App Service sandbox, a local policy.
    NotPermitted,
    /// The connection was torn down while it was made.
    Reset,
    /// Anything else; the system's own words tell it.
    Other,
}

impl Failure {
    /// Every failure, in the order of the documentation.
    pub const ALL: [Self; 10] = [
        Self::Refused,
        Self::Timeout,
        Self::NoSuchHost,
        Self::DnsFailure,
        Self::HostUnreachable,
        Self::NetworkUnreachable,
        Self::Prohibited,
        Self::NotPermitted,
        Self::Reset,
        Self::Other,
    ];

    /// The word for it in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Timeout => "timeout",
            Self::NoSuchHost => "no_such_host",
            Self::DnsFailure => "dns_failure",
            Self::HostUnreachable => "host_unreachable",
            Self::NetworkUnreachable => "network_unreachable",
            Self::Prohibited => "prohibited",
            Self::NotPermitted => "not_permitted",
            Self::Reset => "reset",
            Self::Other => "other",
        }
    }

    /// The sentence for it.
    ///
    /// `NoSuchHost`, `Timeout`, `NotPermitted` and `DnsFailure` have those of Azure's tcpping.exe to the
    /// letter, final period or none; the portal's own parser looks for the first three
    /// (`diag-provider.ts` of Azure/Azure-AppServices-Diagnostics-Portal). The others are Winsock's, except for
    /// `Prohibited`, which Winsock does not know.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::NoSuchHost => "No such host is known",
            Self::Timeout => "Connection timed out.",
            Self::NotPermitted => {
                "An attempt was made to access a socket in a way forbidden by its access permissions"
            }
            Self::DnsFailure => "A non-recoverable error occurred during a database lookup",
            Self::Refused => {
                "No connection could be made because the target machine actively refused it."
            }
            Self::HostUnreachable => "A socket operation was attempted to an unreachable host.",
            Self::NetworkUnreachable => {
                "A socket operation was attempted to an unreachable network."
            }
            Self::Prohibited => {
                "The connection is administratively prohibited by a router or firewall."
            }
            Self::Reset => "An existing connection was forcibly closed by the remote host.",
            Self::Other => "The connection could not be made.",
        }
    }
}

impl Serialize for Failure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// What an operating system's error means.
pub fn of(error: &io::Error) -> Failure {
    let by_code = error.raw_os_error().and_then(|code| {
        if cfg!(windows) {
            of_winsock(code)
        } else {
            of_errno(code)
        }
    });
    by_code.unwrap_or_else(|| of_kind(error.kind()))
}

fn of_kind(kind: io::ErrorKind) -> Failure {
    match kind {
        io::ErrorKind::ConnectionRefused => Failure::Refused,
        io::ErrorKind::TimedOut => Failure::Timeout,
        io::ErrorKind::HostUnreachable => Failure::HostUnreachable,
        io::ErrorKind::NetworkUnreachable | io::ErrorKind::NetworkDown => {
            Failure::NetworkUnreachable
        }
        io::ErrorKind::PermissionDenied => Failure::NotPermitted,
        io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted => Failure::Reset,
        _ => Failure::Other,
    }
}

/// What a Winsock code means; `None` if it is none that a probe meets.
/// Sources: Microsoft's "Windows Sockets Error Codes" and "System Error Codes".
fn of_winsock(code: i32) -> Option<Failure> {
    Some(match code {
        10061 => Failure::Refused,
        10060 => Failure::Timeout,
        // WSAHOST_NOT_FOUND, and WSANO_DATA: a name without an address.
        11001 | 11004 => Failure::NoSuchHost,
        // WSATRY_AGAIN (no answer from a server) and WSANO_RECOVERY.
        11002 | 11003 => Failure::DnsFailure,
        // WSAEHOSTDOWN and WSAEHOSTUNREACH.
        10064 | 10065 => Failure::HostUnreachable,
        // WSAENETDOWN and WSAENETUNREACH.
        10050 | 10051 => Failure::NetworkUnreachable,
        10013 => Failure::NotPermitted,
        // WSAENETRESET, WSAECONNABORTED and WSAECONNRESET.
        10052..=10054 => Failure::Reset,
        // The same from below Winsock, where a wait for a socket ends with the system's own code:
        // ERROR_CONNECTION_REFUSED, ERROR_SEM_TIMEOUT, ERROR_HOST_UNREACHABLE and _NETWORK_UNREACHABLE,
        // ERROR_PORT_UNREACHABLE, ERROR_NETNAME_DELETED and ERROR_CONNECTION_ABORTED.
        1225 | 1234 => Failure::Refused,
        121 => Failure::Timeout,
        1232 => Failure::HostUnreachable,
        1231 => Failure::NetworkUnreachable,
        64 | 1236 => Failure::Reset,
        _ => return None,
    })
}

/// What an errno means where the standard library has no kind for it.
fn of_errno(code: i32) -> Option<Failure> {
    #[cfg(unix)]
    {
        (code == libc::EHOSTDOWN).then_some(Failure::HostUnreachable)
    }
    #[cfg(not(unix))]
    {
        let _ = code;
        None
    }
}

/// What an ICMP destination-unreachable or time-exceeded message means; `None` for types that say
/// nothing about reachability. Sources: RFC 792, RFC 1812 (5.2.7.1), RFC 4443 (3.1, 3.3).
pub(crate) fn of_icmp(ipv6: bool, kind: u8, code: u8) -> Option<Failure> {
    Some(match (ipv6, kind, code) {
        // Protocol and port unreachable: a host, or more often a firewall, says no.
        (false, 3, 2 | 3) | (true, 1, 4) => Failure::Refused,
        // 9, 10, 13: prohibited by policy. IPv6 codes 5 and 6 are "more informative subsets" of 1.
        (false, 3, 9 | 10 | 13) | (true, 1, 1 | 5 | 6) => Failure::Prohibited,
        (false, 3, 0 | 6 | 11) | (true, 1, 0 | 2) => Failure::NetworkUnreachable,
        (false, 3, 1 | 5 | 7 | 8 | 12 | 14 | 15) | (true, 1, 3) => Failure::HostUnreachable,
        // Time exceeded: the packet went round in circles until its hop limit was used up.
        (false, 11, _) | (true, 3, _) => Failure::HostUnreachable,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn winsock_codes_have_our_words() {
        for (code, word) in [
            (10013, "not_permitted"),
            (10050, "network_unreachable"),
            (10051, "network_unreachable"),
            (10052, "reset"),
            (10053, "reset"),
            (10054, "reset"),
            (10060, "timeout"),
            (10061, "refused"),
            (10064, "host_unreachable"),
            (10065, "host_unreachable"),
            (11001, "no_such_host"),
            (11002, "dns_failure"),
            (11003, "dns_failure"),
            (11004, "no_such_host"),
            (64, "reset"),
            (121, "timeout"),
            (1225, "refused"),
            (1231, "network_unreachable"),
            (1232, "host_unreachable"),
            (1234, "refused"),
            (1236, "reset"),
        ] {
            assert_eq!(of_winsock(code).map(Failure::as_str), Some(word), "{code}");
            if cfg!(windows) {
                let error = io::Error::from_raw_os_error(code);
                assert_eq!(of(&error).as_str(), word, "{code}: {error}");
            }
        }
        // WSAEWOULDBLOCK and WSAEINPROGRESS are no outcome; WSAEADDRNOTAVAIL, WSAENOBUFS (no port left)
        // and others speak for themselves.
        for code in [0, 10035, 10036, 10049, 10055, -1, i32::MAX] {
            assert_eq!(of_winsock(code), None, "{code}");
            if cfg!(windows) {
                let error = io::Error::from_raw_os_error(code);
                assert_eq!(of(&error), Failure::Other, "{code}: {error}");
            }
        }
    }

    #[cfg(unix)]
    #[test]
    fn errnos_have_our_words() {
        for (code, word) in [
            (libc::ECONNREFUSED, "refused"),
            (libc::ETIMEDOUT, "timeout"),
            (libc::EHOSTUNREACH, "host_unreachable"),
            (libc::EHOSTDOWN, "host_unreachable"),
            (libc::ENETUNREACH, "network_unreachable"),
            (libc::ENETDOWN, "network_unreachable"),
            (libc::EACCES, "not_permitted"),
            (libc::EPERM, "not_permitted"),
            (libc::ECONNRESET, "reset"),
            (libc::EADDRNOTAVAIL, "other"),
            (libc::EINVAL, "other"),
        ] {
            let error = io::Error::from_raw_os_error(code);
            assert_eq!(of(&error).as_str(), word, "{error}");
        }
    }

    #[test]
    fn icmp_messages_have_our_words() {
        for (ipv6, kind, code, word) in [
            (false, 3, 0, Some("network_unreachable")),
            (false, 3, 1, Some("host_unreachable")),
            (false, 3, 3, Some("refused")),
            (false, 3, 9, Some("prohibited")),
            (false, 3, 10, Some("prohibited")),
            (false, 3, 13, Some("prohibited")),
            (false, 11, 0, Some("host_unreachable")),
            (false, 8, 0, None),
            (true, 1, 0, Some("network_unreachable")),
            (true, 1, 1, Some("prohibited")),
            (true, 1, 3, Some("host_unreachable")),
            (true, 1, 4, Some("refused")),
            (true, 3, 0, Some("host_unreachable")),
            (true, 2, 0, None),
        ] {
            assert_eq!(
                of_icmp(ipv6, kind, code).map(Failure::as_str),
                word,
                "ipv6 {ipv6}, type {kind}, code {code}"
            );
        }
    }

    #[test]
    fn the_known_sentences_are_the_originals() {
        assert_eq!(Failure::NoSuchHost.sentence(), "No such host is known");
        assert_eq!(Failure::Timeout.sentence(), "Connection timed out.");
        assert_eq!(
            Failure::NotPermitted.sentence(),
            "An attempt was made to access a socket in a way forbidden by its access permissions"
        );
        assert_eq!(
            Failure::DnsFailure.sentence(),
            "A non-recoverable error occurred during a database lookup"
        );
    }

    #[test]
    fn words_and_sentences_are_distinct() {
        for (at, one) in Failure::ALL.iter().enumerate() {
            for other in &Failure::ALL[at + 1..] {
                assert_ne!(one.as_str(), other.as_str());
                assert_ne!(one.sentence(), other.sentence());
            }
        }
    }
}
