//! The command line.

use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;
use netdiag::cli::{self, SourceArgs};
use netdiag::probe::connect::{Close, DEFAULT_TIMEOUT, Options, REPEATED_SYN};
use netdiag::target::Target;

const USAGE: &str = "tcpping HOST[:PORT] [PORT] [OPTIONS]
       tcpping --targets FILE [OPTIONS]";

const EXAMPLES: &str = "\
Examples:
  tcpping sql01.corp.example:1433        four attempts, as in the Kudu console
  tcpping sql01 1433 -n 10 -w 2          ten attempts of at most 2 seconds each
  tcpping 10.61.8.9:443 -t               once a second until Ctrl+C
  tcpping 10.61.8.9:443 -n 200 --plot    and a plot of the round trips
  tcpping [fd00::4]:443 --json           a line of JSON for each attempt
  tcpping sql01:1433 --from export       and the way that the app would take
  tcpping --targets hosts.txt -n 1       a list, one host:port a line
  tcpping --targets - --rate 50          the same from a pipe, 50 a second

Exit codes: 0 an attempt connected, 1 none did, 2 wrong usage. In a list: 0 each
target connected, 1 one did not, or a line names none.

Nothing is sent over a connection: it is opened and reset at once, so that no
port stays in TIME_WAIT. A server may log that as 'connection reset by peer';
--graceful closes the normal way. A name is resolved once, by the servers that
the app would ask; with -t and -s a name that failed is tried again each time.
Where the system tells, times are the kernel's own measure of the handshake.
While nothing comes a line says so every 15 s: Kudu ends a command that is
silent for 60 s.";

/// The port that is tried if none is typed.
const PORT: u16 = 80;

/// How many attempts are made on a target.
const ATTEMPTS: u64 = 4;

/// How many targets of a list are tried at once: the smallest sandbox of App Service (Free and Shared)
/// has 250 connections (projectkudu's wiki, "Azure Web App sandbox"), and the app needs some itself.
const AT_ONCE: u32 = 200;

/// Tells whether a host and port can be reached from here, how fast, and if not,
/// what happened
#[derive(Debug, Parser)]
#[command(
    name = "tcpping",
    version,
    after_help = EXAMPLES,
    override_usage = USAGE
)]
pub struct Cli {
    /// The host, and the port if it does not follow [default port: 80]. IPv6
    /// addresses in brackets
    #[arg(value_name = "HOST[:PORT]")]
    target: Option<String>,
    /// The port, if it is not part of the first argument
    #[arg(value_name = "PORT")]
    port: Option<String>,
    /// How many attempts [default: 4]
    #[arg(short = 'n', long, value_name = "COUNT", conflicts_with = "forever", value_parser = clap::value_parser!(u64).range(1..))]
    count: Option<u64>,
    /// Until Ctrl+C, which prints the summary
    #[arg(short = 't', long)]
    forever: bool,
    /// For that many seconds
    #[arg(short = 's', long, value_name = "SECONDS", value_parser = seconds)]
    seconds: Option<Duration>,
    /// How long one attempt may take, 0.001 to 300 [default: 4]. What is sent is
    /// repeated after 1 and 3 s; below 3.1 an answer to that is missed. In a list at
    /// least 1.05, so that one lost packet does not look like silence
    #[arg(short = 'w', long = "timeout", value_name = "SECONDS", value_parser = timeout)]
    timeout: Option<Duration>,
    /// From the start of one attempt to the start of the next [default: none; 1
    /// with -t or -s]
    #[arg(short = 'i', long, value_name = "SECONDS", value_parser = pause)]
    interval: Option<Duration>,
    /// Try every address of a name, IPv6 too, not only the first
    #[arg(long)]
    all_addresses: bool,
    /// Close connections the normal way instead of by a reset
    #[arg(long)]
    graceful: bool,
    /// Probe many targets, one host:port a line, # begins a comment; '-' is standard
    /// input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["target", "port", "forever", "seconds"])]
    targets: Option<PathBuf>,
    /// How many targets of the list at once, 1 to 20000 [default: 200, which leaves
    /// room below the 250 connections of the smallest sandbox]
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..=20_000))]
    concurrency: Option<u32>,
    /// Begin with at most that many targets of the list a second [default: no limit]
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..))]
    rate: Option<u32>,
    /// Say at the end how often each outcome came and how long the list took
    #[arg(long)]
    summary: bool,
    /// Draw the attempts at the end: round trips as bars, failures marked. Plain
    /// characters without a terminal
    #[arg(long, conflicts_with = "json")]
    plot: bool,
    /// Write a page with the plot, the outcomes and the name's resolution: one file
    /// that needs nothing else
    #[arg(long, value_name = "FILE.html")]
    report: Option<PathBuf>,
    #[command(flatten)]
    source: SourceArgs,
    /// Print one JSON object a line (schema tcpping/1)
    #[arg(long)]
    json: bool,
}

