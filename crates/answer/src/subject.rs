//! What an answer is about, in names alone: what a button or a command asks for, without any words to be understood.

use std::{fmt, str::FromStr};

use knowledge::{KnowledgeBase, Slug};

use crate::{
    Answer, Clarify, Intent, ListFilter, Shape, Unknown, Verdict,
    decide::{Outcome, positions},
};

/// What an answer is about, in names alone. As text it is a path of slugs, `answer/linkedin/ai-training@uk`, that reads
/// the same in every later version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// What is looked at.
    pub view: View,
    /// Where the person lives.
    pub region: Option<Slug>,
}

/// What is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum View {
    /// What a platform's record says on a topic.
    Entry {
        /// Whose record.
        platform: Slug,
        /// On what.
        topic: Slug,
        /// Verdict first, or steps first.
        shape: Shape,
    },
    /// A platform in short.
    Overview(Slug),
    /// Several platforms on one topic.
    Compare {
        /// Which.
        platforms: Vec<Slug>,
        /// On what.
        topic: Slug,
    },
    /// The platforms whose position passes a filter.
    List {
        /// On what.
        topic: Slug,
        /// Which positions.
        filter: ListFilter,
        /// Of one kind of platform only.
        kind: Option<String>,
    },
    /// A general answer.
    Explain {
        /// Which one.
        explainer: Slug,
        /// The platform and the topic with which the conversation goes on.
        about: Option<(Slug, Slug)>,
    },
    /// What changed lately in a platform's texts.
    Changes {
        /// Whose.
        platform: Slug,
        /// On what.
        topic: Option<Slug>,
    },
}

impl Subject {
    /// What `answer` is about; `None` for talk and for what is not known.
    pub fn of(answer: &Answer) -> Option<Self> {
        let view = match &answer.verdict {
            Verdict::Entry {
                platform,
                topic,
                shape,
                ..
            } => View::Entry {
                platform: platform.clone(),
                topic: topic.clone(),
                shape: *shape,
            },
            Verdict::Compare { topic, items, .. } => View::Compare {
                platforms: items.iter().map(|item| item.platform.clone()).collect(),
                topic: topic.clone(),
            },
            Verdict::List {
                topic,
                filter,
                kind,
                ..
            } => View::List {
                topic: topic.clone(),
                filter: *filter,
                kind: kind.clone(),
            },
            Verdict::Explain {
                explainer, about, ..
            } => View::Explain {
                explainer: explainer.clone(),
                about: about.clone(),
            },
            Verdict::Changes { .. } => View::Changes {
                platform: answer.platforms.first()?.clone(),
                topic: answer.topic.clone(),
            },
            Verdict::Clarify(Clarify::Topic) => View::Overview(answer.platforms.first()?.clone()),
            Verdict::Clarify(_) | Verdict::Unknown(_) | Verdict::Social(_) => return None,
        };
        Some(Self {
            view,
            region: answer.region.clone(),
        })
    }

    /// What `base` says on it; `None` where it no longer holds what is named.
    pub(crate) fn outcome(&self, base: &KnowledgeBase) -> Option<Outcome> {
        let region = self.region.as_ref();
        match &self.view {
            View::Entry {
                platform,
                topic,
                shape,
            } => self.entry(base, platform, topic, *shape),
            View::Overview(platform) => {
                base.records.get(platform)?;
                let verdict = Verdict::Clarify(Clarify::Topic);
                let about = std::slice::from_ref(platform);
                Some(Outcome::new(Intent::Overview, verdict, 1.0).on(about, None))
            }
            View::Compare { platforms, topic } => {
                base.vocabulary.topic(topic.as_str())?;
                let held = platforms.iter().all(|slug| base.records.contains_key(slug));
                let verdict = Verdict::Compare {
                    topic: topic.clone(),
                    items: positions(base, platforms, topic, region),
                    unheld: Vec::new(),
                    assumed: false,
                };
                held.then(|| Outcome::new(Intent::Compare, verdict, 1.0).on(platforms, Some(topic)))
            }
            View::List {
                topic,
                filter,
                kind,
            } => {
                base.vocabulary.topic(topic.as_str())?;
                Some(Outcome::list(
                    base,
                    topic,
                    *filter,
                    kind.clone(),
                    region,
                    false,
                ))
            }
            View::Changes { platform, topic } => {
                base.records.get(platform)?;
                let verdict = Verdict::Changes {
                    since: None,
                    unheld: None,
                };
                let about = std::slice::from_ref(platform);
                Some(Outcome::new(Intent::Changes, verdict, 1.0).on(about, topic.as_ref()))
            }
            View::Explain { explainer, about } => {
                let topic = base.explainers.get(explainer)?.topic.as_ref();
                let verdict = Verdict::Explain {
                    explainer: explainer.clone(),
                    about: about.clone(),
                    country: None,
                };
                Some(Outcome::new(Intent::Explain, verdict, 1.0).on(&[], topic))
            }
        }
    }

