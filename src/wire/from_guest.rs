//! What a guest can say to a host.

use std::net::SocketAddr;

use serde::{Deserialize, Serialize};

use super::Password;
use super::account::{Account, Admission};
use super::code_exchange::{Proof, Share};
use super::invite::Secret;
use super::invites::NewInvite;
use super::people::Away;
use super::rooms::{NewRoom, Notify, RoomName};
use crate::room::strict::{only_object, or_default};
use crate::room::{Body, By, EventId, Name, PersonId, RoomNo, Seq};

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
        #[serde(default, deserialize_with = "or_default")]
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
    /// Wants another name, from any room or none.
    Rename {
        /// The guest's own number for the question, repeated in the answer.
        ask: u64,
        /// The name.
        name: Name,
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
    /// Asks for one event of a room's log, by its id.
    Where {
        /// The guest's own number for the question, repeated in the answer.
        ask: u64,
        /// The room.
        room: RoomNo,
        /// The event.
        id: EventId,
    },
    /// Has seen all of a room up to here.
    Seen {
        /// The room.
        room: RoomNo,
        /// The last event seen.
        seq: Seq,
        /// Whether what comes after it is unread again, also where it was read before.
        #[serde(default, deserialize_with = "or_default", skip_serializing_if = "std::ops::Not::not")]
        unread: bool,
    },
    /// Wants to hear nothing of a room, or to hear of it again.
    Quiet {
        /// The room.
        room: RoomNo,
        /// Whether nothing.
        quiet: bool,
    },
    /// Wants to be notified of this in a room, on all devices.
    Notify {
        /// The room.
        room: RoomNo,
        /// Of what; as everywhere else where left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        notify: Option<Notify>,
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
        #[serde(default, deserialize_with = "or_default", skip_serializing_if = "String::is_empty")]
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
        /// Whether only among what is pinned.
        #[serde(default, deserialize_with = "or_default", skip_serializing_if = "std::ops::Not::not")]
        pinned: bool,
    },
    /// Asks who may not come in.
    Bans {
        /// The guest's own number for the question, repeated in the answer.
        ask: u64,
        /// To this room; to the house where left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        room: Option<RoomNo>,
        /// Only those before this one; the latest where left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        before: Option<u64>,
        /// Only those who were banned under this name. Older hosts tell all of them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
    },
    /// Takes the name they have for good, with a password.
    Register {
        /// The guest's own number for the question, repeated in the answer.
        ask: u64,
        /// The password.
        password: Password,
    },
    /// Wants another password for their account.
    Password {
        /// The guest's own number for the question, repeated in the answer.
        ask: u64,
        /// The one they have.
        old: Password,
        /// The one they want.
        new: Password,
    },
    /// Wants their name to be reached from this device no longer, or from none.
    Logout {
        /// The guest's own number for the question, repeated in the answer.
        ask: u64,
        /// Whether from none.
        #[serde(default, deserialize_with = "or_default", skip_serializing_if = "std::ops::Not::not")]
        everywhere: bool,
    },
    /// Deletes their account.
    Unregister {
        /// The guest's own number for the question, repeated in the answer.
        ask: u64,
        /// Their password.
        password: Password,
    },
    /// Says who may come into the house. For its host.
    Admission {
        /// The guest's own number for the question, repeated in the answer.
        ask: u64,
        /// Who.
        admission: Admission,
    },
    /// Asks who may come into the house, and who asks to. For its host.
    Requests {
        /// The guest's own number for the question, repeated in the answer.
        ask: u64,
    },
    /// Says yes or no to someone who asks to come in. For the house's host.
    Admit {
        /// The guest's own number for the question, repeated in the answer.
        ask: u64,
        /// The request.
        request: u64,
        /// Whether yes.
        yes: bool,
    },
    /// Asks for the invites to the house, and who came by them. For its host.
    Invites {
        /// The guest's own number for the question, repeated in the answer.
        ask: u64,
        /// Those before the invite with this number; the newest where left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        before: Option<u64>,
    },
    /// Makes an invite to the house. For its host.
    Invite {
        /// The guest's own number for the question, repeated in the answer.
        ask: u64,
        /// What it is to be.
        #[serde(flatten)]
        new: NewInvite,
    },
    /// Withdraws an invite to the house. For its host.
    Revoke {
        /// The guest's own number for the question, repeated in the answer.
        ask: u64,
        /// The invite.
        invite: u64,
    },
    /// Wants a code to say to others, so that one of them comes in by it. For the house's host.
    NewCode {
        /// The guest's own number for the question, repeated in the answer.
        ask: u64,
        /// Whether another one, also where the last is still good.
        #[serde(default, deserialize_with = "or_default", skip_serializing_if = "std::ops::Not::not")]
        another: bool,
    },
    /// Instead of a hello: was told a code, and begins to show it.
    Code {
        /// Its number.
        number: u8,
        /// The guest's share.
        share: Share,
    },
    /// Proves it, once the host answered.
    Proof {
        /// The proof.
        proof: Proof,
    },
    /// Knocked where the host asked it to.
    Dialled {
        /// The number of the host's question.
        check: u64,
        /// The addresses at which the host answered.
        reached: Vec<SocketAddr>,
    },
    /// Leaves, well and truly.
    Bye {},
}

