//! What is remembered of a room for whoever types there: which messages `/reply`, `/withdraw`, `/pin` and the like mean, and
//! what the room is called and about.

use super::own_messages::OwnMessages;
use crate::room::{Act, Author, Body, Event, EventId, Memory, Name, PersonId, Pins, Rank, Seq, Title, Topic};
use crate::wire::frame::Entered;

/// A room that one is in, as far as commands have to know it.
#[derive(Debug)]
pub struct RoomNotes {
    /// Its title. Of a direct talk, the name of the other.
    pub title: Title,
    /// Its topic.
    pub topic: Topic,
    /// The other, where it is a direct talk.
    pub direct: Option<Author>,
    /// The newest event there was on coming in: what it did to the room was told by then.
    pub head: Seq,
    /// What one is here.
    pub rank: Rank,
    /// What it keeps.
    pub memory: Memory,
    /// What is pinned.
    pub pinned: Pins,
    /// The newest message, whoever said it.
    pub newest: Option<EventId>,
    /// The newest message of someone else.
    pub theirs: Option<EventId>,
    /// The newest messages of one's own.
    pub mine: OwnMessages,
}

impl RoomNotes {
    /// A room as it was met, and what was known of it `before`.
    #[must_use]
    pub fn of(entered: &Entered, before: Option<&Self>) -> Self {
        let Entered { title, topic, direct, head, rank, memory, pinned, .. } = entered.clone();
        Self {
            title,
            topic,
            direct,
            head,
            rank,
            memory,
            pinned,
            newest: before.and_then(|before| before.newest),
            theirs: before.and_then(|before| before.theirs),
            mine: before.map(|before| before.mine.clone()).unwrap_or_default(),
        }
    }

    /// Takes note of something that happened in it.
    pub fn note(&mut self, event: &Event, me: PersonId) {
        if event.seq > self.head {
            self.pinned.apply(&event.body);
        }
        match &event.body {
            Body::Topic { topic } if event.seq > self.head => self.topic = topic.clone(),
            Body::Titled { title } if event.seq > self.head => self.title = title.clone(),
            Body::Memory { memory } if event.seq > self.head => self.memory = *memory,
            Body::Named { name } if event.seq > self.head => self.rename(event, name),
            Body::Act(act) if event.seq > self.head => self.note_rank(act, me),
            Body::Withdrawn { of } => {
                for known in [&mut self.newest, &mut self.theirs] {
                    *known = known.filter(|known| known != of);
                }
                self.mine.forget(*of);
            }
            body if body.is_message() => {
                self.newest = Some(event.id);
                match &event.by {
                    Some(by) if by.who == me => self.mine.add(event.id),
                    _ => self.theirs = Some(event.id),
                }
            }
            _ => {}
        }
    }

    fn note_rank(&mut self, act: &Act, me: PersonId) {
        match act {
            Act::Opped { whom } if whom.who == me => self.rank = self.rank.max(Rank::Operator),
            // What they are in the house, they stay.
            Act::Deopped { whom } if whom.who == me => self.rank = Rank::Guest,
            _ => {}
        }
    }

    fn rename(&mut self, event: &Event, name: &Name) {
        let Some(other) = &mut self.direct else { return };
        if event.by.as_ref().is_some_and(|by| by.who == other.who) {
            other.name = name.clone();
            if let Ok(title) = Title::parse(name.as_str()) {
                self.title = title;
            }
        }
    }
}
