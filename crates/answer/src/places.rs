//! Which part of the world a question is about.

use knowledge::{Regions, Slug};

use crate::{
    Question,
    phrase::{PhraseTable, Span},
};

/// The places in a question.
pub(crate) struct Places {
    /// The one that counts.
    pub(crate) region: Option<Slug>,
    /// The country in that region which is named, by the name that the vocabulary gives it.
    pub(crate) country: Option<String>,
    /// Those that are ruled out.
    pub(crate) left: Vec<Slug>,
    /// The words that name one.
    pub(crate) spans: Vec<Span>,
}

/// What a word stands for.
#[derive(Debug, Clone)]
struct Place {
    region: Slug,
    country: Option<String>,
}

/// Finds places in a question.
pub(crate) struct PlaceFinder {
    words: PhraseTable<Place>,
    exact: Vec<(String, Slug)>,
}

impl PlaceFinder {
    pub(crate) fn new(regions: &Regions) -> Self {
        let mut words = PhraseTable::default();
        let mut exact = Vec::new();
        for region in regions.iter() {
            for word in &region.words {
                let country = region.country(word).map(str::to_owned);
                let region = region.slug.clone();
                words.add(word, Place { region, country });
            }
            exact.extend(
                region
                    .exact
                    .iter()
                    .map(|word| (word.clone(), region.slug.clone())),
            );
        }
        Self { words, exact }
    }

    /// The places that are named. Of several the last one counts, as in "I moved from London to California".
    pub(crate) fn find(&self, question: &Question) -> Places {
        let hits = self.words.find_all(&question.tokens);
        let last = hits.iter().max_by_key(|(span, _)| span.start);
        let word = last.map(|(_, place)| (*place).clone());
        let mut found: Vec<(Span, Slug)> = hits
            .iter()
            .map(|(span, place)| (*span, place.region.clone()))
            .collect();
        let shouted = question
            .tokens
            .iter()
            .all(|token| token.raw().to_uppercase() == token.raw());
        for (index, token) in question.tokens.iter().enumerate() {
            let (start, end) = (index, index + 1);
            let hit = self.exact.iter().find(|(word, _)| word == token.raw());
            if let Some((_, slug)) = hit.filter(|_| !shouted) {
                found.push((Span { start, end }, slug.clone()));
            } else if token.text == "us" && lower_case_us(question, index) {
                let slug = self.exact.iter().find(|(word, _)| word == "US");
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
        let country = word
            .filter(|place| Some(&place.region) == region.as_ref())
            .and_then(|place| place.country);
        let left = left.into_iter().map(|(_, slug)| slug).collect();
        Places {
            region,
            country,
            left,
            spans,
        }
    }
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
