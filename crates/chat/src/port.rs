//! The responder with what keeps it from harm: a deadline, and panics that cost one apology.

use std::{
    panic::AssertUnwindSafe,
    sync::Arc,
    time::{Duration, Instant},
};

use futures::FutureExt;

use crate::{Incoming, Meters, Reply, Responder};

/// How long an answer may take; one that takes longer is given up with an apology.
const DEADLINE: Duration = Duration::from_secs(10);

/// What a network's side is given: the responder, and the meters.
#[derive(Debug)]
pub struct Port<R> {
    /// What answers.
    pub responder: Arc<R>,
    /// What is counted.
    pub meters: Arc<Meters>,
}

impl<R> Clone for Port<R> {
    fn clone(&self) -> Self {
        Self {
            responder: self.responder.clone(),
            meters: self.meters.clone(),
        }
    }
}

impl<R: Responder> Port<R> {
    /// The reply to what came in; an apology where the responder panics or takes too long. It is counted.
    pub async fn respond(&self, incoming: Incoming) -> Reply {
        let network = incoming.from.network;
        let started = Instant::now();
        let work = AssertUnwindSafe(self.responder.respond(incoming)).catch_unwind();
        let reply = match tokio::time::timeout(DEADLINE, work).await {
            Ok(Ok(reply)) => reply,
            Ok(Err(_)) => self.apology("panic"),
            Err(_) => self.apology("deadline"),
        };
        self.meters.answered(network, reply.kind, started.elapsed());
        reply
    }

    fn apology(&self, what: &'static str) -> Reply {
        let incident = self.meters.incident();
        tracing::error!(incident, what, "an answer failed");
        apology(incident)
    }
}

/// What is said where an answer failed: the operator finds the number in the log.
fn apology(incident: u64) -> Reply {
    Reply::new("apology").saying(format!(
        "Sorry, something went wrong on my side, and I could not answer that. Please try again. (Incident {incident})"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Choice, Field, InlineAnswer, Network, Request, Speaker};

    struct Broken;

    impl Responder for Broken {
        async fn respond(&self, incoming: Incoming) -> Reply {
            if let Request::Text(text) = &incoming.request
                && text == "hang"
            {
                std::future::pending::<()>().await;
            }
            panic!("as asked");
        }

        fn complete(&self, _: Field, _: &str, _: usize) -> Vec<Choice> {
            Vec::new()
        }

        fn inline(&self, _: &str, _: usize) -> Vec<InlineAnswer> {
            Vec::new()
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_panic_and_an_answer_that_never_comes_cost_an_apology_each() {
        let port = Port {
            responder: Arc::new(Broken),
            meters: Arc::default(),
        };
        for (incident, text) in ["panic", "hang"].into_iter().enumerate() {
            let from = Speaker {
                network: Network::Discord,
                chat: 1,
                person: 1,
            };
            let request = Request::Text(text.to_owned());
            let reply = port.respond(Incoming { from, request }).await;
            assert_eq!(reply, apology(incident as u64 + 1));
        }
    }
}
