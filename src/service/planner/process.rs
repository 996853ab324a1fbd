//! The side of the service: starts a process for one solve, hears it, asks it to stop, ends it.

use std::io;
use std::path::Path;
use std::process::Stdio;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::sync::mpsc;

use super::wire::{Done, Order, ProgressMessage, STOP, Word};

/// Lines that may wait to be looked at.
const WORDS_MAX: usize = 64;

/// A process that solves. Dropped, it is killed.
#[derive(Debug)]
pub struct Solver {
    process: Child,
    stdin: ChildStdin,
    words: mpsc::Receiver<ChildMessage>,
}

/// What the process said.
#[derive(Debug)]
pub enum ChildMessage {
    /// How far it is.
    Progress(ProgressMessage),
    /// A better choice.
    Best(Vec<u32>),
    /// It is done: what came out, gzipped.
    Done(Box<Done>, Vec<u8>),
    /// It cannot be worked out, and never will.
    Refused(String),
}

impl Solver {
    /// Starts `program solve NAME` with this order, scenario and plan; the name is for whoever looks at processes.
    ///
    /// # Errors
    /// When it does not start, or ends before it has heard everything.
    pub async fn start(program: &Path, name: &str, order: &Order, scenario: &[u8], plan: &[u8]) -> io::Result<Self> {
        let mut command = Command::new(program);
        command.arg("solve").arg(name).stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
        // Signals from a terminal reach the service but not its processes: they end with it.
        command.process_group(0);
        let mut process = command.spawn()?;
        let (stdin, stdout) = (process.stdin.take(), process.stdout.take());
        let (Some(mut stdin), Some(stdout)) = (stdin, stdout) else { return Err(io::ErrorKind::BrokenPipe.into()) };
        let mut line = serde_json::to_vec(order)?;
        line.push(b'\n');
        stdin.write_all(&line).await?;
        stdin.write_all(scenario).await?;
        stdin.write_all(plan).await?;
        let (says, words) = mpsc::channel(WORDS_MAX);
        // Ends with the process, whose end closes the pipe.
        tokio::spawn(hear(BufReader::new(stdout), says));
        Ok(Self { process, stdin, words })
    }

    /// The next word; none when it ended, or makes no sense any more.
    pub async fn said(&mut self) -> Option<ChildMessage> {
        self.words.recv().await
    }

    /// Asks it to end with the best it has. One that ended already is heard by its end.
    pub async fn stop(&mut self) {
        let _ = self.stdin.write_all(format!("{STOP}\n").as_bytes()).await;
    }

    /// Kills the process and waits until it is gone.
    pub async fn kill(mut self) {
        if let Err(error) = self.process.kill().await {
            tracing::warn!(%error, "a process that solves could not be ended");
        }
    }
}

/// Passes on what the process says until it ends or makes no sense.
async fn hear(mut stdout: BufReader<ChildStdout>, says: mpsc::Sender<ChildMessage>) {
    let mut line = String::new();
    while stdout.read_line(&mut line).await.is_ok_and(|n_bytes| n_bytes > 0) {
        let said = match serde_json::from_str(&line) {
            Ok(Word::Progress(told)) => ChildMessage::Progress(told),
            Ok(Word::Best(best)) => ChildMessage::Best(best),
            Ok(Word::Refused(why)) => ChildMessage::Refused(why),
            Ok(Word::Done(done)) => {
                let mut bytes = vec![0; done.bytes];
                if stdout.read_exact(&mut bytes).await.is_err() {
                    return;
                }
                ChildMessage::Done(Box::new(done), bytes)
            }
            Err(error) => {
                tracing::warn!(%error, "a process that solves said what makes no sense");
                return;
            }
        };
        if says.send(said).await.is_err() {
            return;
        }
        line.clear();
    }
}
