//! Whose `QUIT` a client was told. Each room tells of whoever is gone from it, and IRC tells once that they are gone from all;
//! so a client that shares several rooms with them is told by the first of these, and by no other.

use std::collections::VecDeque;

use crate::room::{People, PersonId};

/// How many are remembered. Where more are gone at once, the first of them may be told twice.
const REMEMBERED: usize = 2048;

/// Those who were told to be gone, the latest last.
#[derive(Debug, Default)]
pub struct Quits(VecDeque<PersonId>);

impl Quits {
    /// Those of whom an event tells that they are gone from a room, and the client knows that they are gone from all.
    pub fn told_of(&self, people: &People) -> Vec<PersonId> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let gone = people.left.iter().chain(&people.lost).map(|one| one.who);
        gone.filter(|who| self.0.contains(who)).collect()
    }

    /// An event was told: whoever came is here again, and these quit.
    pub fn note(&mut self, people: &People, quit: impl Iterator<Item = PersonId>) {
        if !self.0.is_empty() {
            self.0.retain(|who| !people.came.iter().any(|one| one.who == *who));
        }
        for who in quit {
            if self.0.contains(&who) {
                continue;
            }
            if self.0.len() == REMEMBERED {
                self.0.pop_front();
            }
            self.0.push_back(who);
        }
    }

    /// The client came into another room, and was told who is in that.
    pub fn forget(&mut self) {
        self.0 = VecDeque::new();
    }
}
