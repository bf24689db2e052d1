//! What a record says.

use answer::{Answer, Intent, Verdict};
use knowledge::{
    Effort, Entry, Group, KnowledgeBase, Position, Record, Slug, Stance, Topic, TopicEntry,
};

use super::{joined, law, region_name};
use chat::{Block, Reply, Step};

/// The topics of which an overview speaks.
const OVERVIEW: [&str; 4] = ["ai-training", "ads", "sharing", "deletion"];

struct Shown<'a> {
    base: &'a KnowledgeBase,
    record: &'a Record,
    topic: &'a Topic,
    whole: &'a TopicEntry,
    entry: &'a Entry,
    under: Option<&'a Slug>,
}

fn shown<'a>(base: &'a KnowledgeBase, answer: &'a Answer) -> Option<Shown<'a>> {
    let Verdict::Entry {
        platform,
        topic,
        under,
        ..
    } = &answer.verdict
    else {
        return None;
    };
    let record = base.records.get(platform)?;
    let whole = record.entries.get(topic)?;
    Some(Shown {
        base,
        record,
        topic: base.vocabulary.topic(topic.as_str())?,
        whole,
        entry: under
            .as_ref()
            .and_then(|r| whole.regions.get(r))
            .unwrap_or(&whole.general),
        under: under.as_ref(),
    })
}

/// The verdict, what it rests on, and the way out.
pub(super) fn verdict(base: &KnowledgeBase, answer: &Answer) -> Reply {
    let Some(shown) = shown(base, answer) else {
        return Reply::default();
    };
    let entry = shown.entry;
    let mut reply = Reply::default().with(shown.headline());
    if let Some(opening) = shown.opening(answer.intent) {
        reply = reply.saying(opening);
    }
    reply
        .saying(&entry.summary)
        .with(Block::Points(shown.details()))
        .with(Block::Heading(shown.ways_heading().to_owned()))
        .with(Block::Steps(steps_of(entry)))
        .saying(shown.terms())
        .saying(shown.afterwards())
        .saying(shown.elsewhere(answer.region.as_ref()))
}

/// The way out first, then why one may want it.
pub(super) fn steps(base: &KnowledgeBase, answer: &Answer) -> Reply {
    let Some(shown) = shown(base, answer) else {
        return Reply::default();
    };
    let entry = shown.entry;
    Reply::default()
        .with(shown.headline())
        .with(Block::Heading(shown.ways_heading().to_owned()))
        .with(Block::Steps(steps_of(entry)))
        .saying(shown.terms())
        .saying(shown.afterwards())
        .saying(&entry.summary)
        .saying(shown.elsewhere(answer.region.as_ref()))
}

/// A platform in short, with a question back.
pub(super) fn overview(base: &KnowledgeBase, answer: &Answer) -> Reply {
    let Some(record) = answer
        .platforms
        .first()
        .and_then(|slug| base.records.get(slug))
    else {
        return Reply::default();
    };
    let rows = OVERVIEW.iter().filter_map(|slug| {
        let topic = base.vocabulary.topic(slug)?;
        let (_, entry) = answer.find(base, record.slug.as_str(), slug)?;
        let verdict = base.vocabulary.verdict(topic, entry.position);
        Some((topic.name.clone(), verdict.to_owned()))
    });
    let others = base.vocabulary.topics.iter().filter(|topic| {
        record.entries.contains_key(&topic.slug) && !OVERVIEW.contains(&topic.slug.as_str())
    });
    let others: Vec<_> = others.map(|topic| topic.name.to_lowercase()).collect();
    Reply::default()
        .saying(format!(
            "What about {} do you want to know? In short:",
            record.name
        ))
        .with(Block::Table(rows.collect()))
        .saying(format!("You can also ask about {}.", joined(&others, "or")))
}

