//! What can be reached: places against ports.

use maud::{Markup, html};
use page::Mark;
use page::parts::{fold, table};
use page::text::outside;

use super::data::ports::{Cell, Ports};

fn table_of(ports: &Ports, sender: &str) -> Markup {
    let heads: Vec<String> = ports.ports.iter().map(u16::to_string).collect();
    let mut head = vec!["place"];
    head.extend(heads.iter().map(String::as_str));
    let rows = ports.rows.iter().map(|row| {
        let mut cells = vec![outside(&row.place)];
        cells.extend(row.cells.iter().map(|one| cell(*one)));
        cells
    });
    html! {
        p class="quiet" { "What " (outside(sender)) " reaches over TCP, as configured; whether a host answers there is another matter. Public addresses that do not enter the network are not among it." }
        @if ports.rows.is_empty() {
            p { "No place around the app was read." }
        } @else {
            div class="grid-of-ports" { (table("Places against ports", &head, rows)) }
            (fold(false, html! { "In words, with every port and address" }, html! {
                dl {
                    @for row in &ports.rows {
                        div {
                            dt { (outside(&row.place)) }
                            dd { @for line in &row.told { p { (outside(line)) } } }
                        }
                    }
                }
            }))
        }
        @if ports.left_out > 0 { p class="quiet" { (ports.left_out) " more places; netcheck reach lists them all." } }
    }
}

/// The table; or why it cannot be told.
pub fn ports(ports: &Result<Ports, String>, sender: &str) -> Markup {
    match ports {
        Ok(ports) => table_of(ports, sender),
        Err(why) => html! { p { (Mark::Unknown.label("unknown")) " " (outside(why)) "." } },
    }
}

fn cell(cell: Cell) -> Markup {
    match cell {
        Cell::All => Mark::Good.label("all"),
        Cell::Part => Mark::Warning.label("part"),
        Cell::None => Mark::Neutral.label("none"),
        Cell::Unknown => Mark::Unknown.label("unknown"),
    }
}
