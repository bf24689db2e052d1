//! A bot with its networks and the people there.

use std::{path::Path, time::Duration};

use chat::Network;

use crate::{
    bot::{self, Bot},
    crowd::{Crowd, Outcome, Pace},
    network::Networks,
    questions,
};

/// How often a question is asked to find out in how many messages it is answered: the first time nothing was asked before.
const ROUNDS: usize = 3;

/// A bot with its networks and the people there.
pub(crate) struct Side {
    pub(crate) bot: Bot,
    pub(crate) networks: Networks,
    crowds: [Crowd; 2],
}

/// What came of some time of asking on both networks at once.
pub(crate) struct Both {
    pub(crate) each: [(Network, Outcome); 2],
    /// Processor time of the bot, and of the fakes with those who ask.
    pub(crate) bot: Duration,
    pub(crate) fakes: Duration,
}

impl Both {
    /// What came of it on both.
    pub(crate) fn all(&self) -> Outcome {
        let [(_, discord), (_, telegram)] = &self.each;
        discord.clone().and(telegram, discord.time)
    }

    /// Of processor `time`, the microseconds for one answer.
    pub(crate) fn cost(&self, time: Duration) -> f64 {
        time.as_secs_f64() * 1e6 / self.all().took.len().max(1) as f64
    }
}

impl Side {
    /// Privy, the questions that it answers in one message on both networks, and how many bytes it says on average.
    pub(crate) async fn privy(people: usize, program: Option<&Path>) -> (Self, Vec<String>, usize) {
        let networks = Networks::start().await;
        let bot = Bot::privy(&networks, program);
        networks.discord.until_commands().await;
        let mut questions = questions::all();
        let [mut discord, mut telegram] = networks.people(questions.len());
        let mut messages = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let (discord, telegram) = (discord.ask_once(&questions), telegram.ask_once(&questions));
            messages = tokio::join!(discord, telegram);
        }
        let mut each = messages.0.into_iter().zip(messages.1);
        questions.retain(|_| each.next() == Some((ROUNDS, ROUNDS)));
        let lengths = networks.lengths();
        networks.stop_recording();
        let length = lengths.iter().sum::<usize>() / lengths.len().max(1);
        let crowds = networks.people(people);
        let side = Self {
            bot,
            networks,
            crowds,
        };
        (side, questions, length)
    }

    /// A bot that always says the same, in so many bytes.
    pub(crate) async fn echo(people: usize, length: usize) -> Self {
        let networks = Networks::start().await;
        networks.stop_recording();
        let words = "The same words again, whatever was asked. ";
        let text = words.chars().cycle().take(length).collect();
        let bot = Bot::echo(&networks, text);
        networks.discord.until_online().await;
        let crowds = networks.people(people);
        Self {
            bot,
            networks,
            crowds,
        }
    }

    /// Asks on both networks at once.
    pub(crate) async fn ask(&mut self, questions: &[String], pace: Pace, time: Duration) -> Both {
        let before = (self.bot.processor(), bot::own_processor());
        let [discord, telegram] = &mut self.crowds;
        let networks = [discord.network, telegram.network];
        let (discord, telegram) = tokio::join!(
            discord.ask(questions, pace, time),
            telegram.ask(questions, pace, time)
        );
        Both {
            each: [(networks[0], discord), (networks[1], telegram)],
            bot: self.bot.processor() - before.0,
            fakes: bot::own_processor() - before.1,
        }
    }
}
