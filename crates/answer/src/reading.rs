//! Everything that is understood of a question before anything is decided.

use std::{collections::HashSet, sync::LazyLock};

use knowledge::{KnowledgeBase, Slug};

use crate::{
    Intent, Question, Token, Trace,
    engine::Error,
    index::{Label, PhrasingIndex, said},
    intent::{IntentCues, Signals},
    linking::{Linker, Mention, Target},
    phrase::{PhraseTable, Span},
    spelling::Spelling,
    topics::{FOUND, Scores, TopicCues},
};

/// Everything that is understood of a question before anything is decided.
#[derive(Debug)]
pub(crate) struct Reading {
    pub(crate) question: Question,
    pub(crate) mentions: Vec<Mention>,
    pub(crate) region: Option<Slug>,
    /// Places that the question rules out: "outside the EU".
    pub(crate) left: Vec<Slug>,
    /// The kind of platform that is asked for: "messengers".
    pub(crate) kind: Option<String>,
    pub(crate) signals: Signals,
    pub(crate) scores: Scores,
    /// Words that are not part of a name, a place, or chatter: what the question adds of its own.
    pub(crate) rest: Vec<String>,
}

/// What a question is read with.
pub(crate) struct Reader {
    spelling: Spelling,
    linker: Linker,
    regions: PhraseTable<Slug>,
    exact_regions: Vec<(String, Slug)>,
    kinds: PhraseTable<String>,
    intents: IntentCues,
    cues: TopicCues,
    pub(crate) index: PhrasingIndex,
}

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

impl Reader {
    pub(crate) fn new(base: &KnowledgeBase) -> Result<Self, Error> {
        let vocabulary = &base.vocabulary;
        let mut regions = PhraseTable::default();
        let mut exact_regions = Vec::new();
        for region in vocabulary.regions.iter() {
            for word in &region.words {
                regions.add(word, region.slug.clone());
            }
            let exact = region.exact.iter();
            exact_regions.extend(exact.map(|word| (word.clone(), region.slug.clone())));
        }
        let mut kinds = PhraseTable::default();
        for kind in &vocabulary.kinds {
            for word in &kind.words {
                kinds.add(word, kind.name.clone());
            }
        }
        let mut said = said(base);
        let spelling = spelling(base, &said);
        for (_, tokens) in &mut said {
            spelling.write_out(tokens);
        }
        let index = PhrasingIndex::build(said)?;
        Ok(Self {
            spelling,
            linker: Linker::new(base),
            regions,
            exact_regions,
            kinds,
            intents: IntentCues::new(vocabulary),
            cues: TopicCues::new(vocabulary),
            index,
        })
    }

    /// Reads `text`.
    pub(crate) fn read(&self, text: &str, trace: &mut Trace) -> Result<Reading, Error> {
        let mut question = Question::new(text);
        self.spelling.mend(&mut question.tokens);
        let mut mentions = self.linker.link(&question, &self.spelling);
        let Places {
            region,
            left,
            spans: region_spans,
        } = self.places(&question);
        let kinds = self.kinds.find_all(&question.tokens);
        // Where nobody is named, a place is part of what is asked: "opting out in the US".
        let named = |index: usize, mentions: &[Mention]| {
            let placed = !mentions.is_empty() && region_spans.iter().any(|span| span.covers(index));
            placed || mentions.iter().any(|mention| mention.span.covers(index))
        };
        let mut scores = self.scores(&question, |index| named(index, &mentions), trace)?;
        let lone = telling(&question, |index| named(index, &mentions)).is_empty();
        let about_privacy =
            scores.topic_score() >= FOUND * 0.4 || scores.pointed_at || is_about_data(&question);
        let before = mentions.len();
        mentions.retain(|mention| mention.certain || about_privacy || lone || before > 1);
        if mentions.len() < before {
            scores = self.scores(&question, |index| named(index, &mentions), trace)?;
        }
        let rest = telling(&question, |index| {
            named(index, &mentions) || region_spans.iter().any(|span| span.covers(index))
        });
        let rest: Vec<String> = rest.into_iter().map(str::to_owned).collect();
        let reading = Reading {
            region,
            left,
            kind: kinds.first().map(|(_, kind)| (*kind).clone()),
            signals: self.intents.read(&question),
            mentions,
            scores,
            rest,
            question,
        };
        reading.note(trace);
        Ok(reading)
    }

