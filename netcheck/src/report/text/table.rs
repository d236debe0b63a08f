//! Tables that fit the console: aligned columns, cells that wrap, and where even that is too wide one
//! line a cell.

use std::io::{self, Write};

use netdiag::cli::Out;
use netdiag::text::printable;

use super::wrap::WIDTH;

/// Blanks between two columns.
const BETWEEN: usize = 2;

/// What stands in one place of a table: one paragraph, or several of which each begins a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell(Vec<String>);

impl Cell {
    /// Several paragraphs, one below the other. None at all is an empty cell.
    pub fn lines<S: AsRef<str>>(lines: impl IntoIterator<Item = S>) -> Self {
        let shown = |line: S| printable(line.as_ref()).into_owned();
        Self(lines.into_iter().map(shown).collect())
    }

    fn paragraphs(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// The width of the longest paragraph.
    fn natural(&self) -> usize {
        self.paragraphs().map(str::len).max().unwrap_or(0)
    }

    /// The width of the longest word, below which the cell cannot be wrapped.
    fn least(&self) -> usize {
        let words = self.paragraphs().flat_map(|line| line.split(' '));
        words.map(str::len).max().unwrap_or(0)
    }

    /// The cell in lines of this width; a word that is longer than all of it is broken.
    fn wrapped(&self, width: usize) -> Vec<String> {
        let mut lines = Vec::new();
        for paragraph in self.paragraphs() {
            if paragraph.len() <= width {
                lines.push(paragraph.to_owned());
                continue;
            }
            let options = textwrap::Options::new(width.max(1))
                .break_words(true)
                .word_splitter(textwrap::WordSplitter::NoHyphenation);
            let wrapped = textwrap::wrap(paragraph, options);
            lines.extend(wrapped.into_iter().map(std::borrow::Cow::into_owned));
        }
        lines
    }
}

impl<S: AsRef<str>> From<S> for Cell {
    /// One paragraph. What it says may have come from an export: it is made printable here.
    fn from(text: S) -> Self {
        Self::lines([text])
    }
}

/// Rows of cells below a header, or pairs of a label and a value.
#[derive(Debug, Clone)]
pub struct Table {
    head: Vec<Cell>,
    has_head: bool,
    rows: Vec<Vec<Cell>>,
}

impl Table {
    /// A table with these columns.
    pub fn new<S: AsRef<str>>(head: impl IntoIterator<Item = S>) -> Self {
        Self {
            head: head.into_iter().map(Cell::from).collect(),
            has_head: true,
            rows: Vec::new(),
        }
    }

    /// A table without header of labels and what stands beside them.
    pub fn of_pairs() -> Self {
        Self {
            head: vec![Cell::from(""), Cell::from("")],
            has_head: false,
            rows: Vec::new(),
        }
    }

    /// Adds a row. Cells that it lacks are empty, and what it has beyond the columns is left out.
    pub fn row<C: Into<Cell>>(&mut self, cells: impl IntoIterator<Item = C>) {
        let mut cells: Vec<Cell> = cells.into_iter().map(Into::into).collect();
        cells.resize(self.head.len(), Cell::from(""));
        self.rows.push(cells);
    }

    /// Adds a label and what stands beside it.
    pub fn pair(&mut self, label: &str, value: impl Into<Cell>) {
        self.row([Cell::from(label), value.into()]);
    }

    /// Whether no row was added.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Writes the table, every line behind this indent. Nothing at all is written without rows.
    pub fn write<W: Write>(&self, out: &mut Out<W>, indent: &str) -> io::Result<()> {
        if self.is_empty() {
            return Ok(());
        }
        let space = WIDTH.saturating_sub(indent.len()).max(1);
        let Some(widths) = self.widths(space) else {
            return self.write_stacked(out, indent, space);
        };
        if self.has_head {
            write_row(out, indent, &self.head, &widths)?;
            let rules: Vec<Cell> = widths.iter().map(|w| Cell::from("-".repeat(*w))).collect();
            write_row(out, indent, &rules, &widths)?;
        }
        for row in &self.rows {
            write_row(out, indent, row, &widths)?;
        }
        Ok(())
    }

    /// The widths of the columns: as they would like to be, else the widest narrowed. `None` if the
    /// longest words alone are too wide.
    fn widths(&self, space: usize) -> Option<Vec<usize>> {
        let columns = self.head.len();
        let mut widths = vec![0; columns];
        let mut least = vec![0; columns];
        for row in std::iter::once(&self.head).chain(&self.rows) {
            for (i, cell) in row.iter().enumerate() {
                widths[i] = cell.natural().min(space).max(widths[i]);
                least[i] = cell.least().max(least[i]);
            }
        }
        let total = |widths: &[usize]| -> usize {
            widths.iter().sum::<usize>() + BETWEEN * columns.saturating_sub(1)
        };
        if total(&least) > space {
            return None;
        }
        while total(&widths) > space {
            let widest = (0..columns)
                .filter(|i| widths[*i] > least[*i])
                .max_by_key(|i| widths[*i])?;
            widths[widest] -= 1;
        }
        Some(widths)
    }

