//! What Azure answers when it does not give what was asked for, in words. Pure.

use netdiag::fact::{Gap, Origin};
use netdiag::source::LARGEST_FILE;
use netdiag::text::printable;
use serde_json::Value;

use super::request::{How, Request};

/// How much of a message from outside is shown.
const SHOWN: usize = 300;

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// An answer with another status than success.
    Status {
        /// As 403.
        code: u16,
        /// Its body, if it was JSON.
        body: Option<Value>,
    },
    /// The connection broke, or there was none; the reason in words.
    Connection(String),
    /// The time is over.
    OutOfTime {
        /// The budget, in seconds.
        seconds: u64,
        /// The status of the last answer before, as 429.
        last: Option<u16>,
    },
    /// Success, but no JSON behind it.
    NotJson {
        /// A page for people, as a proxy or a login puts in between.
        page: bool,
    },
    /// JSON, but not of the kind that this question gets.
    Unexpected,
    /// It is larger than anything that makes sense.
    TooLarge,
    /// The list goes on after so many pages.
    TooManyPages(usize),
    /// It goes on at an address that is not Azure's.
    Elsewhere,
    /// Azure accepted a change, and it failed later; what Azure says of it.
    Failed(Value),
    /// The sign-in gave no token; the reason in words.
    NoToken(String),
}

impl Refusal {
    /// The gap that it leaves; `file` is where the answer would stand.
    pub fn gap(&self, request: &Request, file: &str) -> Gap {
        let gap = Gap::new(&request.what, self.words(request)).at(Origin::json(file, ""));
        match request.leaves_out() {
            Some(id) => gap.of_resource(id.as_str()),
            None => gap,
        }
    }

    /// Why a change was not made, or why nobody knows whether it was.
    pub fn brief(&self) -> String {
        match self {
            Self::Status { code, body } => with_reason(status_name(*code), body.as_ref()),
            Self::Failed(told) => with_reason("it failed in Azure".to_owned(), Some(told)),
            Self::Connection(why) => format!("no answer came: {}", clipped(why)),
            Self::OutOfTime { seconds, .. } => format!("no answer came within {seconds} s"),
            Self::NotJson { page: true } => {
                "a page for people came instead of an answer".to_owned()
            }
            Self::NotJson { page: false } => "the answer is no valid JSON".to_owned(),
            Self::Unexpected => "the answer is not what this question gets".to_owned(),
            Self::TooLarge => format!("the answer is larger than {} MB", LARGEST_FILE >> 20),
            Self::TooManyPages(most) => format!("the answer has more than {most} pages"),
            Self::Elsewhere => {
                "the answer leads to another server, which gets no token of ours".to_owned()
            }
            Self::NoToken(why) => format!("no token was given: {}", clipped(why)),
        }
    }

    fn words(&self, request: &Request) -> String {
        match self {
            Self::Status { code, body } => status(*code, body.as_ref(), request),
            Self::Connection(why) => format!("could not be read: {}", clipped(why)),
            Self::OutOfTime { seconds, last } => {
                let answered = match last {
                    Some(code) => format!(" (the last answer was {})", status_name(*code)),
                    None => String::new(),
                };
                format!(
                    "was not read: the time of {seconds} s was over{answered}; --azure-timeout SECONDS gives more"
                )
            }
            Self::NotJson { page: true } => "could not be read: a page for people came instead of JSON, as a proxy or a login page between here and Azure gives".to_owned(),
            Self::NotJson { page: false } => "could not be read: the answer is no valid JSON".to_owned(),
            Self::Elsewhere => "could not be read: it goes on at another server, which gets no token of ours".to_owned(),
            Self::Unexpected | Self::TooLarge | Self::TooManyPages(_) | Self::Failed(_) => {
                format!("could not be read: {}", self.brief())
            }
            Self::NoToken(why) => format!("could not be read: no token was given ({})", clipped(why)),
        }
    }
}

