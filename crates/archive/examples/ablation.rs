//! What each part of the ranking gains, on sets of questions about policies in the format of SQuAD, such as PolicyQA:
//! `cargo run --release -p archive --example ablation -- FILE...`
//!
//! A set is `{"data": [{"title", "paragraphs": [{"context", "qas": [{"question"}]}]}]}`: paragraphs of policies with the
//! questions that each of them answers. A policy is cut into passages as any text is. A passage that was found is right where
//! it covers at least half of a paragraph that answers, or lies at least half inside one.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    missing_docs,
    reason = "it prints, and stops where it cannot run"
)]

use std::{collections::BTreeMap, env, fs, ops::Range};

use archive::{Archive, CueTopics, LooseText, Ranking};
use knowledge::{Files, PolicyRank, Vocabulary};
use serde::Deserialize;

#[derive(Deserialize)]
struct Set {
    data: Vec<Policy>,
}

#[derive(Deserialize)]
struct Policy {
    title: String,
    paragraphs: Vec<Paragraph>,
}

#[derive(Deserialize)]
struct Paragraph {
    context: String,
    qas: Vec<Asked>,
}

#[derive(Deserialize)]
struct Asked {
    question: String,
}

/// Of a policy and a question about it, where the paragraphs stand that answer it.
type Answers = BTreeMap<(String, String), Vec<Range<usize>>>;

/// What is changed of the ranking in a row of the table.
type Change = fn(&mut PolicyRank);

fn main() {
    let rows: [(&str, Change); 10] = [
        ("BM25", |rank| {
            (rank.aspect, rank.synonym) = (0.0, 0.0);
            rank.stop.clear();
        }),
        ("BM25 without stop words", |rank| {
            (rank.aspect, rank.synonym) = (0.0, 0.0);
        }),
        ("+ synonyms", |rank| rank.aspect = 0.0),
        ("+ aspects, no synonyms", |rank| rank.synonym = 0.0),
        ("+ both: as it is", |_| {}),
        ("without headings in aspects", |rank| rank.heading = 0.0),
        ("aspects count half", |rank| rank.aspect /= 2.0),
        ("aspects count twice", |rank| rank.aspect *= 2.0),
        ("synonyms count half", |rank| rank.synonym /= 2.0),
        ("synonyms count twice", |rank| rank.synonym *= 2.0),
    ];
    let vocabulary = Vocabulary::load(&Files::embedded()).unwrap();
    for file in env::args().skip(1) {
        let set: Set = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
        let (texts, answers) = texts(&set);
        println!(
            "{file}: {} questions, {} policies",
            answers.len(),
            texts.len()
        );
        println!("| | Recall@1 | @3 | @5 | MRR@10 |\n|---|---|---|---|---|");
        for (name, change) in rows {
            let mut vocabulary = vocabulary.clone();
            change(&mut vocabulary.policy.rank);
            println!("| {name} | {} |", measured(&vocabulary, &texts, &answers));
        }
    }
}

fn texts(set: &Set) -> (Vec<LooseText>, Answers) {
    let (mut texts, mut answers) = (Vec::new(), Answers::new());
    for policy in &set.data {
        let (mut text, mut length) = (String::new(), 0);
        for paragraph in &policy.paragraphs {
            let context = paragraph.context.trim();
            let end = length + context.chars().count();
            for asked in &paragraph.qas {
                let key = (policy.title.clone(), asked.question.clone());
                answers.entry(key).or_default().push(length..end);
            }
            text.push_str(context);
            text.push_str("\n\n");
            length = end + 2;
        }
        texts.push(LooseText {
            service: policy.title.clone(),
            name: "Privacy Policy".to_owned(),
            text,
        });
    }
    (texts, answers)
}

fn measured(vocabulary: &Vocabulary, texts: &[LooseText], answers: &Answers) -> String {
    let archive = Archive::of_texts(texts, &CueTopics::new(vocabulary)).unwrap();
    let ranking = Ranking::new(&vocabulary.policy);
    let (mut hits, mut reciprocal) = ([0; 3], 0.0);
    for ((service, question), answers) in answers {
        let query = ranking.query(question, &[service], 10).of(&[service]);
        let found = archive.search(&query).unwrap();
        let right = |place: &Range<usize>| answers.iter().any(|answer| covers(place, answer));
        if let Some(before) = found.iter().position(|hit| right(&hit.place)) {
            reciprocal += 1.0 / (before + 1) as f64;
            for (hits, top) in hits.iter_mut().zip([1, 3, 5]) {
                *hits += usize::from(before < top);
            }
        }
    }
    let all = answers.len() as f64;
    let [one, three, five] = hits.map(|hits| hits as f64 / all);
    format!(
        "{one:.3} | {three:.3} | {five:.3} | {:.3}",
        reciprocal / all
    )
}

fn covers(place: &Range<usize>, answer: &Range<usize>) -> bool {
    let both = place
        .end
        .min(answer.end)
        .saturating_sub(place.start.max(answer.start));
    2 * both >= place.len().min(answer.len())
}
