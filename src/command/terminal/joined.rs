//! A room that one is in, as far as a terminal has to know it.

use parlor::room::{Author, Body, Event, EventId, Name, Pins, Seq, Title, Topic};
use parlor::wire::frame::Entered;

/// A room that one is in.
#[derive(Debug)]
pub struct JoinedRoom {
    pub title: Title,
    pub topic: Topic,
    /// The other, where it is a direct talk.
    pub direct: Option<Author>,
    /// The newest event there was on coming in, and the last one that was shown or passed over.
    pub head: Seq,
    pub shown: Seq,
    /// The last one that the house knows to be read.
    pub read: Seq,
    /// What is pinned.
    pub pinned: Pins,
    /// The newest message, whoever said it.
    pub newest: Option<EventId>,
    /// The newest message of someone else, and of one's own.
    pub theirs: Option<EventId>,
    pub mine: Option<EventId>,
}

impl JoinedRoom {
    /// A room as it was met. What was shown of it `before` is not shown again.
    pub fn of(entered: &Entered, before: Option<&Self>) -> Self {
        let Entered { title, topic, direct, head, after, pinned, yours, .. } = entered.clone();
        Self {
            title,
            topic,
            direct,
            head,
            shown: after,
            read: yours.read,
            pinned,
            newest: before.and_then(|before| before.newest),
            theirs: before.and_then(|before| before.theirs),
            mine: before.and_then(|before| before.mine),
        }
    }

    /// Takes note of something that happened in it.
    pub fn note(&mut self, event: &Event, me: &Author) {
        if event.seq > self.head {
            self.pinned.apply(&event.body);
        }
        match &event.body {
            Body::Withdrawn { of } if self.newest == Some(*of) => self.newest = None,
            body if body.is_message() => self.newest = Some(event.id),
            _ => {}
        }
        match &event.body {
            // What was so before one came in was told by then.
            Body::Topic { topic } if event.seq > self.head => self.topic = topic.clone(),
            Body::Titled { title } if event.seq > self.head => self.title = title.clone(),
            Body::Named { name } if event.seq > self.head => self.rename(event, name),
            Body::Withdrawn { of } if self.mine == Some(*of) => self.mine = None,
            Body::Withdrawn { of } if self.theirs == Some(*of) => self.theirs = None,
            body if body.is_message() => match &event.by {
                Some(by) if by.who == me.who => self.mine = Some(event.id),
                _ => self.theirs = Some(event.id),
            },
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
