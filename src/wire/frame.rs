//! The frames: what a guest can say to a host, and what a host can say to a guest.
//! How they become lines is in `codec`.

use serde::{Deserialize, Serialize};

use super::code::sentence;
use super::invite::Secret;
use super::password::Password;
use super::people::{Away, BanLine, PersonLine, Whereabouts};
use crate::room::{Author, Body, By, Event, EventId, Name, PersonId, Rank, RoomNo, Seq, Title};

pub use super::code::Code;
pub use super::rooms::{Entered, NewRoom, Order, RoomLine, RoomName, Yours};

/// What a guest says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "t", rename_all = "lowercase")]
pub enum FromGuest {
    /// The first frame: who is at the door.
    Hello(Hello),
    /// Comes into a room, and says from where to read.
    Enter {
        /// The room: its number or title; the house's first where left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        room: Option<RoomName>,
        /// How much of what was said comes first.
        #[serde(default)]
        since: Since,
        /// The room's password, where it asks for one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        password: Option<Password>,
        /// The guest's own number for the question, repeated in the answer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ask: Option<u64>,
    },
    /// Leaves a room for good: it is not entered again by itself.
    Leave {
        /// The room.
        room: RoomNo,
    },
    /// Asks for the rooms there are.
    Rooms {
        /// The guest's own number for the question, repeated in the answer.
        ask: u64,
        /// The room after which the list goes on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<RoomNo>,
    },
    /// Makes a room.
    Make {
        /// The guest's own number for the question, repeated in the answer.
        ask: u64,
        /// What it is.
        #[serde(flatten)]
        new: NewRoom,
        /// Its password, where it asks for one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        password: Option<Password>,
    },
    /// Wants to talk with someone directly.
    Talk {
        /// The guest's own number for the question, repeated in the answer.
        ask: u64,
        /// With whom.
        with: PersonId,
    },
    /// Gives a room another password.
    Key {
        /// The guest's own number for the question, repeated in the answer.
        ask: u64,
        /// The room.
        room: RoomNo,
        /// The password.
        password: Password,
    },
    /// Deletes a room with all that was said in it.
    Delete {
        /// The guest's own number for the question, repeated in the answer.
        ask: u64,
        /// The room.
        room: RoomNo,
    },
    /// Asks for a piece of a room's log.
    Read {
        /// The guest's own number for the question, repeated in the answer.
        ask: u64,
        /// The room.
        room: RoomNo,
        /// The first event wanted.
        from: Seq,
        /// The last event wanted.
        to: Seq,
    },
    /// Has seen all of a room up to here.
    Seen {
        /// The room.
        room: RoomNo,
        /// The last event seen.
        seq: Seq,
    },
    /// Wants to hear nothing of a room, or to hear of it again.
    Quiet {
        /// The room.
        room: RoomNo,
        /// Whether nothing.
        quiet: bool,
    },
    /// Wants to see nothing of someone, or to see them again. Nobody else is told.
    Ignore {
        /// Whom.
        whom: PersonId,
        /// Whether nothing.
        ignore: bool,
    },
    /// Is away, or back.
    Away {
        /// Away, and why; back where left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        away: Option<Away>,
    },
    /// Adds an event to a room.
    Say {
        /// The room.
        room: RoomNo,
        /// The id, chosen by the guest.
        id: EventId,
        /// What happened.
        body: Body,
    },
    /// Is typing. Kept nowhere.
    Typing {
        /// The room.
        room: RoomNo,
    },
    /// Asks who is in a room, or in the house.
    Who {
        /// The guest's own number for the question, repeated in the answer.
        ask: u64,
        /// The room; the whole house where left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        room: Option<RoomNo>,
        /// Only whoever is called so, here or not.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        /// The person after whom the list goes on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<PersonId>,
    },
    /// Looks for messages in a room.
    Find {
        /// The guest's own number for the question, repeated in the answer.
        ask: u64,
        /// The room.
        room: RoomNo,
        /// Words that are all in them; the last may be only begun. Empty where any will do.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        words: String,
        /// Who said them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<By>,
        /// Not before this time.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<u64>,
        /// Not after this time.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<u64>,
        /// Only before this event.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        before: Option<Seq>,
    },
    /// Asks who may not come in.
    Bans {
        /// The guest's own number for the question, repeated in the answer.
        ask: u64,
        /// To this room; to the house where left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        room: Option<RoomNo>,
    },
    /// Leaves, well and truly.
    Bye {},
}

/// The first frame of a guest.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Hello {
    /// The newest version of the protocol the guest speaks.
    pub v: u32,
    /// The name the guest would like.
    pub name: String,
    /// The house's password, where it asks for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// The secret of an invite, which serves instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<Secret>,
    /// The guest's program and its version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<String>,
}

/// Where a guest begins to read: after an event it has seen, or the last few, whichever is less.
/// With neither, only what comes from now on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Since {
    /// The last event seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Seq>,
    /// At most so many of the newest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<u64>,
}

impl Since {
    /// Everything the room kept.
    pub const ALL: Self = Self { after: Some(Seq::START), last: None };

    /// All after an event.
    #[must_use]
    pub const fn after(seq: Seq) -> Self {
        Self { after: Some(seq), last: None }
    }

    /// The newest few.
    #[must_use]
    pub const fn last(count: u64) -> Self {
        Self { after: None, last: Some(count) }
    }

