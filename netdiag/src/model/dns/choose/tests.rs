//! The rules of the choice, as tables.

use super::*;
use crate::model::shown_server;

/// What is given, in short: variables, the site's lists, the network's servers.
struct Case {
    variables: &'static [(&'static str, &'static str)],
    flags: LookupFlags,
    site: Option<DnsConfiguration>,
    linux: Fact<bool>,
    vnet: Fact<Vec<IpAddr>>,
    copy: Fact<Vec<IpAddr>>,
    copy_decides: bool,
    file: Option<&'static str>,
    resolv: SystemResolver,
}

fn case(variables: &'static [(&'static str, &'static str)]) -> Case {
    let mut resolv = SystemResolver::empty("/etc/resolv.conf");
    resolv.servers = vec!["10.9.9.9:53".parse().unwrap()];
    resolv.search = vec!["corp.example".to_owned()];
    Case {
        variables,
        flags: LookupFlags::default(),
        site: None,
        linux: Fact::known(true, Origin::PlatformDefault),
        vnet: unread("the network"),
        copy: unread("the connection"),
        copy_decides: false,
        file: None,
        resolv,
    }
}

fn unread<T>(what: &str) -> Fact<T> {
    Fact::unknown(what, "was not read")
}

fn json<T>(value: T) -> Fact<T> {
    Fact::known(value, Origin::json("x.json", "/p"))
}

fn addresses(text: &str) -> Vec<IpAddr> {
    text.split_whitespace()
        .map(|a| a.parse().unwrap())
        .collect()
}

fn site(servers: &[&str]) -> DnsConfiguration {
    let absent = || Origin::json("site.json", "/properties/dnsConfiguration");
    DnsConfiguration {
        servers: json(servers.iter().map(|s| (*s).to_owned()).collect()),
        alt_server: Fact::Absent { from: absent() },
        attempts: Fact::Absent { from: absent() },
        timeout_seconds: Fact::Absent { from: absent() },
        max_cache_seconds: Fact::Absent { from: absent() },
        legacy_sort_order: Fact::Absent { from: absent() },
    }
}

fn chosen(case: &Case) -> NameServers {
    let environment = Environment::new(
        case.variables
            .iter()
            .map(|(n, v)| ((*n).to_owned(), (*v).to_owned())),
        case.file.map(str::to_owned),
    );
    let app = AppDns {
        site: case.site.as_ref(),
        linux: case.linux.clone(),
        vnet: case.vnet.clone(),
        copy: case.copy.clone(),
        copy_decides: case.copy_decides,
        environment: &environment,
    };
    let hosts = HostsFile::parse("/etc/hosts", "");
    NameServers::choose(&case.flags, &app, &case.resolv, Some(hosts))
}

fn order(servers: &NameServers) -> String {
    servers
        .servers
        .iter()
        .map(|s| format!("{} {}", shown_server(s.address), s.source.as_str()))
        .collect::<Vec<_>>()
        .join(", ")
}

#[test]
fn inside_the_app_the_setting_comes_before_the_system() {
    for (variables, expected) in [
        (&[][..], "10.9.9.9 system"),
        (
            &[("WEBSITE_DNS_SERVER", "10.0.0.4,10.0.0.5:5353")],
            "10.0.0.4 app_setting, 10.0.0.5:5353 app_setting",
        ),
        (
            &[
                ("WEBSITE_DNS_SERVER", "10.0.0.4"),
                ("WEBSITE_DNS_ALT_SERVER", "10.0.0.5"),
                ("WEBSITE_ALWAYS_FALLBACK_TO_PUBLIC_DNS", "1"),
            ],
            "10.0.0.4 app_setting, 10.0.0.5 alt_server, 168.63.129.16 public_fallback",
        ),
        (
            &[
                ("WEBSITE_DNS_SERVER", "10.0.0.4,10.0.0.4:53"),
                ("WEBSITE_DNS_ALT_SERVER", "10.0.0.4"),
            ],
            "10.0.0.4 app_setting",
        ),
        (
            &[("WEBSITE_DNS_ALT_SERVER", "10.0.0.5")],
            "10.9.9.9 system, 10.0.0.5 alt_server",
        ),
        (
            &[("WEBSITE_DNS_SERVER", "dns01,,10.0.0.4")],
            "10.0.0.4 app_setting",
        ),
        (&[("WEBSITE_DNS_SERVER", "dns01")], "10.9.9.9 system"),
        (
            &[("WEBSITE_ALWAYS_FALLBACK_TO_PUBLIC_DNS", "0")],
            "10.9.9.9 system",
        ),
    ] {
        let servers = chosen(&case(variables));
        assert_eq!(order(&servers), expected, "{variables:?}");
        assert_eq!(servers.search, ["corp.example"]);
        assert!(servers.hosts.is_some());
    }
}

