//! What is known, what is known not to be, and what could not be read.
//!
//! "No security group" and "not allowed to read security groups" lead to opposite advice, so a
//! missing value always says which of the two it is.

use std::fmt;

use serde::Serialize;

/// Where a fact came from, in words that lead a reader back to it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// A member of a JSON document of an export.
    Json {
        /// The file, relative to the export's folder.
        file: String,
        /// JSON pointer (RFC 6901) inside the file; empty for the whole document.
        pointer: String,
    },
    /// An environment variable.
    Variable {
        /// Its name, as `WEBSITE_DNS_SERVER`.
        name: String,
        /// The file that held the environment, or `None` for this process's own.
        file: Option<String>,
    },
    /// A flag or argument of the command line.
    Flag(&'static str),
    /// Something of this machine's own configuration, as `/etc/resolv.conf`.
    System(String),
    /// What the platform does when nothing is configured.
    PlatformDefault,
    /// Everything that was read, looked at as a whole.
    Everything,
}

impl Origin {
    /// An environment variable of this process.
    pub fn variable(name: impl Into<String>) -> Self {
        Self::Variable {
            name: name.into(),
            file: None,
        }
    }

    /// A member of an export's JSON.
    pub fn json(file: impl Into<String>, pointer: impl Into<String>) -> Self {
        Self::Json {
            file: file.into(),
            pointer: pointer.into(),
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json { file, pointer } if pointer.is_empty() => write!(f, "{file}"),
            Self::Json { file, pointer } => write!(f, "{file}#{pointer}"),
            Self::Variable { name, file: None } => write!(f, "{name} (environment)"),
            Self::Variable {
                name,
                file: Some(file),
            } => write!(f, "{name} in {file}"),
            Self::Flag(flag) => write!(f, "{flag} (command line)"),
            Self::System(place) => write!(f, "{place}"),
            Self::PlatformDefault => write!(f, "platform default"),
            Self::Everything => write!(f, "everything that was read"),
        }
    }
}

impl Serialize for Origin {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Something that could not be read, and why. What depended on it is unknown, never a pass.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Gap {
    /// What is missing, as "the gateway" or "the security group nw-nsg".
    pub what: String,
    /// Why it could not be read, as "is not in the export".
    pub why: String,
    /// Where it was looked for, if there is a place.
    pub from: Option<Origin>,
    /// The id of the one Azure resource that is missing, if it is one: what names that resource then
    /// finds this gap instead of "was not read". Or the path of a gateway's list of connections.
    pub resource: Option<Box<str>>,
}

impl Gap {
    /// A gap without a place.
    pub fn new(what: impl Into<String>, why: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            why: why.into(),
            from: None,
            resource: None,
        }
    }

    /// What is missing and why, for where its place stands beside it.
    pub fn sentence(&self) -> String {
        format!("{} {}", self.what, self.why)
    }

    /// The same gap, found at this place.
    pub fn at(mut self, from: Origin) -> Self {
        self.from = Some(from);
        self
    }

    /// The same gap, which is all that is known of this Azure resource.
    pub fn of_resource(mut self, id: impl Into<Box<str>>) -> Self {
        self.resource = Some(id.into());
        self
    }
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence())?;
        match &self.from {
            Some(from) => write!(f, " ({from})"),
            None => Ok(()),
        }
    }
}

/// A value together with where it came from, or the reason why there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact<T> {
    /// It was read.
    Known {
        /// What was read.
        value: T,
        /// From where.
        from: Origin,
    },
    /// The place where it would stand was read, and it is not there.
    Absent {
        /// The place.
        from: Origin,
    },
    /// Nobody can say.
    Unknown(Gap),
}

impl<T: Clone> Fact<&T> {
    /// The fact itself, of one by reference.
    pub fn cloned(self) -> Fact<T> {
        self.map(Clone::clone)
    }
}

impl<T> Fact<T> {
    /// A known value.
    pub fn known(value: T, from: Origin) -> Self {
        Self::Known { value, from }
    }

    /// An unknown value.
    pub fn unknown(what: impl Into<String>, why: impl Into<String>) -> Self {
        Self::Unknown(Gap::new(what, why))
    }

