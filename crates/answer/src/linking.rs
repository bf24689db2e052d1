//! Which platforms a question names.

use std::collections::HashMap;

use knowledge::{KnowledgeBase, Slug};

use crate::{
    Question, Token,
    phrase::{PhraseTable, Span},
    spelling::Spelling,
};

/// What a name leads to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Target {
    /// A platform with a record.
    Platform(Slug),
    /// A company that runs several platforms.
    Family(String),
    /// A well-known name without a record, as people write it.
    Unheld(String),
    /// A name that nobody here knows.
    Unknown,
}

/// A name in a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mention {
    pub(crate) target: Target,
    pub(crate) span: Span,
    /// Whether it is a name whatever the rest says. An ordinary word is one only where the question is about
    /// privacy.
    pub(crate) certain: bool,
}

/// Finds the names in a question.
#[derive(Debug, Default)]
pub(crate) struct Linker {
    names: PhraseTable<Target>,
    domains: HashMap<String, Target>,
    ordinary: PhraseTable<()>,
    blocked: PhraseTable<()>,
}

/// Words before which a name stands: "signal account".
const AFTER_NAME: [&str; 16] = [
    "app", "account", "accounts", "settings", "setting", "data", "privacy", "policy", "messages",
    "chats", "chat", "posts", "profile", "vs", "versus", "ai",
];

/// Words after which "that" opens what is said, and is no article: "I heard that Zoom listens".
const SAYING: [&str; 17] = [
    "heard", "hear", "read", "true", "told", "say", "says", "said", "think", "saw", "know",
    "believe", "claim", "claims", "thought", "sure", "is",
];

/// Words after which an ordinary word is no name: "a signal", "the line".
const ARTICLES: [&str; 21] = [
    "a", "an", "the", "this", "that", "these", "those", "some", "any", "no", "every", "each",
    "more", "another", "your", "their", "two", "three", "several", "few", "lost",
];

impl Linker {
    pub(crate) fn new(base: &KnowledgeBase) -> Self {
        let mut linker = Self::default();
        for record in base.records.values() {
            let target = Target::Platform(record.slug.clone());
            linker.names.add(&record.name, target.clone());
            linker.names.add(record.slug.as_str(), target.clone());
            for alias in &record.aliases {
                linker.names.add(alias, target.clone());
            }
            for domain in &record.domains {
                linker.domains.insert(domain.clone(), target.clone());
            }
        }
        for retired in &base.retired {
            if let Some(redirect) = &retired.redirect {
                let target = Target::Platform(redirect.clone());
                linker.names.add(retired.slug.as_str(), target);
            }
        }
        linker.add_families(base);
        for slug in &base.unread {
            let name = slug.as_str().replace('-', " ");
            linker.names.add(&name, Target::Unheld(name.clone()));
        }
        for name in &base.vocabulary.unheld {
            let target = Target::Unheld(name.name.clone());
            for word in &name.words {
                linker.names.add(word, target.clone());
            }
            for domain in &name.domains {
                linker
                    .domains
                    .entry(domain.clone())
                    .or_insert_with(|| target.clone());
            }
        }
        for ordinary in &base.vocabulary.ordinary {
            linker.ordinary.add(&ordinary.word, ());
            for term in &ordinary.blocked {
                linker.blocked.add(term, ());
            }
        }
        linker
    }

    fn add_families(&mut self, base: &KnowledgeBase) {
        for record in base.records.values() {
            let mut family = base.family(&record.company);
            let target = match (family.next(), family.next()) {
                (Some(only), None) => Target::Platform(only.slug.clone()),
                _ => Target::Family(record.company.clone()),
            };
            self.names.add(&record.company, target);
        }
        for company in &base.vocabulary.companies {
            let mut family = base.family(&company.name);
            let target = match (family.next(), family.next()) {
                (None, _) => continue,
                (Some(only), None) => Target::Platform(only.slug.clone()),
                _ => Target::Family(company.name.clone()),
            };
            for word in &company.words {
                self.names.add(word, target.clone());
            }
        }
    }

    /// Tells `spelling` which words are names.
    pub(crate) fn teach(base: &KnowledgeBase, spelling: &mut Spelling) {
        for record in base.records.values() {
            let names = record.aliases.iter().map(String::as_str);
            for name in names.chain([record.name.as_str(), record.slug.as_str()]) {
                let tokens = Question::new(name).tokens;
                if let [only] = tokens.as_slice() {
                    spelling.add_meant(&only.text, true);
                } else {
                    tokens.iter().for_each(|t| spelling.add_right(&t.text));
                }
            }
        }
        for word in base
            .vocabulary
            .companies
            .iter()
            .flat_map(|company| &company.words)
        {
            for token in Question::new(word).tokens {
                spelling.add_right(&token.text);
            }
        }
        for slug in &base.unread {
            for word in slug.as_str().split('-') {
                spelling.add_right(word);
            }
        }
        for name in &base.vocabulary.unheld {
            for word in &name.words {
                for token in Question::new(word).tokens {
                    spelling.add_right(&token.text);
                }
            }
        }
    }

