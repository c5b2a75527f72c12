//! The language of a door: how what a guest sends becomes requests, and how answers and events become bytes.
//! Sessions, mailboxes and rooms hold frames and events as values; only here do they become anything else.

use std::collections::VecDeque;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;

use super::person_news::PersonNews;
use crate::room::{Event, RoomNo};
use crate::wire::codec::CodecError;
use crate::wire::link::Hear;
use crate::wire::{FromGuest, FromHost};

/// How many frames may wait to be dealt with before no more is heard, as a rule.
pub const AHEAD: usize = 32;

/// What a door speaks, for one connection.
pub trait Language: Hear<FromGuest> + Send {
    /// The encoding that this connection shares with others; nothing where everyone is told differently.
    fn encoding(&self) -> Option<Encoding>;

    /// The same for a frame. Nothing where it has to be told to each, as a language may have more to do with it than to
    /// write it.
    fn frame_encoding(&self, _frame: &FromHost) -> Option<Encoding> {
        self.encoding()
    }

    /// Writes a frame.
    fn tell(&mut self, frame: &FromHost, out: &mut Vec<u8>);

    /// Writes news of someone. Only a language that asked for such is told any.
    fn person_news(&mut self, _news: &PersonNews, _out: &mut Vec<u8>) {}

    /// Writes an event of a room, in the words of all who share the encoding.
    fn event(&mut self, room: RoomNo, event: &Event, out: &mut Vec<u8>);

    /// Whether some events are told to this guest otherwise than to others. Where they are, [`Language::tells`] is asked of
    /// each.
    fn picks(&self) -> bool {
        false
    }

    /// How this guest is told an event.
    fn tells(&mut self, _room: RoomNo, _event: &Event) -> Telling {
        Telling::Shared
    }

    /// Writes an event that is told in words of its own.
    fn event_apart(&mut self, room: RoomNo, event: &Event, out: &mut Vec<u8>) {
        self.event(room, event, out);
    }

    /// Whether what is too fast is held until it may come, rather than refused. Whoever types has no program that sends it
    /// again.
    fn waits(&self) -> bool {
        false
    }

    /// How many frames of it may wait to be dealt with before no more is heard.
    fn ahead(&self) -> usize {
        AHEAD
    }

    /// Whether something is held, as it was too fast, or goes on again. What needs no house can be answered meanwhile.
    fn slowed(&mut self, _slowed: bool) {}

    /// Whether the guest leaves once all is said that they said before, and no longer than a parting takes.
    fn leaves(&self) -> bool {
        false
    }

    /// Whoever leaves waited long enough: so many messages that it asked to be said are not, and whatever it still has to ask
    /// is not heard either.
    fn gives_up(&mut self, _unsaid: usize) {}

    /// Writes what is said last to a guest who left, once they were given all that they are owed.
    fn last_word(&mut self, _out: &mut Vec<u8>) {}

    /// What the language has to say of itself after what was heard or told: answers that need no house into `out`, and
    /// what it asks of the house in the guest's place into `asks`.
    fn follow_up(&mut self, _out: &mut Vec<u8>, _asks: &mut VecDeque<Result<FromGuest, CodecError>>) {}
}

/// How one guest is told an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Telling {
    /// As all others who share the encoding.
    Shared,
    /// In words of its own.
    Own,
    /// Not at all.
    Nothing,
}

impl Hear<FromGuest> for Box<dyn Language> {
    fn hear(&mut self, arrived: &[u8], heard: &mut Vec<Result<FromGuest, CodecError>>) -> Result<(), CodecError> {
        (**self).hear(arrived, heard)
    }

    fn patience(&self) -> Option<Duration> {
        (**self).patience()
    }

    fn hear_alone(&mut self, heard: &mut Vec<Result<FromGuest, CodecError>>) {
        (**self).hear_alone(heard);
    }

    fn is_full(&self) -> bool {
        (**self).is_full()
    }

    fn ends(&mut self) -> bool {
        (**self).ends()
    }

    fn has_answers(&self) -> bool {
        (**self).has_answers()
    }
}

/// An encoding in which many connections read the same bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Parlor's own frames, one JSON object a line.
    Native,
    /// Lines of plain text that end in LF.
    Text,
    /// The same that end in CRLF.
    TextCrlf,
    /// IRC, in one of its shapes.
    Irc(Shape),
}

/// What of IRC a client understands, as far as it changes how something is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shape(u16);

impl Shape {
    /// Tags: ids, answers, reactions, typing.
    pub const TAGS: Self = Self(1);
    /// Times.
    pub const TIME: Self = Self(1 << 1);
    /// Whether whoever speaks has an account.
    pub const ACCOUNT: Self = Self(1 << 2);
    /// The account and the name of whoever joins.
    pub const EXTENDED_JOIN: Self = Self(1 << 3);
    /// Messages of several lines.
    pub const MULTILINE: Self = Self(1 << 4);
    /// Messages that are taken back.
    pub const REDACTION: Self = Self(1 << 5);
    /// That others go away.
    pub const AWAY: Self = Self(1 << 6);
    /// That others are invited.
    pub const INVITES: Self = Self(1 << 7);
    /// That real names change.
    pub const SETNAME: Self = Self(1 << 8);

    /// Whether it has all of these.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// With these.
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// How many encodings of one thing are kept. Native, text and the sets of capabilities of common IRC clients are fewer.
const ENCODINGS: usize = 8;

/// Something in each encoding, made when it is first asked for and then shared. There are few: a list finds one soonest.
#[derive(Debug)]
pub struct Encoded<T>(OnceLock<Box<Kept<T>>>);

#[derive(Debug)]
struct Kept<T> {
    encoding: Encoding,
    made: T,
    next: OnceLock<Box<Kept<T>>>,
}

impl<T> Default for Encoded<T> {
    fn default() -> Self {
        Self(OnceLock::new())
    }
}

impl<T> Encoded<T> {
    /// What there is in an encoding, made now where it was not made yet. Nothing where too many others were made: which
    /// there are is the guests' choice, and how much is kept must not be.
    pub fn get(&self, encoding: Encoding, make: impl FnOnce() -> T) -> Option<&T> {
        let mut make = Some(make);
        let mut place = &self.0;
        for _ in 0..ENCODINGS {
            let kept = match (place.get(), &mut make) {
                (Some(kept), _) => kept,
                (None, make) => place.get_or_init(|| match make.take() {
                    Some(make) => Box::new(Kept { encoding, made: make(), next: OnceLock::new() }),
                    // It is taken only where it is kept, and what was kept is found before another is made.
                    None => unreachable!("made once"),
                }),
            };
            if kept.encoding == encoding {
                return Some(&kept.made);
            }
            place = &kept.next;
        }
        None
    }
}

/// A frame that many sessions are told, encoded once for all that share an encoding.
#[derive(Debug)]
pub struct SharedFrame {
    frame: FromHost,
    encoded: Encoded<Bytes>,
}

impl SharedFrame {
    /// A frame for many.
    pub fn new(frame: FromHost) -> Arc<Self> {
        Arc::new(Self { frame, encoded: Encoded::default() })
    }

    /// As bytes of this language.
    pub fn bytes(&self, language: &mut dyn Language) -> Bytes {
        let write = |language: &mut dyn Language| {
            let mut out = Vec::new();
            language.tell(&self.frame, &mut out);
            Bytes::from(out)
        };
        let encoding = language.frame_encoding(&self.frame);
        match encoding.and_then(|encoding| self.encoded.get(encoding, || write(language))) {
            Some(bytes) => bytes.clone(),
            None => write(language),
        }
    }
}
