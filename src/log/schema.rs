//! The file of a log: its tables, version by version, and how one of an earlier version is read.

use std::path::Path;

use rusqlite::Connection;

use super::error::LogError;
use super::file::Kind;
use super::index;

/// The file of a log. `place` is the room's number and the event's as one key: see `key`. `body` is JSON. `of` is the id
/// of the earlier event that this one speaks of, and `kind` is the body's; both are left out where there is none.
pub(super) const FILE: Kind = Kind {
    mark: 0x5052_4c52, // "PRLR"
    steps: &[
        "CREATE TABLE event (
            place INTEGER PRIMARY KEY,
            at    INTEGER NOT NULL,
            id    BLOB NOT NULL,
            who   INTEGER,
            name  TEXT,
            of    BLOB,
            body  TEXT NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX event_id ON event (id);
        CREATE INDEX event_of ON event (of) WHERE of IS NOT NULL;
        CREATE TABLE state (
            room  INTEGER PRIMARY KEY,
            state TEXT NOT NULL
        ) STRICT;",
        index::STEP,
        r#"CREATE INDEX IF NOT EXISTS event_reworded ON event (of)
            WHERE substr(body, 1, 15) IN ('{"kind":"edited', '{"kind":"withdr');"#,
        // A message may have very many signs. Its edits are found without those, and one person's signs without the others'.
        "DROP INDEX event_reworded;
        ALTER TABLE event ADD COLUMN kind TEXT;
        UPDATE event SET kind = CASE WHEN json_valid(body) THEN body ->> '$.kind' END WHERE of IS NOT NULL;
        DROP INDEX event_of;
        CREATE INDEX event_of ON event (of, kind) WHERE of IS NOT NULL;
        CREATE INDEX event_sign ON event (of, who) WHERE kind = 'reacted';",
    ],
};

/// The version from which on events have a `kind`.
const WITH_KINDS: i64 = 4;

/// Opens a log for reading only. One of an earlier version is left as it is, and read as if it were of this one.
pub(super) fn open_reader(path: &Path) -> Result<Connection, LogError> {
    let db = FILE.open_reader(path)?;
    let version: i64 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if (1..WITH_KINDS).contains(&version) {
        // It lasts as long as the connection, and stands before the table of the same name.
        db.execute_batch(
            "CREATE TEMP VIEW event AS SELECT place, at, id, who, name, of, body,
                CASE WHEN of IS NOT NULL AND json_valid(body) THEN body ->> '$.kind' END AS kind
            FROM main.event",
        )?;
    }
    Ok(db)
}
