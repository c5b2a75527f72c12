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

    /// Someone says so on one connection more.
    pub fn add(&self, who: PersonId) {
        let mut bots = self.0.write().unwrap_or_else(PoisonError::into_inner);
        *bots.entry(who).or_default() += 1;
    }

    /// On one connection less: it ended, or it was taken back there.
    pub fn remove(&self, who: PersonId) {
        let mut bots = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let Some(connections) = bots.get_mut(&who) else { return };
        *connections = connections.saturating_sub(1);
        if *connections == 0 {
            bots.remove(&who);
        }
    }
}
