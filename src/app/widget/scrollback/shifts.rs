//! How a list that moved is drawn anew in one go. The renderer compares what is drawn with the frame before, piece by piece.
//! Of a list that was scrolled every piece stands elsewhere, and it would find many overlapping parts to draw, each for
//! itself with all that lies over it. Where the bounds differ in which a list is drawn, it draws these, once.

use iced::Rectangle;

use crate::app::scrollback::Placed;

/// By how much the bounds differ from one move to the next: far less than a pixel.
const MARK: f32 = 1.0 / 512.0;
/// After how many moves they are the same again.
const MARKS: u8 = 8;

/// How the list moved.
#[derive(Default)]
pub(super) struct Shifts {
    /// The first row and where it stood.
    first: Option<(u64, f64)>,
    mark: u8,
}

impl Shifts {
    /// The rows stand here now.
    pub(super) fn place(&mut self, placed: &[Placed]) {
        let first = placed.first().map(|placed| (placed.row, placed.y));
        if self.first != first {
            self.first = first;
            self.mark = (self.mark + 1) % MARKS;
        }
    }

    /// The bounds to draw it in, so that they differ from those of before the last move.
    pub(super) fn mark(&self, bounds: Rectangle) -> Rectangle {
        Rectangle { height: (bounds.height - f32::from(self.mark) * MARK).max(0.0), ..bounds }
    }
}
