//! A session's connection: what it hears and tells, in the language of its door.

use bytes::Bytes;

use crate::host::language::{Language, SharedFrame};
use crate::host::mailbox::Mail;
use crate::room::{Event, RoomNo};
use crate::wire::link::{Link, LinkError};
use crate::wire::{Carriage, FromGuest, FromHost};

/// What came of a turn.
pub type Turn = crate::wire::link::Turn<FromGuest>;

/// Frames both ways, in a language.
pub struct Connection(Link<FromGuest, Box<dyn Language>>);

impl Connection {
    /// Speaks over a carriage.
    pub fn new(carriage: Carriage, language: Box<dyn Language>) -> Self {
        Self(Link::speaking(carriage, language))
    }

    /// Goes on with writing, and with hearing where `hears` says so, until either comes to something.
    ///
    /// # Errors
    /// It is broken for good.
    pub async fn turn(&mut self, hears: bool) -> Result<Turn, LinkError> {
        self.0.turn(hears).await
    }

    /// Tells a frame.
    pub fn tell(&mut self, frame: &FromHost) {
        let mut out = Vec::with_capacity(128);
        self.0.hearer().tell(frame, &mut out);
        self.0.push(out.into());
    }

    /// Tells a frame that others are told as well.
    pub fn tell_shared(&mut self, frame: &SharedFrame) {
        let bytes = frame.bytes(self.language());
        self.0.push(bytes);
    }

    /// Tells events of a room.
    pub fn tell_events(&mut self, room: RoomNo, events: &[Event]) {
        let mut out = Vec::new();
        for event in events {
            self.0.hearer().event(room, event, &mut out);
        }
        self.0.push(out.into());
    }

    /// Delivers what lay in a mailbox.
    pub fn deliver(&mut self, mail: Vec<Mail>) {
        if mail.is_empty() {
            return;
        }
        let mut out = Vec::with_capacity(128 * mail.len());
        for mail in mail {
            match mail {
                Mail::Kept { room, id, seq, at } => {
                    self.0.hearer().tell(&FromHost::Kept { room, id, seq, at }, &mut out);
                }
                Mail::Own(frame) => self.0.hearer().tell(&frame, &mut out),
                Mail::Shared(frame) => out.extend_from_slice(&frame.bytes(&mut **self.0.hearer())),
            }
        }
        self.0.push(out.into());
    }

    /// Passes on bytes that are in its language already.
    pub fn push(&mut self, bytes: Bytes) {
        self.0.push(bytes);
    }

    /// The language.
    pub fn language(&mut self) -> &mut dyn Language {
        &mut **self.0.hearer()
    }

    /// How many bytes wait to be taken.
    pub const fn waiting(&self) -> usize {
        self.0.waiting()
    }

    /// Whether nothing waits and nothing is half way.
    pub fn is_clear(&self) -> bool {
        self.0.is_clear()
    }

    /// Sends what still waits, and tells the other end that nothing more will come.
    pub async fn finish(self) {
        self.0.finish().await;
    }
}
