//! `privy chat`: an interactive conversation. Its history is in memory and goes with the program.

use std::{
    io::{self, BufRead, IsTerminal, Write},
    process::ExitCode,
};

use answer::Context;
use chat::{Parsed, Request, parse};
use rustyline::{DefaultEditor, error::ReadlineError};

use super::{loaded, print, print_line, width};
use crate::{Assistant, Config, Failure, render};

const OPENING: &str = "\
Ask what a platform does with your data, and ask on as you like. /help shows commands.
\"bye\" or Ctrl-D ends it. Nothing that you type leaves this machine or is kept.";

const ENDINGS: [&str; 6] = ["bye", "exit", "quit", "goodbye", ":q", "/quit"];

pub(super) fn run(config: &Config, region: Option<&str>) -> Result<ExitCode, Failure> {
    let assistant = loaded(config)?;
    let context = Context::starting(assistant.starting_region(region, config)?);
    if io::stdin().is_terminal() && io::stdout().is_terminal() {
        interactive(assistant, context)
    } else {
        piped(assistant, context)
    }
}

fn interactive(assistant: &Assistant, mut context: Context) -> Result<ExitCode, Failure> {
    let mut editor = DefaultEditor::new()?;
    print_line(&format!("{OPENING}\n"))?;
    loop {
        match editor.readline("> ") {
            Ok(line) if line.trim().is_empty() => {}
            Ok(line) => {
                editor.add_history_entry(&line)?;
                print_line("")?;
                say(assistant, &line, &mut context)?;
                print_line("")?;
                if is_ending(&line) {
                    return Ok(ExitCode::SUCCESS);
                }
            }
            Err(ReadlineError::Interrupted | ReadlineError::Eof) => return Ok(ExitCode::SUCCESS),
            Err(error) => return Err(error.into()),
        }
    }
}

/// Each line is a question; answers stand apart by a line of dashes.
fn piped(assistant: &Assistant, mut context: Context) -> Result<ExitCode, Failure> {
    let mut first = true;
    for line in io::stdin().lock().split(b'\n') {
        let line = line?;
        let line = String::from_utf8_lossy(&line);
        if line.trim().is_empty() {
            continue;
        }
        if !std::mem::replace(&mut first, false) {
            print("\n----\n\n")?;
        }
        say(assistant, &line, &mut context)?;
        if is_ending(&line) {
            break;
        }
    }
    io::stdout().flush()?;
    Ok(ExitCode::SUCCESS)
}

fn say(assistant: &Assistant, line: &str, context: &mut Context) -> Result<ExitCode, Failure> {
    // Whoever types ":q" means what others call goodbye.
    let line = if is_ending(line) { "bye" } else { line };
    let request = match parse(line, "privy") {
        Parsed::Text(text) => Request::Text(text.to_owned()),
        Parsed::Command(command, arguments) => Request::Command(command, arguments.to_owned()),
        Parsed::Unknown(meant) => Request::UnknownCommand(meant),
        Parsed::ForAnother => Request::UnknownCommand(None),
    };
    let reply = assistant.respond(&request, context);
    print_line(&render::terminal(&reply, width()))
}

fn is_ending(line: &str) -> bool {
    ENDINGS.contains(&line.trim().to_lowercase().as_str())
}
