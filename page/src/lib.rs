//! What a report looks like: one HTML file that needs nothing else, not even a network.
//!
//! [`Page`] is the shell with its policy, style and script; [`parts`] what stands in it; [`plot`] the plot
//! of round trips. Everything is text that `maud` escapes; what comes from a name server or an export goes
//! through [`text::outside`], which also keeps it from turning the text around it.
//!
//! A page holds no `style="..."` and no `onclick="..."`: its policy admits the one style sheet and the one
//! script by their hashes and nothing else. Attributes always have a value (`open=""`), and neither sheet nor
//! script holds `<` or `&`, so that a page is XML but for its `meta` elements ([`check`]).

pub mod check;
mod file;
mod mark;
pub mod parts;
pub mod plot;
mod shell;
pub mod text;

pub use file::File;
pub use mark::Mark;
pub use shell::{Contents, Page};
