//! `privy archive`, `check`, `changes` and `passages`, over a collection of invented texts.

use std::{fs, process::Command};

use serde_json::Value;

use crate::dummy::Sandbox;

const POLICY: &str = "# Bluebird Privacy Policy\n\n## AI\n\nWe use public posts to train our models, unless you object to that in your settings.\n\n\
                      ## Keeping\n\nWe keep deleted posts for ninety days and then forget them.\n";

/// A sandbox with a collection of Bluebird's policy, which changed once, and a configuration that names it.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    let config = "[archive]\nfolder = \"texts\"\ncollections = [{ name = \"mine\", versions = \"mine-versions\" }]\n";
    sandbox.write("privy.toml", config);
    sandbox.swap(
        "knowledge/platforms/bluebird.toml",
        "read = 2026-03-01\n",
        "read = 2026-03-01\narchive = \"mine:Bluebird/Privacy Policy\"\n",
    );
    git(&sandbox, &["init", "-q", "-b", "main", "."], 1);
    record(
        &sandbox,
        POLICY,
        "First record of Bluebird Privacy Policy",
        1,
    );
    sandbox
}

fn git(sandbox: &Sandbox, args: &[&str], day: u32) {
    let folder = sandbox.path().join("mine-versions");
    fs::create_dir_all(&folder).unwrap();
    let date = format!("2026-03-{day:02}T12:00:00Z");
    let status = Command::new("git")
        .args([
            "-c",
            "user.name=A Bot",
            "-c",
            "user.email=bot@example.org",
            "-c",
            "commit.gpgsign=false",
        ])
        .args(args)
        .current_dir(folder)
        .env("GIT_AUTHOR_DATE", &date)
        .env("GIT_COMMITTER_DATE", &date)
        .status()
        .unwrap();
    assert!(status.success(), "git {args:?}");
}

/// Records `text` on a day of March 2026.
fn record(sandbox: &Sandbox, text: &str, message: &str, day: u32) {
    sandbox.write("mine-versions/Bluebird/Privacy Policy.md", text);
    git(sandbox, &["add", "."], day);
    git(sandbox, &["commit", "-q", "-m", message], day);
}

