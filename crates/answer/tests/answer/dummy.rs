//! A small base: four platforms, three topics, one explainer. Real records may change without a test breaking.

use std::sync::{Arc, LazyLock};

use answer::{Answer, Context, Engine};
use knowledge::{Files, KnowledgeBase};

const VOCABULARY: &str = r#"
[verdicts]
yes = "Yes"
[shorthand]
u = "you"
[[topic]]
slug = "ai-training"
name = "AI training"
phrase = "training AI"
group = "practice"
asks = "Does it train AI on your data?"
[[topic]]
slug = "sharing"
name = "Sharing"
phrase = "sharing your data"
group = "practice"
asks = "Does it sell your data?"
[[topic]]
slug = "deletion"
name = "Deletion"
phrase = "deleting your account"
group = "right"
asks = "Can you delete your account?"
[[kind]]
name = "messenger"
plural = "messengers"
words = ["messengers", "messenger"]
[[kind]]
name = "social network"
plural = "social networks"
words = ["social networks"]
"#;

const PHRASINGS: &str = r#"
[ai-training]
phrasings = ["does it train ai on my posts", "is my data used to train ai", "how do i stop ai training", "are my messages used for training models", "opt out of ai training"]
cues = ["train", "training", "ai"]
[sharing]
phrasings = ["does it sell my data", "do they sell my data to advertisers", "is my data shared with other companies", "who gets my data", "stop selling my data"]
cues = ["sell", "sells", "selling", "third parties"]
[deletion]
phrasings = ["how do i delete my account", "delete my account", "can i delete everything", "close my account for good", "erase my data"]
cues = ["delete", "erase", "close my account"]
"#;

const INTENTS: &str = r#"
[how-to]
cues = ["how do i", "turn off", "opt out"]
[why]
cues = ["why"]
[compare]
cues = ["vs", "compare", "better than"]
[list]
cues = ["which apps", "which messengers"]
[explain]
cues = ["what is", "what does"]
[claim]
cues = ["i heard"]
[overview]
phrasings = ["is {platform} safe", "tell me about {platform}"]
cues = ["safe"]
[greeting]
phrasings = ["hello", "hi there"]
cues = ["hello", "hi"]
[thanks]
phrasings = ["thank you", "thanks a lot"]
cues = ["thanks"]
[help]
phrasings = ["what can you do", "who are you", "do you store what i write"]
cues = ["who are you", "what can you do"]
[off-topic]
phrasings = ["what is the weather", "write me a poem", "how do i bake bread", "how much does it cost"]
cues = ["weather", "poem"]
"#;

const REGIONS: &str = r#"
[[region]]
id = "eu"
name = "the EU"
words = ["eu", "europe"]
countries = [["france", "french"], ["germany"]]
[[region]]
id = "uk"
name = "the UK"
words = ["uk", "britain"]
[[region]]
id = "us"
name = "the US"
words = ["usa"]
exact = ["US"]
[[region]]
id = "us-ca"
name = "California"
parent = "us"
words = ["california"]
"#;

const NAMES: &str = r#"
unheld = [{ name = "Zoom", words = ["zoom"], domains = ["zoom.us"] }]
[[ordinary]]
word = "pebble"
blocked = ["pebble beach"]
"#;

const WORDS: &str = "a\nabout\nam\nand\napps\nbeach\ncan\ndata\ndoes\nfor\nhello\nhow\ni\nin\nis\nit\nmy\non\npebble\nthe\nto\nwalk\nwhat\nyou\n";

