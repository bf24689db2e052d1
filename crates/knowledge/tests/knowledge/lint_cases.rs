//! One broken thing a case: exactly its check speaks, with the right file, line and a fix.

use std::collections::BTreeSet;

use knowledge::{CHECKS, Error, ErrorKind, WEIGHTS, lint};

use crate::dummy::{
    ALPHA, BETA, BROKER, Dummy, EXPLAINER, LAW, PHRASINGS, REGIONS, RETIRED, SLUGS, VOCABULARY,
    today,
};

/// A broken base, and what is to be found in it.
struct Case {
    code: &'static str,
    dummy: Dummy,
    unreadable: Vec<Error>,
    file: &'static str,
    /// What stands in the line; `None` for the first line.
    part: Option<&'static str>,
    /// Other checks that speak for the same reason.
    also: &'static [&'static str],
}

/// A case for the check `code`, which is to speak of line 1 of `file` unless [`Case::at`] says otherwise.
fn case(code: &'static str, file: &'static str) -> Case {
    Case {
        code,
        dummy: Dummy::sound(),
        unreadable: Vec::new(),
        file,
        part: None,
        also: &[],
    }
}

impl Case {
    /// `new` in place of `old`, in the file that the finding is about.
    fn swap(self, old: &str, new: &str) -> Self {
        let file = self.file;
        self.elsewhere(|dummy| dummy.swap(file, old, new))
    }

    fn with_broker_and_law(self) -> Self {
        self.elsewhere(|_| Dummy::with_broker_and_law())
    }

    fn append(self, text: &str) -> Self {
        let file = self.file;
        self.elsewhere(|dummy| dummy.append(file, text))
    }

    fn elsewhere(mut self, change: impl FnOnce(Dummy) -> Dummy) -> Self {
        self.dummy = change(self.dummy);
        self
    }

    fn unreadable(mut self, error: Error) -> Self {
        self.unreadable.push(error);
        self
    }

    fn at(mut self, part: &'static str) -> Self {
        self.part = Some(part);
        self
    }

    fn also(mut self, codes: &'static [&'static str]) -> Self {
        self.also = codes;
        self
    }

    fn check(self) {
        let findings = lint(&self.dummy.files(), &self.unreadable, today());
        let codes: BTreeSet<_> = findings.iter().map(|finding| finding.code).collect();
        let expected: BTreeSet<_> = self.also.iter().copied().chain([self.code]).collect();
        assert_eq!(codes, expected, "{findings:#?}");
        let own: Vec<_> = findings
            .iter()
            .filter(|finding| finding.code == self.code)
            .collect();
        let [only] = own.as_slice() else {
            panic!("more than one finding: {own:#?}");
        };
        let line = self
            .part
            .map_or(1, |part| self.dummy.line_of(self.file, part));
        assert_eq!(
            (only.file.as_str(), only.line),
            (self.file, line),
            "{only:#?}"
        );
        for finding in &findings {
            assert!(!finding.message.trim().is_empty(), "{finding:#?}");
            assert!(!finding.fix.trim().is_empty(), "{finding:#?}");
        }
    }
}

macro_rules! cases {
    ($($name:ident: $case:expr;)*) => {
        $(#[test]
        fn $name() {
            $case.check();
        })*

        #[test]
        fn every_check_has_a_case() {
            let have: BTreeSet<_> = [$($case.code),*].into();
            let listed: BTreeSet<_> = CHECKS.iter().map(|check| check.code).collect();
            assert_eq!(listed.len(), CHECKS.len(), "a code stands twice");
            assert_eq!(have, listed);
        }
    };
}

#[test]
fn a_sound_base_has_no_findings() {
    assert_eq!(Dummy::sound().lint(), []);
    assert_eq!(Dummy::with_broker_and_law().lint(), []);
}

#[test]
fn findings_are_sorted_by_file_and_line() {
    let dummy = Dummy::sound()
        .swap(BETA, "title = \"Beta Terms\"", "title = \"\"")
        .swap(ALPHA, "title = \"Alpha Help\"", "title = \"\"")
        .swap(ALPHA, "kind = \"social network\"", "kind = \"shop\"");
    let findings = dummy.lint();
    let places: Vec<_> = findings
        .iter()
        .map(|one| (one.file.as_str(), one.code))
        .collect();
    assert_eq!(
        places,
        [
            (ALPHA, "unknown-kind"),
            (ALPHA, "source-title"),
            (BETA, "source-title")
        ]
    );
}

