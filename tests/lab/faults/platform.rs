//! What the platform itself refuses, and what does not use the network at all. The sandbox's
//! refusals are injected where the app's sockets meet the system.

use crate::scenario::*;

const BLOCKS: &[&str] = &["platform-blocks-port"];
const REFUSES: &[&str] = &["platform-refuses-socket"];

#[rustfmt::skip]
pub const FAULTS: &[Fault] = &[
    Fault { name: "platform-blocks-port/445", what: "The sandbox lets nobody connect to port 445.", target: "10.61.8.9:445",
        change: |w| { w.both(|w| w.group("nw-nsg").rules.push(crate::healthy::allow("allow-smb", 230, &["172.29.7.0/24"], &["*"], &["445"])));
            w.real(|w| w.app.sandbox.push("ipproto tcp dport 445".into())); },
        first: BLOCKS, also: &["platform-refuses-socket"], ..FAULT },
    Fault { name: "platform-blocks-port/139", what: "The sandbox lets nobody connect to port 139.", target: "10.61.16.4:139",
        change: |w| w.real(|w| w.app.sandbox.push("ipproto tcp dport 139".into())),
        first: BLOCKS, also: &["platform-refuses-socket"], ..FAULT },
    Fault { name: "platform-refuses-socket/no-adapter", what: "This instance has no adapter of the integration: the sandbox refuses private addresses.",
        target: SQL_ADDRESS,
        change: |w| w.real(|w| w.app.sandbox.push("to 10.0.0.0/8".into())), first: REFUSES, ..FAULT },
    Fault { name: "platform-refuses-socket/not-synced", what: "The sandbox refuses one range of the network.", target: ERP,
        change: |w| w.real(|w| w.app.sandbox.push("to 192.168.40.0/22".into())), first: REFUSES, ..FAULT },
    Fault { name: "not-integrated/never", what: "The app is not integrated, and the target is a private address.", target: SQL_ADDRESS,
        change: |w| w.both(|w| { w.app.integrated = false; w.app.dns_servers.clear(); }), first: &["not-integrated"], ..FAULT },
    Fault { name: "hybrid-connection-serves/relay-is-down", what: "A hybrid connection of the app listens for this host and port, so that the network is not used.",
        target: "erp.corp.northwind.example:8443",
        change: |w| w.both(|w| w.app.settings.push(("WEBSITE_RELAYS".into(), "erp.corp.northwind.example:8443".into()))),
        first: &["hybrid-connection-serves"], also: &["nothing-listens"], ..FAULT },
];