/// What the host does with a frame, before it looks at what is asked: how it is answered, and what limits it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct About {
    /// The id of the event, where one is added.
    pub id: Option<EventId>,
    /// The number of the question, where it has one: the answer or the refusal repeats it.
    pub ask: Option<u64>,
    /// How it is answered.
    pub answer: Answer,
    /// What limits how often it comes.
    pub limit: Limit,
}

/// How a frame is answered, where it is not refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// With a `welcome`.
    Welcome,
    /// With a `kept`.
    Kept,
    /// With an `entered`.
    Entered,
    /// With an `out`.
    Out,
    /// With a `page`.
    Page,
    /// With a `found`.
    Found,
    /// With a `people`.
    People,
    /// With a `rooms`.
    Rooms,
    /// With a `made`.
    Made,
    /// With a `bans`.
    Bans,
    /// With a `requests`.
    Requests,
    /// With an `invites`.
    Invites,
    /// With an `invite`.
    Invite,
    /// With a `newcode`.
    NewCode,
    /// With a `code`.
    Code,
    /// With a `granted`.
    Granted,
    /// With a `done`.
    Done,
    /// With a `bye`: the connection ends.
    Bye,
    /// With nothing.
    Nothing,
}

/// What limits how often a frame comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// It comes once.
    Once,
    /// The pace of what is said.
    Says,
    /// The pace of what is asked. Too fast, it is refused.
    Asks,
    /// The same. Too fast, it is dropped.
    Drops,
}

impl FromGuest {
    /// What the host does with it. Every frame is here once: one that is forgotten does not compile.
    #[must_use]
    pub const fn about(&self) -> About {
        let (ask, answer, limit) = match self {
            Self::Hello(_) => (None, Answer::Welcome, Limit::Once),
            Self::Say { id, .. } => {
                return About { id: Some(*id), ask: None, answer: Answer::Kept, limit: Limit::Says };
            }
            Self::Code { .. } => (None, Answer::Code, Limit::Once),
            Self::Proof { .. } => (None, Answer::Granted, Limit::Once),
            Self::Bye {} => (None, Answer::Nothing, Limit::Once),
            Self::Enter { ask, .. } => (*ask, Answer::Entered, Limit::Asks),
            Self::Leave { .. } => (None, Answer::Out, Limit::Asks),
            Self::Rooms { ask, .. } => (Some(*ask), Answer::Rooms, Limit::Asks),
            Self::Make { ask, .. } | Self::Talk { ask, .. } => (Some(*ask), Answer::Made, Limit::Asks),
            Self::Rename { ask, .. }
            | Self::Key { ask, .. }
            | Self::Delete { ask, .. }
            | Self::Register { ask, .. }
            | Self::Password { ask, .. }
            | Self::Admission { ask, .. }
            | Self::Admit { ask, .. }
            | Self::Revoke { ask, .. } => (Some(*ask), Answer::Done, Limit::Asks),
            Self::Logout { ask, .. } | Self::Unregister { ask, .. } => (Some(*ask), Answer::Bye, Limit::Asks),
            Self::Read { ask, .. } | Self::Where { ask, .. } => (Some(*ask), Answer::Page, Limit::Asks),
            Self::Find { ask, .. } => (Some(*ask), Answer::Found, Limit::Asks),
            Self::Who { ask, .. } => (Some(*ask), Answer::People, Limit::Asks),
            Self::Bans { ask, .. } => (Some(*ask), Answer::Bans, Limit::Asks),
            Self::Requests { ask } => (Some(*ask), Answer::Requests, Limit::Asks),
            Self::Invites { ask, .. } => (Some(*ask), Answer::Invites, Limit::Asks),
            Self::Invite { ask, .. } => (Some(*ask), Answer::Invite, Limit::Asks),
            Self::NewCode { ask, .. } => (Some(*ask), Answer::NewCode, Limit::Asks),
            Self::Seen { .. } | Self::Quiet { .. } | Self::Notify { .. } | Self::Ignore { .. } | Self::Away { .. } => {
                (None, Answer::Nothing, Limit::Asks)
            }
            Self::Typing { .. } | Self::Dialled { .. } => (None, Answer::Nothing, Limit::Drops),
        };
        About { id: None, ask, answer, limit }
    }
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
    /// The account that the name belongs to, or will.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<Account>,
    /// The guest's program and its version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<String>,
}

/// Where a guest begins to read: after an event it has seen, or the last few, whichever is less.
/// With neither, only what comes from now on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self")]
pub struct Since {
    /// The last event seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Seq>,
    /// At most so many of the newest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<u64>,
}

only_object!(Since);

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
