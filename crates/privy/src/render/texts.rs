//! What the platforms' own texts add to a reply: passages word for word, that they are silent, that they changed.

use ::archive::ATTRIBUTION;
use answer::Verdict;
use chat::{Block, Measure, Reply, Run, SourceLine, shorten};
use knowledge::KnowledgeBase;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::joined;
use crate::{
    assistant::Answered,
    texts::{Changed, Excerpt, Lately, TextSource, Told},
};

/// How many changes are told one by one.
const TOLD: usize = 8;

/// Characters of a text that a change is told with.
const TOLD_CHARACTERS: usize = 200;

/// The `kind` of an answer in a platform's own words.
const EXCERPT: &str = "excerpt";

/// `reply` with what the texts add to it.
pub(crate) fn with_texts(reply: Reply, base: &KnowledgeBase, answered: &Answered) -> Reply {
    let added = &answered.added;
    if let Verdict::Changes { .. } = answered.answer.verdict {
        return match &added.lately {
            Some(lately) => changes(reply, &added.service, lately),
            None => no_texts(reply),
        };
    }
    match (added.excerpts.as_slice(), added.searched.as_slice()) {
        ([], []) => with_changes(reply, &added.changed),
        ([], searched) => silent(reply, &added.service, searched),
        (excerpts, _) => quoted(base, reply, answered, excerpts),
    }
}

