//! The room's state: its log, folded. Everyone who folds the same events holds the same state.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Author, Body, Event, Memory, Name, PersonId, Seq, Title, Topic};

/// What a room's events add up to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// The last event folded in.
    pub head: Seq,
    /// When that was, so that time never goes back.
    pub at: u64,
    /// What the room is called.
    #[serde(default)]
    pub title: Option<Title>,
    /// What it is about.
    #[serde(default)]
    pub topic: Topic,
    /// Who is in it.
    #[serde(default)]
    pub here: BTreeMap<PersonId, Name>,
    /// What it keeps.
    #[serde(default)]
    pub memory: Memory,
    /// The oldest event that is still kept, or will be the next. No event says so: it is for whoever erases the others.
    #[serde(default = "State::beginning")]
    pub first: Seq,
}

impl Default for State {
    fn default() -> Self {
        Self {
            head: Seq::START,
            at: 0,
            title: None,
            topic: Topic::default(),
            here: BTreeMap::new(),
            memory: Memory::default(),
            first: Self::beginning(),
        }
    }
}

impl State {
    /// Where a room begins of which nothing was erased.
    #[must_use]
    pub const fn beginning() -> Seq {
        Seq(1)
    }

    /// Folds one event in. An event that is not after the last is known already and changes nothing.
    pub fn apply(&mut self, event: &Event) {
        if event.seq <= self.head {
            return;
        }
        self.head = event.seq;
        self.at = self.at.max(event.at);
        match &event.body {
            Body::Titled { title } => self.title = Some(title.clone()),
            Body::Topic { topic } => self.topic = topic.clone(),
            Body::Memory { memory } => self.memory = *memory,
            Body::People(people) => {
                for gone in people.left.iter().chain(&people.lost) {
                    self.here.remove(&gone.who);
                }
                for Author { who, name } in &people.came {
                    self.here.insert(*who, name.clone());
                }
            }
            Body::Named { name } => {
                if let Some(called) = event.by.as_ref().and_then(|by| self.here.get_mut(&by.who)) {
                    called.clone_from(name);
                }
            }
            Body::Said { .. }
            | Body::Did { .. }
            | Body::Edited { .. }
            | Body::Withdrawn { .. }
            | Body::Erased { .. }
            | Body::Other(_) => {}
        }
    }

    /// The people after `after`, at most `count`, in the order of their numbers.
    #[must_use]
    pub fn people(&self, after: Option<PersonId>, count: usize) -> Vec<Author> {
        use std::ops::Bound::{Excluded, Unbounded};
        let from = after.map_or(Unbounded, Excluded);
        self.here
            .range((from, Unbounded))
            .take(count)
            .map(|(who, name)| Author { who: *who, name: name.clone() })
            .collect()
    }
}
