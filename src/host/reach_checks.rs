//! Whether others can reach the house: guests who are in are asked to knock at its addresses, from where they are. It is the
//! only thing that tells; what this computer sees of itself is not what a firewall or a router lets through.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use tokio::sync::mpsc;

/// How many guests are asked.
pub const ASKED: usize = 3;

/// How many addresses they are asked about at most.
pub const ADDRESSES: usize = 8;

/// The checks that are under way.
#[derive(Debug, Default)]
pub struct ReachChecks {
    waiting: Mutex<HashMap<u64, mpsc::Sender<Vec<SocketAddr>>>>,
    count: AtomicU64,
}

/// A check, for as long as its answers are waited for.
#[derive(Debug)]
pub struct ReachCheck<'a> {
    checks: &'a ReachChecks,
    /// Its number.
    pub number: u64,
    answers: mpsc::Receiver<Vec<SocketAddr>>,
}

impl ReachChecks {
    /// Begins one.
    pub fn begin(&self) -> ReachCheck<'_> {
        let number = self.count.fetch_add(1, Ordering::Relaxed);
        let (answer, answers) = mpsc::channel(ASKED);
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).insert(number, answer);
        ReachCheck { checks: self, number, answers }
    }

    /// A guest answers. What nobody waits for is dropped, and what comes too often.
    pub fn answer(&self, number: u64, reached: Vec<SocketAddr>) {
        if let Some(answer) = self.waiting.lock().unwrap_or_else(PoisonError::into_inner).get(&number) {
            let _ = answer.try_send(reached);
        }
    }
}

impl ReachCheck<'_> {
    /// Waits for the next answer: the addresses that were reached.
    pub async fn next(&mut self) -> Option<Vec<SocketAddr>> {
        self.answers.recv().await
    }
}

impl Drop for ReachCheck<'_> {
    fn drop(&mut self) {
        self.checks.waiting.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.number);
    }
}
