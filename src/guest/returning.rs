//! Coming back: into all the rooms that one joined before, a few at a time, as fast as the host likes.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use tokio::time::Instant;

use super::Update;
use super::standing::Standing;
use super::stay::Line;
use crate::room::{RoomNo, Seq};
use crate::wire::frame::{Code, FromGuest, Refused, RoomLine, RoomName, Since};

/// How many rooms are asked into at a time.
const AT_A_TIME: usize = 4;

/// How long to wait where the host wants patience and does not say how much.
const PATIENCE: Duration = Duration::from_secs(1);

/// The rooms that are still to be entered on this connection.
#[derive(Default)]
pub(super) struct Returning {
    waiting: VecDeque<RoomNo>,
    under_way: HashMap<u64, RoomNo>,
    /// The question for the rest of the list, where the welcome could not hold it all, and from where on that is.
    listing: Option<(u64, RoomNo)>,
    /// Whether that is still to be asked, and from where on.
    list_from: Option<RoomNo>,
    /// How far the host knows that one read.
    known: HashMap<RoomNo, Seq>,
    /// The host wants patience until then.
    pub(super) hold: Option<Instant>,
}

impl Standing {
    /// Comes into the rooms that one joined before, and tells the host again what it may not have heard. `more` is whether
    /// there are rooms beside these.
    pub(super) fn come_back(&self, lines: &[RoomLine], more: bool, line: &mut Line) {
        self.queue(lines, line);
        line.returning.waiting.extend(self.rooms.keys().copied());
        line.returning.list_from = more.then_some(RoomNo(0));
        if self.away.is_some() {
            line.say(&FromGuest::Away { away: self.away.clone() });
        }
        if let Some(room) = self.room {
            self.tell_read(room, line);
        }
        self.go_on_back(line);
    }

    fn queue(&self, lines: &[RoomLine], line: &mut Line) {
        for joined in lines {
            let Some(yours) = joined.yours else { continue };
            line.returning.known.insert(joined.room, yours.read);
            line.returning.waiting.push_back(joined.room);
        }
    }

    /// Asks into the next rooms.
    pub(super) fn go_on_back(&self, line: &mut Line) {
        if line.returning.hold.is_some() {
            return;
        }
        while line.returning.under_way.len() < AT_A_TIME
            && let Some(room) = line.returning.waiting.pop_front()
        {
            if line.entered.insert(room) {
                let ask = line.number();
                line.returning.under_way.insert(ask, room);
                self.ask_in(room, Some(ask), line);
            }
        }
        let idle = line.returning.waiting.is_empty() && line.returning.listing.is_none();
        if let Some(after) = line.returning.list_from.filter(|_| idle) {
            let ask = line.number();
            (line.returning.listing, line.returning.list_from) = (Some((ask, after)), None);
            line.say(&FromGuest::Rooms { ask, after: Some(after) });
        }
    }

    /// Asks to be let into a room, from where one was.
    pub(super) fn ask_in(&self, room: RoomNo, ask: Option<u64>, line: &mut Line) {
        let since = self.rooms.get(&room).map_or(line.since, |stand| Since::after(stand.cursor));
        line.say(&FromGuest::Enter { room: Some(RoomName::No(room)), since, password: None, ask });
    }

    /// The host let one into a room. True where that was asked for here.
    pub(super) fn is_back_in(&self, ask: u64, line: &mut Line) -> bool {
        let Some(room) = line.returning.under_way.remove(&ask) else { return false };
        self.tell_read(room, line);
        true
    }

    /// Tells how far one read a room, where the host does not know.
    fn tell_read(&self, room: RoomNo, line: &mut Line) {
        let known = line.returning.known.get(&room);
        if let Some(seq) = self.seen.get(&room).filter(|seq| known.is_none_or(|known| known < seq)) {
            line.say(&FromGuest::Seen { room, seq: *seq });
        }
    }

    /// The rest of the list came. True where that was asked for here.
    pub(super) fn is_rest(&mut self, ask: u64, rooms: &[RoomLine], next: Option<RoomNo>, line: &mut Line) -> bool {
        if line.returning.listing.take_if(|(asked, _)| *asked == ask).is_none() {
            return false;
        }
        line.returning.list_from = next;
        self.queue(rooms, line);
        rooms.iter().for_each(|room| self.owner.tell(Update::Room(Box::new(room.clone()))));
        true
    }

    /// The host refused something. True where that was asked for here.
    pub(super) fn is_kept_out(&mut self, refused: &Refused, line: &mut Line) -> bool {
        let Some(ask) = refused.ask else { return false };
        let wait = refused.wait_ms.map_or(PATIENCE, Duration::from_millis);
        let slow = refused.code == Code::Slow;
        if let Some((_, after)) = line.returning.listing.take_if(|(asked, _)| *asked == ask) {
            line.returning.list_from = slow.then_some(after);
        } else if let Some(room) = line.returning.under_way.remove(&ask) {
            line.entered.remove(&room);
            match slow {
                true => line.returning.waiting.push_front(room),
                false if self.rooms.contains_key(&room) => self.stand_up(room, refused.code, refused.why.clone()),
                // It was joined once, from another device, and is not for them any more.
                false => {}
            }
        } else {
            return false;
        }
        if slow {
            line.returning.hold = Some(Instant::now() + wait);
        }
        true
    }
}
