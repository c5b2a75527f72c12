//! What happened, in a sentence, for windows, terminals and exports alike. Words of people are told by their own rows.

use std::collections::BTreeMap;

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
            Body::Titled { title } => format!("{name} named the room {}", (self.show)(title.as_str())),
            Body::Topic { topic } if topic.is_empty() => format!("{name} removed the topic"),
            Body::Topic { topic } => format!("{name} set the topic: {}", (self.show)(topic.as_str())),
            Body::Memory { memory } => format!("{name} changed how long messages are kept: {}", memory.words()),
            Body::Named { name: new } => format!("{name} is now called {}", (self.show)(new.as_str())),
            Body::People(people) => return self.moves(people),
            Body::Erased { of: None, by } => self.removed(event.by.as_ref(), by.as_ref()),
            Body::Direct { between: [one, other] } => {
                format!("Direct messages between {} and {}", self.name(Some(one)), self.name(Some(other)))
            }
            Body::Gone {} => format!("{name} deleted their account"),
            Body::Damaged {} => "Something here can't be read: the host's stored data is damaged".to_owned(),
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
            None => format!("{of} deleted a message"),
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
            Act::Opped { .. } if whom == name => format!("{name} is now an operator"),
            Act::Opped { .. } => format!("{name} made {whom} an operator"),
            Act::Deopped { .. } if whom == name => format!("{name} is no longer an operator"),
            Act::Deopped { .. } => format!("{name} removed {whom} as operator"),
            Act::Muted { until, why, .. } => format!("{name} muted {whom}{}{}", for_how_long(until), because(why)),
            Act::Unmuted { .. } => format!("{name} unmuted {whom}"),
            Act::Kicked { why, .. } => format!("{name} kicked {whom}{}", because(why)),
            Act::Banned { until, why, reach, house, .. } => {
                let from = if *house { " from all rooms" } else { "" };
                let others = match reach {
                    Reach::Person => "",
                    Reach::Address => " and their address",
                    Reach::Subnet => " and their network",
                };
                format!("{name} banned {whom}{others}{from}{}{}", for_how_long(until), because(why))
            }
            Act::Unbanned { house: true, .. } => format!("{name} unbanned {whom} from all rooms"),
            Act::Unbanned { .. } => format!("{name} unbanned {whom}"),
            Act::Invited { .. } => format!("{name} invited {whom}"),
            Act::Uninvited { .. } => format!("{name} uninvited {whom}"),
            Act::Slowed { seconds: 0 } => format!("{name} turned slow mode off"),
            Act::Slowed { seconds } => {
                let every = uncounted(0, u64::from(*seconds) * 1000);
                format!("{name} turned slow mode on: one message every {every}")
            }
            Act::Pinned { .. } => format!("{name} pinned a message"),
            Act::Unpinned { .. } => format!("{name} unpinned a message"),
            Act::Locked {} => format!("{name} locked the room: only operators can write"),
            Act::Unlocked {} => format!("{name} unlocked the room: everyone can write"),
            Act::Archived {} => format!("{name} archived the room: it is read-only now"),
            Act::Reopened {} => format!("{name} reopened the room"),
            Act::Opened { to: Access::Everyone } => format!("{name} opened the room to everyone"),
            Act::Opened { to: Access::Password } => format!("{name} protected the room with a password"),
            Act::Opened { to: Access::Invited } => format!("{name} made the room invite-only"),
        }
    }

    fn moves(&self, people: &People) -> Vec<String> {
        // Who came and left in one second left first: that is how the room's state reads it.
        let gone = [(&people.left, "left"), (&people.lost, "lost connection")];
        let told = gone.into_iter().filter(|(who, _)| !who.is_empty());
        let mut told: Vec<String> = told.map(|(who, how)| format!("{} {how}", self.listed(who))).collect();
        let mut came: BTreeMap<Option<&str>, Vec<Author>> = BTreeMap::new();
        for author in &people.came {
            came.entry(people.door_label(author.who)).or_default().push(author.clone());
        }
        told.extend(came.into_iter().map(|(door, who)| match door {
            None => format!("{} joined", self.listed(&who)),
            Some(door) => format!("{} joined ({door})", self.listed(&who)),
        }));
        told
    }

    /// `Ada, Ken and Bob`, and no more than a few.
    fn listed(&self, people: &[Author]) -> String {
        let mut names: Vec<String> = people.iter().take(self.names).map(|person| self.name(Some(person))).collect();
        match people.len().saturating_sub(self.names) {
            0 => {}
            1 => names.push("1 more".to_owned()),
            more => names.push(format!("{more} more")),
        }
        match (names.pop(), names.as_slice()) {
            (None, _) => String::new(),
            (Some(last), []) => last,
            (Some(last), before) => format!("{} and {last}", before.join(", ")),
        }
    }

    fn name(&self, who: Option<&Author>) -> String {
        who.map_or_else(|| "The host".to_owned(), |who| (self.show)(who.name.as_str()))
    }
}
