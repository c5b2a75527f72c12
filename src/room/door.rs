//! The door by which someone came: the language their program speaks.

use serde::{Deserialize, Serialize};

/// The language in which someone came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Door {
    /// The host's own window.
    Here,
    /// Parlor, across a network.
    Native,
    /// Plain text.
    Text,
    /// IRC.
    Irc,
    /// A door that a newer host has.
    #[serde(other)]
    Other,
}

impl Door {
    /// What is said of it beside a name, where it is worth saying: by Parlor itself, people come anyway.
    #[must_use]
    pub const fn label(self) -> Option<&'static str> {
        match self {
            Self::Here | Self::Native => None,
            Self::Text => Some("text"),
            Self::Irc => Some("IRC"),
            Self::Other => Some("another program"),
        }
    }
}
