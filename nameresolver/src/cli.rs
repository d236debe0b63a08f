//! The command line.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;
use netdiag::cli::{Color, SourceArgs};
use netdiag::model::{LookupFlags, parse_server};
use netdiag::probe::lookup::{RecordType, check_name, reverse_name};
use netdiag::target::Host;

const USAGE: &str = "nameresolver HOSTNAME [DNS_SERVER] [OPTIONS]
       nameresolver --names FILE [DNS_SERVER] [OPTIONS]";

const EXAMPLES: &str = "\
Examples:
  nameresolver sql01.corp.example            as the app resolves it
  nameresolver sql01.corp.example 10.0.0.4   as this server resolves it
  nameresolver --type MX,TXT corp.example    other records than addresses
  nameresolver sql01 --all-servers           which server says what
  nameresolver sql01 --from export           by the servers of an export
  nameresolver --names names.txt --json      a list, one name a line

Exit codes: 0 resolved, 1 the name or record does not exist, 2 wrong usage,
3 no server gave an answer. With --names: 1 if a name does not exist, else 3 if
one got no answer.

The servers, first match wins: DNS_SERVER; the app's own list (site property
dnsConfiguration with --from, else WEBSITE_DNS_SERVER); the VNET's (--from);
this machine's. WEBSITE_DNS_ALT_SERVER is appended, and with
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
    arg_required_else_help = true,
    override_usage = USAGE
)]
pub struct Cli {
    /// The name; an address is looked up backwards (PTR)
    #[arg(value_name = "HOSTNAME", required_unless_present = "names")]
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
    /// How often all servers are asked, 1 to 20 [default: as the app:
    /// WEBSITE_DNS_ATTEMPTS, else Windows 1, Linux 5]
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..=20))]
    attempts: Option<u32>,
    /// How long a server may take in each attempt, 0.05 to 60 [default: as the app:
    /// WEBSITE_DNS_TIMEOUT, else Windows 3, Linux 1]
    #[arg(long, value_name = "SECONDS", value_parser = parse_timeout)]
    timeout: Option<Duration>,
    /// Ask over TCP only
    #[arg(long)]
    tcp: bool,
    /// Ask every server that matters by itself as well: the app's, the VNET's,
    /// 168.63.129.16 and this machine's; say where they differ
    #[arg(long, conflicts_with = "names")]
    pub all_servers: bool,
    /// Resolve many names, one a line, # begins a comment; '-' is standard input
    #[arg(long, value_name = "FILE")]
    names: Option<PathBuf>,
    /// How many names of the list at once at most, 1 to 4096 [default: as many as the
    /// servers answer without delay]
    #[arg(long, value_name = "COUNT", requires = "names",
          value_parser = clap::value_parser!(u16).range(1..=4096))]
    pub concurrency: Option<u16>,
    /// How many questions a second at most [default: as many as the servers answer]
    #[arg(long, value_name = "COUNT", requires = "names",
          value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub rate: Option<u32>,
    /// Answers of the list as they come, not in the order of the names
    #[arg(long, requires = "names")]
    pub unordered: bool,
    /// Keep in FILE how far the output has come; a second run with the same list and
    /// FILE, appending to the same output (>>), goes on there
    #[arg(
        long,
        value_name = "FILE",
        requires = "names",
        conflicts_with = "unordered"
    )]
    pub resume: Option<PathBuf>,
    /// At the end say what the list came to and how fast each server was
    #[arg(long, requires = "names")]
    pub summary: bool,
    /// Where the configuration is read from.
    #[command(flatten)]
    pub source: SourceArgs,
    /// Print one JSON object a line (schema nameresolver/1)
    #[arg(long)]
    pub json: bool,
    /// Say also why these servers, what each attempt brought, and how long it took
    #[arg(long, short)]
    pub verbose: bool,
    /// When to colour
    #[arg(long, value_name = "WHEN", value_enum, default_value_t)]
    pub color: Color,
}

