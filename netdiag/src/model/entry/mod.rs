//! Whether the integration takes an address into the network, and in which words that is told.

mod regional;

use std::fmt::Display;
use std::net::IpAddr;

use serde::{Serialize, Serializer};

use super::{Integration, Kind, RouteKind};
use crate::fact::{Fact, Origin};
use crate::text::printable;

pub use regional::RouteAll;

/// Where traffic to an address goes when it leaves the app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// Into the network, by this route.
    Vnet {
        /// The route's name or addresses.
        by: String,
        /// Why the route is there; the regional kind has no such routes.
        kind: Option<RouteKind>,
        /// Where the route was read.
        from: Origin,
    },
    /// Straight to the internet, because nothing takes it into the network.
    Internet {
        /// What decided so.
        by: String,
    },
    /// Nobody can say.
    Unknown {
        /// Why not.
        why: String,
    },
}

impl Entry {
    /// The way of `address` in one clause, printable, without a final period. The address may stand in
    /// a phrase that the verb continues, as "20.1.2.3 is public and".
    ///
    /// ```
    /// use netdiag::{fact::Origin, model::{Entry, RouteKind}};
    /// let entry = Entry::Vnet {
    ///     by: "10.0.0.0/8".into(),
    ///     kind: Some(RouteKind::Default),
    ///     from: Origin::json("plan.json", "/routes/0"),
    /// };
    /// assert_eq!(
    ///     entry.sentence("10.0.0.4"),
    ///     "10.0.0.4 enters the VNET by 10.0.0.0/8 (DEFAULT, plan.json#/routes/0)"
    /// );
    /// ```
    pub fn sentence(&self, address: impl Display) -> String {
        match self {
            Self::Vnet { by, kind, from } => {
                let kind = kind.map_or(String::new(), |kind| format!("{}, ", kind.as_str()));
                let from = from.to_string();
                let (by, from) = (printable(by), printable(&from));
                format!("{address} enters the VNET by {by} ({kind}{from})")
            }
            Self::Internet { by } => {
                format!("{address} does not enter the VNET: {}", printable(by))
            }
            Self::Unknown { why } => {
                let why = printable(why);
                format!("whether {address} enters the VNET is not known: {why}")
            }
        }
    }
}

/// The members of a `route` in JSON.
#[derive(Serialize)]
struct View<'a> {
    /// `vnet`, `internet` or `unknown`.
    enters: &'static str,
    /// The route, or what decided; null if that is not known.
    by: Option<&'a str>,
    /// Why the route is there, as the REST API spells it.
    kind: Option<&'static str>,
    /// Why it is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'a str>,
    /// Where the route was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<&'a Origin>,
}

impl Serialize for Entry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut view = View {
            enters: "unknown",
            by: None,
            kind: None,
            why: None,
            from: None,
        };
        match self {
            Self::Vnet { by, kind, from } => {
                view.enters = "vnet";
                view.by = Some(by);
                view.kind = kind.map(RouteKind::as_str);
                view.from = Some(from);
            }
            Self::Internet { by } => {
                view.enters = "internet";
                view.by = Some(by);
            }
            Self::Unknown { why } => view.why = Some(why),
        }
        view.serialize(serializer)
    }
}

impl Integration {
    /// Whether the integration takes traffic to this address into the network, and by which route.
    pub fn entry(&self, address: IpAddr) -> Entry {
        self.entry_of(address, &[])
    }

    /// The same for an address that a name gave: the name and its aliases tell which service it is of,
    /// which decides where the subnet has service endpoints.
    pub fn entry_of(&self, address: IpAddr, names: &[&str]) -> Entry {
        match &self.kind {
            Fact::Known {
                value: Kind::Gateway,
                ..
            } => self.entry_by_routes(address),
            Fact::Known {
                value: Kind::Regional,
                ..
            } => self.entry_by_switch(address, names),
            Fact::Known {
                value: Kind::None, ..
            } => Entry::Internet {
                by: "the app has no integration".to_owned(),
            },
            Fact::Absent { .. } => Entry::Unknown {
                why: "the kind of integration was not read".to_owned(),
            },
            Fact::Unknown(gap) => Entry::Unknown {
                why: gap.to_string(),
            },
        }
    }

    fn entry_by_routes(&self, address: IpAddr) -> Entry {
        let routes = self.connection.as_ref().and_then(|c, _| c.routes.as_ref());
        let routes = match routes {
            Fact::Known { value, .. } => value,
            Fact::Absent { from } => {
                return Entry::Unknown {
                    why: format!("no routes were read ({from})"),
                };
            }
            Fact::Unknown(gap) => {
                return Entry::Unknown {
                    why: gap.to_string(),
                };
            }
        };
        let best = routes
            .iter()
            .filter(|route| route.addresses.holds(address))
            .min_by_key(|route| route.rank());
        match best {
            Some(route) => Entry::Vnet {
                by: route.addresses.to_string(),
                kind: Some(route.kind),
                from: route.from.clone(),
            },
            None => Entry::Internet {
                by: "no route into the network holds the address".to_owned(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_has_its_words_and_members() {
        let by = || "10.0.0.0/8".to_owned();
        let from = Origin::json("plan.json", "/routes/0");
        for (entry, words, json) in [
            (
                Entry::Vnet {
                    by: by(),
                    kind: None,
                    from: from.clone(),
                },
                "a enters the VNET by 10.0.0.0/8 (plan.json#/routes/0)",
                r#"{"enters":"vnet","by":"10.0.0.0/8","kind":null,"from":"plan.json#/routes/0"}"#,
            ),
            (
                Entry::Vnet {
                    by: by(),
                    kind: Some(RouteKind::Static),
                    from,
                },
                "a enters the VNET by 10.0.0.0/8 (STATIC, plan.json#/routes/0)",
                r#"{"enters":"vnet","by":"10.0.0.0/8","kind":"STATIC","from":"plan.json#/routes/0"}"#,
            ),
            (
                Entry::Internet {
                    by: "no\nroute".to_owned(),
                },
                r"a does not enter the VNET: no\nroute",
                r#"{"enters":"internet","by":"no\nroute","kind":null}"#,
            ),
            (
                Entry::Unknown {
                    why: "nothing was read".to_owned(),
                },
                "whether a enters the VNET is not known: nothing was read",
                r#"{"enters":"unknown","by":null,"kind":null,"why":"nothing was read"}"#,
            ),
        ] {
            assert_eq!(entry.sentence("a"), words);
            assert_eq!(crate::text::json(&entry), json);
        }
    }
}
