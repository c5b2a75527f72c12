//! A room that a text guest is in, as far as the door has to know it.

use crate::room::{Author, Body, Event, EventId, PersonId, Pins, Seq, Title, Topic};
use crate::wire::frame::Entered;

/// A room that a guest is in.
#[derive(Debug)]
pub struct Place {
    pub title: Title,
    pub topic: Topic,
    /// The other, where it is a direct talk.
    pub direct: Option<Author>,
    pub pinned: Pins,
    /// The newest event there was on coming in: what it did to the room is known.
    pub head: Seq,
    /// The newest message, whoever said it; of someone else; of one's own.
    pub newest: Option<EventId>,
    pub theirs: Option<EventId>,
    pub mine: Option<EventId>,
    /// What happened since one came in, until what was there before is shown.
    pub held: Option<Vec<Event>>,
}

impl Place {
    pub fn new(entered: &Entered, before: Option<&Self>, shows: bool) -> Self {
        Self {
            title: entered.title.clone(),
            topic: entered.topic.clone(),
            direct: entered.direct.clone(),
            pinned: entered.pinned.clone(),
            head: entered.head,
            newest: before.and_then(|before| before.newest),
            theirs: before.and_then(|before| before.theirs),
            mine: before.and_then(|before| before.mine),
            held: shows.then(Vec::new),
        }
    }

    /// Takes note of something that happened.
    pub fn note(&mut self, event: &Event, me: PersonId) {
        let news = event.seq > self.head;
        if news {
            self.pinned.apply(&event.body);
        }
        match &event.body {
            Body::Topic { topic } if news => self.topic = topic.clone(),
            Body::Titled { title } if news => self.title = title.clone(),
            Body::Withdrawn { of } => {
                for known in [&mut self.newest, &mut self.theirs, &mut self.mine] {
                    *known = known.filter(|known| known != of);
                }
            }
            Body::Named { name } => {
                if let (Some(other), Some(by)) = (&mut self.direct, &event.by)
                    && other.who == by.who
                {
                    other.name = name.clone();
                }
            }
            body if body.is_message() => {
                self.newest = Some(event.id);
                match &event.by {
                    Some(by) if by.who == me => self.mine = Some(event.id),
                    _ => self.theirs = Some(event.id),
                }
            }
            _ => {}
        }
    }
}
