//! A log in memory that fails when it is told to.

use std::collections::{BTreeMap, HashMap};
use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard};

use tokio::sync::watch;

use crate::log::{Entry, Hits, Log, LogError, Pruned};
use crate::room::{Author, Body, Event, EventId, PersonId, Query, RoomNo, Seq, Sign, State};

/// What is kept, and what fails next.
#[derive(Default)]
pub struct Diary {
    kept: Mutex<Kept>,
    /// Nothing can be appended.
    pub refuses: AtomicBool,
    /// Something was not appended since this was last looked at.
    pub refused: AtomicBool,
    /// Nothing can be looked up.
    pub is_unreadable: AtomicBool,
    /// No room can be deleted.
    pub keeps_rooms: AtomicBool,
}

#[derive(Default)]
struct Kept {
    rooms: BTreeMap<RoomNo, Vec<Event>>,
    places: HashMap<EventId, (RoomNo, usize)>,
    edits: HashMap<EventId, Vec<EventId>>,
}

impl Kept {
    fn event(&mut self, id: EventId) -> Option<&mut Event> {
        let (room, index) = self.places.get(&id)?;
        self.rooms.get_mut(room)?.get_mut(*index)
    }

    /// Takes the words out of a message and of every edit of it, as the real log does.
    fn erase(&mut self, of: EventId, by: Option<&Author>) {
        if let Some(event) = self.event(of) {
            let author = event.by.as_ref().map(|by| by.who);
            let by = by.filter(|by| author.is_some_and(|author| author != by.who)).cloned();
            event.body = Body::Erased { of: None, by };
        }
        for edit in self.edits.remove(&of).unwrap_or_default() {
            if let Some(event) = self.event(edit) {
                event.body = Body::Erased { of: Some(of), by: None };
            }
        }
    }
}

impl Diary {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap()
    }

    /// The events of a room that have higher numbers than this.
    pub fn after(&self, room: RoomNo, seq: Seq) -> Vec<Event> {
        let skip = usize::try_from(seq.0).unwrap();
        self.kept().rooms.get(&room).map(|events| events[skip.min(events.len())..].to_vec()).unwrap_or_default()
    }

    /// How many events each room has.
    pub fn lengths(&self) -> BTreeMap<RoomNo, usize> {
        self.kept().rooms.iter().map(|(no, events)| (*no, events.len())).collect()
    }

    fn readable(&self) -> Result<(), LogError> {
        if self.is_unreadable.load(Ordering::Relaxed) { Err(LogError::Failing) } else { Ok(()) }
    }
}

impl Log for Diary {
    fn append(&self, entries: &[Entry]) -> Result<(), LogError> {
        if self.refuses.load(Ordering::Relaxed) {
            self.refused.store(true, Ordering::Relaxed);
            return Err(LogError::Full);
        }
        let mut kept = self.kept();
        for Entry { room, event } in entries {
            let events = kept.rooms.entry(*room).or_default();
            let index = events.len();
            assert_eq!(event.seq.0, index as u64 + 1, "room {room} has a hole, or something twice");
            events.push(event.clone());
            let before = kept.places.insert(event.id, (*room, index));
            assert_eq!(before, None, "an id is there twice");
            match &event.body {
                Body::Edited { of, .. } => kept.edits.entry(*of).or_default().push(event.id),
                Body::Withdrawn { of } => kept.erase(*of, event.by.as_ref()),
                _ => {}
            }
        }
        Ok(())
    }

    fn read(&self, room: RoomNo, range: RangeInclusive<Seq>, limit: usize) -> Result<Vec<Event>, LogError> {
        let mut events = self.after(room, range.start().back(1));
        events.retain(|event| event.seq <= *range.end());
        events.truncate(limit);
        Ok(events)
    }

    fn find(&self, id: EventId) -> Result<Option<Entry>, LogError> {
        self.readable()?;
        let mut kept = self.kept();
        let room = kept.places.get(&id).map(|(room, _)| *room);
        Ok(room.zip(kept.event(id).cloned()).map(|(room, event)| Entry { room, event }))
    }

    fn signs(&self, of: EventId, who: PersonId) -> Result<Vec<Sign>, LogError> {
        let kept = self.kept();
        let mut signs: Vec<Sign> = Vec::new();
        let room = kept.places.get(&of).map(|(room, _)| *room);
        for event in room.and_then(|room| kept.rooms.get(&room)).into_iter().flatten() {
            if let Body::Reacted { of: about, sign, off } = &event.body
                && *about == of
                && event.by.as_ref().is_some_and(|by| by.who == who)
            {
                signs.retain(|other| other != sign);
                signs.extend((!off).then(|| sign.clone()));
            }
        }
        Ok(signs)
    }

    fn search(&self, _: RoomNo, _: &Query) -> Result<Hits, LogError> {
        Err(LogError::Fault)
    }

    fn first(&self, _: RoomNo) -> Result<Seq, LogError> {
        Ok(State::beginning())
    }

    fn head(&self, room: RoomNo) -> Result<Seq, LogError> {
        Ok(Seq(self.kept().rooms.get(&room).map_or(0, Vec::len) as u64))
    }

    fn rooms(&self) -> Result<Vec<(RoomNo, State)>, LogError> {
        let fold = |events: &Vec<Event>| {
            let mut state = State::default();
            events.iter().for_each(|event| state.apply(event));
            state
        };
        Ok(self.kept().rooms.iter().map(|(no, events)| (*no, fold(events))).collect())
    }

    fn remember(&self, _: RoomNo, _: &State) -> Result<(), LogError> {
        Ok(())
    }

    fn delete(&self, room: RoomNo) -> Result<State, LogError> {
        if self.keeps_rooms.load(Ordering::Relaxed) {
            return Err(LogError::Full);
        }
        let mut kept = self.kept();
        kept.rooms.remove(&room);
        kept.places.retain(|_, (no, _)| *no != room);
        Ok(State { deleted: true, ..State::default() })
    }

    fn deleted(&self) -> Result<Vec<(RoomNo, State)>, LogError> {
        Ok(Vec::new())
    }

    fn prune(&self, _: RoomNo, _: Seq, _: &State) -> Result<Pruned, LogError> {
        Ok(Pruned::Done)
    }

    fn growth(&self) -> watch::Receiver<u64> {
        watch::Sender::new(0).subscribe()
    }
}
