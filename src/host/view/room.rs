//! A room as its sessions see it: its state, the newest of its log, and who listens. The hall changes the first two after
//! each commit.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, Weak};

use super::chunk::Chunk;
use super::fan_out::FanOut;
use super::listeners::{ListenGuard, Listener, Listeners};
use super::pages::{Pages, Stretch};
use super::ring::{Ring, RingRead};
use crate::host::language::SharedFrame;
use crate::log::LogError;
use crate::room::{Body, Event, EventId, PersonId, RoomNo, Seq, State};
use crate::wording::{RecentMessages, ShownMessage};

/// How much memory the newest events of a room take.
const RING_BYTES: usize = 8 * 1024 * 1024;

/// Of how many of the newest messages it is told which one a reaction or a deletion is about.
const QUOTED: usize = 50;

/// How many frames beside the log are kept at hand. Whoever is slower misses some, and may.
const ASIDES: usize = 16;

/// In a room of more people than this, nobody is told who is typing.
pub const TYPING_SHOWN: usize = 100;

/// A room of the house.
pub struct RoomView {
    /// Its number.
    pub no: RoomNo,
    state: RwLock<State>,
    ring: Mutex<Ring>,
    pages: Arc<Pages>,
    /// The newest messages, for what is about one of them.
    recent: Mutex<RecentMessages>,
    asides: Mutex<Asides>,
    listeners: Arc<Listeners>,
    fan_out: Arc<FanOut>,
    /// Whether it is being deleted: what a cursor does not find any more is no damage.
    deleted: AtomicBool,
}

/// What was said beside the log: by whom, if by someone.
type Aside = (Option<PersonId>, Arc<SharedFrame>);

#[derive(Debug, Default)]
struct Asides {
    count: u64,
    latest: VecDeque<Aside>,
}

impl RoomView {
    /// A room as the log has it.
    pub fn new(no: RoomNo, state: State, fan_out: Arc<FanOut>, pages: Arc<Pages>) -> Self {
        let ring = Ring::new(state.head, RING_BYTES);
        Self {
            no,
            state: RwLock::new(state),
            ring: Mutex::new(ring),
            pages,
            recent: Mutex::new(RecentMessages::new(QUOTED)),
            asides: Mutex::default(),
            listeners: Arc::default(),
            fan_out,
            deleted: AtomicBool::new(false),
        }
    }

    /// What its events add up to, as far as they are kept.
    pub fn state(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Shows events that were just kept, in order.
    pub fn show(&self, events: Vec<Event>) {
        let erases = erases(&events);
        // Held before the state tells of them: whoever reads by the state finds them here.
        let mut ring = lock(&self.ring);
        {
            let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
            events.iter().for_each(|event| state.apply(event));
        }
        {
            let mut recent = lock(&self.recent);
            events.iter().for_each(|event| recent.note(event));
        }
        // The words that were taken back may be among what is held.
        if erases != Erases::Nothing {
            ring.clear();
            self.pages.forget(self.no);
        }
        let chunk = Chunk::new(self.no, ring.head(), events);
        ring.push(chunk);
        if erases == Erases::Itself {
            ring.clear();
        }
    }

    /// Serves nothing from before `first` any more, whether or not it is erased already.
    pub fn forget(&self, first: Seq) {
        self.state.write().unwrap_or_else(PoisonError::into_inner).forget_before(first);
        lock(&self.ring).clear();
        lock(&self.recent).forget_before(first);
        self.pages.forget(self.no);
        self.wake();
    }

    /// Says whether the room is being deleted.
    pub fn set_deleted(&self, deleted: bool) {
        self.deleted.store(deleted, Ordering::Release);
    }

    /// Whether the room is being deleted.
    pub fn is_deleted(&self) -> bool {
        self.deleted.load(Ordering::Acquire)
    }

    /// Whoever listens is to hear what was shown, once the fan-out is told to go on.
    pub fn mark(&self) {
        self.fan_out.mark(&self.listeners);
    }

    /// Whoever listens is to look at once.
    fn wake(&self) {
        self.mark();
        self.fan_out.go();
    }

    /// What a cursor finds after it.
    pub fn after(&self, cursor: Seq) -> RingRead {
        lock(&self.ring).after(cursor)
    }

    /// The page of the log that has the event `from`, up to `head` at most, read by `read` where nobody had it read of
    /// late.
    ///
    /// # Errors
    /// The log could not be read.
    pub async fn page<R: Future<Output = Result<Arc<Chunk>, LogError>>>(
        &self,
        from: Seq,
        head: Seq,
        read: impl Fn(Stretch) -> R,
    ) -> Result<Arc<Chunk>, LogError> {
        // Asked while the pages are held: whatever is forgotten after that lets go of this page as well.
        self.pages.get(self.no, from, || self.state().first, head, read).await
    }

    /// The events from one place to another, at most so many, where they are still at hand.
    pub fn read(&self, from: Seq, to: Seq, most: usize) -> Option<Vec<Event>> {
        lock(&self.ring).read(from, to, most)
    }

    /// The message that an event is about, where it is a reaction or a deletion and the message one of the newest.
    pub fn message_about(&self, event: &Event) -> Option<ShownMessage> {
        lock(&self.recent).about(event).cloned()
    }

    /// Says something beside the log, to everyone but whoever says it.
    pub fn aside(&self, who: Option<PersonId>, frame: Arc<SharedFrame>) {
        {
            let mut asides = lock(&self.asides);
            asides.count += 1;
            asides.latest.push_back((who, frame));
            if asides.latest.len() > ASIDES {
                asides.latest.pop_front();
            }
        }
        self.wake();
    }

    /// How much was said beside the log so far.
    pub fn asides_count(&self) -> u64 {
        lock(&self.asides).count
    }

    /// What was said beside the log since `heard`, as far as it is still at hand, and the count to ask with next.
    pub fn asides_since(&self, heard: u64) -> (Vec<Aside>, u64) {
        let asides = lock(&self.asides);
        let missed = asides.count.saturating_sub(heard);
        if missed == 0 {
            return (Vec::new(), asides.count);
        }
        let missed = usize::try_from(missed).unwrap_or(usize::MAX).min(asides.latest.len());
        (asides.latest.iter().skip(asides.latest.len() - missed).cloned().collect(), asides.count)
    }

    /// Has `listener` read on whenever something happens here, for as long as the answer is held.
    pub fn listen(&self, listener: Weak<dyn Listener>) -> ListenGuard {
        self.listeners.add(listener)
    }
}

/// Whether a commit took words back.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Erases {
    /// None.
    Nothing,
    /// Words said before.
    Earlier,
    /// Words said in this very commit.
    Itself,
}

fn erases(events: &[Event]) -> Erases {
    let concerns = |event: &Event, of: EventId| {
        event.id == of || matches!(&event.body, Body::Edited { of: edited, .. } if *edited == of)
    };
    let of_one = |event: &Event| match event.body {
        Body::Withdrawn { of } if events.iter().any(|other| concerns(other, of)) => Erases::Itself,
        Body::Withdrawn { .. } => Erases::Earlier,
        _ => Erases::Nothing,
    };
    events.iter().map(of_one).max().unwrap_or(Erases::Nothing)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
