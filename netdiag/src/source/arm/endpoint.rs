//! Microsoft.Network: private endpoints, NAT gateways, public addresses.

use super::node::Node;
use crate::fact::Fact;
use crate::model::{
    EndpointName, NatGateway, PrivateEndpoint, PrivateLink, PublicAddress, ResourceId,
};

pub(super) fn private_endpoint(node: &Node<'_>, id: ResourceId) -> PrivateEndpoint {
    PrivateEndpoint {
        name: node.name(),
        subnet: node.reference("subnet"),
        interfaces: node.references("networkInterfaces"),
        connections: joined(
            node.objects("privateLinkServiceConnections", link),
            node.objects("manualPrivateLinkServiceConnections", link),
        ),
        names: node.objects("customDnsConfigs", |names| EndpointName {
            name: names.text("fqdn"),
            addresses: names.addresses("ipAddresses"),
        }),
        from: node.from(),
        id,
    }
}

fn link(node: &Node<'_>) -> PrivateLink {
    let state = node.below("privateLinkServiceConnectionState");
    PrivateLink {
        resource: node.reference("privateLinkServiceId"),
        groups: node.texts("groupIds"),
        status: match &state {
            Some(state) => state.text("status"),
            None => node
                .text("privateLinkServiceConnectionState")
                .and_then(|_, from| Fact::Absent { from }),
        },
    }
}

pub(super) fn nat_gateway(node: &Node<'_>, id: ResourceId) -> NatGateway {
    NatGateway {
        name: node.name(),
        public: joined(
            node.references("publicIpAddresses"),
            node.references("publicIpPrefixes"),
        ),
        from: node.from(),
        id,
    }
}

pub(super) fn public_address(node: &Node<'_>, id: ResourceId) -> PublicAddress {
    PublicAddress {
        prefixes: node.prefixes_of("ipPrefix", "ipAddress"),
        from: node.from(),
        id,
    }
}

/// Two lists as one; where one could not be read, nobody knows the whole.
fn joined<T>(first: Fact<Vec<T>>, second: Fact<Vec<T>>) -> Fact<Vec<T>> {
    match (first, second) {
        (Fact::Known { mut value, from }, Fact::Known { value: more, .. }) => {
            value.extend(more);
            Fact::known(value, from)
        }
        (Fact::Unknown(gap), _) | (_, Fact::Unknown(gap)) => Fact::Unknown(gap),
        (known @ Fact::Known { .. }, Fact::Absent { .. })
        | (Fact::Absent { .. }, known @ Fact::Known { .. })
        | (known @ Fact::Absent { .. }, Fact::Absent { .. }) => known,
    }
}
