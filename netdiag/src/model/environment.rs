//! The app's environment variables.

use std::collections::BTreeMap;

use crate::fact::{Fact, Gap, Origin};

/// Environment variables as the app sees them: this process's own, or read from a file.
///
/// Windows ignores the letter case of names, so lookups do too; of names that differ in nothing else
/// the last counts. Values are not printed by `Debug`: they hold secrets.
#[derive(Clone)]
pub struct Environment {
    /// As they came. Every start of a program fills this, and asks for few of them: to sort them first
    /// costs more than to look through them.
    variables: Vec<(String, String)>,
    file: Option<String>,
}

impl std::fmt::Debug for Environment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Environment")
            .field("names", &self.names().collect::<Vec<_>>())
            .field("file", &self.file)
            .finish()
    }
}

impl Environment {
    /// These variables; `file` names where they were read, `None` is this process.
    pub fn new(
        variables: impl IntoIterator<Item = (String, String)>,
        file: Option<String>,
    ) -> Self {
        Self {
            variables: variables.into_iter().collect(),
            file,
        }
    }

    /// No variables at all.
    pub fn empty() -> Self {
        Self::new([], None)
    }

    /// The file that the variables were read from.
    pub fn file(&self) -> Option<&str> {
        self.file.as_deref()
    }

    /// Whether the variables are this process's own: what they say of an app is true of where it runs.
    pub fn is_own(&self) -> bool {
        self.file.is_none()
    }

    /// A variable; unset or blank is [`Fact::Absent`].
    pub fn get(&self, name: &str) -> Fact<String> {
        let from = Origin::Variable {
            name: name.to_owned(),
            file: self.file.clone(),
        };
        let found = self
            .variables
            .iter()
            .rev()
            .find(|(written, _)| written.eq_ignore_ascii_case(name));
        match found {
            Some((_, value)) if !value.trim().is_empty() => {
                Fact::known(value.trim().to_owned(), from)
            }
            _ => Fact::Absent { from },
        }
    }

    /// A variable that should be a number.
    pub fn number(&self, name: &str) -> Fact<u32> {
        self.get(name).and_then(|text, from| match text.parse() {
            Ok(number) => Fact::known(number, from),
            Err(_) => Fact::Unknown(
                Gap::new(name, format!("is '{text}', which is no whole number")).at(from),
            ),
        })
    }

    /// Where a switch is set to `1` or `true`, if it is.
    pub fn switched_on(&self, name: &str) -> Option<Origin> {
        match self.get(name) {
            Fact::Known { value, from } if value == "1" || value.eq_ignore_ascii_case("true") => {
                Some(from)
            }
            _ => None,
        }
    }

    /// True if this is the environment of an App Service app.
    pub fn is_app_service(&self) -> bool {
        self.get("WEBSITE_SITE_NAME").value().is_some()
    }

    /// Whether the app runs on Linux, as far as its environment tells: by `WEBSITE_OS`, else, in the app itself,
    /// by what this program was built for.
    pub fn is_linux(&self) -> Option<bool> {
        match self.get("WEBSITE_OS").value() {
            Some(os) => Some(os.eq_ignore_ascii_case("linux")),
            None => self.is_around_us().then_some(cfg!(target_os = "linux")),
        }
    }

    /// Whether this process runs in the app.
    pub fn is_around_us(&self) -> bool {
        self.is_own() && self.is_app_service()
    }

    /// The names of all variables, as written, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.pairs().map(|(name, _)| name)
    }

    /// The variables, names as written, in order.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let by_name: BTreeMap<String, (&str, &str)> = self
            .variables
            .iter()
            .map(|(name, value)| (name.to_ascii_uppercase(), (name.as_str(), value.as_str())))
            .collect();
        by_name.into_values()
    }

    /// The same variables, as if they had been read from this file, or from this process.
    pub fn as_read_from(self, file: Option<String>) -> Self {
        Self { file, ..self }
    }

    /// The app's name in full, as `--app` takes it: `app`, or `app/slot` in a slot. Without
    /// WEBSITE_SLOT_NAME the production slot is meant.
    pub fn app_name(&self) -> Option<String> {
        let app = self.get("WEBSITE_SITE_NAME").value()?.clone();
        let slot = self.get("WEBSITE_SLOT_NAME");
        Some(match slot.value() {
            Some(slot) if !slot.eq_ignore_ascii_case("production") => format!("{app}/{slot}"),
            _ => app,
        })
    }

    /// Whether this is the environment of the app called so (`app` or `app/slot`).
    pub fn is_of(&self, app: &str) -> bool {
        self.app_name()
            .is_some_and(|own| own.eq_ignore_ascii_case(app))
    }

    /// The id of the app's subscription: what stands before the `+` in WEBSITE_OWNER_NAME.
    pub fn subscription(&self) -> Option<String> {
        let owner = self.get("WEBSITE_OWNER_NAME");
        Some(owner.value()?.split('+').next()?.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slots_environment_is_not_the_apps() {
        let environment = |slot: &[(&str, &str)]| {
            let mut all = vec![("WEBSITE_SITE_NAME", "Shop")];
            all.extend_from_slice(slot);
            let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
            Environment::new(all.into_iter().map(owned), None)
        };
        for (slot, name) in [
            (&[][..], "shop"),
            (&[("WEBSITE_SLOT_NAME", "Production")], "shop"),
            (&[("WEBSITE_SLOT_NAME", "next")], "shop/next"),
        ] {
            let environment = environment(slot);
            assert!(environment.is_of(name), "{name}");
            assert!(!environment.is_of("admin"));
            assert_eq!(environment.is_of("shop"), name == "shop");
        }
        assert!(!Environment::empty().is_of(""));
    }
}
