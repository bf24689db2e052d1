//! Measuring answers against question sets.

use std::{collections::BTreeMap, path::Path};

use answer::{Answer, Context, Kind, Verdict};
use knowledge::Slug;
use serde::{Deserialize, Serialize};

use crate::{
    Assistant, Failure,
    command::{bad_line, read_lines},
};

/// A question with what a right answer is about.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    id: String,
    group: String,
    turns: Vec<String>,
    #[serde(default)]
    region: Option<String>,
    expect: Expected,
}

/// What is right of the last answer; what is left out does not matter.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    /// Any of these kinds.
    kinds: Vec<String>,
    /// Exactly these platforms.
    platforms: Option<Vec<String>>,
    /// Any of these topics; null is none.
    topics: Option<Vec<Option<String>>>,
    /// Any of these explainers.
    explainers: Option<Vec<String>>,
    /// This region.
    region: Option<String>,
    /// This stance or availability, by the topic that the answer is about.
    #[serde(default)]
    stances: BTreeMap<String, String>,
}

/// How a question set went.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Report {
    all: Tally,
    groups: BTreeMap<String, Tally>,
    misses: Vec<Miss>,
}

/// Counts, of questions.
#[derive(Debug, Default, Clone, Copy, Serialize)]
struct Tally {
    asked: usize,
    /// Right in everything that is expected.
    right: usize,
    /// Right in platform, topic and explainer, in an answer of a right kind.
    about_right: usize,
    /// A stance was given for a wrong platform or topic, or a wrong stance.
    confidently_wrong: usize,
    /// Answers that state facts.
    factual: usize,
    /// Of those, the ones with a source.
    sourced: usize,
}

#[derive(Debug, Serialize)]
struct Miss {
    id: String,
    question: String,
    expected: String,
    got: String,
    confidently_wrong: bool,
}

/// Reads the question set in `file`.
pub(crate) fn read(file: &Path) -> Result<Vec<Case>, Failure> {
    let parse = |(number, line): (usize, String)| {
        serde_json::from_str(&line).map_err(|error| bad_line(file, number, &error))
    };
    read_lines(file)?.into_iter().map(parse).collect()
}

/// Asks every question and counts.
pub(crate) fn run(assistant: &Assistant, cases: &[Case]) -> Result<Report, Failure> {
    let mut report = Report::default();
    for case in cases {
        let region = case
            .region
            .as_deref()
            .map(|text| assistant.region(text))
            .transpose()?;
        let mut context = Context::starting(region);
        let mut last = None;
        for turn in &case.turns {
            last = Some(assistant.ask(turn, &mut context)?);
        }
        let Some(answer) = last else { continue };
        let marks = Marks::of(assistant, case, &answer);
        report.all.add(&marks);
        report
            .groups
            .entry(case.group.clone())
            .or_default()
            .add(&marks);
        if !marks.right || marks.confidently_wrong {
            report.misses.push(Miss {
                id: case.id.clone(),
                question: case.turns.join(" | "),
                expected: case.expect.in_words(),
                got: in_words(&answer),
                confidently_wrong: marks.confidently_wrong,
            });
        }
    }
    Ok(report)
}

struct Marks {
    right: bool,
    about_right: bool,
    confidently_wrong: bool,
    factual: bool,
    sourced: bool,
}

impl Marks {
    fn of(assistant: &Assistant, case: &Case, answer: &Answer) -> Self {
        let expect = &case.expect;
        let kind = answer.verdict.kind();
        let kind_right = expect.kinds.iter().any(|one| one == kind.as_str());
        let platforms_right = expect.platforms.as_ref().is_none_or(|wanted| {
            // A general answer is about no platform, whatever else would have been right.
            kind == Kind::Explain && kind_right || same(wanted, &answer.platforms)
        });
        let topics_right = expect.topics.as_ref().is_none_or(|wanted| {
            kind == Kind::Explain && kind_right
                || wanted
                    .iter()
                    .any(|one| one.as_deref() == answer.topic.as_ref().map(Slug::as_str))
        });
        let explainer_right = match (&answer.verdict, &expect.explainers) {
            (Verdict::Explain { explainer, .. }, Some(wanted)) => {
                wanted.iter().any(|one| *explainer == one.as_str())
            }
            _ => true,
        };
        let region_right = expect
            .region
            .as_deref()
            .is_none_or(|wanted| answer.region.as_ref().map(Slug::as_str) == Some(wanted));
        let position = answer.verdict.position();
        let wanted = answer
            .topic
            .as_ref()
            .and_then(|topic| expect.stances.get(topic.as_str()));
        let stance_right = match (position, wanted) {
            (Some(position), Some(wanted)) => position.as_str() == wanted,
            _ => true,
        };
        let expected_entry = expect
            .kinds
            .iter()
            .any(|kind| kind == "answer" || kind == "steps");
        let about_right = platforms_right && topics_right && explainer_right;
        let factual = matches!(
            kind,
            Kind::Answer | Kind::Steps | Kind::Compare | Kind::Explain
        );
        Self {
            right: about_right && kind_right && region_right && stance_right,
            about_right: about_right && kind_right,
            confidently_wrong: match kind {
                Kind::Answer | Kind::Steps => {
                    !expected_entry || !platforms_right || !topics_right || !stance_right
                }
                // Every stance of a list or comparison is one on its topic.
                Kind::Compare | Kind::List => !topics_right,
                _ => false,
            },
            factual,
            sourced: factual && !answer.sources(assistant.base()).is_empty(),
        }
    }
}

