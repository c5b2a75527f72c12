//! Writes out what a room kept, page by page, in a form that other programs and people can open.
//! Where the file lies and who asked for it is not known here.

mod csv;
mod html;
mod jsonl;
mod story;
mod txt;

use std::fmt;
use std::io::{self, BufWriter, Write as _};
use std::str::FromStr;

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use crate::log::{Log, LogError};
use crate::room::{Event, RoomNo, Seq, State};

/// How many events are in memory at a time.
const PAGE: usize = 500;

/// How a room is written out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Lines as people read them.
    Txt,
    /// Every event exactly as it is kept, one JSON object a line.
    Jsonl,
    /// Every event as a row of a table.
    Csv,
    /// One page for a browser, complete in itself.
    Html,
}

/// Why a word is not a format.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("The format is one of “txt”, “jsonl”, “csv” and “html”.")]
pub struct FormatError;

/// Why a room was not written out to its end.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The store said no.
    #[error("The room could not be read. {0}")]
    Read(#[from] LogError),
    /// The file said no.
    #[error("The export could not be written: {0}. Check that there is space and the folder is yours, then try again.")]
    Write(#[from] io::Error),
}

impl Format {
    /// All there are.
    pub const ALL: [Self; 4] = [Self::Txt, Self::Jsonl, Self::Csv, Self::Html];

    /// Its word, which is also how such a file's name ends.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Txt => "txt",
            Self::Jsonl => "jsonl",
            Self::Csv => "csv",
            Self::Html => "html",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Format {
    type Err = FormatError;

    fn from_str(word: &str) -> Result<Self, FormatError> {
        Self::ALL.into_iter().find(|format| format.as_str() == word).ok_or(FormatError)
    }
}

/// Writes out a room, with times as the clocks of `zone` showed them, and says how many events that were.
///
/// It ends with the event that is the newest now. For people to read (`txt`, `html`), a message appears once, in its
/// place, with its newest words; for programs (`jsonl`, `csv`), every event is as it is kept. Where the beginning of the
/// room is no longer kept, people are told so in words, and programs by the number of the first event.
///
/// # Errors
/// The store could not be read, or the export could not be written. What was written until then is not whole.
pub fn export(
    log: &dyn Log,
    room: RoomNo,
    format: Format,
    zone: &TimeZone,
    out: &mut dyn io::Write,
) -> Result<u64, ExportError> {
    let kept = Kept { log, room, first: log.first(room)?, head: log.head(room)? };
    let mut out = BufWriter::new(out);
    let count = match format {
        Format::Txt => txt::write(&kept, zone, &mut out),
        Format::Jsonl => jsonl::write(&kept, &mut out),
        Format::Csv => csv::write(&kept, zone, &mut out),
        Format::Html => html::write(&kept, zone, &mut out),
    }?;
    out.flush()?;
    Ok(count)
}

/// What is kept of one room, up to the event that was the newest when the export began.
struct Kept<'a> {
    log: &'a dyn Log,
    room: RoomNo,
    /// The oldest event that is still kept.
    first: Seq,
    head: Seq,
}

impl Kept<'_> {
    /// What is said above the rest where the beginning of the room is not kept any more.
    fn forgotten(&self) -> Option<&'static str> {
        (self.first > State::beginning()).then_some("What happened before is no longer kept.")
    }

    /// What the room is at its newest, where its events alone don't tell any more.
    fn state(&self) -> Result<Option<State>, LogError> {
        if self.forgotten().is_none() {
            return Ok(None);
        }
        Ok(self.log.rooms()?.into_iter().find(|(room, _)| *room == self.room).map(|(_, state)| state))
    }

    /// Goes through all events, and says how many there were.
    fn each(&self, mut visit: impl FnMut(&Event) -> Result<(), ExportError>) -> Result<u64, ExportError> {
        let mut count = 0;
        let mut next = self.first;
        while next <= self.head {
            let page = self.log.read(self.room, next..=self.head, PAGE)?;
            let Some(last) = page.last() else { break };
            next = last.seq.next();
            count += page.len() as u64;
            page.iter().try_for_each(&mut visit)?;
        }
        Ok(count)
    }

    /// One event, if it is there.
    fn one(&self, seq: Seq) -> Result<Option<Event>, ExportError> {
        Ok(self.log.read(self.room, seq..=seq, 1)?.pop())
    }
}

/// When something was, on the clocks of `zone`. A time beyond all calendars is the last one they have.
fn when(at: u64, zone: &TimeZone) -> Zoned {
    let at = i64::try_from(at).ok().and_then(|at| Timestamp::from_millisecond(at).ok());
    at.unwrap_or(Timestamp::MAX).to_zoned(zone.clone())
}
