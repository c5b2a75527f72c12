//! The frames: what a guest can say to a host, and what a host can say to a guest.
//! How they become lines is in `codec`.

use serde::{Deserialize, Deserializer, Serialize};

use super::invite::Secret;
use crate::room::{Author, Body, By, Event, EventId, Memory, Name, PersonId, RoomNo, Seq, State, Title, Topic};

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
    /// Asks who is in a room.
    Who {
        /// The guest's own number for the question, repeated in the answer.
        ask: u64,
        /// The room.
        room: RoomNo,
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

/// A room as a person names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum RoomName {
    /// By its number.
    No(RoomNo),
    /// By its title.
    Title(String),
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
    Entered(Entered),
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
        /// The room.
        room: RoomNo,
        /// How many are in the room in all.
        total: u64,
        /// Some of them.
        people: Vec<Author>,
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
    /// The rooms there are.
    pub rooms: Vec<RoomLine>,
    /// How many frames may wait for their answer.
    pub window: u32,
}

/// One room in the list of a house.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoomLine {
    /// Its number.
    pub room: RoomNo,
    /// Its title.
    pub title: Title,
    /// How many are in it.
    pub people: u64,
}

/// A room, as a guest meets it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entered {
    /// Its number.
    pub room: RoomNo,
    /// Its title.
    pub title: Title,
    /// Its topic.
    #[serde(default)]
    pub topic: Topic,
    /// Its newest event.
    pub head: Seq,
    /// The cursor: the events that follow begin right after it.
    pub after: Seq,
    /// How many people are in it.
    pub people: u64,
    /// What it keeps.
    #[serde(default)]
    pub memory: Memory,
    /// The oldest event that is still kept, or will be the next.
    #[serde(default = "State::beginning")]
    pub first: Seq,
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

/// How long a sentence for people may be.
const SENTENCE_CHARS: usize = 1000;

fn sentence<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(harmless(&String::deserialize(deserializer)?, SENTENCE_CHARS))
}

/// Words of the other side as they may be shown anywhere, on terminals as well: nothing in them commands one, nothing
/// turns them around, and there are at most `most` characters.
pub(super) fn harmless(words: &str, most: usize) -> String {
    let commands = |c: char| {
        c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
    };
    let mut shown: String = words.chars().take(most).map(|c| if commands(c) { ' ' } else { c }).collect();
    if words.chars().nth(most).is_some() {
        shown.push('…');
    }
    shown
}

/// The reasons, for programs. For people, a sentence stands beside each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// The line is not a frame.
    Frame,
    /// No hello came in time, or it was not the first frame.
    Hello,
    /// The versions don't meet.
    Version,
    /// The name can't be one here.
    Name,
    /// The name is someone else's.
    Taken,
    /// The password or the invite is wrong.
    Password,
    /// There is no such room, or the guest is not in it.
    Room,
    /// The words can't be said.
    Text,
    /// The rules of the room say no.
    Rules,
    /// The id belongs to another event.
    Id,
    /// Too much at once; wait a little.
    Slow,
    /// The log could not be written.
    Storage,
    /// The house is full.
    Full,
    /// The house closes.
    Closing,
    /// It took no byte for too long.
    Stalled,
    /// It was abuse.
    Abuse,
    /// Something a newer host knows.
    #[serde(other)]
    Other,
}
