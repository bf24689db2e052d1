//! `privy ask`.

use std::fmt;

use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use crate::dummy::{Ran, Sandbox};

/// The names in a JSON object, in the order in which they stand.
fn names_in_order(json: &str) -> Vec<String> {
    struct Names;
    impl<'de> Visitor<'de> for Names {
        type Value = Vec<String>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<String>, A::Error> {
            let mut names = Vec::new();
            while let Some((name, IgnoredAny)) = map.next_entry()? {
                names.push(name);
            }
            Ok(names)
        }
    }
    serde_json::Deserializer::from_str(json)
        .deserialize_map(Names)
        .unwrap()
}

const CONTRACT: [&str; 14] = [
    "kind",
    "intent",
    "platforms",
    "topic",
    "region",
    "stance",
    "items",
    "text",
    "steps",
    "sources",
    "excerpts",
    "suggestions",
    "language",
    "confidence",
];

#[test]
fn words_need_no_quotes() {
    let sandbox = Sandbox::new();
    let split = sandbox
        .run(&[
            "ask", "does", "bluebird", "train", "ai", "on", "my", "data?",
        ])
        .fine();
    let whole = sandbox
        .run(&["ask", "does bluebird train ai on my data?"])
        .fine();
    assert_eq!(split, whole);
    assert!(
        whole.starts_with("Bluebird · AI training\nDoes it use your data to train AI models?\nYes, unless you turn it off.\n"),
        "{whole}"
    );
    assert!(
        whole.contains("Bluebird Privacy Policy (read 2026-03-01)"),
        "{whole}"
    );
    assert!(
        whole.ends_with('\n') && !whole.ends_with("\n\n"),
        "{whole:?}"
    );
}

#[test]
fn json_is_one_line_with_the_fields_of_the_contract_in_their_order() {
    let sandbox = Sandbox::new();
    for question in [
        "does bluebird train ai on my data",
        "how do i opt out of ai training on bluebird",
        "bluebird vs pebble ai training",
        "which apps train ai on my data",
        "what does consent mean",
        "does chirper sell my data",
        "does it sell my data",
        "hello",
        "help",
        "tell me a joke",
    ] {
        let out = sandbox.run(&["ask", "--json", question]).fine();
        assert_eq!(out.matches('\n').count(), 1, "{question}: {out:?}");
        assert!(out.ends_with('\n'), "{question}: {out:?}");
        assert_eq!(names_in_order(&out), CONTRACT, "{question}");
    }
}

#[test]
fn json_holds_what_the_record_says() {
    let object = Sandbox::new().object(&["how do i opt out of ai training on bluebird"]);
    assert_eq!(object["kind"], "steps");
    assert_eq!(object["intent"], "how-to");
    assert_eq!(object["platforms"], serde_json::json!(["bluebird"]));
    assert_eq!(object["topic"], "ai-training");
    assert_eq!(object["region"], Value::Null);
    assert_eq!(object["stance"], "opt-out");
    assert_eq!(
        object["steps"][0],
        serde_json::json!({
            "label": "Turn off AI training",
            "url": "https://bluebird.example/settings/ai",
            "path": ["Settings", "Privacy", "AI", "Off"],
        })
    );
    assert_eq!(object["steps"][1]["path"], serde_json::json!([]));
    assert_eq!(
        object["sources"],
        serde_json::json!([
            {
                "title": "Bluebird Privacy Policy", "url": "https://bluebird.example/privacy",
                "read": "2026-03-01", "changed_since": null,
            },
            {
                "title": "Bluebird Help: AI settings", "url": "https://bluebird.example/help/ai",
                "read": null, "changed_since": null,
            },
        ])
    );
    assert_eq!(object["language"], "en");
    let confidence = object["confidence"].as_f64().unwrap();
    assert!((0.0..=1.0).contains(&confidence));
}

