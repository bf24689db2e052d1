//! From a text to a [`Reading`].

use knowledge::{KnowledgeBase, Slug, Vocabulary};

use crate::{
    Question, Token, Trace,
    chatter::{is_about_data, telling},
    classifier::Classifier,
    engine::Error,
    index::{Label, PhrasingIndex, said},
    intent::IntentCues,
    linking::{Linker, Mention},
    phrase::PhraseTable,
    places::{PlaceFinder, Places},
    reading::Reading,
    since::MONTHS,
    spelling::Spelling,
    topics::{FOUND, Scores, TopicCues},
};

/// What a question is read with.
pub(crate) struct Reader {
    spelling: Spelling,
    linker: Linker,
    places: PlaceFinder,
    kinds: PhraseTable<String>,
    intents: IntentCues,
    cues: TopicCues,
    framing: PhraseTable<()>,
    pub(crate) index: PhrasingIndex,
}

impl Reader {
    pub(crate) fn new(base: &KnowledgeBase) -> Result<Self, Error> {
        let vocabulary = &base.vocabulary;
        let mut kinds = PhraseTable::default();
        for kind in &vocabulary.kinds {
            for word in &kind.words {
                kinds.add(word, kind.name.clone());
            }
        }
        let mut framing = PhraseTable::default();
        for term in &vocabulary.framing {
            framing.add(term, ());
        }
        let mut said = said(base);
        let spelling = spelling(base, &said);
        for (_, tokens) in &mut said {
            spelling.write_out(tokens);
        }
        let learned = learned(vocabulary, &said, &spelling);
        let index = PhrasingIndex::build(said, learned)?;
        Ok(Self {
            spelling,
            linker: Linker::new(base),
            places: PlaceFinder::new(&vocabulary.regions),
            kinds,
            intents: IntentCues::new(vocabulary),
            cues: TopicCues::new(vocabulary),
            framing,
            index,
        })
    }

    /// Reads `text`.
    pub(crate) fn read(&self, text: &str, trace: &mut Trace) -> Result<Reading, Error> {
        let mut question = Question::new(text);
        let foreign = self.spelling.is_foreign(&question.tokens);
        self.spelling.mend(&mut question.tokens);
        let mut mentions = self.linker.link(&question, &self.spelling);
        let Places {
            region,
            country,
            left,
            spans: region_spans,
        } = self.places.find(&question);
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
            country,
            left,
            kind: kinds.first().map(|(_, kind)| (*kind).clone()),
            signals: self.intents.read(&question),
            mentions,
            scores,
            rest,
            foreign,
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
        let framing = self.framing.find_all(&question.tokens);
        let framed = |index: usize| framing.iter().any(|(span, _)| span.covers(index));
        // "Is that true?" is all that some people write.
        let all = (0..question.tokens.len()).all(|index| framed(index) || is_name(index));
        let framed = |index: usize| !all && framed(index);
        let tokens = question.tokens.iter().enumerate();
        let words: Vec<&str> = tokens
            .filter(|(index, token)| !token.link && !is_name(*index) && !framed(*index))
            .map(|(_, token)| token.text.as_str())
            .collect();
        let evidence = self.index.evidence(
            &words,
            &telling(question, |index| is_name(index) || framed(index)),
        )?;
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
}

/// The topics, by slug, and what tells them apart: as it is kept, where that is of this very vocabulary, or else learned
/// now from the phrasings and the messages.
fn learned(
    vocabulary: &Vocabulary,
    said: &[(Label, Vec<Token>)],
    spelling: &Spelling,
) -> (Vec<Slug>, Classifier) {
    let mut topics: Vec<Slug> = vocabulary
        .topics
        .iter()
        .map(|topic| topic.slug.clone())
        .collect();
    topics.sort();
    let fingerprint = vocabulary.fingerprint();
    let kept = vocabulary
        .weights
        .as_ref()
        .filter(|weights| weights.of == fingerprint);
    if let Some(classifier) =
        kept.and_then(|kept| Classifier::from_bytes(topics.len(), &kept.bytes))
    {
        return (topics, classifier);
    }
    // The lint names a file of messages that cannot be read; without it there is less to learn from.
    let messages = vocabulary.messages().unwrap_or_default();
    let messages = messages
        .iter()
        .flat_map(|(topic, texts)| texts.iter().map(move |text| (topic, text)));
    let messages: Vec<(&str, Vec<Token>)> = messages
        .map(|(topic, text)| {
            let mut tokens = Question::new(text).tokens;
            spelling.write_out(&mut tokens);
            (topic.as_str(), tokens)
        })
        .collect();
    let phrasings = said.iter().filter_map(|(label, tokens)| match label {
        Label::Topic(topic) => Some((topic.as_str(), tokens)),
        _ => None,
    });
    let texts = phrasings.chain(messages.iter().map(|(topic, tokens)| (*topic, tokens)));
    let examples: Vec<(usize, Vec<&str>)> = texts
        .filter_map(|(topic, tokens)| {
            let words = tokens.iter().map(|token| token.text.as_str()).collect();
            Some((
                topics
                    .binary_search_by(|known| known.as_str().cmp(topic))
                    .ok()?,
                words,
            ))
        })
        .collect();
    let classifier = Classifier::train(topics.len(), &examples);
    (topics, classifier)
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
    for month in MONTHS {
        spelling.add_right(month);
    }
    spelling
}
