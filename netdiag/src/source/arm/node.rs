//! A place in a JSON document: reads members as the many writers of exports spell them.

use std::net::IpAddr;

use ipnet::IpNet;
use serde_json::Value;

use crate::fact::{Fact, Gap, Origin};
use crate::model::ResourceId;

/// A value, and where it stands.
///
/// Members are found in any letter case (PowerShell writes `AddressSpace`), below `properties` or
/// lifted out of it (as `az` does). A missing member, null and an empty text are the same: absent.
#[derive(Debug, Clone)]
pub(super) struct Node<'a> {
    pub value: &'a Value,
    pub file: &'a str,
    pub pointer: String,
}

impl<'a> Node<'a> {
    pub fn document(file: &'a str, value: &'a Value) -> Self {
        Self {
            value,
            file,
            pointer: String::new(),
        }
    }

    pub fn from(&self) -> Origin {
        Origin::json(self.file, self.pointer.clone())
    }

    fn at(&self, value: &'a Value, key: &str) -> Self {
        let escaped = key.replace('~', "~0").replace('/', "~1");
        Self {
            value,
            file: self.file,
            pointer: format!("{}/{escaped}", self.pointer),
        }
    }

    /// A member of this object itself, not of its `properties`; null counts as missing.
    pub fn own(&self, name: &str) -> Option<Self> {
        let members = self.value.as_object()?;
        let (key, value) = members.get_key_value(name).or_else(|| {
            members
                .iter()
                .find(|(key, _)| key.eq_ignore_ascii_case(name))
        })?;
        (!value.is_null()).then(|| self.at(value, key))
    }

    /// A member of `properties`, or of this object if it stands there.
    pub fn member(&self, name: &str) -> Option<Self> {
        self.own("properties")
            .and_then(|properties| properties.own(name))
            .or_else(|| self.own(name))
    }

    /// Where a missing member would stand.
    fn place_of(&self, name: &str) -> Origin {
        let parent = self
            .own("properties")
            .map_or(self.pointer.clone(), |p| p.pointer);
        Origin::json(self.file, format!("{parent}/{name}"))
    }

    /// The elements of this array; anything else is an array of one, which is what PowerShell's
    /// pipeline makes of it.
    pub fn elements(&self) -> Vec<Self> {
        match self.value {
            Value::Array(elements) => elements
                .iter()
                .enumerate()
                .map(|(i, value)| self.at(value, &i.to_string()))
                .collect(),
            _ => vec![self.clone()],
        }
    }

    /// The value is not what it should be; names the member (not its index in a list).
    pub fn wrong<T>(&self, expected: &str) -> Fact<T> {
        let name = self
            .pointer
            .rsplit('/')
            .find(|part| part.parse::<usize>().is_err())
            .unwrap_or_default();
        let found = match self.value {
            // ConvertTo-Json cuts at depth 2 unless told otherwise and leaves the name of the type.
            Value::String(text)
                if text.starts_with("Microsoft.Azure.") || text.starts_with("System.") =>
            {
                "was cut by ConvertTo-Json; export again with -Depth 20".to_owned()
            }
            Value::String(text) => {
                let shown = crate::text::shortened(text, 60);
                format!("is '{shown}', not {expected}")
            }
            Value::Array(_) => format!("is a list, not {expected}"),
            Value::Object(_) => format!("is an object, not {expected}"),
            Value::Bool(_) => format!("is true or false, not {expected}"),
            Value::Number(_) => format!("is a number, not {expected}"),
            Value::Null => format!("is null, not {expected}"),
        };
        Fact::Unknown(Gap::new(name, found).at(self.from()))
    }

    fn fact<T>(&self, name: &str, read: impl FnOnce(&Self) -> Fact<T>) -> Fact<T> {
        match self.member(name) {
            Some(node) => read(&node),
            None => Fact::Absent {
                from: self.place_of(name),
            },
        }
    }

    /// A text, a number or a switch as text; empty counts as absent.
    pub fn text(&self, name: &str) -> Fact<String> {
        self.fact(name, |node| match node.as_text() {
            Some(text) if text.trim().is_empty() => Fact::Absent { from: node.from() },
            Some(text) => Fact::known(text.trim().to_owned(), node.from()),
            None => node.wrong("a text"),
        })
    }

