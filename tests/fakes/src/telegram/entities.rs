//! What Telegram finds in a text by itself: commands, mentions, hashtags, addresses of pages and mail.

use super::text::{Entity, units};

/// Endings of names that count as a page without `https://`; Telegram knows all of them.
const TOP_LEVEL: &[&str] = &[
    "ai", "app", "ch", "co", "com", "de", "dev", "edu", "eu", "fr", "gov", "info", "io", "it",
    "me", "net", "nl", "org", "uk", "us",
];

/// The entities of a text without markup, in order.
pub(crate) fn find(text: &str) -> Vec<Entity> {
    let mut entities = Vec::new();
    let mut offset = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let bare = word.trim_start_matches(['(', '[', '{', '"', '\'', '«', '“', ',']);
        let lead = units(word) - units(bare);
        if let Some((kind, length)) = kind(bare.trim_end()) {
            entities.push(Entity::plain(kind, offset + lead, length));
        }
        offset += units(word);
    }
    entities
}

/// The kind of the entity that a word begins with, and its length in code units.
fn kind(word: &str) -> Option<(&'static str, usize)> {
    if let Some(rest) = word.strip_prefix('/') {
        return command(rest).map(|length| ("bot_command", length + 1));
    }
    if let Some(rest) = word.strip_prefix('@') {
        let name = word_length(rest);
        return (3..=32).contains(&name).then_some(("mention", name + 1));
    }
    if let Some(rest) = word.strip_prefix('#') {
        let tag: String = rest
            .chars()
            .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
            .collect();
        let wordy = tag.chars().any(|letter| !letter.is_ascii_digit());
        return wordy.then(|| ("hashtag", units(&tag) + 1));
    }
    address(word.trim_end_matches([
        '.', ',', '!', '?', ';', ':', ')', ']', '}', '"', '\'', '»', '”',
    ]))
}

/// The length of a command's name, with the bot that it is meant for: `help`, `help@privy_bot`.
fn command(rest: &str) -> Option<usize> {
    let name = word_length(rest);
    let behind = rest.get(name..)?;
    let mut length = name;
    if let Some(bot) = behind.strip_prefix('@') {
        let bot = word_length(bot);
        if (3..=32).contains(&bot) {
            length += bot + 1;
        }
    }
    let next = rest.get(length..)?.chars().next();
    let ended =
        next.is_none_or(|letter| !matches!(letter, '/' | '<' | '>') && !letter.is_alphanumeric());
    ((1..=64).contains(&name) && ended).then_some(length)
}

fn word_length(text: &str) -> usize {
    text.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')
        .unwrap_or(text.len())
}

fn address(word: &str) -> Option<(&'static str, usize)> {
    let length = units(word);
    if let Some((scheme, rest)) = word.split_once("://") {
        let known = ["http", "https", "ftp"]
            .iter()
            .any(|known| scheme.eq_ignore_ascii_case(known));
        return (known && rest.contains(|letter: char| letter.is_alphanumeric()))
            .then_some(("url", length));
    }
    if let Some((name, host)) = word.split_once('@') {
        return (!name.is_empty() && is_host(host)).then_some(("email", length));
    }
    let host = word.split(['/', '?', '#', ':']).next().unwrap_or_default();
    is_host(host).then_some(("url", length))
}

fn is_host(host: &str) -> bool {
    let labels = host.split('.').all(|label| {
        !label.is_empty()
            && label
                .chars()
                .all(|letter| letter.is_alphanumeric() || letter == '-')
    });
    let ending = host
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase());
    labels && ending.is_some_and(|ending| TOP_LEVEL.contains(&ending.as_str()))
}
