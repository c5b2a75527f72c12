//! The fan-out: brings what happened in rooms to everyone who listens there.
//!
//! ```text
//! hall      keeps a commit, shows it in its rooms, and marks those          (any number of times)
//! pass      takes the marked rooms, and has each listener read on           (one after the other)
//! listener  from its cursor to the newest event, in one write to its socket (or wakes its own task)
//! ```
//!
//! What costs is the write, hardly what is in it. So passes follow each other and never overlap: what happens during one
//! is collected for the next, and the more there is to do, the more goes into each write. When nothing else is under way
//! a pass begins at once.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::task::{JoinSet, unconstrained, yield_now};

use super::listeners::{Listener, Listeners};

/// How many listeners read on before others have a turn: whoever speaks waits that long at most.
const TURN: usize = 32;

/// Fewer listeners than this are not worth a second thread.
const SHARE: usize = 128;

/// The way to the fan-out. It ends with the last of these.
pub struct FanOut {
    work: Arc<Work>,
    bell: mpsc::Sender<()>,
}

/// What is to be done, and how long it took last.
#[derive(Default)]
struct Work {
    rooms: Mutex<Vec<Arc<Listeners>>>,
    pass_nanos: AtomicU64,
}

impl FanOut {
    /// Starts it in the runtime around.
    pub fn start() -> Arc<Self> {
        let (bell, rung) = mpsc::channel(1);
        let work = Arc::<Work>::default();
        // A pass takes turns by itself; being stopped elsewhere would only make it wake listeners who could read on.
        tokio::spawn(unconstrained(passes(Arc::clone(&work), rung)));
        Arc::new(Self { work, bell })
    }

    /// One that never passes, where there is no runtime and nobody listens.
    #[cfg(any(test, fuzzing))]
    pub fn stopped() -> Arc<Self> {
        Arc::new(Self { work: Arc::default(), bell: mpsc::channel(1).0 })
    }

    /// Something happened that these listen to. They are told in the next pass.
    pub fn mark(&self, listeners: &Arc<Listeners>) {
        if !listeners.mark() {
            self.work.rooms.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(listeners));
        }
    }

    /// Begins a pass, or has another follow the one that is under way.
    pub fn go(&self) {
        // Full is as good: the next pass is asked for already.
        let _ = self.bell.try_send(());
    }

    /// How long the last pass took.
    pub fn pass_time(&self) -> Duration {
        Duration::from_nanos(self.work.pass_nanos.load(Ordering::Relaxed))
    }
}

async fn passes(work: Arc<Work>, mut rung: mpsc::Receiver<()>) {
    let workers = Handle::current().metrics().num_workers();
    let mut all = Vec::new();
    while rung.recv().await.is_some() {
        let began = Instant::now();
        let rooms = std::mem::take(&mut *work.rooms.lock().unwrap_or_else(PoisonError::into_inner));
        rooms.iter().for_each(|room| room.take_into(&mut all));
        let shares = workers.min(all.len().div_ceil(SHARE));
        if shares > 1 {
            share(Arc::from(std::mem::take(&mut all)), shares).await;
        } else {
            for turn in all.chunks(TURN) {
                turn.iter().for_each(|listener| listener.read_on());
                yield_now().await;
            }
            all.clear();
        }
        let nanos = u64::try_from(began.elapsed().as_nanos()).unwrap_or(u64::MAX);
        work.pass_nanos.store(nanos, Ordering::Relaxed);
    }
}

/// A pass on several threads: each takes the next few who are left.
async fn share(all: Arc<[Arc<dyn Listener>]>, shares: usize) {
    let next = Arc::new(AtomicUsize::new(0));
    let mut sharing = JoinSet::new();
    for _ in 0..shares {
        let (all, next) = (Arc::clone(&all), Arc::clone(&next));
        sharing.spawn(unconstrained(async move {
            while let Some(turn) = all.chunks(TURN).nth(next.fetch_add(1, Ordering::Relaxed)) {
                turn.iter().for_each(|listener| listener.read_on());
                yield_now().await;
            }
        }));
    }
    while sharing.join_next().await.is_some() {}
}
