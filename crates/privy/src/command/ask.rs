//! `privy ask`.

use std::{io::Write, process::ExitCode};

use answer::Context;

use super::{loaded, print_line, width};
use crate::{Config, Failure, batch, cli::Ask, render};

pub(super) fn run(config: &Config, asked: &Ask) -> Result<ExitCode, Failure> {
    let assistant = loaded(config)?;
    let region = assistant.starting_region(asked.region.as_deref(), config)?;
    if let Some(file) = &asked.batch {
        return batch::run(assistant, file, region.as_ref());
    }
    let question = asked.question.join(" ");
    let mut context = Context::starting(region);
    let answered = match asked.trace {
        true => {
            let (answer, trace) = assistant.ask_traced(&question, &mut context)?;
            write!(anstream::stderr(), "{trace}")?;
            assistant.with_texts(answer, Some(&question))
        }
        false => assistant.answer(&question, &mut context)?,
    };
    if asked.json {
        return print_line(&serde_json::to_string(&assistant.object(&answered))?);
    }
    print_line(&render::terminal(&assistant.reply(&answered), width()))
}
