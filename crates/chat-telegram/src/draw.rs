//! A reply's blocks as messages.

use std::borrow::Cow;

use chat::{Block, Measure, SourceLine, Step};

use crate::markup::Markup;

/// The longest message, in UTF-16 code units that people see.
pub(crate) const LONGEST: usize = 4096;

/// How many pieces of a message may be marked; Telegram drops the marks of more.
const MOST_ENTITIES: usize = 100;

/// One message's blocks.
pub(crate) type Page<'a> = Cow<'a, [Block]>;

/// A reply's messages with their HTML, from top to bottom.
pub(crate) fn pages(blocks: &[Block]) -> Vec<(Page<'_>, String)> {
    let whole = draw(blocks, true);
    if whole.text.is_empty() {
        return Vec::new();
    }
    if fits(&whole) {
        return vec![(Cow::Borrowed(blocks), whole.text)];
    }
    let pages = chat::pages(blocks, |page| fits(&draw(page, true)));
    let drawn = pages.into_iter().map(|page| {
        let html = draw(&page, true).text;
        (Cow::Owned(page), html)
    });
    drawn.collect()
}

/// `blocks` as one message without markup, shortened if need be: for when Telegram refuses the HTML.
pub(crate) fn plain(blocks: &[Block]) -> String {
    chat::shorten(&draw(blocks, false).text, LONGEST, Measure::Utf16)
}

/// `blocks` as one message of HTML, with as many of them from the top as fit.
pub(crate) fn one(blocks: &[Block]) -> Option<String> {
    pages(blocks).into_iter().next().map(|(_, html)| html)
}

fn fits(markup: &Markup) -> bool {
    markup.length <= LONGEST && markup.entities <= MOST_ENTITIES
}

fn draw(blocks: &[Block], html: bool) -> Markup {
    let mut to = Markup::new(html);
    let mut before: Option<&Block> = None;
    for block in blocks {
        match before {
            None => {}
            Some(Block::Heading(_)) => {
                to.text("\n");
            }
            Some(_) => {
                to.text("\n\n");
            }
        }
        if matches!(block, Block::Sources(_)) && !matches!(before, Some(Block::Heading(_))) {
            to.bold("Sources").text("\n");
        }
        draw_block(&mut to, block);
        before = Some(block);
    }
    to
}

fn draw_block(to: &mut Markup, block: &Block) {
    match block {
        Block::Verdict {
            about,
            asks,
            verdict,
        } => draw_verdict(to, about, asks, verdict),
        Block::Heading(text) => {
            to.bold(text);
        }
        Block::Paragraph(text) => {
            to.text(text);
        }
        Block::Quote(runs) => {
            to.quote(|to| {
                for run in runs {
                    match run.bold {
                        true => to.bold(&run.text),
                        false => to.text(&run.text),
                    };
                }
            });
        }
        Block::Note(text) => {
            to.italic(text);
        }
        Block::Points(points) => lines(to, points, |to, point| draw_point(to, point)),
        Block::Table(rows) => lines(to, rows, |to, (left, right)| {
            to.bold(left).text(": ").text(right);
        }),
        Block::Sources(sources) => lines(to, sources, draw_source),
        Block::Steps(steps) => draw_steps(to, steps),
    }
}

fn lines<T>(to: &mut Markup, items: &[T], draw: impl Fn(&mut Markup, &T)) {
    for (number, item) in items.iter().enumerate() {
        if number > 0 {
            to.text("\n");
        }
        draw(to, item);
    }
}

/// What is numbered already needs no mark.
fn draw_point(to: &mut Markup, point: &str) {
    let number = point.split_once(". ").map(|(number, _)| number);
    if number.is_none_or(|number| number.parse::<u8>().is_err()) {
        to.text("\u{2022} ");
    }
    to.text(point);
}

fn draw_verdict(to: &mut Markup, about: &str, asks: &str, verdict: &str) {
    let ended = verdict.ends_with(['.', '!', '?']);
    to.bold(&format!("{verdict}{}", if ended { "" } else { "." }));
    if !about.is_empty() {
        to.text("\n").text(about);
    }
    if !asks.is_empty() {
        to.text("\n").italic(asks);
    }
}

fn draw_source(to: &mut Markup, source: &SourceLine) {
    to.text("\u{2022} ").link(&source.title, &source.url);
    if !source.read.is_empty() {
        to.text(" (").text(&source.read).text(")");
    }
}

