//! What those who keep a room do in it. Everyone sees it. Who may do what is in `roles`.

use serde::{Deserialize, Serialize};

use super::author::Author;
use super::ids::{EventId, Seq};
use super::kinds::kinds;
use super::reason::Reason;
use super::strict;

kinds! {
    /// Something done to keep a room in order.
    #[derive(Eq)]
    pub enum Act {
        /// Someone became an operator of the room.
        Opped as "opped" {
            /// Who.
            whom: Author,
        },
        /// Someone is an operator no longer.
        Deopped as "deopped" {
            /// Who.
            whom: Author,
        },
        /// Someone may not speak.
        Muted as "muted" {
            /// Who.
            whom: Author,
            /// Until when, in milliseconds since 1970; until it is taken back where left out.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            until: Option<u64>,
            /// Why.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            why: Option<Reason>,
        },
        /// Someone may speak again.
        Unmuted as "unmuted" {
            /// Who.
            whom: Author,
        },
        /// Someone was put out. They may come back.
        Kicked as "kicked" {
            /// Who.
            whom: Author,
            /// Why.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            why: Option<Reason>,
        },
        /// Someone was put out and may not come back.
        Banned as "banned" {
            /// Who.
            whom: Author,
            /// Until when; until it is taken back where left out.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            until: Option<u64>,
            /// Why.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            why: Option<Reason>,
            /// How many others it meets.
            #[serde(default, deserialize_with = "strict::or_default", skip_serializing_if = "Reach::is_person")]
            reach: Reach,
            /// Whether from the whole house, and not only from this room.
            #[serde(default, deserialize_with = "strict::or_default", skip_serializing_if = "std::ops::Not::not")]
            house: bool,
        },
        /// Someone may come back.
        Unbanned as "unbanned" {
            /// Who.
            whom: Author,
            /// Whether to the whole house.
            #[serde(default, deserialize_with = "strict::or_default", skip_serializing_if = "std::ops::Not::not")]
            house: bool,
        },
        /// Someone may come into a room that only those who are invited may come into.
        Invited as "invited" {
            /// Who.
            whom: Author,
        },
        /// Someone may come in no longer by having been invited. Whoever is in the room stays.
        Uninvited as "uninvited" {
            /// Who.
            whom: Author,
        },
        /// How long each person waits between two messages.
        Slowed as "slowed" {
            /// Seconds; 0 where nobody has to wait.
            seconds: u32,
        },
        /// Only operators may speak.
        Locked as "locked" {},
        /// Everyone may speak again.
        Unlocked as "unlocked" {},
        /// Nobody may say anything any more. It can be read.
        Archived as "archived" {},
        /// The room is in use again.
        Reopened as "reopened" {},
        /// Who may come in.
        Opened as "opened" {
            /// Who.
            to: Access,
        },
        /// A message is among those that everyone is to find.
        Pinned as "pinned" {
            /// The message.
            of: EventId,
            /// Where it is. Whoever orders events puts it in; 0 where that is still to be done.
            #[serde(default, deserialize_with = "strict::or_default", skip_serializing_if = "Seq::is_start")]
            seq: Seq,
        },
        /// It is not among them any more.
        Unpinned as "unpinned" {
            /// The message.
            of: EventId,
        },
    }
}

/// How many others a ban meets beside the person, their account and their keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reach {
    /// None.
    #[default]
    Person,
    /// Whoever comes from the address they came from.
    Address,
    /// Whoever comes from the same part of the network.
    Subnet,
}

impl Reach {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
    fn is_person(&self) -> bool {
        *self == Self::Person
    }
}

/// Who may come into a room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Access {
    /// Everyone in the house.
    #[default]
    Everyone,
    /// Whoever knows the room's password, or was invited.
    Password,
    /// Whoever was invited.
    Invited,
}

impl Act {
    /// Its kind, as it is written.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        self.written()
    }

    /// Whom it is about.
    #[must_use]
    pub const fn whom(&self) -> Option<&Author> {
        match self {
            Self::Opped { whom }
            | Self::Deopped { whom }
            | Self::Muted { whom, .. }
            | Self::Unmuted { whom }
            | Self::Kicked { whom, .. }
            | Self::Banned { whom, .. }
            | Self::Unbanned { whom, .. }
            | Self::Invited { whom }
            | Self::Uninvited { whom } => Some(whom),
            Self::Slowed { .. }
            | Self::Locked {}
            | Self::Unlocked {}
            | Self::Archived {}
            | Self::Reopened {}
            | Self::Opened { .. }
            | Self::Pinned { .. }
            | Self::Unpinned { .. } => None,
        }
    }

    /// The message it is about.
    #[must_use]
    pub const fn of(&self) -> Option<EventId> {
        match self {
            Self::Pinned { of, .. } | Self::Unpinned { of } => Some(*of),
            _ => None,
        }
    }

    /// The same.
    pub fn whom_mut(&mut self) -> Option<&mut Author> {
        match self {
            Self::Opped { whom }
            | Self::Deopped { whom }
            | Self::Muted { whom, .. }
            | Self::Unmuted { whom }
            | Self::Kicked { whom, .. }
            | Self::Banned { whom, .. }
            | Self::Unbanned { whom, .. }
            | Self::Invited { whom }
            | Self::Uninvited { whom } => Some(whom),
            _ => None,
        }
    }
}