    /// The names in `question`, from left to right.
    pub(crate) fn link(&self, question: &Question, spelling: &Spelling) -> Vec<Mention> {
        let tokens = &question.tokens;
        let shouted = tokens
            .iter()
            .all(|t| t.raw().to_lowercase() != t.raw() || t.raw().len() < 2);
        let blocked = self.blocked.find_all(tokens);
        let mut mentions = Vec::new();
        let mut start = 0;
        while let Some(token) = tokens.get(start) {
            let found = match token.link {
                true => Some(self.of_domain(&token.text, start)),
                false => self
                    .of_name(tokens, start, shouted, &blocked)
                    .or_else(|| unknown_name(tokens, start, shouted, spelling)),
            };
            match found {
                Some(mention) => {
                    start = mention.span.end;
                    mentions.push(mention);
                }
                None => start += 1,
            }
        }
        mentions
    }

    /// Of a link, the longest ending of its domain that is known.
    fn of_domain(&self, domain: &str, start: usize) -> Mention {
        let mut rest = Some(domain);
        let mut target = Target::Unknown;
        while let Some(part) = rest {
            if let Some(known) = self.domains.get(part) {
                target = known.clone();
                break;
            }
            rest = part.split_once('.').map(|(_, rest)| rest);
        }
        let end = start + 1;
        Mention {
            target,
            span: Span { start, end },
            certain: true,
        }
    }

    fn of_name(
        &self,
        tokens: &[Token],
        start: usize,
        shouted: bool,
        blocked: &[(Span, &())],
    ) -> Option<Mention> {
        let (span, target) = self.names.find_at(tokens, start)?;
        let is_ordinary = self
            .ordinary
            .find_at(tokens, start)
            .is_some_and(|(ordinary, ())| ordinary == span);
        let certain = !is_ordinary
            || is_capital(tokens.get(start)?, shouted)
            || tokens.len() == span.end - span.start
            || is_next_asked(tokens, start);
        if is_ordinary {
            if blocked.iter().any(|(term, ())| term.covers(start)) {
                return None;
            }
            let before = start.checked_sub(1).and_then(|at| tokens.get(at));
            let before = before.map_or("", |token| token.text.as_str());
            let after = tokens.get(span.end).map_or("", |token| token.text.as_str());
            let in_place = AFTER_NAME.contains(&after);
            let told = start >= 2
                && tokens
                    .get(start - 2)
                    .is_some_and(|token| SAYING.contains(&token.text.as_str()));
            let article = ARTICLES.contains(&before) && !(before == "that" && told);
            if article && !in_place && !certain {
                return None;
            }
        }
        Some(Mention {
            target: target.clone(),
            span,
            certain,
        })
    }
}

/// Whether a capital letter makes `token` a name: not where a sentence opens, not where everything is in capitals.
fn is_capital(token: &Token, shouted: bool) -> bool {
    !shouted && !token.opens && token.raw().chars().next().is_some_and(char::is_uppercase)
}

/// Whether the words before `start` open a question about the next name: "what about threads", "and threads".
fn is_next_asked(tokens: &[Token], start: usize) -> bool {
    let before: Vec<&str> = tokens
        .iter()
        .take(start)
        .map(|token| token.text.as_str())
        .collect();
    matches!(
        before.as_slice(),
        ["and" | "then" | "or"] | [.., "what" | "how", "about"]
    )
}

/// A word that is in no list, in a place where a name stands.
fn unknown_name(
    tokens: &[Token],
    start: usize,
    shouted: bool,
    spelling: &Spelling,
) -> Option<Mention> {
    const PLACES: [&str; 12] = [
        "does", "is", "did", "has", "can", "will", "on", "vs", "versus", "delete", "quit", "leave",
    ];
    let token = tokens.get(start)?;
    let letters = token.text.chars().count();
    if spelling.is_right(&token.text) || !(3..=24).contains(&letters) {
        return None;
    }
    let before = start.checked_sub(1).and_then(|at| tokens.get(at));
    let after = tokens
        .get(start + 1)
        .map_or("", |token| token.text.as_str());
    let asked_about = matches!(
        tokens.get(..start),
        Some([.., what, about]) if about.text == "about" && ["what", "how"].contains(&what.text.as_str())
    );
    let placed = asked_about
        || before.is_some_and(|token| PLACES.contains(&token.text.as_str()))
        || ["vs", "versus", "account", "app"].contains(&after);
    let end = start + 1;
    (placed || is_capital(token, shouted)).then_some(Mention {
        target: Target::Unknown,
        span: Span { start, end },
        certain: is_capital(token, shouted) || placed,
    })
}
