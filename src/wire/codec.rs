//! Frames as lines: one JSON object a line, UTF-8, at most [`FRAME_BYTES`] long.

use std::fmt;

use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::code::harmless;
use super::{FRAME_BYTES, FromGuest, FromHost};
use crate::room::{Author, Body, Event, EventId, Name, PersonId, RoomNo, Seq};

/// How much is said of an error: it may repeat what it is about, however long that is.
const ERROR_CHARS: usize = 300;

/// Why a line is not a frame.
#[derive(Debug, thiserror::Error)]
pub enum CodecError {
    /// It is too long.
    #[error("A line was longer than {FRAME_BYTES} bytes. Send shorter ones.")]
    TooLong,
    /// It is not text.
    #[error("A line was not UTF-8 text. Send JSON in UTF-8.")]
    NotText,
    /// It is not a frame.
    #[error("A line was not understood: {why}.")]
    NotAFrame {
        /// The number of the question it would have been, where it had one that can be read.
        ask: Option<u64>,
        /// What is wrong with it.
        why: String,
    },
    /// It would say something that can't be said.
    #[error("{why}")]
    NotSayable {
        /// The id it would have had.
        id: EventId,
        /// What is wrong with it.
        why: String,
    },
    /// It would answer a question, and can't be read.
    #[error("An answer was not understood: {why}.")]
    NotAnAnswer {
        /// The question's number.
        ask: u64,
        /// What is wrong with it.
        why: String,
    },
}

impl CodecError {
    /// The id and the number of the question that a line had which is no frame, so that it can be answered.
    #[must_use]
    pub const fn about(&self) -> (Option<EventId>, Option<u64>) {
        match self {
            Self::NotSayable { id, .. } => (Some(*id), None),
            Self::NotAFrame { ask, .. } => (None, *ask),
            Self::NotAnAnswer { ask, .. } => (None, Some(*ask)),
            Self::TooLong | Self::NotText => (None, None),
        }
    }
}

/// Writes a frame and its newline.
pub fn encode<F: Serialize>(frame: &F, out: &mut Vec<u8>) {
    // Our frames have only string keys and no failing serializers, and a Vec takes every write.
    if let Err(error) = serde_json::to_writer(&mut *out, frame) {
        debug_assert!(false, "a frame of ours does not serialize: {error}");
    }
    out.push(b'\n');
}

/// Room for what stands around the items of a frame.
const FRAME_AROUND: usize = 1024;

/// How many of these, from the first on, fit one frame.
pub fn fitting<T: Serialize>(items: &[T]) -> usize {
    let mut room_left = FRAME_BYTES - FRAME_AROUND;
    let mut line = Vec::new();
    let fit = items.iter().position(|item| {
        line.clear();
        encode(item, &mut line);
        let fits = line.len() <= room_left;
        room_left = room_left.saturating_sub(line.len());
        !fits
    });
    fit.unwrap_or(items.len())
}

/// Writes an event as the frame it travels in. The same as [`encode`] of [`FromHost::Event`], and shorter on the way.
pub fn encode_event(room: RoomNo, event: &Event, out: &mut Vec<u8>) {
    #[derive(Serialize)]
    struct Line<'a> {
        t: &'static str,
        room: RoomNo,
        seq: Seq,
        at: u64,
        id: EventId,
        #[serde(skip_serializing_if = "Option::is_none")]
        who: Option<PersonId>,
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<&'a Name>,
        body: &'a Body,
    }
    let Event { seq, at, id, by, body } = event;
    let who = by.as_ref().map(|by| by.who);
    let name = by.as_ref().map(|by| &by.name);
    encode(&Line { t: "event", room, seq: *seq, at: *at, id: *id, who, name, body }, out);
}

/// Reads a line from a guest.
///
/// # Errors
/// What is wrong with it.
pub fn from_guest(line: &[u8]) -> Result<FromGuest, CodecError> {
    let line = text(line)?;
    parse(line).map_err(|error| match error {
        CodecError::NotAFrame { why, .. } => {
            let (id, ask) = what_is_left(line);
            match id {
                Some(id) => CodecError::NotSayable { id, why: without_place(&why) },
                None => CodecError::NotAFrame { ask, why },
            }
        }
        error => error,
    })
}

