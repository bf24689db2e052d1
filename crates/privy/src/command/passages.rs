//! `privy passages`: passages of a folder of texts, for measuring. See section 5 of the design.

use std::{
    fs,
    io::{BufWriter, Write},
    path::Path,
    process::ExitCode,
};

use ::archive::{Archive, CueTopics, LooseText, Ranking};
use serde::{Deserialize, Serialize};

use super::{bad_line, loaded, read_lines};
use crate::{Config, Failure};

/// Passages that are returned where the line does not say how many.
const TOP: usize = 10;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    id: String,
    question: String,
    #[serde(default)]
    service: Option<String>,
    #[serde(default)]
    top: Option<usize>,
}

#[derive(Serialize)]
struct Found<'a> {
    id: &'a str,
    passages: Vec<FoundPassage<'a>>,
}

#[derive(Serialize)]
struct FoundPassage<'a> {
    service: &'a str,
    document: &'a str,
    start: usize,
    end: usize,
    score: f32,
    text: String,
}

pub(super) fn run(config: &Config, folder: &Path, batch: &Path) -> Result<ExitCode, Failure> {
    let mut lines = Vec::new();
    for (number, text) in read_lines(batch)? {
        let line: Line =
            serde_json::from_str(&text).map_err(|error| bad_line(batch, number, &error))?;
        lines.push(line);
    }
    let base = loaded(config)?.base();
    let archive = Archive::of_texts(&texts(folder)?, &CueTopics::new(&base.vocabulary))?;
    let ranking = Ranking::new(&base.vocabulary.policy);
    let mut stdout = BufWriter::new(std::io::stdout().lock());
    for line in &lines {
        let top = line.top.unwrap_or(TOP);
        let query = match &line.service {
            Some(service) => {
                let service = service.as_str();
                ranking
                    .query(&line.question, &[service], top)
                    .of(&[service])
            }
            None => ranking.query(&line.question, &[], top),
        };
        let hits = archive.search(&query)?.into_iter();
        let passages = hits.map(|hit| FoundPassage {
            service: &hit.document.service,
            document: &hit.document.name,
            start: hit.place.start,
            end: hit.place.end,
            score: hit.score,
            text: hit.text,
        });
        let found = Found {
            id: &line.id,
            passages: passages.collect(),
        };
        serde_json::to_writer(&mut stdout, &found)?;
        stdout.write_all(b"\n")?;
    }
    stdout.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// The texts of `folder`, in the order of their paths.
fn texts(folder: &Path) -> Result<Vec<LooseText>, Failure> {
    let mut texts = Vec::new();
    for service in entries(folder)? {
        if !service.is_dir() {
            continue;
        }
        for file in entries(&service)? {
            let extension = file.extension().and_then(|extension| extension.to_str());
            if !matches!(extension, Some("md" | "txt")) {
                continue;
            }
            let name = |path: &Path| path.to_string_lossy().into_owned();
            let text = fs::read_to_string(&file).map_err(|error| unreadable(&file, &error))?;
            texts.push(LooseText {
                service: name(Path::new(service.file_name().unwrap_or_default())),
                name: name(Path::new(file.file_stem().unwrap_or_default())),
                text,
            });
        }
    }
    Ok(texts)
}

fn entries(folder: &Path) -> Result<Vec<std::path::PathBuf>, Failure> {
    let entries = fs::read_dir(folder).and_then(|entries| {
        let paths = entries.map(|entry| entry.map(|entry| entry.path()));
        paths.collect::<Result<Vec<_>, _>>()
    });
    let mut paths = entries.map_err(|error| unreadable(folder, &error))?;
    paths.sort();
    Ok(paths)
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::input(format!("{}: cannot be read: {error}", path.display()))
}
