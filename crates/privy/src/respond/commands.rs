//! What each command does: one function a command.

use answer::{Context, ListFilter, Shape, Subject, View};
use chat::{Action, Command, Id, Reply};
use knowledge::{Availability, Group, Position, Slug, Stance};

use super::REGION;
use crate::{Assistant, render};

/// What the arguments of a command name.
#[derive(Debug, Default)]
struct Names {
    platforms: Vec<Slug>,
    topic: Option<Slug>,
    position: Option<&'static str>,
}

impl Assistant {
    pub(super) fn command(
        &self,
        command: Command,
        arguments: &str,
        context: &mut Context,
    ) -> Reply {
        let needs = command
            .usage()
            .parameters
            .iter()
            .any(|parameter| parameter.required);
        if needs && arguments.is_empty() {
            return render::missing_argument(command);
        }
        match command {
            Command::Ask => self.answered(arguments, context),
            Command::OptOut => self.opt_out(arguments, context),
            Command::Platform => self.card(arguments, context),
            Command::Compare => self.compare(arguments, context),
            Command::List => self.list(arguments, context),
            Command::Delete => self.right(
                "deletion",
                "how do I delete my account on",
                arguments,
                context,
            ),
            Command::Export => self.right(
                "export",
                "how do I get a copy of my data from",
                arguments,
                context,
            ),
            Command::Changes => {
                let question = format!("what changed in the privacy policy of {arguments}");
                self.answered(&question, context)
            }
            Command::Region => self.region_command(arguments, context),
            Command::Privacy => render::privacy(),
            Command::Terms => render::terms(),
            Command::Help => render::help(self.base()),
            Command::Start => self.start(arguments, context),
        }
    }

    /// The way out of what is named, or of the first thing that the platform has a way out of.
    fn opt_out(&self, arguments: &str, context: &mut Context) -> Reply {
        let names = self.names(arguments);
        let Some(platform) = names.platforms.first() else {
            return self.answered(arguments, context);
        };
        let open = self.open_topics(platform, context);
        let Some(topic) = names.topic.or_else(|| open.first().cloned()) else {
            return self.card(arguments, context);
        };
        let steps = |topic: &Slug| Subject {
            view: View::Entry {
                platform: platform.clone(),
                topic: topic.clone(),
                shape: Shape::Steps,
            },
            region: context.region.clone(),
        };
        let others: Vec<Action> = open
            .iter()
            .filter(|other| **other != topic)
            .filter_map(|other| {
                let name = &self.base().vocabulary.topic(other.as_str())?.name;
                Some(Action::ask(format!("Way out: {name}"), id(&steps(other))?))
            })
            .take(4)
            .collect();
        let subject = steps(&topic);
        let Some(mut reply) = self.shown(&subject, context) else {
            return render::no_longer_held(self.base());
        };
        if !others.is_empty() {
            reply.actions = others;
        }
        reply
    }

    /// The practices of which `platform` has a way out, in the order of the vocabulary.
    fn open_topics(&self, platform: &Slug, context: &Context) -> Vec<Slug> {
        let base = self.base();
        let Some(record) = base.records.get(platform) else {
            return Vec::new();
        };
        let practices = base
            .vocabulary
            .topics
            .iter()
            .filter(|topic| topic.group == Group::Practice);
        let open = practices.filter(|topic| {
            let entry = record.entry(
                topic.slug.as_str(),
                context.region.as_ref(),
                &base.vocabulary.regions,
            );
            entry.is_some_and(|(entry, _)| !entry.ways.is_empty())
        });
        open.map(|topic| topic.slug.clone()).collect()
    }

    fn card(&self, arguments: &str, context: &mut Context) -> Reply {
        let names = self.names(arguments);
        let record = names
            .platforms
            .first()
            .and_then(|slug| self.base().records.get(slug));
        let Some(record) = record else {
            return self.answered(arguments, context);
        };
        let overview = Subject {
            view: View::Overview(record.slug.clone()),
            region: context.region.clone(),
        };
        let overview = self.show(&overview, context);
        let mut card = render::card(self.base(), record, context.region.as_ref());
        if let Some(overview) = overview {
            card.again = Subject::of(&overview.answer).and_then(|subject| id(&subject));
            card.actions = render::actions(&overview.answer);
        }
        card
    }

    fn compare(&self, arguments: &str, context: &mut Context) -> Reply {
        let names = self.names(arguments);
        let shown = names
            .topic
            .filter(|_| names.platforms.len() > 1)
            .and_then(|topic| {
                let view = View::Compare {
                    platforms: names.platforms,
                    topic,
                };
                self.shown(
                    &Subject {
                        view,
                        region: context.region.clone(),
                    },
                    context,
                )
            });
        shown.unwrap_or_else(|| self.answered(&format!("compare {arguments}"), context))
    }

