//! The tunnel between the gateway and the site: strongSwan, IKEv2 with a shared key.
//!
//! Encryption is done by strongSwan itself (kernel-libipsec), as not every kernel has IPsec. As with
//! Azure's route-based gateways the tunnel carries everything, and each side's routes decide what it
//! sends into it.

use std::path::Path;

use super::daemon::{Daemon, LIMIT};
use super::namespace::enter;
use super::network::{GATEWAY, GATEWAY_PUBLIC, SITE_PUBLIC, site_routes};
use super::programs::{feed, find, write};
use crate::world::World;

/// Starts both ends, connects them, and gives them their routes; nothing if the tunnel is down.
///
/// # Errors
/// If the tunnel does not come up.
pub fn start(world: &World, folder: &Path) -> Result<Vec<Daemon>, String> {
    let (gateway, site) = (&world.gateway, &world.site);
    if !(gateway.exists && gateway.runs && site.exists && site.up) {
        return Ok(Vec::new());
    }
    let key: u128 = rand::random();
    let key = format!("{key:032x}");
    let (one, other) = (GATEWAY_PUBLIC.to_string(), SITE_PUBLIC.to_string());
    let mut daemons = [
        charon(GATEWAY, [&one, &other], &key, folder)?,
        charon("site", [&other, &one], &key, folder)?,
    ];
    for daemon in &mut daemons {
        daemon.until("it has its configuration", LIMIT, |daemon| {
            daemon.said().contains("successfully loaded 1 connections")
        })?;
    }
    let initiate = ["--initiate", "--child", "all", "--timeout", "20", "--uri"];
    let mut command = enter(GATEWAY, find("swanctl").ok_or("swanctl is not there")?);
    command.args(initiate).arg(socket(folder, GATEWAY));
    feed(&mut command, "")?;
    for place in [GATEWAY, "site"] {
        let lines = site_routes(world).into_iter();
        let lines: Vec<String> = lines.filter(|l| l.0 == place).map(|l| l.1).collect();
        let ip = find("ip").ok_or("ip is not there")?;
        let mut command = enter(place, ip);
        feed(command.args(["-batch", "-"]), &lines.join("\n"))?;
    }
    Ok(daemons.into())
}

fn socket(folder: &Path, place: &str) -> String {
    let folder = folder.join(format!("site-to-site-{place}"));
    format!("unix://{}/vici", folder.display())
}

fn charon(
    place: &str,
    [own, other]: [&str; 2],
    key: &str,
    folder: &Path,
) -> Result<Daemon, String> {
    let socket = socket(folder, place);
    let folder = folder.join(format!("site-to-site-{place}"));
    let swanctl = find("swanctl").ok_or("swanctl is not there")?;
    let swanctl = swanctl.display();
    // The daemon's own routes come last, so that they never take its packets into the tunnel.
    let strongswan = format!(
        "charon-systemd {{
  load = random nonce openssl kdf pem pkcs1 pubkey socket-default kernel-libipsec kernel-netlink vici
  install_routes = no
  routing_table_prio = 40000
  retransmit_timeout = 0.5
  filelog {{
    stderr {{
      default = 1
    }}
  }}
  plugins {{
    vici {{
      socket = {socket}
    }}
    kernel-libipsec {{
      allow_peer_ts = yes
    }}
  }}
  start-scripts {{
    load = {swanctl} --load-all --noprompt --uri {socket}
  }}
}}
swanctl {{
  load = random openssl pem pkcs1
}}
"
    );
    let connection = format!(
        "connections {{
  site-to-site {{
    version = 2
    local_addrs = {own}
    remote_addrs = {other}
    encap = yes
    mobike = no
    proposals = aes128-sha256-ecp256
    local {{
      auth = psk
      id = {own}
    }}
    remote {{
      auth = psk
      id = {other}
    }}
    children {{
      all {{
        local_ts = 0.0.0.0/0
        remote_ts = 0.0.0.0/0
        esp_proposals = aes128gcm16
      }}
    }}
  }}
}}
secrets {{
  ike {{
    secret = {key}
  }}
}}
"
    );
    let files: [(&str, &str); 2] = [
        ("strongswan.conf", &strongswan),
        ("swanctl.conf", &connection),
    ];
    write(&folder, &files)?;
    let charon = find("charon-systemd").ok_or("charon-systemd is not there")?;
    let mut command = enter(place, charon);
    command.env("STRONGSWAN_CONF", folder.join("strongswan.conf"));
    command.env("SWANCTL_DIR", &folder);
    let name = format!("charon of {place}");
    Daemon::start(&name, command, &folder.join("log"))
}
