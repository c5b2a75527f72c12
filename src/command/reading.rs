//! Lines from standard input, without holding anything up.

use std::io::{self, BufRead as _, Read as _};
use std::thread;

use parlor::wire::FRAME_BYTES;
use tokio::sync::mpsc;

/// How many lines are read ahead.
const AHEAD: usize = 64;

/// A line that was read, or why it was not.
pub type Line = Result<String, &'static str>;

/// The first line, and not a byte more of what follows it.
pub fn first_line() -> io::Result<String> {
    let mut line = Vec::new();
    let mut input = io::stdin().lock();
    input.by_ref().take(FRAME_BYTES as u64).read_until(b'\n', &mut line)?;
    Ok(String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']).to_owned())
}

/// Reads lines until the input ends. The thread is left behind when the program ends: nothing can wake it from a terminal.
pub fn lines() -> mpsc::Receiver<Line> {
    let (lines, read) = mpsc::channel(AHEAD);
    thread::spawn(move || {
        let mut input = io::stdin().lock();
        loop {
            let mut bytes = Vec::new();
            match input.by_ref().take(FRAME_BYTES as u64).read_until(b'\n', &mut bytes) {
                Ok(0) | Err(_) => return,
                Ok(_) => {}
            }
            let line = if bytes.len() == FRAME_BYTES && bytes.last() != Some(&b'\n') {
                // The rest of it is of no use either.
                if input.skip_until(b'\n').is_err() {
                    return;
                }
                Err("This line is too long. Send it in parts.")
            } else {
                String::from_utf8(bytes).map_err(|_| "This line is not UTF-8 text, so it was not sent.")
            };
            let line = line.map(|line| line.trim_end_matches(['\r', '\n']).to_owned());
            if lines.blocking_send(line).is_err() {
                return;
            }
        }
    });
    read
}
