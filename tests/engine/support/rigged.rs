//! A log that a test has a hand on: it stops where it is held, has no room left, or breaks.

use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use parlor::log::{Entry, Hits, Log, LogError, Pruned, SqliteLog};
use parlor::room::{Event, EventId, PersonId, Query, RoomNo, Seq, Sign, State};
use tokio::sync::watch;

use super::soon;

/// What is looked for with words that begin so is held up until the hand lets go.
const HELD: &str = "held";

/// What is looked for with words that begin so breaks whoever looks.
const BREAKS: &str = "breaks";

#[derive(Default)]
struct Grip {
    /// Whoever was held up goes on, and nobody is held up any more.
    open: bool,
    holds_appends: bool,
    holds_reads: bool,
    full: bool,
    breaks: bool,
}

/// The hand on the log. Dropped, it lets go of everything, so that a test that fails ends.
#[derive(Default)]
pub struct Hand {
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    grip: Mutex<Grip>,
    moved: Condvar,
    /// What was looked for, in the order in which it was begun.
    begun: watch::Sender<Vec<String>>,
    /// What was read, in the order in which it was begun.
    reads: Mutex<Vec<(RoomNo, RangeInclusive<Seq>)>>,
    /// How many commits there were.
    commits: AtomicUsize,
    /// How many commits are held up.
    waiting: watch::Sender<usize>,
    /// How many stretches were read and are held up before anyone is told.
    read: watch::Sender<usize>,
}

impl Hand {
    pub fn on(&self, log: SqliteLog) -> Arc<dyn Log> {
        Arc::new(Rigged { log, shared: Arc::clone(&self.shared) })
    }

    /// What was looked for by words that begin so.
    pub fn begun(&self, words: &str) -> Vec<String> {
        self.shared.begun.borrow().iter().filter(|begun| begun.starts_with(words)).cloned().collect()
    }

    /// Waits until something is looked for by words that begin so.
    pub async fn begins(&self, words: &str) {
        let is_it = |begun: &Vec<String>| begun.iter().any(|begun| begun.starts_with(words));
        soon("a search to be begun", self.shared.begun.subscribe().wait_for(is_it)).await.unwrap();
    }

    /// The stretches of a room that were read, in the order in which that was begun.
    pub fn read_of(&self, room: RoomNo) -> Vec<RangeInclusive<Seq>> {
        let reads = self.shared.reads.lock().unwrap();
        reads.iter().filter(|(of, _)| *of == room).map(|(_, range)| range.clone()).collect()
    }

    /// How many commits there were.
    pub fn commits(&self) -> usize {
        self.shared.commits.load(Ordering::SeqCst)
    }

    /// From now on commits wait.
    pub fn hold_appends(&self) {
        let mut grip = self.shared.grip();
        (grip.open, grip.holds_appends) = (false, true);
    }

    /// Waits until a commit waits.
    pub async fn holds_an_append(&self) {
        soon("a commit", self.shared.waiting.subscribe().wait_for(|waiting| *waiting > 0)).await.unwrap();
    }

    /// From now on whoever reads events is told only when the hand lets go, and told what there was before.
    pub fn hold_reads(&self) {
        let mut grip = self.shared.grip();
        (grip.open, grip.holds_reads) = (false, true);
    }

    /// Waits until so many wait for what they read.
    pub async fn holds_reads_of(&self, count: usize) {
        soon("a reader", self.shared.read.subscribe().wait_for(|read| *read >= count)).await.unwrap();
    }

    /// Whatever waits goes on, and nothing waits any more.
    pub fn let_go(&self) {
        let mut grip = self.shared.grip();
        (grip.open, grip.holds_appends, grip.holds_reads) = (true, false, false);
        self.shared.moved.notify_all();
    }

    /// Whether there is no room on the disk.
    pub fn full(&self, full: bool) {
        self.shared.grip().full = full;
    }

    /// The next commit breaks whoever makes it.
    pub fn break_next_append(&self) {
        self.shared.grip().breaks = true;
    }
}

impl Drop for Hand {
    fn drop(&mut self) {
        self.let_go();
    }
}

impl Shared {
    fn grip(&self) -> MutexGuard<'_, Grip> {
        self.grip.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait_while(&self, holds: impl Fn(&Grip) -> bool) {
        let grip = self.grip();
        drop(self.moved.wait_while(grip, |grip| holds(grip)).unwrap_or_else(PoisonError::into_inner));
    }
}

struct Rigged {
    log: SqliteLog,
    shared: Arc<Shared>,
}

impl Log for Rigged {
    fn signs(&self, of: EventId, who: PersonId) -> Result<Vec<Sign>, LogError> {
        self.log.signs(of, who)
    }

    fn grown_since(&self, count: u64) -> Result<(u64, Vec<RoomNo>), LogError> {
        self.log.grown_since(count)
    }

    fn append(&self, entries: &[Entry]) -> Result<(), LogError> {
        self.shared.waiting.send_modify(|waiting| *waiting += 1);
        self.shared.wait_while(|grip| grip.holds_appends);
        self.shared.waiting.send_modify(|waiting| *waiting -= 1);
        let (full, breaks) = {
            let mut grip = self.shared.grip();
            (grip.full, std::mem::take(&mut grip.breaks))
        };
        self.shared.commits.fetch_add(usize::from(!entries.is_empty()), Ordering::SeqCst);
        assert!(!breaks, "a commit breaks, as a test wants it");
        if full && !entries.is_empty() { Err(LogError::Full) } else { self.log.append(entries) }
    }
    fn read(&self, room: RoomNo, range: RangeInclusive<Seq>, limit: usize) -> Result<Vec<Event>, LogError> {
        self.shared.reads.lock().unwrap().push((room, range.clone()));
        let events = self.log.read(room, range, limit);
        // One event alone is looked at by the hall, and all else waits for that.
        if limit > 1 {
            self.shared.read.send_modify(|read| *read += 1);
            self.shared.wait_while(|grip| grip.holds_reads);
            self.shared.read.send_modify(|read| *read -= 1);
        }
        events
    }
    fn find(&self, id: EventId) -> Result<Option<Entry>, LogError> {
        self.log.find(id)
    }
    fn search(&self, room: RoomNo, query: &Query) -> Result<Hits, LogError> {
        self.shared.begun.send_modify(|begun| begun.push(query.words.clone()));
        assert!(!query.words.starts_with(BREAKS), "a search breaks, as a test wants it");
        self.shared.wait_while(|grip| query.words.starts_with(HELD) && !grip.open);
        self.log.search(room, query)
    }
    fn head(&self, room: RoomNo) -> Result<Seq, LogError> {
        self.log.head(room)
    }
    fn rooms(&self) -> Result<Vec<(RoomNo, State)>, LogError> {
        self.log.rooms()
    }
    fn remember(&self, room: RoomNo, state: &State) -> Result<(), LogError> {
        self.log.remember(room, state)
    }
    fn delete(&self, room: RoomNo) -> Result<State, LogError> {
        self.log.delete(room)
    }
    fn deleted(&self) -> Result<Vec<(RoomNo, State)>, LogError> {
        self.log.deleted()
    }
    fn first(&self, room: RoomNo) -> Result<Seq, LogError> {
        self.log.first(room)
    }
    fn prune(&self, room: RoomNo, first: Seq, state: &State) -> Result<Pruned, LogError> {
        self.log.prune(room, first, state)
    }
    fn growth(&self) -> watch::Receiver<u64> {
        self.log.growth()
    }
}
