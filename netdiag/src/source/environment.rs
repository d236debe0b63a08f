//! A saved environment into variables.

use serde_json::Value;

/// Reads what people save: the output of `set` or `env` (`NAME=value`), of PowerShell's `dir env:`
/// (two columns), Kudu's environment page as text or HTML (`NAME = value`), or JSON (an object of
/// strings, or app settings as `az webapp config appsettings list` gives them).
///
/// Lines that are none of these are passed over: continuation lines of a value, headings, markup.
pub(super) fn variables(text: &str) -> Vec<(String, String)> {
    match serde_json::from_str::<Value>(text) {
        Ok(Value::Object(members)) => members
            .into_iter()
            .filter_map(|(name, value)| Some((name, value.as_str()?.to_owned())))
            .collect(),
        Ok(Value::Array(settings)) => settings.iter().filter_map(app_setting).collect(),
        _ => text.lines().filter_map(line).collect(),
    }
}

fn app_setting(setting: &Value) -> Option<(String, String)> {
    Some((
        setting.get("name")?.as_str()?.to_owned(),
        setting.get("value")?.as_str()?.to_owned(),
    ))
}

fn line(line: &str) -> Option<(String, String)> {
    let line = without_list_tags(line.trim());
    let (name, value) = match line.split_once('=') {
        Some(pair) => pair,
        None => line.split_once("  ")?,
    };
    let (name, value) = (name.trim(), value.trim());
    // PowerShell's heading.
    if (name, value) == ("Name", "Value") && !line.contains('=') {
        return None;
    }
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "_-.():".contains(c));
    is_name.then(|| (name.to_owned(), value.to_owned()))
}

/// `<li>NAME = value</li>` of Kudu's page, without the tags and with its entities turned back.
fn without_list_tags(line: &str) -> String {
    let Some(inner) = line.strip_prefix("<li>") else {
        return line.to_owned();
    };
    inner
        .trim_end_matches("</li>")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_saving_an_environment_is_read() {
        let expected = vec![("WEBSITE_SITE_NAME".to_owned(), "nw-shop".to_owned())];
        for text in [
            "WEBSITE_SITE_NAME=nw-shop",
            "\r\nWEBSITE_SITE_NAME=nw-shop\r\n  continued\r\n",
            "Name                           Value\n----                           -----\nWEBSITE_SITE_NAME              nw-shop",
            "<ul>\n<li>WEBSITE_SITE_NAME = nw-shop</li>\n</ul>",
            "WEBSITE_SITE_NAME = nw-shop",
            r#"{"WEBSITE_SITE_NAME": "nw-shop"}"#,
            r#"[{"name": "WEBSITE_SITE_NAME", "slotSetting": false, "value": "nw-shop"}]"#,
        ] {
            assert_eq!(variables(text), expected, "{text}");
        }
    }

    #[test]
    fn a_value_may_hold_an_equals_sign() {
        assert_eq!(
            variables("CUSTOMCONNSTR_x=Server=a;Password=b"),
            [(
                "CUSTOMCONNSTR_x".to_owned(),
                "Server=a;Password=b".to_owned()
            )]
        );
    }
}
