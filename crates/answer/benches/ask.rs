//! How long an answer takes, warm, on one core, over every question of `tests/questions`; and the same retrieval
//! straight on Tantivy. Run with `cargo bench -p answer`.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    missing_docs,
    reason = "a bench prints, and stops where it cannot run"
)]

use std::{
    fs,
    path::Path,
    sync::{Arc, LazyLock},
    time::Instant,
};

use answer::{Context, Engine};
use knowledge::{Files, KnowledgeBase};

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let base = KnowledgeBase::load(&Files::embedded()).unwrap();
    Engine::new(Arc::new(base)).unwrap()
});

/// Every conversation of the question sets.
static CONVERSATIONS: LazyLock<Vec<Vec<String>>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/questions");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    let mut conversations = Vec::new();
    for line in files.iter().flat_map(|file| {
        fs::read_to_string(file)
            .unwrap()
            .lines()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    }) {
        let value: serde_json::Value = serde_json::from_str(&line).unwrap();
        let turns = value["turns"].as_array().unwrap().iter();
        conversations.push(
            turns
                .map(|turn| turn.as_str().unwrap().to_owned())
                .collect(),
        );
    }
    conversations
});

fn main() {
    percentiles();
    divan::main();
}

/// Times each question by itself: what a person waits for.
fn percentiles() {
    const ROUNDS: usize = 20;
    let mut engine = Vec::new();
    let mut bare = Vec::new();
    for round in 0..=ROUNDS {
        for turns in CONVERSATIONS.iter() {
            let mut context = Context::default();
            for turn in turns {
                let start = Instant::now();
                divan::black_box(ENGINE.ask(turn, &mut context).unwrap());
                let asked = start.elapsed();
                let start = Instant::now();
                divan::black_box(ENGINE.retrieve_bare(turn).unwrap());
                // The first round warms up.
                if round > 0 {
                    engine.push(asked.as_secs_f64() * 1e6);
                    bare.push(start.elapsed().as_secs_f64() * 1e6);
                }
            }
        }
    }
    println!("{} answers, in microseconds", engine.len());
    let (engine, bare) = (
        summary("engine", &mut engine),
        summary("straight on Tantivy", &mut bare),
    );
    println!(
        "engine / Tantivy: p50 {:.2}, p99 {:.2}, mean {:.2}",
        engine.0 / bare.0,
        engine.1 / bare.1,
        engine.2 / bare.2
    );
}

fn summary(name: &str, times: &mut [f64]) -> (f64, f64, f64) {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    let mean = times.iter().sum::<f64>() / times.len() as f64;
    println!(
        "{name:<20} p50 {:>7.1}  p99 {:>7.1}  longest {:>8.1}",
        at(0.5),
        at(0.99),
        at(1.0)
    );
    (at(0.5), at(0.99), mean)
}

#[divan::bench]
fn ask() {
    for turns in CONVERSATIONS.iter() {
        let mut context = Context::default();
        for turn in turns {
            divan::black_box(ENGINE.ask(turn, &mut context).unwrap());
        }
    }
}

#[divan::bench]
fn straight_on_tantivy() {
    for turn in CONVERSATIONS.iter().flatten() {
        divan::black_box(ENGINE.retrieve_bare(turn).unwrap());
    }
}
