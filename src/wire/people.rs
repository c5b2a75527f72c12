//! People as they are told across the wire: who is here and how, and who may not come in.

use serde::{Deserialize, Serialize};

pub use crate::room::Door;
use crate::room::strict::only_object;
use crate::room::{Author, PersonId, Rank, Reason, RoomNo};

/// Someone, as others see them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PersonLine {
    /// Who.
    #[serde(flatten)]
    pub person: Author,
    /// What they are here.
    #[serde(default, skip_serializing_if = "is_guest")]
    pub rank: Rank,
    /// Whether they may not speak here.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub muted: bool,
    /// Whether they are away, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub away: Option<Away>,
    /// Through which door they came, where they are in the house.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub door: Option<Door>,
    /// Since when they are in the house, in milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<u64>,
}

impl PersonLine {
    /// Someone of whom no more is known.
    #[must_use]
    pub const fn only(person: Author) -> Self {
        Self { person, rank: Rank::Guest, muted: false, away: None, door: None, since: None }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_guest(rank: &Rank) -> bool {
    *rank == Rank::Guest
}

/// That someone is in the house and not at their computer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self")]
pub struct Away {
    /// Why, where they said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Reason>,
}

only_object!(Away);

/// Where someone is just now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Whereabouts {
    /// Who.
    pub who: PersonId,
    /// Whether they are away, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub away: Option<Away>,
    /// Since when they are in the house, in milliseconds since 1970; left out where they are not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<u64>,
}

/// Someone who may not come in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BanLine {
    /// Who.
    #[serde(flatten)]
    pub person: Author,
    /// The room; the whole house where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<RoomNo>,
    /// Until when; until it is taken back where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<u64>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Reason>,
    /// Whether it meets their address as well.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub address: bool,
    /// Who banned them.
    pub by: String,
    /// When.
    pub at: u64,
}
