//! What the scrollback list knows, apart from any widget: how high its rows are, where the window stands in them, what
//! stands in them, and what is selected. No drawing, no clock, no waiting.

mod folds;
pub mod heights;
pub mod row;
pub mod rows;
pub mod selection;
pub mod view;

use std::cell::{Ref, RefCell, RefMut};
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use iced::Rectangle;

pub use folds::Fold;
pub use heights::Heights;
pub use row::{Kind, Row, What};
pub use rows::Rows;
pub use selection::{Grain, Selection, Spot};
pub use view::{Placed, View};

use crate::guest::Own;
use crate::markup::Names;
use crate::room::{Author, Event, EventId, Name, PersonId, Seq, Sign};

/// What a row is taken for until some were measured.
const GUESS: f32 = 30.0;

/// In how many rows the first new words are looked for.
const LOOKED: u64 = 500;

/// How much of the view a page moves.
const PAGE: f64 = 0.9;

/// What can be done to a scrollback.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Moves by so many pixels, down where that is more than nothing.
    Move(f32),
    /// Moves by a page: up (-1) or down (1).
    Page(f32),
    /// Goes to a place between the first (0) and the newest (1).
    GoToPart(f64),
    /// Goes to a row.
    GoTo(u64),
    /// Goes to the newest, and stays there.
    Follow,
    /// Begins a selection.
    Select(Spot, Grain),
    /// Goes on with it.
    Extend(Spot),
    /// It is as it is to be for now.
    Selected,
    /// Selects everything.
    SelectAll,
    /// Selects nothing.
    Unselect,
    /// Rows in view are not at hand: these should be.
    Want(RangeInclusive<Seq>),
    /// Puts what is selected into the clipboard.
    Copy,
    /// A link was pressed.
    Open(String),
    /// A row was picked, to reply to it.
    Answer(u64),
    /// All that can be done with a row is to be seen, beside this place of the window.
    Menu(u64, Rectangle),
    /// An emoji is to be picked for a row, beside this place of the window.
    React(u64, Rectangle),
    /// The author of a row was pressed, at this place of the window.
    Person(u64, Rectangle),
    /// Something on one's own that was not sent: it is tried again, or given up.
    Own(EventId, bool),
    /// Who came and went, from this row on, is shown one by one, or no longer.
    Fold(u64),
    /// The message that a row answers was pressed.
    Answered(EventId),
    /// A sign under a message was pressed.
    Sign(EventId, Sign),
    /// Something was typed while the list had the focus: it is meant for the entry.
    Type(String),
}

/// A scrollback. Its methods are many and short: what can be asked of a list and what can happen to it, so that nobody
/// has to reach into its parts.
#[derive(Debug, Default)]
pub struct Scrollback {
    rows: Rows,
    standing: RefCell<Standing>,
    selection: Option<Selection>,
    /// The first row that is new to whoever reads.
    mark: Option<u64>,
    /// How many words of others came while something older was looked at.
    unseen: usize,
    asked: Option<RangeInclusive<Seq>>,
    me: Option<Author>,
    /// The message that was picked.
    picked: Option<EventId>,
    /// The row that one went to.
    pointed: Option<u64>,
    /// The rows from which on it is shown one by one who came and went.
    unfolded: BTreeSet<u64>,
}

/// What is found out only when it is laid out.
#[derive(Debug)]
pub struct Standing {
    /// How high the rows are.
    pub heights: Heights,
    /// Where the window stands in them.
    pub view: View,
}

impl Default for Standing {
    fn default() -> Self {
        Self { heights: Heights::new(GUESS), view: View::default() }
    }
}

impl Scrollback {
    /// The rows.
    #[must_use]
    pub const fn rows(&self) -> &Rows {
        &self.rows
    }

    /// What is selected.
    #[must_use]
    pub const fn selection(&self) -> Option<&Selection> {
        self.selection.as_ref()
    }

    /// The first row that is new to whoever reads.
    #[must_use]
    pub const fn mark(&self) -> Option<u64> {
        self.mark
    }

    /// Who reads it, where that is known.
    #[must_use]
    pub const fn reader(&self) -> Option<&Author> {
        self.me.as_ref()
    }

    /// The row above which it is told that what follows is new: the first words of someone else. Nothing where there are
    /// none: who came and went, oneself among them, is no news.
    #[must_use]
    pub fn first_new(&self) -> Option<u64> {
        let from = self.mark?;
        for at in from..self.rows.head().min(from + LOOKED) {
            // What is not at hand may be anything.
            let Some(row) = self.rows.get(at) else { return Some(from) };
            let mine = row.by.as_ref().map(|by| by.who) == self.me.as_ref().map(|me| me.who);
            if row.is_said() && row.is_seen() && !mine {
                return Some(at);
            }
        }
        (self.rows.head() > from + LOOKED).then_some(from)
    }

    /// How a row lies in the fold that it belongs to, if it belongs to one: rows without a message between them that tell
    /// who came and went are one line. `apart` tells whether a row begins a day.
    #[must_use]
    pub fn fold(&self, row: u64, apart: impl Fn(&Row, &Row) -> bool) -> Option<Fold> {
        folds::of(&self.rows, &self.unfolded, row, apart)
    }