fn same(wanted: &[String], got: &[Slug]) -> bool {
    let mut wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
    let mut got: Vec<&str> = got.iter().map(Slug::as_str).collect();
    wanted.sort_unstable();
    got.sort_unstable();
    wanted == got
}

impl Tally {
    fn add(&mut self, marks: &Marks) {
        self.asked += 1;
        self.right += usize::from(marks.right);
        self.about_right += usize::from(marks.about_right);
        self.confidently_wrong += usize::from(marks.confidently_wrong);
        self.factual += usize::from(marks.factual);
        self.sourced += usize::from(marks.sourced);
    }

    fn row(&self, name: &str) -> String {
        let share = |part: usize, of: usize| match of {
            0 => "-".to_owned(),
            of => format!("{:.1} %", 100.0 * part as f64 / of as f64),
        };
        format!(
            "{name:<18} {:>5}  {:>9}  {:>9}  {:>9}  {:>9}\n",
            self.asked,
            share(self.right, self.asked),
            share(self.about_right, self.asked),
            share(self.confidently_wrong, self.asked),
            share(self.sourced, self.factual),
        )
    }
}

impl Report {
    /// Whether at least `right` and at most `wrong` per cent of the questions were answered right and confidently wrong.
    pub(crate) fn reaches(&self, right: Option<f64>, wrong: Option<f64>) -> bool {
        let share = |part: usize| 100.0 * part as f64 / self.all.asked.max(1) as f64;
        right.is_none_or(|least| share(self.all.right) >= least)
            && wrong.is_none_or(|most| share(self.all.confidently_wrong) <= most)
    }

    /// The report as people read it, with every miss where `misses` is set.
    pub(crate) fn table(&self, misses: bool) -> String {
        let mut text = format!(
            "{:<18} {:>5}  {:>9}  {:>9}  {:>9}  {:>9}\n",
            "group", "asked", "all right", "about", "wrong", "sourced"
        );
        for (name, tally) in &self.groups {
            text.push_str(&tally.row(name));
        }
        text.push_str(&self.all.row("all"));
        if misses {
            for miss in &self.misses {
                let mark = if miss.confidently_wrong { "!!" } else { "--" };
                text.push_str(&format!(
                    "\n{mark} {}: {}\n   expected {}\n   got      {}\n",
                    miss.id, miss.question, miss.expected, miss.got
                ));
            }
        }
        text
    }
}

impl Expected {
    fn in_words(&self) -> String {
        let mut words = vec![self.kinds.join("|")];
        words.extend(
            self.platforms
                .as_ref()
                .map(|p| format!("[{}]", p.join(" "))),
        );
        words.extend(self.topics.as_ref().map(|topics| {
            let topics: Vec<_> = topics
                .iter()
                .map(|t| t.as_deref().unwrap_or("none"))
                .collect();
            topics.join("|")
        }));
        words.extend(self.explainers.as_ref().map(|list| list.join("|")));
        words.extend(self.region.as_ref().map(|region| format!("in {region}")));
        words.extend(
            self.stances
                .iter()
                .map(|(topic, stance)| format!("{topic}={stance}")),
        );
        words.join(" ")
    }
}

fn in_words(answer: &Answer) -> String {
    let platforms: Vec<_> = answer.platforms.iter().map(Slug::as_str).collect();
    let mut words = vec![answer.verdict.kind().as_str().to_owned()];
    words.push(format!("[{}]", platforms.join(" ")));
    words.push(
        answer
            .topic
            .as_ref()
            .map_or("none".to_owned(), ToString::to_string),
    );
    if let Verdict::Explain { explainer, .. } = &answer.verdict {
        words.push(explainer.to_string());
    }
    words.extend(answer.region.as_ref().map(|region| format!("in {region}")));
    words.extend(
        answer
            .verdict
            .position()
            .map(|position| position.to_string()),
    );
    words.join(" ")
}