/// What happened, with Azure's reason and message.
fn with_reason(mut said: String, body: Option<&Value>) -> String {
    let (reason, message) = body.map(error_of).unwrap_or_default();
    if let Some(reason) = &reason {
        said.push_str(&format!(" ({})", clipped(reason)));
    }
    if let Some(message) = &message {
        match missing_action(message) {
            Some(action) => {
                said.push_str(&format!(": the action {} is missing", clipped(&action)));
            }
            None => said.push_str(&format!(": {}", clipped(message))),
        }
    }
    said
}

fn status(code: u16, body: Option<&Value>, request: &Request) -> String {
    let (reason, message) = body.map(error_of).unwrap_or_default();
    let status = match &reason {
        Some(reason) => format!("{} ({})", status_name(code), clipped(reason)),
        None => status_name(code),
    };
    match code {
        401 => format!(
            "could not be read: {status}; Azure did not accept the token: sign in again (az login), or name another --credential"
        ),
        403 => {
            let action = message
                .as_deref()
                .and_then(missing_action)
                .unwrap_or_else(|| request.action());
            format!(
                "may not be read: {status}; the action {} is missing, {}",
                clipped(&action),
                role(request)
            )
        }
        404 => format!("does not exist: {status}"),
        409 => format!(
            "could not be read just now: {status}; {}",
            said(message.as_deref(), "something else is changing it")
        ),
        429 => {
            format!("could not be read: {status}; Azure asks for fewer questions: try again later")
        }
        500..=599 => format!("could not be read: {status}; the fault is Azure's: try again later"),
        300..=399 => format!("could not be read: {status}, which leads elsewhere"),
        _ => match message {
            Some(message) => format!("could not be read: {status}: {}", clipped(&message)),
            None => format!("could not be read: {status}"),
        },
    }
}

/// Which role has the action. Reader has every read, but none of the POSTs.
fn role(request: &Request) -> String {
    let group = request.path.resource_group();
    let on = match group {
        Some(group) => format!("on the resource group {}", printable(group)),
        None => "on the subscription".to_owned(),
    };
    match request.how {
        How::Get | How::List => format!("which the role Reader {on} has"),
        How::Ask => format!("which the role Network Contributor {on} has, or one of your own"),
    }
}

fn said(message: Option<&str>, otherwise: &str) -> String {
    message.map_or_else(|| otherwise.to_owned(), clipped)
}

/// Code and message of `{"error": {"code", "message"}}`, or of the older form without `error`.
fn error_of(body: &Value) -> (Option<String>, Option<String>) {
    let error = body
        .get("error")
        .filter(|error| error.is_object())
        .unwrap_or(body);
    let text = |names: [&str; 2]| {
        let found = names.iter().find_map(|name| error.get(name)?.as_str());
        found.filter(|text| !text.is_empty()).map(str::to_owned)
    };
    (text(["code", "Code"]), text(["message", "Message"]))
}

/// The action in "... does not have authorization to perform action 'X' over scope ...".
fn missing_action(message: &str) -> Option<String> {
    let (_, rest) = message.split_once("perform action '")?;
    let (action, _) = rest.split_once('\'')?;
    Some(action.to_owned())
}

fn status_name(code: u16) -> String {
    let name = match code {
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        408 => "Request Timeout",
        409 => "Conflict",
        412 => "Precondition Failed",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => return code.to_string(),
    };
    format!("{code} {name}")
}

