//! The standing invite: the one that a house always has where its host did not withdraw it. It never expires and is for
//! everyone, and whoever hosts the house has its link at hand. Which one it is, is decided and kept like all else; here it
//! can be read without asking.

use std::sync::{PoisonError, RwLock};

use crate::wire::Secret;

/// The secret of the standing invite, as far as it is kept.
#[derive(Debug, Default)]
pub struct StandingInvite(RwLock<Option<Secret>>);

impl StandingInvite {
    /// The one that is kept.
    pub const fn new(secret: Option<Secret>) -> Self {
        Self(RwLock::new(secret))
    }

    /// Its secret; nothing where it was withdrawn.
    pub fn secret(&self) -> Option<Secret> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// It is another one from now on, or withdrawn.
    pub fn set(&self, secret: Option<Secret>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = secret;
    }
}