impl Shown<'_> {
    /// What a data broker asks for before it removes anybody.
    fn terms(&self) -> String {
        let broker = self.record.broker.as_ref();
        let asked = broker.filter(|_| self.topic.slug == "deletion");
        asked.map(law::terms).unwrap_or_default()
    }

    fn headline(&self) -> Block {
        let place = self.under.map(|slug| region_name(self.base, slug.as_str()));
        let place = place.map_or(String::new(), |place| format!(" · {place}"));
        Block::Verdict {
            about: format!("{} · {}{place}", self.record.name, self.topic.name),
            asks: self.topic.asks.clone(),
            verdict: self
                .base
                .vocabulary
                .verdict(self.topic, self.entry.position)
                .to_owned(),
        }
    }

    /// A sentence for questions that a bare verdict would not meet.
    fn opening(&self, intent: Intent) -> Option<String> {
        let name = &self.record.name;
        match intent {
            Intent::Claim => Some(format!("Here is what {name}'s own texts say about that.")),
            Intent::Why => Some(format!(
                "Its reasons are its own; this is what {name}'s texts say of what it does."
            )),
            Intent::HowTo if self.entry.ways.is_empty() && self.is_done() => {
                Some(format!("{name}'s texts name no way to change this."))
            }
            _ => None,
        }
    }

    /// Whether the texts say that there is something to change.
    fn is_done(&self) -> bool {
        let position = self.entry.position;
        !position.is_unstated() && position != Position::Stance(Stance::No)
    }

    fn details(&self) -> Vec<String> {
        let mut points = Vec::new();
        if !self.entry.used.is_empty() {
            points.push(format!("Used: {}", self.entry.used.join("; ")));
        }
        if !self.entry.not_used.is_empty() {
            points.push(format!("Not used: {}", self.entry.not_used.join("; ")));
        }
        points
    }

    fn ways_heading(&self) -> &'static str {
        let partly = self
            .entry
            .ways
            .iter()
            .all(|way| way.effort == Effort::Limited);
        match (self.entry.ways.is_empty(), self.topic.group) {
            (true, _) => "",
            (false, Group::Practice) if partly => "What helps in part",
            (false, Group::Practice) => "What you can do",
            (false, Group::Right) => "How to do it",
        }
    }

    fn afterwards(&self) -> String {
        match (&self.entry.after, self.topic.group) {
            (None, _) => String::new(),
            (Some(text), Group::Practice) => format!("What stays: {text}"),
            (Some(text), Group::Right) => format!("Afterwards: {text}"),
        }
    }

    /// That it is otherwise elsewhere, or that a region makes no difference.
    fn elsewhere(&self, asked: Option<&Slug>) -> String {
        match (self.under, asked) {
            (Some(_), _) => String::new(),
            (None, Some(region)) => format!(
                "For {} the record makes no difference: this is the general answer.",
                region_name(self.base, region.as_str())
            ),
            (None, None) => self.regions(),
        }
    }

    fn regions(&self) -> String {
        let general = self.whole.general.position;
        let mut other = Vec::new();
        let mut alike = Vec::new();
        for (region, entry) in &self.whole.regions {
            let name = region_name(self.base, region.as_str());
            if entry.position == general {
                alike.push(name);
            } else {
                let verdict = self.base.vocabulary.verdict(self.topic, entry.position);
                other.push(format!("{name} ({})", lower_first(verdict)));
            }
        }
        let mut text = String::new();
        if !other.is_empty() {
            text.push_str(&format!("It is otherwise in {}. ", joined(&other, "and")));
        }
        if !alike.is_empty() {
            text.push_str(&format!("Details differ in {}. ", joined(&alike, "and")));
        }
        if !text.is_empty() {
            text.push_str("Say where you live to get the answer for there.");
        }
        text
    }
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

pub(super) fn steps_of(entry: &Entry) -> Vec<Step> {
    let ways = entry.ways.iter();
    ways.map(|way| Step {
        label: way.label.clone(),
        effort: effort(way.effort),
        paths: way
            .paths
            .iter()
            .map(|path| (path.device, path.taps.clone()))
            .collect(),
        url: way.url.clone(),
        note: way.note.clone(),
    })
    .collect()
}

fn effort(effort: Effort) -> &'static str {
    match effort {
        Effort::Easy => "easy",
        Effort::Medium => "takes a few steps",
        Effort::Hard => "takes some work",
        Effort::Limited => "helps in part",
        Effort::Impossible => "not possible",
    }
}