    /// Every cell on lines of its own, behind its column's name.
    fn write_stacked<W: Write>(
        &self,
        out: &mut Out<W>,
        indent: &str,
        space: usize,
    ) -> io::Result<()> {
        const DEEPER: usize = 4;
        for (i, row) in self.rows.iter().enumerate() {
            if i > 0 && self.has_head {
                out.line("")?;
            }
            let labelled: Vec<(&Cell, &Cell)> = if self.has_head {
                self.head.iter().zip(row).collect()
            } else {
                vec![(&row[0], &row[1])]
            };
            for (label, value) in labelled {
                let label = label.0.join(" ");
                let values = value.wrapped(space.saturating_sub(DEEPER).max(1));
                match &values[..] {
                    [only] if label.len() + 2 + only.len() <= space => {
                        out.line(format!("{indent}{label}: {only}").trim_end())?;
                    }
                    _ => {
                        for line in Cell(vec![format!("{label}:")]).wrapped(space) {
                            out.line(format!("{indent}{line}"))?;
                        }
                        for line in values {
                            out.line(format!("{indent}{:DEEPER$}{line}", ""))?;
                        }
                    }
                }
            }
        }
        Ok(())
    }
}

fn write_row<W: Write>(
    out: &mut Out<W>,
    indent: &str,
    row: &[Cell],
    widths: &[usize],
) -> io::Result<()> {
    let cells: Vec<Vec<String>> = row
        .iter()
        .zip(widths)
        .map(|(cell, width)| cell.wrapped(*width))
        .collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    for i in 0..height {
        let mut line = indent.to_owned();
        for (column, width) in cells.iter().zip(widths) {
            let text = column.get(i).map_or("", String::as_str);
            line.push_str(&format!("{text:width$}{:BETWEEN$}", ""));
        }
        out.line(line.trim_end())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(table: &Table, indent: &str) -> String {
        let mut bytes = Vec::new();
        table
            .write(&mut Out::new(&mut bytes, "\n"), indent)
            .unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn columns_are_aligned_and_no_line_ends_in_blanks() {
        let mut table = Table::new(["network", "apps", "region"]);
        table.row(["nw-net", "2", "westeurope"]);
        table.row(["a-longer-name", "", ""]);
        assert_eq!(
            shown(&table, "  "),
            "  network        apps  region\n  \
               -------------  ----  ----------\n  \
               nw-net         2     westeurope\n  \
               a-longer-name\n"
        );
    }

    #[test]
    fn pairs_have_no_header_and_a_cell_may_hold_several_lines() {
        let mut table = Table::of_pairs();
        table.pair("network", "nw-net");
        table.pair("routes", Cell::lines(["10.0.0.0/8", "172.16.0.0/12"]));
        assert_eq!(
            shown(&table, ""),
            "network  nw-net\nroutes   10.0.0.0/8\n         172.16.0.0/12\n"
        );
    }

    #[test]
    fn the_widest_column_wraps_first_and_every_line_fits() {
        let mut table = Table::new(["name", "what it says"]);
        table.row(["short", &"word ".repeat(60)]);
        let text = shown(&table, "  ");
        assert!(text.lines().all(|line| line.len() <= WIDTH), "{text}");
        assert!(
            text.lines()
                .nth(2)
                .unwrap()
                .starts_with("  short  word word")
        );
        assert!(text.lines().nth(3).unwrap().starts_with("         word"));
        assert_eq!(text.matches("word").count(), 60);
    }

    #[test]
    fn a_word_is_not_broken_while_the_table_can_be_stacked() {
        let id = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/n";
        let mut table = Table::new(["network", "gateway"]);
        table.row([id, id]);
        table.row(["nw-net", "nw-gw"]);
        assert_eq!(
            shown(&table, ""),
            format!("network: {id}\ngateway: {id}\n\nnetwork: nw-net\ngateway: nw-gw\n")
        );
    }

    #[test]
    fn a_word_wider_than_the_console_is_broken() {
        let mut pairs = Table::of_pairs();
        pairs.pair("id", "x".repeat(250));
        pairs.pair("name", "n");
        let text = shown(&pairs, "  ");
        assert!(text.lines().all(|line| line.len() <= WIDTH), "{text}");
        assert_eq!(text.matches('x').count(), 250);
        assert!(text.starts_with("  id:\n      xxx"), "{text}");
        assert!(text.ends_with("\n  name: n\n"), "{text}");
    }

    #[test]
    fn what_comes_from_outside_is_made_printable() {
        let mut table = Table::new(["name"]);
        table.row(["a\u{1b}[31m\nb\u{fc}"]);
        assert!(shown(&table, "").ends_with("\na\\u{1b}[31m\\nb\\u{fc}\n"));
    }

    #[test]
    fn a_table_without_rows_is_not_written() {
        assert_eq!(shown(&Table::new(["name"]), ""), "");
        assert!(Table::of_pairs().is_empty());
    }
}
