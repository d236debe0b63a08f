//! Azure's answers. The input is answers in the order of the questions: two bytes of status, two of length,
//! the body.

use netcheck::rehearse_azure;
use netdiag::source;

use crate::shown::line;

/// Panics if something does not hold.
pub fn body(bytes: &[u8]) {
    let read = || {
        let mut rest = bytes;
        let mut urls = Vec::new();
        let (documents, gaps) = rehearse_azure(40, |url| {
            urls.push(url.to_owned());
            let (status, body, after) = next(rest);
            rest = after;
            (status, body.to_vec())
        });
        (documents, gaps, urls)
    };
    let (documents, gaps, urls) = read();
    for url in &urls {
        // No answer leads to another server.
        assert!(url.starts_with("https://management.azure.com/"), "{url}");
        line(url);
    }
    for gap in &gaps {
        line(&gap.why);
    }
    assert!(urls.len() <= 40);
    let inventory = source::inventory(&documents, gaps.clone());
    assert!(!format!("{inventory:?}").is_empty());
    assert_eq!(read(), (documents, gaps, urls));
}

fn next(bytes: &[u8]) -> (u16, &[u8], &[u8]) {
    let Some(([a, b, c, d], rest)) = bytes.split_first_chunk::<4>() else {
        return (404, b"", b"");
    };
    let length = usize::from(u16::from_be_bytes([*c, *d])).min(rest.len());
    let (body, after) = rest.split_at(length);
    (u16::from_be_bytes([*a, *b]), body, after)
}
