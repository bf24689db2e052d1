//! `privy chat` in a pipe.

use crate::dummy::Sandbox;

fn replies(out: &str) -> Vec<&str> {
    out.split("\n\n----\n\n").map(str::trim_end).collect()
}

#[test]
fn a_follow_up_goes_on_with_what_was_talked_about() {
    let out = Sandbox::new()
        .feed(
            "does bluebird train ai on my data\n\nhow do i turn it off\nwhat about pebble\nin germany?\n",
            &["chat"],
        )
        .fine();
    let replies = replies(&out);
    assert_eq!(replies.len(), 4, "{out}");
    assert!(
        replies[0].starts_with("Bluebird · AI training\nDoes it use your data to train AI models?\nYes, unless you turn it off."),
        "{out}"
    );
    assert!(
        replies[1].contains("What you can do\n1. Turn off AI training"),
        "{out}"
    );
    assert!(
        replies[2]
            .starts_with("Pebble · AI training\nDoes it use your data to train AI models?\nNo."),
        "{out}"
    );
    assert!(
        replies[3]
            .starts_with("Pebble · AI training\nDoes it use your data to train AI models?\nNo.")
            && replies[3].contains("the EU"),
        "{out}"
    );
}

#[test]
fn a_general_answer_knows_what_was_talked_about() {
    let out = Sandbox::new()
        .feed(
            "does bluebird train ai on my data\ncan it be undone\n",
            &["chat"],
        )
        .fine();
    let last = replies(&out)[1];
    assert!(last.starts_with("Can it be undone?"), "{out}");
    assert!(
        last.contains("On Bluebird: What was already learned stays."),
        "{out}"
    );
    assert!(
        last.contains("Bluebird Privacy Policy (read 2026-03-01)"),
        "{out}"
    );
}

#[test]
fn a_pipe_gets_no_colours() {
    let out = Sandbox::new()
        .feed("does bluebird train ai on my data\n", &["chat"])
        .fine();
    assert!(!out.contains('\u{1b}'), "{out:?}");
}

#[test]
fn a_farewell_ends_it() {
    let sandbox = Sandbox::new();
    for ending in ["bye", "Goodbye", "exit", "quit", ":q", "/quit"] {
        let out = sandbox
            .feed(format!("hello\n{ending}\nhello\n"), &["chat"])
            .fine();
        let replies = replies(&out);
        assert_eq!(replies.len(), 2, "{ending}: {out}");
        assert!(replies[1].starts_with("Goodbye."), "{ending}: {out}");
    }
}

#[test]
fn nothing_to_say_is_nothing_said() {
    assert_eq!(Sandbox::new().feed("\n  \n", &["chat"]).fine(), "");
}

#[test]
fn bytes_that_are_no_text_do_not_end_it() {
    let out = Sandbox::new()
        .feed(b"\xff\xfe\x80\nhello\n", &["chat"])
        .fine();
    assert!(replies(&out)[1].starts_with("Hello!"), "{out}");
}

#[test]
fn the_region_holds_for_the_whole_conversation() {
    let out = Sandbox::new()
        .feed(
            "hello\ndoes bluebird train ai on my data\n",
            &["chat", "--region", "france"],
        )
        .fine();
    assert!(
        out.contains("Bluebird · AI training · the EU and EEA\nDoes it use your data to train AI models?\nOnly if you turn it on."),
        "{out}"
    );
}

#[test]
fn nothing_is_kept() {
    let sandbox = Sandbox::new();
    let before = sandbox.contents();
    sandbox
        .feed("does bluebird train ai on my data\nbye\n", &["chat"])
        .fine();
    sandbox.run(&["ask", "--trace", "does bluebird sell my data"]);
    assert_eq!(sandbox.contents(), before);
}
