//! The annotated configuration.

use std::fs;

use privy::{Config, Failure, Networks};

use super::{all_in_place, keys, read};
use crate::dummy::Sandbox;

const EXAMPLE: &str = "deploy/privy.example.toml";

fn read_config(sandbox: &Sandbox, text: &str) -> Result<Config, Failure> {
    sandbox.write("privy.toml", text);
    Config::read(Some(&sandbox.path().join("privy.toml")))
}

fn networks(sandbox: &Sandbox, text: &str) -> Result<Networks, Failure> {
    read_config(sandbox, text)?.networks()
}

/// Everything in place, with the secrets themselves.
fn filled() -> String {
    let text = all_in_place(&read(EXAMPLE));
    let lines = text.lines().filter(|line| !line.contains("_file = "));
    lines.map(|line| format!("{line}\n")).collect()
}

#[test]
fn it_is_what_the_types_say() {
    let sandbox = Sandbox::new();
    let out = sandbox.run(&["config"]).fine();
    assert!(
        out == read(EXAMPLE),
        "run: cargo run -p privy -- config > {EXAMPLE}"
    );
    sandbox.write("privy.toml", "tokn = 1\n");
    assert_eq!(sandbox.run(&["config"]).fine(), out);
}

#[test]
fn as_it_stands_it_changes_nothing() {
    let sandbox = Sandbox::new();
    let example = read(EXAMPLE);
    let (read, default) = (read_config(&sandbox, &example).unwrap(), Config::default());
    assert_eq!(read.knowledge, default.knowledge);
    assert_eq!(read.answer, default.answer);
    assert_eq!(read.serve, default.serve);
    let err = networks(&sandbox, &example).unwrap_err().to_string();
    assert!(err.starts_with("no network has a token"), "{err}");

    let tokens = example
        .replace("#token = ", "token = ")
        .replace("https://api.telegram.org/", "https://api.telegram.org");
    let least: String = tokens
        .lines()
        .filter(|line| matches!(*line, "[discord]" | "[telegram]") || line.starts_with("token = "))
        .map(|line| format!("{line}\n"))
        .collect();
    let of = |text: &str| format!("{:?}", networks(&sandbox, text).unwrap());
    assert_eq!(of(&tokens), of(&least));
}

#[test]
fn with_everything_in_place_it_is_accepted() {
    let sandbox = Sandbox::new();
    assert_eq!(networks(&sandbox, &filled()).unwrap().names().len(), 2);

    let folder = sandbox.path().join("secrets");
    fs::create_dir(&folder).unwrap();
    for (name, secret) in [
        ("discord-token", "a.b.c\n"),
        ("telegram-token", "1:a\n"),
        ("telegram-secret", "s3cret\n"),
    ] {
        fs::write(folder.join(name), secret).unwrap();
    }
    let by_file: String = all_in_place(&read(EXAMPLE))
        .replace("/etc/privy", folder.to_str().unwrap())
        .lines()
        .filter(|line| !line.starts_with("token = ") && !line.starts_with("secret = "))
        .map(|line| format!("{line}\n"))
        .collect();
    assert_eq!(by_file.matches("_file = ").count(), 3);
    assert_eq!(networks(&sandbox, &by_file).unwrap().names().len(), 2);
}

#[test]
fn whatever_is_misspelt_is_named() {
    let sandbox = Sandbox::new();
    let filled = filled();
    let mut tried = 0;
    for line in filled.lines() {
        let (misspelt, name) = match (line.strip_suffix(']'), line.split_once(" = ")) {
            (Some(table), None) => (
                format!("{table}x]"),
                format!("{}x", table.rsplit(['[', '.']).next().unwrap()),
            ),
            (_, Some((key, value))) => (format!("{key}x = {value}"), format!("{key}x")),
            _ => panic!("{line}"),
        };
        // In its own place: two tables have a `listen`.
        let text: String = filled
            .lines()
            .map(|other| match std::ptr::eq(other, line) {
                true => format!("{misspelt}\n"),
                false => format!("{other}\n"),
            })
            .collect();
        let err = networks(&sandbox, &text).unwrap_err().to_string();
        assert!(
            err.starts_with("configuration: ") && err.contains(&format!("unknown field `{name}`")),
            "{misspelt}: {err}"
        );
        assert_eq!(err.lines().count(), 1, "{err}");
        tried += 1;
    }
    // All but the three that name files.
    assert_eq!(tried + 3, keys().len());
}

#[test]
fn a_misspelt_token_is_named_by_the_program() {
    let sandbox = Sandbox::new();
    sandbox.write("privy.toml", "[telegram]\ntokn = \"1:a\"\n");
    let err = sandbox.run(&["serve"]).refused();
    assert!(
        err.starts_with(
            "privy: configuration: [telegram]: unknown field `tokn`, expected one of `token`, "
        ),
        "{err}"
    );
}
