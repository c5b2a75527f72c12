//! A room as JSON, one event a line, with all that is kept of it. It reads back as the same events.

use std::io::{self, Write};

use serde::Serialize;

use super::kept::{ExportError, Kept};
use crate::room::{Event, RoomNo};

#[derive(Serialize)]
struct Line<'a> {
    room: RoomNo,
    #[serde(flatten)]
    event: &'a Event,
}

pub(super) fn write(kept: &Kept<'_>, out: &mut impl Write) -> Result<u64, ExportError> {
    kept.each(|event| {
        serde_json::to_writer(&mut *out, &Line { room: kept.room, event }).map_err(io::Error::from)?;
        Ok(out.write_all(b"\n")?)
    })
}
