//! A host as a process of its own, and what it costs.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use crate::process_figures::{memory_of, ticks_of};

pub struct Host {
    child: Child,
    pub address: SocketAddr,
}

/// A folder for a house, on the disk that the project is on: one in memory would make durability free.
pub fn folder() -> TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap()
}

impl Host {
    /// Opens the house in `data` on a free port of this computer, on the first core alone.
    pub fn open(data: &Path) -> Self {
        let parlor = env!("CARGO_BIN_EXE_parlor");
        let args = ["host", "--title", "Bench", "--port", "0", "--bind", "127.0.0.1", "--pace", "1000000"];
        let pinned = cfg!(target_os = "linux")
            && Command::new("taskset").args(["-c", "0", "true"]).status().is_ok_and(|status| status.success());
        let mut command = if pinned {
            let mut command = Command::new("taskset");
            command.args(["-c", "0", parlor]);
            command
        } else {
            Command::new(parlor)
        };
        command.args(args).args(["--max-per-address", "20000"]).arg("--data").arg(data);
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = loop {
            let line = lines.next().expect("the host ended").unwrap();
            if let Some(address) = line.strip_prefix("Address") {
                break address.trim().parse().unwrap();
            }
        };
        // The rest of what it prints goes nowhere, but must not stop it.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address }
    }

    /// The processor time it has used.
    pub fn cpu(&self) -> Duration {
        Duration::from_millis(ticks_of(&self.child.id().to_string()) * 10)
    }

    /// The memory it holds, in bytes.
    pub fn memory(&self) -> u64 {
        memory_of(&self.child.id().to_string())
    }

    /// Closes it as Ctrl-C does.
    pub fn close(mut self) {
        let _ = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        let _ = self.child.wait();
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
