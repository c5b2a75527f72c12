//! What sessions see of the house without asking the hall: the rooms, and who is here. The hall shows here what is kept,
//! after each commit; nothing that was not kept is ever in it.

mod chunk;
mod fan_out;
mod listeners;
mod pages;
mod ring;
mod room;
mod roster;
mod tally;
mod watchers;

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

pub use chunk::{Chunk, event_bytes};
pub use fan_out::FanOut;
pub use listeners::{ListenGuard, Listener};
pub use pages::Stretch;
pub use ring::RingRead;
pub use room::{RoomView, TYPING_SHOWN};
pub use roster::Roster;

use self::pages::Pages;
use crate::room::{Event, RoomNo, State, Title};
use crate::wording::{ShownMessage, is_about};

/// The rooms of the house.
pub struct RoomViews {
    rooms: RwLock<HashMap<RoomNo, Arc<RoomView>>>,
    fan_out: Arc<FanOut>,
    pages: Arc<Pages>,
}

impl RoomViews {
    /// No rooms yet.
    pub fn new(fan_out: Arc<FanOut>) -> Self {
        Self { rooms: RwLock::default(), fan_out, pages: Arc::default() }
    }

    /// What brings what happens in them to whoever listens.
    pub fn fan_out(&self) -> &FanOut {
        &self.fan_out
    }

    /// The message that an event of a room is about, where it is a reaction or a deletion and the message one of the newest.
    pub fn message_about(&self, no: RoomNo, event: &Event) -> Option<ShownMessage> {
        is_about(event)?;
        self.get(no)?.message_about(event)
    }

    /// A room.
    pub fn get(&self, no: RoomNo) -> Option<Arc<RoomView>> {
        self.rooms.read().unwrap_or_else(PoisonError::into_inner).get(&no).cloned()
    }

    /// A room is there from now on.
    pub fn insert(&self, no: RoomNo, state: State) {
        let room = Arc::new(RoomView::new(no, state, Arc::clone(&self.fan_out), Arc::clone(&self.pages)));
        self.rooms.write().unwrap_or_else(PoisonError::into_inner).insert(no, room);
    }

    /// A room is gone.
    pub fn remove(&self, no: RoomNo) {
        self.rooms.write().unwrap_or_else(PoisonError::into_inner).remove(&no);
        self.pages.forget(no);
    }

    /// The title of a room for which this holds, direct talks left out.
    pub fn title(&self, is_it: impl Fn(RoomNo, &State, &Title) -> bool) -> Option<Title> {
        let rooms = self.rooms.read().unwrap_or_else(PoisonError::into_inner);
        rooms.iter().find_map(|(no, room)| {
            let state = room.state();
            state.title.as_ref().filter(|title| is_it(*no, &state, title)).cloned()
        })
    }

    /// Whether any room is so.
    pub fn any(&self, is_so: impl Fn(&RoomView) -> bool) -> bool {
        self.rooms.read().unwrap_or_else(PoisonError::into_inner).values().any(|room| is_so(room))
    }
}
