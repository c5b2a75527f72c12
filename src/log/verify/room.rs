//! The check of one room, while its events go by in order.

use std::collections::HashMap;

use rusqlite::{Connection, Row};

use super::report::{Finding, Report, RoomReport};
use crate::log::error::LogError;
use crate::log::key::{from_stored, seq_of};
use crate::log::reading::{entry, find};
use crate::room::{Body, Event, EventId, RoomNo, Seq, State};

/// What an event is filed under.
struct Filing {
    of: Option<EventId>,
    kind: Option<String>,
}

impl Filing {
    fn fits(&self, body: &Body) -> bool {
        match body {
            // What a newer version files its events under is not known here.
            Body::Other(_) => true,
            // Nobody looks for what has no words any more.
            Body::Erased { .. } => self.of == body.of(),
            _ => self.of == body.of() && (self.of.is_none() || self.kind.as_deref() == Some(body.kind())),
        }
    }
}

/// One room while its events go by.
pub(super) struct Room<'a> {
    db: &'a Connection,
    pub(super) no: RoomNo,
    /// Where it is in the report.
    index: usize,
    state: State,
    last: Seq,
    /// How far the events go at least, where that is remembered.
    due: Seq,
    /// What is remembered, until the events have come so far.
    remembered: Option<State>,
    /// Whether all events so far were there to be folded. Else the state proves nothing.
    whole: bool,
    /// Messages whose words are gone, each with the events that lost them, until their withdrawal goes by.
    erased: HashMap<EventId, Vec<Seq>>,
}

impl<'a> Room<'a> {
    pub(super) fn open(
        db: &'a Connection,
        no: RoomNo,
        first: &Row<'_>,
        remembered: Option<State>,
        report: &mut Report,
    ) -> Result<Self, LogError> {
        let at = when(first)?;
        // What was forgotten can't be folded again: what was remembered in the same commit is where the rest goes on.
        let begins = seq_of(first.get(0)?);
        let begins_later = |state: &State| {
            state.first > State::beginning() && state.first <= begins && state.head >= state.first.back(1)
        };
        let (state, remembered) = match remembered {
            Some(state) if begins_later(&state) => (state, None),
            remembered => (State::default(), remembered),
        };
        let (first, title, due) = (state.first, state.title.clone(), state.head);
        let between = state.between.clone();
        report.rooms.push(RoomReport { room: no, title, between, first, events: 0, first_at: at, last_at: at });
        let index = report.rooms.len() - 1;
        let (last, erased) = (first.back(1), HashMap::new());
        let mut room = Self { db, no, index, state, last, due, remembered, whole: true, erased };
        room.compare(report);
        Ok(room)
    }

    /// Looks at the next event.
    pub(super) fn look(&mut self, seq: Seq, row: &Row<'_>, report: &mut Report) -> Result<(), LogError> {
        let room = self.no;
        if seq != self.last.next() {
            report.found(Finding::Missing { room, first: self.last.next(), last: seq.back(1) });
            self.whole = false;
        }
        self.last = seq;
        let told = &mut report.rooms[self.index];
        told.events += 1;
        let (at, before) = (when(row)?, told.last_at);
        told.last_at = at.max(before);
        if at < before {
            report.found(Finding::Back { room, seq });
        }
        let read = entry(row).and_then(|entry| {
            let of = row.get(6).map(|of| Option::map(of, EventId))?;
            Ok((entry.event, Filing { of, kind: row.get(7)? }))
        });
        let (event, filing) = match read {
            Ok(read) => read,
            Err(error) => {
                self.whole = false;
                report.found(unreadable(room, seq, error));
                return Ok(());
            }
        };
        self.check_reference(&event, &filing, report);
        self.state.apply(&event);
        let told = &mut report.rooms[self.index];
        told.title.clone_from(&self.state.title);
        told.between.clone_from(&self.state.between);
        self.compare(report);
        Ok(())
    }

    /// Checks what an event says of an earlier one, and what was said of it.
    fn check_reference(&mut self, event: &Event, filing: &Filing, report: &mut Report) {
        let Event { seq, id, ref body, .. } = *event;
        if !filing.fits(body) {
            report.found(Finding::Filed { room: self.no, seq });
        }
        if let Body::Erased { of, .. } = body {
            self.erased.entry(of.unwrap_or(id)).or_default().push(seq);
        }
        if let Body::Withdrawn { of } = body
            && self.erased.remove(of).is_none()
            && let Ok(Some(kept)) = find(self.db, *of)
            && kept.event.body.text().is_some()
        {
            report.found(Finding::StillKept { room: kept.room, seq: kept.event.seq });
        }
    }

    /// Compares what is remembered, where the events have come so far.
    fn compare(&mut self, report: &mut Report) {
        let due = self.remembered.take_if(|state| state.head == self.state.head);
        if self.whole && due.is_some_and(|state| state != self.state) {
            report.found(Finding::Remembered(self.no));
        }
    }

    pub(super) fn close(self, report: &mut Report) {
        if self.last < self.due {
            report.found(Finding::Missing { room: self.no, first: self.last.next(), last: self.due });
        }
        // It is of an event that never was.
        if self.whole && self.remembered.is_some() {
            report.found(Finding::Remembered(self.no));
        }
        let mut erased: Vec<Seq> = self.erased.into_values().flatten().collect();
        erased.sort_unstable();
        erased.into_iter().for_each(|seq| report.found(Finding::Erased { room: self.no, seq }));
    }
}

/// When the event of a row was, even if the rest of it can't be read.
fn when(row: &Row<'_>) -> Result<u64, LogError> {
    Ok(from_stored(row.get(1)?))
}

fn unreadable(room: RoomNo, seq: Seq, error: LogError) -> Finding {
    Finding::Unreadable(match error {
        LogError::Damaged(what) => what,
        other => format!("event {seq} of room {room} ({other})"),
    })
}
