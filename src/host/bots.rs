//! Who says of themselves that they are a program. It is for those who see it, and changes nothing of what they may.

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};

use crate::room::PersonId;

/// Those who say so, and on how many of their connections.
#[derive(Debug, Default)]
pub struct Bots(RwLock<BTreeMap<PersonId, usize>>);

impl Bots {
    /// Whether someone says so, on any connection.
    pub fn has(&self, who: PersonId) -> bool {
        self.0.read().unwrap_or_else(PoisonError::into_inner).contains_key(&who)
    }

    /// Someone says so on one connection more, or one less: it ended, or it was taken back there.
    pub fn set(&self, who: PersonId, is_bot: bool) {
        let mut bots = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let connections = bots.get(&who).copied().unwrap_or_default();
        match if is_bot { connections.saturating_add(1) } else { connections.saturating_sub(1) } {
            0 => drop(bots.remove(&who)),
            left => drop(bots.insert(who, left)),
        }
    }
}
