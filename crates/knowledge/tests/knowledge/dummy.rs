//! A small sound base, so that editing the live records never breaks a test.

use std::{collections::BTreeMap, fs, path::Path};

use jiff::civil::Date;
use knowledge::{Files, Finding, KnowledgeBase, Slug, lint};

pub(crate) const VOCABULARY: &str = "vocabulary.toml";
pub(crate) const PHRASINGS: &str = "vocabulary/phrasings.toml";
pub(crate) const REGIONS: &str = "vocabulary/regions.toml";
pub(crate) const ALPHA: &str = "platforms/alpha.toml";
pub(crate) const BETA: &str = "platforms/beta.toml";
pub(crate) const BROKER: &str = "brokers/gamma-search.toml";
pub(crate) const LAW: &str = "rights/uk.toml";
pub(crate) const EXPLAINER: &str = "explainers/what-is-consent.md";
pub(crate) const SLUGS: &str = "slugs.toml";
pub(crate) const RETIRED: &str = "retired.toml";

/// The day on which the tests take place.
pub(crate) fn today() -> Date {
    "2026-06-01".parse().unwrap()
}

/// The texts of a base, to be changed and then read.
#[derive(Clone)]
pub(crate) struct Dummy(BTreeMap<String, String>);

impl Dummy {
    /// A base in which nothing is wrong.
    pub(crate) fn sound() -> Self {
        let texts = [
            (VOCABULARY, VOCABULARY_TEXT),
            (PHRASINGS, PHRASINGS_TEXT),
            (REGIONS, REGIONS_TEXT),
            ("vocabulary/names.toml", NAMES_TEXT),
            ("vocabulary/words.txt", "# ordinary words\ngarden\nbeta\n"),
            (ALPHA, ALPHA_TEXT),
            (BETA, BETA_TEXT),
            (EXPLAINER, EXPLAINER_TEXT),
            (SLUGS, SLUGS_TEXT),
            (RETIRED, RETIRED_TEXT),
        ];
        Self(
            texts
                .map(|(path, text)| (path.to_owned(), text.to_owned()))
                .into(),
        )
    }

    /// The same with a data broker and a law.
    pub(crate) fn with_broker_and_law() -> Self {
        Self::sound()
            .put(BROKER, BROKER_TEXT)
            .put(LAW, LAW_TEXT)
            .append(
                VOCABULARY,
                "\n[[kind]]\nname = \"data broker\"\nplural = \"data brokers\"\nwords = []\n",
            )
            .append(SLUGS, "brokers = [\"gamma-search\"]\n")
    }

    /// `new` where `old` stood in the file at `path`, which must hold it exactly once.
    pub(crate) fn swap(mut self, path: &str, old: &str, new: &str) -> Self {
        let text = self.0.get_mut(path).unwrap();
        assert_eq!(
            text.matches(old).count(),
            1,
            "{path} holds {old:?} not exactly once"
        );
        *text = text.replacen(old, new, 1);
        self
    }

    /// `text` after the end of the file at `path`.
    pub(crate) fn append(mut self, path: &str, text: &str) -> Self {
        self.0.get_mut(path).unwrap().push_str(text);
        self
    }

    /// The text of the file at `path`.
    pub(crate) fn text(&self, path: &str) -> String {
        self.0.get(path).unwrap().clone()
    }

    pub(crate) fn put(mut self, path: &str, text: &str) -> Self {
        self.0.insert(path.to_owned(), text.to_owned());
        self
    }

    pub(crate) fn remove(mut self, path: &str) -> Self {
        self.0.remove(path).unwrap();
        self
    }

    /// The same with the line ends of Windows.
    pub(crate) fn with_crlf(mut self) -> Self {
        self.0
            .values_mut()
            .for_each(|text| *text = text.replace('\n', "\r\n"));
        self
    }

    pub(crate) fn files(&self) -> Files {
        let texts = self.0.iter();
        texts.fold(Files::default(), |files, (path, text)| {
            files.with(path, text)
        })
    }

