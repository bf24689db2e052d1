//! What people read, one snapshot an outcome. Accept new wording with `INSTA_UPDATE=always`; that each question still
//! leads to its outcome is asserted apart from it.

use insta::Settings;
use serde_json::Value;

use crate::dummy::Sandbox;

/// Asks `turns` in one conversation; the last reply must be `outcome` and is compared with the snapshot `name`.
fn check(name: &str, outcome: &str, region: Option<&str>, turns: &[&str]) {
    let conversation = serde_json::json!({"id": "1", "turns": turns, "region": region});
    let out = Sandbox::new()
        .feed(format!("{conversation}\n"), &["ask", "--batch", "-"])
        .fine();
    let answered: Value = serde_json::from_str(&out).unwrap();
    let last = answered["answers"].as_array().unwrap().last().unwrap();
    let word = |name: &str| last[name].as_str().unwrap_or("-").to_owned();
    let platforms: Vec<_> = last["platforms"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p.as_str().unwrap())
        .collect();
    let got = format!(
        "{} {} [{}] {} {}",
        word("kind"),
        word("intent"),
        platforms.join(" "),
        word("topic"),
        word("stance")
    );
    assert_eq!(got, outcome, "{turns:?}");
    let mut settings = Settings::clone_current();
    settings.set_description(turns.join(" | "));
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, last["text"].as_str().unwrap()));
}

macro_rules! outcomes {
    ($($name:ident $(in $region:literal)?: $outcome:literal, $($turn:literal),+;)*) => {
        $(#[test]
        fn $name() {
            let region: Option<&str> = [$($region)?].first().copied();
            check(stringify!($name), $outcome, region, &[$($turn),+]);
        })*
    };
}

outcomes! {
    entry_verdict: "answer status [bluebird] ai-training opt-out", "does bluebird train ai on my data";
    entry_verdict_no: "answer status [bluebird] sharing no", "does bluebird sell my data";
    entry_steps: "steps how-to [bluebird] ai-training opt-out", "how do i opt out of ai training on bluebird";
    entry_steps_of_a_right: "steps how-to [bluebird] deletion self-service", "how do i delete my bluebird account";
    entry_of_a_region: "answer status [bluebird] ai-training opt-in", "does bluebird train ai on my data in germany";
    entry_of_what_contains_the_region in "us-ca": "answer status [bluebird] ai-training opt-out",
        "does bluebird train ai on my data";
    entry_where_the_region_makes_no_difference in "uk": "answer status [bluebird] ai-training opt-out",
        "does bluebird train ai on my data";
    entry_helps_in_part: "answer status [meadow] sharing yes", "does meadow sell my data";
    entry_why: "answer why [bluebird] ai-training opt-out", "why does bluebird train ai on my data";
    entry_claim: "answer claim [bluebird] sharing no", "i heard that bluebird sells my data";
    entry_no_way: "answer how-to [meadow] ai-training yes", "how do i opt out of ai training on meadow";
    entry_not_done_so_no_way: "answer how-to [pebble] ai-training no", "how do i opt out of ai training on pebble";
    entry_unstated: "answer status [pebble] sharing unstated", "does pebble sell my data";

    compare: "compare compare [bluebird pebble] messages -", "bluebird vs pebble messages";
    compare_with_a_gap: "compare compare [meadow pebble] messages -", "meadow vs pebble messages";
    compare_with_unheld: "compare compare [bluebird] sharing -", "bluebird vs chirper sell my data";
    compare_assumed: "compare compare [bluebird pebble] ai-training -", "bluebird vs pebble";
    list: "list list [meadow bluebird] ai-training -", "which apps train ai on my data";
    list_of_one: "list list [bluebird] sharing -", "which apps do not sell my data";
    list_empty: "list list [] ai-training -", "which messengers train ai on my data";
    list_of_a_region in "eu": "list list [meadow] ai-training -", "which apps train ai on my data";

    explain: "explain explain [] - -", "what does consent mean";
    explain_after_an_entry: "explain explain [] ai-training -", "does bluebird train ai on my data", "can it be undone";

    clarify_topic: "clarify overview [bluebird] - -", "is bluebird safe";
    clarify_platform: "clarify status [] sharing -", "does it sell my data";
    clarify_product: "clarify how-to [] ai-training -", "how do i opt out of ai training on gravel";
    clarify_both: "clarify status [] - -", "i care about privacy";

    unknown_platform: "unknown status [] sharing -", "does chirper sell my data";
    unknown_platform_without_a_name: "unknown status [] sharing -", "does zorgle sell my data";
    unknown_fact: "unknown status [bluebird] - -", "who is the founder of bluebird";
    another_language: "unknown status [] - -", "verkauft bluebird eigentlich meine daten weiter";
    unrecorded: "unknown status [meadow] messages -", "can meadow read my messages";

    hello: "greeting greeting [] - -", "hello";
    thanks: "greeting thanks [] - -", "thanks";
    bye: "greeting goodbye [] - -", "bye";
    help: "help help [] - -", "help";
    out_of_scope: "out-of-scope off-topic [] - -", "tell me a joke";
}
