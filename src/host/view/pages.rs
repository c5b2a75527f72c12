//! Pages of the log, for guests who are behind what a room holds in memory.
//!
//! After a restart everyone is behind, and most want the same. So a room's log is read in pages that begin at fixed
//! places: the first guest who wants one has it read, those who come meanwhile wait for that, and whoever comes soon after
//! finds it. A page is encoded once for all who share an encoding, just as the newest events are.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::OnceCell;

use super::chunk::Chunk;
use crate::log::LogError;
use crate::room::{RoomNo, Seq};

/// How many events a page has.
const EVENTS: u64 = 128;

/// How much memory all pages that are kept take, of all rooms, as far as they are read.
const BYTES: usize = 8 * 1024 * 1024;

/// How many are kept at most.
const COUNT: usize = 256;

/// The pages that were read last, of all rooms.
#[derive(Debug, Default)]
pub struct Pages(Mutex<VecDeque<(Place, Arc<Page>)>>);

/// A room, and which of its pages.
type Place = (RoomNo, u64);

/// A page that is read by whoever needs it first.
#[derive(Debug)]
struct Page {
    stretch: Stretch,
    /// Nothing where it can't be read as a whole.
    chunk: OnceCell<Option<Arc<Chunk>>>,
}

/// The stretch of the log that a page is made of.
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
        usize::try_from(self.last.0 - self.first.0 + 1).unwrap_or(usize::MAX)
    }
}

impl Pages {
    /// The page of a room that has the event `from`, read by `read` where it is not kept. `begins` tells the room's oldest
    /// event, and `head` is the newest that may be shown. Nothing where something of it is damaged.
    ///
    /// # Errors
    /// The log could not be read.
    pub async fn get(
        &self,
        room: RoomNo,
        from: Seq,
        begins: impl FnOnce() -> Seq,
        head: Seq,
        read: impl AsyncFnOnce(Stretch) -> Result<Option<Arc<Chunk>>, LogError>,
    ) -> Result<Option<Arc<Chunk>>, LogError> {
        let page = self.find(room, from, begins, head);
        if let Some(chunk) = page.chunk.get() {
            return Ok(chunk.clone());
        }
        let chunk = page.chunk.get_or_try_init(|| read(page.stretch)).await?;
        trim(&mut self.lock());
        Ok(chunk.clone())
    }

    /// Lets go of a room's pages: something in them is no longer to be shown. One that is being read just now is not kept,
    /// and told only to those who wait for it already: they are told next what became of it.
    pub fn forget(&self, room: RoomNo) {
        self.lock().retain(|((of, _), _)| *of != room);
    }

    fn find(&self, room: RoomNo, from: Seq, begins: impl FnOnce() -> Seq, head: Seq) -> Arc<Page> {
        let number = from.back(1).0 / EVENTS;
        let place = (room, number);
        let mut kept = self.lock();
        if let Some(index) = kept.iter().position(|(other, _)| *other == place)
            && let Some((_, page)) = kept.remove(index)
            // One that was read when the room was shorter may end before.
            && page.stretch.last >= from
        {
            kept.push_back((place, Arc::clone(&page)));
            return page;
        }
        // The room may just have been made to forget what is asked for.
        let first = Seq(number * EVENTS + 1).max(begins()).min(from);
        let last = Seq((number + 1) * EVENTS).min(head).max(from);
        let page = Arc::new(Page { stretch: Stretch { first, last }, chunk: OnceCell::new() });
        kept.push_back((place, Arc::clone(&page)));
        trim(&mut kept);
        page
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<(Place, Arc<Page>)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Lets go of the pages that were read longest ago, beyond the bounds.
fn trim(kept: &mut VecDeque<(Place, Arc<Page>)>) {
    let bytes = |page: &Page| page.chunk.get().and_then(Option::as_ref).map_or(0, |chunk| chunk.bytes());
    let mut all: usize = kept.iter().map(|(_, page)| bytes(page)).sum();
    while all > BYTES || kept.len() > COUNT {
        let Some((_, oldest)) = kept.pop_front() else { break };
        all -= bytes(&oldest);
    }
}
