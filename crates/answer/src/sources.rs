//! On which pages an answer rests.

use knowledge::{
    Also, Authority, Broker, Entry, Evidence, KnowledgeBase, Law, Record, Right, Source,
};

use crate::{Answer, Clarify, Shape, Verdict};

/// The topics of which a platform's overview speaks.
pub(crate) const OVERVIEW: [&str; 4] = ["ai-training", "ads", "sharing", "deletion"];

/// The topic under which a data broker's record says how to get off its lists.
const DELETION: &str = "deletion";

/// What else belongs to a general answer, found.
#[derive(Debug, Clone)]
pub enum Joined<'a> {
    /// The data brokers that matter most, in order.
    Brokers(Vec<(&'a Record, &'a Broker)>),
    /// All rights of the law where the person is.
    Rights(&'a Law),
    /// One of them.
    Right(&'a Law, &'a Right),
    /// Who takes complaints there; none where that hangs on a country that was not named.
    Authorities(&'a Law, Vec<&'a Authority>),
}

impl Answer {
    /// The pages on which the answer rests, each once, in the order in which it needs them. An abstention has none.
    pub fn sources<'a>(&self, base: &'a KnowledgeBase) -> Vec<&'a Source> {
        let mut sources = Vec::new();
        match &self.verdict {
            Verdict::Entry {
                platform,
                topic,
                shape,
                ..
            } => self.entry_sources(
                base,
                platform.as_str(),
                topic.as_str(),
                *shape,
                &mut sources,
            ),
            Verdict::Compare { topic, items, .. } => {
                for item in items {
                    self.all_sources(base, item.platform.as_str(), topic.as_str(), &mut sources);
                }
            }
            Verdict::List { topic, items, .. } => {
                for item in items {
                    self.first_source(base, item.platform.as_str(), topic.as_str(), &mut sources);
                }
            }
            Verdict::Explain {
                explainer, about, ..
            } => {
                if let Some(explainer) = base.explainers.get(explainer) {
                    let keys = explainer.evidence.iter().map(|evidence| &evidence.source);
                    keys.filter_map(|key| explainer.sources.get(key))
                        .for_each(|source| add(&mut sources, source));
                }
                if let Some((platform, topic)) = about
                    && self.undo(base).is_some()
                {
                    self.first_source(base, platform.as_str(), topic.as_str(), &mut sources);
                }
                self.also_sources(base, &mut sources);
            }
            Verdict::Clarify(Clarify::Topic) => {
                for (platform, topic) in
                    self.platforms.iter().flat_map(|p| OVERVIEW.map(|t| (p, t)))
                {
                    self.first_source(base, platform.as_str(), topic, &mut sources);
                }
            }
            Verdict::Changes { .. }
            | Verdict::Clarify(_)
            | Verdict::Unknown(_)
            | Verdict::Social(_) => {}
        }
        sources
    }

    /// What else belongs to a general answer.
    pub fn also<'a>(&self, base: &'a KnowledgeBase) -> Option<Joined<'a>> {
        let Verdict::Explain {
            explainer, country, ..
        } = &self.verdict
        else {
            return None;
        };
        let also = base.explainers.get(explainer)?.also.as_ref()?;
        if *also == Also::Brokers {
            let mut brokers = base.brokers();
            brokers.retain(|(_, broker)| broker.first.is_some());
            return (!brokers.is_empty()).then_some(Joined::Brokers(brokers));
        }
        let law = base.law(self.region.as_ref())?;
        Some(match also {
            Also::Right(name) => Joined::Right(law, law.right(name)?),
            Also::Authorities => {
                let place = country.as_deref();
                let serves = |authority: &&Authority| match (&authority.place, place) {
                    (Some(of), Some(place)) => of.eq_ignore_ascii_case(place),
                    (Some(_), None) => false,
                    (None, _) => true,
                };
                Joined::Authorities(law, law.authorities.iter().filter(serves).collect())
            }
            Also::Rights | Also::Brokers => Joined::Rights(law),
        })
    }

    fn also_sources<'a>(&self, base: &'a KnowledgeBase, sources: &mut Vec<&'a Source>) {
        let evidence: Vec<&Evidence> = match self.also(base) {
            None => return,
            Some(Joined::Brokers(brokers)) => {
                for (record, _) in brokers {
                    self.first_source(base, record.slug.as_str(), DELETION, sources);
                }
                return;
            }
            Some(Joined::Right(law, right)) => law.evidence.iter().chain(&right.evidence).collect(),
            Some(Joined::Rights(law)) => {
                let rights = law.rights.iter().flat_map(|right| &right.evidence);
                law.evidence.iter().chain(rights).collect()
            }
            Some(Joined::Authorities(law, authorities)) => {
                let own = authorities.into_iter().flat_map(|one| &one.evidence);
                law.evidence.iter().chain(own).collect()
            }
        };
        let Some(law) = base.law(self.region.as_ref()) else {
            return;
        };
        for one in evidence {
            if let Some(source) = law.sources.get(&one.source) {
                add(sources, source);
            }
        }
    }

    /// What the record of the platform that the conversation is about says of undoing, for a general answer.
    pub fn undo<'a>(&self, base: &'a KnowledgeBase) -> Option<&'a str> {
        let Verdict::Explain {
            about: Some((platform, topic)),
            explainer,
            ..
        } = &self.verdict
        else {
            return None;
        };
        if base.explainers.get(explainer)?.topic.as_ref() != Some(topic) {
            return None;
        }
        self.find(base, platform.as_str(), topic.as_str())?
            .1
            .after
            .as_deref()
    }

    /// The record of `platform` and its entry on `topic` in this answer's region.
    pub fn find<'a>(
        &self,
        base: &'a KnowledgeBase,
        platform: &str,
        topic: &str,
    ) -> Option<(&'a Record, &'a Entry)> {
        let record = base.records.get(platform)?;
        let regions = &base.vocabulary.regions;
        let (entry, _) = record.entry(topic, self.region.as_ref(), regions)?;
        Some((record, entry))
    }

    fn entry_sources<'a>(
        &self,
        base: &'a KnowledgeBase,
        platform: &str,
        topic: &str,
        shape: Shape,
        sources: &mut Vec<&'a Source>,
    ) {
        let Some((record, entry)) = self.find(base, platform, topic) else {
            return;
        };
        let of_ways = entry.ways.iter().flat_map(|way| &way.evidence);
        let evidence: Vec<_> = match shape {
            Shape::Verdict => entry.evidence.iter().chain(of_ways).collect(),
            Shape::Steps => of_ways.chain(&entry.evidence).collect(),
        };
        for source in evidence
            .iter()
            .filter_map(|one| record.sources.get(&one.source))
        {
            add(sources, source);
        }
        if sources.is_empty() {
            read_texts(record).for_each(|source| add(sources, source));
        }
        // Dated pages first: they carry the verdict.
        sources.sort_by_key(|source| source.read.is_none());
    }

    /// Of an entry that is shown with its summary.
    fn all_sources<'a>(
        &self,
        base: &'a KnowledgeBase,
        platform: &str,
        topic: &str,
        sources: &mut Vec<&'a Source>,
    ) {
        self.first_source(base, platform, topic, sources);
        if let Some((record, entry)) = self.find(base, platform, topic) {
            let evidence = entry.evidence.iter();
            evidence
                .filter_map(|one| record.sources.get(&one.source))
                .for_each(|source| add(sources, source));
        }
    }

    fn first_source<'a>(
        &self,
        base: &'a KnowledgeBase,
        platform: &str,
        topic: &str,
        sources: &mut Vec<&'a Source>,
    ) {
        let Some((record, entry)) = self.find(base, platform, topic) else {
            return;
        };
        let own = entry
            .evidence
            .first()
            .and_then(|one| record.sources.get(&one.source));
        if let Some(source) = own.or_else(|| read_texts(record).next()) {
            add(sources, source);
        }
    }
}

/// Where the texts are silent: the texts that were read, those on privacy first.
fn read_texts(record: &Record) -> impl Iterator<Item = &Source> {
    let mut dated: Vec<_> = record
        .sources
        .iter()
        .filter(|(_, source)| source.read.is_some())
        .collect();
    dated.sort_by_key(|(key, _)| !key.contains("privacy"));
    dated.into_iter().take(2).map(|(_, source)| source)
}

fn add<'a>(sources: &mut Vec<&'a Source>, source: &'a Source) {
    if !sources.contains(&source) {
        sources.push(source);
    }
}
