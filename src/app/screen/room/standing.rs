//! How things stand: the one thing that is so about the connection and the room, of all that could be. What is told above
//! the list, what stands in the place of the entry, and whether one can write, come from here alone, so that they never
//! contradict each other.

use super::connection::{Over, State};
use super::joined_room::Out;
use super::state::Room;
use crate::app::clock;
use crate::app::texts::standing as texts;
use crate::room::Deed;

/// How things stand with the connection and the room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Standing<'a> {
    /// As they should.
    Well,
    /// A connection is being made.
    Connecting,
    /// The host is asked whether to let one in.
    Asking(&'a str),
    /// The host is away, and what is shown is the copy on this computer, up to then.
    Copy(u64),
    /// There is no connection; it is tried again.
    Offline(&'a str),
    /// The room can only be read.
    Archived,
    /// Only operators can write.
    Locked,
    /// One is muted, until then where that is known.
    Muted(Option<u64>),
}

/// Why there is nothing to write in: one is not in the place any more, or not in the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Closed<'a> {
    /// The visit is over.
    Over(&'a Over),
    /// One is not in the room.
    Out(&'a Out),
}

impl Room {
    /// How things stand. What rules out more comes first.
    pub(super) fn standing(&self) -> Standing<'_> {
        if let Some(until) = self.connection.copy_until() {
            return Standing::Copy(until);
        }
        match self.connection.state() {
            State::Over(_) => return Standing::Well,
            State::Connecting => return Standing::Connecting,
            State::Asking(why) => return Standing::Asking(why),
            State::Offline(why) => return Standing::Offline(why),
            State::Open => {}
        }
        let shown = &self.rooms.shown;
        if shown.out.is_some() {
            Standing::Well
        } else if shown.order.archived {
            Standing::Archived
        } else if shown.order.locked && !self.may(Deed::SpeakAnyway) {
            Standing::Locked
        } else if !self.may(Deed::Speak) {
            Standing::Muted(shown.muted_until(self.me.author.who))
        } else {
            Standing::Well
        }
    }

    /// Why there is nothing to write in, where that is so. It is told in the place of the entry, and nowhere else.
    pub(super) fn closed(&self) -> Option<Closed<'_>> {
        match (self.connection.state(), &self.rooms.shown.out) {
            (State::Over(over), _) => Some(Closed::Over(over)),
            (_, out) => out.as_ref().map(Closed::Out),
        }
    }

    /// Whether the settings of the room that is shown can be seen to: one is in it, and so is the host.
    pub(super) fn has_settings(&self) -> bool {
        self.may_add() && self.closed().is_none()
    }

    /// Whether something can be added to the place: one is in it, and its host is there or was a moment ago.
    pub(super) const fn may_add(&self) -> bool {
        !self.connection.is_over() && self.connection.copy_until().is_none()
    }

    /// Whether one can speak in the room that is shown.
    pub(super) fn can_speak(&self) -> bool {
        let silenced = matches!(self.standing(), Standing::Archived | Standing::Locked | Standing::Muted(_));
        !silenced && self.closed().is_none()
    }

    /// How things stand, in a few words and in a sentence.
    pub(super) fn told(&self, standing: &Standing<'_>) -> Option<(&'static str, String)> {
        // What can't be written is not sent either.
        let sent_then = if self.rooms.shown.out.is_none() { texts::SENT_THEN } else { "" };
        Some(match standing {
            Standing::Well => return None,
            Standing::Copy(until) => (texts::COPY, texts::copy_until(&self.times.until(*until, clock::now()))),
            Standing::Connecting => (texts::CONNECTING, sent_then.to_owned()),
            Standing::Asking(why) => (texts::ASKING, (*why).to_owned()),
            Standing::Offline(why) => (texts::RECONNECTING, format!("{why} {sent_then}")),
            Standing::Archived => (texts::ARCHIVED, texts::ARCHIVED_MEANS.to_owned()),
            Standing::Locked => (texts::LOCKED, texts::READ_ALONG.to_owned()),
            Standing::Muted(None) => (texts::MUTED, texts::READ_ALONG.to_owned()),
            Standing::Muted(Some(until)) => (texts::MUTED, texts::muted_until(&self.times.until(*until, clock::now()))),
        })
    }
}
