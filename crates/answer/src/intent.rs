//! What kind of answer a person wants.

use knowledge::Vocabulary;

use crate::{Question, phrase::PhraseTable};

/// What kind of answer a person wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Intent {
    /// Whether a platform does something: the default.
    Status,
    /// How to turn something off or have it done.
    HowTo,
    /// Why a platform does something.
    Why,
    /// Two or more platforms side by side.
    Compare,
    /// Which platforms do something.
    List,
    /// What something means, in general.
    Explain,
    /// Whether something that was heard is so.
    Claim,
    /// A platform in general.
    Overview,
    /// What changed in a platform's texts.
    Changes,
    /// A greeting.
    Greeting,
    /// Thanks.
    Thanks,
    /// A farewell.
    Goodbye,
    /// What this assistant is and does.
    Help,
    /// Something that it is not for.
    OffTopic,
}

impl Intent {
    const ALL: [Self; 14] = [
        Self::Status,
        Self::HowTo,
        Self::Why,
        Self::Compare,
        Self::List,
        Self::Explain,
        Self::Claim,
        Self::Overview,
        Self::Changes,
        Self::Greeting,
        Self::Thanks,
        Self::Goodbye,
        Self::Help,
        Self::OffTopic,
    ];

    /// The word in the vocabulary and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::HowTo => "how-to",
            Self::Why => "why",
            Self::Compare => "compare",
            Self::List => "list",
            Self::Explain => "explain",
            Self::Claim => "claim",
            Self::Overview => "overview",
            Self::Changes => "changes",
            Self::Greeting => "greeting",
            Self::Thanks => "thanks",
            Self::Goodbye => "goodbye",
            Self::Help => "help",
            Self::OffTopic => "off-topic",
        }
    }

    pub(crate) fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|intent| intent.as_str() == word)
    }
}

/// The words that decide, by intent.
#[derive(Debug, Default)]
pub(crate) struct IntentCues(Vec<(Intent, PhraseTable<()>)>);

/// The intents whose deciding words are in a question.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Signals(u16);

impl Signals {
    pub(crate) fn has(self, intent: Intent) -> bool {
        self.0 & (1 << intent as u16) != 0
    }

    fn add(&mut self, intent: Intent) {
        self.0 |= 1 << intent as u16;
    }

    fn remove(&mut self, intent: Intent) {
        self.0 &= !(1 << intent as u16);
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = Intent> {
        Intent::ALL
            .into_iter()
            .filter(move |intent| self.has(*intent))
    }
}

impl IntentCues {
    pub(crate) fn new(vocabulary: &Vocabulary) -> Self {
        let mut tables = Vec::new();
        for (name, words) in &vocabulary.intents {
            let Some(intent) = Intent::named(name) else {
                continue;
            };
            let mut table = PhraseTable::default();
            for cue in &words.cues {
                table.add(cue, ());
            }
            tables.push((intent, table));
        }
        Self(tables)
    }

    pub(crate) fn read(&self, question: &Question) -> Signals {
        let mut signals = Signals::default();
        for (intent, table) in &self.0 {
            if table.is_in(&question.tokens) {
                signals.add(*intent);
            }
        }
        let word = |index: usize| {
            question
                .tokens
                .get(index)
                .map_or("", |token| token.text.as_str())
        };
        let last = word(question.tokens.len().saturating_sub(1));
        let says = |list: &[&str]| {
            question
                .tokens
                .iter()
                .any(|t| list.contains(&t.text.as_str()))
        };
        if signals.has(Intent::HowTo) && YES_OR_NO.contains(&word(0)) && !says(&["how", "where"]) {
            signals.remove(Intent::HowTo);
        }
        if ORDERS.contains(&word(0)) || last == "how" || says(&["tutorial", "instructions"]) {
            signals.add(Intent::HowTo);
        }
        if ["who", "anybody", "anyone", "name"].contains(&word(0)) && DOERS.contains(&word(1))
            || word(1).ends_with('s') && word(0) == "who" && word(1) != "is" && word(1) != "was"
        {
            signals.add(Intent::List);
        }
        let whom = ["that", "where", "which", "who", "with", "without"].contains(&word(1));
        if (word(0) == "what" && SERVICES.contains(&word(1)))
            || (SERVICES.contains(&word(0)) && whom)
        {
            signals.add(Intent::List);
        }
        let chat = ["up", "about", "with", "the"].contains(&word(1));
        if (says(&["how"]) && says(&["work", "works"])) || (word(0) == "whats" && !chat) {
            signals.add(Intent::Explain);
        }
        if question.has(&["i", "mean"]) {
            signals.remove(Intent::Explain);
        }
        signals
    }
}

/// Words that open a question to which the answer is yes or no, even where it speaks of a way out.
const YES_OR_NO: [&str; 10] = [
    "does", "do", "is", "are", "did", "has", "have", "was", "were", "will",
];

/// Words that open an order to be helped with.
const ORDERS: [&str; 31] = [
    "stop",
    "remove",
    "delete",
    "turn",
    "set",
    "make",
    "hide",
    "download",
    "export",
    "disable",
    "block",
    "opt",
    "clear",
    "erase",
    "wipe",
    "close",
    "cancel",
    "unlink",
    "revoke",
    "change",
    "limit",
    "unsync",
    "switch",
    "get",
    "request",
    "nuke",
    "deactivate",
    "leave",
    "quit",
    "lock",
    "enable",
];

/// What follows "who" or "anybody" where those who do something are asked for.
const DOERS: [&str; 24] = [
    "every", "some", "any", "each", "does", "doesnt", "dont", "do", "not", "wont", "isnt", "has",
    "have", "hasnt", "else", "all", "actually", "still", "never", "the", "using", "out", "that",
    "really",
];

/// What follows "what" where platforms are asked for.
const SERVICES: [&str; 12] = [
    "apps",
    "app",
    "platforms",
    "platform",
    "sites",
    "site",
    "services",
    "service",
    "networks",
    "companies",
    "websites",
    "messengers",
];