    fn scores(
        &self,
        question: &Question,
        is_name: impl Fn(usize) -> bool,
        trace: &mut Trace,
    ) -> Result<Scores, Error> {
        let tokens = question.tokens.iter().enumerate();
        let words: Vec<&str> = tokens
            .filter(|(index, token)| !token.link && !is_name(*index))
            .map(|(_, token)| token.text.as_str())
            .collect();
        let evidence = self.index.evidence(&words, &telling(question, &is_name))?;
        let mut cues = self.cues.find(&question.tokens);
        cues.retain(|(span, _)| !(span.start..span.end).all(&is_name));
        trace.step(1, || format!("scored words: {}", words.join(" ")));
        for (span, topic) in &cues {
            trace.step(2, || {
                format!("cue at {}..{}: {topic}", span.start, span.end)
            });
        }
        for candidate in evidence.candidates.iter().take(5) {
            trace.step(2, || {
                format!("phrasing {:.2} {:?}", candidate.likeness, candidate.label)
            });
        }
        Ok(Scores::new(&evidence, &cues))
    }

    /// The places that are named. Of several the last one counts, as in "I moved from London to California".
    fn places(&self, question: &Question) -> Places {
        let mut found: Vec<(Span, Slug)> = self
            .regions
            .find_all(&question.tokens)
            .into_iter()
            .map(|(span, slug)| (span, slug.clone()))
            .collect();
        let shouted = question
            .tokens
            .iter()
            .all(|token| token.raw().to_uppercase() == token.raw());
        for (index, token) in question.tokens.iter().enumerate() {
            let (start, end) = (index, index + 1);
            let hit = self
                .exact_regions
                .iter()
                .find(|(word, _)| word == token.raw());
            if let Some((_, slug)) = hit.filter(|_| !shouted) {
                found.push((Span { start, end }, slug.clone()));
            } else if token.text == "us" && lower_case_us(question, index) {
                let slug = self.exact_regions.iter().find(|(word, _)| word == "US");
                found.extend(slug.map(|(_, slug)| (Span { start, end }, slug.clone())));
            }
        }
        found.sort_by_key(|(span, _)| span.start);
        let spans = found.iter().map(|(span, _)| *span).collect();
        let (left, named): (Vec<_>, Vec<_>) = found
            .into_iter()
            .partition(|(span, _)| is_ruled_out(question, *span));
        let region = match named.as_slice() {
            [.., (one, _), (two, _)] if either(question, *one, *two) => None,
            [.., (_, last)] => Some(last.clone()),
            [] => None,
        };
        let left = left.into_iter().map(|(_, slug)| slug).collect();
        Places {
            region,
            left,
            spans,
        }
    }
}

/// The places in a question.
struct Places {
    region: Option<Slug>,
    left: Vec<Slug>,
    spans: Vec<Span>,
}

/// Whether the words before a place rule it out: "outside the EU", "not in the UK".
fn is_ruled_out(question: &Question, place: Span) -> bool {
    const RULING_OUT: [&str; 10] = [
        "outside", "not", "except", "non", "leaving", "beyond", "isnt", "arent", "dont", "without",
    ];
    let before = question.tokens.iter().take(place.start).rev().take(3);
    before
        .into_iter()
        .any(|token| RULING_OUT.contains(&token.text.as_str()))
}

/// Whether two places are alternatives: "in the US or in the UK".
fn either(question: &Question, one: Span, two: Span) -> bool {
    let between = question.tokens.get(one.end..two.start).unwrap_or_default();
    between.len() <= 3
        && between
            .iter()
            .any(|token| ["or", "and", "vs"].contains(&token.text.as_str()))
}

/// Whether "us" is the country although it is in lower case: "in the us", "us citizen".
fn lower_case_us(question: &Question, index: usize) -> bool {
    let at = |index: Option<usize>| {
        let token = index.and_then(|index| question.tokens.get(index));
        token.map_or("", |token| token.text.as_str())
    };
    let before = (at(index.checked_sub(2)), at(index.checked_sub(1)));
    let after = at(Some(index + 1));
    matches!(
        before,
        (_, "the")
            | (
                "im" | "live" | "lives" | "living" | "but" | "based" | "am",
                "in"
            )
    ) || (before.1 == "in" && after.is_empty())
        || [
            "citizen",
            "resident",
            "citizens",
            "residents",
            "law",
            "user",
            "users",
            "based",
        ]
        .contains(&after)
}

/// Whether `word` only says that something is to be turned off.
pub(crate) fn is_switching(word: &str) -> bool {
    SWITCHING.contains(word)
}

/// The words that are no name, no place and no chatter: what a question adds of its own.
fn telling(question: &Question, is_name: impl Fn(usize) -> bool) -> Vec<&str> {
    let tokens = question.tokens.iter().enumerate();
    tokens
        .filter(|(index, token)| !is_name(*index) && !LIGHT.contains(token.text.as_str()))
        .map(|(_, token)| token.text.as_str())
        .collect()
}

