//! Where the window stands in the list: at the newest, or at a row. Never at a pixel of the whole, so that nothing jumps
//! when heights turn out otherwise, older pages arrive, or the width changes.

use super::heights::Heights;

/// How much of the last row may lie below the edge for the view to be at the newest.
const CLOSE: f64 = 1.0;

/// The view upon a list.
#[derive(Clone, Debug)]
pub struct View {
    /// Whether it stays at the newest.
    following: bool,
    /// The row at the upper edge, and how far into it the edge is.
    top: Top,
    /// Rows before this one are not shown.
    floor: u64,
    /// Rows before this one are not kept any more.
    beginning: u64,
    height: f64,
    /// The last row that was placed.
    last: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Top {
    row: u64,
    into: f64,
}

/// A row as it stands in the view.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    /// The row.
    pub row: u64,
    /// Where its upper edge is, from that of the view.
    pub y: f64,
    /// How high it is.
    pub height: f64,
}

impl Default for View {
    fn default() -> Self {
        Self { following: true, top: Top::default(), floor: 0, beginning: 0, height: 0.0, last: 0 }
    }
}

impl View {
    /// Whether it stays at the newest.
    #[must_use]
    pub const fn is_following(&self) -> bool {
        self.following
    }

    /// The row at the upper edge.
    #[must_use]
    pub const fn top_row(&self) -> u64 {
        self.top.row
    }

    /// The first row that is shown at all.
    #[must_use]
    pub const fn floor(&self) -> u64 {
        self.floor
    }

    /// The rows that were placed last.
    #[must_use]
    pub const fn seen(&self) -> std::ops::RangeInclusive<u64> {
        self.top.row..=self.last
    }

    /// There are so many rows, and no more.
    pub fn fit(&mut self, len: u64) {
        self.floor = self.floor.min(len);
        self.beginning = self.beginning.min(len);
    }

    /// What is before this row is not kept any more, so there is nothing to look at.
    pub fn begin_no_earlier(&mut self, row: u64) {
        self.beginning = row;
        self.floor = self.floor.max(row);
        if self.top.row < row {
            self.top = Top { row, into: 0.0 };
        }
    }

    /// Shows nothing before this row.
    pub fn begin_at(&mut self, row: u64) {
        self.floor = row;
        self.follow();
    }

    /// How high the view is.
    #[must_use]
    pub const fn height(&self) -> f64 {
        self.height
    }

    /// Goes to the newest, and stays there.
    pub const fn follow(&mut self) {
        self.following = true;
    }

    /// Goes to a row, a third of the way down.
    pub fn go_to(&mut self, row: u64) {
        self.following = false;
        // What was cleared is looked at again.
        self.floor = if row < self.floor { self.beginning } else { self.floor };
        let row = row.max(self.beginning);
        self.top = Top { row, into: -self.height / 3.0 };
    }

    /// Moves by so much, down where it is more than nothing.
    pub fn move_by(&mut self, heights: &Heights, by: f64) {
        if self.following && by >= 0.0 {
            return;
        }
        self.following = false;
        let Top { mut row, mut into } = self.top;
        into += by;
        // Through what is near row by row; what is far is found in the tree.
        if into.abs() > 8.0 * self.height.max(100.0) {
            (row, into) = heights.at(heights.top(row) + into);
        }
        while into < 0.0 && row > self.floor {
            row -= 1;
            into += heights.get(row);
        }
        self.top = Top { row, into };
    }

    /// Goes to a place between the first (0) and the newest (1).
    pub fn go_to_part(&mut self, heights: &Heights, part: f64) {
        let above = heights.top(self.floor);
        let room = (heights.total() - above - self.height).max(0.0);
        if part >= 1.0 {
            self.follow();
            return;
        }
        let (row, into) = heights.at(above + room * part.max(0.0));
        self.following = false;
        self.top = Top { row, into };
    }

    /// Where the view is, for a scroll bar: how far down its upper edge is, and how much it shows, both as parts of all.
    #[must_use]
    pub fn part(&self, heights: &Heights) -> (f64, f64) {
        let above = heights.top(self.floor);
        let total = (heights.total() - above).max(1.0);
        let shown = (self.height / total).min(1.0);
        let top = (heights.top(self.top.row) + self.top.into - above) / total;
        (if self.following { 1.0 - shown } else { top.clamp(0.0, 1.0 - shown) }, shown)
    }

    /// Places the rows that are in view, measuring each. `measure` tells a row's height and whether that was measured.
    pub fn place(
        &mut self,
        heights: &mut Heights,
        height: f64,
        mut measure: impl FnMut(u64) -> Option<f32>,
    ) -> Vec<Placed> {
        self.height = height;
        let end = heights.len();
        if self.floor >= end {
            self.following = true;
            self.top = Top { row: end, into: 0.0 };
            return Vec::new();
        }
        let mut seen = |row: u64, heights: &mut Heights| match measure(row) {
            Some(measured) => {
                heights.set(row, measured);
                f64::from(measured)
            }
            None => heights.get(row),
        };
        let placed = if self.following { None } else { self.place_from_top(heights, end, &mut seen) };
        let placed = placed.unwrap_or_else(|| {
            self.following = true;
            self.place_from_end(heights, end, &mut seen)
        });
        if let Some(first) = placed.first() {
            self.top = Top { row: first.row, into: -first.y };
        }
        self.last = placed.last().map_or(self.top.row, |last| last.row);
        placed
    }

    /// From the upper edge on. Nothing where the list ends before the view does: then it is at the newest.
    fn place_from_top(
        &self,
        heights: &mut Heights,
        end: u64,
        seen: &mut impl FnMut(u64, &mut Heights) -> f64,
    ) -> Option<Vec<Placed>> {
        let mut row = self.top.row.clamp(self.floor, end - 1);
        let mut y = -self.top.into;
        while y > 0.0 && row > self.floor {
            row -= 1;
            y -= seen(row, heights);
        }
        y = y.min(0.0);
        let mut placed = Vec::new();
        while row < end && y < self.height {
            let height = seen(row, heights);
            if y + height > 0.0 {
                placed.push(Placed { row, y, height });
            }
            y += height;
            row += 1;
        }
        (row < end || y > self.height + CLOSE).then_some(placed)
    }

    /// From the lower edge up. What is less than the view stands at its lower edge.
    fn place_from_end(
        &self,
        heights: &mut Heights,
        end: u64,
        seen: &mut impl FnMut(u64, &mut Heights) -> f64,
    ) -> Vec<Placed> {
        let mut placed = Vec::new();
        let mut row = end;
        let mut y = self.height;
        while row > self.floor && y > 0.0 {
            row -= 1;
            let height = seen(row, heights);
            y -= height;
            placed.push(Placed { row, y, height });
        }
        placed.reverse();
        placed
    }
}
