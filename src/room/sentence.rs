//! What happened, in a sentence, for windows, terminals and exports alike. Words of people are told by their own rows.

use super::act::{Access, Act, Reach};
use super::author::Author;
use super::body::{Body, People};
use super::event::Event;
use super::reason::Reason;
use super::span::{span, uncounted};

/// How a sentence is told.
pub struct Telling<'a> {
    /// Writes words of people so that they stay apart from ours.
    pub show: &'a dyn Fn(&str) -> String,
    /// How many names of one coming or going are told.
    pub names: usize,
}

/// As it is, with every name.
pub const PLAINLY: Telling<'static> = Telling { show: &|words| words.to_owned(), names: usize::MAX };

impl Telling<'_> {
    /// An event in sentences without an end; nothing where it is words, changes some, or shows elsewhere.
    #[must_use]
    pub fn tell(&self, event: &Event) -> Vec<String> {
        let name = self.name(event.by.as_ref());
        let one = match &event.body {
            Body::Titled { title } if event.by.is_none() => {
                format!("The room is called {}", (self.show)(title.as_str()))
            }
            Body::Titled { title } => format!("{name} called the room {}", (self.show)(title.as_str())),
            Body::Topic { topic } if topic.is_empty() => format!("{name} took the topic away"),
            Body::Topic { topic } => format!("{name} set the topic: {}", (self.show)(topic.as_str())),
            Body::Memory { memory } => format!("{name} decided that this room keeps {}", memory.words()),
            Body::Named { name: new } => format!("{name} is now called {}", (self.show)(new.as_str())),
            Body::People(people) => return self.moves(people),
            Body::Erased { of: None, by } => self.removed(event.by.as_ref(), by.as_ref()),
            Body::Direct { between: [one, other] } => {
                format!("{} and {} talk here", self.name(Some(one)), self.name(Some(other)))
            }
            Body::Gone {} => format!("{name} deleted their account"),
            Body::Act(act) => self.act(act, &name, event.at),
            Body::Said { .. }
            | Body::Did { .. }
            | Body::Replied { .. }
            | Body::Reacted { .. }
            | Body::Edited { .. }
            | Body::Withdrawn { .. }
            | Body::Erased { of: Some(_), .. }
            | Body::Other(_) => return Vec::new(),
        };
        vec![one]
    }

    /// That a message is there no longer: its author took it back, or `remover` removed it.
    #[must_use]
    pub fn removed(&self, author: Option<&Author>, remover: Option<&Author>) -> String {
        let of = self.name(author);
        match remover.filter(|remover| Some(remover.who) != author.map(|author| author.who)) {
            None => format!("{of} took a message back"),
            Some(remover) => format!("{} removed a message by {of}", self.name(Some(remover))),
        }
    }

    fn act(&self, act: &Act, name: &str, at: u64) -> String {
        let whom = act.whom().map(|whom| self.name(Some(whom))).unwrap_or_default();
        let for_how_long =
            |until: &Option<u64>| until.map_or_else(String::new, |until| format!(" for {}", span(at, until)));
        let because = |why: &Option<Reason>| {
            why.as_ref().map_or_else(String::new, |why| format!(": {}", (self.show)(why.as_str())))
        };
        match act {
            Act::Opped { .. } if whom == name => format!("{name} keeps this room"),
            Act::Opped { .. } => format!("{name} made {whom} an operator"),
            Act::Deopped { .. } if whom == name => format!("{name} is no longer an operator"),
            Act::Deopped { .. } => format!("{name} took the rank of operator from {whom}"),
            Act::Muted { until, why, .. } => format!("{name} muted {whom}{}{}", for_how_long(until), because(why)),
            Act::Unmuted { .. } => format!("{name} let {whom} speak again"),
            Act::Kicked { why, .. } => format!("{name} put {whom} out{}", because(why)),
            Act::Banned { until, why, reach, house, .. } => {
                let from = if *house { " from the house" } else { "" };
                let others = match reach {
                    Reach::Person => "",
                    Reach::Address => ", with their address",
                    Reach::Subnet => ", with their part of the network",
                };
                format!("{name} banned {whom}{from}{}{others}{}", for_how_long(until), because(why))
            }
            Act::Unbanned { house: true, .. } => format!("{name} let {whom} into the house again"),
            Act::Unbanned { .. } => format!("{name} let {whom} in again"),
            Act::Invited { .. } => format!("{name} invited {whom}"),
            Act::Slowed { seconds: 0 } => format!("{name} ended the slow mode"),
            Act::Slowed { seconds } => {
                let every = uncounted(0, u64::from(*seconds) * 1000);
                format!("{name} made the room slow: one message every {every}")
            }
            Act::Pinned { .. } => format!("{name} pinned a message"),
            Act::Unpinned { .. } => format!("{name} unpinned a message"),
            Act::Locked {} => format!("{name} locked the room: only operators can speak"),
            Act::Unlocked {} => format!("{name} unlocked the room: everyone can speak"),
            Act::Archived {} => format!("{name} archived the room: it can only be read"),
            Act::Reopened {} => format!("{name} took the room into use again"),
            Act::Opened { to: Access::Everyone } => format!("{name} opened the room to everyone in the house"),
            Act::Opened { to: Access::Password } => format!("{name} gave the room a password"),
            Act::Opened { to: Access::Invited } => format!("{name} opened the room only to those who are invited"),
        }
    }

    fn moves(&self, people: &People) -> Vec<String> {
        let People { came, left, lost } = people;
        // Who came and left in one second left first: that is how the room's state reads it.
        let moves = [(left, "left"), (lost, "lost connection"), (came, "came in")];
        let told = moves.into_iter().filter(|(who, _)| !who.is_empty());
        told.map(|(who, how)| format!("{} {how}", self.listed(who))).collect()
    }

    /// `Ada, Ken and Bob`, and no more than a few.
    fn listed(&self, people: &[Author]) -> String {
        let mut names: Vec<String> = people.iter().take(self.names).map(|person| self.name(Some(person))).collect();
        match people.len().saturating_sub(self.names) {
            0 => {}
            1 => names.push("one more".to_owned()),
            more => names.push(format!("{more} more")),
        }
        match (names.pop(), names.as_slice()) {
            (None, _) => String::new(),
            (Some(last), []) => last,
            (Some(last), before) => format!("{} and {last}", before.join(", ")),
        }
    }

    fn name(&self, who: Option<&Author>) -> String {
        who.map_or_else(|| "The house".to_owned(), |who| (self.show)(who.name.as_str()))
    }
}
