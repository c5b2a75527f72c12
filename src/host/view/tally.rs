//! How much memory is held in one place, where what is held there grows: a chunk takes more with each encoding that is made
//! of it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How much is held in one place.
#[derive(Clone, Debug, Default)]
pub struct Tally(Arc<AtomicUsize>);

impl Tally {
    /// How many bytes it is.
    pub fn bytes(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

/// How much one thing takes, counted in where it is held.
#[derive(Debug)]
pub struct Share(Mutex<Counted>);

#[derive(Debug)]
struct Counted {
    bytes: usize,
    tally: Option<Tally>,
}

impl Share {
    /// Something that takes so much, and is not counted yet.
    pub const fn new(bytes: usize) -> Self {
        Self(Mutex::new(Counted { bytes, tally: None }))
    }

    /// How much it takes.
    pub fn bytes(&self) -> usize {
        self.lock().bytes
    }

    /// It takes so much more.
    pub fn grow(&self, more: usize) {
        let mut counted = self.lock();
        counted.bytes += more;
        if let Some(tally) = &counted.tally {
            tally.0.fetch_add(more, Ordering::Relaxed);
        }
    }

    /// It is held where this is counted.
    pub fn count_in(&self, tally: &Tally) {
        let mut counted = self.lock();
        tally.0.fetch_add(counted.bytes, Ordering::Relaxed);
        counted.tally = Some(tally.clone());
    }

    /// It is held there no longer, whoever may still read it.
    pub fn count_out(&self) {
        let mut counted = self.lock();
        if let Some(tally) = counted.tally.take() {
            tally.0.fetch_sub(counted.bytes, Ordering::Relaxed);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Counted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
