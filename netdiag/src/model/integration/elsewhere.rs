//! The same app as if it were integrated otherwise: what a question about a network rests on before
//! anything is set up.

use std::sync::Arc;

use super::gateways::find_gateway;
use super::{Environment, Integration, Inventory, Kind, Plan, Vnet};
use crate::fact::{Fact, Origin};
use crate::model::Subnet;

impl Integration {
    /// A plan by itself, before any of its apps is looked at: it is integrated with nothing.
    pub fn of_plan_alone(inventory: Arc<Inventory>, plan: Fact<Plan>) -> Self {
        Self {
            app_name: None,
            app: Fact::unknown(
                "the app",
                "is not chosen: the plan as a whole is asked about",
            ),
            plan,
            kind: Fact::known(Kind::None, Origin::Everything),
            connection: nothing(),
            subnet: nothing(),
            vnet: nothing(),
            gateway: nothing(),
            inventory,
            environment: Environment::empty(),
        }
    }

    /// The same app and plan as if they were integrated with `vnet` in this way, with the gateway that
    /// stands in that network. What App Service knows of a network is of the one that it is integrated
    /// with now, so there is no connection.
    pub fn as_if(&self, kind: Kind, vnet: &Vnet) -> Self {
        let vnet = Fact::known(vnet.clone(), vnet.from.clone());
        Self {
            app_name: self.app_name.clone(),
            app: self.app.clone(),
            plan: self.plan.clone(),
            kind: Fact::known(kind, Origin::Everything),
            connection: nothing(),
            subnet: self.app.as_ref().and_then(|app, _| app.subnet.clone()),
            gateway: find_gateway(&self.inventory, &vnet),
            vnet,
            inventory: Arc::clone(&self.inventory),
            environment: self.environment.clone(),
        }
    }

    /// The same app as if it sent from `subnet` of `vnet`. A subnet that the network does not have yet
    /// is there as well.
    pub fn as_if_in(&self, vnet: &Vnet, subnet: &Subnet) -> Self {
        let mut vnet = vnet.clone();
        if let Fact::Known { value: subnets, .. } = &mut vnet.subnets {
            if !subnets.iter().any(|known| known.id == subnet.id) {
                subnets.push(subnet.clone());
            }
        } else {
            vnet.subnets = Fact::known(vec![subnet.clone()], subnet.from.clone());
        }
        let mut there = self.as_if(Kind::Regional, &vnet);
        if let Fact::Known { value: app, .. } = &mut there.app {
            app.subnet = Fact::known(subnet.id.clone(), subnet.from.clone());
            app.vnet_name = nothing();
        }
        there.subnet = Fact::known(subnet.id.clone(), subnet.from.clone());
        there
    }
}

fn nothing<T>() -> Fact<T> {
    Fact::Absent {
        from: Origin::Everything,
    }
}
