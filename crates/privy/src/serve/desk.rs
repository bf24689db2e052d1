//! Where questions come in from the networks: conversations, the cooldown, and the base that is swapped under them.

use std::{num::NonZeroU32, sync::Arc};

use answer::Context;
use arc_swap::ArcSwap;
use chat::{Choice, Conversations, Field, Incoming, InlineAnswer, Network, Reply, Responder};
use governor::{
    DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock, DefaultClock},
};
use knowledge::Slug;

use super::{complete, inline};
use crate::{Assistant, Config, Failure, render};

/// After this many questions the cooldown forgets who has been quiet for long.
const TIDY: u64 = 4096;

/// Answers what comes in from the networks.
pub struct Desk {
    assistant: ArcSwap<Assistant>,
    conversations: Conversations<Context>,
    region: Option<Slug>,
    cooldown: DefaultKeyedRateLimiter<(Network, u64)>,
    clock: DefaultClock,
    asked: std::sync::atomic::AtomicU64,
}

impl Desk {
    /// A desk at which `assistant` answers.
    ///
    /// # Errors
    /// Where `config` names a region that there is none of.
    pub fn new(assistant: Assistant, config: &Config) -> Result<Self, Failure> {
        let region = assistant.starting_region(None, config)?;
        let per_minute =
            NonZeroU32::new(config.serve.questions_per_minute).unwrap_or(NonZeroU32::MIN);
        let burst = NonZeroU32::new(config.serve.burst).unwrap_or(NonZeroU32::MIN);
        Ok(Self {
            assistant: ArcSwap::from_pointee(assistant),
            conversations: Conversations::default(),
            region,
            cooldown: RateLimiter::keyed(Quota::per_minute(per_minute).allow_burst(burst)),
            clock: DefaultClock::default(),
            asked: std::sync::atomic::AtomicU64::new(0),
        })
    }

    /// What answers now.
    pub(super) fn assistant(&self) -> Arc<Assistant> {
        self.assistant.load_full()
    }

    /// Lets `assistant` answer from here on; what is in hand is finished by the one before.
    pub(super) fn swap(&self, assistant: Assistant) {
        self.assistant.store(Arc::new(assistant));
    }

    /// That it was too much at once, where it was.
    fn too_much(&self, incoming: &Incoming) -> Option<Reply> {
        if self
            .asked
            .fetch_add(1, std::sync::atomic::Ordering::Relaxed)
            % TIDY
            == TIDY - 1
        {
            self.cooldown.retain_recent();
        }
        let person = (incoming.from.network, incoming.from.person);
        let refused = self.cooldown.check_key(&person).err()?;
        Some(render::cooldown(refused.wait_time_from(self.clock.now())))
    }
}

impl Responder for Desk {
    async fn respond(&self, incoming: Incoming) -> Reply {
        if let Some(reply) = self.too_much(&incoming) {
            return reply;
        }
        let known = self.conversations.get(&incoming.from);
        let mut context = known.unwrap_or_else(|| Context::starting(self.region.clone()));
        let assistant = self.assistant();
        let request = incoming.request;
        // Where texts are at hand, an answer may look into them: that is no work for a thread that others wait for.
        let (reply, context) = if assistant.has_texts() {
            let work = tokio::task::spawn_blocking(move || {
                let reply = assistant.respond(&request, &mut context);
                (reply, context)
            });
            match work.await {
                Ok(done) => done,
                Err(failed) => std::panic::resume_unwind(failed.into_panic()),
            }
        } else {
            (assistant.respond(&request, &mut context), context)
        };
        self.conversations.put(incoming.from, context);
        reply
    }

    fn complete(&self, field: Field, typed: &str, most: usize) -> Vec<Choice> {
        complete::complete(self.assistant.load().base(), field, typed, most)
    }

    fn inline(&self, query: &str, most: usize) -> Vec<InlineAnswer> {
        inline::answers(&self.assistant.load(), self.region.as_ref(), query, most)
    }
}
