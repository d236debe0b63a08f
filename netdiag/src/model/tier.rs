//! The pricing tiers of App Service plans.

/// What a pricing tier (`sku.tier`, `WEBSITE_SKU`) is, whatever its generation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tier {
    /// Free.
    Free,
    /// Shared.
    Shared,
    /// Basic.
    Basic,
    /// Standard.
    Standard,
    /// Premium, PremiumV2 and what comes after it, ElasticPremium.
    Premium,
    /// In an App Service Environment: Isolated, IsolatedV2.
    Isolated,
    /// Consumption, paid by use.
    Dynamic,
    /// One that is not known here.
    Other,
}

impl Tier {
    /// The tier of this name, in any letter case.
    pub fn of(name: &str) -> Self {
        let name = name.to_ascii_lowercase();
        let begins = [
            ("free", Self::Free),
            ("shared", Self::Shared),
            ("basic", Self::Basic),
            ("standard", Self::Standard),
            ("isolated", Self::Isolated),
            ("dynamic", Self::Dynamic),
        ];
        if name.contains("premium") {
            return Self::Premium;
        }
        let found = begins.iter().find(|(start, _)| name.starts_with(start));
        found.map_or(Self::Other, |(_, tier)| *tier)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tier_is_told_whatever_its_generation() {
        for (name, tier) in [
            ("Free", Tier::Free),
            ("shared", Tier::Shared),
            ("Basic", Tier::Basic),
            ("Standard", Tier::Standard),
            ("Premium", Tier::Premium),
            ("PremiumV3", Tier::Premium),
            ("PremiumMV4", Tier::Premium),
            ("ElasticPremium", Tier::Premium),
            ("IsolatedV2", Tier::Isolated),
            ("Dynamic", Tier::Dynamic),
            ("FlexConsumption", Tier::Other),
            ("", Tier::Other),
        ] {
            assert_eq!(Tier::of(name), tier, "{name}");
        }
    }
}
