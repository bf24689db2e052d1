//! The live data: that it is sound, never what it says.

use knowledge::{Files, KnowledgeBase, lint, record_schema};

#[test]
fn the_schema_file_is_the_one_of_the_code() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../knowledge/record.schema.json"
    );
    let written = std::fs::read_to_string(path).unwrap();
    assert!(
        written == record_schema(),
        "run: cargo run -p privy -- schema > knowledge/record.schema.json"
    );
}

#[test]
fn the_built_in_records_load_without_problems() {
    let base = KnowledgeBase::load(&Files::embedded()).unwrap();
    let problems: Vec<_> = base.problems.iter().map(ToString::to_string).collect();
    assert!(problems.is_empty(), "{problems:#?}");
    assert!(!base.records.is_empty() && !base.explainers.is_empty());
}

#[test]
fn the_built_in_records_have_no_findings() {
    let today = "2026-11-24".parse().unwrap();
    let findings = lint(&Files::embedded(), &[], today);
    let lines: Vec<_> = findings
        .iter()
        .map(|one| format!("{}:{}: {}: {}", one.file, one.line, one.code, one.message))
        .collect();
    assert!(lines.is_empty(), "{lines:#?}");
}
