//! The systemd unit.

use std::process::Command;

use super::read;
use crate::dummy::Sandbox;

#[test]
fn every_credential_is_loaded_has_a_stand_in_and_is_named() {
    let unit = read("deploy/privy.service");
    for network in ["discord", "telegram"] {
        let variable = network.to_uppercase();
        for line in [
            format!("LoadCredential={network}-token:/etc/privy/{network}-token"),
            format!("SetCredential={network}-token:\\n"),
            format!("Environment=PRIVY__{variable}__TOKEN_FILE=%d/{network}-token"),
        ] {
            assert!(unit.lines().any(|other| other == line), "{line}");
        }
    }
}

/// What the unit relies on for a network that is not used.
#[test]
fn an_empty_token_is_none() {
    let sandbox = Sandbox::new();
    sandbox.write("empty", "\n");
    let run = |network: &str| {
        let mut program = sandbox.program();
        program.env(format!("PRIVY__{network}__TOKEN_FILE"), "empty");
        crate::dummy::Ran::of(program.arg("serve").output().unwrap()).refused()
    };
    for network in ["DISCORD", "TELEGRAM"] {
        let err = run(network);
        assert!(err.starts_with("privy: no network has a token"), "{err}");
    }
}

#[test]
#[ignore = "needs systemd-analyze, of systemd 250 or newer"]
fn systemd_finds_it_sound_and_safe() {
    let sandbox = Sandbox::new();
    // What the unit starts has to exist.
    let unit =
        read("deploy/privy.service").replace("/usr/local/bin/privy", env!("CARGO_BIN_EXE_privy"));
    sandbox.write("privy.service", unit);
    let analyze = |args: &[&str]| {
        let mut analyze = Command::new("systemd-analyze");
        analyze.args(args).arg(sandbox.path().join("privy.service"));
        let output = analyze.output().unwrap();
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said).into_owned();
        assert!(output.status.success(), "{said}");
        said
    };
    assert_eq!(analyze(&["verify"]), "");
    let said = analyze(&["security", "--offline=true", "--threshold=20", "--no-pager"]);
    let exposure = said.rsplit_once("privy.service: ").unwrap().1;
    let exposure = exposure.split_whitespace().next().unwrap();
    let readme = read("deploy/README.md");
    assert!(
        readme.contains(&format!("the unit at {exposure} ")),
        "{exposure}"
    );
}
