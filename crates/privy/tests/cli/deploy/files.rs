//! Ports, paths and users that must be the same in several files, and in the program.

use std::collections::BTreeSet;

use privy::Config;

use super::{files, read, root, words};

/// Who runs it in a container.
const USER: &str = "65532";

/// The port of health and metrics.
fn port() -> String {
    let listen = Config::default().serve.listen.unwrap();
    listen.port().to_string()
}

/// The numbers in `text` that are ports by where they stand: behind a colon, or after "port".
fn ports(text: &str) -> BTreeSet<String> {
    // A sentence in a comment goes on in the next line.
    let text = &text.replace("\n# ", " ");
    let mut ports = BTreeSet::new();
    for (at, _) in text.match_indices(':') {
        let rest: String = text
            .chars()
            .skip(text.get(..=at).unwrap().chars().count())
            .collect();
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        let after = rest.chars().nth(digits.len());
        if digits.len() >= 2 && !after.is_some_and(|c| c.is_alphabetic() || c == '.') {
            ports.insert(digits);
        }
    }
    for behind in text
        .split("port ")
        .skip(1)
        .chain(text.split("EXPOSE ").skip(1))
    {
        for word in behind
            .split([',', ' ', '\n'])
            .filter(|word| !word.is_empty())
        {
            let word = word.trim_end_matches(['.', ':']);
            match word.bytes().all(|byte| byte.is_ascii_digit()) {
                true => ports.insert(word.to_owned()),
                false if word == "or" => true,
                false => break,
            };
        }
    }
    ports
}

#[test]
fn every_port_is_known_to_the_program() {
    let mut known = ports(&read("deploy/privy.example.toml"));
    known.insert(USER.to_owned());
    assert!(known.contains(&port()), "{known:?}");
    for (file, text) in files() {
        let ports = ports(&text);
        assert!(ports.is_subset(&known), "{file}: {ports:?}");
        if file != "deploy/privy.service" {
            assert!(ports.contains(&port()), "{file}: {ports:?}");
        }
    }
}

#[test]
fn the_container_shows_the_port_that_is_bound() {
    let container = read("deploy/Containerfile");
    assert!(container.contains(&format!("\nEXPOSE {}\n", port())));
    assert!(container.contains(&format!("\nUSER {USER}:{USER}\n")));
    assert!(container.contains("CMD [\"/usr/local/bin/privy\", \"health\"]\n"));
    let compose = read("deploy/compose.yaml");
    assert!(compose.contains(&format!("user: \"{USER}:{USER}\"")));
    assert!(read("deploy/README.md").contains(&format!("chown {USER} ")));
}

/// The words of `text` that look like paths.
fn paths(text: &str) -> impl Iterator<Item = &str> {
    let part = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
    words(text, part).map(|word| word.trim_end_matches('.'))
}

#[test]
fn every_path_of_the_repository_is_there() {
    assert_eq!(read("deploy/.gitignore"), "/secrets\n");
    let mut seen = 0;
    for (file, text) in files() {
        for path in paths(&text).filter(|path| path.starts_with("deploy/")) {
            let made = path.starts_with("deploy/secrets");
            assert!(made || root().join(path).exists(), "{file}: {path}");
            seen += 1;
        }
    }
    assert!(seen > 8, "{seen}");
    let readme = read("deploy/README.md");
    let headings: Vec<String> = readme
        .lines()
        .filter_map(|line| line.strip_prefix("## "))
        .map(|line| line.to_lowercase().replace('.', "").replace(' ', "-"))
        .collect();
    for link in readme.split("](").skip(1) {
        let target = link.split(')').next().unwrap();
        match target.strip_prefix('#') {
            Some(heading) => assert!(headings.iter().any(|other| other == heading), "{target}"),
            None if target.starts_with("https://") => {}
            None => assert!(root().join("deploy").join(target).exists(), "{target}"),
        }
    }
}

#[test]
fn every_path_of_the_machine_is_one_that_is_used() {
    let files = files();
    let (readme, others): (Vec<_>, Vec<_>) = files
        .iter()
        .partition(|(name, _)| *name == "deploy/README.md");
    let mut seen = 0;
    for path in paths(&readme[0].1) {
        if ["/etc/", "/usr/", "/run/"]
            .iter()
            .any(|top| path.starts_with(top))
        {
            assert!(others.iter().any(|(_, text)| text.contains(path)), "{path}");
            seen += 1;
        }
    }
    assert!(seen > 5, "{seen}");
}

#[test]
fn the_container_is_given_the_whole_workspace() {
    let ignore = read(".dockerignore");
    let given: Vec<&str> = ignore
        .lines()
        .filter_map(|line| line.strip_prefix('!'))
        .collect();
    for path in &given {
        assert!(root().join(path).exists(), "{path}");
    }
    let manifest = read("Cargo.toml");
    let members = manifest.split_once("members = [").unwrap().1;
    let members = members.split_once(']').unwrap().0;
    for member in members.split(',') {
        let member = member.trim().trim_matches('"').trim_end_matches("/*");
        assert!(given.contains(&member), "{member}");
    }
    for needed in ["Cargo.lock", "Cargo.toml", "knowledge"] {
        assert!(given.contains(&needed), "{needed}");
    }
}
