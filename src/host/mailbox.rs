//! A session's mailbox: what the rest of the house leaves for it, and the bell that wakes it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use tokio::sync::Notify;

use super::seat::SeatNo;
use super::session::WINDOW;
use crate::room::RoomNo;
use crate::wire::codec;
use crate::wire::frame::{Code, FromHost};

/// How much news may wait for a session beside its answers.
const NEWS_BYTES: usize = 4 * 1024 * 1024;

/// How many questions of a session are under way at a time: their answers may be long, and wait for whoever does not take
/// them.
const ASKS: usize = 16;

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
    /// How many of them answer questions.
    long: usize,
    asked: usize,
    /// How many questions are among what was asked.
    asks: usize,
    dismissed: Option<Dismissal>,
    /// Seats that are taken away.
    out: Vec<Out>,
}

/// Seats that are taken away from a session, and what is said to it.
#[derive(Clone, Debug)]
pub struct Out {
    /// The room.
    pub room: RoomNo,
    /// The seats; a session may have one of them, or none.
    pub seats: Arc<[SeatNo]>,
    /// Why, for the program and for the person.
    pub why: Dismissal,
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

    /// Counts something said, whose answer will come by mail.
    pub fn said(&self) {
        self.post_box().asked += 1;
    }

    /// Counts a question whose answer will come by mail.
    pub fn asked(&self) {
        let mut post = self.post_box();
        post.asked += 1;
        post.asks += 1;
    }

    /// Whether so much is under way that nothing more is heard until some of it was taken.
    pub fn is_full(&self) -> bool {
        let post = self.post_box();
        post.asked >= WINDOW || post.asks >= ASKS
    }

    /// How many answers are still to come or to be taken out.
    pub fn open(&self) -> usize {
        self.post_box().asked
    }

    /// Leaves the answer to something said. The bell is the caller's to ring, once for many.
    pub fn answer<F: Serialize>(&self, frame: &F) {
        let mut post = self.post_box();
        codec::encode(frame, &mut post.lines);
        post.answers += 1;
    }

    /// Leaves the answer to a question.
    pub fn answer_ask<F: Serialize>(&self, frame: &F) {
        self.answer(frame);
        self.post_box().long += 1;
    }

    /// Leaves news that nobody asked for. Whoever takes none of it is sent away before it grows too much.
    pub fn post<F: Serialize>(&self, frame: &F) {
        let mut post = self.post_box();
        codec::encode(frame, &mut post.lines);
        if post.lines.len() > NEWS_BYTES {
            let why = "Too much news waited to be taken, so the connection was ended.".to_owned();
            post.dismissed.get_or_insert(Dismissal { code: Code::Stalled, why });
        }
        drop(post);
        self.ring();
    }

    /// Takes seats away.
    pub fn put_out(&self, out: Out) {
        self.post_box().out.push(out);
        self.ring();
    }

    /// The seats that were taken away.
    pub fn outs(&self) -> Vec<Out> {
        std::mem::take(&mut self.post_box().out)
    }

    /// Takes out what lies there.
    pub fn empty(&self) -> Vec<u8> {
        let mut post = self.post_box();
        post.asked = post.asked.saturating_sub(post.answers);
        post.asks = post.asks.saturating_sub(post.long);
        (post.answers, post.long) = (0, 0);
        std::mem::take(&mut post.lines)
    }

    /// Tells the session to say goodbye.
    pub fn dismiss(&self, dismissal: Dismissal) {
        self.post_box().dismissed.get_or_insert(dismissal);
        self.ring();
    }

    /// Whether it should say goodbye, and with which words.
    pub fn dismissed(&self) -> Option<Dismissal> {
        self.post_box().dismissed.clone()
    }

    fn post_box(&self) -> MutexGuard<'_, Post> {
        self.post.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