#[test]
fn the_parts_of_the_object_have_their_fields_in_order() {
    let out = Sandbox::new()
        .run(&[
            "ask",
            "--json",
            "how do i opt out of ai training on bluebird",
        ])
        .fine();
    assert!(
        out.contains(r#""steps":[{"label":"Turn off AI training","url":"https://"#),
        "{out}"
    );
    assert!(out.contains(r#"settings/ai","path":["Settings","#), "{out}");
    assert!(
        out.contains(r#"{"title":"Bluebird Privacy Policy","url":"https://bluebird.example/privacy","read":"2026-03-01","changed_since":null}"#),
        "{out}"
    );
    let out = Sandbox::new()
        .run(&["ask", "--json", "bluebird vs pebble messages"])
        .fine();
    assert!(
        out.contains(r#""items":[{"platform":"bluebird","stance":"limited"},{"platform":"pebble","stance":"no"}]"#),
        "{out}"
    );
}

#[test]
fn the_text_of_the_object_is_what_people_read() {
    let sandbox = Sandbox::new();
    for question in [
        "does bluebird train ai on my data",
        "bluebird vs pebble ai training",
        "help",
    ] {
        let read = sandbox.run(&["ask", question]).fine();
        let object = sandbox.object(&[question]);
        assert_eq!(
            object["text"].as_str().unwrap(),
            read.trim_end_matches('\n'),
            "{question}"
        );
    }
}

#[test]
fn an_abstention_cites_nothing() {
    let sandbox = Sandbox::new();
    for question in [
        "does chirper sell my data",
        "does zorgle sell my data",
        "can meadow read my messages",
    ] {
        let object = sandbox.object(&[question]);
        assert_eq!(object["kind"], "unknown", "{question}");
        for empty in ["sources", "steps", "items", "excerpts"] {
            assert_eq!(object[empty], serde_json::json!([]), "{question}: {empty}");
        }
        assert_eq!(object["stance"], Value::Null, "{question}");
    }
}

#[test]
fn the_region_counts_wherever_it_is_named() {
    let sandbox = Sandbox::new();
    let question = "does bluebird train ai on my data";
    for (args, region, stance) in [
        (vec!["--region", "eu", question], "eu", "opt-in"),
        (vec!["--region", "Germany", question], "eu", "opt-in"),
        (
            vec!["does bluebird train ai on my data in germany"],
            "eu",
            "opt-in",
        ),
        (vec!["--region", "us-ca", question], "us-ca", "opt-out"),
        (vec!["--region", "uk", question], "uk", "opt-out"),
        // What the question says counts more than where the person lives.
        (
            vec![
                "--region",
                "uk",
                "does bluebird train ai on my data in germany",
            ],
            "eu",
            "opt-in",
        ),
    ] {
        let object = sandbox.object(&args);
        assert_eq!(
            (&object["region"], &object["stance"]),
            (&region.into(), &stance.into()),
            "{args:?}"
        );
    }
}

#[test]
fn the_trace_goes_to_standard_error() {
    let sandbox = Sandbox::new();
    let question = "does bluebird train ai on my data";
    let Ran { status, out, err } = sandbox.run(&["ask", "--trace", "--json", question]);
    assert_eq!(status, 0);
    assert_eq!(out, sandbox.run(&["ask", "--json", question]).fine());
    assert!(err.contains("decided by: one platform"), "{err}");
    assert!(
        err.contains("bluebird") && err.contains("topic ai-training"),
        "{err}"
    );
}

#[test]
fn the_same_question_gives_the_same_answer() {
    let sandbox = Sandbox::new();
    let ask = || {
        sandbox
            .run(&["ask", "--json", "which apps train ai on my data"])
            .fine()
    };
    let first = ask();
    assert!((0..3).all(|_| ask() == first));
}

#[test]
fn nothing_that_a_person_writes_is_syntax_or_comes_back() {
    let sandbox = Sandbox::new();
    for question in [
        "title:* AND (bluebird OR \"",
        "\u{1b}[31mdoes bluebird sell my data\u{1b}[0m \u{202e}zorgle",
        "@everyone <script>alert(1)</script> `rm -rf`",
        "",
        "?!",
    ] {
        let ran = sandbox.run(&["ask", "--", question]);
        let out = ran.fine();
        for part in [
            "\u{1b}",
            "\u{202e}",
            "zorgle",
            "@everyone",
            "<script>",
            "rm -rf",
        ] {
            assert!(!out.contains(part), "{question:?}: {out}");
        }
    }
    let long = "bluebird ".repeat(10_000);
    assert!(!sandbox.run(&["ask", &long]).fine().is_empty());
}
