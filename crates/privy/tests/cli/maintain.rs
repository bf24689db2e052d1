//! What maintainers use: `lint`, `eval`, `schema`, `completions`, and the help.

use insta::assert_snapshot;
use serde_json::Value;

use crate::dummy::{Ran, Sandbox};

#[test]
fn a_sound_folder_has_no_findings() {
    let sandbox = Sandbox::new();
    let out = sandbox.run(&["lint", "knowledge"]).fine();
    assert!(out.starts_with("No findings in knowledge ("), "{out}");
    assert_eq!(
        sandbox.run(&["lint"]).fine(),
        out,
        "--knowledge names the folder too"
    );
    assert_eq!(sandbox.run(&["lint", "knowledge", "--json"]).fine(), "[]\n");
}

#[test]
fn a_broken_folder_is_status_1_with_findings() {
    let sandbox = Sandbox::new();
    sandbox.swap(
        "knowledge/platforms/pebble.toml",
        "kind = \"messenger\"",
        "kind = \"shop\"",
    );
    sandbox.swap("knowledge/slugs.toml", "\"meadow\", ", "");
    let Ran { status, out, err } = sandbox.run(&["lint", "knowledge"]);
    assert_eq!((status, err.as_str()), (1, ""));
    assert_snapshot!(out, @r#"
    platforms/meadow.toml:1: unlisted-slug: `meadow` is not listed in slugs.toml
        fix: add "meadow" to `platforms` in slugs.toml
    platforms/pebble.toml:5: unknown-kind: kind: `shop` is no kind of platform
        fix: one of social network, messenger
    2 findings in knowledge.
    "#);
    let ran = sandbox.run(&["lint", "knowledge", "--json"]);
    assert_eq!((ran.status, ran.out.lines().count()), (1, 1));
    let findings: Value = serde_json::from_str(&ran.out).unwrap();
    let names: Vec<_> = findings[0].as_object().unwrap().keys().cloned().collect();
    assert_eq!(names, ["code", "file", "fix", "line", "message"]);
    assert_eq!(
        (&findings[1]["code"], &findings[1]["line"]),
        (&"unknown-kind".into(), &5.into())
    );
}

#[test]
fn a_file_that_is_not_utf8_is_a_finding() {
    let sandbox = Sandbox::new();
    sandbox.write("knowledge/platforms/granite.toml", [0xff]);
    let ran = sandbox.run(&["lint", "knowledge"]);
    assert_eq!(ran.status, 1);
    assert!(
        ran.out
            .starts_with("platforms/granite.toml:1: unreadable: cannot be read: "),
        "{ran:?}"
    );
    assert!(ran.out.ends_with("1 finding in knowledge.\n"), "{ran:?}");
}

#[test]
fn lists_the_checks() {
    let out = Sandbox::new().run(&["lint", "--codes"]).fine();
    assert_eq!(out.lines().count(), knowledge::CHECKS.len());
    for (line, check) in out.lines().zip(knowledge::CHECKS) {
        assert!(
            line.starts_with(check.code) && line.ends_with(check.about),
            "{line}"
        );
    }
}

const QUESTIONS: &str = r#"{"id":"1","group":"easy","turns":["does bluebird train ai on my data"],"expect":{"kinds":["answer"],"platforms":["bluebird"],"topics":["ai-training"],"stances":{"ai-training":"opt-out"}}}

{"id":"2","group":"easy","turns":["hello","does bluebird train ai on my data"],"region":"eu","expect":{"kinds":["answer"],"platforms":["bluebird"],"topics":["ai-training"],"region":"eu","stances":{"ai-training":"opt-in"}}}
{"id":"3","group":"hard","turns":["does pebble train ai on my data"],"expect":{"kinds":["answer"],"platforms":["bluebird"],"topics":["ai-training"]}}
{"id":"4","group":"hard","turns":["what does consent mean"],"expect":{"kinds":["explain"],"explainers":["what-consent-means"]}}
{"id":"5","group":"hard","turns":["does pebble train ai on my data"],"expect":{"kinds":["answer"],"stances":{"ai-training":"yes"}}}
"#;

#[test]
fn measures_answers() {
    let sandbox = Sandbox::new();
    sandbox.write("questions.jsonl", QUESTIONS);
    assert_snapshot!("eval", sandbox.run(&["eval", "questions.jsonl"]).fine());
    let quiet = sandbox.run(&["eval", "--quiet", "questions.jsonl"]).fine();
    assert_eq!(quiet.lines().count(), 4, "{quiet}");
    let report: Value = serde_json::from_str(
        &sandbox
            .run(&["eval", "--json", "questions.jsonl", "questions.jsonl"])
            .fine(),
    )
    .unwrap();
    assert_eq!(report["all"]["asked"], 10);
    assert_eq!(report["groups"]["easy"]["right"], 4);
    assert_eq!(report["groups"]["hard"]["confidently_wrong"], 4);
    assert_eq!(report["misses"][0]["id"], "3");
}

#[test]
fn a_bad_question_is_named_with_its_line() {
    let sandbox = Sandbox::new();
    let from = |text: &str| {
        sandbox.write("questions.jsonl", text);
        sandbox.run(&["eval", "questions.jsonl"]).refused()
    };
    let err = from(&QUESTIONS.replace("\"id\":\"3\",", ""));
    assert!(
        err.starts_with("privy: questions.jsonl:4: ") && err.contains("`id`"),
        "{err}"
    );
    let err = from(&QUESTIONS.replace(
        "\"region\":\"eu\",\"expect\"",
        "\"region\":\"mars\",\"expect\"",
    ));
    assert!(err.contains("`mars`"), "{err}");
}

#[test]
fn prints_the_schema_of_a_record() {
    let out = Sandbox::new().run(&["schema"]).fine();
    assert_eq!(out, knowledge::record_schema());
    let schema: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(schema["properties"]["name"]["type"], "string");
}

#[test]
fn prints_completions() {
    let sandbox = Sandbox::new();
    let out = sandbox.run(&["completions", "bash"]).fine();
    assert!(
        out.contains("_privy()") && out.contains("complete -F _privy"),
        "{out}"
    );
    for command in ["ask", "chat", "list", "show", "lint", "eval", "schema"] {
        assert!(out.contains(&format!("privy,{command})")), "{command}");
    }
    for shell in ["zsh", "fish", "elvish", "powershell"] {
        assert!(!sandbox.run(&["completions", shell]).fine().is_empty());
    }
}

#[test]
fn the_help_shows_examples() {
    let sandbox = Sandbox::new();
    for args in [&["--help"][..], &["ask", "--help"], &["list", "--help"]] {
        let out = sandbox.run(args).fine();
        assert!(out.contains("Examples:\n  privy "), "{args:?}: {out}");
    }
    let out = sandbox.run(&["--help"]).fine();
    for command in [
        "ask",
        "chat",
        "list",
        "show",
        "lint",
        "eval",
        "schema",
        "completions",
    ] {
        assert!(
            out.lines()
                .any(|line| line.trim_start().starts_with(command)),
            "{command}"
        );
    }
    assert_eq!(
        sandbox.run(&["--version"]).fine(),
        format!("privy {}\n", env!("CARGO_PKG_VERSION"))
    );
}
