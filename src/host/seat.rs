//! A seat: a session's place in one room, with its cursor. Dropping it is leaving.

use std::sync::Arc;

use bytes::Bytes;

use super::hall::{Call, Hall};
use super::mailbox::Mailbox;
use super::ring::Found;
use super::room::{Listening, Room};
use crate::log::{Log, LogError};
use crate::room::{PersonId, RoomNo, Seq};
use crate::wire::codec;
use crate::wire::frame::{Entered, FromHost};

/// How many events are read from the log at a time for a cursor that lags.
const PAGE: usize = 256;

/// The number of a seat. No two in a house are the same.
pub type SeatNo = u64;

/// A place in a room.
#[derive(Debug)]
pub struct Seat {
    number: SeatNo,
    listening: Listening,
    hall: Arc<Hall>,
    who: PersonId,
    cursor: Seq,
    /// Where the room begins, as the guest was told.
    first: Seq,
    /// How far it heard what is said beside the log.
    heard: u64,
    /// Whether it leaves with a goodbye.
    pub goodbye: bool,
}

impl Seat {
    /// Takes a place in `room`, reading on from where the guest was told that it enters.
    #[must_use]
    pub fn take(
        number: SeatNo,
        room: &Arc<Room>,
        hall: Arc<Hall>,
        who: PersonId,
        entered: &Entered,
        mailbox: Arc<Mailbox>,
    ) -> Self {
        let (_, heard) = room.asides_since(u64::MAX);
        let (cursor, first) = (entered.after, entered.first);
        Self { number, listening: room.listen(mailbox), hall, who, cursor, first, heard, goodbye: false }
    }

    /// Its own number.
    #[must_use]
    pub const fn number(&self) -> SeatNo {
        self.number
    }

    /// The room.
    #[must_use]
    pub const fn room(&self) -> &Arc<Room> {
        self.listening.room()
    }

    /// Its number.
    #[must_use]
    pub fn no(&self) -> RoomNo {
        self.room().no
    }

    /// Reads on from elsewhere.
    pub const fn move_to(&mut self, entered: &Entered) {
        (self.cursor, self.first) = (entered.after, entered.first);
    }

    /// Goes on reading: about `most` bytes of events, or nothing where all is seen.
    ///
    /// # Errors
    /// The log could not be read.
    pub async fn read(&mut self, log: &Arc<dyn Log>, most: usize) -> Result<Option<Bytes>, LogError> {
        if let Some(forgot) = self.forgot() {
            return Ok(Some(forgot));
        }
        match self.room().after(self.cursor, most) {
            Found::Nothing => Ok(None),
            Found::Events(bytes, cursor) => {
                self.cursor = cursor;
                Ok(Some(bytes))
            }
            Found::Behind => self.read_log(log, most).await,
        }
    }

    /// What to tell the guest where the room was made to forget since it was told last. What it has not seen of that by now
    /// it never will.
    fn forgot(&mut self) -> Option<Bytes> {
        let first = self.room().state().first;
        if first == self.first {
            return None;
        }
        self.first = first;
        self.cursor = self.cursor.max(first.back(1));
        let mut line = Vec::new();
        codec::encode(&FromHost::Forgot { room: self.no(), first }, &mut line);
        Some(line.into())
    }

    async fn read_log(&mut self, log: &Arc<dyn Log>, most: usize) -> Result<Option<Bytes>, LogError> {
        let (no, from, head) = (self.no(), self.cursor.next(), self.room().state().head);
        let log = Arc::clone(log);
        let (bytes, cursor) = super::reading(move || {
            let mut bytes = Vec::new();
            let mut cursor = from.back(1);
            // Never past what was shown: what is kept but not yet shown comes through the ring.
            for event in log.read(no, from..=head, PAGE)? {
                if event.seq != cursor.next() {
                    break;
                }
                codec::encode_event(no, &event, &mut bytes);
                cursor = event.seq;
                if bytes.len() >= most {
                    break;
                }
            }
            Ok((bytes, cursor))
        })
        .await?;
        if bytes.is_empty() {
            // It may have been forgotten while it was read.
            if let Some(forgot) = self.forgot() {
                return Ok(Some(forgot));
            }
            return Err(LogError::Damaged(format!("event {from} of room {no} is missing")));
        }
        self.cursor = cursor;
        Ok(Some(bytes.into()))
    }

    /// What others said beside the log since the last look.
    pub fn asides(&mut self) -> impl Iterator<Item = Bytes> + use<> {
        let (asides, heard) = self.room().asides_since(self.heard);
        self.heard = heard;
        let me = self.who;
        asides.into_iter().filter(move |(who, _)| *who != Some(me)).map(|(_, line)| line)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.hall.call_soon(Call::Leave { room: self.no(), seat: self.number, who: self.who, goodbye: self.goodbye });
    }
}
