//! The flags that say how the configuration is read from Azure itself.

use clap::{Args, ValueEnum};

/// Where, and as whom, Azure is read.
#[derive(Debug, Clone, Args)]
pub struct AzureArgs {
    /// Read the integration from Azure itself [default: if --from is not given, the
    /// app is known and there is a credential]
    #[arg(long, global = true, conflicts_with = "from")]
    pub azure: bool,
    /// Read nothing from Azure
    #[arg(long, global = true, conflicts_with = "azure")]
    pub no_azure: bool,
    /// The app's resource group [default: WEBSITE_RESOURCE_GROUP]
    #[arg(long, global = true, value_name = "NAME")]
    pub resource_group: Option<String>,
    /// The app's subscription, its id [default: that of WEBSITE_OWNER_NAME]
    #[arg(long, global = true, value_name = "ID")]
    pub subscription: Option<String>,
    /// Sign in with this and nothing else
    #[arg(long, global = true, value_enum, value_name = "NAME")]
    pub credential: Option<CredentialName>,
    /// Which Azure
    #[arg(long, global = true, value_enum, default_value_t, value_name = "CLOUD")]
    pub cloud: CloudName,
    /// Another address of Azure Resource Manager; plain http only on this machine
    #[arg(long, global = true, value_name = "URL")]
    pub arm_endpoint: Option<String>,
    /// Seconds that reading Azure may take in all, 1 to 600
    #[arg(long, global = true, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=600))]
    pub azure_timeout: u64,
}

/// Azure's clouds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum CloudName {
    /// Azure
    #[default]
    Public,
    /// Azure operated by 21Vianet
    China,
    /// Azure Government
    UsGovernment,
}

impl CloudName {
    /// Where its Resource Manager is.
    pub fn resource_manager(self) -> &'static str {
        match self {
            Self::Public => "https://management.azure.com",
            Self::China => "https://management.chinacloudapi.cn",
            Self::UsGovernment => "https://management.usgovcloudapi.net",
        }
    }
}

/// A way to sign in; they are tried in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum CredentialName {
    /// AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET
    Environment,
    /// AZURE_FEDERATED_TOKEN_FILE
    WorkloadIdentity,
    /// The app's own identity
    ManagedIdentity,
    /// As az is signed in
    AzureCli,
    /// As azd is signed in
    AzureDeveloperCli,
}

impl CredentialName {
    /// As `--credential` takes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Environment => "environment",
            Self::WorkloadIdentity => "workload-identity",
            Self::ManagedIdentity => "managed-identity",
            Self::AzureCli => "azure-cli",
            Self::AzureDeveloperCli => "azure-developer-cli",
        }
    }
}