    fn list(&self, arguments: &str, context: &mut Context) -> Reply {
        let names = self.names(arguments);
        let Some(topic) = names.topic else {
            return render::which_topic(self.base());
        };
        let filter = names
            .position
            .map_or(Some(ListFilter::All), |word| self.only(&topic, word));
        let Some(filter) = filter else {
            return render::which_stance(self.base(), &topic);
        };
        let view = View::List {
            topic,
            filter,
            kind: None,
        };
        let shown = self.shown(
            &Subject {
                view,
                region: context.region.clone(),
            },
            context,
        );
        shown.unwrap_or_else(|| render::which_topic(self.base()))
    }

    /// Those whose position on `topic` is `word`; `None` where no position on it is called so.
    fn only(&self, topic: &Slug, word: &str) -> Option<ListFilter> {
        let position = match self.base().vocabulary.topic(topic.as_str())?.group {
            Group::Practice => Position::Stance(word.parse().ok()?),
            Group::Right => Position::Availability(word.parse().ok()?),
        };
        Some(ListFilter::Only(position))
    }

    /// How `topic` is had of the platform that is named; where none is, what `question` about it brings up.
    fn right(&self, topic: &str, question: &str, arguments: &str, context: &mut Context) -> Reply {
        let names = self.names(arguments);
        let topic = self
            .base()
            .vocabulary
            .topic(topic)
            .map(|topic| topic.slug.clone());
        let shown = names
            .platforms
            .into_iter()
            .next()
            .zip(topic)
            .and_then(|(platform, topic)| {
                let view = View::Entry {
                    platform,
                    topic,
                    shape: Shape::Steps,
                };
                self.shown(
                    &Subject {
                        view,
                        region: context.region.clone(),
                    },
                    context,
                )
            });
        shown.unwrap_or_else(|| self.answered(&format!("{question} {arguments}"), context))
    }

    fn region_command(&self, arguments: &str, context: &mut Context) -> Reply {
        if arguments.is_empty() {
            return render::which_region(self.base(), context.region.as_ref());
        }
        self.settle_in(arguments, context)
    }

    /// From here on `text` is where the person lives.
    pub(super) fn settle_in(&self, text: &str, context: &mut Context) -> Reply {
        match self.region(text) {
            Ok(region) => {
                context.region = Some(region.clone());
                render::region_noted(self.base(), &region)
            }
            Err(_) => render::no_such_region(self.base()),
        }
    }

    /// The beginning; with what a deep link brings along, such as `ai-training_linkedin`, its answer.
    fn start(&self, arguments: &str, context: &mut Context) -> Reply {
        if arguments.is_empty() {
            return render::start(self.base());
        }
        let names = self.names(&arguments.replace('_', " "));
        let shown = names
            .platforms
            .into_iter()
            .next()
            .zip(names.topic)
            .and_then(|(platform, topic)| {
                let view = View::Entry {
                    platform,
                    topic,
                    shape: Shape::Verdict,
                };
                self.shown(
                    &Subject {
                        view,
                        region: context.region.clone(),
                    },
                    context,
                )
            });
        shown.unwrap_or_else(|| render::start(self.base()))
    }

    /// What `arguments` name: slugs as they are, where every word is one (that is what is chosen from a list), else all of
    /// it as a question is read: "google maps" is not Google.
    fn names(&self, arguments: &str) -> Names {
        if let Some(names) = self.chosen(arguments) {
            return names;
        }
        let base = self.base();
        let phrase = arguments.trim().to_lowercase();
        let mut topics = base.vocabulary.topics.iter();
        let topic = topics.find(|topic| topic.name.to_lowercase() == phrase);
        let read = self.named(arguments).unwrap_or_default();
        let words = arguments.split_whitespace();
        let mut words = words.map(|word| word.to_lowercase());
        Names {
            platforms: read.platforms,
            topic: topic.map(|topic| topic.slug.clone()).or(read.topic),
            position: words.find_map(|word| position(&word)),
        }
    }

    /// What `arguments` name where each word is a slug, a topic or a stance.
    fn chosen(&self, arguments: &str) -> Option<Names> {
        let base = self.base();
        let mut names = Names::default();
        for word in arguments.split_whitespace() {
            let low = word.to_lowercase();
            if let Some(record) = base.records.get(low.as_str()) {
                names.platforms.push(record.slug.clone());
            } else if let Some(topic) = base.vocabulary.topic(&low) {
                names.topic = Some(topic.slug.clone());
            } else {
                names.position = Some(position(&low)?);
            }
        }
        // "google maps" is two slugs only where somebody thinks of both.
        let whole = self.named(arguments).ok()?;
        let one = names.platforms.len() > 1 && whole.platforms.len() == 1;
        (!one).then_some(names)
    }
}

/// The stance or availability that is called `word`.
fn position(word: &str) -> Option<&'static str> {
    let stances = Stance::ALL.into_iter().map(Stance::as_str);
    stances
        .chain(Availability::ALL.into_iter().map(Availability::as_str))
        .find(|known| *known == word)
}

fn id(subject: &Subject) -> Option<Id> {
    Id::new(subject.to_string()).ok()
}

/// What says that a person lives in `region`.
pub(crate) fn region_id(region: &Slug) -> Option<Id> {
    Id::new(format!("{REGION}{region}")).ok()
}
