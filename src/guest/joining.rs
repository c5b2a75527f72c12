//! The rooms one is in, on one connection: coming into them, what is told of them, and going out again.

use std::time::Duration;

use super::handshake::Disconnected;
use super::state::{JoinedRoom, VisitState};
use super::update::{Ended, Update};
use crate::room::{Author, Body, Event, RoomNo, Seq, State};
use crate::wire::frame::{Code, Entered};

/// More events than any room has.
const MOST_EVENTS: Seq = Seq(1 << 40);

impl VisitState {
    /// The host let one into a room.
    pub(super) async fn room_entered(&mut self, entered: &Entered) -> Result<(), Disconnected> {
        let Entered { room, head, after, first, .. } = *entered;
        let begins = State::beginning() <= first && first.back(1) <= after;
        if head > MOST_EVENTS || after > head || !begins {
            return Err(impossible("The host sent a room that can't be right. Ask the host to run parlor verify."));
        }
        let beginning = beginning(entered);
        let settled = async {
            self.replica.cut_to(room, head).await?;
            self.replica.forget(room, beginning.clone()).await
        };
        if let Err(error) = settled.await {
            tracing::warn!(%error, "the replica could not be written");
        }
        self.banned_from.remove(&room);
        self.rooms.insert(room, JoinedRoom { cursor: after, head_on_entering: head, beginning });
        if let Some(copy) = &mut self.copy {
            copy.entered(entered);
            self.copy_changed = true;
        }
        Ok(())
    }

    /// One is in a room no longer.
    pub(super) fn room_left(
        &mut self,
        room: RoomNo,
        code: Code,
        why: String,
        wait_ms: Option<u64>,
        by: Option<Author>,
    ) {
        self.rooms.remove(&room);
        if code == Code::Banned {
            self.banned_from.insert(room);
        }
        if self.room == Some(room) {
            self.room = self.rooms.keys().next().copied();
        }
        self.forget_copy_of(room);
        let wait = wait_ms.map(Duration::from_millis);
        self.owner.tell(Update::Out { room, code, why, wait, by });
    }

    /// A room was deleted, or is not to be seen any more.
    pub(super) async fn room_deleted(&mut self, room: RoomNo) {
        self.rooms.remove(&room);
        self.seen.forget(room);
        if self.room == Some(room) {
            self.room = self.rooms.keys().next().copied();
        }
        if let Err(error) = self.replica.delete(room).await {
            tracing::warn!(%error, "a room that is gone could not be erased");
        }
        self.forget_copy_of(room);
        self.owner.tell(Update::Gone(room));
    }

    /// One is in a room no longer, and finds it no more where there is no connection.
    fn forget_copy_of(&mut self, room: RoomNo) {
        if let Some(copy) = &mut self.copy {
            copy.left(room);
            self.copy_changed = true;
        }
    }

    /// A room does not keep what it has before `first` any more, and what was not seen of that never will be.
    pub(super) async fn forget(&mut self, room: RoomNo, first: Seq) -> Result<(), Disconnected> {
        let Some(joined) = self.rooms.get_mut(&room) else { return Ok(()) };
        if first > MOST_EVENTS {
            return Err(out_of_order());
        }
        let state = State { head: first.back(1), first, ..joined.beginning.clone() };
        joined.cursor = joined.cursor.max(first.back(1));
        if let Err(error) = self.replica.forget(room, state).await {
            // It is erased when one comes in again.
            tracing::warn!(%error, "the replica could not be written");
        }
        if let Some(copy) = &mut self.copy {
            copy.forgot(room, first);
            self.copy_changed = true;
        }
        self.owner.tell(Update::Forgot(room, first));
        Ok(())
    }

    /// Puts what happened in a room into the replica, and tells of it. All that is counted and kept here relies on the
    /// events being the very next ones.
    pub(super) async fn take_events(&mut self, room: RoomNo, events: Vec<Event>) -> Result<(), Disconnected> {
        // What was still under way when one left is not missed.
        let Some(joined) = self.rooms.get_mut(&room) else { return Ok(()) };
        let Some(last) = events.last().map(|last| last.seq) else { return Ok(()) };
        let mut next = joined.cursor.next();
        if !events.iter().all(|event| event.seq == std::mem::replace(&mut next, event.seq.next())) {
            return Err(out_of_order());
        }
        joined.cursor = last;
        let head_on_entering = joined.head_on_entering;
        if let Err(error) = self.replica.copy(room, events.clone()).await {
            // It is shown all the same, and fetched again when it is wanted again.
            tracing::warn!(%error, "the replica could not be written");
        }
        self.note_names(&events, head_on_entering);
        if let Some(copy) = &mut self.copy {
            for event in events.iter().filter(|event| event.seq > head_on_entering) {
                self.copy_changed |= copy.happened(room, event);
            }
        }
        self.owner.tell(Update::Events(room, events));
        Ok(())
    }

    /// Takes note where one is called otherwise from now on, by whichever of one's windows.
    fn note_names(&mut self, events: &[Event], head_on_entering: Seq) {
        let Some(me) = &mut self.me else { return };
        for event in events.iter().filter(|event| event.seq > head_on_entering) {
            if let Body::Named { name } = &event.body
                && event.by.as_ref().is_some_and(|by| by.who == me.who)
            {
                me.name = name.clone();
                if let Some(copy) = &mut self.copy {
                    copy.you.name = name.clone();
                    self.copy_changed = true;
                }
            }
        }
    }
}

fn out_of_order() -> Disconnected {
    impossible("The host sent messages out of order. Ask the host to run parlor verify.")
}

fn impossible(why: &str) -> Disconnected {
    Disconnected::Over(Ended { code: None, why: why.to_owned(), suggest: None, wait: None })
}

/// What is known of a room where its events begin that are still kept.
fn beginning(entered: &Entered) -> State {
    let Entered { title, topic, memory, first, .. } = entered.clone();
    State { head: first.back(1), title: Some(title), topic, memory, first, ..State::default() }
}
