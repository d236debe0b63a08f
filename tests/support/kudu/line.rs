//! How a command line is read on its way from Kudu to a program, in our own words: cmd.exe twice, or .NET. Pure.

/// What a Windows program makes of its command line, and .NET of one on Linux: blanks part words, quotes hold them
/// together, backslashes mean something before a quote only, and two quotes inside of quotes are one.
pub fn words(line: &str) -> Vec<String> {
    let signs: Vec<char> = line.chars().collect();
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quoted = false;
    let mut at = 0;
    while at < signs.len() {
        match signs[at] {
            ' ' | '\t' if !quoted => words.extend(word.take()),
            '\\' => {
                let count = signs[at..].iter().take_while(|&&s| s == '\\').count();
                let before_quote = signs.get(at + count) == Some(&'"');
                let kept = if before_quote { count / 2 } else { count };
                let word = word.get_or_insert_default();
                word.push_str(&"\\".repeat(kept));
                at += count;
                if before_quote && count % 2 == 1 {
                    word.push('"');
                    at += 1;
                }
                continue;
            }
            '"' if quoted && signs.get(at + 1) == Some(&'"') => {
                word.get_or_insert_default().push('"');
                at += 1;
            }
            '"' => {
                word.get_or_insert_default();
                quoted = !quoted;
            }
            sign => word.get_or_insert_default().push(sign),
        }
        at += 1;
    }
    words.extend(word);
    words
}

/// What reaches the program that 'starter.cmd LINE' starts, whose only line is '@%*'.
///
/// # Errors
/// What cmd.exe would take for more than words: another command, a redirection.
pub fn through_starter(
    line: &str,
    variable: impl Fn(&str) -> Option<String>,
) -> Result<String, String> {
    let line = line.split(['\r', '\n']).next().unwrap_or_default();
    // In the file's line, what '%*' brings is not searched for variables again.
    signs(&signs(&variables(line, variable))?)
}

/// Outside of a file: a variable that there is not stays as it was written.
fn variables(line: &str, variable: impl Fn(&str) -> Option<String>) -> String {
    let mut read = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('%') {
        read.push_str(before);
        let value = after
            .split_once('%')
            .and_then(|(name, left)| Some((variable(name)?, left)));
        match value {
            Some((value, left)) => {
                read.push_str(&value);
                rest = left;
            }
            None => {
                read.push('%');
                rest = after;
            }
        }
    }
    read + rest
}

/// One reading of the signs: a caret takes the next one's meaning away, and so do quotes.
fn signs(line: &str) -> Result<String, String> {
    let mut read = String::new();
    let mut quoted = false;
    let mut signs = line.chars();
    while let Some(sign) = signs.next() {
        match sign {
            '^' if !quoted => read.extend(signs.next()),
            '"' => {
                quoted = !quoted;
                read.push(sign);
            }
            '&' | '|' | '<' | '>' if !quoted => {
                return Err(format!("cmd.exe acts on {sign} in: {line}"));
            }
            sign => read.push(sign),
        }
    }
    Ok(read)
}
