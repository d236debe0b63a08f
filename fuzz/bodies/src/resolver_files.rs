//! This machine's own files: hosts, resolv.conf.

use netdiag::model::HostsFile;

/// Panics if something does not hold.
pub fn body(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let hosts = HostsFile::parse("hosts", &text);
    for name in text.split_whitespace().take(20) {
        assert_eq!(
            hosts.addresses(name),
            hosts.addresses(&name.to_ascii_uppercase())
        );
    }
    #[cfg(unix)]
    {
        let system = netdiag::os::name_servers::parse_resolv_conf(bytes);
        assert!((1..=3).contains(&system.servers.len()));
        assert!(system.attempts.is_none_or(|n| (1..=5).contains(&n)));
        assert!(
            system
                .timeout
                .is_none_or(|t| (1..=30).contains(&t.as_secs()))
        );
    }
}
