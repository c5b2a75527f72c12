//! The one connection that writes, and whose turn it is. What is said goes first: whoever indexes in the meantime does so
//! in slices, and gives way after each. A bare lock would not do, since whoever lets go of it and wants it back at once
//! gets it before those who wait.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::Connection;

/// The writer.
#[derive(Debug)]
pub(super) struct Writer {
    db: Mutex<Connection>,
    /// Held by whoever is next. It keeps out whoever just had their turn.
    next: Mutex<()>,
    /// Held by the one of those who can wait that is at work, or next: of many, one stands in the way of what is said.
    patient: Mutex<()>,
}

impl Writer {
    pub(super) fn new(db: Connection) -> Self {
        Self { db: Mutex::new(db), next: Mutex::default(), patient: Mutex::default() }
    }

    /// Uses it as soon as whoever has it is done.
    pub(super) fn at_once(&self) -> MutexGuard<'_, Connection> {
        let _next = lock(&self.next);
        lock(&self.db)
    }

    /// Does something short with it that can wait.
    pub(super) fn in_between<T>(&self, work: impl FnOnce(&mut Connection) -> T) -> T {
        let _patient = lock(&self.patient);
        let mut db = self.at_once();
        work(&mut db)
    }
}

/// How much of something is done at a time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slice {
    rows: usize,
    bytes: usize,
    until: Instant,
}

impl Slice {
    /// So many rows or bytes, and no longer than that.
    pub(super) fn of(rows: usize, bytes: usize, long: Duration) -> Self {
        Self { rows, bytes, until: Instant::now() + long }
    }

    /// A row of so many bytes was done.
    pub(super) fn spend(&mut self, bytes: usize) {
        self.rows = self.rows.saturating_sub(1);
        self.bytes = self.bytes.saturating_sub(bytes);
    }

    /// Whether that was all.
    pub(super) fn is_spent(&self) -> bool {
        self.rows == 0 || self.bytes == 0 || Instant::now() >= self.until
    }
}

/// A panic elsewhere leaves a connection whole: SQLite undoes what was not committed.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
