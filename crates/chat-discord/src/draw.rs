//! Blocks as Discord's Markdown. The texts of blocks are escaped; whatever has a meaning is put there by this file.

use std::fmt::Write;

use chat::{Block, Measure, Run, SourceLine, Step, pages, shorten};
use reqwest::Url;

use crate::escape::{Breaks, escape, escape_inside, escaped};

/// How long a message may be (docs: "Create Message").
const MOST: usize = 2000;

/// How many messages a reply may have: a first answer and four follow-ups, as many as Discord allows where the bot is
/// installed for one person only.
const MOST_PAGES: usize = 5;

/// `blocks` as the messages that show them, at least one.
pub(crate) fn draw(blocks: &[Block]) -> Vec<String> {
    let whole = page(blocks, 0);
    if Measure::Characters.of(&whole) <= MOST {
        return vec![whole];
    }
    let mut cut = pages(blocks, fits);
    if cut.len() > MOST_PAGES {
        cut.truncate(MOST_PAGES);
        if let Some(last) = cut.last_mut() {
            say_that_more_is_left(last);
        }
    }
    let mut steps = 0;
    let drawn = cut.iter().map(|blocks| {
        if !matches!(blocks.first(), Some(Block::Steps(_))) {
            steps = 0;
        }
        let text = page(blocks, steps);
        steps = steps_at_the_end(blocks, steps);
        // One word of 2,000 marks, or a link as long, cannot be cut between its parts.
        shorten(&text, MOST, Measure::Characters)
    });
    drawn.collect()
}

fn fits(blocks: &[Block]) -> bool {
    // A list that goes on from the page before may have numbers with more digits.
    Measure::Characters.of(&page(blocks, 1000)) <= MOST
}

fn say_that_more_is_left(page: &mut Vec<Block>) {
    let note = "This is not all of it. Ask about one part to see the rest.";
    page.push(Block::Note(note.to_owned()));
    while page.len() > 2 && !fits(page) {
        page.remove(page.len() - 2);
    }
}

/// With how many steps a page ends that began behind `before`: the next page's steps count on.
fn steps_at_the_end(blocks: &[Block], before: usize) -> usize {
    let mut count = before;
    for block in blocks {
        count = match block {
            Block::Steps(steps) => count + steps.len(),
            _ => 0,
        };
    }
    count
}

/// One message; its steps are counted from behind `steps`.
fn page(blocks: &[Block], mut steps: usize) -> String {
    let mut out = String::with_capacity(1024);
    let mut previous: Option<&Block> = None;
    for block in blocks {
        match (previous, block) {
            (None, _) => {}
            (Some(Block::Heading(_)), _)
            | (Some(Block::Note(_)), Block::Note(_))
            | (Some(Block::Steps(_)), Block::Steps(_)) => out.push('\n'),
            _ => out.push_str("\n\n"),
        }
        match block {
            Block::Steps(ways) => {
                draw_steps(&mut out, ways, steps);
                steps += ways.len();
            }
            _ => {
                steps = 0;
                draw_block(&mut out, block);
            }
        }
        previous = Some(block);
    }
    out
}

fn draw_block(out: &mut String, block: &Block) {
    match block {
        Block::Verdict {
            about,
            asks,
            verdict,
        } => draw_verdict(out, about, asks, verdict),
        Block::Heading(text) => {
            out.push_str("### ");
            escape(out, text, Breaks::Joined);
        }
        Block::Paragraph(text) => escape(out, text, Breaks::Kept),
        Block::Quote(runs) => draw_quote(out, runs),
        Block::Note(text) => escape(out, text, Breaks::Small),
        Block::Points(points) => lines(out, points, |out, point| {
            out.push_str("- ");
            escape(out, point, Breaks::Joined);
        }),
        Block::Table(rows) => lines(out, rows, |out, (left, right)| {
            out.push_str("- **");
            escape(out, left, Breaks::Joined);
            out.push_str("**: ");
            escape(out, right, Breaks::Joined);
        }),
        Block::Sources(sources) => lines(out, sources, draw_source),
        Block::Steps(steps) => draw_steps(out, steps, 0),
    }
}

fn draw_quote(out: &mut String, runs: &[Run]) {
    out.push_str(Breaks::Quoted.before_line());
    for run in runs {
        // Discord sees no bold text in stars that stand beside a space.
        let words = run.text.trim();
        let (before, rest) = run
            .text
            .split_at(run.text.len() - run.text.trim_start().len());
        out.push_str(if before.is_empty() { "" } else { " " });
        let marks = if run.bold && !words.is_empty() {
            "**"
        } else {
            ""
        };
        out.push_str(marks);
        escape_inside(out, words, Breaks::Quoted);
        out.push_str(marks);
        out.push_str(if rest.len() > words.len() { " " } else { "" });
    }
}

fn lines<T>(out: &mut String, items: &[T], draw: impl Fn(&mut String, &T)) {
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        draw(out, item);
    }
}

/// The verdict in bold, and under it, small, what it is about. It cannot be cut, so that its texts are bounded.
fn draw_verdict(out: &mut String, about: &str, asks: &str, verdict: &str) {
    let bounded = |text: &str| escaped(&shorten(text, 300, Measure::Characters));
    let _ = write!(out, "**{}**\n-# {}", bounded(verdict), bounded(about));
    if !asks.is_empty() {
        let _ = write!(out, " \u{b7} {}", bounded(asks));
    }
}

fn draw_steps(out: &mut String, steps: &[Step], before: usize) {
    for (at, step) in steps.iter().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        draw_step(out, step, before + at + 1);
    }
}

/// A way, which cannot be cut either.
fn draw_step(out: &mut String, step: &Step, number: usize) {
    let bounded = |text: &str, most| escaped(&shorten(text, most, Measure::Characters));
    let _ = write!(out, "{number}. **{}**", bounded(&step.label, 150));
    if !step.effort.is_empty() {
        let _ = write!(out, " ({})", escaped(step.effort));
    }
    for (device, path) in &step.paths {
        let path: Vec<String> = path.iter().map(|item| bounded(item, 80)).collect();
        let _ = write!(out, "\n   - {}: {}", escaped(device), path.join(" > "));
    }
    if let Some(url) = &step.url {
        out.push_str("\n   - ");
        draw_link(out, "Open the page", url);
    }
    if let Some(note) = &step.note {
        let _ = write!(out, "\n   - {}", bounded(note, 400));
    }
}

fn draw_source(out: &mut String, source: &SourceLine) {
    out.push_str("-# ");
    draw_link(
        out,
        &shorten(&source.title, 150, Measure::Characters),
        &source.url,
    );
    if !source.read.is_empty() {
        let _ = write!(out, " \u{b7} {}", escaped(&source.read));
    }
}

/// A link without a preview; where its address is none that can stand in a link, only what it is called.
fn draw_link(out: &mut String, label: &str, url: &str) {
    match safe(url) {
        Some(url) => {
            let _ = write!(out, "[{}](<{url}>)", escaped(label));
        }
        None => escape(out, label, Breaks::Joined),
    }
}

/// `url` in the form in which it can stand in a link or on a button: a page on the web, in printable ASCII without
/// anything that would end the link.
pub(crate) fn safe(url: &str) -> Option<Url> {
    let url = Url::parse(url).ok()?;
    let on_the_web = matches!(url.scheme(), "https" | "http") && url.has_host();
    let named = url.username().is_empty() && url.password().is_none();
    let printable = url
        .as_str()
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>' | b'\\' | b'`' | b'|'));
    (on_the_web && named && printable && url.as_str().len() <= 512).then_some(url)
}

#[cfg(test)]
mod tests;
