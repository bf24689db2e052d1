//! What a record says, and whether it can be so.

use super::{
    Report,
    document::{Claim, Library, claims},
};
use crate::{Availability, Effort, Group, Stance};

/// The topics that every record must speak to, even if only to say that the texts are silent.
const ALWAYS: [&str; 6] = [
    "ai-training",
    "ads",
    "sharing",
    "deletion",
    "export",
    "rights",
];

/// The topics that every data broker's record must speak to.
const ALWAYS_OF_BROKERS: [&str; 1] = ["deletion"];

pub(super) fn unknown_topic(library: &Library<'_>, report: &mut Report) {
    let Ok(vocabulary) = &library.vocabulary else {
        return;
    };
    for (document, record) in library.parsed() {
        let practices = record
            .practices
            .keys()
            .map(|t| ("practices", t, Group::Practice));
        let rights = record.rights.keys().map(|t| ("rights", t, Group::Right));
        for (table, topic, group) in practices.chain(rights) {
            let fix = match vocabulary.topic(topic) {
                Some(known) if known.group == group => continue,
                Some(_) => "move it to the other table: practices or rights".to_owned(),
                None => {
                    let of_group = vocabulary.topics.iter().filter(|t| t.group == group);
                    let names: Vec<_> = of_group.map(|t| t.slug.as_str()).collect();
                    format!("one of {}", names.join(", "))
                }
            };
            let pointer = format!("{table}.{topic}");
            document.report(report, &pointer, "no such topic in this table", fix);
        }
    }
}

pub(super) fn missing_topic(library: &Library<'_>, report: &mut Report) {
    let Ok(vocabulary) = &library.vocabulary else {
        return;
    };
    for (document, record) in library.parsed() {
        let always = match record.broker {
            Some(_) => &ALWAYS_OF_BROKERS[..],
            None => &ALWAYS[..],
        };
        for topic in always {
            let held = record.practices.contains_key(*topic) || record.rights.contains_key(*topic);
            if vocabulary.topic(topic).is_some() && !held {
                document.report(
                    report,
                    "",
                    format!("says nothing about `{topic}`"),
                    "add it, as `unstated` where the texts are silent",
                );
            }
        }
    }
}

pub(super) fn unknown_region(library: &Library<'_>, report: &mut Report) {
    let Ok(vocabulary) = &library.vocabulary else {
        return;
    };
    for (document, record) in library.parsed() {
        for claim in claims(record) {
            let Some((_, region)) = claim.pointer.rsplit_once(".regions.") else {
                continue;
            };
            if vocabulary.regions.get(region).is_none() {
                let fix = "use a region of vocabulary/regions.toml";
                document.report(report, &claim.pointer, "no such region", fix);
            }
        }
    }
}

pub(super) fn unknown_stance(library: &Library<'_>, report: &mut Report) {
    for (document, record) in library.parsed() {
        for claim in claims(record) {
            let wrong = match claim.key {
                "stance" => claim.position.parse::<Stance>().err(),
                _ => claim.position.parse::<Availability>().err(),
            };
            if let Some(message) = wrong.filter(|_| claim.own_position) {
                let pointer = format!("{}.{}", claim.pointer, claim.key);
                document.report(report, &pointer, message, "choose one of these words");
            }
            for (at, way) in claim.own_ways() {
                if let Err(message) = way.effort.parse::<Effort>() {
                    let pointer = format!("{at}.effort");
                    document.report(report, &pointer, message, "choose one of these words");
                }
            }
        }
    }
}

pub(super) fn unknown_kind(library: &Library<'_>, report: &mut Report) {
    let Ok(vocabulary) = &library.vocabulary else {
        return;
    };
    for (document, record) in library.parsed() {
        if !vocabulary.kinds.iter().any(|kind| kind.name == record.kind) {
            let names: Vec<_> = vocabulary.kinds.iter().map(|k| k.name.as_str()).collect();
            let message = format!("`{}` is no kind of platform", record.kind);
            document.report(
                report,
                "kind",
                message,
                format!("one of {}", names.join(", ")),
            );
        }
    }
}

pub(super) fn no_summary(library: &Library<'_>, report: &mut Report) {
    for (document, record) in library.parsed() {
        for claim in claims(record) {
            if claim
                .summary
                .is_some_and(|summary| summary.trim().is_empty())
            {
                let fix = "say it in one to three sentences of our own";
                document.report(report, &claim.pointer, "has no summary", fix);
            }
        }
    }
}

pub(super) fn empty_region(library: &Library<'_>, report: &mut Report) {
    for (document, record) in library.parsed() {
        for claim in claims(record) {
            if claim.region_says == Some(false) {
                let fix = "say what differs there, or take the region out";
                document.report(report, &claim.pointer, "says nothing of its own", fix);
            }
        }
    }
}

pub(super) fn contradiction(library: &Library<'_>, report: &mut Report) {
    for (document, record) in library.parsed() {
        // A region that takes both from the general entry contradicts nothing of its own.
        for claim in claims(record)
            .into_iter()
            .filter(|c| c.own_position || c.own_ways)
        {
            if let Some((message, fix)) = contradicts(&claim) {
                document.report(report, &claim.pointer, message, fix);
            }
        }
    }
}

fn contradicts(claim: &Claim<'_>) -> Option<(String, &'static str)> {
    let position = claim.position;
    let helps_in_part = |effort: &str| matches!(effort, "limited" | "impossible");
    match position {
        "opt-out" if claim.ways.is_empty() => Some((
            "`opt-out`, but no way out is given".to_owned(),
            "add an `opt_out`, or choose another stance",
        )),
        "self-service" if claim.ways.is_empty() => Some((
            "`self-service`, but no way is given".to_owned(),
            "add a way, or choose another availability",
        )),
        "no" | "unavailable" | "unstated" if claim.own_ways && !claim.ways.is_empty() => Some((
            format!("`{position}`, but a way is given"),
            "take the way out, or choose another stance",
        )),
        "yes" if claim.own_ways && claim.ways.iter().any(|w| !helps_in_part(&w.effort)) => Some((
            "`yes` means that nothing turns it off, but a way out is given".to_owned(),
            "choose `opt-out`, or mark the way's effort as `limited`",
        )),
        _ => None,
    }
}

pub(super) fn way_without_place(library: &Library<'_>, report: &mut Report) {
    for (document, record) in library.parsed() {
        for claim in claims(record) {
            for (at, way) in claim.own_ways() {
                if way.url.is_none() && way.paths().next().is_none() {
                    let fix = "add `url`, or a path such as `web = [\"Settings\", \"Privacy\"]`";
                    document.report(report, &at, "has neither a URL nor a menu path", fix);
                }
                if way.label.trim().is_empty() {
                    document.report(report, &at, "has no label", "say what it does");
                }
            }
        }
    }
}
