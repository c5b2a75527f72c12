//! What can fail in a batch, and how it is made to.

use rusqlite::Connection;

/// What fails in a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing.
    None,
    /// The log keeps nothing.
    Log,
    /// The registry keeps nothing, though it took all of it.
    Commit,
    /// The registry does not take what this call writes.
    RegistryWrite(usize),
    /// The same, and it loses what it took before.
    AllLost(usize),
    /// What is written last, and only saves time, is not taken.
    Minor,
    /// The same, and all else is lost with it.
    MinorLosesAll,
    /// Nothing can be looked up for this call.
    Read(usize),
    /// No room can be deleted.
    Delete,
}

/// Readies a registry to fail.
pub fn begin(db: &Connection) {
    db.execute_batch(
        "PRAGMA foreign_keys = ON;
        CREATE TEMP TABLE fault (how INTEGER NOT NULL);
        INSERT INTO temp.fault VALUES (0);
        CREATE TEMP TABLE whole (part INTEGER PRIMARY KEY);
        CREATE TEMP TABLE part (whole INTEGER REFERENCES whole DEFERRABLE INITIALLY DEFERRED);",
    )
    .unwrap();
    let tables = "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    let mut select = db.prepare(tables).unwrap();
    let tables: Vec<String> = select.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    for table in tables {
        for what in ["INSERT", "UPDATE", "DELETE"] {
            db.execute_batch(&format!(
                "CREATE TEMP TRIGGER fault_{table}_{what} BEFORE {what} ON main.{table}
                WHEN (SELECT how FROM temp.fault) > 0 BEGIN
                    SELECT RAISE(ABORT, 'not taken') WHERE (SELECT how FROM temp.fault) = 1;
                    SELECT RAISE(ROLLBACK, 'all lost') WHERE (SELECT how FROM temp.fault) = 2;
                END;"
            ))
            .unwrap();
        }
    }
}

/// From now on nothing is taken: 1, and 2 where all is lost with it; 0 where all is well.
pub fn set(db: &Connection, how: u8) {
    db.execute("UPDATE temp.fault SET how = ?1", [how]).unwrap();
}

/// What was last set. A transaction that is taken back takes this back as well.
pub fn how(db: &Connection) -> u8 {
    db.query_row("SELECT how FROM temp.fault", [], |row| row.get(0)).unwrap()
}

/// What was gathered so far can't be committed. False where nothing was.
pub fn spoil(db: &Connection) -> bool {
    if db.is_autocommit() {
        return false;
    }
    db.execute("INSERT INTO temp.part VALUES (1)", []).unwrap();
    true
}
