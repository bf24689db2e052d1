//! The JSON schema of a record.

use crate::record_file::RecordFile;

/// The JSON schema of a record, generated from the types that read it: pretty-printed, with a line end.
pub fn record_schema() -> String {
    let schema = schemars::schema_for!(RecordFile);
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}
