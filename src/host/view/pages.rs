//! Pages of the log, for guests who are behind what a room holds in memory.
//!
//! After a restart everyone is behind, and most want the same. So a room's log is read in pages that begin at fixed
//! places: the first guest who wants one has it read, those who come meanwhile wait for that, and whoever comes soon after
//! finds it. A page is encoded once for all who share an encoding, just as the newest events are. Where messages are long,
//! a page ends before the next fixed place, and another begins where it ends.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::OnceCell;

use super::chunk::Chunk;
use crate::log::LogError;
use crate::room::{RoomNo, Seq};

/// How many events a page has at most.
const EVENTS: u64 = 128;

/// How much memory all pages that are kept take, of all rooms, as far as they are read.
const BYTES: usize = 8 * 1024 * 1024;

/// How many are kept at most.
const COUNT: usize = 256;

/// The pages that were read last, of all rooms.
#[derive(Debug, Default)]
pub struct Pages(Mutex<VecDeque<Arc<Page>>>);

/// A page that is read by whoever needs it first.
#[derive(Debug)]
struct Page {
    room: RoomNo,
    stretch: Stretch,
    chunk: OnceCell<Arc<Chunk>>,
}

/// A stretch of the log.
#[derive(Clone, Copy, Debug)]
pub struct Stretch {
    /// Its first event.
    pub first: Seq,
    /// Its last.
    pub last: Seq,
}

impl Stretch {
    /// How many events it has.
    pub fn len(self) -> usize {
        usize::try_from((self.last.0 + 1).saturating_sub(self.first.0)).unwrap_or(usize::MAX)
    }
}

impl Page {
    /// How far it goes; as far as is known where it is not read yet.
    fn last(&self) -> Seq {
        self.chunk.get().map_or(self.stretch.last, |chunk| chunk.last())
    }

    fn has(&self, event: Seq) -> bool {
        self.stretch.first <= event && event <= self.last()
    }

    /// Whether it ended before its time, as its messages are long.
    fn is_cut(&self) -> bool {
        self.last() < self.stretch.last
    }
}

impl Pages {
    /// The page of a room that has the event `from`, read by `read` where it is not kept: the stretch from its beginning
    /// on, as much as is worth one page. `begins` tells the room's oldest event, and `head` is the newest that may be shown.
    ///
    /// # Errors
    /// The log could not be read.
    pub async fn get<R: Future<Output = Result<Arc<Chunk>, LogError>>>(
        &self,
        room: RoomNo,
        from: Seq,
        begins: impl Fn() -> Seq,
        head: Seq,
        read: impl Fn(Stretch) -> R,
    ) -> Result<Arc<Chunk>, LogError> {
        let mut page = self.find(room, from, fixed(from), &begins, head);
        loop {
            let chunk = match page.chunk.get() {
                Some(chunk) => chunk,
                None => page.chunk.get_or_try_init(|| read(page.stretch)).await?,
            };
            if chunk.last() >= from {
                return Ok(Arc::clone(chunk));
            }
            // It ended before: the next begins with what is wanted.
            page = self.find(room, from, from, &begins, head);
        }
    }

    /// Lets go of a room's pages: something in them is no longer to be shown. One that is being read just now is not kept,
    /// and told only to those who wait for it already: they are told next what became of it.
    pub fn forget(&self, room: RoomNo) {
        self.lock().retain(|page| page.room != room);
    }

    /// The page that has the event `from`: one that is kept, or else a new one that begins with `first` if it can.
    fn find(&self, room: RoomNo, from: Seq, first: Seq, begins: impl Fn() -> Seq, head: Seq) -> Arc<Page> {
        let mut kept = self.lock();
        trim(&mut kept);
        if let Some(page) =
            kept.iter().position(|page| page.room == room && page.has(from)).and_then(|at| kept.remove(at))
        {
            kept.push_back(Arc::clone(&page));
            return page;
        }
        // Another that begins there and does not reach so far is of no more use, unless that is for its length.
        let same = |page: &Page| page.room == room && page.stretch.first == first;
        let first = if kept.iter().any(|page| same(page) && page.is_cut()) { from } else { first };
        kept.retain(|page| page.room != room || page.stretch.first != first);
        // The room may just have been made to forget what is asked for.
        let first = first.max(begins()).min(from);
        let last = Seq(fixed(from).0 + EVENTS - 1).min(head).max(from);
        let page = Arc::new(Page { room, stretch: Stretch { first, last }, chunk: OnceCell::new() });
        kept.push_back(Arc::clone(&page));
        page
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Arc<Page>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The fixed place where the page begins that has this event.
const fn fixed(from: Seq) -> Seq {
    Seq(from.back(1).0 / EVENTS * EVENTS + 1)
}

/// Lets go of the pages that were read longest ago, beyond the bounds. Of those that stay, more may be made later: whoever
/// looks for one the next time looks at that as well.
fn trim(kept: &mut VecDeque<Arc<Page>>) {
    let bytes = |page: &Page| page.chunk.get().map_or(0, |chunk| chunk.bytes());
    let mut all: usize = kept.iter().map(|page| bytes(page)).sum();
    while all > BYTES || kept.len() >= COUNT {
        let Some(oldest) = kept.pop_front() else { break };
        all = all.saturating_sub(bytes(&oldest));
    }
}
