//! `privy ask --batch`.

use serde_json::Value;

use crate::dummy::{Ran, Sandbox};

const CONVERSATIONS: &str = r#"{"id":"b","turns":["does bluebird train ai on my data","what about pebble","in germany?"],"region":null}

{"id":"a","turns":["does bluebird train ai on my data"],"region":"Germany"}
{"id":"empty","turns":[]}
"#;

fn lines(out: &str) -> Vec<Value> {
    out.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn conversations_come_back_in_the_order_of_the_file() {
    let sandbox = Sandbox::new();
    sandbox.write("batch.jsonl", CONVERSATIONS);
    let out = sandbox.run(&["ask", "--batch", "batch.jsonl"]).fine();
    let answered = lines(&out);
    let ids: Vec<_> = answered
        .iter()
        .map(|line| line["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["b", "a", "empty"]);
    let counts: Vec<_> = answered
        .iter()
        .map(|line| line["answers"].as_array().unwrap().len())
        .collect();
    assert_eq!(counts, [3, 1, 0]);
    assert!(out.starts_with(r#"{"id":"b","answers":[{"kind":"#), "{out}");
    let second = &answered[0]["answers"][1];
    assert_eq!(
        (&second["platforms"][0], &second["topic"]),
        (&"pebble".into(), &"ai-training".into())
    );
    assert_eq!(answered[0]["answers"][2]["region"], "eu");
    assert_eq!(
        answered[1]["answers"][0]["stance"], "opt-in",
        "a conversation does not leak into the next"
    );
}

#[test]
fn standard_input_is_a_file_too() {
    let sandbox = Sandbox::new();
    sandbox.write("batch.jsonl", CONVERSATIONS);
    let from_file = sandbox.run(&["ask", "--batch", "batch.jsonl"]).fine();
    assert_eq!(
        sandbox.feed(CONVERSATIONS, &["ask", "--batch", "-"]).fine(),
        from_file
    );
    assert_eq!(
        sandbox
            .feed(
                CONVERSATIONS.replace('\n', "\r\n"),
                &["ask", "--batch", "-"]
            )
            .fine(),
        from_file
    );
    assert_eq!(sandbox.feed("", &["ask", "--batch", "-"]).fine(), "");
}

#[test]
fn a_turn_is_answered_as_it_is_alone() {
    let sandbox = Sandbox::new();
    let question = "how do i delete my bluebird account";
    let line = format!("{}\n", serde_json::json!({"id": "1", "turns": [question]}));
    let out = sandbox.feed(line, &["ask", "--batch", "-"]).fine();
    assert_eq!(lines(&out)[0]["answers"][0], sandbox.object(&[question]));
}

#[test]
fn a_region_of_the_call_is_for_those_that_name_none() {
    let sandbox = Sandbox::new();
    let out = sandbox.feed(
        r#"{"id":"1","turns":["does bluebird train ai on my data"]}
{"id":"2","turns":["does bluebird train ai on my data"],"region":"us"}"#,
        &["ask", "--region", "eu", "--batch", "-"],
    );
    let answered = lines(&out.fine());
    assert_eq!(answered[0]["answers"][0]["region"], "eu");
    assert_eq!(answered[1]["answers"][0]["region"], "us");
}

#[test]
fn a_bad_line_is_named_and_nothing_is_answered() {
    let sandbox = Sandbox::new();
    let good = r#"{"id":"1","turns":["hello"]}"#;
    for bad in [
        r#"{"id":"#,
        r#"{"id":"2"}"#,
        r#"{"id":2,"turns":["hello"]}"#,
        r#"{"id":"2","turns":"hello"}"#,
        r#"{"id":"2","turns":["hello"],"colour":"blue"}"#,
        r#"{"id":"2","turns":["hello"],"region":"mars"}"#,
        "hello",
    ] {
        let text = format!("{good}\n\n{bad}\n{good}\n");
        let err = sandbox.feed(&text, &["ask", "--batch", "-"]).refused();
        assert!(err.starts_with("privy: -:3: "), "{bad}: {err}");
        sandbox.write("bad.jsonl", &text);
        let err = sandbox.run(&["ask", "--batch", "bad.jsonl"]).refused();
        assert!(err.starts_with("privy: bad.jsonl:3: "), "{bad}: {err}");
        assert_eq!(err.lines().count(), 1, "{bad}: {err}");
    }
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let sandbox = Sandbox::new();
    let err = sandbox.run(&["ask", "--batch", "nowhere.jsonl"]).refused();
    assert!(
        err.starts_with("privy: nowhere.jsonl: cannot be read: "),
        "{err}"
    );
    let Ran { status, out, err } = sandbox.feed([b'{', 0xff, b'\n'], &["ask", "--batch", "-"]);
    assert_eq!((status, out.as_str()), (2, ""));
    assert!(err.starts_with("privy: -: cannot be read: "), "{err}");
}

#[test]
fn a_batch_goes_with_no_question() {
    Sandbox::new()
        .run(&["ask", "--batch", "-", "hello"])
        .refused();
}