fn change(sandbox: &Sandbox) {
    let text = POLICY.replace("train our models", "teach our machines");
    record(
        sandbox,
        &text,
        "Record new changes of Bluebird Privacy Policy",
        9,
    );
    sandbox.run(&["archive", "sync"]).fine();
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn a_sync_tells_what_is_new_and_a_second_one_that_nothing_is() {
    let sandbox = sandbox();
    let first = sandbox.run(&["archive", "sync"]).fine();
    assert!(
        first
            .starts_with("1 text new, 0 texts gone. Held: 1 collection, 1 document, 2 passages.\n"),
        "{first}"
    );
    assert!(first.contains("Open Terms Archive contributors, ODC-BY 1.0"));
    let second = sandbox.run(&["archive", "sync"]).fine();
    assert!(second.starts_with("Nothing new. "), "{second}");
}

#[test]
fn status_tells_what_is_held_and_what_was_left_out() {
    let sandbox = sandbox();
    let refused = sandbox.run(&["archive", "status"]).refused();
    assert_eq!(
        refused,
        "privy: texts: there are no texts here yet: privy archive sync\n"
    );
    sandbox.write("mine-versions/Meadow/Terms.md", b"We sell \xff.");
    git(&sandbox, &["add", "."], 2);
    git(
        &sandbox,
        &["commit", "-q", "-m", "First record of Meadow Terms"],
        2,
    );
    let synced = sandbox.run(&["archive", "sync"]);
    assert_eq!(synced.status, 0);
    assert_eq!(
        synced.err,
        "privy: mine:Meadow/Terms.md: is not UTF-8 from byte 8 on [not-utf8]\n"
    );
    let status = sandbox.run(&["archive", "status"]).fine();
    assert!(status.starts_with(
        "mine  2 platforms, 2 documents, 2 versions, 2 passages; newest change 2026-03-02; "
    ));
    assert!(status.contains("mend: Convert the text to UTF-8"));
    let object = json(&sandbox.run(&["archive", "status", "--json"]).fine());
    assert_eq!(object["findings"][0]["code"], "not-utf8");
    assert_eq!(object["collections"][0]["documents"], 2);
}

#[test]
fn check_tells_which_evidence_is_gone() {
    let sandbox = sandbox();
    sandbox.run(&["archive", "sync"]).fine();
    let rows = json(
        &sandbox
            .run(&["check", "--platform", "bluebird", "--json"])
            .out,
    );
    let standing = |rows: &Value| -> Value {
        let terms = rows[0]["terms"].as_array().unwrap().iter();
        terms
            .filter(|term| term["term"] == "train our models")
            .cloned()
            .collect()
    };
    assert_eq!(standing(&rows)[0]["standing"], "holds");
    assert_eq!(rows[0]["changed_since"], Value::Null);
    change(&sandbox);
    let checked = sandbox.run(&["check"]);
    assert_eq!(checked.status, 1);
    assert!(
        checked.out.contains(
            "Bluebird (mine:Bluebird/Privacy Policy, read 2026-03-01)\n    changed on 2026-03-09\n"
        ),
        "{}",
        checked.out
    );
    assert!(
        checked
            .out
            .contains("    gone since 2026-03-09: train our models\n"),
        "{}",
        checked.out
    );
    let rows = json(&sandbox.run(&["check", "--json"]).out);
    assert_eq!(standing(&rows)[0]["since"], "2026-03-09");
}

#[test]
fn changes_tell_what_was_reworded() {
    let sandbox = sandbox();
    change(&sandbox);
    let told = sandbox
        .run(&["changes", "bluebird", "--since", "2026-03-02"])
        .fine();
    assert!(
        told.contains("2026-03-09  Bluebird, Privacy Policy (mine)\n  reworded under \"AI\""),
        "{told}"
    );
    assert!(
        told.contains("- … use public posts to train our models"),
        "{told}"
    );
    assert!(
        told.contains("+ … use public posts to teach our machines"),
        "{told}"
    );
    let object = json(
        &sandbox
            .run(&["changes", "Bluebird", "--since", "2026-03-02", "--json"])
            .fine(),
    );
    assert_eq!(object["changes"][0]["kind"], "reworded");
    assert_eq!(object["changes"].as_array().unwrap().len(), 1);
    let none = sandbox
        .run(&["changes", "bluebird", "--since", "2026-03-10"])
        .fine();
    assert!(
        none.starts_with("Nothing changed in the texts of Bluebird since 2026-03-10.\n"),
        "{none}"
    );
    let refused = sandbox
        .run(&["changes", "bluebird", "--topic", "gossip"])
        .refused();
    assert!(refused.contains("`gossip` is no topic"), "{refused}");
    sandbox.run(&["changes", "nobody-at-all"]).refused();
}

#[test]
fn passages_are_exact_slices_in_characters() {
    let sandbox = Sandbox::new();
    let text = "# Café\n\nWe share “what you like” 😀 with partners.\n\nWe keep it for a year.\n";
    sandbox.write("loose/Plume/Privacy Policy.txt", text);
    sandbox.write("loose/Larch/Terms.md", "We share nothing with partners.");
    let questions = "{\"id\":\"1\",\"question\":\"who are my partners?\",\"service\":\"Plume\",\"top\":3}\n\
                     {\"id\":\"2\",\"question\":\"partners\"}\n";
    let out = sandbox
        .feed(questions, &["passages", "--texts", "loose", "--batch", "-"])
        .fine();
    let lines: Vec<Value> = out.lines().map(json).collect();
    let passage = &lines[0]["passages"][0];
    assert_eq!(
        (&passage["service"], &passage["document"]),
        (&"Plume".into(), &"Privacy Policy".into())
    );
    let place = |end: &str| passage[end].as_u64().unwrap() as usize;
    let slice: String = text
        .chars()
        .take(place("end"))
        .skip(place("start"))
        .collect();
    assert_eq!(passage["text"], slice);
    assert_eq!(lines[0]["passages"].as_array().unwrap().len(), 1);
    assert_eq!(lines[1]["passages"].as_array().unwrap().len(), 2);
    let bad = sandbox
        .feed(
            "{\"id\":1}",
            &["passages", "--texts", "loose", "--batch", "-"],
        )
        .refused();
    assert!(bad.starts_with("privy: -:1: "), "{bad}");
    sandbox
        .feed(
            questions,
            &["passages", "--texts", "nowhere", "--batch", "-"],
        )
        .refused();
}

#[test]
fn where_no_record_speaks_the_text_does_word_for_word() {
    const TEXT: &str = "# Gullwing Privacy Policy\n\n## Sharing\n\nWe sell personal data to advertising partners, who use it for purposes of their own.\n";
    let sandbox = sandbox();
    sandbox.write("mine-versions/Gullwing/Privacy Policy.md", TEXT);
    git(&sandbox, &["add", "."], 2);
    let message = "First record of Gullwing Privacy Policy";
    git(&sandbox, &["commit", "-q", "-m", message], 2);
    sandbox.run(&["archive", "sync"]).fine();
    let object = sandbox.object(&["does gullwing sell my data"]);
    assert_eq!(object["kind"], "excerpt", "{object}");
    let excerpt = &object["excerpts"][0];
    let at = |key: &str| usize::try_from(excerpt[key].as_u64().unwrap()).unwrap();
    let slice: String = TEXT.chars().take(at("end")).skip(at("start")).collect();
    assert_eq!(excerpt["text"], slice);
    assert!(slice.contains("We sell personal data to advertising partners"));
    assert_eq!(object["sources"][0]["read"], "2026-03-02");
    let text = object["text"].as_str().unwrap();
    assert!(
        text.contains("Privacy Policy > Gullwing Privacy Policy > Sharing, version of 2026-03-02"),
        "{text}"
    );
    assert!(
        text.contains("Open Terms Archive contributors, ODC-BY 1.0"),
        "{text}"
    );
}

#[test]
fn an_answer_says_that_its_text_changed() {
    let sandbox = sandbox();
    sandbox.run(&["archive", "sync"]).fine();
    let question = "does bluebird train ai on my data";
    let before = sandbox.object(&[question]);
    assert_eq!(before["sources"][0]["changed_since"], Value::Null);
    change(&sandbox);
    let after = sandbox.object(&[question]);
    assert_eq!(after["kind"], "answer");
    assert_eq!(
        after["sources"][0]["changed_since"], "2026-03-09",
        "{after}"
    );
    let text = after["text"].as_str().unwrap();
    assert!(
        text.starts_with("The text changed on 2026-03-09; this may no longer hold."),
        "{text}"
    );
}