    fn entry(
        &self,
        base: &KnowledgeBase,
        platform: &Slug,
        topic: &Slug,
        shape: Shape,
    ) -> Option<Outcome> {
        base.vocabulary.topic(topic.as_str())?;
        let record = base.records.get(platform)?;
        let about = std::slice::from_ref(platform);
        let intent = match shape {
            Shape::Verdict => Intent::Status,
            Shape::Steps => Intent::HowTo,
        };
        let found = record.entry(
            topic.as_str(),
            self.region.as_ref(),
            &base.vocabulary.regions,
        );
        let verdict = match found {
            Some((entry, under)) => Verdict::Entry {
                platform: platform.clone(),
                topic: topic.clone(),
                position: entry.position,
                under,
                shape: if entry.ways.is_empty() {
                    Shape::Verdict
                } else {
                    shape
                },
            },
            None => Verdict::Unknown(Unknown::Unrecorded),
        };
        Some(Outcome::new(intent, verdict, 1.0).on(about, Some(topic)))
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.view {
            View::Entry {
                platform,
                topic,
                shape: Shape::Verdict,
            } => write!(f, "answer/{platform}/{topic}")?,
            View::Entry {
                platform,
                topic,
                shape: Shape::Steps,
            } => write!(f, "steps/{platform}/{topic}")?,
            View::Overview(platform) => write!(f, "overview/{platform}")?,
            View::Compare { platforms, topic } => {
                let platforms: Vec<_> = platforms.iter().map(Slug::as_str).collect();
                write!(f, "compare/{}/{topic}", platforms.join("+"))?;
            }
            View::List {
                topic,
                filter,
                kind,
            } => {
                write!(f, "list/{topic}/{filter}")?;
                if let Some(kind) = kind {
                    write!(f, "/{}", kind.replace(' ', "_"))?;
                }
            }
            View::Changes { platform, topic } => {
                write!(f, "changes/{platform}")?;
                if let Some(topic) = topic {
                    write!(f, "/{topic}")?;
                }
            }
            View::Explain { explainer, about } => {
                write!(f, "explain/{explainer}")?;
                if let Some((platform, topic)) = about {
                    write!(f, "/{platform}/{topic}")?;
                }
            }
        }
        match &self.region {
            Some(region) => write!(f, "@{region}"),
            None => Ok(()),
        }
    }
}

/// Text that is no subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this names nothing that can be answered")]
pub struct InvalidSubject;

impl FromStr for Subject {
    type Err = InvalidSubject;

    fn from_str(text: &str) -> Result<Self, InvalidSubject> {
        let slug = |text: &str| Slug::new(text).map_err(|_| InvalidSubject);
        let (path, region) = match text.split_once('@') {
            Some((path, region)) => (path, Some(slug(region)?)),
            None => (text, None),
        };
        let parts: Vec<&str> = path.split('/').collect();
        let entry = |platform, topic, shape| {
            Ok(View::Entry {
                platform: slug(platform)?,
                topic: slug(topic)?,
                shape,
            })
        };
        let view = match *parts.as_slice() {
            ["answer", platform, topic] => entry(platform, topic, Shape::Verdict)?,
            ["steps", platform, topic] => entry(platform, topic, Shape::Steps)?,
            ["overview", platform] => View::Overview(slug(platform)?),
            ["compare", platforms, topic] => View::Compare {
                platforms: platforms.split('+').map(slug).collect::<Result<_, _>>()?,
                topic: slug(topic)?,
            },
            ["list", topic, filter] => View::List {
                topic: slug(topic)?,
                filter: filter.parse()?,
                kind: None,
            },
            ["list", topic, filter, kind] => View::List {
                topic: slug(topic)?,
                filter: filter.parse()?,
                kind: Some(kind.replace('_', " ")),
            },
            ["changes", platform] => View::Changes {
                platform: slug(platform)?,
                topic: None,
            },
            ["changes", platform, topic] => View::Changes {
                platform: slug(platform)?,
                topic: Some(slug(topic)?),
            },
            ["explain", explainer] => View::Explain {
                explainer: slug(explainer)?,
                about: None,
            },
            ["explain", explainer, platform, topic] => View::Explain {
                explainer: slug(explainer)?,
                about: Some((slug(platform)?, slug(topic)?)),
            },
            _ => return Err(InvalidSubject),
        };
        Ok(Self { view, region })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_reads_as_it_is_written() {
        let texts = [
            "answer/linkedin/ai-training",
            "steps/x/deletion@us-ca",
            "overview/meta-ai",
            "changes/linkedin",
            "changes/linkedin/ads@eu",
            "compare/whatsapp+telegram/messages@eu",
            "list/ads/does-not",
            "list/ads/stance:opt-out",
            "list/deletion/availability:self-service",
            "list/ai-training/all/video_platform",
            "explain/can-it-be-undone",
            "explain/can-it-be-undone/linkedin/ai-training@uk",
        ];
        for text in texts {
            let subject: Subject = text.parse().expect(text);
            assert_eq!(subject.to_string(), text);
        }
    }

    #[test]
    fn anything_else_is_none() {
        for text in [
            "",
            "answer",
            "answer/linkedin",
            "steps/Linked In/ads",
            "list/ads/some",
            "a/b/c@",
            "x@y@z",
        ] {
            assert_eq!(text.parse::<Subject>(), Err(InvalidSubject), "{text}");
        }
    }
}
