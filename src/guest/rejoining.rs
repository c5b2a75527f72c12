//! Coming back: into all the rooms that one joined before, a few at a time, as fast as the host likes.

use std::time::Duration;

use tokio::time::Instant;

use super::connection::Connection;
use super::state::VisitState;
use super::update::Update;
use crate::room::{RoomNo, Seq};
use crate::wire::frame::{Code, FromGuest, Refused, RoomLine, RoomName, Since};

/// How many rooms are asked into at a time.
const AT_A_TIME: usize = 4;

/// How long to wait where the host wants patience and does not say how much.
const PATIENCE: Duration = Duration::from_secs(1);

impl VisitState {
    /// Comes into the rooms that one joined before, and tells the host again what it may not have heard. `more` is whether
    /// there are rooms beside these.
    pub(super) fn rejoin_rooms(&mut self, lines: &[RoomLine], more: bool, connection: &mut Connection) {
        self.queue(lines, connection);
        connection.rejoining.waiting.extend(self.rooms.keys().copied());
        connection.rejoining.list_from = more.then_some(RoomNo(0));
        if self.away.is_some() {
            connection.say(&FromGuest::Away { away: self.away.clone() });
        }
        if let Some(room) = self.room {
            self.tell_read(room, connection);
        }
        self.rejoin_next(connection);
    }

    fn queue(&self, lines: &[RoomLine], connection: &mut Connection) {
        for joined in lines {
            let Some(yours) = joined.yours else { continue };
            connection.rejoining.known.insert(joined.room, yours.read);
            connection.rejoining.waiting.push_back(joined.room);
        }
    }

    /// Asks into the next rooms.
    pub(super) fn rejoin_next(&self, connection: &mut Connection) {
        if connection.rejoining.wait_until.is_some() {
            return;
        }
        while connection.rejoining.in_flight.len() < AT_A_TIME
            && let Some(room) = connection.rejoining.waiting.pop_front()
        {
            if connection.entered.insert(room) {
                let ask = connection.next_ask();
                connection.rejoining.in_flight.insert(ask, room);
                let since = self.since(room, connection);
                self.ask_to_enter(room, since, Some(ask), connection);
            }
        }
        let idle = connection.rejoining.waiting.is_empty() && connection.rejoining.listing.is_none();
        if let Some(after) = connection.rejoining.list_from.filter(|_| idle) {
            let ask = connection.next_ask();
            (connection.rejoining.listing, connection.rejoining.list_from) = (Some((ask, after)), None);
            connection.say(&FromGuest::Rooms { ask, after: Some(after) });
        }
    }

    /// From where a room is read that one was not in before. An event of the first room says nothing of another: there one goes
    /// on from what was read.
    fn since(&self, room: RoomNo, connection: &Connection) -> Since {
        match connection.since.after {
            Some(after) if after > Seq::START && self.room != Some(room) => {
                Since::after(connection.rejoining.known.get(&room).copied().unwrap_or_default())
            }
            _ => connection.since,
        }
    }

    /// Asks to be let into a room, to read on from where one was, or else from there.
    pub(super) fn ask_to_enter(&self, room: RoomNo, since: Since, ask: Option<u64>, connection: &mut Connection) {
        let since = self.rooms.get(&room).map_or(since, |joined| Since::after(joined.cursor));
        connection.say(&FromGuest::Enter { room: Some(RoomName::No(room)), since, password: None, ask });
    }

    /// The host let one into a room. True where that was asked for here.
    pub(super) fn has_rejoined(&mut self, ask: u64, connection: &mut Connection) -> bool {
        let Some(room) = connection.rejoining.in_flight.remove(&ask) else { return false };
        self.tell_read(room, connection);
        true
    }

    /// Tells how far one read a room, where the host does not know.
    fn tell_read(&mut self, room: RoomNo, connection: &mut Connection) {
        let known = connection.rejoining.known.get(&room).copied();
        if let Some((seq, unread)) = self.seen.again(room, known) {
            connection.say(&FromGuest::Seen { room, seq, unread });
        } else if let Some(seq) = known.and_then(|known| self.seen.set_back(room, known)) {
            self.owner.tell(Update::Unread(room, seq));
        }
    }

    /// The rest of the list came. True where that was asked for here.
    pub(super) fn take_rest_of_list(
        &mut self,
        ask: u64,
        rooms: &[RoomLine],
        next: Option<RoomNo>,
        connection: &mut Connection,
    ) -> bool {
        if connection.rejoining.listing.take_if(|(asked, _)| *asked == ask).is_none() {
            return false;
        }
        connection.rejoining.list_from = next;
        self.queue(rooms, connection);
        rooms.iter().for_each(|room| self.owner.tell(Update::Room(Box::new(room.clone()))));
        true
    }

    /// The host refused something. True where that was asked for here.
    pub(super) fn is_rejoin_refused(&mut self, refused: &Refused, connection: &mut Connection) -> bool {
        let Some(ask) = refused.ask else { return false };
        let wait = refused.wait_ms.map_or(PATIENCE, Duration::from_millis);
        let slow = refused.code == Code::Slow;
        if let Some((_, after)) = connection.rejoining.listing.take_if(|(asked, _)| *asked == ask) {
            connection.rejoining.list_from = slow.then_some(after);
        } else if let Some(room) = connection.rejoining.in_flight.remove(&ask) {
            connection.entered.remove(&room);
            match slow {
                true => connection.rejoining.waiting.push_front(room),
                false if self.rooms.contains_key(&room) => {
                    self.room_left(room, refused.code, refused.why.clone(), refused.wait_ms, None);
                }
                // It was joined once, from another device, and is not for them any more.
                false => {}
            }
        } else {
            return false;
        }
        if slow {
            connection.rejoining.wait_until = Some(Instant::now() + wait);
        }
        true
    }
}