/// What is to be done, checked.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Whom to probe.
    pub whom: Whom,
    /// When to stop.
    pub length: Length,
    /// How each attempt is made.
    pub options: Options,
    /// From the start of one attempt to the start of the next.
    pub interval: Duration,
    /// Try every address of a name.
    pub all_addresses: bool,
    /// Draw the attempts at the end.
    pub plot: bool,
    /// Where to write a page about them.
    pub report: Option<PathBuf>,
    /// Print JSON.
    pub json: bool,
    /// Where the configuration is read from.
    pub source: SourceArgs,
}

/// Whom to probe.
#[derive(Debug, Clone)]
pub enum Whom {
    /// One target.
    One(Target),
    /// The targets of a list.
    List(List),
}

/// A list of targets and how it is gone through.
#[derive(Debug, Clone)]
pub struct List {
    /// The file; `-` is standard input.
    pub file: PathBuf,
    /// How many at once.
    pub concurrency: u32,
    /// How many may begin in a second.
    pub rate: Option<NonZeroU32>,
    /// Say more at the end.
    pub summary: bool,
}

/// When to stop: whatever comes first.
#[derive(Debug, Clone, Copy)]
pub struct Length {
    /// After that many attempts on each address.
    pub count: Option<u64>,
    /// No attempt begins later than this after the first.
    pub time: Option<Duration>,
}

impl Length {
    /// Whether the end is not a number of attempts.
    pub fn is_open(self) -> bool {
        self.count.is_none()
    }
}

impl Cli {
    /// Checks what was typed.
    ///
    /// # Errors
    /// What is wrong with it, and what to type.
    pub fn plan(self) -> Result<Plan, String> {
        if self.targets.is_none() {
            cli::only_with_a_list(
                "targets",
                &[
                    (self.concurrency.is_some(), "--concurrency"),
                    (self.rate.is_some(), "--rate"),
                    (self.summary, "--summary"),
                ],
            )?;
        }
        if self.plot && self.targets.is_some() {
            return Err(
            "--plot draws the attempts on one target, and a list has no such row; --summary says how \
             often each outcome came"
                .to_owned(),
        );
        }
        if self.report.is_some() && self.targets.is_some() {
            return Err(
                "--report tells of one target; for a list, --json has everything in lines"
                    .to_owned(),
            );
        }
        let whom = match (self.target, self.targets) {
            (_, Some(file)) => Whom::List(List {
                file,
                concurrency: self.concurrency.unwrap_or(AT_ONCE),
                rate: self.rate.and_then(NonZeroU32::new),
                summary: self.summary,
            }),
            (Some(target), None) => Whom::One(
                Target::parse(&target, self.port.as_deref(), Some(PORT))
                    .map_err(|e| e.to_string())?,
            ),
            (None, None) => {
                return Err(
                    "whom? type a host and port, as in: tcpping sql01:1433, or --targets FILE; \
                 tcpping --help tells more"
                        .to_owned(),
                );
            }
        };
        let open = self.forever || self.seconds.is_some();
        let timeout = self.timeout.unwrap_or(DEFAULT_TIMEOUT);
        let timeout = match whom {
            Whom::One(_) => timeout,
            Whom::List(_) => timeout.max(REPEATED_SYN),
        };
        Ok(Plan {
            whom,
            length: Length {
                count: self.count.or((!open).then_some(ATTEMPTS)),
                time: self.seconds,
            },
            options: Options {
                timeout,
                close: if self.graceful {
                    Close::Graceful
                } else {
                    Close::Reset
                },
            },
            interval: self.interval.unwrap_or(if open {
                Duration::from_secs(1)
            } else {
                Duration::ZERO
            }),
            all_addresses: self.all_addresses,
            plot: self.plot,
            report: self.report,
            json: self.json,
            source: self.source,
        })
    }
}

