//! Progress bars on standard error, where that is a terminal.

use std::{collections::BTreeMap, sync::Mutex, time::Duration};

use archive::{Progress, Step};
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

/// One bar for each step that is under way.
#[derive(Default)]
pub(super) struct Bars {
    all: MultiProgress,
    bars: Mutex<BTreeMap<(String, &'static str), ProgressBar>>,
}

impl Bars {
    fn bar(&self, subject: &str, step: Step, then: impl FnOnce(&ProgressBar)) {
        // A thread that panicked while it moved a bar did no harm.
        let bars = self.bars.lock().unwrap_or_else(|error| error.into_inner());
        if let Some(bar) = bars.get(&(subject.to_owned(), word(step))) {
            then(bar);
        }
    }
}

impl Progress for Bars {
    fn begin(&self, subject: &str, step: Step, total: Option<u64>) {
        let (bar, template) = match total {
            Some(total) => (
                ProgressBar::new(total),
                "{prefix:24} {bar:24} {pos}/{len} {msg}",
            ),
            None => (
                ProgressBar::new_spinner(),
                "{prefix:24} {spinner} {pos} {msg}",
            ),
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        let bar = self.all.add(bar);
        bar.set_prefix(subject.to_owned());
        bar.set_message(word(step));
        bar.enable_steady_tick(Duration::from_millis(120));
        let mut bars = self.bars.lock().unwrap_or_else(|error| error.into_inner());
        bars.insert((subject.to_owned(), word(step)), bar);
    }

    fn done(&self, subject: &str, step: Step, count: u64) {
        self.bar(subject, step, |bar| bar.set_position(count));
    }

    fn end(&self, subject: &str, step: Step) {
        self.bar(subject, step, ProgressBar::finish_and_clear);
    }
}

/// What is counted in a step.
fn word(step: Step) -> &'static str {
    match step {
        Step::Fetch => "objects received",
        Step::History => "commits read",
        Step::Texts => "texts read",
    }
}
