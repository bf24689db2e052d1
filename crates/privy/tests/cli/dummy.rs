//! A made-up knowledge folder in a folder of its own, and the program run in it.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

macro_rules! texts {
    ($($path:literal),* $(,)?) => {
        [$(($path, include_str!(concat!("dummy/", $path)))),*]
    };
}

/// The files of the knowledge folder. No platform in it exists, so editing live records breaks no test.
const TEXTS: [(&str, &str); 13] = texts![
    "vocabulary.toml",
    "vocabulary/phrasings.toml",
    "vocabulary/intents.toml",
    "vocabulary/regions.toml",
    "vocabulary/names.toml",
    "vocabulary/words.txt",
    "platforms/bluebird.toml",
    "platforms/meadow.toml",
    "platforms/pebble.toml",
    "explainers/can-it-be-undone.md",
    "explainers/what-consent-means.md",
    "slugs.toml",
    "retired.toml",
];

/// A working folder with a knowledge folder in it.
pub(crate) struct Sandbox(TempDir);

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Sandbox {
    pub(crate) fn new() -> Self {
        let sandbox = Self(TempDir::new().unwrap());
        for (path, text) in TEXTS {
            sandbox.write(&format!("knowledge/{path}"), text);
        }
        sandbox
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// `new` where `old` stood in the file at `path`, which must hold it exactly once.
    pub(crate) fn swap(&self, path: &str, old: &str, new: &str) {
        let text = fs::read_to_string(self.path().join(path)).unwrap();
        assert_eq!(
            text.matches(old).count(),
            1,
            "{path} holds {old:?} not exactly once"
        );
        self.write(path, text.replacen(old, new, 1));
    }

    /// Everything that is in the working folder, in order.
    pub(crate) fn contents(&self) -> Vec<PathBuf> {
        fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
            for item in fs::read_dir(folder).unwrap() {
                let path = item.unwrap().path();
                if path.is_dir() {
                    collect(&path, found);
                }
                found.push(path);
            }
        }
        let mut found = Vec::new();
        collect(self.path(), &mut found);
        found.sort();
        found
    }

    /// The program in the working folder, with nothing of the tester's environment.
    pub(crate) fn program(&self) -> Command {
        let mut program = Command::new(env!("CARGO_BIN_EXE_privy"));
        program
            .current_dir(self.path())
            .env_clear()
            .env("HOME", self.path())
            .stdin(Stdio::null());
        if let Some(path) = std::env::var_os("PATH") {
            program.env("PATH", path);
        }
        program
    }

    /// Runs the program over the knowledge folder.
    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        Ran::of(
            self.program()
                .args(["--knowledge", "knowledge"])
                .args(args)
                .output()
                .unwrap(),
        )
    }

    /// As [`Sandbox::run`], with `input` on standard input.
    pub(crate) fn feed(&self, input: impl AsRef<[u8]>, args: &[&str]) -> Ran {
        let mut program = self.program();
        program.args(["--knowledge", "knowledge"]).args(args);
        program
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = program.spawn().unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(input.as_ref())
            .unwrap();
        Ran::of(child.wait_with_output().unwrap())
    }

    /// What `privy ask --json` prints for `args`, read.
    pub(crate) fn object(&self, args: &[&str]) -> Value {
        let ran = self.run(&[&["ask", "--json"], args].concat()).fine();
        serde_json::from_str(&ran).unwrap()
    }
}

impl Ran {
    pub(crate) fn of(output: Output) -> Self {
        Self {
            status: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Standard output of a run that went well and had nothing to complain about.
    #[track_caller]
    pub(crate) fn fine(self) -> String {
        assert_eq!((self.status, self.err.as_str()), (0, ""), "{self:?}");
        self.out
    }

    /// Standard error of a run that was refused: status 2, nothing on standard output.
    #[track_caller]
    pub(crate) fn refused(self) -> String {
        assert_eq!((self.status, self.out.as_str()), (2, ""), "{self:?}");
        assert!(!self.err.trim().is_empty(), "{self:?}");
        self.err
    }
}
