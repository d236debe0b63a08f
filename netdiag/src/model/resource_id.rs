//! Azure resource ids.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

/// An Azure resource id. Azure compares ids without regard to letter case, and exports differ in it,
/// so equality, order and hash ignore case (and a missing leading slash); the text stays as it came.
#[derive(Debug, Clone)]
pub struct ResourceId {
    text: String,
    key: String,
}

impl ResourceId {
    /// An id as it stands in a document. Nothing is checked: exports hold placeholders.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        let trimmed = text.trim().trim_matches('/');
        let key = trimmed.to_ascii_lowercase();
        Self { text, key }
    }

    /// The id as it came.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    fn trimmed(&self) -> &str {
        self.text.trim().trim_matches('/')
    }

    /// The last segment: the resource's own name.
    pub fn name(&self) -> &str {
        self.trimmed().rsplit('/').next().unwrap_or_default()
    }

    /// The segment that follows `keyword`, as the name after `subscriptions`.
    pub fn after(&self, keyword: &str) -> Option<&str> {
        let mut segments = self.trimmed().split('/');
        while let Some(segment) = segments.next() {
            if segment.eq_ignore_ascii_case(keyword) {
                return segments.next();
            }
        }
        None
    }

    /// The subscription's id.
    pub fn subscription(&self) -> Option<&str> {
        self.after("subscriptions")
    }

    /// The resource group's name.
    pub fn resource_group(&self) -> Option<&str> {
        self.after("resourceGroups")
    }

    /// The app that this id is of or lies below, as `--app` takes it: `app`, or `app/slot`.
    pub fn app_name(&self) -> Option<String> {
        let app = self.after("sites")?;
        Some(match self.after("slots") {
            Some(slot) => format!("{app}/{slot}"),
            None => app.to_owned(),
        })
    }

    /// Whether this id is of the app called so, or lies below it. A slot is an app of its own.
    pub fn is_of_app(&self, name: &str) -> bool {
        self.app_name()
            .is_some_and(|own| own.eq_ignore_ascii_case(name))
    }

    /// The resource's type in lower case, as `microsoft.network/virtualnetworks/subnets`: the last
    /// provider of the id and every second segment after it.
    pub fn resource_type(&self) -> Option<String> {
        let (_, provider) = self.key.rsplit_once("providers/")?;
        let mut segments = provider.split('/');
        let mut kind = segments.next()?.to_owned();
        for segment in segments.step_by(2) {
            kind.push('/');
            kind.push_str(segment);
        }
        Some(kind)
    }

    /// The id of the resource that this one is a child of: two segments shorter.
    pub fn parent(&self) -> Option<Self> {
        let trimmed = self.trimmed();
        let (rest, _) = trimmed.rsplit_once('/')?;
        let (parent, _) = rest.rsplit_once('/')?;
        if parent.is_empty() {
            return None;
        }
        Some(Self::new(format!("/{parent}")))
    }

    /// The id of a child of this resource.
    pub fn child(&self, kind: &str, name: &str) -> Self {
        Self::new(format!("/{}/{kind}/{name}", self.trimmed()))
    }

    /// Whether this id is `other` or lies below it.
    pub fn is_within(&self, other: &Self) -> bool {
        self.key
            .strip_prefix(&other.key)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

impl PartialEq for ResourceId {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for ResourceId {}

impl PartialOrd for ResourceId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ResourceId {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key.cmp(&other.key)
    }
}

impl Hash for ResourceId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

impl fmt::Display for ResourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_compared_as_azure_compares_them() {
        let a = ResourceId::new(
            "/subscriptions/S/resourceGroups/RG/providers/Microsoft.Network/virtualNetworks/V",
        );
        let b = ResourceId::new(
            "subscriptions/s/resourcegroups/rg/providers/microsoft.network/virtualnetworks/v/",
        );
        assert_eq!(a, b);
        assert_eq!(a.name(), "V");
        assert_eq!(b.subscription(), Some("s"));
        assert_eq!(
            a.resource_type().as_deref(),
            Some("microsoft.network/virtualnetworks")
        );
    }

    #[test]
    fn children_know_their_parent() {
        let vnet =
            ResourceId::new("/subscriptions/s/providers/Microsoft.Network/virtualNetworks/v");
        let subnet = vnet.child("subnets", "data");
        assert_eq!(subnet.parent(), Some(vnet.clone()));
        assert!(subnet.is_within(&vnet) && vnet.is_within(&vnet));
        assert!(!ResourceId::new(format!("{vnet}2")).is_within(&vnet));
        assert_eq!(
            subnet.resource_type().as_deref(),
            Some("microsoft.network/virtualnetworks/subnets")
        );
    }

    #[test]
    fn an_app_and_its_slot_are_two_and_have_names_in_full() {
        let app = ResourceId::new("/subscriptions/s/providers/Microsoft.Web/sites/Shop");
        let slot = app.child("slots", "next");
        let copy = |of: &ResourceId| of.child("virtualNetworkConnections", "net");
        for (id, name) in [
            (&app, "Shop"),
            (&copy(&app), "Shop"),
            (&slot, "Shop/next"),
            (&copy(&slot), "Shop/next"),
        ] {
            assert_eq!(id.app_name().as_deref(), Some(name));
        }
        assert!(copy(&slot).is_of_app("shop/NEXT"));
        assert!(!copy(&slot).is_of_app("shop") && !app.is_of_app("shop/next"));
        assert_eq!(ResourceId::new("/x/serverfarms/p").app_name(), None);
    }

    #[test]
    fn a_placeholder_is_kept_as_text() {
        let id = ResourceId::new("x");
        assert_eq!(
            (id.name(), id.resource_type(), id.parent()),
            ("x", None, None)
        );
    }
}
