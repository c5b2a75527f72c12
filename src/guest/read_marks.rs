//! How far one read each room, as far as the host has not said that it heard it: what is told again on coming back. What it
//! heard once is not, for someone may have set the room back to unread since, on another device: that is found on coming
//! back. Pure.

use std::collections::BTreeMap;

use crate::room::{RoomNo, Seq};

/// How far one read each room.
#[derive(Debug)]
pub(super) struct ReadMarks {
    /// What the host may not have heard.
    open: BTreeMap<RoomNo, Mark>,
    /// How far each room was read, as far as was said or heard here.
    last: BTreeMap<RoomNo, Seq>,
}

#[derive(Clone, Copy, Debug)]
struct Mark {
    seq: Seq,
    /// Whether what comes after it is unread again.
    unread: bool,
}

impl ReadMarks {
    pub(super) const fn new() -> Self {
        Self { open: BTreeMap::new(), last: BTreeMap::new() }
    }

    /// One says so.
    pub(super) fn say(&mut self, room: RoomNo, seq: Seq, unread: bool) {
        self.note(room, seq, unread);
        match self.open.get_mut(&room).filter(|_| !unread) {
            Some(mark) => mark.seq = mark.seq.max(seq),
            None => {
                self.open.insert(room, Mark { seq, unread });
            }
        }
    }

    /// The host says so: it heard it from here, or from another device. Whether that is news.
    pub(super) fn hear(&mut self, room: RoomNo, seq: Seq, unread: bool) -> bool {
        self.note(room, seq, unread);
        let Some(mark) = self.open.get_mut(&room) else { return true };
        let was = *mark;
        mark.unread &= !unread;
        if (unread && !was.unread) || was.seq <= seq {
            self.open.remove(&room);
        }
        if unread { !was.unread } else { was.seq < seq }
    }

    fn note(&mut self, room: RoomNo, seq: Seq, unread: bool) {
        let last = self.last.entry(room).or_default();
        *last = if unread { seq } else { (*last).max(seq) };
    }

    /// One comes back, the host has heard everything and has `known` of it: to where another device set the room back
    /// meanwhile, if one did.
    pub(super) fn set_back(&mut self, room: RoomNo, known: Seq) -> Option<Seq> {
        let last = self.last.entry(room).or_insert(known);
        let set_back = (known < *last).then_some(known);
        *last = known;
        set_back
    }

    /// One comes back, and the host has `known` of it: what to tell it again.
    pub(super) fn again(&mut self, room: RoomNo, known: Option<Seq>) -> Option<(Seq, bool)> {
        let Mark { seq, unread } = *self.open.get(&room)?;
        if known.is_none_or(|known| known < seq || (unread && known != seq)) {
            return Some((seq, unread));
        }
        self.open.remove(&room);
        None
    }

    /// There is no such room any more.
    pub(super) fn forget(&mut self, room: RoomNo) {
        self.open.remove(&room);
        self.last.remove(&room);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: RoomNo = RoomNo(1);

    #[test]
    fn what_the_host_heard_is_not_told_again() {
        let mut marks = ReadMarks::new();
        marks.say(ROOM, Seq(5), false);
        assert_eq!(marks.again(ROOM, Some(Seq(3))), Some((Seq(5), false)));
        assert!(!marks.hear(ROOM, Seq(5), false), "it is one's own");
        assert_eq!(marks.again(ROOM, Some(Seq(3))), None, "someone set it back since");
        marks.say(ROOM, Seq(6), false);
        assert_eq!(marks.again(ROOM, Some(Seq(6))), None);
        assert_eq!(marks.again(ROOM, Some(Seq(3))), None);
    }

    #[test]
    fn what_was_set_back_and_read_on_is_told_as_it_is() {
        let mut marks = ReadMarks::new();
        marks.say(ROOM, Seq(9), false);
        marks.say(ROOM, Seq(4), true);
        marks.say(ROOM, Seq(6), false);
        assert_eq!(marks.again(ROOM, Some(Seq(9))), Some((Seq(6), true)));
        assert!(!marks.hear(ROOM, Seq(4), true), "it is one's own");
        assert_eq!(marks.again(ROOM, Some(Seq(4))), Some((Seq(6), false)));
        assert!(!marks.hear(ROOM, Seq(6), false));
        assert!(marks.hear(ROOM, Seq(2), true), "it is another device's");
    }

    #[test]
    fn whoever_was_away_hears_on_coming_back_that_another_device_set_the_room_back() {
        let mut marks = ReadMarks::new();
        marks.say(ROOM, Seq(5), false);
        assert_eq!(marks.again(ROOM, Some(Seq(5))), None);
        assert_eq!(marks.set_back(ROOM, Seq(5)), None);
        assert_eq!(marks.set_back(ROOM, Seq(2)), Some(Seq(2)));
        assert_eq!(marks.set_back(ROOM, Seq(2)), None, "it is told once");
        assert_eq!(marks.set_back(ROOM, Seq(7)), None, "reading on is no setting back");
    }

    #[test]
    fn whoever_reads_while_another_device_sets_back_hears_of_both() {
        let mut marks = ReadMarks::new();
        marks.say(ROOM, Seq(9), false);
        assert!(marks.hear(ROOM, Seq(4), true));
        assert!(marks.hear(ROOM, Seq(9), false), "one's own came later");
    }
}
