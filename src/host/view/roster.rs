//! Who is in the house just now, for whoever answers questions about people. The hall writes it after each commit.

use std::collections::BTreeMap;
use std::ops::Bound::{Excluded, Unbounded};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use tokio::sync::watch;

use super::watchers::Watchers;
use crate::host::core::{PublicPerson, person_line};
use crate::room::{Author, PersonId, State};
use crate::wire::people::PersonLine;

/// The people in the house.
#[derive(Debug, Default)]
pub struct Roster {
    people: RwLock<BTreeMap<PersonId, Arc<PublicPerson>>>,
    /// How many they are.
    count: watch::Sender<u32>,
    /// Those who want to hear who comes and goes.
    watchers: Watchers,
}

impl Roster {
    /// Someone is here as others see them, or not any more.
    pub fn set(&self, who: PersonId, shown: Option<&Arc<PublicPerson>>) {
        let mut people = self.people.write().unwrap_or_else(PoisonError::into_inner);
        let before = match shown {
            Some(shown) => people.insert(who, Arc::clone(shown)),
            None => people.remove(&who),
        };
        let now = u32::try_from(people.len()).unwrap_or(u32::MAX);
        drop(people);
        self.count.send_if_modified(|count| std::mem::replace(count, now) != now);
        self.watchers.tell(before.as_deref(), shown.map(AsRef::as_ref));
    }

    /// Those who want to hear who comes and goes.
    pub const fn watchers(&self) -> &Watchers {
        &self.watchers
    }

    /// How many are here, as they come and go.
    pub fn count(&self) -> watch::Receiver<u32> {
        self.count.subscribe()
    }

    /// Someone who is here.
    pub fn get(&self, who: PersonId) -> Option<Arc<PublicPerson>> {
        self.people().get(&who).cloned()
    }

    /// Someone as others see them in a room, or in the house where there is no room.
    pub fn line(&self, person: Author, room: Option<&State>, clock: u64) -> PersonLine {
        let shown = self.get(person.who);
        person_line(person, shown.as_deref(), room, clock)
    }

    /// Everyone in the house after `after`, at most `count`, and how many there are in all.
    pub fn page(&self, after: Option<PersonId>, count: usize) -> (Vec<Author>, u64) {
        let people = self.people();
        let from = after.map_or(Unbounded, Excluded);
        let page = people.range((from, Unbounded)).take(count).map(|(_, shown)| shown.person.clone());
        (page.collect(), people.len() as u64)
    }

    fn people(&self) -> RwLockReadGuard<'_, BTreeMap<PersonId, Arc<PublicPerson>>> {
        self.people.read().unwrap_or_else(PoisonError::into_inner)
    }
}
