//! A server in a process of its own, of which memory and end are looked at.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The longest that a server may take to end in order.
const END_MAX: Duration = Duration::from_secs(15);

/// A server in a process of its own.
pub(super) struct Server {
    process: Child,
    pub(super) address: String,
}

impl Server {
    pub(super) fn start(database: &std::path::Path) -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        drop(listener);
        let mut verb = Command::new(env!("CARGO_BIN_EXE_schakel"));
        verb.args(["serve", "--empty", "--listen", &address, "--database"]).arg(database);
        let process = verb.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let server = Self { process, address };
        let begun = Instant::now();
        while !server.says_ready() {
            assert!(begun.elapsed() < Duration::from_secs(30), "it does not start");
            std::thread::sleep(Duration::from_millis(20));
        }
        server
    }

    fn says_ready(&self) -> bool {
        reqwest_blocking(&self.address, "GET /v1/ready").is_some_and(|answer| answer.starts_with("HTTP/1.1 200"))
    }

    /// Tells it to stop, and how long it took; panics where it did not end in order.
    pub(super) fn stop(mut self) -> Duration {
        let begun = Instant::now();
        let told = Command::new("kill").arg("-TERM").arg(self.process.id().to_string()).status().unwrap();
        assert!(told.success());
        loop {
            if let Some(status) = self.process.try_wait().unwrap() {
                let mut said = String::new();
                self.process.stderr.take().unwrap().read_to_string(&mut said).unwrap();
                assert!(status.success() && !said.contains("panicked"), "{status}: {said}");
                return begun.elapsed();
            }
            assert!(begun.elapsed() < END_MAX, "still running");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// A number of `/proc/PID/status`, bytes.
    pub(super) fn memory(&self, name: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() << 10
    }

    /// From here on a new peak counts.
    pub(super) fn forget_peak(&self) {
        std::fs::write(format!("/proc/{}/clear_refs", self.process.id()), "5").unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// An answer, as text, to a request line on a connection of its own.
fn reqwest_blocking(address: &str, line: &str) -> Option<String> {
    let mut stream = TcpStream::connect(address).ok()?;
    let asked = format!("{line} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(asked.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    Some(answer)
}
