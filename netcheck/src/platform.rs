//! What Azure allows and asks for, each with its source.

/// What a subnet for regional integration is delegated to.
/// Source: Microsoft's overview-vnet-integration page.
pub const DELEGATION: &str = "Microsoft.Web/serverFarms";

/// Subnets per plan with regional integration: each is one more network card in every worker.
/// Source: Microsoft's migrate-gateway-based-vnet-integration page, 2025. The overview page of 2023
/// gave Linux plans one.
pub const MOST_SUBNETS: usize = 2;

/// Networks per plan with gateway-required integration.
/// Source: Microsoft's configure-gateway-required-vnet-integration page.
pub const MOST_NETWORKS: usize = 5;
