//! How high the rows of a list are: measured where they were seen, guessed where not, and summed up in a tree, so that
//! no question takes longer in a long list than in a short one.

use std::collections::BTreeMap;

use crate::app::convert::{count, index, real};

/// How many rows are summed up together.
const CHUNK: u64 = 64;

/// How many rows must have been measured before their mean is the guess for the others.
const ENOUGH: u64 = 24;

/// The heights of rows `0..len`.
#[derive(Clone, Debug)]
pub struct Heights {
    len: u64,
    first_guess: f64,
    known: BTreeMap<u64, f32>,
    /// A Fenwick tree over the chunks. The one at index 0 is never used.
    tree: Vec<Sum>,
    all: Sum,
}

/// What is known of a stretch: how many of its rows were measured, and what they add up to.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    rows: u64,
    height: f64,
}

impl Heights {
    /// No rows yet. Each is taken to be `guess` high until enough of them were measured.
    #[must_use]
    pub fn new(guess: f32) -> Self {
        Self {
            len: 0,
            first_guess: f64::from(guess),
            known: BTreeMap::new(),
            tree: Vec::new(),
            all: Sum { rows: 0, height: 0.0 },
        }
    }

    /// How many rows there are.
    #[must_use]
    pub const fn len(&self) -> u64 {
        self.len
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Makes it so many rows. Those that are new were not measured yet.
    pub fn resize(&mut self, len: u64) {
        if len < self.len {
            for (row, height) in self.known.split_off(&len) {
                self.add(row, -1, -f64::from(height));
            }
        }
        self.len = len;
        let chunks = usize::try_from(len.div_ceil(CHUNK)).unwrap_or(usize::MAX).max(1);
        while self.tree.len() <= chunks {
            self.grow();
        }
    }

    /// Puts one more node into the tree: it sums up the nodes below it.
    fn grow(&mut self) {
        let index = self.tree.len();
        let mut sum = Sum::default();
        let mut below = index.saturating_sub(1);
        let end = index - (index & index.wrapping_neg());
        while below > end {
            sum.rows += self.tree[below].rows;
            sum.height += self.tree[below].height;
            below -= below & below.wrapping_neg();
        }
        self.tree.push(sum);
    }

    /// What a row is taken for that was not measured.
    #[must_use]
    pub fn guess(&self) -> f64 {
        if self.all.rows < ENOUGH { self.first_guess } else { self.all.height / real(self.all.rows) }
    }

    /// How high a row is, as far as is known.
    #[must_use]
    pub fn get(&self, row: u64) -> f64 {
        self.known.get(&row).map_or_else(|| self.guess(), |height| f64::from(*height))
    }

    /// Whether a row was measured.
    #[must_use]
    pub fn is_known(&self, row: u64) -> bool {
        self.known.contains_key(&row)
    }

    /// A row was measured.
    pub fn set(&mut self, row: u64, height: f32) {
        if row >= self.len {
            return;
        }
        match self.known.insert(row, height) {
            Some(before) if before == height => {}
            Some(before) => self.add(row, 0, f64::from(height) - f64::from(before)),
            None => self.add(row, 1, f64::from(height)),
        }
    }

    /// Every row has to be measured anew: the width changed, or the letters did.
    pub fn forget(&mut self) {
        self.known.clear();
        self.tree.fill(Sum::default());
        self.all = Sum::default();
    }

    fn add(&mut self, row: u64, rows: i64, height: f64) {
        let change = |sum: &mut Sum| {
            sum.rows = sum.rows.saturating_add_signed(rows);
            // What is left of sums and differences of nothing is nothing.
            sum.height = if sum.rows == 0 { 0.0 } else { sum.height + height };
        };
        change(&mut self.all);
        let mut index = index(row / CHUNK).saturating_add(1);
        while let Some(sum) = self.tree.get_mut(index) {
            change(sum);
            index += index & index.wrapping_neg();
        }
    }

    fn height_of(&self, sum: Sum, rows: u64) -> f64 {
        sum.height + real(rows.saturating_sub(sum.rows)) * self.guess()
    }

    /// How high all rows are together.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.height_of(self.all, self.len)
    }

    /// How far the top of a row is from the top of the list.
    #[must_use]
    pub fn top(&self, row: u64) -> f64 {
        let row = row.min(self.len);
        let chunk = row / CHUNK;
        let mut sum = Sum::default();
        let mut index = index(chunk);
        while let Some(part) = self.tree.get(index).filter(|_| index > 0) {
            sum.rows += part.rows;
            sum.height += part.height;
            index -= index & index.wrapping_neg();
        }
        for height in self.known.range(chunk * CHUNK..row).map(|(_, height)| height) {
            sum.rows += 1;
            sum.height += f64::from(*height);
        }
        self.height_of(sum, row)
    }

    /// The row at this distance from the top of the list, and how far into it that is.
    #[must_use]
    pub fn at(&self, y: f64) -> (u64, f64) {
        if self.len == 0 {
            return (0, 0.0);
        }
        let mut left = y.max(0.0);
        let mut chunk = 0_usize;
        let mut step = self.tree.len().next_power_of_two();
        while step > 0 {
            let next = chunk + step;
            if let Some(sum) = self.tree.get(next).filter(|_| count(next) * CHUNK <= self.len) {
                let height = self.height_of(*sum, count(step) * CHUNK);
                if height <= left {
                    left -= height;
                    chunk = next;
                }
            }
            step /= 2;
        }
        let mut row = count(chunk) * CHUNK;
        let last = self.len - 1;
        while row < last {
            let height = self.get(row);
            if left < height {
                break;
            }
            left -= height;
            row += 1;
        }
        let row = row.min(last);
        (row, left.min(self.get(row)))
    }
}
