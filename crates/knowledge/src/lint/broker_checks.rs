//! What only data brokers' records hold.

use std::collections::BTreeMap;

use super::{Report, document::Library};

/// The kind of every record in `brokers/`, and of no other.
const KIND: &str = "data broker";

/// How many have a place among the first.
const FIRST: u8 = 10;

pub(super) fn broker(library: &Library<'_>, report: &mut Report) {
    let mut places: BTreeMap<u8, &str> = BTreeMap::new();
    for (document, record) in library.parsed() {
        let among_brokers = document.folder() == "brokers";
        if among_brokers != record.broker.is_some() || among_brokers != (record.kind == KIND) {
            let message =
                "a `[broker]` table, the folder brokers/ and the kind `data broker` go together";
            let fix = "move the file, or mend the kind or the table";
            document.report(report, "", message, fix);
        }
        let Some(broker) = &record.broker else {
            continue;
        };
        if broker.sort.trim().is_empty() {
            let fix = "say what it deals in, such as \"people search\"";
            document.report(report, "broker.sort", "is empty", fix);
        }
        if let Ok(vocabulary) = &library.vocabulary {
            let known = |region: &&String| vocabulary.regions.get(region).is_some();
            for region in broker.regions.iter().filter(|region| !known(region)) {
                let message = format!("`{region}` is no region of the vocabulary");
                let fix = "use a region of vocabulary/regions.toml";
                document.report(report, "broker.regions", message, fix);
            }
        }
        let Some(place) = broker.first else {
            continue;
        };
        if !(1..=FIRST).contains(&place) {
            let fix = format!("a place from 1 to {FIRST}, or none");
            document.report(report, "broker.first", "is no place among the first", fix);
        }
        if let Some(other) = places.insert(place, &document.slug) {
            let message = format!("`{other}` has the place {place} too");
            document.report(report, "broker.first", message, "give each its own");
        }
    }
}
