//! General answers.

use answer::{Answer, Verdict};
use knowledge::{KnowledgeBase, Slug};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::law;
use chat::{Block, Reply};

/// A general answer, and what the platform of the conversation says of undoing, where it says something.
pub(super) fn explain(base: &KnowledgeBase, answer: &Answer, explainer: &Slug) -> Reply {
    let Some(explainer) = base.explainers.get(explainer) else {
        return Reply::default();
    };
    let mut reply = Reply::default().with(Block::Heading(explainer.title.clone()));
    for block in blocks(&explainer.body) {
        reply = reply.with(block);
    }
    if let Some(undo) = answer.undo(base)
        && let Verdict::Explain {
            about: Some((platform, _)),
            ..
        } = &answer.verdict
        && let Some(record) = base.records.get(platform)
    {
        reply = reply.saying(format!("On {}: {undo}", record.name));
    }
    if let Some(joined) = answer.also(base) {
        reply = law::with(reply, base, &joined);
    }
    reply
}

/// The paragraphs and lists of a Markdown text; its other marks fall away.
fn blocks(markdown: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut points: Option<(Option<u64>, Vec<String>)> = None;
    let mut text = String::new();
    for event in Parser::new(markdown) {
        match event {
            Event::Start(Tag::List(first)) => points = Some((first, Vec::new())),
            Event::End(TagEnd::List(_)) => {
                blocks.extend(points.take().map(|(_, list)| Block::Points(list)));
            }
            Event::Start(Tag::Item | Tag::Paragraph) if points.is_none() => text.clear(),
            Event::End(TagEnd::Item) => {
                if let Some((first, list)) = &mut points {
                    let number = first.map(|first| format!("{}. ", first + list.len() as u64));
                    let point = std::mem::take(&mut text);
                    list.push(format!("{}{}", number.unwrap_or_default(), point.trim()));
                }
            }
            Event::End(TagEnd::Paragraph) if points.is_none() => {
                blocks.push(Block::Paragraph(std::mem::take(&mut text)));
            }
            Event::Text(part) | Event::Code(part) => text.push_str(&part),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            _ => {}
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_paragraphs_and_lists() {
        let read = blocks("One *two*\nthree.\n\n- a\n- b `c`\n\n1. x\n2. y\n\nEnd.");
        assert_eq!(
            read,
            [
                Block::Paragraph("One two three.".into()),
                Block::Points(vec!["a".into(), "b c".into()]),
                Block::Points(vec!["1. x".into(), "2. y".into()]),
                Block::Paragraph("End.".into()),
            ]
        );
    }
}
