//! `privy list` and `privy show`.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::dummy::Sandbox;

fn json_of(args: &[&str]) -> Value {
    serde_json::from_str(&Sandbox::new().run(args).fine()).unwrap()
}

#[test]
fn lists_the_platforms() {
    assert_snapshot!(Sandbox::new().run(&["list"]).fine(), @r"
    Bluebird  social network
    Meadow    social network
    Pebble    messenger
    ");
}

#[test]
fn lists_what_all_say_on_a_topic() {
    let sandbox = Sandbox::new();
    assert_snapshot!(sandbox.run(&["list", "messages"]).fine(), @r"
    Can it read your private messages?
    Bluebird  In part
    Meadow    nothing on record
    Pebble    No, it cannot
    ");
    let by_name = sandbox
        .run(&["list", "AI Training", "--region", "eu"])
        .fine();
    assert_snapshot!(by_name, @r"
    Does it use your data to train AI models?
    Bluebird  Only if you turn it on
    Meadow    Yes
    Pebble    No
    ");
}

#[test]
fn lists_those_with_a_stance() {
    let sandbox = Sandbox::new();
    assert_snapshot!(sandbox.run(&["list", "sharing", "--stance", "no"]).fine(), @r"
    Does it sell your data or pass it on to other companies?
    Bluebird  No
    ");
    assert_snapshot!(sandbox.run(&["list", "sharing", "--stance", "opt-in"]).fine(), @r"
    Does it sell your data or pass it on to other companies?
    None.
    ");
    let on_request = json_of(&["list", "deletion", "--stance", "on-request", "--json"]);
    assert_eq!(on_request.as_array().unwrap().len(), 1);
}

#[test]
fn lists_as_json() {
    assert_eq!(
        json_of(&["list", "--json"])[0],
        json!({"platform": "bluebird", "name": "Bluebird", "kind": "social network"})
    );
    assert_eq!(
        json_of(&["list", "ai-training", "--json"])[2],
        json!({"platform": "pebble", "name": "Pebble", "kind": "messenger", "stance": "no"})
    );
}

#[test]
fn a_list_of_what_is_not_there_is_refused() {
    let sandbox = Sandbox::new();
    let err = sandbox.run(&["list", "cooking"]).refused();
    assert_eq!(
        err,
        "privy: no topic is called `cooking`: one of ai-training, sharing, messages, deletion\n"
    );
    let err = sandbox.run(&["list", "--stance", "no"]).refused();
    assert!(err.contains("--stance needs a topic"), "{err}");
    let err = sandbox
        .run(&["list", "sharing", "--stance", "perhaps"])
        .refused();
    assert!(err.contains("`perhaps` is no stance"), "{err}");
    let err = sandbox.run(&["list", "--region", "mars"]).refused();
    assert!(err.contains("no region is called `mars`"), "{err}");
}

#[test]
fn shows_a_card() {
    assert_snapshot!("card", Sandbox::new().run(&["show", "bluebird"]).fine());
}

#[test]
fn shows_a_card_of_a_region() {
    assert_snapshot!(
        "card_of_a_region",
        Sandbox::new()
            .run(&["show", "bluebird", "--region", "california"])
            .fine()
    );
}

#[test]
fn a_platform_is_found_by_all_its_names() {
    let sandbox = Sandbox::new();
    for name in [
        "bluebird",
        "Bluebird",
        "BLUE BIRD APP",
        "bluebrd",
        "bluebird.example",
        "www.bluebird.example",
        "https://www.bluebird.example/settings/ai",
    ] {
        let out = sandbox.run(&["show", name]).fine();
        assert!(
            out.starts_with("Bluebird\nsocial network, run by Bluebird Ltd.\n"),
            "{name}: {out}"
        );
    }
    assert!(
        sandbox
            .run(&["show", "pebble", "chat"])
            .fine()
            .starts_with("Pebble\n")
    );
}

#[test]
fn a_card_as_json() {
    let card = json_of(&["show", "pebble", "--json", "--region", "germany"]);
    assert_eq!(card["platform"], "pebble");
    assert_eq!(card["company"], "Gravel");
    assert_eq!(
        card["topics"][0],
        json!({
            "topic": "ai-training", "stance": "no", "region": null,
            "summary": "Nothing that you write trains models.",
        })
    );
    assert_eq!(card["topics"].as_array().unwrap().len(), 4);
}

#[test]
fn a_name_that_is_not_held_gets_the_nearest_one() {
    let sandbox = Sandbox::new();
    let err = sandbox.run(&["show", "bluebrid"]).refused();
    assert_eq!(
        err,
        "privy: no platform is called `bluebrid`: did you mean Bluebird?\n"
    );
    let err = sandbox.run(&["show", "qwertyuiop"]).refused();
    assert_eq!(
        err,
        "privy: no platform is called `qwertyuiop`: `privy list` shows those that are held\n"
    );
    let err = sandbox.run(&["show", "notbluebird.example"]).refused();
    assert!(err.contains("no platform is called"), "{err}");
}
