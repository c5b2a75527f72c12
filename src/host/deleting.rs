//! Deleting a room: it is told to everyone, and nothing that was said in it stays on the disk.

use std::sync::PoisonError;

use super::desk::{Desk, No, storage};
use super::naming::Naming;
use crate::room::{Author, RoomNo};
use crate::wire::frame::{Code, FromHost};

impl Desk {
    /// Deletes a room, if this person may.
    pub(super) fn delete(&mut self, room: RoomNo, author: &Author, naming: &Naming) -> Result<(), No> {
        self.may_delete(room, author.who, naming)?;
        // The number is gone first: whoever stops half way finds no room with half of its log.
        naming.registry.forget_room(room).map_err(storage)?;
        self.log.delete(room).map_err(storage)?;
        let Some(table) = self.rooms.get(&room) else { return Ok(()) };
        let why = format!("{} deleted this room.", author.name);
        let here = table.presence.everyone();
        here.into_iter().for_each(|who| self.put_out(room, who, Code::Room, why.clone()));
        self.rooms.remove(&room);
        self.shown.write().unwrap_or_else(PoisonError::into_inner).remove(&room);
        for present in self.roster.people().values() {
            present.sessions.iter().for_each(|arrived| arrived.mailbox.post(&FromHost::Gone { room }));
        }
        Ok(())
    }
}
