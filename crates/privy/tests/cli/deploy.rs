//! What `deploy/` says, compared with the program.

mod example;
mod files;
mod names;
mod running;
mod unit;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// The repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The files that are compared, each with its name.
fn files() -> Vec<(&'static str, String)> {
    let names = [
        "deploy/Containerfile",
        "deploy/README.md",
        "deploy/compose.yaml",
        "deploy/privy.example.toml",
        "deploy/privy.service",
    ];
    names.into_iter().map(|name| (name, read(name))).collect()
}

/// The runs of characters in `text` that `part` takes.
fn words(text: &str, part: impl Fn(char) -> bool) -> impl Iterator<Item = &str> {
    text.split(move |c| !part(c))
        .filter(|word| !word.is_empty())
}

/// The example with every key in place.
fn all_in_place(example: &str) -> String {
    let lines = example
        .lines()
        .map(|line| match line.strip_prefix('#') {
            Some(key) if !key.starts_with(' ') => key,
            _ => line,
        })
        .filter(|line| !line.starts_with('#') && !line.is_empty());
    lines.map(|line| format!("{line}\n")).collect()
}

/// Every table and key that can be configured, as `telegram.limits.per_second`: those of the example, which is made from
/// the types.
fn keys() -> BTreeSet<String> {
    keys_of(&all_in_place(&read("deploy/privy.example.toml")))
}

/// The tables and keys that stand in `toml`, which has one a line.
fn keys_of(toml: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    let mut table = String::new();
    for line in toml.lines() {
        if let Some(name) = line.strip_prefix('[') {
            table = name.trim_end_matches(']').to_owned();
            keys.insert(table.clone());
        } else if let Some((key, _)) = line.split_once(" = ") {
            keys.insert(format!("{table}.{key}"));
        }
    }
    keys
}
