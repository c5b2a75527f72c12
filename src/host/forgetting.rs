//! What a room forgets, and when: as its declared memory says. What is forgotten is served to nobody from that moment on;
//! erasing it from the disk takes as long as it takes, in a thread of its own and with rests, so that what is said has
//! the disk first. Should that be cut off, the next opening goes on with it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::log::{Log, LogError, Pruned};
use crate::room::{Memory, RoomNo, Seq, State};

/// A room looks no more often than this for what got too old, in milliseconds.
const AGAIN: u64 = 60 * 60 * 1000;

/// How long it waits, first and at most, where someone who reads holds up the last of it.
const HELD_UP: Duration = Duration::from_millis(20);
const HELD_UP_MOST: Duration = Duration::from_secs(10);

/// What one room of an open house has to forget.
pub(super) struct Forgetting {
    /// The newest event there was when the house was opened.
    opened: Seq,
    /// When the oldest event that is still kept was, once that is known.
    oldest: Option<u64>,
    /// By the clock, when something may be forgotten again for its age.
    not_before: u64,
    erasing: Option<Eraser>,
}

impl Forgetting {
    /// A room in a house that is being opened. What was only for an earlier opening is erased when this returns; what got
    /// too old meanwhile may be much, and is erased soon.
    pub(super) fn open(log: &Arc<dyn Log>, no: RoomNo, state: &mut State, clock: u64) -> Result<Self, LogError> {
        let mut forgetting = Self { opened: state.head, oldest: None, not_before: 0, erasing: None };
        if let Some(first) = forgetting.look(&**log, no, state, clock)? {
            state.first = first;
            if state.memory == Memory::WhileOpen {
                erase(&**log, no, state)?;
            }
            forgetting.erase_soon(log, no, state);
        }
        Ok(forgetting)
    }

    /// How long until something gets too old. Nothing where nothing will.
    pub(super) fn due_in(&self, state: &State, clock: u64) -> Option<Duration> {
        let until = match self.oldest {
            Some(oldest) => state.memory.kept_until(oldest)?.max(self.not_before),
            // Nothing was kept when it looked last, or it could not look; and now there is something to get old.
            None if self.has_begun(state) => self.not_before,
            None => return None,
        };
        Some(Duration::from_millis(until.saturating_sub(clock)))
    }

    /// Whether it is time to look for what got too old, after something happened or did not.
    pub(super) fn is_due(&self, state: &State, clock: u64) -> bool {
        self.due_in(state, clock) == Some(Duration::ZERO)
    }

    fn has_begun(&self, state: &State) -> bool {
        matches!(state.memory, Memory::Days { .. }) && self.oldest.is_none() && state.first <= state.head
    }

    /// Looks for what is no longer kept. The answer is where the room begins from now on, if that is elsewhere.
    pub(super) fn look(
        &mut self,
        log: &dyn Log,
        no: RoomNo,
        state: &State,
        clock: u64,
    ) -> Result<Option<Seq>, LogError> {
        let first = match (state.memory, state.memory.oldest_kept(clock)) {
            (_, Some(at)) => first_since(log, no, state, at)?,
            (Memory::WhileOpen, _) => self.opened.next().max(state.first),
            _ => state.first,
        };
        self.oldest = match state.memory {
            Memory::Days { .. } => log.read(no, first..=state.head, 1)?.first().map(|event| event.at),
            _ => None,
        };
        if first == state.first {
            return Ok(None);
        }
        self.not_before = clock.saturating_add(AGAIN);
        Ok(Some(first))
    }

    /// Erases what lies before the state's first event, in a thread of its own.
    pub(super) fn erase_soon(&mut self, log: &Arc<dyn Log>, no: RoomNo, state: &State) {
        self.erasing = Eraser::start(Arc::clone(log), no, state.clone(), self.erasing.take());
    }

    /// It could not be looked. Not again too soon.
    pub(super) const fn put_off(&mut self, clock: u64) {
        self.not_before = clock.saturating_add(AGAIN);
    }

    /// The house closes: a room that keeps nothing longer than that is emptied.
    pub(super) fn close(&mut self, log: &dyn Log, no: RoomNo, state: &mut State) {
        // It stops where it is. The next opening goes on with it.
        self.erasing = None;
        if state.memory != Memory::WhileOpen {
            return;
        }
        state.first = state.head.next();
        if let Err(error) = erase(log, no, state) {
            tracing::warn!(%error, room = %no, "what the room does not keep is erased at the next opening");
        }
    }
}

/// Erases what lies before the state's first event. What others hold up is cleared when they are done.
fn erase(log: &dyn Log, no: RoomNo, state: &State) -> Result<(), LogError> {
    while log.prune(no, state.first, state)? == Pruned::More {}
    Ok(())
}

/// The first event of a room that was not before `at`. In a room, time never goes back.
fn first_since(log: &dyn Log, no: RoomNo, state: &State, at: u64) -> Result<Seq, LogError> {
    let (mut first, mut beyond) = (state.first, state.head.next());
    while first < beyond {
        let middle = Seq(first.0 + (beyond.0 - first.0) / 2);
        match log.read(no, middle..=state.head, 1)?.first() {
            Some(event) if event.at < at => first = event.seq.next(),
            _ => beyond = middle,
        }
    }
    Ok(first)
}

/// The thread that erases. Dropping it ends it, wherever it is.
pub(super) struct Eraser {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Eraser {
    /// Begins, after the one `before` has ended.
    pub(super) fn start(log: Arc<dyn Log>, no: RoomNo, state: State, before: Option<Self>) -> Option<Self> {
        drop(before);
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let erase = move || {
            let mut wait = HELD_UP;
            while !stopped.load(Ordering::Relaxed) {
                let begun = Instant::now();
                match log.prune(no, state.first, &state) {
                    Ok(Pruned::More) => thread::park_timeout(begun.elapsed()),
                    Ok(Pruned::HeldUp) => {
                        thread::park_timeout(wait);
                        wait = wait.saturating_mul(2).min(HELD_UP_MOST);
                    }
                    Ok(Pruned::Done) => return,
                    Err(error) => {
                        tracing::warn!(%error, room = %no, "what the room does not keep was not erased yet");
                        return;
                    }
                }
            }
        };
        match thread::Builder::new().name("erase".to_owned()).spawn(erase) {
            Ok(thread) => Some(Self { stop, thread: Some(thread) }),
            Err(error) => {
                tracing::warn!(%error, room = %no, "what the room does not keep was not erased yet");
                None
            }
        }
    }
}

impl Eraser {
    /// Whether nothing is left to erase, or it was given up until the next opening.
    pub(super) fn is_done(&self) -> bool {
        self.thread.as_ref().is_none_or(JoinHandle::is_finished)
    }
}

impl Drop for Eraser {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            // A panic in it was reported where it happened.
            let _ = thread.join();
        }
    }
}