/// The texts' own words in place of "I do not know".
fn quoted(base: &KnowledgeBase, before: Reply, answered: &Answered, excerpts: &[Excerpt]) -> Reply {
    let service = &answered.added.service;
    let topic = answered.answer.topic.as_ref();
    let topic = topic.and_then(|slug| base.vocabulary.topic(slug.as_str()));
    let about = topic.map_or(String::new(), |topic| format!(" · {}", topic.name));
    let mut reply = Reply::new(EXCERPT)
        .with(Block::Heading(format!("{service}{about}")))
        .saying(format!(
            "I hold no reviewed entry on this. {service}'s own words:"
        ));
    for excerpt in excerpts {
        reply = reply
            .saying(place(excerpt))
            .with(Block::Quote(runs(excerpt)));
    }
    let mut sources: Vec<SourceLine> = Vec::new();
    for source in excerpts.iter().flat_map(|excerpt| lines(&excerpt.source)) {
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    reply.actions = before.actions;
    reply
        .with(Block::Sources(sources))
        .with(Block::Note(ATTRIBUTION.to_owned()))
}

/// "Privacy Policy > How we use your data > AI features, version of 2026-08-22".
fn place(excerpt: &Excerpt) -> String {
    let path = std::iter::once(&excerpt.source.name).chain(&excerpt.headings);
    let path: Vec<_> = path.map(String::as_str).collect();
    format!("{}, version of {}", path.join(" > "), excerpt.source.date)
}

/// The live page, and the version as it was archived.
fn lines(source: &TextSource) -> Vec<SourceLine> {
    let title = format!("{} {}", source.service, source.name);
    let live = source.url.as_ref().map(|url| SourceLine {
        title: title.clone(),
        read: format!("version of {}", source.date),
        url: url.clone(),
    });
    let archived = source.archived.as_ref().map(|url| SourceLine {
        title,
        read: "as it was archived".to_owned(),
        url: url.clone(),
    });
    live.into_iter().chain(archived).collect()
}

/// That no text speaks of it, and which ones were searched.
fn silent(mut reply: Reply, service: &str, searched: &[TextSource]) -> Reply {
    let texts: Vec<_> = searched
        .iter()
        .map(|text| format!("{} of {}", text.name, text.date))
        .collect();
    let sentence = match searched {
        [only] => format!(
            "{service}'s {} of {} does not mention this.",
            only.name, only.date
        ),
        _ => format!(
            "I found no passage on this in {service}'s texts: I searched {}.",
            joined(&texts, "and")
        ),
    };
    let at = reply
        .blocks
        .iter()
        .position(|block| matches!(block, Block::Sources(_)))
        .unwrap_or(reply.blocks.len());
    reply.blocks.insert(at, Block::Paragraph(sentence));
    reply.with(Block::Note(ATTRIBUTION.to_owned()))
}

/// What changed, in a line each.
fn changes(before: Reply, service: &str, lately: &Lately) -> Reply {
    let mut reply = Reply::new(before.kind);
    reply.again = before.again;
    if lately.changes.is_empty() {
        return reply
            .saying(format!(
                "Nothing changed in {service}'s texts since {}.",
                lately.since
            ))
            .with(Block::Note(ATTRIBUTION.to_owned()));
    }
    let shown = lately.changes.iter().take(TOLD);
    let more = match lately.changes.len().saturating_sub(TOLD) {
        0 => String::new(),
        more => format!("And {more} more: name a topic, or a later day."),
    };
    let mut pages: Vec<SourceLine> = Vec::new();
    for change in lately.changes.iter().take(TOLD) {
        let page = SourceLine {
            title: format!("{} {}", change.source.service, change.source.name),
            read: format!("change of {}", change.on),
            url: change
                .difference
                .clone()
                .or_else(|| change.source.url.clone())
                .unwrap_or_default(),
        };
        if !pages.contains(&page) && !page.url.is_empty() {
            pages.push(page);
        }
    }
    reply
        .with(Block::Heading(format!(
            "{service}: what changed since {}",
            lately.since
        )))
        .with(Block::Points(shown.map(told).collect()))
        .saying(more)
        .with(Block::Sources(pages))
        .with(Block::Note(ATTRIBUTION.to_owned()))
}

/// "2026-07-01, Privacy Policy, added under "AI": ...".
fn told(change: &Told) -> String {
    let heading = change.heading.as_ref();
    let heading = heading.map_or(String::new(), |title| format!(" under \"{title}\""));
    let (before, after) = from_where_they_differ(change);
    let says = match (before, after) {
        (Some(before), Some(after)) => format!("\"{before}\" became \"{after}\""),
        (one, other) => one
            .or(other)
            .map_or(String::new(), |text| format!("\"{text}\"")),
    };
    format!(
        "{}, {}, {}{heading}: {says}",
        change.on, change.source.name, change.kind
    )
}

/// What it said and says, from shortly before they differ.
fn from_where_they_differ(change: &Told) -> (Option<String>, Option<String>) {
    let words = |text: &Option<String>| -> Vec<String> {
        text.iter()
            .flat_map(|text| text.split_whitespace())
            .map(str::to_owned)
            .collect()
    };
    let (before, after) = (words(&change.before), words(&change.after));
    let same = before
        .iter()
        .zip(&after)
        .take_while(|(one, other)| one == other);
    let from = same.count().saturating_sub(4);
    let cut = |words: &[String]| {
        let text = words.get(from..).unwrap_or_default().join(" ");
        let lead = if from > 0 { "\u{2026} " } else { "" };
        shorten(
            &format!("{lead}{text}"),
            TOLD_CHARACTERS,
            Measure::Characters,
        )
    };
    (
        change.before.is_some().then(|| cut(&before)),
        change.after.is_some().then(|| cut(&after)),
    )
}

/// That there is nothing here in which changes could be seen.
fn no_texts(before: Reply) -> Reply {
    let mut reply = Reply::new("unknown").saying(
        "I have no texts of that platform over time here, so I cannot tell what changed. Whoever runs me can bring texts in: privy archive sync.",
    );
    reply.actions = before.actions;
    reply
}

/// That a text changed after it was read; before all else where what the claim rests on is gone.
fn with_changes(mut reply: Reply, changed: &[Changed]) -> Reply {
    for change in changed {
        let difference = change.difference.as_ref();
        let difference = difference.map_or(String::new(), |url| format!(" What changed: {url}"));
        let sentence = match change.gone {
            true => format!(
                "The text changed on {}; this may no longer hold.{difference}",
                change.on
            ),
            false => format!(
                "A source changed on {}, after it was read; the words that this rests on still stand in it.{difference}",
                change.on
            ),
        };
        match change.gone {
            true => reply.blocks.insert(0, Block::Paragraph(sentence)),
            false => reply.blocks.push(Block::Note(sentence)),
        }
    }
    reply
}

/// The words of a passage without its markup; those that were looked for stand out.
fn runs(excerpt: &Excerpt) -> Vec<Run> {
    let text = plain(&excerpt.text);
    let marks: Vec<char> = text.chars().collect();
    let slice = |range: std::ops::Range<usize>, bold| Run {
        text: marks.get(range).unwrap_or_default().iter().collect(),
        bold,
    };
    let mut runs = Vec::new();
    let mut from = 0;
    for found in excerpt.query.highlights(&text) {
        if found.start > from {
            runs.push(slice(from..found.start, false));
        }
        runs.push(slice(found.clone(), true));
        from = found.end;
    }
    runs.push(slice(from..marks.len(), false));
    runs
}

/// The words of a Markdown text, a line for each paragraph and item.
fn plain(markdown: &str) -> String {
    let mut text = String::new();
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        match event {
            Event::Text(part) | Event::Code(part) => text.push_str(&part),
            Event::SoftBreak => text.push(' '),
            Event::HardBreak
            | Event::End(
                TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::TableRow | TagEnd::TableHead,
            ) => {
                text.push('\n');
            }
            Event::Start(start @ (Tag::Item | Tag::Table(_))) => {
                if !text.is_empty() && !text.ends_with('\n') {
                    text.push('\n');
                }
                if start == Tag::Item {
                    text.push_str("• ");
                }
            }
            Event::End(TagEnd::TableCell) => text.push_str("  "),
            _ => {}
        }
    }
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn only_the_words_of_a_passage_are_shown() {
        let markdown = "We **share** [data](https://a.example).\n\n- one\n- two\n\n| a | b |\n|---|---|\n| c | d |";
        assert_eq!(
            plain(markdown),
            "We share data.\n• one\n• two\na  b  \nc  d"
        );
    }
}