fn no_utf8() -> Error {
    Error {
        kind: ErrorKind::Unreadable,
        file: "platforms/gamma.toml".to_owned(),
        line: 0,
        message: "cannot be read: stream did not contain valid UTF-8".to_owned(),
        source: None,
    }
}

const UNSTATED: &str = "stance = \"unstated\"\nsummary = \"The terms were read for selling.\"\n";
const AI_WAY: &str = r#"[[practices.ai-training.opt_out]]
label = "Turn off AI training"
url = "https://alpha.example/settings/ai"
effort = "easy"
web = ["Settings", "AI", "Off"]
evidence = [{ source = "help", find = ["settings/ai"] }]
"#;
const DELETION_WAY: &str = r#"[[rights.deletion.ways]]
label = "Delete the account"
effort = "medium"
mobile = ["Account", "Delete"]
evidence = [{ source = "help", find = ["delete account"] }]
"#;
const BETA_WAY: &str = r#"
[[practices.ai-training.opt_out]]
label = "Switch it off"
url = "https://beta.example/off"
effort = "easy"
evidence = [{ source = "terms", find = ["off"] }]
"#;

cases! {
    unreadable: case("unreadable", "platforms/gamma.toml").unreadable(no_utf8());

    malformed_record: case("malformed", ALPHA)
        .swap("company = \"Alpha Holding\"", "company = Alpha Holding").at("company =");
    malformed_type: case("malformed", ALPHA)
        .swap("domains = [\"alpha.example\"]", "domains = \"alpha.example\"").at("domains =");
    malformed_missing_field: case("malformed", ALPHA).swap("company = \"Alpha Holding\"\n", "");
    malformed_explainer: case("malformed", EXPLAINER)
        .swap("title = \"A law\"", "title = A law").at("title = A law");
    malformed_fence: case("malformed", EXPLAINER).swap("+++\ntitle", "title");
    malformed_retired: case("malformed", RETIRED).swap("slug = \"old-alpha\"", "slug = 1").at("slug = 1");
    malformed_slugs: case("malformed", SLUGS)
        .swap("explainers =", "explanations =").at("explanations =");

    vocabulary_group: case("vocabulary", VOCABULARY)
        .swap("group = \"right\"", "group = \"wrong\"").at("group = \"wrong\"");
    vocabulary_missing: case("vocabulary", VOCABULARY).elsewhere(|dummy| dummy.remove(VOCABULARY));
    vocabulary_lost_phrasings: case("vocabulary", PHRASINGS).swap("[sharing]", "[cooking]");
    vocabulary_orphan_region: case("vocabulary", REGIONS).swap("parent = \"us\"", "parent = \"usa\"");

    vocabulary_messages: case("vocabulary", "vocabulary/messages.toml")
        .elsewhere(|dummy| dummy.put("vocabulary/messages.toml", "cooking = [\"how do i boil an egg\"]\n"));

    stale_weights: case("stale-weights", WEIGHTS)
        .elsewhere(|dummy| dummy.put(WEIGHTS, "learned from others"));

    unknown_key: case("unknown-key", ALPHA)
        .swap("kind = ", "colour = \"blue\"\nkind = ").at("colour");
    unknown_key_in_a_way: case("unknown-key", ALPHA)
        .swap("effort = \"easy\"", "effort = \"easy\"\ntaps = 3").at("taps");
    unknown_key_in_a_region: case("unknown-key", ALPHA)
        .swap("stance = \"opt-in\"", "stance = \"opt-in\"\nsince = 2025").at("since");
    unknown_key_in_an_explainer: case("unknown-key", EXPLAINER)
        .swap("related = []", "related = []\nmood = \"calm\"").at("mood");

    bad_slug: case("bad-slug", "platforms/Alpha_1.toml")
        .elsewhere(|dummy| {
            let dummy = dummy.put("platforms/Alpha_1.toml", "name = \"Delta\"\ncompany = \"D\"\nkind = \"messenger\"\n");
            dummy.swap(SLUGS, "\"alpha\"", "\"alpha\", \"Alpha_1\"")
        })
        .also(&["missing-topic"]);
    unlisted_slug: case("unlisted-slug", BETA).elsewhere(|dummy| dummy.swap(SLUGS, "\"beta\", ", ""));
    unlisted_explainer: case("unlisted-slug", EXPLAINER)
        .elsewhere(|dummy| dummy.swap(SLUGS, "\"what-is-consent\"", ""));
    vanished_slug: case("vanished-slug", SLUGS).swap("\"beta\"", "\"beta\", \"delta\"");
    vanished_explainer: case("vanished-slug", SLUGS).swap("\"what-is-consent\"", "\"what-is-consent\", \"why\"");
    retired_but_there: case("retired", RETIRED).append("[[retired]]\nslug = \"beta\"\nreason = \"Closed.\"\n");
    retired_without_reason: case("retired", RETIRED).swap("It was merged into Alpha.", " ");
    retired_leads_nowhere: case("retired", RETIRED).swap("redirect = \"alpha\"", "redirect = \"nowhere\"");

    unknown_topic: case("unknown-topic", ALPHA)
        .swap("[practices.messages]", "[practices.cooking]").at("[practices.cooking]");
    unknown_topic_of_the_other_group: case("unknown-topic", BETA)
        .append(&format!("[practices.deletion]\n{UNSTATED}")).at("[practices.deletion]");
    missing_topic: case("missing-topic", BETA).swap(&format!("[practices.sharing]\n{UNSTATED}"), "");

    unknown_region: case("unknown-region", ALPHA).swap("regions.eu]", "regions.mars]").at("regions.mars]");
    unknown_region_of_a_right: case("unknown-region", BETA).swap("regions.eu]", "regions.mars]").at("regions.mars]");
    unknown_stance: case("unknown-stance", ALPHA)
        .swap("stance = \"yes\"", "stance = \"maybe\"").at("stance = \"maybe\"");
    unknown_stance_in_a_region: case("unknown-stance", ALPHA)
        .swap("stance = \"opt-in\"", "stance = \"maybe\"").at("stance = \"maybe\"");
    unknown_availability: case("unknown-stance", BETA)
        .swap("\"on-request\"", "\"perhaps\"").at("\"perhaps\"");
    unknown_effort: case("unknown-stance", ALPHA).swap("\"medium\"", "\"tiny\"").at("\"tiny\"");
    missing_effort: case("unknown-stance", ALPHA)
        .swap("effort = \"medium\"\n", "").at("[[rights.deletion.ways]]");
    unknown_kind: case("unknown-kind", BETA).swap("kind = \"messenger\"", "kind = \"shop\"").at("kind =");

    broker_without_table: case("broker", BROKER).with_broker_and_law()
        .swap("[broker]\nsort = \"people search\"\nfirst = 1\nasks_for = [\"an e-mail address\"]\nregions = [\"us\"]\n", "")
        .also(&["missing-topic"]);
    broker_of_no_sort: case("broker", BROKER).with_broker_and_law().swap("people search", " ").at("sort =");
    broker_in_no_region: case("broker", BROKER).with_broker_and_law().swap("[\"us\"]", "[\"mars\"]").at("regions =");
    broker_beyond_the_first: case("broker", BROKER).with_broker_and_law().swap("first = 1", "first = 11").at("first =");
    broker_among_platforms: case("broker", BETA).swap("kind = \"messenger\"", "kind = \"data broker\"").also(&["unknown-kind"]);
    broker_without_deletion: case("missing-topic", BROKER).with_broker_and_law()
        .swap("rights.deletion]\navail", "rights.export]\navail").swap("rights.deletion.ways]]", "rights.export.ways]]")
        .also(&["unknown-topic"]);

    reviewed_in_the_future: case("reviewed", BROKER).with_broker_and_law()
        .swap("reviewed = 2026-05-02", "reviewed = 2026-06-02").at("reviewed");
    reviewed_before_it_was_read: case("reviewed", BROKER).with_broker_and_law()
        .swap("reviewed = 2026-05-02", "reviewed = 2026-04-30").at("reviewed");
    reviewed_at_no_day: case("reviewed", BROKER).with_broker_and_law()
        .swap("reviewed = 2026-05-02", "reviewed = 12:00:00").at("reviewed");

    law_of_no_region: case("law", "rights/mars.toml").with_broker_and_law()
        .elsewhere(|dummy| { let text = dummy.text(LAW); dummy.remove(LAW).put("rights/mars.toml", &text) });
    law_that_says_nothing: case("law", LAW).with_broker_and_law().swap("how = \"Write to them.\"\n", "");
    law_with_an_unknown_right: case("law", LAW).with_broker_and_law()
        .swap("name = \"access\"", "name = \"peace\"").at("[[right]]");
    law_with_no_place_to_complain: case("law", LAW).with_broker_and_law()
        .swap("https://office.example/complain", "office").at("[[authority]]");
    law_without_evidence: case("no-evidence", LAW).with_broker_and_law()
        .swap("evidence = [{ source = \"act\", find = [\"right to see\"] }]\n", "").at("[[right]]");
    law_with_an_unknown_key: case("unknown-key", LAW).with_broker_and_law()
        .swap("how = ", "mood = \"calm\"\nhow = ").at("mood");
    law_with_an_undated_claim: case("undated-claim", LAW).with_broker_and_law()
        .swap("read = 2018-05-25", "undated = true").swap("[[evidence]]\nsource = \"act\"\nfind = [\"one month\"]\n", "")
        .at("right to see").also(&["no-evidence"]);
    law_malformed: case("malformed", LAW).with_broker_and_law().swap("\"Act 1\"", "Act 1").at("reference =");

    no_summary: case("no-summary", ALPHA)
        .swap("summary = \"Messages are scanned.\"\n", "").at("[practices.messages]");
    no_summary_in_a_region: case("no-summary", ALPHA)
        .swap("\"In the EU only after you agree.\"", "\" \"").at("regions.eu]");
    empty_region: case("empty-region", ALPHA)
        .swap("regions.uk]\nstance = \"no\"\n", "regions.uk]\n").at("regions.uk]");
    empty_region_of_a_right: case("empty-region", BETA)
        .swap("after = \"In the EU within one month.\"\n", "").at("regions.eu]");

    contradiction_opt_out_without_way: case("contradiction", ALPHA)
        .swap(AI_WAY, "").at("[practices.ai-training]");
    contradiction_self_service_without_way: case("contradiction", ALPHA)
        .swap(DELETION_WAY, "").at("[rights.deletion]");
    contradiction_no_with_way: case("contradiction", BETA)
        .append(BETA_WAY).at("[practices.ai-training]");
    contradiction_yes_with_way: case("contradiction", BETA)
        .swap("stance = \"no\"", "stance = \"yes\"").append(BETA_WAY).at("[practices.ai-training]");
    contradiction_in_a_region: case("contradiction", BETA)
        .swap("regions.eu]", "regions.eu]\navailability = \"self-service\"").at("regions.eu]");
    way_without_place: case("way-without-place", ALPHA)
        .swap("mobile = [\"Account\", \"Delete\"]\n", "").at("[[rights.deletion.ways]]");
    way_without_label: case("way-without-place", ALPHA)
        .swap("label = \"Delete the account\"\n", "").at("[[rights.deletion.ways]]");

    claim_without_evidence: case("no-evidence", ALPHA)
        .swap("evidence = [{ source = \"privacy\", find = [\"do not sell\"] }]\n", "").at("[practices.sharing]");
    region_without_evidence: case("no-evidence", ALPHA)
        .swap("evidence = [{ source = \"privacy\", find = [\"United Kingdom\"] }]\n", "").at("regions.uk]");
    way_without_evidence: case("no-evidence", ALPHA)
        .swap("evidence = [{ source = \"help\", find = [\"delete account\"] }]\n", "").at("[[rights.deletion.ways]]");
    evidence_without_term: case("no-evidence", ALPHA).swap("\"do not sell\"", "\" \"").at("\" \"");
    unknown_source: case("unknown-source", ALPHA)
        .swap("source = \"privacy\", find = [\"30 days\"]", "source = \"lost\", find = [\"30 days\"]").at("\"lost\"");
    unknown_source_of_an_explainer: case("unknown-source", EXPLAINER)
        .swap("source = \"law\"", "source = \"lost\"").at("[[evidence]]").also(&["unused-source"]);
    long_term: case("long-term", ALPHA)
        .swap("\"30 days\"", "\"one two three four five six seven\"").at("six seven");
    long_term_of_an_explainer: case("long-term", EXPLAINER)
        .swap("freely given", "one two three four five six seven").at("[[evidence]]");
    undated_claim: case("undated-claim", ALPHA)
        .swap("source = \"privacy\", find = [\"30 days\"]", "source = \"help\", find = [\"30 days\"]").at("30 days\"]");
    undated_claim_of_an_explainer: case("undated-claim", EXPLAINER)
        .swap("read = 2016-05-04", "undated = true").at("[[evidence]]");
    unused_source: case("unused-source", BETA)
        .append("[sources.extra]\ntitle = \"E\"\nurl = \"https://beta.example/e\"\nread = 2026-01-01\n").at("[sources.extra]");
    unused_source_of_an_explainer: case("unused-source", EXPLAINER)
        .swap("[[evidence]]", "[sources.extra]\ntitle = \"E\"\nurl = \"https://e.example\"\nread = 2026-01-01\n\n[[evidence]]")
        .at("[sources.extra]");

    source_without_https: case("source-url", ALPHA)
        .swap("https://alpha.example/privacy", "http://alpha.example/privacy").at("[sources.privacy]");
    source_without_url: case("source-url", ALPHA)
        .swap("url = \"https://alpha.example/help\"\n", "").at("[sources.help]");
    way_with_a_bad_url: case("source-url", ALPHA)
        .swap("https://alpha.example/settings/ai", "alpha.example/settings/ai").at("opt_out]]");
    source_title: case("source-title", BETA).swap("title = \"Beta Terms\"\n", "").at("[sources.terms]");
    source_without_date: case("source-date", BETA).swap("read = 2026-01-15\n", "").at("[sources.terms]");
    source_with_both: case("source-date", ALPHA)
        .swap("undated = true", "undated = true\nread = 2026-01-01").at("[sources.help]");
    source_with_a_time: case("source-date", BETA).swap("read = 2026-01-15", "read = 10:30:00").at("[sources.terms]");
    source_future: case("source-future", BETA).swap("2026-01-15", "2026-06-02").at("[sources.terms]");

    duplicate_alias: case("duplicate-alias", BETA)
        .swap("\"beta messenger\"", "\"beta messenger\", \"alfa net\"").at("aliases");
    duplicate_in_one_record: case("duplicate-alias", ALPHA)
        .swap("\"alfa net\"", "\"alfa net\", \"alfa net\"").at("aliases");
    duplicate_domain: case("duplicate-alias", BETA)
        .swap("\"beta.example\"", "\"beta.example\", \"alpha.example\"").at("domains");
    shadowing_word: case("shadowing-alias", BETA)
        .swap("\"beta messenger\"", "\"beta messenger\", \"garden\"").at("aliases");
    shadowing_region: case("shadowing-alias", BETA)
        .swap("\"beta messenger\"", "\"beta messenger\", \"berlin\"").at("aliases");
    shadowing_other_name: case("shadowing-alias", BETA)
        .swap("\"beta messenger\"", "\"beta messenger\", \"gammachat\"").at("aliases");
    alias_form: case("alias-form", BETA).swap("\"beta messenger\"", "\"Beta Messenger\"").at("aliases");
    domain_form: case("alias-form", BETA).swap("\"beta.example\"", "\"www.beta.example\"").at("domains");

    explainer_with_few_questions: case("explainer", EXPLAINER).swap(", \"did i consent\"", "").at("questions");
    explainer_without_source: case("explainer", EXPLAINER)
        .swap("[sources.law]\ntitle = \"A law\"\nurl = \"https://law.example/consent\"\nread = 2016-05-04\n", "")
        .also(&["unknown-source"]);
    explainer_without_evidence: case("explainer", EXPLAINER)
        .swap("[[evidence]]\nsource = \"law\"\nfind = [\"freely given\"]\n", "").also(&["unused-source"]);
    explainer_of_no_topic: case("explainer", EXPLAINER).swap("\"sharing\"", "\"cooking\"").at("topic =");
    explainer_leads_nowhere: case("explainer", EXPLAINER).swap("related = []", "related = [\"why\"]").at("related =");
    explainer_without_text: case("explainer", EXPLAINER)
        .swap("\nConsent is a clear yes.\n\n- It can be taken back.\n", "\n");
}
