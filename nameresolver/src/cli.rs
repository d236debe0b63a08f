//! The command line.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;
use netdiag::cli::{self, Color, SourceArgs, seconds};
use netdiag::model::{LookupFlags, parse_server};
use netdiag::probe::lookup::{RecordType, check_name, reverse_name};
use netdiag::target::Host;

const USAGE: &str = "nameresolver HOSTNAME [DNS_SERVER] [OPTIONS]
       nameresolver --names FILE [DNS_SERVER] [OPTIONS]";

/// How many names of a list are asked at once at most.
pub const MOST_NAMES: u16 = 4096;

const EXAMPLES: &str = "\
Examples:
  nameresolver sql01.corp.example            as the app resolves it
  nameresolver sql01.corp.example 10.0.0.4   as this server resolves it
  nameresolver --type MX,TXT corp.example    other records than addresses
  nameresolver sql01 --all-servers           which server says what
  nameresolver sql01 --from export           by the servers of an export
  nameresolver --names names.txt --json      a list, one name a line

Exit codes: 0 resolved, 1 the name or record does not exist, 2 wrong usage,
3 no server gave an answer. With --names: 1 if a name does not exist or a line
holds none, else 3 if one got no answer.

The servers, first match wins: DNS_SERVER; the app's own list (site property
dnsConfiguration with --from, else WEBSITE_DNS_SERVER); the VNET's (--from);
this machine's. WEBSITE_DNS_SERVER is an app setting or, in Kudu, what App
Service knows of the VNET's servers. WEBSITE_DNS_ALT_SERVER is appended (that
Azure does so without a list before it is not certain), and with
WEBSITE_ALWAYS_FALLBACK_TO_PUBLIC_DNS=1 so is 168.63.129.16. In each attempt all
are asked at once; the first one's answer wins if it comes in time, else the
next one's in order.

A lookup takes at most attempts x timeout for each name tried. A line is written
at least every 15 s meanwhile, with --json an empty one: Kudu ends a command
that is silent for 60 s.";

/// Tells what a name resolves to as the app sees it, and which server said so
#[derive(Debug, Parser)]
#[command(
    name = "nameresolver",
    version,
    after_help = EXAMPLES,
    override_usage = USAGE
)]
pub struct Cli {
    /// The name; an address is looked up backwards (PTR)
    #[arg(value_name = "HOSTNAME")]
    hostname: Option<String>,
    // No docstring: the brackets of an IPv6 address would be a link.
    #[arg(
        value_name = "DNS_SERVER",
        help = "Ask this server and no other, as 10.0.0.4, 10.0.0.4:5353 or [fd00::4]:53"
    )]
    server: Option<String>,
    /// Record types, separated by commas: A, AAAA, CNAME, PTR, SRV, MX, TXT, NS,
    /// SOA [default: A]
    #[arg(long = "type", value_name = "TYPES", value_parser = parse_type, value_delimiter = ',')]
    types: Vec<RecordType>,
    /// How often all servers are asked, 1 to 20 [default: as the app: its
    /// dnsConfiguration (--from), WEBSITE_DNS_ATTEMPTS, this machine's own if its
    /// servers are asked, else Windows 1, Linux 5]
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..=20))]
    attempts: Option<u32>,
    /// How long a server may take in each attempt, 0.05 to 60 [default: as the app:
    /// its dnsConfiguration (--from), WEBSITE_DNS_TIMEOUT, this machine's own if its
    /// servers are asked, else Windows 3, Linux 1]
    #[arg(long, value_name = "SECONDS", value_parser = timeout)]
    timeout: Option<Duration>,
    /// Ask over TCP only
    #[arg(long)]
    tcp: bool,
    /// Ask every server that matters by itself as well: the app's, the VNET's,
    /// 168.63.129.16 and this machine's; say where they differ
    #[arg(long, conflicts_with = "names")]
    all_servers: bool,
    /// Resolve many names, one a line, # begins a comment; '-' is standard input
    #[arg(long, value_name = "FILE")]
    names: Option<PathBuf>,
    /// How many names of the list at once at most, 1 to 4096 [default: as many as the
    /// servers answer without delay]
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u16).range(1..=i64::from(MOST_NAMES)))]
    concurrency: Option<u16>,
    /// How many questions a second at most [default: as many as the servers answer]
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    rate: Option<u32>,
    /// Answers of the list as they come, not in the order of the names
    #[arg(long)]
    unordered: bool,
    /// Keep in FILE how far the output has come; a second run with the same list and
    /// FILE, appending to the same output (>>), goes on there
    #[arg(long, value_name = "FILE", conflicts_with = "unordered")]
    resume: Option<PathBuf>,
    /// At the end say what the list came to and how fast each server was
    #[arg(long)]
    summary: bool,
    #[command(flatten)]
    source: SourceArgs,
    /// Print one JSON object a line (schema nameresolver/1)
    #[arg(long)]
    json: bool,
    /// Say also why these servers, what each attempt brought, and how long it took
    #[arg(long, short)]
    verbose: bool,
    /// When to colour
    #[arg(long, value_name = "WHEN", value_enum, default_value_t)]
    pub color: Color,
}

