//! What the portal's own code makes of our output: the rules of its `diag-provider.ts`, rebuilt.
//!
//! It reads `result.Output.slice(0, -2)` of `POST /api/command`: the text with CRLF, less its last
//! two characters. (That the programs for Windows end every line so is asserted where they are run, `Said::of`.)

/// What the portal's `nameResolveAsync` finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// The addresses.
    pub addresses: Vec<String>,
    /// The aliases; `None` if the output has none.
    pub aliases: Option<Vec<String>>,
}

/// Reads nameresolver's output as the portal does. `output` has LF line ends.
///
/// # Errors
/// If the portal would find no address.
pub fn addresses(output: &str) -> Result<Resolved, String> {
    let text = received(output)?;
    // /Addresses:\s*([\S\s]*)Aliases:\s*([\S\s]*)$/ is greedy: the first "Addresses:", the last
    // "Aliases:".
    let (_, rest) = text
        .split_once("Addresses:")
        .ok_or("no 'Addresses:' in the output")?;
    let items = |block: &str| -> Vec<String> {
        block
            .split("\r\n")
            .map(|line| line.trim().to_owned())
            .filter(|line| !line.is_empty())
            .collect()
    };
    if text.contains("Aliases") {
        let (addresses, aliases) = rest
            .rsplit_once("Aliases:")
            .ok_or("'Aliases' in the output, but no 'Aliases:' after 'Addresses:'")?;
        Ok(Resolved {
            addresses: items(addresses),
            aliases: Some(items(aliases)),
        })
    } else {
        Ok(Resolved {
            addresses: items(rest),
            aliases: None,
        })
    }
}

/// The output with the line ends that the portal sees, less its last two characters.
fn received(output: &str) -> Result<String, String> {
    let sent = output.replace('\n', "\r\n");
    let text = sent.strip_suffix("\r\n").map(str::to_owned);
    text.ok_or("the last two characters are not CRLF, and the portal cuts them off".to_owned())
}

/// What the portal makes of one attempt (`ConnectionCheckStatus`). It knows `refused` too, but
/// nothing in it ever says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Connection {
    /// The connection was made.
    Success,
    /// Nobody answered.
    Timeout,
    /// The name did not resolve.
    HostNotFound,
    /// The sandbox refused the socket.
    Blocked,
}

/// Reads tcpping's output as the portal's `tcpPingAsync` does: line by line up to `Complete`.
/// `output` has LF line ends.
///
/// # Errors
/// The line over which the portal would throw "unknown status".
pub fn connections(output: &str) -> Result<Vec<Connection>, String> {
    let text = received(output)?;
    let mut seen = Vec::new();
    for line in text.split("\r\n") {
        seen.push(if line.starts_with("Connected to ") {
            Connection::Success
        } else if line.contains("No such host is known") {
            Connection::HostNotFound
        } else if line.contains("Connection timed out") {
            Connection::Timeout
        } else if line
            .starts_with("Connection attempt failed: An attempt was made to access a socket")
        {
            Connection::Blocked
        } else if line.starts_with("Complete") {
            return Ok(seen);
        } else {
            return Err(format!("unknown status: {line}"));
        });
    }
    Ok(seen)
}