    /// The cursor this means in a room whose newest event is `head`, and whose oldest one that is still kept `first`.
    #[must_use]
    pub fn cursor(self, head: Seq, first: Seq) -> Seq {
        let after = self.after.unwrap_or(if self.last.is_some() { Seq::START } else { head });
        let last = self.last.map_or(Seq::START, |count| head.back(count));
        after.max(last).max(first.back(1)).min(head)
    }
}

/// What a host says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "t", rename_all = "lowercase")]
pub enum FromHost {
    /// The answer to a hello that was well received.
    Welcome(Welcome),
    /// The answer to an enter: the room as it is at `head`.
    Entered(Box<Entered>),
    /// The answer to a make or a talk: the room.
    Made {
        /// The question's number.
        ask: u64,
        /// The room.
        #[serde(flatten)]
        line: RoomLine,
    },
    /// The answer to a rooms: some of them, in the order of their numbers.
    Rooms {
        /// The question's number.
        ask: u64,
        /// Some of the rooms.
        rooms: Vec<RoomLine>,
        /// After which to ask on, if there are more.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next: Option<RoomNo>,
    },
    /// A room was made, or is another than before.
    Room(RoomLine),
    /// A room is gone, or is nothing for this guest any more.
    Gone {
        /// The room.
        room: RoomNo,
    },
    /// The guest is in a room no longer.
    Out {
        /// The room.
        room: RoomNo,
        /// Why, for the program.
        code: Code,
        /// Why, for the person.
        #[serde(deserialize_with = "sentence")]
        why: String,
    },
    /// On another device, the guest has read a room up to here.
    Seen {
        /// The room.
        room: RoomNo,
        /// The last event seen.
        seq: Seq,
    },
    /// Some people of a room went away or came back.
    Away {
        /// The room.
        room: RoomNo,
        /// Who, and where they are now.
        people: Vec<Whereabouts>,
    },
    /// The answer to a bans.
    Bans {
        /// The question's number.
        ask: u64,
        /// Who may not come in.
        bans: Vec<BanLine>,
    },
    /// What was asked for is done.
    Done {
        /// The question's number.
        ask: u64,
    },
    /// Something happened.
    Event {
        /// The room.
        room: RoomNo,
        /// What.
        #[serde(flatten)]
        event: Event,
    },
    /// The room does not keep what it has before `first` any more.
    Forgot {
        /// The room.
        room: RoomNo,
        /// The oldest event that is still kept, or will be the next.
        first: Seq,
    },
    /// What the guest said is kept, for good.
    Kept {
        /// The room.
        room: RoomNo,
        /// The guest's id.
        id: EventId,
        /// Its place in the room.
        seq: Seq,
        /// When.
        at: u64,
    },
    /// What the guest asked for was not done.
    Refused(Refused),
    /// Someone is typing.
    Typing {
        /// The room.
        room: RoomNo,
        /// Who.
        #[serde(flatten)]
        by: Author,
    },
    /// The answer to a read: as much of what was asked for as fits one frame.
    Page {
        /// The question's number.
        ask: u64,
        /// The room.
        room: RoomNo,
        /// The events, in order.
        events: Vec<Event>,
        /// Where to read on, if there is more of what was asked for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next: Option<Seq>,
    },
    /// The answer to a find: some of what was found, the newest first.
    Found {
        /// The question's number.
        ask: u64,
        /// The room.
        room: RoomNo,
        /// The messages, each in its place and with the words it has now.
        hits: Vec<Event>,
        /// There may be more: what to ask with as `before`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next: Option<Seq>,
    },
    /// The answer to a who: some of the people, in the order of their numbers.
    People {
        /// The question's number.
        ask: u64,
        /// The room; the whole house where left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        room: Option<RoomNo>,
        /// How many there are in all.
        total: u64,
        /// Some of them.
        people: Vec<PersonLine>,
        /// After whom to ask on, if there are more.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next: Option<PersonId>,
    },
    /// The host ends the connection.
    Bye {
        /// Why, for the program.
        code: Code,
        /// Why, for the person.
        #[serde(deserialize_with = "sentence")]
        why: String,
        /// How long to wait before coming back, where that helps.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        wait_ms: Option<u64>,
        /// A free name near the one that was taken.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        suggest: Option<Name>,
    },
    /// Something a newer host says.
    #[serde(other, skip_serializing)]
    Unknown,
}

/// The house, as a guest meets it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Welcome {
    /// The version both speak from here on.
    pub v: u32,
    /// The house's title.
    pub house: Title,
    /// Who the guest is here.
    pub you: Author,
    /// The rooms there are: those the guest joined, and of the others the first.
    pub rooms: Vec<RoomLine>,
    /// Whether there are more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub more: bool,
    /// What the guest is in the house.
    #[serde(default, skip_serializing_if = "is_guest")]
    pub rank: Rank,
    /// Those of whom the guest wants to see nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ignored: Vec<Author>,
    /// How many frames may wait for their answer.
    pub window: u32,
}

/// Why something was not done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Refused {
    /// The event it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<EventId>,
    /// The question it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask: Option<u64>,
    /// The room it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<RoomNo>,
    /// Why, for the program.
    pub code: Code,
    /// Why, for the person.
    #[serde(deserialize_with = "sentence")]
    pub why: String,
    /// How long to wait before trying again, where that helps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait_ms: Option<u64>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_guest(rank: &Rank) -> bool {
    *rank == Rank::Guest
}
