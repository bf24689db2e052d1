//! A platform's record, checked.

use std::collections::BTreeMap;

use jiff::civil::Date;
use toml::value::Datetime;

use crate::{
    Availability, Broker, Entry, Error, Evidence, Group, Path, Position, Regions, Slug, Source,
    Stance, TopicEntry, Vocabulary, Way,
    locate::Lines,
    record_file::{
        BrokerFile, EvidenceFile, PracticeFile, PracticeRegionFile, RecordFile, RightFile,
        RightRegionFile, SourceFile, WayFile,
    },
};

/// What Privy holds on one platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The permanent name, which is the file's.
    pub slug: Slug,
    /// The name as people write it.
    pub name: String,
    /// Other names, in lower case.
    pub aliases: Vec<String>,
    /// The platform's own domains, without `www.`.
    pub domains: Vec<String>,
    /// Who runs it.
    pub company: String,
    /// One of the kinds of the vocabulary.
    pub kind: String,
    /// The day of the last reading by somebody who tried to prove the claims wrong; `None` before the first.
    pub reviewed: Option<Date>,
    /// What only a data broker's record holds.
    pub broker: Option<Broker>,
    /// Pages that were read, by the key that evidence names.
    pub sources: BTreeMap<String, Source>,
    /// What the record says, by topic.
    pub entries: BTreeMap<Slug, TopicEntry>,
}

/// Where in the file something is wrong, and what.
struct Fault {
    pointer: String,
    message: String,
}

impl Record {
    /// Reads a record from the text of `file`. Unknown keys are passed over here; the lint names them.
    ///
    /// # Errors
    /// Where the text is no TOML, a value has the wrong type, or a word is not in `vocabulary`; with the line.
    pub(crate) fn parse(
        slug: Slug,
        file: &str,
        text: &str,
        vocabulary: &Vocabulary,
    ) -> Result<Self, Error> {
        let raw: RecordFile =
            toml::from_str(text).map_err(|error| Error::malformed(file, text, &error))?;
        Self::check(slug, raw, vocabulary).map_err(|fault| {
            let line = Lines::of(text, 0).line(&fault.pointer);
            Error::invalid(file, line, format!("{}: {}", fault.pointer, fault.message))
        })
    }

    fn check(slug: Slug, raw: RecordFile, vocabulary: &Vocabulary) -> Result<Self, Fault> {
        let sources = sources(raw.sources).map_err(|(key, message)| Fault {
            pointer: format!("sources.{key}"),
            message,
        })?;
        let mut entries = BTreeMap::new();
        for (topic, practice) in raw.practices {
            let at = format!("practices.{topic}");
            let topic = checked_topic(&topic, Group::Practice, &at, vocabulary)?;
            let entry = checked_practice(practice, &at, &vocabulary.regions)?;
            entries.insert(topic, entry);
        }
        for (topic, right) in raw.rights {
            let at = format!("rights.{topic}");
            let topic = checked_topic(&topic, Group::Right, &at, vocabulary)?;
            let entry = checked_right(right, &at, &vocabulary.regions)?;
            entries.insert(topic, entry);
        }
        let record = Self {
            slug,
            name: raw.name,
            aliases: raw.aliases,
            domains: raw.domains,
            company: raw.company,
            kind: raw.kind,
            reviewed: raw
                .reviewed
                .as_ref()
                .map(date)
                .transpose()
                .map_err(at("reviewed"))?,
            broker: raw
                .broker
                .map(|broker| checked_broker(broker, &vocabulary.regions))
                .transpose()?,
            sources,
            entries,
        };
        record.check_sources_are_there()?;
        Ok(record)
    }

    fn check_sources_are_there(&self) -> Result<(), Fault> {
        for (topic, entry) in &self.entries {
            let whole = std::iter::once(&entry.general).chain(entry.regions.values());
            for evidence in whole.flat_map(Entry::all_evidence) {
                if !self.sources.contains_key(&evidence.source) {
                    let table = match entry.general.position {
                        Position::Stance(_) => "practices",
                        Position::Availability(_) => "rights",
                    };
                    return Err(Fault {
                        pointer: format!("{table}.{topic}"),
                        message: format!(
                            "evidence names the source `{}`, which the record does not have",
                            evidence.source
                        ),
                    });
                }
            }
        }
        Ok(())
    }

