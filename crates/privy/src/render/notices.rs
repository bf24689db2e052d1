//! What is said around answers: help, privacy, what is missing, what cannot be.

use std::time::Duration;

use chat::{Action, Block, Command, Reply, USAGE};
use knowledge::{Group, KnowledgeBase, Slug};

use super::{joined, region_name, social};
use crate::respond::region_id;

/// The regions that are offered: those of which records speak most.
const OFFERED: [&str; 6] = ["eu", "uk", "ch", "us", "us-ca", "br"];

pub(crate) fn help(base: &KnowledgeBase) -> Reply {
    let commands = USAGE
        .iter()
        .map(|usage| (usage.synopsis(), usage.about.to_owned()));
    let mut reply = social::help(base)
        .with(Block::Heading("Commands".to_owned()))
        .with(Block::Table(commands.collect()));
    reply.kind = "help";
    reply
}

pub(crate) fn start(base: &KnowledgeBase) -> Reply {
    Reply::new("start")
        .saying(format!(
            "Hello, I am Privy. I answer what {} platforms do with your data, how to stop it, and where that is written.",
            base.platforms().count()
        ))
        .saying("Just write to me here: \"is LinkedIn training on my data?\", and then \"how do I turn it off?\".")
        .saying(
            "In a group or a channel I read only what is meant for me: a command such as /ask, a message that mentions \
             me, or a reply to one of mine.",
        )
        .with(Block::Note("I keep nothing of what you write. /privacy says more, /help shows all commands.".to_owned()))
}

pub(crate) fn privacy() -> Reply {
    Reply::new("privacy")
        .saying("What this bot keeps about you: nothing on disk, and nothing of what you write.")
        .with(Block::Points(vec![
            "Your question is read in memory, answered, and gone. It goes to no AI model and no other service.".to_owned(),
            "For 30 minutes after your last message I remember in memory what we were about (platform, topic, region), \
             so that you can ask on. Never your words."
                .to_owned(),
            "I count questions by kind, without names, ids or texts. Logs hold none of them either.".to_owned(),
            "The network on which you write has a policy of its own, and sees what you send me.".to_owned(),
        ]))
}

pub(crate) fn terms() -> Reply {
    Reply::new("terms").saying("What my answers are, and what they are not:").with(Block::Points(vec![
        "They come from records that people wrote from the platforms' own texts; each shows its sources and the day on \
         which they were read. Platforms change their texts: look at the source before you rely on an answer."
            .to_owned(),
        "They are information, not legal advice.".to_owned(),
        "Where the texts do not say, I say so. I do not guess.".to_owned(),
        "I am independent of every platform that I speak of.".to_owned(),
    ]))
}

pub(crate) fn unknown_command(meant: Option<Command>) -> Reply {
    let reply = Reply::new("unknown-command");
    match meant {
        Some(command) => reply.saying(format!(
            "There is no such command. Did you mean {}? /help shows all of them.",
            command.usage().synopsis()
        )),
        None => reply.saying(
            "There is no such command. /help shows all of them, or just ask in your own words.",
        ),
    }
}

pub(crate) fn missing_argument(command: Command) -> Reply {
    let usage = command.usage();
    let missing = usage.parameters.iter().find(|parameter| parameter.required);
    let what = missing.map_or("more", |parameter| parameter.name);
    Reply::new("missing-argument")
        .saying(format!("This needs a {what}: {}", usage.synopsis()))
        .saying(format!("For example: /{} {}", usage.name, usage.example))
}

pub(crate) fn which_topic(base: &KnowledgeBase) -> Reply {
    let names: Vec<_> = base
        .vocabulary
        .topics
        .iter()
        .map(|topic| topic.name.to_lowercase())
        .collect();
    Reply::new("clarify").saying(format!("Which topic? I know {}.", joined(&names, "and")))
}

pub(crate) fn which_stance(base: &KnowledgeBase, topic: &Slug) -> Reply {
    let words = match base
        .vocabulary
        .topic(topic.as_str())
        .map(|topic| topic.group)
    {
        Some(Group::Right) => "self-service, on-request, unavailable or unstated",
        _ => "yes, opt-out, opt-in, limited, no or unstated",
    };
    Reply::new("clarify").saying(format!("On that topic it can be: {words}."))
}

pub(crate) fn which_region(base: &KnowledgeBase, now: Option<&Slug>) -> Reply {
    let known = match now {
        Some(region) => format!("I answer for {}.", region_name(base, region.as_str())),
        None => "I do not know where you live, and give the general answer.".to_owned(),
    };
    let mut reply = Reply::new("region")
        .saying(known)
        .saying("Where do you live? Choose, or write for example /region Germany. I forget it after 30 minutes.");
    reply.actions = OFFERED
        .iter()
        .filter_map(|slug| base.vocabulary.regions.get(slug))
        .filter_map(|region| Some(Action::choose(&region.name, region_id(&region.slug)?)))
        .collect();
    reply
}

pub(crate) fn region_noted(base: &KnowledgeBase, region: &Slug) -> Reply {
    Reply::new("region").saying(format!(
        "From here on I answer for {}, until 30 minutes after your last message.",
        region_name(base, region.as_str())
    ))
}

pub(crate) fn no_such_region(base: &KnowledgeBase) -> Reply {
    let mut reply = which_region(base, None);
    reply.blocks = Reply::new("region")
        .saying("I know no such place. Write the name of a country or of a US state, or choose:")
        .blocks;
    reply
}

pub(crate) fn no_longer_held(base: &KnowledgeBase) -> Reply {
    Reply::new("gone").saying(format!(
        "I no longer hold what that button was for. Ask me in your own words: I know {} platforms.",
        base.platforms().count()
    ))
}

pub(crate) fn index_failed() -> Reply {
    Reply::new("apology").saying("Sorry, I could not look that up. Please try again.")
}

/// `wait` is how long it takes until the next question is answered.
pub(crate) fn cooldown(wait: Duration) -> Reply {
    let seconds = wait.as_secs_f64().ceil().max(1.0);
    let unit = if seconds > 1.0 { "seconds" } else { "second" };
    Reply::new("cooldown").saying(format!(
        "That was a lot at once. Ask me again in {seconds} {unit}."
    ))
}
