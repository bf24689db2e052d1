//! What may be meant by what a person has typed so far.

use chat::{Choice, Field};
use knowledge::{Availability, KnowledgeBase, Stance};
use rapidfuzz::distance::osa;

/// The most characters that a network shows of a choice.
const WIDTH: usize = 100;

/// A value with the names that people may type for it; the first is shown.
struct Value<'a> {
    value: &'a str,
    names: Vec<&'a str>,
}

/// At most `most` values for `field` that may be meant by `typed`, best first: those with a name that begins so, then
/// those with a word in it that does, then those that are a few letters away.
pub(super) fn complete(
    base: &KnowledgeBase,
    field: Field,
    typed: &str,
    most: usize,
) -> Vec<Choice> {
    let typed = typed.trim().to_lowercase();
    let mut ranked: Vec<(usize, usize, Value<'_>)> = values(base, field)
        .into_iter()
        .enumerate()
        .filter_map(|(at, value)| Some((rank(&value, &typed)?, at, value)))
        .collect();
    ranked.sort_by_key(|(rank, at, _)| (*rank, *at));
    let choices = ranked.into_iter().take(most).filter_map(|(_, _, value)| {
        let name = value.names.first()?;
        Some(Choice {
            name: chat::shorten(name, WIDTH, chat::Measure::Characters),
            value: value.value.to_owned(),
        })
    });
    choices.collect()
}

fn values(base: &KnowledgeBase, field: Field) -> Vec<Value<'_>> {
    match field {
        Field::Question => Vec::new(),
        Field::Platform => base
            .platforms()
            .chain(base.brokers().into_iter().map(|(record, _)| record))
            .map(|record| Value {
                value: record.slug.as_str(),
                names: std::iter::once(record.name.as_str())
                    .chain(record.aliases.iter().map(String::as_str))
                    .collect(),
            })
            .collect(),
        Field::Topic => base
            .vocabulary
            .topics
            .iter()
            .map(|topic| Value {
                value: topic.slug.as_str(),
                names: vec![&topic.name, &topic.phrase],
            })
            .collect(),
        Field::Stance => {
            let stances = Stance::ALL.into_iter().map(Stance::as_str);
            let rights = Availability::ALL.into_iter().map(Availability::as_str);
            let words = stances.chain(rights.filter(|word| *word != "unstated"));
            words
                .map(|word| Value {
                    value: word,
                    names: vec![word],
                })
                .collect()
        }
        Field::Region => base
            .vocabulary
            .regions
            .iter()
            .map(|region| Value {
                value: region.slug.as_str(),
                names: std::iter::once(region.name.as_str())
                    .chain(region.words.iter().map(String::as_str))
                    .collect(),
            })
            .collect(),
    }
}

/// How far `typed` is from the nearest of the names; `None` where it is too far.
fn rank(value: &Value<'_>, typed: &str) -> Option<usize> {
    let names = value.names.iter().map(|name| name.to_lowercase());
    names.filter_map(|name| distance(&name, typed)).min()
}

fn distance(name: &str, typed: &str) -> Option<usize> {
    if name.starts_with(typed) {
        return Some(0);
    }
    if name
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| word.starts_with(typed))
    {
        return Some(1);
    }
    let length = typed.chars().count();
    let head: Vec<char> = name.chars().take(length).collect();
    let away = osa::distance(head.iter().copied(), typed.chars())
        .min(osa::distance(name.chars(), typed.chars()));
    (length >= 3 && away <= length.div_ceil(4)).then_some(1 + away)
}
