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
    const ALL: [Self; 13] = [
        Self::Status,
        Self::HowTo,
        Self::Why,
        Self::Compare,
        Self::List,
        Self::Explain,
        Self::Claim,
        Self::Overview,
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

    pub(crate) fn iter(self) -> impl Iterator<Item = Intent> {
        Intent::ALL.into_iter().filter(move |intent| self.has(*intent))
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
                signals.0 |= 1 << *intent as u16;
            }
        }
        signals
    }
}