/// What to resolve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whom {
    /// One name or address.
    One(Question),
    /// The names of a list; `-` is standard input.
    List(PathBuf),
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
    /// What to resolve.
    ///
    /// # Errors
    /// What is wrong with the name, and what to type.
    pub fn whom(&self) -> Result<Whom, String> {
        match (&self.names, &self.hostname) {
            (Some(file), _) => Ok(Whom::List(file.clone())),
            (None, hostname) => self
                .read_question(hostname.as_deref().unwrap_or_default())
                .map(Whom::One),
        }
    }

    /// Reads a name or an address.
    ///
    /// # Errors
    /// What is wrong with it, and what to type.
    pub fn read_question(&self, text: &str) -> Result<Question, String> {
        let text = text.trim();
        let (name, types) = match text.parse::<Host>().map_err(|e| e.to_string())? {
            Host::Address(address) => (self.backwards(address)?, vec![RecordType::PTR]),
            Host::Name(name) => {
                check_name(&name)?;
                let types = if self.types.is_empty() {
                    vec![RecordType::A]
                } else {
                    let mut types = Vec::new();
                    for record_type in &self.types {
                        if !types.contains(record_type) {
                            types.push(*record_type);
                        }
                    }
                    types
                };
                (name, types)
            }
        };
        Ok(Question {
            shown: text.to_owned(),
            name,
            types,
        })
    }

    fn backwards(&self, address: IpAddr) -> Result<String, String> {
        if self.types.iter().any(|t| *t != RecordType::PTR) {
            return Err(format!(
                "{address} is an address, which is looked up backwards: leave out --type, or type --type PTR"
            ));
        }
        Ok(reverse_name(address))
    }

    /// What the command line says about lookups.
    ///
    /// # Errors
    /// What is wrong with DNS_SERVER, and what to type.
    pub fn flags(&self) -> Result<LookupFlags, String> {
        let server: Option<SocketAddr> = match self.server_argument()? {
            Some(text) => Some(parse_server(text)?),
            None => None,
        };
        Ok(LookupFlags {
            server,
            attempts: self.attempts,
            timeout: self.timeout,
            tcp: self.tcp,
            exported: self.source.from.is_some(),
        })
    }

    /// With `--names` the only word is the server.
    fn server_argument(&self) -> Result<Option<&str>, String> {
        match (&self.names, &self.hostname, &self.server) {
            (None, _, server) => Ok(server.as_deref()),
            (Some(_), word, None) => Ok(word.as_deref()),
            (Some(_), _, Some(_)) => Err(
                "with --names the names come from the file; type DNS_SERVER alone, as in: nameresolver --names names.txt 10.0.0.4"
                    .to_owned(),
            ),
        }
    }
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

fn parse_timeout(text: &str) -> Result<Duration, String> {
    match text.parse::<f64>() {
        Ok(seconds) if (0.05..=60.0).contains(&seconds) => Ok(Duration::from_secs_f64(seconds)),
        _ => Err("type a number of seconds from 0.05 to 60".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    fn question(words: &[&str]) -> Result<Question, String> {
        match Cli::parse_from([&["nameresolver"], words].concat()).whom()? {
            Whom::One(question) => Ok(question),
            Whom::List(file) => panic!("{words:?}: {}", file.display()),
        }
    }

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn help_fits_80_columns() {
        let help = Cli::command()
            .term_width(80)
            .max_term_width(80)
            .render_long_help()
            .to_string();
        for line in help.lines() {
            assert!(line.len() <= 80, "{line}");
        }
    }

    #[test]
    fn an_address_is_asked_backwards() {
        let asked = question(&["10.61.8.9"]).unwrap();
        assert_eq!(asked.name, "9.8.61.10.in-addr.arpa.");
        assert_eq!(asked.types, [RecordType::PTR]);
        assert!(question(&["10.61.8.9", "--type", "A"]).is_err());
    }

    #[test]
    fn types_are_read_in_any_letter_case_and_once_each() {
        let asked = question(&["x", "--type", "a,AAAA,a"]).unwrap();
        assert_eq!(asked.types, [RecordType::A, RecordType::AAAA]);
    }

    #[test]
    fn with_a_file_of_names_the_word_is_the_server() {
        let cli = Cli::parse_from(["nameresolver", "--names", "f", "10.0.0.4"]);
        assert_eq!(cli.flags().unwrap().server, "10.0.0.4:53".parse().ok());
        let cli = Cli::parse_from(["nameresolver", "--names", "f", "sql01", "10.0.0.4"]);
        assert!(cli.flags().is_err());
    }
}
