//! Privacy laws.

use super::{Report, document::Library, source_checks::sound};
use crate::RIGHTS;

pub(super) fn law(library: &Library<'_>, report: &mut Report) {
    for (document, law) in library.enacted() {
        if let Ok(vocabulary) = &library.vocabulary
            && vocabulary.regions.get(&document.slug).is_none()
        {
            let fix = "name the file after a region of vocabulary/regions.toml";
            document.report(report, "", "is named after no region", fix);
        }
        if law.summary.trim().is_empty() || law.how.trim().is_empty() {
            let fix = "say in `summary` what people can do, in `how` how they ask for it";
            document.report(report, "", "has no `summary` or no `how`", fix);
        }
        for (index, right) in law.right.iter().enumerate() {
            let at = format!("right.{index}");
            if !RIGHTS.contains(&right.name.as_str()) {
                let message = format!("`{}` is no right", right.name);
                let fix = format!("one of {}", RIGHTS.join(", "));
                document.report(report, &at, message, fix);
            }
            if law
                .right
                .iter()
                .take(index)
                .any(|other| other.name == right.name)
            {
                let message = format!("`{}` stands twice", right.name);
                document.report(report, &at, message, "keep one of them");
            }
            if right.summary.trim().is_empty() {
                document.report(report, &at, "has no summary", "say what one can do with it");
            }
        }
        for (index, authority) in law.authority.iter().enumerate() {
            if !sound(&authority.url) {
                let message = format!("`{}` is no https URL", authority.url);
                let at = format!("authority.{index}");
                document.report(report, &at, message, "give the page that takes complaints");
            }
        }
    }
}
