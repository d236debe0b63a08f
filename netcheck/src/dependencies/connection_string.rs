//! `Key=value;Key=value`: the syntax of connection strings.

/// The members of a connection string in order, keys in lower case without blanks. Values may stand in
/// quotation marks, doubled inside (ADO.NET), or in braces (ODBC). `None` if it is none: a part has
/// no equals sign, or a quotation mark is not closed.
pub fn members(text: &str) -> Option<Vec<(String, String)>> {
    let mut members = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix(';') {
            rest = after.trim_start();
            continue;
        }
        let (key, after) = rest.split_once('=')?;
        if key.contains(';') {
            return None;
        }
        let (value, after) = value(after.trim_start())?;
        members.push((plain(key), value));
        rest = after.trim_start();
    }
    (!members.is_empty()).then_some(members)
}

fn plain(key: &str) -> String {
    key.chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// A value and what follows its semicolon.
fn value(text: &str) -> Option<(String, &str)> {
    let close = match text.chars().next() {
        Some(quote @ ('"' | '\'')) => quote,
        Some('{') => '}',
        _ => {
            let (value, rest) = text.split_once(';').unwrap_or((text, ""));
            return Some((value.trim_end().to_owned(), rest));
        }
    };
    let mut value = String::new();
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        if c != close {
            value.push(c);
        } else if chars.peek().is_some_and(|(_, next)| *next == close) {
            chars.next();
            value.push(c);
        } else {
            let rest = text[at + 1..].trim_start();
            let ends = rest.is_empty() || rest.starts_with(';');
            return ends.then_some((value, rest));
        }
    }
    None
}

/// libpq's form, members apart by blanks: `host=db port=5432 password='a b'`.
pub fn blank_separated(text: &str) -> Option<Vec<(String, String)>> {
    let mut members = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (key, after) = rest.split_once('=')?;
        let key = key.trim();
        if key.is_empty() || !key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
            return None;
        }
        let after = after.trim_start();
        let mut value = String::new();
        let mut end = after.len();
        let quoted = after.starts_with('\'');
        let mut chars = after.char_indices().skip(usize::from(quoted));
        let mut closed = !quoted;
        while let Some((at, c)) = chars.next() {
            match c {
                '\\' => value.extend(chars.next().map(|(_, c)| c)),
                '\'' if quoted => {
                    (end, closed) = (at + 1, true);
                    break;
                }
                c if !quoted && c.is_whitespace() => {
                    end = at;
                    break;
                }
                c => value.push(c),
            }
        }
        if !closed {
            return None;
        }
        members.push((key.to_ascii_lowercase(), value));
        rest = after[end..].trim_start();
    }
    (!members.is_empty()).then_some(members)
}

/// The first of these keys that has a value. (ADO.NET takes the last of equal keys; the first is the
/// safer one: an unquoted password can add members behind it, not before.)
pub fn get<'a>(members: &'a [(String, String)], keys: &[&str]) -> Option<&'a str> {
    keys.iter().find_map(|key| {
        members
            .iter()
            .find(|(k, v)| k == key && !v.is_empty())
            .map(|(_, v)| v.as_str())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(members: Option<Vec<(String, String)>>) -> String {
        let Some(members) = members else {
            return "none".to_owned();
        };
        let shown: Vec<String> = members.iter().map(|(k, v)| format!("{k}<{v}>")).collect();
        shown.join(" ")
    }

    #[test]
    fn members_are_read_with_every_kind_of_quotation() {
        for (text, expected) in [
            ("Server=a;Password=b", "server<a> password<b>"),
            (
                " Data Source = a , 1 ;; Key=x== ;",
                "datasource<a , 1> key<x==>",
            ),
            (
                "Password=\"a;Server=b\";Server=c",
                "password<a;Server=b> server<c>",
            ),
            ("Password='a''b;';S=c", "password<a'b;> s<c>"),
            ("Pwd={a;}}b};S=c", "pwd<a;}b> s<c>"),
            ("Password=\"a", "none"),
            ("Password=\"a\"b;S=c", "none"),
            ("a;b=c", "none"),
            ("a=;b", "none"),
            ("", "none"),
            ("a=", "a<>"),
        ] {
            assert_eq!(shown(members(text)), expected, "{text}");
        }
    }

    #[test]
    fn libpq_members_are_read() {
        for (text, expected) in [
            ("host=a port=1", "host<a> port<1>"),
            (
                "host = a password='b c\\' host=d' x=",
                "host<a> password<b c' host=d> x<>",
            ),
            ("password='b", "none"),
            ("hello world", "none"),
            ("a b=c", "none"),
        ] {
            assert_eq!(shown(blank_separated(text)), expected, "{text}");
        }
    }
}
