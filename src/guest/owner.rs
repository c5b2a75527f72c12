//! The owner of a visit, as the visit sees it: what they want, and what they are told.

use std::collections::VecDeque;
use std::fmt;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, sleep_until, timeout};

use super::error::GuestError;
use super::update::Update;
use crate::room::{Body, EventId, RoomNo};
use crate::wire::frame::{FromGuest, FromHost};

/// How many updates may wait to be told before the line is not listened to for a while.
const WAITING: usize = 1024;

/// How many may wait before it is not listened to even for an answer.
const FULL: usize = 4 * WAITING;

/// How long the last news may take to be told.
const LAST: Duration = Duration::from_secs(2);

/// What the owner of a visit wants.
#[derive(Debug)]
pub(super) enum Command {
    Add {
        room: Option<RoomNo>,
        id: EventId,
        body: Body,
        answer: oneshot::Sender<Result<(), GuestError>>,
    },
    Retry(EventId),
    Discard(EventId),
    Typing(Option<RoomNo>),
    Tell(FromGuest),
    Ask {
        question: Question,
        answer: Answer,
    },
    /// Wants the next try now.
    TryAgain,
    Leave {
        within: Duration,
        answer: oneshot::Sender<usize>,
    },
}

/// What is asked of the host: the question, once it has its number.
pub(super) struct Question(Box<dyn FnOnce(u64) -> FromGuest + Send>);

impl Question {
    pub(super) fn new(ask: impl FnOnce(u64) -> FromGuest + Send + 'static) -> Self {
        Self(Box::new(ask))
    }

    pub(super) fn numbered(self, ask: u64) -> FromGuest {
        (self.0)(ask)
    }
}

impl fmt::Debug for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Question")
    }
}

/// Where the host's answer to a question goes.
pub(super) type Answer = oneshot::Sender<Result<FromHost, GuestError>>;

/// Someone who waits for this visit to end well.
#[derive(Debug)]
pub(super) struct Leaving {
    pub(super) until: Instant,
    pub(super) answer: oneshot::Sender<usize>,
}

/// What the owner is about.
pub(super) enum Next {
    /// Took an update.
    Told,
    /// Wants something.
    Command(Command),
    /// Is gone without a word.
    Gone,
}

/// The owner's end of the channels.
pub(super) struct Owner {
    commands: mpsc::Receiver<Command>,
    updates: mpsc::Sender<Update>,
    /// What is still to be told.
    untold: VecDeque<Update>,
}

impl Owner {
    pub(super) const fn new(commands: mpsc::Receiver<Command>, updates: mpsc::Sender<Update>) -> Self {
        Self { commands, updates, untold: VecDeque::new() }
    }

    /// Tells them something, as soon as they can take it.
    pub(super) fn tell(&mut self, update: Update) {
        self.untold.push_back(update);
    }

    /// Whether they are told faster than they listen.
    pub(super) fn lags(&self) -> bool {
        self.untold.len() >= WAITING
    }

    /// Whether there is no room for more, whatever else waits.
    pub(super) fn is_full(&self) -> bool {
        self.untold.len() >= FULL
    }

    /// Waits for the owner: to want something, or to take the next update. Nothing is lost when it is dropped.
    pub(super) async fn next(&mut self) -> Next {
        let Self { commands, updates, untold } = self;
        tokio::select! {
            permit = updates.reserve(), if !untold.is_empty() => {
                match (permit, untold.pop_front()) {
                    (Ok(permit), Some(update)) => permit.send(update),
                    // Nobody listens any more; the owner may still want things.
                    _ => untold.clear(),
                }
                Next::Told
            }
            command = commands.recv() => command.map_or(Next::Gone, Next::Command),
        }
    }

    /// Tells the last news, as long as they are taken.
    pub(super) async fn tell_last(&mut self) {
        while let Some(update) = self.untold.pop_front() {
            if !matches!(timeout(LAST, self.updates.send(update)).await, Ok(Ok(()))) {
                return;
            }
        }
    }
}

/// Waits until then, or for ever.
pub(super) async fn alarm(until: Option<Instant>) {
    match until {
        Some(until) => sleep_until(until).await,
        None => std::future::pending().await,
    }
}
