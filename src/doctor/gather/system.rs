//! What the system's own tools say: they tell without special rights what no file of the system does, on every system there
//! is. What they write is read by its numbers and by words that are the same in every language.

use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// How long a tool may take.
const PATIENCE: Duration = Duration::from_millis(1500);

/// How many tools run at a time, whatever is examined: many addresses are looked for at once, each of them again and again.
static AT_ONCE: Semaphore = Semaphore::const_new(4);

/// What a tool writes. Nothing where it is not there, fails or takes long. It ends with whoever asks.
pub async fn says(tool: &'static str, words: &[&str]) -> Option<String> {
    let _turn = AT_ONCE.acquire().await.ok()?;
    let mut command = Command::new(tool);
    command.args(words).stdin(Stdio::null()).env("LC_ALL", "C").kill_on_drop(true);
    quietly(&mut command);
    let ran = timeout(PATIENCE, command.output()).await.ok()?;
    let ran = ran.inspect_err(|error| tracing::debug!(%error, tool, "a tool can't be run")).ok()?;
    ran.status.success().then(|| String::from_utf8_lossy(&ran.stdout).into_owned())
}

/// No console comes up for it.
#[cfg(windows)]
fn quietly(command: &mut Command) {
    const CREATE_NO_WINDOW: u32 = 0x0800_0000;
    command.creation_flags(CREATE_NO_WINDOW);
}

/// Elsewhere there is none.
#[cfg(not(windows))]
const fn quietly(_: &mut Command) {}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    /// Waits until a tool wrote the number of its process.
    async fn number(file: &Path) -> u32 {
        loop {
            match fs::read_to_string(file).ok().and_then(|text| text.strip_suffix('\n')?.parse().ok()) {
                Some(number) => return number,
                None => tokio::time::sleep(Duration::from_millis(5)).await,
            }
        }
    }

    /// Waits until that process is no more, but for what is left of it for whoever began it.
    async fn end_of(number: u32) {
        let runs = || {
            let state = fs::read_to_string(format!("/proc/{number}/stat")).ok();
            state.is_some_and(|state| !state.rsplit(')').next().unwrap_or_default().starts_with(" Z"))
        };
        while runs() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    #[tokio::test]
    async fn a_tool_ends_with_its_time_and_with_whoever_asks() {
        let folder = tempfile::tempdir().unwrap();
        let lasting = async |file: &Path| {
            let words = format!("echo $$ > '{}'; exec sleep 600", file.display());
            says("/bin/sh", &["-c", &words]).await
        };
        let file = folder.path().join("late");
        assert_eq!(lasting(&file).await, None);
        timeout(PATIENCE, end_of(number(&file).await)).await.expect("it outlived its time");
        let file = folder.path().join("dropped");
        let number = tokio::select! {
            number = number(&file) => number,
            _ = lasting(&file) => panic!("it ended by itself"),
        };
        timeout(PATIENCE, end_of(number)).await.expect("it outlived whoever asked");
    }
}
