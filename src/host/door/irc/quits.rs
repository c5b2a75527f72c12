//! Whose `QUIT` a client was told. Each room tells of whoever is gone from it, and IRC tells once that they are gone from all;
//! so a client that shares several rooms with them is told by the first of these, and by no other.

use std::collections::HashSet;

use crate::room::{People, PersonId};

/// How many are remembered at least. Where more are gone at once, those who went first may be told twice.
const REMEMBERED: usize = 2048;

/// Those who were told to be gone. A full set makes room for the next by taking the place of the one before it.
#[derive(Debug, Default)]
pub struct Quits {
    latest: HashSet<PersonId>,
    earlier: HashSet<PersonId>,
}

impl Quits {
    /// Those of whom an event tells that they are gone from a room, and the client knows that they are gone from all.
    pub fn told_of(&self, people: &People) -> Vec<PersonId> {
        let gone = people.left.iter().chain(&people.lost).map(|one| one.who);
        gone.filter(|who| self.has(*who)).collect()
    }

    /// An event was told: whoever came is here again, and these quit.
    pub fn note(&mut self, people: &People, quit: impl Iterator<Item = PersonId>) {
        for one in &people.came {
            self.latest.remove(&one.who);
            self.earlier.remove(&one.who);
        }
        for who in quit {
            if self.has(who) {
                continue;
            }
            if self.latest.len() == REMEMBERED {
                self.earlier = std::mem::take(&mut self.latest);
            }
            self.latest.insert(who);
        }
    }

    /// The client came into another room, and was told who is in that.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    fn has(&self, who: PersonId) -> bool {
        self.latest.contains(&who) || self.earlier.contains(&who)
    }
}
