//! Talk, questions back, and what is not known.

use answer::Answer;
use knowledge::KnowledgeBase;

use super::{joined, region_name};
use chat::{Block, Reply};

/// More platforms than this are not all named in a sentence.
const NAMED: usize = 30;

pub(super) fn hello() -> Reply {
    Reply::default().saying(
        "Hello! Ask me what a platform does with your data and how to stop it, in your own words.",
    )
}

pub(super) fn thanks() -> Reply {
    Reply::default().saying("You are welcome. Ask on whenever you like.")
}

pub(super) fn bye() -> Reply {
    Reply::default().saying("Goodbye. I keep nothing of what we talked about.")
}

pub(super) fn help(base: &KnowledgeBase) -> Reply {
    let topics: Vec<_> = base
        .vocabulary
        .topics
        .iter()
        .map(|topic| topic.phrase.as_str())
        .collect();
    Reply::default()
        .saying(format!(
            "I am Privy. I answer what {} platforms do with your data, how to stop it, and where that is written, \
             with the day on which the text was read.",
            base.platforms().count()
        ))
        .saying(format!("You can ask about {}.", joined(&topics, "or")))
        .with(Block::Points(examples(base)))
        .saying(
            "What you write stays on this machine: it goes to no AI model and no other service, and it is not stored. \
             My answers come from the platforms' own texts; they are not legal advice.",
        )
}

/// What can be written, with names that are held.
fn examples(base: &KnowledgeBase) -> Vec<String> {
    let mut points = vec!["Say where you live (\"in the UK\"), and I answer for there.".to_owned()];
    let famous = answer::known_to_many(base).filter_map(|slug| base.records.get(slug));
    let famous: Vec<_> = famous.map(|record| record.name.as_str()).collect();
    let names = if famous.len() > 1 {
        famous
    } else {
        names(base)
    };
    if let [one, .., two] = names.as_slice() {
        points.push(format!(
            "Ask on: \"and how do I turn it off?\", \"what about {two}?\""
        ));
        points.push(format!(
            "Ask for several: \"{one} vs {two}\", \"which apps don't train AI on my data?\""
        ));
    }
    points
}

pub(super) fn out_of_scope() -> Reply {
    Reply::default().saying(
        "That is nothing I can help with. I answer what platforms do with your data, and how to stop it.",
    )
}

pub(super) fn which_platform(base: &KnowledgeBase, answer: &Answer) -> Reply {
    let topic = answer
        .topic
        .as_ref()
        .and_then(|slug| base.vocabulary.topic(slug.as_str()));
    let about = topic.map_or("that", |topic| topic.phrase.as_str());
    Reply::default()
        .saying(format!(
            "For {about} it depends on the platform. Which one do you mean?"
        ))
        .saying(known(base))
}

pub(super) fn which_product(base: &KnowledgeBase, company: &str) -> Reply {
    let members: Vec<_> = base
        .family(company)
        .map(|record| record.name.as_str())
        .collect();
    Reply::default().saying(format!(
        "{company} runs several platforms, each with rules of its own. Which one do you mean: {}?",
        joined(&members, "or")
    ))
}

pub(super) fn which_both(base: &KnowledgeBase, answer: &Answer) -> Reply {
    let region = answer.region.as_ref();
    let noted = region.map(|slug| format!("Noted: {}.", region_name(base, slug.as_str())));
    Reply::default()
        .saying(noted.unwrap_or_default())
        .saying("Which platform do you mean, and what about it: AI training, ads, selling, messages, deleting?")
        .saying(known(base))
}

pub(super) fn no_such_platform(base: &KnowledgeBase, answer: &Answer, name: Option<&str>) -> Reply {
    let name = name.unwrap_or("the platform that you named");
    let topic = answer
        .topic
        .as_ref()
        .and_then(|slug| base.vocabulary.topic(slug.as_str()));
    let about = topic.map_or(String::new(), |topic| format!(" about {}", topic.phrase));
    Reply::default()
        .saying(format!(
            "I hold no record of {name}, so I cannot tell you anything{about} there, and I will not guess. \
             Its own privacy policy is the place to look."
        ))
        .saying(known(base))
}

pub(super) fn no_such_language() -> Reply {
    Reply::default().saying("I understand English only so far. Ask me in English, and short is fine: \"AI training\" and a name will do.")
}

pub(super) fn no_such_fact(base: &KnowledgeBase, answer: &Answer) -> Reply {
    let name = platform(base, answer);
    Reply::default().saying(format!(
        "I hold nothing on that for {name}: my records cover what its texts say about people's data, and I do not guess."
    ))
}

pub(super) fn not_recorded(base: &KnowledgeBase, answer: &Answer) -> Reply {
    let name = platform(base, answer);
    let topic = answer
        .topic
        .as_ref()
        .and_then(|slug| base.vocabulary.topic(slug.as_str()));
    let about = topic.map_or("that", |topic| topic.phrase.as_str());
    Reply::default().saying(format!(
        "My record of {name} says nothing about {about}, and I do not guess."
    ))
}

fn platform<'a>(base: &'a KnowledgeBase, answer: &Answer) -> &'a str {
    let record = answer
        .platforms
        .first()
        .and_then(|slug| base.records.get(slug));
    record.map_or("that platform", |record| record.name.as_str())
}

fn names(base: &KnowledgeBase) -> Vec<&str> {
    base.platforms()
        .map(|record| record.name.as_str())
        .collect()
}

/// Whom the records are about: all of them by name where that is a sentence, else the best known.
fn known(base: &KnowledgeBase) -> String {
    let names = names(base);
    if names.len() <= NAMED {
        return format!("I know {}.", joined(&names, "and"));
    }
    let famous = answer::known_to_many(base).filter_map(|slug| base.records.get(slug));
    let famous: Vec<_> = famous.map(|record| record.name.as_str()).collect();
    let brokers = match base.brokers().len() {
        0 => String::new(),
        many => format!(", and {many} data brokers"),
    };
    format!(
        "I know {} platforms, {} among them{brokers}.",
        names.len(),
        joined(&famous, "and")
    )
}
