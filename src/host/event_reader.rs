//! Reads the log of a whole house as it grows, for whoever tells of all of it: the ledger, and the host's console. It has
//! cursors of its own, like everyone else, and holds nobody up. Direct talks are not in it: they are for two.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::log::{Log, LogError};
use crate::room::{Body, Event, RoomNo, Seq};

/// How many events are read at a time.
const PAGE: usize = 1000;

/// Where a reader of all rooms is.
pub(super) struct EventReader {
    log: Arc<dyn Log>,
    cursors: BTreeMap<RoomNo, Seq>,
    /// The highest number of a room that was met, whether it is read or not.
    newest: RoomNo,
    /// How far the log had grown when it was last read.
    grown: Option<u64>,
}

impl EventReader {
    /// One that reads what happens from now on.
    pub(super) fn from_now(log: Arc<dyn Log>) -> Result<Self, LogError> {
        let rooms = log.rooms()?;
        let newest = rooms.iter().map(|(room, _)| *room).max().unwrap_or(RoomNo(0));
        let cursors =
            rooms.into_iter().filter(|(_, state)| !state.is_direct()).map(|(room, state)| (room, state.head)).collect();
        Ok(Self { log, cursors, newest, grown: None })
    }

    /// The last event of each room that was read.
    pub(super) const fn cursors(&self) -> &BTreeMap<RoomNo, Seq> {
        &self.cursors
    }

    /// Goes back to where an earlier one had been.
    pub(super) fn go_back(&mut self, read: &BTreeMap<RoomNo, Seq>) {
        for (room, cursor) in &mut self.cursors {
            // A room that it never heard of was made since.
            *cursor = read.get(room).copied().unwrap_or(Seq::START).min(*cursor);
        }
    }

    /// Forgets the rooms that are gone.
    pub(super) fn forget_gone(&mut self) {
        // What can't be looked up just now is told once more, and does no harm.
        self.cursors.retain(|room, _| self.log.head(*room).map_or(true, |head| head > Seq::START));
    }

    /// Reads all that happened since, a page of one room at a time. What `take` could not take is read again the next time.
    pub(super) fn read<E: From<LogError>>(
        &mut self,
        mut take: impl FnMut(RoomNo, Vec<Event>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.meet_new_rooms()?;
        // Only of rooms that grew since there is anything to read.
        let (grown, mut rooms) = self.log.grown_since(self.grown.unwrap_or_default())?;
        if self.grown.is_none() {
            // Not what came before this opening, though.
            rooms = self.cursors.keys().copied().collect();
        }
        for room in rooms {
            let Some(mut cursor) = self.cursors.get(&room).copied() else { continue };
            loop {
                // Of a room that was deleted meanwhile, there is nothing more.
                let events = self.page(room, cursor.next())?;
                let Some(last) = events.last().map(|last| last.seq) else { break };
                take(room, events)?;
                cursor = last;
                self.cursors.insert(room, cursor);
            }
        }
        self.grown = Some(grown);
        Ok(())
    }

    /// The next events of a room. Those that can't be read are left out: nothing after them waits for them.
    fn page(&self, room: RoomNo, mut first: Seq) -> Result<Vec<Event>, LogError> {
        let mut most = PAGE;
        loop {
            match self.log.read(room, first..=Seq(u64::MAX), most) {
                Err(LogError::Damaged(_)) if most > 1 => most /= 2,
                Err(LogError::Damaged(what)) if self.log.head(room)? > first => {
                    tracing::error!(what, "an event can't be read");
                    first = first.next();
                }
                Err(LogError::Damaged(_)) => return Ok(Vec::new()),
                read => return read,
            }
        }
    }

    /// Rooms that were made since have higher numbers than all before them, whichever of those are gone.
    fn meet_new_rooms(&mut self) -> Result<(), LogError> {
        for room in self.log.rooms_after(self.newest)? {
            if !self.is_talk(room)? {
                self.cursors.insert(room, Seq::START);
            }
            self.newest = room;
        }
        Ok(())
    }

    /// Whether a room is the direct talk of two. Its first event says so, and where that is forgotten its state.
    fn is_talk(&self, room: RoomNo) -> Result<bool, LogError> {
        let first = match self.log.read(room, Seq(1)..=Seq(1), 1) {
            // What can't be read tells nothing.
            Err(LogError::Damaged(_)) => Vec::new(),
            first => first?,
        };
        match first.first() {
            Some(first) => Ok(matches!(first.body, Body::Direct { .. })),
            None => Ok(self.log.rooms()?.iter().any(|(no, state)| *no == room && state.is_direct())),
        }
    }
}
