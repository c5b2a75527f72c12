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

    /// The most.
    pub const LONGEST: usize = 256;

    /// Whether it can be the password of an account or a room. The host looks as well; whoever types it hears it sooner.
    ///
    /// # Errors
    /// It is too short or too long.
    pub fn check(&self) -> Result<(), PasswordError> {
        match self.0.chars().count() {
            ..Self::SHORTEST => Err(PasswordError::Short),
            Self::SHORTEST..=Self::LONGEST => Ok(()),
            _ => Err(PasswordError::Long),
        }
    }

    /// What was typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why something can't be a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// It has too few characters.
    #[error("This password is too short. Use at least {} characters.", Password::SHORTEST)]
    Short,
    /// It has too many.
    #[error("This password is too long. Use at most {} characters.", Password::LONGEST)]
    Long,
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
