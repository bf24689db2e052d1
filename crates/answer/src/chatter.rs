//! Words that do not say what a question is about.

use std::{collections::HashSet, sync::LazyLock};

use crate::Question;

/// Words that say nothing of what a question is about.
static LIGHT: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    "a an the and or but so then also too as well is are was were be been am do does did done has have had can \
     could will would shall should may might must i im ive id me my mine myself we us our you your u ur it its this that \
     these those they them their he she his her to of in on at by for from with about into onto over than if whether what \
     whats which who whom whose when where how why hows ok okay oh ah um uh hey hi hello please pls plz thanks thx thank \
     same instead now still even just really actually like there here again one ones thing things stuff something anything \
     any some all other others another else yes no not dont doesnt lol omg bro dude man guys hmm well maybe tell give show \
     know want need let lets vs versus between both compare compared case different difference similar apply applies happen \
     happens happening way ways go goes going get gets got mean meant sorry sure cool wait think question q much many more \
     better worse best worst btw specifically exactly particular though tho wbu hbu k mum dad sister brother somebody everybody nobody people person guess suppose honestly seriously exactly together alone answer asked ask asking"
        .split_whitespace()
        .collect()
});

/// Words with which a person says where they are.
const SITUATED: [&str; 12] = [
    "outside", "live", "lives", "living", "based", "moved", "located", "citizen", "resident",
    "here", "country", "law",
];

/// Words that only say that something is to be turned off: what it is, the conversation knows.
static SWITCHING: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    "turn turning turned off on out opt opting optout stop stopping switch disable disabling setting settings option change \
     prevent avoid undo steps possible possibly allow"
        .split_whitespace()
        .collect()
});

/// Whether `word` says where a person is, or is not.
pub(crate) fn is_situated(word: &str) -> bool {
    SITUATED.contains(&word)
}

/// Whether `word` only says that something is to be turned off.
pub(crate) fn is_switching(word: &str) -> bool {
    SWITCHING.contains(word)
}

/// The words that are no name, no place and no chatter: what a question adds of its own.
pub(crate) fn telling(question: &Question, is_name: impl Fn(usize) -> bool) -> Vec<&str> {
    let tokens = question.tokens.iter().enumerate();
    tokens
        .filter(|(index, token)| !is_name(*index) && !LIGHT.contains(token.text.as_str()))
        .map(|(_, token)| token.text.as_str())
        .collect()
}

/// Words that show that a question is about data, whatever its topic.
pub(crate) fn is_about_data(question: &Question) -> bool {
    const WORDS: [&str; 22] = [
        "data",
        "privacy",
        "private",
        "account",
        "accounts",
        "app",
        "apps",
        "settings",
        "setting",
        "policy",
        "info",
        "information",
        "profile",
        "posts",
        "photos",
        "messages",
        "chats",
        "users",
        "opt",
        "safe",
        "ai",
        "personal",
    ];
    question
        .tokens
        .iter()
        .any(|token| WORDS.contains(&token.text.as_str()))
}
