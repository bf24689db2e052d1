//! What is counted. Nothing in it tells who asked, or what.

use std::time::Duration;

use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::Registry,
};

use crate::Network;

/// Seconds: an answer takes a fraction of a millisecond, a retry up to half a minute.
const BUCKETS: [f64; 10] = [
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.03, 0.1, 0.5, 3.0, 30.0,
];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ByKind {
    network: &'static str,
    kind: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ByNetwork {
    network: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ByOutcome {
    network: &'static str,
    outcome: &'static str,
}

/// How a request to a network went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// It was taken.
    Done,
    /// It was not taken and is tried again.
    Retried,
    /// It was refused, or given up.
    Failed,
}

/// What is counted. Registering makes it visible; counting works without.
#[derive(Debug)]
pub struct Meters {
    questions: Family<ByKind, Counter>,
    abstentions: Family<ByNetwork, Counter>,
    answer_seconds: Family<ByNetwork, Histogram, fn() -> Histogram>,
    reply_seconds: Family<ByNetwork, Histogram, fn() -> Histogram>,
    sends: Family<ByOutcome, Counter>,
    connected: Family<ByNetwork, Gauge>,
    incidents: Counter,
}

fn histogram() -> Histogram {
    Histogram::new(BUCKETS)
}

impl Default for Meters {
    fn default() -> Self {
        Self {
            questions: Family::default(),
            abstentions: Family::default(),
            answer_seconds: Family::new_with_constructor(histogram as fn() -> Histogram),
            reply_seconds: Family::new_with_constructor(histogram as fn() -> Histogram),
            sends: Family::default(),
            connected: Family::default(),
            incidents: Counter::default(),
        }
    }
}

impl Meters {
    /// Makes everything visible in `registry`.
    pub fn register(&self, registry: &mut Registry) {
        registry.register(
            "questions",
            "Questions by network and kind of answer",
            self.questions.clone(),
        );
        registry.register(
            "abstentions",
            "Answers that said that it is not known",
            self.abstentions.clone(),
        );
        registry.register(
            "answer_seconds",
            "From a question that was read to its answer, without sending",
            self.answer_seconds.clone(),
        );
        registry.register(
            "reply_seconds",
            "From a question that came in to its reply being taken by the network",
            self.reply_seconds.clone(),
        );
        registry.register(
            "sends",
            "Requests to the networks by outcome",
            self.sends.clone(),
        );
        registry.register(
            "connected",
            "1 while a network's updates come in, 0 while not",
            self.connected.clone(),
        );
        registry.register(
            "incidents",
            "Answers that failed and cost an apology",
            self.incidents.clone(),
        );
    }

    /// An answer of `kind` was found in `took`.
    pub(crate) fn answered(&self, network: Network, kind: &'static str, took: Duration) {
        let network = network.as_str();
        self.questions
            .get_or_create(&ByKind { network, kind })
            .inc();
        if kind == "unknown" {
            self.abstentions.get_or_create(&ByNetwork { network }).inc();
        }
        self.answer_seconds
            .get_or_create(&ByNetwork { network })
            .observe(took.as_secs_f64());
    }

    /// A reply reached its network `took` after the question came in.
    pub fn replied(&self, network: Network, took: Duration) {
        let network = network.as_str();
        self.reply_seconds
            .get_or_create(&ByNetwork { network })
            .observe(took.as_secs_f64());
    }

    /// A request to `network` went as `outcome` says.
    pub fn sent(&self, network: Network, outcome: Sent) {
        let outcome = match outcome {
            Sent::Done => "done",
            Sent::Retried => "retried",
            Sent::Failed => "failed",
        };
        self.sends
            .get_or_create(&ByOutcome {
                network: network.as_str(),
                outcome,
            })
            .inc();
    }

    /// Whether `network`'s updates come in.
    pub fn set_connected(&self, network: Network, connected: bool) {
        let gauge = self.connected.get_or_create(&ByNetwork {
            network: network.as_str(),
        });
        gauge.set(i64::from(connected));
    }

    /// Whether `network`'s updates come in, as last said.
    pub fn is_connected(&self, network: Network) -> bool {
        self.connected
            .get_or_create(&ByNetwork {
                network: network.as_str(),
            })
            .get()
            == 1
    }

    /// Counts an answer that failed; its number, from 1.
    pub(crate) fn incident(&self) -> u64 {
        self.incidents.inc() + 1
    }
}
