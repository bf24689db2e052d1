//! How long a query takes, warm, on one core, and the same words straight on Tantivy. `cargo bench -p archive` measures over
//! texts that it makes up; `PRIVY_DATA=FOLDER cargo bench -p archive` over what `privy archive sync` brought into FOLDER.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    missing_docs,
    reason = "a bench prints, and stops where it cannot run"
)]

use std::{env, path::PathBuf, sync::LazyLock, time::Instant};

use archive::{Archive, CueTopics, LooseText, Query};
use knowledge::{Files, Vocabulary};

/// Platforms and texts of each that are made up.
const PLATFORMS: usize = 200;
const SECTIONS: usize = 60;

static VOCABULARY: LazyLock<Vocabulary> =
    LazyLock::new(|| Vocabulary::load(&Files::embedded()).unwrap());

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
    let largest = ARCHIVE.services().max_by_key(|service| {
        let of = ARCHIVE.documents().iter();
        of.filter(|one| one.service == service.name)
            .map(|one| one.passages)
            .sum::<usize>()
    });
    let known: &'static str = largest.map_or("", |service| &service.name);
    println!("{} questions; known platform: {known}", QUESTIONS.len());
    percentiles("known", Some(known));
    percentiles("all", None);
    divan::main();
}

/// Times each question by itself: what a person waits for.
fn percentiles(name: &str, service: Option<&str>) {
    const ROUNDS: usize = 10;
    let (mut ours, mut straight) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        for question in QUESTIONS.iter() {
            let mut query = Query::words(question, 10);
            if let Some(service) = service {
                query = query.of(&[service]);
            }
            let start = Instant::now();
            divan::black_box(ARCHIVE.search(&query).unwrap());
            let searched = start.elapsed();
            let start = Instant::now();
            divan::black_box(ARCHIVE.search_straight(&query).unwrap());
            // The first round warms up.
            if round > 0 {
                ours.push(searched.as_secs_f64() * 1e6);
                straight.push(start.elapsed().as_secs_f64() * 1e6);
            }
        }
    }
    let (ours, straight) = (
        summary(name, &mut ours),
        summary("  straight", &mut straight),
    );
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
        "{name:<12} p50 {:>8.1}  p99 {:>8.1}  longest {:>8.1}",
        at(0.5),
        at(0.99),
        at(1.0)
    );
    (at(0.5), at(0.99))
}

#[divan::bench]
fn all_passages() {
    for question in QUESTIONS.iter() {
        divan::black_box(ARCHIVE.search(&Query::words(question, 10)).unwrap());
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
