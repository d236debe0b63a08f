//! A host and port as people type it, and text for consoles.

use netdiag::probe::lookup::check_name;
use netdiag::target::{Host, Target};
use netdiag::text::{json, printable};

use crate::shown::line;

/// Panics if something does not hold.
pub fn body(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    line(&printable(&text));
    let written = json(&text);
    line(&written);
    assert_eq!(
        serde_json::from_str::<String>(&written).ok().as_deref(),
        Some(&*text)
    );
    parse(&text);
    let mut words = text.split_whitespace();
    if let (Some(host), port) = (words.next(), words.next())
        && let Err(why) = Target::parse(host, port, Some(443))
    {
        line(&why.to_string());
    }
    if let Err(why) = check_name(&text) {
        line(&why);
    }
}

/// What is read is written as it is read.
pub fn parse(text: &str) {
    match text.parse::<Target>() {
        Ok(target) => {
            assert_ne!(target.port, 0);
            assert_eq!(target.to_string().parse(), Ok(target));
        }
        Err(why) => line(&why.to_string()),
    }
    match text.parse::<Host>() {
        Ok(host) => assert_eq!(host.to_string().parse(), Ok(host)),
        Err(why) => line(&why.to_string()),
    }
}
