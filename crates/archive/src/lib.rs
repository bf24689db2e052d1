//! The platforms' own words: policy texts from Open Terms Archive.
#![allow(dead_code, missing_docs)]

mod collection;
mod document;
mod error;
mod finding;
mod history;
mod markdown;
mod passage;
mod progress;
mod repository;

pub use collection::{ATTRIBUTION, Collection, Location};
pub use document::{Document, Version};
pub use error::Error;
pub use finding::{Code, Finding};
pub use passage::{FEWEST_WORDS, MOST_WORDS, Passage, passages};
pub use progress::{Progress, Silent, Step};

pub fn try_walk(path: &std::path::Path) {
    let repo = repository::Repository::open(path).unwrap();
    let r = repo.reader();
    let head = r.head().unwrap().unwrap();
    let h = history::walk(&r, "x", head, None, &Silent, &Default::default()).unwrap();
    let n: usize = h.versions.values().map(Vec::len).sum();
    eprintln!("{path:?} {head} {} docs {} versions {:?} {:?}", h.versions.len(), n, h.broken, h.earlier_names.len());
    for (new, old) in h.earlier_names.iter().take(10) { eprintln!("{} <- {}", String::from_utf8_lossy(new), String::from_utf8_lossy(old)); }
}

pub fn try_passages(path: &std::path::Path) {
    let text = std::fs::read_to_string(path).unwrap();
    for p in passages(&text) { println!("--- {} [{}] {:?} {:?}\n{}", p.plain.split_whitespace().count(), p.headings.join(" > "), p.context, p.place, p.text); }
}
