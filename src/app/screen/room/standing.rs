//! How things stand: the one thing that is so about the connection and the room, of all that could be. What is told above
//! the list, and whether one can write, come from here alone, so that they never contradict each other.

use super::connection::{Over, State};
use super::state::Room;
use crate::app::clock;
use crate::app::texts::standing as texts;
use crate::room::Deed;

/// How things stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Standing<'a> {
    /// As they should.
    Well,
    /// The visit is over.
    Over(&'a Over),
    /// A connection is being made.
    Connecting,
    /// The host is asked whether to let one in.
    Asking(&'a str),
    /// The host is away, and what is shown is the copy on this computer, up to then.
    Copy(u64),
    /// There is no connection; it is tried again.
    Offline(&'a str),
    /// One was put out of the room, and may not come back for now.
    Banned(&'a str),
    /// One is not in the room any more, and can rejoin.
    Out(&'a str),
    /// The room can only be read.
    Archived,
    /// Only operators can write.
    Locked,
    /// One is muted, until then where that is known.
    Muted(Option<u64>),
}

impl Room {
    /// How things stand. What rules out more comes first.
    pub(super) fn standing(&self) -> Standing<'_> {
        if let Some(until) = self.connection.copy_until() {
            return Standing::Copy(until);
        }
        match self.connection.state() {
            State::Over(over) => return Standing::Over(over),
            State::Connecting => return Standing::Connecting,
            State::Asking(why) => return Standing::Asking(why),
            State::Offline(why) => return Standing::Offline(why),
            State::Open => {}
        }
        let shown = &self.rooms.shown;
        match &shown.out {
            Some(out) if out.banned => return Standing::Banned(&out.why),
            Some(out) => return Standing::Out(&out.why),
            None => {}
        }
        if shown.order.archived {
            Standing::Archived
        } else if shown.order.locked && !self.may(Deed::SpeakAnyway) {
            Standing::Locked
        } else if !self.may(Deed::Speak) {
            Standing::Muted(shown.muted_until(self.me.author.who))
        } else {
            Standing::Well
        }
    }

    /// Why one can't write here just now, in a sentence, if one can't.
    pub(super) fn silenced(&self) -> Option<String> {
        match self.standing() {
            standing @ (Standing::Archived | Standing::Locked | Standing::Muted(_)) => {
                self.told(&standing).map(|(title, words)| format!("{title} {words}"))
            }
            _ => None,
        }
    }

    /// How things stand, in a few words and in a sentence.
    pub(super) fn told(&self, standing: &Standing<'_>) -> Option<(&'static str, String)> {
        let sent_then = |why: &str| format!("{why} {}", texts::SENT_THEN);
        Some(match standing {
            Standing::Well => return None,
            Standing::Over(over) => (texts::OVER, over.why.clone()),
            Standing::Copy(until) => (texts::COPY, texts::copy_until(&self.times.when(*until, clock::now()))),
            Standing::Connecting => (texts::CONNECTING, texts::SENT_THEN.to_owned()),
            Standing::Asking(why) => (texts::ASKING, (*why).to_owned()),
            Standing::Offline(why) => (texts::RECONNECTING, sent_then(why)),
            Standing::Banned(why) => (texts::BANNED, (*why).to_owned()),
            Standing::Out(why) => (texts::OUT, (*why).to_owned()),
            Standing::Archived => (texts::ARCHIVED, texts::ARCHIVED_MEANS.to_owned()),
            Standing::Locked => (texts::LOCKED, texts::READ_ALONG.to_owned()),
            Standing::Muted(None) => (texts::MUTED, texts::READ_ALONG.to_owned()),
            Standing::Muted(Some(until)) => (texts::MUTED, texts::muted_until(&self.times.when(*until, clock::now()))),
        })
    }
}
