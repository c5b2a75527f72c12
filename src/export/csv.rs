//! A room as a table for spreadsheets, one row an event. Whoever needs every byte as it is kept takes `jsonl`.

use std::io::{self, Write};

use jiff::tz::TimeZone;

use super::kept::{ExportError, Kept, when};
use crate::room::{Author, Body, Event, People, RoomNo};

const COLUMNS: [&str; 10] = ["room", "seq", "at", "id", "who", "name", "kind", "text", "of", "people"];

pub(super) fn write(kept: &Kept<'_>, zone: &TimeZone, out: &mut impl Write) -> Result<u64, ExportError> {
    let mut table = ::csv::Writer::from_writer(out);
    table.write_record(COLUMNS).map_err(io::Error::from)?;
    let count = kept
        .each(|event| Ok(table.write_record(row(kept.room, event, zone).map(harmless)).map_err(io::Error::from)?))?;
    table.flush()?;
    Ok(count)
}

fn row(room: RoomNo, event: &Event, zone: &TimeZone) -> [String; 10] {
    let Event { seq, at, id, by, body } = event;
    let (who, name) = by.as_ref().map(|by| (by.who.0.to_string(), by.name.to_string())).unwrap_or_default();
    let text = match body {
        Body::Titled { title } => title.to_string(),
        Body::Topic { topic } => topic.to_string(),
        Body::Memory { memory } => memory.words(),
        Body::Named { name } => name.to_string(),
        Body::Said { text } | Body::Did { text } | Body::Replied { text, .. } | Body::Edited { text, .. } => {
            text.to_string()
        }
        Body::Reacted { sign, .. } => sign.to_string(),
        Body::Other(map) => serde_json::Value::Object(map.clone()).to_string(),
        Body::Act(act) => serde_json::to_string(act).unwrap_or_default(),
        Body::Withdrawn { .. }
        | Body::Erased { .. }
        | Body::Damaged {}
        | Body::People(_)
        | Body::Direct { .. }
        | Body::Gone {} => String::new(),
    };
    [
        room.to_string(),
        seq.to_string(),
        when(*at, zone).strftime("%Y-%m-%dT%H:%M:%S%.3f%:z").to_string(),
        id.to_string(),
        who,
        name,
        body.kind().to_owned(),
        text,
        body.about().map(|of| of.to_string()).unwrap_or_default(),
        if let Body::People(people) = body { moves(people) } else { String::new() },
    ]
}

/// `came: Ada, Ken; left: Bob`. No name has a comma, a colon or a semicolon in it.
fn moves(people: &People) -> String {
    let names = |people: &[Author]| people.iter().map(|person| person.name.as_str()).collect::<Vec<_>>().join(", ");
    let moves = [("came", &people.came), ("left", &people.left), ("lost", &people.lost)];
    let told = moves.into_iter().filter(|(_, who)| !who.is_empty());
    told.map(|(how, who)| format!("{how}: {}", names(who))).collect::<Vec<_>>().join("; ")
}

/// Spreadsheets run a cell that begins like a formula, and a message can begin with anything. An apostrophe in front
/// makes it plain text to them.
fn harmless(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell }
}
