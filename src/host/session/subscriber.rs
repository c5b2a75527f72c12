//! What a session has in common with the fan-out: the connection to its guest, and where the guest reads on in each room.
//!
//! Mostly a guest only listens. Then the fan-out writes what happened straight into the connection, and the session's own
//! task sleeps on. It is woken where there is more to do: the connection takes no more just now, the guest is behind and
//! the log has to be read, or something lies in the mailbox that goes before.

use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::connection::{Connection, Turn};
use super::seat::{Missing, Page};
use super::seats::Seats;
use crate::host::mailbox::Mailbox;
use crate::host::view::Listener;
use crate::wire::link::LinkError;

/// How much is put into one write.
pub const WRITE_BYTES: usize = 64 * 1024;

/// A connection and its seats, shared by the session's task and the fan-out. Neither holds it while it waits.
pub struct Subscriber {
    mailbox: Arc<Mailbox>,
    out: Mutex<Outgoing>,
}

/// What a guest is told, and over which connection.
pub struct Outgoing {
    /// The connection.
    pub line: Connection,
    /// Where the guest reads.
    pub seats: Seats,
}

impl Outgoing {
    /// Reads on in every room. The answer is what has to be read from the log before that can go on.
    pub fn read_on(&mut self) -> Option<Missing> {
        self.seats.read_on(&mut self.line, WRITE_BYTES)
    }

    /// Tells what was read from the log.
    pub fn tell_page(&mut self, page: &Page) {
        self.seats.tell_page(&mut self.line, page, WRITE_BYTES);
    }
}

impl Subscriber {
    /// Someone who is in no room yet.
    pub fn new(line: Connection, mailbox: Arc<Mailbox>) -> Arc<Self> {
        Arc::new(Self { mailbox, out: Mutex::new(Outgoing { line, seats: Seats::default() }) })
    }

    /// The connection and the seats, for as long as the answer is held.
    pub fn lock(&self) -> MutexGuard<'_, Outgoing> {
        self.out.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Goes on with writing and hearing until either comes to something. See [`Connection::turn`].
    ///
    /// # Errors
    /// The connection is broken for good.
    pub async fn turn(&self, hears: bool) -> Result<Turn, LinkError> {
        poll_fn(|cx| self.lock().line.poll_turn(hears, cx)).await
    }

    /// Sends what still waits, and tells the guest that nothing more will come.
    pub async fn finish(&self) {
        poll_fn(|cx| self.lock().line.poll_finish(cx)).await;
    }
}

impl Listener for Subscriber {
    fn read_on(&self) {
        let mut out = self.lock();
        // Where something waits already, the task is at it, and reads on when it is through. What lies in the mailbox goes
        // before, and whoever left it there wakes the task for it.
        if !out.line.is_clear() || !self.mailbox.is_quiet() {
            return;
        }
        let behind = out.read_on().is_some();
        let is_full = out.line.waiting() >= WRITE_BYTES;
        if !out.line.write_now() || behind || is_full {
            self.mailbox.ring();
        }
    }
}
