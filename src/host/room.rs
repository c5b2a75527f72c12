//! A room as its sessions see it: its state, the newest of its log, and who listens.
//! Only the hall changes the first two; whoever types changes the third.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};

use bytes::Bytes;
use slab::Slab;

use super::mailbox::Mailbox;
use super::ring::{Chunk, Found, Ring};
use crate::room::{Event, PersonId, RoomNo, Seq, State, Title, TitleKey};

/// How many encoded bytes of a room are kept at hand for guests who keep up.
const RING_BYTES: usize = 8 * 1024 * 1024;

/// How many words said beside the log are kept at hand. Whoever is slower misses some, and may.
const ASIDES: usize = 16;

/// In a room of more people than this, nobody is told who is typing.
pub const TYPING_SHOWN: usize = 100;

/// A room of the house.
#[derive(Debug)]
pub struct Room {
    /// Its number.
    pub no: RoomNo,
    state: RwLock<State>,
    ring: Mutex<Ring>,
    asides: Mutex<Asides>,
    listeners: Mutex<Slab<Arc<Mailbox>>>,
    folded: Folded,
}

/// Whether a commit took words back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Erases {
    /// None.
    #[default]
    Nothing,
    /// Words said before.
    Earlier,
    /// Words said in this very commit.
    Itself,
}

#[derive(Debug, Default)]
struct Asides {
    count: u64,
    latest: VecDeque<(Option<PersonId>, Bytes)>,
}

/// A title as it is compared. To fold one takes a while, and it is asked for much more often than changed.
#[derive(Debug, Default)]
pub struct Folded(Mutex<Option<(Title, TitleKey)>>);

impl Folded {
    /// Whether a title is this one, folded.
    pub fn is(&self, title: &Title, key: &TitleKey) -> bool {
        let mut known = lock(&self.0);
        match &*known {
            Some((of, folded)) if of == title => folded == key,
            _ => {
                let folded = title.key();
                let is_it = folded == *key;
                *known = Some((title.clone(), folded));
                is_it
            }
        }
    }
}

impl Room {
    /// Whether its title is this one, folded.
    pub fn is_called(&self, key: &TitleKey) -> bool {
        self.state().title.as_ref().is_some_and(|title| self.folded.is(title, key))
    }

    /// A room as the log has it.
    #[must_use]
    pub fn new(no: RoomNo, state: State) -> Self {
        let ring = Ring::new(state.head, RING_BYTES);
        Self {
            no,
            state: RwLock::new(state),
            ring: Mutex::new(ring),
            asides: Mutex::default(),
            listeners: Mutex::default(),
            folded: Folded::default(),
        }
    }

    /// What its events add up to, as far as they are kept.
    pub fn state(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Shows events that were just kept.
    pub fn show<'a>(&self, events: impl Iterator<Item = &'a Event>, chunk: Chunk, erases: Erases) {
        {
            let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
            events.for_each(|event| state.apply(event));
        }
        let mut ring = lock(&self.ring);
        // The words that were taken back may be among what is held.
        if erases != Erases::Nothing {
            ring.clear();
        }
        ring.push(chunk);
        if erases == Erases::Itself {
            ring.clear();
        }
    }

    /// Serves nothing from before `first` any more, whether or not it is erased already.
    pub fn forget(&self, first: Seq) {
        self.state.write().unwrap_or_else(PoisonError::into_inner).first = first;
        lock(&self.ring).clear();
        self.ring();
    }

    /// Wakes everyone who listens.
    pub fn ring(&self) {
        lock(&self.listeners).iter().for_each(|(_, mailbox)| mailbox.ring());
    }

    /// What a cursor finds after it, at most about `most` bytes.
    pub fn after(&self, cursor: Seq, most: usize) -> Found {
        lock(&self.ring).after(cursor, most)
    }

    /// Says something beside the log, to everyone but whoever says it.
    pub fn aside(&self, who: Option<PersonId>, line: Bytes) {
        {
            let mut asides = lock(&self.asides);
            asides.count += 1;
            asides.latest.push_back((who, line));
            if asides.latest.len() > ASIDES {
                asides.latest.pop_front();
            }
        }
        self.ring();
    }

    /// What was said beside the log since `heard`, as far as it is still at hand, and the count to ask with next.
    pub fn asides_since(&self, heard: u64) -> (Vec<(Option<PersonId>, Bytes)>, u64) {
        let asides = lock(&self.asides);
        let missed = (asides.count - heard.min(asides.count)).min(asides.latest.len() as u64) as usize;
        (asides.latest.iter().skip(asides.latest.len() - missed).cloned().collect(), asides.count)
    }

    /// Wakes `mailbox` whenever something happens here, for as long as the answer is held.
    pub fn listen(self: &Arc<Self>, mailbox: Arc<Mailbox>) -> Listening {
        let key = lock(&self.listeners).insert(mailbox);
        Listening { room: Arc::clone(self), key }
    }
}

/// A session's place among the listeners of a room. Dropping it ends that.
#[derive(Debug)]
pub struct Listening {
    room: Arc<Room>,
    key: usize,
}

impl Listening {
    /// The room listened to.
    #[must_use]
    pub const fn room(&self) -> &Arc<Room> {
        &self.room
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        lock(&self.room.listeners).try_remove(self.key);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
