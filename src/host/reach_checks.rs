//! Whether others can reach the house: guests who are in are asked to knock at its addresses, from where they are. It is the
//! only thing that tells; what this computer sees of itself is not what a firewall or a router lets through.

use std::collections::{HashMap, HashSet};
use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};

use tokio::sync::mpsc;

use super::core::{ASKED_TO_DIAL, SessionNo};

/// How many addresses they are asked about at most.
pub const ADDRESSES: usize = 8;

/// The checks that are under way.
#[derive(Debug, Default)]
pub struct ReachChecks {
    waiting: Mutex<HashMap<u64, Waiting>>,
}

/// A check whose answers are waited for, and who answered by now.
#[derive(Debug)]
struct Waiting {
    answer: mpsc::Sender<Vec<SocketAddr>>,
    answered: HashSet<SessionNo>,
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
    /// Begins one, with a number that only those who are asked know.
    pub fn begin(&self) -> ReachCheck<'_> {
        let number = rand::random();
        let (answer, answers) = mpsc::channel(ASKED_TO_DIAL);
        let waiting = Waiting { answer, answered: HashSet::new() };
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).insert(number, waiting);
        ReachCheck { checks: self, number, answers }
    }

    /// A guest answers, once. What nobody waits for is dropped.
    pub fn answer(&self, number: u64, by: SessionNo, reached: Vec<SocketAddr>) {
        if let Some(waiting) = self.waiting.lock().unwrap_or_else(PoisonError::into_inner).get_mut(&number)
            && waiting.answered.insert(by)
        {
            let _ = waiting.answer.try_send(reached);
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
