//! Names and record data in presentation form (RFC 1035, section 5.1): printable ASCII, whatever a
//! server sends.

use std::fmt::Write;

use hickory_proto::rr::{Name, RData};

/// A name without its final dot, the root as `.`; a dot or backslash inside a label is escaped by a
/// backslash, all that is not printable by its decimal number: `a\.b\027.example`.
pub fn name(name: &Name) -> String {
    let mut text = String::new();
    for label in name.iter() {
        if !text.is_empty() {
            text.push('.');
        }
        escape(&mut text, label, b".\\\"();@$");
    }
    if text.is_empty() {
        text.push('.');
    }
    text
}

/// The data of a record as zone files write it; an unknown kind as RFC 3597 does.
pub fn data(data: &RData) -> String {
    match data {
        RData::A(a) => a.to_string(),
        RData::AAAA(aaaa) => aaaa.to_string(),
        RData::CNAME(target) => name(target),
        RData::NS(target) => name(target),
        RData::PTR(target) => name(target),
        RData::MX(mx) => format!("{} {}", mx.preference, name(&mx.exchange)),
        RData::SRV(srv) => format!(
            "{} {} {} {}",
            srv.priority,
            srv.weight,
            srv.port,
            name(&srv.target)
        ),
        RData::SOA(soa) => format!(
            "{} {} {} {} {} {} {}",
            name(&soa.mname),
            name(&soa.rname),
            soa.serial,
            soa.refresh,
            soa.retry,
            soa.expire,
            soa.minimum
        ),
        RData::TXT(txt) => {
            let mut text = String::new();
            for part in &txt.txt_data {
                if !text.is_empty() {
                    text.push(' ');
                }
                text.push('"');
                escape(&mut text, part, b"\"\\");
                text.push('"');
            }
            text
        }
        other => crate::text::printable(&other.to_string()).into_owned(),
    }
}

fn escape(text: &mut String, bytes: &[u8], special: &[u8]) {
    for byte in bytes {
        match byte {
            b if special.contains(b) => {
                text.push('\\');
                text.push(char::from(*b));
            }
            // A space is printable in a quoted string only.
            b' ' if special.len() == 2 => text.push(' '),
            0x21..=0x7e => text.push(char::from(*byte)),
            _ => {
                let _ = write!(text, "\\{byte:03}");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hickory_proto::rr::rdata::TXT;

    #[test]
    fn a_name_is_printable_whatever_it_holds() {
        let labels: [&[u8]; 3] = [b"a.b c\x1b[31m", b"x\xfc", b"Example"];
        let odd = Name::from_labels(labels).unwrap();
        assert_eq!(name(&odd), r"a\.b\032c\027[31m.x\252.Example");
        assert_eq!(name(&Name::root()), ".");
    }

    #[test]
    fn text_is_quoted_part_by_part() {
        let txt = TXT::from_bytes(vec![b"v=spf1 \"x\"", b"\r\n\\"]);
        assert_eq!(data(&RData::TXT(txt)), r#""v=spf1 \"x\"" "\013\010\\""#);
    }
}