    /// What the record says of `topic` for someone in `region`, and the region that it was found under:
    /// the nearest one that contains `region` and differs, else none.
    pub fn entry(
        &self,
        topic: &str,
        region: Option<&Slug>,
        regions: &Regions,
    ) -> Option<(&Entry, Option<Slug>)> {
        let entry = self.entries.get(topic)?;
        for place in regions.chain(region) {
            if let Some(found) = entry.regions.get(place) {
                return Some((found, Some(place.clone())));
            }
        }
        Some((&entry.general, None))
    }
}

impl Entry {
    /// The evidence of the entry, then of its ways.
    pub fn all_evidence(&self) -> impl Iterator<Item = &Evidence> {
        let ways = self.ways.iter().flat_map(|way| &way.evidence);
        self.evidence.iter().chain(ways)
    }
}

fn at(pointer: &str) -> impl FnOnce(String) -> Fault + '_ {
    move |message| Fault {
        pointer: pointer.to_owned(),
        message,
    }
}

fn checked_broker(raw: BrokerFile, regions: &Regions) -> Result<Broker, Fault> {
    let places = raw.regions.iter();
    let places = places.map(|region| checked_region(region, "broker.regions", regions));
    Ok(Broker {
        sort: raw.sort,
        first: raw.first,
        asks_for: raw.asks_for,
        wants_id: raw.wants_id,
        takes: raw.takes,
        regions: places.collect::<Result<_, _>>()?,
    })
}

fn checked_topic(
    topic: &str,
    group: Group,
    at: &str,
    vocabulary: &Vocabulary,
) -> Result<Slug, Fault> {
    vocabulary
        .topic(topic)
        .filter(|known| known.group == group)
        .map(|known| known.slug.clone())
        .ok_or_else(|| Fault {
            pointer: at.to_owned(),
            message: format!("`{topic}` is no topic of this group in vocabulary.toml"),
        })
}

fn checked_region(region: &str, at: &str, regions: &Regions) -> Result<Slug, Fault> {
    regions
        .get(region)
        .map(|known| known.slug.clone())
        .ok_or_else(|| Fault {
            pointer: at.to_owned(),
            message: format!("`{region}` is no region of the vocabulary"),
        })
}

fn checked<T: std::str::FromStr<Err = String>>(word: &str, at: String) -> Result<T, Fault> {
    word.parse().map_err(|message| Fault {
        pointer: at,
        message,
    })
}

/// The sources by their keys; else the key of one that is wrong, and what is.
pub(crate) fn sources(
    raw: BTreeMap<String, SourceFile>,
) -> Result<BTreeMap<String, Source>, (String, String)> {
    let checked = raw
        .into_iter()
        .map(|(key, source)| match checked_source(&source) {
            Ok(source) => Ok((key, source)),
            Err(message) => Err((key, message)),
        });
    checked.collect()
}

fn checked_source(raw: &SourceFile) -> Result<Source, String> {
    Ok(Source {
        title: raw.title.clone(),
        url: raw.url.clone(),
        read: raw.read.as_ref().map(date).transpose()?,
        archive: raw.archive.clone(),
    })
}

/// The day of a TOML date.
pub(crate) fn date(value: &Datetime) -> Result<Date, String> {
    let day = value
        .date
        .filter(|_| value.time.is_none() && value.offset.is_none());
    day.and_then(|day| day.to_string().parse().ok())
        .ok_or_else(|| format!("`{value}` is no day: write it as 2026-08-22"))
}

fn checked_practice(raw: PracticeFile, at: &str, regions: &Regions) -> Result<TopicEntry, Fault> {
    let stance: Stance = checked(&raw.stance, format!("{at}.stance"))?;
    let general = Entry {
        position: Position::Stance(stance),
        summary: raw.summary,
        used: raw.used,
        not_used: raw.not_used,
        after: raw.undo,
        evidence: evidence(raw.evidence),
        ways: ways(raw.opt_out, &format!("{at}.opt_out"))?,
    };
    let mut by_region = BTreeMap::new();
    for (region, differs) in raw.regions {
        let at = format!("{at}.regions.{region}");
        let region = checked_region(&region, &at, regions)?;
        by_region.insert(region, regional_practice(&general, differs, &at)?);
    }
    Ok(TopicEntry {
        general,
        regions: by_region,
    })
}

