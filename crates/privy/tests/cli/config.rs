//! The configuration: defaults, then `privy.toml`, then the environment, then what was typed.

use crate::dummy::{Ran, Sandbox};

const QUESTION: &str = "does bluebird train ai on my data";

/// Runs in `sandbox` with an environment and without `--knowledge`.
fn run(sandbox: &Sandbox, environment: &[(&str, &str)], args: &[&str]) -> Ran {
    Ran::of(
        sandbox
            .program()
            .envs(environment.iter().copied())
            .args(args)
            .output()
            .unwrap(),
    )
}

const FOLDER: (&str, &str) = ("PRIVY__KNOWLEDGE__FOLDER", "knowledge");

#[test]
fn the_environment_names_the_knowledge_folder() {
    let out = run(&Sandbox::new(), &[FOLDER], &["list"]).fine();
    assert!(out.starts_with("Bluebird  social network\n"), "{out}");
}

#[test]
fn the_file_names_the_knowledge_folder() {
    let sandbox = Sandbox::new();
    sandbox.write("privy.toml", "[knowledge]\nfolder = \"knowledge\"\n");
    assert!(
        run(&sandbox, &[], &["list"])
            .fine()
            .starts_with("Bluebird ")
    );
    sandbox.write("privy.toml", "");
    sandbox.write("other.toml", "[knowledge]\nfolder = \"knowledge\"\n");
    assert!(
        run(&sandbox, &[], &["list", "--config", "other.toml"])
            .fine()
            .starts_with("Bluebird ")
    );
}

#[test]
fn without_a_folder_the_built_in_records_answer() {
    let out = run(&Sandbox::new(), &[], &["list"]).fine();
    assert!(
        !out.contains("Bluebird") && out.lines().count() > 3,
        "{out}"
    );
}

#[test]
fn later_beats_earlier() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "privy.toml",
        "[knowledge]\nfolder = \"knowledge\"\n[answer]\nregion = \"uk\"\n",
    );
    let region = |environment: &[(&str, &str)], args: &[&str]| {
        let args = [&["ask", "--json", QUESTION], args].concat();
        let out = run(&sandbox, environment, &args).fine();
        let object: serde_json::Value = serde_json::from_str(&out).unwrap();
        object["region"].as_str().unwrap().to_owned()
    };
    let environment = [("PRIVY__ANSWER__REGION", "us")];
    assert_eq!(region(&[], &[]), "uk");
    assert_eq!(region(&environment, &[]), "us");
    assert_eq!(region(&environment, &["--region", "eu"]), "eu");
}

#[test]
fn an_unknown_key_is_refused_by_name() {
    let sandbox = Sandbox::new();
    for (text, key) in [
        ("[knowledge]\nfolders = \"knowledge\"\n", "folders"),
        ("[answers]\nregion = \"uk\"\n", "answers"),
        ("token = \"x\"\n", "token"),
    ] {
        sandbox.write("privy.toml", text);
        let err = sandbox.run(&["list"]).refused();
        assert!(
            err.starts_with("privy: configuration: ") && err.contains(&format!("`{key}`")),
            "{err}"
        );
        assert_eq!(err.lines().count(), 1, "{err}");
    }
    sandbox.write("privy.toml", "");
    let err = run(
        &sandbox,
        &[("PRIVY__KNOWLEDGE__FOLDERS", "knowledge")],
        &["list"],
    )
    .refused();
    assert!(err.contains("`folders`"), "{err}");
}

#[test]
fn a_broken_file_is_refused() {
    let sandbox = Sandbox::new();
    sandbox.write("privy.toml", "[knowledge\n");
    let err = sandbox.run(&["list"]).refused();
    assert!(
        err.starts_with("privy: configuration: ") && err.contains("privy.toml"),
        "{err}"
    );
    sandbox.write("privy.toml", "[answer]\nregion = [1]\n");
    let err = sandbox.run(&["list"]).refused();
    assert!(err.contains("region"), "{err}");
    let err = run(&Sandbox::new(), &[], &["list", "--config", "nowhere.toml"]).refused();
    assert!(err.contains("nowhere.toml"), "{err}");
}

#[test]
fn a_region_that_is_none_is_refused_wherever_it_stands() {
    let sandbox = Sandbox::new();
    let err = run(
        &sandbox,
        &[FOLDER, ("PRIVY__ANSWER__REGION", "mars")],
        &["ask", QUESTION],
    )
    .refused();
    assert_eq!(
        err,
        "privy: no region is called `mars`: use a country's name or one of eu, uk, us, us-ca and other states\n"
    );
}

#[test]
fn no_color_beats_what_forces_colours() {
    let sandbox = Sandbox::new();
    let out = run(
        &sandbox,
        &[FOLDER, ("CLICOLOR_FORCE", "1")],
        &["ask", QUESTION],
    )
    .fine();
    assert!(
        out.contains('\u{1b}'),
        "the next line would prove nothing: {out:?}"
    );
    let out = run(
        &sandbox,
        &[FOLDER, ("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")],
        &["ask", QUESTION],
    )
    .fine();
    assert!(!out.contains('\u{1b}'), "{out:?}");
    let json = run(
        &sandbox,
        &[FOLDER, ("CLICOLOR_FORCE", "1")],
        &["ask", "--json", QUESTION],
    )
    .fine();
    assert!(
        !json.contains('\u{1b}') && !json.contains("\\u001b"),
        "{json:?}"
    );
}