    pub(crate) fn load(&self) -> KnowledgeBase {
        KnowledgeBase::load(&self.files()).unwrap()
    }

    pub(crate) fn lint(&self) -> Vec<Finding> {
        lint(&self.files(), &[], today())
    }

    /// The line, from 1, of the first place where `part` stands in the file at `path`.
    pub(crate) fn line_of(&self, path: &str, part: &str) -> usize {
        let lines = self.0.get(path).unwrap().lines();
        let found = lines.enumerate().find(|(_, line)| line.contains(part));
        1 + found.unwrap_or_else(|| panic!("{path} has no {part:?}")).0
    }

    /// Writes the files into `folder`.
    pub(crate) fn write(&self, folder: &Path) {
        for (path, text) in &self.0 {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }
}

pub(crate) fn slug(text: &str) -> Slug {
    Slug::new(text).unwrap()
}

const VOCABULARY_TEXT: &str = r#"[verdicts]
yes = "Yes"
opt-out = "Yes, unless you turn it off"
opt-in = "Only if you turn it on"
no = "No"
unstated = "The texts read do not say"
self-service = "Yes, you can do it yourself"

[[topic]]
slug = "ai-training"
name = "AI training"
phrase = "training AI on your data"
group = "practice"
asks = "Does it use your data to train AI?"

[[topic]]
slug = "sharing"
name = "Sharing"
phrase = "sharing your data"
group = "practice"
asks = "Does it pass your data on?"

[[topic]]
slug = "messages"
name = "Messages"
phrase = "your messages"
group = "practice"
asks = "Can it read your messages?"
[topic.verdicts]
no = "No, they are encrypted"

[[topic]]
slug = "deletion"
name = "Deleting"
phrase = "deleting your account"
group = "right"
asks = "Can you have your account deleted?"

[[kind]]
name = "social network"
plural = "social networks"
words = ["social network", "social networks"]

[[kind]]
name = "messenger"
plural = "messengers"
words = ["messenger", "messengers"]
"#;

const PHRASINGS_TEXT: &str = r#"[ai-training]
phrasings = ["does it train ai on my data"]
cues = ["train ai"]

[sharing]
phrasings = ["does it sell my data"]
cues = ["sell"]
"#;

const REGIONS_TEXT: &str = r#"[[region]]
id = "eu"
name = "the EU"
words = ["eu", "europe"]
exact = ["EU"]
countries = [["germany", "german", "berlin"]]

[[region]]
id = "uk"
name = "the United Kingdom"
words = ["uk", "britain"]

[[region]]
id = "us"
name = "the United States"
words = ["usa", "united states"]
exact = ["US"]

[[region]]
id = "us-ca"
name = "California"
parent = "us"
words = ["california", "los angeles"]
"#;

const NAMES_TEXT: &str = r#"unheld = [{ name = "GammaChat", words = ["gammachat"], domains = ["gammachat.example"], kind = "messenger" }]

[[ordinary]]
word = "beta"
blocked = ["beta version"]
"#;

const ALPHA_TEXT: &str = r#"name = "Alpha"
aliases = ["alfa net", "the alpha app"]
domains = ["alpha.example"]
company = "Alpha Holding"
kind = "social network"

[sources.privacy]
title = "Alpha Privacy Policy"
url = "https://alpha.example/privacy"
read = 2026-03-01
archive = "pga:Alpha/Privacy Policy"

[sources.help]
title = "Alpha Help"
url = "https://alpha.example/help"
undated = true

[practices.ai-training]
stance = "opt-out"
summary = "Public posts train Alpha's models."
used = ["public posts"]
not_used = ["private messages"]
undo = "What was learned stays."
evidence = [{ source = "privacy", find = ["train our models"] }]

[[practices.ai-training.opt_out]]
label = "Turn off AI training"
url = "https://alpha.example/settings/ai"
effort = "easy"
web = ["Settings", "AI", "Off"]
evidence = [{ source = "help", find = ["settings/ai"] }]

[practices.ai-training.regions.eu]
stance = "opt-in"
summary = "In the EU only after you agree."
evidence = [{ source = "privacy", find = ["European Economic Area"] }]

[practices.ai-training.regions.us]
summary = "In the US comments too."
used = ["public posts", "comments"]
evidence = [{ source = "privacy", find = ["United States"] }]

[practices.ai-training.regions.uk]
stance = "no"
evidence = [{ source = "privacy", find = ["United Kingdom"] }]

[practices.sharing]
stance = "no"
summary = "It says that nothing is sold."
evidence = [{ source = "privacy", find = ["do not sell"] }]

[practices.messages]
stance = "yes"
summary = "Messages are scanned."
evidence = [{ source = "privacy", find = ["scan messages"] }]

[rights.deletion]
availability = "self-service"
summary = "You can delete the account."
after = "Gone after 30 days."
evidence = [{ source = "privacy", find = ["30 days"] }]

[[rights.deletion.ways]]
label = "Delete the account"
effort = "medium"
mobile = ["Account", "Delete"]
evidence = [{ source = "help", find = ["delete account"] }]
"#;

const BETA_TEXT: &str = r#"name = "Beta"
aliases = ["beta messenger"]
domains = ["beta.example"]
company = "Alpha Holding"
kind = "messenger"

[sources.terms]
title = "Beta Terms"
url = "https://beta.example/terms"
read = 2026-01-15

[practices.ai-training]
stance = "no"
summary = "Nothing is used to train."
evidence = [{ source = "terms", find = ["no training"] }]

[practices.sharing]
stance = "unstated"
summary = "The terms were read for selling."

[rights.deletion]
availability = "on-request"
summary = "Write to support."
evidence = [{ source = "terms", find = ["write to us"] }]

[rights.deletion.regions.eu]
after = "In the EU within one month."
evidence = [{ source = "terms", find = ["one month"] }]
"#;

const EXPLAINER_TEXT: &str = r#"+++
title = "What is consent?"
questions = [
    "what is consent", "what does consent mean", "consent meaning", "what counts as consent", "is silence consent",
    "can i take consent back", "define consent", "consent explained", "what is valid consent", "did i consent",
]
topic = "sharing"
related = []

[sources.law]
title = "A law"
url = "https://law.example/consent"
read = 2016-05-04

[[evidence]]
source = "law"
find = ["freely given"]
+++
Consent is a clear yes.

- It can be taken back.
"#;

const SLUGS_TEXT: &str = r#"platforms = ["alpha", "beta", "old-alpha"]
explainers = ["what-is-consent"]
"#;

const RETIRED_TEXT: &str = r#"[[retired]]
slug = "old-alpha"
reason = "It was merged into Alpha."
redirect = "alpha"
"#;

const BROKER_TEXT: &str = r#"name = "Gamma Search"
company = "Gamma Search LLC"
kind = "data broker"
reviewed = 2026-05-02

[broker]
sort = "people search"
first = 1
asks_for = ["an e-mail address"]
regions = ["us"]

[sources.policy]
title = "Gamma Search Policy"
url = "https://gamma-search.example/policy"
read = 2026-05-01

[rights.deletion]
availability = "on-request"
summary = "You can have your listing taken down."
evidence = [{ source = "policy", find = ["take down"] }]

[[rights.deletion.ways]]
label = "Ask for it"
url = "https://gamma-search.example/off"
effort = "easy"
evidence = [{ source = "policy", find = ["/off"] }]
"#;

const LAW_TEXT: &str = r#"law = "Data Act (DA)"
reference = "Act 1"
since = 2018-05-25
summary = "You can see and delete."
how = "Write to them."
deadline = "one month"
escalate = "Complain."

[sources.act]
title = "Data Act"
url = "https://law.example/act"
read = 2018-05-25

[[evidence]]
source = "act"
find = ["one month"]

[[right]]
name = "access"
summary = "See what they hold."
reference = "section 2"
evidence = [{ source = "act", find = ["right to see"] }]

[[authority]]
name = "Data Office"
url = "https://office.example/complain"
evidence = [{ source = "act", find = ["Data Office"] }]
"#;
