//! One gateway connection (docs: "Gateway", "Connection Lifecycle").

use std::{
    collections::VecDeque,
    io::Write as _,
    sync::Arc,
    time::{Duration, Instant},
};

use flate2::{Compression, write::ZlibEncoder};
use futures::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::{
    io::AsyncWriteExt as _,
    net::TcpStream,
    sync::mpsc::{self, UnboundedReceiver, UnboundedSender},
};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        Message,
        handshake::server::{ErrorResponse, Request, Response},
        protocol::{CloseFrame, frame::coding::CloseCode},
    },
};

use super::{handshake, sessions::Out, world::World};
use crate::Exchange;

/// Longest payload that a bot may send, in bytes (docs: "Sending Events").
const LONGEST: usize = 4096;
/// Payloads that a bot may send in a minute (docs: "Rate Limiting").
const A_MINUTE: usize = 120;

/// One connection.
pub(super) struct Connection {
    pub(super) id: u64,
    pub(super) world: Arc<World>,
    pub(super) out: UnboundedSender<Out>,
    /// Whether it has a session.
    pub(super) identified: bool,
    pub(super) compress: bool,
    sent: VecDeque<Instant>,
    last_beat: Instant,
    socket: WebSocketStream<TcpStream>,
}

/// Why a connection ends.
enum End {
    /// The bot closed it; for good when its session ends too.
    Theirs {
        for_good: bool,
    },
    /// We close it with this code.
    Ours(u16),
    Fin,
    Rst,
}

/// Serves a connection to its end.
#[expect(
    clippy::result_large_err,
    reason = "the websocket crate fixes the type of the callback"
)]
pub(super) async fn serve(world: Arc<World>, stream: TcpStream) {
    // Without this small frames wait for each other; if it cannot be set, they do.
    let _ = stream.set_nodelay(true);
    let mut asked = String::new();
    let remember = |request: &Request, response: Response| -> Result<Response, ErrorResponse> {
        asked = request.uri().query().unwrap_or_default().to_owned();
        Ok(response)
    };
    let Ok(socket) = tokio_tungstenite::accept_hdr_async(stream, remember).await else {
        return;
    };
    if !asked.split('&').any(|pair| pair == "v=10") {
        world.problem(format!(
            "gateway: connected with the query '{asked}', without v=10"
        ));
    }
    let (out, orders) = mpsc::unbounded_channel();
    let id = world.clock.id();
    world.sessions.lock().connections.insert(id, out.clone());
    let last_beat = Instant::now();
    let connection = Connection {
        id,
        out,
        identified: false,
        compress: false,
        sent: VecDeque::new(),
        last_beat,
        socket,
        world,
    };
    connection.run(orders).await;
}

impl Connection {
    async fn run(mut self, mut orders: UnboundedReceiver<Out>) {
        let interval = self.world.sessions.lock().settings.heartbeat;
        let millis = u64::try_from(interval.as_millis()).unwrap_or(u64::MAX);
        self.say(json!({"op": 10, "d": {"heartbeat_interval": millis, "_trace": ["[\"gateway\"]"]}, "s": null, "t": null}));
        let end = self.listen(&mut orders, interval).await;
        let for_good = match end {
            End::Theirs { for_good } => for_good,
            End::Ours(code) => {
                self.close(code).await;
                false
            }
            End::Fin => {
                // The other side may have gone first.
                let _ = self.socket.get_mut().shutdown().await;
                false
            }
            End::Rst => {
                let _ = self.socket.get_mut().set_zero_linger();
                false
            }
        };
        self.world.sessions.ended(self.id, for_good);
    }

    async fn listen(&mut self, orders: &mut UnboundedReceiver<Out>, interval: Duration) -> End {
        loop {
            let late = tokio::time::Instant::from_std(self.last_beat + interval * 2);
            let result = tokio::select! {
                frame = self.socket.next() => match frame {
                    Some(Ok(frame)) => self.take(frame),
                    Some(Err(_)) | None => Err(End::Theirs { for_good: false }),
                },
                Some(order) = orders.recv() => self.carry_out(order, orders).await,
                () = tokio::time::sleep_until(late) => {
                    self.world.problem("gateway: no heartbeat within two intervals");
                    Err(End::Ours(4009))
                }
            };
            if let Err(end) = result {
                return end;
            }
        }
    }

    /// Sends what is to be sent, in one go.
    async fn carry_out(
        &mut self,
        first: Out,
        orders: &mut UnboundedReceiver<Out>,
    ) -> Result<(), End> {
        let mut next = Some(first);
        while let Some(order) = next {
            let frame = match order {
                Out::Text(text) => self.frame(text, false),
                Out::Event(text) => self.frame(text, self.compress),
                Out::Close(code) => return Err(End::Ours(code)),
                Out::Fin => return Err(End::Fin),
                Out::Rst => return Err(End::Rst),
            };
            if self.socket.feed(frame).await.is_err() {
                return Err(End::Theirs { for_good: false });
            }
            next = orders.try_recv().ok();
        }
        self.socket
            .flush()
            .await
            .map_err(|_| End::Theirs { for_good: false })
    }

