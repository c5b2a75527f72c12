//! What sessions see of the house without asking the hall: the rooms, and who is here. The hall shows here what is kept,
//! after each commit; nothing that was not kept is ever in it.

mod ring;
mod room;
mod roster;

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

pub use ring::RingRead;
pub use room::{ListenGuard, RoomView, TYPING_SHOWN};
pub use roster::Roster;

use crate::room::RoomNo;

/// The rooms of the house.
#[derive(Debug, Default)]
pub struct RoomViews(RwLock<HashMap<RoomNo, Arc<RoomView>>>);

impl RoomViews {
    /// A room.
    pub fn get(&self, no: RoomNo) -> Option<Arc<RoomView>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(&no).cloned()
    }

    /// A room is there from now on.
    pub fn insert(&self, room: RoomView) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(room.no, Arc::new(room));
    }

    /// A room is gone.
    pub fn remove(&self, no: RoomNo) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).remove(&no);
    }

    /// Whether any room is so.
    pub fn any(&self, is_so: impl Fn(&RoomView) -> bool) -> bool {
        self.0.read().unwrap_or_else(PoisonError::into_inner).values().any(|room| is_so(room))
    }
}