fn record(name: &str, company: &str, kind: &str, stance: &str, more: &str) -> String {
    let way = match stance {
        "opt-out" => {
            "[[practices.ai-training.opt_out]]\nlabel = \"Switch it off\"\nurl = \"https://example.com/off\"\n\
             effort = \"easy\"\nevidence = [{ source = \"policy\", find = [\"off\"] }]\n"
        }
        _ => "",
    };
    format!(
        "name = \"{name}\"\ncompany = \"{company}\"\nkind = \"{kind}\"\ndomains = [\"{}.com\"]\n\
         [sources.policy]\ntitle = \"{name} policy\"\nurl = \"https://example.com/{name}\"\nread = 2026-08-01\n\
         [practices.ai-training]\nstance = \"{stance}\"\nsummary = \"Said of {name}.\"\n\
         evidence = [{{ source = \"policy\", find = [\"train\"] }}]\n{way}{more}\
         [practices.sharing]\nstance = \"no\"\nsummary = \"Not sold.\"\n\
         evidence = [{{ source = \"policy\", find = [\"sell\"] }}]\n\
         [rights.deletion]\navailability = \"self-service\"\nsummary = \"You can.\"\n\
         evidence = [{{ source = \"policy\", find = [\"delete\"] }}]\n\
         [[rights.deletion.ways]]\nlabel = \"Delete it\"\nweb = [\"Settings\", \"Delete\"]\neffort = \"easy\"\n\
         evidence = [{{ source = \"policy\", find = [\"delete\"] }}]\n",
        name.to_lowercase()
    )
}

const EXPLAINER: &str = "+++\ntitle = \"Can it be undone?\"\nquestions = [\"can it be undone\", \"can training be undone\", \
    \"can they take it out again\"]\ntopic = \"ai-training\"\n[sources.law]\ntitle = \"Law\"\nurl = \"https://example.com/law\"\n\
    read = 2020-01-01\n[[evidence]]\nsource = \"law\"\nfind = [\"undo\"]\n+++\nMostly no.\n";

const UK: &str = "[practices.ai-training.regions.uk]\nstance = \"opt-in\"\nsummary = \"In the UK only if you agree.\"\n\
    evidence = [{ source = \"policy\", find = [\"UK\"] }]\n";

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let files = Files::default()
        .with("vocabulary.toml", VOCABULARY)
        .with("vocabulary/phrasings.toml", PHRASINGS)
        .with("vocabulary/intents.toml", INTENTS)
        .with("vocabulary/regions.toml", REGIONS)
        .with("vocabulary/names.toml", NAMES)
        .with("vocabulary/words.txt", WORDS)
        .with("explainers/can-it-be-undone.md", EXPLAINER)
        .with(
            "platforms/workbook.toml",
            record("Workbook", "Acme", "social network", "opt-out", UK),
        )
        .with(
            "platforms/chirper.toml",
            record("Chirper", "Chirp", "messenger", "yes", ""),
        )
        .with(
            "platforms/pebble.toml",
            record("Pebble", "Rock", "messenger", "no", ""),
        )
        .with(
            "platforms/albumen.toml",
            record("Albumen", "Acme", "social network", "unstated", ""),
        );
    let base = KnowledgeBase::load(&files).expect("the dummy base is sound");
    assert!(base.problems.is_empty(), "{:?}", base.problems);
    Engine::new(Arc::new(base)).expect("the index can be built")
});

/// The answer to the last of `turns`, which are one conversation.
pub(crate) fn ask(turns: &[&str]) -> Answer {
    let mut context = Context::default();
    let mut last = None;
    for turn in turns {
        last = Some(ENGINE.ask(turn, &mut context).expect("the index works"));
    }
    last.expect("there is a turn")
}

/// What an answer is about, in one line: kind, platforms, topic, position, region.
pub(crate) fn about(turns: &[&str]) -> String {
    let answer = ask(turns);
    let platforms: Vec<_> = answer.platforms.iter().map(ToString::to_string).collect();
    let or_dash = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
    format!(
        "{} {} {} {} {}",
        answer.verdict.kind().as_str(),
        or_dash(Some(platforms.join("+")).filter(|text| !text.is_empty())),
        or_dash(answer.topic.map(|topic| topic.to_string())),
        or_dash(
            answer
                .verdict
                .position()
                .map(|position| position.to_string())
        ),
        or_dash(answer.region.map(|region| region.to_string())),
    )
}
