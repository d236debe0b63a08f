//! The app's environment variables.

use std::collections::BTreeMap;

use super::ResourceId;
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

impl PartialEq for Environment {
    fn eq(&self, other: &Self) -> bool {
        self.file == other.file && self.pairs().eq(other.pairs())
    }
}

impl Eq for Environment {}

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

    /// Whether a switch is set to `1` or `true`.
    pub fn switch(&self, name: &str) -> bool {
        self.get(name)
            .value()
            .is_some_and(|v| v == "1" || v.eq_ignore_ascii_case("true"))
    }

    /// True if this is the environment of an App Service app.
    pub fn is_app_service(&self) -> bool {
        self.get("WEBSITE_SITE_NAME").value().is_some()
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

    /// The app's resource id, put together from WEBSITE_OWNER_NAME (subscription before the `+`),
    /// WEBSITE_RESOURCE_GROUP and WEBSITE_SITE_NAME.
    pub fn site_id(&self) -> Option<ResourceId> {
        let owner = self.get("WEBSITE_OWNER_NAME");
        let subscription = owner.value()?.split('+').next()?.to_owned();
        let group = self.get("WEBSITE_RESOURCE_GROUP");
        let site = self.get("WEBSITE_SITE_NAME");
        Some(ResourceId::new(format!(
            "/subscriptions/{subscription}/resourceGroups/{}/providers/Microsoft.Web/sites/{}",
            group.value()?,
            site.value()?
        )))
    }
}
