//! Deleting a room: it is told to everyone, and nothing that was said in it stays on the disk. It ends with the commit at
//! hand, so that what was said before is kept first, and nothing is said after; what it held is erased from then on.

use std::sync::{Arc, PoisonError};

use super::batch::{Batch, not_kept};
use super::desk::{Desk, No, storage};
use super::forgetting::Eraser;
use super::mailbox::Mailbox;
use super::naming::Naming;
use super::wishes::answer;
use crate::log::{LogError, Pruned};
use crate::room::{Author, Name, RoomNo, State};
use crate::wire::frame::{Code, FromHost};

/// A room that ends with a commit.
pub(super) struct Deletion {
    room: RoomNo,
    by: Name,
    ask: u64,
    mailbox: Arc<Mailbox>,
}

impl Desk {
    /// Has a room end with the commit at hand, if this person may. Nothing is added to it from now on.
    pub(super) fn delete(
        &mut self,
        room: RoomNo,
        author: &Author,
        (ask, mailbox): (u64, Arc<Mailbox>),
        naming: &Naming,
        batch: &mut Batch,
    ) {
        if let Err(no) = self.may_delete(room, author.who, naming) {
            return answer(&mailbox, ask, Err(no));
        }
        if let Some(table) = self.rooms.get_mut(&room) {
            table.ends = true;
        }
        let by = self.called.now(author.clone()).name;
        batch.deleted.push(Deletion { room, by, ask, mailbox });
    }

    /// The commit is over, and the room with it.
    pub(super) fn end(&mut self, deletion: Deletion, naming: &Naming, kept: Result<(), &LogError>) {
        let Deletion { room, by, ask, mailbox } = deletion;
        let ended = match kept {
            Ok(()) => self.end_room(room, &by, naming),
            Err(error) => Err((Code::Storage, not_kept(error))),
        };
        if ended.is_err()
            && let Some(table) = self.rooms.get_mut(&room)
        {
            table.ends = false;
        }
        answer(&mailbox, ask, ended.map(|()| FromHost::Done { ask }));
    }

    fn end_room(&mut self, room: RoomNo, by: &Name, naming: &Naming) -> Result<(), No> {
        let left = self.log.delete(room).map_err(storage)?;
        // From here on there is no such room, whatever happens next. Its number is given to no other.
        let forgotten = naming.registry.forget_room(room).and_then(|()| naming.registry.commit());
        if let Err(error) = forgotten {
            tracing::warn!(%error, %room, "what was noted about a room stays noted");
        }
        let here = self.rooms.get(&room).map(|table| table.presence.everyone()).unwrap_or_default();
        let why = format!("{by} deleted this room.");
        here.into_iter().for_each(|who| self.put_out(room, who, Code::Room, why.clone()));
        self.rooms.remove(room);
        self.shown.write().unwrap_or_else(PoisonError::into_inner).remove(&room);
        for present in self.roster.people().values() {
            present.sessions.iter().for_each(|arrived| arrived.mailbox.post(&FromHost::Gone { room }));
        }
        self.erase(room, left);
        Ok(())
    }

    /// Erases what is left of a room: at once where that is little, else in a thread of its own.
    pub(super) fn erase(&mut self, room: RoomNo, left: State) {
        self.erasing.retain(|eraser| !eraser.is_done());
        if !matches!(self.log.prune(room, left.first, &left), Ok(Pruned::Done)) {
            self.erasing.extend(Eraser::start(Arc::clone(&self.log), room, left, None));
        }
    }
}
