//! What stands in one row: an event as it is shown, or something of one's own that is on its way.

use std::collections::{BTreeMap, BTreeSet};

use crate::app::texts::list as texts;
use crate::guest::{Own, OwnState};
use crate::markup::{self, Marked, Names};
use crate::room::body::People;
use crate::room::sentence::{PLAINLY, Telling};
use crate::room::{Act, Author, Body, Event, EventId, PersonId, Seq, Sign, Text};

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
    /// What it answers.
    pub answers: Option<Quote>,
    /// The signs it was answered with, each with those who gave it.
    pub signs: Signs,
    /// Whether nothing of it is to be shown: its reader ignores whoever it is by.
    pub hidden: bool,
    /// How far it got, where it is one's own and not yet kept.
    pub own: Option<OwnState>,
    /// Counts how often it changed, so that whoever measured it knows to do so again.
    pub version: u32,
}

/// The message that another answers, as it is shown above it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// Which.
    pub of: EventId,
    /// What is shown of it.
    pub shown: Quoted,
}

/// What is shown of a message that another answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Quoted {
    /// It is not at hand.
    #[default]
    Unknown,
    /// Its reader ignores whoever it is by.
    Hidden,
    /// Whose it is, and its first words.
    Words(Option<Author>, String),
}

impl Quoted {
    /// Whose it is, where that is shown, and what stands there.
    #[must_use]
    pub fn told(&self) -> (Option<&str>, &str) {
        match self {
            Self::Unknown => (None, texts::EARLIER),
            Self::Hidden => (None, texts::IGNORED),
            Self::Words(by, words) => (Some(by.as_ref().map_or(texts::HOST, |by| by.name.as_str())), words),
        }
    }
}

/// The signs under a message: who gave which, by the last that each did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signs(BTreeMap<Sign, BTreeMap<PersonId, (Seq, bool)>>);

impl Signs {
    /// Someone gave a sign, or took it back. What came later stands.
    pub fn note(&mut self, sign: &Sign, who: PersonId, seq: Seq, off: bool) {
        let last = self.0.entry(sign.clone()).or_default().entry(who).or_insert((Seq::START, false));
        if seq >= last.0 {
            *last = (seq, !off);
        }
    }

    /// Whether someone gave a sign.
    #[must_use]
    pub fn has(&self, sign: &Sign, who: PersonId) -> bool {
        self.0.get(sign).and_then(|by| by.get(&who)).is_some_and(|(_, on)| *on)
    }

    /// Each sign that was given by others than these, and how often.
    pub fn counted_without<'a>(
        &'a self,
        ignored: &'a BTreeSet<PersonId>,
    ) -> impl Iterator<Item = (&'a Sign, usize)> + 'a {
        let counted = self.0.iter().map(|(sign, by)| {
            let given = by.iter().filter(|(who, (_, on))| *on && !ignored.contains(who));
            (sign, given.count())
        });
        counted.filter(|(_, count)| *count > 0)
    }
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
    /// Words that are gone: their author deleted them, or an operator removed them.
    Gone(String),
    /// Who joined and who left, and the same in a sentence.
    Moves(People, String),
    /// Something that happened, and of which kind it is.
    Note(Kind, String),
    /// Nothing to be shown.
    Nothing,
}

/// Of which kind something is that happened in a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Its title or its topic changed, or someone's name.
    Wording,
    /// How long it keeps what is said.
    History,
    /// Its order was kept.
    Order,
    /// Someone became an operator, or is none any more.
    Operator,
    /// Someone was invited.
    Invite,
    /// Who can write or come in.
    Lock,
    /// A message was pinned, or is no longer.
    Pin,
    /// It was archived, or is used again.
    Archive,
    /// Anything else.
    Other,
}

impl Kind {
    const fn of(body: &Body) -> Self {
        match body {
            Body::Titled { .. } | Body::Topic { .. } | Body::Named { .. } => Self::Wording,
            Body::Memory { .. } => Self::History,
            Body::Act(act) => match act {
                Act::Opped { .. } | Act::Deopped { .. } => Self::Operator,
                Act::Invited { .. } | Act::Uninvited { .. } => Self::Invite,
                Act::Pinned { .. } | Act::Unpinned { .. } => Self::Pin,
                Act::Locked {} | Act::Unlocked {} | Act::Opened { .. } => Self::Lock,
                Act::Archived {} | Act::Reopened {} => Self::Archive,
                _ => Self::Order,
            },
            _ => Self::Other,
        }
    }
}