/// What is to be done, checked.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What to resolve.
    pub whom: Whom,
    /// What the command line says about lookups.
    pub flags: LookupFlags,
    /// Ask every server that matters by itself as well.
    pub all_servers: bool,
    /// Where the configuration is read from.
    pub source: SourceArgs,
    /// Print JSON.
    pub json: bool,
    /// Say more.
    pub verbose: bool,
}

/// What to resolve.
#[derive(Debug, Clone)]
pub enum Whom {
    /// One name or address.
    One(Question),
    /// The names of a list.
    List(List),
}

/// A list of names and how it is gone through.
#[derive(Debug, Clone)]
pub struct List {
    /// The file; `-` is standard input.
    pub file: PathBuf,
    /// The types to ask for, as typed.
    pub types: Vec<RecordType>,
    /// How many names at once; as many as the servers bear if nothing is said.
    pub concurrency: Option<u16>,
    /// How many questions a second.
    pub rate: Option<NonZeroU32>,
    /// Answers as they come.
    pub unordered: bool,
    /// Where it is kept how far the output has come.
    pub resume: Option<PathBuf>,
    /// Say more at the end.
    pub summary: bool,
}

/// One thing to ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// As typed.
    pub shown: String,
    /// The name to ask for.
    pub name: String,
    /// The types to ask for.
    pub types: Vec<RecordType>,
}

impl Cli {
    /// Checks what was typed.
    ///
    /// # Errors
    /// What is wrong with it, and what to type.
    pub fn plan(self) -> Result<Plan, String> {
        if self.names.is_none() {
            cli::only_with_a_list(
                "names",
                &[
                    (self.concurrency.is_some(), "--concurrency"),
                    (self.rate.is_some(), "--rate"),
                    (self.unordered, "--unordered"),
                    (self.resume.is_some(), "--resume"),
                    (self.summary, "--summary"),
                ],
            )?;
        }
        // With --names the only word is the server.
        let server = match (&self.names, &self.hostname, &self.server) {
            (None, _, server) => server,
            (Some(_), word, None) => word,
            (Some(_), _, Some(_)) => {
                return Err(
                    "with --names the names come from the file; type DNS_SERVER alone, \
                            as in: nameresolver --names names.txt 10.0.0.4"
                        .to_owned(),
                );
            }
        };
        let flags = LookupFlags {
            server: server.as_deref().map(parse_server).transpose()?,
            attempts: self.attempts,
            timeout: self.timeout,
            tcp: self.tcp,
            exported: self.source.exported(),
        };
        let whom = match (self.names, self.hostname) {
            (Some(file), _) => Whom::List(List {
                file,
                types: self.types,
                concurrency: self.concurrency,
                rate: self.rate.and_then(NonZeroU32::new),
                unordered: self.unordered,
                resume: self.resume,
                summary: self.summary,
            }),
            (None, Some(hostname)) => Whom::One(Question::read(&hostname, &self.types)?),
            (None, None) => {
                return Err(
                    "which name? type one, as in: nameresolver sql01.corp.example, or --names \
                     FILE; nameresolver --help tells more"
                        .to_owned(),
                );
            }
        };
        Ok(Plan {
            whom,
            flags,
            all_servers: self.all_servers,
            source: self.source,
            json: self.json,
            verbose: self.verbose,
        })
    }
}