    /// The message that was picked.
    #[must_use]
    pub const fn picked(&self) -> Option<EventId> {
        self.picked
    }

    /// The row that one went to, until something else is done.
    #[must_use]
    pub const fn pointed(&self) -> Option<u64> {
        self.pointed
    }

    /// Has a row in view, and moves only where it is not.
    pub fn show(&mut self, row: u64) {
        let view = &mut self.standing.get_mut().view;
        let (first, last) = view.seen().into_inner();
        // What is only partly seen at an edge is not in view.
        if row <= first || row >= last && !view.is_following() {
            view.go_to(row);
        }
    }

    /// Nothing is picked any more; what was is given.
    pub const fn unpick(&mut self) -> Option<EventId> {
        self.picked.take()
    }

    /// A message is picked, or none is any more.
    pub const fn pick(&mut self, picked: Option<EventId>) {
        self.picked = picked;
    }

    /// How many words of others came while something older was looked at.
    #[must_use]
    pub const fn unseen(&self) -> usize {
        self.unseen
    }

    /// Whether it stays at the newest.
    #[must_use]
    pub fn is_following(&self) -> bool {
        self.standing.borrow().view.is_following()
    }

    /// Whether anyone said anything, as far as that is at hand.
    #[must_use]
    pub fn has_words(&self) -> bool {
        self.rows.before(self.rows.head()).any(|(_, row)| row.is_of_someone())
    }

    /// Whether the first row there is is in view.
    #[must_use]
    pub fn begins_in_view(&self) -> bool {
        let standing = self.standing.borrow();
        *standing.view.seen().start() <= standing.view.floor()
    }

    /// The first row that is shown at all.
    #[must_use]
    pub fn floor(&self) -> u64 {
        self.standing.borrow().view.floor()
    }

