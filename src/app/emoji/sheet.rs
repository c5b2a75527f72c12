//! Where every emoji stands on the sheet that the picker shows a part of: sections, each with a title and rows of cells.

use std::ops::Range;

use iced::{Point, Rectangle, Size};

use super::{Emoji, Group, Habits, all, search};
use crate::app::texts::emoji as texts;

/// How many cells stand in a row.
pub const COLUMNS: usize = 9;
/// How large a cell is.
pub const CELL: f32 = 36.0;
/// How high a title is, with what is free around it.
pub const TITLE: f32 = 28.0;
/// What is free above everything and below it.
const EDGE: f32 = 3.0;
/// How wide the sheet is.
pub const WIDTH: f32 = 324.0;

/// All that can be picked, and where it stands.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    emoji: Vec<Emoji>,
    sections: Vec<Section>,
    rows: Vec<Row>,
    height: f32,
}

/// Some that belong together.
#[derive(Clone, Debug)]
pub struct Section {
    /// What stands above them.
    pub title: &'static str,
    /// How far down their title stands.
    pub top: f32,
}

/// A row of cells.
#[derive(Clone, Debug)]
pub struct Row {
    /// Which ones of all.
    pub cells: Range<usize>,
    /// How far down it stands.
    pub top: f32,
}

/// Where an arrow leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// To the cell before.
    Left,
    /// To the cell after.
    Right,
    /// So many rows up.
    Up(usize),
    /// So many rows down.
    Down(usize),
}

impl Sheet {
    /// Those that were picked last, then all by their groups.
    pub fn of_all(habits: &Habits) -> Self {
        let mut sheet = Self::empty();
        sheet.add(texts::RECENT, habits.at_hand());
        let all: Vec<Emoji> = all().collect();
        for group in Group::ALL {
            let its = all.iter().filter(|emoji| emoji.group() == group).map(|emoji| emoji.in_tone(habits.tone));
            sheet.add(group.title(), its.collect());
        }
        sheet.height += EDGE;
        sheet
    }

    /// Those that these words could mean.
    pub fn of_search(words: &str, habits: &Habits) -> Self {
        let found = search(words, habits);
        let mut sheet = Self::empty();
        if !found.is_empty() {
            sheet.add(texts::FOUND, found);
        }
        sheet.height += EDGE;
        sheet
    }

    fn empty() -> Self {
        Self { height: EDGE, ..Self::default() }
    }

    fn add(&mut self, title: &'static str, emoji: Vec<Emoji>) {
        self.sections.push(Section { title, top: self.height });
        self.height += TITLE;
        let (first, last) = (self.emoji.len(), self.emoji.len() + emoji.len());
        self.emoji.extend(emoji);
        for from in (first..last).step_by(COLUMNS) {
            self.rows.push(Row { cells: from..(from + COLUMNS).min(last), top: self.height });
            self.height += CELL;
        }
    }

    /// How high it is.
    pub const fn height(&self) -> f32 {
        self.height
    }

    /// Its sections.
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// Which section is at the top where it is scrolled so far.
    pub fn section_at(&self, offset: f32) -> usize {
        self.sections.partition_point(|section| section.top <= offset + TITLE / 2.0).saturating_sub(1)
    }

    /// The emoji in a cell.
    pub fn get(&self, cell: usize) -> Option<Emoji> {
        self.emoji.get(cell).copied()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.emoji.is_empty()
    }

    /// The rows that stand between these heights.
    pub fn rows_within(&self, from: f32, to: f32) -> &[Row] {
        let first = self.rows.partition_point(|row| row.top + CELL <= from);
        let last = self.rows.partition_point(|row| row.top < to);
        &self.rows[first..last.max(first)]
    }

    /// All rows.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    fn row_of(&self, cell: usize) -> usize {
        self.rows.partition_point(|row| row.cells.end <= cell)
    }

    /// Where a cell stands.
    pub fn place_of(&self, cell: usize) -> Option<Rectangle> {
        let row = self.rows.get(self.row_of(cell))?;
        let column = (0..COLUMNS).zip(row.cells.clone()).find(|(_, its)| *its == cell)?.0;
        let left = (0..column).map(|_| CELL).sum();
        Some(Rectangle::new(Point::new(left, row.top), Size::new(CELL, CELL)))
    }

    /// The cell at a point.
    pub fn at(&self, point: Point) -> Option<usize> {
        let row = self.rows_within(point.y, point.y + 0.1).first()?;
        row.cells.clone().find(|cell| self.place_of(*cell).is_some_and(|place| place.contains(point)))
    }

    /// The cell that an arrow leads to. At the edge it stays.
    pub fn step(&self, from: usize, step: Step) -> usize {
        let last = self.emoji.len().saturating_sub(1);
        let row = self.row_of(from);
        let Some(column) = self.rows.get(row).map(|row| from - row.cells.start) else { return 0 };
        let to = match step {
            Step::Left => return from.saturating_sub(1),
            Step::Right => return (from + 1).min(last),
            Step::Up(count) => row.saturating_sub(count),
            Step::Down(count) => (row + count).min(self.rows.len() - 1),
        };
        if to == row {
            return from;
        }
        let cells = &self.rows[to].cells;
        (cells.start + column).min(cells.end - 1)
    }

    /// How far it is to be scrolled for a cell to be seen, in a frame of this height, and no farther. Above the first row
    /// of a section its title is seen as well.
    pub fn offset_for(&self, cell: usize, offset: f32, frame: f32) -> f32 {
        let Some(place) = self.place_of(cell) else { return offset };
        let titled = self.sections.iter().any(|section| section.top + TITLE >= place.y && section.top < place.y);
        let top = if titled { place.y - TITLE - EDGE } else { place.y };
        offset.max(place.y + CELL + EDGE - frame).min(top).max(0.0)
    }
}
