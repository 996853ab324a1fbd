//! Processes of the machine, as a test looks at them.

use rustix::process::{Pid, Signal, kill_process};

/// Processes that solve this plan; all that solve anything when it is empty.
pub(crate) fn solving(plan: &str) -> Vec<u32> {
    let processes =
        std::fs::read_dir("/proc").unwrap().filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    let is_solving = |pid: &u32| {
        // One that ended in the meantime solves nothing; nor does one that only waits to be buried.
        let words = std::fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        let words: Vec<_> = words.split(|&byte| byte == 0).map(String::from_utf8_lossy).collect();
        words.len() > 2 && words[1] == "solve" && words[2].contains(plan)
    };
    processes.filter(is_solving).collect()
}

/// Ends a process without a word.
pub(crate) fn kill(pid: u32) {
    kill_process(Pid::from_raw(pid as i32).unwrap(), Signal::KILL).unwrap();
}