    /// How it stands. For the widget.
    #[must_use]
    pub fn standing(&self) -> Ref<'_, Standing> {
        self.standing.borrow()
    }

    /// How it stands, to lay it out. For the widget.
    #[must_use]
    pub fn standing_mut(&self) -> RefMut<'_, Standing> {
        self.standing.borrow_mut()
    }

    /// Which rows should be asked for, for these to be at hand; nothing where they were asked for already.
    #[must_use]
    pub fn wants(&self, from: u64, to: u64) -> Option<RangeInclusive<Seq>> {
        self.rows.lacks(from, to).filter(|range| self.asked.as_ref() != Some(range))
    }

    /// Does something. What is left to do for others is theirs to see.
    pub fn perform(&mut self, action: &Action) {
        let Standing { heights, view } = self.standing.get_mut();
        match action {
            Action::Move(by) => view.move_by(heights, f64::from(*by)),
            Action::Page(by) => {
                let page = view.height() * PAGE;
                view.move_by(heights, page * f64::from(*by));
            }
            Action::GoToPart(part) => view.go_to_part(heights, *part),
            Action::GoTo(row) => {
                view.go_to(*row);
                self.pointed = Some(*row);
            }
            Action::Follow => {
                view.follow();
                self.pointed = None;
            }
            Action::Select(spot, grain) => {
                self.pointed = None;
                let text = self.rows.get(spot.row).map(Row::text).unwrap_or_default();
                self.selection = Some(Selection::begin(*spot, *grain, &text));
            }
            Action::Extend(spot) => {
                let text = self.rows.get(spot.row).map(Row::text).unwrap_or_default();
                if let Some(selection) = &mut self.selection {
                    selection.extend(*spot, &text);
                }
            }
            Action::SelectAll => {
                let last = Spot { row: self.rows.len(), offset: 0 };
                self.selection = Some(Selection::between(Spot { row: view.floor(), offset: 0 }, last));
            }
            Action::Unselect => self.selection = None,
            Action::Fold(row) => {
                if !self.unfolded.remove(row) {
                    self.unfolded.insert(*row);
                }
            }
            Action::Want(range) => self.asked = Some(range.clone()),
            Action::Selected
            | Action::Copy
            | Action::Open(_)
            | Action::Answer(_)
            | Action::Menu(..)
            | Action::React(..)
            | Action::Person(..)
            | Action::Own(..)
            | Action::Answered(_)
            | Action::Sign(..)
            | Action::Type(_) => {}
        }
        if self.is_following() {
            self.unseen = 0;
        }
    }

    /// Comes into a room that has so many events.
    pub fn enter(&mut self, me: &Author, head: Seq) {
        self.me = Some(me.clone());
        self.rows.cut(head);
        self.rows.reach(head);
        self.rows.drop_kept();
        self.asked = None;
        self.fit();
    }

    /// How high rows are is not known any more: they were measured for another width.
    pub fn measure_again(&mut self) {
        self.standing.get_mut().heights.forget();
    }

    /// Of these people nothing is shown from now on.
    pub fn ignore(&mut self, ignored: BTreeSet<PersonId>) {
        self.rows.ignore(ignored);
        self.measure_again();
    }

    /// Words are read by these names, those at hand as well.
    pub fn read_by(&mut self, names: Names) {
        self.rows.read_by(names);
    }

    /// One more name that words are read by, from now on.
    pub fn learn(&mut self, name: &Name) {
        self.rows.learn(name);
    }

    /// What was not here before is new from this event on.
    pub fn mark_after(&mut self, seen: Seq) {
        self.mark = (seen.0 < self.rows.head()).then_some(seen.0);
    }

    /// Nothing is new any more.
    pub const fn unmark(&mut self) {
        self.mark = None;
    }

    /// What comes from now on is new, if nothing was yet.
    pub fn mark_from_here(&mut self) {
        if self.mark.is_none() {
            self.mark = Some(self.rows.head());
        }
    }

    /// Shows nothing of what was said until now.
    pub fn clear(&mut self) {
        let head = self.rows.head();
        self.selection = None;
        self.standing.get_mut().view.begin_at(head);
    }

    /// The room keeps nothing from before this event any more: there is nothing to scroll to.
    pub fn forget(&mut self, first: Seq) {
        self.rows.forget(first);
        let view = &mut self.standing.get_mut().view;
        let beginning = first.back(1).0.min(self.rows.head());
        if view.floor() < beginning {
            self.selection = None;
        }
        view.begin_no_earlier(beginning);
    }

    /// Takes events that happened. Gives the rows that are new at the end.
    pub fn take(&mut self, events: &[Event]) -> Option<RangeInclusive<u64>> {
        let (head, own) = (self.rows.head(), self.rows.own().len());
        let new = self.rows.take(events);
        if own > 0
            && let Some(selection) = &mut self.selection
        {
            selection.shift(head, self.rows.head() - head);
        }
        if let (Some(new), Some(me), false) = (&new, &self.me, self.is_following()) {
            self.unseen += self.rows.words_of_others(new.clone(), me);
        }
        self.trim(events);
        new
    }

    /// Takes a page of what was said, and what became of it since.
    pub fn take_page(&mut self, events: &[Event], changes: &[Event], complete: bool) {
        self.rows.take(events);
        self.rows.change(changes);
        if complete {
            self.asked = None;
        }
        self.trim(events);
    }

    /// Lets go of what is far from what is seen; how high what is not seen at all is known without looking.
    fn trim(&mut self, events: &[Event]) {
        self.fit();
        let Standing { heights, view } = self.standing.get_mut();
        for row in self.rows.unseen(events) {
            heights.set(row, 0.0);
        }
        let seen = view.seen();
        let seen = if view.is_following() { *seen.start()..=self.rows.len() } else { seen };
        self.rows.keep_near(&seen);
    }

    /// What was asked for did not come: it is asked for again when it is looked at.
    pub fn ask_again(&mut self) {
        self.asked = None;
    }

    /// What of one's own became of it.
    pub fn take_own(&mut self, own: &Own, now: u64) {
        if let Some(me) = &self.me {
            self.rows.take_own(own, me, now);
        }
        self.fit();
    }

    /// One's own that is tried again.
    pub fn retry_own(&mut self, id: EventId) {
        self.rows.retry_own(id);
    }

    /// One's own that was given up.
    pub fn drop_own(&mut self, id: EventId) {
        self.rows.drop_own(id);
        self.fit();
    }

    fn fit(&mut self) {
        let len = self.rows.len();
        let Standing { heights, view } = self.standing.get_mut();
        heights.resize(len);
        view.fit(len);
    }

    /// The rows that something is selected of.
    #[must_use]
    pub fn selected_rows(&self) -> Option<RangeInclusive<u64>> {
        let (first, last) = self.selection.as_ref().filter(|selection| !selection.is_empty())?.ends();
        Some(first.row..=last.row.min(self.rows.len().saturating_sub(1)))
    }

    /// What is selected, as lines; or which events must be at hand for that first.
    ///
    /// # Errors
    /// The first event that is not at hand.
    pub fn copied(&self, time: impl Fn(u64) -> String) -> Result<String, Seq> {
        let (Some(selection), Some(rows)) = (&self.selection, self.selected_rows()) else { return Ok(String::new()) };
        let mut lines = Vec::new();
        for at in rows {
            let row = self.rows.get(at).ok_or(Seq(at + 1))?;
            let text = row.text();
            let Some(part) = selection.of_row(at, text.len()).and_then(|range| text.get(range)) else { continue };
            if selection.is_in_one_row() {
                return Ok(part.to_owned());
            }
            lines.extend(line_of(row, part, &time));
        }
        Ok(lines.join("\n"))
    }
}

/// A row as a line of a copy.
#[must_use]
pub fn line_of(row: &Row, part: &str, time: impl Fn(u64) -> String) -> Option<String> {
    let time = time(row.at);
    match row.what {
        What::Nothing => None,
        What::Said { .. } | What::Gone(_) => Some(format!("{time} {}: {part}", row.name())),
        What::Did { .. } | What::Moves(..) | What::Note(..) => Some(format!("{time} {part}")),
    }
}
