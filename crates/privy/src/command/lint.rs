//! `privy lint`.

use std::{path::Path, process::ExitCode};

use knowledge::{CHECKS, Files, Finding, lint};

use super::{print, print_line, today};
use crate::Failure;

pub(super) fn run(folder: Option<&Path>, json: bool, codes: bool) -> Result<ExitCode, Failure> {
    if codes {
        let rows = CHECKS
            .iter()
            .map(|check| format!("{:<18} {}\n", check.code, check.about));
        return print(&rows.collect::<String>());
    }
    let (files, unreadable) = match folder {
        Some(folder) => {
            Files::from_folder(folder).map_err(|error| Failure::input(error.to_string()))?
        }
        None => (Files::embedded(), Vec::new()),
    };
    let findings = lint(&files, &unreadable, today());
    match json {
        true => print_line(&serde_json::to_string(&findings)?)?,
        false => print(&text(&findings, folder))?,
    };
    Ok(match findings.is_empty() {
        true => ExitCode::SUCCESS,
        false => ExitCode::from(1),
    })
}

fn text(findings: &[Finding], folder: Option<&Path>) -> String {
    let mut text = String::new();
    let place = folder.map_or_else(
        || "the built-in records".to_owned(),
        |folder| folder.display().to_string(),
    );
    for finding in findings {
        text.push_str(&format!(
            "{}:{}: {}: {}\n    fix: {}\n",
            finding.file, finding.line, finding.code, finding.message, finding.fix
        ));
    }
    match findings.len() {
        0 => text.push_str(&format!(
            "No findings in {place} ({} checks).\n",
            CHECKS.len()
        )),
        1 => text.push_str(&format!("1 finding in {place}.\n")),
        many => text.push_str(&format!("{many} findings in {place}.\n")),
    }
    text
}
