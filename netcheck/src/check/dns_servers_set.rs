//! Who would know the private names?

use netdiag::fact::Fact;
use netdiag::model::Kind;
use netdiag::text::{counted, listed};

use super::{Check, Explanation, Judgement, Scope, Snapshot, Verdict, need_some, sync_costs};

pub const CHECK: Check = Check {
    name: "dns-servers-set",
    title: "the network has DNS servers",
    explanation: Explanation {
        means: "The network names DNS servers of its own, or the app names some. With regional integration Azure's DNS serves too: it answers from the private zones that are linked to the network.",
        matters: "Without them the app asks Azure's DNS, which with gateway-required integration does not know the names of the network's own zones; addresses work, names do not.",
        reads: "dhcpOptions.dnsServers of the network; dnsConfiguration of the app, WEBSITE_DNS_SERVER (an app setting, or in Kudu the network's servers as App Service has them).",
        mend: concat!(
            "Portal: the network, DNS servers, Custom; then, for gateway-required integration, Sync Network on the plan. Or: az network vnet update --name VNET --resource-group RG --dns-servers 10.0.0.4. Or use addresses instead of names. ",
            sync_costs!()
        ),
    },
    scope: Scope::Integrated,
    after: &[],
    judge,
};

fn judge(snapshot: &Snapshot) -> Judgement {
    if let Fact::Known { value, from } = snapshot.dns_servers_of_app()
        && !value.is_empty()
    {
        return Ok(Verdict::pass("the app names its own DNS servers").because(
            "dnsConfiguration.dnsServers",
            listed(value),
            Some(&from),
        ));
    }
    const SETTING: &str = "WEBSITE_DNS_SERVER";
    if let Fact::Known { value, from } = snapshot.integration.environment.get(SETTING) {
        return Ok(
            Verdict::pass("the app's environment names DNS servers").because(
                SETTING,
                value,
                Some(&from),
            ),
        );
    }
    let regional = snapshot.integration.kind.value() == Some(&Kind::Regional);
    let (servers, from) = need_some(&snapshot.vnet()?.dns_servers, |from| {
        if regional {
            let why = "the network names none, so Azure's DNS answers, also from private zones that are linked to the network";
            return Verdict::pass(why).because("dhcpOptions.dnsServers", "none", Some(from));
        }
        Verdict::warn("the network has no DNS servers of its own: private names do not resolve, addresses work")
            .because("dhcpOptions.dnsServers", "none", Some(from))
    })?;
    Ok(Verdict::pass(format!(
        "the network names {}",
        counted(servers.len(), "DNS server", "DNS servers")
    ))
    .because("dhcpOptions.dnsServers", listed(servers), Some(from)))
}