fn timeout(text: &str) -> Result<Duration, String> {
    cli::seconds(text, 0.001, 300.0)
}

fn seconds(text: &str) -> Result<Duration, String> {
    cli::seconds(text, 0.001, 100_000_000.0)
}

fn pause(text: &str) -> Result<Duration, String> {
    cli::seconds(text, 0.0, 86_400.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    fn plan(line: &str) -> Result<Plan, String> {
        let words = std::iter::once("tcpping").chain(line.split_whitespace());
        let cli = Cli::try_parse_from(words).map_err(|error| error.to_string())?;
        cli.plan()
    }

    fn target(line: &str) -> String {
        match plan(line).map(|plan| plan.whom) {
            Ok(Whom::One(target)) => target.to_string(),
            other => panic!("{line}: {other:?}"),
        }
    }

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn options_stand_before_or_after_the_target() {
        for (line, expected) in [
            ("sql01", "sql01:80"),
            ("sql01:1433 -n 10", "sql01:1433"),
            ("-n 1 -w 10 sql01:1433", "sql01:1433"),
            ("-n 1 sql01 1433 -w 10", "sql01:1433"),
            ("sql01 -t 1433", "sql01:1433"),
            ("[fd00::4]:443 -s 5", "[fd00::4]:443"),
        ] {
            assert_eq!(target(line), expected, "{line}");
        }
    }

    #[test]
    fn lengths_and_pauses_have_defaults() {
        for (line, count, time, interval) in [
            ("a", Some(4), None, 0.0),
            ("a -n 7", Some(7), None, 0.0),
            ("a -t", None, None, 1.0),
            ("a -s 5", None, Some(5.0), 1.0),
            ("a -s 5 -n 2", Some(2), Some(5.0), 1.0),
            ("a -t -i 0.5", None, None, 0.5),
            ("a -n 3 -i 2", Some(3), None, 2.0),
        ] {
            let plan = plan(line).unwrap();
            assert_eq!(plan.length.count, count, "{line}");
            assert_eq!(plan.length.time.map(|t| t.as_secs_f64()), time, "{line}");
            assert_eq!(plan.interval.as_secs_f64(), interval, "{line}");
        }
        assert_eq!(plan("a").unwrap().options, Options::default());
        for (line, timeout) in [
            ("a -w 0.2", 0.2),
            ("--targets f -w 0.2", 1.05),
            ("--targets f -w 2", 2.0),
            ("--targets f", 4.0),
        ] {
            let timeout_of = plan(line).unwrap().options.timeout;
            assert_eq!(timeout_of.as_secs_f64(), timeout, "{line}");
        }
    }

    #[test]
    fn a_slip_is_answered_with_what_to_type() {
        for (line, part) in [
            ("", "type a host and port"),
            ("sql01:0", "type a number from 1 to 65535"),
            ("sql01 99999", "'99999' is no port"),
            ("https://shop.example/cart", "shop.example:443"),
            ("sql01 -n 0", "0 is not in 1.."),
            ("sql01 -w 0", "type a number of seconds"),
            ("sql01 -w nan", "type a number of seconds"),
            ("sql01 -w 999", "from 0.001 to 300"),
            ("sql01 -i -1", "-1"),
            ("sql01 -n 3 -t", "cannot be used with"),
            ("--targets f sql01", "cannot be used with"),
            ("--targets f -t", "cannot be used with"),
            ("sql01 --concurrency 5", "--targets"),
            ("sql01 --rate 5", "--targets"),
            ("sql01 --summary", "--targets"),
            ("--targets f --plot", "the attempts on one target"),
            ("--targets f --report r.html", "tells of one target"),
            ("sql01 --plot --json", "cannot be used with"),
            ("--targets f --rate 0", "0 is not in 1.."),
        ] {
            let said = plan(line).unwrap_err();
            assert!(said.contains(part), "{line}: {said}");
        }
    }
}
