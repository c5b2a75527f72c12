//! Writes out what a room kept, page by page, in a form that other programs and people can open.
//! Where the file lies and who asked for it is not known here.

mod csv;
mod escaped;
mod html;
mod html_message;
mod jsonl;
mod kept;
mod quote;
mod transcript;
mod txt;

use std::fmt;
use std::io::{self, BufWriter, Write as _};
use std::str::FromStr;

use jiff::tz::TimeZone;

use crate::log::Log;
use crate::room::RoomNo;

pub use kept::ExportError;

use kept::Kept;

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
#[error("Choose txt, jsonl, csv or html.")]
pub struct FormatError;

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
    let kept = Kept::now(log, room)?;
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
