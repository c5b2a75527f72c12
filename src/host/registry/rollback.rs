//! Taking back a commit of the registry: where the log could not keep what belongs to it, everything is to be again as it
//! was. Triggers note for each change what undoes it, in memory, until the next commit begins.

use std::fmt::Write as _;

use rusqlite::Connection;

use crate::log::LogError;

/// Has every change of every table noted from now on.
pub fn begin(db: &Connection) -> Result<(), LogError> {
    db.pragma_update(None, "temp_store", "MEMORY")?;
    // What replaces a row takes it out first, and that counts too.
    db.pragma_update(None, "recursive_triggers", true)?;
    let mut sql = "CREATE TEMP TABLE undo (step INTEGER PRIMARY KEY, sql TEXT NOT NULL) STRICT;".to_owned();
    let tables = "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    let mut tables = db.prepare(tables)?;
    for table in tables.query_map([], |row| row.get::<_, String>(0))? {
        let table = table?;
        let mut columns = db.prepare("SELECT name, pk FROM pragma_table_info(?1)")?;
        let columns = columns.query_map([&table], |row| Ok((row.get::<_, String>(0)?, row.get::<_, bool>(1)?)))?;
        let mut columns: Vec<(String, bool)> = columns.collect::<Result<_, _>>()?;
        if columns.iter().all(|(_, is_key)| !is_key) {
            columns.push(("rowid".to_owned(), true));
        }
        triggers(&table, &columns, &mut sql);
    }
    drop(tables);
    Ok(db.execute_batch(&sql)?)
}

/// The triggers of one table, whose rows are found by its primary key.
fn triggers(table: &str, columns: &[(String, bool)], sql: &mut String) {
    let each = |of: &str, only_keys: bool, between: &str| {
        let columns = columns.iter().filter(|(_, is_key)| *is_key || !only_keys);
        let pairs: Vec<String> = columns.map(|(name, _)| format!("'{name} IS ' || quote({of}.{name})")).collect();
        pairs.join(&format!(" || '{between}' || "))
    };
    let names: Vec<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
    let old: Vec<String> = names.iter().map(|name| format!("quote(OLD.{name})")).collect();
    let set: Vec<String> = names.iter().map(|name| format!("'{name} = ' || quote(OLD.{name})")).collect();
    let undo = [
        ("INSERT", format!("'DELETE FROM {table} WHERE ' || {}", each("NEW", true, " AND "))),
        (
            "DELETE",
            format!("'INSERT INTO {table} ({}) VALUES (' || {} || ')'", names.join(", "), old.join(" || ', ' || ")),
        ),
        (
            "UPDATE",
            format!(
                "'UPDATE {table} SET ' || {} || ' WHERE ' || {}",
                set.join(" || ', ' || "),
                each("NEW", true, " AND ")
            ),
        ),
    ];
    for (what, undo) in undo {
        // A String takes every write.
        let _ = write!(
            sql,
            "CREATE TEMP TRIGGER undo_{table}_{what} AFTER {what} ON main.{table} BEGIN
                INSERT INTO undo (sql) VALUES ({undo});
            END;"
        );
    }
}

/// Forgets what was noted: it is kept for good.
pub fn forget(db: &Connection) -> Result<(), LogError> {
    db.prepare_cached("DELETE FROM temp.undo")?.execute([])?;
    Ok(())
}

/// Undoes all that was noted, in one commit.
pub fn undo(db: &Connection) -> Result<(), LogError> {
    let change = db.unchecked_transaction()?;
    let steps: Vec<String> = {
        let mut select = db.prepare("SELECT sql FROM temp.undo ORDER BY step DESC")?;
        let steps = select.query_map([], |row| row.get(0))?;
        steps.collect::<Result<_, _>>()?
    };
    for step in steps {
        db.execute(&step, [])?;
    }
    db.execute("DELETE FROM temp.undo", [])?;
    Ok(change.commit()?)
}
