//! What can be reached as a table, places against ports, as plain data.

use crate::path::Context;
use crate::path::flows::Block;
use crate::path::reach::Reach;
use crate::report::reach::{heading, told};

/// Ports that are worth a column in any network: SSH, DNS, web, SMB, SQL Server, MySQL, RDP, PostgreSQL.
const USUAL: [u16; 9] = [22, 53, 80, 443, 445, 1433, 3306, 3389, 5432];
/// How many lines say in words what a row holds.
const MOST_LINES: usize = 12;
/// How long such a line is at most.
const MOST_CHARACTERS: usize = 600;
/// How many columns and rows there are at most.
const MOST_PORTS: usize = 16;
const MOST_ROWS: usize = 100;

/// What can be reached over TCP, as configured.
#[derive(Debug)]
pub struct Ports {
    /// The columns.
    pub ports: Vec<u16>,
    /// The rows.
    pub rows: Vec<Row>,
    /// How many places are left out.
    pub left_out: usize,
}

/// One place.
#[derive(Debug)]
pub struct Row {
    /// The place, with its addresses.
    pub place: String,
    /// A cell a column.
    pub cells: Vec<Cell>,
    /// The same in words, with every port and address.
    pub told: Vec<String>,
}

/// How much of a place is reached on a port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// Every address there, from every address that the app may have.
    All,
    /// Some of them, or from some of the app's addresses.
    Part,
    /// None.
    None,
    /// It cannot be told.
    Unknown,
}

impl Ports {
    /// The table of these reaches; `wanted` are the ports that somebody asked about.
    pub fn of(context: &Context<'_>, reaches: &[Reach<'_>], wanted: &[u16]) -> Self {
        let mut ports: Vec<u16> = USUAL.to_vec();
        ports.extend(wanted);
        ports.sort_unstable();
        ports.dedup();
        // Those that nobody asked about make way.
        while ports.len() > MOST_PORTS {
            let spare = ports.iter().rposition(|port| !wanted.contains(port));
            ports.remove(spare.unwrap_or(ports.len() - 1));
        }
        let rows = reaches.iter().take(MOST_ROWS).map(|reach| Row {
            place: shortened(vec![heading(reach)]).concat(),
            cells: ports
                .iter()
                .map(|port| cell(context, reach, *port))
                .collect(),
            told: shortened(told(context, reach)),
        });
        Self {
            rows: rows.collect(),
            left_out: reaches.len().saturating_sub(MOST_ROWS),
            ports,
        }
    }
}

fn cell(context: &Context<'_>, reach: &Reach<'_>, port: u16) -> Cell {
    let meets = |block: &&Block| block.ports.contains(port);
    let size = |block: &Block| u128::from(block.from.count()) * u128::from(block.to.count());
    // The blocks are disjoint: those that hold the port share no pair of addresses.
    let open: u128 = reach.open.iter().filter(meets).map(size).sum();
    let all = u128::from(context.sender.addresses.count()) * u128::from(reach.region.to.count());
    let unclear = reach.unclear.iter().any(|(block, _)| meets(&block));
    match open {
        0 if unclear => Cell::Unknown,
        0 => Cell::None,
        open if open == all => Cell::All,
        _ => Cell::Part,
    }
}

fn shortened(mut lines: Vec<String>) -> Vec<String> {
    let more = lines.len().saturating_sub(MOST_LINES);
    for line in &mut lines {
        if let Some((end, _)) = line.char_indices().nth(MOST_CHARACTERS) {
            line.truncate(end);
            line.push_str(" ... (netcheck reach has all of it)");
        }
    }
    if more > 0 {
        lines.truncate(MOST_LINES);
        lines.push(format!("and {more} more; netcheck reach lists them all"));
    }
    lines
}

#[cfg(test)]
mod tests {
    use netdiag::model::Protocol;
    use netdiag::space::AddressSet;
    use serde_json::json;

    use super::*;
    use crate::check::{judge_all, tunnel};
    use crate::example::{Example, GROUPS};
    use crate::path::reach::reach;

    fn table(example: &Example, wanted: &[u16]) -> Ports {
        let snapshot = example.snapshot();
        let tunnel = tunnel(&judge_all(&snapshot));
        let context = Context::new(&snapshot.integration, &tunnel, Protocol::Tcp).unwrap();
        Ports::of(&context, &reach(&context, &AddressSet::all()), wanted)
    }

    fn cell(table: &Ports, place: &str, port: u16) -> Cell {
        let row = table.rows.iter().find(|row| row.place.starts_with(place));
        let column = table.ports.iter().position(|p| *p == port).unwrap();
        row.unwrap_or_else(|| panic!("{place}")).cells[column]
    }

    #[test]
    fn a_cell_says_how_much_of_a_place_is_reached() {
        let table_of = |example| table(&example, &[]);
        let healthy = table_of(Example::healthy());
        assert_eq!(cell(&healthy, "the subnet data", 1433), Cell::All);
        assert_eq!(cell(&healthy, "no subnet", 1433), Cell::None);
        assert_eq!(
            cell(&healthy, "the on-premises network", 443),
            Cell::Unknown
        );
        let deny = |port: &str, source: &str| {
            let rule = json!({"name": "no", "properties": {"protocol": "*", "sourcePortRange": "*",
                "destinationPortRange": port, "sourceAddressPrefix": source, "destinationAddressPrefix": "*",
                "access": "Deny", "priority": 150, "direction": "Inbound"}});
            table_of(Example::healthy().set(GROUPS, "/value/0/properties/securityRules/-", rule))
        };
        let some = deny("22", "*");
        assert_eq!(cell(&some, "the subnet data", 22), Cell::None);
        assert_eq!(cell(&some, "the subnet data", 1433), Cell::All);
        let half = deny("*", "172.29.7.128/25");
        assert_eq!(cell(&half, "the subnet data", 1433), Cell::Part);
        let row = half
            .rows
            .iter()
            .find(|row| row.place.starts_with("the subnet data"));
        assert!(row.unwrap().told[0].contains("only from 172.29.7.0/25"));
    }

    #[test]
    fn ports_that_were_asked_about_have_columns_before_others() {
        let wanted: Vec<u16> = (5000..5012).collect();
        let table = table(&Example::healthy(), &wanted);
        assert_eq!(table.ports.len(), MOST_PORTS);
        assert!(wanted.iter().all(|port| table.ports.contains(port)));
        assert!(table.ports.is_sorted());
    }
}
