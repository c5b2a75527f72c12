//! The rows that are at hand: a window of the log around what is looked at, changes folded in, and one's own that are
//! not yet kept behind them. Row 0 is the room's first event.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::RangeInclusive;

use super::row::{Quoted, Row, Signs, What};
use crate::app::convert::count;
use crate::app::texts::list as texts;
use crate::guest::{Own, OwnState};
use crate::markup::{self, Names};
use crate::room::{Author, Body, Event, EventId, Name, PersonId, Seq, Sign};

/// How many rows are kept at hand.
const KEPT: usize = 3_000;

/// How many are asked for at once.
const PAGE: u64 = 128;

/// The rows at hand. Its methods are many and short: each is one thing that can be asked of them or can happen to them.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    head: u64,
    /// The first row that is still kept.
    first: u64,
    rows: BTreeMap<u64, Row>,
    by_id: HashMap<EventId, u64>,
    own: Vec<Row>,
    names: Names,
    /// The rows that answer a message.
    answers: HashMap<EventId, Vec<u64>>,
    ignored: BTreeSet<PersonId>,
}

/// How many characters of a message are shown above an answer.
const QUOTED: usize = 90;

impl Rows {
    /// How many there are in all: events of the room, and one's own on their way.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.head + count(self.own.len())
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many events the room has.
    #[must_use]
    pub const fn head(&self) -> u64 {
        self.head
    }

    /// A row, if it is at hand.
    #[must_use]
    pub fn get(&self, row: u64) -> Option<&Row> {
        match row.checked_sub(self.head) {
            Some(own) => self.own.get(usize::try_from(own).ok()?),
            None => self.rows.get(&row),
        }
    }

    /// The row of an event, if it is at hand.
    #[must_use]
    pub fn find(&self, id: EventId) -> Option<u64> {
        self.by_id.get(&id).copied()
    }

    /// One's own that are not yet kept.
    #[must_use]
    pub fn own(&self) -> &[Row] {
        &self.own
    }

    /// The newest words of this person that are at hand.
    pub fn last_said_by(&self, me: &Author) -> Option<&Row> {
        self.rows.values().rev().find(|row| row.is_said() && row.by.as_ref().is_some_and(|by| by.who == me.who))
    }

    /// The rows at hand, from this one back.
    pub fn before(&self, row: u64) -> impl Iterator<Item = (u64, &Row)> {
        self.rows.range(..row).rev().map(|(at, row)| (*at, row))
    }

    /// By which names words are read from now on, those at hand as well.
    pub fn read_by(&mut self, names: Names) {
        self.names = names;
        for row in self.rows.values_mut().chain(&mut self.own) {
            row.read_again(&self.names);
        }
    }

    /// One more name that words are read by, from now on.
    pub fn learn(&mut self, name: &Name) {
        self.names.add(name);
    }

    /// The room has at least so many events.
    pub fn reach(&mut self, head: Seq) {
        self.head = self.head.max(head.0);
    }

    /// The room ends here: what was thought to be beyond never was.
    pub fn cut(&mut self, head: Seq) {
        if self.head > head.0 {
            self.head = head.0;
            for row in self.rows.split_off(&head.0).into_values() {
                self.by_id.remove(&row.id);
            }
        }
    }

    /// Nothing from before this event is kept any more: it is not at hand, and not to be asked for.
    pub fn forget(&mut self, first: Seq) {
        self.first = first.back(1).0;
        let kept = self.rows.split_off(&self.first);
        for row in std::mem::replace(&mut self.rows, kept).into_values() {
            self.by_id.remove(&row.id);
        }
    }

    /// Takes events in, in whatever order they come. Gives the rows that are new at the end, where there are any.
    pub fn take(&mut self, events: &[Event]) -> Option<RangeInclusive<u64>> {
        let before = self.head;
        for event in events {
            let Some(row) = event.seq.0.checked_sub(1) else { continue };
            self.reach(event.seq);
            if !self.rows.contains_key(&row) {
                self.own.retain(|own| own.id != event.id);
                self.by_id.insert(event.id, row);
                let mut new = Row::of_event(event, &self.names);
                new.hidden = self.is_ignored(&new);
                if let Some(quote) = &mut new.answers {
                    self.answers.entry(quote.of).or_default().push(row);
                    quote.shown = self.quoted(quote.of);
                }
                self.rows.insert(row, new);
                self.quote_again(event.id);
            }
        }
        // A message may come after what changes it.
        self.change(events);
        (before < self.head).then(|| before..=self.head - 1)
    }