fn regional_practice(
    general: &Entry,
    differs: PracticeRegionFile,
    at: &str,
) -> Result<Entry, Fault> {
    let position = match &differs.stance {
        Some(word) => Position::Stance(checked(word, format!("{at}.stance"))?),
        None => general.position,
    };
    // Where it is not done, or nothing is known, what is used elsewhere and how to stop it there says nothing.
    let nothing = Entry {
        used: Vec::new(),
        not_used: Vec::new(),
        after: None,
        ways: Vec::new(),
        ..general.clone()
    };
    let inherited = if keeps_ways(position) {
        general
    } else {
        &nothing
    };
    let ways = match differs.opt_out {
        Some(raw) => ways(raw, &format!("{at}.opt_out"))?,
        None => inherited.ways.clone(),
    };
    Ok(Entry {
        position,
        summary: differs.summary.unwrap_or_else(|| general.summary.clone()),
        used: differs.used.unwrap_or_else(|| inherited.used.clone()),
        not_used: differs
            .not_used
            .unwrap_or_else(|| inherited.not_used.clone()),
        after: differs.undo.or_else(|| inherited.after.clone()),
        evidence: both(differs.evidence, general),
        ways,
    })
}

/// Whether the general ways out still make sense where a region's position is `position`.
fn keeps_ways(position: Position) -> bool {
    !matches!(
        position,
        Position::Stance(Stance::No | Stance::Unstated)
            | Position::Availability(Availability::Unavailable | Availability::Unstated)
    )
}

fn checked_right(raw: RightFile, at: &str, regions: &Regions) -> Result<TopicEntry, Fault> {
    let availability: Availability = checked(&raw.availability, format!("{at}.availability"))?;
    let general = Entry {
        position: Position::Availability(availability),
        summary: raw.summary,
        used: Vec::new(),
        not_used: Vec::new(),
        after: raw.after,
        evidence: evidence(raw.evidence),
        ways: ways(raw.ways, &format!("{at}.ways"))?,
    };
    let mut by_region = BTreeMap::new();
    for (region, differs) in raw.regions {
        let at = format!("{at}.regions.{region}");
        let region = checked_region(&region, &at, regions)?;
        by_region.insert(region, regional_right(&general, differs, &at)?);
    }
    Ok(TopicEntry {
        general,
        regions: by_region,
    })
}

fn regional_right(general: &Entry, differs: RightRegionFile, at: &str) -> Result<Entry, Fault> {
    let position = match &differs.availability {
        Some(word) => Position::Availability(checked(word, format!("{at}.availability"))?),
        None => general.position,
    };
    let ways = match differs.ways {
        Some(raw) => ways(raw, &format!("{at}.ways"))?,
        None if keeps_ways(position) => general.ways.clone(),
        None => Vec::new(),
    };
    Ok(Entry {
        position,
        summary: differs.summary.unwrap_or_else(|| general.summary.clone()),
        after: differs.after.or_else(|| general.after.clone()),
        evidence: both(differs.evidence, general),
        ways,
        ..general.clone()
    })
}

/// The region's own evidence first, then the general one: what the region leaves out rests on that.
fn both(own: Vec<EvidenceFile>, general: &Entry) -> Vec<Evidence> {
    let mut all = evidence(own);
    for one in &general.evidence {
        if !all.contains(one) {
            all.push(one.clone());
        }
    }
    all
}

pub(crate) fn evidence(raw: Vec<EvidenceFile>) -> Vec<Evidence> {
    raw.into_iter()
        .map(|one| Evidence {
            source: one.source,
            find: one.find,
        })
        .collect()
}

fn ways(raw: Vec<WayFile>, at: &str) -> Result<Vec<Way>, Fault> {
    raw.into_iter()
        .enumerate()
        .map(|(index, way)| {
            Ok(Way {
                effort: checked(&way.effort, format!("{at}.{index}.effort"))?,
                paths: way
                    .paths()
                    .map(|(device, taps)| Path {
                        device,
                        taps: taps.to_vec(),
                    })
                    .collect(),
                label: way.label,
                url: way.url,
                note: way.note,
                evidence: evidence(way.evidence),
            })
        })
        .collect()
}
