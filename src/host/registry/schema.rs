//! The tables of the registry, as each version made them. A file goes through the steps it has not seen; none is ever
//! changed once released.

use crate::log::file::Kind;

/// The file of a house.
pub const FILE: Kind = Kind {
    mark: 0x5052_4c48, // "PRLH"
    steps: &[
        "CREATE TABLE house (
            what  TEXT PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT;
        -- `folded` is free again (NULL) once the name was given to someone else.
        CREATE TABLE person (
            who    INTEGER PRIMARY KEY AUTOINCREMENT,
            name   TEXT NOT NULL,
            folded TEXT UNIQUE,
            key    BLOB NOT NULL,
            seen   INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX person_key ON person (key);
        CREATE TABLE invite (
            secret    TEXT PRIMARY KEY,
            made      INTEGER NOT NULL,
            withdrawn INTEGER
        ) STRICT;",
        // A person may have several names: `person.name` is what they are called, `name` holds all that lead to them.
        "CREATE TABLE name (
            folded TEXT PRIMARY KEY,
            who    INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX name_who ON name (who);
        INSERT INTO name (folded, who) SELECT folded, who FROM person WHERE folded NOT NULL;
        CREATE TABLE somebody (
            who    INTEGER PRIMARY KEY AUTOINCREMENT,
            name   TEXT NOT NULL,
            key    BLOB NOT NULL,
            seen   INTEGER NOT NULL
        ) STRICT;
        INSERT INTO somebody (who, name, key, seen) SELECT who, name, key, seen FROM person;
        DROP TABLE person;
        ALTER TABLE somebody RENAME TO person;
        CREATE INDEX person_key ON person (key);",
        MEMBERSHIPS,
        BANS,
        ROOMS,
        ACCOUNTS,
        REQUESTS,
        // Whoever came through the host's own window.
        "CREATE TABLE owner (who INTEGER PRIMARY KEY) STRICT;",
        REQUEST_NET,
        // The keys that led to someone once: a mute holds for whoever comes with one of them.
        "CREATE TABLE former_device (
            key BLOB NOT NULL,
            who INTEGER NOT NULL,
            PRIMARY KEY (key, who)
        ) STRICT, WITHOUT ROWID;",
        INVITES,
        // Of what someone wants to be notified in a room.
        "ALTER TABLE joined ADD COLUMN notify TEXT;",
    ],
};

/// The rooms that people joined, and whom they ignore.
const MEMBERSHIPS: &str = "CREATE TABLE joined (
        who   INTEGER NOT NULL,
        room  INTEGER NOT NULL,
        read  INTEGER NOT NULL,
        quiet INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (who, room)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE ignored (
        who  INTEGER NOT NULL,
        whom INTEGER NOT NULL,
        name TEXT NOT NULL,
        PRIMARY KEY (who, whom)
    ) STRICT, WITHOUT ROWID;";

/// `room` is 0 where the ban is from the whole house; rooms count from 1.
const BANS: &str = "CREATE TABLE ban (
        ban   INTEGER PRIMARY KEY,
        room  INTEGER NOT NULL,
        who   INTEGER NOT NULL,
        name  TEXT NOT NULL,
        until INTEGER,
        why   TEXT,
        net   TEXT,
        by    TEXT NOT NULL,
        at    INTEGER NOT NULL,
        UNIQUE (room, who)
    ) STRICT;
    CREATE TABLE ban_key (
        ban INTEGER NOT NULL,
        key BLOB NOT NULL,
        PRIMARY KEY (ban, key)
    ) STRICT, WITHOUT ROWID;";

/// The passwords of rooms.
const ROOMS: &str = "CREATE TABLE room_key (
        room INTEGER PRIMARY KEY,
        hash TEXT NOT NULL
    ) STRICT;";

/// `device` takes over what `person` knew of keys, so that a person may have several.
const ACCOUNTS: &str = "CREATE TABLE device (
        key   BLOB NOT NULL,
        who   INTEGER NOT NULL,
        since INTEGER NOT NULL,
        PRIMARY KEY (key, who)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX device_who ON device (who);
    INSERT INTO device (key, who, since) SELECT key, who, seen FROM person;
    DROP INDEX person_key;
    ALTER TABLE person DROP COLUMN key;
    ALTER TABLE person ADD COLUMN gone INTEGER;
    CREATE TABLE account (
        who  INTEGER PRIMARY KEY,
        hash TEXT NOT NULL,
        made INTEGER NOT NULL
    ) STRICT;";

/// Who asks to be let in, and who was.
const REQUESTS: &str = "CREATE TABLE request (
        request INTEGER PRIMARY KEY AUTOINCREMENT,
        key     BLOB NOT NULL UNIQUE,
        name    TEXT NOT NULL,
        at      INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE approved (
        key BLOB PRIMARY KEY,
        at  INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;";

/// From where each asks came later.
const REQUEST_NET: &str = "ALTER TABLE request ADD COLUMN net TEXT;";

/// Invites one by one, each with a number, and who came by it. The one that held before is the first, and the standing one.
/// What finds a secret is noted when the file is opened.
const INVITES: &str = "CREATE TABLE invitation (
        number    INTEGER PRIMARY KEY AUTOINCREMENT,
        secret    TEXT NOT NULL,
        digest    BLOB UNIQUE,
        label     TEXT NOT NULL DEFAULT '',
        who       INTEGER,
        name      TEXT,
        made      INTEGER NOT NULL,
        once      INTEGER NOT NULL DEFAULT 0,
        until     INTEGER,
        standing  INTEGER NOT NULL DEFAULT 0,
        withdrawn INTEGER,
        came      INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    INSERT INTO invitation (secret, made, withdrawn)
        SELECT secret, made, withdrawn FROM invite ORDER BY withdrawn NOT NULL, made DESC;
    UPDATE invitation SET standing = 1
        WHERE number = (SELECT min(number) FROM invitation WHERE withdrawn IS NULL);
    DROP TABLE invite;
    ALTER TABLE invitation RENAME TO invite;
    CREATE TABLE came_by (
        invite INTEGER NOT NULL,
        who    INTEGER NOT NULL,
        name   TEXT NOT NULL,
        at     INTEGER NOT NULL,
        PRIMARY KEY (invite, who)
    ) STRICT, WITHOUT ROWID;";