#[test]
fn a_server_named_by_the_user_is_asked_alone() {
    let mut case = case(&[
        ("WEBSITE_DNS_SERVER", "10.0.0.4"),
        ("WEBSITE_DNS_ALT_SERVER", "10.0.0.5"),
        ("WEBSITE_ALWAYS_FALLBACK_TO_PUBLIC_DNS", "1"),
    ]);
    case.flags.server = Some("10.1.1.1:53".parse().unwrap());
    let servers = chosen(&case);
    assert_eq!(order(&servers), "10.1.1.1 argument");
    assert!(servers.search.is_empty() && servers.hosts.is_none());
}

#[test]
fn from_an_export_the_property_wins_then_the_setting_then_the_network() {
    let with = |f: &dyn Fn(&mut Case)| {
        let mut case = case(&[("WEBSITE_DNS_SERVER", "10.0.0.4")]);
        case.flags.exported = true;
        case.vnet = json(addresses("10.61.0.4 10.61.0.5"));
        f(&mut case);
        let servers = chosen(&case);
        assert!(servers.search.is_empty() && servers.hosts.is_none());
        order(&servers)
    };
    assert_eq!(
        with(&|c| c.site = Some(site(&["10.2.2.2", "10.2.2.3"]))),
        "10.2.2.2 site_property, 10.2.2.3 site_property"
    );
    assert_eq!(with(&|c| c.site = Some(site(&[]))), "10.0.0.4 app_setting");
    assert_eq!(with(&|_| ()), "10.0.0.4 app_setting");
    assert_eq!(
        with(&|c| c.variables = &[]),
        "10.61.0.4 vnet, 10.61.0.5 vnet"
    );
    assert_eq!(
        with(&|c| {
            c.variables = &[("WEBSITE_DNS_ALT_SERVER", "10.0.0.5")];
            let mut property = site(&[]);
            property.alt_server = json("10.0.0.6".to_owned());
            c.site = Some(property);
        }),
        "10.61.0.4 vnet, 10.61.0.5 vnet, 10.0.0.6 alt_server"
    );
    for azure in [
        json(Vec::new()),
        Fact::Absent {
            from: Origin::Everything,
        },
    ] {
        assert_eq!(
            with(&|c| {
                c.variables = &[];
                c.vnet = azure.clone();
            }),
            "168.63.129.16 platform_default"
        );
    }
    assert_eq!(
        with(&|c| {
            c.variables = &[];
            c.vnet = unread("the network");
            c.copy = json(addresses("10.61.0.4"));
        }),
        "10.61.0.4 vnet"
    );
    // With gateway-required integration new servers come with a Sync Network, not before.
    for (copy, expected) in [
        (json(addresses("10.61.0.9")), "10.61.0.9 vnet"),
        (json(addresses("")), "10.61.0.4 vnet"),
        (unread("the connection"), "10.61.0.4 vnet"),
    ] {
        assert_eq!(
            with(&|c| {
                c.variables = &[];
                c.vnet = json(addresses("10.61.0.4"));
                c.copy = copy.clone();
                c.copy_decides = true;
            }),
            expected
        );
    }
    assert_eq!(
        with(&|c| {
            c.variables = &[];
            c.vnet = unread("the network");
        }),
        "10.9.9.9 system"
    );
}

#[test]
fn without_an_export_the_network_is_not_looked_at() {
    let mut case = case(&[]);
    case.vnet = json(addresses("10.61.0.4"));
    assert_eq!(order(&chosen(&case)), "10.9.9.9 system");
}

#[test]
fn attempts_and_timeout_follow_flag_property_setting_system_platform() {
    let manners = |case: &Case| {
        let servers = chosen(case);
        (servers.attempts, servers.timeout.as_secs())
    };
    let mut c = case(&[]);
    assert_eq!(manners(&c), (5, 1), "Linux");
    c.linux = Fact::known(false, Origin::PlatformDefault);
    assert_eq!(manners(&c), (1, 3), "Windows");
    c.resolv.attempts = Some(2);
    c.resolv.timeout = Some(Duration::from_secs(15));
    assert_eq!(manners(&c), (2, 15), "resolv.conf");
    c.variables = &[("WEBSITE_DNS_SERVER", "10.0.0.4")];
    assert_eq!(manners(&c), (1, 3), "resolv.conf is not used");
    c.variables = &[("WEBSITE_DNS_ATTEMPTS", "4"), ("WEBSITE_DNS_TIMEOUT", "7")];
    assert_eq!(manners(&c), (4, 7), "settings");
    let mut property = site(&[]);
    property.attempts = json(3);
    property.timeout_seconds = json(30);
    c.site = Some(property);
    assert_eq!(manners(&c), (3, 30), "property");
    c.flags.attempts = Some(9);
    c.flags.timeout = Some(Duration::from_secs(60));
    assert_eq!(manners(&c), (9, 60), "flags");
}

