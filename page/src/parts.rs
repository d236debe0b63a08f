//! What stands on a page: sections, verdicts, tables, commands, what unfolds.

use maud::{Markup, html};

use crate::mark::Mark;
use crate::text::{outside, shortened};

/// How many characters a heading has at most.
const HEADING: usize = 200;

/// A section with its heading, which links to itself. `id` must be unique on the page.
pub fn section(id: &str, heading: &str, body: Markup) -> Markup {
    let heading_id = format!("{id}-heading");
    html! {
        section id=(id) aria-labelledby=(heading_id) {
            h2 id=(heading_id) { (shortened(heading, HEADING)) (anchor(id, heading)) }
            (body)
        }
    }
}

/// A part of a section with its heading, which links to itself.
pub fn subsection(id: &str, heading: &str, body: Markup) -> Markup {
    html! {
        div class="part" id=(id) {
            h3 { (shortened(heading, HEADING)) (anchor(id, heading)) }
            (body)
        }
    }
}

/// A link to the place where it stands, for whoever wants to send that on.
pub fn anchor(id: &str, to: &str) -> Markup {
    html! {
        " " a class="anchor" href={ "#" (id) } aria-label={ "Link to: " (shortened(to, HEADING)) } { "#" }
    }
}

/// What a page says first: the verdict in a word, in a sentence, and what else belongs to it.
pub fn verdict(mark: Mark, word: &str, sentence: &str, more: Markup) -> Markup {
    html! {
        div class={ "verdict " (mark.class()) } {
            p class="headline" { (mark.label(word)) " " (outside(sentence)) }
            (more)
        }
    }
}

/// A command to be typed again, with a button that copies it (where scripts run).
pub fn command(text: &str) -> Markup {
    html! {
        div class="command" {
            pre { code { (crate::text::visible(text)) } }
            button type="button" class="copy" hidden="" aria-label={ "Copy the command: " (shortened(text, 60)) } { "Copy" }
        }
    }
}

/// A table, which moves sideways by itself where it is too wide. The first cell of each row names it.
pub fn table(caption: &str, head: &[&str], rows: impl IntoIterator<Item = Vec<Markup>>) -> Markup {
    html! {
        div class="wide" role="region" tabindex="0" aria-label=(shortened(caption, HEADING)) {
            table {
                caption { (shortened(caption, HEADING)) }
                thead { tr { @for cell in head { th scope="col" { (cell) } } } }
                tbody {
                    @for row in rows {
                        tr {
                            @for (i, cell) in row.into_iter().enumerate() {
                                @if i == 0 { th scope="row" { (cell) } } @else { td { (cell) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Labels and what stands beside them.
pub fn pairs(pairs: impl IntoIterator<Item = (&'static str, Markup)>) -> Markup {
    html! {
        dl {
            @for (label, value) in pairs {
                div { dt { (label) } dd { (value) } }
            }
        }
    }
}

/// What unfolds below its summary; `open` if it is unfolded from the start.
pub fn fold(open: bool, summary: Markup, body: Markup) -> Markup {
    html! {
        details open=[open.then_some("")] {
            summary { (summary) }
            div class="folded" { (body) }
        }
    }
}
