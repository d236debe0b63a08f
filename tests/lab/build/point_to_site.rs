//! The tunnel between the app and the gateway: OpenVPN with certificates, so that a gateway that does
//! not know the app's certificate really rejects it.

use std::fmt::Write;
use std::net::Ipv4Addr;
use std::path::Path;

use ipnet::Ipv4Net;
use sha1::{Digest, Sha1};

use super::daemon::{Daemon, LIMIT};
use super::namespace::enter;
use super::network::{GATEWAY, GATEWAY_PUBLIC, POINT_TO_SITE, first};
use super::programs::{find, write};
use crate::certificates::{self, Certificates};
use crate::world::{Certificate, World};

const PORT: u16 = 1194;

/// What OpenVPN says when it is ready.
const UP: &str = "Initialization Sequence Completed";

/// What both ends share: no cache, no terminal, no timer that matters within minutes.
const BOTH: &str = "\
dev-type tun
topology subnet
proto udp4
auth-nocache
disable-dco
data-ciphers AES-128-GCM
tun-mtu 1400
script-security 2
verb 3
";

/// What the gateway does with the app's certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expected {
    Accepts,
    Rejects,
    SaysNothing,
}

fn expected(world: &World) -> Expected {
    let (gateway, presented) = (&world.gateway, world.app.certificate);
    if !(gateway.exists && gateway.runs) {
        return Expected::SaysNothing;
    }
    let trusted = gateway.roots.contains(&presented) && !gateway.revoked.contains(&presented);
    match trusted && presented != Certificate::Expired {
        true => Expected::Accepts,
        false => Expected::Rejects,
    }
}

/// The address that the gateway gives the app.
fn app_address(pool: Ipv4Net) -> Ipv4Addr {
    Ipv4Addr::from_bits(pool.network().to_bits() + 4)
}

/// Starts both ends as far as there are any, and waits until the tunnel is up, or was rejected.
///
/// # Errors
/// If it does not come to what it must come to.
pub fn start(
    world: &World,
    certificates: &Certificates,
    folder: &Path,
) -> Result<Vec<Daemon>, String> {
    let expected = expected(world);
    let mut daemons = Vec::new();
    if expected != Expected::SaysNothing {
        daemons.push(gateway(world, certificates, folder)?);
    }
    if !world.app.integrated {
        return Ok(daemons);
    }
    let mut app = app(world, certificates, folder)?;
    match expected {
        Expected::Accepts => app
            .until("the tunnel is up", LIMIT, |app| app.said().contains(UP))
            .map_err(|why| format!("{why}\nthe gateway:\n{}", daemons[0].said()))?,
        Expected::Rejects => daemons[0].until("the tunnel is rejected", LIMIT, |gateway| {
            gateway.said().contains("VERIFY ERROR")
                || gateway.said().contains("VERIFY SCRIPT ERROR")
        })?,
        Expected::SaysNothing => {}
    }
    daemons.push(app);
    Ok(daemons)
}

fn gateway(world: &World, certificates: &Certificates, folder: &Path) -> Result<Daemon, String> {
    let pool = world.gateway.pool;
    let folder = folder.join("point-to-site-gateway");
    let own = &certificates.gateway;
    let roots = folder.join("roots");
    write(&roots, &[])?;
    for (number, root) in world.gateway.roots.iter().enumerate() {
        let root = certificates.of(*root);
        let file = format!("{}.{number}", name_hash(certificates::APP));
        write(&roots, &[(&file, &root.certificate)])?;
    }
    let revoked = world.gateway.revoked.iter();
    let revoked: String = revoked
        .map(|c| format!("{}\n", certificates.of(*c).thumbprint.to_lowercase()))
        .collect();
    // Azure knows a revoked certificate by its thumbprint.
    let verify = format!(
        "#!/bin/sh\n[ \"$1\" != 0 ] || ! grep -qx \"$(echo $tls_digest_0 | tr -d :)\" {}\n",
        folder.join("revoked").display()
    );
    let (mask, address) = (pool.netmask(), app_address(pool));
    let mut pushes = String::new();
    for route in world
        .app
        .routes
        .iter()
        .filter(|_| world.gateway.pushes_routes)
    {
        let (to, mask) = (route.to.network(), route.to.netmask());
        let _ = writeln!(pushes, "push \"route {to} {mask}\"");
    }
    let configuration = format!(
        "{BOTH}\
mode server
tls-server
dh none
local {GATEWAY_PUBLIC}
port {PORT}
dev {POINT_TO_SITE}
ifconfig {gateway} {mask}
ifconfig-noexec
route-noexec
client-config-dir clients
push \"topology subnet\"
push \"route-gateway {gateway}\"
{pushes}\
verify-client-cert require
tls-verify ./verify
capath roots
cert own.pem
key own.key
",
        gateway = first(pool),
    );
    write(
        &folder,
        &[
            ("own.pem", &own.certificate),
            ("own.key", &own.key),
            ("revoked", &revoked),
            ("verify", &verify),
            ("openvpn.conf", &configuration),
        ],
    )?;
    let given = format!("ifconfig-push {address} {mask}\n");
    write(&folder.join("clients"), &[("DEFAULT", &given)])?;
    executable(&folder.join("verify"))?;
    let mut daemon = openvpn(GATEWAY, &folder)?;
    daemon.until("it listens", LIMIT, |daemon| daemon.said().contains(UP))?;
    Ok(daemon)
}

/// What OpenSSL calls a file that has the certificate of this name, in a folder of certificates: unlike a
/// file of several it can have several of one name, as an app's old and new ones are.
fn name_hash(common_name: &str) -> String {
    // The name as DER, in lower case, without the sequence around it: a set of one sequence of the
    // object identifier 2.5.4.3 and a UTF-8 string.
    let text = common_name.to_lowercase();
    let length = u8::try_from(text.len()).expect("short");
    let mut der = vec![
        0x31,
        length + 9,
        0x30,
        length + 7,
        6,
        3,
        0x55,
        4,
        3,
        0x0c,
        length,
    ];
    der.extend(text.bytes());
    let hash = Sha1::digest(&der);
    format!(
        "{:02x}{:02x}{:02x}{:02x}",
        hash[3], hash[2], hash[1], hash[0]
    )
}

fn app(world: &World, certificates: &Certificates, folder: &Path) -> Result<Daemon, String> {
    let folder = folder.join("point-to-site-app");
    let own = certificates.of(world.app.certificate);
    let configuration = format!(
        "{BOTH}\
client
nobind
dev tun0
remote {GATEWAY_PUBLIC} {PORT}
connect-retry 5 60
ca gateway.pem
cert own.pem
key own.key
"
    );
    write(
        &folder,
        &[
            ("gateway.pem", &certificates.gateway.certificate),
            ("own.pem", &own.certificate),
            ("own.key", &own.key),
            ("openvpn.conf", &configuration),
        ],
    )?;
    openvpn("app", &folder)
}

fn openvpn(place: &str, folder: &Path) -> Result<Daemon, String> {
    let program = find("openvpn").ok_or("openvpn is not there")?;
    let mut command = enter(place, program);
    command.arg("--cd").arg(folder);
    command.args(["--config", "openvpn.conf"]);
    let name = format!("openvpn of {place}");
    Daemon::start(&name, command, &folder.join("log"))
}

#[cfg(unix)]
fn executable(file: &Path) -> Result<(), String> {
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o700);
    std::fs::set_permissions(file, mode).map_err(|e| format!("{}: {e}", file.display()))
}

/// There is no lab on Windows; its pure tests run there.
#[cfg(not(unix))]
fn executable(_: &Path) -> Result<(), String> {
    Ok(())
}
