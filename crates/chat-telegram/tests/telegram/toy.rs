//! A small responder: what it answers depends on the first word.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use chat::{Action, Choice, Field, Id, Incoming, InlineAnswer, Reply, Request, Responder};

/// What the toy was asked, in order.
#[derive(Debug, Default)]
pub(crate) struct Toy {
    asked: Mutex<Vec<String>>,
}

impl Toy {
    /// What it was asked so far.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn note(&self, asked: &str) {
        self.asked
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(asked.to_owned());
    }
}

pub(crate) fn id(text: &str) -> Id {
    Id::new(text).expect("an id")
}

fn actions() -> Vec<Action> {
    vec![
        Action::choose("First", id("first")),
        Action::choose("Second", id("second")),
        Action::ask("How do I opt out?", id(&"x".repeat(64))),
        Action::open("Open", "https://example.org/?a=1&b=2"),
    ]
}

fn long() -> Reply {
    let mut reply = Reply::new("long");
    for number in 0..3 {
        reply = reply.saying(format!("part {number} {}", "<word> ".repeat(400)));
    }
    reply.actions = vec![Action::ask("More", id("more"))];
    reply
}

impl Responder for Toy {
    async fn respond(&self, incoming: Incoming) -> Reply {
        let text = match incoming.request {
            Request::Text(text) => text,
            Request::Command(command, rest) => format!("command {} [{rest}]", command.usage().name),
            Request::UnknownCommand(meant) => {
                format!("unknown {:?}", meant.map(|meant| meant.usage().name))
            }
            Request::Press(id) => format!("pressed {id}"),
        };
        self.note(&text);
        let (head, rest) = text.split_once(' ').unwrap_or((&text, ""));
        match head {
            "slow" => {
                let millis = rest
                    .split(' ')
                    .next()
                    .and_then(|millis| millis.parse().ok());
                tokio::time::sleep(Duration::from_millis(millis.unwrap_or(500))).await;
            }
            "hang" => std::future::pending().await,
            "panic" => panic!("as asked"),
            "long" => return long(),
            "empty" => return Reply::new("empty"),
            "same" => return Reply::new("same").saying("always the same"),
            _ => {}
        }
        let mut reply = Reply::new("echo").saying(&text);
        if head == "choose" {
            reply.actions = actions();
        }
        reply
    }

    fn complete(&self, _: Field, _: &str, _: usize) -> Vec<Choice> {
        Vec::new()
    }

    fn inline(&self, query: &str, most: usize) -> Vec<InlineAnswer> {
        assert!(query != "panic", "as asked");
        let answer = |number: usize| {
            let mut reply = Reply::new("inline").saying(format!("<{query}> {number}"));
            reply.actions = actions();
            InlineAnswer {
                id: id(&format!("inline/{number}")),
                title: format!("Title {number}"),
                description: format!("Description of {query}"),
                reply,
            }
        };
        (0..most).map(answer).collect()
    }
}