fn draw_steps(to: &mut Markup, steps: &[Step]) {
    for (number, step) in steps.iter().enumerate() {
        if number > 0 {
            to.text("\n\n");
        }
        if steps.len() > 1 {
            to.text(&format!("{}. ", number + 1));
        }
        to.bold(&step.label);
        if !step.effort.is_empty() {
            to.text(" (").text(step.effort).text(")");
        }
        for (device, path) in &step.paths {
            to.text("\n")
                .text(device)
                .text(": ")
                .text(&path.join(" > "));
        }
        if let Some(url) = &step.url {
            to.text("\n\u{2192} ").link("Open the page", url);
        }
        if let Some(note) = &step.note {
            to.text("\n").italic(note);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(block: Block) -> String {
        pages(&[block]).remove(0).1
    }

    fn step(label: &str) -> Step {
        Step {
            label: label.to_owned(),
            effort: "one switch",
            paths: vec![(
                "Desktop",
                ["Settings", "Data privacy", "Data & <AI>"]
                    .map(str::to_owned)
                    .into(),
            )],
            url: Some("https://example.org/settings?a=1&b=2".to_owned()),
            note: Some("Once for each account.".to_owned()),
        }
    }

    #[test]
    fn a_verdict_comes_first_and_bold() {
        let verdict = Block::Verdict {
            about: "LinkedIn \u{b7} AI training".to_owned(),
            asks: "Does it train AI with <you>?".to_owned(),
            verdict: "Yes, unless you turn it off".to_owned(),
        };
        insta::assert_snapshot!(html(verdict), @"
        <b>Yes, unless you turn it off.</b>
        LinkedIn · AI training
        <i>Does it train AI with &lt;you&gt;?</i>
        ");
    }

    #[test]
    fn simple_blocks() {
        let text = || "a < b &".to_owned();
        insta::assert_snapshot!(html(Block::Heading(text())), @"<b>a &lt; b &amp;</b>");
        insta::assert_snapshot!(html(Block::Paragraph(text())), @"a &lt; b &amp;");
        insta::assert_snapshot!(html(Block::quote(text())), @"<blockquote>a &lt; b &amp;</blockquote>");
        insta::assert_snapshot!(html(Block::Note(text())), @"<i>a &lt; b &amp;</i>");
        insta::assert_snapshot!(html(Block::Points(vec![text(), "2. second".to_owned()])), @"
        • a &lt; b &amp;
        2. second
        ");
        insta::assert_snapshot!(html(Block::Table(vec![(text(), text()), ("x".to_owned(), "y".to_owned())])), @"
        <b>a &lt; b &amp;</b>: a &lt; b &amp;
        <b>x</b>: y
        ");
    }

    #[test]
    fn steps_have_their_path_and_their_link() {
        insta::assert_snapshot!(html(Block::Steps(vec![step("Turn it off")])), @r#"
        <b>Turn it off</b> (one switch)
        Desktop: Settings &gt; Data privacy &gt; Data &amp; &lt;AI&gt;
        → <a href="https://example.org/settings?a=1&amp;b=2">Open the page</a>
        <i>Once for each account.</i>
        "#);
        insta::assert_snapshot!(html(Block::Steps(vec![step("Turn it off"), step("Object")])), @r#"
        1. <b>Turn it off</b> (one switch)
        Desktop: Settings &gt; Data privacy &gt; Data &amp; &lt;AI&gt;
        → <a href="https://example.org/settings?a=1&amp;b=2">Open the page</a>
        <i>Once for each account.</i>

        2. <b>Object</b> (one switch)
        Desktop: Settings &gt; Data privacy &gt; Data &amp; &lt;AI&gt;
        → <a href="https://example.org/settings?a=1&amp;b=2">Open the page</a>
        <i>Once for each account.</i>
        "#);
    }

    #[test]
    fn sources_are_links_with_the_day_on_which_they_were_read() {
        let source = || SourceLine {
            title: "Privacy <policy>".to_owned(),
            read: "read 2026-08-22".to_owned(),
            url: "https://example.org/privacy".to_owned(),
        };
        insta::assert_snapshot!(html(Block::Sources(vec![source(), source()])), @r#"
        <b>Sources</b>
        • <a href="https://example.org/privacy">Privacy &lt;policy&gt;</a> (read 2026-08-22)
        • <a href="https://example.org/privacy">Privacy &lt;policy&gt;</a> (read 2026-08-22)
        "#);
        insta::assert_snapshot!(plain(&[Block::Sources(vec![source()])]), @"
        Sources
        • Privacy <policy>: https://example.org/privacy (read 2026-08-22)
        ");
    }

    #[test]
    fn blocks_stand_apart_and_headings_stand_close() {
        let blocks = [
            Block::Paragraph("one".to_owned()),
            Block::Heading("two".to_owned()),
            Block::Paragraph("three".to_owned()),
        ];
        assert_eq!(plain(&blocks), "one\n\ntwo\nthree");
        assert!(pages(&[]).is_empty());
    }

    #[test]
    fn a_long_reply_is_several_messages_that_fit() {
        let points: Vec<String> = (0..150)
            .map(|n| format!("<{n}> {}", "word ".repeat(12)))
            .collect();
        let rows = (0..150)
            .map(|n| (format!("row {n}"), "x".to_owned()))
            .collect();
        let blocks = [
            Block::Paragraph("\u{1f469}".repeat(5000)),
            Block::Points(points),
            Block::Table(rows),
        ];
        let pages = pages(&blocks);
        assert!(pages.len() >= 5, "{}", pages.len());
        for (blocks, html) in &pages {
            let drawn = draw(blocks, true);
            assert!(fits(&drawn) && drawn.text == *html);
            assert!(Measure::Utf16.of(&plain(blocks)) <= LONGEST);
        }
    }
}