    /// Folds changes into the rows they speak of.
    pub fn change(&mut self, events: &[Event]) {
        for event in events {
            let Some(row) = event.body.of().and_then(|of| self.by_id.get(&of)).and_then(|row| self.rows.get_mut(row))
            else {
                continue;
            };
            match &event.body {
                Body::Edited { text, .. } if row.source() != Some(text) => row.edit(text, &self.names),
                Body::Withdrawn { .. } => row.withdraw(event.by.as_ref()),
                Body::Reacted { sign, off, .. } => {
                    if let Some(by) = &event.by {
                        row.signs.note(sign, by.who, event.seq, *off);
                        row.version += 1;
                    }
                }
                _ => {}
            }
            if let Some(of) = event.body.of() {
                self.quote_again(of);
            }
        }
    }

    /// What is shown of a message that is answered.
    fn quoted(&self, of: EventId) -> Quoted {
        let Some(row) = self.by_id.get(&of).and_then(|at| self.rows.get(at)) else { return Quoted::Unknown };
        if row.hidden {
            return Quoted::Hidden;
        }
        let words = match row.words() {
            Some(words) => words.line(),
            None => texts::QUOTE_DELETED.to_owned(),
        };
        Quoted::Words(row.by.clone(), markup::shortened(words, QUOTED))
    }

    /// The rows that answer a message show it as it is now.
    fn quote_again(&mut self, of: EventId) {
        let Some(rows) = self.answers.get(&of) else { return };
        let shown = self.quoted(of);
        for at in rows {
            if let Some(row) = self.rows.get_mut(at)
                && let Some(quote) = &mut row.answers
                && quote.shown != shown
            {
                quote.shown.clone_from(&shown);
                row.version += 1;
            }
        }
    }

    /// Whether someone answered a message with a sign.
    #[must_use]
    pub fn has_signed(&self, of: EventId, sign: &Sign, who: PersonId) -> bool {
        let row = self.by_id.get(&of).and_then(|row| self.rows.get(row));
        row.is_some_and(|row| row.signs.has(sign, who))
    }

    /// Of these people nothing is shown from now on.
    pub fn ignore(&mut self, ignored: BTreeSet<PersonId>) {
        if self.ignored == ignored {
            return;
        }
        self.ignored = ignored;
        let changed = self.rows.iter().filter(|(_, row)| self.is_ignored(row) != row.hidden);
        let changed: Vec<(u64, EventId)> = changed.map(|(at, row)| (*at, row.id)).collect();
        for (at, id) in changed {
            if let Some(row) = self.rows.get_mut(&at) {
                row.hidden = !row.hidden;
                row.version += 1;
            }
            self.quote_again(id);
        }
        // The signs under a message may be fewer now, or more.
        self.rows.values_mut().filter(|row| row.signs != Signs::default()).for_each(|row| row.version += 1);
    }

    /// Of whom nothing is shown.
    #[must_use]
    pub const fn ignored(&self) -> &BTreeSet<PersonId> {
        &self.ignored
    }

    fn is_ignored(&self, row: &Row) -> bool {
        row.is_said() && row.by.as_ref().is_some_and(|by| self.ignored.contains(&by.who))
    }

    /// What of one's own became of it.
    pub fn take_own(&mut self, own: &Own, me: &Author, now: u64) {
        // Kept, and its event is on its way: it stands where it is until that is here.
        let comes = matches!(own.state, OwnState::Kept { seq, .. } if seq.0 > self.head);
        let known = self.own.iter().any(|row| row.id == own.id);
        let kept = matches!(own.state, OwnState::Kept { .. });
        if self.by_id.contains_key(&own.id) || (kept && !(comes && known)) {
            self.own.retain(|row| row.id != own.id);
            return;
        }
        if let Some(row) = self.own.iter_mut().find(|row| row.id == own.id) {
            row.own = Some(own.state.clone());
            row.version += 1;
        } else if let Some(mut row) = Row::of_own(own, me, now, &self.names) {
            if let Some(quote) = &mut row.answers {
                quote.shown = self.quoted(quote.of);
            }
            self.own.push(row);
        }
    }

