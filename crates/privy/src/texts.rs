//! The platforms' own words beside the records: what stands in them where no record speaks, and whether they still say
//! what a record rests on.

use ::archive::{
    Archive, CueTopics, Document, EvidenceCheck, Hit, Query, Ranking, Standing, TopicScorer,
};
use answer::{Answer, Since, Unknown, Verdict};
use jiff::{ToSpan, civil::Date};
use knowledge::{Evidence, KnowledgeBase, Position, Record, Stance, UnheldName};

use crate::{Config, Failure};

/// The most passages that an answer quotes.
const QUOTED: usize = 3;

/// So many of a question's own words must stand in a passage that is quoted and is on another topic.
const COVERED: f32 = 0.6;

/// A passage speaks to so many of the topics that its words point at.
const TOPICS: usize = 2;

/// How many days are looked back where nothing is said.
const LATELY: i64 = 30;

/// A shorter name of a platform of the archive, or one that is an ordinary word, is hardly ever meant.
const SHORTEST_NAME: usize = 4;

/// The platforms' own texts, as they stood at the last sync.
pub(crate) struct Texts {
    archive: Archive,
    topics: CueTopics,
    ranking: Ranking,
}

/// What the texts add to an answer.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Added {
    /// Whose texts were searched, as the collections call it.
    pub service: String,
    /// Passages that speak to the question, best first.
    pub excerpts: Vec<Excerpt>,
    /// The texts that were searched, where no record speaks.
    pub searched: Vec<TextSource>,
    /// Sources that changed after they were read.
    pub changed: Vec<Changed>,
    /// What changed, where that was asked for.
    pub lately: Option<Lately>,
}

/// What changed in a platform's texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lately {
    /// From this day on.
    pub since: Date,
    /// Newest first.
    pub changes: Vec<Told>,
}

/// A change, as it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The day on which it was recorded.
    pub on: Date,
    /// The text that changed.
    pub source: TextSource,
    /// "added", "removed", "reworded".
    pub kind: &'static str,
    /// The heading right above it.
    pub heading: Option<String>,
    /// What it said.
    pub before: Option<String>,
    /// What it says.
    pub after: Option<String>,
    /// A page that shows the difference.
    pub difference: Option<String>,
}

/// A passage, word for word.
#[derive(Debug, Clone, PartialEq)]
pub struct Excerpt {
    /// Where it stands.
    pub source: TextSource,
    /// The headings above it, outermost first.
    pub headings: Vec<String>,
    /// Unicode characters of the document, half open.
    pub place: std::ops::Range<usize>,
    /// Exactly that slice of the document, in Markdown.
    pub text: String,
    /// The words that are looked for.
    pub query: Query,
}

/// A text of a platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextSource {
    /// What the collections call the platform.
    pub service: String,
    /// "Privacy Policy".
    pub name: String,
    /// The live page.
    pub url: Option<String>,
    /// The version's day.
    pub date: Date,
    /// That version as it was archived.
    pub archived: Option<String>,
}

/// A source that changed after it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The source's address.
    pub url: String,
    /// The day of the first change after the reading.
    pub on: Date,
    /// A page that shows the difference.
    pub difference: Option<String>,
    /// Whether a term is gone on which the claim rests.
    pub gone: bool,
}

impl Texts {
    /// The texts of the data folder; `None` where none were brought in yet.
    pub(crate) fn open(config: &Config, base: &KnowledgeBase) -> Result<Option<Self>, Failure> {
        let archive = Archive::open(&config.archive.folder)?;
        Ok(archive.map(|archive| Self {
            topics: CueTopics::new(&base.vocabulary),
            ranking: Ranking::new(&base.vocabulary.policy),
            archive,
        }))
    }

    /// The platforms of which there are texts and no record, so that questions can name them.
    pub(crate) fn names(&self, base: &KnowledgeBase) -> Vec<UnheldName> {
        let vocabulary = &base.vocabulary;
        let held = |name: &str| {
            let known = |record: &Record| {
                record.name.to_lowercase() == name || record.aliases.iter().any(|one| one == name)
            };
            base.records.values().any(known)
                || vocabulary
                    .unheld
                    .iter()
                    .any(|one| one.words.iter().any(|word| word == name))
        };
        let services = self.archive.services();
        let named = services.filter_map(|service| {
            let name = service.name.to_lowercase();
            let telling =
                name.chars().count() >= SHORTEST_NAME && !vocabulary.words.contains(&name);
            (telling && !held(&name)).then(|| UnheldName {
                name: service.name.clone(),
                words: vec![name],
                domains: Vec::new(),
                kind: String::new(),
            })
        });
        named.collect()
    }

