//! How far one read each room, as far as the host has not said that it heard it: what is told again on coming back. What it
//! heard once is not, for someone may have set the room back to unread since, on another device. Pure.

use std::collections::BTreeMap;

use crate::room::{RoomNo, Seq};

/// What the host may not have heard.
#[derive(Debug)]
pub(super) struct ReadMarks(BTreeMap<RoomNo, Mark>);

#[derive(Clone, Copy, Debug)]
struct Mark {
    seq: Seq,
    /// Whether what comes after it is unread again.
    unread: bool,
}

impl ReadMarks {
    pub(super) const fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// One says so.
    pub(super) fn say(&mut self, room: RoomNo, seq: Seq, unread: bool) {
        match self.0.get_mut(&room).filter(|_| !unread) {
            Some(mark) => mark.seq = mark.seq.max(seq),
            None => {
                self.0.insert(room, Mark { seq, unread });
            }
        }
    }

    /// The host says so: it heard it from here, or from another device. Whether that is news.
    pub(super) fn hear(&mut self, room: RoomNo, seq: Seq, unread: bool) -> bool {
        let Some(mark) = self.0.get_mut(&room) else { return true };
        let was = *mark;
        mark.unread &= !unread;
        if (unread && !was.unread) || was.seq <= seq {
            self.0.remove(&room);
        }
        if unread { !was.unread } else { was.seq < seq }
    }

    /// One comes back, and the host has `known` of it: what to tell it again.
    pub(super) fn again(&mut self, room: RoomNo, known: Option<Seq>) -> Option<(Seq, bool)> {
        let Mark { seq, unread } = *self.0.get(&room)?;
        if known.is_none_or(|known| known < seq || (unread && known != seq)) {
            return Some((seq, unread));
        }
        self.0.remove(&room);
        None
    }

    /// There is no such room any more.
    pub(super) fn forget(&mut self, room: RoomNo) {
        self.0.remove(&room);
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
    fn whoever_reads_while_another_device_sets_back_hears_of_both() {
        let mut marks = ReadMarks::new();
        marks.say(ROOM, Seq(9), false);
        assert!(marks.hear(ROOM, Seq(4), true));
        assert!(marks.hear(ROOM, Seq(9), false), "one's own came later");
    }
}
