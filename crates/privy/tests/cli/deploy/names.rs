//! Everything that is named in `deploy/` and could be missing in the program.

use std::{collections::BTreeSet, fs};

use super::{files, keys, keys_of, read, root, words};
use crate::dummy::Sandbox;

const SECTIONS: [&str; 5] = ["answer", "discord", "knowledge", "serve", "telegram"];

#[test]
fn every_variable_is_a_key() {
    let keys = keys();
    let mut seen = 0;
    for (file, text) in files() {
        let variables = words(&text, |c| c.is_ascii_uppercase() || c == '_');
        for variable in variables.filter(|word| word.starts_with("PRIVY_")) {
            let key = variable
                .trim_start_matches("PRIVY__")
                .to_lowercase()
                .replace("__", ".");
            assert!(keys.contains(&key), "{file}: {variable}");
            seen += 1;
        }
    }
    assert!(seen > 10, "{seen}");
}

#[test]
fn every_key_is_one() {
    let keys = keys();
    let mut seen = BTreeSet::new();
    for (file, text) in files() {
        let part = |c: char| c.is_ascii_alphanumeric() || "._/-@".contains(c);
        for word in words(&text, part).map(|word| word.trim_end_matches('.')) {
            let Some((section, rest)) = word.split_once('.') else {
                continue;
            };
            // `discord.com` is none.
            if SECTIONS.contains(&section) && !["com", "gg", "org"].contains(&rest) {
                assert!(keys.contains(word), "{file}: {word}");
                seen.insert(word.to_owned());
            }
        }
    }
    assert!(seen.len() > 10, "{seen:?}");
    let readme = read("deploy/README.md");
    let blocks: Vec<&str> = readme.split("```toml\n").skip(1).collect();
    assert!(!blocks.is_empty());
    for block in blocks {
        let block = block.split("```").next().unwrap();
        for key in keys_of(block) {
            assert!(keys.contains(&key), "{key}");
        }
    }
}

/// What is typed after the program's name, in `text`: the command and its options.
fn calls(text: &str) -> Vec<Vec<String>> {
    let mut calls = Vec::new();
    for line in text.lines() {
        let line = line.replace(['"', '[', ']', ','], " ");
        let words: Vec<&str> = line.split_whitespace().collect();
        for (at, word) in words.iter().enumerate() {
            let is_program = word.ends_with("/privy") || *word == "`privy";
            if is_program || (at == 0 && *word == "privy") {
                let typed = words[at + 1..].iter().map(|word| word.trim_matches('`'));
                let typed = typed.take_while(|word| !["|", ">"].contains(word));
                calls.push(typed.map(str::to_owned).collect());
            }
        }
    }
    calls
}

#[test]
fn every_command_and_option_is_one() {
    let sandbox = Sandbox::new();
    let help = sandbox.run(&["--help"]).fine();
    let commands: BTreeSet<&str> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.strip_prefix("  ")?.split(' ').next())
        .collect();
    let mut seen = BTreeSet::new();
    for (file, text) in files() {
        for call in calls(&text) {
            let Some(command) = call.first() else {
                continue;
            };
            let is_word = command.chars().all(|c| c.is_ascii_lowercase());
            if !is_word || command == "sudo" {
                continue;
            }
            assert!(commands.contains(command.as_str()), "{file}: {call:?}");
            let help = sandbox.run(&[command, "--help"]).fine();
            for option in call.iter().filter(|word| word.starts_with("--")) {
                assert!(help.contains(option.as_str()), "{file}: {call:?}");
            }
            seen.insert(command.clone());
        }
    }
    for command in ["chat", "config", "health", "lint", "serve"] {
        assert!(seen.contains(command), "{command}: {seen:?}");
    }
    for file in ["deploy/Containerfile", "deploy/compose.yaml"] {
        assert!(read(file).contains("[\"serve\"]"), "{file}");
    }
}

/// The sources of the program and of both networks' sides.
fn sources() -> String {
    let mut folders = ["privy", "chat-discord", "chat-telegram"]
        .map(|name| root().join("crates").join(name).join("src"))
        .to_vec();
    let mut sources = String::new();
    while let Some(folder) = folders.pop() {
        for item in fs::read_dir(folder).unwrap() {
            let path = item.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false => sources.push_str(&fs::read_to_string(path).unwrap()),
            }
        }
    }
    sources
}

#[test]
fn every_sentence_that_is_explained_is_said() {
    let readme = read("deploy/README.md");
    let sources = sources();
    let rows = readme
        .split_once("| it says |")
        .unwrap()
        .1
        .lines()
        .skip(2)
        .take_while(|line| line.starts_with('|'));
    let mut seen = 0;
    for row in rows {
        let said = row.split('|').nth(1).unwrap();
        for fragment in said.split('`').skip(1).step_by(2) {
            assert!(sources.contains(fragment), "{fragment}");
            seen += 1;
        }
    }
    assert!(seen > 15, "{seen}");
    for line in ["connected to Telegram", "Discord's events come in"] {
        assert!(readme.contains(line) && sources.contains(line), "{line}");
    }
}

#[test]
fn the_permissions_add_up() {
    let readme = read("deploy/README.md");
    let rows = readme.split_once("| permission |").unwrap().1;
    let values: Vec<u64> = rows
        .lines()
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split('|').nth(2)?.trim().parse().ok())
        .collect();
    let (together, each) = values.split_last().unwrap();
    assert_eq!(*together, each.iter().sum::<u64>());
    assert_eq!(each.len(), 4);
    assert!(readme.contains(&format!("permissions={together}\n")));
}
