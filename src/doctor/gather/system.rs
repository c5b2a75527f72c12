//! What the system's own tools say: they tell without special rights what no file of the system does, on every system there
//! is. What they write is read by its numbers and by words that are the same in every language.

use std::time::Duration;

use tokio::task::spawn_blocking;
use tokio::time::timeout;

/// How long a tool may take.
const PATIENCE: Duration = Duration::from_millis(1500);

/// What a tool writes. Nothing where it is not there, fails or takes long.
pub async fn says(tool: &'static str, words: &[&str]) -> Option<String> {
    let mut command = std::process::Command::new(tool);
    command.args(words).stdin(std::process::Stdio::null()).env("LC_ALL", "C");
    quietly(&mut command);
    let ran = timeout(PATIENCE, spawn_blocking(move || command.output())).await.ok()?.ok()?;
    let ran = ran.inspect_err(|error| tracing::debug!(%error, tool, "a tool can't be run")).ok()?;
    ran.status.success().then(|| String::from_utf8_lossy(&ran.stdout).into_owned())
}

/// No console comes up for it.
#[cfg(windows)]
fn quietly(command: &mut std::process::Command) {
    const CREATE_NO_WINDOW: u32 = 0x0800_0000;
    std::os::windows::process::CommandExt::creation_flags(command, CREATE_NO_WINDOW);
}

/// Elsewhere there is none.
#[cfg(not(windows))]
const fn quietly(_: &mut std::process::Command) {}
