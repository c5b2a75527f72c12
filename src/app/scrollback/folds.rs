//! Comings and goings that follow one another are one line, which opens to tell them one by one.

use std::collections::{BTreeMap, BTreeSet};

use super::row::Row;
use super::rows::Rows;
use crate::app::texts::list as texts;
use crate::room::PersonId;

/// Of how many events a fold consists at most. A row need not look further than this for where its own begins.
const MOST: u64 = 64;

/// How a row lies in its fold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fold {
    /// It begins it: what is told in the one line, and whether it is open.
    First {
        /// Who joined and who left.
        words: String,
        /// Whether it is told one by one below.
        open: bool,
        /// Whether there is more to tell than the line does.
        opens: bool,
    },
    /// It is another of them, and is seen.
    Open,
    /// It is another of them, and is not.
    Closed,
}

/// How this row lies in its fold, if it is one that is folded.
pub(super) fn of(rows: &Rows, unfolded: &BTreeSet<u64>, row: u64, apart: impl Fn(&Row, &Row) -> bool) -> Option<Fold> {
    rows.get(row)?.moves()?;
    let first = first(rows, row, &apart);
    let open = unfolded.contains(&first);
    if row != first {
        return Some(if open { Fold::Open } else { Fold::Closed });
    }
    let (words, opens) = told(rows, first, &apart);
    Some(Fold::First { words, open, opens })
}

/// Where the fold of a row begins.
fn first(rows: &Rows, row: u64, apart: &impl Fn(&Row, &Row) -> bool) -> u64 {
    let mut first = row;
    // Where a fold is cut is a matter of numbers, so that it stays when older rows come to hand.
    while !first.is_multiple_of(MOST) {
        let (Some(at), Some(row)) = (first.checked_sub(1), rows.get(first)) else { break };
        let Some(before) = rows.get(at) else { break };
        if (before.moves().is_none() && before.is_seen()) || apart(before, row) {
            break;
        }
        first = at;
    }
    // What is not seen belongs to no fold.
    while rows.get(first).is_some_and(|row| row.moves().is_none()) {
        first += 1;
    }
    first
}

/// What is told of a fold in one line, and whether there is more to tell.
fn told(rows: &Rows, first: u64, apart: &impl Fn(&Row, &Row) -> bool) -> (String, bool) {
    // Whoever came and went several times is told as they are by now.
    let mut last: Vec<(PersonId, &str, bool)> = Vec::new();
    let mut doors: BTreeMap<PersonId, &str> = BTreeMap::new();
    let (mut at, mut events, mut moves) = (first, 0_usize, 0_usize);
    let mut before: Option<&Row> = None;
    while let Some(row) = rows.get(at) {
        if before.is_some_and(|before| apart(before, row)) || (at > first && at.is_multiple_of(MOST)) {
            break;
        }
        match row.moves() {
            Some(people) => {
                events += 1;
                let gone = people.left.iter().chain(&people.lost).map(|author| (author, false));
                for (author, came) in gone.chain(people.came.iter().map(|author| (author, true))) {
                    moves += 1;
                    last.retain(|(who, ..)| *who != author.who);
                    last.push((author.who, author.name.as_str(), came));
                    match people.door_label(author.who).filter(|_| came) {
                        Some(door) => doors.insert(author.who, door),
                        None => doors.remove(&author.who),
                    };
                }
            }
            None if row.is_seen() => break,
            None => {}
        }
        before = Some(row);
        at += 1;
    }
    let mut by = last.iter().filter(|(.., came)| *came).map(|(who, ..)| doors.get(who).copied());
    // Told once where it is true of all of them, else beside each.
    let door = by.next().flatten().filter(|door| by.all(|other| other == Some(door)));
    let names = |came: bool| {
        let moved = last.iter().filter(move |(.., is)| *is == came);
        let named = moved.map(|(who, name, _)| match doors.get(who).filter(|_| door.is_none()) {
            Some(door) => format!("{name} ({door})"),
            None => (*name).to_owned(),
        });
        named.collect::<Vec<String>>()
    };
    let (joined, left) = (names(true), names(false));
    let opens = events > 1 && moves > 1 || joined.len() > 2 || left.len() > 2;
    (texts::moves(&joined, door, &left), opens)
}
