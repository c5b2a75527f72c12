//! The language of a door: how what a guest sends becomes requests, and how answers and events become bytes.
//! Sessions, mailboxes and rooms hold frames and events as values; only here do they become anything else.

use std::collections::VecDeque;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;

use crate::room::{Event, RoomNo};
use crate::wire::codec::CodecError;
use crate::wire::link::Hear;
use crate::wire::{FromGuest, FromHost};

/// What a door speaks, for one connection.
pub trait Language: Hear<FromGuest> + Send {
    /// The encoding that this connection shares with others; nothing where everyone is told differently.
    fn encoding(&self) -> Option<Encoding>;

    /// Writes a frame.
    fn tell(&mut self, frame: &FromHost, out: &mut Vec<u8>);

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
}

impl Encoding {
    const COUNT: usize = 3;

    const fn index(self) -> usize {
        match self {
            Self::Native => 0,
            Self::Text => 1,
            Self::TextCrlf => 2,
        }
    }
}

/// Something in each encoding, made when it is first asked for and then shared.
#[derive(Debug)]
pub struct Encoded<T>([OnceLock<T>; Encoding::COUNT]);

impl<T> Default for Encoded<T> {
    fn default() -> Self {
        Self([const { OnceLock::new() }; Encoding::COUNT])
    }
}

impl<T> Encoded<T> {
    /// What there is in an encoding, made now where it was not made yet.
    pub fn get(&self, encoding: Encoding, make: impl FnOnce() -> T) -> &T {
        self.0[encoding.index()].get_or_init(make)
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
        match language.encoding() {
            Some(encoding) => self.encoded.get(encoding, || write(language)).clone(),
            None => write(language),
        }
    }
}
