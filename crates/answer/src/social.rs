//! Talk: greetings, thanks, what this is, and what it is not for.

use crate::{Context, Intent, Social, reading::Reading, topics::FOUND};

/// From here on a whole phrasing of talk counts as said.
const SAID: f32 = 0.62;

/// Said so much more clearly than anything else, a cry for help needs no word that is meant for the assistant.
const PLAINLY: f32 = 0.15;

/// Words with which a person speaks to the assistant, not about a platform.
const YOU: [&str; 9] = [
    "you", "your", "u", "ur", "yourself", "privy", "bot", "youre", "this",
];

/// Words with which a person tells the assistant what to be or to leave.
const ORDERS: &[&[&str]] = &[
    &["ignore", "all"],
    &["ignore", "previous"],
    &["ignore", "your"],
    &["ignore", "the", "above"],
    &["disregard"],
    &["system", "prompt"],
    &["you", "are", "now"],
    &["pretend", "to", "be"],
    &["pretend", "you"],
    &["act", "as"],
    &["jailbreak"],
    &["developer", "mode"],
    &["new", "instructions"],
    &["forget", "your", "instructions"],
    &["previous", "instructions"],
    &["your", "instructions"],
];

/// Whether the question is talk, and which.
pub(crate) fn social(reading: &Reading, context: &Context) -> Option<(Social, Intent, f32)> {
    let scores = &reading.scores;
    if ORDERS.iter().any(|words| reading.question.has(words)) {
        return Some((Social::OutOfScope, Intent::OffTopic, 0.9));
    }
    if !reading.mentions.is_empty() {
        return None;
    }
    if context.topic.is_some() && !reading.rest.is_empty() && reading.leaves_topic_open() {
        return None;
    }
    let best_rival = scores
        .topic_score()
        .max(scores.explainers.first().map_or(0.0, |(_, score)| *score));
    let help = scores.intent(Intent::Help);
    let plainly = best_rival < FOUND || help >= best_rival + PLAINLY;
    if help >= SAID && help >= best_rival - 0.05 && (reading.says(&YOU) || plainly) {
        return Some((Social::Help, Intent::Help, help));
    }
    let about_me = reading.signals.has(Intent::Help) && reading.says(&["you", "your", "yourself"]);
    let allowance = if scores.topic_score() > FOUND + 0.3 {
        0.0
    } else {
        0.1
    };
    let goes_on = context.topic.is_some() && reading.leaves_topic_open();
    if about_me && !goes_on && help >= 0.35 && help >= scores.likeness - allowance {
        return Some((Social::Help, Intent::Help, help));
    }
    let talk = [
        (Intent::Greeting, Social::Hello),
        (Intent::Thanks, Social::Thanks),
        (Intent::Goodbye, Social::Bye),
        (Intent::OffTopic, Social::OutOfScope),
    ];
    let best = talk
        .into_iter()
        .map(|(intent, social)| (social, intent, scores.intent(intent)))
        .max_by(|a, b| a.2.total_cmp(&b.2));
    if let Some((social, intent, score)) = best
        && score >= SAID
        && score > best_rival
    {
        return Some((social, intent, score));
    }
    let says_more = reading.says(&["data", "privacy", "private", "account", "settings"]);
    if best_rival < FOUND && !says_more && (context.topic.is_none() || !reading.leaves_topic_open())
    {
        let by_cue = talk
            .into_iter()
            .find(|(intent, _)| reading.signals.has(*intent));
        return by_cue.map(|(intent, social)| (social, intent, 0.6));
    }
    None
}
