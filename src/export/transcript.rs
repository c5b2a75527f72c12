//! What people read of a log: edits folded into the messages they change, withdrawals in the place of what they took.
//! How it looks on a page is for each format to say.

use std::collections::HashMap;

use super::kept::{ExportError, Kept};
use super::quote::Quote;
use crate::room::sentence::{PLAINLY, Telling};
use crate::room::{Author, Body, Event, EventId, Seq, Text, Title, Topic};

/// How much of an unknown kind's name is shown.
const KIND_CHARS: usize = 40;

/// A log as it is told.
pub(super) struct Transcript<'a> {
    kept: &'a Kept<'a>,
    /// What became of messages, until they are told. Only edits and withdrawals take memory, and little of it.
    changes: HashMap<EventId, Change>,
    /// The messages that are replied to, as far as they were told.
    quotes: HashMap<EventId, Option<Quote>>,
    pub(super) title: Option<Title>,
    pub(super) topic: Topic,
    /// When the first and the last event were.
    pub(super) span: Option<(u64, u64)>,
}

/// What became of a message.
#[derive(Clone, Copy)]
enum Change {
    /// Its newest words are those of this event.
    Edited(Seq),
    Withdrawn(Seq),
}

/// One thing to tell.
#[derive(Clone)]
pub(super) enum Item<'a> {
    Said {
        text: Text,
        edited: bool,
        /// What it replies to, where that is here.
        answers: Option<Quote>,
    },
    Did {
        text: Text,
        edited: bool,
    },
    /// It was taken back, or removed by this one.
    Removed(Option<Author>),
    /// Of what an event tells, so much: an event of moves may tell three things.
    Happened(&'a Event, usize),
    Unknown(&'a str),
}

impl<'a> Transcript<'a> {
    /// Goes through the log once, for all that must be known beforehand.
    pub(super) fn read(kept: &'a Kept<'a>) -> Result<Self, ExportError> {
        let (title, topic) = kept.state()?.map(|state| (state.title, state.topic)).unwrap_or_default();
        let mut transcript = Self { kept, changes: HashMap::new(), quotes: HashMap::new(), title, topic, span: None };
        kept.each(|event| {
            let begun = transcript.span.map_or(event.at, |(first, _)| first);
            transcript.span = Some((begun, event.at));
            match &event.body {
                Body::Titled { title } => transcript.title = Some(title.clone()),
                Body::Replied { to, .. } => {
                    transcript.quotes.insert(*to, None);
                }
                Body::Topic { topic } => transcript.topic = topic.clone(),
                Body::Withdrawn { of } => {
                    transcript.changes.insert(*of, Change::Withdrawn(event.seq));
                }
                Body::Edited { of, .. } => {
                    let change = transcript.changes.entry(*of).or_insert(Change::Edited(event.seq));
                    if let Change::Edited(newest) = change {
                        *newest = event.seq;
                    }
                }
                _ => {}
            }
            Ok(())
        })?;
        Ok(transcript)
    }

    /// What there is to tell when the telling comes to this event. Events must come in order.
    pub(super) fn items<'e>(&mut self, event: &'e Event) -> Result<Vec<Item<'e>>, ExportError> {
        Ok(match &event.body {
            Body::Said { text } => vec![self.message(event, text, |text, edited| Item::said(text, edited, None))?],
            Body::Replied { to, text } => {
                let answers = self.quotes.get(to).cloned().flatten();
                vec![self.message(event, text, |text, edited| Item::said(text, edited, answers))?]
            }
            Body::Did { text } => vec![self.message(event, text, |text, edited| Item::Did { text, edited })?],
            Body::Erased { of: None, by } => {
                self.changes.remove(&event.id);
                self.remember(event.id, Quote::deleted);
                vec![Item::Removed(by.clone())]
            }
            // It was an edit. What became of its message is told once.
            Body::Erased { of: Some(_), .. } | Body::Reacted { .. } => Vec::new(),
            // A change still waits if its message is not here, as in a copy with gaps. Then it stands alone.
            Body::Edited { of, text } => match self.changes.get(of) {
                Some(Change::Edited(newest)) if *newest == event.seq => {
                    self.changes.remove(of);
                    vec![Item::said(text.clone(), true, None)]
                }
                _ => Vec::new(),
            },
            Body::Withdrawn { of } => self.changes.remove(of).map(|_| Item::Removed(None)).into_iter().collect(),
            Body::Other(_) => vec![Item::Unknown(event.body.kind())],
            Body::Titled { .. }
            | Body::Topic { .. }
            | Body::Memory { .. }
            | Body::Named { .. }
            | Body::Damaged {}
            | Body::People(_)
            | Body::Direct { .. }
            | Body::Gone {}
            | Body::Act(_) => {
                let told = PLAINLY.tell(event).len();
                (0..told).map(|nth| Item::Happened(event, nth)).collect()
            }
        })
    }

    /// A message as it was left.
    fn message<'e>(
        &mut self,
        event: &Event,
        first: &Text,
        told: impl FnOnce(Text, bool) -> Item<'e>,
    ) -> Result<Item<'e>, ExportError> {
        let newest = match self.changes.remove(&event.id) {
            None => {
                self.remember(event.id, || Quote::of(event.by.as_ref(), first));
                return Ok(told(first.clone(), false));
            }
            Some(Change::Withdrawn(seq)) => {
                self.remember(event.id, Quote::deleted);
                return Ok(Item::Removed(self.kept.one(seq)?.and_then(|event| event.by)));
            }
            // Gone by now if it was withdrawn while this is being written.
            Some(Change::Edited(seq)) => self.kept.one(seq)?,
        };
        Ok(if let Some(text) = newest.as_ref().and_then(|event| event.body.text()) {
            self.remember(event.id, || Quote::of(event.by.as_ref(), text));
            told(text.clone(), true)
        } else {
            self.remember(event.id, Quote::deleted);
            Item::Removed(None)
        })
    }

    /// A message was told. Where it is replied to, its first words are needed again.
    fn remember(&mut self, id: EventId, quote: impl FnOnce() -> Quote) {
        if let Some(replied_to) = self.quotes.get_mut(&id) {
            *replied_to = Some(quote());
        }
    }
}

impl Item<'_> {
    const fn said(text: Text, edited: bool, answers: Option<Quote>) -> Self {
        Self::Said { text, edited, answers }
    }

    /// It in a sentence. `show` writes words of people so that they stay apart from ours.
    pub(super) fn sentence(&self, by: Option<&Author>, show: impl Fn(&str) -> String) -> String {
        let telling = Telling { show: &show, names: usize::MAX };
        let name = by.map_or_else(|| "The host".to_owned(), |by| show(by.name.as_str()));
        match self {
            Self::Said { text, .. } => format!("{name}: {}", show(text.as_str())),
            Self::Did { text, .. } => format!("{name} {}", show(text.as_str())),
            Self::Removed(remover) => telling.removed(by, remover.as_ref()),
            Self::Happened(event, nth) => telling.tell(event).into_iter().nth(*nth).unwrap_or_default(),
            Self::Unknown(kind) => {
                // Nothing is known of it, not even that it is one line.
                let kind: String = kind.chars().filter(|c| !c.is_control()).take(KIND_CHARS).collect();
                format!("(something from a newer Parlor: {})", show(&kind))
            }
        }
    }
}
