//! Keeps the index up with the log, in a thread of its own: in small batches, and with rests in between, so that what is
//! said has the disk and the processor first. With nothing said, nothing runs.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::error::LogError;

/// How long it waits for more to come along with the first news.
const GATHER: Duration = Duration::from_millis(250);

/// While there is news, it rests so many times as long as it worked.
const BUSY: u32 = 19;

/// And while there is only a backlog.
const QUIET: u32 = 1;

/// The thread. Dropping it ends it.
#[derive(Debug)]
pub(super) struct Indexer {
    bell: Arc<Bell>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Bell {
    rung: Mutex<Rung>,
    changed: Condvar,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Rung {
    #[default]
    No,
    News,
    Stop,
}

impl Indexer {
    /// Begins, with `batch` as what it does again and again until that answers that there is no more.
    pub(super) fn start(mut batch: impl FnMut() -> Result<bool, LogError> + Send + 'static) -> Self {
        let bell = Arc::new(Bell::default());
        let own = Arc::clone(&bell);
        let thread = thread::Builder::new().name("index".to_owned()).spawn(move || own.keep(&mut batch));
        if let Err(error) = &thread {
            // What is not indexed behind the scenes is indexed when someone looks for it.
            tracing::warn!(%error, "words are indexed only when they are looked for");
        }
        Self { bell, thread: thread.ok() }
    }

    /// The log grew.
    pub(super) fn ring(&self) {
        self.bell.ring(Rung::News);
    }
}

impl Bell {
    fn ring(&self, news: Rung) {
        let mut rung = self.rung.lock().unwrap_or_else(PoisonError::into_inner);
        if *rung == Rung::No || news == Rung::Stop {
            *rung = news;
            self.changed.notify_one();
        }
    }

    fn keep(&self, batch: &mut impl FnMut() -> Result<bool, LogError>) {
        let mut rest = None;
        loop {
            let news = match rest {
                Some(rest) => self.rest(rest),
                // What is said in one breath is indexed together.
                None if self.wait() => self.rest(GATHER),
                None => return,
            };
            let Some(news) = news else { return };
            let begun = Instant::now();
            rest = match batch() {
                Ok(true) => Some(begun.elapsed().saturating_mul(if news { BUSY } else { QUIET })),
                Ok(false) => None,
                Err(error) => {
                    tracing::warn!(%error, "words could not be indexed");
                    None
                }
            };
        }
    }

    /// Waits for news. False at the end.
    fn wait(&self) -> bool {
        let rung = self.rung.lock().unwrap_or_else(PoisonError::into_inner);
        let quiet = |rung: &mut Rung| *rung == Rung::No;
        let rung = self.changed.wait_while(rung, quiet).unwrap_or_else(PoisonError::into_inner);
        *rung != Rung::Stop
    }

    /// Rests for so long. Whether there was news by then; nothing at the end.
    fn rest(&self, long: Duration) -> Option<bool> {
        let rung = self.rung.lock().unwrap_or_else(PoisonError::into_inner);
        let going_on = |rung: &mut Rung| *rung != Rung::Stop;
        let waited = self.changed.wait_timeout_while(rung, long, going_on);
        let mut rung = waited.unwrap_or_else(PoisonError::into_inner).0;
        (*rung != Rung::Stop).then(|| std::mem::take(&mut *rung) == Rung::News)
    }
}

impl Drop for Indexer {
    fn drop(&mut self) {
        self.bell.ring(Rung::Stop);
        if let Some(thread) = self.thread.take() {
            // A panic in it was reported where it happened.
            let _ = thread.join();
        }
    }
}