    pub fn as_text(&self) -> Option<String> {
        match self.value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(switch) => Some(switch.to_string()),
            _ => None,
        }
    }

    pub fn switch(&self, name: &str) -> Fact<bool> {
        self.fact(name, |node| match node.value {
            Value::Bool(switch) => Fact::known(*switch, node.from()),
            Value::String(text) if text.eq_ignore_ascii_case("true") => {
                Fact::known(true, node.from())
            }
            Value::String(text) if text.eq_ignore_ascii_case("false") => {
                Fact::known(false, node.from())
            }
            Value::String(text) if text.is_empty() => Fact::Absent { from: node.from() },
            _ => node.wrong("true or false"),
        })
    }

    pub fn number(&self, name: &str) -> Fact<u32> {
        self.fact(name, |node| {
            match node.as_text().and_then(|text| text.trim().parse().ok()) {
                Some(number) => Fact::known(number, node.from()),
                None => node.wrong("a whole number"),
            }
        })
    }

    /// The elements of a member that is a list.
    pub fn list(&self, name: &str) -> Fact<Vec<Self>> {
        self.fact(name, |node| {
            let elements = node.elements().into_iter().filter(|e| !e.value.is_null());
            Fact::known(elements.collect(), node.from())
        })
    }

    /// A list of which each element is read; one bad element makes the list unknown, because what is
    /// judged by the list would be judged by a part of it.
    pub fn list_of<T>(&self, name: &str, mut read: impl FnMut(&Self) -> Fact<T>) -> Fact<Vec<T>> {
        self.list(name).and_then(|elements, from| {
            let mut values = Vec::with_capacity(elements.len());
            for element in &elements {
                match read(element) {
                    Fact::Known { value, .. } => values.push(value),
                    Fact::Absent { .. } => {}
                    Fact::Unknown(gap) => return Fact::Unknown(gap),
                }
            }
            Fact::known(values, from)
        })
    }

    /// A list of objects, each read by `read`; an element that is no object makes it unknown.
    pub fn objects<T>(&self, name: &str, mut read: impl FnMut(&Self) -> T) -> Fact<Vec<T>> {
        self.objects_of(name, |element| Fact::known(read(element), element.from()))
    }

    /// [`Node::list_of`] objects.
    pub fn objects_of<T>(
        &self,
        name: &str,
        mut read: impl FnMut(&Self) -> Fact<T>,
    ) -> Fact<Vec<T>> {
        self.list_of(name, |element| {
            if element.value.is_object() {
                read(element)
            } else {
                element.wrong("an object")
            }
        })
    }

    /// The prefixes of an address space: an object with `addressPrefixes`.
    pub fn address_space(&self, name: &str) -> Fact<Vec<IpNet>> {
        match self.below(name) {
            Some(space) => space.prefixes("addressPrefixes"),
            None => self.prefixes(name),
        }
    }

    pub fn texts(&self, name: &str) -> Fact<Vec<String>> {
        self.list_of(name, |element| match element.as_text() {
            Some(text) if text.is_empty() => Fact::Absent {
                from: element.from(),
            },
            Some(text) => Fact::known(text, element.from()),
            None => element.wrong("a text"),
        })
    }

    /// Addresses as an array, or separated by commas in one text.
    pub fn addresses(&self, name: &str) -> Fact<Vec<IpAddr>> {
        self.list_of(name, |element| match element.as_text() {
            None => element.wrong("an address"),
            Some(text) => text
                .split([',', ';', ' '])
                .filter(|part| !part.is_empty())
                .map(|part| part.parse::<IpAddr>())
                .collect::<Result<Vec<_>, _>>()
                .map_or_else(
                    |_| element.wrong("an address"),
                    |addresses| Fact::known(addresses, element.from()),
                ),
        })
        .map(|lists| lists.concat())
    }

    pub fn prefixes(&self, name: &str) -> Fact<Vec<IpNet>> {
        self.list_of(name, |element| {
            match element.as_text().as_deref().and_then(prefix) {
                Some(net) => Fact::known(net, element.from()),
                None => element.wrong("an address prefix"),
            }
        })
    }

    /// The prefixes under the first of two names that holds any: Azure writes one prefix as
    /// `addressPrefix` and several as `addressPrefixes`.
    pub fn prefixes_of(&self, plural: &str, singular: &str) -> Fact<Vec<IpNet>> {
        match self.prefixes(plural) {
            Fact::Known { value, from } if !value.is_empty() => Fact::known(value, from),
            Fact::Unknown(gap) => Fact::Unknown(gap),
            empty => self.prefixes(singular).or_named(empty),
        }
    }

    /// The id that a member refers to: an object with an `id`, or the id itself.
    pub fn reference(&self, name: &str) -> Fact<ResourceId> {
        self.fact(name, |node| node.as_reference())
    }

    pub fn as_reference(&self) -> Fact<ResourceId> {
        let holder = self.own("id").unwrap_or_else(|| self.clone());
        match holder.value {
            Value::String(text) if text.trim().is_empty() => Fact::Absent {
                from: holder.from(),
            },
            Value::String(text) if text.contains('/') => {
                Fact::known(ResourceId::new(text.clone()), holder.from())
            }
            Value::Object(members) if members.is_empty() => Fact::Absent {
                from: holder.from(),
            },
            _ => holder.wrong("a resource id"),
        }
    }

    pub fn references(&self, name: &str) -> Fact<Vec<ResourceId>> {
        self.list_of(name, Node::as_reference)
    }

    /// This resource's id, if it has one.
    pub fn id(&self) -> Option<ResourceId> {
        let id = self.own("id")?;
        let text = id.value.as_str()?;
        (!text.trim().is_empty()).then(|| ResourceId::new(text))
    }

    /// This resource's name, else the last part of its id.
    pub fn name(&self) -> String {
        self.own("name")
            .and_then(|name| name.as_text())
            .filter(|name| !name.is_empty())
            .or_else(|| self.id().map(|id| id.name().to_owned()))
            .unwrap_or_else(|| "(no name)".to_owned())
    }

    /// This resource's region.
    pub fn location(&self) -> Fact<String> {
        self.own_text("location")
    }

    /// This resource's kind, as `app,linux`: beside its type, not among its properties.
    pub fn kind(&self) -> Fact<String> {
        self.own_text("kind")
    }

    /// A text that stands beside the id, whatever the properties have under that name.
    fn own_text(&self, name: &str) -> Fact<String> {
        match self
            .own(name)
            .and_then(|node| Some((node.as_text()?, node.from())))
        {
            Some((text, from)) if !text.is_empty() => Fact::known(text, from),
            _ => Fact::Absent {
                from: Origin::json(self.file, format!("{}/{name}", self.pointer)),
            },
        }
    }

    /// A member that is an object; `None` if it is missing or something else.
    pub fn below(&self, name: &str) -> Option<Self> {
        self.member(name).filter(|node| node.value.is_object())
    }
}

/// An address prefix; a lone address is a prefix that holds just it, host bits are dropped.
pub(super) fn prefix(text: &str) -> Option<IpNet> {
    let text = text.trim();
    text.parse::<IpNet>()
        .map(|net| net.trunc())
        .or_else(|_| text.parse::<IpAddr>().map(IpNet::from))
        .ok()
}
