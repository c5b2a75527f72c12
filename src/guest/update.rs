//! What happens on a visit, as whoever shows it is told.

use std::time::Duration;

use crate::room::{Author, Body, Event, EventId, Name, Rank, RoomNo, Seq, Title};
use crate::wire::account::RequestLine;
use crate::wire::frame::{Code, Entered, RoomLine};
use crate::wire::people::Whereabouts;

/// What happens on a visit.
#[derive(Debug)]
pub enum Update {
    /// Goes to the house.
    Connecting,
    /// The host was asked whether one may come in.
    Waiting {
        /// For the person.
        why: String,
    },
    /// Someone asks to come into one's house.
    Request(RequestLine),
    /// Is in the house, and in the room that was wanted.
    Entered(Box<Arrival>),
    /// Is in another room.
    Joined(Box<Entered>),
    /// A room was made, or is another than before. What is one's own of it is as it was.
    Room(Box<RoomLine>),
    /// A room is gone, and nothing of it is kept here.
    Gone(RoomNo),
    /// Is in a room no longer.
    Out {
        /// The room.
        room: RoomNo,
        /// Why, for the program.
        code: Code,
        /// Why, for the person.
        why: String,
        /// How long a ban holds, where it ends.
        wait: Option<Duration>,
        /// Who did it, where it was someone else.
        by: Option<Author>,
    },
    /// On another device, one has read a room up to here.
    Seen(RoomNo, Seq),
    /// On another device, one has set a room back: all of it after this event is unread again.
    Unread(RoomNo, Seq),
    /// Some people of a room went away or came back.
    Away(RoomNo, Vec<Whereabouts>),
    /// Things happened, in order. They are in the replica.
    Events(RoomNo, Vec<Event>),
    /// A room does not keep what it has before this event any more. It is gone from the replica.
    Forgot(RoomNo, Seq),
    /// Something of one's own is on its way, kept or refused.
    Own(Own),
    /// Someone is typing.
    Typing(RoomNo, Author),
    /// There is no connection, and another try comes.
    Offline {
        /// Why.
        why: String,
        /// When.
        again_in: Duration,
    },
    /// The visit is over, and trying again as it is would not help.
    Ended(Ended),
}

/// The house and the room, on coming in.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrival {
    /// The house's title.
    pub house: Title,
    /// Who one is here.
    pub you: Author,
    /// The rooms there are: those one joined, and of the others the first.
    pub rooms: Vec<RoomLine>,
    /// Whether there are more.
    pub more: bool,
    /// Whether one has an account.
    pub account: bool,
    /// What one is in the house.
    pub rank: Rank,
    /// Those of whom one wants to see nothing.
    pub ignored: Vec<Author>,
    /// The room entered.
    pub room: Entered,
}

/// Something of one's own that is not yet an event of the room.
#[derive(Clone, Debug, PartialEq)]
pub struct Own {
    /// Its id.
    pub id: EventId,
    /// The room; the one that was wanted where left out.
    pub room: Option<RoomNo>,
    /// What it is.
    pub body: Body,
    /// How far it got.
    pub state: OwnState,
}

/// How far something of one's own got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OwnState {
    /// On its way, or waiting for a connection.
    Sending,
    /// Kept by the host.
    Kept {
        /// Its place in the room.
        seq: Seq,
        /// When.
        at: u64,
    },
    /// Refused. It waits for [`super::Guest::retry`] or [`super::Guest::discard`].
    Refused {
        /// Why.
        why: String,
        /// Whether trying again may help.
        again: bool,
        /// How long slow mode holds it back: trying again helps then.
        wait: Option<Duration>,
    },
}

/// Why a visit is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// For the program; nothing where the house had no say in it.
    pub code: Option<Code>,
    /// For the person.
    pub why: String,
    /// A free name near the one that was taken.
    pub suggest: Option<Name>,
    /// How long it takes until coming back helps, where the house said so: of a ban, until it ends.
    pub wait: Option<Duration>,
}
