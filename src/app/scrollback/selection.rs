//! What is selected: from one place in the text of a row to another, wherever the rows are on the screen, if they are.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;

/// A place in the text of a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// The row.
    pub row: u64,
    /// How many bytes into its text.
    pub offset: usize,
}

/// What a selection grows by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Grain {
    /// Characters.
    #[default]
    Char,
    /// Words.
    Word,
    /// Whole rows.
    Row,
}

/// A selection: where it began, what was there, and how far it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selection {
    from: (Spot, Spot),
    to: (Spot, Spot),
    grain: Grain,
}

impl Selection {
    /// Begins at a spot in a row with this text.
    #[must_use]
    pub fn begin(spot: Spot, grain: Grain, text: &str) -> Self {
        let piece = piece(spot, grain, text);
        Self { from: piece, to: piece, grain }
    }

    /// From the first spot to the second.
    #[must_use]
    pub const fn between(from: Spot, to: Spot) -> Self {
        Self { from: (from, from), to: (to, to), grain: Grain::Char }
    }

    /// Goes on to a spot in a row with this text, from where it began.
    pub fn extend(&mut self, spot: Spot, text: &str) {
        self.to = piece(spot, self.grain, text);
    }

    /// Its first spot and the one after its last.
    #[must_use]
    pub fn ends(&self) -> (Spot, Spot) {
        (self.from.0.min(self.to.0), self.from.1.max(self.to.1))
    }

    /// Whether nothing is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let (first, last) = self.ends();
        first == last
    }

    /// What of a row's text is in it.
    #[must_use]
    pub fn of_row(&self, row: u64, text_len: usize) -> Option<Range<usize>> {
        let (first, last) = self.ends();
        if row < first.row || row > last.row || first == last {
            return None;
        }
        let from = if row == first.row { first.offset.min(text_len) } else { 0 };
        let to = if row == last.row { last.offset.min(text_len) } else { text_len };
        (from <= to).then_some(from..to)
    }

    /// Whether all of it is in one row.
    #[must_use]
    pub fn is_in_one_row(&self) -> bool {
        let (first, last) = self.ends();
        first.row == last.row
    }

    /// Rows from this one on stand so many places further down.
    pub fn shift(&mut self, from_row: u64, by: u64) {
        for spot in [&mut self.from.0, &mut self.from.1, &mut self.to.0, &mut self.to.1] {
            if spot.row >= from_row {
                spot.row += by;
            }
        }
    }
}

/// What a spot takes with it.
fn piece(spot: Spot, grain: Grain, text: &str) -> (Spot, Spot) {
    let at = |offset| Spot { row: spot.row, offset };
    match grain {
        Grain::Char => (spot, spot),
        Grain::Row => (at(0), at(text.len())),
        Grain::Word => {
            let word = text
                .split_word_bound_indices()
                .find(|(start, word)| spot.offset < start + word.len())
                .map_or(text.len()..text.len(), |(start, word)| start..start + word.len());
            (at(word.start), at(word.end))
        }
    }
}
