//! Standard output, whose reader may go away before this program ends, as `head` does. That is no failure: what is typed or
//! piped in is still done.

use std::io::{self, ErrorKind, IsTerminal as _, StdoutLock, Write};
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether the reader went away. A program has one standard output.
static CLOSED: AtomicBool = AtomicBool::new(false);

/// Standard output for one thread. What nobody reads any more is dropped.
pub struct Output(StdoutLock<'static>);

impl Output {
    pub fn lock() -> Self {
        Self(io::stdout().lock())
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if is_closed() {
            return Ok(bytes.len());
        }
        unless_closed(self.0.write(bytes), bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if is_closed() { Ok(()) } else { unless_closed(self.0.flush(), ()) }
    }
}

/// Whether someone sits at the keyboard and nobody reads what comes of it: then they are done.
pub fn is_closed_to_a_person() -> bool {
    is_closed() && io::stdin().is_terminal()
}

fn is_closed() -> bool {
    CLOSED.load(Ordering::Relaxed)
}

fn unless_closed<T>(done: io::Result<T>, dropped: T) -> io::Result<T> {
    match done {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => {
            CLOSED.store(true, Ordering::Relaxed);
            Ok(dropped)
        }
        done => done,
    }
}