#[test]
fn how_long_answers_are_kept_follows_property_setting_platform() {
    let kept = |case: &Case| chosen(case).cache.as_secs();
    let mut c = case(&[]);
    assert_eq!(kept(&c), 0, "Linux");
    c.linux = Fact::known(false, Origin::PlatformDefault);
    assert_eq!(kept(&c), 30, "Windows");
    c.variables = &[("WEBSITE_DNS_MAX_CACHE_TIMEOUT", "45")];
    assert_eq!(kept(&c), 45, "setting");
    let mut property = site(&[]);
    property.max_cache_seconds = json(0);
    c.site = Some(property.clone());
    assert_eq!(kept(&c), 0, "property");
    property.max_cache_seconds = json(90);
    c.site = Some(property);
    let servers = chosen(&c);
    assert_eq!(servers.cache.as_secs(), 60);
    assert!(
        servers
            .warnings
            .iter()
            .any(|w| w.contains("outside 0 to 60")),
        "{:?}",
        servers.warnings
    );
}

#[test]
fn an_unknown_platform_is_told_by_website_os() {
    let mut c = case(&[("WEBSITE_OS", "windows")]);
    c.linux = unread("the app");
    assert_eq!(chosen(&c).attempts, 1);
}

#[test]
fn every_slip_is_a_warning() {
    let warned = |f: &dyn Fn(&mut Case)| {
        let mut c = case(&[]);
        f(&mut c);
        chosen(&c).warnings.join("\n")
    };
    assert_eq!(warned(&|_| ()), "");
    for (variables, part) in [
        (
            &[("WEBSITE_DNS_TIMEOUT", "31")][..],
            "WEBSITE_DNS_TIMEOUT is 31, outside 1 to 30; using 30",
        ),
        (
            &[("WEBSITE_DNS_ATTEMPTS", "0")],
            "WEBSITE_DNS_ATTEMPTS is 0, outside 1 to 5; using 1",
        ),
        (
            &[("WEBSITE_DNS_ATTEMPTS", "five")],
            "is 'five', which is no whole number",
        ),
        (
            &[("WEBSITE_DNS_SERVER", "10.0.0.4, 10.0.0.5")],
            "a blank beside",
        ),
        (&[("WEBSITE_DNS_SERVER", "dns01")], "'dns01' is a name"),
        (
            &[("WEBSITE_ALT_DNS_SERVER", "10.0.0.5")],
            "WEBSITE_DNS_ALT_SERVER",
        ),
        (
            &[("WEBSITE_DNS_ALT_SERVER", "10.0.0.5")],
            "whether it is asked then is not certain",
        ),
    ] {
        let said = warned(&|c| c.variables = variables);
        assert!(said.contains(part), "{variables:?}: {said}");
    }
    let said = warned(&|c| c.flags.exported = true);
    assert!(said.contains("the network was not read"), "{said}");
    let said = warned(&|c| c.file = Some("env.txt"));
    assert!(said.contains("env.txt names no DNS server"), "{said}");
    let said = warned(&|c| {
        c.flags.exported = true;
        c.vnet = json(addresses("10.61.0.4"));
        c.copy = json(addresses("10.61.0.9"));
    });
    assert!(
        said.contains("copy of the VNET's DNS servers differs (10.61.0.9"),
        "{said}"
    );
    let said = warned(&|c| {
        c.flags.exported = true;
        c.vnet = json(addresses("10.61.0.4"));
        c.copy = json(addresses("10.61.0.9"));
        c.copy_decides = true;
    });
    assert!(
        said.contains("the VNET has other DNS servers by now (10.61.0.4"),
        "{said}"
    );
}

#[test]
fn the_servers_that_matter_are_named_once_each() {
    let mut c = case(&[("WEBSITE_DNS_SERVER", "10.61.0.4")]);
    c.vnet = json(addresses("10.61.0.4 10.61.0.5"));
    let servers = chosen(&c);
    let environment = Environment::empty();
    let app = AppDns {
        site: None,
        linux: unread("the app"),
        vnet: c.vnet.clone(),
        copy: unread("the connection"),
        copy_decides: false,
        environment: &environment,
    };
    let all = servers.only(servers.that_matter(&app, &c.resolv));
    assert_eq!(
        order(&all),
        "10.61.0.4 app_setting, 10.61.0.5 vnet, 168.63.129.16 platform_default, 10.9.9.9 system"
    );
}
