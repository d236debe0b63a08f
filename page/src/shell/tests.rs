use super::*;
use crate::check::as_xml;
use crate::plot::{Attempt, End, round_trips};
use crate::{Mark, parts, text};

const HOSTILE: &str = "</title><script>alert(1)</script>\"'&<!--\u{202e}\u{0}]]>";

fn page() -> Page {
    let attempts = [Attempt {
        label: HOSTILE.to_owned(),
        end: End::Lost(HOSTILE.to_owned()),
    }];
    let mut contents = Contents::default();
    let section = html! {
        (parts::verdict(Mark::Bad, "fails", HOSTILE, html! {}))
        (parts::command(HOSTILE))
        (parts::table(HOSTILE, &["a", "b"], [vec![text::outside(HOSTILE), html! { "x" }]]))
        (parts::pairs([("what", text::outside(HOSTILE))]))
        (parts::fold(true, html! { "more" }, text::outside(HOSTILE)))
        (round_trips("trips", HOSTILE, &attempts, &[]))
    };
    Page {
        title: HOSTILE.to_owned(),
        about: html! { p { (text::outside(HOSTILE)) } },
        main: contents.section("one", HOSTILE, section),
        contents,
        footer: html! {},
        style: "p { margin: 0; }\r\n",
    }
}

#[test]
fn what_comes_from_outside_is_text_everywhere() {
    let html = page().html();
    let xml = as_xml(&html);
    let document = roxmltree::Document::parse(&xml).unwrap_or_else(|e| panic!("{e}\n{xml}"));
    let count = |name| {
        document
            .descendants()
            .filter(|n| n.has_tag_name(name))
            .count()
    };
    assert_eq!((count("script"), count("style"), count("main")), (1, 1, 1));
    assert!(!html.contains('\u{202e}') && !html.contains('\u{0}'));
    let told = |node: &roxmltree::Node<'_, '_>| {
        let texts = node.descendants().filter(roxmltree::Node::is_text);
        texts.filter_map(|n| n.text()).collect::<String>()
    };
    let heading = document
        .descendants()
        .find(|n| n.has_tag_name("h1"))
        .unwrap();
    assert_eq!(told(&heading), text::visible(HOSTILE));
    assert_eq!(crate::check::faults(&html), [""; 0]);
}

#[test]
fn what_was_forgotten_to_be_made_visible_is_made_so_in_the_end() {
    let mut page = page();
    page.main = html! { p { "\u{202e}\u{1b}" } };
    let html = page.html();
    assert!(html.contains("<p>\\u{202e}\\u{1b}</p>"), "{html}");
    assert!(html.lines().count() > 10);
}

/// The policy's hashes are those of what stands in the page, and nothing stands there that it forbids.
#[test]
fn the_policy_admits_what_the_page_holds_and_nothing_else() {
    let html = page().html();
    let xml = as_xml(&html);
    let document = roxmltree::Document::parse(&xml).unwrap();
    let text_of = |name| {
        let node = document
            .descendants()
            .find(|n| n.has_tag_name(name))
            .unwrap();
        node.text().unwrap().to_owned()
    };
    let policy = document
        .descendants()
        .find(|n| n.attribute("http-equiv") == Some("Content-Security-Policy"))
        .and_then(|n| n.attribute("content"))
        .unwrap();
    assert_eq!(policy, super::policy(&text_of("style"), &text_of("script")));
    assert!(policy.starts_with("default-src 'none';") && !policy.contains("unsafe"));
    for node in document.descendants() {
        for attribute in node.attributes() {
            let name = attribute.name();
            assert!(
                name != "style" && !name.starts_with("on") && name != "src",
                "{name}"
            );
        }
    }
}

/// Known answer, so that the policy is not only equal to itself.
#[test]
fn a_hash_is_written_as_browsers_expect_it() {
    assert_eq!(
        hash(""),
        "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
    );
}

#[test]
fn a_page_without_contents_has_no_navigation() {
    let mut page = page();
    assert!(page.html().contains("<nav"));
    page.contents = Contents::default();
    assert!(!page.html().contains("<nav"));
}

/// Sheet and script stand between tags: in them is nothing that would end them or begin an entity.
#[test]
fn style_and_script_need_no_escape_and_load_nothing() {
    for text in [STYLE, SCRIPT] {
        assert!(!text.contains(['<', '&']) && text.is_ascii());
        assert!(!text.contains("url(") && !text.contains("@import") && !text.contains("http"));
        assert!(!text.contains("innerHTML") && !text.contains("eval("));
    }
}

/// The value of a variable in the n-th block that sets it: 0 is light, 1 dark.
fn colour(name: &str, block: usize) -> [f64; 3] {
    let wanted = format!("--{name}: #");
    let (at, _) = STYLE
        .match_indices(&wanted)
        .nth(block)
        .unwrap_or_else(|| panic!("{name}"));
    let digits = &STYLE[at + wanted.len()..at + wanted.len() + 6];
    [0, 2, 4].map(|i| f64::from(u8::from_str_radix(&digits[i..i + 2], 16).unwrap()) / 255.0)
}

/// The contrast of two colours as WCAG 2.2 defines it.
fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let luminance = |c: [f64; 3]| {
        let linear = c.map(|v| {
            if v <= 0.04045 {
                v / 12.92
            } else {
                ((v + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    };
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn text_and_its_ground_have_the_contrast_of_wcag_aa() {
    let all = [
        "ground",
        "panel",
        "good-ground",
        "bad-ground",
        "warning-ground",
        "unknown-ground",
    ];
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    for text in ["ink", "quiet", "link", "unknown"] {
        pairs.extend(all.map(|ground| (text, ground)));
    }
    for text in ["good", "bad", "warning"] {
        pairs.extend([(text, "ground"), (text, "panel")]);
    }
    pairs.extend([
        ("good", "good-ground"),
        ("bad", "bad-ground"),
        ("warning", "warning-ground"),
    ]);
    for block in [0, 1] {
        for (text, ground) in &pairs {
            let ratio = contrast(colour(text, block), colour(ground, block));
            assert!(
                ratio >= 4.5,
                "{text} on {ground} in block {block}: {ratio:.2}"
            );
        }
        // What is drawn: 3 to 1.
        let ratio = contrast(colour("frame", block), colour("ground", block));
        assert!(ratio >= 3.0, "frame in block {block}: {ratio:.2}");
    }
}
