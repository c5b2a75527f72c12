//! What a host can say to a guest.

use std::net::SocketAddr;

use serde::{Deserialize, Serialize};

use super::account::{Admission, RequestLine};
use super::code::{Code, sentence};
use super::code_exchange::{Proof, Share};
use super::invite::Secret;
use super::invites::InviteLine;
use super::people::{BanLine, PersonLine, Whereabouts};
use super::rooms::{Entered, RoomLine};
use super::spoken_code::SpokenCode;
use crate::room::{Author, Event, EventId, Name, PersonId, Rank, RoomNo, RuleName, Seq, Title};

/// What a host says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "t", rename_all = "lowercase")]
pub enum FromHost {
    /// The answer to a hello that was well received.
    Welcome(Welcome),
    /// The host was asked whether the guest may come in. The answer is a welcome or a bye, whenever that comes.
    Waiting {
        /// For the person.
        #[serde(deserialize_with = "sentence")]
        why: String,
    },
    /// Someone asks to come in. For the house's host.
    Request(RequestLine),
    /// The answer to a requests.
    Requests {
        /// The question's number.
        ask: u64,
        /// Who may come in.
        admission: Admission,
        /// Who asks to.
        requests: Vec<RequestLine>,
    },
    /// The answer to an invites: some of them, the newest first.
    Invites {
        /// The question's number.
        ask: u64,
        /// Some of the invites.
        invites: Vec<InviteLine>,
        /// Before which to ask on, if there may be more.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next: Option<u64>,
    },
    /// The answer to an invite: the new one.
    Invite {
        /// The question's number.
        ask: u64,
        /// The invite.
        #[serde(flatten)]
        invite: InviteLine,
    },
    /// The answer to a newcode: what to say to others.
    NewCode {
        /// The question's number.
        ask: u64,
        /// The code.
        code: SpokenCode,
        /// How long it is good for, in milliseconds.
        for_ms: u64,
    },
    /// The answer to a code that there is.
    Code {
        /// The host's share.
        share: Share,
    },
    /// The answer to a proof that is right: an invite for one person.
    Granted {
        /// That the host knew the code as well.
        proof: Proof,
        /// The secret of the invite.
        secret: Secret,
    },
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
        /// How long a ban holds, where it ends.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        wait_ms: Option<u64>,
        /// Who did it, where it was someone else.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<Author>,
    },
    /// How far the person has read a room, on any of their devices.
    Seen {
        /// The room.
        room: RoomNo,
        /// The last event seen.
        seq: Seq,
        /// Whether what comes after it is unread again.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        unread: bool,
    },
    /// Some people of a room went away or came back.
    Away {
        /// The room.
        room: RoomNo,
        /// Who, and where they are now.
        people: Vec<Whereabouts>,
    },
    /// The answer to a bans: some of them, the latest first.
    Bans {
        /// The question's number.
        ask: u64,
        /// Who may not come in.
        bans: Vec<BanLine>,
        /// Before which to ask on, if there may be more.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next: Option<u64>,
    },
    /// What was asked for is done.
    Done {
        /// The question's number.
        ask: u64,
    },
    /// The host wants to know whether others can reach it at these addresses. The guest need not answer.
    Dial {
        /// The number of the question, repeated in the answer.
        check: u64,
        /// The addresses.
        addresses: Vec<SocketAddr>,
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
    /// Whether the guest has an account.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub account: bool,
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
    /// Whether the same may be accepted later, where the code does not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again: Option<bool>,
    /// Which rule of the room says no, where that has a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<RuleName>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_guest(rank: &Rank) -> bool {
    *rank == Rank::Guest
}
