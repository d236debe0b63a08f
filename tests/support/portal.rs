//! What the portal's own code makes of our output: the rules of its `diag-provider.ts`, rebuilt.
//!
//! It reads `result.Output.slice(0, -2)` of `POST /api/command`: the text with CRLF, less its last
//! two characters.

/// What the portal's `nameResolveAsync` finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// The addresses.
    pub addresses: Vec<String>,
    /// The aliases; `None` if the output has none.
    pub aliases: Option<Vec<String>>,
}

/// Reads nameresolver's output as the portal does. `output` has LF or CRLF line ends.
///
/// # Errors
/// If the portal would find no address.
pub fn addresses(output: &str) -> Result<Resolved, String> {
    let text = output.replace("\r\n", "\n").replace('\n', "\r\n");
    let text = text
        .strip_suffix("\r\n")
        .ok_or("the last two characters are not CRLF, and the portal cuts them off")?;
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
