//! A session's mailbox: what the rest of the house leaves for it, as frames, and the bell that wakes it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::host::core::SeatNo;
use crate::host::language::SharedFrame;
use crate::host::no::No;
use crate::host::person_news::PersonNews;
use crate::room::{EventId, RoomNo, Seq};
use crate::wire::FromHost;

/// How many answers a guest may wait for. Beyond it, the session stops listening until some are out.
pub const WINDOW: u32 = 1024;

/// How much news may wait for a session beside its answers: so many frames of any size.
const NEWS: usize = 16 * 1024;

/// How many questions of a session are under way at a time: their answers may be long, and wait for whoever does not take
/// them.
const ASKS: usize = 16;

/// What waits for a session.
#[derive(Debug, Default)]
pub struct Mailbox {
    bell: Notify,
    post: Mutex<Post>,
}

#[derive(Debug, Default)]
struct Post {
    frames: Vec<Mail>,
    /// How many of them are news.
    news: usize,
    /// How many of them answer something said, and how many a question.
    says: usize,
    answers: usize,
    /// What is under way, and what of it lies here already.
    open_says: usize,
    open_asks: usize,
    dismissed: Option<No>,
    /// Seats that are taken away.
    taken: Vec<SeatsRemoved>,
}

/// A frame that waits for a session.
#[derive(Debug)]
pub enum Mail {
    /// What it said is kept.
    Kept { room: RoomNo, id: EventId, seq: Seq, at: u64 },
    /// Something else for it alone.
    Own(Box<FromHost>),
    /// For many.
    Shared(Arc<SharedFrame>),
    /// News of someone, for whoever wanted to hear of them.
    Person(PersonNews),
}

/// Seats that are taken away from a session, and what is said to it.
#[derive(Clone, Debug)]
pub struct SeatsRemoved {
    /// The room.
    pub room: RoomNo,
    /// The seats; a session may have one of them, or none.
    pub seats: Arc<[SeatNo]>,
    /// Why.
    pub why: No,
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

    /// Counts something said, whose answer will come.
    pub fn said(&self) {
        self.lock().open_says += 1;
    }

    /// Counts a question whose answer will come.
    pub fn asked(&self) {
        self.lock().open_asks += 1;
    }

    /// Whether so much is under way that nothing more is heard until some of it was taken.
    /// `asked` is how many questions are worked on elsewhere.
    pub fn is_full(&self, asked: usize) -> bool {
        let post = self.lock();
        post.open_says >= WINDOW as usize || post.open_asks + asked >= ASKS
    }

    /// How many answers are still to come or to be taken out.
    pub fn open(&self) -> usize {
        let post = self.lock();
        post.open_says + post.open_asks
    }

    /// Leaves the answer to something said. The bell is the caller's to ring, once for many.
    pub fn answer(&self, mail: Mail) {
        let mut post = self.lock();
        post.frames.push(mail);
        post.says += 1;
    }

    /// Leaves the answer to a question.
    pub fn answer_ask(&self, frame: FromHost) {
        let mut post = self.lock();
        post.frames.push(Mail::Own(Box::new(frame)));
        post.answers += 1;
    }

    /// Leaves news that nobody asked for. Whoever takes none of it is sent away before it grows too much.
    pub fn post(&self, frame: &Arc<SharedFrame>) {
        self.leave(Mail::Shared(Arc::clone(frame)));
    }

    /// The same with news of someone.
    pub fn post_news(&self, news: PersonNews) {
        self.leave(Mail::Person(news));
    }

    fn leave(&self, mail: Mail) {
        let mut post = self.lock();
        post.frames.push(mail);
        post.news += 1;
        if post.news > NEWS {
            let why = "Your connection was too slow, so it was closed.";
            post.dismissed.get_or_insert(No::new(crate::wire::frame::Code::Stalled, why));
        }
    }

    /// Takes seats away.
    pub fn take_seats(&self, taken: SeatsRemoved) {
        self.lock().taken.push(taken);
    }

    /// The seats that were taken away.
    pub fn taken_seats(&self) -> Vec<SeatsRemoved> {
        std::mem::take(&mut self.lock().taken)
    }

    /// Takes out what lies there.
    pub fn empty(&self) -> Vec<Mail> {
        let mut post = self.lock();
        post.open_says = post.open_says.saturating_sub(post.says);
        post.open_asks = post.open_asks.saturating_sub(post.answers);
        (post.says, post.answers, post.news) = (0, 0, 0);
        std::mem::take(&mut post.frames)
    }

    /// Tells the session to say goodbye. The bell is the caller's to ring.
    pub fn dismiss(&self, why: No) {
        self.lock().dismissed.get_or_insert(why);
    }

    /// Whether it should say goodbye, and with which words.
    pub fn dismissed(&self) -> Option<No> {
        self.lock().dismissed.clone()
    }

    /// Whether nothing lies there that comes before what happens in rooms.
    pub fn is_quiet(&self) -> bool {
        let post = self.lock();
        post.frames.is_empty() && post.taken.is_empty() && post.dismissed.is_none()
    }

    fn lock(&self) -> MutexGuard<'_, Post> {
        self.post.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
