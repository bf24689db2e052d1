//! What a region's privacy law gives people, and how to get off data brokers' lists.

use answer::Joined;
use knowledge::{Authority, Broker, KnowledgeBase, Law, Record, Right};

use super::{entry::steps_of, region_name};
use chat::{Block, Reply, Step};

/// `reply` with what belongs to it and is held elsewhere.
pub(super) fn with(reply: Reply, base: &KnowledgeBase, joined: &Joined<'_>) -> Reply {
    match joined {
        Joined::Brokers(brokers) => with_brokers(reply, base, brokers),
        Joined::Right(law, right) => with_right(reply, base, law, right),
        Joined::Rights(law) => with_rights(reply, base, law),
        Joined::Authorities(law, authorities) => with_authorities(reply, base, law, authorities),
    }
}

fn headline(base: &KnowledgeBase, law: &Law) -> Block {
    let place = region_name(base, law.region.as_str());
    let since = law
        .since
        .map_or(String::new(), |day| format!(", since {day}"));
    Block::Heading(format!("In {place}: {}{since}", law.name))
}

fn with_right(reply: Reply, base: &KnowledgeBase, law: &Law, right: &Right) -> Reply {
    reply
        .with(headline(base, law))
        .saying(referred(&right.summary, &right.reference))
        .saying(&law.how)
        .saying(time(right.deadline.as_deref().unwrap_or(&law.deadline)))
        .saying(&law.escalate)
}

fn with_rights(reply: Reply, base: &KnowledgeBase, law: &Law) -> Reply {
    let rights = law.rights.iter();
    let rights = rights.map(|right| referred(&right.summary, &right.reference));
    reply
        .with(headline(base, law))
        .saying(&law.summary)
        .with(Block::Points(rights.collect()))
        .saying(&law.how)
        .saying(time(&law.deadline))
        .saying(&law.escalate)
        .with(Block::Note(law.against.clone()))
}

fn with_authorities(
    reply: Reply,
    base: &KnowledgeBase,
    law: &Law,
    authorities: &[&Authority],
) -> Reply {
    let steps = authorities.iter().map(|authority| Step {
        label: authority.name.clone(),
        effort: "",
        paths: Vec::new(),
        url: Some(authority.url.clone()),
        note: authority.note.clone(),
    });
    let which = match authorities {
        [] => "Name your country, and I name its authority.",
        _ => "",
    };
    reply
        .with(headline(base, law))
        .saying(&law.escalate)
        .saying(which)
        .with(Block::Steps(steps.collect()))
}

/// How to get off the lists of the data brokers that matter most, in order.
fn with_brokers(reply: Reply, base: &KnowledgeBase, brokers: &[(&Record, &Broker)]) -> Reply {
    let steps = brokers.iter().filter_map(|(record, broker)| {
        let entry = &record.entries.get("deletion")?.general;
        let mut step = steps_of(entry).into_iter().next()?;
        step.label = format!("{} ({}): {}", record.name, broker.sort, step.label);
        step.note = Some(terms(broker)).filter(|terms| !terms.is_empty());
        Some(step)
    });
    let others = base.brokers().len().saturating_sub(brokers.len());
    let others = match others {
        0 => String::new(),
        more => format!(
            "I hold {more} more data brokers: ask by name, for instance \"how do I get off PeopleFinders\"."
        ),
    };
    reply
        .with(Block::Heading("If you do only ten, do these".to_owned()))
        .with(Block::Steps(steps.collect()))
        .saying(others)
}

/// What a broker asks for, whether it wants an identity document, and how long it takes.
pub(super) fn terms(broker: &Broker) -> String {
    let mut terms = Vec::new();
    if broker.wants_id == Some(true) {
        terms.push("It wants an identity document.".to_owned());
    }
    if !broker.asks_for.is_empty() {
        terms.push(format!(
            "It asks for {}.",
            super::joined(&broker.asks_for, "and")
        ));
    }
    if let Some(takes) = &broker.takes {
        terms.push(format!("It takes {takes}."));
    }
    terms.join(" ")
}

fn referred(summary: &str, reference: &str) -> String {
    match reference {
        "" => summary.to_owned(),
        _ => format!("{summary} ({reference})"),
    }
}

fn time(deadline: &str) -> String {
    match deadline {
        "" => String::new(),
        _ => format!("Time to answer: {deadline}."),
    }
}