    /// The room was entered anew: what is kept is among its events, wherever those are.
    pub fn drop_kept(&mut self) {
        self.own.retain(|row| !matches!(row.own, Some(OwnState::Kept { .. })));
    }

    /// One's own that is tried again: it is on its way.
    pub fn retry_own(&mut self, id: EventId) {
        if let Some(row) = self.own.iter_mut().find(|row| row.id == id) {
            row.own = Some(OwnState::Sending);
            row.version += 1;
        }
    }

    /// One's own that was given up.
    pub fn drop_own(&mut self, id: EventId) {
        self.own.retain(|row| row.id != id);
    }

    /// What should be asked for, so that rows `from..=to` are at hand: one page of it.
    #[must_use]
    pub fn lacks(&self, from: u64, to: u64) -> Option<RangeInclusive<Seq>> {
        let to = to.min(self.head.checked_sub(1)?);
        // From the newest back: that is where eyes come from.
        let missing = (from.max(self.first)..=to).rev().find(|row| !self.rows.contains_key(row))?;
        let page = missing / PAGE * PAGE;
        Some(Seq(page.max(self.first) + 1)..=Seq((page + PAGE).min(self.head)))
    }

    /// Lets go of rows far from these, if there are too many; never of these.
    pub fn keep_near(&mut self, seen: &RangeInclusive<u64>) {
        while self.rows.len() > KEPT {
            let (Some(first), Some(last)) = (self.rows.keys().next().copied(), self.rows.keys().next_back().copied())
            else {
                return;
            };
            let (above, below) = (seen.start().saturating_sub(first), last.saturating_sub(*seen.end()));
            let far = match (above, below) {
                (0, 0) => return,
                (above, below) if above >= below => first,
                _ => last,
            };
            if let Some(gone) = self.rows.remove(&far) {
                self.by_id.remove(&gone.id);
            }
        }
    }

    /// Of which of these rows nothing is seen.
    pub fn unseen<'a>(&'a self, events: &'a [Event]) -> impl Iterator<Item = u64> + 'a {
        let rows = events.iter().filter_map(|event| event.seq.0.checked_sub(1));
        rows.filter(|row| self.rows.get(row).is_some_and(|row| !row.is_seen()))
    }

    /// The row before this one of which anything is seen, be it that someone joined or left only with `moves`. Nothing
    /// where that is not at hand.
    #[must_use]
    pub fn seen_before(&self, row: u64, moves: bool) -> Option<&Row> {
        let mut at = row;
        while let Some(before) = at.checked_sub(1) {
            let row = self.get(before)?;
            if row.is_seen() && (moves || row.moves().is_none()) {
                return Some(row);
            }
            at = before;
        }
        None
    }

    /// The rows at hand from this one on that are words of others.
    pub fn said_by_others<'a>(&'a self, from: u64, me: &'a Author) -> impl Iterator<Item = u64> + 'a {
        let of_others = |row: &Row| row.is_said() && !row.hidden && row.by.as_ref().is_none_or(|by| by.who != me.who);
        self.rows.range(from..).filter(move |(_, row)| of_others(row)).map(|(at, _)| *at)
    }

    /// How many of these rows are words of others.
    #[must_use]
    pub fn words_of_others(&self, rows: RangeInclusive<u64>, me: &Author) -> usize {
        self.rows
            .range(rows)
            .filter(|(_, row)| row.is_said() && !row.hidden && row.by.as_ref().is_none_or(|by| by.who != me.who))
            .count()
    }

    /// Whether a row calls whoever reads it by name.
    #[must_use]
    pub fn calls_me(&self, row: u64, may_call_all: bool) -> bool {
        match self.get(row).map(|row| &row.what) {
            Some(What::Said { words, .. } | What::Did { words, .. }) => words.calls_me(may_call_all),
            _ => false,
        }
    }
}
