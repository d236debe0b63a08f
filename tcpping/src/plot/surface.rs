//! What standard output can show.

use std::io::{self, IsTerminal};

use terminal_size::{Width, terminal_size};

/// Without a terminal, lines are that long: what consoles, mails and tickets show without wrapping.
const WITHOUT_TERMINAL: usize = 80;

/// Wider than this nothing gets clearer.
const WIDEST: usize = 160;

/// What a plot is drawn on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Surface {
    /// How long a line may be.
    pub width: usize,
    /// With which characters.
    pub ink: Ink,
}

/// The characters that are drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// What every console, file and code page has.
    Ascii,
    /// Block elements: eight steps in a line.
    Blocks,
}

impl Surface {
    /// Standard output as it is.
    pub fn of_stdout() -> Self {
        if !io::stdout().is_terminal() {
            return Self::new(None, false);
        }
        let width = terminal_size().map(|(Width(width), _)| usize::from(width));
        Self::new(
            Some(width.filter(|width| *width > 0).unwrap_or(WITHOUT_TERMINAL)),
            shows_blocks(|name| std::env::var(name).ok()),
        )
    }

    /// `terminal` is the width of the terminal, if there is one.
    fn new(terminal: Option<usize>, shows_blocks: bool) -> Self {
        match terminal {
            // The last column stays free: some consoles begin a new line after it.
            Some(width) => Self {
                width: width.saturating_sub(1).min(WIDEST),
                ink: if shows_blocks {
                    Ink::Blocks
                } else {
                    Ink::Ascii
                },
            },
            None => Self {
                width: WITHOUT_TERMINAL,
                ink: Ink::Ascii,
            },
        }
    }
}

/// Whether the terminal shows block elements: as the locale says; the console of Linux itself has few
/// characters. On Windows that is a matter of the font, and the one of Windows Terminal has them.
fn shows_blocks(variable: impl Fn(&str) -> Option<String>) -> bool {
    let set = |name: &str| variable(name).filter(|value| !value.is_empty());
    if cfg!(windows) {
        return set("WT_SESSION").is_some();
    }
    let terminal = set("TERM");
    if matches!(terminal.as_deref(), None | Some("dumb" | "linux")) {
        return false;
    }
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set);
    locale.is_some_and(|locale| {
        let locale = locale.to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(not(windows))]
    fn blocks_are_for_terminals_of_a_utf8_locale() {
        for (variables, expected) in [
            (
                &[("TERM", "xterm-256color"), ("LANG", "en_US.UTF-8")][..],
                true,
            ),
            (
                &[("TERM", "xterm"), ("LC_CTYPE", "C.utf8"), ("LANG", "C")],
                true,
            ),
            (
                &[("TERM", "xterm"), ("LC_ALL", "C"), ("LANG", "en_US.UTF-8")],
                false,
            ),
            (
                &[("TERM", "xterm"), ("LC_ALL", ""), ("LANG", "en_US.UTF-8")],
                true,
            ),
            (&[("TERM", "xterm"), ("LANG", "de_DE.ISO-8859-1")], false),
            (&[("TERM", "xterm")], false),
            (&[("TERM", "dumb"), ("LANG", "en_US.UTF-8")], false),
            (&[("TERM", "linux"), ("LANG", "en_US.UTF-8")], false),
            (&[("LANG", "en_US.UTF-8")], false),
        ] {
            let variable = |name: &str| {
                let found = variables.iter().find(|(n, _)| *n == name);
                found.map(|(_, value)| (*value).to_owned())
            };
            assert_eq!(shows_blocks(variable), expected, "{variables:?}");
        }
    }

    #[test]
    fn without_a_terminal_everything_is_plain_and_80_wide() {
        for (terminal, blocks, width, ink) in [
            (None, false, 80, Ink::Ascii),
            (None, true, 80, Ink::Ascii),
            (Some(80), true, 79, Ink::Blocks),
            (Some(120), false, 119, Ink::Ascii),
            (Some(1000), true, WIDEST, Ink::Blocks),
            (Some(1), true, 0, Ink::Blocks),
        ] {
            assert_eq!(Surface::new(terminal, blocks), Surface { width, ink });
        }
    }
}
