//! What goes wrong: one clear line on standard error, nothing on standard output, the right status.

use std::process::Stdio;

use crate::dummy::{Ran, Sandbox};

#[test]
fn bad_usage_leaves_standard_output_clean() {
    let sandbox = Sandbox::new();
    for args in [
        &[][..],
        &["dance"],
        &["ask"],
        &["ask", "--colour", "hello"],
        &["ask", "--region"],
        &["show"],
        &["eval"],
        &["completions", "tcsh"],
        &["ask", "--region", "mars", "hello"],
        &["chat", "--region", "mars"],
        &["show", "--region", "mars", "bluebird"],
        &["list", "cooking"],
        &["show", "nobody at all"],
        &["eval", "nowhere.jsonl"],
        &["lint", "nowhere"],
        &["ask", "--batch", "nowhere.jsonl"],
    ] {
        let err = sandbox.run(args).refused();
        let speaks = ["privy: ", "error: ", "The privacy assistant"];
        assert!(
            speaks.iter().any(|start| err.starts_with(start)),
            "{args:?}: {err}"
        );
        assert!(!err.contains("panicked"), "{args:?}: {err}");
    }
}

#[test]
fn a_knowledge_folder_that_cannot_be_read_is_named() {
    let sandbox = Sandbox::new();
    sandbox.write("file", "no folder");
    sandbox.write("empty/readme.md", "no vocabulary");
    for (folder, why) in [
        ("nowhere", "No such file"),
        ("file", "Not a directory"),
        ("empty", "no vocabulary.toml"),
    ] {
        for args in [
            &["list"][..],
            &["ask", "hello"],
            &["show", "bluebird"],
            &["chat"],
        ] {
            let err = Ran::of(
                sandbox
                    .program()
                    .args(["--knowledge", folder])
                    .args(args)
                    .output()
                    .unwrap(),
            )
            .refused();
            let start = format!("privy: {folder}: cannot be read: ");
            assert!(
                err.starts_with(&start) && err.contains(why),
                "{args:?}: {err}"
            );
            assert_eq!(err.lines().count(), 1, "{err}");
        }
    }
}

#[test]
fn a_broken_vocabulary_is_named_with_its_line() {
    let sandbox = Sandbox::new();
    sandbox.swap(
        "knowledge/vocabulary.toml",
        "group = \"right\"",
        "group = \"wrong\"",
    );
    let err = sandbox.run(&["ask", "hello"]).refused();
    let line = include_str!("dummy/vocabulary.toml")
        .lines()
        .position(|line| line == "group = \"right\"");
    assert!(
        err.starts_with(&format!("privy: vocabulary.toml:{}: ", line.unwrap() + 1)),
        "{err}"
    );
}

#[test]
fn a_broken_record_is_named_while_the_others_answer() {
    let sandbox = Sandbox::new();
    sandbox.swap(
        "knowledge/platforms/meadow.toml",
        "stance = \"yes\"\nsummary = \"Data",
        "stance = \"maybe\"\nsummary = \"Data",
    );
    sandbox.write("knowledge/platforms/granite.toml", b"name = \"\xff\"");
    let Ran { status, out, err } = sandbox.run(&["ask", "does bluebird train ai on my data"]);
    assert_eq!(status, 0);
    assert!(out.starts_with("Bluebird · AI training\n"), "{out}");
    let line = include_str!("dummy/platforms/meadow.toml")
        .lines()
        .position(|line| line == "[practices.sharing]");
    let line = line.unwrap() + 2;
    let told: Vec<_> = err.lines().collect();
    assert_eq!(told.len(), 2, "{err}");
    assert!(
        told[0].starts_with(&format!(
            "privy: left out platforms/meadow.toml:{line}: practices.sharing.stance: "
        )),
        "{err}"
    );
    assert!(
        told[1].starts_with("privy: left out platforms/granite.toml: cannot be read: "),
        "{err}"
    );
    assert_eq!(
        sandbox.run(&["list"]).out,
        "Bluebird  social network\nPebble    messenger\n"
    );
}

#[test]
fn whoever_closes_the_pipe_has_read_enough() {
    let sandbox = Sandbox::new();
    let mut program = sandbox.program();
    program
        .args(["--knowledge", "knowledge", "list"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = program.spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(
        (output.status.code(), output.stderr.as_slice()),
        (Some(0), &b""[..])
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_status_1() {
    let sandbox = Sandbox::new();
    let full = std::fs::File::create("/dev/full").unwrap();
    let mut program = sandbox.program();
    let output = program
        .args(["--knowledge", "knowledge", "list"])
        .stdout(full)
        .output()
        .unwrap();
    let ran = Ran::of(output);
    assert_eq!(ran.status, 1, "{ran:?}");
    assert!(ran.err.starts_with("privy: No space left"), "{ran:?}");
}
