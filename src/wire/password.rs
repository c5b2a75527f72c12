//! A password on its way. It shows itself to nobody who looks at what the program tells of itself.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A password, as it was typed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Password(String);

impl Password {
    /// The fewest characters of one for an account.
    pub const SHORTEST: usize = 8;

    /// Whether it has too few for an account. The host says so too; whoever types it hears it sooner.
    #[must_use]
    pub fn is_too_short(&self) -> bool {
        self.0.chars().count() < Self::SHORTEST
    }

    /// What was typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for Password {
    fn from(typed: String) -> Self {
        Self(typed)
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}
