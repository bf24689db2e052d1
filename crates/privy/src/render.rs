//! From a verdict to what people are shown: one named function for each outcome, and one that draws it as plain text.

mod card;
mod draw;
mod entry;
mod explain;
mod law;
mod notices;
mod several;
mod social;
mod texts;

use answer::{Answer, Clarify, Shape, Social, Subject, Unknown, Verdict};
use knowledge::{KnowledgeBase, Source};

pub(crate) use card::card;
use chat::{Action, Block, Id, Reply, SourceLine};
pub(crate) use draw::{plain, terminal};
pub(crate) use notices::{
    cooldown, help, index_failed, missing_argument, no_longer_held, no_such_region, privacy,
    region_noted, start, terms, unknown_command, which_region, which_stance, which_topic,
};
pub(crate) use texts::with_texts;

/// What people are shown for `answer`.
pub(crate) fn reply(base: &KnowledgeBase, answer: &Answer) -> Reply {
    let mut reply = match &answer.verdict {
        Verdict::Entry { shape, .. } => match shape {
            Shape::Verdict => entry::verdict(base, answer),
            Shape::Steps => entry::steps(base, answer),
        },
        Verdict::Compare { .. } => several::compare(base, answer),
        Verdict::List { .. } => several::list(base, answer),
        Verdict::Explain { explainer, .. } => explain::explain(base, answer, explainer),
        Verdict::Changes { .. } => Reply::default(),
        Verdict::Clarify(Clarify::Platform) => social::which_platform(base, answer),
        Verdict::Clarify(Clarify::Topic) => entry::overview(base, answer),
        Verdict::Clarify(Clarify::Product { company }) => social::which_product(base, company),
        Verdict::Clarify(Clarify::Both) => social::which_both(base, answer),
        Verdict::Unknown(Unknown::Platform { name }) => {
            social::no_such_platform(base, answer, name.as_deref())
        }
        Verdict::Unknown(Unknown::Language) => social::no_such_language(),
        Verdict::Unknown(Unknown::Fact) => social::no_such_fact(base, answer),
        Verdict::Unknown(Unknown::Unrecorded) => social::not_recorded(base, answer),
        Verdict::Social(Social::Hello) => social::hello(),
        Verdict::Social(Social::Thanks) => social::thanks(),
        Verdict::Social(Social::Bye) => social::bye(),
        Verdict::Social(Social::Help) => social::help(base),
        Verdict::Social(Social::OutOfScope) => social::out_of_scope(),
    };
    reply.kind = answer.verdict.kind().as_str();
    reply.again = Subject::of(answer).and_then(|subject| Id::new(subject.to_string()).ok());
    reply.actions = actions(answer);
    if let Some(reading_time) = several::reading_time(base, answer) {
        return reply.with(Block::Note(reading_time));
    }
    let sources = answer.sources(base).into_iter().map(source_line);
    reply.with(Block::Sources(sources.collect()))
}

/// What can be asked next. The choices of a question back take its place; a question whose id would be too long for a
/// button is left out.
pub(crate) fn actions(answer: &Answer) -> Vec<Action> {
    let chooses = matches!(
        answer.verdict,
        Verdict::Clarify(Clarify::Product { .. } | Clarify::Platform)
    );
    let suggestions = answer.suggestions.iter().filter_map(|suggestion| {
        let id = Id::new(suggestion.subject.to_string()).ok()?;
        Some(match chooses {
            true => Action::choose(&suggestion.question, id),
            false => Action::ask(&suggestion.question, id),
        })
    });
    suggestions.collect()
}

fn source_line(source: &Source) -> SourceLine {
    SourceLine {
        title: source.title.clone(),
        read: match source.read {
            Some(day) => format!("read {day}"),
            None => "a page without a date".to_owned(),
        },
        url: source.url.clone(),
    }
}

/// "A", "A and B", "A, B and C".
fn joined<S: AsRef<str>>(items: &[S], last: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [first @ .., end] => {
            let first: Vec<_> = first.iter().map(AsRef::as_ref).collect();
            format!("{} {last} {}", first.join(", "), end.as_ref())
        }
    }
}

fn region_name(base: &KnowledgeBase, slug: &str) -> String {
    let region = base.vocabulary.regions.get(slug);
    region.map_or_else(|| slug.to_owned(), |region| region.name.clone())
}
