//! The bots, as processes of their own.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus},
    time::Duration,
};

use tempfile::TempDir;

use crate::{echo, network::Networks};

/// How much an operator would have to write to lift every limit.
const NO_LIMIT: &str = "1000000";

/// How many ticks of processor time Linux counts in a second.
const TICKS: u64 = 100;

/// A bot that runs.
pub(crate) struct Bot {
    child: Child,
    /// Where it works.
    _folder: TempDir,
}

/// Resident memory in MB.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Memory {
    pub(crate) now: f64,
    /// The most that it ever was.
    pub(crate) most: f64,
}

impl Drop for Bot {
    fn drop(&mut self) {
        // It may have ended.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

impl Bot {
    /// `privy serve` as it is installed, its limits lifted: `program`, or what this work tree builds.
    pub(crate) fn privy(networks: &Networks, program: Option<&Path>) -> Self {
        let mut command = Command::new(program.map_or_else(build, Path::to_owned));
        command.arg("serve").env_clear();
        for (section, keys) in networks.sections().as_object().unwrap() {
            for (key, value) in keys.as_object().unwrap() {
                let name = format!("PRIVY__{section}__{key}").to_uppercase();
                command.env(name, value.as_str().unwrap());
            }
        }
        let limits = [
            "SERVE__QUESTIONS_PER_MINUTE",
            "SERVE__BURST",
            "TELEGRAM__LIMITS__PER_SECOND",
            "TELEGRAM__LIMITS__PER_CHAT_PER_SECOND",
            "TELEGRAM__LIMITS__PER_GROUP_PER_MINUTE",
        ];
        for limit in limits {
            command.env(format!("PRIVY__{limit}"), NO_LIMIT);
        }
        command.env("PRIVY__SERVE__LISTEN", "127.0.0.1:0");
        command.env("PRIVY__SERVE__LOG_LEVEL", "warn");
        Self::start(command)
    }

    /// A bot that always says `text`.
    pub(crate) fn echo(networks: &Networks, text: String) -> Self {
        let place = echo::Place {
            sections: networks.sections(),
            text,
        };
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.env(echo::VARIABLE, serde_json::to_string(&place).unwrap());
        Self::start(command)
    }

    fn start(mut command: Command) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            child: command.current_dir(folder.path()).spawn().unwrap(),
            _folder: folder,
        }
    }

    /// How much processor time it has taken.
    pub(crate) fn processor(&self) -> Duration {
        processor(&self.child.id().to_string())
    }

    /// How much memory it holds.
    pub(crate) fn memory(&self) -> Memory {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let value = |name: &str| {
            let line = status.lines().find(|line| line.starts_with(name)).unwrap();
            let kilobytes: f64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
            kilobytes * 1024.0 / 1e6
        };
        Memory {
            now: value("VmRSS:"),
            most: value("VmHWM:"),
        }
    }

    /// Tells it to stop, as a service manager does, and waits until it has.
    pub(crate) fn stop(mut self) -> ExitStatus {
        let id = self.child.id().to_string();
        Command::new("kill").args(["-TERM", &id]).status().unwrap();
        self.child.wait().unwrap()
    }
}

/// How much processor time this process has taken: the fakes and those who ask.
pub(crate) fn own_processor() -> Duration {
    processor("self")
}

fn processor(process: &str) -> Duration {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    // The name of the program, in brackets, may hold spaces.
    let (_, fields) = stat.rsplit_once(')').unwrap();
    let ticks = fields.split_whitespace().skip(11).take(2);
    let ticks: u64 = ticks.map(|ticks| ticks.parse::<u64>().unwrap()).sum();
    Duration::from_millis(ticks * 1000 / TICKS)
}

/// The program as `cargo build --release` makes it, of what is in the tree now; it is beside this one.
fn build() -> PathBuf {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let mut command = Command::new(cargo);
    command
        .args(["build", "--quiet", "--release"])
        .args(["--package", "privy", "--bin", "privy"])
        .current_dir(env!("CARGO_MANIFEST_DIR"));
    // What cargo tells this bench of its own package would have build scripts run again that look at it.
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        if ["CARGO_PKG_", "CARGO_MANIFEST_"]
            .iter()
            .any(|start| name.starts_with(start))
        {
            command.env_remove(name);
        }
    }
    assert!(
        command.status().unwrap().success(),
        "`privy` could not be built"
    );
    let own = std::env::current_exe().unwrap();
    let folder = own.parent().and_then(Path::parent).unwrap();
    folder.join("privy")
}
