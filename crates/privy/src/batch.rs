//! Conversations from a file, one a line, answers to standard output in the same order.

use std::{
    io::{BufWriter, Write},
    path::Path,
    process::ExitCode,
};

use answer::Context;
use knowledge::Slug;
use serde::{Deserialize, Serialize};

use crate::{
    AnswerObject, Assistant, Failure,
    command::{bad_line, read_lines},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Conversation {
    id: String,
    turns: Vec<String>,
    #[serde(default)]
    region: Option<String>,
}

#[derive(Serialize)]
struct Answered<'a> {
    id: &'a str,
    answers: Vec<AnswerObject>,
}

/// Answers the conversations in `file`. All lines are read before the first is answered, so a bad one stops the batch
/// with its line number and nothing on standard output.
pub(crate) fn run(
    assistant: &Assistant,
    file: &Path,
    region: Option<&Slug>,
) -> Result<ExitCode, Failure> {
    let mut conversations = Vec::new();
    for (number, line) in read_lines(file)? {
        let conversation: Conversation =
            serde_json::from_str(&line).map_err(|error| bad_line(file, number, &error))?;
        let own = match &conversation.region {
            Some(text) => Some(assistant.region(text).map_err(|failure| {
                Failure::input(format!("{}:{number}: {failure}", file.display()))
            })?),
            None => region.cloned(),
        };
        conversations.push((conversation, own));
    }
    let mut stdout = BufWriter::new(std::io::stdout().lock());
    for (conversation, region) in conversations {
        let mut context = Context::starting(region);
        let mut answers = Vec::new();
        for turn in &conversation.turns {
            let answered = assistant.answer(turn, &mut context)?;
            answers.push(assistant.object(&answered));
        }
        let id = &conversation.id;
        serde_json::to_writer(&mut stdout, &Answered { id, answers })?;
        stdout.write_all(b"\n")?;
    }
    stdout.flush()?;
    Ok(ExitCode::SUCCESS)
}
