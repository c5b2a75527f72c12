//! The invites of a house as its host sees them: what each is for, how far it reaches, and who came by it.
//! The link that an invite is handed out as is in `invite`.

use serde::{Deserialize, Serialize};

use super::{Address, Fingerprint, Invite, Secret};
use crate::room::strict::or_default;
use crate::room::{Author, Label};

/// How many invites may be open in a house at a time, beside the standing one.
pub const INVITES_OPEN: u32 = 64;

/// How many of those who came by an invite are named: the last.
pub const CAME_BY_NAMED: u32 = 5;

/// The longest that an invite can be good for, in milliseconds: ten years.
pub const INVITE_LONGEST_MS: u64 = 3650 * 24 * 60 * 60 * 1000;

/// What a new invite is to be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewInvite {
    /// What it is for.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "Label::is_empty")]
    pub label: Label,
    /// Whether it is for one person only.
    #[serde(default, deserialize_with = "or_default", skip_serializing_if = "std::ops::Not::not")]
    pub once: bool,
    /// How long it is good for, in milliseconds; for good where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub for_ms: Option<u64>,
}

/// Whether an invite still gets anyone in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum InviteState {
    /// It does.
    #[default]
    Open,
    /// It was for one person, who came. They can come in again by it.
    Used,
    /// Its time is over. Who came by it before can come in again by it.
    Expired,
    /// It was withdrawn, and gets nobody in.
    Withdrawn,
    /// Something a newer host knows.
    #[serde(other)]
    Other,
}

/// An invite, as the host of the house sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InviteLine {
    /// Its number.
    pub invite: u64,
    /// Its secret, so that its link can be handed out again.
    pub secret: Secret,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Label::is_empty")]
    pub label: Label,
    /// Who made it; nobody where the house itself did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Author>,
    /// When, in milliseconds since 1970.
    pub at: u64,
    /// Whether it is for one person only.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub once: bool,
    /// Until when; for good where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<u64>,
    /// Whether it is the house's standing invite, which a new one takes the place of.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub standing: bool,
    /// Whether it still gets anyone in.
    #[serde(default, skip_serializing_if = "is_open")]
    pub state: InviteState,
    /// How many people came by it.
    #[serde(default)]
    pub came: u64,
    /// The last of them, the latest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub last: Vec<CameBy>,
}

/// Someone who came by an invite.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CameBy {
    /// Who, as they were called then.
    #[serde(flatten)]
    pub person: Author,
    /// When, in milliseconds since 1970.
    pub at: u64,
}

impl InviteLine {
    /// The link to hand out, to a house that is found there.
    #[must_use]
    pub fn link(&self, addresses: Vec<Address>, key: Fingerprint) -> Invite {
        Invite { addresses, relay: None, key, room: None, secret: Some(self.secret.clone()) }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_open(state: &InviteState) -> bool {
    *state == InviteState::Open
}
