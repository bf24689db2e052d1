//! Ready answers for what is typed into a chat that the bot is not in.

use answer::{Context, Subject};
use chat::{Block, Id, InlineAnswer, Reply};
use knowledge::Slug;

use crate::Assistant;

/// What is offered before anything is typed.
const OPENING: &str = "hello";

/// At most `most` ready answers to `query`: what it asks for, then what goes on from there.
pub(super) fn answers(
    assistant: &Assistant,
    region: Option<&Slug>,
    query: &str,
    most: usize,
) -> Vec<InlineAnswer> {
    let query = if query.trim().is_empty() {
        OPENING
    } else {
        query
    };
    let mut context = Context::starting(region.cloned());
    let Ok(answer) = assistant.ask(query, &mut context) else {
        return Vec::new();
    };
    let own = Subject::of(&answer);
    let others = answer
        .suggestions
        .iter()
        .map(|suggestion| suggestion.subject.clone());
    let mut answers: Vec<InlineAnswer> = Vec::new();
    for subject in own.into_iter().chain(others) {
        let ready = ready(assistant, &subject, &context);
        if let Some(ready) = ready.filter(|ready| answers.iter().all(|other| other.id != ready.id))
        {
            answers.push(ready);
        }
        if answers.len() == most {
            break;
        }
    }
    answers
}

fn ready(assistant: &Assistant, subject: &Subject, context: &Context) -> Option<InlineAnswer> {
    let id = Id::new(subject.to_string()).ok()?;
    let reply = assistant.shown(subject, &mut context.clone())?;
    let (title, description) = headline(&reply)?;
    Some(InlineAnswer {
        id,
        title,
        description,
        reply,
    })
}

/// What a reply is about, and the first thing that it says.
fn headline(reply: &Reply) -> Option<(String, String)> {
    let mut texts = reply.blocks.iter().filter_map(|block| match block {
        Block::Verdict { about, verdict, .. } => Some((about.clone(), Some(verdict.clone()))),
        Block::Heading(text) | Block::Paragraph(text) => Some((text.clone(), None)),
        _ => None,
    });
    let (title, verdict) = texts.next()?;
    let description = verdict.or_else(|| texts.next().map(|(text, _)| text));
    Some((title, description.unwrap_or_default()))
}
