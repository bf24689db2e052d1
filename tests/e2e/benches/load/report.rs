//! What is printed.

/// What is printed: a line for each figure, with its limit where it has one.
#[derive(Debug, Default)]
pub(crate) struct Report {
    lines: Vec<Line>,
}

#[derive(Debug)]
struct Line {
    what: String,
    value: String,
    /// The limit, and whether it is kept.
    limit: Option<(&'static str, bool)>,
}

impl Report {
    /// A figure without a limit.
    pub(crate) fn tell(&mut self, what: impl Into<String>, value: impl Into<String>) {
        self.lines.push(Line {
            what: what.into(),
            value: value.into(),
            limit: None,
        });
    }

    /// A figure with a limit.
    pub(crate) fn demand(
        &mut self,
        what: impl Into<String>,
        value: impl Into<String>,
        limit: &'static str,
        is_met: bool,
    ) {
        self.lines.push(Line {
            what: what.into(),
            value: value.into(),
            limit: Some((limit, is_met)),
        });
    }

    /// Whether all limits are kept.
    pub(crate) fn is_met(&self) -> bool {
        self.lines
            .iter()
            .all(|line| line.limit.is_none_or(|(_, is_met)| is_met))
    }

    /// Prints all of it.
    pub(crate) fn print(&self) {
        for Line { what, value, limit } in &self.lines {
            let verdict = match limit {
                None => String::new(),
                Some((limit, true)) => format!("{limit}: kept"),
                Some((limit, false)) => format!("{limit}: MISSED"),
            };
            println!("{what:<44} {value:<34} {verdict}");
        }
    }
}