    /// What the collections call the platform of `record`: as its sources and its name say.
    pub(crate) fn services_of(&self, record: &Record) -> Vec<&str> {
        let references = record.sources.values();
        let references = references.filter_map(|source| source.archive.as_deref());
        let documents = references.filter_map(|reference| self.archive.document(reference));
        let mut names: Vec<&str> = documents
            .map(|document| document.service.as_str())
            .collect();
        let mut all = self.archive.services();
        names.extend(
            all.find(|service| service.name == record.name)
                .map(|service| service.name.as_str()),
        );
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The platform that the collections call `name`, in any case.
    pub(crate) fn service_named(&self, name: &str) -> Option<&str> {
        let low = name.to_lowercase();
        let mut services = self.archive.services();
        let found = services.find(|service| service.name.to_lowercase() == low);
        found.map(|service| service.name.as_str())
    }

    /// What the texts add to `answer`; `question` where one was asked in words.
    pub(crate) fn add(
        &self,
        base: &KnowledgeBase,
        answer: &Answer,
        question: Option<&str>,
        today: Date,
    ) -> Result<Added, Failure> {
        let record = || {
            answer
                .platforms
                .first()
                .and_then(|slug| base.records.get(slug))
        };
        let services = match &answer.verdict {
            Verdict::Entry {
                position: Position::Stance(Stance::Unstated),
                ..
            }
            | Verdict::Unknown(Unknown::Unrecorded | Unknown::Fact) => record()
                .map(|record| self.services_of(record))
                .unwrap_or_default(),
            Verdict::Unknown(Unknown::Platform { name: Some(name) }) => {
                self.service_named(name).into_iter().collect()
            }
            Verdict::Changes { since, unheld } => {
                let services = match unheld {
                    Some(name) => self.service_named(name).into_iter().collect(),
                    None => record()
                        .map(|record| self.services_of(record))
                        .unwrap_or_default(),
                };
                let topic = answer.topic.as_ref().map(|topic| topic.as_str());
                return self.lately(&services, first_day(*since, today), topic);
            }
            Verdict::Entry {
                platform, topic, ..
            } => {
                let Some((record, entry)) = answer.find(base, platform.as_str(), topic.as_str())
                else {
                    return Ok(Added::default());
                };
                return self.standing(record, &entry.all_evidence().collect::<Vec<_>>());
            }
            _ => return Ok(Added::default()),
        };
        match question.zip(services.first()) {
            Some((question, service)) => {
                let topic = answer.topic.as_ref().map(|topic| topic.as_str());
                let mut names: Vec<&str> = services.clone();
                names.push(service);
                if let Some(record) = record() {
                    names.push(&record.name);
                    names.extend(record.aliases.iter().map(String::as_str));
                }
                let query = self.ranking.query(question, &names, QUOTED * 2);
                self.speak(&services, query.of(&services), topic)
            }
            None => Ok(Added::default()),
        }
    }

    /// What the texts of `services` say to `query`, on `topic` where one is known.
    fn speak(
        &self,
        services: &[&str],
        query: Query,
        topic: Option<&str>,
    ) -> Result<Added, Failure> {
        let hits = self.archive.search(&query)?;
        let speaks = |hit: &Hit<'_>| {
            let topics = self.topics.topics(&hit.headings, &hit.text);
            let on_topic =
                topic.is_some_and(|topic| topics.iter().take(TOPICS).any(|(one, _)| one == topic));
            on_topic || query.coverage(&hit.text) >= COVERED
        };
        let excerpts = hits.iter().filter(|hit| speaks(hit)).take(QUOTED);
        let documents = self.archive.documents().iter();
        let searched = documents.filter(|document| services.contains(&document.service.as_str()));
        Ok(Added {
            service: services.first().copied().unwrap_or_default().to_owned(),
            excerpts: excerpts
                .map(|hit| Excerpt {
                    source: self.source(hit.document),
                    headings: hit.headings.clone(),
                    place: hit.place.clone(),
                    text: hit.text.clone(),
                    query: query.clone(),
                })
                .collect(),
            searched: newest(searched.map(|document| self.source(document)).collect()),
            ..Added::default()
        })
    }