/// What is left of a line that is no frame: the id of what is said, and the number of a question. Enough to answer it.
fn what_is_left(line: &str) -> (Option<EventId>, Option<u64>) {
    /// Whatever else stands in it, and however often.
    struct Left(Option<EventId>, Option<u64>);

    impl<'de> Deserialize<'de> for Left {
        fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
            struct Fields;

            impl<'de> Visitor<'de> for Fields {
                type Value = Left;

                fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str("an object")
                }

                fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Left, A::Error> {
                    let mut left = Left(None, None);
                    while let Some(field) = fields.next_key::<String>()? {
                        match field.as_str() {
                            "id" => {
                                let value: Value = fields.next_value()?;
                                left.0 = left.0.or_else(|| serde_json::from_value(value).ok());
                            }
                            "ask" => left.1 = left.1.or(fields.next_value::<Value>()?.as_u64()),
                            _ => drop(fields.next_value::<IgnoredAny>()?),
                        }
                    }
                    Ok(left)
                }
            }

            from.deserialize_map(Fields)
        }
    }

    serde_json::from_str(line).map_or((None, None), |Left(id, ask)| (id, ask))
}

/// Reads a line from a host.
///
/// # Errors
/// What is wrong with it.
pub fn from_host(line: &[u8]) -> Result<FromHost, CodecError> {
    #[derive(Deserialize)]
    struct Line {
        room: RoomNo,
        seq: Seq,
        at: u64,
        id: EventId,
        who: Option<PersonId>,
        name: Option<Name>,
        body: Body,
    }
    /// What is left of an answer that can't be read: enough to stop waiting for it.
    #[derive(Deserialize)]
    struct Answer {
        ask: u64,
    }
    let line = text(line)?;
    // Nearly every line is an event, and a tagged enum would read it twice over. Whoever writes
    // the fields in another order is understood as well, only not as fast.
    if line.starts_with(r#"{"t":"event","#) {
        let Line { room, seq, at, id, who, name, body } = parse(line)?;
        let by = who.zip(name).map(|(who, name)| Author { who, name });
        return Ok(FromHost::Event { room, event: Event { seq, at, id, by, body } });
    }
    parse(line).map_err(|error| match (error, serde_json::from_str(line)) {
        (CodecError::NotAFrame { why, .. }, Ok(Answer { ask })) => CodecError::NotAnAnswer { ask, why },
        (error, _) => error,
    })
}

fn text(line: &[u8]) -> Result<&str, CodecError> {
    std::str::from_utf8(line).map_err(|_| CodecError::NotText)
}

fn parse<'a, F: Deserialize<'a>>(line: &'a str) -> Result<F, CodecError> {
    serde_json::from_str(line).map_err(|error| {
        let why = harmless(&error.to_string(), ERROR_CHARS);
        CodecError::NotAFrame { ask: None, why: why.trim_end_matches('.').to_owned() }
    })
}

/// The words of one of our own errors, without where in the line it came up.
fn without_place(error: &str) -> String {
    let words = error.rsplit_once(" at line ").map_or(error, |(words, _)| words);
    format!("{}.", words.trim_end_matches('.'))
}

/// Cuts what arrives into lines. Holds only the piece of a line whose end has not come yet.
#[derive(Debug, Default)]
pub struct Lines {
    rest: Vec<u8>,
}

impl Lines {
    /// Takes what arrived and hands each whole line, without its end, to `each`.
    ///
    /// # Errors
    /// A line is too long. What came after it is lost.
    pub fn take(&mut self, mut arrived: &[u8], mut each: impl FnMut(&[u8])) -> Result<(), CodecError> {
        while let Some(end) = memchr::memchr(b'\n', arrived) {
            let (line, after) = (&arrived[..end], &arrived[end + 1..]);
            arrived = after;
            if self.rest.len() + line.len() >= FRAME_BYTES {
                return Err(CodecError::TooLong);
            }
            if self.rest.is_empty() {
                each(trimmed(line));
            } else {
                self.rest.extend_from_slice(line);
                let whole = std::mem::take(&mut self.rest);
                each(trimmed(&whole));
            }
        }
        if self.rest.len() + arrived.len() >= FRAME_BYTES {
            return Err(CodecError::TooLong);
        }
        self.rest.extend_from_slice(arrived);
        Ok(())
    }
}

fn trimmed(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\r").unwrap_or(line)
}
