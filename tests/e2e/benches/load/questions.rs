//! What is asked.

use std::{fs, path::Path};

/// The questions of the set that anybody may read: those that stand alone, without a region.
pub(crate) fn all() -> Vec<String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../questions/seen.jsonl");
    let text = fs::read_to_string(&file).unwrap();
    let conversations = text
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let alone = conversations.filter(|conversation| {
        conversation["region"].is_null()
            && conversation["turns"]
                .as_array()
                .is_some_and(|turns| turns.len() == 1)
    });
    alone
        .filter_map(|conversation| conversation["turns"][0].as_str().map(str::to_owned))
        .collect()
}
