//! Who says of themselves that they are a program. It is for those who see it, and changes nothing of what they may.

use std::collections::BTreeSet;
use std::sync::{PoisonError, RwLock};

use crate::room::PersonId;

/// Those who say so, for as long as they are connected.
#[derive(Debug, Default)]
pub struct Bots(RwLock<BTreeSet<PersonId>>);

impl Bots {
    /// Whether someone says so.
    pub fn has(&self, who: PersonId) -> bool {
        self.0.read().unwrap_or_else(PoisonError::into_inner).contains(&who)
    }

    /// Someone says so, or not any more.
    pub fn set(&self, who: PersonId, is_bot: bool) {
        let mut bots = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if is_bot {
            bots.insert(who);
        } else {
            bots.remove(&who);
        }
    }
}
