//! How often the servers are asked, how long each may take, and how long the app keeps an answer.

use std::ops::RangeInclusive;
use std::time::Duration;

use super::servers::Chosen;
use super::{AppDns, LookupFlags};
use crate::fact::{Fact, Origin};
use crate::model::dns::{Defaults, SystemResolver};

/// A number of the system's configuration and where it stands.
pub(super) type Stated<T> = Option<(T, Origin)>;

/// What the system's configuration says, if its servers are `used`: attempts and timeout.
pub(super) fn system_timing(
    system: &SystemResolver,
    used: bool,
) -> (Stated<u32>, Stated<Duration>) {
    if !used {
        return (None, None);
    }
    (
        system.attempts.map(|n| (n.max(1), system.from.clone())),
        system
            .timeout
            .map(|t| (t.max(Duration::from_secs(1)), system.from.clone())),
    )
}

impl Chosen {
    /// How often: the flag, the app's configuration, the system's, the platform's default.
    pub(super) fn attempts(
        &mut self,
        flags: &LookupFlags,
        app: &AppDns<'_>,
        system: Stated<u32>,
    ) -> (u32, Origin) {
        if let Some(attempts) = flags.attempts {
            return (attempts.max(1), Origin::Flag("--attempts"));
        }
        let property = app.site.map(|site| &site.attempts);
        if let Some(found) = self.configured(
            app,
            property,
            "dnsRetryAttemptCount",
            "WEBSITE_DNS_ATTEMPTS",
            1..=5,
        ) {
            return found;
        }
        let default = defaults(app).attempts;
        system.unwrap_or((default, Origin::PlatformDefault))
    }

    /// How long in each attempt, by the same order.
    pub(super) fn timeout(
        &mut self,
        flags: &LookupFlags,
        app: &AppDns<'_>,
        system: Stated<Duration>,
    ) -> (Duration, Origin) {
        if let Some(timeout) = flags.timeout {
            return (timeout, Origin::Flag("--timeout"));
        }
        let property = app.site.map(|site| &site.timeout_seconds);
        if let Some((seconds, from)) = self.configured(
            app,
            property,
            "dnsRetryAttemptTimeout",
            "WEBSITE_DNS_TIMEOUT",
            1..=30,
        ) {
            return (Duration::from_secs(seconds.into()), from);
        }
        let default = defaults(app).timeout;
        system.unwrap_or((default, Origin::PlatformDefault))
    }

    /// How long the app keeps an answer at most: the site property, the app setting, the platform's
    /// default (30 s on Windows, not at all on Linux).
    pub(super) fn cache(&mut self, app: &AppDns<'_>) -> (Duration, Origin) {
        let property = app.site.map(|site| &site.max_cache_seconds);
        let found = self.configured(
            app,
            property,
            "dnsMaxCacheTimeout",
            "WEBSITE_DNS_MAX_CACHE_TIMEOUT",
            0..=60,
        );
        match found {
            Some((seconds, from)) => (Duration::from_secs(seconds.into()), from),
            None => (defaults(app).cache, Origin::PlatformDefault),
        }
    }

    /// A number within `range`: the site property, else the app setting.
    fn configured(
        &mut self,
        app: &AppDns<'_>,
        property: Option<&Fact<u32>>,
        property_name: &str,
        setting_name: &str,
        range: RangeInclusive<u32>,
    ) -> Option<(u32, Origin)> {
        let setting = app.environment.number(setting_name);
        for (fact, name) in property
            .into_iter()
            .map(|p| (p, property_name))
            .chain([(&setting, setting_name)])
        {
            match fact {
                Fact::Known { value, from } => {
                    let (least, most) = (*range.start(), *range.end());
                    let within = (*value).clamp(least, most);
                    if within != *value {
                        self.warn(format!(
                            "{name} is {value}, outside {least} to {most}; using {within} ({from})"
                        ));
                    }
                    return Some((within, from.clone()));
                }
                Fact::Unknown(gap) => self.warn(format!("{gap}; it was not used")),
                Fact::Absent { .. } => {}
            }
        }
        None
    }
}

/// The platform's defaults: the app's platform, if it is known, else this machine's.
fn defaults(app: &AppDns<'_>) -> Defaults {
    let linux = match &app.linux {
        Fact::Known { value, .. } => *value,
        Fact::Absent { .. } => false,
        Fact::Unknown(_) => app.environment.is_linux().unwrap_or(!cfg!(windows)),
    };
    if linux {
        Defaults::LINUX
    } else {
        Defaults::WINDOWS
    }
}
