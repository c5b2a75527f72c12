//! A session's mailbox: what the rest of the house leaves for it, and the bell that wakes it.

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use tokio::sync::Notify;

use crate::wire::codec;
use crate::wire::frame::{Code, FromHost};

/// Answers that wait for a session, and how many it still waits for.
#[derive(Debug, Default)]
pub struct Mailbox {
    bell: Notify,
    post: Mutex<Post>,
}

#[derive(Debug, Default)]
struct Post {
    lines: Vec<u8>,
    answers: usize,
    asked: usize,
    dismissed: Option<Dismissal>,
}

/// Why the house ends a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dismissal {
    /// For the program.
    pub code: Code,
    /// For the person.
    pub why: String,
}

impl From<Dismissal> for FromHost {
    fn from(Dismissal { code, why }: Dismissal) -> Self {
        Self::Bye { code, why, wait_ms: None, suggest: None }
    }
}

impl Mailbox {
    /// Wakes the session. Rung twice before it looks, it wakes once.
    pub fn ring(&self) {
        self.bell.notify_one();
    }

    /// Waits for the bell.
    pub async fn rung(&self) {
        self.bell.notified().await;
    }

    /// Counts a question whose answer will come by mail.
    pub fn asked(&self) {
        self.post().asked += 1;
    }

    /// How many answers are still to come or to be taken out.
    pub fn open(&self) -> usize {
        self.post().asked
    }

    /// Leaves the answer to a question. The bell is the caller's to ring, once for many.
    pub fn answer<F: Serialize>(&self, frame: &F) {
        let mut post = self.post();
        codec::encode(frame, &mut post.lines);
        post.answers += 1;
    }

    /// Takes out what lies there.
    pub fn empty(&self) -> Vec<u8> {
        let mut post = self.post();
        post.asked = post.asked.saturating_sub(post.answers);
        post.answers = 0;
        std::mem::take(&mut post.lines)
    }

    /// Tells the session to say goodbye.
    pub fn dismiss(&self, dismissal: Dismissal) {
        self.post().dismissed.get_or_insert(dismissal);
        self.ring();
    }

    /// Whether it should say goodbye, and with which words.
    pub fn dismissed(&self) -> Option<Dismissal> {
        self.post().dismissed.clone()
    }

    fn post(&self) -> MutexGuard<'_, Post> {
        self.post.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
