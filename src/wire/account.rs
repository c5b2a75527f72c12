//! Accounts and admission as they are told across the wire.

use serde::{Deserialize, Serialize};

use super::{Fingerprint, Password};
use crate::room::Name;

/// How someone shows at the door that a name is theirs, beyond their key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Account {
    /// Their password.
    Login(Password),
    /// They take the name for good, with this password.
    Register(Password),
}

/// Who may come into a house.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Admission {
    /// Everyone.
    #[default]
    Everyone,
    /// Whoever has an account, or registers.
    Registered,
    /// Whoever the host says yes to, and whoever has an account.
    Approval,
    /// Nobody but the host.
    Closed,
}

impl Admission {
    /// As it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Everyone => "everyone",
            Self::Registered => "registered",
            Self::Approval => "approval",
            Self::Closed => "closed",
        }
    }
}

impl std::str::FromStr for Admission {
    type Err = &'static str;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        match word {
            "everyone" => Ok(Self::Everyone),
            "registered" => Ok(Self::Registered),
            "approval" => Ok(Self::Approval),
            "closed" => Ok(Self::Closed),
            _ => Err("Type everyone, registered, approval or closed."),
        }
    }
}

/// Someone who asks to be let in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RequestLine {
    /// The request's number.
    pub request: u64,
    /// What they would like to be called.
    pub name: Name,
    /// Their key. Its words can be compared.
    pub key: Fingerprint,
    /// Since when they ask, in milliseconds since 1970.
    pub at: u64,
}
