//! The walk through the service in README.md, line by line, against the real program: the page stays true.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// The server of the walk, stopped at the end.
struct Server {
    process: Child,
    address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Starts `schakel serve` on an empty database, which loads the demo region, and waits until it listens.
fn served(folder: &std::path::Path) -> Server {
    let mut process = Command::new(env!("CARGO_BIN_EXE_schakel"))
        .args(["serve", "--listen", "127.0.0.1:0", "--database"])
        .arg(folder.join("schakel.db"))
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(process.stderr.take().unwrap()).lines();
    let told = lines.by_ref().map(Result::unwrap).find(|line| line.contains("http://127.0.0.1:")).unwrap();
    let address: String = told.split("http://").nth(1).unwrap().split([',', ' ']).next().unwrap().to_owned();
    // Nobody reads on: the pipe is emptied so that the server never waits for it.
    std::thread::spawn(move || lines.for_each(drop));
    Server { process, address }
}

/// The shell lines of README.md that stand under the mark.
fn lines() -> String {
    let readme = include_str!("../../../README.md");
    let blocks = readme.split("<!-- walk -->").skip(1).map(|rest| {
        let block = rest.split_once("```sh\n").unwrap().1;
        block.split_once("```").unwrap().0
    });
    blocks.collect()
}

#[test]
fn the_walk_in_the_readme_works() {
    let folder = tempfile::tempdir().unwrap();
    let server = served(folder.path());
    let lines = lines();
    assert!(lines.lines().count() > 10, "README.md has no walk");
    let script = lines.replace("127.0.0.1:8080", &server.address);
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_schakel")).parent().unwrap();
    let paths = std::env::var("PATH").unwrap();
    let mut shell = Command::new("bash");
    shell.args(["-euo", "pipefail", "-c", &script]).current_dir(folder.path());
    let output = shell.env("PATH", format!("{}:{paths}", program.display())).output();
    let output = output.expect("bash, curl and jq: `make setup` installs them");
    let (told, warned) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{script}\n---\n{told}\n---\n{warned}");
    assert!(!told.lines().any(|line| line.trim() == "null"), "a line of the walk shows nothing:\n{told}");
    println!("{told}");
}
