//! What people read of a log: edits folded into the messages they change, withdrawals in the place of what they took.
//! How it looks on a page is for each format to say.

use std::collections::HashMap;

use super::{ExportError, Kept};
use crate::room::{Author, Body, Event, EventId, Memory, Name, People, Seq, Text, Title, Topic};

/// How much of an unknown kind's name is shown.
const KIND_CHARS: usize = 40;

/// A log as it is told.
pub(super) struct Story<'a> {
    kept: &'a Kept<'a>,
    /// What became of messages, until they are told. Only edits and withdrawals take memory, and little of it.
    changes: HashMap<EventId, Change>,
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
    Withdrawn,
}

/// One thing to tell.
#[derive(Clone)]
pub(super) enum Moment<'a> {
    Said { text: Text, edited: bool },
    Did { text: Text, edited: bool },
    TookBack,
    Moved { who: &'a [Author], how: &'static str },
    Titled(&'a Title),
    Topic(&'a Topic),
    Memory(Memory),
    Named(&'a Name),
    Unknown(&'a str),
}

impl<'a> Story<'a> {
    /// Goes through the log once, for all that must be known beforehand.
    pub(super) fn read(kept: &'a Kept<'a>) -> Result<Self, ExportError> {
        let (title, topic) = kept.state()?.map(|state| (state.title, state.topic)).unwrap_or_default();
        let mut story = Self { kept, changes: HashMap::new(), title, topic, span: None };
        kept.each(|event| {
            let begun = story.span.map_or(event.at, |(first, _)| first);
            story.span = Some((begun, event.at));
            match &event.body {
                Body::Titled { title } => story.title = Some(title.clone()),
                Body::Topic { topic } => story.topic = topic.clone(),
                Body::Withdrawn { of } => {
                    story.changes.insert(*of, Change::Withdrawn);
                }
                Body::Edited { of, .. } => {
                    let change = story.changes.entry(*of).or_insert(Change::Edited(event.seq));
                    if let Change::Edited(newest) = change {
                        *newest = event.seq;
                    }
                }
                Body::Memory { .. }
                | Body::Named { .. }
                | Body::Said { .. }
                | Body::Did { .. }
                | Body::Erased { .. }
                | Body::People(_)
                | Body::Other(_) => {}
            }
            Ok(())
        })?;
        Ok(story)
    }

    /// What there is to tell when the telling comes to this event. Events must come in order.
    pub(super) fn moments<'e>(&mut self, event: &'e Event) -> Result<Vec<Moment<'e>>, ExportError> {
        Ok(match &event.body {
            Body::Titled { title } => vec![Moment::Titled(title)],
            Body::Topic { topic } => vec![Moment::Topic(topic)],
            Body::Memory { memory } => vec![Moment::Memory(*memory)],
            Body::Named { name } => vec![Moment::Named(name)],
            Body::People(People { came, left, lost }) => {
                // Who came and left in one second left first: that is how the room's state reads it.
                let moves = [(left, "left"), (lost, "lost connection"), (came, "came in")];
                moves
                    .into_iter()
                    .filter(|(who, _)| !who.is_empty())
                    .map(|(who, how)| Moment::Moved { who, how })
                    .collect()
            }
            Body::Said { text } => vec![self.message(event.id, text, |text, edited| Moment::Said { text, edited })?],
            Body::Did { text } => vec![self.message(event.id, text, |text, edited| Moment::Did { text, edited })?],
            Body::Erased { of: None } => {
                self.changes.remove(&event.id);
                vec![Moment::TookBack]
            }
            // It was an edit. What became of its message is told once.
            Body::Erased { of: Some(_) } => Vec::new(),
            // A change still waits if its message is not here, as in a copy with gaps. Then it stands alone.
            Body::Edited { of, text } => match self.changes.get(of) {
                Some(Change::Edited(newest)) if *newest == event.seq => {
                    self.changes.remove(of);
                    vec![Moment::Said { text: text.clone(), edited: true }]
                }
                _ => Vec::new(),
            },
            Body::Withdrawn { of } => self.changes.remove(of).map(|_| Moment::TookBack).into_iter().collect(),
            Body::Other(_) => vec![Moment::Unknown(kind(&event.body))],
        })
    }

    /// A message as it was left.
    fn message<'e>(
        &mut self,
        id: EventId,
        first: &Text,
        told: fn(Text, bool) -> Moment<'e>,
    ) -> Result<Moment<'e>, ExportError> {
        let newest = match self.changes.remove(&id) {
            None => return Ok(told(first.clone(), false)),
            Some(Change::Withdrawn) => None,
            // Gone by now if it was withdrawn while this is being written.
            Some(Change::Edited(seq)) => self.kept.one(seq)?,
        };
        Ok(match newest.as_ref().and_then(|event| event.body.text()) {
            Some(text) => told(text.clone(), true),
            None => Moment::TookBack,
        })
    }
}

impl Moment<'_> {
    /// It in a sentence. `show` writes words of people so that they stay apart from ours.
    pub(super) fn sentence(&self, by: Option<&Author>, show: impl Fn(&str) -> String) -> String {
        let name = by.map_or_else(|| "The house".to_owned(), |by| show(by.name.as_str()));
        match self {
            Self::Said { text, .. } => format!("{name}: {}", show(text.as_str())),
            Self::Did { text, .. } => format!("{name} {}", show(text.as_str())),
            Self::TookBack => format!("{name} took a message back"),
            Self::Moved { who, how } => {
                format!("{} {how}", listed(who.iter().map(|person| show(person.name.as_str())).collect()))
            }
            Self::Titled(title) if by.is_none() => format!("The room is called {}", show(title.as_str())),
            Self::Titled(title) => format!("{name} called the room {}", show(title.as_str())),
            Self::Topic(topic) if topic.is_empty() => format!("{name} took the topic away"),
            Self::Topic(topic) => format!("{name} set the topic: {}", show(topic.as_str())),
            Self::Memory(memory) => format!("{name} decided that this room keeps {}", memory.words()),
            Self::Named(new) => format!("{name} is now called {}", show(new.as_str())),
            Self::Unknown(kind) => {
                // Nothing is known of it, not even that it is one line.
                let kind: String = kind.chars().filter(|c| !c.is_control()).take(KIND_CHARS).collect();
                format!("(something a newer Parlor knows: {})", show(&kind))
            }
        }
    }
}

/// The kind of an event, as it is written.
pub(super) fn kind(body: &Body) -> &str {
    match body {
        Body::Titled { .. } => "titled",
        Body::Topic { .. } => "topic",
        Body::Memory { .. } => "memory",
        Body::Named { .. } => "named",
        Body::Said { .. } => "said",
        Body::Did { .. } => "did",
        Body::Edited { .. } => "edited",
        Body::Withdrawn { .. } => "withdrawn",
        Body::Erased { .. } => "erased",
        Body::People(_) => "people",
        Body::Other(map) => map.get("kind").and_then(|kind| kind.as_str()).unwrap_or("nameless"),
    }
}

/// `Ada, Ken and Bob`.
fn listed(mut names: Vec<String>) -> String {
    match (names.pop(), names.as_slice()) {
        (None, _) => String::new(),
        (Some(last), []) => last,
        (Some(last), before) => format!("{} and {last}", before.join(", ")),
    }
}
