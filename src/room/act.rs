//! What those who keep a room do in it. Everyone sees it. Who may do what is in `roles`.

use serde::{Deserialize, Serialize};

use super::{Author, Reason};

/// Something done to keep a room in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Act {
    /// Someone became an operator of the room.
    Opped {
        /// Who.
        whom: Author,
    },
    /// Someone is an operator no longer.
    Deopped {
        /// Who.
        whom: Author,
    },
    /// Someone may not speak.
    Muted {
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
    Unmuted {
        /// Who.
        whom: Author,
    },
    /// Someone was put out. They may come back.
    Kicked {
        /// Who.
        whom: Author,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<Reason>,
    },
    /// Someone was put out and may not come back.
    Banned {
        /// Who.
        whom: Author,
        /// Until when; until it is taken back where left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<u64>,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<Reason>,
        /// How many others it meets.
        #[serde(default, skip_serializing_if = "Reach::is_person")]
        reach: Reach,
        /// Whether from the whole house, and not only from this room.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        house: bool,
    },
    /// Someone may come back.
    Unbanned {
        /// Who.
        whom: Author,
        /// Whether to the whole house.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        house: bool,
    },
    /// Someone may come into a room that only those who are invited may come into.
    Invited {
        /// Who.
        whom: Author,
    },
    /// How long each person waits between two messages.
    Slowed {
        /// Seconds; 0 where nobody has to wait.
        seconds: u32,
    },
    /// Only operators may speak.
    Locked {},
    /// Everyone may speak again.
    Unlocked {},
    /// Nobody may say anything any more. It can be read.
    Archived {},
    /// The room is in use again.
    Reopened {},
    /// Who may come in.
    Opened {
        /// Who.
        to: Access,
    },
}

/// The kinds of [`Act`], as they are written.
pub(super) const ACTS: [&str; 14] = [
    "opped", "deopped", "muted", "unmuted", "kicked", "banned", "unbanned", "invited", "slowed", "locked", "unlocked",
    "archived", "reopened", "opened",
];

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
        match self {
            Self::Opped { .. } => "opped",
            Self::Deopped { .. } => "deopped",
            Self::Muted { .. } => "muted",
            Self::Unmuted { .. } => "unmuted",
            Self::Kicked { .. } => "kicked",
            Self::Banned { .. } => "banned",
            Self::Unbanned { .. } => "unbanned",
            Self::Invited { .. } => "invited",
            Self::Slowed { .. } => "slowed",
            Self::Locked {} => "locked",
            Self::Unlocked {} => "unlocked",
            Self::Archived {} => "archived",
            Self::Reopened {} => "reopened",
            Self::Opened { .. } => "opened",
        }
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
            | Self::Invited { whom } => Some(whom),
            Self::Slowed { .. }
            | Self::Locked {}
            | Self::Unlocked {}
            | Self::Archived {}
            | Self::Reopened {}
            | Self::Opened { .. } => None,
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
            | Self::Invited { whom } => Some(whom),
            _ => None,
        }
    }
}
