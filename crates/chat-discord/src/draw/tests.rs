use chat::Reply;
use insta::assert_snapshot;

use super::*;

fn drawn(block: Block) -> String {
    draw(&[block]).join("\n=====\n")
}

fn step(label: &str) -> Step {
    Step {
        label: label.to_owned(),
        effort: "one switch",
        paths: vec![
            (
                "web",
                vec![
                    "Settings & Privacy".to_owned(),
                    "Data privacy".to_owned(),
                    "Off".to_owned(),
                ],
            ),
            ("app", vec!["You".to_owned(), "Settings".to_owned()]),
        ],
        url: Some(
            "https://www.linkedin.com/mypreferences/d/settings/data-for-ai_improvement".to_owned(),
        ),
        note: Some("Only what is *new* is left out.".to_owned()),
    }
}

#[test]
fn verdict() {
    assert_snapshot!(drawn(Block::Verdict {
        about: "LinkedIn \u{b7} AI training".to_owned(),
        asks: "Does LinkedIn train AI on your data?".to_owned(),
        verdict: "Yes, unless you turn it off".to_owned(),
    }), @r"
    **Yes, unless you turn it off**
    -# LinkedIn · AI training · Does LinkedIn train AI on your data?
    ");
}

#[test]
fn heading_and_paragraph() {
    let blocks = [
        Block::Paragraph("Posts are used.\nMessages are not.".to_owned()),
        Block::Heading("The way out".to_owned()),
        Block::Paragraph("There is a switch.".to_owned()),
    ];
    assert_snapshot!(draw(&blocks).join("\n"), @r"
    Posts are used.
    Messages are not.

    ### The way out
    There is a switch.
    ");
}

#[test]
fn quote() {
    assert_snapshot!(drawn(Block::quote("We may use\n# everything".to_owned())), @r"
    > We may use
    > \# everything
    ");
}

#[test]
fn points() {
    assert_snapshot!(drawn(Block::Points(vec!["profile".to_owned(), "posts\nand more".to_owned()])), @r"
    - profile
    - posts and more
    ");
}

#[test]
fn steps() {
    assert_snapshot!(drawn(Block::Steps(vec![step("Turn it off")])), @r"
    1. **Turn it off** (one switch)
       - web: Settings & Privacy > Data privacy > Off
       - app: You > Settings
       - [Open the page](<https://www.linkedin.com/mypreferences/d/settings/data-for-ai_improvement>)
       - Only what is \*new\* is left out.
    ");
}

#[test]
fn table() {
    let rows = vec![
        ("Instagram".to_owned(), "Yes".to_owned()),
        ("Mastodon".to_owned(), "No".to_owned()),
    ];
    assert_snapshot!(drawn(Block::Table(rows)), @r"
    - **Instagram**: Yes
    - **Mastodon**: No
    ");
}

#[test]
fn sources() {
    let source = |title: &str, url: &str| SourceLine {
        title: title.to_owned(),
        read: "read 2026-08-22".to_owned(),
        url: url.to_owned(),
    };
    let sources = vec![
        source(
            "LinkedIn [Privacy] Policy",
            "https://www.linkedin.com/legal/privacy-policy",
        ),
        source("Not a page", "javascript:alert(1)"),
    ];
    assert_snapshot!(drawn(Block::Sources(sources)), @r"
    -# [LinkedIn \[Privacy\] Policy](<https://www.linkedin.com/legal/privacy-policy>) · read 2026-08-22
    -# Not a page · read 2026-08-22
    ");
}

#[test]
fn notes() {
    let blocks = [
        Block::Note("No legal advice.".to_owned()),
        Block::Note("Read on 2026-08-22.".to_owned()),
    ];
    assert_snapshot!(draw(&blocks).join("\n"), @r"
    -# No legal advice.
    -# Read on 2026-08-22.
    ");
}

#[test]
fn a_link_is_a_page_on_the_web() {
    for good in ["https://example.org/a?b=c&d=(e)", "http://example.org/"] {
        assert!(safe(good).is_some(), "{good}");
    }
    let long = format!("https://example.org/{}", "a".repeat(600));
    for bad in [
        "javascript:alert(1)",
        "discord://x",
        "/settings",
        "https://me@example.org",
        "data:text/html,x",
        long.as_str(),
    ] {
        assert!(safe(bad).is_none(), "{bad}");
    }
    assert_eq!(
        safe("https://example.org/a>b c").unwrap().as_str(),
        "https://example.org/a%3Eb%20c"
    );
}

#[test]
fn long_replies_have_pages_that_fit_and_steps_that_count_on() {
    let steps: Vec<Step> = (0..12)
        .map(|number| step(&format!("Way {number}")))
        .collect();
    let reply = Reply::new("steps")
        .saying("Twelve ways.")
        .with(Block::Steps(steps));
    let pages = draw(&reply.blocks);
    assert!((2..=MOST_PAGES).contains(&pages.len()), "{}", pages.len());
    let numbers: Vec<usize> = pages
        .iter()
        .flat_map(|page| page.lines())
        .filter_map(|line| line.split_once(". **")?.0.parse().ok())
        .collect();
    assert_eq!(numbers, (1..=12).collect::<Vec<usize>>());
    assert!(pages.iter().all(|page| page.chars().count() <= MOST));
}

#[test]
fn a_reply_without_end_says_that_it_was_cut() {
    let blocks: Vec<Block> = (0..40)
        .map(|_| Block::Paragraph("words ".repeat(100)))
        .collect();
    let pages = draw(&blocks);
    assert_eq!(pages.len(), MOST_PAGES);
    assert!(
        pages[MOST_PAGES - 1].contains("This is not all of it"),
        "{}",
        pages[MOST_PAGES - 1]
    );
    assert!(pages.iter().all(|page| page.chars().count() <= MOST));
}

#[test]
fn hostile_text_stays_text_in_every_block() {
    let hostile =
        "@everyone <@1> **b** [x](https://evil.example) ||s|| `c`\u{202e}\n# h\n> q\n- l\n1. n "
            .repeat(60);
    let blocks = [
        Block::Verdict {
            about: hostile.clone(),
            asks: hostile.clone(),
            verdict: hostile.clone(),
        },
        Block::Heading(hostile.clone()),
        Block::Paragraph(hostile.clone()),
        Block::quote(hostile.clone()),
        Block::Points(vec![hostile.clone()]),
        Block::Table(vec![(hostile.clone(), hostile.clone())]),
        Block::Note(hostile.clone()),
    ];
    for block in blocks {
        for page in draw(std::slice::from_ref(&block)) {
            assert!(page.chars().count() <= MOST);
            assert!(!page.contains('\u{202e}'));
            let bare = page
                .replace("\\\\", "")
                .replace("\\@", "")
                .replace("\\<", "")
                .replace("\\[", "");
            for mark in ['@', '<', '['] {
                assert!(!bare.contains(mark), "{mark} in {page}");
            }
            assert!(!page.contains("https://evil"), "{page}");
        }
    }
}
