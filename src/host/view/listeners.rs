//! Who listens to a room.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use slab::Slab;

/// A session, as the fan-out sees it.
pub trait Listener: Send + Sync {
    /// Reads on in all of its rooms and sends what there is, as far as that can be done at once. The rest is done by the
    /// session's own task, which it wakes.
    fn read_on(&self);
}

/// Everyone who listens to one room. A session that ended is found out by its pointer, so that nothing is kept alive from
/// here.
#[derive(Default)]
pub struct Listeners {
    all: Mutex<Slab<Weak<dyn Listener>>>,
    /// Whether something happened that they were not told of yet.
    has_news: AtomicBool,
}

impl Listeners {
    /// One more, for as long as the answer is held.
    pub fn add(self: &Arc<Self>, listener: Weak<dyn Listener>) -> ListenGuard {
        let key = self.lock().insert(listener);
        ListenGuard { listeners: Arc::clone(self), key }
    }

    /// Something happened. True where they wait for a pass already.
    pub fn mark(&self) -> bool {
        self.has_news.swap(true, Ordering::AcqRel)
    }

    /// Puts all of them into `into`. What happens from now on is for the next pass.
    pub fn take_into(&self, into: &mut Vec<Arc<dyn Listener>>) {
        self.has_news.store(false, Ordering::Release);
        into.extend(self.lock().iter().filter_map(|(_, listener)| listener.upgrade()));
    }

    fn lock(&self) -> MutexGuard<'_, Slab<Weak<dyn Listener>>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place among the listeners. Dropping it ends that.
pub struct ListenGuard {
    listeners: Arc<Listeners>,
    key: usize,
}

impl Drop for ListenGuard {
    fn drop(&mut self) {
        self.listeners.lock().try_remove(self.key);
    }
}
