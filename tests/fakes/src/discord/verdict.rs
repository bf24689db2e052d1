//! What a test asks at its end.

use super::server::Discord;

impl Discord {
    /// Waits a moment for what may still come, then makes sure that nothing is left over; see [`Discord::assert_clean`].
    ///
    /// # Panics
    /// If something is.
    pub async fn finish(self) {
        tokio::time::sleep(self.world.times().quiet).await;
        self.assert_clean();
    }

    /// Makes sure that the bot broke no rule, that people heard all it said to them, that it answered every interaction,
    /// and that it pinged nobody.
    ///
    /// # Panics
    /// If not, with all that is wrong.
    pub fn assert_clean(&self) {
        let wrong = self.wrong();
        assert!(
            wrong.is_empty(),
            "the network is not clean:\n{}",
            wrong.join("\n")
        );
    }

    fn wrong(&self) -> Vec<String> {
        let mut wrong: Vec<_> = self
            .traffic()
            .problems()
            .into_iter()
            .map(|problem| format!("problem: {problem}"))
            .collect();
        wrong.extend(self.pings().into_iter().map(|ping| format!("ping: {ping}")));
        wrong.extend(
            self.unanswered()
                .into_iter()
                .map(|deed| format!("not answered: {deed}")),
        );
        let state = self.world.state();
        for channel in state.channels.values() {
            for message in channel
                .unheard()
                .iter()
                .filter_map(|id| state.messages.get(id))
            {
                wrong.push(format!(
                    "not heard in '{}': {}",
                    channel.name,
                    super::shown::shown(&state, message).text
                ));
            }
        }
        wrong
    }
}
