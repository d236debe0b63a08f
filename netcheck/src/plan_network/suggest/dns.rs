//! The DNS servers.

use std::net::{IpAddr, Ipv4Addr};

use super::Builder;
use crate::plan_network::proposal::Purpose;
use crate::plan_network::rule::{MOST_DNS_SERVERS, Placed, place};
use crate::sizes::reserved;

impl Builder<'_> {
    /// Keeps the servers that stand well, takes along those in a block that was moved, and leaves out
    /// those that no machine can be.
    pub(super) fn dns(&mut self) {
        for server in self.given.dns.clone() {
            if self.next.dns.len() == MOST_DNS_SERVERS {
                let why = format!("a network can have {MOST_DNS_SERVERS}");
                self.left_out(server, why);
                continue;
            }
            if self.next.dns.contains(&server) {
                self.left_out(server, "it was given twice".to_owned());
                continue;
            }
            let moved = self.moved(server).unwrap_or(server);
            match self.placed(moved) {
                Placed::Wrong(why) => match self.beside(moved) {
                    Some(other) => self.replaced(server, other, format!("{moved} {why}")),
                    None => self.left_out(server, format!("it {why}")),
                },
                _ if self.next.dns.contains(&moved) => {
                    self.left_out(server, "it was given twice".to_owned());
                }
                _ if moved != server => {
                    self.replaced(server, moved, "its subnet was moved".to_owned());
                }
                _ => self.next.dns.push(server),
            }
        }
    }

    fn placed(&self, server: IpAddr) -> Placed {
        place(&self.next, self.around, server)
    }

    fn replaced(&mut self, server: IpAddr, other: IpAddr, why: String) {
        self.next.dns.push(other);
        self.changed(
            "a DNS server",
            Some(server.to_string()),
            Some(other.to_string()),
            why,
        );
    }

    fn left_out(&mut self, server: IpAddr, why: String) {
        self.changed("a DNS server", Some(server.to_string()), None, why);
    }

    /// The same place in a subnet or network that was moved.
    fn moved(&self, server: IpAddr) -> Option<IpAddr> {
        let IpAddr::V4(server) = server else {
            return None;
        };
        let moves = self.moved_subnets.iter().chain(&self.moved_networks);
        moves
            .filter_map(|(old, new)| Some((old.v4()?, new.v4()?)))
            .find(|(old, _)| old.contains(&server))
            .and_then(|(old, new)| {
                let offset = u32::from(server) - u32::from(old.network());
                let address = u32::from(new.network()).checked_add(offset)?;
                new.contains(&Ipv4Addr::from(address))
                    .then(|| Ipv4Addr::from(address).into())
            })
    }

    /// The first address of its data subnet that Azure does not reserve and no other server has.
    fn beside(&self, server: IpAddr) -> Option<IpAddr> {
        let IpAddr::V4(server) = server else {
            return None;
        };
        let net = self
            .next
            .subnets_for(Purpose::Data)
            .filter_map(|subnet| subnet.prefix.v4())
            .find(|net| net.contains(&server))?;
        let kept_back = reserved(net);
        net.hosts()
            .take(MOST_DNS_SERVERS + 8)
            .map(IpAddr::V4)
            .find(|a| {
                !kept_back.holds(*a) && !self.next.dns.contains(a) && !self.given.dns.contains(a)
            })
    }
}
