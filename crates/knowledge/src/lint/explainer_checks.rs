//! General answers.

use super::{
    Report,
    document::{Document, Library},
};
use crate::explainer::ExplainerFile;

/// Fewer phrasings than this, and people will not find it.
const FEWEST_QUESTIONS: usize = 10;

pub(super) fn explainer(library: &Library<'_>, report: &mut Report) {
    for (document, explainer) in library.explained() {
        whole(document, explainer, report);
        if let Some(topic) = &explainer.topic
            && let Ok(vocabulary) = &library.vocabulary
            && vocabulary.topic(topic).is_none()
        {
            let message = format!("`{topic}` is no topic");
            document.report(report, "topic", message, "use a topic of vocabulary.toml");
        }
        for (index, related) in explainer.related.iter().enumerate() {
            if !library
                .explainers
                .iter()
                .any(|other| other.slug == *related)
            {
                let message = format!("there is no explainer `{related}`");
                let pointer = format!("related.{index}");
                document.report(report, &pointer, message, "name one that exists");
            }
        }
        if library
            .bodies
            .get(&document.path)
            .is_none_or(String::is_empty)
        {
            document.report(
                report,
                "",
                "has no text",
                "write the answer below the second +++",
            );
        }
    }
}

fn whole(document: &Document<ExplainerFile>, explainer: &ExplainerFile, report: &mut Report) {
    if explainer.questions.len() < FEWEST_QUESTIONS {
        let message = format!("has {} phrasings", explainer.questions.len());
        let fix = format!("add phrasings as people type them, {FEWEST_QUESTIONS} or more");
        document.report(report, "questions", message, fix);
    }
    if explainer.sources.is_empty() {
        document.report(report, "", "has no source", "add [sources.KEY]");
    }
    if explainer.evidence.iter().all(|one| one.find.is_empty()) {
        let fix = "add [[evidence]] with `source` and `find`";
        document.report(report, "", "has no evidence", fix);
    }
}
