//! The subcommands: one file each where there is more to them than a line.

mod archive;
mod ask;
mod changes;
mod chat;
mod check;
mod health;
mod lint;
mod list;
mod passages;
mod progress;
mod serve;
mod show;
mod train;

use std::{
    io::{self, IsTerminal, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::CommandFactory;

use crate::{
    Assistant, Config, Failure,
    cli::{Cli, Command},
    config, eval,
};

/// Runs what was typed.
pub(crate) fn run(cli: Cli) -> Result<ExitCode, Failure> {
    let mut config = match cli.command {
        // It is needed most where what is configured is wrong.
        Command::Config => Config::default(),
        _ => Config::read(cli.config.as_deref())?,
    };
    if let Some(folder) = cli.knowledge {
        config.knowledge.folder = Some(folder);
    }
    match cli.command {
        Command::Ask(asked) => ask::run(&config, &asked),
        Command::Chat { region } => chat::run(&config, region.as_deref()),
        Command::Serve => serve::run(config),
        Command::Health => health::run(&config),
        Command::Config => print(&config::example()),
        Command::List {
            topic,
            stance,
            kind,
            region,
            json,
        } => {
            let wanted = list::Wanted {
                topic: topic.as_deref(),
                stance: stance.as_deref(),
                kind: kind.as_deref(),
                region: region.as_deref(),
                json,
            };
            list::run(&config, &wanted)
        }
        Command::Show {
            platform,
            region,
            json,
        } => show::run(&config, &platform.join(" "), region.as_deref(), json),
        Command::Lint { dir, json, codes } => {
            let folder = dir.or(config.knowledge.folder);
            lint::run(folder.as_deref(), json, codes)
        }
        Command::Eval {
            files,
            json,
            at_least,
            wrong_at_most,
            quiet,
        } => {
            let report = evaluate(&config, &files)?;
            match json {
                true => print_line(&serde_json::to_string(&report)?)?,
                false => print(&report.table(!quiet))?,
            };
            Ok(match report.reaches(at_least, wrong_at_most) {
                true => ExitCode::SUCCESS,
                false => ExitCode::from(1),
            })
        }
        Command::Archive { action } => archive::run(&config, action),
        Command::Changes {
            platform,
            since,
            topic,
            json,
        } => {
            let wanted = changes::Wanted {
                platform: &platform.join(" "),
                since,
                topic: topic.as_deref(),
                json,
            };
            changes::run(&config, &wanted)
        }
        Command::Check { platform, json } => check::run(&config, platform.as_deref(), json),
        Command::Passages { texts, batch } => passages::run(&config, &texts, &batch),
        Command::Train { dir } => train::run(&dir),
        Command::Schema => print(&knowledge::record_schema()),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "privy", &mut script);
            print(&String::from_utf8_lossy(&script))
        }
    }
}

fn evaluate(config: &Config, files: &[PathBuf]) -> Result<eval::Report, Failure> {
    let assistant = loaded(config)?;
    let mut questions = Vec::new();
    for file in files {
        questions.extend(eval::read(file)?);
    }
    eval::run(assistant, &questions)
}

/// Loads the assistant and tells on standard error what was left out. It lives as long as the program: to take it
/// apart piece by piece at the end would only keep people waiting.
fn loaded(config: &Config) -> Result<&'static Assistant, Failure> {
    let assistant: &'static Assistant = Box::leak(Box::new(Assistant::load(config)?));
    let mut stderr = anstream::stderr();
    for problem in assistant.problems() {
        writeln!(stderr, "privy: {problem}")?;
    }
    Ok(assistant)
}

/// Prints `text`, with its styles where standard output shows them.
fn print(text: &str) -> Result<ExitCode, Failure> {
    let mut stdout = anstream::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    stdout.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn print_line(text: &str) -> Result<ExitCode, Failure> {
    print(&format!("{text}\n"))
}

/// The columns of the terminal; `None` where standard output is none, so that nothing is broken in a pipe.
fn width() -> Option<usize> {
    if !io::stdout().is_terminal() {
        return None;
    }
    terminal_size::terminal_size().map(|(terminal_size::Width(columns), _)| usize::from(columns))
}

#[allow(
    clippy::disallowed_methods,
    reason = "the command line is where the clock is asked"
)]
pub(crate) fn today() -> jiff::civil::Date {
    jiff::ZonedDateTime::now().date()
}

/// Reads the file at `path`, or standard input for `-`.
fn read_input(path: &Path) -> Result<String, Failure> {
    let read = match path.as_os_str() == "-" {
        true => io::read_to_string(io::stdin()),
        false => std::fs::read_to_string(path),
    };
    read.map_err(|error| Failure::input(format!("{}: cannot be read: {error}", path.display())))
}

pub(crate) fn read_lines(path: &Path) -> Result<Vec<(usize, String)>, Failure> {
    let text = read_input(path)?;
    let lines = text.lines().enumerate();
    Ok(lines
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(index, line)| (index + 1, line.to_owned()))
        .collect())
}

/// What is wrong with a line of JSON: the file, its line there, and the column in it.
pub(crate) fn bad_line(path: &Path, number: usize, error: &serde_json::Error) -> Failure {
    let reason = error.to_string();
    let reason = reason.split(" at line ").next().unwrap_or_default();
    let (place, column) = (path.display(), error.column());
    Failure::input(format!("{place}:{number}: {reason} (character {column})"))
}