impl Question {
    /// Reads a name or an address, of which these types were asked for.
    ///
    /// # Errors
    /// What is wrong with it, and what to type.
    pub fn read(text: &str, types: &[RecordType]) -> Result<Self, String> {
        let text = text.trim();
        let (name, types) = match text.parse::<Host>().map_err(|e| e.to_string())? {
            Host::Address(address) => (backwards(address, types)?, vec![RecordType::PTR]),
            Host::Name(name) => {
                check_name(&name)?;
                (name, each_once(types))
            }
        };
        Ok(Self {
            shown: text.to_owned(),
            name,
            types,
        })
    }
}

fn backwards(address: IpAddr, types: &[RecordType]) -> Result<String, String> {
    if types.iter().any(|t| *t != RecordType::PTR) {
        return Err(format!(
            "{address} is an address, which is looked up backwards: leave out --type, or type --type PTR"
        ));
    }
    Ok(reverse_name(address))
}

/// The types in their order; addresses if there are none.
fn each_once(types: &[RecordType]) -> Vec<RecordType> {
    let mut once = Vec::new();
    for record_type in types {
        if !once.contains(record_type) {
            once.push(*record_type);
        }
    }
    if once.is_empty() {
        once.push(RecordType::A);
    }
    once
}

fn parse_type(text: &str) -> Result<RecordType, String> {
    match text.trim().to_ascii_uppercase().as_str() {
        "A" => Ok(RecordType::A),
        "AAAA" => Ok(RecordType::AAAA),
        "CNAME" => Ok(RecordType::CNAME),
        "PTR" => Ok(RecordType::PTR),
        "SRV" => Ok(RecordType::SRV),
        "MX" => Ok(RecordType::MX),
        "TXT" => Ok(RecordType::TXT),
        "NS" => Ok(RecordType::NS),
        "SOA" => Ok(RecordType::SOA),
        _ => Err("type one or more of A, AAAA, CNAME, PTR, SRV, MX, TXT, NS, SOA".to_owned()),
    }
}

fn timeout(text: &str) -> Result<Duration, String> {
    seconds(text, 0.05, 60.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    fn plan(line: &str) -> Result<Plan, String> {
        let words = std::iter::once("nameresolver").chain(line.split_whitespace());
        let cli = Cli::try_parse_from(words).map_err(|error| error.to_string())?;
        cli.plan()
    }

    fn question(line: &str) -> Question {
        match plan(line).map(|plan| plan.whom) {
            Ok(Whom::One(question)) => question,
            other => panic!("{line}: {other:?}"),
        }
    }

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn an_address_is_asked_backwards() {
        let asked = question("10.61.8.9");
        assert_eq!(asked.name, "9.8.61.10.in-addr.arpa.");
        assert_eq!(asked.types, [RecordType::PTR]);
    }

    #[test]
    fn types_are_read_in_any_letter_case_and_once_each() {
        let asked = question("x --type a,AAAA,a");
        assert_eq!(asked.types, [RecordType::A, RecordType::AAAA]);
        assert_eq!(question("x").types, [RecordType::A]);
    }

    #[test]
    fn with_a_file_of_names_the_word_is_the_server() {
        let plan = plan("--names f 10.0.0.4").unwrap();
        assert_eq!(plan.flags.server, "10.0.0.4:53".parse().ok());
    }

    #[test]
    fn a_slip_is_answered_with_what_to_type() {
        for (line, part) in [
            ("", "type one, as in: nameresolver sql01.corp.example"),
            ("10.61.8.9 --type A", "looked up backwards"),
            ("x --type ANY", "A, AAAA, CNAME"),
            ("x --timeout 0", "from 0.05 to 60, as 10 or 0.5"),
            ("x --attempts 0", "1..=20"),
            ("x dns01.corp", "type it as 10.0.0.4"),
            ("x 10.0.0.4:0", "port 0"),
            ("https://x/", "type the host alone"),
            ("--names f sql01 10.0.0.4", "type DNS_SERVER alone"),
            ("--names f --all-servers", "cannot be used with"),
            ("--names f --resume g --unordered", "cannot be used with"),
            ("--names f --rate 0", "1..=1000000"),
            ("--names f --concurrency 0", "1..=4096"),
            ("x --concurrency 5", "--concurrency is for a list of names"),
            ("x --rate 5", "--names FILE"),
            ("x --summary", "--names FILE"),
            ("x --resume f", "--names FILE"),
            ("--unordered", "--names FILE"),
        ] {
            let said = plan(line).unwrap_err();
            assert!(said.contains(part), "{line}: {said}");
        }
    }
}
