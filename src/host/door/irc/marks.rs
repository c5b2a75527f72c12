//! How far someone has read: `MARKREAD`. The house knows it by a place in the log, and clients by a time; each is looked up
//! in the log by the other.

use super::client::Client;
use super::message::{Line, Message};
use super::task::{Step, Then, Wait};
use super::voice::{SERVER, written_time};
use crate::room::{Event, RoomNo, Seq};
use crate::wire::FromGuest;

impl Client {
    /// `MARKREAD`
    pub fn mark_read(&mut self, line: &Message) {
        let Some(target) = line.param(0).map(str::to_owned) else { return self.fail_mark("NEED_MORE_PARAMS", &[]) };
        let at = match line.param(1) {
            None => None,
            Some(word) => {
                let time: Option<jiff::Timestamp> = word.strip_prefix("timestamp=").and_then(|time| time.parse().ok());
                match time.and_then(|time| u64::try_from(time.as_millisecond()).ok()) {
                    Some(at) => Some(at),
                    None => return self.fail_mark("INVALID_PARAMS", &[&target]),
                }
            }
        };
        let room = if target.starts_with('#') {
            self.seat_of(&target).map(|seat| seat.room)
        } else {
            self.talk_of(&target).map(|(room, _)| room)
        };
        match room {
            Some(room) => self.mark_in(room, at),
            // Nothing is known of it.
            None if target.starts_with('#') => {
                self.answer(Line::from(SERVER).word("MARKREAD").word(&target).word("*"));
            }
            None => self.then(Step::With { nick: target, then: Then::Marked(at) }),
        }
    }

    fn fail_mark(&mut self, code: &str, about: &[&str]) {
        self.fail("MARKREAD", code, about, "Say of which channel or person, and up to which time: timestamp=…");
    }

    /// The same for a room.
    pub fn mark_in(&mut self, room: RoomNo, at: Option<u64>) {
        let ask = self.ask();
        match at {
            // The last that was said by then.
            Some(at) => {
                self.request(FromGuest::Find {
                    ask,
                    room,
                    words: String::new(),
                    by: None,
                    from: None,
                    to: Some(at),
                    before: None,
                    pinned: false,
                });
                self.wait(Wait::Mark { ask });
            }
            None => self.answer_mark(room),
        }
    }

    /// What was said by then.
    pub fn mark_found(&mut self, room: RoomNo, hits: &[Event]) {
        if let Some(seq) = hits.first().map(|hit| hit.seq)
            && let Some(seat) = self.seats.iter_mut().find(|seat| seat.room == room)
            && seat.read < seq
        {
            seat.read = seq;
            self.request(FromGuest::Seen { room, seq, unread: false });
        }
        self.answer_mark(room);
    }

    /// Tells how far it was read, as the answer to a question.
    fn answer_mark(&mut self, room: RoomNo) {
        let read = self.seat(room).map_or(Seq::START, |seat| seat.read);
        let ask = self.ask();
        self.request(FromGuest::Read { ask, room, from: read, to: read });
        self.wait(Wait::Marked { ask });
    }

    /// Looks up when what was read last was said, to tell it, where that is news.
    pub fn look_up_mark(&mut self, room: RoomNo, seq: Seq) {
        let Some(seat) = self.seats.iter_mut().find(|seat| seat.room == room) else { return };
        if seat.read == seq {
            return;
        }
        seat.read = seq;
        let ask = self.ask();
        self.marking.push((ask, room));
        self.request(FromGuest::Read { ask, room, from: seq, to: seq });
    }

    /// Tells how far a room was read.
    pub fn tell_mark(&self, room: RoomNo, at: Option<u64>, out: &mut Vec<u8>) {
        let Some(target) = self.target(room) else { return };
        let at = at.map_or_else(|| "*".to_owned(), |at| format!("timestamp={}", written_time(at)));
        Line::from(SERVER).word("MARKREAD").word(&target).word(&at).write(out);
    }
}
