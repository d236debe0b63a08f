//! The shell of a page: its head, its landmarks, its style and script.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

use crate::parts::section;
use crate::text::{shortened, visible_lines};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// How many characters a title and the text of a link have at most: what they name is told in full below.
const TITLE: usize = 200;
const LINK: usize = 80;

/// The places on a page to go to.
#[derive(Debug, Default)]
pub struct Contents(Vec<Link>);

#[derive(Debug)]
struct Link {
    /// The id of the section that it leads to.
    id: String,
    /// Its heading.
    heading: String,
}

impl Contents {
    /// A [`section`], which the contents name.
    pub fn section(&mut self, id: &str, heading: &str, body: Markup) -> Markup {
        self.0.push(Link {
            id: id.to_owned(),
            heading: heading.to_owned(),
        });
        section(id, heading, body)
    }
}

/// A whole page.
#[derive(Debug)]
pub struct Page {
    /// What the browser's tab and the top of the page say.
    pub title: String,
    /// Below the title: the program, the time, and what else says what this is.
    pub about: Markup,
    /// The places to go to; without any there is no navigation.
    pub contents: Contents,
    /// Everything that is to be said.
    pub main: Markup,
    /// Below it, in small print.
    pub footer: Markup,
    /// The style of what only this program's pages hold, below the sheet that all have.
    pub style: &'static str,
}

impl Page {
    /// The page as HTML.
    pub fn html(&self) -> String {
        // A file that was checked out with CRLF: browsers hash what they have made of it.
        let style = [STYLE, self.style].concat().replace('\r', "");
        let script = SCRIPT.replace('\r', "");
        let title = shortened(&self.title, TITLE);
        let page = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content=(policy(&style, &script));
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    meta name="referrer" content="no-referrer";
                    title { (title) }
                    style { (PreEscaped(&style)) }
                }
                body {
                    a class="skip" href="#content" { "Skip to the findings" }
                    header {
                        h1 { bdi class="outside" { (title) } }
                        (self.about)
                    }
                    @if !self.contents.0.is_empty() {
                        nav aria-label="Contents" {
                            ul {
                                @for link in &self.contents.0 {
                                    li { a href={ "#" (link.id) } { bdi { (shortened(&link.heading, LINK)) } } }
                                }
                            }
                        }
                    }
                    main id="content" tabindex="-1" { (self.main) }
                    footer { (self.footer) }
                    p id="said" class="unseen" role="status" {}
                    script { (PreEscaped(&script)) }
                }
            }
        };
        // Also where somebody forgot it: what no reader sees is on no page.
        visible_lines(page.into_string())
    }
}

/// Nothing may be loaded, sent or embedded; of styles and scripts only these two texts count.
fn policy(style: &str, script: &str) -> String {
    format!(
        "default-src 'none'; style-src '{}'; script-src '{}'; base-uri 'none'; form-action 'none'",
        hash(style),
        hash(script)
    )
}

/// The text's name in a policy.
fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text)))
}

#[cfg(test)]
mod tests;