    /// The value, if it is known.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Known { value, .. } => Some(value),
            _ => None,
        }
    }

    /// Where the value, or its absence, was read; of what is not known, where it was looked for.
    pub fn origin(&self) -> Option<&Origin> {
        match self {
            Self::Known { from, .. } | Self::Absent { from } => Some(from),
            Self::Unknown(gap) => gap.from.as_ref(),
        }
    }

    /// The reason why nobody can say, if nobody can.
    pub fn gap(&self) -> Option<&Gap> {
        match self {
            Self::Unknown(gap) => Some(gap),
            _ => None,
        }
    }

    /// True if the place was read and the value is not there.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent { .. })
    }

    /// The same fact by reference.
    pub fn as_ref(&self) -> Fact<&T> {
        match self {
            Self::Known { value, from } => Fact::Known {
                value,
                from: from.clone(),
            },
            Self::Absent { from } => Fact::Absent { from: from.clone() },
            Self::Unknown(gap) => Fact::Unknown(gap.clone()),
        }
    }

    /// The fact about something computed from the value; its origin stays.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Fact<U> {
        match self {
            Self::Known { value, from } => Fact::Known {
                value: f(value),
                from,
            },
            Self::Absent { from } => Fact::Absent { from },
            Self::Unknown(gap) => Fact::Unknown(gap),
        }
    }

    /// The fact that follows from the value, which may itself be missing.
    pub fn and_then<U>(self, f: impl FnOnce(T, Origin) -> Fact<U>) -> Fact<U> {
        match self {
            Self::Known { value, from } => f(value, from),
            Self::Absent { from } => Fact::Absent { from },
            Self::Unknown(gap) => Fact::Unknown(gap),
        }
    }

    /// The better informed of two: a known value before an absence, an absence before not knowing;
    /// between equals the first.
    pub fn or(self, other: Self) -> Self {
        match (&self, &other) {
            (Self::Known { .. }, _) => self,
            (_, Self::Known { .. }) => other,
            (Self::Absent { .. }, _) => self,
            (_, Self::Absent { .. }) => other,
            _ => self,
        }
    }

    /// One thing that stands under one of two names in a document: a known value before what could not
    /// be read, and that before an absence, which only says that the name is not this one.
    pub fn or_named(self, other: Self) -> Self {
        match (&self, &other) {
            (Self::Known { .. }, _) | (_, Self::Absent { .. }) => self,
            (Self::Unknown(_), Self::Unknown(_)) => self,
            _ => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(value: u8) -> Fact<u8> {
        Fact::known(value, Origin::Flag("--a"))
    }

    fn absent() -> Fact<u8> {
        Fact::Absent {
            from: Origin::Everything,
        }
    }

    fn unknown() -> Fact<u8> {
        Fact::unknown("it", "was not read")
    }

    #[test]
    fn informed_beats_unknown_and_the_first_wins_between_equals() {
        assert_eq!(known(1).or(known(2)), known(1));
        assert_eq!(absent().or(known(2)), known(2));
        assert_eq!(unknown().or(known(2)), known(2));
        assert_eq!(unknown().or(absent()), absent());
        assert_eq!(absent().or(unknown()), absent());
    }

    #[test]
    fn an_origin_leads_back_to_its_place() {
        let json = Origin::json("site.json", "/properties/sku");
        assert_eq!(json.to_string(), "site.json#/properties/sku");
        assert_eq!(
            Origin::variable("WEBSITE_SKU").to_string(),
            "WEBSITE_SKU (environment)"
        );
        let gap = Gap::new("the gateway", "is not in the export").at(json);
        assert_eq!(
            gap.to_string(),
            "the gateway is not in the export (site.json#/properties/sku)"
        );
    }

    #[test]
    fn under_the_other_name_only_a_value_or_a_gap_counts() {
        let from = || Origin::json("a.json", "");
        let known = |n: u32| Fact::known(n, from());
        let absent = || Fact::<u32>::Absent { from: from() };
        let gap = |what: &str| Fact::<u32>::unknown(what, "cannot be read");
        for (one, other, expected) in [
            (known(1), known(2), known(1)),
            (known(1), gap("b"), known(1)),
            (absent(), known(2), known(2)),
            (absent(), gap("b"), gap("b")),
            (absent(), absent(), absent()),
            (gap("a"), known(2), known(2)),
            (gap("a"), absent(), gap("a")),
            (gap("a"), gap("b"), gap("a")),
        ] {
            assert_eq!(one.or_named(other), expected);
        }
    }
}