    /// What changed in the texts of `services` from `since` on, on `topic` where there is one.
    fn lately(
        &self,
        services: &[&str],
        since: Date,
        topic: Option<&str>,
    ) -> Result<Added, Failure> {
        let Some(service) = services.first() else {
            return Ok(Added::default());
        };
        let mut changes = Vec::new();
        for service in services {
            changes.extend(self.archive.changes(service, since, &self.topics)?);
        }
        changes.retain(|change| {
            topic.is_none_or(|topic| change.topics.iter().any(|one| one == topic))
        });
        let told = changes.into_iter().map(|change| Told {
            on: change.date,
            source: self.source(change.document),
            kind: change.kind.as_str(),
            heading: change.headings.last().cloned(),
            difference: self.archive.difference(change.document, change.commit),
            before: change.before,
            after: change.after,
        });
        Ok(Added {
            service: (*service).to_owned(),
            lately: Some(Lately {
                since,
                changes: told.collect(),
            }),
            ..Added::default()
        })
    }

    fn source(&self, document: &Document) -> TextSource {
        TextSource {
            service: document.service.clone(),
            name: document.name.clone(),
            url: document.urls.first().cloned(),
            date: document.date,
            archived: self.archive.version_page(document),
        }
    }

    /// Whether what `record` rests on with `evidence` still stands.
    fn standing(&self, record: &Record, evidence: &[&Evidence]) -> Result<Added, Failure> {
        let mut check = EvidenceCheck::new(&self.archive);
        let mut changed: Vec<Changed> = Vec::new();
        for (key, source) in &record.sources {
            let own = evidence.iter().filter(|one| one.source == *key);
            let terms: Vec<&str> = own
                .flat_map(|one| one.find.iter().map(String::as_str))
                .collect();
            let Some(reference) = source.archive.as_deref().filter(|_| !terms.is_empty()) else {
                continue;
            };
            let standing = check.look(reference, source.read, terms)?;
            if let Some(on) = standing.changed_since {
                let document = self.archive.document(reference).zip(standing.changed_by);
                changed.push(Changed {
                    url: source.url.clone(),
                    on,
                    difference: document
                        .and_then(|(document, commit)| self.archive.difference(document, commit)),
                    gone: standing
                        .terms
                        .iter()
                        .any(|(_, standing)| matches!(standing, Standing::Gone(_))),
                });
            }
        }
        Ok(Added {
            changed,
            ..Added::default()
        })
    }
}

/// The first day that `since` means to somebody for whom it is `today`.
fn first_day(since: Option<Since>, today: Date) -> Date {
    let day = |year: i16, month: i8, day: i8| Date::new(year, month, day).ok();
    let small = |number: u16| i16::try_from(number).unwrap_or(i16::MAX);
    let named = match since {
        None => None,
        Some(Since::Ago(days)) => today.checked_sub(i64::from(days).days()).ok(),
        Some(Since::ThisYear) => day(today.year(), 1, 1),
        Some(Since::Year(year)) => day(small(year), 1, 1),
        Some(Since::Day(year, month, of_month)) => day(
            small(year),
            i8::try_from(month).unwrap_or(0),
            i8::try_from(of_month).unwrap_or(0),
        ),
        Some(Since::Month(month, year)) => {
            let month = i8::try_from(month).unwrap_or(1);
            let last = if month > today.month() {
                today.year() - 1
            } else {
                today.year()
            };
            day(year.map_or(last, small), month, 1)
        }
    };
    named.unwrap_or_else(|| today.saturating_sub(LATELY.days()))
}

/// The newest version of each text: several collections hold the same one.
fn newest(mut sources: Vec<TextSource>) -> Vec<TextSource> {
    sources.sort_by(|a, b| (&a.name, b.date).cmp(&(&b.name, a.date)));
    sources.dedup_by(|one, kept| one.name == kept.name);
    sources
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_become_days() {
        let today: Date = "2026-03-10".parse().unwrap();
        for (since, expected) in [
            (None, "2026-02-08"),
            (Some(Since::Ago(7)), "2026-03-03"),
            (Some(Since::Month(6, None)), "2025-06-01"),
            (Some(Since::Month(3, None)), "2026-03-01"),
            (Some(Since::Month(1, Some(2024))), "2024-01-01"),
            (Some(Since::Day(2026, 2, 28)), "2026-02-28"),
            (Some(Since::Day(2026, 2, 31)), "2026-02-08"),
            (Some(Since::ThisYear), "2026-01-01"),
            (Some(Since::Year(2020)), "2020-01-01"),
        ] {
            assert_eq!(first_day(since, today).to_string(), expected, "{since:?}");
        }
    }
}