impl Row {
    /// An event as a row.
    #[must_use]
    pub fn of_event(event: &Event, names: &Names) -> Self {
        let what = match &event.body {
            Body::Said { text } | Body::Replied { text, .. } => {
                What::Said { words: markup::parse(text.as_str(), names), source: text.clone(), edited: false }
            }
            Body::Did { text } => {
                What::Did { words: markup::parse(text.as_str(), names), source: text.clone(), edited: false }
            }
            Body::Other(_) => What::Note(Kind::Other, texts::UNKNOWN.to_owned()),
            Body::People(people) => match telling().tell(event) {
                told if told.is_empty() => What::Nothing,
                told => What::Moves(people.clone(), told.join(", ")),
            },
            // Whose words they were is told by the row itself.
            Body::Erased { of: None, by } => What::Gone(gone(event.by.as_ref(), by.as_ref())),
            body => match telling().tell(event) {
                told if told.is_empty() => What::Nothing,
                told => What::Note(Kind::of(body), told.join(". ")),
            },
        };
        let answers = event.body.to().map(|of| Quote { of, shown: Quoted::Unknown });
        Self {
            id: event.id,
            at: event.at,
            by: event.by.clone(),
            what,
            answers,
            signs: Signs::default(),
            hidden: false,
            own: None,
            version: 0,
        }
    }

    /// Something of one's own as a row, if it is to be shown as one.
    #[must_use]
    pub fn of_own(own: &Own, me: &Author, now: u64, names: &Names) -> Option<Self> {
        let what = match &own.body {
            Body::Said { text } | Body::Replied { text, .. } => {
                What::Said { words: markup::parse(text.as_str(), names), source: text.clone(), edited: false }
            }
            Body::Did { text } => {
                What::Did { words: markup::parse(text.as_str(), names), source: text.clone(), edited: false }
            }
            _ => return None,
        };
        Some(Self {
            id: own.id,
            at: now,
            by: Some(me.clone()),
            what,
            answers: own.body.to().map(|of| Quote { of, shown: Quoted::Unknown }),
            signs: Signs::default(),
            hidden: false,
            own: Some(own.state.clone()),
            version: 0,
        })
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

    /// Its words were taken back, or removed by someone else.
    pub fn withdraw(&mut self, by: Option<&Author>) {
        if matches!(self.what, What::Said { .. } | What::Did { .. }) {
            self.what = What::Gone(gone(self.by.as_ref(), by));
            self.version += 1;
        }
    }

    /// Whether anything of it is seen.
    #[must_use]
    pub const fn is_seen(&self) -> bool {
        !matches!(self.what, What::Nothing) && !self.hidden
    }

    /// Whether it is words of a person.
    #[must_use]
    pub const fn is_said(&self) -> bool {
        matches!(self.what, What::Said { .. } | What::Did { .. })
    }

    /// Whether it belongs to whoever it is by, as words do, and what is left of them.
    #[must_use]
    pub const fn is_of_someone(&self) -> bool {
        self.is_said() || matches!(self.what, What::Gone(_))
    }

    /// Who joined and who left, where it is that.
    #[must_use]
    pub const fn moves(&self) -> Option<&People> {
        match &self.what {
            What::Moves(people, _) => Some(people),
            _ => None,
        }
    }

    /// The words of a message, read.
    #[must_use]
    pub const fn words(&self) -> Option<&Marked> {
        match &self.what {
            What::Said { words, .. } | What::Did { words, .. } => Some(words),
            _ => None,
        }
    }

    /// Its words as they were written, where it is words.
    #[must_use]
    pub const fn source(&self) -> Option<&Text> {
        match &self.what {
            What::Said { source, .. } | What::Did { source, .. } => Some(source),
            What::Gone(_) | What::Moves(..) | What::Note(..) | What::Nothing => None,
        }
    }

    /// Its text as it can be selected.
    #[must_use]
    pub fn text(&self) -> String {
        match &self.what {
            What::Said { words, .. } => words.text(),
            What::Did { words, .. } => format!("{} {}", self.name(), words.text()),
            What::Gone(words) | What::Moves(_, words) | What::Note(_, words) => words.clone(),
            What::Nothing => String::new(),
        }
    }

    /// The name of who it is by.
    #[must_use]
    pub fn name(&self) -> &str {
        self.by.as_ref().map_or(texts::HOST, |by| by.name.as_str())
    }
}

/// What is told of words that are gone: their author deleted them, or someone else removed them.
fn gone(author: Option<&Author>, by: Option<&Author>) -> String {
    match by.filter(|by| Some(by.who) != author.map(|author| author.who)) {
        None => texts::DELETED.to_owned(),
        Some(by) => texts::removed(by.name.as_str()),
    }
}

/// Sentences of ours, with no more than a few names each.
const fn telling() -> Telling<'static> {
    Telling { names: NAMES, ..PLAINLY }
}