    fn frame(&self, text: String, compress: bool) -> Message {
        if self.world.traffic.is_recording() {
            self.record(
                "gateway out",
                serde_json::from_str(&text).unwrap_or(Value::String(text.clone())),
            );
        }
        if !compress {
            return Message::Text(text);
        }
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
        match encoder
            .write_all(text.as_bytes())
            .and_then(|()| encoder.finish())
        {
            Ok(block) => Message::Binary(block),
            Err(_) => Message::Text(text),
        }
    }

    fn record(&self, route: &str, payload: Value) {
        let (request, response) = if route == "gateway in" {
            (payload, Value::Null)
        } else {
            (Value::Null, payload)
        };
        self.world.traffic.record(Exchange {
            at: Instant::now(),
            route: route.to_owned(),
            request,
            status: 0,
            response,
        });
    }

    /// Takes a frame of the bot.
    fn take(&mut self, frame: Message) -> Result<(), End> {
        let text = match frame {
            Message::Text(text) => text,
            Message::Close(frame) => {
                let code = frame.map(|frame| u16::from(frame.code));
                return Err(End::Theirs {
                    for_good: matches!(code, Some(1000 | 1001)),
                });
            }
            Message::Binary(_) => return self.fails(4002, "a binary frame"),
            Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => return Ok(()),
        };
        if text.len() > LONGEST {
            return self.fails(4002, &format!("a payload of {} bytes", text.len()));
        }
        self.count()?;
        let Ok(payload) = serde_json::from_str::<Value>(&text) else {
            return self.fails(4002, "not JSON");
        };
        if self.world.traffic.is_recording() {
            self.record("gateway in", payload.clone());
        }
        let data = &payload["d"];
        match payload["op"].as_u64() {
            Some(1) => self.beat(data),
            Some(2) => {
                handshake::identify(self, data).or_else(|(code, why)| self.fails(code, &why))
            }
            Some(6) => handshake::resume(self, data).or_else(|(code, why)| self.fails(code, &why)),
            Some(3 | 4 | 8 | 31) if self.identified => Ok(()),
            Some(3 | 4 | 8 | 31) => self.fails(4003, "a payload before IDENTIFY"),
            Some(op) => self.fails(4001, &format!("opcode {op}")),
            None => self.fails(4002, "a payload without opcode"),
        }
    }

    fn beat(&mut self, data: &Value) -> Result<(), End> {
        if !data.is_null() && data.as_u64().is_none() {
            return self.fails(4002, "a heartbeat whose d is no sequence number");
        }
        self.last_beat = Instant::now();
        if self.world.sessions.lock().settings.acks {
            self.say(json!({"op": 11, "d": null, "s": null, "t": null}));
        }
        Ok(())
    }

    fn count(&mut self) -> Result<(), End> {
        let now = Instant::now();
        while self
            .sent
            .front()
            .is_some_and(|sent| now.duration_since(*sent) > Duration::from_secs(60))
        {
            self.sent.pop_front();
        }
        self.sent.push_back(now);
        if self.sent.len() > A_MINUTE {
            self.fails(4008, "more than 120 payloads in a minute")
        } else {
            Ok(())
        }
    }

    /// Ends the connection because of what the bot did.
    fn fails(&self, code: u16, why: &str) -> Result<(), End> {
        self.world
            .problem(format!("gateway: {why}: closed with {code}"));
        Err(End::Ours(code))
    }

    /// Sends a payload that is no event.
    pub(super) fn say(&self, payload: Value) {
        // This task holds the receiving end.
        let _ = self.out.send(Out::Text(payload.to_string()));
    }

    async fn close(&mut self, code: u16) {
        let frame = CloseFrame {
            code: CloseCode::from(code),
            reason: reason(code).into(),
        };
        // The other side may have gone first.
        let _ = self.socket.close(Some(frame)).await;
        let drained = async { while let Some(Ok(_)) = self.socket.next().await {} };
        let _ = tokio::time::timeout(Duration::from_secs(1), drained).await;
    }
}

/// What the network says with a close code (docs: "Gateway Close Event Codes").
fn reason(code: u16) -> &'static str {
    match code {
        4001 => "Unknown opcode.",
        4002 => "Error while decoding payload.",
        4003 => "Not authenticated.",
        4004 => "Authentication failed.",
        4005 => "Already authenticated.",
        4007 => "Invalid seq.",
        4008 => "Rate limited.",
        4009 => "Session timed out.",
        4010 => "Invalid shard.",
        4011 => "Sharding required.",
        4012 => "Invalid API version.",
        4013 => "Invalid intent(s).",
        4014 => "Disallowed intent(s).",
        1000 | 1001 => "",
        _ => "Unknown error.",
    }
}
