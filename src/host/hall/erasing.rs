//! What a room forgets: as its declared memory says. What is forgotten is served to nobody from that moment on; erasing it
//! from the disk takes as long as it takes, in a thread of its own and with rests, so that what is said has the disk
//! first. Should that be cut off, the next opening goes on with it. When it is time to look is the core's to say.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::host::core::Looked;
use crate::host::reading;
use crate::log::{Log, LogError, Pruned};
use crate::room::{Memory, RoomNo, Seq, State};

/// How long it waits, first and at most, where someone who reads holds up the last of it.
const HELD_UP: Duration = Duration::from_millis(20);
const HELD_UP_MOST: Duration = Duration::from_secs(10);

/// Looks for what a room no longer keeps. `opened` is the newest event there was when the house was opened.
pub fn look(log: &dyn Log, no: RoomNo, opened: Seq, state: &State, clock: u64) -> Result<Looked, LogError> {
    let first = match (state.memory, state.memory.oldest_kept(clock)) {
        (_, Some(at)) => first_since(log, no, state, at)?,
        (Memory::WhileOpen, _) => opened.next().max(state.first),
        _ => state.first,
    };
    let oldest = match state.memory {
        Memory::Days { .. } => reading::first_readable(log, no, first, state.head)?.map(|event| event.at),
        _ => None,
    };
    Ok(Looked { first, oldest })
}

/// The house closes: a room that keeps nothing longer than that is emptied.
pub fn close(log: &dyn Log, no: RoomNo, state: &mut State) {
    if state.memory != Memory::WhileOpen {
        return;
    }
    state.forget_before(state.head.next());
    if let Err(error) = erase(log, no, state) {
        tracing::warn!(%error, room = %no, "what the room does not keep is erased at the next opening");
    }
}

/// Erases what lies before the state's first event. What others hold up is cleared when they are done.
pub fn erase(log: &dyn Log, no: RoomNo, state: &State) -> Result<(), LogError> {
    while log.prune(no, state.first, state)? == Pruned::More {}
    Ok(())
}

/// The first event of a room that was not before `at`. In a room, time never goes back.
fn first_since(log: &dyn Log, no: RoomNo, state: &State, at: u64) -> Result<Seq, LogError> {
    let (mut first, mut beyond) = (state.first, state.head.next());
    while first < beyond {
        let middle = Seq(first.0 + (beyond.0 - first.0) / 2);
        match reading::first_readable(log, no, middle, state.head)? {
            Some(event) if event.at < at => first = event.seq.next(),
            _ => beyond = middle,
        }
    }
    Ok(first)
}

/// The thread that erases. Dropping it ends it, wherever it is.
pub struct Eraser {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Eraser {
    /// Begins, after the one `before` has ended.
    pub fn start(log: Arc<dyn Log>, no: RoomNo, state: State, before: Option<Self>) -> Option<Self> {
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
    pub fn is_done(&self) -> bool {
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
