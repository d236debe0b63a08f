//! What holds for every page, for the tests of those who make one.

use std::collections::BTreeSet;

/// What is wrong with a page: ids that stand twice, places that lead nowhere, anything that would be loaded
/// from elsewhere, and what the page's own policy forbids.
pub fn faults(html: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let mut ids = BTreeSet::new();
    for id in values(html, "id") {
        if !ids.insert(id) {
            faults.push(format!("the id {id} stands twice"));
        }
    }
    for href in values(html, "href") {
        if !href.strip_prefix('#').is_some_and(|id| ids.contains(id)) {
            faults.push(format!("{href} is no place on the page"));
        }
    }
    let named = ["aria-labelledby", "aria-describedby", "for"];
    for name in named
        .into_iter()
        .flat_map(|attribute| values(html, attribute))
    {
        for id in name.split(' ').filter(|id| !ids.contains(id)) {
            faults.push(format!(
                "nothing has the id {id}, which is to name something"
            ));
        }
    }
    for attribute in ["src", "srcset", "style", "onclick", "onload", "action"] {
        for value in values(html, attribute) {
            faults.push(format!("{attribute}=\"{value}\" is not admitted"));
        }
    }
    faults
}

/// The values of an attribute. Text holds no quotes as such, so what looks like an attribute is one.
fn values<'a>(html: &'a str, attribute: &str) -> impl Iterator<Item = &'a str> {
    let before = format!(" {attribute}=\"");
    let mut parts = html.split(before.as_str());
    // What stands before the first one.
    parts.next();
    let values: Vec<&str> = parts.filter_map(|part| part.split('"').next()).collect();
    values.into_iter()
}

/// The page as XML: what HTML leaves open is closed, so that an ordinary parser can say whether everything
/// else is well-formed.
pub fn as_xml(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html.strip_prefix("<!DOCTYPE html>").unwrap_or(html);
    while let Some(at) = rest.find("<meta ") {
        let end = rest[at..].find('>').map_or(rest.len(), |end| at + end);
        out.push_str(&rest[..end]);
        out.push('/');
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::faults;

    #[test]
    fn faults_are_found() {
        for (html, fault) in [
            (r#"<p id="a"></p><p id="a"></p>"#, "the id a stands twice"),
            (r##"<a href="#b">x</a>"##, "#b is no place on the page"),
            (
                r#"<a href="https://example">x</a>"#,
                "https://example is no place on the page",
            ),
            (
                r#"<p aria-labelledby="c"></p>"#,
                "nothing has the id c, which is to name something",
            ),
            (r#"<img src="x">"#, r#"src="x" is not admitted"#),
            (
                r#"<p style="color:red"></p>"#,
                r#"style="color:red" is not admitted"#,
            ),
        ] {
            assert_eq!(faults(html), [fault], "{html}");
        }
        assert!(faults(r##"<p id="a"><a href="#a">src=&quot;x&quot;</a></p>"##).is_empty());
    }
}
