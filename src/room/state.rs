//! The room's state: its log, folded. Everyone who folds the same events holds the same state.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::act::{Access, Act};
use super::author::Author;
use super::body::Body;
use super::event::Event;
use super::ids::{PersonId, Seq};
use super::memory::Memory;
use super::name::Name;
use super::pins::Pins;
use super::roles::Rank;
use super::title::{Title, Topic};

/// What a room's events add up to. It is flat, as it is written down: each field is what one kind of event says.
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
    /// Its operators.
    #[serde(default)]
    pub operators: BTreeMap<PersonId, Name>,
    /// Whoever made it, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maker: Option<PersonId>,
    /// Those who may not speak.
    #[serde(default)]
    pub muted: BTreeMap<PersonId, Mute>,
    /// Those who were invited.
    #[serde(default)]
    pub invited: BTreeMap<PersonId, Name>,
    /// Those who deleted their account.
    #[serde(default)]
    pub gone: BTreeMap<PersonId, Name>,
    /// Who may come in.
    #[serde(default)]
    pub access: Access,
    /// Seconds that each waits between two messages.
    #[serde(default)]
    pub slow: u32,
    /// Whether only operators may speak.
    #[serde(default)]
    pub locked: bool,
    /// Whether nothing can be added.
    #[serde(default)]
    pub archived: bool,
    /// What is pinned.
    #[serde(default)]
    pub pinned: Pins,
    /// The two, where this is a direct talk.
    #[serde(default)]
    pub between: Option<[Author; 2]>,
    /// What it keeps.
    #[serde(default)]
    pub memory: Memory,
    /// The oldest event that is still kept, or will be the next. No event says so: it is for whoever erases the others.
    #[serde(default = "State::beginning")]
    pub first: Seq,
    /// Whether there is no such room any more. No event says so: it is for whoever erases what is left of it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deleted: bool,
}

/// That someone may not speak.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mute {
    /// What they are called.
    pub name: Name,
    /// Until when; until it is taken back where there is no end.
    #[serde(default)]
    pub until: Option<u64>,
}

impl Default for State {
    fn default() -> Self {
        Self {
            head: Seq::START,
            at: 0,
            title: None,
            topic: Topic::default(),
            here: BTreeMap::new(),
            operators: BTreeMap::new(),
            maker: None,
            muted: BTreeMap::new(),
            invited: BTreeMap::new(),
            gone: BTreeMap::new(),
            access: Access::default(),
            slow: 0,
            locked: false,
            archived: false,
            pinned: Pins::default(),
            between: None,
            memory: Memory::default(),
            first: Self::beginning(),
            deleted: false,
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
        self.pinned.apply(&event.body);
        match &event.body {
            Body::Titled { title } => self.title = Some(title.clone()),
            Body::Topic { topic } => self.topic = topic.clone(),
            Body::Memory { memory } => self.memory = *memory,
            // Nobody makes themselves an operator but whoever makes a room.
            Body::Act(act @ Act::Opped { whom }) if event.by.as_ref() == Some(whom) => {
                self.maker = Some(whom.who);
                self.apply_act(act);
            }
            Body::People(people) => {
                for gone in people.left.iter().chain(&people.lost) {
                    self.here.remove(&gone.who);
                }
                for Author { who, name } in &people.came {
                    self.here.insert(*who, name.clone());
                }
            }
            Body::Named { name } => {
                if let Some(by) = &event.by {
                    self.call(by.who, name);
                }
            }
            Body::Direct { between } => self.between = Some(between.clone()),
            Body::Gone {} => {
                if let Some(Author { who, name }) = &event.by {
                    self.operators.remove(who);
                    self.invited.remove(who);
                    self.gone.insert(*who, name.clone());
                }
            }
            Body::Act(act) => self.apply_act(act),
            Body::Said { .. }
            | Body::Did { .. }
            | Body::Replied { .. }
            | Body::Reacted { .. }
            | Body::Edited { .. }
            | Body::Withdrawn { .. }
            | Body::Erased { .. }
            | Body::Damaged {}
            | Body::Other(_) => {}
        }
    }

    fn apply_act(&mut self, act: &Act) {
        match act {
            Act::Opped { whom: Author { who, name } } => {
                self.operators.insert(*who, name.clone());
                self.muted.remove(who);
            }
            Act::Deopped { whom } => {
                self.operators.remove(&whom.who);
            }
            Act::Muted { whom: Author { who, name }, until, .. } => {
                // Those that ended are of no use, and would fill the list.
                let at = self.at;
                self.muted.retain(|_, mute| mute.until.is_none_or(|until| at < until));
                self.muted.insert(*who, Mute { name: name.clone(), until: *until });
            }
            Act::Unmuted { whom } => {
                self.muted.remove(&whom.who);
            }
            Act::Kicked { whom, .. } => {
                self.here.remove(&whom.who);
            }
            Act::Banned { whom, .. } => {
                self.here.remove(&whom.who);
                self.invited.remove(&whom.who);
            }
            Act::Unbanned { .. } => {}
            Act::Invited { whom: Author { who, name } } => {
                self.invited.insert(*who, name.clone());
            }
            Act::Uninvited { whom } => {
                self.invited.remove(&whom.who);
            }
            Act::Slowed { seconds } => self.slow = *seconds,
            Act::Locked {} => self.locked = true,
            Act::Unlocked {} => self.locked = false,
            Act::Archived {} => self.archived = true,
            Act::Reopened {} => self.archived = false,
            Act::Opened { to } => self.access = *to,
            // Folded in by themselves, as whoever shows the room does it as well.
            Act::Pinned { .. } | Act::Unpinned { .. } => {}
        }
    }

    /// What was before `first` is not kept any more, and can't be pinned either.
    pub fn forget_before(&mut self, first: Seq) {
        self.first = first;
        self.pinned.forget_before(first);
    }

    /// Someone is called otherwise from now on, wherever they stand.
    fn call(&mut self, who: PersonId, name: &Name) {
        let mute = self.muted.get_mut(&who).map(|mute| &mut mute.name);
        let lists = [&mut self.here, &mut self.operators, &mut self.invited];
        let called = lists.into_iter().filter_map(|list| list.get_mut(&who)).chain(mute);
        called.for_each(|called| called.clone_from(name));
        for author in self.between.iter_mut().flatten().filter(|author| author.who == who) {
            author.name.clone_from(name);
        }
    }

    /// Whether this is the direct talk of two.
    #[must_use]
    pub const fn is_direct(&self) -> bool {
        self.between.is_some()
    }

    /// Whether someone is one of the two whose talk this is.
    #[must_use]
    pub fn is_between(&self, who: PersonId) -> bool {
        self.between.iter().flatten().any(|author| author.who == who)
    }

    /// What someone is here who is `rank` in the house.
    #[must_use]
    pub fn rank(&self, who: PersonId, rank: Rank) -> Rank {
        if self.operators.contains_key(&who) { rank.max(Rank::Operator) } else { rank }
    }

    /// Whether someone may not speak at this time, and until when.
    #[must_use]
    pub fn mute(&self, who: PersonId, now: u64) -> Option<&Mute> {
        self.muted.get(&who).filter(|mute| mute.until.is_none_or(|until| now < until))
    }

    /// The same for someone of this rank here, whose key leads to these as well: another name helps nobody but those who
    /// keep the room.
    #[must_use]
    pub fn mute_of(&self, who: PersonId, also: &[PersonId], rank: Rank, now: u64) -> Option<&Mute> {
        let also = if rank < Rank::Operator { also } else { &[] };
        self.mute(who, now).or_else(|| also.iter().find_map(|who| self.mute(*who, now)))
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