/// Words that show that a question is about data, whatever its topic.
fn is_about_data(question: &Question) -> bool {
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

fn spelling(base: &KnowledgeBase, said: &[(Label, Vec<Token>)]) -> Spelling {
    let vocabulary = &base.vocabulary;
    let mut spelling = Spelling::new(vocabulary.words.clone());
    for (short, whole) in &vocabulary.shorthand {
        spelling.add_shorthand(short, whole);
    }
    Linker::teach(base, &mut spelling);
    for token in said.iter().flat_map(|(_, tokens)| tokens) {
        spelling.add_meant(&token.text, false);
    }
    let topics = vocabulary.topics.iter().map(|topic| &topic.phrasings);
    for cue in topics
        .chain(vocabulary.intents.values())
        .flat_map(|words| &words.cues)
    {
        for token in Question::new(cue).tokens {
            spelling.add_meant(&token.text, false);
        }
    }
    for text in vocabulary.regions.iter().flat_map(|region| &region.words) {
        for token in Question::new(text).tokens {
            spelling.add_right(&token.text);
        }
    }
    for word in vocabulary.kinds.iter().flat_map(|kind| &kind.words) {
        spelling.add_right(word);
    }
    spelling
}

impl Reading {
    /// The platforms that are named, each once, in order.
    pub(crate) fn platforms(&self) -> Vec<Slug> {
        let mut platforms: Vec<Slug> = Vec::new();
        for mention in &self.mentions {
            if let Target::Platform(slug) = &mention.target
                && !platforms.contains(slug)
            {
                platforms.push(slug.clone());
            }
        }
        platforms
    }

    /// The first company with several platforms that is named.
    pub(crate) fn family(&self) -> Option<&str> {
        self.mentions
            .iter()
            .find_map(|mention| match &mention.target {
                Target::Family(company) => Some(company.as_str()),
                _ => None,
            })
    }

    /// The names that no record is about; `None` for one that nobody here knows.
    pub(crate) fn unheld(&self) -> Vec<Option<&str>> {
        let mut names = Vec::new();
        for mention in &self.mentions {
            let name = match &mention.target {
                Target::Unheld(name) => Some(name.as_str()),
                Target::Unknown => None,
                _ => continue,
            };
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// Whether the question says nothing of its own beside names and places, or only that something is to be turned off.
    pub(crate) fn leaves_topic_open(&self) -> bool {
        if self.scores.pointed_at {
            return false;
        }
        let placed = self.names_a_place();
        self.rest
            .iter()
            .all(|word| is_switching(word) || (placed && SITUATED.contains(&word.as_str())))
    }

    /// Whether a place is named, or ruled out.
    pub(crate) fn names_a_place(&self) -> bool {
        self.region.is_some() || !self.left.is_empty()
    }

    /// The topic that the question names, with its score.
    pub(crate) fn topic(&self) -> Option<&(Slug, f32)> {
        let found = match self.platforms().is_empty() {
            true => self.scores.topic(),
            false => self.scores.topic_of_platform(),
        };
        let off_topic = self.scores.intent(Intent::OffTopic);
        let elsewhere = off_topic >= 0.6 && off_topic >= self.scores.likeness + 0.1;
        found.filter(|_| !elsewhere && !self.leaves_topic_open())
    }

    /// Whether one of `words` is in the question.
    pub(crate) fn says(&self, words: &[&str]) -> bool {
        self.question
            .tokens
            .iter()
            .any(|token| words.contains(&token.text.as_str()))
    }

    /// Whether the first word is one of `words`.
    pub(crate) fn opens_with(&self, words: &[&str]) -> bool {
        let first = self.question.tokens.first();
        first.is_some_and(|token| words.contains(&token.text.as_str()))
    }

    fn note(&self, trace: &mut Trace) {
        for mention in &self.mentions {
            trace.step(1, || {
                format!("name {:?} certain={}", mention.target, mention.certain)
            });
        }
        if let Some(region) = &self.region {
            trace.step(1, || format!("region {region}"));
        }
        let signals = || {
            self.signals
                .iter()
                .map(|i| i.as_str())
                .collect::<Vec<_>>()
                .join(" ")
        };
        trace.step(1, || format!("intents: {}", signals()));
        for (topic, score) in self.scores.topics.iter().take(3) {
            trace.step(1, || format!("topic {topic} {score:.2}"));
        }
        for (explainer, score) in self.scores.explainers.iter().take(2) {
            trace.step(1, || format!("explainer {explainer} {score:.2}"));
        }
        for (intent, score) in &self.scores.intents {
            trace.step(1, || format!("said like {} {score:.2}", intent.as_str()));
        }
    }
}