/// A text from outside: printable, on one line, not endless, and without what looks like a secret.
pub fn clipped(text: &str) -> String {
    let mut value = Value::String(text.to_owned());
    netdiag::source::redact(&mut value);
    let text = value.as_str().unwrap_or_default();
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    let shown = printable(&line);
    match shown.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{} ...", &shown[..at]),
        None => shown.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use netdiag::model::ResourceId;
    use serde_json::json;

    fn gateway() -> Request {
        Request::network(&ResourceId::new(
            "/subscriptions/s/resourceGroups/net-rg/providers/Microsoft.Network/virtualNetworkGateways/gw",
        ))
    }

    #[test]
    fn every_refusal_says_what_is_missing_and_what_to_do() {
        let status = |code, body| Refusal::Status { code, body };
        for (refusal, parts) in [
            (
                status(
                    403,
                    Some(
                        json!({"error": {"code": "AuthorizationFailed", "message": "The client 'x' does not have authorization to perform action 'Microsoft.Network/virtualNetworkGateways/read' over scope '/s'."}}),
                    ),
                ),
                vec![
                    "may not be read: 403 Forbidden (AuthorizationFailed)",
                    "the action Microsoft.Network/virtualNetworkGateways/read is missing",
                    "the role Reader on the resource group net-rg",
                ],
            ),
            (
                status(403, None),
                vec!["the action Microsoft.Network/virtualNetworkGateways/read is missing"],
            ),
            (
                status(
                    401,
                    Some(json!({"error": {"code": "ExpiredAuthenticationToken"}})),
                ),
                vec!["401 Unauthorized (ExpiredAuthenticationToken)", "az login"],
            ),
            (
                status(404, Some(json!({"Code": "NotFound", "Message": "x"}))),
                vec!["does not exist: 404 Not Found (NotFound)"],
            ),
            (
                status(
                    409,
                    Some(
                        json!({"error": {"code": "AnotherOperationInProgress", "message": "Wait\nfor it."}}),
                    ),
                ),
                vec!["409 Conflict", "Wait for it."],
            ),
            (
                status(429, None),
                vec!["429 Too Many Requests", "try again later"],
            ),
            (
                status(503, None),
                vec!["503 Service Unavailable", "the fault is Azure's"],
            ),
            (status(302, None), vec!["302, which leads elsewhere"]),
            (
                status(
                    400,
                    Some(
                        json!({"error": {"code": "InvalidApiVersion", "message": "no \u{1b}[31m"}}),
                    ),
                ),
                vec!["400 Bad Request (InvalidApiVersion): no \\u{1b}[31m"],
            ),
            (Refusal::NotJson { page: true }, vec!["login page"]),
            (Refusal::NotJson { page: false }, vec!["no valid JSON"]),
            (
                Refusal::Unexpected,
                vec!["could not be read: the answer is not what this question gets"],
            ),
            (Refusal::TooLarge, vec!["larger than 64 MB"]),
            (Refusal::TooManyPages(500), vec!["more than 500 pages"]),
            (
                Refusal::Elsewhere,
                vec!["could not be read: it goes on at another server"],
            ),
            (
                Refusal::OutOfTime {
                    seconds: 60,
                    last: Some(429),
                },
                vec![
                    "the time of 60 s was over (the last answer was 429 Too Many Requests)",
                    "--azure-timeout",
                ],
            ),
            (
                Refusal::Connection("connection reset".into()),
                vec!["could not be read: connection reset"],
            ),
        ] {
            let gap = refusal.gap(&gateway(), "gw.json");
            let text = gap.to_string();
            assert!(
                text.starts_with("the gateway gw ") && text.ends_with("(gw.json)"),
                "{text}"
            );
            assert!(
                text.is_ascii() && !text.contains(['\n', '\u{1b}']),
                "{text}"
            );
            for part in parts {
                assert!(text.contains(part), "{part}: {text}");
            }
            assert!(gap.resource.is_some());
        }
    }

    #[test]
    fn only_an_operation_that_failed_later_failed_in_azure() {
        let told = json!({"status": "Failed", "error": {"code": "Conflict", "message": "Busy."}});
        assert_eq!(
            Refusal::Failed(told.clone()).brief(),
            "it failed in Azure (Conflict): Busy."
        );
        let refused = Refusal::Status {
            code: 422,
            body: Some(told),
        };
        assert_eq!(refused.brief(), "422 (Conflict): Busy.");
    }

    #[test]
    fn a_post_needs_more_than_reader() {
        let request = Request::clients(&gateway().path);
        let gap = Refusal::Status {
            code: 403,
            body: None,
        }
        .gap(&request, "x.json");
        assert!(
            gap.why.contains("getVpnClientConnectionHealth/action"),
            "{gap}"
        );
        assert!(gap.why.contains("Network Contributor"), "{gap}");
        assert_eq!(gap.resource, None);
    }

    #[test]
    fn a_message_is_neither_endless_nor_a_secret() {
        assert!(clipped(&"x".repeat(5000)).len() < 310);
        assert_eq!(clipped("Server=a;Password=CANARY"), "(redacted)");
    }
}
