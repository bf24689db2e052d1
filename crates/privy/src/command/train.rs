//! `privy train`: learns from a folder's phrasings and keeps what was learned beside them.

use std::{fs, path::Path, process::ExitCode, sync::Arc};

use answer::Engine;
use knowledge::{Files, KnowledgeBase, WEIGHTS};

use super::print_line;
use crate::Failure;

pub(super) fn run(folder: &Path) -> Result<ExitCode, Failure> {
    let input = |error: knowledge::Error| Failure::input(error.to_string());
    let (files, _) = Files::from_folder(folder).map_err(input)?;
    let base = KnowledgeBase::load(&files.without(WEIGHTS)).map_err(input)?;
    let weights = Engine::new(Arc::new(base))?.weights().to_file();
    let path = folder.join(WEIGHTS);
    let written = path
        .parent()
        .map_or(Ok(()), fs::create_dir_all)
        .and_then(|()| fs::write(&path, &weights));
    written.map_err(|error| {
        Failure::input(format!("{}: cannot be written: {error}", path.display()))
    })?;
    print_line(&format!(
        "wrote {} ({} bytes)",
        path.display(),
        weights.len()
    ))
}
