//! Which app is meant, as a resource id. Pure.

use netdiag::model::{Environment, ResourceId};
use netdiag::text::printable;

/// The app's place in Azure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppPlace {
    /// The subscription's id.
    pub subscription: String,
    /// The resource group's name.
    pub group: String,
    /// The app's name.
    pub name: String,
    /// The slot's name, if it is not the production slot.
    pub slot: Option<String>,
}

/// What the flags name; the environment names the rest.
#[derive(Debug, Clone, Copy, Default)]
pub struct Flags<'a> {
    /// `--app`, NAME or NAME/SLOT.
    pub app: Option<&'a str>,
    /// `--resource-group`.
    pub group: Option<&'a str>,
    /// `--subscription`.
    pub subscription: Option<&'a str>,
}

impl AppPlace {
    /// Puts the place together.
    ///
    /// # Errors
    /// What is missing or cannot be, and what to type.
    pub fn find(named: Flags<'_>, environment: &Environment) -> Result<Self, String> {
        let variable = |name: &str| environment.get(name).value().cloned();
        let app = named.app.map(str::to_owned);
        let app = app.or_else(|| environment.app_name());
        let (name, slot) = match &app {
            Some(app) => match app.split_once('/') {
                Some((name, slot)) => (Some(name.to_owned()), Some(slot.to_owned())),
                None => (Some(app.clone()), None),
            },
            None => (None, None),
        };
        let group = named
            .group
            .map(str::to_owned)
            .or_else(|| variable("WEBSITE_RESOURCE_GROUP"));
        let subscription = named.subscription.map(str::to_owned);
        let subscription = subscription.or_else(|| environment.subscription());
        let (Some(name), Some(group), Some(subscription)) = (&name, &group, &subscription) else {
            let missing: Vec<&str> = [
                (name.is_none(), "--app NAME"),
                (group.is_none(), "--resource-group NAME"),
                (subscription.is_none(), "--subscription ID"),
            ]
            .into_iter()
            .filter_map(|(is_missing, flag)| is_missing.then_some(flag))
            .collect();
            return Err(format!(
                "which app is meant is not known: type {}",
                missing.join(" ")
            ));
        };
        for (flag, value) in [
            ("--app", Some(name)),
            ("--app", slot.as_ref()),
            ("--resource-group", Some(group)),
            ("--subscription", Some(subscription)),
        ] {
            if let Some(value) = value
                && !is_name(value)
            {
                return Err(format!(
                    "{flag} '{}' is no name that Azure would give",
                    printable(value)
                ));
            }
        }
        Ok(Self {
            subscription: subscription.clone(),
            group: group.clone(),
            name: name.clone(),
            slot,
        })
    }

    /// `NAME` or `NAME/SLOT`, as `--app` takes it.
    pub fn full_name(&self) -> String {
        match &self.slot {
            Some(slot) => format!("{}/{slot}", self.name),
            None => self.name.clone(),
        }
    }

    /// The app's id, or its slot's.
    pub fn id(&self) -> ResourceId {
        let app = ResourceId::new(format!(
            "/subscriptions/{}/resourceGroups/{}/providers/Microsoft.Web/sites/{}",
            self.subscription, self.group, self.name
        ));
        match &self.slot {
            Some(slot) => app.child("slots", slot),
            None => app,
        }
    }
}

/// Names become parts of a URL: letters, digits and what Azure allows in names of groups besides.
fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 120
        && !matches!(text, "." | "..")
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || "-_.()".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(slot: Option<&str>) -> Environment {
        let mut all = vec![
            ("WEBSITE_SITE_NAME", "nw-shop"),
            ("WEBSITE_RESOURCE_GROUP", "nw-rg"),
            ("WEBSITE_OWNER_NAME", "1111+nw-web-WestEuropewebspace"),
        ];
        all.extend(slot.map(|slot| ("WEBSITE_SLOT_NAME", slot)));
        let owned = |(a, b): (&str, &str)| (a.to_owned(), b.to_owned());
        Environment::new(all.into_iter().map(owned), None)
    }

    fn found(named: Flags<'_>, environment: &Environment) -> String {
        AppPlace::find(named, environment).unwrap().id().to_string()
    }

    #[test]
    fn the_environment_names_the_app_and_flags_come_before_it() {
        let site = "/subscriptions/1111/resourceGroups/nw-rg/providers/Microsoft.Web/sites";
        let nothing = Flags::default();
        for (slot, named, expected) in [
            (None, nothing, format!("{site}/nw-shop")),
            (Some("Production"), nothing, format!("{site}/nw-shop")),
            (
                Some("staging"),
                nothing,
                format!("{site}/nw-shop/slots/staging"),
            ),
            (
                Some("staging"),
                Flags {
                    app: Some("other"),
                    ..nothing
                },
                format!("{site}/other"),
            ),
            (
                None,
                Flags {
                    app: Some("other/blue"),
                    group: Some("g"),
                    subscription: Some("2"),
                },
                "/subscriptions/2/resourceGroups/g/providers/Microsoft.Web/sites/other/slots/blue"
                    .to_owned(),
            ),
        ] {
            assert_eq!(found(named, &environment(slot)), expected);
        }
    }

    #[test]
    fn what_is_missing_or_no_name_is_said() {
        let error = |named| AppPlace::find(named, &Environment::empty()).unwrap_err();
        assert_eq!(
            error(Flags {
                app: Some("a"),
                ..Flags::default()
            }),
            "which app is meant is not known: type --resource-group NAME --subscription ID"
        );
        for app in ["a?b", "a/b/c", "", "..", "a/", "a b"] {
            let why = error(Flags {
                app: Some(app),
                group: Some("g"),
                subscription: Some("s"),
            });
            assert!(why.starts_with("--app '"), "{app}: {why}");
        }
    }
}
