//! What stands in one row: an event as it is shown, or something of one's own that is on its way.

use crate::app::markup::{self, Marked, Names};
use crate::guest::{Own, OwnState};
use crate::room::{Author, Body, Event, EventId, People, Text};

/// How many names of one coming or going are told.
const NAMES: usize = 6;

/// One row of the scrollback.
#[derive(Clone, Debug)]
pub struct Row {
    /// The id of its event.
    pub id: EventId,
    /// When, in milliseconds since 1970.
    pub at: u64,
    /// Who.
    pub by: Option<Author>,
    /// What.
    pub what: What,
    /// How far it got, where it is one's own and not yet kept.
    pub own: Option<OwnState>,
    /// Counts how often it changed, so that whoever measured it knows to do so again.
    pub version: u32,
}

/// What stands in a row.
#[derive(Clone, Debug)]
pub enum What {
    /// Words of a person.
    Said {
        /// The words.
        words: Marked,
        /// As they were written.
        source: Text,
        /// Whether they were put differently since.
        edited: bool,
    },
    /// What a person did, in their own words.
    Did {
        /// The words.
        words: Marked,
        /// As they were written.
        source: Text,
        /// Whether they were put differently since.
        edited: bool,
    },
    /// Something that happened.
    Note(String),
    /// Nothing to be shown.
    Nothing,
}

impl Row {
    /// An event as a row.
    #[must_use]
    pub fn of_event(event: &Event, names: &Names) -> Self {
        let what = match &event.body {
            Body::Said { text } => {
                What::Said { words: markup::parse(text.as_str(), names), source: text.clone(), edited: false }
            }
            Body::Did { text } => {
                What::Did { words: markup::parse(text.as_str(), names), source: text.clone(), edited: false }
            }
            body => note(body, event.by.as_ref()).map_or(What::Nothing, What::Note),
        };
        Self { id: event.id, at: event.at, by: event.by.clone(), what, own: None, version: 0 }
    }

    /// Something of one's own as a row, if it is to be shown as one.
    #[must_use]
    pub fn of_own(own: &Own, me: &Author, now: u64, names: &Names) -> Option<Self> {
        let what = match &own.body {
            Body::Said { text } => {
                What::Said { words: markup::parse(text.as_str(), names), source: text.clone(), edited: false }
            }
            Body::Did { text } => {
                What::Did { words: markup::parse(text.as_str(), names), source: text.clone(), edited: false }
            }
            _ => return None,
        };
        Some(Self { id: own.id, at: now, by: Some(me.clone()), what, own: Some(own.state.clone()), version: 0 })
    }

    /// Its words were put differently.
    pub fn edit(&mut self, text: &Text, names: &Names) {
        if let What::Said { words, source, edited } | What::Did { words, source, edited } = &mut self.what {
            (*words, *source, *edited) = (markup::parse(text.as_str(), names), text.clone(), true);
            self.version += 1;
        }
    }

    /// Its words are read by other names than before.
    pub fn read_again(&mut self, names: &Names) {
        if let What::Said { words, source, .. } | What::Did { words, source, .. } = &mut self.what {
            let again = markup::parse(source.as_str(), names);
            if again != *words {
                *words = again;
                self.version += 1;
            }
        }
    }

    /// Its words were taken back.
    pub fn withdraw(&mut self) {
        if matches!(self.what, What::Said { .. } | What::Did { .. }) {
            self.what = What::Note(took_back(self.by.as_ref()));
            self.version += 1;
        }
    }

    /// Whether anything of it is seen.
    #[must_use]
    pub const fn is_seen(&self) -> bool {
        !matches!(self.what, What::Nothing)
    }

    /// Whether it is words of a person.
    #[must_use]
    pub const fn is_said(&self) -> bool {
        matches!(self.what, What::Said { .. } | What::Did { .. })
    }

    /// Its words as they were written, where it is words.
    #[must_use]
    pub const fn source(&self) -> Option<&Text> {
        match &self.what {
            What::Said { source, .. } | What::Did { source, .. } => Some(source),
            What::Note(_) | What::Nothing => None,
        }
    }

    /// Its text as it can be selected.
    #[must_use]
    pub fn text(&self) -> String {
        match &self.what {
            What::Said { words, .. } => words.text(),
            What::Did { words, .. } => format!("{} {}", self.name(), words.text()),
            What::Note(note) => note.clone(),
            What::Nothing => String::new(),
        }
    }

    /// The name of who it is by.
    #[must_use]
    pub fn name(&self) -> &str {
        self.by.as_ref().map_or("The house", |by| by.name.as_str())
    }
}

fn took_back(by: Option<&Author>) -> String {
    format!("{} took a message back", by.map_or("The house", |by| by.name.as_str()))
}

/// What happened, in a sentence; nothing where it shows elsewhere.
fn note(body: &Body, by: Option<&Author>) -> Option<String> {
    let name = by.map_or("The house", |by| by.name.as_str());
    Some(match body {
        Body::Titled { title } => match by {
            None => format!("The room is called {title}"),
            Some(_) => format!("{name} called the room {title}"),
        },
        Body::Topic { topic } if topic.is_empty() => format!("{name} took the topic away"),
        Body::Topic { topic } => format!("{name} set the topic: {topic}"),
        Body::Memory { memory } => format!("{name} decided that this room keeps {}", memory.words()),
        Body::Named { name: new } => format!("{name} is now called {new}"),
        Body::People(People { came, left, lost }) => {
            let moves = [(left, "left"), (lost, "lost connection"), (came, "came in")];
            let told = moves.iter().filter(|(who, _)| !who.is_empty());
            told.map(|(who, how)| format!("{} {how}", listed(who))).collect::<Vec<_>>().join(". ")
        }
        Body::Erased { of: None } => took_back(by),
        Body::Erased { of: Some(_) } | Body::Edited { .. } | Body::Withdrawn { .. } => return None,
        Body::Said { .. } | Body::Did { .. } => return None,
        Body::Other(_) => "Something happened that a newer Parlor knows".to_owned(),
    })
}

/// `Ada, Ken and Bob`, and no more than a few.
fn listed(people: &[Author]) -> String {
    let mut names: Vec<String> = people.iter().take(NAMES).map(|person| person.name.to_string()).collect();
    match people.len().saturating_sub(NAMES) {
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
