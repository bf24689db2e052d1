//! What is measured, in order.

use std::{fs, time::Duration};

use crate::{
    crowd::{Outcome, Pace},
    options::Options,
    report::Report,
    side::{Both, Side},
};

/// How long each bot is asked at a moderate rate.
const MODERATE: Duration = Duration::from_secs(10);

/// How long each bot is kept busy before it is the other one's turn: what else the machine does then meets both.
const TURN: Duration = Duration::from_secs(5);

/// How long a bot is asked before anything is measured.
const WARM_UP: Duration = Duration::from_secs(2);

/// Both bots, and what is known of them so far.
struct Run<'a> {
    options: &'a Options,
    questions: Vec<String>,
    privy: Side,
    echo: Side,
    report: Report,
}

/// Measures everything.
pub(crate) async fn run(options: &Options) -> Report {
    let mut report = Report::default();
    let cores = std::thread::available_parallelism().unwrap();
    report.tell("machine", format!("{cores} cores, load {}", load_average()));
    let (privy, questions, length) = Side::privy(options.people, options.program.as_deref()).await;
    let known = format!("{}, answers of {length} bytes", questions.len());
    report.tell("questions", known);
    let echo = Side::echo(options.people, length).await;
    let mut run = Run {
        options,
        questions,
        privy,
        echo,
        report,
    };
    run.warm_up().await;
    run.latency().await;
    run.sustained().await;
    run.compared().await;
    run.end()
}

impl Run<'_> {
    async fn warm_up(&mut self) {
        for side in [&mut self.privy, &mut self.echo] {
            side.ask(&self.questions, Pace::Busy, WARM_UP).await;
        }
    }

    async fn latency(&mut self) {
        let rate = self.options.rate;
        let pace = Pace::Rate(rate);
        let echoed = self.echo.ask(&self.questions, pace, MODERATE).await;
        let answered = self.privy.ask(&self.questions, pace, MODERATE).await;
        for ((network, answered), (_, echoed)) in answered.each.iter().zip(&echoed.each) {
            let what = format!("{network}, {rate}/s asked");
            self.report.tell(format!("{what}, echo"), described(echoed));
            self.report.tell(what.clone(), described(answered));
            let (p50, p99) = (answered.took(0.5), answered.took(0.99));
            self.report.demand(
                format!("{what}, p50 with the fake"),
                milliseconds(p50),
                "<= 5 ms",
                p50 <= Duration::from_millis(5),
            );
            self.report.demand(
                format!("{what}, p99 with the fake"),
                milliseconds(p99),
                "<= 30 ms",
                p99 <= Duration::from_millis(30),
            );
        }
        self.count(&answered.all());
    }

    async fn sustained(&mut self) {
        let time = self.options.busy;
        let busy = self.privy.ask(&self.questions, Pace::Busy, time).await;
        let what = format!("busy for {} s", time.as_secs());
        for (network, outcome) in &busy.each {
            let name = format!("{what}, {network}");
            self.report.tell(name, described(outcome));
        }
        let rate = busy.all().rate();
        self.report.demand(
            format!("{what}, both"),
            format!("{rate:.0}/s"),
            ">= 2000/s",
            rate >= 2000.0,
        );
        self.count(&busy.all());
        let (bot, fakes) = (busy.cost(busy.bot), busy.cost(busy.fakes));
        self.report.tell(
            "processor time for an answer",
            format!("privy {bot:.0} us, fakes {fakes:.0} us"),
        );
        let memory = self.privy.bot.memory();
        self.report.demand(
            "resident memory after that",
            format!("{:.1} MB, at most {:.1} MB", memory.now, memory.most),
            "<= 80 MB",
            memory.now <= 80.0,
        );
    }

    /// No answer is lost or doubled.
    fn count(&mut self, all: &Outcome) {
        self.report.demand(
            format!("of {} answers, lost and doubled", all.took.len()),
            format!("{} and {}", all.lost, all.doubled),
            "0 and 0",
            all.lost == 0 && all.doubled == 0,
        );
    }

    /// Each bot as busy as it can be, in turns.
    async fn compared(&mut self) {
        let turns = (self.options.busy.as_secs() / TURN.as_secs()).max(1);
        let mut privy = Vec::new();
        let mut echo = Vec::new();
        for _ in 0..turns {
            privy.push(self.privy.ask(&self.questions, Pace::Busy, TURN).await);
            echo.push(self.echo.ask(&self.questions, Pace::Busy, TURN).await);
        }
        for network in [0, 1] {
            let name = format!("against an echo, {}", privy[0].each[network].0);
            let rate = |both: &Both| both.each[network].1.rate();
            let (privy, echo) = (mean(&privy, rate), mean(&echo, rate));
            self.report.tell(name, ratio(privy, echo));
        }
        let rate = |both: &Both| both.all().rate();
        let rates = (mean(&privy, rate), mean(&echo, rate));
        self.report.demand(
            "against an echo, both",
            ratio(rates.0, rates.1),
            ">= 0.7",
            rates.0 / rates.1 >= 0.7,
        );
        for (name, all) in [("privy", &privy), ("echo", &echo)] {
            let bot = mean(all, |both| both.cost(both.bot));
            let fakes = mean(all, |both| both.cost(both.fakes));
            self.report.tell(
                format!("processor time for an answer, {name}"),
                format!("{bot:.0} us, fakes {fakes:.0} us"),
            );
        }
        let all = privy.iter().map(Both::all);
        let all = all.reduce(|all, both| all.and(&both, TURN));
        self.count(&all.unwrap_or_default());
    }

    /// What the fakes have to say, and how Privy ends.
    fn end(mut self) -> Report {
        let problems = self.privy.networks.problems();
        let first = problems.first().map_or("", String::as_str);
        self.report.demand(
            "rules of the networks that were broken",
            format!("{} {first}", problems.len()),
            "0",
            problems.is_empty(),
        );
        let ended = self.privy.bot.stop();
        self.report.demand(
            "at SIGTERM",
            ended.to_string(),
            "exit status: 0",
            ended.success(),
        );
        self.report.tell("load at the end", load_average());
        self.report
    }
}

fn described(outcome: &Outcome) -> String {
    let (p50, p99) = (outcome.took(0.5), outcome.took(0.99));
    let (p50, p99) = (milliseconds(p50), milliseconds(p99));
    format!("{:.0}/s, p50 {p50}, p99 {p99}", outcome.rate())
}

fn mean(all: &[Both], value: impl Fn(&Both) -> f64) -> f64 {
    all.iter().map(value).sum::<f64>() / all.len().max(1) as f64
}

fn ratio(privy: f64, echo: f64) -> String {
    format!("{privy:.0}/s to {echo:.0}/s: {:.2}", privy / echo)
}

fn milliseconds(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1e3)
}

fn load_average() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let numbers: Vec<_> = text.split_whitespace().take(3).collect();
    numbers.join(" ")
}
