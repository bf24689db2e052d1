//! From a list of versions to the few pairs of states that are worth comparing.

use jiff::civil::Date;

use super::Texts;
use crate::Version;

/// A text that is again what it was within so many days never was another.
const RETURN_DAYS: i64 = 14;

/// Versions that follow each other within so many days are one change.
const BURST_DAYS: i64 = 3;

const DAY: i64 = 24 * 60 * 60;

/// Two states to be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) from: Version,
    pub(super) to: Version,
}

/// The steps on `since` and after, oldest first. `versions` are newest first.
pub(super) fn steps(versions: &[Version], since: Date, texts: &mut Texts) -> Vec<Step> {
    let new = versions
        .iter()
        .take_while(|version| version.date() >= since)
        .count();
    // The state before the first of them, too.
    let mut wanted: Vec<Version> = versions.iter().take(new + 1).copied().collect();
    wanted.reverse();
    let mut steps = Vec::new();
    // A technical version begins anew: what it changed is no change of the page.
    for run in wanted.chunk_by(|_, later| !later.technical) {
        bursts(&without_returns(run, texts), &mut steps);
    }
    steps
}

/// The states of a run, without those that soon became again what was before.
fn without_returns(run: &[Version], texts: &mut Texts) -> Vec<Version> {
    let mut kept: Vec<(u64, Version)> = Vec::new();
    for version in run {
        let digest = texts.digest(version);
        let before = kept.iter().rposition(|(known, _)| *known == digest);
        let soon = |at: usize| {
            let left = kept
                .get(at + 1)
                .map_or(version.seconds, |(_, next)| next.seconds);
            version.seconds - left <= RETURN_DAYS * DAY
        };
        match before {
            Some(at) if soon(at) => kept.truncate(at + 1),
            _ => kept.push((digest, *version)),
        }
    }
    kept.into_iter().map(|(_, version)| version).collect()
}

/// One step for each burst of states.
fn bursts(states: &[Version], steps: &mut Vec<Step>) {
    let Some((first, later)) = states.split_first() else {
        return;
    };
    let mut from = *first;
    for burst in later.chunk_by(|one, next| next.seconds - one.seconds <= BURST_DAYS * DAY) {
        if let Some(to) = burst.last() {
            steps.push(Step { from, to: *to });
            from = *to;
        }
    }
}
