//! The picture of a crate in a page of Markdown: a table of its rooms and the arrows between them.

use std::fmt::Write;

use super::House;
use crate::outcome::Result;

/// The page with the picture of each of the houses drawn anew, between `<!-- rooms of NAME -->` and
/// `<!-- end -->`.
///
/// # Errors
/// A house that the page has no place for.
pub fn redrawn(page: &str, houses: &[House]) -> Result<String> {
    let mut page = page.to_owned();
    for house in houses {
        let begin = format!("<!-- rooms of {} -->\n", house.name);
        let missing = || format!("there is no line '{}'", begin.trim());
        let (before, rest) = page.split_once(&begin).ok_or_else(missing)?;
        let (_, after) = rest
            .split_once("<!-- end -->")
            .ok_or_else(|| format!("no line '<!-- end -->' follows '{}'", begin.trim()))?;
        page = format!("{before}{begin}{}<!-- end -->{after}", picture(house));
    }
    Ok(page)
}

fn picture(house: &House) -> String {
    let mut text = String::from("\n```mermaid\ngraph TD\n");
    for room in house.rooms.keys() {
        let arrows = house.arrows(room);
        if arrows.is_empty() {
            let _ = writeln!(text, "    {room}");
        } else {
            let _ = writeln!(text, "    {room} --> {}", arrows.join(" & "));
        }
    }
    text.push_str("```\n\n| room | what it is | uses |\n| --- | --- | --- |\n");
    for (name, room) in &house.rooms {
        let uses: Vec<String> = room.uses.iter().map(|it| format!("`{it}`")).collect();
        let uses = if uses.is_empty() {
            "-".to_owned()
        } else {
            uses.join(", ")
        };
        let _ = writeln!(text, "| `{name}` | {} | {uses} |", room.purpose);
    }
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_between_the_marks_is_drawn_anew() {
        let house = House {
            name: "hut".to_owned(),
            ..House::default()
        };
        let page = "before\n<!-- rooms of hut -->\nold\n<!-- end -->\nafter\n";
        let new = redrawn(page, std::slice::from_ref(&house)).expect("a page with marks");
        assert!(new.starts_with("before\n<!-- rooms of hut -->\n\n```mermaid\n"));
        assert!(new.ends_with("\n<!-- end -->\nafter\n"));
        assert!(!new.contains("old"));
        assert_eq!(redrawn(&new, &[house]).as_ref(), Ok(&new));
    }

    #[test]
    fn a_page_without_a_place_for_a_house_is_named() {
        let house = House {
            name: "hut".to_owned(),
            ..House::default()
        };
        assert!(redrawn("nothing", &[house]).is_err_and(|why| why.contains("rooms of hut")));
    }
}
