//! The messages that were shown of late, for a reaction or a deletion to be told with the one it is about. Such an event has
//! only its id.

use std::collections::VecDeque;
use std::io;

use jiff::tz::TimeZone;

use super::{print_about, shortened};
use crate::room::{Author, Body, Event, EventId, Seq, Text};

/// How many characters of a message are told with a reaction to it.
const WORDS: usize = 30;

/// The newest messages that were shown, and no more than so many.
#[derive(Debug)]
pub struct RecentMessages {
    most: usize,
    messages: VecDeque<ShownMessage>,
}

/// A message that was shown.
#[derive(Clone, Debug)]
pub struct ShownMessage {
    id: EventId,
    seq: Seq,
    /// Who said it.
    pub by: Option<Author>,
    /// When.
    pub at: u64,
    did: bool,
    /// The beginning of what it says; nothing once it was deleted.
    text: Option<Box<str>>,
}

impl RecentMessages {
    /// None yet, and never more than `most`.
    #[must_use]
    pub const fn new(most: usize) -> Self {
        Self { most, messages: VecDeque::new() }
    }

    /// Notes a message that is shown, or a change to one.
    pub fn note(&mut self, event: &Event) {
        match &event.body {
            Body::Edited { of, text } => {
                if let Some(message) = self.find_mut(*of).filter(|message| message.text.is_some()) {
                    message.text = Some(beginning(text));
                }
            }
            Body::Withdrawn { of } => {
                if let Some(message) = self.find_mut(*of) {
                    message.text = None;
                }
            }
            Body::Erased { of: None, .. } => self.add(event, None),
            body if body.is_message() => self.add(event, body.text()),
            _ => {}
        }
    }

    fn add(&mut self, event: &Event, text: Option<&Text>) {
        if self.find(event.id).is_some() {
            return;
        }
        if self.messages.len() == self.most {
            self.messages.pop_front();
        }
        self.messages.push_back(ShownMessage {
            id: event.id,
            seq: event.seq,
            by: event.by.clone(),
            at: event.at,
            did: matches!(event.body, Body::Did { .. }),
            text: text.map(beginning),
        });
    }

    /// The message that an event is about, if it is among them.
    #[must_use]
    pub fn about(&self, event: &Event) -> Option<&ShownMessage> {
        self.find(is_about(event)?)
    }

    /// Prints what happened as [`print`](super::print) does, with the message it is about where that is known.
    ///
    /// # Errors
    /// It can't be written.
    pub fn print(
        &self,
        out: &mut (impl io::Write + ?Sized),
        event: &Event,
        zone: &TimeZone,
        before: &str,
    ) -> io::Result<()> {
        print_about(out, event, self.about(event), zone, before)
    }

    /// Forgets the messages before one.
    pub fn forget_before(&mut self, first: Seq) {
        self.messages.retain(|message| message.seq >= first);
    }

    fn find(&self, id: EventId) -> Option<&ShownMessage> {
        self.messages.iter().rev().find(|message| message.id == id)
    }

    fn find_mut(&mut self, id: EventId) -> Option<&mut ShownMessage> {
        self.messages.iter_mut().rev().find(|message| message.id == id)
    }
}

impl ShownMessage {
    /// Its first words, in quotes.
    #[must_use]
    pub fn quoted(&self) -> Option<String> {
        let text = self.text.as_ref()?.replace('\n', " ");
        let text = match self.by.as_ref().filter(|_| self.did) {
            Some(by) => format!("{} {text}", by.name),
            None => text,
        };
        Some(format!("“{}”", shortened(&text, WORDS)))
    }
}

/// As much of a message as may be told, and a little more, by which it shows that there was more.
fn beginning(text: &Text) -> Box<str> {
    text.as_str().chars().take(2 * WORDS).collect::<String>().into()
}

/// The message that an event is told with: a reaction or a deletion.
#[must_use]
pub const fn is_about(event: &Event) -> Option<EventId> {
    match event.body {
        Body::Reacted { of, off: false, .. } | Body::Withdrawn { of } => Some(of),
        _ => None,
    }
}
