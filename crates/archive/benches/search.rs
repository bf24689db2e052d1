//! How long a query takes, warm, on one core, and the same words straight on Tantivy. `cargo bench -p archive` measures over
//! texts that it makes up; `PRIVY_DATA=FOLDER cargo bench -p archive` over what `privy archive sync` brought into FOLDER.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    missing_docs,
    reason = "a bench prints, and stops where it cannot run"
)]

use std::{env, path::PathBuf, sync::LazyLock, time::Instant};

use archive::{Archive, CueTopics, LooseText, Query, Ranking};
use knowledge::{Files, Vocabulary};

/// Platforms and texts of each that are made up.
const PLATFORMS: usize = 200;
const SECTIONS: usize = 60;

static VOCABULARY: LazyLock<Vocabulary> =
    LazyLock::new(|| Vocabulary::load(&Files::embedded()).unwrap());

static RANKING: LazyLock<Ranking> = LazyLock::new(|| Ranking::new(&VOCABULARY.policy));

static ARCHIVE: LazyLock<Archive> = LazyLock::new(|| match env::var_os("PRIVY_DATA") {
    Some(folder) => Archive::open(&PathBuf::from(folder)).unwrap().unwrap(),
    None => made_up(),
});

/// What people ask: the vocabulary's own phrasings.
static QUESTIONS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let topics = VOCABULARY.topics.iter();
    let phrasings = topics.flat_map(|topic| topic.phrasings.phrasings.iter().step_by(4));
    phrasings.map(String::as_str).collect()
});

fn main() {
    let mut platforms: Vec<(usize, &str)> = ARCHIVE
        .services()
        .map(|service| (passages(&service.name), service.name.as_str()))
        .collect();
    platforms.sort_unstable();
    let all: usize = platforms.iter().map(|(passages, _)| passages).sum();
    println!("{} questions, {all} passages", QUESTIONS.len());
    let names: Vec<&str> = platforms.iter().map(|(_, name)| *name).collect();
    percentiles("a platform, each in turn", |at| {
        Some(names[at % names.len()])
    });
    if let Some((passages, name)) = platforms.last() {
        percentiles(&format!("the largest, {passages} passages"), |_| Some(name));
    }
    percentiles("all passages", |_| None);
    divan::main();
}

fn passages(service: &str) -> usize {
    let of = ARCHIVE.documents().iter();
    let of = of.filter(|document| document.service == service);
    of.map(|document| document.passages).sum()
}

/// What a person asks, of a platform that is known or of all.
fn asked(question: &str, service: Option<&str>) -> Query {
    match service {
        Some(service) => RANKING.query(question, &[service], 10).of(&[service]),
        None => RANKING.query(question, &[], 10),
    }
}

/// Times each question by itself: what a person waits for. Straight on Tantivy are the same words with the same weights, the best
/// ten read; the understanding of the question is in our time alone. The fastest of ten times is free of what else the machine does.
fn percentiles(name: &str, service: impl Fn(usize) -> Option<&'static str>) {
    const ROUNDS: usize = 10;
    let (mut ours, mut straight) = (Vec::new(), Vec::new());
    let (mut fastest, mut fastest_straight) = (Vec::new(), Vec::new());
    for (at, question) in QUESTIONS.iter().enumerate() {
        let service = service(at);
        let (mut times, mut straight_times) = (Vec::new(), Vec::new());
        for round in 0..=ROUNDS {
            let start = Instant::now();
            let query = asked(question, service);
            divan::black_box(ARCHIVE.search(&query).unwrap());
            let searched = start.elapsed();
            let start = Instant::now();
            divan::black_box(ARCHIVE.search_straight(&query).unwrap());
            // The first round warms up.
            if round > 0 {
                times.push(searched.as_secs_f64() * 1e6);
                straight_times.push(start.elapsed().as_secs_f64() * 1e6);
            }
        }
        fastest.extend(times.iter().copied().min_by(f64::total_cmp));
        fastest_straight.extend(straight_times.iter().copied().min_by(f64::total_cmp));
        ours.append(&mut times);
        straight.append(&mut straight_times);
    }
    println!("{name}");
    compare("", &mut ours, &mut straight);
    compare(", fastest of ten", &mut fastest, &mut fastest_straight);
}

fn compare(which: &str, ours: &mut [f64], straight: &mut [f64]) {
    let ours = summary(&format!("  ranked{which}"), ours);
    let straight = summary(&format!("  straight{which}"), straight);
    println!(
        "  ratio: p50 {:.2}, p99 {:.2}",
        ours.0 / straight.0,
        ours.1 / straight.1
    );
}

/// In microseconds.
fn summary(name: &str, times: &mut [f64]) -> (f64, f64) {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    println!(
        "{name:<27} p50 {:>8.1}  p99 {:>8.1}  longest {:>8.1}",
        at(0.5),
        at(0.99),
        at(1.0)
    );
    (at(0.5), at(0.99))
}

#[divan::bench]
fn all_passages() {
    for question in QUESTIONS.iter() {
        divan::black_box(ARCHIVE.search(&asked(question, None)).unwrap());
    }
}

/// Texts of the words of the phrasings, the same every time.
fn made_up() -> Archive {
    let words: Vec<&str> = QUESTIONS
        .iter()
        .flat_map(|question| question.split(' '))
        .collect();
    let mut state = 1_usize;
    let mut word = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        words[(state >> 33) % words.len()]
    };
    let mut texts = Vec::new();
    for platform in 0..PLATFORMS {
        let mut text = String::new();
        for section in 0..SECTIONS {
            text.push_str(&format!("\n\n## Section {section}\n\n"));
            for _ in 0..110 {
                text.push_str(word());
                text.push(' ');
            }
        }
        texts.push(LooseText {
            service: format!("Platform {platform}"),
            name: "Privacy Policy".to_owned(),
            text,
        });
    }
    Archive::of_texts(&texts, &CueTopics::new(&VOCABULARY)).unwrap()
}
